package bind_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/layout"
	"ysgk/internal/renew"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
)

// movingForm are tables whose lines and columns name dates and years in every way, of a year; tagged is the
// template that was made of that of 2026.
func movingForm(on int, tagged bool) []page {
	all := []page{
		{"资产表", [][]string{{"国有资产情况表", "<", "<"}, {"截至2025年12月31日", "", "金额单位：万元"}, {"项目", "2025—2027年", "2026年预算数"}, {"2025年末结余", "", ""}, {"二〇二五年末结转", "", ""}, {"2025.12.31存量", "", ""}, {"合计", "", ""}}},
		{"说明", [][]string{{"2026年部门预算说明"}, {"截至2025年12月31日，共有车辆　　辆。"}, {"依据财预〔2025〕1号编制"}}},
	}
	tags := map[string]string{"B4": "{{本年收入.一般公共预算}}", "C4": "{{本年收入.财政拨款}}", "B5": "{{本年收入.政府性基金预算}}", "C5": "{{上年结转.合计}}", "B6": "{{本年收入.单位资金}}", "C6": "{{年终结转.合计}}", "C7": "=C4+C5+C6"}
	for p := range all {
		for r, row := range all[p].rows {
			for c, text := range row {
				row[c] = layout.WithYears(text, func(y int) int { return y + on })
				if cell, _ := excelize.CoordinatesToCellName(c+1, r+1); tagged && p == 0 && tags[cell] != "" {
					row[c] = tags[cell]
				}
			}
		}
	}
	if tagged {
		all[1].rows[0][0] = "{{年度}}年部门预算说明"
		all[1].rows[1][0] = "截至2025年12月31日，共有车辆{{本年收入.财政拨款}}辆。"
	}
	return all
}

// TestLabelsThatNameAnotherYearAreTheSame updates a pack by its form of another year, or of the same one, with the
// form that it was made of and without: nothing is lost, nothing is told, and what a sentence says of a year that
// has no tag is on with the form.
func TestLabelsThatNameAnotherYearAreTheSame(t *testing.T) {
	p := defaultPack(t)
	for _, on := range []int{1, 0, 2} {
		for _, blank := range [][]byte{pages(t, movingForm(0, false), nil), nil} {
			t.Run(fmt.Sprint(on, blank != nil), func(t *testing.T) {
				made, err := renew.Update(p, pages(t, movingForm(0, true), nil), blank, pages(t, movingForm(on, false), nil), nil)
				must(t, err)
				if want := fmt.Sprint(2026 + on); made.Year != want {
					t.Errorf("year %s, not %s", made.Year, want)
				}
				f, err := excelize.OpenReader(bytes.NewReader(made.Book))
				must(t, err)
				was, now := movingForm(0, true), movingForm(on, false)
				for r, row := range was[0].rows {
					for c, text := range row {
						cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
						got, _ := f.GetCellValue("资产表", cell)
						if formula, _ := f.GetCellFormula("资产表", cell); formula != "" {
							got = "=" + formula
						}
						if want := now[0].rows[r][c]; got != want && text != "<" && (want != "" || got != text) {
							t.Errorf("%s: %q", cell, got)
						}
					}
				}
				if got, _ := f.GetCellValue("说明", "A2"); got != fmt.Sprintf("截至%d年12月31日，共有车辆{{本年收入.财政拨款}}辆。", 2025+on) {
					t.Errorf("the sentence is %q", got)
				}
				for _, e := range made.Left {
					t.Error("told:", e)
				}
			})
		}
	}
}

// TestALabelThatDoesNotMoveOnWithTheFormKeepsItsTagsAndIsTold leaves a date and the header of one column as they
// were in a form of the next year.
func TestALabelThatDoesNotMoveOnWithTheFormKeepsItsTagsAndIsTold(t *testing.T) {
	p := defaultPack(t)
	next := movingForm(1, false)
	next[0].rows[3][0], next[0].rows[2][1] = "2025年末结余", "2025—2027年"
	made, err := renew.Update(p, pages(t, movingForm(0, true), nil), pages(t, movingForm(0, false), nil), pages(t, next, nil), nil)
	must(t, err)
	f, err := excelize.OpenReader(bytes.NewReader(made.Book))
	must(t, err)
	if got, _ := f.GetCellValue("资产表", "B4"); got != "{{本年收入.一般公共预算}}" {
		t.Errorf("B4: %q", got)
	}
	want := "[资产表!B3  “2025—2027年”里的年份没有跟着今年的表走，标签照搬。请核对 资产表!A4  “2025年末结余”里的年份没有跟着今年的表走，标签照搬。请核对]"
	if got := fmt.Sprint(made.Left); got != want {
		t.Error(got)
	}
}

// TestMergedCellsThatPrintWhatTheyCoverAreNotTold updates a template that prints the same in two cells of which the
// new form merges one into the other: what was to be printed is printed, and nothing is told.
func TestMergedCellsThatPrintWhatTheyCoverAreNotTold(t *testing.T) {
	form := func(second, tag, other string) []page {
		return []page{{"支出表", [][]string{{"2026年支出总表", "<", "<"}, {"", "", "单位：万元"}, {"项目", "预算数", "预算数"}, {"基本支出", tag, second}, {"项目支出", other, other}}}}
	}
	const basic = "{{支出总表[合计].基本支出}}"
	was, blank, now := form(basic, basic, "{{支出总表[合计].项目支出}}"), form("", "", ""), form("<", "", "")
	made, err := renew.Update(defaultPack(t), pages(t, was, nil), pages(t, blank, nil), pages(t, now, nil), nil)
	must(t, err)
	f, err := excelize.OpenReader(bytes.NewReader(made.Book))
	must(t, err)
	if got, _ := f.GetCellValue("支出表", "B4"); got != basic || len(made.Left) > 0 {
		t.Errorf("%q, %v", got, made.Left)
	}
}

// TestMergedFiguresOfACardAreBoundInTheirFirstCell binds a card whose figures stand in merged cells: each has its tag
// in the first of them, and none is told to be hidden.
func TestMergedFiguresOfACardAreBoundInTheirFirstCell(t *testing.T) {
	p := defaultPack(t)
	l := sample.Ledger(p)
	card := func(filled bool) []byte {
		amount := func(column string) any {
			for _, v := range tables.Views(p, l) {
				if i := slices.Index(v.Columns, column); filled && v.Name == "支出总表" {
					return float64(v.Rows[0].Amounts[i]) / 100 / 10_000
				}
			}
			return nil
		}
		f := excelize.NewFile()
		addSheet(t, f, "整体目标", []string{"A1:D1", "A3:A4", "A5:A7", "C3:D3", "C4:D4", "C5:D5", "C6:D6", "C7:D7", "B8:D8"}, []any{"2026年部门整体绩效目标表"}, []any{"单位：万元"}, []any{"年度预算资金", "预算总额"}, []any{nil, "单位资金"},
			[]any{"支出结构", "合计", amount("合计")}, []any{nil, "基本支出", amount("基本支出")}, []any{nil, "项目支出", amount("项目支出")}, []any{"总体绩效目标"})
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: card(false), Example: card(true), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	f, err := excelize.OpenReader(bytes.NewReader(made.Book))
	must(t, err)
	total, _ := f.GetCellFormula("整体目标", "C5")
	if texts := strings.Join(textsOf(t, made.Book), "\n"); strings.Count(texts, "{{部门整体绩效目标表.") != 2 || total == "" || strings.Contains(told(made), "印不出来") {
		t.Errorf("C5 =%s, %s\n%s", total, texts, told(made))
	}
}

// TestATitleInOtherWordsKeepsItsTable gives a table and a page of words other titles that say the same: their tags
// are carried over, and that of the table is told.
func TestATitleInOtherWordsKeepsItsTable(t *testing.T) {
	const all, basic, sentence = "{{支出总表[合计].合计}}", "{{支出总表[合计].基本支出}}", "全年支出{{支出总表[合计].合计}}万元，其中基本支出{{支出总表[合计].基本支出}}万元。"
	form := func(table, page_ string, tags [2]string, says string) []page {
		return []page{
			{"支出表", [][]string{{"2026年" + table, "<", "<"}, {"", "", "单位：万元"}, {"项目", "合计", "基本支出"}, {"支出", tags[0], tags[1]}}},
			{"说明", [][]string{{"2026年" + page_}, {says}, {"一、其他说明"}, {"没有其他要说明的。"}}},
		}
	}
	const open = "全年支出　　万元，其中基本支出　　万元。"
	was := form("部门基本支出预算表", "部门预算编制说明", [2]string{all, basic}, sentence)
	blank := form("部门基本支出预算表", "部门预算编制说明", [2]string{}, open)
	next := form("部门基本支出预算公开表", "部门预算情况说明", [2]string{}, open)
	made, err := renew.Update(defaultPack(t), pages(t, was, nil), pages(t, blank, nil), pages(t, next, nil), nil)
	must(t, err)
	got := strings.Join(textsOf(t, made.Book), "\n")
	for _, want := range []string{all + "|" + basic, sentence, "部门预算情况说明"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if told := fmt.Sprint(made.Left); told != "[支出表!A1  表名“2026年部门基本支出预算表”今年写作“2026年部门基本支出预算公开表”，照意思认的，标签照搬。请核对]" {
		t.Error(told)
	}
}

// TestNewSentencesAreNoLines updates a sheet of sentences in which one is new and one is gone: neither is a line that a
// total may add up.
func TestNewSentencesAreNoLines(t *testing.T) {
	p := defaultPack(t)
	form := func(year int, tag string, rows ...[]string) []page {
		all := append([][]string{{fmt.Sprint(year, "年部门预算说明")}, {"收入预算" + tag + "万元，比上年增加。"}}, rows...)
		return []page{{"说明", append(all, []string{"三、其他说明"}, []string{"没有其他要说明的。"})}}
	}
	gone := "支出预算%s万元，其中：基本支出12万元。"
	for what, blank := range map[string][]byte{"with the form": pages(t, form(2026, "　　", []string{fmt.Sprintf(gone, "　　")}), nil), "without": nil} {
		was := form(2026, "{{收入总计}}", []string{fmt.Sprintf(gone, "{{支出总计}}")})
		was[0].rows[0][0] = "{{年度}}年部门预算说明"
		made, err := renew.Update(p, pages(t, was, nil), blank, pages(t, form(2027, "　　", []string{"二、绩效情况说明"}, []string{"预算绩效目标覆盖项目　　个，其中重点项目　　个。"}), nil), nil)
		must(t, err)
		all := ""
		for _, e := range made.Left {
			all += e.String() + "\n"
		}
		if strings.Contains(all, "新的行") || strings.Contains(all, "合计") || blank != nil && (!strings.Contains(all, "新的句子“预算绩效目标覆盖项目") || !strings.Contains(all, "认不准是哪一句")) {
			t.Errorf("%s:\n%s", what, all)
		}
	}
}

// TestLinesOfATextThatStayKeepTheirTags updates a text that a cell has many lines of: one is otherwise this year, one is
// new, a heading is called otherwise and a note that went when the tags were written is there again. The lines that
// stayed keep their tags, the others are the form's and told with the tags that they had.
func TestLinesOfATextThatStayKeepTheirTags(t *testing.T) {
	book := func(lines ...string) []byte {
		return pages(t, []page{{"说明", [][]string{{"部门预算说明"}, {strings.Join(lines, "\n")}}}}, nil)
	}
	was := book("一、收支情况", "{{年度}}年收入预算{{收入总计}}万元。", "支出预算{{支出总计}}万元，其中：基本支出{{支出总表[合计].基本支出}}万元。", "二、其他情况", "没有其他要说明的。")
	blank := book("一、收支情况", "2026年收入预算XX万元。", "支出预算XX万元，其中：基本支出XX万元。（逐项填写）", "二、其他情况", "（若无，请说明）", "没有其他要说明的。")
	next := book("一、收支预算情况", "2027年收入预算XX万元。", "2027年政府采购XX万元。", "支出预算XX万元，其中：基本支出XX万元，占XX%。", "二、其他情况", "（若无，请说明）", "没有其他要说明的。")
	made, err := renew.Update(defaultPack(t), was, blank, next, nil)
	must(t, err)
	want := strings.Join([]string{"一、收支预算情况", "{{年度}}年收入预算{{收入总计}}万元。", "{{年度}}年政府采购XX万元。", "支出预算XX万元，其中：基本支出XX万元，占XX%。", "二、其他情况", "没有其他要说明的。"}, "\n")
	if got := strings.Join(textsOf(t, made.Book), "\n"); !strings.Contains(got, want) {
		t.Errorf("the text is\n%s\nwant\n%s", got, want)
	}
	told := fmt.Sprint(made.Left)
	for _, says := range []string{"新的一行“2027年政府采购XX万元。”", "去年写的是 支出预算{{支出总计}}万元，其中：基本支出{{支出总表[合计].基本支出}}万元。"} {
		if !strings.Contains(told, says) {
			t.Errorf("not told: %s\n%s", says, told)
		}
	}
	if strings.Contains(told, "一、收支预算情况") {
		t.Error("a heading without tags is told:", told)
	}
}
