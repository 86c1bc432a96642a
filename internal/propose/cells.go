package propose

import (
	"strconv"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/xlsxedit"
)

func sheetGrid(s *xlsxedit.Sheet) *grid {
	g := newGrid()
	for _, r := range s.Rows {
		for _, c := range r.Cells {
			if c.Text != "" {
				g.put(pos{c.Col, r.R}, c.Text)
			} else if c.Value != "" && c.Formula == nil {
				g.put(pos{c.Col, r.R}, c.Value)
			}
		}
	}
	g.merge(s.Merges)
	return g
}

func formulas(s *xlsxedit.Sheet) map[pos]bool {
	out := map[pos]bool{}
	for _, r := range s.Rows {
		for _, c := range r.Cells {
			if c.Formula != nil {
				out[pos{c.Col, r.R}] = true
			}
		}
	}
	return out
}

// setTexts writes texts into cells of a sheet and leaves all else in it as it is.
func setTexts(file *xlsxedit.File, part string, texts map[pos]string) error {
	if len(texts) == 0 {
		return nil
	}
	doc, err := file.XML(part)
	if err != nil {
		return err
	}
	data := doc.Root().SelectElement("sheetData")
	for at, text := range texts {
		c := cellAt(rowAt(data, at.row), at)
		for _, old := range c.ChildElements() {
			c.RemoveChild(old)
		}
		c.RemoveAttr("t")
		if text == "" {
			continue
		}
		c.CreateAttr("t", "inlineStr")
		t := newElement(c, newElement(c, c, "is"), "t")
		t.CreateAttr("xml:space", "preserve")
		t.SetText(text)
	}
	return nil
}

// newElement adds an element in the namespace of another one.
func newElement(like, to *etree.Element, tag string) *etree.Element {
	e := to.CreateElement(tag)
	e.Space = like.Space
	return e
}

// rowAt finds a row, or puts it where it belongs.
func rowAt(data *etree.Element, n int) *etree.Element {
	at, next := len(data.Child), 0
	for _, e := range data.SelectElements("row") {
		next++
		if r, err := strconv.Atoi(e.SelectAttrValue("r", "")); err == nil {
			next = r
		}
		if next == n {
			return e
		}
		if next > n {
			at = e.Index()
			break
		}
	}
	row := etree.NewElement("row")
	row.Space = data.Space
	row.CreateAttr("r", strconv.Itoa(n))
	data.InsertChildAt(at, row)
	return row
}

// cellAt finds a cell of a row, or puts it where it belongs.
func cellAt(row *etree.Element, p pos) *etree.Element {
	at, next := len(row.Child), 0
	for _, e := range row.SelectElements("c") {
		next++
		if col, _, ok := a1.Parse(e.SelectAttrValue("r", "")); ok {
			next = col
		}
		if next == p.col {
			return e
		}
		if next > p.col {
			at = e.Index()
			break
		}
	}
	c := etree.NewElement("c")
	c.Space = row.Space
	c.CreateAttr("r", a1.Name(p.col, p.row))
	row.InsertChildAt(at, c)
	return c
}
