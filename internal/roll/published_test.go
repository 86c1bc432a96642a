package roll_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/budget"
	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/proof"
	"ysgk/internal/roll"
)

// figures are the numbers of a view by row and column.
func figures(v *pivot.View) (out []string) {
	for _, r := range v.Rows {
		for c, fen := range r.Amounts {
			if fen != 0 {
				out = append(out, fmt.Sprint(r.Level, strings.Join(r.Keys, "/"), " ", v.Columns[c], " ", fen.Yuan()))
			}
		}
	}
	slices.Sort(out)
	return out
}

// TestLastYearsViewsGiveWhatWasPublishedLastYear adds to the default pack, for each view
// of money, one with last year's amounts, rolls a workbook forward, deletes all lines of
// this year, and compares with what the views were last year.
func TestLastYearsViewsGiveWhatWasPublishedLastYear(t *testing.T) {
	base := proof.DefaultPack(t)
	var views strings.Builder
	var names []string
	for _, v := range base.Views {
		last := slices.ContainsFunc(v.Columns, func(c pack.ViewCol) bool { return strings.HasPrefix(c.Measure, "上年") })
		if len(v.Columns) == 0 || last || v.Name == "绩效项目" {
			continue // of texts; of last year already; of amounts that no workbook keeps for the next year
		}
		names = append(names, v.Name)
		fmt.Fprintf(&views, "  - {名称: %s上年, 上年的: %s}\n", v.Name, v.Name)
	}
	dir := t.TempDir()
	text := "模板包: {基于: 自带, 名称: 同比, 年度: \"2026\", 版本: \"1\", 格式: \"2\"}\n视图:\n" + views.String()
	if err := os.WriteFile(filepath.Join(dir, "pack.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := pack.Load(os.DirFS(dir))
	if err == nil {
		p, err = p.TablesOnly()
	}
	if err != nil {
		t.Fatal(err)
	}
	old, found, err := input.Read(sample, p)
	if err != nil || old == nil {
		t.Fatal(err, found)
	}
	income := old.Tables["收入明细"]
	row := make([]string, len(income.Fields))
	row[income.Field("预算类别")], row[income.Field("收入科目编码")] = "政府性基金预算", "103014801"
	income.Append(0, row, []budget.Fen{123_45})
	for i := range p.Input.Info {
		if it := &p.Input.Info[i]; it.Table == "年终结转" {
			it.Enter(old.Tables[it.Table], 0, budget.Fen(100_01+i))
		}
	}
	next, _ := roll.Forward(p, old)
	for _, name := range []string{"支出明细", "收入明细", "绩效项目", "绩效指标"} {
		t := next.Tables[name]
		next.Tables[name] = budget.NewTable(name, t.Fields, t.Measures)
	}
	var b bytes.Buffer
	if err := inputform.Write(&b, p, next); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "录入.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	now, found, err := input.Read(path, p)
	if err != nil || now == nil {
		t.Fatal(err, found)
	}
	some := 0
	for _, name := range names {
		want, got := figures(pivot.Build(p, p.View(name), old)), figures(pivot.Build(p, p.View(name+"上年"), now))
		some += len(want)
		if !slices.Equal(want, got) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	if len(names) < 16 || some < 300 {
		t.Errorf("%d figures of %d views", some, len(names))
	}
}
