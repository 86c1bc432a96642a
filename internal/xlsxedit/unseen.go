package xlsxedit

import (
	"strconv"
	"strings"

	"github.com/beevik/etree"
)

// white is how the colour white is written, without what all colours share.
const white = "FFFFFF"

// Unseen says of the cell formats whether what stands in a cell cannot be read:
// its letters have the colour of the ground, or its number format shows nothing.
func (f *File) Unseen(wb *Workbook) (map[int]bool, error) {
	fm, err := f.Formats(wb)
	if err != nil {
		return nil, err
	}
	blank := map[string]bool{}
	for _, e := range children(fm.root, "numFmts", "numFmt") {
		blank[e.SelectAttrValue("numFmtId", "")] = strings.Trim(e.SelectAttrValue("formatCode", ""), "; ") == ""
	}
	fonts := children(fm.root, "fonts", "font")
	out := map[int]bool{}
	for i, xf := range children(fm.root, "cellXfs", "xf") {
		letters := ""
		if n, err := strconv.Atoi(xf.SelectAttrValue("fontId", "")); err == nil && n >= 0 && n < len(fonts) {
			letters = colour(fonts[n].SelectElement("color"))
		}
		out[i] = blank[xf.SelectAttrValue("numFmtId", "")] || letters != "" && letters == fm.ground(i)
	}
	return out, nil
}

// ground is the colour behind a cell, "" where it is not one colour.
func (fm *Formats) ground(style int) string {
	text, plain := fm.Ground(style)
	switch {
	case !plain:
		return ""
	case text == "":
		return white
	}
	return colour(parse("<c " + text + "/>"))
}

// colour is a colour in one spelling, "" if it has none of its own.
func colour(e *etree.Element) string {
	if e == nil {
		return ""
	}
	rgb := strings.ToUpper(e.SelectAttrValue("rgb", ""))
	switch {
	case len(rgb) == 8:
		return rgb[2:]
	case rgb != "":
		return rgb
	case e.SelectAttrValue("theme", "") == "0" && e.SelectAttrValue("tint", "0") == "0", e.SelectAttrValue("indexed", "") == "9":
		return white
	case e.SelectAttrValue("theme", "") != "":
		return "theme " + e.SelectAttrValue("theme", "") + e.SelectAttrValue("tint", "")
	}
	return ""
}
