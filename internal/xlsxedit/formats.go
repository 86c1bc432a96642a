package xlsxedit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/numfmt"
)

// Formats adds cell formats to a workbook, each at most once.
type Formats struct {
	root *etree.Element
	seen map[string]map[string]int // by list, by XML
	made map[[2]string]int
	list map[string][]*etree.Element // entries of the lists that were asked for
}

// entries are those of a list. A workbook may have 65,000 formats, so they are
// not looked for each time.
func (fm *Formats) entries(list, tag string) []*etree.Element {
	if fm.list[list] == nil {
		fm.list[list] = children(fm.root, list, tag)
	}
	return fm.list[list]
}

const emptyStyles = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`

// The lists of styles.xml that formats draw on, in the order of the schema, with
// the entries that a list must begin with.
var styleLists = []struct{ name, first string }{
	{"numFmts", ""},
	{"fonts", `<font><sz val="11"/><name val="宋体"/></font>`},
	{"fills", `<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>`},
	{"borders", `<border><left/><right/><top/><bottom/><diagonal/></border>`},
	{"cellStyleXfs", `<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>`},
	{"cellXfs", `<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>`},
}

// Formats begins to add formats.
func (f *File) Formats(wb *Workbook) (*Formats, error) {
	part := f.Related(wb.Part, "styles")
	if part == "" {
		part = "xl/styles.xml"
		f.SetPart(part, []byte(emptyStyles))
		if _, err := f.Relate(wb.Part, part, relationships+"/styles", "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"); err != nil {
			return nil, err
		}
	}
	doc, err := f.XML(part)
	if err != nil {
		return nil, err
	}
	unprefix(doc.Root())
	fm := &Formats{doc.Root(), map[string]map[string]int{}, map[[2]string]int{}, map[string][]*etree.Element{}}
	at := 0
	for _, l := range styleLists {
		if e := fm.root.SelectElement(l.name); e != nil {
			at = e.Index() + 1
			continue
		}
		if l.first == "" {
			continue
		}
		e := parse("<" + l.name + ">" + l.first + "</" + l.name + ">")
		e.CreateAttr("count", strconv.Itoa(len(e.ChildElements())))
		fm.root.InsertChildAt(at, e)
		at = e.Index() + 1
	}
	return fm, nil
}

// parse reads a fragment of XML that the program itself writes.
func parse(fragment string) *etree.Element {
	d := etree.NewDocument()
	if err := d.ReadFromString(fragment); err != nil || d.Root() == nil {
		panic("bad XML fragment " + fragment)
	}
	return d.Root()
}

// xmlOf is an element as text.
func xmlOf(e *etree.Element) string {
	d := etree.NewDocumentWithRoot(e.Copy())
	s, err := d.WriteToString()
	if err != nil {
		return "" // a strings.Builder takes everything
	}
	return s
}

// intern gives the index of an entry of a list, which is added if it is new.
func (fm *Formats) intern(list string, e *etree.Element) int {
	if fm.seen[list] == nil {
		fm.seen[list] = map[string]int{}
		for i, x := range fm.root.SelectElement(list).ChildElements() {
			if s := xmlOf(x); fm.seen[list][s] == 0 {
				fm.seen[list][s] = i
			}
		}
	}
	s := xmlOf(e)
	i, ok := fm.seen[list][s]
	if !ok {
		i = appendTo(fm.root, list, e)
		delete(fm.list, list)
		fm.seen[list][s] = i
	}
	return i
}

// Format is a cell format as fragments of styles.xml; an empty one is the default.
type Format struct {
	Font, Fill, Border, Alignment string
	Number                        string // the code of a number format that every workbook has
}

// Add gives the index of a format, which is added if it is new.
func (fm *Formats) Add(x Format) int {
	xf := etree.NewElement("xf")
	number, _ := numfmt.Number(x.Number)
	xf.CreateAttr("numFmtId", strconv.Itoa(number))
	for _, p := range []struct{ id, apply, list, xml string }{
		{"fontId", "applyFont", "fonts", x.Font},
		{"fillId", "applyFill", "fills", x.Fill},
		{"borderId", "applyBorder", "borders", x.Border},
	} {
		id := 0
		if p.xml != "" {
			id = fm.intern(p.list, parse(p.xml))
		}
		xf.CreateAttr(p.id, strconv.Itoa(id))
	}
	xf.CreateAttr("xfId", "0")
	for _, a := range []string{"applyFont", "applyFill", "applyBorder"} {
		xf.CreateAttr(a, "1")
	}
	if number != 0 {
		xf.CreateAttr("applyNumberFormat", "1")
	}
	if x.Alignment != "" {
		xf.CreateAttr("applyAlignment", "1")
		xf.AddChild(parse(x.Alignment))
	}
	return fm.intern("cellXfs", xf)
}

// Filled is the index of a format like another one on a ground of one colour,
// given as the attributes of its colour: rgb="FFFFFF00"; "" is no ground.
func (fm *Formats) Filled(style int, colour string) int {
	key := [2]string{strconv.Itoa(style), colour}
	if i, ok := fm.made[key]; ok {
		return i
	}
	formats := fm.entries("cellXfs", "xf")
	if style < 0 || style >= len(formats) {
		style = 0
	}
	fill := `<fill><patternFill patternType="none"/></fill>`
	if colour != "" {
		fill = `<fill><patternFill patternType="solid"><fgColor ` + colour + `/><bgColor indexed="64"/></patternFill></fill>`
	}
	xf := formats[style].Copy()
	id := 0
	if colour != "" {
		id = fm.intern("fills", parse(fill))
	}
	xf.CreateAttr("fillId", strconv.Itoa(id))
	xf.CreateAttr("applyFill", "1")
	fm.made[key] = fm.intern("cellXfs", xf)
	return fm.made[key]
}

// Ground is the colour of a format's ground as the attributes of a colour, ""
// if it has none; plain is false where the ground is a pattern or a gradient.
func (fm *Formats) Ground(style int) (colour string, plain bool) {
	formats, fills := fm.entries("cellXfs", "xf"), fm.entries("fills", "fill")
	if style < 0 || style >= len(formats) {
		return "", true
	}
	id, err := strconv.Atoi(formats[style].SelectAttrValue("fillId", "0"))
	if err != nil || id < 0 || id >= len(fills) {
		return "", true
	}
	p := fills[id].SelectElement("patternFill")
	if p == nil {
		return "", false
	}
	switch p.SelectAttrValue("patternType", "none") {
	case "none":
		return "", true
	case "solid":
	default:
		return "", false
	}
	fg := p.SelectElement("fgColor")
	if fg == nil {
		return "", false
	}
	var out []string
	for _, a := range fg.Attr {
		if slices.Contains([]string{"rgb", "theme", "tint", "indexed"}, a.FullKey()) {
			out = append(out, a.Key+`="`+EscapeText(a.Value)+`"`)
		}
	}
	return strings.Join(out, " "), len(out) > 0
}

// Len is how many formats there are.
func (fm *Formats) Len() int { return len(fm.entries("cellXfs", "xf")) }
