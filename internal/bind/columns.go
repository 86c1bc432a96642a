package bind

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

// figures is a column of figures with what its words say and its figures prove.
type figures struct {
	col      int
	head     string // headers from the top: 基本支出/小计
	said     claim
	words    pack.Filter // what its headers limit, apart from all that is found out
	known    bool        // every word of its headers has a meaning
	unknown  []string    // those of its headers that have none
	generic  bool        // its own header says no more than 合计
	sum      bool        // or no more than 本年支出合计
	filter   pack.Filter
	measure  string
	bound    bool
	doubt    string      // to be looked at, though it is bound
	part     pack.Filter // limits of the column that it may be a part of, of 其中
	added    pack.Filter // limits that figures alone gave
	open     string      // why it is not bound
	absent   bool        // of money that the input workbook does not know
	barred   bool        // no figures may decide what it is
	unproven bool        // bound by words though a rebuilt ledger does not show its figures
	blind    bool        // of last year, of which the example's ledger has nothing: words alone decide
	literal  pack.Filter // of 其他…: what is called so itself, without what has no column

	subjects []pack.Filter // of 合计: what the subjects that the title joins say
}

// column reads the words around a column.
func (w *words) column(t *table, col int, around ...claim) *figures {
	f := &figures{col: col, head: t.headed(col), known: true}
	var nearest []claim
	var literal *claim
	for i, head := range t.heads(col) {
		c := w.read(head)
		if t.vague[col][head] {
			maps.DeleteFunc(c.filter, func(field string, _ []string) bool { return len(w.choices[field]) == 2 })
		}
		if i == 0 {
			c.filter = w.ofOneList(t, col, head, c.filter)
			if f, ok := w.classes[key(unnumbered(head))]; ok && len(c.filter) == 0 && c.rest != "" {
				c = claim{filter: maps.Clone(f)}
			}
		}
		if i == 0 && len(c.filter) == 0 && restHead.MatchString(key(head)) {
			if more := w.rest(w.besides(t, col), w.above(t, col)); more != nil {
				c = claim{filter: more}
				f.doubt = "“" + f.head + "”取旁边各列以外的" + inWords(more)
			} else if more := w.rest(w.besidesWith(t, col, func(c int) bool { return !t.blank(c) || w.own(t.lowest(c)) }), w.above(t, col)); more != nil && !t.blank(col) {
				c = claim{filter: more} // 事业收入 beside it has no figure
				f.doubt = "“" + f.head + "”取旁边各列以外的" + inWords(more)
			} else if w.exhausted(w.besides(t, col), w.above(t, col)) {
				c.absent = true
			}
		}
		if i == 0 && ownerName.MatchString(key(head)) && t.hasNeighbour(col) {
			if more := w.rest(w.besides(t, col), w.above(t, col)); more != nil {
				c = claim{filter: more} // 单位 beside 专户, below 非财政拨款
				f.doubt = "“" + f.head + "”取旁边各列以外的" + inWords(more)
			} else {
				c.rest = head
			}
		}
		if i == 0 && strings.HasPrefix(head, "其中") && col > 1 && len(t.heads(col-1)) > 0 && !t.isLabel(col-1) {
			left := col - 1
			for left > 1 && slices.ContainsFunc(t.heads(left), amongWhich) {
				left--
			}
			f.part = w.column(t, left).said.filter // perhaps a part of the column on its left
		}
		if i == 0 && len(c.filter) > 0 && f.doubt == "" && restOf(t.heads(col)) && len(w.besides(t, col)) > 0 {
			f.doubt = "“" + f.head + "”照名称取，旁边各列以外的也许也在里面"
			alike := slices.DeleteFunc(w.besides(t, col), func(o claim) bool { return !sameFields(o.filter, c.filter) }) // 人员经费 beside it leaves no fund
			if more := w.rest(alike, w.above(t, col)); sameFields(more, c.filter) && coversAll(more, c.filter) {
				called := c
				literal = &called
				c.filter = more // a class that is called so, with those that have no column
				f.doubt = "“" + f.head + "”取旁边各列以外的" + inWords(more)
			}
		}
		if i > 0 && key(head) == "其他" && len(c.filter) == 0 {
			c.rest = "" // where the others have a code above their name
		}
		f.known = f.known && c.rest == "" && !c.absent
		if c.rest != "" {
			f.unknown = append(f.unknown, head)
		}
		f.absent = f.absent || c.absent
		f.sum = f.sum || i == 0 && c.rest == "" && len(c.filter) > 0 && w.halves(c.filter) && totals.MatchString(head)
		f.generic = f.generic || i == 0 && len(c.filter) == 0 && c.rest == ""
		nearest = append(nearest, c)
	}
	w.oneList(t, col, nearest)
	if f.generic {
		f.subjects = w.subjects(t.called)
	}
	f.words = together(nearest...).filter
	f.said = together(append(nearest, around...)...)
	if literal != nil {
		nearest = append([]claim{*literal}, nearest[1:]...)
		w.oneList(t, col, nearest)
		f.literal = together(append(nearest, around...)...).filter
	}
	return f
}

// ofOneList takes a name that codes of two lists have, such as 对企业补助, for that of the list
// of the code above it, or of the names beside it that only one list has.
func (w *words) ofOneList(t *table, col int, head string, said pack.Filter) pack.Filter {
	several := w.twice[key(head)]
	if len(several) < 2 || len(said) != 1 {
		return said
	}
	votes := make([]int, len(several))
	vote := func(f pack.Filter, n int) {
		for i, own := range several {
			for field := range own {
				for other := range f {
					if fieldOf(other) == fieldOf(field) {
						votes[i] += n
					}
				}
			}
		}
	}
	for _, upper := range t.heads(col)[1:] {
		if allDigits(upper) {
			vote(w.read(upper).filter, 1000)
		}
	}
	for _, b := range t.blocks {
		for _, c := range b.figures {
			if heads := t.heads(c); slices.Contains(b.figures, col) && c != col && len(heads) > 0 && len(w.twice[key(heads[0])]) < 2 {
				vote(w.read(heads[0]).filter, 1)
			}
		}
	}
	best := 0
	for i, n := range votes {
		if n > votes[best] {
			best = i
		}
	}
	if votes[best] == 0 {
		return said
	}
	return maps.Clone(several[best])
}

// oneList keeps a column to the codes of one list: 基本工资 below 工资奖金津补贴, which is a
// name of the other list of economic codes, is 基本工资; 小计 beside it is what the columns
// below the same head take.
func (w *words) oneList(t *table, col int, nearest []claim) {
	coded := func(c claim) (field string) {
		for f := range c.filter {
			if w.coded[fieldOf(f)] {
				field = f
			}
		}
		return field
	}
	if len(nearest) < 2 {
		return
	}
	own, upper := coded(nearest[0]), coded(nearest[1])
	if own == "" && upper != "" && len(nearest[0].filter) == 0 && nearest[0].rest == "" {
		union := pack.Filter{}
		for _, o := range w.besides(t, col) {
			f := coded(o)
			if f == "" || len(o.filter) != 1 || len(union) > 0 && union[f] == nil {
				return
			}
			union[f] = append(union[f], o.filter[f]...)
		}
		for f, parts := range union {
			if fieldOf(f) == fieldOf(upper) && !w.misnamed(t, col, upper, nearest[1].filter[upper], parts) {
				return
			}
			nearest[0].filter = union
			nearest[1].filter = maps.Clone(nearest[1].filter)
			delete(nearest[1].filter, upper)
		}
		own = coded(nearest[0])
	}
	for i := range nearest[1:] {
		if f := coded(nearest[i+1]); own != "" && f != "" && fieldOf(f) != fieldOf(own) {
			nearest[i+1].filter = maps.Clone(nearest[i+1].filter)
			delete(nearest[i+1].filter, f)
		}
	}
}

// misnamed says whether a header of codes does not say what the columns below it take: one of them
// takes none of its codes, or one of its codes has a column below another header. 工资津补贴 takes no
// 绩效工资 where that stands below 其他工资福利支出.
func (w *words) misnamed(t *table, col int, field string, codes, parts []string) bool {
	within := func(code string, of []string) bool {
		return slices.ContainsFunc(of, func(o string) bool { return strings.HasPrefix(code, o) })
	}
	if slices.ContainsFunc(parts, func(code string) bool { return !within(code, codes) }) {
		return true
	}
	elsewhere := func(c int) bool {
		taken := w.read(t.lowest(c)).filter[field]
		return c != col && len(taken) == 1 && within(taken[0], codes) && !within(taken[0], parts)
	}
	return slices.ContainsFunc(t.blocks, func(b *block) bool {
		return slices.Contains(b.figures, col) && slices.ContainsFunc(b.figures, elsewhere)
	})
}

// inWords is how a limit is told.
func inWords(f pack.Filter) string {
	var out []string
	for _, field := range slices.Sorted(maps.Keys(f)) {
		out = append(out, field+"（"+strings.Join(f[field], "、")+"）")
	}
	return strings.Join(out, "、")
}

// coversAll says whether limits of the same fields let all pass that others do.
func coversAll(all, some pack.Filter) bool {
	for field, values := range some {
		if !covers(all[field], values) {
			return false
		}
	}
	return true
}

// above is what the headers above that of a column say.
func (w *words) above(t *table, col int) pack.Filter {
	var said []claim
	for _, head := range t.heads(col)[1:] {
		said = append(said, w.read(head))
	}
	return together(said...).filter
}

// widened is a limit that also lets pass what 其中 names as a part of it: 事业收入, of
// which 纳入财政专户管理的收费, takes both.
func widened(f, part pack.Filter) pack.Filter {
	for field, values := range part {
		if own := f[field]; own != nil && !covers(own, values) && !covers(values, own) { // 其中：财政拨款 of 一般公共预算 is no more than that
			f = maps.Clone(f)
			f[field] = slices.Concat(own, slices.DeleteFunc(slices.Clone(values), func(v string) bool { return slices.Contains(own, v) }))
		}
	}
	return f
}

// hasNeighbour says whether another column of figures stands below the header above a column.
func (t *table) hasNeighbour(col int) bool {
	heads := t.heads(col)
	return len(heads) > 1 && slices.ContainsFunc(t.blocks, func(b *block) bool {
		return slices.ContainsFunc(b.figures, func(c int) bool { return c != col && len(t.heads(c)) > 1 && slices.Equal(t.heads(c)[1:], heads[1:]) })
	})
}

// ownerName is a header that names whose money stands below it, not which.
var ownerName = pattern.Of(`^(本?单位|部门|本级)$`)

// amongWhich says whether a header names parts of the column before it.
func amongWhich(head string) bool { return strings.HasPrefix(head, "其中") }

// widen lets columns take what 其中 beside them names as their parts.
func widen(columns []*figures) {
	var whole *figures
	for _, f := range columns {
		if !strings.Contains(f.head, "其中") {
			whole = f
		} else if f.part != nil && whole != nil && len(f.words) > 0 {
			whole.said.filter = widened(whole.said.filter, f.words)
		}
	}
}

// restHead is the header of a column of all that the columns beside it leave.
var restHead = pattern.Of(`^(单位)?其他(各?[类项])?(财政)?(资金|收入|支出|来源|经费|安排|拨款|预算)*$`)

// restOf says whether the lowest of some headers names what is left of the money that
// those above it name: 其他, or 其他工资福利支出 below 工资福利支出.
func restOf(heads []string) bool {
	own, left := strings.CutPrefix(key(heads[0]), "其他")
	return restHead.MatchString(key(heads[0])) || left && slices.ContainsFunc(heads[1:], func(h string) bool { return key(h) == own })
}

// besides are the claims of the columns beside one, below the same upper headers, that
// say something.
func (w *words) besides(t *table, col int) (out []claim) {
	return w.besidesWith(t, col, func(int) bool { return true })
}

// own says whether a text names the one choice that it means by the name of that itself, and not by
// another one, such as 事业收入, that may mean several.
func (w *words) own(text string) bool {
	for field, values := range w.read(text).filter {
		if len(w.choices[field]) > 2 && len(values) == 1 && !w.coded[fieldOf(field)] && !sharesWord(text, values[0]) {
			return false
		}
	}
	return true
}

// sharesWord says whether two signs of a name stand in a text, but for words such as 资金.
func sharesWord(text, name string) bool {
	text = key(text)
	r := []rune(key(name))
	for i := range len(r) - 1 {
		if two := string(r[i : i+2]); !commonWords.MatchString(two) && strings.Contains(text, two) {
			return true
		}
	}
	return false
}

var commonWords = pattern.Of(`^(资金|收入|支出|预算|拨款|经费|管理)$`)

// besidesWith are those of some of the columns.
func (w *words) besidesWith(t *table, col int, counts func(int) bool) (out []claim) {
	upper := func(heads []string) []string { // without codes beside names, or 其他 where the others have one
		return slices.DeleteFunc(slices.Clone(heads[min(1, len(heads)):]), func(h string) bool { return allDigits(h) || key(h) == "其他" })
	}
	above := upper(t.heads(col))
	var seen []string
	var deep []claim
	for _, b := range t.blocks {
		if !slices.Contains(b.figures, col) {
			continue
		}
		for _, c := range b.figures {
			heads := t.heads(c)
			if c == col || !counts(c) || len(heads) == 0 || strings.HasPrefix(heads[0], "其中") {
				continue
			}
			own, to := heads[0], &out
			switch deeper := len(upper(heads)) - len(above); {
			case deeper < 0 || !slices.Equal(upper(heads)[deeper:], above):
				continue
			case deeper > 0: // a column of 财政拨款, which stands beside this one
				if own, to = upper(heads)[deeper-1], &deep; slices.Contains(seen, own) {
					continue
				}
				seen = append(seen, own)
			}
			said := w.read(own)
			if to == &out {
				said.filter = w.ofOneList(t, c, own, said.filter)
			}
			if len(said.filter) > 0 && !restHead.MatchString(key(own)) {
				*to = append(*to, said)
			}
		}
	}
	for _, said := range deep {
		if first := append(slices.Clone(out), deep...)[0]; sameFields(said.filter, first.filter) {
			out = append(out, said)
		}
	}
	return out
}

// addition is limits that the words of a table do not say.
type addition struct {
	filter pack.Filter
	called string
	omit   string // a field that words limit and figures do not
}

// on is a filter with the limits of an addition.
func (a addition) on(f pack.Filter) pack.Filter {
	if a.omit != "" {
		f = maps.Clone(f)
		delete(f, a.omit)
	}
	return with(f, a.filter)
}

// cost is how little the words say of an addition.
func (a addition) cost() int {
	if a.omit != "" {
		return len(a.filter) + 2
	}
	return len(a.filter)
}

// omissions are the fields of the usual table that all words of some filters limit.
func (x *example) omissions(filters []pack.Filter) (out []addition) {
	if len(filters) == 0 || x.vague {
		return nil
	}
	for _, field := range slices.Sorted(maps.Keys(filters[0])) {
		if !slices.ContainsFunc(filters, func(f pack.Filter) bool {
			return !same(pack.Filter{field: f[field]}, pack.Filter{field: filters[0][field]})
		}) {
			out = append(out, addition{called: strings.Join(filters[0][field], "、"), omit: field})
		}
	}
	return out
}

// additions are the limits that the choices of the usual table allow, none first,
// then one field, then two.
func (x *example) additions() []addition {
	s := x.p.Input.Sheet(x.usual)
	if s == nil {
		return []addition{{}}
	}
	var single []addition
	for _, field := range s.Fields() {
		if x.vague && len(x.others(field, nil)) != 2 {
			continue // 单位性质 was guessed, and other fields were spread
		}
		for _, v := range values(x.p, s, field) {
			all, _ := x.p.Group(field, v)
			single = append(single, addition{filter: pack.Filter{field: all}, called: v})
		}
	}
	out := append([]addition{{}}, single...)
	for i, a := range single {
		for _, b := range single[i+1:] {
			if both := with(a.filter, b.filter); len(both) == 2 {
				out = append(out, addition{filter: both, called: a.called + "、" + b.called})
			}
		}
	}
	return out
}

// decide finds the filters of a block's columns: what the words say, with the
// limits that the figures of all columns together ask for and the words leave open.
// prior is the filter of a table of the pack that is called alike, nil if none is.
func (x *example) decide(t *table, lines []line, ids []string, s shape, columns []*figures, prior pack.Filter, sc scale) (doubts []string) {
	x.literally(t, lines, ids, s, columns, sc)
	all := x.additions()
	var said []pack.Filter
	for _, f := range columns {
		said = append(said, f.said.filter)
	}
	all = append(all, x.omissions(said)...)
	best, bestScore := -1, [3]int{}
	var verdicts [][]verdict
	for i, a := range all {
		v := x.try(t, lines, ids, s, columns, a, sc)
		verdicts = append(verdicts, v)
		score := [3]int{0, 0, -a.cost()}
		for c, f := range columns {
			if f.known && v[c].wrong > 0 {
				score[0]--
			}
			if v[c].confirmed() {
				score[1]++
			}
		}
		if i == 0 || slices.Compare(score[:], bestScore[:]) > 0 {
			best, bestScore = i, score
		}
	}
	if best < 0 {
		return nil
	}
	if bestScore[1] == 0 && !t.empty(lines, columns) && !x.vague {
		for _, f := range columns {
			f.open = nothingAgrees
		}
		return nil
	}
	chosen := all[best]
	if bestScore[1] == 0 {
		chosen = addition{}
	}
	// limits that make no difference in the example but stand in the pack's own table
	if extra := unspoken(prior, wordsOf(columns)); len(chosen.filter) == 0 && chosen.omit == "" && len(extra) > 0 {
		if v := x.try(t, lines, ids, s, columns, addition{filter: extra}, sc); !worse(v, verdicts[best]) {
			chosen.filter = extra
		}
	}
	for c, f := range columns {
		f.settle(chosen.on(f.said.filter), x.try(t, lines, ids, s, columns[c:c+1], chosen, sc)[0], t)
		if f.bound || f.open == "" || f.barred {
			continue
		}
		was := *f
		x.search(t, lines, ids, s, f, all, sc)
		if more := with(f.filter, chosen.filter); f.bound && len(more) > len(f.filter) {
			own := *f
			own.said.filter = more
			if x.try(t, lines, ids, s, []*figures{&own}, addition{}, sc)[0].wrong == 0 {
				f.filter = more
			}
		}
		v := verdicts[best][c]
		if f.bound || !f.known || v.right < 8 {
			continue
		}
		if f.measure != "" && len(v.bad) == 0 {
			was.doubt = fmt.Sprintf("“%s”：去年有数、今年没有的行，范例不印，填表时会印", f.head)
		} else if v.wrong*10 <= v.right {
			was.doubt = fmt.Sprintf("“%s”有 %d 格和录入算的不同（如 %s），其余 %d 格相同", f.head, v.wrong, t.place(v.bad), v.right)
		} else {
			continue
		}
		*f = was
		f.bound, f.open = true, ""
	}
	for _, f := range columns {
		if !f.bound && f.known && !f.barred {
			x.ofSubject(t, lines, ids, s, f, chosen, sc)
			x.ofItself(t, lines, ids, s, f, chosen, sc)
		}
	}
	x.ofParts(t, lines, ids, s, columns, chosen, sc)
	x.besideCarried(t, lines, ids, s, columns, chosen, sc)
	x.otherwiseCalled(t, lines, ids, s, columns, chosen, sc)
	x.widenedByRest(t, lines, ids, s, columns, chosen, sc)
	x.leftToOne(t, columns, chosen)
	x.parts(t, lines, ids, s, columns, sc)
	x.group(t, lines, ids, s, columns, sc)
	x.below(t, lines, ids, s, columns, sc)
	if chosen.omit != "" {
		doubts = append(doubts, fmt.Sprintf("表上写着只取 %s，范例的数不止这些，这张表都按范例的数取", chosen.called))
	}
	if len(chosen.filter) > 0 && chosen.called != "" {
		doubts = append(doubts, fmt.Sprintf("表上没有写取哪些明细，这张表都按范例的数只取 %s", chosen.called))
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
		if field, said := x.loose(t.lowest(f.col), f.head, f.words); f.bound && f.doubt == "" && field != "" && len(said) == 1 && t.blank(f.col) {
			f.doubt = unshown(f.head, said[0])
		}
	}
	return doubts
}

// byWords gives columns what their words say where the items were rebuilt from the tables: that
// these do not add up to the figures may be the rebuilding.
func (x *example) byWords(columns []*figures, chosen addition) (heads []string) {
	for _, f := range columns {
		if x.vague && !f.bound && f.known && !f.barred && !f.absent {
			more := chosen
			if f.generic { // 合计 of 上年结转 too
				more.filter = unspoken(chosen.filter, wordsOf(columns))
			}
			f.filter, f.bound, f.open, f.unproven = more.on(f.said.filter), true, "", true
			heads = append(heads, f.head)
		}
	}
	return heads
}

// emptyColumns leaves open a column without figures that a name of several meanings calls the same
// as another one that has them: 事业收入 beside 其他收入.
func (x *example) emptyColumns(t *table, columns []*figures) {
	for _, f := range columns {
		if !f.bound || !t.blank(f.col) {
			continue
		}
		field, _ := x.loose(t.lowest(f.col), f.head, f.words)
		if field != "" && slices.ContainsFunc(columns, func(o *figures) bool { return o.bound && !t.blank(o.col) && same(o.filter, f.filter) }) {
			f.bound, f.open = false, notKept
		}
	}
}

// lastYears gives columns of last year, of which the ledger has no amounts, what the column with
// the same headers takes of this year, else what their words say.
func lastYears(columns []*figures, chosen addition) {
	for _, f := range columns {
		if !f.blind {
			continue
		}
		f.filter, f.bound = chosen.on(f.said.filter), true
		for _, o := range columns {
			if o.measure == "" && sameHead(o.head, f.head) {
				f.filter, f.bound = o.filter, o.bound
			}
		}
		if f.bound {
			f.open = ""
			f.doubt = "“" + f.head + "”要去年的数，范例的录入里没有，照表头写了标签，没有核对过"
		}
	}
}

// literally gives columns such as 其他社会保障缴费 what is called so itself where the figures
// do not show what has no column too.
func (x *example) literally(t *table, lines []line, ids []string, s shape, columns []*figures, sc scale) {
	for _, f := range columns {
		if f.literal == nil {
			continue
		}
		own := *f
		own.said.filter = f.literal
		v := x.try(t, lines, ids, s, []*figures{f, &own}, addition{}, sc)
		if v[1].wrong < v[0].wrong {
			f.said.filter = f.literal
			f.doubt = "“" + f.head + "”照名称取，旁边各列以外的也许也在里面"
		}
	}
}

// unspoken are limits that no words speak against: a table with a column of 上年结转
// is not one of 本年 alone.
func unspoken(limits pack.Filter, words []pack.Filter) pack.Filter {
	out := with(pack.Filter{}, limits)
	maps.DeleteFunc(out, func(field string, values []string) bool {
		return slices.ContainsFunc(words, func(said pack.Filter) bool { return !covers(values, said[field]) })
	})
	return out
}

func wordsOf(columns []*figures) (out []pack.Filter) {
	for _, f := range columns {
		out = append(out, f.words)
	}
	return out
}

// partition keeps apart the columns that together make the total: where one of them
// takes 上年结转 alone, the others take none of it, though the example may not show it.
//
// Of several totals, such as 收入合计 and 支出合计, each has the parts up to the next one.
func (x *example) partition(t *table, lines []line, ids []string, s shape, columns []*figures, sc scale) {
	var totals []int
	umbrella := upperOfAll(columns)
	for i, f := range columns {
		if f.bound && (f.generic || f.sum) && !strings.Contains(strings.TrimPrefix(f.head, umbrella), "/") {
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
		var parts []*figures
		for _, f := range of {
			if f != columns[at] && f.part == nil && !f.subtotal(of) { // 其中 is inside the column on its left
				parts = append(parts, f)
			}
		}
		x.divided(t, lines, ids, s, columns[at], parts, sc)
		x.subtotals(t, lines, ids, s, of, sc)
	}
}

// upperOfAll are the headers that stand above all columns: 部门预算/.
func upperOfAll(columns []*figures) string {
	if len(columns) < 2 {
		return ""
	}
	out := columns[0].head[:strings.LastIndex(columns[0].head, "/")+1]
	for _, f := range columns {
		for !strings.HasPrefix(f.head, out) {
			out = out[:strings.LastIndex(strings.TrimSuffix(out, "/"), "/")+1]
		}
	}
	return out
}

// subtotals give a column that sums others below the same head the choice of two that all
// of these take, and no more funds than these have.
func (x *example) subtotals(t *table, lines []line, ids []string, s shape, columns []*figures, sc scale) {
	for _, f := range columns {
		if !f.bound || !f.subtotal(columns) || f.measure != "" {
			continue
		}
		upper := f.head[:strings.LastIndex(f.head, "/")+1]
		var parts []*figures
		for _, o := range columns {
			if o != f && o.bound && o.part == nil && upper != "" && strings.HasPrefix(o.head, upper) {
				parts = append(parts, o)
			}
		}
		x.likeAll(t, lines, ids, s, []*figures{f}, parts, sc)
		parts = slices.DeleteFunc(parts, func(o *figures) bool { return o.subtotal(columns) })
		if len(parts) > 1 && t.makes(lines, f, parts, sc) {
			x.narrowTotal(t, lines, ids, s, f, parts, sc)
		}
	}
}

// likeAll gives columns the choices of two that all of some others take, where the example
// does not speak against it.
func (x *example) likeAll(t *table, lines []line, ids []string, s shape, columns, others []*figures, sc scale) {
	if len(others) == 0 {
		return
	}
	for field, values := range others[0].filter {
		if len(x.others(field, nil)) != 2 || slices.ContainsFunc(others, func(o *figures) bool { return !slices.Equal(o.filter[field], values) }) {
			continue
		}
		for _, f := range columns {
			if _, limited := f.filter[field]; limited || !f.bound {
				continue
			}
			own := *f
			own.said.filter = with(f.filter, pack.Filter{field: values})
			if x.try(t, lines, ids, s, []*figures{&own}, addition{}, sc)[0].wrong == 0 {
				f.filter = own.said.filter
			}
		}
	}
}

// subtotal says whether a column sums others below the same head: 财政拨款/小计.
func (f *figures) subtotal(columns []*figures) bool {
	if !f.generic {
		return false
	}
	upper := f.head[:strings.LastIndex(f.head, "/")+1]
	return upper == "" || slices.ContainsFunc(columns, func(o *figures) bool {
		return o != f && o.part == nil && strings.HasPrefix(o.head, upper)
	})
}

// divided keeps apart the parts of a total that they make.
func (x *example) divided(t *table, lines []line, ids []string, s shape, total *figures, parts []*figures, sc scale) {
	if len(parts) < 2 || !t.makes(lines, total, parts, sc) {
		return
	}
	x.narrowTotal(t, lines, ids, s, total, parts, sc)
	x.likeAll(t, lines, ids, s, parts, []*figures{total}, sc)
	x.withoutTwice(t, lines, ids, s, parts, sc)
	for _, p := range parts {
		for _, q := range parts {
			if p == q || !p.bound || !q.bound || p.measure != q.measure {
				continue
			}
			for field, taken := range q.words {
				if _, limited := p.filter[field]; limited || excludes(p.filter, q.filter) {
					continue
				}
				rest := x.ordinary(field, taken)
				if rest == nil || t.blank(total.col) && slices.ContainsFunc(parts, func(o *figures) bool {
					return o != p && o.bound && slices.Equal(o.words[field], rest) && same(o.filter, with(pack.Filter{field: rest}, q.filter))
				}) {
					continue // 本年 and 上年结转 beside the funds divide the total once more, where no figures say how
				}
				narrower := with(p.filter, pack.Filter{field: rest})
				own := *p
				own.said.filter = narrower
				if v := x.try(t, lines, ids, s, []*figures{&own}, addition{}, sc)[0]; v.wrong == 0 || p.unproven { // that they make the total says it too
					p.filter, p.said.filter = narrower, with(p.said.filter, pack.Filter{field: rest})
				}
			}
		}
	}
}

// thisYear takes the columns that stand below a word for this year beside 上年结转, such
// as 2026年预算, for those of 本年, though the example may carry nothing over.
func (x *example) thisYear(t *table, lines []line, ids []string, s shape, columns []*figures, sc scale) {
	for _, p := range columns {
		for _, q := range columns {
			head := parting(t.heads(p.col), t.heads(q.col))
			if p == q || !p.bound || p.part != nil || q.part != nil || p.measure != "" || !x.ofThisYear(head) || t.vague[p.col][head] {
				continue
			}
			for field, taken := range q.words {
				rest := x.ordinary(field, taken)
				if _, limited := p.filter[field]; limited || rest == nil {
					continue
				}
				own := *p
				own.said.filter = with(p.filter, pack.Filter{field: rest})
				if v := x.try(t, lines, ids, s, []*figures{&own}, addition{}, sc)[0]; v.wrong == 0 {
					p.filter = own.said.filter
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
func (x *example) ofThisYear(head string) bool {
	year := x.ledger.Info[x.p.Input.YearItem()]
	return year != "" && strings.HasPrefix(yearWords.FindString(head), year) || thisYear.MatchString(head)
}

// belowOneHead are the columns below each upper header that some of the columns have, such as
// 资金来源.
func belowOneHead(columns []*figures) (out [][]*figures) {
	at := map[string]int{}
	for _, f := range columns {
		upper := f.head[:strings.LastIndex(f.head, "/")+1]
		if upper == "" || f.part != nil {
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
func (x *example) withoutTwice(t *table, lines []line, ids []string, s shape, parts []*figures, sc scale) {
	for _, p := range parts {
		if !p.bound && !p.known || p.generic { // 小计 is their sum
			continue
		}
		for field, mine := range p.filter {
			left := mine
			for _, q := range parts {
				if taken := q.words[field]; p != q && q.bound && len(taken) < len(mine) && covers(mine, taken) {
					left = slices.DeleteFunc(slices.Clone(left), func(v string) bool { return slices.Contains(taken, v) })
				}
			}
			if len(left) == 0 || len(left) == len(mine) {
				continue
			}
			own := *p
			own.said.filter = maps.Clone(p.filter)
			own.said.filter[field] = left
			if v := x.try(t, lines, ids, s, []*figures{&own}, addition{}, sc)[0]; v.wrong == 0 && (p.bound || p.known || v.right > 0) {
				p.filter, p.bound, p.open = own.said.filter, true, ""
			}
		}
	}
}

// ordinary is the first of two choices of a field, where words have taken the other
// one: 本年, beside 上年结转. Of more choices who knows which is meant.
func (x *example) ordinary(field string, taken []string) []string {
	choices, rest := x.others(field, nil), x.others(field, taken)
	if len(choices) != 2 || len(rest) != 1 || rest[0] != choices[0] {
		return nil
	}
	return rest
}

// narrowTotal limits a total to the choices that its parts have, where they leave some
// out: a table that prints two funds of five does not add up otherwise.
func (x *example) narrowTotal(t *table, lines []line, ids []string, s shape, total *figures, parts []*figures, sc scale) {
	if !slices.ContainsFunc(parts, func(p *figures) bool { return !slices.ContainsFunc(t.heads(p.col), amongWhich) }) {
		return // 其中 may leave some out
	}
	for field := range parts[0].filter {
		var all []string
		each := true
		for _, p := range parts {
			values, ok := p.filter[field]
			each = each && ok && p.bound
			all = union(all, values)
		}
		choices := x.others(field, nil)
		limit, limited := total.filter[field]
		if wider := len(all) < len(limit) && covers(limit, all); !each || limited && !wider || len(choices) == 0 || !slices.ContainsFunc(choices, func(c string) bool { return !slices.Contains(all, c) }) {
			continue
		}
		own := *total
		own.said.filter = with(pack.Filter{field: all}, total.filter)
		if v := x.try(t, lines, ids, s, []*figures{&own}, addition{}, sc)[0]; v.wrong == 0 {
			total.filter = own.said.filter
			total.doubt = fmt.Sprintf("“%s”只取它旁边各列的%s（%s）", total.head, field, strings.Join(all, "、"))
		}
	}
}

// excludes says whether two filters let no record pass together.
func excludes(a, b pack.Filter) bool {
	for field, values := range a {
		if other, ok := b[field]; ok && !slices.ContainsFunc(values, func(v string) bool { return slices.Contains(other, v) }) {
			return true
		}
	}
	return false
}

// others are the choices of a field of the usual table but for some; none of one that items may lack, as
// they are no parts of all money.
func (x *example) others(field string, taken []string) []string {
	s := x.p.Input.Sheet(x.usual)
	if s == nil || s.Column(field) == nil || !s.Column(field).Required {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.Column(field).Choices), func(v string) bool { return slices.Contains(taken, v) })
}

// makes says whether some columns add up to another one in every line.
func (t *table) makes(lines []line, total *figures, parts []*figures, sc scale) bool {
	half := decimal.New(5, -sc.places-1).Mul(decimal.NewFromInt(int64(len(parts) + 1)))
	for _, l := range lines {
		sum, _ := t.cells[pos{total.col, l.row}].amount()
		for _, p := range parts {
			d, _ := t.cells[pos{p.col, l.row}].amount()
			sum = sum.Sub(d)
		}
		if sum.Abs().GreaterThan(half) {
			return false
		}
	}
	return true
}

// nothingAgrees is why columns of a table are not bound in which no figure agrees.
const nothingAgrees = "这张表没有一列数和录入对得上"

// notKept is why columns and lines are not bound of which the input workbook knows nothing,
// nor the example.
const notKept = "录入里没有这样的钱"

// nothingLeft is why 其他 has no tag where the names beside it take all and no figure says what it is.
const nothingLeft = "旁边的各项已经是全部的钱，看不出还有什么"

// empty says whether all figures of some columns are zero.
func (t *table) empty(lines []line, columns []*figures) bool {
	for _, l := range lines {
		for _, f := range columns {
			if d, ok := t.cells[pos{f.col, l.row}].amount(); ok && !d.IsZero() {
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
func (x *example) try(t *table, lines []line, ids []string, s shape, columns []*figures, more addition, sc scale) []verdict {
	var filters []pack.Filter
	var measures []string
	for _, f := range columns {
		filters = append(filters, more.on(f.said.filter))
		measures = append(measures, f.measure)
	}
	sums := x.build(s, filters, measures)
	out := make([]verdict, len(columns))
	for i, f := range columns {
		out[i] = judge(t, lines, ids, f.col, sums, i, sc)
	}
	return out
}

// settle decides about a column whose filter is found.
func (f *figures) settle(filter pack.Filter, v verdict, t *table) {
	f.filter = filter
	switch {
	case f.open != "":
	case f.known && v.wrong > 0:
		f.open = fmt.Sprintf("按表头取的数和范例有 %d 格不同（如 %s）", v.wrong, t.place(v.bad))
	case f.absent && t.blank(f.col):
		f.open = notKept
	case !f.known && t.blank(f.col):
		f.open = "是什么意思不知道，范例里也没有数"
	case !f.known:
		f.open = "是什么意思不知道"
	default:
		f.bound = true
	}
}

// blank says whether a column shows no figure but zero.
func (t *table) blank(col int) bool {
	for row := t.body[0]; row <= t.body[1]; row++ {
		if d, ok := t.cells[pos{col, row}].amount(); ok && !d.IsZero() {
			return false
		}
	}
	return true
}

// place names the first of some cells.
func (t *table) place(cells []pos) string {
	if len(cells) == 0 {
		return "少了行"
	}
	return t.name + "!" + cellName(cells[0])
}

// enough is how many different figures must agree before figures alone decide.
const enough = 3

// search looks for the one filter that gives the figures of a column that words
// do not explain. It is told to the clerk.
func (x *example) search(t *table, lines []line, ids []string, s shape, f *figures, all []addition, sc scale) {
	if sc.any || t.different(lines, f.col) < enough {
		return
	}
	sc.slack = 0 // figures alone decide
	var found []addition
	for _, a := range all {
		if f.known && len(with(f.said.filter, a.filter)) == len(f.said.filter) && len(a.filter) > 0 {
			continue
		}
		v := x.try(t, lines, ids, s, []*figures{f}, a, sc)[0]
		if v.confirmed() && (len(found) == 0 || len(a.filter) <= len(found[0].filter)) {
			found = append(found, a)
		}
	}
	if len(found) == 0 {
		return
	}
	f.filter, f.bound, f.open, f.added = with(f.said.filter, found[0].filter), true, "", found[0].filter
	called := cmp.Or(found[0].called, "全部")
	if found[0].called == "" && len(f.said.filter) > 0 {
		called = inWords(f.said.filter)
	}
	f.doubt = fmt.Sprintf("表头“%s”没有说清，按范例的数取 %s", f.head, called)
	if len(found) > 1 {
		f.doubt += "，也可能是 " + found[1].called
	}
}

// parts gives columns of 其中 the limits of the column on their left, where their
// figures agree with them.
func (x *example) parts(t *table, lines []line, ids []string, s shape, columns []*figures, sc scale) {
	for _, f := range columns {
		if f.part == nil || !f.bound || len(with(f.filter, f.part)) == len(f.filter) {
			continue
		}
		own := *f
		own.said.filter = with(f.filter, f.part)
		v := x.try(t, lines, ids, s, []*figures{&own}, addition{}, sc)[0]
		switch {
		case v.wrong > 0:
		case v.right > 0:
			f.filter = own.said.filter
		default:
			f.doubt = "“" + f.head + "”是哪一列的其中，范例里没有数，分不出，现在取各列的"
		}
	}
}

// group gives the columns whose words say as little as those of one that got more
// limits by its figures the same limits, where the example does not speak against it.
func (x *example) group(t *table, lines []line, ids []string, s shape, columns []*figures, sc scale) {
	fields := func(f *figures) string { return fmt.Sprint(slices.Sorted(maps.Keys(f.said.filter))) }
	for _, f := range columns {
		if f.added == nil || f.generic {
			continue
		}
		for _, g := range columns {
			if g == f || !g.bound || g.generic && len(g.words) == 0 || g.added != nil || fields(g) != fields(f) || len(with(g.filter, f.added)) == len(g.filter) {
				continue
			}
			own := *g
			own.said.filter = with(g.filter, f.added)
			if v := x.try(t, lines, ids, s, []*figures{&own}, addition{}, sc)[0]; v.wrong == 0 {
				g.filter = own.said.filter
				if g.doubt == "" {
					g.doubt = fmt.Sprintf("表头“%s”没有说清，照“%s”一样取", g.head, f.head)
				}
			}
		}
	}
}

// below gives a column of whose headers only upper ones have no meaning what these mean
// for the other columns below them: 市级当年安排 is what limits all of them alike. What
// figures it has must agree.
func (x *example) below(t *table, lines []line, ids []string, s shape, columns []*figures, sc scale) {
	sums := slices.Clone(columns) // after their parts
	slices.SortStableFunc(sums, func(a, b *figures) int {
		switch {
		case a.generic == b.generic:
			return 0
		case a.generic:
			return 1
		}
		return -1
	})
	for _, g := range sums {
		if g.bound || g.known || g.absent || g.barred || len(g.unknown) != 1 || slices.Contains(g.unknown, t.lowest(g.col)) {
			continue
		}
		var alike []*figures
		for _, f := range columns {
			if f.bound && slices.Contains(f.unknown, g.unknown[0]) {
				alike = append(alike, f)
			}
		}
		own := *g
		own.said.filter = with(g.said.filter, beyondWords(alike))
		if len(alike) < 2 {
			continue
		}
		v := x.try(t, lines, ids, s, []*figures{&own}, addition{}, sc)[0]
		for _, narrow := range x.taken(own.said.filter, filtersOf(alike, g)) { // their sum
			if less := own; v.wrong > 0 {
				less.said.filter = with(narrow, own.said.filter)
				if n := x.try(t, lines, ids, s, []*figures{&less}, addition{}, sc)[0]; n.confirmed() {
					own, v = less, n
				}
			}
		}
		if v.wrong == 0 && (v.right > 0 || t.blank(g.col)) {
			g.filter, g.bound, g.open = own.said.filter, true, ""
			g.doubt = fmt.Sprintf("“%s”没有说清，照“%s”一样取 %s", g.head, alike[0].head, inWords(g.filter))
			if t.blank(g.col) {
				g.doubt = fmt.Sprintf("范例里没有数，“%s”照“%s”一样取 %s", g.head, alike[0].head, inWords(g.filter))
			}
		}
	}
}

// beyondWords are the limits that columns have alike and none has from its own words.
func beyondWords(columns []*figures) pack.Filter {
	out := pack.Filter{}
	for i, f := range columns {
		own := maps.Clone(f.filter)
		maps.DeleteFunc(own, func(field string, _ []string) bool { return f.words[field] != nil })
		if i == 0 {
			out = own
		}
		maps.DeleteFunc(out, func(field string, values []string) bool {
			return !same(pack.Filter{field: values}, pack.Filter{field: own[field]})
		})
	}
	return out
}

// different is how many different figures other than zero a column has.
func (t *table) different(lines []line, col int) int {
	seen := map[string]bool{}
	for _, l := range lines {
		if d, ok := t.cells[pos{col, l.row}].amount(); ok && !d.IsZero() {
			seen[d.String()] = true
		}
	}
	return len(seen)
}

// apart leaves open the columns that would print what another one prints, where
// their headers say that they are different things.
func apart(columns []*figures) {
	for i, f := range columns {
		for _, g := range columns[:i] {
			if !f.bound || !g.bound || f.generic || g.generic || f.measure != g.measure || !same(f.filter, g.filter) || within(f.head, g.head) || unitless(f.head) == unitless(g.head) {
				continue
			}
			f.bound = false
			f.open = fmt.Sprintf("和“%s”取的是同一笔钱，分不清", g.head)
		}
	}
}

// unitless is a header without the unit below it: 支出金额/元, 支出金额/万元.
func unitless(head string) string {
	i := strings.LastIndex(head, "/")
	if i < 0 {
		return head
	}
	upper, last := head[:i], head[i+1:]
	if unitWords.ReplaceAllString(last, "") == "" {
		return upper
	}
	return head
}

// within says whether one header stands over the other.
func within(a, b string) bool {
	return strings.HasPrefix(a, b+"/") || strings.HasPrefix(b, a+"/")
}
