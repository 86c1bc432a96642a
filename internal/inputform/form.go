package inputform

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/formsheet"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/tags"
	"ysgk/internal/typed"
)

// specimen is what the name of a sheet ends with that staff copy and fill in.
const specimen = "（样张%s）"

// lines is how many rows a form has for each entry of its list's outline.
const lines = 3

// formName is the sheet on which the i-th form stands; names have 31 characters at most.
func (w *writer) formName(i int) string {
	title := []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) {
			return -1
		}
		return r
	}, w.forms[i].Title()))
	number := "" // of forms with one title
	for _, f := range w.forms[:i] {
		if f.Title() == w.forms[i].Title() {
			number = strconv.Itoa(i + 1)
		}
	}
	return string(title[:min(len(title), 25)]) + fmt.Sprintf(specimen, number)
}

// formCopy lays a form of the template out to be typed in.
type formCopy struct {
	*writer
	*formsheet.Form
	from   *excelize.File
	name   string
	styles map[string]int
	list   int // the row that stands for the list's records, 0 if there is none
	rows   [][]string
}

// writeForm writes a form of the pack's template as a blank sheet.
func (w *writer) writeForm(i int) {
	f := w.forms[i]
	from, err := excelize.OpenReader(bytes.NewReader(w.pack.Templates[f.Template]))
	if err != nil {
		w.did(err)
		return
	}
	defer from.Close()
	c := &formCopy{writer: w, Form: f, from: from, name: w.formName(i), styles: map[string]int{}}
	if i := slices.IndexFunc(f.Rows, func(r formsheet.Row) bool { return r.Lists }); i >= 0 {
		c.list = f.Rows[i].R
	}
	if f.Outline != nil {
		for _, row := range f.Outline.Rows {
			for range lines {
				c.rows = append(c.rows, row)
			}
		}
	} else {
		c.rows = make([][]string, 10)
	}
	c.sheet()
	for i := range f.Rows {
		for j := range f.Rows[i].Cells {
			c.cell(&f.Rows[i], &f.Rows[i].Cells[j])
		}
	}
	w.note(c.name, "A1", "一个项目一张：复制这张工作表（按住 Ctrl 拖动它的标签），在副本里填，工作表的名字随意。在这里填了的项目，不用再填“"+f.Sheet.Name+"”表。没有填的样张不算。行不够时在中间插入行。")
}

// at is the row of the sheet for one of the template.
func (c *formCopy) at(row int) int {
	if c.list > 0 && row > c.list {
		return row + len(c.rows) - 1
	}
	return row
}

// last is the last row of the sheet for one of the template.
func (c *formCopy) last(row int) int {
	if row == c.list {
		return row + len(c.rows) - 1
	}
	return c.at(row)
}

// sheet copies what is no text: widths, heights, looks, joined cells, paper.
func (c *formCopy) sheet() {
	size, err := c.from.GetSheetDimension(c.Tab)
	c.did(err)
	all, ok := a1.ParseRange(size)
	if !ok {
		all = a1.Range{Col1: 1, Row1: 1, Col2: 1, Row2: 1}
	}
	for col := 1; col <= all.Col2; col++ {
		width, err := c.from.GetColWidth(c.Tab, letter(col))
		c.did(err)
		c.did(c.f.SetColWidth(c.name, letter(col), letter(col), width))
	}
	for row := 1; row <= all.Row2; row++ {
		height, err := c.from.GetRowHeight(c.Tab, row)
		c.did(err)
		if c.paragraphs(row) {
			height = max(height, 48) // three lines
		}
		for to := c.at(row); to <= c.last(row); to++ {
			c.did(c.f.SetRowHeight(c.name, to, height))
			for col := 1; col <= all.Col2; col++ {
				c.did(c.f.SetCellStyle(c.name, cellName(col, to), cellName(col, to), c.style(col, row)))
			}
		}
	}
	merges, err := c.from.GetMergeCells(c.Tab)
	c.did(err)
	for _, m := range merges {
		r, ok := a1.ParseRange(m.GetStartAxis() + ":" + m.GetEndAxis())
		if ok && !(r.Row1 == c.list && r.Row2 == c.list) {
			c.did(c.f.MergeCell(c.name, cellName(r.Col1, c.at(r.Row1)), cellName(r.Col2, c.last(r.Row2))))
		}
	}
	layout, err := c.from.GetPageLayout(c.Tab)
	c.did(err)
	c.did(c.f.SetPageLayout(c.name, &layout))
	props, err := c.from.GetSheetProps(c.Tab)
	c.did(err)
	c.did(c.f.SetSheetProps(c.name, &excelize.SheetPropsOptions{FitToPage: props.FitToPage}))
	margins, err := c.from.GetPageMargins(c.Tab)
	c.did(err)
	c.did(c.f.SetPageMargins(c.name, &margins))
}

// paragraphs says whether a row is for texts that wrap.
func (c *formCopy) paragraphs(row int) bool {
	return slices.ContainsFunc(c.Rows, func(r formsheet.Row) bool {
		return r.R == row && !r.Lists && slices.ContainsFunc(r.Cells, func(x formsheet.Cell) bool {
			def := c.Sheet.Column(x.Field)
			return def != nil && def.Kind == pack.Text && def.Width >= paragraph
		})
	})
}

// style is the look of a template's cell. What is typed is text, lest 9、10月 becomes
// a date; amounts keep their format.
func (c *formCopy) style(col, row int) int {
	id, err := c.from.GetCellStyle(c.Tab, cellName(col, row))
	c.did(err)
	text := c.holds(col, row, func(x *pack.Column) bool { return x.Kind != pack.Amount })
	key := fmt.Sprint(id, text)
	if made, ok := c.styles[key]; ok {
		return made
	}
	s, err := c.from.GetStyle(id)
	c.did(err)
	if s == nil {
		return 0
	}
	if text {
		s.NumFmt, s.CustomNumFmt = 49, nil
	}
	for i := range s.Border { // excelize gives no colour for the automatic one
		s.Border[i].Color = cmp.Or(s.Border[i].Color, "000000")
	}
	made, err := c.f.NewStyle(s)
	c.did(err)
	c.styles[key] = made
	return made
}

// holds says whether a cell is for a column of some kind.
func (c *formCopy) holds(col, row int, is func(*pack.Column) bool) bool {
	return slices.ContainsFunc(c.Rows, func(r formsheet.Row) bool {
		return r.R == row && slices.ContainsFunc(r.Cells, func(x formsheet.Cell) bool {
			def := c.column(r.Lists, x.Field)
			return x.Col == col && def != nil && is(def)
		})
	})
}

func (c *formCopy) column(lists bool, field string) *pack.Column {
	if lists {
		return c.List.Column(field)
	}
	return c.Sheet.Column(field)
}

func (c *formCopy) cell(row *formsheet.Row, x *formsheet.Cell) {
	def := c.column(row.Lists, x.Field)
	switch {
	case row.Lists && x.Side < 0 && def != nil:
		c.outline(x)
		return
	case row.Lists && def != nil:
		return
	case def == nil:
		c.did(c.f.SetCellValue(c.name, cellName(x.Col, c.at(row.R)), c.text(x)))
		return
	}
	cell := cellName(x.Col, c.at(row.R))
	if x.Label != "" {
		c.did(c.f.SetCellValue(c.name, cell, x.Label+x.Tail))
		return
	}
	g := guard{kind: def.Kind, cell: cell, choices: def.Choices, unit: x.Unit.Name}
	switch {
	case def.Kind == pack.Ref:
		g.list, g.loose = refName(def.Sheet, def.Column), def.Column != ""
	case def.Kind == pack.Code:
		g.list = c.dropDown(leafKey(def.Codes, def.Level), cell)
	case def.Kind == pack.Amount && x.Unit != money.Yuan:
		return
	}
	c.validate(c.name, cell, g)
}

// text is a label as it stands with what the pack says of a new workbook.
func (c *formCopy) text(x *formsheet.Cell) string {
	var b strings.Builder
	for _, part := range tags.Parse(x.Text) {
		if part.Tag == nil {
			b.WriteString(part.Text)
			continue
		}
		for _, item := range c.pack.Input.Info {
			if item.Name == part.Tag.Name || slices.Contains(item.Aliases, part.Tag.Name) {
				if value := c.said(item.Name); value != "" {
					b.WriteString(value)
				} else {
					b.WriteString(item.Default)
				}
			}
		}
	}
	return typed.Trim(b.String())
}

func (c *formCopy) said(item string) string {
	if c.ledger == nil {
		return ""
	}
	return c.ledger.Info[item]
}

// outline writes a field of the list's outline beside its rows, equal neighbours as one.
func (c *formCopy) outline(x *formsheet.Cell) {
	if c.Outline == nil {
		return
	}
	f := slices.Index(c.Outline.Fields, x.Field)
	for from := 0; f >= 0 && from < len(c.rows); {
		to := from + 1
		for to < len(c.rows) && slices.Equal(c.rows[to][:f+1], c.rows[from][:f+1]) {
			to++
		}
		c.did(c.f.SetCellValue(c.name, cellName(x.Col, c.list+from), c.rows[from][f]))
		c.did(c.f.MergeCell(c.name, cellName(x.Col, c.list+from), cellName(x.Col, c.list+to-1)))
		from = to
	}
}
