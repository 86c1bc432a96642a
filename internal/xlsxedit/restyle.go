package xlsxedit

import (
	"cmp"
	"strconv"

	"github.com/beevik/etree"

	"ysgk/internal/numfmt"
)

// Restyler adds cell formats to a workbook that are like others but for one thing.
type Restyler struct {
	root *etree.Element
	made map[restyled]int
}

type restyled struct {
	style  int
	change Change
}

// Change is what a format has other than the one it is like.
type Change struct {
	// OpenTop and OpenBottom take off the upper or lower line, for a text that
	// goes on from cell to cell: it begins at the top of each.
	OpenTop, OpenBottom bool
	Indent              int    // more steps from the left
	Format              string // number format, "" for the same
	NoZero              bool   // whose number format shows nothing of 0
}

// Restyler begins to add formats.
func (f *File) Restyler(wb *Workbook) (*Restyler, error) {
	doc, err := f.XML(f.Related(wb.Part, "styles"))
	if err != nil {
		return nil, err
	}
	return &Restyler{doc.Root(), map[restyled]int{}}, nil
}

// Like is the index of a format like another one but for a change.
func (r *Restyler) Like(style int, c Change) int {
	key := restyled{style, c}
	if i, ok := r.made[key]; ok {
		return i
	}
	formats := children(r.root, "cellXfs", "xf")
	if style >= len(formats) {
		return style
	}
	xf := formats[style].Copy()
	if (c.OpenTop || c.OpenBottom) && !r.open(xf, c) {
		return style
	}
	if c.Indent > 0 {
		indent(xf, c.Indent)
	}
	format := c.Format
	if c.NoZero {
		if without, ok := numfmt.WithoutZero(cmp.Or(format, r.code(xf.SelectAttrValue("numFmtId", "0")))); ok {
			format = without
		}
	}
	if format != "" {
		xf.CreateAttr("numFmtId", strconv.Itoa(r.numberFormat(format)))
		xf.CreateAttr("applyNumberFormat", "1")
	}
	r.made[key] = appendTo(r.root, "cellXfs", xf)
	return r.made[key]
}

// open takes lines off; false if the format names a border that is not there.
func (r *Restyler) open(xf *etree.Element, c Change) bool {
	borders := children(r.root, "borders", "border")
	n, err := strconv.Atoi(xf.SelectAttrValue("borderId", "0"))
	if err != nil || n >= len(borders) {
		return false
	}
	border := borders[n].Copy()
	for side, open := range map[string]bool{"top": c.OpenTop, "bottom": c.OpenBottom} {
		if e := border.SelectElement(side); e != nil && open {
			e.Attr, e.Child = nil, nil
		}
	}
	alignment(xf).CreateAttr("vertical", "top")
	xf.CreateAttr("applyAlignment", "1")
	xf.CreateAttr("borderId", strconv.Itoa(appendTo(r.root, "borders", border)))
	xf.CreateAttr("applyBorder", "1")
	return true
}

// indent moves a text to the right. Only texts aligned to a side have an indent.
func indent(xf *etree.Element, steps int) {
	a := alignment(xf)
	if h := a.SelectAttrValue("horizontal", "general"); h != "right" && h != "distributed" {
		a.CreateAttr("horizontal", "left")
	}
	was, _ := strconv.Atoi(a.SelectAttrValue("indent", "0"))
	a.CreateAttr("indent", strconv.Itoa(was+steps))
	xf.CreateAttr("applyAlignment", "1")
}

func alignment(xf *etree.Element) *etree.Element {
	a := xf.SelectElement("alignment")
	if a == nil {
		a = etree.NewElement("alignment")
		xf.InsertChildAt(0, a)
	}
	return a
}

// firstOwn is the first number that a workbook's own formats may have.
const firstOwn = 164

// numberFormat is the number of a number format, which is added if it is new.
func (r *Restyler) numberFormat(code string) int {
	if id, ok := numfmt.Number(code); ok {
		return id
	}
	next := firstOwn
	for _, e := range children(r.root, "numFmts", "numFmt") {
		id, _ := strconv.Atoi(e.SelectAttrValue("numFmtId", "0"))
		if e.SelectAttrValue("formatCode", "") == code {
			return id
		}
		next = max(next, id+1)
	}
	if r.root.SelectElement("numFmts") == nil {
		r.root.InsertChildAt(0, etree.NewElement("numFmts"))
	}
	e := etree.NewElement("numFmt")
	e.CreateAttr("numFmtId", strconv.Itoa(next))
	e.CreateAttr("formatCode", code)
	appendTo(r.root, "numFmts", e)
	return next
}

// code is the number format of a number, "" of one that is not the same everywhere.
func (r *Restyler) code(number string) string {
	for _, e := range children(r.root, "numFmts", "numFmt") {
		if e.SelectAttrValue("numFmtId", "") == number {
			return e.SelectAttrValue("formatCode", "")
		}
	}
	id, _ := strconv.Atoi(number)
	return numfmt.BuiltIn(id)
}

// appendTo adds an element to a counted list and gives its index.
func appendTo(root *etree.Element, list string, e *etree.Element) int {
	l := root.SelectElement(list)
	i := len(l.ChildElements())
	l.AddChild(e)
	l.CreateAttr("count", strconv.Itoa(i+1))
	return i
}
