package bind

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pattern"
)

// otherHeader says whether the header of a column of the form speaks of other money than that of the column of the
// example in its place, or of another year, or of what no word is known for, where the example's is known: what the
// example proves of its own column says nothing of this one.
func (b *binder) otherHeader(p *pair, c, d int) bool {
	was, is := p.like.Headed(c), p.form.Headed(d)
	if was == "" || is == "" || b.itself() || p.lacking || b.Example == nil {
		return false
	}
	n, known := b.yearsOn(p)
	yearly := layout.YearNumber.MatchString(was) && layout.YearNumber.MatchString(is)
	if years, now := layout.Years(was), layout.Years(is); known && yearly && len(years) == len(now) {
		for i := range years {
			if years[i]+n != now[i] {
				return true
			}
		}
	}
	if layout.SameHead(was, is) {
		return false
	}
	if p.like.IsLabel(c) {
		return b.otherLabel(p.like.Lowest(c), p.form.Lowest(d))
	}
	rate := func(head string) [3]bool {
		key := layout.Key(head)
		return [3]bool{evidence.ShareHead.MatchString(key), evidence.RateHead.MatchString(key), evidence.ChangeHead(head)}
	}
	if rate(was) != rate(is) {
		return true
	}
	x, y := b.words.Column(p.like, c), b.words.Column(p.form, d)
	switch {
	case !yearly && (x.Said.Last != y.Said.Last || yearBefore.MatchString(was) != yearBefore.MatchString(is)):
		return true
	case len(x.Unknown) > 0:
		return false // what nobody knows is no other money; on a card it is the name of a unit
	}
	return !meaning.Same(x.Words, y.Words) || x.Said.Rows != y.Said.Rows || x.Said.Source != y.Said.Source || len(y.Unknown) > 0 && !y.Generic
}

// yearBefore is of last year, and not carried over from it.
var yearBefore = pattern.Of(`去年|上一?年度?([^结末]|$)`)

// otherLabel says whether headers of labels name other keys: codes of one classification and of another.
func (b *binder) otherLabel(was, is string) bool {
	x, y := b.words.Read(was), b.words.Read(is)
	return !b.words.Alike(was, is) && x.Rows != "" && y.Rows != "" && x.Rows != y.Rows
}

// otherKeys finds a header of the form that says by which codes its lines go, where those of the example go by the
// codes of another classification, and gives both fields; "" if there is none. Names, such as those of projects, are
// other keys where no header beside them is of the example's codes.
func (b *binder) otherKeys(form, like *layout.Table) (head, was string) {
	for i, block := range like.Blocks {
		to := counterpart(form, i, like, block)
		if to == nil {
			continue
		}
		by := map[string]int{}
		for _, l := range b.namer.Lines(like, block) {
			for _, part := range l.Parts {
				if strings.Contains(part.By, "/") {
					by[meaning.FieldOf(part.By)]++
				}
			}
		}
		most := slices.SortedFunc(maps.Keys(by), func(x, y string) int { return cmp.Or(by[y]-by[x], strings.Compare(x, y)) })
		if len(most) == 0 {
			continue
		}
		agrees, named := false, ""
		for _, col := range to.Labels {
			fields := b.words.RowsIn(form.Headed(col))
			is := func(f string) bool { return by[f] > 0 }
			switch {
			case slices.ContainsFunc(block.Labels, func(c int) bool { return layout.SameHead(like.Headed(c), form.Headed(col)) }), slices.ContainsFunc(fields, is):
				agrees = true
			case len(fields) > 0 && !slices.ContainsFunc(fields, func(f string) bool { return !b.words.Coded[f] }):
				return form.Headed(col), most[0]
			case len(fields) > 0 && keyName.MatchString(layout.Bare(form.Lowest(col))):
				named = cmp.Or(named, form.Headed(col))
			}
		}
		if named != "" && !agrees {
			return named, most[0]
		}
	}
	return "", ""
}

// keyName is a header of what lines are called.
var keyName = pattern.Of(`(编码|代码|名称)$`)

// refuse tells of a column of the form whose header speaks of something else than the example's.
func (b *binder) refuse(p *pair, c, d int) {
	if p.refused[c] {
		return
	}
	if p.refused == nil {
		p.refused = map[int]bool{}
	}
	p.refused[c] = true
	b.opened(p.like, c)
	b.leave(p.form.Name, layout.At(d, p.form.Body[0]), "“%s”这一列范例里是“%s”，说的不是一样的，不照它取", p.form.Headed(d), p.like.Headed(c))
}

// notOther drops what across has mapped by place alone of columns whose headers speak of something else.
func (b *binder) notOther(p *pair, cols map[int]int) map[int]int {
	for _, c := range slices.Sorted(maps.Keys(cols)) {
		if d := cols[c]; d > 0 && b.otherHeader(p, c, d) {
			delete(cols, c)
			b.refuse(p, c, d)
		}
	}
	return cols
}

// otherTitle says whether the title of a table of the form speaks of other money than that of the example which is
// called most like it, or of something that the example's does not name: 政府采购.
func (b *binder) otherTitle(form, like string) bool {
	bare := func(title string) string {
		title = layout.Tight(layout.Undated(title))
		if dept := layout.Tight(b.Ledger.Info["部门名称"]); dept != "" {
			title = strings.ReplaceAll(title, dept, "")
		}
		return layout.Nobody.ReplaceAllString(layout.WithoutSomebody(title), "")
	}
	was, is := bare(like), bare(form)
	if was == is {
		return false
	}
	x, y := b.words.Title(was), b.words.Title(is)
	strange := b.words.Strange(is)
	return !meaning.Same(x.Filter, y.Filter) || x.Rows != y.Rows || x.Source != y.Source || x.Last != y.Last || strange != "" && !strings.Contains(was, strange)
}
