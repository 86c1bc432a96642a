package tables

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"ysgk/internal/budget"
	"ysgk/internal/legend"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
)

// named is a record of a view as forms may call it.
type named struct {
	level        int
	name         string
	whole, short string // what is compared of the name, with and without ordinal and brackets
	keys         []string
}

// labels gives the keys of the records of a view that a text of a form names: by the
// names of codes, choices and groups, without ordinals and blanks; by the code, alone or
// before the name; by what 导入 and 识词 say of a choice. Where a level has neither codes
// nor choices, as units have not, any text may be a record. nil of a view whose records
// have no names.
func labels(p *pack.Pack, v *pack.View) func(text string, level int) ([]string, error) {
	if v.Of != "" || len(v.Rows) == 0 {
		return nil
	}
	known := sync.OnceValues(func() ([]named, map[int]bool) { return recordsOf(p, v) }) // most views are asked for none
	return func(text string, level int) ([]string, error) {
		all, open := known()
		within := slices.DeleteFunc(slices.Clone(all), func(n named) bool { return level >= 0 && n.level != level })
		whole, short := typed.Name(text), typed.Name(bare(text))
		for _, is := range []func(n named) bool{
			func(n named) bool { return n.whole == whole },
			func(n named) bool { return n.whole == short },
			func(n named) bool { return n.short == short },
			func(n named) bool { return n.coded(whole) || n.coded(short) },
		} {
			found := slices.DeleteFunc(slices.Clone(within), func(n named) bool { return !is(n) })
			found = slices.CompactFunc(found, func(a, b named) bool { return slices.Equal(a.keys, b.keys) })
			switch {
			case len(found) == 1:
				return found[0].keys, nil
			case len(found) > 1:
				return nil, fmt.Errorf("是几条的名称：%s", several(found))
			}
		}
		for i := range v.Rows {
			if open[i+1] && (level < 0 || level == i+1) {
				return []string{bare(text)}, nil
			}
		}
		var names []string
		for _, n := range within {
			names = append(names, n.name)
		}
		return nil, errors.New("不是视图 " + v.Name + " 的编码或名称" + nearest.Hint(bare(text), names))
	}
}

// coded says whether a text is the record's code, alone or with its name.
func (n named) coded(text string) bool {
	if len(n.keys) != 1 || n.keys[0] == "" {
		return false
	}
	rest, ok := strings.CutPrefix(text, n.keys[0])
	return ok && (rest == "" || strings.TrimLeft(rest, "-、.") == n.whole)
}

// bare is a label without its ordinal and blanks.
func bare(text string) string { return legend.Unnumbered(typed.Dense(typed.Narrow(text))) }

// several lists a few of the records that a text may mean.
func several(found []named) string {
	const few = 4
	var out []string
	for _, n := range found[:min(len(found), few)] {
		out = append(out, strings.Join(n.keys, "、"))
	}
	if len(found) > few {
		out = append(out, "……")
	}
	return strings.Join(out, "，")
}

// recordsOf are the records of a view that have names; open are the levels whose names
// nobody knows beforehand.
func recordsOf(p *pack.Pack, v *pack.View) (all []named, open map[int]bool) {
	all, open = []named{{name: pack.Root, keys: []string{pack.Root}}}, map[int]bool{}
	for i, r := range v.Rows {
		more, closed := namesOf(p, r)
		open[i+1] = !closed
		for _, n := range more {
			n.level = i + 1
			all = append(all, n)
		}
	}
	for i := range all {
		all[i].whole, all[i].short = typed.Name(all[i].name), typed.Name(bare(all[i].name))
	}
	return all, open
}

// namesOf are the names of the records of a level; closed says whether no other text
// can be one.
func namesOf(p *pack.Pack, r pack.RowDef) (out []named, closed bool) {
	field, level := pack.CutField(r.By[0])
	if list := p.Codes[p.ListOf(field)]; list != nil {
		for _, e := range list.Entries() {
			if level == "" || len(e.Code) == list.Digits(level) {
				out = append(out, named{name: e.Name, keys: []string{e.Code}})
			}
		}
		return slices.DeleteFunc(out, func(n named) bool { // what is kept for older ledgers gives way to what has its name now
			return list.Dropped(n.keys[0]) && slices.ContainsFunc(list.Entries(), func(e budget.Entry) bool {
				return e.Name == n.name && len(e.Code) == len(n.keys[0]) && !list.Dropped(e.Code)
			})
		}), true
	}
	c := p.Field(field)
	if c == nil || c.Kind != pack.Choice {
		return nil, false
	}
	add := func(name string, values []string) {
		if !slices.ContainsFunc(out, func(n named) bool { return n.name == name }) {
			out = append(out, named{name: name, keys: values})
		}
	}
	for _, v := range c.Choices {
		add(v, []string{v})
	}
	for _, g := range c.Groups {
		add(g.Name, g.Values)
	}
	for _, w := range p.Words {
		if values := w.Means[field]; len(w.Means) == 1 && len(values) > 0 && w.Source == "" {
			for _, text := range w.Written {
				add(text, values)
			}
		}
	}
	for _, in := range p.Intake.Columns {
		for _, v := range in.Values {
			if values, ok := p.Group(field, v.Means); ok && in.Name == field && in.Of == "" {
				for _, text := range v.Written {
					add(text, values)
				}
			}
		}
	}
	return out, true
}
