package bind_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/tables"
	"ysgk/internal/verify"
)

// TestLinesOfAUnitStandTogetherWhereItStandsFirst learns lists with a unit beside a subject, before it and behind it, by
// an example of one unit: of a department with several, those of the first list are one unit's after the other's, those
// of the second in the order of the subjects; both are told. What is filled is what the input gives.
func TestLinesOfAUnitStandTogetherWhereItStandsFirst(t *testing.T) {
	last := ofOneUnit(t, "2150501 人员经费 - 一般公共预算 本年 800000", "2150517 项目支出 转型升级 一般公共预算 本年 420000", "2210201 人员经费 - 一般公共预算 本年 58000")
	next := ofOneUnit(t, "2150501 人员经费 - 一般公共预算 本年 830000", "某市监测站 2150501 人员经费 - 一般公共预算 本年 70000", "某市监测站 2210201 人员经费 - 一般公共预算 本年 6000", "2210201 人员经费 - 一般公共预算 本年 61000", "甲中心 2150501 项目支出 监测 一般公共预算 本年 40000")
	of := func(first bool) kind {
		heads := []any{"单位名称", "科目编码", "科目名称", "合计", "基本支出", "项目支出"}
		if !first {
			heads = []any{"科目编码", "科目名称", "单位名称", "合计", "基本支出", "项目支出"}
		}
		name := map[bool]string{true: "单位在前", false: "单位在后"}[first]
		return kind{name, "年部门支出明细表（" + name + "）", [][]any{heads}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			out := [][]any{{"合计", nil, nil, sum(l), sum(l, base), sum(l, proj)}}
			for _, key := range keysOf(l, nil, "单位", "功能科目编码") {
				only := ask{"单位": key[0], "功能科目编码": key[1]}
				line := []any{key[0], key[1], l.Codes["功能科目"].NameOf(key[1]), sum(l, only), sum(l, only, base), sum(l, only, proj)}
				if !first {
					line[0], line[1], line[2] = line[1], line[2], line[0]
				}
				out = append(out, line)
			}
			return out
		}, ""}
	}
	p, kinds := defaultPack(t), []kind{of(true), of(false)}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: book(t, kinds, last, 2026), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	for _, text := range []string{"现在先排完一个单位，再排下一个，请按本地的规定核对：单位在前", "现在不按单位分开排，请按本地的规定核对：单位在后"} {
		if !says(made.Left, "", text) {
			t.Errorf("%s is not told: %v", text, made.Left)
		}
	}
	learned := loaded(t, made)
	content := filled(t, learned, next)
	f, err := excelize.OpenReader(strings.NewReader(string(content)))
	must(t, err)
	defer f.Close()
	for sheet, want := range map[string][]string{
		"单位在前": {"某市工信局 2150501", "某市工信局 2210201", "某市监测站 2150501", "某市监测站 2210201", "甲中心 2150501"},
		"单位在后": {"2150501", "2150501", "2150501", "2210201", "2210201"},
	} {
		rows, err := f.GetRows(sheet)
		must(t, err)
		var got []string
		for _, row := range rows[4:] {
			if n := len(strings.Fields(want[0])); len(row) >= n {
				got = append(got, strings.Join(row[:n], " "))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s has %q, want %q", sheet, got, want)
		}
	}
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	must(t, os.WriteFile(file, content, 0o600))
	rules, _, err := tables.Rules(learned)
	must(t, err)
	forms, _, err := tables.Forms(learned)
	must(t, err)
	for range 5 { // whatever the order in which it goes through what it has found
		found, err := verify.Run(verify.Request{Pack: learned, Forms: forms, Rules: rules, File: file, Want: file})
		must(t, err)
		for _, x := range found {
			if x.Severity == finding.Error {
				t.Error(x)
			}
		}
	}
}
