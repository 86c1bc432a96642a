package propose

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/ooxml"
)

type rangeOf = a1.Range

// span writes rows as 8–12, or as 8 if there is but one.
func span(rows []int) string {
	if len(rows) == 1 {
		return strconv.Itoa(rows[0])
	}
	return fmt.Sprintf("%d–%d", slices.Min(rows), slices.Max(rows))
}

// writer changes cells of a workbook and leaves every other part of it alone.
type writer struct {
	file  *ooxml.File
	parts map[string]string // by sheet name
}

func newWriter(book []byte) (*writer, error) {
	f, err := ooxml.Open(book)
	if err != nil {
		return nil, err
	}
	wb, err := f.Workbook()
	if err != nil {
		return nil, err
	}
	f.DropCalcChain(wb) // it names formulas that will be gone
	w := &writer{f, map[string]string{}}
	for _, s := range wb.Sheets {
		w.parts[s.Name] = s.Part
	}
	return w, nil
}

func (w *writer) bytes() ([]byte, error) {
	var out bytes.Buffer
	err := w.file.Write(&out)
	return out.Bytes(), err
}

// write puts the tags of one sheet into its cells.
func (w *writer) write(g *grid, m *matcher) error {
	if len(m.writes) == 0 && len(m.clear) == 0 {
		return nil
	}
	doc, err := w.file.XML(w.parts[g.sheet.Name])
	if err != nil {
		return err
	}
	data := doc.Root().SelectElement("sheetData")
	for _, row := range m.clear {
		if e := rowOf(data, row, false); e != nil {
			for _, c := range e.SelectElements("c") {
				empty(c)
			}
		}
	}
	at := make([]ooxml.Pos, 0, len(m.writes))
	for p := range m.writes {
		at = append(at, p)
	}
	slices.SortFunc(at, func(a, b ooxml.Pos) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return a.Col - b.Col
	})
	for _, row := range slices.Sorted(maps.Keys(m.styles)) { // each may take its look from the one above
		dress(data, row, m.styles[row])
	}
	for _, p := range at {
		text(cellOf(rowOf(data, p.Row, true), p), m.writes[p])
	}
	return nil
}

// empty takes the content from a cell; its look stays.
func empty(c *etree.Element) {
	for _, e := range c.ChildElements() {
		c.RemoveChild(e)
	}
	c.RemoveAttr("t")
}

func text(c *etree.Element, s string) {
	empty(c)
	c.CreateAttr("t", "inlineStr")
	t := c.CreateElement("is").CreateElement("t")
	t.CreateAttr("xml:space", "preserve")
	t.SetText(s)
}

// rowOf finds a row, or adds it in its place.
func rowOf(data *etree.Element, row int, add bool) *etree.Element {
	rows := data.SelectElements("row")
	for _, e := range rows {
		n, _ := strconv.Atoi(e.SelectAttrValue("r", ""))
		if n == row {
			return e
		}
		if n > row {
			if !add {
				return nil
			}
			out := etree.NewElement("row")
			out.CreateAttr("r", strconv.Itoa(row))
			data.InsertChildAt(e.Index(), out)
			return out
		}
	}
	if !add {
		return nil
	}
	out := data.CreateElement("row")
	out.CreateAttr("r", strconv.Itoa(row))
	return out
}

// cellOf finds a cell of a row, or adds it in its place.
func cellOf(row *etree.Element, at ooxml.Pos) *etree.Element {
	for _, c := range row.SelectElements("c") {
		col, _, _ := a1.Parse(c.SelectAttrValue("r", ""))
		if col == at.Col {
			return c
		}
		if col > at.Col {
			out := etree.NewElement("c")
			out.CreateAttr("r", a1.Name(at.Col, at.Row))
			row.InsertChildAt(c.Index(), out)
			return out
		}
	}
	out := row.CreateElement("c")
	out.CreateAttr("r", a1.Name(at.Col, at.Row))
	return out
}

// dress gives the cells of a row the looks of those of another.
func dress(data *etree.Element, row, from int) {
	model := rowOf(data, from, false)
	if model == nil {
		return
	}
	out := rowOf(data, row, true)
	for _, name := range []string{"ht", "customHeight"} {
		if a := model.SelectAttr(name); a != nil {
			out.CreateAttr(name, a.Value)
		}
	}
	for _, c := range model.SelectElements("c") {
		col, _, ok := a1.Parse(c.SelectAttrValue("r", ""))
		if style := c.SelectAttrValue("s", ""); ok && style != "" {
			cellOf(out, ooxml.Pos{Col: col, Row: row}).CreateAttr("s", style)
		}
	}
}
