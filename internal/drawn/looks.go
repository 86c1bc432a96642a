package drawn

import (
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/numfmt"
	"ysgk/internal/parts"
	"ysgk/internal/xlsxread"
)

// Look is how cells look.
type Look struct {
	Font            string
	Size            float64 // in points
	Bold, Italic    bool
	Underlined      bool
	Colour, Ground  string    // RRGGBB, "" for the usual
	Lines           [4]string // top, right, bottom, left: thin, medium, thick, double, dotted, dashed or ""
	Across, Upright string    // left, center, right, justify; top, center, bottom; "" for the usual
	Indent          int
	Wrap            bool
	Turned          bool // letters stand below each other
}

// sides are the lines of a cell in the order of Look.Lines.
var sides = [4]string{"top", "right", "bottom", "left"}

// readLooks reads the looks of cells by style, and their number formats.
func readLooks(f *xlsxread.File) (looks []Look, codes []string, err error) {
	p, err := parts.From(f.Package)
	if err != nil {
		return nil, nil, err
	}
	part := p.Related(p.Related("", "officeDocument"), "styles")
	if part == "" {
		return []Look{{}}, nil, nil // as text files that were turned into workbooks have none
	}
	doc, err := p.Look(part)
	if err != nil {
		return nil, nil, err
	}
	root := doc.Root()
	formats := map[string]string{}
	for _, e := range entries(root, "numFmts", "numFmt") {
		formats[e.SelectAttrValue("numFmtId", "")] = e.SelectAttrValue("formatCode", "")
	}
	fonts, fills, borders := entries(root, "fonts", "font"), entries(root, "fills", "fill"), entries(root, "borders", "border")
	for _, xf := range entries(root, "cellXfs", "xf") {
		var l Look
		if e := nth(fonts, xf, "fontId"); e != nil {
			l.font(e)
		}
		if e := nth(fills, xf, "fillId"); e != nil {
			l.ground(e)
		}
		if e := nth(borders, xf, "borderId"); e != nil {
			for i, side := range sides {
				if line := e.SelectElement(side); line != nil {
					l.Lines[i] = lineOf(line.SelectAttrValue("style", ""))
				}
			}
		}
		if a := xf.SelectElement("alignment"); a != nil {
			l.align(a)
		}
		looks = append(looks, l)
		id := xf.SelectAttrValue("numFmtId", "0")
		code, own := formats[id]
		if n, err := strconv.Atoi(id); err == nil && !own {
			code = numfmt.BuiltIn(n)
		}
		codes = append(codes, code)
	}
	if len(looks) == 0 {
		looks = []Look{{}}
	}
	return looks, codes, nil
}

func entries(root *etree.Element, list, tag string) []*etree.Element {
	if e := root.SelectElement(list); e != nil {
		return e.SelectElements(tag)
	}
	return nil
}

// nth is the entry of a list that a format names.
func nth(list []*etree.Element, xf *etree.Element, id string) *etree.Element {
	if n, err := strconv.Atoi(xf.SelectAttrValue(id, "0")); err == nil && n >= 0 && n < len(list) {
		return list[n]
	}
	return nil
}

func on(e *etree.Element, tag string) bool {
	x := e.SelectElement(tag)
	if x == nil {
		return false
	}
	v := x.SelectAttrValue("val", "1")
	return v != "0" && v != "false" && v != "none"
}

func (l *Look) font(e *etree.Element) {
	l.Bold, l.Italic, l.Underlined = on(e, "b"), on(e, "i"), on(e, "u")
	if x := e.SelectElement("sz"); x != nil {
		l.Size, _ = strconv.ParseFloat(x.SelectAttrValue("val", ""), 64) // 0 is the usual size
	}
	if x := e.SelectElement("name"); x != nil {
		l.Font = x.SelectAttrValue("val", "")
	}
	l.Colour = colour(e.SelectElement("color"))
}

func (l *Look) ground(e *etree.Element) {
	p := e.SelectElement("patternFill")
	if p != nil && p.SelectAttrValue("patternType", "") == "solid" {
		l.Ground = colour(p.SelectElement("fgColor"))
	}
}

func (l *Look) align(a *etree.Element) {
	switch across := a.SelectAttrValue("horizontal", ""); across {
	case "left", "center", "right", "justify":
		l.Across = across
	case "centerContinuous":
		l.Across = "center"
	case "distributed", "fill":
		l.Across = "justify"
	}
	switch upright := a.SelectAttrValue("vertical", ""); upright {
	case "top", "center", "bottom":
		l.Upright = upright
	case "distributed", "justify":
		l.Upright = "center"
	}
	l.Indent, _ = strconv.Atoi(a.SelectAttrValue("indent", "0"))
	l.Indent = max(0, min(l.Indent, 50))
	wrap := a.SelectAttrValue("wrapText", "0")
	l.Wrap = wrap == "1" || wrap == "true"
	l.Turned = a.SelectAttrValue("textRotation", "0") == "255"
}

// lineOf is a line as a browser can draw it.
func lineOf(style string) string {
	switch {
	case style == "" || style == "none":
		return ""
	case style == "thick", style == "medium", style == "double":
		return style
	case strings.HasPrefix(style, "medium"):
		return "medium"
	case strings.Contains(strings.ToLower(style), "dash"):
		return "dashed"
	case style == "dotted", style == "hair":
		return "dotted"
	}
	return "thin"
}

// named are the colours that old programs name by number.
var named = map[string]string{"0": "000000", "1": "FFFFFF", "2": "FF0000", "3": "00FF00", "4": "0000FF", "5": "FFFF00", "8": "000000", "9": "FFFFFF", "10": "FF0000", "12": "0000FF", "13": "FFFF00", "22": "C0C0C0", "23": "808080", "55": "969696"}

// colour is a colour as RRGGBB, "" for the usual one and for those that only Excel's
// themes tell; black and white are the first ones of every theme.
func colour(e *etree.Element) string {
	if e == nil {
		return ""
	}
	rgb := strings.ToUpper(e.SelectAttrValue("rgb", ""))
	if len(rgb) == 8 {
		rgb = rgb[2:]
	}
	if n, err := strconv.ParseUint(rgb, 16, 32); len(rgb) == 6 && err == nil && n <= 0xFFFFFF {
		return rgb
	}
	if e.SelectAttrValue("tint", "0") != "0" {
		return ""
	}
	switch theme := e.SelectAttrValue("theme", ""); theme {
	case "0":
		return "FFFFFF"
	case "1":
		return "000000"
	}
	return named[e.SelectAttrValue("indexed", "")]
}
