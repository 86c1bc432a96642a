package tables

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/check"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/tags"
)

// Schema tells the template engine the names that a pack's tags may use.
func Schema(p *pack.Pack) tags.Schema {
	s := tags.Schema{Scalars: []string{pack.ScalarYear, pack.ScalarUnit}, Lists: map[string]tags.ListSchema{}, Units: p.Units}
	for _, it := range p.Input.Info {
		if it.Kind != pack.Amount && it.Name != pack.ScalarUnit {
			s.Scalars = append(s.Scalars, it.Name)
		}
	}
	for _, n := range p.Numbers {
		s.Numbers = append(s.Numbers, tags.Number{Name: n.Name, Ratio: n.Kind == pack.KindRatio})
	}
	for i := range p.Views {
		v := &p.Views[i]
		list := tags.ListSchema{Levels: pivot.Levels(v), Keys: keys(p, v), Texts: pivot.Fields(p, v), Of: v.Of, Labels: labels(p, v), Cuts: map[string]tags.Cut{}}
		for _, c := range pivot.Cuts(p, v) {
			if c.Named == "" {
				list.Cuts[c.Name] = tags.Cut{Code: c.Code, From: c.From, To: c.To}
			}
		}
		for _, c := range v.Columns {
			list.Amounts = append(list.Amounts, c.Name)
		}
		s.Lists[v.Name] = list
	}
	s.Aside = aside(p)
	return s
}

// keys are what the keys of a view's levels are of: a code list and how deep; the sheet and
// the column whose values a 引用 takes, or a text is; the choices of a field.
func keys(p *pack.Pack, v *pack.View) (out [][]string) {
	if v.Of != "" || len(v.Sources) == 0 {
		return nil
	}
	s := p.Input.Sheet(v.Sources[0])
	for _, r := range v.Rows {
		var level []string
		for _, by := range r.By {
			f, cut := pack.CutField(by)
			var c *pack.Column
			if s != nil {
				c = s.Column(f)
			}
			switch list := p.ListOf(f); {
			case list != "":
				if c != nil {
					cut = cmp.Or(cut, c.Level)
				}
				f = list + tags.Deep + cut
			case c == nil || c.Kind == pack.Choice:
			case c.Kind == pack.Ref && p.Input.Sheet(c.Sheet) != nil:
				f = c.Sheet + "." + cmp.Or(c.Column, p.Input.Sheet(c.Sheet).Columns[0].Name)
			default:
				f = s.Name + "." + f
			}
			level = append(level, f)
		}
		out = append(out, level)
	}
	return out
}

// aside are the names that tags of documents alone may have, with what to write so that tables have them too.
func aside(p *pack.Pack) map[string]string {
	out := map[string]string{}
	if p.Text == nil {
		return out
	}
	const only, text = "它只供公开文本用；公开表也要印的，", "pack.yaml 的“文本用”里"
	for _, it := range p.Text.Input.Info {
		out[it.Name] = only + "在 " + text + "写 表格也用: [" + it.Name + "]"
	}
	for i := range p.Text.Views {
		v := &p.Text.Views[i]
		names := slices.Concat(enteredFor(p, v), []string{v.Name})
		slices.Sort(names)
		out[v.Name] = only + "在 " + text + "写 表格也用: [" + strings.Join(slices.Compact(names), ", ") + "]"
	}
	for _, n := range p.Text.Numbers {
		out[n.Name] = only + "把 " + text + "这个数抄到外面的“数”里"
	}
	return out
}

// enteredFor are the input sheets and columns of documents alone that a view is of.
func enteredFor(p *pack.Pack, v *pack.View) (names []string) {
	fields := slices.Clone(v.Carried)
	for _, r := range v.Rows {
		for _, by := range r.By {
			field, _ := pack.CutField(by)
			fields = append(fields, field)
		}
	}
	for _, source := range v.Sources {
		of := p.Input.Sheet(source)
		if of == nil {
			names = append(names, source)
			continue
		}
		for _, more := range p.Text.Input.Sheets {
			for _, c := range more.Columns {
				if more.Name == source && of.Column(c.Name) == nil && slices.Contains(fields, c.Name) {
					names = append(names, source+"."+c.Name)
				}
			}
		}
	}
	return names
}

// Data gives the template engine the views of a ledger and the pack's numbers.
func Data(p *pack.Pack, l *budget.Ledger, views []*pivot.View) (*tags.Data, finding.List, error) {
	d := &tags.Data{Scalars: scalars(p, l), Lists: map[string]*tags.List{}, EmptyNote: p.EmptyNote, Unit: p.Unit, Decimals: map[string]int{}}
	if n, ok := p.Decimals.Of(l.Info); ok {
		for _, t := range p.Tables {
			d.Decimals[strings.TrimSpace(t.Sheet)] = n
		}
	}
	past := PastKnown(p, l)
	for _, v := range views {
		d.Lists[v.Name] = list(v)
		if of := p.View(v.Name); of != nil && !past {
			for _, c := range of.Columns {
				sheet, _ := PastColumn(p, l, of, c.Name)
				d.Lists[v.Name].Unknown = append(d.Lists[v.Name].Unknown, sheet != "")
			}
		}
	}
	var findings finding.List
	var err error
	d.Numbers, findings, err = check.Numbers(p, l, views)
	return d, findings, err
}

// scalars are the texts that tags name without a view.
func scalars(p *pack.Pack, l *budget.Ledger) map[string]string {
	s := map[string]string{}
	maps.Copy(s, l.Info)
	s[pack.ScalarYear] = l.Info[p.Input.YearItem()]
	s[pack.ScalarUnit] = p.Unit.Name
	return s
}

func list(v *pivot.View) *tags.List {
	out := &tags.List{Records: make([]tags.Record, len(v.Rows))}
	for i, r := range v.Rows {
		out.Records[i] = tags.Record{Level: r.Level, Parent: r.Parent, Owner: r.Owner, Key: r.Key, Keys: r.Keys, Texts: r.Texts, Amounts: r.Amounts, Zeros: r.Zeros}
	}
	return out
}

// Views builds all views of a pack.
func Views(p *pack.Pack, l *budget.Ledger) []*pivot.View {
	out := make([]*pivot.View, len(p.Views))
	byName := map[string]*pivot.View{}
	for i := range p.Views {
		if v := &p.Views[i]; v.Of == "" {
			out[i] = pivot.Build(p, v, l)
			byName[v.Name] = out[i]
		}
	}
	for i := range p.Views {
		if v := &p.Views[i]; v.Of != "" {
			out[i] = pivot.BuildSides(v, p.Outline(v.Rows[1].Outline), l, byName[v.Of])
		}
	}
	return out
}
