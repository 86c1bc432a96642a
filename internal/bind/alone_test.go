package bind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/sample"
	"ysgk/internal/tagging"
)

// aloneFrom binds forms without an example.
func aloneFrom(t *testing.T, kinds ...kind) (p *pack.Pack, made *bind.Result) {
	t.Helper()
	p = defaultPack(t)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Ledger: sample.Nothing(p)})
	must(t, err)
	return p, made
}

// tree are the lines of codes of some items with their higher levels, each as line has it, behind
// the code and its name.
func tree(l *budget.Ledger, of ask, field, list string, digits []int, line func(code, name string, of ask) []any) (out [][]any) {
	keys := keysOf(l, of, field)
	slices.SortFunc(keys, slices.Compare)
	seen := map[string]bool{}
	for _, k := range keys {
		for _, n := range digits {
			if code := k[0][:n]; !seen[code] {
				seen[code] = true
				with := ask{field: code}
				for f, v := range of {
					with[f] = v
				}
				out = append(out, line(code, l.Codes[list].NameOf(code), with))
			}
		}
	}
	return out
}

// TestAFormAloneIsBoundByItsHeadersAndItsSampleLines binds blank forms whose headers and sample lines
// say what their lines are, and fills two ledgers through what is learned.
func TestAFormAloneIsBoundByItsHeadersAndItsSampleLines(t *testing.T) {
	const function, economic, government = "功能科目编码", "部门经济科目编码", "政府经济科目编码"
	three := []int{3, 5, 7}
	types := func(l *budget.Ledger, of ask) []any { return []any{sum(l, of), sum(l, of, base), sum(l, of, proj)} }
	line := func(front ...any) func(more []any) []any {
		return func(more []any) []any { return append(slices.Clone(front), more...) }
	}
	units := func(l *budget.Ledger, only ask) [][]string { return keysOf(l, only, "单位", "单位代码") }
	kinds := []kind{
		{"一格", "年支出总表", [][]any{{"科目编码及名称", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return [][]any{{"201-一般公共服务支出"}, {"20101-人大事务"}, {"……"}, {nil}, {"合计"}}
			}
			out := tree(l, nil, function, "功能科目", three, func(code, name string, of ask) []any { return line(code + "-" + name)(types(l, of)) })
			return append(out, line("合计")(types(l, nil)))
		}, ""},
		{"一级", "年支出明细表", [][]any{{"功能科目", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return [][]any{{"合计"}, {"2010101 行政运行"}, {"……"}}
			}
			return append([][]any{line("合计")(types(l, nil))}, tree(l, nil, function, "功能科目", three[2:], func(code, name string, of ask) []any { return line(code + " " + name)(types(l, of)) })...)
		}, ""},
		{"无样例", "年支出汇总表", [][]any{{"支出功能科目", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			return append([][]any{line("合计")(types(l, nil))}, tree(l, nil, function, "功能科目", three, func(code, name string, of ask) []any { return line(code + " " + name)(types(l, of)) })...)
		}, ""},
		{"其中", "年项目支出预算表", [][]any{{"项目名称", "单位名称", "项目金额", nil, nil, "其中：上年结转"}, {nil, nil, "合计", "财政拨款", "其他资金"}}, []string{"A3:A4", "B3:B4", "C3:E3", "F3:F4"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			figures := func(of ask) []any {
				return []any{sum(l, of, proj), sum(l, of, proj, ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}), sum(l, of, proj, ask{"资金来源": "财政专户管理资金、单位资金"}), sum(l, of, proj, before)}
			}
			out := [][]any{line("合计", nil)(figures(nil))}
			for _, k := range keysOf(l, proj, "项目名称", "单位") {
				out = append(out, line(k[0], k[1])(figures(ask{"项目名称": k[0], "单位": k[1]})))
			}
			return out
		}, ""},
		{"三列", "年支出情况表", [][]any{{"预算单位", "科目编码", nil, nil, "科目名称", "合计", "人员类项目", "公用经费项目"}, {nil, "类", "款", "项"}}, []string{"A3:A4", "B3:D3", "E3:E4", "F3:F4", "G3:G4", "H3:H4"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"}, []any{"XX单位", "201", "01", "01", "行政运行"})
			}
			figures := func(of ask) []any {
				return []any{sum(l, of, base), sum(l, of, ask{"支出类型": "人员经费"}), sum(l, of, ask{"支出类型": "公用经费"})}
			}
			out := [][]any{line("合计", nil, nil, nil, nil)(figures(nil))}
			for _, u := range units(l, nil) {
				out = append(out, tree(l, ask{"单位": u[0], "支出类型": base["支出类型"]}, function, "功能科目", three[2:], func(code, name string, of ask) []any {
					return line(u[0], code[:3], code[3:5], code[5:], name)(figures(of))
				})...)
			}
			return out
		}, ""},
		{"单位下", "年支出预算总表", [][]any{{"单位名称/科目名称", "总计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"}, []any{"XX单位"}, []any{"  一般公共服务支出"}, []any{"    ……"})
			}
			out := [][]any{line("合计")(types(l, nil))}
			for _, u := range units(l, nil) {
				out = append(out, line(u[0])(types(l, ask{"单位": u[0]})))
				out = append(out, tree(l, ask{"单位": u[0]}, function, "功能科目", three, func(code, name string, of ask) []any { return line("  " + name)(types(l, of)) })...)
			}
			return out
		}, ""},
		{"单位项目", "年项目支出表", [][]any{{"单位（项目）编码", "单位（项目）名称", "金额"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, "合计"}, []any{"XX", "XX单位"}, []any{"XX", "  XX项目"})
			}
			out := [][]any{{nil, "合计", sum(l, proj)}}
			for _, u := range units(l, proj) {
				out = append(out, []any{u[1], u[0], sum(l, proj, ask{"单位": u[0]})})
				for _, k := range keysOf(l, proj, "单位", "项目名称") {
					if k[0] == u[0] {
						out = append(out, []any{nil, "  " + k[1], sum(l, proj, ask{"单位": u[0], "项目名称": k[1]})})
					}
				}
			}
			return out
		}, ""},
		{"两种", "年支出明细表（按支出经济分类科目）", [][]any{{"部门经济科目编码", "部门经济科目名称", "政府经济科目编码", "政府经济科目名称", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, "合计"})
			}
			out := [][]any{line(nil, "合计", nil, nil)(types(l, nil))}
			for _, first := range tree(l, nil, economic, "部门经济科目", []int{3}, func(code, name string, of ask) []any { return line(code, name, nil, nil)(types(l, of)) }) {
				out = append(out, first)
				keys := keysOf(l, nil, economic, government)
				slices.SortFunc(keys, slices.Compare)
				for _, k := range keys {
					if strings.HasPrefix(k[0], first[0].(string)) {
						out = append(out, line(k[0], l.Codes["部门经济科目"].NameOf(k[0]), k[1], nameOfGov(l, k[1]))(types(l, ask{economic: k[0], government: k[1]})))
					}
				}
			}
			return out
		}, ""},
		{"列是经济", "年基本支出表--人员经费", [][]any{{"科目编码", "科目名称", "工资福利支出", nil}, {nil, nil, "基本工资", "津贴补贴"}}, []string{"A3:A4", "B3:B4", "C3:D3"}, func(l *budget.Ledger) [][]any {
			figures := func(of ask) []any {
				return []any{sum(l, of, ask{economic: "30101"}), sum(l, of, ask{economic: "30102"})}
			}
			if l == nil {
				return blankLines([]any{nil, "合计"})
			}
			return append([][]any{line(nil, "合计")(figures(nil))}, tree(l, ask{"支出类型": "人员经费", economic: "30101、30102"}, function, "功能科目", three, func(code, name string, of ask) []any { return line(code, name)(figures(of)) })...)
		}, ""},
		{"两分", "年项目支出资金表", [][]any{{"项目名称", "单位名称", "合计", "按资金来源分", nil, "按资金年度分", nil}, {nil, nil, nil, "一般公共预算", "政府性基金预算", "当年安排", "上年结转"}}, []string{"A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:G3"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			figures := func(of ask) []any {
				return []any{sum(l, of, proj), sum(l, of, proj, ask{"资金来源": "一般公共预算"}), sum(l, of, proj, ask{"资金来源": "政府性基金预算"}), sum(l, of, proj, now), sum(l, of, proj, before)}
			}
			out := [][]any{line("合计", nil)(figures(nil))}
			for _, k := range keysOf(l, proj, "项目名称", "单位") {
				out = append(out, line(k[0], k[1])(figures(ask{"项目名称": k[0], "单位": k[1]})))
			}
			return out
		}, ""},
		{"旁边写明", "年政府性基金预算财政拨款收入支出预算表", [][]any{{"功能分类科目编码", nil, nil, "科目名称", "年初结转和结余", "本年收入", "本年支出", nil, nil}, {nil, nil, nil, nil, nil, nil, "小计", "基本支出", "项目支出"}, {"类", "款", "项"}}, []string{"A3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:I3"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			of := ask{"资金来源": "政府性基金预算"}
			figures := func(of ask) []any { return append([]any{sum(l, of, before), sum(l, of, now)}, types(l, of)...) }
			return append([][]any{line("合计", nil, nil, nil)(figures(of))}, tree(l, of, function, "功能科目", three, func(code, name string, of ask) []any {
				cut := []any{code[:3], nil, nil, name}
				if len(code) > 3 {
					cut[1] = code[3:5]
				}
				if len(code) > 5 {
					cut[2] = code[5:]
				}
				return line(cut...)(figures(of))
			})...)
		}, ""},
		{"无编号", "年支出预算结构表", [][]any{{"项目", "预算数"}}, nil, func(l *budget.Ledger) [][]any {
			out := [][]any{{"一、基本支出", nil}}
			if l != nil {
				out[0][1] = sum(l, base)
			}
			for _, c := range [][2]string{{"工资福利支出", "301"}, {"商品和服务支出", "302"}, {"对个人和家庭的补助", "303"}, {"资本性支出", "310"}} {
				figure := any(nil)
				if l != nil {
					figure = sum(l, base, ask{economic: c[1]})
				}
				out = append(out, []any{c[0], figure})
			}
			if l == nil {
				return append(out, []any{"二、项目支出", nil}, []any{"支出总计", nil})
			}
			return append(out, []any{"二、项目支出", sum(l, proj)}, []any{"支出总计", sum(l)})
		}, ""},
		{"并为一格", "年支出预算表", [][]any{{"项目", nil, nil, nil, "合计", "基本支出", "项目支出"}, {"功能分类科目编码", nil, nil, "科目名称"}, {"类", "款", "项"}}, []string{"A3:D3", "A4:C4", "D4:D5", "E3:E5", "F3:F5", "G3:G5", "A7:C7", "A8:C8", "A9:C9"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, nil, nil, "合计"})
			}
			return append([][]any{line(nil, nil, nil, "合计")(types(l, nil))}, tree(l, nil, function, "功能科目", three, func(code, name string, of ask) []any { return line(code, nil, nil, name)(types(l, of)) })...)
		}, ""},
		{"金额下", "年支出结构表", [][]any{{"支  出", nil, nil, nil, nil, nil}, {"用  途", "金  额", "功能分类", "金  额", "经济分类", "金  额"}}, []string{"A3:F3"}, func(l *budget.Ledger) [][]any {
			rows := [][]any{{"一般公共服务支出", "201", "工资福利支出", "301"}, {"教育支出", "205", "商品和服务支出", "302"}, {"社会保障和就业支出", "208", "对个人和家庭的补助", "303"}, {"卫生健康支出", "210", "资本性支出", "310"}, {"文化旅游体育与传媒支出", "207", "对企业补助", "312"}, {"国有资本经营预算支出", "223", nil, nil}, {"住房保障支出", "221", nil, nil}, {"其他支出", "229", nil, nil}}
			var out [][]any
			uses := [][]any{{"人员支出", "人员经费"}, {"公用支出", "公用经费"}, {"项目支出", "项目支出"}, {nil, nil}}
			for n, r := range rows {
				r = append(slices.Clone(uses[min(n, len(uses)-1)]), r...)
				for i, field := range map[int]string{1: "支出类型", 3: function, 5: economic} {
					if l != nil && r[i] != nil {
						r[i] = sum(l, ask{field: r[i].(string)})
					} else {
						r[i] = nil
					}
				}
				out = append(out, r)
			}
			return out
		}, ""},
		{"星号", "年支出预算情况表", [][]any{{"功能分类科目编码", nil, nil, "功能分类科目名称", "合计", "基本支出", "项目支出"}, {"类", "款", "项"}}, []string{"A3:C3", "D3:D4", "E3:E4", "F3:F4", "G3:G4"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return append(blankLines([]any{"2**", "**", "**", "******"}), []any{"合计"})
			}
			figures := func(of ask) []any { return []any{sum(l, of, now), sum(l, of, now, base), sum(l, of, now, proj)} }
			out := tree(l, now, function, "功能科目", three, func(code, name string, of ask) []any {
				return line((code + "    ")[:3], strings.TrimSpace((code + "    ")[3:5]), strings.TrimSpace((code + "    ")[5:7]), name)(figures(of))
			})
			return append(out, line("合计", nil, nil, nil)(figures(nil)))
		}, "说明：本表反映当年安排的支出，不包括上年结转。"},
		{"各自一段", "年支出预算科目表", [][]any{{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, "合计"}, []any{"201", "一般公共服务支出"}, []any{"  01", "  人大事务"}, []any{"    2010101", "    行政运行"})
			}
			return append([][]any{line(nil, "合计")(types(l, nil))}, tree(l, nil, function, "功能科目", three, func(code, name string, of ask) []any {
				return line(map[int]string{3: code, 5: code[len(code)-2:], 7: code}[len(code)], name)(types(l, of))
			})...)
		}, ""},
		{"某单位", "年支出预算单位明细表", [][]any{{"单位名称", "功能科目名称", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"}, []any{"某单位", "行政运行"})
			}
			out := [][]any{line("合计", nil)(types(l, nil))}
			for _, u := range units(l, nil) {
				out = append(out, tree(l, ask{"单位": u[0]}, function, "功能科目", three[2:], func(code, name string, of ask) []any { return line(u[0], name)(types(l, of)) })...)
			}
			return out
		}, ""},
		{"单位或科目", "年支出预算单位科目表", [][]any{{"单位、功能分类科目", nil, "合计", "基本支出", "项目支出"}, {"编码", "名称"}}, []string{"A3:B3", "C3:C4", "D3:D4", "E3:E4"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, "合计"})
			}
			out := [][]any{line(nil, "合计")(types(l, nil))}
			for _, u := range units(l, nil) {
				out = append(out, line(u[1], u[0])(types(l, ask{"单位": u[0]})))
				out = append(out, tree(l, ask{"单位": u[0]}, function, "功能科目", three, func(code, name string, of ask) []any { return line(code, name)(types(l, of)) })...)
			}
			return out
		}, ""},
		{"部门单位", "年支出预算部门汇总表", [][]any{{"预算单位", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"}, []any{"***-*******"}, []any{"  ******-********"})
			}
			out := [][]any{line("合计")(types(l, nil)), line(l.Info["部门代码"] + "-" + l.Info["部门名称"])(types(l, nil))}
			for _, u := range units(l, nil) {
				out = append(out, line(u[1]+"-"+u[0])(types(l, ask{"单位": u[0]})))
			}
			return out
		}, ""},
		{"资金性质", "年项目支出资金表", [][]any{{"单位名称", "项目名称", "资金性质", "合计"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"}, []any{"XX单位", "XX项目", "一般公共预算"})
			}
			out := [][]any{{"合计", nil, nil, sum(l, proj)}}
			for _, k := range keysOf(l, proj, "单位", "项目名称", "资金来源") {
				out = append(out, []any{k[0], k[1], k[2], sum(l, proj, ask{"单位": k[0], "项目名称": k[1], "资金来源": k[2]})})
			}
			return out
		}, ""},
		{"头一行", "年收支结构表", [][]any{{"收入项目", "2026年预算数（元）", "支出项目", "2026年预算数（元）"}}, nil, func(l *budget.Ledger) [][]any {
			out := [][]any{{"财政拨款", nil, "人员支出", nil}, {"其他资金", nil, "公用支出", nil}, {"上年结转", nil, "项目支出", nil}, {"收入总计", nil, "支出总计", nil}}
			if l != nil {
				in := []ask{{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算", "资金年度": "本年"}, {"资金来源": "财政专户管理资金、单位资金", "资金年度": "本年"}, before, nil}
				for i, of := range []ask{{"支出类型": "人员经费"}, {"支出类型": "公用经费"}, proj, nil} {
					out[i][1], out[i][3] = sum(l, in[i]), sum(l, of)
				}
			}
			return out
		}, ""},
		fundsAndCarried(),
		{"三公", "年一般公共预算“三公”经费、会议费、培训费支出情况表", [][]any{{"项目", "预算数"}}, nil, func(l *budget.Ledger) (out [][]any) {
			for _, c := range [][2]string{{"一、“三公”经费合计", "30212、30217、30231、31013"}, {"  1.因公出国（境）费用", "30212"}, {"  2.公务接待费", "30217"}, {"  3.公务用车购置及运行维护费", "30231、31013"},
				{"    其中：公务用车购置费", "31013"}, {"       公务用车运行维护费", "30231"}, {"二、会议费", "30215"}, {"三、培训费", "30216"}} {
				line := []any{c[0]}
				if l != nil {
					line = append(line, sum(l, gp, ask{economic: c[1]}))
				}
				out = append(out, line)
			}
			return out
		}, ""},
		{"印好的", "年一般公共预算基本支出表", [][]any{{"科目编码", "科目名称", "金额"}}, nil, func(l *budget.Ledger) (out [][]any) {
			for _, c := range [][]any{{"301", "工资福利支出"}, {"30101", "基本工资"}, {"30102", "津贴补贴"}, {"30103", "奖金"}, {"302", "商品和服务支出"}, {"30201", "办公费"}, {"30211", "差旅费"}, {"303", "对个人和家庭的补助"}, {"30302", "退休费"}, {"310", "资本性支出"}} {
				if l != nil {
					c = append(c, sum(l, gp, base, ask{economic: c[0].(string)}))
				}
				out = append(out, c)
			}
			return out
		}, ""},
	}
	p, made := aloneFrom(t, kinds...)
	learned := loaded(t, made)
	for year, who := range map[int]string{2025: yunchuanLast, 2026: yunchuanNext} {
		l := bureau{"testdata", "testdata", p}.ledger(t, who)
		for _, proof := range proven(t, p, learned, kinds, l, year) {
			if proof.Wrong() > 0 || proof.Right < 3 {
				t.Error(year, fmt.Sprintf("%+v", proof))
			}
		}
	}
	if t.Failed() {
		for _, e := range append(made.Left, made.Written...) {
			t.Log(e)
		}
	}
}

// fundsAndCarried are lines of funds, what they make this year, and below them what each carried over.
func fundsAndCarried() kind {
	fund := func(name string) ask { return ask{"资金来源": name} }
	return kind{"收入", "年部门收入总表", [][]any{{"项目", "预算数"}}, nil, func(l *budget.Ledger) (out [][]any) {
		line := func(label string, of ...ask) {
			row := []any{label}
			if l != nil {
				row = append(row, sum(l, of...))
			}
			out = append(out, row)
		}
		line("一、财政拨款收入", now, fund("一般公共预算、政府性基金预算、国有资本经营预算"))
		for i, name := range []string{"一般公共预算", "政府性基金预算", "国有资本经营预算"} {
			line("（"+string([]rune("一二三")[i])+"）"+name+"拨款收入", now, fund(name))
		}
		line("二、财政专户管理资金收入", now, fund("财政专户管理资金"))
		line("三、单位资金收入", now, fund("单位资金"))
		line("本年收入小计", now)
		carried := fund("一般公共预算、政府性基金预算、单位资金") // what the form has lines for
		line("四、上年结转结余", before, carried)
		line("（一）一般公共预算结转", before, gp)
		line("（二）政府性基金预算结转", before, fund("政府性基金预算"))
		line("（三）单位资金结转", before, fund("单位资金"))
		line("收入合计")
		if l != nil {
			out[len(out)-1][1] = sum(l, now) + sum(l, before, carried)
		}
		return out
	}, ""}
}

// nameOfGov is the name of a code of 政府经济科目.
func nameOfGov(l *budget.Ledger, code string) string {
	return l.Codes["政府经济科目"].NameOf(code)
}

// TestWhatAFormAloneDoesNotSayIsTold binds forms that leave open what their figures are: nobody takes
// government procurement for all spending, or is left without a word on 上年结转.
func TestWhatAFormAloneDoesNotSayIsTold(t *testing.T) {
	blank := func(lines ...[]any) func(*budget.Ledger) [][]any {
		return func(*budget.Ledger) [][]any { return lines }
	}
	_, made := aloneFrom(t,
		kind{"采购", "年政府采购支出表", [][]any{{"项目名称", "经济科目", "总计"}}, nil, blank(blankLines([]any{"合计"})...), ""},
		kind{"收支", "年收支总表", [][]any{{"收入", nil, "支出", nil}, {"项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:D3"}, blank(
			[]any{"一、一般公共预算", nil, "一、本年支出", nil}, []any{"二、政府性基金预算", nil, nil, nil}, []any{"三、国有资本经营预算", nil, nil, nil}, []any{"四、财政专户管理资金", nil, nil, nil},
			[]any{"五、事业收入", nil, nil, nil}, []any{"六、其他收入", nil, "二、结转下年", nil}, []any{"七、上年结转", nil, nil, nil}, []any{"收入总计", nil, "支出总计", nil}), ""},
		kind{"单位", "年一般公共预算支出表", [][]any{{"单位名称", "2025年预算数", "2026年预算数", nil, "2026年比2025年"}, {nil, nil, "小计", "基本支出", "增减额"}}, []string{"A3:A4", "B3:B4", "C3:D3"}, blank(blankLines([]any{"合计"})...), ""},
		kind{"科目", "年财政拨款支出表", [][]any{{"科目编码", "科目名称", "金额"}}, nil, blank(blankLines([]any{nil, "合计"})...), ""},
		kind{"并过", "年部门支出汇总表", [][]any{{"项目", "预算数", "项目", "预算数"}}, []string{"A7:C7"}, blank(
			[]any{"一、一般公共服务支出", nil, "四、教育支出", nil}, []any{"二、外交支出", nil, "五、科学技术支出", nil}, []any{"三、公共安全支出", nil, "六、其他支出", nil}, []any{"支出合计", nil, nil, nil}), ""},
		kind{"只一行", "年财政拨款收支总表", [][]any{{"收入", nil, "支出", nil}, {"项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:D3"}, blank(
			[]any{"一、本年收入", nil, "一、本年支出", nil}, []any{"一般公共预算", nil, nil, nil}, []any{"政府性基金预算", nil, nil, nil}, []any{"国有资本经营预算", nil, nil, nil}, []any{"二、上年结转", nil, nil, nil}, []any{"收入总计", nil, "支出总计", nil}), ""},
		kind{"没样例", "年一般公共预算支出情况表", [][]any{{"功能科目名称", "合计"}}, nil, blank(blankLines([]any{"合计"})...), ""},
		kind{"甲基本", "年部门基本支出预算表", [][]any{{"支出项目类别（资金使用单位）", "合计"}}, nil, blank(blankLines([]any{"合计"})...), ""},
		kind{"乙项目", "年部门项目支出预算表", [][]any{{"支出项目类别（资金使用单位）", "合计"}}, nil, blank(blankLines([]any{"合计"})...), ""},
		kind{"单位科目", "年基本支出预算汇总表", [][]any{{"预算单位", "科目编码", "经济科目名称", "合计"}}, nil, blank(blankLines([]any{"合计"})...), ""},
		kind{"单位里", "年部门支出总表", [][]any{{"科目编码", "单位名称（科目名称）", "合计"}}, nil, blank(blankLines([]any{"合计"})...), ""},
		kind{"类别", "年项目支出预算表", [][]any{{"项目名称", "实施地点", "合计"}}, nil, blank(blankLines([]any{"合计"})...), ""},
		kind{"空行", "年支出预算汇总表", [][]any{{"项目", "预算数"}}, nil, blank([]any{nil}, []any{nil}, []any{nil}, []any{nil}, []any{"本年支出合计", nil}, []any{"结转下年", nil}, []any{"支出总计", nil}), ""},
		kind{"人公", "年基本支出预算表", [][]any{{"经济科目", "合计"}}, nil, blank([]any{"总计"}, []any{"一、人员支出"}, []any{"    基本工资"}, []any{"    ……"}, []any{"二、公用支出"}, []any{"    办公费"}, []any{"    ……"}), ""},
		kind{"同样", "年支出安排表", [][]any{{"项目", "预算数"}}, nil, blank([]any{"一、甲部分", nil}, []any{"1.人员经费", nil}, []any{"2.公用经费", nil}, []any{"二、乙部分", nil}, []any{"1.人员经费", nil}, []any{"2.公用经费", nil}, []any{"支出总计", nil}), ""},
		kind{"没数", "年基本支出情况表", [][]any{{"编码", "经济科目", "行政单位", "事业单位"}}, nil, blank([]any{nil, "合计"}, []any{"301", "工资福利支出"}, []any{"30101", "基本工资"}), ""},
		kind{"在上", "年收入安排表", [][]any{{"项目", "预算数"}}, nil, blank([]any{"收入总计", nil}, []any{"1.财政拨款", nil}, []any{"1.1 一般公共预算", nil}, []any{"1.2 政府性基金预算", nil}, []any{"2.单位资金", nil}), ""},
		kind{"拨款", "年部门收支总体表", [][]any{{"收入", nil, "支出", nil}, {"项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:D3"}, blank(
			[]any{"财政拨款（补助）", nil, "一般公共服务支出", nil}, []any{"一般公共预算", nil, "教育支出", nil}, []any{"政府性基金预算", nil, nil, nil}, []any{"国有资本经营预算", nil, nil, nil},
			[]any{"事业收入", nil, nil, nil}, []any{"用事业基金弥补收支差额", nil, nil, nil}, []any{"小计", nil, "小计", nil}, []any{"上年结转", nil, "结转下年", nil}, []any{"收入总计", nil, "支出总计", nil}), ""},
		kind{"有重", "年收入预算表", [][]any{{"项目", "预算数"}}, nil, blank([]any{"财政拨款", nil}, []any{"一般公共预算和单位资金", nil}, []any{"财政专户管理资金", nil}, []any{"收入合计", nil}), ""},
		kind{"编号", "年支出预算结构表", [][]any{{"项目", "预算数"}}, nil, blank([]any{"一、基本支出", nil}, []any{"工资福利支出", nil}, []any{"商品和服务支出", nil}, []any{"二、项目支出", nil}, []any{"支出总计", nil}), ""})
	written := func(place, text string) bool {
		return slices.ContainsFunc(made.Written, func(e tagging.Entry) bool { return e.Place.String() == place && e.Text == text })
	}
	rows := shown(t, made.Book)
	if text := fmt.Sprint(rows["采购"][3:]); strings.Contains(text, "{{") {
		t.Error(text)
	}
	for place, want := range map[string]string{
		"采购!A1": "政府采购", "收支!B9": "事业收入", "收支!B10": "旁边的各项已经是全部的钱", "收支!C6": "下面的空行没有写标签", "科目!A1": "表头没有写是哪一种科目", "": "上年结转",
		"同样!B8": "取的一样", "没数!A1": "看不出哪几列是数", "单位!B5": "要去年的数", "并过!D7": "并过几列", "编号!A4": "没有编号的几行", "空行!B8": "上面的空行", "类别!B4": "表头没有说各行印什么", "单位科目!A1": "另有小计", "单位里!A1": "列；没有样例，照表头先列各单位", "甲基本!A1": "列各单位", "没样例!A1": "列各级科目", "只一行!C6": "下面的空行没有写标签", "乙项目!A1": "列各项目名称，再列它的各单位", "人公!A4": "人员支出", "有重!B7": "取的钱有重的",
	} {
		if !slices.ContainsFunc(made.Left, func(e tagging.Entry) bool {
			return e.Place.String() == place && strings.Contains(e.Text, want) && !strings.Contains(e.Text, "范例里")
		}) {
			t.Errorf("%s: nobody is told of %s", place, want)
		}
	}
	if !slices.ContainsFunc(made.Written, func(e tagging.Entry) bool { return e.Place.String() == "单位!E6" && strings.HasPrefix(e.Text, "=") }) {
		t.Error("增减额 is no formula")
	}
	if !written("在上!B4", "=B5+B8") || !written("拨款!B11", "=B5+B9+B10") {
		t.Error("收入总计 adds parts twice")
	}
	if rule := "警告: Y01\n    公开表: 拨款\n    应: '格(\"收入总计\", \"收入/预算数\") == 格(\"支出总计\", \"支出/预算数\")'"; !strings.Contains(string(made.Manifest), rule) {
		t.Errorf("nothing compares 收入总计 with 支出总计: %s", made.Manifest)
	}
	for _, e := range made.Left {
		if strings.Contains(e.Text, "表上没有写清") && (!strings.Contains(e.Text, "科目") || strings.Contains(e.Text, "收支")) {
			t.Error(e)
		}
	}
	if t.Failed() {
		for _, e := range append(made.Left, made.Written...) {
			t.Log(e)
		}
	}
}

// TestProjectsOfAUnitStandTogetherOnAFormAlone: though other units may stand between them in the ledger.
func TestProjectsOfAUnitStandTogetherOnAFormAlone(t *testing.T) {
	for _, heads := range [][]any{{"单位名称", "项目名称", "合计"}, {"项目名称", "项目单位", "合计"}} {
		_, made := aloneFrom(t, kind{"项目", "年项目支出表", [][]any{heads}, nil, func(*budget.Ledger) [][]any { return blankLines([]any{"合计"}) }, ""})
		if text := string(made.Manifest); !strings.Contains(text, "行: [{层级: 单位, 按: 单位, 次序: 录入}, {层级: 项目, 按: 项目名称, 次序: 录入}]") {
			t.Error(heads, text)
		}
	}
}

// TestPartsOfCodesOfTwoListsAreEachTheirOwn binds a form alone on which 类 and 款 stand twice, of the
// codes of departments and of those of governments.
func TestPartsOfCodesOfTwoListsAreEachTheirOwn(t *testing.T) {
	_, made := aloneFrom(t, kind{"经济", "年支出经济分类汇总表", [][]any{
		{"部门预算经济分类", nil, nil, "政府预算经济分类", nil, nil, "总计", "一般公共预算"},
		{"类", "款", "科目名称", "类", "款", "科目名称"},
	}, []string{"A3:C3", "D3:F3", "G3:G4", "H3:H4"}, func(*budget.Ledger) [][]any { return blankLines([]any{nil, nil, "合计"}) }, ""})
	text := fmt.Sprint(shown(t, made.Book)["经济"])
	for _, tag := range []string{"@款.部门经济科目款码}}", "@款.部门经济科目名称}}", "@款.政府经济科目类码}}", "@款.政府经济科目款码}}", "@款.政府经济科目名称}}"} {
		if strings.Count(text, tag) != 1 {
			t.Errorf("%s: %s\n%s", tag, text, told(made))
		}
	}
}

// TestAFormAloneIsOfTheYearOfItsTitles binds the form of another year than the pack's: its amounts are
// none of last year.
func TestAFormAloneIsOfTheYearOfItsTitles(t *testing.T) {
	p := defaultPack(t)
	table := kind{"支出", "年部门支出总表", [][]any{{"科目编码", "科目名称", "2025年预算数", nil, nil}, {nil, nil, "合计", "基本支出", "项目支出"}}, []string{"A3:A4", "B3:B4", "C3:E3"}, func(*budget.Ledger) [][]any { return blankLines([]any{nil, "合计"}) }, ""}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2025), Ledger: sample.Nothing(p)})
	must(t, err)
	if text := told(made); strings.Contains(text, "去年的数") {
		t.Error(text)
	}
	if got := shown(t, made.Book)["支出"][0][0]; got != "{{年度}}年部门支出总表" {
		t.Error(got)
	}
}

// TestWhatComesInByFundsIsToldByTheFirstCodes binds a form alone whose headers say 科目编码 of no list: its
// columns are funds.
func TestWhatComesInByFundsIsToldByTheFirstCodes(t *testing.T) {
	_, made := aloneFrom(t, kind{"收入", "年部门收入总表", [][]any{{"科目", nil, "总计", "上年结转", "一般公共预算拨款收入", "政府性基金预算拨款收入", "国有资本经营预算拨款收入"}, {"科目编码", "科目名称"}}, []string{"A3:B3", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:G4"}, func(*budget.Ledger) [][]any { return blankLines([]any{nil, "合计"}) }, ""})
	if got := strings.Join(at(shown(t, made.Book)["收入"], 5), " "); !strings.Contains(got, "@类.科目编码") {
		t.Errorf("%s\n%s", got, told(made))
	}
}

// TestAFormAloneNumbersItsLinesAsItDoesTheTotal binds a form that has numbers on its blank lines too.
func TestAFormAloneNumbersItsLinesAsItDoesTheTotal(t *testing.T) {
	_, made := aloneFrom(t, kind{"支出", "年部门支出总表", [][]any{{"序号", "功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"}}, nil, func(*budget.Ledger) [][]any {
		return [][]any{{1, nil, "合计"}, {2}, {3}, {4}}
	}, ""})
	if got := strings.Join(at(shown(t, made.Book)["支出"], 4), " "); !strings.HasSuffix(strings.Split(got, " ")[0], "@类.行次}}") {
		t.Errorf("%s\n%s", got, told(made))
	}
}
