package fill

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/formula"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// A formula gives an amount, or a number without a unit: a share, a rank, a count.
// Its text tells them apart only by what it does with amounts, so that is tried:
// where all amounts are twice as large, an amount is too, and a number without a
// unit stays as it is.

// trial is the template as its formulas see it, with amounts made up.
type trial struct {
	sheets []*trialSheet
	tags   int64 // by how much the amounts of tags are larger
	typed  int64 // and the numbers that the template holds
}

type trialSheet struct {
	trial *trial
	sheet *sheet
	cells map[xlsxedit.Pos]*cell
	known map[xlsxedit.Pos]tried
	open  map[xlsxedit.Pos]bool
	cols  int
}

// tried is what a formula came to.
type tried struct {
	value formula.Value
	err   error
}

// unitless says whether a formula gives a number without a unit. All are tried when the
// first is asked about: it takes long, and filling seldom asks.
func (t *Template) unitless(x *cell) bool {
	t.units.Do(func() {
		trials := []*trial{t.trial(1, 1), t.trial(2, 1), t.trial(2, 2)}
		for x := range t.formulas() {
			x.unitless = same(trials, slices.Index(t.sheets, x.sheet), xlsxedit.Pos{Col: x.Col, Row: x.row.R})
		}
	})
	return x.unitless
}

// same says whether a cell shows the same number, which is not zero, in all trials.
func same(trials []*trial, sheet int, at xlsxedit.Pos) bool {
	var first decimal.Decimal
	for n, t := range trials {
		v, err := t.sheets[sheet].Value(at.Col, at.Row)
		switch {
		case err != nil || v.Kind != formula.Number || v.Num.IsZero():
			return false
		case n == 0:
			first = v.Num
		case !formula.Stored(v).Num.Equal(formula.Stored(formula.Num(first)).Num):
			return false
		}
	}
	return len(trials[0].sheets[sheet].cells[at].formula.Operands) > 0
}

func (t *Template) trial(tags, typed int64) *trial {
	out := &trial{tags: tags, typed: typed}
	for _, s := range t.sheets {
		page := &trialSheet{trial: out, sheet: s, cells: map[xlsxedit.Pos]*cell{}, known: map[xlsxedit.Pos]tried{}, open: map[xlsxedit.Pos]bool{}}
		for x := range s.sites() {
			page.cells[xlsxedit.Pos{Col: x.Col, Row: x.row.R}] = x.cell
			page.cols = max(page.cols, x.Col)
		}
		out.sheets = append(out.sheets, page)
	}
	return out
}

// Sheet implements formula.Book.
func (t *trial) Sheet(name string) formula.Sheet {
	for _, s := range t.sheets {
		if strings.EqualFold(s.sheet.Name, name) {
			return s
		}
	}
	return nil
}

// Name and Table implement formula.Book; a formula with these counts as an amount.
func (t *trial) Name(string, formula.Sheet) (string, bool) { return "", false }
func (t *trial) Table(string) (formula.Table, bool)        { return formula.Table{}, false }

func (s *trialSheet) Name() string             { return s.sheet.Name }
func (s *trialSheet) Bounds() (cols, rows int) { return s.cols, s.sheet.last }
func (s *trialSheet) Hidden(int) bool          { return false }

func (s *trialSheet) Formula(col, row int) string {
	if x := s.cells[xlsxedit.Pos{Col: col, Row: row}]; x != nil && x.formula != nil {
		return x.formula.Text
	}
	return ""
}

// Value implements formula.Sheet.
func (s *trialSheet) Value(col, row int) (formula.Value, error) {
	at := xlsxedit.Pos{Col: col, Row: row}
	x := s.cells[at]
	switch {
	case x == nil:
		return formula.Value{}, nil
	case x.parts != nil:
		return s.tag(x, at), nil
	case x.formula == nil:
		v := kept(x.Cell)
		if v.Kind == formula.Number {
			v.Num = v.Num.Mul(decimal.NewFromInt(s.trial.typed))
		}
		return v, nil
	}
	if v, known := s.known[at]; known {
		return v.value, v.err
	}
	if s.open[at] {
		return formula.Value{}, errCircle
	}
	if len(s.open) > maxDepth {
		return formula.Value{}, errDeep
	}
	s.open[at] = true
	v, err := x.formula.Eval(&formula.Env{Book: s.trial, Sheet: s, Col: col, Row: row})
	delete(s.open, at)
	s.known[at] = tried{v, err}
	return v, err
}

// tag is a made-up value for a cell with tags: of amounts one that no other has.
func (s *trialSheet) tag(x *cell, at xlsxedit.Pos) formula.Value {
	if len(x.parts) != 1 || !x.parts[0].Numeric() {
		return formula.Str("甲")
	}
	n := decimal.New(int64(1009+101*at.Row+7*at.Col), -2)
	if x.parts[0].Kind == tags.Money {
		n = n.Mul(decimal.NewFromInt(s.trial.tags))
	}
	return formula.Num(n)
}
