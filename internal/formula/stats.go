package formula

import (
	"math"
	"slices"
	"sort"

	"github.com/shopspring/decimal"
)

func init() {
	define(function{takes: "rv", min: 2, max: 2, union: Bracketed, compute: func(c *arguments) (val, error) { return nth(c, true) }}, "LARGE")
	define(function{takes: "rv", min: 2, max: 2, union: Bracketed, compute: func(c *arguments) (val, error) { return nth(c, false) }}, "SMALL")
	for _, n := range []string{"RANK", "RANK.EQ"} {
		define(function{takes: "vrv", min: 2, max: 3, union: Bracketed, from: 1, compute: func(c *arguments) (val, error) { return rankOf(c, false) }}, n)
	}
	define(function{takes: "vrv", min: 2, max: 3, union: Bracketed, from: 1, compute: func(c *arguments) (val, error) { return rankOf(c, true) }}, "RANK.AVG")
	for _, n := range []string{"PERCENTILE", "PERCENTILE.INC"} {
		define(function{takes: "rv", min: 2, max: 2, compute: func(c *arguments) (val, error) {
			return quantile(c, c.num(1))
		}}, n)
	}
	for _, n := range []string{"QUARTILE", "QUARTILE.INC"} {
		define(function{takes: "rv", min: 2, max: 2, compute: func(c *arguments) (val, error) {
			return quantile(c, decimal.New(int64(c.int(1))*25, -2))
		}}, n)
	}
	for _, n := range []string{"PERCENTRANK", "PERCENTRANK.INC"} {
		define(function{takes: "rvv", min: 2, max: 3, compute: percentRank}, n)
	}
	of := func(compute func(numbers []decimal.Decimal) (decimal.Decimal, error)) function {
		return function{takes: "r", min: 1, max: -1, union: Arguments, compute: func(c *arguments) (val, error) {
			return numberOf(compute(c.list(0, len(c.args))))
		}}
	}
	define(of(func(x []decimal.Decimal) (decimal.Decimal, error) {
		slices.SortFunc(x, decimal.Decimal.Cmp)
		return between(x, decimal.New(5, -1))
	}), "MEDIAN")
	byMode := of(mode)
	byMode.takes = "a"
	define(byMode, "MODE", "MODE.SNGL")
	define(of(func(x []decimal.Decimal) (decimal.Decimal, error) { return variance(x, 1) }), "VAR", "VAR.S")
	define(of(func(x []decimal.Decimal) (decimal.Decimal, error) { return variance(x, 0) }), "VARP", "VAR.P")
	define(of(func(x []decimal.Decimal) (decimal.Decimal, error) { return deviation(x, 1) }), "STDEV", "STDEV.S")
	define(of(func(x []decimal.Decimal) (decimal.Decimal, error) { return deviation(x, 0) }), "STDEVP", "STDEV.P")
	define(of(devSq), "DEVSQ")
	define(of(aveDev), "AVEDEV")
	define(of(geoMean), "GEOMEAN")
	define(of(harMean), "HARMEAN")
	define(function{takes: "rv", min: 2, max: 2, compute: trimMean}, "TRIMMEAN")
	define(function{takes: "a", min: 2, max: 2, compute: correl}, "CORREL", "PEARSON")
	define(function{takes: "a", min: 2, max: 2, compute: frequency}, "FREQUENCY")
}

// list are the numbers of some arguments, in order.
func (c *arguments) list(from, to int) []decimal.Decimal {
	var out []decimal.Decimal
	c.fail(c.numbers(from, to, asUsual, func(d decimal.Decimal, n int) error {
		if len(out)+n > maxGrid {
			return ErrUnsupported
		}
		out = append(out, slices.Repeat([]decimal.Decimal{d}, n)...)
		return nil
	}))
	return out
}

// ordered are the numbers of one argument from the lowest to the highest.
func (c *arguments) ordered(i int) []decimal.Decimal {
	if areas := c.args[i].areas; len(areas) == 1 {
		s, err := c.sort(areas[0])
		if err == nil && s.bad != "" {
			err = s.bad
		}
		if err != nil {
			c.fail(err)
			return nil
		}
		return s.numbers
	}
	out := c.list(i, i+1)
	slices.SortFunc(out, decimal.Decimal.Cmp)
	return out
}

func nth(c *arguments, fromTop bool) (val, error) {
	x, k := c.ordered(0), c.num(1)
	if !settle(k).IsInteger() {
		return val{}, ErrUnsupported
	}
	n := truncated(k)
	if n < 1 || n > len(x) {
		return val{}, badNum
	}
	if fromTop {
		n = len(x) + 1 - n
	}
	return scalar(Num(x[n-1])), nil
}

// rankOf is a number's place from the top, or from the bottom if the third
// argument is not 0; equal ones share a place, or the average of theirs.
func rankOf(c *arguments, averaged bool) (val, error) {
	if c.args[1].areas == nil {
		if v := c.args[1]; v.grid == nil && v.Kind == Fault {
			return v, nil
		}
		return val{}, ErrUnsupported // Excel takes cells only
	}
	d, x, ascending := c.num(0), c.ordered(1), c.numOr(2, decimal.Zero)
	below, upTo := standing(x, d)
	if below == upTo {
		return val{}, notFound
	}
	place := len(x) - upTo + 1
	if !ascending.IsZero() {
		place = below + 1
	}
	if averaged {
		return scalar(Num(decimal.New(int64(2*place+upTo-below-1)*5, -1))), nil
	}
	return scalar(whole(place)), nil
}

func quantile(c *arguments, k decimal.Decimal) (val, error) {
	return numberOf(between(c.ordered(0), k))
}

// between is the value at a share of the way through ordered numbers.
func between(x []decimal.Decimal, share decimal.Decimal) (decimal.Decimal, error) {
	if len(x) == 0 || share.IsNegative() || share.GreaterThan(one) {
		return share, badNum
	}
	at := settle(share.Mul(decimal.NewFromInt(int64(len(x) - 1))))
	i := int(at.IntPart())
	rest := at.Sub(at.Floor())
	if rest.IsZero() {
		return x[i], nil
	}
	return x[i].Add(x[i+1].Sub(x[i]).Mul(rest)), nil
}

func percentRank(c *arguments) (val, error) {
	x, d, digits := c.ordered(0), c.num(1), c.intOr(2, 3)
	switch {
	case len(x) == 0, digits < 1:
		return val{}, badNum
	case d.LessThan(x[0]) || d.GreaterThan(x[len(x)-1]):
		return val{}, notFound
	case len(x) == 1:
		return val{}, ErrUnsupported
	}
	i := sort.Search(len(x), func(i int) bool { return x[i].Cmp(d) >= 0 })
	at := decimal.NewFromInt(int64(i))
	if !x[i].Equal(d) {
		part, err := divide(d.Sub(x[i-1]), x[i].Sub(x[i-1]))
		if err != nil {
			return val{}, err
		}
		at = at.Sub(one).Add(part)
	}
	share, err := divide(at, decimal.NewFromInt(int64(len(x)-1)))
	return scalar(Num(settle(share).Truncate(int32(min(digits, 30))))), err
}

// mode is the most frequent number. Of several that are as frequent Excel takes
// the first, LibreOffice the smallest.
func mode(x []decimal.Decimal) (decimal.Decimal, error) {
	count := map[key]int{}
	most := 0
	for _, d := range x {
		k := keyOf(Num(d))
		count[k]++
		most = max(most, count[k])
	}
	if most < 2 {
		return decimal.Zero, notFound
	}
	var first *decimal.Decimal
	for i, d := range x {
		if count[keyOf(Num(d))] < most {
			continue
		}
		if first == nil {
			first = &x[i]
		} else if d.LessThan(*first) {
			return d, ErrUnsupported
		}
	}
	return *first, nil
}

func mean(x []decimal.Decimal) (decimal.Decimal, error) {
	var t sum
	for _, d := range x {
		t.add(d, 1)
	}
	return divide(t.result(), decimal.NewFromInt(int64(len(x))))
}

// moments are n times the sum of squares less the square of the sum, which is n
// times the sum of squared deviations, exactly.
func moments(x, y []decimal.Decimal) decimal.Decimal {
	var sx, sy, sxy decimal.Decimal
	for i := range x {
		sx, sy, sxy = sx.Add(x[i]), sy.Add(y[i]), sxy.Add(x[i].Mul(y[i]))
	}
	return cancelled(sxy.Mul(decimal.NewFromInt(int64(len(x)))).Sub(sx.Mul(sy)), sx.Mul(sy))
}

func devSq(x []decimal.Decimal) (decimal.Decimal, error) {
	if len(x) == 0 {
		return decimal.Zero, badNum
	}
	return divide(moments(x, x), decimal.NewFromInt(int64(len(x))))
}

func variance(x []decimal.Decimal, less int) (decimal.Decimal, error) {
	if len(x) <= less {
		return decimal.Zero, divZero
	}
	return divide(moments(x, x), decimal.NewFromInt(int64(len(x)*(len(x)-less))))
}

func deviation(x []decimal.Decimal, less int) (decimal.Decimal, error) {
	v, err := variance(x, less)
	if err != nil {
		return v, err
	}
	return root(v)
}

func aveDev(x []decimal.Decimal) (decimal.Decimal, error) {
	if len(x) == 0 {
		return decimal.Zero, badNum
	}
	middle, err := mean(x)
	if err != nil {
		return middle, err
	}
	away := make([]decimal.Decimal, len(x))
	for i, d := range x {
		away[i] = d.Sub(middle).Abs()
	}
	return mean(away)
}

func geoMean(x []decimal.Decimal) (decimal.Decimal, error) {
	logs := 0.0
	for _, d := range x {
		if !d.IsPositive() {
			return d, badNum
		}
		logs += math.Log(d.InexactFloat64())
	}
	if len(x) == 0 {
		return decimal.Zero, badNum
	}
	return viaFloat(math.Exp(logs / float64(len(x))))
}

func harMean(x []decimal.Decimal) (decimal.Decimal, error) {
	sum := decimal.Zero
	for _, d := range x {
		if !d.IsPositive() {
			return d, badNum
		}
		r, err := divide(one, d)
		if err != nil {
			return d, err
		}
		sum = sum.Add(r)
	}
	if len(x) == 0 {
		return decimal.Zero, badNum
	}
	return divide(decimal.NewFromInt(int64(len(x))), sum)
}

func trimMean(c *arguments) (val, error) {
	x, share := c.ordered(0), c.num(1)
	if len(x) == 0 || share.IsNegative() || !share.LessThan(one) {
		return val{}, badNum
	}
	off := truncated(share.Mul(decimal.NewFromInt(int64(len(x))))) / 2
	return numberOf(mean(x[off : len(x)-off]))
}

// pairs are the numbers of two arrays where both have one.
func (c *arguments) pairs() (x, y []decimal.Decimal, err error) {
	a, b := c.array(0), c.array(1)
	if a.rows*a.cols != b.rows*b.cols {
		return nil, nil, notFound
	}
	if a.rows != b.rows {
		return nil, nil, ErrUnsupported
	}
	for row := range max(a.high, b.high) {
		for col := range max(a.wide, b.wide) {
			p, q := a.at(row, col), b.at(row, col)
			for _, v := range []Value{p, q} {
				if v.Kind == Fault {
					return nil, nil, failure(v.Text)
				}
			}
			if p.Kind == Number && q.Kind == Number {
				x, y = append(x, p.Num), append(y, q.Num)
			}
		}
	}
	return x, y, nil
}

func correl(c *arguments) (val, error) {
	x, y, err := c.pairs()
	if err != nil {
		return val{}, err
	}
	both, err := root(moments(x, x).Mul(moments(y, y)))
	if err != nil {
		return val{}, err
	}
	return numberOf(divide(moments(x, y), both))
}

// frequency counts the numbers up to each bound, and those above all. A bound
// that comes again counts nothing.
func frequency(c *arguments) (val, error) {
	x, bounds := c.ordered(0), c.list(1, 2)
	order := make([]int, len(bounds))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return compareNumbers(bounds[i], bounds[j]) })
	out := newGrid(len(bounds)+1, 1)
	before := 0
	for _, i := range order {
		_, upTo := standing(x, bounds[i])
		out.cells[i] = whole(upTo - before)
		before = upTo
	}
	out.cells[len(bounds)] = whole(len(x) - before)
	return val{grid: out}, nil
}
