package bind_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
)

// TestTextsThatTheFormLeavesBlankAreWrittenOrTold binds a cover and a table that has the department's name, the date
// of the budget and others where the form has nothing: what 基本信息 has becomes a tag, the rest is told at its cell.
func TestTextsThatTheFormLeavesBlankAreWrittenOrTold(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	l.Info["部门代码"], l.Info["编制日期"] = "505", "2025-01-20"
	name := l.Info["部门名称"]
	table := kind{"表", "年部门支出总表", [][]any{{"科目编码", "科目名称", "合计"}}, nil, func(*budget.Ledger) [][]any { return blankLines([]any{nil, "合计"}) }, ""}
	said := func(l *budget.Ledger, year string) []byte {
		f, err := excelize.OpenReader(bytes.NewReader(book(t, []kind{table}, l, 2025)))
		must(t, err)
		defer f.Close()
		cover := [][]any{{year + "年部门预算"}, {nil}, {nil}, {nil}, {"公开的说明"}, {nil}, {nil}}
		notes := [][]any{{"情况说明"}, {"一、收支情况"}}
		if l != nil {
			cover[1][0], cover[2][0], cover[3][0], cover[5][0], cover[6][0] = "[505]"+name, "2025年1月20日", "联系人：某人", "编制日期：2025-01-20", "2025年度"
			notes = append(notes, []any{"1.多出来的一段。"}, []any{"二、支出情况"}, []any{name})
		} else {
			notes = append(notes, []any{"二、支出情况"})
		}
		addSheet(t, f, "封面", nil, cover...)
		addSheet(t, f, "说明", nil, notes...)
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l), Form: said(nil, "2026"), Example: said(l, "2025")})
	must(t, err)
	got := shown(t, made.Book)
	for row, want := range []string{"{{年度}}年部门预算", "[{{部门代码}}]{{部门名称}}", "{{编制日期|2026年1月20日}}", "", "公开的说明", "编制日期：{{编制日期}}", "{{年度}}年度"} {
		if text := strings.Join(at(got["封面"], row), "|"); text != want {
			t.Errorf("%q, want %q", text, want)
		}
	}
	for _, want := range []string{"封面!A2 这一格官方表里是空的", "封面!A3 这一格官方表里是空的", "封面!A4 范例的这一格写着“联系人：某人”", "封面!A6 这一格官方表里是空的"} {
		if !strings.Contains(told(made), want) {
			t.Errorf("%s is not told:\n%s", want, told(made))
		}
	}
	if rows := got["说明"]; strings.Join(at(rows, 3), "|") != "{{部门名称}}" || !strings.Contains(told(made), "范例里有 1 段文字官方表里没有，没有写，都不印：范例的 A3") {
		t.Errorf("what stands below a heading of the example does so in the form:\n%s\n%q", told(made), rows)
	}
}
