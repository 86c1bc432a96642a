package fill

import (
	"slices"

	"ysgk/internal/formula"
	"ysgk/internal/xlsxedit"
)

// What a formula looks at through names, tables, INDIRECT, OFFSET or whole columns
// does not stand in its text: it is watched while it computes.

// watched says whether the text of a formula does not tell all cells that it looks at.
func (m *moved) watched() bool {
	f := m.parsed
	return len(f.Names())+len(f.Tables()) > 0 ||
		slices.ContainsFunc(f.Functions(), func(name string) bool { return name == "INDIRECT" || name == "OFFSET" || name == "INDEX" }) ||
		slices.ContainsFunc(f.Operands, func(o formula.Operand) bool { return o.Ref.Row1 == 0 || o.One })
}

// watch is a workbook that notes which cells are read.
type watch struct {
	*calculator
	read func(o *outSheet, col, row int)
}

func (w watch) Sheet(name string) formula.Sheet {
	if v, ok := w.calculator.Sheet(name).(*view); ok && v != nil {
		return watchedView{v, w.read}
	}
	return nil
}

func (w watch) Table(name string) (formula.Table, bool) {
	t, ok := w.calculator.Table(name)
	if v, is := t.Sheet.(*view); is && v != nil {
		t.Sheet = watchedView{v, w.read}
	}
	return t, ok
}

type watchedView struct {
	*view
	read func(o *outSheet, col, row int)
}

func (v watchedView) Value(col, row int) (formula.Value, error) {
	v.read(v.o, col, row)
	return v.view.Value(col, row)
}

// reads are the cells that a formula reads as it computes, each once.
func (s *Shown) reads(c *ShownCell) (terms []Term) {
	calc, m := c.sheet.calc, c.out.moved
	seen := map[*ShownCell]bool{}
	book := watch{calc, func(o *outSheet, col, row int) {
		page := s.pages[o]
		if page == nil {
			return
		}
		if x := page.index[xlsxedit.Pos{Col: col, Row: row}]; x != nil && !seen[x] {
			seen[x] = true
			terms = append(terms, term(x))
		}
	}}
	env := calc.env(m)
	env.Book, env.Cache = book, nil
	env.Sheet = watchedView{calc.pages[m.w.out], book.read}
	if m.array() != "" {
		env.Array = true
		_, _ = m.parsed.Spill(env)
		return terms
	}
	_, _ = m.parsed.Eval(env)
	return terms
}
