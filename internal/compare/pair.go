package compare

import (
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/tables"
	"ysgk/internal/trace"
	"ysgk/internal/verify"
	"ysgk/internal/xlsxread"
)

// Pair gives the cell that a question means both in what the input gives and in
// the finished workbook: in the same place where the row bears the same labels,
// else by meaning, as rows may have moved.
func (f *Finished) Pair(q trace.Question) (*fill.ShownSheet, *fill.ShownCell, finding.Place, error) {
	if q.Cell == "" {
		s, c, err := f.book.ByWords(q)
		if err != nil {
			return nil, nil, finding.Place{}, err
		}
		at := finding.At(s.Name, c.Col, c.Row)
		if !f.sameLabels(s, c.Row) {
			at, err = f.elsewhere(s, c)
		}
		return s, c, at, err
	}
	sheet, col, row, err := trace.CellOf(q.Cell)
	if err != nil {
		return nil, nil, finding.Place{}, err
	}
	if f.cells[sheet] == nil {
		return nil, nil, finding.Place{}, trace.RequestError("公开表里没有“" + sheet + "”这张工作表。有的是：" + strings.Join(f.tabs, "、"))
	}
	at := finding.At(sheet, col, row)
	if s := f.book.Shown.Sheet(sheet); s != nil && f.sameLabels(s, row) {
		c := s.At(col, row)
		if c == nil {
			return nil, nil, at, f.nothing(at, col, row)
		}
		return s, c, finding.At(sheet, c.Col, c.Row), nil // the first cell of those that are merged
	}
	s, c, err := f.meant(sheet, col, row)
	if err != nil || c != nil {
		return s, c, at, err
	}
	return nil, nil, at, f.nothing(at, col, row)
}

// nothing says of a place that the input gives nothing there.
func (f *Finished) nothing(at finding.Place, col, row int) error {
	if x := f.cells[at.Sheet][[2]int{col, row}]; x.Text != "" {
		return trace.RequestError(at.String() + " 写着「" + x.Text + "」，按录入工作簿这里没有内容：是生成以后手工加上的，或者是用另一本录入工作簿生成的")
	}
	return trace.RequestError(at.String() + " 是空格：官方模板在这里没有内容")
}

// sameLabels says whether a row of the finished workbook bears the texts that
// it has by the input.
func (f *Finished) sameLabels(s *fill.ShownSheet, row int) bool {
	cells := f.cells[s.Name]
	return cells != nil && !slices.ContainsFunc(s.Cells, func(c *fill.ShownCell) bool {
		return c.Row == row && c.Stored().Kind == formula.Text && plain(cells[[2]int{c.Col, row}].Text) != plain(c.Stored().Text)
	})
}

// meanings are the cells of both workbooks by what they mean.
type meanings struct{ have, want []verify.Table }

func (f *Finished) meanings() (m meanings, err error) {
	all, _, err := tables.Forms(f.pack)
	if err != nil {
		return m, err
	}
	if m.have, _, err = verify.Read(f.pack, all, f.file); err != nil {
		return m, xlsxread.Trouble(f.file, err)
	}
	m.want, err = tables.Meanings(f.pack, f.book, all)
	return m, err
}

// counterpart is the table of the other workbook that means the same.
func counterpart(t verify.Table, others []verify.Table) *verify.Table {
	for i := range others {
		if others[i].Form == t.Form && others[i].Subject == t.Subject {
			return &others[i]
		}
	}
	return nil
}

// across finds the cell of the other workbook that means the same as the one in
// a place. A cell that is empty, and so has no meaning of its own, is found by
// its row and its column.
func across(t verify.Table, col, row int, other *verify.Table) (atCol, atRow int, ok bool) {
	keys := map[string]verify.Cell{}
	for _, c := range other.Cells {
		keys[c.Key] = c
	}
	atCol = col
	for _, c := range t.Cells {
		x, known := keys[c.Key]
		switch {
		case !known:
		case c.Col == col && c.Row == row:
			return x.Col, x.Row, true
		case c.Row == row:
			atRow = x.Row
		case c.Col == col:
			atCol = x.Col
		}
	}
	return atCol, atRow, atRow > 0
}

// meant is what the input gives for a cell of the finished workbook.
func (f *Finished) meant(sheet string, col, row int) (*fill.ShownSheet, *fill.ShownCell, error) {
	m, err := f.meanings()
	if err != nil {
		return nil, nil, err
	}
	for _, t := range m.have {
		if strings.TrimSpace(t.Sheet) != sheet {
			continue
		}
		if w := counterpart(t, m.want); w != nil {
			if c, r, ok := across(t, col, row, w); ok {
				s := f.book.Shown.Sheet(w.Sheet)
				return s, s.At(c, r), nil
			}
		}
	}
	return nil, nil, trace.RequestError(sheet + "!" + a1.Name(col, row) + " 在按录入工作簿生成的公开表里没有：这一行或这张表是生成以后手工加上的，或者是用另一本录入工作簿生成的")
}

// elsewhere is where the finished workbook has what a cell means.
func (f *Finished) elsewhere(s *fill.ShownSheet, c *fill.ShownCell) (finding.Place, error) {
	m, err := f.meanings()
	if err != nil {
		return finding.Place{}, err
	}
	for _, w := range m.want {
		if strings.TrimSpace(w.Sheet) != s.Name {
			continue
		}
		if t := counterpart(w, m.have); t != nil {
			if col, row, ok := across(w, c.Col, c.Row, t); ok {
				return finding.At(t.Sheet, col, row), nil
			}
		}
	}
	return finding.Place{}, trace.RequestError("公开表里没有这一格：" + f.book.Label(s, c).Row + "。它是用另一本录入工作簿生成的，或者手工删过行")
}
