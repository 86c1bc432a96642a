package fill_test

import (
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/fill"
)

// A table of money without a tag is published empty by every department: its totals of blanks are no figures.
func TestATableOfMoneyIntoWhichNoFigureComesIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		rows    string
		prepare func(f *excelize.File)
		told    string
	}{
		"no figure":                  {"表\n | 单位：万元\n项目 | 金额\n一般 | \n合计 | =SUM(B4:B4)", nil, "B2"},
		"only who it is":             {"表\n{{部门名称}} | 单位：万元\n项目 | 金额\n一般 | \n合计 | ", nil, "B2"},
		"a figure":                   {"表\n | 单位：万元\n项目 | 金额\n一般 | {{支出[201].合计}}", nil, ""},
		"a list":                     {"表\n | 单位：万元\n项目 | 名称\n{{支出@类.编码}} | {{支出@类.名称}}", nil, "B2"},
		"a list of texts":            {"表\n | 单位：万元\n项目 | 名称\n{{指标@指标.一级}} | {{指标@指标.值}}", nil, ""},
		"a list beside a column":     {"表\n | 单位：万元\n项目 | 金额（元）\n{{指标@指标.一级}} | ", nil, "B2"},
		"typed":                      {"表\n | 单位：万元\n项目 | 金额\n一般 | 3", func(f *excelize.File) { f.SetCellFloat("Sheet1", "B4", 3.5, 2, 64) }, ""},
		"looked up on another table": {"表\n | 单位：万元\n项目 | 金额\n一般 | =别的!B1", func(f *excelize.File) { f.NewSheet("别的"); put(t, f, "别的", "数 | {{支出[201].合计}}") }, ""},
		"numbers of lines":           {"表\n | 单位：万元\n行次 | 金额\n一般 | ", func(f *excelize.File) { f.SetCellInt("Sheet1", "A4", 3) }, "B2"},
		"the unit in a head":         {"表\n | 单位：万元\n项目 | 金额（万元）\n一般 | ", func(f *excelize.File) { f.SetCellStr("Sheet1", "B2", "") }, "B3"},
		"it says 无":                  {"表\n | 单位：万元\n项目 | 金额\n无 | ", nil, ""},
		"no money":                   {"表\n项目 | 说明\n一般 | ", nil, ""},
		"a hidden sheet":             {"表\n | 单位：万元\n一般 | ", func(f *excelize.File) { f.NewSheet("别的"); f.SetActiveSheet(1); f.SetSheetVisible("Sheet1", false) }, ""},
	} {
		tpl, problems, err := fill.Compile(template(t, c.rows, c.prepare), schema)
		if err != nil || problems.HasErrors() {
			t.Fatal(name, problems, err)
		}
		_, told, err := tpl.Render(projects("甲"))
		if err != nil {
			t.Fatal(name, err)
		}
		var got []string
		for _, f := range told {
			if f.Code == "sheet-unfigured" {
				got = append(got, f.Place.Cell)
			}
		}
		want := []string(nil)
		if c.told != "" {
			want = []string{c.told}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: told at %v, want %v", name, got, want)
		}
	}
}
