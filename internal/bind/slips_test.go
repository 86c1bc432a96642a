package bind_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
)

// otherwise is a workbook with some more in cells of figures.
func otherwise(t *testing.T, book []byte, sheet string, more map[string]float64) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	must(t, err)
	for cell, by := range more {
		raw, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
		must(t, err)
		d, err := strconv.ParseFloat(raw, 64)
		must(t, err)
		must(t, f.SetCellFloat(sheet, cell, d+by, 2, 64))
	}
	out, err := f.WriteToBuffer()
	must(t, err)
	return out.Bytes()
}

// TestAFigureThatItsOwnTableContradictsIsToldAndItsColumnIsBound has an example in which somebody wrote a figure wrong:
// the sums of the table, or its parts, say so. What the table does not contradict may be other money.
func TestAFigureThatItsOwnTableContradictsIsToldAndItsColumnIsBound(t *testing.T) {
	for _, x := range []struct {
		more  map[string]float64
		head  string
		codes []string // more of them
		bound bool
	}{
		{map[string]float64{"C7": 0.01}, "", nil, true},
		{map[string]float64{"C7": 50}, "", nil, true},
		{map[string]float64{"C4": 5}, "", nil, true},
		{map[string]float64{"C7": 0.01, "C6": 0.01, "C5": 0.01, "C4": 0.01}, "", []string{"2210201", "2130399"}, true},
		{map[string]float64{"C7": 0.01, "C6": 0.01, "C5": 0.01, "C4": 0.01}, "", nil, false}, // too few others
		{map[string]float64{"C7": 5, "C6": 5, "C5": 5, "C4": 5}, "", []string{"2210201", "2130399"}, false},
		{map[string]float64{"C7": 5, "C8": 5}, "", nil, false},
		{map[string]float64{"C7": 0.01, "C8": 0.01}, "", nil, false},
		{map[string]float64{"C7": 0.01}, "评审数", nil, false},
	} {
		p := defaultPack(t)
		table := ofTypes("支出", "年部门支出总表")
		l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000")
		l.Info["预算年度"] = "2025"
		for i, code := range x.codes {
			records := l.Tables["支出明细"]
			var row []string
			for field := range records.Fields {
				row = append(row, records.Text(0, field))
			}
			row[records.Field("功能科目编码")] = code
			amounts := make([]budget.Fen, len(records.Measures))
			amounts[0] = budget.Fen(777700 + i*11100)
			records.Append(0, row, amounts)
		}
		form, example := book(t, []kind{table}, nil, 2026), otherwise(t, book(t, []kind{table}, l, 2025), "支出", x.more)
		if x.head != "" {
			form, example = said(t, form, map[string]string{"支出!C3": x.head}), said(t, example, map[string]string{"支出!C3": x.head})
		}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l), Form: form, Example: example})
		must(t, err)
		bound := len(at(shown(t, made.Book)["支出"], 4)) > 2 && strings.Contains(at(shown(t, made.Book)["支出"], 4)[2], "{{")
		if bound != x.bound {
			t.Errorf("%v %s: bound %v\n%v\n%s", x.more, x.head, bound, shown(t, made.Book)["支出"], told(made))
		}
		cell := "C7"
		if len(x.more) == 1 && x.more["C4"] != 0 {
			cell = "C4"
		}
		if slip := "范例的 支出!" + cell + " 和录入对不上：范例是 "; strings.Contains(told(made), slip) != x.bound {
			t.Errorf("%v %s: %s", x.more, x.head, told(made))
		}
	}
}

// TestALineThatTheTotalContradictsIsToldAndBound has lines of the form itself, of which one is wrong in the example;
// where the total does not say so, or words know nothing of the line, it stays open.
func TestALineThatTheTotalContradictsIsToldAndBound(t *testing.T) {
	for _, x := range []struct {
		more  map[string]float64
		bound bool
	}{
		{map[string]float64{"B5": 0.01}, true},
		{map[string]float64{"B5": 300}, true},
		{map[string]float64{"B5": 300, "B8": 300}, false},
		{map[string]float64{"B5": 300, "B6": -300}, false},
		{map[string]float64{"B5": 300, "B6": 300}, false},
	} {
		p := defaultPack(t)
		table := kind{"收入", "年部门收入总表", [][]any{{"项目", "预算数"}}, nil, func(l *budget.Ledger) [][]any {
			out := [][]any{}
			for _, name := range []string{"一、一般公共预算拨款收入", "二、政府性基金预算拨款收入", "三、财政专户管理资金收入", "四、单位资金收入", "收入合计"} {
				var of []ask
				for _, fund := range []string{"一般公共预算", "政府性基金预算", "财政专户管理资金", "单位资金"} {
					if strings.Contains(name, fund) {
						of = append(of, ask{"资金来源": fund})
					}
				}
				line := []any{name, nil}
				if l != nil {
					line[1] = sum(l, of...)
				}
				out = append(out, line)
			}
			return out
		}, ""}
		l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000", "某市水务局 河道 其他运转类 政府性基金预算 70000", "某市水务局 检测 其他运转类 财政专户管理资金 8000", "某市水务局 科研 其他运转类 单位资金 900")
		l.Info["预算年度"] = "2025"
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l),
			Form: book(t, []kind{table}, nil, 2026), Example: otherwise(t, book(t, []kind{table}, l, 2025), "收入", x.more)})
		must(t, err)
		row := at(shown(t, made.Book)["收入"], 4)
		if bound := len(row) > 1 && strings.Contains(row[1], "{{"); bound != x.bound || strings.Contains(told(made), "范例的 收入!B5 和录入对不上：范例是 ") != x.bound {
			t.Errorf("%v: %v\n%v\n%s", x.more, bound, shown(t, made.Book)["收入"], told(made))
		}
	}
}

// TestOtherMoneyInTheLastPlaceIsNoSlip has examples in which a line has some more money than the words of its column
// say, so little that the last place alone shows it: of a fund that has no column of its own, or carried over. Tables
// of whole 万元 have real money there.
func TestOtherMoneyInTheLastPlaceIsNoSlip(t *testing.T) {
	carried, funds := ask{"资金年度": "本年、上年结转"}, ask{"资金来源": "一般公共预算、单位资金"}
	for _, x := range []struct {
		title, more string
		heads       []any
		columns     []ask
		places      int
		want        string
	}{
		{"年财政拨款支出表", "单位资金 15000", []any{"合计", "基本支出", "项目支出"}, []ask{{}, base, proj}, 0, "范例的数不止这些"},
		{"年财政拨款支出表", "单位资金 8000", []any{"合计", "基本支出", "项目支出"}, []ask{{}, base, proj}, 0, "范例的数不止这些"},
		{"年财政拨款支出表", "单位资金 150", []any{"合计", "基本支出", "项目支出"}, []ask{{}, base, proj}, 2, "范例的数不止这些"},
		{"年部门支出表", "单位资金 15000", []any{"合计", "一般公共预算", "政府性基金预算"}, []ask{{}, funds, {"资金来源": "政府性基金预算"}}, 0, "连旁边没有单独列出的单位资金一起取"},
		{"年部门支出表", "单位资金 200", []any{"合计", "一般公共预算", "政府性基金预算"}, []ask{{}, funds, {"资金来源": "政府性基金预算"}}, 2, "连旁边没有单独列出的单位资金一起取"},
		{"年部门支出表", "一般公共预算 15000 上年结转", []any{"合计", "当年财政拨款", "项目支出"}, []ask{{}, carried, proj}, 0, "连上年结转一起取，每一格都对得上"},
		{"年部门支出表", "一般公共预算 100 上年结转", []any{"合计", "当年财政拨款", "项目支出"}, []ask{{}, carried, proj}, 2, "连上年结转一起取，每一格都对得上"},
	} {
		p := defaultPack(t)
		l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 501200", "某市水务局 检测 其他运转类 "+x.more)
		l.Info["预算年度"] = "2025"
		for i, code := range []string{"2080505", "2101101", "2210201", "2130399", "2120801"} {
			records := l.Tables["支出明细"]
			row := make([]string, len(records.Fields))
			for field, text := range map[string]string{"单位": "某市水务局", "单位性质": "行政", "功能科目编码": code, "支出类型": []string{"人员经费", "项目支出"}[i%2], "部门经济科目编码": "30101", "项目名称": []string{"", "办公"}[i%2], "资金来源": "一般公共预算", "资金年度": "本年"} {
				row[records.Field(field)] = text
			}
			if code == "2120801" {
				row[records.Field("资金来源")] = "政府性基金预算"
			}
			amounts := make([]budget.Fen, len(records.Measures))
			amounts[0] = budget.Fen(22345600 + i*31112300)
			records.Append(0, row, amounts)
		}
		table := kind{"支出", x.title, [][]any{append([]any{"科目编码", "科目名称"}, x.heads...)}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, "合计"})
			}
			return coded(l, func(code, name string) []any { return []any{code, name} }, func(of ask) (out []any) {
				for _, column := range x.columns {
					printed, err := strconv.ParseFloat(strconv.FormatFloat(sum(l, of, column)/10000, 'f', x.places, 64), 64)
					must(t, err)
					out = append(out, printed)
				}
				return out
			})
		}, ""}
		in := map[string]string{"支出!E2": "单位：万元"}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l), Form: said(t, book(t, []kind{table}, nil, 2026), in), Example: said(t, book(t, []kind{table}, l, 2025), in)})
		must(t, err)
		if strings.Contains(told(made), "和录入对不上") || !strings.Contains(told(made), x.want) {
			t.Errorf("%s, %s, %d: %v\n%s", x.title, x.more, x.places, shown(t, made.Book)["支出"], told(made))
		}
	}
}
