package lint

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tags"
)

// dimension is a field of known values, with the words by which a form may call
// each of them.
type dimension struct {
	field string
	all   []string // the values
	words []spelling
}

// spelling is a word and the values that it stands for.
type spelling struct {
	word   string
	values []string
	group  bool
}

// dimensions are the fields with choices that the records of a view have.
func (l *linter) dimensions(view *pack.View) (out []dimension) {
	sources := l.pack.Sources()
	for _, s := range l.pack.Input.Sheets {
		for i := range s.Columns {
			c := &s.Columns[i]
			has := slices.ContainsFunc(view.Sources, func(name string) bool { return slices.Contains(sources[name].Fields, c.Name) })
			if c.Kind == pack.Choice && len(c.Choices) > 1 && has && !slices.ContainsFunc(out, func(d dimension) bool { return d.field == c.Name }) {
				out = append(out, l.dimension(c))
			}
		}
	}
	return out
}

func (l *linter) dimension(c *pack.Column) dimension {
	d := dimension{field: c.Name, all: c.Choices}
	add := func(word string, group bool, values ...string) {
		if !slices.ContainsFunc(d.words, func(s spelling) bool { return s.word == word }) {
			d.words = append(d.words, spelling{word, values, group})
		}
	}
	for _, v := range c.Choices {
		add(v, false, v)
	}
	for _, g := range c.Groups {
		add(g.Name, true, g.Values...)
	}
	for _, in := range l.pack.Intake.Columns {
		for _, v := range in.Values {
			if in.Name == c.Name && slices.Contains(c.Choices, v.Means) {
				for _, w := range v.Written {
					add(w, false, v.Means)
				}
			}
		}
	}
	for _, v := range c.Choices { // 政府性基金 of 政府性基金预算
		for _, end := range []string{"预算", "资金", "经费"} {
			if short, ok := strings.CutSuffix(v, end); ok && len([]rune(short)) > 3 {
				add(short, false, v)
			}
		}
	}
	slices.SortStableFunc(d.words, func(a, b spelling) int { return len(b.word) - len(a.word) }) // said reads the longest first
	return d
}

// without is what a text says a table does not hold.
var without = pattern.Of(`(不含|不包括|不包含|扣除|剔除|除|非)[^（()）、，,；;]*`)

// behindShort are the words before or behind which a value of two signs, such as
// 项目, is meant as one.
var behindShort = pattern.Of(`^(支出|经费|收入|预算|资金|类)`)

// said are the values that a text names; of a group and its members the members.
func (d dimension) said(text string) (values []string) {
	text = without.ReplaceAllString(text, "")
	found := func(group bool) {
		covered := text
		for _, s := range d.words {
			if i := strings.Index(covered, s.word); i >= 0 && s.meant(text, covered[i+len(s.word):]) {
				covered = strings.ReplaceAll(covered, s.word, "｜") // a shorter word within it says nothing more
				if s.group == group {
					values = append(values, s.values...)
				}
			}
		}
	}
	if found(false); len(values) == 0 {
		found(true)
	}
	return values
}

// meant says whether a word in a text is the value: short ones are part of many.
func (s spelling) meant(text, rest string) bool {
	if len([]rune(s.word)) > 2 {
		return true
	}
	return behindShort.MatchString(rest) || text == s.word && !slices.Contains(common2, s.word)
}

// common2 are short words that stand above columns of any table.
var common2 = []string{"项目", "单位", "类型", "年度", "其他", "合计", "金额"}

// allows are the values that an amount of a view can have, nil if all.
func (d dimension) allows(p *pack.Pack, view *pack.View, part *tags.Part) (out []string) {
	narrow := func(values []string) {
		var all []string
		for _, v := range values {
			if g, ok := p.Group(d.field, v); ok {
				all = append(all, g...)
			}
		}
		if out == nil {
			out = all
			return
		}
		out = slices.DeleteFunc(slices.Clone(out), func(v string) bool { return !slices.Contains(all, v) })
	}
	filter := func(f pack.Filter) {
		for field, values := range f {
			if strings.EqualFold(field, d.field) {
				narrow(values)
			}
		}
	}
	filter(view.Filter)
	for _, c := range view.Columns {
		if c.Name == part.Field {
			filter(c.Filter)
		}
	}
	if len(part.Keys) > 0 && len(view.Rows) > 0 && slices.Contains(view.Rows[0].By, d.field) {
		if known := slices.DeleteFunc(slices.Clone(part.Keys), func(k string) bool { return !slices.Contains(d.all, k) }); len(known) > 0 {
			narrow(known)
		}
	}
	return out
}

// sameMoney says whether two amounts are of the same records.
func (l *linter) sameMoney(a *pack.View, pa *tags.Part, b *pack.View, pb *tags.Part) bool {
	if !slices.Equal(a.Sources, b.Sources) || measure(a, pa.Field) != measure(b, pb.Field) {
		return false
	}
	return maps.Equal(filters(a, pa.Field), filters(b, pb.Field)) && (len(pb.Keys) == 0 || slices.Contains(pb.Keys, pack.Root))
}

// measure is the amount field that a column of a view adds up, "" for the first.
func measure(v *pack.View, column string) string {
	i := slices.IndexFunc(v.Columns, func(c pack.ViewCol) bool { return c.Name == column })
	return v.Columns[i].Measure
}

// filters are the conditions of a column, those of the view included.
func filters(v *pack.View, column string) map[string]string {
	out := map[string]string{}
	add := func(f pack.Filter) {
		for field, values := range f {
			out[field] += strings.Join(slices.Sorted(slices.Values(values)), "、") + "；"
		}
	}
	add(v.Filter)
	for _, c := range v.Columns {
		if c.Name == column {
			add(c.Filter)
		}
	}
	return out
}

// codesOf is the code list of the records of a view, nil if they have none.
func (l *linter) codesOf(view string) *budget.CodeList {
	if v := l.pack.View(view); v != nil {
		for _, r := range v.Rows {
			if field, _ := pack.CutField(r.By[0]); l.pack.ListOf(field) != "" {
				return l.pack.Codes[l.pack.ListOf(field)]
			}
		}
	}
	return nil
}

// isName says whether a text is the name of a code.
func isName(list *budget.CodeList, text string) bool {
	return slices.ContainsFunc(list.Entries(), func(e budget.Entry) bool { return e.Name == text })
}
