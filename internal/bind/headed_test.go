package bind_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/tables"
)

// headedTable writes the indicators of 年度 below lines of their units, of their projects, or both, as
// levels say; blank lines where there is no ledger. Some columns are of what the ledger lacks.
func headedTable(t *testing.T, l *budget.Ledger, levels string) []byte {
	t.Helper()
	f := excelize.NewFile()
	row := 0
	line := func(values ...any) {
		row++
		must(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", row), &values))
	}
	line("2026年项目支出绩效目标表")
	if l == nil {
		line("单位名称：")
	} else {
		line("单位名称：" + l.Info["部门名称"])
	}
	line("单位名称、项目名称", "项目年度绩效目标", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "指标属性")
	if l == nil {
		style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "bottom", Style: 1}}})
		must(t, err)
		must(t, f.SetCellStyle("Sheet1", "A4", "I9", style))
		return saved(t, f)
	}
	projects, own := l.Tables["绩效项目"], l.Tables["绩效指标"]
	unit := ""
	for _, u := range l.Tables["单位"].Distinct(0) {
		for i := range projects.Len() {
			of := func(f string) string { return projects.Value(i, f) }
			listed := false // one without 年度 is warned of, and not in the table
			for k := range own.Len() {
				is := func(f string) string { return own.Value(k, f) }
				listed = listed || is("项目名称") == of("项目名称") && is("实施单位") == u && is("目标期") == "年度"
			}
			if of("实施单位") != u || of("是否公开") != "是" || !listed {
				continue
			}
			if u != unit && strings.Contains(levels, "单位") {
				line(u)
			}
			unit = u
			name, goal := of("项目名称"), of("年度总体目标")
			if strings.Contains(levels, "项目") {
				line(name, goal)
				name, goal = "", ""
			}
			first := row + 1
			for k := range own.Len() {
				if is := func(f string) string { return own.Value(k, f) }; is("项目名称") == of("项目名称") && is("实施单位") == u && is("目标期") == "年度" {
					line(name, goal, is("一级指标"), is("二级指标"), is("三级指标"), is("指标性质"), is("指标数值"), is("度量单位"))
					name, goal = "", ""
				}
			}
			if !strings.Contains(levels, "项目") {
				must(t, f.MergeCell("Sheet1", fmt.Sprintf("A%d", first), fmt.Sprintf("A%d", row)))
				must(t, f.MergeCell("Sheet1", fmt.Sprintf("B%d", first), fmt.Sprintf("B%d", row)))
			}
		}
	}
	return saved(t, f)
}

// unpublished is a ledger of which one project is not published.
func unpublished(l *budget.Ledger, project int) *budget.Ledger {
	out := *l
	out.Tables = maps.Clone(l.Tables)
	from := l.Tables["绩效项目"]
	to := budget.NewTable(from.Name, from.Fields, from.Measures)
	for i := range from.Len() {
		var values []string
		var amounts []budget.Fen
		for _, f := range from.Fields {
			if v := from.Value(i, f); f == "是否公开" && i == project {
				values = append(values, "否")
			} else {
				values = append(values, v)
			}
		}
		for m := range from.Measures {
			amounts = append(amounts, from.Amounts(m)[i])
		}
		to.Append(from.Row(i), values, amounts)
	}
	out.Tables["绩效项目"] = to
	return &out
}

// Indicators may stand below a line of their unit, of their project, or of both; what such a table says
// of the project is on another input sheet.
func TestIndicatorsBelowLinesOfTheirUnitsAndProjects(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	another := unpublished(l, 1)
	for _, levels := range []string{"单位", "单位、项目", "项目"} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Form: headedTable(t, nil, levels), Name: "官方表.xlsx", Example: headedTable(t, l, levels), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		for _, l := range []*budget.Ledger{l, another} {
			got, want := textsOf(t, filled(t, loaded(t, made), l)), textsOf(t, headedTable(t, l, levels))
			for i := range max(len(got), len(want)) {
				if len(got) != len(want) || got[i] != want[i] {
					t.Fatalf("%s: line %d of %d is\n%s, want\n%s of %d; left: %v", levels, i, len(got), got[min(i, len(got)-1)], want[min(i, len(want)-1)], len(want), made.Left)
				}
			}
		}
		book := filled(t, loaded(t, made), l)
		if found := judgedWith(t, loaded(t, made), book, book); found.HasErrors() {
			t.Errorf("%s: verify says %v", levels, found)
		}
		for cell, text := range changed(t, book) {
			f, err := excelize.OpenReader(bytes.NewReader(book))
			must(t, err)
			must(t, f.SetCellValue("Sheet1", cell, text))
			if found := judgedWith(t, loaded(t, made), saved(t, f), book); !slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Severity == finding.Error }) {
				t.Errorf("%s: verify does not see that %s is %s", levels, cell, text)
			}
		}
		if !says(made.Left, "Sheet1", "指标属性") {
			t.Errorf("%s: left %v", levels, made.Left)
		}
	}
}

// changed are cells of a filled table with what somebody might write there: a value of an indicator below others of
// its kind, what it is, and whose it is.
func changed(t *testing.T, book []byte) map[string]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	must(t, err)
	defer f.Close()
	out := map[string]string{}
	rows, err := f.GetRows("Sheet1")
	must(t, err)
	for i := len(rows) - 1; i > 4 && len(out) == 0; i-- {
		if row := rows[i]; len(row) > 6 && row[2] == rows[i-1][2] && row[6] != "" {
			out[fmt.Sprintf("G%d", i+1)], out[fmt.Sprintf("E%d", i+1)], out["A4"] = "123456", "别的指标", "别的单位"
		}
	}
	return out
}

// TestQuantitiesThatAFormPartsOtherwiseOnSomeLines binds columns of 指标性质, 指标值 and 度量单位 of which a few lines of
// the example have a sign that the input does not: the others say what they are, and these are told. The list may stand
// below lines of its units, or beside the first line of its projects.
func TestQuantitiesThatAFormPartsOtherwiseOnSomeLines(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	for _, levels := range []string{"单位", ""} {
		example := headedTable(t, l, levels)
		want := textsOf(t, example)
		f, err := excelize.OpenReader(bytes.NewReader(example))
		must(t, err)
		changed := 0
		for i, line := range want {
			if cells := strings.Split(line, "|"); len(cells) > 7 && cells[5] != "" && cells[5] != "指标性质" && changed < 3 {
				must(t, f.SetCellStr("Sheet1", fmt.Sprintf("F%d", i), "约")) // the name of the sheet is the first line
				changed++
			}
		}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Form: headedTable(t, nil, levels), Name: "官方表.xlsx", Example: saved(t, f), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		got := slices.DeleteFunc(textsOf(t, filled(t, loaded(t, made), l)), func(line string) bool { return line == "法律援助业务经费" }) // it has no indicator of 年度
		if changed < 3 || !slices.Equal(got, want) {
			t.Errorf("%q: %d changed\n%s\nwant\n%s", levels, changed, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if !says(made.Left, "Sheet1", "“指标性质”这一列范例有 3 行和录入里拆开的不同") {
			t.Errorf("%q: %s", levels, told(made))
		}
	}
}
