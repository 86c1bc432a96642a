package bind_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/tables"
)

// TestAFormMayHaveSeveralRowsForAKindOfIndicator: a card prints 数量指标 in four rows, 质量指标 in three and no
// 可持续影响. A record that has fewer leaves rows blank, one that has more gets more, and one of a kind without a row
// has one.
func TestAFormMayHaveSeveralRowsForAKindOfIndicator(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	var rows []string // 一级指标|二级指标
	for _, line := range p.Outline("绩效指标提纲").Rows {
		times := map[string]int{"数量指标": 4, "质量指标": 3, "可持续影响": 0}
		n, known := times[line[1]]
		if !known {
			n = 1
		}
		rows = append(rows, slices.Repeat([]string{strings.Join(line, "|")}, n)...)
	}
	for _, merged := range []bool{false, true} {
		form, example := severalRows(t, p, nil, rows, merged), severalRows(t, p, l, rows, merged)
		r := bind.Request{Pack: p, Known: known(t, p), Form: form, Name: "官方表.xlsx", Example: example, Ledger: l, Views: tables.Views(p, l)}
		made, err := bind.Workbook(r)
		must(t, err)
		if !bytes.Contains(made.Manifest, []byte("\n提纲:\n")) {
			t.Errorf("merged %v: no outline\n%s", merged, made.Manifest)
		}
		got, want := textsOf(t, filled(t, loaded(t, made), l)), textsOf(t, example)
		if !slices.Equal(got, want) {
			i := 0
			for i < min(len(got), len(want)) && got[i] == want[i] {
				i++
			}
			t.Errorf("merged %v: line %d of %d is %s, want %s; left %v", merged, i, len(got), got[min(i, len(got)-1)], want[min(i, len(want)-1)], made.Left)
		}
	}
}

// severalRows are cards of projects one below the other, with so many rows for their indicators, more where a project has
// more; a blank card where there is no ledger.
func severalRows(t *testing.T, p *pack.Pack, l *budget.Ledger, rows []string, merged bool) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	const sheet = "绩效"
	must(t, f.SetSheetName("Sheet1", sheet))
	row := 0
	line := func(values ...any) {
		row++
		must(t, f.SetSheetRow(sheet, fmt.Sprintf("A%d", row), &values))
	}
	card := func(name, unit any, own map[string][][2]string) {
		line("项目支出绩效目标表")
		line("（2026年度）")
		line("项目名称", name, "实施单位", unit)
		line("一级指标", "二级指标", "三级指标", "年度指标值")
		left := map[string][][2]string{}
		for kind, list := range own {
			left[kind] = list
		}
		kinds := slices.Clone(rows)
		for _, kind := range slices.Compact(slices.Clone(rows)) { // more than the form has rows for
			at := slices.Index(kinds, kind)
			for n := len(own[kind]); n > 0 && len(slices.DeleteFunc(slices.Clone(kinds), func(k string) bool { return k != kind })) < n; {
				kinds = slices.Insert(kinds, at, kind)
			}
		}
		for _, o := range p.Outline("绩效指标提纲").Rows { // and those that it has none for, behind those that begin alike
			kind := strings.Join(o, "|")
			if len(own[kind]) > 0 && !slices.Contains(kinds, kind) {
				at := len(kinds)
				for i, k := range kinds {
					if strings.HasPrefix(k, o[0]+"|") {
						at = i + 1
					}
				}
				kinds = slices.Insert(kinds, at, slices.Repeat([]string{kind}, len(own[kind]))...)
			}
		}
		first := row + 1
		for _, kind := range kinds {
			is := strings.Split(kind, "|")
			values := []any{is[0], is[1]}
			if list := left[kind]; len(list) > 0 {
				values = append(values, list[0][0], list[0][1])
				left[kind] = list[1:]
			}
			line(values...)
		}
		for col, name := range []string{"A", "B"} {
			for from := 0; merged && from < len(kinds); {
				to := from + 1
				for to < len(kinds) && slices.Equal(strings.Split(kinds[to], "|")[:col+1], strings.Split(kinds[from], "|")[:col+1]) {
					to++
				}
				if to > from+1 {
					for i := from + 1; i < to; i++ {
						must(t, f.SetCellValue(sheet, fmt.Sprintf("%s%d", name, first+i), nil))
					}
					must(t, f.MergeCell(sheet, fmt.Sprintf("%s%d", name, first+from), fmt.Sprintf("%s%d", name, first+to-1)))
				}
				from = to
			}
		}
		line("备注：")
		row++
	}
	if l == nil {
		card(nil, nil, nil)
		return saved(t, f)
	}
	projects, indicators := l.Tables["绩效项目"], l.Tables["绩效指标"]
	for i := range projects.Len() {
		if projects.Value(i, "是否公开") != "是" {
			continue
		}
		own := map[string][][2]string{}
		for k := range indicators.Len() {
			is := func(f string) string { return indicators.Value(k, f) }
			if is("项目名称") == projects.Value(i, "项目名称") && is("实施单位") == projects.Value(i, "实施单位") && is("目标期") == "年度" {
				kind := is("一级指标") + "|" + is("二级指标")
				own[kind] = append(own[kind], [2]string{is("三级指标"), is("指标值")})
			}
		}
		card(projects.Value(i, "项目名称"), projects.Value(i, "实施单位"), own)
	}
	return saved(t, f)
}
