package bind_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/proof"
)

// TestALineFollowsAListWhereTheExampleHasItSo binds forms that have 二、年终结转结余 right below 一、本年支出 or at the end
// of the side, where the example has it directly behind the classes, however many they are.
func TestALineFollowsAListWhereTheExampleHasItSo(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2080501 人员经费 30302 - - 一般公共预算 386400", "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 700000")
	next := itemsOf(p, "某市水务局 2080501 人员经费 30302 - - 一般公共预算 400000", "某市水务局 2101101 人员经费 30110 - - 一般公共预算 90000", "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2700000", "某市水务局 2130305 项目支出 30227 抗旱 特定目标类 政府性基金预算 50000",
		"某市水务局 2210201 人员经费 30113 - - 一般公共预算 313400", "某市水务局 2290401 项目支出 30227 抢险 特定目标类 一般公共预算 60000")
	for _, x := range []struct {
		name  string
		blank []string // the right side of the form below 一、本年支出
		lines []string // below the list
	}{
		{"上面没有空行", []string{"二、年终结转结余", "", "", "", "", ""}, []string{"二、年终结转结余"}},
		{"在最下面", []string{"", "", "", "", "", "二、年终结转结余"}, []string{"二、年终结转结余"}},
		{"两行", []string{"二、年终结转结余", "三、备用金", "", "", "", ""}, []string{"二、年终结转结余", "三、备用金"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			made := boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
				left := []string{"一、本年收入", "（一）一般公共预算拨款", "（二）政府性基金预算拨款", "（三）国有资本经营预算拨款", "二、上年结转", "（一）一般公共预算拨款", "（二）政府性基金预算拨款"}
				f := excelize.NewFile()
				defer f.Close()
				rows := [][]any{{"2026年财政拨款收支预算总表"}, {nil, nil, nil, "单位：元"}, {"收入", nil, "支出", nil}, {"项目", "预算数", "项目（按功能分类）", "预算数"}}
				right := [][]any{{"一、本年支出", nil}}
				if l == nil {
					for _, text := range x.blank {
						right = append(right, []any{text, nil})
					}
				} else {
					right[0][1] = sum(l)
					for i, k := range keysOf(l, nil, "功能科目编码/3") {
						right = append(right, []any{fmt.Sprintf("（%s）%s", []string{"一", "二", "三", "四", "五"}[i], p.Codes["功能科目"].NameOf(k[0])), sum(l, ask{"功能科目编码": k[0]})})
					}
					for _, text := range x.lines {
						right = append(right, []any{text, nil})
					}
				}
				for len(right) < len(left) {
					right = append(right, []any{nil, nil})
				}
				total := []any{"收入总计", nil, "支出总计", nil}
				for i := range max(len(left), len(right)) {
					line := []any{nil, nil, right[i][0], right[i][1]}
					if i < len(left) {
						line[0] = left[i]
					}
					if l != nil {
						switch i {
						case 0:
							line[1] = sum(l)
						case 1:
							line[1] = sum(l, gp)
						case 2:
							if fund := sum(l, ask{"资金来源": "政府性基金预算"}); fund > 0 {
								line[1] = fund
							}
						}
					}
					rows = append(rows, line)
				}
				if l != nil {
					total[1], total[3] = sum(l), sum(l)
				}
				addSheet(t, f, "表", nil, append(rows, total)...)
				must(t, f.DeleteSheet("Sheet1"))
				return saved(t, f)
			})
			if !says(made.Left, "表", "“二、年终结转结余”照范例紧跟清单的最后一条") || strings.Contains(told(made), "排在清单上面") {
				t.Error(told(made))
			}
		})
	}
}

// TestALineThatIsMovedKeepsItsLook binds such a form whose 二、年终结转结余 is bold.
func TestALineThatIsMovedKeepsItsLook(t *testing.T) {
	p := proof.DocumentPack(t)
	l := itemsOf(p, "某市水务局 2080501 人员经费 30302 - - 一般公共预算 386400", "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200")
	made := boundAndFilled(t, "表", l, l, func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"2026年财政拨款收支预算总表"}, {nil, nil, nil, "单位：元"}, {"收入", nil, "支出", nil}, {"项目", "预算数", "项目（按功能分类）", "预算数"},
			{"一、本年收入", nil, "一、本年支出"}, {"（一）一般公共预算拨款", nil, "二、年终结转结余"}, {"（二）政府性基金预算拨款"}, {"（三）国有资本经营预算拨款"}, {"收入总计", nil, "支出总计"}}
		if l != nil {
			rows = append(rows[:4], []any{"一、本年收入", 2998600, "一、本年支出", 2998600}, []any{"（一）一般公共预算拨款", 2998600, "（一）社会保障和就业支出", 386400}, []any{"（二）政府性基金预算拨款", nil, "（二）农林水支出", 2612200},
				[]any{"（三）国有资本经营预算拨款", nil, "二、年终结转结余"}, []any{"收入总计", 2998600, "支出总计", 2998600})
		}
		addSheet(t, f, "表", nil, rows...)
		bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
		must(t, err)
		must(t, f.SetCellStyle("表", "C6", "C6", bold))
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	})
	f, err := excelize.OpenReader(bytes.NewReader(made.Book))
	must(t, err)
	for cell, want := range map[string]bool{"C6": false, "C7": true, "C8": false} {
		id, err := f.GetCellStyle("表", cell)
		must(t, err)
		style, err := f.GetStyle(id)
		must(t, err)
		if got := style.Font != nil && style.Font.Bold; got != want {
			t.Errorf("%s is bold: %v", cell, got)
		}
	}
}
