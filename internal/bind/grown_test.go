package bind_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/renew"
)

// page is a sheet: what its rows say from the first cell on, "<" for a cell merged with the one before it, "^"
// with the one above.
type page struct {
	name string
	rows [][]string
}

// pages is a workbook of pages with lines around all cells, changed.
func pages(t *testing.T, all []page, change func(f *excelize.File, sheet string)) []byte {
	t.Helper()
	f := excelize.NewFile()
	style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "bottom", Color: "000000", Style: 1}}})
	must(t, err)
	for _, p := range all {
		_, err := f.NewSheet(p.name)
		must(t, err)
		for r, row := range p.rows {
			for c, text := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				must(t, f.SetCellStyle(p.name, cell, cell, style))
				if text == "<" || text == "^" {
					continue
				}
				wide, high := 0, 0
				for c+wide+1 < len(row) && row[c+wide+1] == "<" {
					wide++
				}
				for r+high+1 < len(p.rows) && c < len(p.rows[r+high+1]) && p.rows[r+high+1][c] == "^" {
					high++
				}
				if wide+high > 0 {
					to, _ := excelize.CoordinatesToCellName(c+wide+1, r+high+1)
					must(t, f.MergeCell(p.name, cell, to))
				}
				if formula, is := strings.CutPrefix(text, "="); is {
					must(t, f.SetCellFormula(p.name, cell, formula))
				} else if text != "" {
					must(t, f.SetCellStr(p.name, cell, text))
				}
			}
		}
		if change != nil {
			change(f, p.name)
		}
	}
	must(t, f.DeleteSheet("Sheet1"))
	var b bytes.Buffer
	must(t, f.Write(&b))
	return b.Bytes()
}

// blankPages are the form of a bureau, taggedPages the template that was made of it: samples, numbers and
// kinds that the form prints went, and a note came.
func blankPages() []page {
	return []page{
		{"收入表", [][]string{{"", "", "", "公开02表"}, {"2026年部门收入总表", "<", "<", "<"}, {"××部门", "", "", "金额单位：万元"}, {"行次", "单位名称", "合计", "一般公共预算"}, {"1", "合计", "", ""}, {"2", "", "", ""}, {"3", "", "", ""}, {"4", "", "", ""}, {"5", "上年结转", "", ""}}},
		{"项目表", [][]string{{"2026年项目支出表", "<", "<", "<"}, {"", "", "", "单位：万元"}, {"2026年项目", "本年安排", "<", "<"}, {"^", "合计", "一般公共预算", "单位资金"}, {"XX单位", "", "", ""}, {"  项目1", "", "", ""}, {"  项目2", "", "", ""}, {"……", "", "", ""}, {"合计", "", "", ""}}},
		{"国资表", [][]string{{"2026年国有资本经营预算支出表", "<", "<", "<"}, {"", "", "", "单位：万元"}, {"科目编码", "科目名称", "合计", "项目支出"}, {"", "", "", ""}, {"合计", "", "", ""}}},
		{"目标表", [][]string{{"项目支出绩效目标表", "<", "<", "<"}, {"（2026年度）", "<", "<", "<"}, {"项目名称", "", "年度资金总额", ""}, {"一级指标", "二级指标", "三级指标", "指标值"}, {"产出指标", "数量指标", "", ""}, {"^", "质量指标", "", ""}, {"效益指标", "社会效益", "", ""}, {"填表人：", "", "", ""}}},
	}
}

func taggedPages() []page {
	list := func(view, level string, columns ...string) (row []string) {
		for _, c := range columns {
			if c != "" {
				c = "{{" + view + "@" + level + "." + c + "}}"
			}
			row = append(row, c)
		}
		return row
	}
	return []page{
		{"收入表", [][]string{{"", "", "", "公开02表"}, {"{{年度}}年部门收入总表", "<", "<", "<"}, {"{{部门名称}}", "", "", "金额单位：万元"}, {"行次", "单位名称", "合计", "一般公共预算"}, {"1", "合计", "{{收入总表.合计}}", "{{收入总表.一般公共预算}}"}, list("收入总表", "单位", "行次", "名称", "合计", "一般公共预算"), {"5", "上年结转", "{{收入总表.上年结转}}", ""}}},
		{"项目表", [][]string{{"{{年度}}年项目支出表", "<", "<", "<"}, {"", "", "", "单位：万元"}, {"{{年度}}年项目", "本年安排", "<", "<"}, {"^", "合计", "一般公共预算", "单位资金"},
			list("项目支出本年", "单位", "名称", "合计", "一般公共预算", "单位资金"), list("项目支出本年", "项目", "名称", "合计", "一般公共预算", "单位资金"), {"合计", "{{项目支出本年@合计.合计}}", "{{项目支出本年@合计.一般公共预算}}", "{{项目支出本年@合计.单位资金}}"}}},
		{"国资表", [][]string{{"{{年度}}年国有资本经营预算支出表", "<", "<", "<"}, {"", "", "", "单位：万元"}, {"科目编码", "科目名称", "合计", "项目支出"},
			list("国有资本经营支出", "类", "科目编码", "科目名称", "合计", "项目支出"), list("国有资本经营支出", "款", "科目编码", "科目名称", "合计", "项目支出"), {"合计", "", "{{国有资本经营支出@合计.合计}}", "{{国有资本经营支出@合计.项目支出}}"}, {"{{如无 国有资本经营支出[合计].合计}}备注：没有国有资本经营支出。{{完}}"}}},
		{"{{绩效项目.项目名称}}", [][]string{{"项目支出绩效目标表", "<", "<", "<"}, {"（{{年度}}年度）", "<", "<", "<"}, {"项目名称", "{{绩效项目.项目名称}}", "年度资金总额", "{{绩效项目.年度资金总额}}"}, {"一级指标", "二级指标", "三级指标", "指标值"}, {"{{绩效指标.一级指标|合并}}", "{{绩效指标.二级指标}}", "{{绩效指标.年度三级指标}}", "{{绩效指标.年度指标值}}"}, {"填表人：", "", "", ""}}},
	}
}

// TestAFormThatIsKnownGoesOnWithItsChanges changes a form as bureaus do from year to year: the template is
// what the same change to last year's would make it, and what is new or gone is told.
func TestAFormThatIsKnownGoesOnWithItsChanges(t *testing.T) {
	p := defaultPack(t)
	heads := map[string]int{"收入表": 4, "项目表": 4, "国资表": 3, "目标表": 4, "{{绩效项目.项目名称}}": 4}
	changes := map[string]struct {
		change func(f *excelize.File, s string)
		told   []string
	}{
		"nothing": {nil, nil},
		"a row above": {func(f *excelize.File, s string) {
			must(t, f.InsertRows(s, 1, 1))
			must(t, f.SetCellStr(s, "A1", "附件"))
		}, []string{"项目表!A1  新的行“附件”"}},
		"a column more": {func(f *excelize.File, s string) {
			must(t, f.InsertCols(s, "C", 1))
			must(t, f.SetCellStr(s, fmt.Sprint("C", heads[s]), "今年加的"))
		}, []string{"项目表!C4  新的列“今年加的”", "目标表!C4  新的列“今年加的”"}},
		"a column less": {func(f *excelize.File, s string) { must(t, f.RemoveCol(s, "C")) }, []string{"项目表  去年的列“一般公共预算”（C 列）今年没有", "目标表  去年的列“三级指标”（C 列）今年没有"}},
		"columns swapped": {func(f *excelize.File, s string) {
			for row := heads["国资表"] + strings.Count(s, "收入表"); row <= 20; row++ {
				c, d := fmt.Sprint("C", row), fmt.Sprint("D", row)
				x, _ := f.GetCellValue(s, c)
				y, _ := f.GetCellValue(s, d)
				must(t, f.SetCellStr(s, c, y))
				must(t, f.SetCellStr(s, d, x))
			}
		}, nil},
		"a header over": {func(f *excelize.File, s string) {
			if s != "项目表" {
				return
			}
			must(t, f.InsertRows(s, 3, 1))
			text, _ := f.GetCellValue(s, "A4")
			must(t, f.UnmergeCell(s, "A4", "A5"))
			must(t, f.SetCellValue(s, "A4", nil))
			must(t, f.SetCellStr(s, "A3", text))
			must(t, f.MergeCell(s, "A3", "A5"))
			must(t, f.SetCellStr(s, "B3", "预算安排"))
			must(t, f.MergeCell(s, "B3", "D3"))
		}, []string{"项目表!B3  表头上面多了“预算安排”，标签照搬"}},
		"another unit": {func(f *excelize.File, s string) {
			for row := 1; row <= 20; row++ {
				for _, col := range []string{"A", "B", "C", "D"} {
					cell := fmt.Sprint(col, row)
					text, _ := f.GetCellValue(s, cell)
					text = strings.ReplaceAll(text, "单位：万元", "单位：元")
					if strings.Contains(text, "@") || strings.Contains(text, "{{收入总表") {
						if list, column, _ := strings.Cut(strings.Trim(text, "{}"), "."); slices.Contains([]string{"合计", "一般公共预算", "单位资金", "项目支出", "上年结转"}, column) && !strings.Contains(s, "{{") {
							text = "{{" + list + "." + column + "|元}}"
						}
					}
					must(t, f.SetCellStr(s, cell, text))
				}
			}
		}, []string{"收入表!D3  金额单位和去年的不同，今年是元"}},
	}
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		t.Run(name, func(t *testing.T) {
			c := changes[name]
			made, err := renew.Update(p, pages(t, taggedPages(), nil), pages(t, blankPages(), nil), pages(t, blankPages(), c.change), nil)
			must(t, err)
			sameTags(t, pages(t, taggedPages(), c.change), made.Book)
			if c.change == nil { // a pack of which nobody kept the form
				again, err := renew.Update(p, pages(t, taggedPages(), nil), nil, pages(t, blankPages(), nil), nil)
				must(t, err)
				sameTags(t, pages(t, taggedPages(), nil), again.Book)
			}
			if len(c.told) == 0 && len(made.Left) > 0 {
				t.Errorf("left: %v", made.Left)
			}
			for _, want := range c.told {
				if !strings.Contains(fmt.Sprint(made.Left), want) {
					t.Errorf("nothing says %q: %v", want, made.Left)
				}
			}
		})
	}
}

// A template that somebody worked on since goes on as it is: a line that was added stays, and where columns
// changed places its form says nothing of them, but no tag comes below another header.
func TestATemplateThatWasWorkedOnGoesOn(t *testing.T) {
	p := defaultPack(t)
	form := []page{{"支出表", [][]string{{"2026年支出总表", "<", "<", "<"}, {"", "", "", "单位：万元"}, {"项目", "合计", "基本支出", "项目支出"}, {"一、国防支出", "", "", ""}, {"二、公共安全支出", "", "", ""}, {"支出总计", "", "", ""}}}}
	line := func(label, code string) []string {
		return []string{label, "{{支出总表@类[" + code + "].合计}}", "{{支出总表@类[" + code + "].基本支出}}", "{{支出总表@类[" + code + "].项目支出}}"}
	}
	tagged := []page{{"支出表", [][]string{{"{{年度}}年支出总表", "<", "<", "<"}, {"", "", "", "单位：万元"}, {"项目", "合计", "基本支出", "项目支出"}, line("一、国防支出", "203"), line("二、公共安全支出", "204"), line("支出总计", "合计")}}}
	for name, work := range map[string]func(f *excelize.File, s string){
		"a line added": func(f *excelize.File, s string) {
			must(t, f.InsertRows(s, 6, 1))
			must(t, f.SetCellStr(s, "A6", "三、教育支出"))
			must(t, f.SetCellStr(s, "B6", "{{支出总表@类[205].合计}}"))
		},
		"a column before": func(f *excelize.File, s string) {
			must(t, f.InsertCols(s, "C", 1))
			must(t, f.SetCellStr(s, "C3", "上年数"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			made, err := renew.Update(p, pages(t, tagged, work), pages(t, form, nil), pages(t, form, nil), nil)
			must(t, err)
			f, err := excelize.OpenReader(bytes.NewReader(made.Book))
			must(t, err)
			rows, err := f.GetRows("支出表")
			must(t, err)
			for _, row := range rows[3:] {
				for i, head := range []string{"合计", "基本支出", "项目支出"} {
					if len(row) > i+1 && row[i+1] != "" && !strings.Contains(row[i+1], "."+head) {
						t.Errorf("%q below %s", row[i+1], head)
					}
				}
			}
			got := fmt.Sprint(rows)
			for _, want := range []string{line("", "203")[1], line("", "204")[3], line("", "合计")[2]} {
				if !strings.Contains(got, want) {
					t.Errorf("no %s: %s", want, got)
				}
			}
			if name == "a line added" && (!strings.Contains(got, "三、教育支出 {{支出总表@类[205].合计}}") || !strings.Contains(got, "二、公共安全支出 {{")) {
				t.Error(got)
			}
		})
	}
}

// A header of another year is another column, as far as years have moved on; a title that nobody moved on is
// told.
func TestColumnsOfOtherYearsAreOthers(t *testing.T) {
	p := defaultPack(t)
	form := func(title, last, now string) []page {
		return []page{{"收入表", [][]string{{title + "年部门收入总表", "<", "<"}, {"", "", "单位：万元"}, {"项目", last + "年预算数", now + "年预算数"}, {"一、一般公共预算", "", ""}, {"收入总计", "", ""}}}, {"封面", [][]string{{now + "年部门预算"}}}}
	}
	tagged := form("{{年度}}", "{{年度-1}}", "{{年度}}")
	for i, row := range tagged[0].rows[3:] {
		code := []string{"一般公共预算", "合计"}[i]
		tagged[0].rows[3+i] = []string{row[0], "{{收入总表上年." + code + "}}", "{{收入总表." + code + "}}"}
	}
	tagged[1].rows[0][0] = "{{年度}}年部门预算"
	for _, next := range [][]page{form("2027", "2026", "2027"), form("2027", "2025", "2027"), form("2026", "2026", "2027")} {
		made, err := renew.Update(p, pages(t, tagged, nil), pages(t, form("2026", "2025", "2026"), nil), pages(t, next, nil), nil)
		must(t, err)
		f, err := excelize.OpenReader(bytes.NewReader(made.Book))
		must(t, err)
		cell := func(name string) string { text, _ := f.GetCellValue("收入表", name); return text }
		head, title := next[0].rows[2][1], next[0].rows[0][0]
		want := map[bool]string{true: "{{收入总表上年.合计}}"}[head == "2026年预算数"]
		if cell("B5") != want || cell("C5") != "{{收入总表.合计}}" || cell("A1") != "{{年度}}年部门收入总表" {
			t.Errorf("%s, %s: %q, %q, %q", title, head, cell("B5"), cell("C5"), cell("A1"))
		}
		if told := fmt.Sprint(made.Left); head == "2025年预算数" && !strings.Contains(told, "新的列“2025年预算数”") || strings.HasPrefix(title, "2026") && !strings.Contains(told, "没有跟着今年的表走") {
			t.Errorf("%s, %s: %v", title, head, made.Left)
		}
	}
}

// An amount whose column came below the label of a total, which is merged over it, is told, and the label stays.
func TestNoAmountTakesThePlaceOfALabel(t *testing.T) {
	sheet := func(title string, heads, list, total []string) []page {
		return []page{{"采购表", [][]string{{title + "年政府采购预算表", "<", "<", "<"}, {"", "", "", "单位：万元"}, heads, list, total}}}
	}
	blank, total := []string{"", "", "", ""}, []string{"合计", "<", "<", ""}
	form := sheet("2026", []string{"序号", "采购品目", "采购类型", "采购金额"}, blank, total)
	tagged := sheet("{{年度}}", []string{"序号", "采购品目", "采购类型", "采购金额"}, []string{"{{政府采购@明细.连续序号}}", "{{政府采购@明细.品目}}", "{{政府采购@明细.采购类型}}", "{{政府采购@明细.采购金额}}"}, []string{"合计", "<", "<", "{{政府采购@合计.采购金额}}"})
	next := sheet("2026", []string{"序号", "采购品目", "采购金额", "采购类型"}, blank, total)
	made, err := renew.Update(defaultPack(t), pages(t, tagged, nil), pages(t, form, nil), pages(t, next, nil), nil)
	must(t, err)
	f, err := excelize.OpenReader(bytes.NewReader(made.Book))
	must(t, err)
	label, _ := f.GetCellValue("采购表", "A5")
	amount, _ := f.GetCellValue("采购表", "C4")
	if told := fmt.Sprint(made.Left); label != "合计" || amount != "{{政府采购@明细.采购金额}}" || !strings.Contains(told, "采购表!C5  去年 D5 的“{{政府采购@合计.采购金额}}”没有写：今年这一格并进了别的格") {
		t.Errorf("%q, %q, %v", label, amount, made.Left)
	}
}

// A total of lines that are named one by one goes on without one that is gone, which is told.
func TestATotalGoesOnWithoutALineThatIsGone(t *testing.T) {
	lines := func(title string, amounts bool, labels ...string) []page {
		rows := [][]string{{title + "年收入总表", "<"}, {"", "单位：万元"}, {"项目", "预算数"}}
		for _, label := range labels {
			row := []string{label, ""}
			if amounts {
				row[1] = map[string]string{"一、财政拨款": "{{本年收入.财政拨款}}", "二、事业收入": "{{本年收入.事业收入}}", "四、其他收入": "{{本年收入.单位资金}}", "收入总计": "=B4+B5+B6+B7"}[label]
			}
			rows = append(rows, row)
		}
		return []page{{"收入表", rows}}
	}
	was := []string{"一、财政拨款", "二、事业收入", "三、经营收入", "四、其他收入", "收入总计"}
	form := pages(t, lines("2026", false, was...), nil)
	next := pages(t, lines("2026", false, "一、财政拨款", "二、事业收入", "四、其他收入", "收入总计"), nil)
	for _, blank := range [][]byte{form, nil} {
		made, err := renew.Update(defaultPack(t), pages(t, lines("{{年度}}", true, was...), nil), blank, next, nil)
		must(t, err)
		f, err := excelize.OpenReader(bytes.NewReader(made.Book))
		must(t, err)
		if got, _ := f.GetCellFormula("收入表", "B7"); strings.TrimPrefix(got, "=") != "B4+B5+B6" {
			t.Errorf("%q", got)
		}
		if told := fmt.Sprint(made.Left); !strings.Contains(told, "收入表!B7  去年的公式 =B4+B5+B6+B7 里，B6 今年没有，去掉了") {
			t.Error(told)
		}
	}
}

// TestATagBelowAMergedLabelStaysBelowIt updates by the same form a block whose last tag stands where the form has
// more sample lines, merged into their label: the label keeps its cell.
func TestATagBelowAMergedLabelStaysBelowIt(t *testing.T) {
	p := defaultPack(t)
	form := []page{{"目标表", [][]string{{"项目绩效目标表", "<", "<"}, {"××项目绩效目标表", "<", "<"}, {"项目名称", "", ""}, {"绩效目标", "", ""}, {"绩效指标", "一级指标", "三级指标"}, {"^", "产出指标", ""}, {"^", "", ""}, {"^", "效益指标", ""}}}}
	tagged := []page{{"目标表", [][]string{{"项目绩效目标表", "<", "<"}, {"{{块 绩效项目}}", "<", "<"}, {"项目名称", "{{绩效项目.项目名称}}", ""}, {"绩效目标", "{{绩效项目.年度总体目标}}", ""}, {"绩效指标", "一级指标", "三级指标"}, {"^", "{{年度绩效指标.一级指标}}", "{{年度绩效指标.年度三级指标}}"}, {"{{块完}}", "", ""}}}}
	made, err := renew.Update(p, pages(t, tagged, nil), pages(t, form, nil), pages(t, form, nil), nil)
	must(t, err)
	got := strings.Join(textsOf(t, made.Book), "\n")
	if want := strings.Join(textsOf(t, pages(t, tagged, nil)), "\n"); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}
