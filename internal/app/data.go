package app

import (
	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// Scalars that every pack has, beside the items of 基本信息.
const (
	scalarYear = "年度"
	scalarUnit = "金额单位"
)

// yearItem is the item of 基本信息 that says for which year the budget is.
const yearItem = "预算年度"

// Schema tells the template engine the names that a pack's tags may use.
func Schema(p *pack.Pack) fill.Schema {
	s := fill.Schema{Scalars: []string{scalarYear, scalarUnit}, Lists: map[string]fill.ListSchema{}}
	for _, it := range p.Input.Info {
		if it.Kind != pack.Amount && it.Name != scalarUnit {
			s.Scalars = append(s.Scalars, it.Name)
		}
	}
	for i := range p.Views {
		v := &p.Views[i]
		list := fill.ListSchema{Levels: pivot.Levels(v), Texts: pivot.Fields(p, v), Of: v.Of, Cuts: map[string]fill.Cut{}}
		for _, c := range pivot.Cuts(p, v) {
			list.Cuts[c.Name] = fill.Cut{Code: c.Code, From: c.From, To: c.To}
		}
		for _, c := range v.Columns {
			list.Amounts = append(list.Amounts, c.Name)
		}
		s.Lists[v.Name] = list
	}
	return s
}

// Data gives the template engine the views of a ledger.
func Data(p *pack.Pack, l *budget.Ledger, views []*pivot.View) *fill.Data {
	d := &fill.Data{Scalars: map[string]string{}, Lists: map[string]*fill.List{}, EmptyNote: p.EmptyNote}
	for name, text := range l.Info {
		d.Scalars[name] = text
	}
	d.Scalars[scalarYear] = l.Info[yearItem]
	d.Scalars[scalarUnit] = p.Unit
	if p.Unit == "万元" {
		d.UnitExponent = 4
	}
	for _, v := range views {
		d.Lists[v.Name] = list(v)
	}
	return d
}

func list(v *pivot.View) *fill.List {
	out := &fill.List{Records: make([]fill.Record, len(v.Rows))}
	for i, r := range v.Rows {
		out.Records[i] = fill.Record{Level: r.Level, Parent: r.Parent, Owner: r.Owner, Key: r.Key, Texts: r.Texts, Amounts: r.Amounts}
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
