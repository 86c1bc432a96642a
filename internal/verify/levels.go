package verify

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"ysgk/internal/fill"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// levels settles the rows whose level their texts leave open, such as
// department, unit and project, which all show a name in the same column. The
// first row is the highest; of two levels left, a row is of the upper one if
// the rows below it add up to it, or if its name is known from elsewhere.
func (v *verifier) levels(t *table, l *fill.FormLane, rows []*record, choice [][]int) {
	set := func(i, variant int) {
		rows[i].level, rows[i].tpl = max(0, l.Variants[variant].Level), l.Variants[variant].Rows[0]
	}
	from := 0
	for i := 0; i <= len(rows); i++ {
		if i < len(rows) && len(choice[i]) > 1 {
			continue
		}
		if i > from {
			begin := from
			if from > 0 && headed(l, rows[from-1].level, choice[from]) {
				begin-- // a row that is certain is the head of those behind it
			}
			v.split(t, l, rows[begin:i], choice[from], func(n, variant int) {
				if begin+n >= from {
					set(begin+n, variant)
				}
			})
		}
		if i < len(rows) {
			set(i, choice[i][0])
		}
		from = i + 1
	}
}

// headed says whether rows that are of one of two levels may begin with those of the
// lower one: behind a row of the upper one, or whose level is between.
func headed(l *fill.FormLane, level int, variants []int) bool {
	return len(variants) == 2 && l.Variants[variants[0]].Level <= level && level < l.Variants[variants[1]].Level
}

// split gives the rows of a run their variants, which are in order from the top.
func (v *verifier) split(t *table, l *fill.FormLane, rows []*record, variants []int, set func(i, variant int)) {
	for len(variants) > 2 && len(rows) > 0 {
		set(0, variants[0])
		rows, variants = rows[1:], variants[1:]
		inner := set
		set = func(i, variant int) { inner(i+1, variant) }
	}
	n := len(rows)
	if n == 0 {
		return
	}
	// The rows are cut into stretches of one upper row and those below it, at the
	// least cost.
	above, below := l.Variants[variants[0]].Rows[0], l.Variants[variants[1]].Rows[0]
	columns := t.amountColumns(above, l)
	if added := slices.DeleteFunc(slices.Clone(columns), func(col int) bool { return !v.additive(t, col, above, below) }); len(added) > 0 {
		columns = added
	}
	sums := make([][]decimal.Decimal, len(columns))
	for c, col := range columns {
		sums[c] = make([]decimal.Decimal, n+1)
		for i, r := range rows {
			d, _ := t.sheet.at(t.cols[col], r.row).number()
			sums[c][i+1] = sums[c][i].Add(d)
		}
	}
	field := fieldOf(v.pack.View(l.List), max(1, l.Variants[variants[0]].Level))
	known := v.names[field]
	upper := make([]int, n) // what it costs to take a row for an upper one
	lower := make([]int, n+1)
	for i, r := range rows {
		name := ""
		for _, c := range slices.Sorted(maps.Keys(t.cols)) {
			if x := t.sheet.at(t.cols[c], r.row); x != nil && l.Has(c) && t.cells[xlsxedit.Pos{Col: c, Row: l.Variants[variants[0]].Rows[0]}] != nil && x.kind == xlsxread.Text {
				name = x.plain
			}
		}
		lower[i+1] = lower[i]
		if len(known) > 0 && !known[name] {
			upper[i] = 1
		}
		if known[name] {
			lower[i+1] += 6
		}
	}
	cost, cut := make([]int, n+1), make([]int, n+1)
	for end := 1; end <= n; end++ {
		cost[end] = 1 << 30
		for i := 0; i < end; i++ {
			c := cost[i] + upper[i] + lower[end] - lower[i+1] + 1
			if end == i+1 {
				c += 30
			}
			for k := 0; k < len(sums) && c < cost[end] && end > i+1; k++ {
				head := sums[k][i+1].Sub(sums[k][i])
				if head.Sub(sums[k][end].Sub(sums[k][i+1])).Abs().GreaterThan(v.tolerance(end - i)) {
					c += 20
				}
			}
			if c < cost[end] {
				cost[end], cut[end] = c, i
			}
		}
	}
	for end := n; end > 0; end = cut[end] {
		set(cut[end], variants[0])
		for i := cut[end] + 1; i < end; i++ {
			set(i, variants[1])
		}
	}
}

// amountColumns are the columns of a template row that show amounts in a lane.
func (f *form) amountColumns(row int, l *fill.FormLane) (columns []int) {
	for i := range f.rows[row].Cells {
		if c := &f.rows[row].Cells[i]; amount(c) && l.Has(c.Col) {
			columns = append(columns, c.Col)
		}
	}
	return columns
}

// tolerance is how far a sum of so many printed parts may be from the printed
// total: half a unit of the second decimal for each, 0.01 at least. Tables of 元
// round nothing.
func (v *verifier) tolerance(parts int) decimal.Decimal {
	if !v.book.typed || v.unit() == 0 {
		return decimal.New(1, 1-noise)
	}
	return decimal.Max(decimal.New(int64(5*parts), -3), decimal.New(1, -2))
}

// room is the same of certain figures, those of both sides, in a unit of that many
// places above 元: half a unit of the second decimal for each that was rounded when it
// was printed, and none for two that are prints of the same money and no sums.
func (v *verifier) room(scale int32, facts ...*fact) (sum decimal.Decimal) {
	off := decimal.Zero
	for _, f := range facts {
		off = off.Add(f.off.Shift(-scale))
	}
	if !v.book.typed {
		return off
	}
	written, sums, scales := 0, false, map[int32]bool{}
	for _, f := range facts {
		if f.cell != nil && f.nth == 0 {
			scales[f.scale] = true
		}
		if f.cell == nil || f.scale == 0 || f.value.IsZero() || f.nth > 0 {
			continue // nothing there to round
		}
		written++
		sums = sums || v.addsRounded(f.cell)
		sum = sum.Add(decimal.New(5, f.scale-scale-3))
	}
	if written < 3 && !sums && len(scales) < 2 { // 元 say what 万元 have rounded
		return off
	}
	return sum.Add(off)
}

// addsRounded says whether the formula of a cell adds up several figures.
func (v *verifier) addsRounded(c *cell) bool {
	n := 0
	for r := range v.closure([]ref{c.ref()}) {
		x := r.sheet.cells[r.Pos]
		n += number(x != nil && x.formula == "" && x.kind == xlsxread.Number && !x.num.IsZero())
	}
	return c.formula != "" && n > 1
}
