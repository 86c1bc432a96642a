package paper

import (
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/xlsxedit"
)

// Look is how a cell is written.
type Look struct {
	Font         string
	Size         float64 // points
	Bold, Italic bool
	Underline    bool
	Colour       string // six digits, "" of the usual one
	Ground       string // as Colour
	Across       string // left, center, right, "" by what the cell holds
	Upright      string // top, center, bottom
	Indent       int
	Wrap         bool
	Rotation     int // as in workbooks: 255 is letters below each other
}

// looked is a cell format.
type looked struct {
	Look
	Edges Edges
}

type looks struct{ formats []looked }

func (l *looks) get(i int) looked {
	if i < 0 || i >= len(l.formats) {
		return looked{Look: Look{Size: 11, Upright: "bottom"}}
	}
	return l.formats[i]
}

func readLooks(f *xlsxedit.File, b *xlsxedit.Workbook, styles *xlsxedit.Styles) (*looks, error) {
	out := &looks{}
	part := f.Related(b.Part, "styles")
	if part == "" {
		return out, nil
	}
	doc, err := f.Look(part)
	if err != nil {
		return nil, err
	}
	list := func(name, tag string) []*etree.Element {
		if e := doc.Root().SelectElement(name); e != nil {
			return e.SelectElements(tag)
		}
		return nil
	}
	nth := func(all []*etree.Element, xf *etree.Element, attr string) *etree.Element {
		if n, err := strconv.Atoi(xf.SelectAttrValue(attr, "0")); err == nil && n >= 0 && n < len(all) {
			return all[n]
		}
		return etree.NewElement("none")
	}
	fonts, fills, borders := list("fonts", "font"), list("fills", "fill"), list("borders", "border")
	for i, xf := range list("cellXfs", "xf") {
		s := styles.Get(i)
		font := nth(fonts, xf, "fontId")
		x := looked{Look: Look{
			Font: s.FontName, Size: s.FontSize, Wrap: s.Wrap, Indent: s.Indent, Rotation: s.Rotation, Upright: "bottom",
			Bold: on(font, "b"), Italic: on(font, "i"), Underline: on(font, "u"), Colour: colour(font.SelectElement("color")),
		}}
		if a := xf.SelectElement("alignment"); a != nil {
			switch h := a.SelectAttrValue("horizontal", ""); h {
			case "left", "center", "right":
				x.Across = h
			case "centerContinuous", "distributed":
				x.Across = "center"
			case "justify", "fill":
				x.Across = "left"
			}
			switch v := a.SelectAttrValue("vertical", ""); v {
			case "top", "center":
				x.Upright = v
			case "distributed", "justify":
				x.Upright = "center"
			}
			if a.SelectAttrValue("horizontal", "") == "justify" || a.SelectAttrValue("vertical", "") == "justify" {
				x.Wrap = true
			}
		}
		if p := nth(fills, xf, "fillId").SelectElement("patternFill"); p != nil && p.SelectAttrValue("patternType", "") == "solid" {
			x.Ground = colour(p.SelectElement("fgColor"))
		}
		border := nth(borders, xf, "borderId")
		for side, to := range map[string]*Edge{"top": &x.Edges.Top, "left": &x.Edges.Left, "bottom": &x.Edges.Bottom, "right": &x.Edges.Right} {
			if e := border.SelectElement(side); e != nil {
				if kind := e.SelectAttrValue("style", "none"); kind != "none" {
					*to = Edge{kind, colour(e.SelectElement("color"))}
				}
			}
		}
		out.formats = append(out.formats, x)
	}
	return out, nil
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

// colour is that of an element that gives it in digits; of a theme's or of one by number
// nothing is said, as black on white can always be read.
func colour(e *etree.Element) string {
	if e == nil {
		return ""
	}
	rgb := strings.ToUpper(e.SelectAttrValue("rgb", ""))
	if len(rgb) != 8 {
		return ""
	}
	for _, c := range rgb {
		if !strings.ContainsRune("0123456789ABCDEF", c) {
			return ""
		}
	}
	if rgb[2:] == "000000" {
		return ""
	}
	return rgb[2:]
}
