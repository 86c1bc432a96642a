package bind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
)

// TestKindsOfProjectsOnAFormAloneAreNoLines binds forms on which the kinds of projects stand below 类型, beside 项目名称:
// with room below each they head its projects, else they stand beside these.
func TestKindsOfProjectsOnAFormAloneAreNoLines(t *testing.T) {
	heads := [][]any{{"类型", "项目单位", "项目名称", "合计", "一般公共预算"}}
	p := defaultPack(t)
	l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000", "某市水务局 河道 其他运转类 单位资金 1250000", "某市水文站 监测 特定目标类 一般公共预算 15000")
	figures := func(l *budget.Ledger, of ask) []any { return []any{sum(l, of, proj), sum(l, of, proj, gp)} }
	list := func(name, title string, blank [][]any, headed bool) kind {
		return kind{name, title, heads, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return append(slices.Clone(blank), []any{"合计"})
			}
			var out [][]any
			for _, c := range []string{"其他运转类", "特定目标类"} {
				if headed {
					out = append(out, append([]any{c, nil, nil}, figures(l, ask{"项目分类": c})...))
				}
				for _, k := range keysOf(l, ask{"支出类型": "项目支出", "项目分类": c}, "单位", "项目名称") {
					first := any(c)
					if headed {
						first = nil
					}
					out = append(out, append([]any{first, k[0], k[1]}, figures(l, ask{"单位": k[0], "项目名称": k[1]})...))
				}
			}
			return append(out, append([]any{"合计", nil, nil}, figures(l, nil)...))
		}, ""}
	}
	kinds := []kind{
		list("旁边", "年项目支出表", [][]any{{"其他运转类"}, {"特定目标类"}, {nil}, {nil}}, false),
		list("上面", "年部门项目支出表", [][]any{{"其他运转类"}, {nil}, {nil}, {"特定目标类"}, {nil}, {nil}}, true),
	}
	_, made := aloneFrom(t, kinds...)
	for _, proof := range proven(t, p, loaded(t, made), kinds, l, 2026) {
		if proof.Wrong() > 0 || proof.Right < 7 {
			t.Errorf("%+v\n%s", proof, told(made))
		}
	}
	tells(t, made, "旁边!A1", "按项目分类列各单位、项目名称")
	tells(t, made, "上面!A1", "先列各项目分类，再列它的各单位、项目名称")
}

// TestADepartmentOfWhichHeadersSpeakHasALine binds forms alone whose headers or samples name the department and its units.
func TestADepartmentOfWhichHeadersSpeakHasALine(t *testing.T) {
	two := [][]any{{"部门（单位）代码", "部门（单位）名称", "合计", "本年收入"}}
	_, made := aloneFrom(t,
		kind{"代码", "年收入总表", two, nil, form(blankLines([]any{nil, "合计"})...), ""},
		kind{"样例", "年部门收入表", two, nil, form([]any{nil, "合计"}, []any{"×××", "×××（部门）"}, []any{"××××××", "  ×××（单位）"}), ""},
		kind{"一格", "年收入情况表", [][]any{{"部门（单位）", "合计", "本年收入"}}, nil, form(blankLines([]any{"合计"})...), ""})
	rows := shown(t, made.Book)
	for name, want := range map[string]bool{"代码": true, "样例": true, "一格": false} {
		if got := strings.Contains(fmt.Sprint(rows[name]), "@部门.合计}}"); got != want {
			t.Errorf("%s: %v\n%s", name, rows[name], told(made))
		}
	}
	tells(t, made, "代码!A1", "先列部门，再列各单位")
	tells(t, made, "一格!A1", "部门另有一行的要加上")
}

// TestAListOfProjectsAloneIsOfThemAlone binds a list of units and projects by its headers, whose title does not say of what
// money it is: its total is that of the projects.
func TestAListOfProjectsAloneIsOfThemAlone(t *testing.T) {
	p := defaultPack(t)
	table := kind{"项目", "年部门项目情况表", [][]any{{"单位名称", "项目名称", "金额"}}, nil, func(l *budget.Ledger) (out [][]any) {
		if l == nil {
			return blankLines([]any{"合计"})
		}
		for _, k := range keysOf(l, proj, "单位", "项目名称") {
			out = append(out, []any{k[0], k[1], sum(l, proj, ask{"单位": k[0]}, ask{"项目名称": k[1]})})
		}
		return append(out, []any{"合计", nil, sum(l, proj)})
	}, ""}
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Ledger: sample.Nothing(p), Views: tables.Views(p, sample.Nothing(p))})
	must(t, err)
	for _, proof := range proven(t, p, loaded(t, made), []kind{table}, l, 2026) {
		if len(proof.Differ)+len(proof.Open)+len(proof.Lost)+len(proof.Extra) > 0 || proof.Right < 4 {
			t.Errorf("%+v\n%s", proof, told(made))
		}
	}
}
