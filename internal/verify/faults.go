package verify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/check"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/xlsxedit"
)

// fault is a rule or an identity that the workbook does not keep. One wrong
// figure breaks many of them: they are collected, and told together.
type fault struct {
	code     string
	severity finding.Severity
	generic  bool            // no rule of the pack names it
	cells    []ref           // the left side first
	diff     decimal.Decimal // 元; zero if nothing is compared
	message  string
	hint     string

	sum    bool // the left side is made of several cells
	tail   bool // no more than rounding
	order  int
	within map[ref]bool // the cells, and those that their formulas add up
}

// compared is a comparison of two sides as they are printed.
type compared struct {
	left, right decimal.Decimal // in the unit of the left side
	scale       int32           // from there to 元
	parts       int             // figures that were rounded when they were printed
	operator    string
}

// holds says by how much a comparison fails; zero if it holds.
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
	f.diff = diff.Shift(c.scale)
	f.message += "，相差 " + diff.Round(noise).String()
	if c.parts > 1 && diff.LessThanOrEqual(v.tolerance(c.parts)) {
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
	byDiff := map[string][]*fault{}
	var order []string
	for _, f := range v.faults {
		k := fmt.Sprint(f.tail, f.diff)
		if f.diff.IsZero() {
			k = fmt.Sprint(f.order)
		}
		if byDiff[k] == nil {
			order = append(order, k)
		}
		byDiff[k] = append(byDiff[k], f)
	}
	for _, k := range order {
		for _, same := range related(byDiff[k]) {
			v.tell(same)
		}
	}
}

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

// tell reports faults that are one: by a rule of the pack if any is among them,
// where the wrong cell stands on the left if it can be told which that is, and
// else where the fewest cells are concerned.
func (v *verifier) tell(same []*fault) {
	wrong, known := culprit(same)
	slices.SortFunc(same, func(a, b *fault) int {
		return cmp.Or(cmp.Compare(a.severity, b.severity), cmp.Compare(number(a.generic), number(b.generic)),
			number(known && b.cells[0] == wrong)-number(known && a.cells[0] == wrong),
			number(known && slices.Contains(b.cells, wrong))-number(known && slices.Contains(a.cells, wrong)),
			byPart(known && a.cells[0] == wrong, a, b), cmp.Compare(len(a.within), len(b.within)), cmp.Compare(a.order, b.order))
	})
	head := same[0]
	for _, x := range same[1:] { // the same rule, said of one cell
		if head.sum && x.code == head.code && !x.sum {
			head = x
		}
	}
	at := suspect(head, same)
	if known && slices.Contains(head.cells, wrong) {
		at = wrong
	}
	told := at.place().String()
	f := finding.Finding{Severity: head.severity, Code: head.code, Place: at.place(), Message: head.message, Hint: head.hint}
	var others []string
	for _, x := range same {
		here := x.cells[0].place().String()
		if x == head || x.generic || here == told {
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

// byPart orders rules about the same wrong cell by the part of the catalogue: its
// own table comes before others.
func byPart(same bool, a, b *fault) int {
	if !same {
		return 0
	}
	return cmp.Compare(a.code[:1], b.code[:1])
}

// culprit is the cell that is part of all the faults, on the left of some and
// named by most of them; ok is false if none is.
func culprit(same []*fault) (wrong ref, ok bool) {
	named, first := map[ref]int{}, map[ref]int{}
	for _, f := range same {
		for i, r := range f.cells {
			if !slices.Contains(f.cells[:i], r) {
				named[r]++
			}
		}
		if !f.generic {
			first[f.cells[0]]++ // a rule names first what it is about
		}
	}
	most := 0
	for _, f := range same { // in order, so that the result is always the same
		for _, r := range f.cells {
			if votes := named[r] + first[r]; named[r] > 1 && first[r] > 0 && votes > most && !slices.ContainsFunc(same, func(x *fault) bool { return !x.within[r] }) {
				wrong, most = r, votes
			}
		}
	}
	return wrong, most > 0
}

// suspect is the cell of a fault whose table has most to do with the faults: the
// left one if that is no other.
func suspect(head *fault, same []*fault) ref {
	votes := map[*sheet]int{}
	for _, f := range same {
		seen := map[*sheet]bool{}
		for _, r := range f.cells {
			if !seen[r.sheet] {
				seen[r.sheet] = true
				votes[r.sheet]++
			}
		}
	}
	best := head.cells[0]
	for _, r := range head.cells {
		if votes[r.sheet] > votes[best.sheet] {
			best = r
		}
	}
	return best
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
				out = append(out, ref{s, xlsxedit.Pos{Col: col, Row: row}})
			}
		}
	}
	return out
}

func (r ref) place() finding.Place { return finding.At(r.sheet.name, r.Col, r.Row) }

// reconcile applies the pack's rules about views and finished tables.
func (v *verifier) reconcile() {
	for _, b := range v.checks.Finished(v.figures()) {
		v.broken(b)
	}
}

func (v *verifier) broken(b check.Broken) {
	left, right := facts(b.Left), facts(b.Right)
	all := slices.Concat(left, right)
	if len(all) == 0 {
		v.out = append(v.out, finding.Finding{Severity: b.Severity, Code: b.Rule.ID, Place: at(v.sheetOf(b)), Message: b.Message, Hint: b.Hint})
		return
	}
	f := fault{code: b.Rule.ID, severity: b.Severity, message: b.Message, hint: b.Hint}
	for _, x := range all {
		f.cells = append(f.cells, x.ref())
	}
	const hint = "核对这几格，改正填错的一个。"
	if b.Rule.Form == "" || f.hint == "" {
		f.hint = hint // that of a rule about views is about the input workbook
	}
	if b.Operator == "" || len(left) == 0 || len(right) == 0 {
		if f.message == "" {
			f.message = "规则 " + b.Rule.ID + " 不成立：" + list(all)
		}
		v.add(f)
		return
	}
	c := compared{left: b.Left.Amount.Shift(-left[0].scale), right: b.Right.Amount.Shift(-left[0].scale), scale: left[0].scale, operator: b.Operator}
	for _, x := range all {
		if !x.value.IsZero() {
			c.parts++
		}
	}
	f.sum = len(left) > 1
	said := v.side(left, c.left) + relation[b.Operator] + v.side(right, c.right)
	if b.Rule.Form != "" && f.message != "" {
		f.message += "：" + said
	} else {
		f.message = said
	}
	v.unequal(f, c)
}

// relation says in words what a comparison demands.
var relation = map[string]string{"==": "，应等于 ", "<=": "，应不大于 ", "<": "，应小于 ", ">=": "，应不小于 ", ">": "，应大于 "}

// sheetOf is where to point at for a rule that has seen no cell.
func (v *verifier) sheetOf(b check.Broken) string {
	if b.Rule.Form != "" {
		return b.Rule.Form
	}
	return b.Rule.Sheet
}

func facts(s check.Side) (out []*fact) {
	for _, f := range s.Figures {
		out = append(out, f.Cell.(*fact))
	}
	return out
}

// side says what one side of a comparison is made of.
func (v *verifier) side(facts []*fact, amount decimal.Decimal) string {
	if some := slices.DeleteFunc(slices.Clone(facts), func(f *fact) bool { return f.value.IsZero() }); len(some) > 0 {
		facts = some
	}
	if len(facts) == 1 && facts[0].printed().Equal(amount) {
		return facts[0].said()
	}
	return list(facts) + " 得出的 " + amount.String()
}

// list names the figures of a side: in full, or by their cells if they are many.
func list(facts []*fact) string {
	var out []string
	var sheet *sheet
	for i, f := range facts {
		switch {
		case len(facts) <= fewParts && f.table.sheet == sheet && !f.blank:
			out = append(out, f.table.called(f.row, f.col)+f.table.over(f.col)+"（"+name(f.col, f.row)+"）"+f.printed().String())
		case len(facts) <= fewParts:
			sheet = f.table.sheet
			out = append(out, f.said())
		case i == manyParts && len(facts) > manyParts+1:
			return strings.Join(out, "、") + fmt.Sprintf(" 等 %d 格", len(facts))
		case f.table.sheet != sheet:
			sheet = f.table.sheet
			out = append(out, f.place().String()+" "+f.printed().String())
		default:
			out = append(out, name(f.col, f.row)+" "+f.printed().String())
		}
	}
	return strings.Join(out, "、")
}

// So many cells are named in full, and so many at all.
const (
	fewParts  = 3
	manyParts = 8
)

// said names a figure: its table, its row, its cell and the amount in it.
func (f *fact) said() string {
	if f.blank {
		return f.table.name + "（没有这一行）0"
	}
	at := f.place().String()
	if f.table.sheet.name == f.table.name {
		at = f.place().Cell
	}
	return f.table.name + f.table.called(f.row, f.col) + f.table.over(f.col) + "（" + at + "）" + f.printed().String()
}
