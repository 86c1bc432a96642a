package renew

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
)

// Short is money of a table that has no line or column of its own any more, while a total of the table still takes
// it, or took it: the parts that are printed do not make the total as soon as a department has such money.
type Short struct {
	Sheet string
	Label string // of the line or column that is gone
	What  string // 行 or 列
	View  string
	// Column of the view; Key of the row, "" for all of them.
	Column, Key string
	Within      bool // the total takes it still; else it was a formula, and leaves it out
}

// printed is an amount that a cell of a template prints.
type printed struct {
	at          layout.Pos
	v           *pack.View
	column, key string // key "" of a single record, a total or a list
	list        bool   // a row repeats for each record
	takes       pack.Filter
}

var amountTag = pattern.Of(`^\{\{([^@\[.|{}]+)(?:@([^\[.|{}]+))?(?:\[([^\]{}]*)\])?\.([^|{}]+)(?:\|[^{}]*)?\}\}$`)

// prints is the amount that a text prints; nil of one that is no tag of a view's amount alone. Of a record with a
// sheet of its own no total is printed.
func (u *updater) prints(at layout.Pos, text string) *printed {
	m := amountTag.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	v := u.p.View(m[1])
	if v == nil || v.Of != "" || m[3] == "本行" || len(v.Rows) > 0 && m[2] == "" && m[3] == "" {
		return nil
	}
	column := v.Column(m[4])
	if column == nil || len(column.Also) > 0 {
		return nil
	}
	p := &printed{at: at, v: v, column: m[4], key: m[3], list: m[2] != "" && m[3] == "", takes: meaning.With(v.Filter, column.Filter)}
	if m[2] == pack.Root || m[3] == pack.Root {
		p.key, p.list = "", false
	}
	return p
}

// same says whether two amounts are the same column, of the same row where it has one.
func (p *printed) same(o *printed) bool { return p.v == o.v && p.column == o.column && p.key == o.key }

// within says whether all that an amount takes is taken by another one, and not the other way round.
func (p *printed) within(o *printed) bool {
	measure := func(p *printed) string { return p.v.Column(p.column).Measure }
	if !slices.Equal(p.v.Sources, o.v.Sources) || measure(p) != measure(o) || p.v.Past != o.v.Past {
		return false
	}
	for field, values := range o.takes {
		if p.takes[field] == nil || !meaning.Covers(values, p.takes[field]) {
			return false
		}
	}
	switch {
	case o.key == "":
		return p.key != "" || !meaning.CoversAll(p.takes, o.takes) || len(p.takes) > len(o.takes)
	case p.key == o.key || len(p.v.Rows) == 0 || !strings.HasPrefix(p.key, o.key):
		return false
	}
	return p.v == o.v
}

// shorts are the amounts of a sheet that are gone and that a total of it takes or took.
func (u *updater) shorts(c *carrying) (out []Short) {
	if strings.Contains(c.raw.Name, "{{") {
		return nil
	}
	var left []*printed
	for at, text := range c.texts {
		if p := u.prints(at, text); p != nil {
			left = append(left, p)
		}
	}
	var lost, all []*printed
	for _, at := range layout.SortedCells(c.raw) {
		p := u.prints(at, c.raw.Cells[at].Text)
		if p == nil || !c.raw.Own(at) {
			continue
		}
		all = append(all, p)
		if !slices.ContainsFunc(left, p.same) && !slices.ContainsFunc(lost, p.same) {
			lost = append(lost, p)
		}
	}
	summed, rows := u.summed(c), map[int][]int{} // the columns of rows that are still there
	for from := range c.slots {
		rows[from.Row] = append(rows[from.Row], from.Col)
	}
	stands := func(at layout.Pos) bool { // of a table in halves, its side of the row
		half := u.half(c.was, at)
		return slices.ContainsFunc(rows[at.Row], func(col int) bool { return half == nil || slices.Contains(half, col) })
	}
	told := map[string]bool{}
	for _, p := range lost {
		s := Short{Sheet: c.form.Name, View: p.v.Name, Column: p.column, Key: p.key, What: "行"}
		if p.list || stands(p.at) {
			s.What = "列"
		}
		s.Label = c.labelled(p.at, s.What)
		switch {
		case summed[p.at]:
		case s.What == "行" && p.key != "" && slices.ContainsFunc(left, p.within) && slices.ContainsFunc(left, func(o *printed) bool { return o.v == p.v && o.column == p.column && o.key != "" }):
			s.Within = true
		case s.What == "列" && u.completes(p, all, left):
			s.Within = true
		default:
			continue
		}
		if key := s.What + s.Label; !told[key] {
			told[key] = true
			out = append(out, s)
		}
	}
	return out
}

// sums is a formula that adds cells up and does nothing else.
var sums = pattern.Of(`^(SUM\([^()+\-*/]*\)|\$?[A-Z]{1,3}\$?\d+)(\+(SUM\([^()+\-*/]*\)|\$?[A-Z]{1,3}\$?\d+))*$`)

// summed are the cells of the old template that formulas add up which go on.
func (u *updater) summed(c *carrying) map[layout.Pos]bool {
	out := map[layout.Pos]bool{}
	for at, formula := range c.formulas[0] {
		if _, ok := c.slots[at]; !ok || !sums.MatchString(formula) {
			continue
		}
		replaceCells(formula, func(sheet string, refs []layout.Pos) ([]layout.Pos, string, bool) {
			if sheet != "" {
				return refs, sheet, true
			}
			from, to := c.here(refs[0]), c.here(refs[len(refs)-1])
			for row := from.Row; row <= to.Row; row++ {
				for col := from.Col; col <= to.Col; col++ {
					out[layout.At(col, row)] = true
				}
			}
			return refs, sheet, true
		}, nil)
	}
	return out
}

// completes says whether a column, with others beside it, made a total that is left: they took all its money, or a
// rule of the pack says so.
func (u *updater) completes(p *printed, all, left []*printed) bool {
	for _, total := range left {
		if total.v != p.v || total.key != p.key || !p.within(total) {
			continue
		}
		parts := []pack.Filter{p.takes}
		for _, o := range all {
			if o.v == p.v && o.key == p.key && o.within(total) && apart(o.takes, p.takes) {
				parts = append(parts, o.takes)
			}
		}
		said := slices.ContainsFunc(u.p.Rules, func(r pack.Rule) bool {
			return r.View == p.v.Name && strings.Contains(r.Must, fmt.Sprintf("列(%q)", p.column)) && strings.Contains(r.Must, fmt.Sprintf("列(%q)", total.column))
		})
		if len(parts) > 1 && (said || u.takeAll(parts, total.takes, p.v)) {
			return true
		}
	}
	return false
}

// apart says whether no money is taken by both filters.
func apart(a, b pack.Filter) bool {
	for field, values := range a {
		if b[field] != nil && !slices.ContainsFunc(values, func(value string) bool { return slices.Contains(b[field], value) }) {
			return true
		}
	}
	return false
}

// takeAll says whether filters together take all that one takes, of 本年的一般公共预算、本年的基金 and 上年结转 that of all
// money: value by value of a field by which one of them takes less. Of a field whose values are not known it is not said.
func (u *updater) takeAll(parts []pack.Filter, all pack.Filter, v *pack.View) bool {
	if len(parts) == 0 {
		return false
	}
	for _, field := range slices.Sorted(maps.Keys(parts[0])) {
		if all[field] != nil && meaning.Covers(parts[0][field], all[field]) {
			continue
		}
		whole := all[field]
		if s := u.p.Input.Sheet(v.Sources[0]); whole == nil && s != nil && s.Column(field) != nil && s.Column(field).Required {
			whole = s.Column(field).Choices
		}
		return len(whole) > 0 && !slices.ContainsFunc(whole, func(value string) bool {
			one := maps.Clone(all)
			one[field] = []string{value}
			return !u.takeAll(slices.DeleteFunc(slices.Clone(parts), func(p pack.Filter) bool { return p[field] != nil && !slices.Contains(p[field], value) }), one, v)
		})
	}
	return true
}

// labelled is what last year's form calls the line or the column of a cell.
func (c *carrying) labelled(at layout.Pos, what string) string {
	for by := at; by.Row > 0 && by.Col > 0; {
		if what == "行" {
			by.Col--
		} else {
			by.Row--
		}
		if text := c.was.Quote(c.was.Owner(by)); text != "" && !layout.AllDigits(text) {
			return text
		}
	}
	return ""
}

// Rule is the rule that warns of a department that has such money, with a name; the texts are those of rules that
// pack init writes.
func (s Short) Rule(id string) string {
	amount := fmt.Sprintf("视图(%q, %q)", s.View, s.Column)
	if s.Key != "" {
		amount = fmt.Sprintf("视图(%q, %q, %q)", s.View, s.Column, s.Key)
	}
	why := "合计里有它"
	if !s.Within {
		why = "合计里也没有它"
	}
	return fmt.Sprintf("  - 警告: %s\n    位置: %q\n    应: '%s == 0'\n    说明: '%s：有 {%s} 元是“%s”的，今年的表没有这一%s，%s'\n    怎么办: 要公开这一%s的，请财政部门在表里补上；录入不用改。",
		id, s.Sheet, amount, strings.ReplaceAll(pack.SheetSaid(s.Sheet), "'", "''"), amount, strings.ReplaceAll(s.Label, "'", "’"), s.What, why, s.What)
}

// Told is what is told of money of a sheet, one text for what is told alike; rules of the new pack watch it, as many.
func Told(all []Short, rules []string) (out []tagging.Entry) {
	type alike struct {
		sheet, what string
		within      bool
	}
	var order []alike
	labels, ids := map[alike]string{}, map[alike][]string{}
	for i, s := range all {
		k := alike{s.Sheet, s.What, s.Within}
		if labels[k] == "" {
			order = append(order, k)
		}
		labels[k] += "“" + s.Label + "”"
		ids[k] = append(ids[k], rules[i])
	}
	for _, k := range order {
		what := "合计里还有这笔钱，印出来的各" + k.what + "相加会少"
		if !k.within {
			what = "合计里也没有它了，合计会少"
		}
		out = append(out, tagging.Entry{Place: finding.Place{Sheet: k.sheet}, Text: fmt.Sprintf("去年的%s%s今年没有了，%s。写了规则 %s：部门有这样的钱就警告", k.what, labels[k], what, strings.Join(ids[k], "、"))})
	}
	return out
}
