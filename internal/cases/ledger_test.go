package cases

import (
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
)

// columns are those of the sheet 明细, and the keys of a record.
var columns = []string{"代号", "事项", "类型", "金额(元)", "上年数", "备注", "文号", "日期"}

// record is a line of the ledger by column.
type record map[string]string

// ledger makes n records: codes that repeat, every type, equal amounts for
// ranks, amounts of zero (which print as an empty cell), digits that are text,
// days, and remarks that are left out here and there.
func ledger(n int) (records []record) {
	notes := []string{"", "含税", "一次性（首付30%）", "", "见附件,第2页", "“三公”经费"}
	kinds := []string{"人员", "项目", "公用", "公用", "项目", "人员", "项目"}
	subjects := []string{"基本工资", "信息系统运行维护费", "办公费", "差旅费（含市内交通）", "设备购置", "津贴补贴", "培训费"}
	for i := range n {
		amount := decimal.New(int64(12345+i*12382), -2)
		switch {
		case i%11 == 10:
			amount = decimal.Zero
		case i%7 == 2:
			amount = decimal.New(12345, -2) // as the first
		case i%13 == 12:
			amount = decimal.New(1234567890+int64(i), -2)
		}
		last := decimal.New(int64(10010*(i+1)), -2)
		if i%5 == 4 || i == 1 {
			last = decimal.Zero
		}
		records = append(records, record{
			"代号": []string{"201", "204", "208"}[i%3], "事项": fmt.Sprintf("%s%d", subjects[i%len(subjects)], i+1), "类型": kinds[i%len(kinds)],
			"金额(元)": amount.String(), "上年数": last.String(), "备注": notes[i%len(notes)],
			"文号": fmt.Sprintf("%04d", i*7+5), "日期": fmt.Sprintf("2026-%02d-%02d", i%12+1, i%28+1),
		})
	}
	return records
}

// writeLedger writes the input workbook of a department.
func writeLedger(t *testing.T, file string, records []record) {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must(t, f.SetSheetName("Sheet1", "基本信息"))
	for i, row := range [][]string{{"项目", "内容"}, {"部门名称", "某单位"}, {"预算年度", "2026"}, {"金额单位", "元"}} {
		must(t, f.SetSheetRow("基本信息", a1.Name(1, i+1), &row))
	}
	_, err := f.NewSheet("明细")
	must(t, err)
	must(t, f.SetSheetRow("明细", "A1", &columns))
	for i, r := range records {
		for j, c := range columns {
			if r[c] == "" {
				continue
			}
			var v any = r[c]
			if slices.Contains([]string{"金额(元)", "上年数"}, c) {
				v = decimal.RequireFromString(r[c]).InexactFloat64()
			}
			must(t, f.SetCellValue("明细", a1.Name(j+1, i+2), v))
		}
	}
	must(t, f.SaveAs(file))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// node is a row that a view makes of the ledger.
type node struct {
	level   string
	texts   map[string]string
	amounts map[string]decimal.Decimal
	parent  *node
	kids    []*node
}

// grouping are the levels of a view below its root, with the column of each.
type grouping []struct{ level, by string }

// views of testdata/formulas/pack.yaml.
var views = map[string]struct {
	only   string // the type of the records, "" for all
	levels grouping
}{
	"清单":   {"", grouping{{"项", ""}}},
	"项目清单": {"项目", grouping{{"项", ""}}},
	"分级":   {"", grouping{{"类", "类型"}, {"款", "代号"}, {"项", "事项"}}},
}

// tree is what a view makes of records; its root is the total.
func tree(view string, records []record) *node {
	v := views[view]
	root := &node{level: "合计", texts: map[string]string{}, amounts: map[string]decimal.Decimal{}}
	for _, r := range records {
		if v.only != "" && r["类型"] != v.only {
			continue
		}
		root.add(r)
		at := root
		for _, g := range v.levels {
			at = at.kid(g.level, g.by, r)
			at.add(r)
		}
	}
	return root
}

// kid is the child that a record belongs to; without a column each record has its own.
func (n *node) kid(level, by string, r record) *node {
	for _, k := range n.kids {
		if by != "" && k.texts[by] == r[by] {
			return k
		}
	}
	k := &node{level: level, texts: map[string]string{}, amounts: map[string]decimal.Decimal{}, parent: n}
	for c, text := range r {
		k.texts[c] = text
	}
	n.kids = append(n.kids, k)
	return k
}

func (n *node) add(r record) {
	n.amounts["金额"] = n.amounts["金额"].Add(decimal.RequireFromString(r["金额(元)"]))
	n.amounts["上年"] = n.amounts["上年"].Add(decimal.RequireFromString(r["上年数"]))
}

// under are the descendants of a level.
func (n *node) under(level string) (out []*node) {
	for _, k := range n.kids {
		if k.level == level {
			out = append(out, k)
		}
		out = append(out, k.under(level)...)
	}
	return out
}
