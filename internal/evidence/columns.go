package evidence

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
)

// Widen lets columns take what 其中 beside them names as their parts.
func Widen(columns []*meaning.Column) {
	var whole *meaning.Column
	for _, f := range columns {
		if !strings.Contains(f.Head, "其中") {
			whole = f
		} else if f.Part != nil && whole != nil && len(f.Words) > 0 {
			whole.Said.Filter = meaning.Widened(whole.Said.Filter, f.Words)
		}
	}
}

// Addition is limits that the words of a table do not say.
type Addition struct {
	Filter  pack.Filter
	called  string
	omit    string // a field that words limit and figures do not
	omitted string // to what
	free    int    // limits among them that follow from what the lines are
}

// on is a filter with the limits of an addition.
func (a Addition) on(f pack.Filter) pack.Filter {
	if a.omit != "" {
		f = maps.Clone(f)
		delete(f, a.omit)
	}
	return meaning.With(f, a.Filter)
}

// cost is how little the words say of an addition.
func (a Addition) cost() int {
	if a.omit != "" {
		return len(a.Filter) + 2 - a.free
	}
	return len(a.Filter) - a.free
}

// orElse is what an addition is called, with those that the example's figures allow as well: next year's may not.
func (a Addition) orElse(alike []Addition) string {
	names := []string{a.called}
	for _, o := range alike {
		if o.called != "" && !slices.Contains(names, o.called) {
			names = append(names, o.called)
		}
	}
	return strings.Join(names, "，也可能是只取 ")
}

// ofLines adds to additions what only the items have that the lines of a shape are by: 项目支出, of projects.
func (x *Example) ofLines(s Shape, all []Addition) []Addition {
	implied := pack.Filter{}
	sheet := x.Pack.Input.Sheet(x.Usual)
	for _, r := range s.Rows {
		for _, by := range r.By {
			if c := sheet.Column(meaning.FieldOf(by)); c != nil && sheet == x.Pack.Input.Sheet(s.Sources[0]) {
				maps.Copy(implied, c.When)
			}
		}
	}
	maps.DeleteFunc(implied, func(field string, values []string) bool { return sheet.Column(field) == nil || len(values) == 0 })
	if len(implied) == 0 {
		return all
	}
	free := len(implied)
	if !s.coded(x.Pack) {
		free++ // what else there were had no name in such lines
	}
	var called []string
	for _, field := range slices.Sorted(maps.Keys(implied)) {
		called = append(called, implied[field]...)
	}
	for _, a := range slices.Clone(all) {
		if implied[a.omit] != nil || slices.ContainsFunc(slices.Collect(maps.Keys(implied)), func(field string) bool { return a.Filter[field] != nil }) {
			continue
		}
		name := strings.Join(called, "、")
		if free > len(implied) {
			name = a.called
		} else if a.called != "" {
			name += "、" + a.called
		}
		all = append(all, Addition{Filter: meaning.With(a.Filter, implied), called: name, omit: a.omit, omitted: a.omitted, free: free})
	}
	return all
}

// coded says whether some lines of a shape are by codes, which all items have.
func (s Shape) coded(p *pack.Pack) bool {
	return slices.ContainsFunc(s.Rows, func(r pack.RowDef) bool {
		return slices.ContainsFunc(r.By, func(by string) bool { return p.ListOf(meaning.FieldOf(by)) != "" })
	})
}

// inLines is how many fields an addition limits that each line says its own value of: other departments' lines will
// say others.
func (a Addition) inLines(s Shape) (n int) {
	for _, r := range s.Rows {
		for _, by := range r.By {
			if _, limits := a.Filter[meaning.FieldOf(by)]; limits {
				n++
			}
		}
	}
	return n
}

// omissions are the fields of the usual table that all words of some filters limit.
func (x *Example) omissions(filters []pack.Filter) (out []Addition) {
	if len(filters) == 0 || x.Vague {
		return nil
	}
	for _, field := range slices.Sorted(maps.Keys(filters[0])) {
		if !slices.ContainsFunc(filters, func(f pack.Filter) bool {
			return !meaning.Same(pack.Filter{field: f[field]}, pack.Filter{field: filters[0][field]})
		}) {
			out = append(out, Addition{omitted: strings.Join(filters[0][field], "、"), omit: field})
		}
	}
	return out
}

// Additions are the limits that the choices of the usual table allow, none first,
// then one field, then two.
func (x *Example) Additions() []Addition {
	s := x.Pack.Input.Sheet(x.Usual)
	if s == nil {
		return []Addition{{}}
	}
	var single []Addition
	for _, field := range s.Fields() {
		if x.Vague && len(x.Others(field, nil)) != 2 {
			continue // 单位性质 was guessed, and other fields were spread
		}
		for _, v := range meaning.Values(x.Pack, s, field) {
			all, _ := x.Pack.Group(field, v)
			single = append(single, Addition{Filter: pack.Filter{field: all}, called: v})
		}
	}
	out := append([]Addition{{}}, single...)
	for i, a := range single {
		for _, b := range single[i+1:] {
			if both := meaning.With(a.Filter, b.Filter); len(both) == 2 {
				out = append(out, Addition{Filter: both, called: a.called + "、" + b.called})
			}
		}
	}
	return out
}

// shownBeside are the columns without a figure whose words mean what another column shows: 事业收入 beside 其他收入 with
// all 单位资金. That they show nothing says nothing of limits.
func shownBeside(t *layout.Table, columns []*meaning.Column) map[int]bool {
	out := map[int]bool{}
	for c, f := range columns {
		out[c] = t.Blank(f.Col) && len(f.Said.Filter) > 0 && slices.ContainsFunc(columns, func(o *meaning.Column) bool {
			return o != f && o.Known && !t.Blank(o.Col) && meaning.Same(o.Said.Filter, f.Said.Filter) && o.Measure == f.Measure
		})
	}
	return out
}

// Decide finds the filters of a block's columns: what the words say, with the
// limits that the figures of all columns together ask for and the words leave open.
// prior is the filter of a table of the pack that is called alike, nil if none is.
func (x *Example) Decide(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, prior pack.Filter, sc layout.Scale) (doubts []string) {
	x.literally(t, lines, ids, s, columns, sc)
	all := x.Additions()
	var said []pack.Filter
	for _, f := range columns {
		said = append(said, f.Said.Filter)
	}
	all = x.ofLines(s, append(all, x.omissions(said)...))
	best, bestScore := -1, [3]int{}
	var verdicts [][]verdict
	var alike []Addition
	idle := shownBeside(t, columns)
	for i, a := range all {
		v := x.try(t, lines, ids, s, columns, a, sc)
		verdicts = append(verdicts, v)
		score := [3]int{0, 0, -a.cost() - 2*a.inLines(s)}
		for c, f := range columns {
			if f.Known && v[c].wrong > 0 && !idle[c] {
				score[0]--
			}
			if v[c].confirmed() {
				score[1]++
			}
		}
		if i == 0 || slices.Compare(score[:], bestScore[:]) > 0 {
			best, bestScore, alike = i, score, nil
		} else if score == bestScore {
			alike = append(alike, a)
		}
	}
	if best < 0 {
		return nil
	}
	if bestScore[1] == 0 && !empty(t, lines, columns) && !x.Vague {
		for _, f := range columns {
			f.Open = NothingAgrees
		}
		return nil
	}
	chosen := all[best]
	if bestScore[1] == 0 {
		chosen = Addition{}
	}
	// limits that make no difference in the example but stand in the pack's own table
	if extra := unspoken(prior, wordsOf(columns)); len(chosen.Filter) == 0 && chosen.omit == "" && len(extra) > 0 {
		if v := x.try(t, lines, ids, s, columns, Addition{Filter: extra}, sc); !worse(v, verdicts[best]) {
			chosen.Filter = extra
		}
	}
	later := map[*meaning.Column]meaning.Column{}
	for c, f := range columns {
		settle(f, chosen.on(f.Said.Filter), x.try(t, lines, ids, s, columns[c:c+1], chosen, sc)[0], t)
		if f.Bound || f.Open == "" || f.Barred {
			continue
		}
		was := *f
		x.search(t, lines, ids, s, f, all, sc)
		if more := meaning.With(f.Filter, chosen.Filter); f.Bound && len(more) > len(f.Filter) {
			own := *f
			own.Said.Filter = more
			if x.try(t, lines, ids, s, []*meaning.Column{&own}, Addition{}, sc)[0].wrong == 0 {
				f.Filter = more
			}
		}
		v := verdicts[best][c]
		if f.Bound || !f.Known || v.right < 8 {
			continue
		}
		if f.Measure != "" && len(v.bad) == 0 {
			was.Doubt = fmt.Sprintf("“%s”：去年有数、今年没有的行，范例不印，填表时会印", f.Head)
		} else if v.wrong*10 <= v.right {
			was.Doubt = fmt.Sprintf("“%s”有 %d 格和录入算的不同（如 %s），其余 %d 格相同", f.Head, v.wrong, t.Place(v.bad), v.right)
		} else {
			continue
		}
		was.Bound, was.Open = true, ""
		if more := x.wider(t, lines, ids, s, f, sc); more != "" { // of which the columns beside it may know
			was.Doubt += "；" + more + "，每一格都对得上"
			later[f] = was
			continue
		}
		*f = was
	}
	for _, f := range columns {
		if !f.Bound && f.Known && !f.Barred {
			x.ofSubject(t, lines, ids, s, f, chosen, sc)
			x.ofItself(t, lines, ids, s, f, chosen, sc)
		}
	}
	x.ofParts(t, lines, ids, s, columns, chosen, sc)
	x.besideCarried(t, lines, ids, s, columns, chosen, sc)
	x.otherwiseCalled(t, lines, ids, s, columns, chosen, sc)
	x.widenedByRest(t, lines, ids, s, columns, chosen, sc)
	x.withoutBeside(t, lines, ids, s, columns, chosen, sc)
	for f, was := range later {
		if !f.Bound {
			*f = was
		}
	}
	x.leftToOne(t, columns, chosen)
	x.oneOfGroup(t, lines, ids, s, columns, chosen, sc)
	x.parts(t, lines, ids, s, columns, sc)
	x.group(t, lines, ids, s, columns, sc)
	x.below(t, lines, ids, s, columns, sc)
	x.likelyNamed(t, lines, ids, s, columns, chosen, sc)
	if chosen.omit != "" {
		doubts = append(doubts, fmt.Sprintf("表上写着只取 %s，范例的数不止这些，这张表都按范例的数取", chosen.omitted))
	}
	if len(chosen.Filter) > 0 && chosen.called != "" {
		doubts = append(doubts, fmt.Sprintf("表上没有写取哪些明细，这张表都按范例的数只取 %s", chosen.orElse(alike)))
	}
	if left := x.byWords(columns, chosen); len(left) > 0 {
		doubts = append(doubts, fmt.Sprintf("“%s”和重建的录入对不上，照表头的文字写了标签，没有核对过", strings.Join(left, "”“")))
	}
	lastYears(columns, chosen)
	x.emptyColumns(t, columns)
	x.partition(t, lines, ids, s, columns, sc)
	x.thisYear(t, lines, ids, s, columns, sc)
	for _, parts := range belowOneHead(columns) {
		x.withoutTwice(t, lines, ids, s, parts, sc)
	}
	apart(columns)
	for _, f := range columns {
		if f.Bound && f.Doubt == "" && x.Nothing() && x.leavesCodes(t, f, filtersOf(columns, f)) {
			f.Doubt = inName(f.Head)
		}
		if field, said := x.loose(t.Lowest(f.Col), f.Head, f.Words); f.Bound && f.Doubt == "" && field != "" && len(said) == 1 && t.Blank(f.Col) {
			f.Doubt = unshown(f.Head, said[0])
			for _, o := range columns {
				if o != f && o.Open == NotKept && restName(t.Lowest(o.Col)) && slices.Equal(t.Heads(o.Col)[1:], t.Heads(f.Col)[1:]) {
					o.Open = elsewhere(f.Head, said[0])
				}
			}
		} else if upper := f.Head[:strings.LastIndex(f.Head, "/")+1]; f.Bound && f.Doubt == "" && len(f.Group) > 0 && !f.Generic && t.Blank(f.Col) && x.ofAllGroup(f) && slices.ContainsFunc(columns, func(o *meaning.Column) bool {
			return o != f && !o.Bound && strings.HasPrefix(o.Head, upper)
		}) { // 事业收入 below 单位资金, beside 其他收入
			f.Doubt = unshown(f.Head, "“"+strings.TrimSuffix(upper, "/")+"”的全部")
		}
	}
	return doubts
}

// byWords gives columns what their words say where the items were rebuilt from the tables: that
// these do not add up to the figures may be the rebuilding.
func (x *Example) byWords(columns []*meaning.Column, chosen Addition) (heads []string) {
	for _, f := range columns {
		if x.Vague && !f.Bound && f.Known && !f.Barred && !f.Absent {
			more := chosen
			if f.Generic { // 合计 of 上年结转 too
				more.Filter = unspoken(chosen.Filter, wordsOf(columns))
			}
			f.Filter, f.Bound, f.Open, f.Unproven = more.on(f.Said.Filter), true, "", true
			heads = append(heads, f.Head)
		}
	}
	return heads
}

// emptyColumns leaves open a column without figures that a name of several meanings calls the same
// as another one that has them: 事业收入 beside 其他收入.
func (x *Example) emptyColumns(t *layout.Table, columns []*meaning.Column) {
	for _, f := range columns {
		if !f.Bound || !t.Blank(f.Col) {
			continue
		}
		field, _ := x.loose(t.Lowest(f.Col), f.Head, f.Words)
		if field != "" && slices.ContainsFunc(columns, func(o *meaning.Column) bool {
			return o.Bound && !t.Blank(o.Col) && (meaning.Same(o.Filter, f.Filter) || meaning.Same(o.Words, f.Words))
		}) {
			f.Bound, f.Open = false, NotKept
		}
	}
}

// lastYears gives columns of last year, of which the ledger has no amounts, what the column with
// the same headers takes of this year, else what their words say.
func lastYears(columns []*meaning.Column, chosen Addition) {
	for _, f := range columns {
		if !f.Blind {
			continue
		}
		f.Filter, f.Bound = chosen.on(f.Said.Filter), true
		for _, o := range columns {
			if o.Measure == "" && layout.SameHead(o.Head, f.Head) {
				f.Filter, f.Bound = o.Filter, o.Bound
			}
		}
		if f.Bound {
			f.Open = ""
			f.Doubt = "“" + f.Head + "”要去年的数，范例的录入里没有，照表头写了标签，没有核对过"
		}
	}
}

// literally gives columns such as 其他社会保障缴费 what is called so itself where the figures
// do not show what has no column too.
func (x *Example) literally(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, sc layout.Scale) {
	for _, f := range columns {
		if f.Literal == nil {
			continue
		}
		own := *f
		own.Said.Filter = f.Literal
		v := x.try(t, lines, ids, s, []*meaning.Column{f, &own}, Addition{}, sc)
		if v[1].wrong < v[0].wrong {
			f.Said.Filter = f.Literal
			f.Doubt = inName(f.Head)
		}
	}
}

// inName tells that a column called 其他… takes what is called so itself.
func inName(head string) string {
	return "“" + head + "”照名称取，旁边各列以外的也许也在里面"
}

// leavesCodes says whether a column called 其他… takes but what is called so itself though codes beside that
// have no column.
func (x *Example) leavesCodes(t *layout.Table, f *meaning.Column, beside []pack.Filter) bool {
	for field := range f.Words {
		if len(f.Filter[field]) == 1 && len(x.unclaimedCodes(t, f, field, beside)) > 0 {
			return true
		}
	}
	return false
}

// unspoken are limits that no words speak against: a table with a column of 上年结转
// is not one of 本年 alone.
func unspoken(limits pack.Filter, words []pack.Filter) pack.Filter {
	out := meaning.With(pack.Filter{}, limits)
	maps.DeleteFunc(out, func(field string, values []string) bool {
		return slices.ContainsFunc(words, func(said pack.Filter) bool { return !meaning.Covers(values, said[field]) })
	})
	return out
}

func wordsOf(columns []*meaning.Column) (out []pack.Filter) {
	for _, f := range columns {
		out = append(out, f.Words)
	}
	return out
}

// partition keeps apart the columns that together make the total: where one of them
// takes 上年结转 alone, the others take none of it, though the example may not show it.
//
// Of several totals, such as 收入合计 and 支出合计, each has the parts up to the next one.
func (x *Example) partition(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, sc layout.Scale) {
	var totals []int
	umbrella := upperOfAll(columns)
	for i, f := range columns {
		if f.Bound && (f.Generic || f.Sum) && !strings.Contains(strings.TrimPrefix(f.Head, umbrella), "/") {
			totals = append(totals, i)
		}
	}
	for k, at := range totals {
		of := columns
		if len(totals) > 1 {
			of = columns[at+1:]
			if k+1 < len(totals) {
				of = columns[at+1 : totals[k+1]]
			}
		}
		var parts []*meaning.Column
		for _, f := range of {
			if f != columns[at] && f.Part == nil && !f.Subtotal(of) { // 其中 is inside the column on its left
				parts = append(parts, f)
			}
		}
		x.divided(t, lines, ids, s, columns[at], parts, sc)
		x.subtotals(t, lines, ids, s, of, sc)
	}
}

// upperOfAll are the headers that stand above all columns: 部门预算/.
func upperOfAll(columns []*meaning.Column) string {
	if len(columns) < 2 {
		return ""
	}
	out := columns[0].Head[:strings.LastIndex(columns[0].Head, "/")+1]
	for _, f := range columns {
		for !strings.HasPrefix(f.Head, out) {
			out = out[:strings.LastIndex(strings.TrimSuffix(out, "/"), "/")+1]
		}
	}
	return out
}

// subtotals give a column that sums others below the same head the choice of two that all
// of these take, and no more funds than these have.
func (x *Example) subtotals(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, sc layout.Scale) {
	for _, f := range columns {
		if !f.Bound || !f.Subtotal(columns) || f.Measure != "" {
			continue
		}
		upper := f.Head[:strings.LastIndex(f.Head, "/")+1]
		var parts []*meaning.Column
		for _, o := range columns {
			if o != f && o.Bound && o.Part == nil && upper != "" && strings.HasPrefix(o.Head, upper) {
				parts = append(parts, o)
			}
		}
		x.likeAll(t, lines, ids, s, []*meaning.Column{f}, parts, sc)
		parts = slices.DeleteFunc(parts, func(o *meaning.Column) bool { return o.Subtotal(columns) })
		if len(parts) > 1 && Makes(t, lines, f, parts, sc) {
			x.narrowTotal(t, lines, ids, s, f, parts, sc)
		}
	}
}

// likeAll gives columns the choices of two that all of some others take, where the example
// does not speak against it.
func (x *Example) likeAll(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns, others []*meaning.Column, sc layout.Scale) {
	if len(others) == 0 {
		return
	}
	for field, values := range others[0].Filter {
		if len(x.Others(field, nil)) != 2 || slices.ContainsFunc(others, func(o *meaning.Column) bool { return !slices.Equal(o.Filter[field], values) }) {
			continue
		}
		for _, f := range columns {
			if _, limited := f.Filter[field]; limited || !f.Bound {
				continue
			}
			own := *f
			own.Said.Filter = meaning.With(f.Filter, pack.Filter{field: values})
			if f.Unproven || x.try(t, lines, ids, s, []*meaning.Column{&own}, Addition{}, sc)[0].wrong == 0 { // rebuilt items speak against nothing
				f.Filter = own.Said.Filter
			}
		}
	}
}

// divided keeps apart the parts of a total that they make.
func (x *Example) divided(t *layout.Table, lines []meaning.Line, ids []string, s Shape, total *meaning.Column, parts []*meaning.Column, sc layout.Scale) {
	if len(parts) < 2 || !Makes(t, lines, total, parts, sc) {
		return
	}
	x.narrowTotal(t, lines, ids, s, total, parts, sc)
	x.likeAll(t, lines, ids, s, parts, []*meaning.Column{total}, sc)
	x.withoutTwice(t, lines, ids, s, parts, sc)
	for _, p := range parts {
		for _, q := range parts {
			if p == q || !p.Bound || !q.Bound || p.Measure != q.Measure {
				continue
			}
			for field, taken := range q.Words {
				if _, limited := p.Filter[field]; limited || Excludes(p.Filter, q.Filter) {
					continue
				}
				rest := x.ordinary(field, taken)
				if rest == nil || t.Blank(total.Col) && slices.ContainsFunc(parts, func(o *meaning.Column) bool {
					return o != p && o.Bound && slices.Equal(o.Words[field], rest) && meaning.Same(o.Filter, meaning.With(pack.Filter{field: rest}, q.Filter))
				}) {
					continue // 本年 and 上年结转 beside the funds divide the total once more, where no figures say how
				}
				narrower := meaning.With(p.Filter, pack.Filter{field: rest})
				own := *p
				own.Said.Filter = narrower
				if v := x.try(t, lines, ids, s, []*meaning.Column{&own}, Addition{}, sc)[0]; v.wrong == 0 || p.Unproven { // that they make the total says it too
					p.Filter, p.Said.Filter = narrower, meaning.With(p.Said.Filter, pack.Filter{field: rest})
				}
			}
		}
	}
}

// thisYear takes the columns that stand below a word for this year beside 上年结转, such
// as 2026年预算, for those of 本年, though the example may carry nothing over.
func (x *Example) thisYear(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, sc layout.Scale) {
	for _, p := range columns {
		for _, q := range columns {
			head := parting(t.Heads(p.Col), t.Heads(q.Col))
			if p == q || !p.Bound || p.Part != nil || q.Part != nil || p.Measure != "" || !x.ofThisYear(head) || t.Vague[p.Col][head] {
				continue
			}
			for field, taken := range q.Words {
				rest := x.ordinary(field, taken)
				if _, limited := p.Filter[field]; limited || rest == nil {
					continue
				}
				own := *p
				own.Said.Filter = meaning.With(p.Filter, pack.Filter{field: rest})
				if v := x.try(t, lines, ids, s, []*meaning.Column{&own}, Addition{}, sc)[0]; v.wrong == 0 {
					p.Filter = own.Said.Filter
				}
			}
		}
	}
}

// parting is the header of a column below which it and another one part; both from the
// nearest header up.
func parting(own, other []string) string {
	for i := range own {
		head := own[len(own)-1-i]
		if i >= len(other) || other[len(other)-1-i] != head {
			return head
		}
	}
	return ""
}

// ofThisYear says whether a header names the year of the ledger.
func (x *Example) ofThisYear(head string) bool {
	year := x.Ledger.Info[x.Pack.Input.YearItem()]
	return year != "" && strings.HasPrefix(layout.YearWords.FindString(head), year) || layout.ThisYear.MatchString(head)
}

// belowOneHead are the columns below each upper header that some of the columns have, such as
// 资金来源.
func belowOneHead(columns []*meaning.Column) (out [][]*meaning.Column) {
	at := map[string]int{}
	for _, f := range columns {
		upper := f.Head[:strings.LastIndex(f.Head, "/")+1]
		if upper == "" || f.Part != nil {
			continue
		}
		if _, ok := at[upper]; !ok {
			at[upper] = len(out)
			out = append(out, nil)
		}
		out[at[upper]] = append(out[at[upper]], f)
	}
	return out
}

// withoutTwice takes from a column what others beside it print: 其他资金 beside
// 财政专户管理资金. A column of which they print all is their sum.
func (x *Example) withoutTwice(t *layout.Table, lines []meaning.Line, ids []string, s Shape, parts []*meaning.Column, sc layout.Scale) {
	for _, p := range parts {
		if !p.Bound && !p.Known || p.Generic || layout.Totals.MatchString(p.Head[strings.LastIndex(p.Head, "/")+1:]) { // 小计, “三公”经费合计 are their sums
			continue
		}
		for field, mine := range p.Filter {
			left := mine
			for _, q := range parts {
				if taken := q.Words[field]; p != q && q.Bound && len(taken) < len(mine) && meaning.Covers(mine, taken) {
					left = slices.DeleteFunc(slices.Clone(left), func(v string) bool { return slices.Contains(taken, v) })
				}
			}
			if len(left) == 0 || len(left) == len(mine) {
				continue
			}
			own := *p
			own.Said.Filter = maps.Clone(p.Filter)
			own.Said.Filter[field] = left
			if v := x.try(t, lines, ids, s, []*meaning.Column{&own}, Addition{}, sc)[0]; v.wrong == 0 && (p.Bound || p.Known || v.right > 0) {
				p.Filter, p.Bound, p.Open = own.Said.Filter, true, ""
			}
		}
	}
}

// ordinary is the first of two choices of a field, where words have taken the other
// one: 本年, beside 上年结转. Of more choices who knows which is meant.
func (x *Example) ordinary(field string, taken []string) []string {
	choices, rest := x.Others(field, nil), x.Others(field, taken)
	if len(choices) != 2 || len(rest) != 1 || rest[0] != choices[0] {
		return nil
	}
	return rest
}

// narrowTotal limits a total to the choices that its parts have, where they leave some
// out: a table that prints two funds of five does not add up otherwise.
func (x *Example) narrowTotal(t *layout.Table, lines []meaning.Line, ids []string, s Shape, total *meaning.Column, parts []*meaning.Column, sc layout.Scale) {
	if !slices.ContainsFunc(parts, func(p *meaning.Column) bool { return !slices.ContainsFunc(t.Heads(p.Col), layout.AmongWhich) }) {
		return // 其中 may leave some out
	}
	for field := range parts[0].Filter {
		var all []string
		each := true
		for _, p := range parts {
			values, ok := p.Filter[field]
			each = each && ok && p.Bound
			all = meaning.Union(all, values)
		}
		choices := x.Others(field, nil)
		limit, limited := total.Filter[field]
		if wider := len(all) < len(limit) && meaning.Covers(limit, all); !each || limited && !wider || len(choices) == 0 || !slices.ContainsFunc(choices, func(c string) bool { return !slices.Contains(all, c) }) {
			continue
		}
		own := *total
		own.Said.Filter = meaning.With(pack.Filter{field: all}, total.Filter)
		if v := x.try(t, lines, ids, s, []*meaning.Column{&own}, Addition{}, sc)[0]; v.wrong == 0 {
			total.Filter = own.Said.Filter
			total.Doubt = fmt.Sprintf("“%s”只取它旁边各列的%s（%s）", total.Head, field, strings.Join(all, "、"))
		}
	}
}

// Excludes says whether two filters let no record pass together.
func Excludes(a, b pack.Filter) bool {
	for field, values := range a {
		if other, ok := b[field]; ok && !slices.ContainsFunc(values, func(v string) bool { return slices.Contains(other, v) }) {
			return true
		}
	}
	return false
}

// Others are the choices of a field of the usual table but for some; none of one that items may lack, as
// they are no parts of all money.
func (x *Example) Others(field string, taken []string) []string {
	s := x.Pack.Input.Sheet(x.Usual)
	if s == nil || s.Column(field) == nil || !s.Column(field).Required {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.Column(field).Choices), func(v string) bool { return slices.Contains(taken, v) })
}

// Makes says whether some columns add up to another one in every line.
func Makes(t *layout.Table, lines []meaning.Line, total *meaning.Column, parts []*meaning.Column, sc layout.Scale) bool {
	half := decimal.New(5, -sc.Places-1).Mul(decimal.NewFromInt(int64(len(parts) + 1)))
	for _, l := range lines {
		sum, _ := t.Cells[layout.At(total.Col, l.Row)].Amount()
		for _, p := range parts {
			d, _ := t.Cells[layout.At(p.Col, l.Row)].Amount()
			sum = sum.Sub(d)
		}
		if sum.Abs().GreaterThan(half) {
			return false
		}
	}
	return true
}

// NothingAgrees is why columns of a table are not bound in which no figure agrees.
const NothingAgrees = "这张表没有一列数和录入对得上"

// NotKept is why columns and lines are not bound of which the input workbook knows nothing,
// nor the example.
const NotKept = "录入里没有这样的钱"

// elsewhere is why 其他收入 has no tag where a name beside it takes the only money that it could have.
func elsewhere(name, as string) string {
	return fmt.Sprintf("%s现在都取在“%s”；印在这里的，把那里的标签移过来", as, name)
}

// restName says whether a name is that of what others leave: 九、其他收入.
func restName(name string) bool {
	return layout.RestHead.MatchString(layout.Key(layout.Unnumbered(name)))
}

// NothingLeft is why 其他 has no tag where the names beside it take all and no figure says what it is.
const NothingLeft = "旁边的各项已经是全部的钱，看不出还有什么"

// empty says whether all figures of some columns are zero.
func empty(t *layout.Table, lines []meaning.Line, columns []*meaning.Column) bool {
	for _, l := range lines {
		for _, f := range columns {
			if d, ok := t.Cells[layout.At(f.Col, l.Row)].Amount(); ok && !d.IsZero() {
				return false
			}
		}
	}
	return true
}

func worse(a, b []verdict) bool {
	for i := range a {
		if a[i].wrong > b[i].wrong || a[i].right < b[i].right {
			return true
		}
	}
	return false
}

// try judges every column with some more limits.
func (x *Example) try(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, more Addition, sc layout.Scale) []verdict {
	var filters []pack.Filter
	var measures []string
	for _, f := range columns {
		filters = append(filters, more.on(f.Said.Filter))
		measures = append(measures, f.Measure)
	}
	sums := x.Build(s, filters, measures)
	out := make([]verdict, len(columns))
	for i, f := range columns {
		out[i] = judge(t, lines, ids, f.Col, sums, i, sc)
	}
	return out
}

// settle decides about a column whose filter is found.
func settle(f *meaning.Column, filter pack.Filter, v verdict, t *layout.Table) {
	f.Filter = filter
	switch {
	case f.Open != "":
	case f.Known && v.wrong > 0:
		f.Open = fmt.Sprintf("按表头取的数和范例有 %d 格不同（如 %s）", v.wrong, t.Place(v.bad))
	case f.Absent && t.Blank(f.Col):
		f.Open = NotKept
	case !f.Known && t.Blank(f.Col):
		f.Open = "是什么意思不知道，范例里也没有数"
	case !f.Known:
		f.Open = "是什么意思不知道"
	default:
		f.Bound = true
	}
}

// enough is how many different figures must agree before figures alone decide.
const enough = 3

// search looks for the one filter that gives the figures of a column that words
// do not explain. It is told to the clerk.
func (x *Example) search(t *layout.Table, lines []meaning.Line, ids []string, s Shape, f *meaning.Column, all []Addition, sc layout.Scale) {
	if sc.Any || different(t, lines, f.Col) < enough {
		return
	}
	sc.Slack = 0 // figures alone decide
	var found []Addition
	for _, a := range all {
		if f.Known && len(meaning.With(f.Said.Filter, a.Filter)) == len(f.Said.Filter) && len(a.Filter) > 0 {
			continue
		}
		v := x.try(t, lines, ids, s, []*meaning.Column{f}, a, sc)[0]
		if v.confirmed() && (len(found) == 0 || len(a.Filter) <= len(found[0].Filter)) {
			found = append(found, a)
		}
	}
	if len(found) == 0 {
		return
	}
	f.Filter, f.Bound, f.Open, f.Added = meaning.With(f.Said.Filter, found[0].Filter), true, "", found[0].Filter
	called := cmp.Or(found[0].called, "全部")
	if found[0].called == "" && len(f.Said.Filter) > 0 {
		called = meaning.InWords(f.Said.Filter)
	}
	f.Doubt = fmt.Sprintf("表头“%s”没有说清，按范例的数取 %s", f.Head, called)
	if len(found) > 1 {
		f.Doubt += "，也可能是 " + found[1].called
	}
}

// parts gives columns of 其中 the limits of the column on their left, where their
// figures agree with them.
func (x *Example) parts(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, sc layout.Scale) {
	for _, f := range columns {
		if f.Part == nil || !f.Bound || len(meaning.With(f.Filter, f.Part)) == len(f.Filter) {
			continue
		}
		own := *f
		own.Said.Filter = meaning.With(f.Filter, f.Part)
		v := x.try(t, lines, ids, s, []*meaning.Column{&own}, Addition{}, sc)[0]
		switch {
		case v.wrong > 0:
		case v.right > 0:
			f.Filter = own.Said.Filter
		default:
			f.Doubt = "“" + f.Head + "”是哪一列的其中，范例里没有数，分不出，现在取各列的"
		}
	}
}

// group gives the columns whose words say as little as those of one that got more
// limits by its figures the same limits, where the example does not speak against it.
func (x *Example) group(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, sc layout.Scale) {
	fields := func(f *meaning.Column) string { return fmt.Sprint(slices.Sorted(maps.Keys(f.Said.Filter))) }
	for _, f := range columns {
		if f.Added == nil || f.Generic {
			continue
		}
		for _, g := range columns {
			if g == f || !g.Bound || g.Generic && len(g.Words) == 0 || g.Added != nil || fields(g) != fields(f) || len(meaning.With(g.Filter, f.Added)) == len(g.Filter) {
				continue
			}
			own := *g
			own.Said.Filter = meaning.With(g.Filter, f.Added)
			if v := x.try(t, lines, ids, s, []*meaning.Column{&own}, Addition{}, sc)[0]; v.wrong == 0 {
				g.Filter = own.Said.Filter
				if g.Doubt == "" {
					g.Doubt = fmt.Sprintf("表头“%s”没有说清，照“%s”一样取", g.Head, f.Head)
				}
			}
		}
	}
}

// below gives a column of whose headers only upper ones have no meaning what these mean
// for the other columns below them: 市级当年安排 is what limits all of them alike. What
// figures it has must agree.
func (x *Example) below(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, sc layout.Scale) {
	sums := slices.Clone(columns) // after their parts
	slices.SortStableFunc(sums, func(a, b *meaning.Column) int {
		switch {
		case a.Generic == b.Generic:
			return 0
		case a.Generic:
			return 1
		}
		return -1
	})
	for _, g := range sums {
		if g.Bound || g.Known || g.Absent || g.Barred || len(g.Unknown) != 1 || slices.Contains(g.Unknown, t.Lowest(g.Col)) {
			continue
		}
		var alike []*meaning.Column
		for _, f := range columns {
			if f.Bound && slices.Contains(f.Unknown, g.Unknown[0]) {
				alike = append(alike, f)
			}
		}
		own := *g
		own.Said.Filter = meaning.With(g.Said.Filter, beyondWords(alike))
		if len(alike) < 2 {
			continue
		}
		v := x.try(t, lines, ids, s, []*meaning.Column{&own}, Addition{}, sc)[0]
		for _, narrow := range x.taken(own.Said.Filter, filtersOf(alike, g)) { // their sum
			if less := own; v.wrong > 0 {
				less.Said.Filter = meaning.With(narrow, own.Said.Filter)
				if n := x.try(t, lines, ids, s, []*meaning.Column{&less}, Addition{}, sc)[0]; n.confirmed() {
					own, v = less, n
				}
			}
		}
		if v.wrong == 0 && (v.right > 0 || t.Blank(g.Col)) {
			g.Filter, g.Bound, g.Open = own.Said.Filter, true, ""
			g.Doubt = fmt.Sprintf("“%s”没有说清，照“%s”一样取 %s", g.Head, alike[0].Head, meaning.InWords(g.Filter))
			if t.Blank(g.Col) {
				g.Doubt = fmt.Sprintf("范例里没有数，“%s”照“%s”一样取 %s", g.Head, alike[0].Head, meaning.InWords(g.Filter))
			}
		}
	}
}

// beyondWords are the limits that columns have alike and none has from its own words.
func beyondWords(columns []*meaning.Column) pack.Filter {
	out := pack.Filter{}
	for i, f := range columns {
		own := maps.Clone(f.Filter)
		maps.DeleteFunc(own, func(field string, _ []string) bool { return f.Words[field] != nil })
		if i == 0 {
			out = own
		}
		maps.DeleteFunc(out, func(field string, values []string) bool {
			return !meaning.Same(pack.Filter{field: values}, pack.Filter{field: own[field]})
		})
	}
	return out
}

// different is how many different figures other than zero a column has.
func different(t *layout.Table, lines []meaning.Line, col int) int {
	seen := map[string]bool{}
	for _, l := range lines {
		if d, ok := t.Cells[layout.At(col, l.Row)].Amount(); ok && !d.IsZero() {
			seen[d.String()] = true
		}
	}
	return len(seen)
}

// apart leaves open the columns that would print what another one prints, where
// their headers say that they are different things.
func apart(columns []*meaning.Column) {
	for i, f := range columns {
		for _, g := range columns[:i] {
			if f.Bound && g.Bound && f.Generic && g.Generic && f.Measure == g.Measure && f.Doubt == "" && unitless(f.Head) != unitless(g.Head) && beside(f.Head, g.Head) && meaning.Same(f.Filter, g.Filter) {
				f.Doubt = fmt.Sprintf("“%s”和“%s”取的是同一笔钱", f.Head, g.Head)
			}
			if !f.Bound || !g.Bound || f.Generic || g.Generic || f.Measure != g.Measure || !meaning.Same(f.Filter, g.Filter) || within(f.Head, g.Head) || unitless(f.Head) == unitless(g.Head) {
				continue
			}
			f.Bound = false
			f.Open = fmt.Sprintf("和“%s”取的是同一笔钱，分不清", g.Head)
		}
	}
}

// beside says whether two headers stand below the same one: 全年数, 本次下达.
func beside(a, b string) bool {
	i, k := strings.LastIndex(a, "/"), strings.LastIndex(b, "/")
	return i > 0 && k > 0 && a[:i] == b[:k]
}

// unitless is a header without the unit below it: 支出金额/元, 支出金额/万元.
func unitless(head string) string {
	i := strings.LastIndex(head, "/")
	if i < 0 {
		return head
	}
	upper, last := head[:i], head[i+1:]
	if layout.UnitWords.ReplaceAllString(last, "") == "" {
		return upper
	}
	return head
}

// within says whether one header stands over the other.
func within(a, b string) bool {
	return strings.HasPrefix(a, b+"/") || strings.HasPrefix(b, a+"/")
}
