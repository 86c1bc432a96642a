package bind_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
)

// TestACoverSaysWhoseItIsAndOfWhichDayOrIsTold has lines of covers as a form and an example print them: what is the
// department and the day of the budget becomes a tag, what may be somebody else's or another day's stays and is told.
func TestACoverSaysWhoseItIsAndOfWhichDayOrIsTold(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	l.Info["编制日期"] = "2025-01-20"
	name, unit, day := l.Info["部门名称"], "", "2025年1月20日"
	for _, u := range l.Tables["支出明细"].Distinct(l.Tables["支出明细"].Field("单位")) {
		if !strings.HasPrefix(u, name) {
			unit = u
		}
	}
	table := kind{"表", "年部门支出总表", [][]any{{"科目编码", "科目名称", "合计"}}, nil, func(*budget.Ledger) [][]any { return blankLines([]any{nil, "合计"}) }, ""}
	for _, x := range []struct {
		form, example, want string
		told                string
	}{
		{"单位名称：", "单位名称：" + name, "单位名称：{{部门名称}}", ""},
		{"单位名称：", "单位名称：" + unit, "单位名称：", unit},
		{"填报单位（盖章）：", "填报单位（盖章）：" + unit, "填报单位（盖章）：", unit},
		{"编报单位：", "编报单位：" + name + "水质监测中心", "编报单位：", "不是部门名称"},
		{"编制单位：", "编制单位：" + unit + "（" + name + "所属）", "编制单位：", "不是部门名称"},
		{"单位名称：", "单位名称：" + name + "（本级）", "单位名称：{{部门名称}}", "只写了部门名称的标签"},
		{"单位名称：", "单位名称：某县档案馆", "单位名称：", "不是部门名称"},
		{"2026年单位名称：", "2025年单位名称：" + unit, "{{年度}}年单位名称：", unit},
		{"（单位名称）", unit, "（单位名称）", unit},
		{"（单位名称）", name, "{{部门名称}}", ""},
		{"主管部门：" + name, "主管部门：" + name, "主管部门：" + name, "官方表印好的"},
		{"主管部门：某县财政局", "主管部门：某县财政局", "主管部门：某县财政局", ""},
		{"部门：" + name, "部门：" + name, "部门：{{部门名称}}", ""},
		{"报送日期：    年  月  日", "报送日期：" + day, "报送日期：{{编制日期|2026年1月20日}}", ""},
		{"日期：", "日期：" + day, "日期：{{编制日期|2026年1月20日}}", ""},
		{"批复日期：", "批复日期：" + day, "批复日期：", "和编制日期是同一天"},
		{"公开时间：    年  月  日", "公开时间：" + day, "公开时间：    年  月  日", "和编制日期是同一天"},
		{"打印日期", "打印日期 " + day, "打印日期", "后面范例写的是“2025年1月20日”"},
	} {
		said := func(l *budget.Ledger, year, line string) []byte {
			f, err := excelize.OpenReader(bytes.NewReader(book(t, []kind{table}, l, 2025)))
			must(t, err)
			defer f.Close()
			addSheet(t, f, "封面", nil, []any{year + "年部门预算"}, []any{nil}, []any{line})
			if l != nil {
				must(t, f.SetCellStr("表", "A2", name))
			}
			return saved(t, f)
		}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l), Form: said(nil, "2026", x.form), Example: said(l, "2025", x.example)})
		must(t, err)
		var left []string
		for line := range strings.Lines(told(made)) {
			if strings.HasPrefix(line, "封面!A3") {
				left = append(left, line)
			}
		}
		if got := at(shown(t, made.Book)["封面"], 2)[0]; got != x.want || (x.told == "") != (len(left) == 0) || !strings.Contains(strings.Join(left, ""), x.told) {
			t.Errorf("%s, %s: %s\n%s", x.form, x.example, got, left)
		}
	}
}

// TestTheNameStandsAboveADateThatIsLeftOpen has a cover whose name the form leaves blank above a date that it leaves
// open in several ways.
func TestTheNameStandsAboveADateThatIsLeftOpen(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	l.Info["编制日期"] = "2025-01-20"
	table := kind{"表", "年部门支出总表", [][]any{{"科目编码", "科目名称", "合计"}}, nil, func(*budget.Ledger) [][]any { return blankLines([]any{nil, "合计"}) }, ""}
	for _, open := range []string{"    年  月  日", "2026年  月  日", "××××年××月××日", "    年  月"} {
		for _, date := range []string{"2025年1月20日", "2024年12月31日", "2025年2月"} {
			said := func(l *budget.Ledger, year, who, day string) []byte {
				f, err := excelize.OpenReader(bytes.NewReader(book(t, []kind{table}, l, 2025)))
				must(t, err)
				defer f.Close()
				addSheet(t, f, "封面", nil, []any{year + "年部门预算"}, []any{nil}, []any{who}, []any{nil}, []any{day})
				return saved(t, f)
			}
			made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l), Form: said(nil, "2026", "", open), Example: said(l, "2025", l.Info["部门名称"], date)})
			must(t, err)
			if got := at(shown(t, made.Book)["封面"], 2); len(got) == 0 || got[0] != "{{部门名称}}" || !strings.Contains(told(made), "封面!A3 这一格官方表里是空的") {
				t.Errorf("%s, %s: %v\n%s", open, date, shown(t, made.Book)["封面"], told(made))
			}
		}
	}
}

// TestATitleIsNothingBehindALabel binds 部门： below a title that begins so too.
func TestATitleIsNothingBehindALabel(t *testing.T) {
	last := itemsOf(defaultPack(t), "某市水务局 2130301 公用经费 30217 - - 一般公共预算 7600")
	last.Info["部门名称"] = "某市水务局"
	made := boundTexts(t, last, []string{"部门收支总表", "部门：", "说明完毕。"}, []string{"部门收支总表", "部门：某市水务局", "说明完毕。"})
	if got := textsOf(t, made.Book); !slices.Contains(got, "部门：{{部门名称}}") || strings.Contains(told(made), "不是部门名称") {
		t.Error(got, told(made))
	}
}

// TestASecondSampleOfAKindThatTheExampleHasGoes binds a list below its total whose form has a sample of each kind of project.
func TestASecondSampleOfAKindThatTheExampleHasGoes(t *testing.T) {
	p := defaultPack(t)
	last := itemsOf(p, "某市水务局 2130301 项目支出 30227 防汛 特定目标类 一般公共预算 120000", "某市水务局 2130301 项目支出 30227 监测 其他运转类 一般公共预算 30000", "某市水文站 2130301 项目支出 30227 测报 其他运转类 一般公共预算 50000")
	next := itemsOf(p, "某市水务局 2130301 项目支出 30227 抗旱 特定目标类 一般公共预算 90000", "某市水文站 2130301 项目支出 30227 打井 特定目标类 一般公共预算 20000")
	table := kind{"项目", "年项目支出表", [][]any{{"项目类别", "项目名称", "项目单位", "合计"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return [][]any{{"合计"}, {"其他运转类", "XX项目", "XX单位"}, {"特定目标类", "……"}}
		}
		out := [][]any{{"合计", nil, nil, sum(l)}}
		for _, k := range keysOf(l, nil, "项目分类", "项目名称", "单位") {
			out = append(out, []any{k[0], k[1], k[2], sum(l, ask{"项目名称": k[1]})})
		}
		return out
	}, ""}
	boundAndFilled(t, "项目", last, next, func(l *budget.Ledger) []byte { return book(t, []kind{table}, l, 2026) })
}
