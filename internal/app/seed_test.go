package app_test

import (
	"cmp"
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// emptyLedger is a ledger of the pack with its tables and 基本信息 but no records.
func emptyLedger(p *pack.Pack) *budget.Ledger {
	l := &budget.Ledger{
		Info:   map[string]string{"部门名称": "阳泉市司法局", "预算年度": "2026", "金额单位": "元"},
		Tables: map[string]*budget.Table{},
		Codes:  p.Codes,
	}
	for name, s := range p.Sources() {
		l.Tables[name] = budget.NewTable(name, s.Fields, s.Measures)
	}
	return l
}

// item appends a line item given by its typed fields; the others follow from them.
func item(t testing.TB, p *pack.Pack, l *budget.Ledger, kinds map[string]string, row map[string]string) {
	t.Helper()
	table := l.Tables["支出明细"]
	values := make([]string, len(table.Fields))
	for i, f := range table.Fields {
		switch f {
		case "单位性质":
			values[i] = kinds[row["单位"]]
		case "部门":
			values[i] = l.Info["部门名称"]
		case "政府经济科目编码":
			econ := p.Codes["部门经济科目"]
			column := econ.Column("行政单位对应")
			if kinds[row["单位"]] == "事业" {
				column = econ.Column("事业单位对应")
			}
			values[i] = econ.Attr(row["部门经济科目编码"], column)
		case "支出事项":
			values[i] = cmp.Or(row["项目名称"], row["支出类型"])
		default:
			values[i] = row[f]
		}
	}
	fen, err := budget.ParseFen(decimal.RequireFromString(row["金额(元)"]))
	if err != nil {
		t.Fatal(err)
	}
	table.Append(0, values, []budget.Fen{fen})
}

// seedLedger is the real department: 84 line items, three units.
func seedLedger(t testing.TB, p *pack.Pack) *budget.Ledger {
	t.Helper()
	l := emptyLedger(p)
	kinds := map[string]string{}
	var units []string
	for _, u := range proof.Records(t, "units.csv") {
		kinds[u["单位名称"]] = u["单位性质"]
		units = append(units, u["单位名称"])
	}
	items := l.Tables["支出明细"]
	items.Seed(items.Field("单位"), units)
	for _, row := range proof.Records(t, "items.csv") {
		item(t, p, l, kinds, row)
	}
	return l
}
