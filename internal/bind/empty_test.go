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

// TestATableWithoutFiguresIsNoEvidenceWhereItsTitleHasMoney binds three tables, two of which the example leaves blank:
// of one the ledger has money, and its words bind it, told as not proven; of the other it has none.
func TestATableWithoutFiguresIsNoEvidenceWhereItsTitleHasMoney(t *testing.T) {
	heads := [][]any{{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}}
	list := func(name, title string, of ask, blank bool) kind {
		return kind{name, title, heads, nil, func(l *budget.Ledger) [][]any {
			if l == nil || blank {
				return blankLines([]any{nil, "合计"})
			}
			return coded(l, func(code, name string) []any { return []any{code, name} }, func(more ask) []any { return []any{sum(l, of, more), sum(l, of, more, base), sum(l, of, more, proj)} })
		}, ""}
	}
	fund := ask{"资金来源": "政府性基金预算"}
	kinds := func(blank bool) []kind {
		return []kind{list("总表", "年部门支出总表", nil, false), list("公共", "年一般公共预算支出表", gp, blank), list("基金", "年政府性基金预算支出表", fund, blank)}
	}
	p := defaultPack(t)
	l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000", "某市水务局 河道 特定目标类 单位资金 1250000")
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds(false), nil, 2026), Example: book(t, kinds(true), l, 2026), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	if !strings.Contains(told(made), "公共!A1 范例的这张表没有数，录入里照表名却有 658023.00 元") || strings.Contains(told(made), "基金!A1 范例的这张表没有数") {
		t.Error(told(made))
	}
	next := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 700000", "某市水务局 堤防 特定目标类 政府性基金预算 70000", "某市水务局 河道 特定目标类 单位资金 30000")
	for _, proof := range proven(t, p, loaded(t, made), kinds(false), next, 2026) {
		if proof.Wrong() > 0 || proof.Right < 3 {
			t.Errorf("%+v\n%s", proof, told(made))
		}
	}
	if proofs := made.OfTables([]bind.Proof{{Sheet: "公共"}, {Sheet: "基金"}}); len(proofs) != 1 {
		t.Error(proofs)
	}
}

// TestAnEmptyTableWithTwoListsKeepsTheTotalOfBoth binds 收入 and 支出 side by side, with one line 合计 of both and no
// figures in the example: its label stays, both lists stand below it, the note is printed only where neither has
// figures, and the print area reaches down to it.
func TestAnEmptyTableWithTwoListsKeepsTheTotalOfBoth(t *testing.T) {
	p := defaultPack(t)
	last := itemsOf(p, "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 500000")
	next := itemsOf(p, "某市水务局 2230199 项目支出 30227 改制 特定目标类 国有资本经营预算 300000")
	const note = "注：本表无数据"
	sheet := func(example bool) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"2026年国有资本经营预算收支预算表"}, {"部门：", nil, nil, nil, nil, nil, nil, "单位：元"},
			{"国有资本经营预算收入", nil, "国有资本经营预算支出"}, {"项目", nil, "国有资本经营收入预算", "科目编码", "科目名称", "合计", "基本支出", "项目支出"}, {"收入科目编码", "科目名称"}, {"合计"}}
		merges := []string{"A3:B3", "C3:H3", "A4:B4", "C4:C5", "D4:D5", "E4:E5", "F4:F5", "G4:G5", "H4:H5", "A6:B6"}
		if example {
			rows[1][0] = "部门：某市水务局"
			rows, merges = append(rows, []any{note}), append(merges, "A7:H7")
		}
		addSheet(t, f, "表九", merges, rows...)
		border, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "bottom", Style: 1}}})
		must(t, err)
		must(t, f.SetCellStyle("表九", "A7", "H7", border))
		must(t, f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "表九!$A$1:$H$7", Scope: "表九"}))
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: sheet(false), Example: sheet(true), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	for _, c := range []struct {
		of   *budget.Ledger
		want []string
		area string
	}{
		{next, []string{"A6 合计", "D7 223", "D8 22301", "D9 2230199", "F6 300000", "F7 300000", "F8 300000", "F9 300000", "H6 300000", "H7 300000", "H8 300000", "H9 300000"}, ""},
		{last, []string{"A6 合计", "A7 " + note}, "表九!$A$1:$H$7"},
	} {
		f, err := excelize.OpenReader(bytes.NewReader(filled(t, loaded(t, made), c.of)))
		must(t, err)
		var got []string
		rows, err := f.GetRows("表九", excelize.Options{RawCellValue: true})
		must(t, err)
		for i, row := range rows {
			for j, text := range row {
				if cell, _ := excelize.CoordinatesToCellName(j+1, i+1); i >= 5 && text != "" && (j != 4 || c.of == last) {
					got = append(got, cell+" "+text)
				}
			}
		}
		slices.Sort(got)
		if slices.Sort(c.want); !slices.Equal(got, c.want) {
			t.Errorf("it shows %q, want %q\n%s", got, c.want, told(made))
		}
		if area := f.GetDefinedName()[0].RefersTo; c.area != "" && strings.ReplaceAll(area, "'", "") != c.area {
			t.Errorf("the print area is %s, want %s", area, c.area)
		}
	}
}

// TestATotalThatNoTagPrintsIsTold binds 收入 and 支出 side by side, both lists empty in the example, with official words
// in the one line below the headers: 收支总计 is the total of both; what is of one side alone is printed, or told.
func TestATotalThatNoTagPrintsIsTold(t *testing.T) {
	p := defaultPack(t)
	last := itemsOf(p, "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 500000")
	border := func(f *excelize.File) int {
		style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "bottom", Style: 1}}})
		must(t, err)
		return style
	}
	for _, c := range []struct {
		words, cell string
		lost        bool
	}{{"收支总计", "A6", false}, {"总计", "A6", false}, {"本年收入合计", "A6", true}, {"本年支出合计", "C6", false}, {"小计", "E6", true}, {"小计", "E7", true}, {"其中小计", "B7", true}} {
		sheet := func(example bool) []byte {
			f := excelize.NewFile()
			defer f.Close()
			rows := [][]any{{"2026年国有资本经营预算收支预算表"}, {"部门：", nil, nil, nil, nil, nil, nil, "单位：元"},
				{"国有资本经营预算收入", nil, "国有资本经营预算支出"}, {"项目", nil, "国有资本经营收入预算", "科目编码", "科目名称", "合计", "基本支出", "项目支出"}, {"收入科目编码", "科目名称"}}
			if example {
				rows[1][0] = "部门：某市水务局"
			}
			addSheet(t, f, "表九", []string{"A3:B3", "C3:H3", "A4:B4", "C4:C5", "D4:D5", "E4:E5", "F4:F5", "G4:G5", "H4:H5"}, rows...)
			must(t, f.SetCellStr("表九", c.cell, c.words))
			must(t, f.SetCellStyle("表九", "A6", "H7", border(f)))
			must(t, f.DeleteSheet("Sheet1"))
			return saved(t, f)
		}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: sheet(false), Example: sheet(true), Ledger: last, Views: tables.Views(p, last)})
		must(t, err)
		next := itemsOf(p, "某市水务局 2230199 项目支出 30227 改制 特定目标类 国有资本经营预算 300000")
		f, err := excelize.OpenReader(bytes.NewReader(filled(t, loaded(t, made), next)))
		must(t, err)
		at, err := f.SearchSheet("表九", c.words)
		must(t, err)
		if lost := len(at) == 0; lost != c.lost || lost != strings.Contains(told(made), "官方表的“"+c.words+"”在清单的行里") {
			t.Errorf("%s stands at %v\n%s", c.words, at, told(made))
		}
	}
}

// TestAnEmptyTableIsListedAsTheOneWithItsColumns binds a table of a fund without figures whose label columns have one more
// header above them all than those of another table: its lines are as there, the lowest codes by units, and not those of
// each level that its codes would have.
func TestAnEmptyTableIsListedAsTheOneWithItsColumns(t *testing.T) {
	list := func(name, title string, over bool, of ask) kind {
		heads := [][]any{{"科目编码", nil, nil, "单位名称（科目）", "合计", "基本支出", "项目支出"}, {"类", "款", "项"}}
		merged := []string{"A3:C3", "D3:D4", "E3:E4", "F3:F4", "G3:G4"}
		if over {
			heads = append([][]any{{"项目", nil, nil, nil, "本年支出"}}, heads...)
			merged = []string{"A3:D3", "E3:G3", "A4:C4", "D4:D5", "E4:E5", "F4:F5", "G4:G5"}
		}
		return kind{name, title, heads, merged, func(l *budget.Ledger) [][]any {
			out := blankLines([]any{nil, nil, nil, "合计"})
			if l == nil || sum(l, of) == 0 {
				return out
			}
			line := func(labels []any, more ask) {
				out = append(out, append(labels, sum(l, of, more), sum(l, of, more, base), sum(l, of, more, proj)))
			}
			out = nil
			line([]any{nil, nil, nil, "合计"}, nil)
			for _, unit := range keysOf(l, of, "单位") {
				line([]any{nil, nil, nil, unit[0]}, ask{"单位": unit[0]})
				only := ask{"单位": unit[0]}
				for field, value := range of {
					only[field] = value
				}
				for _, k := range keysOf(l, only, "功能科目编码", "功能科目名称") {
					line([]any{k[0][:3], k[0][3:5], k[0][5:], k[1]}, ask{"单位": unit[0], "功能科目编码": k[0]})
				}
			}
			return out
		}, ""}
	}
	p := defaultPack(t)
	kinds := []kind{list("总表", "年部门支出总表", false, nil), list("基金", "年政府性基金预算支出表", true, ask{"资金来源": "政府性基金预算"})}
	last := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 820000", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 500000", "某市水文站 2130302 人员经费 30101 - - 一般公共预算 41000")
	next := itemsOf(p, "某市水务局 2120804 项目支出 30227 管网 特定目标类 政府性基金预算 300000", "某市水务局 2130301 人员经费 30101 - - 一般公共预算 820000", "某市水文站 2120899 项目支出 30226 检测 其他运转类 政府性基金预算 41000")
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: book(t, kinds, last, 2026), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	for _, proof := range proven(t, p, loaded(t, made), kinds, next, 2026) {
		if proof.Wrong() > 0 || proof.Right < 7 {
			t.Errorf("%+v\n%s", proof, told(made))
		}
	}
}
