package formula

import (
	"github.com/shopspring/decimal"
)

func init() {
	define(function{takes: "rer", min: 2, max: 3, compute: func(c *arguments) (val, error) { return ifOne(c, (*tally).total) }}, "SUMIF")
	define(function{takes: "rer", min: 2, max: 3, compute: func(c *arguments) (val, error) { return ifOne(c, (*tally).average) }}, "AVERAGEIF")
	define(function{takes: "re", min: 2, max: 2, compute: func(c *arguments) (val, error) { return ifAll(c, 0, (*tally).count) }}, "COUNTIF")
	define(function{takes: "re", cycle: 2, min: 2, max: -1, compute: func(c *arguments) (val, error) { return ifAll(c, 0, (*tally).count) }}, "COUNTIFS")
	for name, result := range map[string]func(*tally) (decimal.Decimal, error){
		"SUMIFS": (*tally).total, "AVERAGEIFS": (*tally).average, "MAXIFS": (*tally).highest, "MINIFS": (*tally).lowest,
	} {
		define(function{takes: "rre", cycle: 2, min: 3, max: -1, compute: func(c *arguments) (val, error) { return ifAll(c, 1, result) }}, name)
	}
}

// tally is what cells add up to.
type tally struct {
	sum      sum
	cells    int // all that were taken
	filled   int // those that hold anything
	max, min decimal.Decimal
	bad      failure // the first error value
	err      error   // the first cell that could not be computed
}

// take adds n cells with a value.
func (t *tally) take(v Value, n int) {
	t.cells += n
	if v.Kind != Blank {
		t.filled += n
	}
	switch {
	case v.Kind == Fault && t.bad == "":
		t.bad = failure(v.Text)
	case v.Kind == Number:
		if t.sum.n == 0 || v.Num.GreaterThan(t.max) {
			t.max = v.Num
		}
		if t.sum.n == 0 || v.Num.LessThan(t.min) {
			t.min = v.Num
		}
		t.sum.add(v.Num, n)
	}
}

// sound is the error that keeps a tally from having a result.
func (t *tally) sound() error {
	if t.err != nil {
		return t.err
	}
	if t.bad != "" {
		return t.bad
	}
	return nil
}

func (t *tally) count() (decimal.Decimal, error)   { return decimal.NewFromInt(int64(t.cells)), nil }
func (t *tally) total() (decimal.Decimal, error)   { return t.sum.result(), t.sound() }
func (t *tally) highest() (decimal.Decimal, error) { return t.max, t.sound() }
func (t *tally) lowest() (decimal.Decimal, error)  { return t.min, t.sound() }

func (t *tally) average() (decimal.Decimal, error) {
	if err := t.sound(); err != nil {
		return decimal.Zero, err
	}
	return divide(t.sum.result(), decimal.NewFromInt(int64(t.sum.n)))
}

// condition is a criterion for the cells of an area.
type condition struct {
	area
	is criterion
}

func (c *arguments) condition(cells, criterion int) condition {
	return condition{c.area(cells), read(c, criterion, readCriterion)}
}

// ifOne computes SUMIF and AVERAGEIF: the cells summed begin where the third
// argument does, and are as many as the first one's.
func ifOne(c *arguments, result func(*tally) (decimal.Decimal, error)) (val, error) {
	cond := c.condition(0, 1)
	over := cond.area
	if c.given(2) {
		a := c.area(2)
		over.sheet = a.sheet
		over.Col1, over.Row1 = a.Col1, a.Row1
		over.Col2, over.Row2 = a.Col1+cond.cols()-1, a.Row1+cond.rows()-1
	}
	return c.met([]condition{cond}, &over, result)
}

// met is what the cells add up to that meet all conditions.
func (c *arguments) met(conds []condition, over *area, result func(*tally) (decimal.Decimal, error)) (val, error) {
	if c.err != nil {
		return val{}, c.err
	}
	t, err := c.tally(conds, over)
	if err != nil {
		return val{}, err
	}
	return numberOf(result(t))
}

// ifAll computes the functions with any number of conditions; the first so many
// arguments are the cells that they are for.
func ifAll(c *arguments, from int, result func(*tally) (decimal.Decimal, error)) (val, error) {
	if (len(c.args)-from)%2 != 0 {
		return val{}, ErrUnsupported
	}
	var over *area
	if from == 1 {
		a := c.area(0)
		over = &a
	}
	var conds []condition
	for i := from; i < len(c.args); i += 2 {
		cond := c.condition(i, i+1)
		conds = append(conds, cond)
		shape := conds[0].area
		if over != nil {
			shape = *over
		}
		if cond.rows() != shape.rows() || cond.cols() != shape.cols() {
			return val{}, badValue
		}
	}
	return c.met(conds, over, result)
}

// tally takes the cells that meet all conditions.
func (m *machine) tally(conds []condition, over *area) (*tally, error) {
	if m.env.Cache != nil {
		if t, ok, err := m.indexed(conds, over); ok || err != nil {
			return t, err
		}
	}
	return m.scan(conds, over)
}

// scan looks at every cell.
func (m *machine) scan(conds []condition, over *area) (*tally, error) {
	shape := conds[0].area
	high, wide := 0, 0
	for _, c := range conds {
		h, w := c.used()
		high, wide = max(high, h), max(wide, w)
	}
	if over != nil {
		h, w := over.used()
		high, wide = max(high, h), max(wide, w)
	}
	if err := m.work(high * wide); err != nil {
		return nil, err
	}
	t := &tally{}
	for row := range high {
		for col := range wide {
			if err := t.look(conds, over, row, col); err != nil {
				return nil, err
			}
		}
	}
	if rest := shape.rows()*shape.cols() - high*wide; rest > 0 {
		for _, c := range conds {
			if ok, err := c.is.meets(Value{}); !ok || err != nil {
				return t, err
			}
		}
		t.take(Value{}, rest)
	}
	return t, nil
}

// look takes the cell at a place if it meets all conditions.
func (t *tally) look(conds []condition, over *area, row, col int) error {
	for i := range conds {
		c := &conds[i]
		v, err := c.sheet.Value(c.Col1+col, c.Row1+row)
		if err != nil {
			return err
		}
		if ok, err := c.is.meets(v); !ok || err != nil {
			return err
		}
	}
	if over == nil {
		t.take(Value{}, 1)
		return nil
	}
	v, err := over.sheet.Value(over.Col1+col, over.Row1+row)
	if err == nil {
		t.take(v, 1)
	}
	return err
}
