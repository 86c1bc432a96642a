package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/renew"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// must fails a test that cannot go on.
func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// asText are entries, a line each.
func asText(entries []tagging.Entry) string {
	var b strings.Builder
	for _, e := range entries {
		b.WriteString(e.String() + "\n")
	}
	return b.String()
}

// page is a sheet: what its cells say, row by row.
type page struct {
	name string
	rows [][]string
}

// writePages writes a workbook of sheets.
func writePages(t *testing.T, file string, sheets ...page) {
	t.Helper()
	f := excelize.NewFile()
	style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "bottom", Color: "000000", Style: 1}}})
	must(t, err)
	for _, s := range sheets {
		_, err := f.NewSheet(s.name)
		must(t, err)
		for r, row := range s.rows {
			for c, text := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				must(t, f.SetCellStyle(s.name, cell, cell, style))
				if formula, is := strings.CutPrefix(text, "="); is {
					must(t, f.SetCellFormula(s.name, cell, formula))
				} else if n, err := strconv.ParseFloat(text, 64); err == nil {
					must(t, f.SetCellFloat(s.name, cell, n, -1, 64))
				} else if text != "" {
					must(t, f.SetCellStr(s.name, cell, text))
				}
			}
		}
	}
	must(t, f.DeleteSheet("Sheet1"), f.SaveAs(file))
}

// localForm is the blank form of a bureau, or the template that was made of it: incomes line by line, expenditures by
// column, projects, and a page of words.
func localForm(tagged bool) []page {
	tag := func(text string) string {
		if !tagged {
			return ""
		}
		return text
	}
	row := func(label, level string) []string {
		return []string{label, tag("{{支出总表@" + level + ".合计}}"), tag("{{支出总表@" + level + ".基本支出}}"), tag("{{支出总表@" + level + ".项目支出}}"), ""}
	}
	year := "2026"
	if tagged {
		year = "{{年度}}"
	}
	return []page{
		{"收支表", [][]string{{year + "年收支总表"}, {"", "", "单位：万元"}, {"项目", "", "预算数"}, {"一、一般公共预算", "", tag("{{本年收入.一般公共预算}}")}, {"二、政府性基金预算", "", tag("{{本年收入.政府性基金预算}}")}, {"三、国有资本经营预算", "", tag("{{本年收入.国有资本经营预算}}")}, {"四、财政专户管理资金", "", tag("{{本年收入.财政专户管理资金}}")}, {"五、单位资金", "", tag("{{本年收入.单位资金}}")}, {"收入合计", "", tag("=SUM(C4:C8)")}, {"支出总计", "", tag("{{支出总表[合计].合计}}")}}},
		{"支出表", [][]string{{year + "年支出总表"}, {"", "", "", "", "单位：万元"}, {"科目", "合计", "基本支出", "项目支出", "上缴支出"}, row(tag("{{支出总表@类.科目名称}}"), "类"), row("合计", "合计")}},
		{"项目表", [][]string{{year + "年项目支出表"}, {"", "单位：万元"}, {"项目", "金额", "其中：基本支出", "其余"}, {tag("{{项目支出本年@项目.项目名称}}"), tag("{{项目支出本年@项目.合计}}")}, {"合计", tag("{{项目支出本年@合计.合计}}"), tag("{{支出总表[合计].基本支出}}"), tag("=B5-C5")}}},
		{"说明", [][]string{{"部门预算说明"}, {"共有车辆　　辆"}, {"全年收入" + tag("{{本年收入.一般公共预算}}") + "万元，占　　%"}}},
	}
}

// packIn writes the pack.yaml of a bureau into a new folder.
func packIn(t *testing.T, folder, more string) {
	t.Helper()
	must(t, os.Mkdir(folder, 0o700), os.WriteFile(filepath.Join(folder, "pack.yaml"), []byte(`模板包:
  基于: 自带
  名称: 某市预算公开表
  地区: 某市
  年度: "2026"
  版本: "1.0"
  格式: "2"
金额单位: 万元
模板: 表.xlsx
`+more), 0o600))
}

// localPack is a folder with the pack that was made of the form, with rules of somebody's own; and the form.
func localPack(t *testing.T) (folder string, form []page) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "包")
	packIn(t, folder, `公开表:
  - 删去: 全部
  - {工作表: 收支表, 名称: 收支总表}
  - {工作表: 支出表, 名称: 支出总表, 合计: 支出总表.合计}
  - {工作表: 项目表, 名称: 项目支出表, 合计: 项目支出本年.合计}
规则:
  - 错误: Y01
    公开表: 收支表
    应: '格("收入合计", "预算数") == 格("支出总计", "预算数")'
    说明: 收入合计应等于支出总计 # 科里要的
    怎么办: 请核对
  - 警告: Y07
    公开表: 项目表
    应: '格("合计", "金额") >= 0'
    说明: 项目支出没有负数
    怎么办: 请核对
`)
	writePages(t, filepath.Join(folder, "表.xlsx"), localForm(true)...)
	writePages(t, filepath.Join(folder, app.FormFile), localForm(false)...)
	return folder, localForm(false)
}

// updated updates a pack by sheets.
func updated(t *testing.T, folder string, form []page) (map[string][]byte, *renew.Updated) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "今年.xlsx")
	writePages(t, file, form...)
	files, made, _, err := app.Update(app.UpdateRequest{Folder: folder, Form: file})
	must(t, err)
	return files, made
}

// TestWhatWasLeftToDoIsLeftToDoAfterAnUpdate updates a pack whose list of what is left to do still has entries:
// those of cells that have a tag by now are gone, the others stand at their new cells, and what the clerk wrote
// stands there too, this year and the next.
func TestWhatWasLeftToDoIsLeftToDoAfterAnUpdate(t *testing.T) {
	folder, form := localPack(t)
	at := func(sheet, cell string) finding.Place { return finding.Place{Sheet: sheet, Cell: cell} }
	list := (&bind.Result{Left: []tagging.Entry{
		{Kind: tagging.Look, Place: at("支出表", "C4"), Text: "请看一下"},
		{Kind: tagging.Open, Place: at("支出表", "E4"), Text: "这一列没有标签"},
		{Kind: tagging.Open, Place: at("支出表", "C4"), Text: "有了标签"},
		{Kind: tagging.Open, Place: at("项目表", "A3"), Text: "表没有了"},
		{Kind: tagging.Open, Place: at("说明", "A2"), Text: "还空着"},
		{Kind: tagging.Open, Place: at("说明", "A3"), Text: "一处写了，一处还空着"},
		{Kind: tagging.Look, Text: "整个模板包的"},
		{Kind: tagging.Look, Text: "请核对：收支表、项目表、支出表（见规则）"},
		{Kind: tagging.Differ, Place: at("支出表", "C9"), Text: "算出 1，范例的 C9 是 2"},
	}}).Text()
	list = []byte(strings.Replace(string(list), "● 没有写的", "问过预算科\r\n● 没有写的", 1))
	must(t, os.WriteFile(filepath.Join(folder, app.TodoFile), list, 0o600))
	form = slices.Delete(form, 2, 3)
	form[1].rows = slices.Insert(form[1].rows, 0, []string{"附件"})
	want := []string{"支出表!C5  请看一下", "整个模板包的", "请核对：收支表、支出表（见规则）", "问过预算科", "支出表!E5  这一列没有标签", "说明!A2  还空着", "说明!A3  一处写了，一处还空着", "去年的 待办.txt 里，和范例不同的还有 1 条没有删去；那是去年填好的表里的格子，没有抄过来。还没有改的，请看去年的文件夹"}
	for year := range 2 {
		files, made := updated(t, folder, form)
		if got := strings.Split(strings.TrimSpace(asText(made.Still)), "\n"); year == 0 && !slices.Equal(got, want) {
			t.Errorf("%q", got)
		} else if len(got) < len(want) {
			t.Errorf("the year after only %q", got)
		}
		folder = filepath.Join(t.TempDir(), "包")
		files[app.TodoFile] = made.Text()
		_, err := disk.CreateAll(folder, files)
		must(t, err)
		if n := app.LeftToDo(folder); n != len(made.ToDo())+len(made.Still) {
			t.Errorf("%d: %d are counted of %d and %d", year, n, len(made.ToDo()), len(made.Still))
		}
	}
}

func TestALastListThatCannotBeReadIsTold(t *testing.T) {
	folder, form := localPack(t)
	must(t, os.RemoveAll(filepath.Join(folder, app.TodoFile)))
	if _, made := updated(t, folder, form); len(made.Still) > 0 {
		t.Error("without a list:", asText(made.Still))
	}
	must(t, os.Mkdir(filepath.Join(folder, app.TodoFile), 0o700))
	if _, made := updated(t, folder, form); !strings.Contains(asText(made.Still), "读不了") {
		t.Errorf("%q", asText(made.Still))
	}
}

// TestAKeptFormOfAnotherBookIsNotBelieved puts other books in the place of the form that a pack was made of: what
// cannot be read is said with its folder and what to do, a book of other tables, of another year, with tags or with
// figures is told, and the tags are carried over as without it.
func TestAKeptFormOfAnotherBookIsNotBelieved(t *testing.T) {
	folder, form := localPack(t)
	kept := filepath.Join(folder, app.FormFile)
	form[1].rows = slices.Insert(form[1].rows, 0, []string{"附件"})
	must(t, os.Remove(kept))
	_, without := updated(t, folder, form)
	filled, form0 := localForm(true), localForm(false)
	for _, s := range filled {
		for _, row := range s.rows {
			for c, text := range row {
				if strings.Contains(text, ".") && strings.HasPrefix(text, "{{") {
					row[c] = "12.5"
				} else {
					row[c] = strings.ReplaceAll(text, "{{年度}}", "2025")
				}
			}
		}
	}
	next := localForm(false)
	for _, s := range next {
		s.rows[0][0] = strings.ReplaceAll(s.rows[0][0], "2026", "2027")
	}
	next[0].rows = slices.Insert(next[0].rows, 5, []string{"今年新加的", "", ""})
	for name, put := range map[string]func(){
		"不是做这个模板包的官方表": func() {
			writePages(t, kept, page{"收支表", [][]string{{"住房公积金增值收益表"}, {"", "", "单位：元"}, {"编号", "", "增值收益"}, {"甲", "", ""}, {"乙", "", ""}}}, page{"支出表", [][]string{{"廉租住房"}, {"补充资金", "管理费用"}}})
		},
		"是 2027 年的表":           func() { writePages(t, kept, next...) },
		"不是做这个模板包的官方表（4 张表":    func() { writePages(t, kept, localForm(true)...) },
		"里的“收支表”和去年模板里的这张表对不上": func() { writePages(t, kept, append([]page{filled[0]}, form0[1:]...)...) },
	} {
		t.Run(name, func(t *testing.T) {
			put()
			_, made := updated(t, folder, form)
			if told := asText(made.Left); !strings.Contains(told, app.FormFile) || !strings.Contains(told, name) {
				t.Error(told)
			}
			if name[:3] == "不" && asText(made.Written) != asText(without.Written) {
				t.Errorf("%s\nnot\n%s", asText(made.Written), asText(without.Written))
			}
		})
	}
	must(t, os.WriteFile(kept, []byte("项目,金额\n"), 0o600))
	file := filepath.Join(t.TempDir(), "今年.xlsx")
	writePages(t, file, form...)
	_, _, _, err := app.Update(app.UpdateRequest{Folder: folder, Form: file})
	for _, want := range []string{app.FormFile, "在文件夹 " + folder + " 里", "不是 Excel 工作簿", "删去它"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %s in %v", want, err)
		}
	}
}

// TestARuleThatNamesWhatIsGoneIsOutOfForce updates by a form without a line that one rule names and without the sheet
// of another: the pack works without them, both are told with what they say, and nothing that somebody wrote of them
// is lost: without the signs of comments they are what they were.
func TestARuleThatNamesWhatIsGoneIsOutOfForce(t *testing.T) {
	folder, form := localPack(t)
	was, err := os.ReadFile(filepath.Join(folder, "pack.yaml"))
	must(t, err)
	form[0].rows[8][0] = "全年进账"
	form = slices.Delete(form, 2, 3)
	files, made := updated(t, folder, form)
	told := asText(made.Left)
	for _, want := range []string{
		`规则 Y01（收入合计应等于支出总计）停用了：模板的 收支表 里没有一行叫“收入合计”。它要的是 格("收入合计", "预算数") == 格("支出总计", "预算数")。`,
		`规则 Y07（项目支出没有负数）停用了：今年没有工作表 项目表。它要的是 格("合计", "金额") >= 0。`,
	} {
		if !strings.Contains(told, want) {
			t.Errorf("no %s in\n%s", want, told)
		}
	}
	var again []string
	for line := range strings.Lines(string(files["pack.yaml"])) {
		if !strings.Contains(line, "# 更新时停用") {
			again = append(again, strings.Replace(line, "# ", "", strings.Count(line[:min(len(line), 12)], "# ")))
		}
	}
	if got := strings.Join(again, ""); got != string(was) {
		t.Errorf("%s\nnot\n%s", got, was)
	}
	to := filepath.Join(t.TempDir(), "包")
	_, err = disk.CreateAll(to, files)
	must(t, err)
	p := opened(t, to)
	if _, found, err := tables.Rules(p); err != nil || found.HasErrors() {
		t.Error(err, found)
	}
}

// opened is the pack of a folder.
func opened(t *testing.T, folder string) *pack.Pack {
	t.Helper()
	from, err := packfile.Find(folder)
	must(t, err)
	p, err := from.Load()
	must(t, err)
	return p
}

// TestMoneyThatLostItsLineOrColumnIsToldAndWatched updates by forms without a line that a formula adds up, and without
// a column that a total still takes: both are told, and a rule warns of a department that has such money, of none
// that has not. A column that is no part of a total has none.
func TestMoneyThatLostItsLineOrColumnIsToldAndWatched(t *testing.T) {
	folder, form := localPack(t)
	form[0].rows = slices.Delete(form[0].rows, 7, 8)
	for i, row := range form[1].rows {
		if len(row) == 5 {
			form[1].rows[i] = slices.Delete(row, 3, 4)
		}
	}
	for _, i := range []int{2, 4} { // of which a formula takes one from another, but adds nothing up
		form[2].rows[i] = slices.Delete(form[2].rows[i], 2, 3)
	}
	files, made := updated(t, folder, form)
	told := asText(made.Left)
	for _, want := range []string{
		"收支表  去年的行“五、单位资金”今年没有了，合计里也没有它了，合计会少。写了规则 Y08：部门有这样的钱就警告",
		"支出表  去年的列“项目支出”今年没有了，合计里还有这笔钱，印出来的各列相加会少。写了规则 Y09：部门有这样的钱就警告",
	} {
		if !strings.Contains(told, want) {
			t.Errorf("no %s in\n%s", want, told)
		}
	}
	if strings.Contains(told, "Y10") || !strings.Contains(told, "去年的列“其中：基本支出”（C 列）今年没有") {
		t.Error(told)
	}
	to := filepath.Join(t.TempDir(), "包")
	_, err := disk.CreateAll(to, files)
	must(t, err)
	p := opened(t, to)
	for ledger, want := range map[*budget.Ledger]int{sample.Ledger(p): 2, sample.Nothing(p): 0} {
		rules, found, err := tables.Rules(p)
		if err != nil || found.HasErrors() {
			t.Fatal(err, found)
		}
		found = rules.Run(ledger, tables.Views(p, ledger))
		n := 0
		for _, f := range found {
			if f.Code == "Y08" || f.Code == "Y09" {
				n++
			}
		}
		if n != want {
			t.Errorf("%d warnings of %d: %v", n, want, found)
		}
	}
}

// TestMoneyOfFundsAndYearsThatLostItsColumnIsTold updates by forms without one of the columns that make a total apart
// by fund and year, or by a form where one of them has no header any more: each is told, with a rule. 其中 beside all
// money has none.
func TestMoneyOfFundsAndYearsThatLostItsColumnIsTold(t *testing.T) {
	heads := []string{"单位", "合计", "一般公共预算", "政府性基金预算", "其他收入", "上年结转", "其中：基本支出"}
	columns := []string{"合计", "公共", "基金", "其他", "结转", "基本"}
	blank := page{"收入表", [][]string{{"2026年收入总表"}, {"", "", "", "", "", "", "单位：万元"}, heads, {"合计"}}}
	template := page{"收入表", [][]string{{"{{年度}}年收入总表"}, blank.rows[1], heads, {"合计"}}}
	for _, name := range columns {
		template.rows[3] = append(template.rows[3], "{{各款收入."+name+"}}")
	}
	folder := filepath.Join(t.TempDir(), "包")
	packIn(t, folder, `视图:
  - 名称: 各款收入
    来源: 支出明细
    列:
      - 合计
      - {名称: 公共, 筛选: {资金年度: 本年, 资金来源: 一般公共预算}}
      - {名称: 基金, 筛选: {资金年度: 本年, 资金来源: 政府性基金预算}}
      - {名称: 其他, 筛选: {资金年度: 本年, 资金来源: [国有资本经营预算, 财政专户管理资金, 单位资金]}}
      - {名称: 结转, 筛选: {资金年度: 上年结转}}
      - {名称: 基本, 筛选: {支出类型: [人员经费, 公用经费]}}
公开表:
  - 删去: 全部
  - {工作表: 收入表, 名称: 收入总表, 合计: 各款收入.合计}
`)
	writePages(t, filepath.Join(folder, "表.xlsx"), template)
	writePages(t, filepath.Join(folder, app.FormFile), blank)
	for lost := 2; lost < len(heads); lost++ {
		for way, without := range map[string]func(row []string) []string{
			"column": func(row []string) []string { return slices.Delete(slices.Clone(row), lost, lost+1) },
			"header": func(row []string) []string { row = slices.Clone(row); row[lost] = ""; return row },
		} {
			form := page{blank.name, slices.Clone(blank.rows)}
			form.rows[2] = without(form.rows[2])
			if way == "column" {
				form.rows[1] = without(form.rows[1])
			}
			files, made := updated(t, folder, []page{form})
			told, warned := asText(made.Left), strings.Contains(string(files["pack.yaml"]), `视图("各款收入", "`+columns[lost-1]+`"`)
			if want := columns[lost-1] != "基本"; !strings.Contains(told, heads[lost]) || warned != want {
				t.Errorf("without the %s %s:\n%s", way, heads[lost], told)
			}
		}
	}
}

// TestLinesOfAHalfThatMoveLeaveTheOtherWhereItIs updates a table in halves by forms without a line of the left half,
// with the lines below it one row up and those of the right half where they were, and by one with a line more: all
// that is left keeps its tags, with the form that the pack was made of and without it.
func TestLinesOfAHalfThatMoveLeaveTheOtherWhereItIs(t *testing.T) {
	left := [][2]string{{"一、一般公共预算", "{{本年收入.一般公共预算}}"}, {"二、政府性基金预算", "{{本年收入.政府性基金预算}}"}, {"三、国有资本经营预算", "{{本年收入.国有资本经营预算}}"}, {"四、财政专户管理资金", "{{本年收入.财政专户管理资金}}"}, {"五、单位资金", "{{本年收入.单位资金}}"}}
	right := [][2]string{{"一、一般公共服务支出", "{{支出按类[201].合计}}"}, {"二、公共安全支出", "{{支出按类[204].合计}}"}, {"三、教育支出", "{{支出按类[205].合计}}"}, {"四、社会保障和就业支出", "{{支出按类[208].合计}}"}, {"五、卫生健康支出", "{{支出按类[210].合计}}"}, {"六、住房保障支出", "{{支出按类[221].合计}}"}}
	pageOf := func(left, right [][2]string, tagged bool) page {
		year := map[bool]string{true: "{{年度}}", false: "2026"}[tagged]
		p := page{"收支表", [][]string{{year + "年收支总表"}, {"", "", "", "单位：万元"}, {"收入", "", "支出"}, {"项目", "预算数", "项目", "预算数"}}}
		for i := range max(len(left), len(right)) {
			row := []string{"", "", "", ""}
			for h, half := range [][][2]string{left, right} {
				if i < len(half) {
					row[2*h] = half[i][0]
					if tagged {
						row[2*h+1] = half[i][1]
					}
				}
			}
			p.rows = append(p.rows, row)
		}
		if tagged {
			return page{p.name, append(p.rows, []string{"收入总计", "=SUM(B5:B10)", "支出总计", "=SUM(D5:D10)"})}
		}
		return page{p.name, append(p.rows, []string{"收入总计", "", "支出总计", ""})}
	}
	folder := filepath.Join(t.TempDir(), "包")
	packIn(t, folder, `公开表:
  - 删去: 全部
  - {工作表: 收支表, 名称: 收支总表}
`)
	writePages(t, filepath.Join(folder, "表.xlsx"), pageOf(left, right, true))
	for _, kept := range []bool{true, false} {
		for name, now := range map[string][2][][2]string{
			"a line less on the left":  {slices.Delete(slices.Clone(left), 1, 2), right},
			"two less on the left":     {slices.Delete(slices.Clone(left), 1, 3), right},
			"a line less on the right": {left, slices.Delete(slices.Clone(right), 2, 3)},
			"one more on the left":     {slices.Insert(slices.Clone(left), 1, [2]string{"新的一行", ""}), right},
			"both":                     {slices.Delete(slices.Clone(left), 3, 4), slices.Insert(slices.Clone(right), 1, [2]string{"新的支出", ""})},
		} {
			must(t, os.RemoveAll(filepath.Join(folder, app.FormFile)))
			if kept {
				writePages(t, filepath.Join(folder, app.FormFile), pageOf(left, right, false))
			}
			files, made := updated(t, folder, []page{pageOf(now[0], now[1], false)})
			f, err := excelize.OpenReader(bytes.NewReader(files["表.xlsx"]))
			must(t, err)
			for h, half := range now {
				for i, line := range half {
					label, _ := excelize.CoordinatesToCellName(2*h+1, 5+i)
					figure, _ := excelize.CoordinatesToCellName(2*h+2, 5+i)
					is, err := f.GetCellValue("收支表", label)
					must(t, err)
					tag, err := f.GetCellValue("收支表", figure)
					must(t, err)
					if is != line[0] || tag != line[1] {
						t.Errorf("%s, kept %v: %s is %s, %s has %q, want %q\n%s", name, kept, label, is, figure, tag, line[1], asText(made.Left))
					}
				}
			}
		}
	}
}

// TestALineOfAHalfThatIsRenamedLeavesTheOtherItsTags renames a line of one half of a table: that line is told as gone and
// as new, the one beside it keeps its tags and is not told.
func TestALineOfAHalfThatIsRenamedLeavesTheOtherItsTags(t *testing.T) {
	left := [][2]string{{"一、一般公共预算", "{{本年收入.一般公共预算}}"}, {"二、政府性基金预算", "{{本年收入.政府性基金预算}}"}, {"三、国有资本经营预算", "{{本年收入.国有资本经营预算}}"}}
	right := [][2]string{{"一、一般公共服务支出", "{{支出按类[201].合计}}"}, {"二、公共安全支出", "{{支出按类[204].合计}}"}, {"三、教育支出", "{{支出按类[205].合计}}"}}
	pageOf := func(left, right [][2]string, tagged bool) page {
		year := map[bool]string{true: "{{年度}}", false: "2026"}[tagged]
		p := page{"收支表", [][]string{{year + "年收支总表"}, {"", "", "", "单位：万元"}, {"收入", "", "支出"}, {"项目", "预算数", "项目", "预算数"}}}
		for i := range left {
			row := []string{left[i][0], "", right[i][0], ""}
			if tagged {
				row[1], row[3] = left[i][1], right[i][1]
			}
			p.rows = append(p.rows, row)
		}
		if tagged {
			return page{p.name, append(p.rows, []string{"收入总计", "=SUM(B5:B7)", "支出总计", "=SUM(D5:D7)"})}
		}
		return page{p.name, append(p.rows, []string{"收入总计", "", "支出总计", ""})}
	}
	folder := filepath.Join(t.TempDir(), "包")
	packIn(t, folder, `公开表:
  - 删去: 全部
  - {工作表: 收支表, 名称: 收支总表}
`)
	writePages(t, filepath.Join(folder, "表.xlsx"), pageOf(left, right, true))
	renamed := func(half [][2]string, i int, to string) [][2]string {
		half = slices.Clone(half)
		half[i] = [2]string{to, ""}
		return half
	}
	for _, kept := range []bool{true, false} {
		must(t, os.RemoveAll(filepath.Join(folder, app.FormFile)))
		if kept {
			writePages(t, filepath.Join(folder, app.FormFile), pageOf(left, right, false))
		}
		for _, c := range []struct {
			left, right [][2]string
			was, beside string
		}{
			{left, renamed(right, 1, "二、留待核定的款"), right[1][0], left[1][0]},
			{renamed(left, 1, "二、留待核定的款"), right, left[1][0], right[1][0]},
		} {
			files, made := updated(t, folder, []page{pageOf(c.left, c.right, false)})
			f, err := excelize.OpenReader(bytes.NewReader(files["表.xlsx"]))
			must(t, err)
			for i := range c.left {
				for h, half := range [][][2]string{c.left, c.right} {
					figure, _ := excelize.CoordinatesToCellName(2*h+2, 5+i)
					if tag, err := f.GetCellValue("收支表", figure); err != nil || tag != half[i][1] {
						t.Errorf("%s, kept %v: %s has %q (%v), want %q", c.was, kept, figure, tag, err, half[i][1])
					}
				}
			}
			left, told := asText(made.Left), []string{"“" + c.was + "”今年没有", "新的行“二、留待核定的款”"}
			if kept { // one question
				told = []string{"这一行今年是“二、留待核定的款”，去年是“" + c.was + "”", `--改名 "` + c.was + `=二、留待核定的款"`}
			}
			if strings.Contains(left, c.beside) || !strings.Contains(left, told[0]) || !strings.Contains(left, told[1]) || kept && strings.Contains(left, "新的行") || strings.Contains(left, "去年的列") {
				t.Errorf("%s, kept %v:\n%s", c.was, kept, left)
			}
		}
	}
}

// TestWhoAndWhenStayAboveATableThatIsAnotherOne updates by a form whose first column, or whose title, says something
// else than it did: of the lines nothing is carried to where it does not belong, and the department's name above them
// stays.
func TestWhoAndWhenStayAboveATableThatIsAnotherOne(t *testing.T) {
	heads := []string{"单位名称", "项目名称", "金额"}
	blank := page{"项目表", [][]string{{"2026年项目支出表"}, {"部门名称：", "", "单位：万元"}, heads, {"合计", "", ""}, {"", "", ""}, {"", "", ""}}}
	template := page{"项目表", [][]string{{"{{年度}}年项目支出表"}, {"部门名称：{{部门名称}}", "", "单位：万元"}, heads, {"合计", "", "{{项目支出本年@合计.合计}}"}, {"{{项目支出本年@项目.单位}}", "{{项目支出本年@项目.项目名称}}", "{{项目支出本年@项目.合计}}"}, {"", "", ""}}}
	folder := filepath.Join(t.TempDir(), "包")
	packIn(t, folder, `公开表:
  - 删去: 全部
  - {工作表: 项目表, 名称: 项目支出表, 合计: 项目支出本年.合计}
`)
	writePages(t, filepath.Join(folder, "表.xlsx"), template)
	writePages(t, filepath.Join(folder, app.FormFile), blank)
	for name, c := range map[string]struct {
		title, head, told string
		amounts           bool
	}{
		"the first column": {"2026年项目支出表", "部门经济科目编码", "表头今年是“部门经济科目编码”，去年是“单位名称”，是不是一样的认不准，这一列没有写标签。是一样的，加上 --改名 \"单位名称=部门经济科目编码\" 再更新一次", true},
		"the title":        {"2026年一般公共预算项目支出表", "单位名称", "说的不是同样的钱，标签没有写", false},
	} {
		form := page{blank.name, [][]string{{c.title}, blank.rows[1], {c.head, heads[1], heads[2]}, blank.rows[3], blank.rows[4], blank.rows[5]}}
		files, made := updated(t, folder, []page{form})
		f, err := excelize.OpenReader(bytes.NewReader(files["表.xlsx"]))
		must(t, err)
		rows, err := f.GetRows("项目表")
		must(t, err)
		all := ""
		for _, row := range rows {
			all += strings.Join(row, "|") + "\n"
		}
		if !strings.Contains(all, "部门名称：{{部门名称}}|") || !strings.Contains(all, c.head+"|项目名称|金额") || strings.Contains(all, "{{项目支出本年@项目.合计}}") != c.amounts || strings.Contains(all, "{{项目支出本年@项目.单位}}") || !strings.Contains(asText(made.Left), c.told) {
			t.Errorf("%s:\n%s%s", name, all, asText(made.Left))
		}
	}
}

// TestARenamedHeaderIsOneQuestion updates by a form whose header over two columns, and one of its lines, say what the
// pack's words do not know: each is told once, with what to type if it is the same; typed, all tags are carried over.
func TestARenamedHeaderIsOneQuestion(t *testing.T) {
	heads := [][]string{{"项目", "合计", "上年结转", ""}, {"", "", "基本支出", "项目支出"}}
	blank := page{"表", [][]string{{"2026年支出表"}, {"", "", "", "单位：元"}, heads[0], heads[1], {"公用经费"}, {"人员经费"}, {"合计"}}}
	template := page{"表", [][]string{{"{{年度}}年支出表"}, blank.rows[1], heads[0], heads[1],
		{"公用经费", "{{公用.合计}}", "{{公用.基本}}", "{{公用.项目}}"}, {"人员经费", "{{人员.合计}}", "{{人员.基本}}", "{{人员.项目}}"}, {"合计", "=B5+B6", "=C5+C6", "=D5+D6"}}}
	folder := filepath.Join(t.TempDir(), "包")
	columns := `
    列:
      - 合计
      - {名称: 基本, 筛选: {资金年度: 上年结转, 支出类型: [人员经费, 公用经费]}}
      - {名称: 项目, 筛选: {资金年度: 上年结转, 支出类型: [项目支出]}}
`
	packIn(t, folder, "视图:\n  - 名称: 公用\n    来源: 支出明细\n    筛选: {支出类型: 公用经费}"+columns+"  - 名称: 人员\n    来源: 支出明细\n    筛选: {支出类型: 人员经费}"+columns+"公开表:\n  - 删去: 全部\n  - {工作表: 表, 名称: 支出表, 合计: 公用.合计}\n")
	writePages(t, filepath.Join(folder, "表.xlsx"), template)
	writePages(t, filepath.Join(folder, app.FormFile), blank)
	form := page{blank.name, slices.Clone(blank.rows)}
	form.rows[2], form.rows[4] = []string{"项目", "合计", "以前年度资金", ""}, []string{"运转费"}
	at := filepath.Join(t.TempDir(), "新.xlsx")
	writePages(t, at, form)
	for _, c := range []struct {
		names map[string]string
		tags  int
		told  []string
	}{
		{nil, 2, []string{`--改名 "上年结转=以前年度资金"`, `--改名 "公用经费=运转费"`}},
		{map[string]string{"上年结转": "以前年度资金", "公用经费": "运转费"}, 6, nil},
	} {
		files, made, _, err := app.Update(app.UpdateRequest{Folder: folder, Form: at, Names: c.names})
		must(t, err)
		told, tags := asText(made.Left), 0
		f, err := excelize.OpenReader(bytes.NewReader(files["表.xlsx"]))
		must(t, err)
		for _, cell := range []string{"B5", "C5", "D5", "B6", "C6", "D6"} {
			if text, err := f.GetCellValue("表", cell); err == nil && strings.HasPrefix(text, "{{") {
				tags++
			}
		}
		if tags != c.tags {
			t.Errorf("%v: %d tags carried over, want %d\n%s", c.names, tags, c.tags, told)
		}
		if n := strings.Count(told, "--改名"); n != len(c.told) {
			t.Errorf("%v: asked %d times, want %d\n%s", c.names, n, len(c.told), told)
		}
		for _, want := range c.told {
			if !strings.Contains(told, want) || strings.Contains(told, "新的列") || strings.Contains(told, "去年的列“上年结转”（") {
				t.Errorf("%v: not told once: %s\n%s", c.names, want, told)
			}
		}
	}
	_, made, _, err := app.Update(app.UpdateRequest{Folder: folder, Form: at, Names: map[string]string{"上年结转": "以前年度资金", "项目": "合计"}})
	must(t, err)
	if told := asText(made.Left); strings.Count(told, "没有用上") != 1 || !strings.Contains(told, `--改名 "项目=合计" 没有用上`) {
		t.Error("a name of no effect is not told:", told)
	}
	for _, names := range []map[string]string{{"没有的": "以前年度资金"}, {"上年结转": "没有的"}, {"公用经费": "项目", "项目": "运转费"}} { // of no effect, or crossed
		if _, _, _, err := app.Update(app.UpdateRequest{Folder: folder, Form: at, Names: names}); err == nil || !strings.Contains(err.Error(), "--改名") {
			t.Errorf("%v: %v", names, err)
		}
	}
}
