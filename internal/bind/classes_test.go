package bind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
)

// ofProjects is a ledger of two units with projects, each written 单位, 项目名称, 项目分类, 资金来源, 元 and, if it is
// not 本年, 资金年度.
func ofProjects(p *pack.Pack, projects ...string) *budget.Ledger {
	l := sample.Nothing(p)
	put := func(table string, amount budget.Fen, texts map[string]string) {
		t := l.Tables[table]
		row := make([]string, len(t.Fields))
		for field, text := range texts {
			row[t.Field(field)] = text
		}
		amounts := make([]budget.Fen, len(t.Measures))
		if len(amounts) > 0 {
			amounts[0] = amount
		}
		t.Append(0, row, amounts)
	}
	put("支出明细", 12345600, map[string]string{"单位": "某市水务局", "单位性质": "行政", "功能科目编码": "2130301", "支出类型": "人员经费", "部门经济科目编码": "30101", "资金来源": "一般公共预算", "资金年度": "本年"})
	put("支出明细", 3456700, map[string]string{"单位": "某市水文站", "单位性质": "事业", "功能科目编码": "2130308", "支出类型": "公用经费", "部门经济科目编码": "30201", "资金来源": "一般公共预算", "资金年度": "本年"})
	for _, project := range projects {
		x := strings.Split(project+" 本年", " ")
		var yuan int64
		fmt.Sscan(x[4], &yuan)
		put("支出明细", budget.Fen(yuan*100), map[string]string{"单位": x[0], "单位性质": "行政", "功能科目编码": "2130305", "支出类型": "项目支出", "部门经济科目编码": "30227", "项目名称": x[1], "项目分类": x[2], "资金来源": x[3], "资金年度": x[5]})
	}
	return l
}

// TestProjectsAreListedByTheirClass binds tables that print what the input workbook has for documents
// alone: the class of a project beside it, above or below those of a class, or as a line that all
// departments have.
func TestProjectsAreListedByTheirClass(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛物资 特定目标类 一般公共预算 500000", "某市水务局 河道整治 特定目标类 一般公共预算 1250000", "某市水务局 办公楼维修 其他运转类 一般公共预算 80000", "某市水文站 监测 其他运转类 一般公共预算 15000", "某市水文站 监测 其他运转类 单位资金 45000")
	next := ofProjects(p, "某市水务局 网络 其他运转类 一般公共预算 70000", "某市水务局 抗旱 特定目标类 一般公共预算 300000", "某市水务局 抗旱 特定目标类 单位资金 210000", "某市水务局 节水 特定目标类 一般公共预算 33000", "某市水文站 站房 其他运转类 单位资金 18000")
	figures := func(l *budget.Ledger, of ...ask) []any {
		of = append(of, proj)
		return []any{sum(l, of...), sum(l, append(of, gp)...), sum(l, append(of, ask{"资金来源": "财政专户管理资金、单位资金"})...)}
	}
	with := func(line []any, more []any) []any { return append(line, more...) }
	classes := func(l *budget.Ledger) (out []string) {
		for _, k := range keysOf(l, proj, "项目分类") {
			out = append(out, k[0])
		}
		return out
	}
	kinds := []kind{
		{"旁边", "年项目支出表", [][]any{{"项目分类", "项目名称", "项目单位", "合计", "一般公共预算", "其他资金"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			out := [][]any{with([]any{"合计", nil, nil}, figures(l))}
			for _, k := range keysOf(l, proj, "单位", "项目名称", "项目分类") {
				out = append(out, with([]any{k[2], k[1], k[0]}, figures(l, ask{"单位": k[0], "项目名称": k[1]})))
			}
			return out
		}, ""},
		{"上面", "年项目支出预算表", [][]any{{"项目名称", "项目单位", "合计", "一般公共预算", "其他资金"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			out := [][]any{with([]any{"合计", nil}, figures(l))}
			for _, c := range classes(l) {
				out = append(out, with([]any{c, nil}, figures(l, ask{"项目分类": c})))
				for _, k := range keysOf(l, ask{"项目分类": c}, "单位", "项目名称") {
					out = append(out, with([]any{"  " + k[1], k[0]}, figures(l, ask{"单位": k[0], "项目名称": k[1]})))
				}
			}
			return out
		}, ""},
		{"下面", "年项目支出明细表", [][]any{{"项目类别", "项目名称", "合计", "一般公共预算", "其他资金"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return append(blankLines(), []any{"合计"})
			}
			var out [][]any
			for _, c := range classes(l) {
				for _, k := range keysOf(l, ask{"项目分类": c}, "项目名称") {
					out = append(out, with([]any{c, k[0]}, figures(l, ask{"项目名称": k[0]})))
				}
				out = append(out, with([]any{nil, "小计"}, figures(l, ask{"项目分类": c})))
			}
			return append(out, with([]any{"合计", nil}, figures(l)))
		}, ""},
		{"固定", "年项目支出分类表", [][]any{{"项目", "合计", "一般公共预算", "其他资金"}}, nil, func(l *budget.Ledger) [][]any {
			out := [][]any{{"合计"}, {"一、其他运转类"}, {"二、特定目标类"}}
			for i, of := range []ask{nil, {"项目分类": "其他运转类"}, {"项目分类": "特定目标类"}} {
				if l != nil {
					out[i] = with(out[i], figures(l, of))
				}
			}
			return out
		}, ""},
	}
	cols := func(l *budget.Ledger, of ask) []any {
		return []any{sum(l, of), sum(l, of, ask{"支出类型": "人员经费"}), sum(l, of, ask{"支出类型": "公用经费"}), sum(l, of, ask{"项目分类": "其他运转类"}), sum(l, of, ask{"项目分类": "特定目标类"})}
	}
	all := []kind{
		{"分列", "年部门支出总表", [][]any{{"科目编码", "合计", "基本支出", nil, "项目支出", nil}, {nil, nil, "人员类", "公用经费", "其他运转类", "特定目标类"}}, []string{"A3:A4", "B3:B4", "C3:D3", "E3:F3"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"}, []any{"2010301"})
			}
			out := [][]any{with([]any{"合计"}, cols(l, nil))}
			keys := keysOf(l, nil, "功能科目编码")
			slices.SortFunc(keys, slices.Compare)
			for _, k := range keys {
				out = append(out, with([]any{k[0]}, cols(l, ask{"功能科目编码": k[0]})))
			}
			return out
		}, ""},
		{"结构", "年部门支出结构表", [][]any{{"项目", "合计", "一般公共预算", "单位资金"}}, nil, func(l *budget.Ledger) [][]any {
			out := [][]any{{"一、人员类项目"}, {"二、运转类项目"}, {"（一）公用经费项目"}, {"（二）其他运转类项目"}, {"三、特定目标类项目"}, {"合计"}}
			for i, of := range [][]ask{{{"支出类型": "人员经费"}}, {{"支出类型": "公用经费"}, {"项目分类": "其他运转类"}}, {{"支出类型": "公用经费"}}, {{"项目分类": "其他运转类"}}, {{"项目分类": "特定目标类"}}, {nil}} {
				for _, fund := range []ask{nil, gp, {"资金来源": "单位资金"}} {
					amount := 0.0
					for _, part := range of {
						if l != nil {
							amount += sum(l, part, fund)
						}
					}
					out[i] = append(out[i], amount)
				}
			}
			return out
		}, ""},
	}
	kinds = append(kinds, all...)
	learned(t, kinds, last, last)
	learned(t, kinds, last, next)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: book(t, kinds, last, 2026), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	if !strings.Contains(string(made.Manifest), "表格也用: [支出明细.项目分类]") {
		t.Errorf("the pack does not name the column: %s", made.Manifest)
	}
	rules, _, err := tables.Rules(loaded(t, made))
	must(t, err)
	unfilled := ofProjects(p, "某市水务局 网络  一般公共预算 70000")
	found := rules.Run(unfilled, tables.Views(loaded(t, made), unfilled))
	if !slices.ContainsFunc(found, func(f finding.Finding) bool { return strings.Contains(f.Message, "没有填项目分类") }) {
		t.Errorf("a project of no class is not told: %v", found)
	}
	_, alone := aloneFrom(t, append(all, kinds[0])...)
	for _, proof := range proven(t, p, loaded(t, alone), append(all, kinds[0]), next, 2026) {
		if proof.Wrong() > 0 || proof.Right < 4 {
			t.Errorf("alone: %+v", proof)
		}
	}
}

// TestClassesStandInTheirOwnOrder binds projects that stand class by class, whichever was entered first.
func TestClassesStandInTheirOwnOrder(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛物资 特定目标类 一般公共预算 500000", "某市水务局 办公楼维修 其他运转类 一般公共预算 80000", "某市水文站 监测 特定目标类 一般公共预算 15000")
	next := ofProjects(p, "某市水务局 抗旱 特定目标类 一般公共预算 300000", "某市水务局 网络 其他运转类 一般公共预算 70000", "某市水文站 站房 特定目标类 一般公共预算 18000", "某市水文站 监测 其他运转类 一般公共预算 21000")
	table := kind{"分类", "年项目支出表", [][]any{{"类型", "项目名称", "项目单位", "合计"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return append(blankLines(), []any{"合计"})
		}
		var out [][]any
		for _, class := range []string{"其他运转类", "特定目标类"} {
			for _, k := range keysOf(l, ask{"项目分类": class}, "项目名称", "单位") {
				out = append(out, []any{class, k[0], k[1], sum(l, proj, ask{"项目名称": k[0]})})
			}
		}
		return append(out, []any{"合计", nil, nil, sum(l, proj)})
	}, ""}
	names := []string{"其他运转类", "特定目标类"}
	lines := func(l *budget.Ledger, only ask, line func(class string, k []string) []any, foot func(class string) []any) (out [][]any) {
		for _, class := range names {
			within := keysOf(l, ask{"项目分类": class}, "单位", "项目名称")
			within = slices.DeleteFunc(within, func(k []string) bool { return only["单位"] != "" && k[0] != only["单位"] })
			for _, k := range within {
				out = append(out, line(class, k))
			}
			if foot != nil && len(within) > 0 {
				out = append(out, foot(class))
			}
		}
		return out
	}
	below := kind{"小计", "年项目支出明细表", [][]any{{"项目类别", "项目名称", "合计"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return append(blankLines(), []any{"合计"})
		}
		return append(lines(l, nil, func(class string, k []string) []any {
			return []any{class, k[1], sum(l, ask{"单位": k[0], "项目名称": k[1]})}
		}, func(class string) []any { return []any{nil, "小计", sum(l, ask{"项目分类": class})} }), []any{"合计", nil, sum(l, proj)})
	}, ""}
	within := kind{"单位", "年单位项目支出表", [][]any{{"单位名称", "项目类别", "项目名称", "合计"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{"合计"})
		}
		out := [][]any{{"合计", nil, nil, sum(l, proj)}}
		for _, u := range keysOf(l, proj, "单位") {
			out = append(append(out, []any{u[0], "小计", nil, sum(l, proj, ask{"单位": u[0]})}), lines(l, ask{"单位": u[0]}, func(class string, k []string) []any {
				return []any{k[0], class, k[1], sum(l, ask{"单位": k[0], "项目名称": k[1]})}
			}, nil)...)
		}
		return out
	}, ""}
	// of units with several of a class, entered class by class within each; the next year's are not
	ordered := ofProjects(p, "某市水务局 办公楼维修 其他运转类 一般公共预算 80000", "某市水务局 网络 其他运转类 一般公共预算 7000", "某市水务局 防汛物资 特定目标类 一般公共预算 500000", "某市水文站 站房 其他运转类 一般公共预算 11000", "某市水文站 监测 特定目标类 一般公共预算 15000")
	for _, from := range []*budget.Ledger{last, ordered} {
		learned(t, []kind{table, below, within}, from, from)
		learned(t, []kind{table, below, within}, from, next)
	}
}

// TestFundsStandAsEntered binds projects by fund, which stand in the order of their characters in the example by
// chance.
func TestFundsStandAsEntered(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛物资 特定目标类 一般公共预算 500000", "某市水务局 巡查 特定目标类 一般公共预算 7000", "某市水务局 网络 其他运转类 单位资金 80000")
	next := ofProjects(p, "某市水务局 移民后扶 特定目标类 政府性基金预算 300000", "某市水务局 网络 其他运转类 单位资金 70000", "某市水务局 抗旱 特定目标类 单位资金 21000")
	table := kind{"资金", "年项目支出表", [][]any{{"资金来源", "项目名称", "合计"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{"合计"})
		}
		out := [][]any{{"合计", nil, sum(l, proj)}}
		for _, k := range keysOf(l, proj, "资金来源", "项目名称") {
			out = append(out, []any{k[0], k[1], sum(l, proj, ask{"资金来源": k[0], "项目名称": k[1]})})
		}
		return out
	}, ""}
	learned(t, []kind{table}, last, last)
	learned(t, []kind{table}, last, next)
}
