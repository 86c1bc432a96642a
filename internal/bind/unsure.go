package bind

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
)

// either is a choice of two, such as 本年 and 上年结转, of which the example's ledger
// has but one: no figure says whether a table takes the other.
type either struct {
	field, missing string
	shown          bool                   // in the ledger, though not of the money of every table
	seen           []string               // sheets of whose money it is shown
	sheets         []string               // whose words do not say it either
	within         []string               // sheets that take what is missing though they speak of the other choice
	taken, leftOut bool                   // by lists of what is spent, whose figures show it
	named          map[*layout.Table]bool // whether a table has a word for what is missing
}

// eithers finds the choices of two that a ledger does not show both of, or a rebuilt one may have made up.
func eithers(x *evidence.Example) (out []*either) {
	s := x.Pack.Input.Sheet(x.Usual)
	t := x.Ledger.Tables[x.Usual]
	if s == nil {
		return nil
	}
	for _, c := range s.Columns {
		if c.Kind != pack.Choice || !c.Required || len(c.Choices) != 2 {
			continue
		}
		for _, v := range c.Choices {
			if x.Nothing() && v == c.Choices[0] {
				continue // without an example a table is of this year
			}
			shown := slices.Contains(t.Distinct(t.Field(c.Name)), v) && !x.Vague // rebuilt items say nothing of it
			if !shown || v == c.Choices[1] {
				out = append(out, &either{field: c.Name, missing: v, shown: shown, named: map[*layout.Table]bool{}})
			}
		}
	}
	return out
}

// single is a choice of several, such as a fund, that all figures of some sheets have
// in the example, while no word says that they are of that one alone.
type single struct {
	field, only string
	sheets      []string
}

// singles finds them in what the figures of each sheet take.
func (b *binder) singles() (out []*single) {
	s := b.Pack.Input.Sheet(b.x.Usual)
	for _, c := range s.Columns {
		known := slices.ContainsFunc(b.Pack.Words, func(w pack.Word) bool { return len(w.Means) == 1 && w.Means[c.Name] != nil })
		if c.Kind != pack.Choice || len(c.Choices) < 3 || !known {
			continue
		}
		var open []string
		for _, sheet := range slices.Sorted(maps.Keys(b.taken)) {
			limits := func(f pack.Filter) bool { return f[c.Name] != nil }
			if slices.ContainsFunc(b.taken[sheet], limits) || slices.IndexFunc(b.takes[sheet], func(f pack.Filter) bool { return !limits(f) }) < 0 {
				continue
			}
			if b.Example == nil && len(c.Choices) > 3 {
				open = append(open, sheet)
			}
			var seen []string
			for _, v := range c.Choices {
				if slices.ContainsFunc(b.taken[sheet], func(f pack.Filter) bool {
					return b.x.Amount(&evidence.Spot{Source: []string{b.x.Usual}, Said: meaning.Claim{Filter: f}}, evidence.Addition{Filter: pack.Filter{c.Name: {v}}}) != 0
				}) {
					seen = append(seen, v)
				}
			}
			if len(seen) != 1 {
				continue
			}
			i := slices.IndexFunc(out, func(o *single) bool { return o.field == c.Name && o.only == seen[0] })
			if i < 0 {
				i = len(out)
				out = append(out, &single{field: c.Name, only: seen[0]})
			}
			out[i].sheets = append(out[i].sheets, sheet)
		}
		if len(open) > 0 {
			b.note(tagging.Look, "", layout.Pos{}, fmt.Sprintf("这些表没有写%s，现在各种都含，请按本地的规定核对：%s", c.Name, strings.Join(open, "、")))
		}
	}
	return out
}

// doubt notes a table of which a figure takes a filter that leaves a choice open, or
// has the limit from the pack's own table alone. 本年支出 of a table that says nothing of
// 上年结转 may be all that is spent this year. takes is what the figure takes in the end.
func (b *binder) doubt(t *layout.Table, said, takes pack.Filter) {
	b.taken[t.Name] = append(b.taken[t.Name], said)
	b.takes[t.Name] = append(b.takes[t.Name], takes)
	for _, e := range b.eithers {
		if _, known := e.named[t]; !known {
			e.named[t] = b.words.Tells(t, e.field, e.missing)
		}
		left := said[e.field] == nil && b.Example != nil || !e.named[t]
		if e.shown { // but not of the money that this table limits to the other choice
			rest := maps.Clone(said)
			delete(rest, e.field)
			left = !e.named[t] && takes[e.field] != nil
			if others := b.x.Others(e.field, []string{e.missing}); takes[e.field] == nil && !e.named[t] && len(others) == 1 && b.words.Tells(t, e.field, others[0]) && !slices.Contains(e.within, t.Name) {
				e.within = append(e.within, t.Name)
			}
			if b.x.Amount(&evidence.Spot{Source: []string{b.x.Usual}, Said: meaning.Claim{Filter: rest}}, evidence.Addition{Filter: pack.Filter{e.field: {e.missing}}}) != 0 {
				e.seen = append(e.seen, t.Name)
			}
		}
		if left && !slices.Contains(e.sheets, t.Name) {
			e.sheets = append(e.sheets, t.Name)
		}
	}
}

// spentToo takes 本年 off a column of what is spent by codes, such as 本年政府性基金预算支出, where the example has no such
// money of the other choice: if the lists of other funds, of which it has some, take it, they show what 本年 leaves out
// here. It notes what those do.
func (b *binder) spentToo(p *pair, l *evidence.List, f *meaning.Column) {
	coded := len(l.Shape.Rows) > 0 && len(l.Shape.Rows[0].By) > 0 && b.words.Coded[meaning.FieldOf(l.Shape.Rows[len(l.Shape.Rows)-1].By[0])]
	if b.Example == nil || b.x.Vague || !coded || f.Measure != "" || !strings.Contains(p.form.Called, "支出") || strings.Contains(p.form.Called, "收") {
		return
	}
	for _, e := range b.eithers {
		if !e.shown || slices.ContainsFunc(l.Columns, func(o *meaning.Column) bool { return slices.Equal(o.Said.Filter[e.field], []string{e.missing}) }) {
			continue
		}
		all := maps.Clone(f.Filter)
		delete(all, e.field)
		some := b.x.Amount(&evidence.Spot{Source: []string{b.x.Usual}, Said: meaning.Claim{Filter: all}}, evidence.Addition{Filter: pack.Filter{e.field: {e.missing}}}) != 0
		switch limited := f.Filter[e.field] != nil; {
		case some && limited:
			e.leftOut = true
		case some:
			e.taken = true
		case limited && e.taken && !e.leftOut:
			f.Filter = all
		}
	}
}

// unseen notes the money of which the example has none, by the tables of which it does not show whether they take it:
// a department that has such money is told so.
func (b *binder) unseen(e *either) (asked string) {
	if b.Example == nil || b.x.Vague {
		return ""
	}
	asks := slices.Concat(e.sheets, e.within)
	slices.Sort(asks)
	for _, sheet := range slices.Compact(asks) {
		tells := false
		for t, named := range e.named {
			tells = tells || named && t.Name == sheet
		}
		if tells {
			continue // it has a line of its own for it
		}
		all := slices.DeleteFunc(slices.Clone(b.taken[sheet]), func(f pack.Filter) bool { return !b.x.Keeps([]string{b.x.Usual}, f) })
		if len(all) == 0 {
			continue // of a table that knows no such money
		}
		limits := maps.Clone(all[0])
		without := !slices.ContainsFunc(b.takes[sheet], func(f pack.Filter) bool { return f[e.field] == nil || slices.Contains(f[e.field], e.missing) })
		for _, f := range all[1:] {
			for field, values := range limits {
				if limits[field] = meaning.Union(values, f[field]); f[field] == nil {
					delete(limits, field)
				}
			}
		}
		limits[e.field] = []string{e.missing}
		i := slices.IndexFunc(b.views.unseen, func(x unseen) bool { return x.without == without && meaning.Same(x.limits, limits) })
		if i < 0 {
			i = len(b.views.unseen)
			b.views.unseen = append(b.views.unseen, unseen{money: e.missing, limits: limits, without: without})
		}
		b.views.unseen[i].sheets = append(b.views.unseen[i].sheets, sheet)
		asked = fmt.Sprintf("（部门有这样的钱时，填表会提醒；定下来的，删去 pack.yaml 末尾说明里写着“%s”的那条规则）", e.missing)
	}
	return asked
}

// tellDoubts tells the sheets of each choice once.
func (b *binder) tellDoubts() {
	for _, e := range b.eithers {
		shown := func(s string) bool { return slices.Contains(e.seen, s) }
		e.sheets = slices.DeleteFunc(e.sheets, shown)
		e.within = slices.DeleteFunc(e.within, shown)
		asked := b.unseen(e)
		if len(e.within) > 0 && b.Example != nil {
			b.note(tagging.Look, "", layout.Pos{}, fmt.Sprintf("这些表写着“%s”，现在也含“%s”，范例里没有这样的钱，要不要含，请按本地的规定核对：%s%s", b.x.Others(e.field, []string{e.missing})[0], e.missing, strings.Join(b.inColumns(e.within), "、"), asked))
		}
		if len(e.sheets) > 0 && b.x.Vague {
			b.note(tagging.Look, "", layout.Pos{}, fmt.Sprintf("录入是重建的，这些表含不含“%s”没有别的根据，请按本地的规定核对：%s", e.missing, strings.Join(b.inColumns(e.sheets), "、")))
		} else if len(e.sheets) > 0 && b.Example == nil {
			b.note(tagging.Look, "", layout.Pos{}, fmt.Sprintf("这些表含不含“%s”，表上没有写清，请按本地的规定核对：%s", e.missing, strings.Join(b.inColumns(e.sheets), "、")))
		} else if len(e.sheets) > 0 && e.shown {
			b.note(tagging.Look, "", layout.Pos{}, fmt.Sprintf("这些表现在不含“%s”，范例里也没有这样的钱，要不要含，请按本地的规定核对：%s%s", e.missing, strings.Join(b.inColumns(e.sheets), "、"), asked))
		} else if len(e.sheets) > 0 {
			b.note(tagging.Look, "", layout.Pos{}, fmt.Sprintf("范例的录入里没有“%s”的明细，这些表含不含它，从范例看不出来，请按本地的规定核对：%s%s", e.missing, strings.Join(b.inColumns(e.sheets), "、"), asked))
		}
	}
	for _, first := range slices.Sorted(maps.Keys(b.copies)) {
		b.leave("", layout.Pos{}, "工作表 %s 和 %s 是同一张表样，只留了一张", strings.Join(b.copies[first], "、"), first)
	}
	for _, x := range b.singles() {
		b.note(tagging.Look, "", layout.Pos{}, fmt.Sprintf("范例里这些表的数全是“%s”的，表上没有写，含不含别的%s看不出来，现在都含，请核对：%s", x.only, x.field, strings.Join(x.sheets, "、")))
	}
}

// inColumns says behind the names of sheets which columns of them show sums of the usual items.
func (b *binder) inColumns(sheets []string) (out []string) {
	for _, sheet := range sheets {
		out = append(out, sheet+b.sumsIn(sheet))
	}
	return out
}

// sumsIn are the columns of a sheet in which tags print sums of the usual items: “的 D–F、H 列”, "" if none do.
func (b *binder) sumsIn(sheet string) string {
	views := slices.Concat(pointers(b.Pack.Views), b.views.made)
	sums := func(m []string) bool {
		return slices.ContainsFunc(views, func(v *pack.View) bool {
			return v.Name == m[1] && v.Column(m[2]) != nil && slices.Contains(v.Sources, b.x.Usual)
		})
	}
	cols := map[int]bool{}
	for _, p := range b.plans {
		for _, x := range p.Puts {
			if p.Sheet.Name == sheet && slices.ContainsFunc(columnTag.FindAllStringSubmatch(x.Text, -1), sums) {
				cols[x.Col] = true
			}
		}
	}
	var ranges []string
	for _, from := range slices.Sorted(maps.Keys(cols)) {
		to := from
		for cols[to+1] {
			to++
		}
		switch {
		case cols[from-1]:
		case to > from:
			ranges = append(ranges, a1.ColName(from)+"–"+a1.ColName(to))
		default:
			ranges = append(ranges, a1.ColName(from))
		}
	}
	if len(ranges) == 0 {
		return ""
	}
	return "的 " + strings.Join(ranges, "、") + " 列"
}

// columnTag is a tag of a column of a view, of whichever rows.
var columnTag = pattern.Of(`\{\{([^@.\[\]{}|]+)(?:[@\[][^.{}]*)?\.([^|{}]+)`)
