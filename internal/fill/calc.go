package fill

import (
	"bytes"
	"errors"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
	"ysgk/internal/report"
)

// States of a formula cell while values are computed.
const (
	fresh = iota
	running
	known
	beyond // not for package formula; excelize computes it
)

var errCircle = errors.New("circular reference")

// calculator gives every formula the value that a recalculation would.
type calculator struct {
	sheets   map[string]*outSheet // by lower-case name
	problems *report.List
}

// beyondReach is a formula left to excelize.
type beyondReach struct {
	sheet *outSheet
	cell  *outCell
	row   int
}

// run computes all formulas and gives those it could not.
func (c *calculator) run(order []*outSheet) (left []beyondReach) {
	for _, o := range order {
		for i := range o.rows {
			r := &o.rows[i]
			for j := range r.cells {
				x := &r.cells[j]
				if x.parsed == nil {
					continue
				}
				_, err := c.value(o, x)
				switch {
				case errors.Is(err, formula.ErrUnsupported):
					left = append(left, beyondReach{o, x, r.r})
				case err != nil:
					c.problems.Errorf("formula-circle", report.At(o.name, x.col, r.r), "请改模板里的公式。", "公式 =%s 直接或间接引用了自己", x.formula)
				default:
					c.check(o, x, r.r)
				}
			}
		}
	}
	return left
}

// check reports a formula that ends in an error value: such a table must not go out.
func (c *calculator) check(o *outSheet, x *outCell, row int) {
	if x.value.Kind == formula.Fault {
		c.problems.Errorf("formula-error", report.At(o.name, x.col, row), "请改模板里的公式。", "公式 =%s 的结果是 %s", x.formula, x.value.Text)
	}
}

func (c *calculator) value(o *outSheet, x *outCell) (formula.Value, error) {
	if x.parsed == nil {
		if x.tpl != nil {
			return kept(x.tpl), nil
		}
		return x.value, nil
	}
	switch x.state {
	case known:
		return x.value, nil
	case running:
		return formula.Value{}, errCircle
	case beyond:
		return formula.Value{}, formula.ErrUnsupported
	}
	if x.array != "" {
		x.state = beyond
		return formula.Value{}, formula.ErrUnsupported
	}
	x.state = running
	v, err := x.parsed.Eval(lookup{c, o})
	x.state = known
	if err != nil {
		x.state = beyond
		return v, err
	}
	if v.Kind == formula.Blank {
		v = formula.Num(decimal.Zero) // a reference to an empty cell shows 0
	}
	x.value = v
	return v, nil
}

// lookup lets a formula on a sheet see the cells of the result.
type lookup struct {
	c     *calculator
	sheet *outSheet
}

func (l lookup) Range(r formula.Ref) ([]formula.Value, error) {
	o := l.sheet
	if r.Sheet != "" {
		if o = l.c.sheets[strings.ToLower(r.Sheet)]; o == nil {
			return nil, formula.ErrUnsupported
		}
	}
	if r.Single() {
		x := o.cellAt(r.Col1, r.Row1)
		if x == nil {
			return []formula.Value{{}}, nil
		}
		v, err := l.c.value(o, x)
		return []formula.Value{v}, err
	}
	if r.Col1 == 0 {
		r.Col1, r.Col2 = 1, a1.MaxCol
	}
	if r.Row1 == 0 {
		r.Row1, r.Row2 = 1, a1.MaxRow
	}
	var out []formula.Value
	for n := r.Row1; n <= min(r.Row2, len(o.byRow)-1); n++ {
		if o.byRow[n] < 0 {
			continue
		}
		cells := o.rows[o.byRow[n]].cells
		for i := range cells {
			if cells[i].col < r.Col1 || cells[i].col > r.Col2 {
				continue
			}
			v, err := l.c.value(o, &cells[i])
			if err != nil {
				return nil, err
			}
			if v.Kind != formula.Blank {
				out = append(out, v)
			}
		}
	}
	return out, nil
}

// finish lets excelize compute the formulas that package formula does not
// know, in the workbook written without them. excelize adds floats; their
// noise (100.000000000014 for 10,000 times 0.01) ends before the tenth decimal.
func (c *calculator) finish(left []beyondReach, workbook []byte) error {
	f, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		return err
	}
	defer f.Close()
	for _, l := range left {
		at := report.At(l.sheet.name, l.cell.col, l.row)
		text, err := f.CalcCellValue(l.sheet.name, at.Cell, excelize.Options{RawCellValue: true})
		l.cell.state = known
		if err != nil && !strings.HasPrefix(text, "#") {
			c.problems.Errorf("formula-unknown", at, "请改用常见的函数，或把结果改成固定内容。", "公式 =%s 算不出结果", l.cell.formula)
			continue
		}
		l.cell.value = parsed(text)
		c.check(l.sheet, l.cell, l.row)
	}
	return nil
}

func parsed(text string) formula.Value {
	switch {
	case text == "TRUE" || text == "FALSE":
		return formula.Logical(text == "TRUE")
	case strings.HasPrefix(text, "#"):
		return formula.Value{Kind: formula.Fault, Text: text}
	}
	if d, err := decimal.NewFromString(text); err == nil {
		return formula.Num(d.Round(10))
	}
	return formula.Str(text)
}
