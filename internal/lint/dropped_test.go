package lint_test

import (
	"slices"
	"strings"
	"testing"

	"ysgk/internal/budget"
	"ysgk/internal/lint"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// A pack keeps codes that were dropped for older ledgers. What it filters by them, prints of
// them or maps to them is empty for whoever enters this year's.
func TestCodesKeptForOlderLedgersAreNoneToFilterBy(t *testing.T) {
	const gone = budget.Unconfirmed + "（2027年科目" + budget.NoMore + "）"
	for name, x := range map[string]struct{ list, code, source, added, want string }{
		"as it was":          {list: "部门经济科目", code: "30217", source: "2027年科目"},
		"not confirmed":      {list: "部门经济科目", code: "30217", source: budget.Unconfirmed},
		"in a filter":        {list: "部门经济科目", code: "30217", source: gone, want: "视图 三公经费：筛选的部门经济科目编码“30217”（公务接待费）今年的科目里没有了"},
		"in a tag":           {list: "部门经济科目", code: "30217", source: gone, added: "30250", want: "“公务接待费”（A7）的编码是 30250，标签 {{三公经费[30217].一般公共预算}} 取的却是 30217"},
		"where another maps": {list: "政府经济科目", code: "50205", source: gone, want: "的“行政单位对应”是 50205，政府经济科目里没有，或者今年没有了"},
	} {
		p := *proof.DefaultPack(t)
		list := p.Codes[x.list].Clone()
		values := func(code, source string) []string {
			out := make([]string, len(list.Columns))
			for i := range out {
				out[i] = list.Attr(x.code, i)
			}
			out[0], out[list.Column(budget.SourceColumn)] = code, source
			return out
		}
		if x.added != "" {
			list.Set(values(x.added, "2027年科目"))
		}
		list.Set(values(x.code, x.source))
		p.Codes = map[string]*budget.CodeList{x.list: list}
		for name, other := range proof.DefaultPack(t).Codes {
			if name != x.list {
				p.Codes[name] = other
			}
		}
		told := ""
		for _, f := range lint.Definitions(&p) {
			if strings.Contains(f.Message, x.code) {
				told += f.Message + "\n"
			}
		}
		if x.want == "" && told != "" || !strings.Contains(told, x.want) {
			t.Errorf("%s: %s", name, told)
		}
	}
}

// Departments are asked to fill a sheet in full, and nothing of it is printed: whoever makes
// the pack is told how to do without it.
func TestSheetsThatNoTablePrintsAreTold(t *testing.T) {
	idle := func(p *pack.Pack) (out []string) {
		for _, f := range lint.Definitions(p) {
			if f.Code == "sheet-unprinted" {
				out = append(out, f.Message+f.Hint)
			}
		}
		return out
	}
	p := *proof.DefaultPack(t)
	if told := idle(&p); len(told) > 0 {
		t.Errorf("of a pack that prints all: %q", told)
	}
	p.Input.Sheets = append(slices.Clone(p.Input.Sheets), pack.Sheet{Name: "资产清单", Columns: []pack.Column{{Name: "资产", Kind: pack.Text}, {Name: "金额(元)", Kind: pack.Amount}}})
	if told := idle(&p); len(told) != 1 || !strings.Contains(told[0], "“资产清单”") || !strings.Contains(told[0], "- 删去: [资产清单]") {
		t.Errorf("%q", told)
	}
	p.Views = append(slices.Clone(p.Views), pack.View{Name: "资产", Sources: []string{"资产清单"}, Columns: []pack.ViewCol{{Name: "合计"}}})
	p.Tables = append(slices.Clone(p.Tables), pack.Table{Sheet: "表一", Name: "资产表", Total: "资产.合计"})
	if told := idle(&p); len(told) > 0 {
		t.Errorf("printed: %q", told)
	}
}
