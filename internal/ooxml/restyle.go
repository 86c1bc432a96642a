package ooxml

import (
	"strconv"

	"github.com/beevik/etree"
)

// Restyler adds cell formats to a workbook that are like others but for one thing.
type Restyler struct {
	root *etree.Element
	made map[opened]int
}

type opened struct {
	style       int
	top, bottom bool
}

// Restyler begins to add formats.
func (f *File) Restyler(wb *Workbook) (*Restyler, error) {
	doc, err := f.XML(f.Related(wb.Part, "styles"))
	if err != nil {
		return nil, err
	}
	return &Restyler{doc.Root(), map[opened]int{}}, nil
}

// Open is the index of a format like another one without its upper line, its
// lower line, or both, for a text that goes on from cell to cell: it begins at
// the top of each.
func (r *Restyler) Open(style int, top, bottom bool) int {
	key := opened{style, top, bottom}
	if i, ok := r.made[key]; ok {
		return i
	}
	formats := children(r.root, "cellXfs", "xf")
	borders := children(r.root, "borders", "border")
	if style >= len(formats) {
		return style
	}
	xf := formats[style].Copy()
	n, err := strconv.Atoi(xf.SelectAttrValue("borderId", "0"))
	if err != nil || n >= len(borders) {
		return style
	}
	border := borders[n].Copy()
	for side, open := range map[string]bool{"top": top, "bottom": bottom} {
		if e := border.SelectElement(side); e != nil && open {
			e.Attr, e.Child = nil, nil
		}
	}
	align := xf.SelectElement("alignment")
	if align == nil {
		align = etree.NewElement("alignment")
		xf.InsertChildAt(0, align)
	}
	align.CreateAttr("vertical", "top")
	xf.CreateAttr("applyAlignment", "1")
	xf.CreateAttr("borderId", strconv.Itoa(appendTo(r.root, "borders", border)))
	xf.CreateAttr("applyBorder", "1")
	r.made[key] = appendTo(r.root, "cellXfs", xf)
	return r.made[key]
}

// appendTo adds an element to a counted list and gives its index.
func appendTo(root *etree.Element, list string, e *etree.Element) int {
	l := root.SelectElement(list)
	i := len(l.ChildElements())
	l.AddChild(e)
	l.CreateAttr("count", strconv.Itoa(i+1))
	return i
}
