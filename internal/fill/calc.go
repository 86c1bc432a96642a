package fill

import (
	"bytes"
	"errors"
	"regexp"
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

var (
	errCircle = errors.New("circular reference")
	errLong   = errors.New("formula too long")
)

// maxRuns is how many ranges fit into a formula of 8,192 characters.
const maxRuns = 600

// calculator gives every formula the value that a recalculation would.
type calculator struct {
	problems *report.List
}

// beyondReach is a formula left to excelize.
type beyondReach struct {
	sheet *outSheet
	cell  *outCell
	row   int
}

// run computes all formulas and gives those it could not.
func (c *calculator) run(order []*writer) (left []beyondReach) {
	for _, w := range order {
		o := w.out
		for i := range o.rows {
			r := &o.rows[i]
			for j := range r.cells {
				x := &r.cells[j]
				if x.moved == nil {
					continue
				}
				_, err := c.value(o, x)
				switch {
				case errors.Is(err, formula.ErrUnsupported):
					left = append(left, beyondReach{o, x, r.r})
				case errors.Is(err, errLong):
					c.problems.Errorf("rows-many", x.origin(o), "请改成引用整段的区域，或把这张表分成几张。", "公式 =%s 要引用的行太分散，写不进一个公式", x.moved.cell.formula.Text)
				case err != nil:
					c.problems.Errorf("formula-circle", x.origin(o), "请改模板里的公式。", "公式 =%s 直接或间接引用了自己", x.formula())
				}
			}
		}
	}
	return left
}

func (c *calculator) value(o *outSheet, x *outCell) (formula.Value, error) {
	if x.moved == nil {
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
	if x.moved.array() != "" {
		x.state = beyond
		return formula.Value{}, formula.ErrUnsupported
	}
	x.state = running
	v, err := x.moved.cell.formula.Eval(lookup{c, x.moved})
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

// lookup lets a formula of the template see the cells of the result.
type lookup struct {
	c *calculator
	m *moved
}

func (l lookup) Range(o formula.Operand) (values []formula.Value, single bool, err error) {
	p := l.m.w.point(o, l.m.at)
	switch {
	case p.sheet == nil:
		return []formula.Value{{Kind: formula.Fault, Text: "#REF!"}}, true, nil
	case p.fixed:
		p.runs = []run{{1, len(p.sheet.byRow) - 1}}
	case len(p.runs) == 0:
		return []formula.Value{formula.Num(decimal.Zero)}, true, nil
	case len(p.runs) > maxRuns:
		return nil, false, errLong
	}
	r := p.ref.Range
	if r.Col1 == 0 {
		r.Col1, r.Col2 = 1, a1.MaxCol
	}
	if len(p.runs) == 1 && p.runs[0].from == p.runs[0].to && r.Col1 == r.Col2 {
		x := p.sheet.cellAt(r.Col1, p.runs[0].from)
		if x == nil {
			return []formula.Value{{}}, true, nil
		}
		v, err := l.c.value(p.sheet, x)
		return []formula.Value{v}, true, err
	}
	for _, run := range p.runs {
		if values, err = l.c.collect(values, p.sheet, r.Col1, r.Col2, run); err != nil {
			return nil, false, err
		}
	}
	return values, false, nil
}

// collect adds the values of some rows that hold anything.
func (c *calculator) collect(values []formula.Value, o *outSheet, col1, col2 int, rows run) ([]formula.Value, error) {
	for n := rows.from; n <= min(rows.to, len(o.byRow)-1); n++ {
		if o.byRow[n] < 0 {
			continue
		}
		cells := o.rows[o.byRow[n]].cells
		for i := range cells {
			if int(cells[i].col) < col1 || int(cells[i].col) > col2 {
				continue
			}
			v, err := c.value(o, &cells[i])
			if err != nil {
				return nil, err
			}
			if v.Kind != formula.Blank {
				values = append(values, v)
			}
		}
	}
	return values, nil
}

// volatile are the functions that give another value each time.
var volatile = regexp.MustCompile(`(?i)\b(TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY)\(`)

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
		at := report.At(l.sheet.name, int(l.cell.col), l.row)
		text, err := f.CalcCellValue(l.sheet.name, at.Cell, excelize.Options{RawCellValue: true})
		l.cell.state = known
		if x := l.cell.moved.cell; len(x.formula.Operands) == 0 && x.Value != "" && !volatile.MatchString(x.formula.Text) {
			l.cell.value = kept(x.Cell) // looks at no cell, so nothing has changed: a picture that WPS put into a cell
			continue
		}
		if err != nil && !strings.HasPrefix(text, "#") {
			c.problems.Errorf("formula-unknown", l.cell.origin(l.sheet), "请改用常见的函数，或把结果改成固定内容。", "公式 =%s 算不出结果", l.cell.formula())
			continue
		}
		l.cell.value = parsed(text)
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
	// TEXT(4,"0.0") gives 4.0, which is no way to write a number.
	if d, err := decimal.NewFromString(text); err == nil && (d.String() == text || strings.ContainsAny(text, "eE")) {
		return formula.Num(d.Round(10))
	}
	return formula.Str(text)
}
