package paper

import (
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/numfmt"
	"ysgk/internal/parts"
)

// Look is how cells look.
type Look struct {
	Font           string
	Size           float64 // points
	Bold, Italic   bool
	Underline      bool
	Colour, Ground string // six digits, "" of the usual one
	Edges          Edges
	Across         string // left, center, right, justify; "" by what the cell holds
	Upright        string // top, center, bottom; "" of the usual one, which is bottom
	Indent         int
	Wrap           bool
	Rotation       int // as in workbooks: 255 is letters below each other
}

// Edges are the borders of a cell.
type Edges struct{ Top, Right, Bottom, Left Edge }

// Edge is a border: the name that workbooks give its kind, "" of none, and its colour
// as of a Look.
type Edge struct{ Kind, Colour string }

// looks are the looks of cells and their number formats, by style.
type looks struct {
	all   []Look
	codes []string
}

// get is the look of a style; a workbook without any may name them.
func (l *looks) get(style int) *Look {
	if style < 0 || style >= len(l.all) {
		style = 0
	}
	return &l.all[style]
}

func (l *looks) code(style int) string {
	if style < 0 || style >= len(l.codes) {
		return ""
	}
	return l.codes[style]
}

// usualSize of letters where the workbook says nothing, in points.
const usualSize = 11

func readLooks(p *parts.File) (*looks, error) {
	out := &looks{}
	part := p.Related(p.Related("", "officeDocument"), "styles")
	if part == "" { // as of text files that were turned into workbooks
		out.all = []Look{{Size: usualSize}}
		return out, nil
	}
	doc, err := p.Look(part)
	if err != nil {
		return nil, err
	}
	root := doc.Root()
	formats := map[string]string{}
	for _, e := range entries(root, "numFmts", "numFmt") {
		formats[e.SelectAttrValue("numFmtId", "")] = e.SelectAttrValue("formatCode", "")
	}
	fonts, fills, borders := entries(root, "fonts", "font"), entries(root, "fills", "fill"), entries(root, "borders", "border")
	size := float64(usualSize)
	for i, xf := range entries(root, "cellXfs", "xf") {
		l := Look{Size: size}
		if e := nth(fonts, xf, "fontId"); e != nil {
			l.font(e)
		}
		if i == 0 {
			size = l.Size
		}
		if e := nth(fills, xf, "fillId"); e != nil {
			l.ground(e)
		}
		if e := nth(borders, xf, "borderId"); e != nil {
			l.Edges = Edges{edge(e, "top"), edge(e, "right"), edge(e, "bottom"), edge(e, "left")}
		}
		if a := xf.SelectElement("alignment"); a != nil {
			l.align(a)
		}
		out.all = append(out.all, l)
		id := xf.SelectAttrValue("numFmtId", "0")
		code := formats[id]
		if n, err := strconv.Atoi(id); err == nil && code == "" {
			code = numfmt.BuiltIn(n)
		}
		out.codes = append(out.codes, code)
	}
	if len(out.all) == 0 {
		out.all = []Look{{Size: size}}
	}
	return out, nil
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

// on says whether a font has a trait.
func on(font *etree.Element, tag string) bool {
	e := font.SelectElement(tag)
	if e == nil {
		return false
	}
	v := e.SelectAttrValue("val", "1")
	return v != "0" && v != "false" && v != "none"
}

func (l *Look) font(e *etree.Element) {
	l.Bold, l.Italic, l.Underline = on(e, "b"), on(e, "i"), on(e, "u")
	if x := e.SelectElement("sz"); x != nil {
		if size, err := strconv.ParseFloat(x.SelectAttrValue("val", ""), 64); err == nil {
			l.Size = size
		}
	}
	if x := e.SelectElement("name"); x != nil {
		l.Font = x.SelectAttrValue("val", "")
	}
	l.Colour = colour(e.SelectElement("color"))
}

const white = "FFFFFF"

func (l *Look) ground(e *etree.Element) {
	kind := "gradient"
	if p := e.SelectElement("patternFill"); p != nil {
		if kind = p.SelectAttrValue("patternType", "none"); kind == "solid" {
			l.Ground = colour(p.SelectElement("fgColor"))
		}
	}
	if kind != "none" && l.Ground == "" && l.Colour == white { // it could not be read without the ground, which is not known
		l.Colour = ""
	}
}

func edge(border *etree.Element, side string) Edge {
	e := border.SelectElement(side)
	if e == nil {
		return Edge{}
	}
	if kind := e.SelectAttrValue("style", "none"); kind != "none" {
		return Edge{kind, colour(e.SelectElement("color"))}
	}
	return Edge{}
}

func (l *Look) align(a *etree.Element) {
	across, upright := a.SelectAttrValue("horizontal", ""), a.SelectAttrValue("vertical", "")
	switch across {
	case "left", "center", "right", "justify":
		l.Across = across
	case "centerContinuous", "distributed":
		l.Across = "center"
	case "fill":
		l.Across = "left"
	}
	switch upright {
	case "top", "center", "bottom":
		l.Upright = upright
	case "distributed", "justify":
		l.Upright = "center"
	}
	l.Indent, _ = strconv.Atoi(a.SelectAttrValue("indent", "0"))
	l.Indent = max(0, min(l.Indent, 50))
	l.Rotation, _ = strconv.Atoi(a.SelectAttrValue("textRotation", "0"))
	wrap := a.SelectAttrValue("wrapText", "0")
	l.Wrap = wrap == "1" || wrap == "true" || across == "justify" || upright == "justify"
}

// named are the colours that old programs name by number.
var named = map[string]string{"0": "000000", "1": white, "2": "FF0000", "3": "00FF00", "4": "0000FF", "5": "FFFF00", "8": "000000", "9": white, "10": "FF0000", "12": "0000FF", "13": "FFFF00", "22": "C0C0C0", "23": "808080", "55": "969696"}

// colour is a colour as six digits, "" for the usual one and for those that only Excel's
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
		return white
	case "1":
		return "000000"
	}
	return named[e.SelectAttrValue("indexed", "")]
}
