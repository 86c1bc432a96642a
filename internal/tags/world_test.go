package tags_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/tags"
)

// schema is what the texts of these tests may name.
var schema = tags.Schema{
	Scalars: []string{"年度", "部门名称", "备注"},
	Numbers: []tags.Number{{Name: "人均"}, {Name: "占比", Ratio: true}, {Name: "无"}, {Name: "少"}, {Name: "降", Ratio: true}, {Name: "零占比", Ratio: true}},
	Lists: map[string]tags.ListSchema{
		"支出": {
			Levels: []string{"合计", "类", "款"}, Texts: []string{"编码", "名称", "类码"}, Amounts: []string{"合计", "基本"},
			Cuts: map[string]tags.Cut{"类码": {Code: "编码", From: 0, To: 3}},
		},
		"总额": {Levels: []string{"合计"}, Amounts: []string{"本年"}},
		"项目": {Levels: []string{"合计", "项目"}, Texts: []string{"名称"}, Amounts: []string{"资金"}},
		"指标": {Levels: []string{"合计", "指标"}, Of: "项目", Texts: []string{"名称"}},
	},
}

// data is 支出: 201 (20101 1 万元, 20102 2 万元) and 204 (20401 4 万元), and two 项目
// with three 指标, of which the second is the other one's.
func data() *tags.Data {
	both := func(wan int64) []budget.Fen { return []budget.Fen{budget.Fen(wan * 1e6), budget.Fen(wan * 1e6 / 2)} }
	one := func(wan int64) []budget.Fen { return both(wan)[:1] }
	return &tags.Data{
		Scalars:   map[string]string{"年度": "2026", "部门名称": "某局"},
		Numbers:   map[string]decimal.Decimal{"人均": decimal.RequireFromString("12345678.905"), "占比": decimal.RequireFromString("0.12345"), "少": decimal.RequireFromString("-188000"), "降": decimal.RequireFromString("-0.0357")},
		Unit:      money.Wan,
		EmptyNote: "注：本表无数据",
		Lists: map[string]*tags.List{
			"支出": {Records: []tags.Record{
				{Parent: -1, Key: "合计", Texts: []string{"", "合计", ""}, Amounts: both(7)},
				{Level: 1, Parent: 0, Key: "201", Texts: []string{"201", "一般", "201"}, Amounts: both(3)},
				{Level: 2, Parent: 1, Key: "20101", Texts: []string{"20101", "人大", "201"}, Amounts: both(1)},
				{Level: 2, Parent: 1, Key: "20102", Texts: []string{"20102", "政协", "201"}, Amounts: both(2)},
				{Level: 1, Parent: 0, Key: "204", Texts: []string{"204", "公安", "204"}, Amounts: both(4)},
				{Level: 2, Parent: 4, Key: "20401", Texts: []string{"20401", "武警", "204"}, Amounts: both(4)},
				{Level: 1, Parent: 0, Key: "205", Texts: []string{"205", "教育", "205"}, Amounts: both(0)},
			}},
			"总额": {Records: []tags.Record{{Parent: -1, Key: "合计", Amounts: one(7)}}},
			"项目": {Records: []tags.Record{
				{Parent: -1, Key: "合计", Texts: []string{"合计"}, Amounts: one(5)},
				{Level: 1, Parent: 0, Key: "甲", Texts: []string{"甲"}, Amounts: one(2)},
				{Level: 1, Parent: 0, Key: "乙", Texts: []string{"乙"}, Amounts: one(3)},
			}},
			"指标": {Records: []tags.Record{
				{Parent: -1, Texts: []string{""}},
				{Level: 1, Parent: 0, Owner: 1, Texts: []string{"甲一"}},
				{Level: 1, Parent: 0, Owner: 2, Texts: []string{"乙一"}},
				{Level: 1, Parent: 0, Owner: 1, Texts: []string{"甲二"}},
			}},
		},
	}
}

// read resolves a text that must be right; of is as in Schema.Read.
func read(t testing.TB, text, of string) []tags.Part {
	t.Helper()
	var problems finding.List
	parts := schema.Read([]string{text}, of, nil, finding.Place{}, &problems)
	for _, p := range problems {
		t.Errorf("%s: %s", text, p.Message)
	}
	if parts == nil {
		return []tags.Part{{Text: text}}
	}
	return parts
}

// nowhere is outside all lists.
var nowhere = tags.Scope{Record: -1}

// in is the place of a record of 支出.
func in(record int) tags.Scope { return tags.Scope{List: "支出", Record: record} }

// say is what a text says outside all lists.
func say(t testing.TB, text string, d *tags.Data) string {
	t.Helper()
	return (&tags.Values{Data: d}).Text(read(t, text, ""), nowhere)
}
