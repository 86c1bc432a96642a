package bind_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/layout"
	"ysgk/internal/renew"
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
