package meaning

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

// Under says whether a column stands below the headers that stand above another one.
func (f *Column) Under(total *Column) bool {
	i := strings.LastIndex(total.Head, "/")
	return f != total && !strings.Contains(f.Head, "其中") && (i < 0 || strings.HasPrefix(f.Head, total.Head[:i+1]))
}

// Column is a column of figures with what its words say and its figures prove.
type Column struct {
	Col      int
	Head     string // headers from the top: 基本支出/小计
	Said     Claim
	Words    pack.Filter // what its headers limit, apart from all that is found out
	Known    bool        // every word of its headers has a meaning
	Unknown  []string    // those of its headers that have none
	Generic  bool        // its own header says no more than 合计
	Sum      bool        // or no more than 本年支出合计
	Filter   pack.Filter
	Measure  string
	Bound    bool
	Doubt    string      // to be looked at, though it is bound
	Part     pack.Filter // limits of the column that it may be a part of, of 其中
	Added    pack.Filter // limits that figures alone gave
	Open     string      // why it is not bound
	Absent   bool        // of money that the input workbook does not know
	Barred   bool        // no figures may decide what it is
	Unproven bool        // bound by words though a rebuilt ledger does not show its figures
	Blind    bool        // of last year, of which the example's ledger has nothing: words alone decide
	Literal  pack.Filter // of 其他…: what is called so itself, without what has no column
	Around   pack.Filter // what its upper headers and the texts around say, without its own header
	Named    pack.Filter // the codes that its own header was found to name in other words
	Group    pack.Filter // what all below its upper headers is, where these name one choice of several: 单位资金

	Subjects []pack.Filter // of 合计: what the subjects that the title joins say
}

// Column reads the words around a column.
func (w *Words) Column(t *layout.Table, col int, around ...Claim) *Column {
	f := &Column{Col: col, Head: t.Headed(col), Known: true}
	var nearest []Claim
	var literal *Claim
	for i, head := range t.Heads(col) {
		c := w.Read(head)
		if t.Vague[col][head] {
			maps.DeleteFunc(c.Filter, func(field string, _ []string) bool { return len(w.Choices[field]) == 2 })
		}
		if i == 0 {
			c.Filter = w.ofOneList(t, col, head, c.Filter)
			if f, ok := w.classes[layout.Key(layout.Unnumbered(head))]; ok && len(c.Filter) == 0 && c.Rest != "" {
				c = Claim{Filter: maps.Clone(f)}
			}
		}
		if rest := i == 0 && layout.RestHead.MatchString(layout.Key(head)); rest && len(c.Filter) > 0 && Same(c.Filter, w.above(t, col)) {
			c = Claim{} // 其他结转结余 below 上年结转结余
		} else if rest && w.noCode(t, col, c.Filter) {
			c = Claim{Rest: head} // 其他支出 below 单位资金
		}
		if i == 0 && len(c.Filter) == 0 && layout.RestHead.MatchString(layout.Key(head)) {
			if more := w.Rest(w.besides(t, col), w.above(t, col)); more != nil {
				c = Claim{Filter: more}
				f.Doubt = "“" + f.Head + "”取旁边各列以外的" + InWords(more)
			} else if more := w.Rest(w.notHalves(w.besidesWith(t, col, func(c int) bool { return !t.Blank(c) || w.own(t.Lowest(c)) })), w.above(t, col)); more != nil && !t.Blank(col) {
				c = Claim{Filter: more} // 事业收入 beside it has no figure
				f.Doubt = "“" + f.Head + "”取旁边各列以外的" + InWords(more)
			} else if w.Exhausted(w.besides(t, col), w.above(t, col)) {
				c.Absent = true
			}
		}
		if i == 0 && layout.OwnerName.MatchString(layout.Key(head)) && t.HasNeighbour(col) {
			if more := w.Rest(w.besides(t, col), w.above(t, col)); more != nil {
				c = Claim{Filter: more} // 单位 beside 专户, below 非财政拨款
				f.Doubt = "“" + f.Head + "”取旁边各列以外的" + InWords(more)
			} else {
				c.Rest = head
			}
		}
		if i == 0 && strings.HasPrefix(head, "其中") && col > 1 && len(t.Heads(col-1)) > 0 && !t.IsLabel(col-1) {
			left := col - 1
			for left > 1 && slices.ContainsFunc(t.Heads(left), layout.AmongWhich) {
				left--
			}
			f.Part = w.Column(t, left).Said.Filter // perhaps a part of the column on its left
		}
		if i == 0 && len(c.Filter) > 0 && f.Doubt == "" && restOf(t.Heads(col)) && len(w.besides(t, col)) > 0 {
			f.Doubt = "“" + f.Head + "”照名称取，旁边各列以外的也许也在里面"
			alike := slices.DeleteFunc(w.besides(t, col), func(o Claim) bool { return !SameFields(o.Filter, c.Filter) }) // 人员经费 beside it leaves no fund
			if more := w.Rest(alike, w.above(t, col)); SameFields(more, c.Filter) && CoversAll(more, c.Filter) {
				called := c
				literal = &called
				c.Filter = more // a class that is called so, with those that have no column
				f.Doubt = "“" + f.Head + "”取旁边各列以外的" + InWords(more)
			}
		}
		if i > 0 && layout.Key(head) == "其他" && len(c.Filter) == 0 {
			c.Rest = "" // where the others have a code above their name
		}
		if c.Last && layout.Spent.MatchString(c.Rest) && !w.budgetedToo(t, col) {
			c.Rest = "" // as 上年执行数 is
		}
		c.Absent = c.Absent || w.later(t, head)
		f.Known = f.Known && c.Rest == "" && !c.Absent
		if c.Rest != "" {
			f.Unknown = append(f.Unknown, head)
		}
		f.Absent = f.Absent || c.Absent
		f.Sum = f.Sum || i == 0 && c.Rest == "" && len(c.Filter) > 0 && w.Halves(c.Filter) && layout.Totals.MatchString(head)
		f.Generic = f.Generic || i == 0 && len(c.Filter) == 0 && c.Rest == ""
		nearest = append(nearest, c)
	}
	w.oneList(t, col, nearest)
	if f.Generic {
		f.Subjects = w.subjects(t.Called)
	}
	f.Words = Together(nearest...).Filter
	f.Said = Together(append(nearest, around...)...)
	f.Around = Together(append(slices.Clone(nearest[min(1, len(nearest)):]), around...)...).Filter
	if len(nearest) > 1 && w.OneOfSeveral(Together(nearest[1:]...).Filter) {
		f.Group = Together(append(slices.Clone(nearest[1:]), around...)...).Filter
	}
	if literal != nil {
		nearest = append([]Claim{*literal}, nearest[1:]...)
		w.oneList(t, col, nearest)
		f.Literal = Together(append(nearest, around...)...).Filter
	}
	return f
}

// OneOfSeveral says whether a filter names one choice of a field of several that has no codes: a fund.
func (w *Words) OneOfSeveral(f pack.Filter) bool {
	for field, values := range f {
		if len(values) == 1 && len(w.Choices[field]) > 2 && !w.Coded[FieldOf(field)] {
			return true
		}
	}
	return false
}

// noCode says whether a column of 其他… that is called as a code is none: it stands below a header of a fund, and no
// column beside it is of codes.
func (w *Words) noCode(t *layout.Table, col int, said pack.Filter) bool {
	ofCodes := func(f pack.Filter) bool {
		return slices.ContainsFunc(slices.Collect(maps.Keys(f)), func(field string) bool { return w.Coded[FieldOf(field)] })
	}
	return ofCodes(said) && (w.OneOfSeveral(w.above(t, col)) || w.oneField(w.besides(t, col))) && !slices.ContainsFunc(w.besides(t, col), func(c Claim) bool { return ofCodes(c.Filter) })
}

// oneField says whether several claims limit a choice of several, and nothing else: columns of funds, among which 其他支出 is
// no class of codes.
func (w *Words) oneField(claims []Claim) bool {
	const several = 3
	times := map[string]int{}
	for _, c := range claims {
		for field := range c.Filter {
			if len(c.Filter) == 1 && len(w.Choices[field]) > 2 {
				times[field]++
			}
		}
	}
	return slices.ContainsFunc(slices.Collect(maps.Values(times)), func(n int) bool { return n >= several })
}

// budgetedToo says whether another column than one of what was spent last year is of last year: of its budget.
func (w *Words) budgetedToo(t *layout.Table, but int) bool {
	return slices.ContainsFunc(t.Blocks, func(b *layout.Block) bool {
		return slices.ContainsFunc(b.Figures, func(col int) bool {
			return col != but && slices.ContainsFunc(t.Heads(col), func(h string) bool {
				c := w.Read(h)
				return c.Last && c.Rest == ""
			})
		})
	})
}

// later says whether a header is of a year after that of the tables, 2027年 beside 2026年: the input workbook knows
// one year.
func (w *Words) later(t *layout.Table, head string) bool {
	years := layout.Years(head)
	now, err := strconv.Atoi(w.Year)
	if err != nil || len(years) == 0 || slices.Min(years) <= now {
		return false
	}
	for col := 1; col <= t.Last.Col; col++ {
		if slices.Contains(layout.Years(t.Headed(col)), now) {
			return true
		}
	}
	return false
}

// ofOneList takes a name that codes of two lists have, such as 对企业补助, for that of the list
// by which its title says that it is sorted, of the code above it, or of the names beside it that only one list has.
func (w *Words) ofOneList(t *layout.Table, col int, head string, said pack.Filter) pack.Filter {
	several := w.twice[layout.Key(head)]
	if len(several) < 2 || len(said) != 1 {
		return said
	}
	votes := make([]int, len(several))
	vote := func(f pack.Filter, n int) {
		for i, own := range several {
			for field := range own {
				for other := range f {
					if FieldOf(other) == FieldOf(field) {
						votes[i] += n
					}
				}
			}
		}
	}
	const sure = 1000
	if by := w.Read(t.Called).Rows; by != "" { // 按政府预算经济分类
		vote(pack.Filter{by: nil}, sure)
	}
	for _, upper := range t.Heads(col)[1:] {
		if layout.AllDigits(upper) {
			vote(w.Read(upper).Filter, sure)
		}
	}
	for _, b := range t.Blocks {
		for _, c := range b.Figures {
			if heads := t.Heads(c); slices.Contains(b.Figures, col) && c != col && len(heads) > 0 && len(w.twice[layout.Key(heads[0])]) < 2 {
				vote(w.Read(heads[0]).Filter, 1)
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
func (w *Words) oneList(t *layout.Table, col int, nearest []Claim) {
	coded := func(c Claim) (field string) {
		for f := range c.Filter {
			if w.Coded[FieldOf(f)] {
				field = f
			}
		}
		return field
	}
	if len(nearest) < 2 {
		return
	}
	own, upper := coded(nearest[0]), coded(nearest[1])
	if own == "" && upper != "" && len(nearest[0].Filter) == 0 && nearest[0].Rest == "" {
		union := pack.Filter{}
		for _, o := range w.besides(t, col) {
			f := coded(o)
			if f == "" || o.Rest != "" || len(o.Filter) != 1 || len(union) > 0 && union[f] == nil {
				return
			}
			union[f] = append(union[f], o.Filter[f]...)
		}
		for f, parts := range union {
			if FieldOf(f) == FieldOf(upper) && !w.misnamed(t, col, upper, nearest[1].Filter[upper], parts) {
				return
			}
			nearest[0].Filter = union
			nearest[1].Filter = maps.Clone(nearest[1].Filter)
			delete(nearest[1].Filter, upper)
		}
		own = coded(nearest[0])
	}
	for i := range nearest[1:] {
		if f := coded(nearest[i+1]); own != "" && f != "" && FieldOf(f) != FieldOf(own) {
			nearest[i+1].Filter = maps.Clone(nearest[i+1].Filter)
			delete(nearest[i+1].Filter, f)
		}
	}
}

// misnamed says whether a header of codes does not say what the columns below it take: one of them
// takes none of its codes, or one of its codes has a column below another header. 工资津补贴 takes no
// 绩效工资 where that stands below 其他工资福利支出.
func (w *Words) misnamed(t *layout.Table, col int, field string, codes, parts []string) bool {
	within := func(code string, of []string) bool {
		return slices.ContainsFunc(of, func(o string) bool { return strings.HasPrefix(code, o) })
	}
	if slices.ContainsFunc(parts, func(code string) bool { return !within(code, codes) }) {
		return true
	}
	elsewhere := func(c int) bool {
		taken := w.Read(t.Lowest(c)).Filter[field]
		return c != col && len(taken) == 1 && within(taken[0], codes) && !within(taken[0], parts)
	}
	return slices.ContainsFunc(t.Blocks, func(b *layout.Block) bool {
		return slices.Contains(b.Figures, col) && slices.ContainsFunc(b.Figures, elsewhere)
	})
}

// InWords is how a limit is told.
func InWords(f pack.Filter) string {
	var out []string
	for _, field := range slices.Sorted(maps.Keys(f)) {
		out = append(out, field+"（"+strings.Join(f[field], "、")+"）")
	}
	return strings.Join(out, "、")
}

// CoversAll says whether limits of the same fields let all pass that others do.
func CoversAll(all, some pack.Filter) bool {
	for field, values := range some {
		if !Covers(all[field], values) {
			return false
		}
	}
	return true
}

// above is what the headers above that of a column say.
func (w *Words) above(t *layout.Table, col int) pack.Filter {
	var said []Claim
	for _, head := range t.Heads(col)[1:] {
		said = append(said, w.Read(head))
	}
	return Together(said...).Filter
}

// Widened is a limit that also lets pass what 其中 names as a part of it: 事业收入, of
// which 纳入财政专户管理的收费, takes both.
func Widened(f, part pack.Filter) pack.Filter {
	for field, values := range part {
		if own := f[field]; own != nil && !Covers(own, values) && !Covers(values, own) { // 其中：财政拨款 of 一般公共预算 is no more than that
			f = maps.Clone(f)
			f[field] = slices.Concat(own, slices.DeleteFunc(slices.Clone(values), func(v string) bool { return slices.Contains(own, v) }))
		}
	}
	return f
}

// restOf says whether the lowest of some headers names what is left of the money that
// those above it name: 其他, or 其他工资福利支出 below 工资福利支出.
func restOf(heads []string) bool {
	own, left := strings.CutPrefix(layout.Key(heads[0]), "其他")
	return layout.RestHead.MatchString(layout.Key(heads[0])) || left && slices.ContainsFunc(heads[1:], func(h string) bool { return layout.Key(h) == own })
}

// besides are the claims of the columns beside one, below the same upper headers, that
// say something.
func (w *Words) besides(t *layout.Table, col int) (out []Claim) {
	return w.besidesWith(t, col, func(int) bool { return true })
}

// notHalves are the claims of some that limit more than a choice of two: a column of 上年结转 leaves 其他 no fund less.
func (w *Words) notHalves(claims []Claim) []Claim {
	return slices.DeleteFunc(claims, func(c Claim) bool { return w.Halves(c.Filter) })
}

// own says whether a text names the one choice that it means by the name of that itself, and not by
// another one, such as 事业收入, that may mean several.
func (w *Words) own(text string) bool {
	for field, values := range w.Read(text).Filter {
		if len(w.Choices[field]) > 2 && len(values) == 1 && !w.Coded[FieldOf(field)] && !SharesWord(text, values[0]) {
			return false
		}
	}
	return true
}

// SharesWord says whether two signs of a name stand in a text, but for words such as 资金.
func SharesWord(text, name string) bool {
	text = layout.Key(text)
	r := []rune(layout.Key(name))
	for i := range len(r) - 1 {
		if two := string(r[i : i+2]); !commonWords.MatchString(two) && strings.Contains(text, two) {
			return true
		}
	}
	return false
}

var commonWords = pattern.Of(`^(资金|收入|支出|预算|拨款|经费|管理)$`)

// besidesWith are those of some of the columns.
func (w *Words) besidesWith(t *layout.Table, col int, counts func(int) bool) (out []Claim) {
	upper := func(heads []string) []string { // without codes beside names, or 其他 where the others have one
		return slices.DeleteFunc(slices.Clone(heads[min(1, len(heads)):]), func(h string) bool { return layout.AllDigits(h) || layout.Key(h) == "其他" })
	}
	above := upper(t.Heads(col))
	var seen []string
	var deep []Claim
	for _, b := range t.Blocks {
		if !slices.Contains(b.Figures, col) {
			continue
		}
		for _, c := range b.Figures {
			heads := t.Heads(c)
			if c == col || !counts(c) || len(heads) == 0 || strings.HasPrefix(heads[0], "其中") {
				continue
			}
			own, to := heads[0], &out
			switch deeper := len(upper(heads)) - len(above); {
			case deeper < 0 || !slices.Equal(upper(heads)[deeper:], above):
				continue
			case deeper > 0: // a column of 财政拨款, which stands beside this one
				own, to = upper(heads)[deeper-1], &deep
				if len(w.Read(own).Filter) == 0 {
					own = heads[0] // the funds below a header that says nothing are taken all the same
				}
				if slices.Contains(seen, own) {
					continue
				}
				seen = append(seen, own)
			}
			said := w.Read(own)
			if to == &out {
				said.Filter = w.ofOneList(t, c, own, said.Filter)
			}
			if len(said.Filter) > 0 && !layout.RestHead.MatchString(layout.Key(own)) && !w.Halves(said.Filter) { // 上年结转 takes no choice of another field
				*to = append(*to, said)
			}
		}
	}
	for _, said := range deep {
		if first := append(w.notHalves(slices.Clone(out)), deep...)[0]; SameFields(said.Filter, first.Filter) {
			out = append(out, said)
		}
	}
	return out
}

// Subtotal says whether a column sums others below the same head: 财政拨款/小计.
func (f *Column) Subtotal(columns []*Column) bool {
	if !f.Generic {
		return false
	}
	upper := f.Head[:strings.LastIndex(f.Head, "/")+1]
	return upper == "" || slices.ContainsFunc(columns, func(o *Column) bool {
		return o != f && o.Part == nil && strings.HasPrefix(o.Head, upper)
	})
}
