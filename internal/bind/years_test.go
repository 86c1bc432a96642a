package bind_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// said is a workbook in which cells say something else.
func said(t *testing.T, book []byte, texts map[string]string) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	must(t, err)
	for at, text := range texts {
		sheet, cell, _ := strings.Cut(at, "!")
		must(t, f.SetCellStr(sheet, cell, text))
	}
	out, err := f.WriteToBuffer()
	must(t, err)
	return out.Bytes()
}

// ofTypes is a table of all spending by its types.
func ofTypes(name, title string) kind {
	return kind{name, title, [][]any{{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{nil, "合计"})
		}
		return coded(l, func(code, name string) []any { return []any{code, name} }, func(of ask) []any { return []any{sum(l, of), sum(l, of, base), sum(l, of, proj)} })
	}, ""}
}

// TestYearsThatAreNotInFourFiguresPrintAsTheFormSaysThem binds forms whose titles say the year in numerals or in two
// figures.
func TestYearsThatAreNotInFourFiguresPrintAsTheFormSaysThem(t *testing.T) {
	for _, x := range [][4]string{
		{"二〇二六年部门支出总表", "二〇二五年部门支出总表", "{{年度|二〇二六}}年部门支出总表", "二〇三〇年部门支出总表"},
		{"二零二六年部门支出总表", "二0二五年部门支出总表", "{{年度|二零二六}}年部门支出总表", "二零三零年部门支出总表"},
		{"26年部门支出总表", "25年部门支出总表", "{{年度|26年}}部门支出总表", "30年部门支出总表"},
		{"云川县水务局26年度支出总表", "云川县水务局25年度支出总表", "{{部门名称}}{{年度|26年}}度支出总表", "云川县水务局30年度支出总表"},
		{"二〇二六年部门支出总表", "2025年部门支出总表", "{{年度|二〇二六}}年部门支出总表", "二〇三〇年部门支出总表"},
		{"二 〇 二 六 年部门支出总表", "二 〇 二 五 年部门支出总表", "{{年度|二 〇 二 六}} 年部门支出总表", "二 〇 三 〇 年部门支出总表"},
		{"2 0 2 6 年部门支出总表", "2 0 2 5 年部门支出总表", "{{年度|2 0 2 6}} 年部门支出总表", "2 0 3 0 年部门支出总表"},
		{"部门支出总表（26年）", "部门支出总表（25年）", "部门支出总表（{{年度|26年}}）", "部门支出总表（30年）"},
		{"二六年部门支出总表", "二五年部门支出总表", "{{年度|二六年}}部门支出总表", "三〇年部门支出总表"},
		{"二〇二六年（2026年）部门支出总表", "二〇二五年（2025年）部门支出总表", "{{年度|二〇二六}}年（{{年度}}年）部门支出总表", "二〇三〇年（2030年）部门支出总表"},
		{"2026年部门支出总表（二〇二六年）", "2025年部门支出总表（二〇二五年）", "{{年度}}年部门支出总表（{{年度|二〇二六}}年）", "2030年部门支出总表（二〇三〇年）"},
		{"2025年决算及2026年部门支出总表", "2024年决算及2025年部门支出总表", "{{年度-1}}年决算及{{年度}}年部门支出总表", "2029年决算及2030年部门支出总表"},
		{"2026—2028年部门支出总表", "2025—2027年部门支出总表", "{{年度}}—{{年度+2}}年部门支出总表", "2030—2032年部门支出总表"},
		{"二〇二六至二〇二八年部门支出总表", "二〇二五至二〇二七年部门支出总表", "{{年度|二〇二六}}至{{年度+2|二〇二八}}年部门支出总表", "二〇三〇至二〇三二年部门支出总表"},
		{"二〇二六年支出总表（二〇二六年一月）", "二〇二五年支出总表（二〇二五年一月）", "{{年度|二〇二六}}年支出总表（二〇二六年一月）", ""},
	} {
		p := defaultPack(t)
		table := ofTypes("支出", "年部门支出总表")
		l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000")
		l.Info["部门名称"], l.Info["预算年度"] = "云川县水务局", "2025"
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l),
			Form: said(t, book(t, []kind{table}, nil, 2026), map[string]string{"支出!A1": x[0]}), Example: said(t, book(t, []kind{table}, l, 2025), map[string]string{"支出!A1": x[1]})})
		must(t, err)
		if got := at(shown(t, made.Book)["支出"], 0); len(got) == 0 || got[0] != x[2] {
			t.Errorf("%s: %v\n%s", x[0], got, told(made))
		}
		if got := strings.Join(at(shown(t, made.Book)["支出"], 3), ""); strings.Count(got, "{{") != 3 {
			t.Errorf("%s: %s\n%s", x[0], got, told(made))
		}
		if x[3] == "" {
			if !strings.Contains(told(made), "支出!A1 ") {
				t.Errorf("%s: not told\n%s", x[0], told(made))
			}
			continue
		}
		if strings.Contains(told(made), "A1") {
			t.Errorf("%s: %s", x[0], told(made))
		}
		l.Info["预算年度"] = "2030"
		if got := at(shown(t, filled(t, loaded(t, made), l))["支出"], 0); len(got) == 0 || got[0] != x[3] {
			t.Errorf("%s: filled %v", x[0], got)
		}
	}
}

// TestAYearOfTwoFiguresInASentenceIsTold has one that nobody can tell from a number of years.
func TestAYearOfTwoFiguresInASentenceIsTold(t *testing.T) {
	for text, want := range map[string]bool{"注：2026年支出由2025年结转，26年不变。": true, "注：25年的办法": true, "注：工龄满25年的": false, "注：26年以上的": false, "注：12年的办法": false} {
		p := defaultPack(t)
		table := ofTypes("支出", "年部门支出总表")
		l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000")
		l.Info["预算年度"] = "2025"
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l),
			Form: said(t, book(t, []kind{table}, nil, 2026), map[string]string{"支出!A45": text}), Example: book(t, []kind{table}, l, 2025)})
		must(t, err)
		if strings.Contains(told(made), "年”没有动") != want {
			t.Errorf("%s: %s", text, told(made))
		}
	}
}

// TestADateInNumeralsThatStaysIsTold has one below a table, of which the ledger knows nothing.
func TestADateInNumeralsThatStaysIsTold(t *testing.T) {
	p := defaultPack(t)
	table := ofTypes("支出", "年部门支出总表")
	l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000")
	l.Info["预算年度"] = "2025"
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l),
		Form: said(t, book(t, []kind{table}, nil, 2026), map[string]string{"支出!A45": "注：截至二〇二五年十二月三十一日", "支出!A46": "注：按照二〇一五年的办法"}), Example: said(t, book(t, []kind{table}, l, 2025), map[string]string{"支出!A45": "注：截至二〇二四年十二月三十一日"})})
	must(t, err)
	if !strings.Contains(told(made), "“注：截至二〇二五年十二月三十一日”里的日期没有动") {
		t.Error(told(made))
	}
}

// TestYearsThatDoNotGoTogetherAreToldFirst binds a form by an example and a ledger of other years.
func TestYearsThatDoNotGoTogetherAreToldFirst(t *testing.T) {
	for _, x := range []struct {
		form, example int
		ledger        string
		want          []string
	}{
		{2026, 2025, "2025", nil},
		{2025, 2025, "2025", nil},
		{2026, 2025, "2026", []string{"录入的预算年度是 2026，范例的表名写着 2025 年"}},
		{2027, 2025, "2025", []string{"官方表的表名写着 2027 年，范例是 2025 年的，隔了 2 年"}},
		{2027, 2025, "2026", []string{"录入的预算年度是 2026，范例的表名写着 2025 年", "官方表的表名写着 2027 年"}},
		{2025, 2026, "2026", []string{"官方表比范例早"}},
	} {
		p := defaultPack(t)
		table := ofTypes("支出", "年部门支出总表")
		l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000")
		l.Info["预算年度"] = x.ledger
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l), Form: book(t, []kind{table}, nil, x.form), Example: book(t, []kind{table}, l, x.example)})
		must(t, err)
		for i, e := range made.ToDo() {
			if i < len(x.want) != (e.Kind == tagging.First) || i < len(x.want) && !strings.Contains(e.Text, x.want[i]) {
				t.Errorf("%d %d %s: %s", x.form, x.example, x.ledger, e)
			}
		}
		if todo := string(made.Text()); len(x.want) > 0 && strings.Index(todo, "● 先看") != strings.Index(todo, "● ") {
			t.Error(todo)
		}
	}
}
