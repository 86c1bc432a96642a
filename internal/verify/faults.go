package verify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/xlsxedit"
)

// fault is an equation or a rule that the workbook does not keep. One wrong
// figure breaks many of them: they are collected, and told together.
type fault struct {
	code     string
	severity finding.Severity
	equation *equation       // nil of a rule that adds up nothing
	operator string          // of a comparison that is no equation, "" or "=="
	cells    []ref           // the left side first
	diff     decimal.Decimal // 元, left less right; zero if nothing is compared
	message  string
	hint     string

	derived bool // of what is computed in another way than by adding up: it fails whenever something that it is computed from is wrong

	tail   bool // no more than rounding
	order  int
	within map[ref]bool // the cells, and those that their formulas add up
	parts  map[ref]int  // how often each typed cell counts on the left, less on the right
}

// compared is a comparison of two sides as they are printed.
type compared struct {
	left, right decimal.Decimal // in the unit of the left side
	scale       int32           // from there to 元
	room        decimal.Decimal // what rounding may have made of them, in the same unit
	operator    string
	unitless    bool // no amounts: ranks, shares
}

// fails says by how much a comparison fails; zero if it holds.
func (c compared) fails() decimal.Decimal {
	diff := c.left.Sub(c.right)
	switch c.operator {
	case "<=", "<":
		diff = decimal.Max(diff, decimal.Zero)
	case ">=", ">":
		diff = decimal.Max(diff.Neg(), decimal.Zero)
	}
	if diff = diff.Abs(); diff.LessThanOrEqual(decimal.New(1, 1-noise)) {
		return decimal.Zero
	}
	return diff
}

// unequal collects a comparison that fails. Within the rounding of what tables
// print it is no more than a note.
func (v *verifier) unequal(f fault, c compared) {
	diff := c.fails()
	if diff.IsZero() {
		return
	}
	f.diff = c.left.Sub(c.right).Shift(c.scale)
	f.message += "，相差 " + diff.Round(noise).String()
	if !c.unitless {
		f.message += " " + v.unitOf(c.scale)
	}
	if diff.LessThanOrEqual(c.room) {
		f.tail, f.severity, f.hint = true, finding.Note, "四舍五入的尾差，可以不改。"
		f.message += "，是尾差"
	}
	v.add(f)
}

func (v *verifier) add(f fault) {
	f.order = len(v.faults)
	v.faults = append(v.faults, &f)
}

// settle tells the faults. Those that are off by the same amount and have cells
// in common are one fault, told where it is narrowest; the others are named.
func (v *verifier) settle() {
	v.count = map[string]int{}
	for _, f := range v.faults {
		f.within = v.closure(f.cells)
	}
	v.faults = slices.DeleteFunc(v.faults, func(f *fault) bool {
		for r := range f.within {
			if c := r.sheet.cells[r.Pos]; c != nil && v.told[c] {
				return true // what is wrong there is wrong here too
			}
		}
		return false
	})
	v.faults = slices.DeleteFunc(slices.Clone(v.faults), func(f *fault) bool {
		return f.derived && slices.ContainsFunc(v.faults, func(x *fault) bool { return !x.derived && !x.tail && meet(x.within, f.within) })
	})
	w := v.witnesses()
	open := v.missingRows(w, slices.Clone(v.faults))
	suspicions := w.suspicions(open)
	for {
		best := w.culprits(suspicions)
		if len(best) == 0 {
			break
		}
		var same []*fault
		same, open = w.with(best, open)
		v.tell(same, best, w)
		suspicions = remaining(suspicions, same)
	}
	for _, alike := range v.byDifference(open) {
		for _, same := range related(alike) {
			v.tell(same, nil, w)
		}
	}
}

// missingRows tells the rows that a table has not got and several others have, with the
// faults that come of that, and gives the other faults.
func (v *verifier) missingRows(w *witnesses, open []*fault) []*fault {
	type row struct {
		table *table
		code  string
	}
	direct := map[row][]*fault{}
	others := map[row]map[*table]bool{}
	var order []row
	for _, f := range open {
		if f.equation == nil || f.tail {
			continue
		}
		all := slices.Concat([]*fact{f.equation.total}, f.equation.parts, f.equation.less)
		i := slices.IndexFunc(all, func(x *fact) bool { return x.blank && x.lacks != "" })
		if i < 0 {
			continue
		}
		at := row{all[i].table, all[i].lacks}
		if direct[at] == nil {
			order, others[at] = append(order, at), map[*table]bool{}
		}
		direct[at] = append(direct[at], f)
		for _, x := range all {
			if x.table != at.table {
				others[at][x.table] = true
			}
		}
	}
	for _, at := range order {
		var same, rest []*fault
		for _, f := range open {
			names := slices.ContainsFunc(f.cells, func(r ref) bool { return r.sheet == at.table.sheet })
			if slices.Contains(direct[at], f) || names && !f.tail && slices.ContainsFunc(direct[at], func(x *fault) bool { return v.equally(x.diff.Abs(), f.diff.Abs()) }) {
				same = append(same, f)
				for _, r := range f.cells {
					if x := v.placed(r); x != nil && x.table != at.table {
						others[at][x.table] = true
					}
				}
			} else {
				rest = append(rest, f)
			}
		}
		if len(others[at]) < 2 && !at.table.orphaned(at.code) {
			continue
		}
		if i := slices.IndexFunc(direct[at][0].cells, func(r ref) bool { return r.which != "" && r.sheet == at.table.sheet }); i >= 0 && len(same) > 0 {
			v.tell(same, []suspicion{{cells: []ref{direct[at][0].cells[i]}, off: direct[at][0].diff, faults: same}}, w)
			open = rest
		}
	}
	return open
}

// orphaned says whether rows stand in a table that belong below a code, without it.
func (t *table) orphaned(code string) bool {
	return slices.ContainsFunc(t.lists, func(l *laneRows) bool {
		return slices.ContainsFunc(l.records, func(r *record) bool {
			return r.code != code && strings.HasPrefix(r.code, code) && (r.parent == nil || r.parent.level == 0)
		})
	})
}

// with parts faults into those that a suspicion explains, or that are likely to come
// from it, and the others.
func (w *witnesses) with(best []suspicion, faults []*fault) (same, others []*fault) {
	explained := best[0].faults
	off := best[0].off.Abs()
	near := map[*fault]bool{}
	for _, x := range explained {
		for r := range x.within {
			for _, f := range w.near[r] {
				near[f] = true
			}
		}
	}
	for _, f := range faults {
		of := slices.Contains(explained, f)
		if !of && !f.tail {
			of = len(best) == 1 && !f.linear() && f.mended(best[0]) ||
				(near[f] || len(best) == 1 && f.beside(best[0].cells[0])) && w.v.equally(f.diff.Abs(), off)
		}
		if of {
			same = append(same, f)
		} else {
			others = append(others, f)
		}
	}
	return same, others
}

// beside says whether a fault names a cell in the row of another.
func (f *fault) beside(x ref) bool {
	return slices.ContainsFunc(f.cells, func(r ref) bool { return r.sheet == x.sheet && r.Row == x.Row })
}

// mended says whether a comparison that is no equation would hold without what a
// figure has too much, or with what was moved out of it.
func (f *fault) mended(by suspicion) bool {
	n := f.parts[by.cells[0]]
	for _, to := range by.cells[1:] {
		n -= f.parts[to]
	}
	if f.equation == nil || n == 0 {
		return false
	}
	left := f.diff.Sub(by.off.Mul(decimal.NewFromInt(int64(n))))
	return compared{left: left, operator: f.operator}.fails().IsZero()
}

// byDifference puts faults together that are off by the same amount, in the order of
// their first ones.
func (v *verifier) byDifference(open []*fault) (groups [][]*fault) {
	faults := slices.SortedFunc(slices.Values(open), func(a, b *fault) int {
		return cmp.Or(number(a.tail)-number(b.tail), a.diff.Abs().Cmp(b.diff.Abs()), a.order-b.order)
	})
	for _, f := range faults {
		if n := len(groups) - 1; n >= 0 && !f.diff.IsZero() && f.tail == groups[n][0].tail && v.equally(f.diff.Abs(), groups[n][0].diff.Abs()) {
			groups[n] = append(groups[n], f)
		} else {
			groups = append(groups, []*fault{f})
		}
	}
	order := func(a, b *fault) int { return a.order - b.order }
	for _, g := range groups {
		slices.SortFunc(g, order)
	}
	slices.SortFunc(groups, func(a, b []*fault) int { return order(a[0], b[0]) })
	return groups
}

// equally says whether two differences are one: what was typed with two decimals has
// tails, which never turn what is too much into too little.
func (v *verifier) equally(a, b decimal.Decimal) bool {
	return a.Sign() == b.Sign() && a.Sub(b).Abs().LessThanOrEqual(v.tolerance(tailParts).Shift(v.unit()))
}

// tailParts is of how many rounded figures the tails may meet in one difference.
const tailParts = 4

// related divides faults into groups that have cells in common.
func related(faults []*fault) (groups [][]*fault) {
	for _, f := range faults {
		joined := []*fault{f}
		var rest [][]*fault
		for _, g := range groups {
			if slices.ContainsFunc(g, func(x *fault) bool { return meet(x.within, f.within) }) {
				joined = append(joined, g...)
			} else {
				rest = append(rest, g)
			}
		}
		groups = append(rest, joined)
	}
	return groups
}

func meet(a, b map[ref]bool) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	for r := range a {
		if b[r] {
			return true
		}
	}
	return false
}

// tell reports faults that are one: where the wrong cell stands on the left if it can
// be told which that is, and else where the fewest cells are concerned.
func (v *verifier) tell(same []*fault, best []suspicion, w *witnesses) {
	var wrong ref
	known := len(best) == 1
	if known {
		wrong = best[0].cells[0]
	}
	is := func(yes bool) int { return number(known && yes) }
	slices.SortFunc(same, func(a, b *fault) int {
		return cmp.Or(cmp.Compare(a.severity, b.severity),
			is(b.cells[0] == wrong)-is(a.cells[0] == wrong),
			is(slices.Contains(b.cells, wrong))-is(slices.Contains(a.cells, wrong)),
			number(unnamed(a.code))-number(unnamed(b.code)), byPart(known && a.cells[0] == wrong, a, b), cmp.Compare(len(a.within), len(b.within)), cmp.Compare(a.order, b.order))
	})
	head := same[0]
	at := suspect(head, same, best, w)
	told := at.place().String()
	f := finding.Finding{Severity: head.severity, Code: head.code, Place: at.place(), Message: head.message, Hint: head.hint}
	switch {
	case known && len(best[0].cells) > 1:
		f.Message += "。最可能是 " + v.saidOf(wrong) + " 和 " + v.saidOf(best[0].cells[1]) + " 之间串了数"
	case known && !slices.Contains(head.cells, wrong):
		f.Message += "。最可能填错的是 " + v.saidOf(wrong)
	}
	var others []string
	for _, x := range same {
		here := x.cells[0].place().String()
		if x == head || here == told {
			continue
		}
		if text := here + "（" + x.code + "）"; !slices.Contains(others, text) {
			others = append(others, text)
		}
	}
	if n := len(others); n > 0 && !head.tail {
		slices.Sort(others)
		more := ""
		if n > fewOthers {
			others, more = others[:fewOthers], fmt.Sprintf("等 %d 处", n)
		}
		f.Message += "。同样相差这么多的还有 " + strings.Join(others, "、") + more
	}
	v.limit(f)
}

// So many findings of one rule are listed for a table: errors must all be mended,
// but not all at once.
const (
	mostErrors = 20
	mostOthers = 5
)

// limit adds a finding unless its rule has enough of them in its table.
func (v *verifier) limit(f finding.Finding) {
	id := fmt.Sprint(f.Code, f.Severity, f.Place.Sheet)
	v.count[id]++
	most := mostOthers
	if f.Severity == finding.Error {
		most = mostErrors
	}
	switch n := v.count[id]; {
	case n <= most:
		v.out = append(v.out, f)
	case n == most+1:
		f.Message = fmt.Sprintf("这张表里规则 %s 的问题还有一些，从这里起不再列出", f.Code)
		v.out = append(v.out, f)
	}
}

// fewOthers is how many cells are named that are off by the same amount.
const fewOthers = 4

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// unnamed says whether an equation has no id of the pack.
func unnamed(code string) bool { return code == ownTable || code == otherTables }

// byPart orders rules about the same wrong cell by the part of the catalogue: its
// own table comes before others.
func byPart(same bool, a, b *fault) int {
	if !same {
		return 0
	}
	return cmp.Compare(a.code[:1], b.code[:1])
}

// suspect is the wrong cell; of several that may be it the narrowest sum of them all
// that a fault names; and else the cell of a fault whose table has most to do with the
// faults, and of which the fewest other equations say that it is right: the left one if
// that is no other.
func suspect(head *fault, same []*fault, best []suspicion, w *witnesses) ref {
	if len(best) == 1 {
		return best[0].cells[0]
	}
	if sum, ok := w.common(best, same); ok {
		return sum
	}
	votes, _ := namedBy(same)
	at := head.cells[0]
	for _, r := range head.cells {
		if n := votes[r.sheet] - votes[at.sheet]; n > 0 || n == 0 && r.sheet != at.sheet && w.seen[r] < w.seen[at] {
			at = r
		}
	}
	return at
}

// common is the narrowest sum of all suspected cells that a fault names.
func (w *witnesses) common(best []suspicion, same []*fault) (sum ref, ok bool) {
	least := 0
	for _, f := range same {
		for _, r := range f.cells {
			parts := w.typed(r)
			if (!ok || len(parts) < least) && len(best) > 0 && !slices.ContainsFunc(best, func(s suspicion) bool { return parts[s.cells[0]] == 0 }) {
				sum, ok, least = r, true, len(parts)
			}
		}
	}
	return sum, ok
}

// closure is cells and all that their formulas add up, on any sheet.
func (v *verifier) closure(cells []ref) map[ref]bool {
	out := map[ref]bool{}
	open := slices.Clone(cells)
	for len(open) > 0 {
		r := open[len(open)-1]
		open = open[:len(open)-1]
		if out[r] {
			continue
		}
		out[r] = true
		if c := r.sheet.cells[r.Pos]; c != nil && c.formula != "" {
			open = append(open, v.precedents(c)...)
		}
	}
	return out
}

// precedents are the cells that the formula of a cell names, blank ones too.
func (v *verifier) precedents(c *cell) []ref {
	if got, ok := v.book.precedents[c]; ok {
		return got
	}
	out := v.book.cells(c.formula, c.sheet)
	v.book.precedents[c] = out
	return out
}

// cells are those that a formula on a sheet names, blank ones too.
func (b *book) cells(text string, on *sheet) (out []ref) {
	p, err := formula.Parse(text)
	if err != nil {
		return nil
	}
	for _, o := range p.Operands {
		s := on
		if o.Ref.Sheet != "" {
			s = b.named(o.Ref.Sheet)
		}
		r := o.Ref.Range
		if s == nil || r.Col1 == 0 || r.Row1 == 0 || (r.Row2-r.Row1+1)*(r.Col2-r.Col1+1) > maxRange {
			continue
		}
		for row := r.Row1; row <= r.Row2; row++ {
			for col := r.Col1; col <= r.Col2; col++ {
				out = append(out, ref{sheet: s, Pos: xlsxedit.Pos{Col: col, Row: row}})
			}
		}
	}
	return out
}

func (r ref) place() finding.Place { return finding.At(r.sheet.name, r.Col, r.Row) }
