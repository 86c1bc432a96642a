package bind_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
)

// TestWhatAFormSaysBelowATableWithoutFiguresIsWhatItsTagPrints binds a form with its own words for that, most tables
// the same ones, and does what is left to do about them.
func TestWhatAFormSaysBelowATableWithoutFiguresIsWhatItsTagPrints(t *testing.T) {
	heads := [][]any{{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}}
	list := func(name, title, foot string) kind {
		return kind{name, title, heads, nil, func(*budget.Ledger) [][]any { return blankLines([]any{nil, "合计"}) }, foot}
	}
	const most, own = "此表无数据。", "备注：本部门没有国有资本经营预算支出。"
	kinds := []kind{list("表甲", "年政府性基金预算支出表", most), list("表乙", "年一般公共预算支出表", most), list("表丙", "年国有资本经营预算支出表", own), list("表丁", "年支出预算表", "注：本表为空")}
	p := defaultPack(t)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Ledger: sample.Nothing(p)})
	must(t, err)
	if !strings.Contains(string(made.Manifest), "\n空表注: \""+most+"\"\n") {
		t.Errorf("the pack has not the form's words:\n%s", made.Manifest)
	}
	now := loaded(t, made)
	tags := map[string]string{}
	f, err := excelize.OpenReader(bytes.NewReader(made.Book))
	must(t, err)
	for _, e := range made.Left {
		_, tag, ok := strings.Cut(e.Text, "没有数才印的，改成 ")
		if !ok {
			continue
		}
		tags[e.Place.Sheet] = tag
		tag, _, _ = strings.Cut(tag, "，印出来是")
		must(t, f.SetCellStr(e.Place.Sheet, e.Place.Cell, tag))
	}
	total := func(sheet string) string {
		i := slices.IndexFunc(now.Tables, func(x pack.Table) bool { return x.Sheet == sheet })
		view, column, _ := strings.Cut(now.Tables[i].Total, ".")
		return view + "[合计]." + column
	}
	for sheet, want := range map[string]string{"表甲": "{{空表注}}", "表乙": "{{空表注}}", "表丙": "{{如无 " + total("表丙") + "}}" + own + "{{完}}", "表丁": "{{如无 " + total("表丁") + "}}注：本表为空{{完}}"} {
		if tags[sheet] != want {
			t.Errorf("%s: write %s, want %s", sheet, tags[sheet], want)
		}
	}
	edited, err := f.WriteToBuffer()
	must(t, err)
	now, err = pack.Load(folder(t, map[string][]byte{"pack.yaml": made.Manifest, "官方表.xlsx": edited.Bytes()}))
	must(t, err)
	out := filled(t, now, sample.Nothing(now))
	sheets, err := layout.Read(out)
	must(t, err)
	for i, want := range []string{most, most, own, "注：本表为空"} {
		if !slices.ContainsFunc(layout.SortedCells(sheets[i]), func(at layout.Pos) bool { return sheets[i].Cells[at].Text == want }) {
			t.Errorf("%s does not say %s", sheets[i].Name, want)
		}
	}
	if found := judged(t, now, out); len(found) > 0 {
		t.Error(found)
	}
	if rules, found, err := tables.Rules(now); err != nil || found.HasErrors() {
		t.Error(rules, found, err)
	}
}
