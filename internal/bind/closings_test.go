package bind_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/proof"
	"ysgk/internal/renew"
	"ysgk/internal/tables"
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
				return sheetOf(t, nil, append(rows, total)...)
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
		rows := [][]any{{"2026年财政拨款收支预算总表"}, {nil, nil, nil, "单位：元"}, {"收入", nil, "支出", nil}, {"项目", "预算数", "项目（按功能分类）", "预算数"},
			{"一、本年收入", nil, "一、本年支出"}, {"（一）一般公共预算拨款", nil, "二、年终结转结余"}, {"（二）政府性基金预算拨款"}, {"（三）国有资本经营预算拨款"}, {"收入总计", nil, "支出总计"}}
		if l != nil {
			rows = append(rows[:4], []any{"一、本年收入", 2998600, "一、本年支出", 2998600}, []any{"（一）一般公共预算拨款", 2998600, "（一）社会保障和就业支出", 386400}, []any{"（二）政府性基金预算拨款", nil, "（二）农林水支出", 2612200},
				[]any{"（三）国有资本经营预算拨款", nil, "二、年终结转结余"}, []any{"收入总计", 2998600, "支出总计", 2998600})
		}
		return sheetWith(t, "表", nil, func(f *excelize.File) {
			bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
			must(t, err)
			must(t, f.SetCellStyle("表", "C6", "C6", bold))
		}, rows...)
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

// TestAFormThatChangedAroundALineThatWasMovedIsTold updates a pack that moved a line of its form: of a form that is as
// it was nothing is told, of each other one which of its cells differ.
func TestAFormThatChangedAroundALineThatWasMovedIsTold(t *testing.T) {
	l := itemsOf(proof.DocumentPack(t), "某市水务局 2080501 人员经费 30302 - - 一般公共预算 386400", "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200")
	page := func(year string, l *budget.Ledger, change func(rows [][]any)) []byte {
		rows := [][]any{{year + "年财政拨款收支预算总表"}, {nil, nil, nil, "单位：元"}, {"收入", nil, "支出", nil}, {"项目", "预算数", "项目（按功能分类）", "预算数"},
			{"一、本年收入", nil, "一、本年支出"}, {"（一）一般公共预算拨款", nil, "二、年终结转结余"}, {"（二）政府性基金预算拨款", nil, nil}, {"（三）国有资本经营预算拨款", nil, nil}, {"收入总计", nil, "支出总计"}}
		if l != nil {
			rows = append(rows[:4], []any{"一、本年收入", 2998600, "一、本年支出", 2998600}, []any{"（一）一般公共预算拨款", 2998600, "（一）社会保障和就业支出", 386400}, []any{"（二）政府性基金预算拨款", nil, "（二）农林水支出", 2612200},
				[]any{"（三）国有资本经营预算拨款", nil, "二、年终结转结余"}, []any{"收入总计", 2998600, "支出总计", 2998600})
		}
		if change != nil {
			change(rows)
		}
		return sheetOf(t, nil, rows...)
	}
	made := boundAndFilled(t, "表", l, l, func(l *budget.Ledger) []byte { return page("2026", l, nil) })
	p := loaded(t, made)
	for _, x := range []struct {
		cells string // that differ
		to    func(rows [][]any)
	}{
		{"", nil},
		{"C6 ", func(rows [][]any) { rows[5][2] = "二、结转下年" }},
		{"C7 ", func(rows [][]any) { rows[6][2] = "三、备用金" }},
		{"C6、C8 ", func(rows [][]any) { rows[5][2], rows[7][2] = nil, "二、年终结转结余" }},
		{"A7 ", func(rows [][]any) { rows[6][0] = "（二）基金拨款" }},
	} {
		now, err := renew.Update(p, made.Book, page("2026", nil, nil), page("2027", nil, x.to), nil)
		must(t, err)
		told := fmt.Sprint(now.Left)
		if says := strings.Contains(told, "挪到了清单后面"); says != (x.cells != "") || says && !strings.Contains(told, "今年的空表 "+x.cells) {
			t.Errorf("%q: %s", x.cells, told)
		}
	}
	retyped, err := excelize.OpenReader(bytes.NewReader(made.Book))
	must(t, err)
	said, err := retyped.GetCellValue("表", "C7")
	must(t, err)
	if !strings.Contains(said, "|不印}}") {
		t.Fatal(said)
	}
	must(t, retyped.SetCellStr("表", "C7", strings.Replace(said, "|不印}}", "｜不印 }}", 1)))
	now, err := renew.Update(p, saved(t, retyped), nil, page("2027", nil, nil), nil)
	must(t, err)
	if !strings.Contains(fmt.Sprint(now.Left), "没有去年的空表可以对照") {
		t.Error(now.Left)
	}
}

// TestALineThatIsMergedIsNotMoved binds such a form whose line is merged, or one further below.
func TestALineThatIsMergedIsNotMoved(t *testing.T) {
	for _, merge := range []string{"C6:D6", "C6:C7", "D8:D9"} {
		l := itemsOf(proof.DocumentPack(t), "某市水务局 2080501 人员经费 30302 - - 一般公共预算 386400", "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200")
		page := func(filled bool) []byte {
			rows := [][]any{{"2026年财政拨款收支预算总表"}, {nil, nil, nil, "单位：元"}, {"收入", nil, "支出", nil}, {"项目", "预算数", "项目（按功能分类）", "预算数"}, {"一、本年收入", nil, "一、本年支出"},
				{"（一）一般公共预算拨款", nil, "二、年终结转结余"}, {"（二）政府性基金预算拨款"}, {"（三）国有资本经营预算拨款"}, {"（四）其他"}, {"收入总计", nil, "支出总计"}}
			if !filled {
				return sheetOf(t, []string{merge}, rows...)
			}
			return sheetOf(t, nil, append(rows[:4], []any{"一、本年收入", 2998600, "一、本年支出", 2998600}, []any{"（一）一般公共预算拨款", 2998600, "（一）社会保障和就业支出", 386400}, []any{"（二）政府性基金预算拨款", nil, "（二）农林水支出", 2612200},
				[]any{"（三）国有资本经营预算拨款", nil, "二、年终结转结余"}, []any{"（四）其他"}, []any{"收入总计", 2998600, "支出总计", 2998600})...)
		}
		p := defaultPack(t)
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Whole: &bind.Whole{Pack: proof.DocumentPack(t), Ledger: l}, Views: tables.Views(p, l), Form: page(false), Example: page(true)})
		must(t, err)
		if moved := strings.Contains(told(made), "照范例紧跟清单的最后一条"); moved != (merge == "D8:D9") {
			t.Errorf("%s: %s", merge, told(made))
		}
	}
}

// TestASentenceListsWhateverTheLedgerHas binds sentences that say the same of each class: what limits them is said before
// the classes, and no name of a class is a limit.
func TestASentenceListsWhateverTheLedgerHas(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2080501 人员经费 30302 - - 一般公共预算 386400", "某市水务局 2120802 项目支出 30227 征地 特定目标类 政府性基金预算 50000", "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 700000")
	next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2700000", "某市水务局 2130305 项目支出 30227 抗旱 特定目标类 一般公共预算 60000", "某市水务局 2130301 公用经费 30201 - - 一般公共预算 40000",
		"某市水务局 2210201 人员经费 30113 - - 一般公共预算 313400", "某市水务局 2290401 项目支出 30227 抢险 特定目标类 政府性基金预算 90000")
	wan := func(yuan float64) string { return fmt.Sprintf("%.2f", yuan/1e4) }
	for _, x := range []struct {
		before string
		of     ask
	}{
		{"2026年部门支出预算", nil},
		{"2026年一般公共预算支出", gp},
	} {
		made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
			said := x.before + "××万元，其中：××支出××万元，占××%；××支出××万元，占××%。"
			if l != nil {
				all := sum(l, x.of)
				var items []string
				for _, k := range keysOf(l, x.of, "功能科目编码/3") {
					of := sum(l, x.of, ask{"功能科目编码": k[0]})
					items = append(items, fmt.Sprintf("%s%s万元，占%.2f%%", p.Codes["功能科目"].NameOf(k[0]), wan(of), of*100/all))
				}
				said = x.before + wan(all) + "万元，其中：" + strings.Join(items, "；") + "。"
			}
			return sheetWith(t, "说明", nil, nil, []any{"情况说明"}, []any{said})
		})
		if !strings.Contains(told(made), "照范例列各类") {
			t.Error(told(made))
		}
	}
}

// TestWhatASentenceListsLimitsItNot binds a sentence that lists projects whose names say the fund that pays them all.
func TestWhatASentenceListsLimitsItNot(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2120802 项目支出 30227 政府性基金征地 特定目标类 政府性基金预算 50000", "某市水务局 2120802 项目支出 30227 政府性基金补偿 特定目标类 政府性基金预算 70000")
	next := itemsOf(p, "某市水务局 2130305 项目支出 30227 抗旱 特定目标类 一般公共预算 60000", "某市水务局 2120802 项目支出 30227 政府性基金征地 特定目标类 政府性基金预算 30000", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 90000")
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		said := "2026年安排：××××万元；××××万元；……。"
		if l != nil {
			var items []string
			for _, k := range keysOf(l, nil, "项目名称") {
				items = append(items, fmt.Sprintf("%s%.2f万元", k[0], sum(l, ask{"项目名称": k[0]})/1e4))
			}
			said = "2026年安排：" + strings.Join(items, "；") + "。"
		}
		return sheetWith(t, "说明", nil, nil, []any{"情况说明"}, []any{said})
	})
}
