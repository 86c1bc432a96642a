package lint

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
)

// filters tells values that no line item can have, and filters that exclude
// each other.
func (l *linter) filters(v *pack.View) {
	at := "视图 " + v.Name
	l.filter(at, v.Origin, v.Filter)
	for _, c := range v.Columns {
		l.filter(at+" 的列 "+c.Name, c.Origin, c.Filter)
		for field, values := range c.Filter {
			outer := v.Filter[field]
			if outer != nil && !slices.ContainsFunc(values, func(x string) bool { return slices.Contains(outer, x) }) {
				l.out.Warnf("filter-empty", manifest(c.Place("筛选")), "请改筛选，或删去这一列。", "%s 的列 %s 永远是零：整个视图只取%s是%s的，这一列又只取%s",
					at, c.Name, field, strings.Join(outer, "、"), strings.Join(values, "、"))
			}
		}
	}
	for _, s := range v.Sides {
		l.filter(at+" 的并排 "+s.Name, s.Origin, s.Filter)
	}
}

func (l *linter) filter(at string, from pack.Origin, f pack.Filter) {
	for key, values := range f {
		field, _ := pack.CutField(key)
		list := l.pack.Codes[l.pack.ListOf(field)]
		known := l.derived(field)
		for _, value := range values {
			switch {
			case list != nil && !list.Has(value):
				l.out.Errorf("filter-value", manifest(from.Place("筛选")), "请核对编码，或在码表里加上。", "%s：筛选的%s“%s”不在码表 %s 里，没有明细会是它", at, field, value, list.Name)
			case list != nil && list.Dropped(value) && !slices.ContainsFunc(values, func(o string) bool { return o != value && list.NameOf(o) == list.NameOf(value) }):
				l.out.Warnf("filter-value", manifest(from.Place("筛选")), "今年改了编码的，在这里加上今年的编码；取消了的，删去它。", "%s：筛选的%s“%s”（%s）今年的科目里没有了，部门照今年的填，这里取不到", at, field, value, list.NameOf(value))
			case known != nil && !slices.Contains(known, value):
				l.out.Errorf("filter-value", manifest(from.Place("筛选")), "请改成其中一个。", "%s：筛选的%s没有“%s”这个取值，只有%s", at, field, value, strings.Join(known, "、"))
			}
		}
	}
}

// derived are the only values that a field can have which comes along with a
// reference to a choice; nil if anything can be typed.
func (l *linter) derived(field string) []string {
	for i := range l.pack.Input.Sheets {
		if c := l.pack.Input.Sheets[i].Column(field); c != nil {
			if c.Kind == pack.Choice {
				return c.Choices
			}
			return nil
		}
	}
	return nil
}

// codes tells codes without a parent, of no level, or without a name.
func (l *linter) codes(d pack.CodeDef) {
	list := l.pack.Codes[d.Name]
	for _, e := range list.Entries() {
		place := manifest(l.pack.CodePlace(d.Name, e.Code))
		switch missing := list.Missing(e.Code); {
		case strings.Trim(e.Code, "0123456789") != "" || e.Code == "":
			l.out.Errorf("code-sign", place, "编码只能是数字；从别处粘贴的，检查有没有空格。", "编码“%s”（%s）里有不是数字的字符", e.Code, e.Name)
		case !slices.ContainsFunc(list.Levels, func(v budget.Level) bool { return v.Digits == len(e.Code) }):
			l.out.Errorf("code-level", place, "请改编码，或在 pack.yaml 的“级次”里加上这个位数。", "编码 %s（%s）有 %d 位，不是任何一级", e.Code, e.Name, len(e.Code))
		case len(missing) > 0:
			l.out.Errorf("code-orphan", place, "请在码表里加上上级编码。", "编码 %s（%s）没有上级 %s，金额进不了上级的合计", e.Code, e.Name, strings.Join(missing, "、"))
		case strings.TrimSpace(e.Name) == "":
			l.out.Errorf("code-name", place, "请填上名称。", "编码 %s 没有名称", e.Code)
		}
	}
}

// mappings tells codes that another list maps to and that their own list has not, or only for
// older ledgers: each department would be told, who cannot mend it.
func (l *linter) mappings() {
	for i := range l.pack.Input.Sheets {
		s := &l.pack.Input.Sheets[i]
		for j := range s.Columns {
			c := &s.Columns[j]
			if c.Mapping == nil || s.Column(c.Mapping.From) == nil {
				continue
			}
			from, to := l.pack.Codes[s.Column(c.Mapping.From).Codes], l.pack.Codes[c.Codes]
			for _, column := range slices.Compact(slices.Sorted(maps.Values(c.Mapping.Columns))) {
				told := map[string]bool{}
				for _, e := range from.Entries() {
					code := from.Attr(e.Code, from.Column(column))
					if code == "" || told[code] || to.Has(code) && !to.Dropped(code) {
						continue
					}
					told[code] = true
					l.out.Warnf("mapping-code", manifest(l.pack.CodePlace(from.Name, e.Code)), "请照今年的改“"+column+"”这一列；同一个编码有几行的，都要改。", "%s %s（%s）的“%s”是 %s，%s里没有，或者今年没有了", from.Name, e.Code, e.Name, column, code, to.Name)
				}
			}
		}
	}
}
