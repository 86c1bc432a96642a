package rebuild

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/sample"
)

// Mark begins the remark of every rebuilt item.
const Mark = "重建"

// write makes the ledger of the items: what no table says is filled in as a guess.
func (r *rebuilder) write() {
	l := sample.Nothing(r.p)
	for name, value := range r.info {
		l.Info[name] = value
	}
	r.units(l)
	t := l.Tables[r.usual.Name]
	for _, it := range r.items {
		values := make([]string, len(t.Fields))
		for i, field := range t.Fields {
			if c := r.usual.Column(field); c != nil && c.Kind == pack.NameOf {
				continue
			}
			if v := it.filter[field]; len(v) > 0 {
				values[i] = v[0]
			}
		}
		if at := t.Field("备注"); at >= 0 {
			values[at] = it.remark()
		}
		t.Append(0, values, []budget.Fen{it.amount})
		r.result.Total += it.amount
		r.result.Items++
		if len(it.guess) > 0 {
			r.result.Guess++
		}
	}
	r.result.Ledger = l
}

// remark is where the money of an item comes from, and what is a guess.
func (it *item) remark() string {
	text := Mark + "：取自 " + strings.Join(it.from, "；")
	if len(it.guess) > 0 {
		var fields []string
		for f := range it.guess {
			fields = append(fields, f)
		}
		slices.Sort(fields)
		text += "。摊：" + strings.Join(fields, "、")
	}
	return text
}

// units writes the units; their kinds are in no table.
func (r *rebuilder) units(l *budget.Ledger) {
	ref := r.usual.Column("单位")
	if ref == nil {
		return
	}
	t := l.Tables[ref.Sheet]
	names := []string{}
	for u := range r.kinds {
		names = append(names, u)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(r.place(a)-r.place(b), cmp.Compare(a, b)) })
	for _, u := range names {
		values := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			switch c := r.p.Input.Sheet(ref.Sheet).Column(f); {
			case i == 0:
				values[i] = u
			case c != nil && c.Kind == pack.Choice:
				values[i] = r.kinds[u]
			case c != nil && c.Kind == pack.CodeKey:
				values[i] = r.codes[u]
			}
		}
		t.Append(0, values, nil)
	}
	r.note(finding.Place{}, "重建的录入里，单位性质表上没有写：本级按%s，所属单位按%s填，请核对", r.kindChoices()[0], r.kindChoices()[len(r.kindChoices())-1])
}

// fitKinds gives a unit another kind where its codes have no counterpart for the one
// that was guessed: 30107 is for 事业 alone.
func (r *rebuilder) fitKinds() {
	lacking := func(unit, kind string) (n int) {
		for _, it := range r.items {
			if !slices.Equal(it.filter["单位"], []string{unit}) {
				continue
			}
			for _, c := range r.usual.Columns {
				if m := c.Mapping; m != nil && len(it.filter[m.From]) == 1 && it.filter[c.Name] == nil && m.Code(r.p.Codes[r.usual.Column(m.From).Codes], it.filter[m.From][0], kind) == "" {
					n++
				}
			}
		}
		return n
	}
	for _, unit := range slices.Sorted(maps.Keys(r.kinds)) {
		best := r.kinds[unit]
		for _, kind := range r.kindChoices() {
			if lacking(unit, kind) < lacking(unit, best) {
				best = kind
			}
		}
		if best != r.kinds[unit] {
			r.note(finding.Place{}, "“%s”有的经济科目只有%s单位才有，单位性质按%s填，请核对", unit, best, best)
			r.kinds[unit] = best
		}
	}
}

// place puts the department itself first.
func (r *rebuilder) place(unit string) int {
	if unit == r.info["部门名称"] {
		return 0
	}
	return 1
}

// settle fills in what the tables do not say of an item.
func (r *rebuilder) settle(it *item) {
	for _, c := range r.usual.Columns {
		if len(it.filter[c.Name]) == 1 && (c.Kind != pack.Code || r.p.Codes[c.Codes].Leaf(it.filter[c.Name][0], c.Level)) || c.Kind == pack.Amount || c.Kind == pack.NameOf {
			continue
		}
		value := ""
		switch {
		case c.Kind == pack.Choice:
			value = r.choice(it, c)
		case c.Kind == pack.Code && c.Mapping == nil:
			value = r.leaf(it, c)
		case c.Kind == pack.Ref:
			value = r.info["部门名称"]
			if r.kinds[value] == "" && len(r.kinds) > 0 { // the tables name units, and not the department among them
				value = slices.Max(slices.Collect(maps.Keys(r.kinds)))
			}
		case c.When != nil && wanted(it, c):
			value = "（公开表没有写项目）"
		case c.Mapping != nil:
			delete(it.filter, c.Name)
		}
		if value != "" {
			it.filter[c.Name] = []string{value}
			it.guess[c.Name] = true
		}
	}
}

func wanted(it *item, c pack.Column) bool {
	for field, values := range c.When {
		if got := it.filter[field]; len(got) != 1 || !slices.Contains(values, got[0]) {
			return false
		}
	}
	return true
}

// choice is the one that most money with the same first code has, of those allowed;
// a project needs its own.
func (r *rebuilder) choice(it *item, c pack.Column) string {
	allowed := it.filter[c.Name]
	if allowed == nil {
		allowed = c.Choices
	}
	for _, may := range []func(pack.Filter) bool{func(pack.Filter) bool { return true }, r.ordinary} {
		var left []string
		for _, v := range allowed {
			if both := r.both(it.filter, pack.Filter{c.Name: {v}}); both != nil && may(both) {
				left = append(left, v)
			}
		}
		if len(left) > 0 {
			allowed = left
		}
	}
	for _, col := range r.usual.Columns {
		for _, v := range col.When[c.Name] {
			if it.filter[col.Name] != nil && slices.Contains(allowed, v) {
				return v
			}
		}
	}
	return r.most(it, c.Name, func(v string) bool { return slices.Contains(allowed, v) }, allowed[0])
}

// leaf is a code at the level at which codes are entered, below those that the tables
// name: the one that most money has, of those that the other codes of the item allow.
// One that would make a figure more than is printed is the last choice.
func (r *rebuilder) leaf(it *item, c pack.Column) string {
	list := r.p.Codes[c.Codes]
	possible := func(code string) bool {
		return list.Leaf(code, c.Level) && r.both(it.filter, pack.Filter{c.Name: {code}}) != nil
	}
	quiet := func(code string) bool {
		return possible(code) && !r.disturbs(it, r.both(it.filter, pack.Filter{c.Name: {code}}))
	}
	ordinary := func(code string) bool {
		return quiet(code) && r.ordinary(r.both(it.filter, pack.Filter{c.Name: {code}}))
	}
	for _, allowed := range []func(string) bool{ordinary, quiet, possible} {
		first := ""
		for _, e := range list.Entries() {
			if first == "" && allowed(e.Code) {
				first = e.Code
			}
		}
		if first != "" {
			return r.most(it, c.Name, allowed, first)
		}
	}
	return ""
}

// most is the value of a field that most money of items with the same choices has, or
// of items with the same first choice, such as 支出类型, if there are no others.
func (r *rebuilder) most(it *item, field string, allowed func(string) bool, otherwise string) string {
	var choices []string
	for _, c := range r.usual.Columns {
		if c.Kind == pack.Choice && c.Name != field && it.filter[c.Name] != nil {
			choices = append(choices, c.Name)
		}
	}
	for i, like := range [][]string{choices, choices[:min(1, len(choices))]} {
		sums := map[string]budget.Fen{}
		for _, o := range r.items {
			if o == it || i == 0 && o.guess[field] || len(o.filter[field]) != 1 || !allowed(o.filter[field][0]) ||
				slices.ContainsFunc(like, func(f string) bool { return !slices.Equal(it.filter[f], o.filter[f]) }) {
				continue
			}
			sums[o.filter[field][0]] += o.amount
		}
		best := ""
		for _, v := range slices.Sorted(maps.Keys(sums)) {
			if best == "" || sums[v] > sums[best] {
				best = v
			}
		}
		if best != "" {
			return best
		}
	}
	return otherwise
}
