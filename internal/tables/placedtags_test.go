package tables_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// TestEachCellOfATemplateIsListedWithWhatItPrints reads the list of the built-in pack: each tag of its tables is there, and
// says in words what it takes.
func TestEachCellOfATemplateIsListedWithWhatItPrints(t *testing.T) {
	p := proof.DefaultPack(t)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(tables.PlacedCSV(p)), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range [][2]string{
		{"{{支出总表@项.基本支出}}", "各项：支出明细相加，支出类型是人员经费或公用经费"},
		{"{{支出总表@类.科目编码}}", "各类：科目编码"},
		{"{{支出按类[201].本年}}", "201：支出明细相加，资金年度是本年"},
		{"{{上年结转.合计}}", "支出明细相加，资金年度是上年结转"},
		{"{{年终结转.一般公共预算}}", "年终结转相加，资金来源是一般公共预算"},
	} {
		i := slices.IndexFunc(rows, func(r []string) bool { return r[2] == want[0] })
		if i < 0 || rows[i][3] != want[1] {
			t.Errorf("%s is not listed as %s: %v", want[0], want[1], rows[max(i, 0)])
		}
	}
	for _, r := range rows[1:] {
		if strings.Contains(r[2], "{{") == (r[3] == "公式") || r[3] == "" || strings.ContainsAny(r[2][:1], "=+-@") {
			t.Error(r)
		}
	}
	forms, _, err := tables.Forms(p)
	if err != nil {
		t.Fatal(err)
	}
	tagged := 0
	for _, f := range forms {
		for _, c := range f.Cells() {
			if c.Formula != nil || strings.Contains(c.Written(), "{{") {
				tagged++
			}
		}
	}
	if len(rows)-1 != tagged || tagged < 300 {
		t.Errorf("%d rows of %d cells", len(rows)-1, tagged)
	}
}
