package bind_test

import (
	"bytes"
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/tables"
)

// ask is what items of a ledger have in some fields: one of several values, of a code its beginning.
type ask map[string]string

func sum(l *budget.Ledger, wants ...ask) float64 {
	t := l.Tables["支出明细"]
	var all budget.Fen
	for i, a := range t.Amounts(0) {
		fits := true
		for _, w := range wants {
			for field, values := range w {
				fits = fits && slices.ContainsFunc(strings.Split(values, "、"), func(v string) bool {
					return t.Value(i, field) == v || strings.HasSuffix(field, "编码") && strings.HasPrefix(t.Value(i, field), v)
				})
			}
		}
		if fits {
			all += a
		}
	}
	yuan, _ := all.Yuan().Float64()
	return yuan
}

// keysOf are the different values of some fields of the items that are asked for, in the order of
// the ledger; of a code, as many digits as stand behind its field.
func keysOf(l *budget.Ledger, only ask, fields ...string) (out [][]string) {
	t := l.Tables["支出明细"]
	for i := range t.Len() {
		var key []string
		for _, f := range fields {
			field, digits, _ := strings.Cut(f, "/")
			v := t.Value(i, field)
			if n, err := strconv.Atoi(digits); err == nil {
				v = v[:n]
			}
			key = append(key, v)
		}
		if sum(l, only, ask{"单位": t.Value(i, "单位"), "项目名称": t.Value(i, "项目名称")}) == 0 {
			continue
		}
		for field, values := range only {
			if !slices.Contains(strings.Split(values, "、"), t.Value(i, field)) {
				key = nil
			}
		}
		if key != nil && !slices.ContainsFunc(out, func(o []string) bool { return slices.Equal(o, key) }) {
			out = append(out, key)
		}
	}
	return out
}

// kind is a table of a form: its headers, and the lines that it has for a ledger, or the
// blank ones of the form for none.
type kind struct {
	name, title string
	heads       [][]any
	merged      []string // A:C are columns that are one in every line
	lines       func(l *budget.Ledger) [][]any
	foot        string
}

const yuan = "单位：元"

// book is a workbook of tables, blank without a ledger.
func book(t *testing.T, kinds []kind, l *budget.Ledger, year int) []byte {
	t.Helper()
	f := excelize.NewFile()
	border := []excelize.Border{{Type: "left", Style: 1}, {Type: "right", Style: 1}, {Type: "top", Style: 1}, {Type: "bottom", Style: 1}}
	style, err := f.NewStyle(&excelize.Style{Border: border})
	must(t, err)
	for i, k := range kinds {
		if i == 0 {
			must(t, f.SetSheetName("Sheet1", k.name))
		} else {
			_, err := f.NewSheet(k.name)
			must(t, err)
		}
		w := 0
		for _, row := range k.heads {
			w = max(w, len(row))
		}
		must(t, f.SetCellStr(k.name, "A1", strings.ReplaceAll(k.title, "年", strconv.Itoa(year)+"年")))
		last, _ := excelize.ColumnNumberToName(w)
		must(t, f.MergeCell(k.name, "A1", last+"1"))
		must(t, f.SetCellStr(k.name, last+"2", yuan))
		row := 3
		put := func(cells []any) {
			for c, v := range cells {
				cell, _ := excelize.CoordinatesToCellName(c+1, row)
				if v != nil && v != 0.0 && v != "" {
					must(t, f.SetCellValue(k.name, cell, v))
				}
				must(t, f.SetCellStyle(k.name, cell, cell, style))
			}
			row++
		}
		for _, h := range k.heads {
			put(h)
		}
		for _, m := range k.merged {
			if from, to, _ := strings.Cut(m, ":"); len(to) > 1 {
				must(t, f.MergeCell(k.name, from, to))
			}
		}
		for _, line := range k.lines(l) {
			for _, m := range k.merged {
				if from, to, _ := strings.Cut(m, ":"); len(to) == 1 {
					must(t, f.MergeCell(k.name, from+strconv.Itoa(row), to+strconv.Itoa(row)))
				}
			}
			put(append(line, make([]any, w-len(line))...))
		}
		if k.foot != "" {
			put([]any{k.foot})
		}
	}
	out, err := f.WriteToBuffer()
	must(t, err)
	return out.Bytes()
}

// blankLines are those of a form for a list.
func blankLines(lines ...[]any) [][]any {
	return append(lines, make([]any, 1), make([]any, 1), make([]any, 1))
}

var (
	base   = ask{"支出类型": "人员经费、公用经费"}
	proj   = ask{"支出类型": "项目支出"}
	gp     = ask{"资金来源": "一般公共预算"}
	now    = ask{"资金年度": "本年"}
	before = ask{"资金年度": "上年结转"}
)

// kindsOfTables are tables whose kinds bureaus print and binding once left or got wrong.
func kindsOfTables() []kind {
	codes := func(l *budget.Ledger, list, code string) string { return l.Codes[list].NameOf(code) }
	return []kind{
		{"短词", "年部门支出预算总表", [][]any{{"支出科目", "总计", "财政拨款", nil, nil, "非财政拨款", nil}, {nil, nil, "一般", "基金", "国资", "专户", "单位"}}, []string{"A3:A4", "B3:B4", "C3:E3", "F3:G3"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			funds := func(of ask) []any {
				out := []any{sum(l, of)}
				for _, f := range []string{"一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"} {
					out = append(out, sum(l, of, ask{"资金来源": f}))
				}
				return out
			}
			lines := tree(l, nil, "功能科目编码", "功能科目", []int{3, 5, 7}, func(code, name string, of ask) []any { return append([]any{code + "." + name}, funds(of)...) })
			return append([][]any{append([]any{"合计"}, funds(nil)...)}, lines...)
		}, ""},
		{"出国", "年财政拨款三公经费表", [][]any{{"合计", "出国", "车辆购置及运行", nil, nil, "接待"}, {nil, nil, "小计", "购置", "运行"}}, []string{"C3:E3"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return [][]any{{nil}}
			}
			of := func(codes string) any {
				return sum(l, ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算", "部门经济科目编码": codes})
			}
			return [][]any{{of("30212、30217、30231、31013、30913"), of("30212"), of("30231、31013、30913"), of("31013、30913"), of("30231"), of("30217")}}
		}, ""},
		{"点号", "年收支平衡表", [][]any{{"收入", nil, "支出", nil}, {"项目", "金额", "项目", "金额"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) [][]any {
			of := func(asks ...ask) any {
				if l == nil {
					return nil
				}
				return sum(l, asks...)
			}
			return [][]any{{"1.1 财政拨款", of(ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}), "2.1 人员支出", of(ask{"支出类型": "人员经费"})},
				{"1.1.1 一般公共预算", of(gp), "2.2 公用支出", of(ask{"支出类型": "公用经费"})}, {"1.1.2 政府性基金预算", of(ask{"资金来源": "政府性基金预算"}), "2.3 项目支出", of(proj)},
				{"1.1.3 国有资本经营预算", of(ask{"资金来源": "国有资本经营预算"})}, {"1.2 财政专户管理资金", of(ask{"资金来源": "财政专户管理资金"})}, {"1.3 单位资金", of(ask{"资金来源": "单位资金"})}, {"收入总计", of(), "支出总计", of()}}
		}, ""},
		{"事项", "年部门支出总体情况表", [][]any{{"单位/科目/项目名称", "科目编码", "合计", "一般公共预算", "单位资金"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			figures := func(of ask) []any {
				return []any{sum(l, of), sum(l, of, gp), sum(l, of, ask{"资金来源": "单位资金"})}
			}
			out := [][]any{append([]any{"合计", nil}, figures(nil)...)}
			for _, u := range keysOf(l, nil, "单位") {
				out = append(out, append([]any{u[0], nil}, figures(ask{"单位": u[0]})...))
				items := keysOf(l, ask{"单位": u[0]}, "功能科目编码")
				slices.SortFunc(items, slices.Compare)
				for _, k := range items {
					of := ask{"单位": u[0], "功能科目编码": k[0]}
					out = append(out, append([]any{"  " + codes(l, "功能科目", k[0]), k[0]}, figures(of)...))
					for _, x := range keysOf(l, of, "支出类型", "项目名称") { // what has no project by its kind
						with := ask{"单位": u[0], "功能科目编码": k[0], "支出类型": x[0], "项目名称": x[1]}
						out = append(out, append([]any{"    " + cmp.Or(x[1], x[0]), nil}, figures(with)...))
					}
				}
			}
			return out
		}, ""},
		{"基本", "年一般公共预算基本支出情况表", [][]any{{"支出项目类别（资金使用单位）", "总计", "其中：财政拨款"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return [][]any{{"基本支出"}, {"[301]工资福利支出"}, {"  [30101]基本工资"}, {"……"}}
			}
			all := sum(l, gp, base)
			out := [][]any{{"基本支出", all, all}}
			class := ""
			keys := keysOf(l, ask{"资金来源": gp["资金来源"], "支出类型": base["支出类型"]}, "部门经济科目编码")
			slices.SortFunc(keys, slices.Compare)
			for _, k := range keys {
				if c := k[0][:3]; c != class {
					class = c
					d := sum(l, gp, base, ask{"部门经济科目编码": c})
					out = append(out, []any{"[" + c + "]" + codes(l, "部门经济科目", c), d, d})
				}
				d := sum(l, gp, base, ask{"部门经济科目编码": k[0]})
				out = append(out, []any{"  [" + k[0] + "]" + codes(l, "部门经济科目", k[0]), d, d})
			}
			return out
		}, ""},
		{"项目", "年项目支出明细表", [][]any{{"预算单位", "项目名称", "功能科目", "部门经济科目", "金额", "其中：", nil}, {nil, nil, nil, nil, nil, "一般公共预算", "单位资金"}},
			[]string{"A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:G3"}, func(l *budget.Ledger) [][]any {
				if l == nil {
					return blankLines([]any{"合计"})
				}
				out := [][]any{{"合计", nil, nil, nil, sum(l, proj), sum(l, proj, gp), sum(l, proj, ask{"资金来源": "单位资金"})}}
				unit, project := "", ""
				keys := keysOf(l, proj, "单位", "项目名称", "功能科目编码", "部门经济科目编码")
				slices.SortStableFunc(keys, func(a, b []string) int {
					if a[0] != b[0] || a[1] != b[1] {
						return 0
					}
					return slices.Compare(a[2:], b[2:])
				})
				for _, k := range keys { // units and projects in the first of their lines alone
					of := ask{"单位": k[0], "项目名称": k[1], "功能科目编码": k[2], "部门经济科目编码": k[3]}
					line := []any{nil, nil, k[2], k[3] + "－" + codes(l, "部门经济科目", k[3]), sum(l, proj, of), sum(l, proj, of, gp), sum(l, proj, of, ask{"资金来源": "单位资金"})}
					if k[0] != unit {
						line[0], project = k[0], ""
					}
					if k[1] != project {
						line[1] = k[1]
					}
					unit, project = k[0], k[1]
					out = append(out, line)
				}
				return out
			}, "此表无数据的说明：没有项目支出。"},
		{"占比", "年项目支出占比表", [][]any{{"序号", "项目名称", "金额", "占项目支出%"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines()
			}
			var out [][]any
			for i, k := range keysOf(l, proj, "项目名称", "单位") {
				v := sum(l, proj, ask{"项目名称": k[0], "单位": k[1]})
				out = append(out, []any{i + 1, k[0], v, v / sum(l, proj) * 100})
			}
			return out
		}, ""},
		{"单位分类", "年各单位支出分类表", [][]any{{"单位编码", "单位名称", "合计", "其中", nil}, {nil, nil, nil, "教育支出", "卫生健康支出"}}, []string{"A3:A4", "B3:B4", "C3:C4", "D3:E3"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, "合计"})
			}
			line := func(code, name any, of ask) []any {
				return []any{code, name, sum(l, of), sum(l, of, ask{"功能科目编码": "205"}), sum(l, of, ask{"功能科目编码": "210"})}
			}
			out := [][]any{line(nil, "合计", nil)}
			for _, k := range keysOf(l, nil, "单位代码", "单位") {
				out = append(out, line(k[0], k[1], ask{"单位": k[1]}))
			}
			return out
		}, ""},
		{"三公", "年“三公”经费和有关经费表", [][]any{{"单位名称", "“三公”经费", nil, "机关运行经费"}, {nil, "合计", "公务接待费", nil}}, []string{"A3:A4", "B3:C3", "D3:D4"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			cz := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}
			line := func(name string, of ask) []any {
				return []any{name, sum(l, of, cz, ask{"部门经济科目编码": "30212、30217、30231、31013、30913"}), sum(l, of, cz, ask{"部门经济科目编码": "30217"}), sum(l, of, cz, ask{"支出类型": "公用经费", "单位性质": "行政、参公"})}
			}
			out := [][]any{line("合计", nil)}
			for _, k := range keysOf(l, nil, "单位") {
				if x := line(k[0], ask{"单位": k[0]}); x[1] != 0.0 || x[3] != 0.0 {
					out = append(out, x)
				}
			}
			return out
		}, ""},
		{"小计", "年一般公共预算基本支出表", [][]any{{"经济科目编码", "经济科目名称", "合计"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			var out [][]any
			keys := keysOf(l, nil, "部门经济科目编码")
			slices.SortFunc(keys, slices.Compare)
			keys = slices.DeleteFunc(keys, func(k []string) bool { return sum(l, base, gp, ask{"部门经济科目编码": k[0]}) == 0 })
			for i, k := range keys { // subtotals below the lines of their codes
				out = append(out, []any{k[0], codes(l, "部门经济科目", k[0]), sum(l, base, gp, ask{"部门经济科目编码": k[0]})})
				if class := k[0][:3]; i+1 == len(keys) || keys[i+1][0][:3] != class {
					out = append(out, []any{class, codes(l, "部门经济科目", class) + "小计", sum(l, base, gp, ask{"部门经济科目编码": class})})
				}
			}
			return append(out, []any{"合计", nil, sum(l, base, gp)})
		}, ""},
		{"基金", "年政府性基金预算支出表", [][]any{{"科目名称（编码）", "合计"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			fund := ask{"资金来源": "政府性基金预算"}
			out := [][]any{{"合计", sum(l, fund)}}
			for _, digits := range []string{"3", "5", "7"} { // one 项 in each of the two ledgers
				code := keysOf(l, fund, "功能科目编码/"+digits)[0][0]
				out = append(out, []any{codes(l, "功能科目", code) + "（" + code + "）", sum(l, fund, ask{"功能科目编码": code})})
			}
			return out
		}, ""},
		{"政府经济", "年政府预算经济分类表", [][]any{{"科目编码", "科目名称", "一般公共预算", nil, "其他各类资金"}, {nil, nil, "基本支出", "项目支出", nil}}, []string{"A3:A4", "B3:B4", "C3:D3", "E3:E4"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, "合计"})
			}
			line := func(code, name any, of ask) []any {
				return []any{code, name, sum(l, of, gp, base), sum(l, of, gp, proj), sum(l, of, ask{"资金来源": "政府性基金预算、国有资本经营预算、财政专户管理资金、单位资金"})}
			}
			out := [][]any{line(nil, "合计", nil)}
			keys := keysOf(l, nil, "政府经济科目编码/3")
			slices.SortFunc(keys, slices.Compare)
			for _, k := range keys {
				out = append(out, line(k[0], codes(l, "政府经济科目", k[0]), ask{"政府经济科目编码": k[0]}))
			}
			return out
		}, ""},
		{"科目单位", "年支出预算分科目表", [][]any{{"科目编码", "科目名称", "单位名称", "合计", "一般公共预算", "其他资金", nil}, {nil, nil, nil, nil, nil, "基本支出", "项目支出"}}, []string{"A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:G3"}, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			others := ask{"资金来源": "政府性基金预算、国有资本经营预算、财政专户管理资金、单位资金"}
			line := func(of ask) []any {
				return []any{sum(l, of), sum(l, of, gp), sum(l, of, others, base), sum(l, of, others, proj)}
			}
			out := [][]any{append([]any{"合计", nil, nil}, line(nil)...)}
			keys := keysOf(l, nil, "功能科目编码", "单位")
			slices.SortStableFunc(keys, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
			last := ""
			for _, k := range keys { // a code and its name in the first of the lines of its units alone
				labels := []any{k[0], codes(l, "功能科目", k[0]), k[1]}
				if k[0] == last {
					labels = []any{nil, nil, k[1]}
				}
				last = k[0]
				out = append(out, append(labels, line(ask{"功能科目编码": k[0], "单位": k[1]})...))
			}
			return out
		}, ""},
		{"项目小计", "年项目支出明细和小计表", [][]any{{"单位", "项目名称", "合计", "单位资金", "上年结转"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			line := func(unit, project any, of ask) []any {
				return []any{unit, project, sum(l, proj, of), sum(l, proj, of, now, ask{"资金来源": "单位资金"}), sum(l, proj, of, before)}
			}
			out := [][]any{line("合计", nil, nil)}
			keys := keysOf(l, proj, "单位", "项目名称")
			for i, k := range keys {
				unit := any(k[0])
				if i > 0 && keys[i-1][0] == k[0] {
					unit = nil
				}
				out = append(out, line(unit, k[1], ask{"单位": k[0], "项目名称": k[1]}))
				if i+1 == len(keys) || keys[i+1][0] != k[0] {
					out = append(out, line(k[0]+"小计", nil, ask{"单位": k[0]}))
				}
			}
			return out
		}, ""},
		{"收支", "年收支总表", [][]any{{"收入", nil, "支出", nil}, {"项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) [][]any {
			var v [6]any
			if l != nil {
				v = [6]any{sum(l, now, gp), sum(l, now, ask{"资金来源": "政府性基金预算、国有资本经营预算、财政专户管理资金、单位资金"}), sum(l, before), sum(l, base), sum(l, proj), sum(l)}
			}
			if l != nil {
				v[5] = sum(l, now)
			}
			all := any(nil)
			if l != nil {
				all = sum(l)
			}
			return [][]any{{"一、本年收入", v[5], "一、本年支出", all}, {"（一）一般公共预算", v[0], "（一）基本支出", v[3]}, {"（二）其他资金", v[1], "（二）项目支出", v[4]}, {"二、上年结转", v[2]}, {"收入总计", all, "支出总计", all}}
		}, ""},
	}
}

// learnedFrom binds tables by an example of a ledger, fills another one and compares what comes
// out with the tables of that.
func learnedFrom(t *testing.T, kinds []kind, from, to string) {
	t.Helper()
	dir := bureau{"testdata", "testdata", defaultPack(t)}
	learned(t, kinds, dir.ledger(t, from), dir.ledger(t, to))
}

// proven compares what a pack that was learned makes of a ledger with the tables of kinds, all of them;
// of one there may be several.
func proven(t *testing.T, p, learned *pack.Pack, kinds []kind, l *budget.Ledger, year int) []bind.Proof {
	t.Helper()
	proofs, err := bind.Prove(learned, book(t, kinds, l, year), filled(t, learned, l), bind.Knows(bind.Request{Pack: p, Ledger: l}))
	must(t, err)
	if len(proofs) < len(kinds) {
		t.Errorf("%d: %d tables", year, len(proofs))
	}
	return proofs
}

func learned(t *testing.T, kinds []kind, example, l *budget.Ledger) *bind.Result {
	t.Helper()
	p := defaultPack(t)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: book(t, kinds, example, 2026), Ledger: example, Views: tables.Views(p, example)})
	must(t, err)
	for _, proof := range proven(t, p, loaded(t, made), kinds, l, 2026) {
		if proof.Wrong() > 0 || proof.Right < 4 {
			t.Errorf("%+v\n%v\n%s", proof, shown(t, made.Book)[proof.Sheet], told(made))
		}
	}
	return made
}

const carriesNothing = "../../samples/阳泉市司法局2026年预算录入.xlsx"

// TestALineOfWhatWasCarriedOverTakesNothingOfTheFundsAboveIt binds lines of funds and of what
// was carried over by an example that carries nothing over: those of the funds are this year's
// and that of 上年结转 is of all funds, though every figure of it is blank.
func TestALineOfWhatWasCarriedOverTakesNothingOfTheFundsAboveIt(t *testing.T) {
	table := kind{"收支", "年财政拨款收支总表", [][]any{{"收入", nil, "支出", nil}, {"项目", "金额", "项目", "金额"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) [][]any {
		funds := []string{"一般公共预算", "政府性基金预算"}
		cz := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}
		out := [][]any{{"一、一般公共预算财政拨款", nil, "一、基本支出"}, {"二、政府性基金预算财政拨款", nil, "二、项目支出"}, {"本年收入合计", nil, "本年支出合计"},
			{"上年财政拨款结转"}, {"　一般公共预算财政拨款"}, {"　政府性基金预算财政拨款"}, {"收入总计", nil, "支出总计", nil}}
		if l == nil {
			return out
		}
		for i, fund := range funds {
			out[i][1], out[4+i] = sum(l, now, ask{"资金来源": fund}), []any{out[4+i][0], sum(l, before, ask{"资金来源": fund})}
		}
		out[2][1], out[3], out[6][1] = sum(l, now, cz), []any{out[3][0], sum(l, before, cz)}, sum(l, cz)
		out[0], out[1], out[2], out[6][3] = append(out[0], sum(l, cz, base)), append(out[1], sum(l, cz, proj)), append(out[2], sum(l, cz)), sum(l, cz)
		return out
	}, ""}
	three := kind{"三公", "年一般公共预算“三公”经费表", [][]any{{"项目", "预算数"}}, nil, func(l *budget.Ledger) [][]any {
		out := [][]any{{"公务接待费"}, {"公务用车购置及运行费"}, {"其中：公务用车运行维护费"}, {"公务用车购置费"}, {"合计", nil}}
		if l == nil {
			return out
		}
		for i, codes := range []string{"30217", "30231、31013、30913", "30231", "31013、30913", "30217、30231、31013、30913"} { // nothing is bought in the example
			out[i] = []any{out[i][0], sum(l, gp, ask{"部门经济科目编码": codes})}
		}
		return out
	}, ""}
	learnedFrom(t, []kind{table, three}, carriesNothing, "testdata/yunchuan/去年录入.xlsx")
}

// TestWhatIsCarriedOnBelowTheTotalOfAListIsInTheGrandTotal binds a list of classes beside fixed
// lines, below whose total stand 年终结转 and the grand total, by an example that has none.
func TestWhatIsCarriedOnBelowTheTotalOfAListIsInTheGrandTotal(t *testing.T) {
	table := kind{"收支", "年部门收支总表", [][]any{{"收入", nil, "支出", nil, nil}, {"项目", "预算数", "科目编码", "科目名称", "预算数"}}, []string{"A3:B3", "C3:E3"}, func(l *budget.Ledger) [][]any {
		labels := []string{"一、财政拨款收入", "二、财政专户管理资金收入", "三、单位资金收入"}
		if l == nil {
			out := [][]any{{labels[0]}, {labels[1]}, {labels[2]}}
			return append(append(out, make([][]any, 3)...), [][]any{{"本年收入合计", nil, nil, "本年支出合计"}, {"上年结转", nil, nil, "年终结转结余"}, {"收入总计", nil, nil, "支出总计"}}...)
		}
		carried := func(fund string) float64 {
			var all budget.Fen
			on := l.Tables["年终结转"]
			for i, a := range on.Amounts(0) {
				if on.Value(i, "资金来源") == fund {
					all += a
				}
			}
			yuan, _ := all.Yuan().Float64()
			return yuan
		}
		public, own := carried("一般公共预算"), carried("单位资金")
		funds := []float64{sum(l, now, ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}) + public, sum(l, now, ask{"资金来源": "财政专户管理资金"}), sum(l, now, ask{"资金来源": "单位资金"}) + own}
		var out [][]any
		keys := keysOf(l, nil, "功能科目编码/3")
		slices.SortFunc(keys, slices.Compare)
		for i := range max(3, len(keys)) {
			line := make([]any, 5)
			if i < 3 {
				line[0], line[1] = labels[i], funds[i]
			}
			if i < len(keys) {
				line[2], line[3], line[4] = keys[i][0], l.Codes["功能科目"].NameOf(keys[i][0]), sum(l, ask{"功能科目编码": keys[i][0]})
			}
			out = append(out, line)
		}
		return append(out, []any{"本年收入合计", funds[0] + funds[1] + funds[2], nil, "本年支出合计", sum(l)}, []any{"上年结转", sum(l, before), nil, "年终结转结余", public + own},
			[]any{"收入总计", sum(l) + public + own, nil, "支出总计", sum(l) + public + own})
	}, ""}
	learnedFrom(t, []kind{table}, carriesNothing, "testdata/yunchuan/甲录入.xlsx")
}

// retyped writes otherwise what stands in the columns of amounts of a finished workbook, below the headers.
func retyped(t *testing.T, content []byte, typed func(value string) string) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	must(t, err)
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		must(t, err)
		amounts, shares := map[int]bool{}, map[int]bool{}
		first := 0
		for i, row := range rows {
			for col, v := range row {
				if shares[col] = shares[col] || strings.Contains(v, "占"); !shares[col] && strings.Contains(v, ".") && !strings.ContainsFunc(v, func(r rune) bool { return r != '.' && r != '-' && (r < '0' || r > '9') }) {
					amounts[col] = true
					if first == 0 {
						first = i
					}
				}
			}
		}
		for i := first; first > 0 && i < len(rows); i++ {
			row := append(rows[i], make([]string, 30)...)
			for col := range amounts {
				cell, _ := excelize.CoordinatesToCellName(col+1, i+1)
				value := typed(row[col])
				if value == "0" {
					must(t, f.SetCellInt(sheet, cell, 0))
				} else if value != "" {
					must(t, f.SetCellStr(sheet, cell, value))
				}
			}
		}
	}
	out, err := f.WriteToBuffer()
	must(t, err)
	return out.Bytes()
}

// unmerged is a workbook whose merged cells have come apart, as when it is copied from a document.
func unmerged(t *testing.T, content []byte) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	must(t, err)
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		merged, err := f.GetMergeCells(sheet)
		must(t, err)
		for _, m := range merged {
			must(t, f.UnmergeCell(sheet, m.GetStartAxis(), m.GetEndAxis()))
		}
	}
	out, err := f.WriteToBuffer()
	must(t, err)
	return out.Bytes()
}

// asText is an amount as somebody types it: 1,234,567.8, 350.
func asText(value string) string {
	whole, rest, _ := strings.Cut(value, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if rest != "" {
		rest = "." + rest
	}
	return whole + rest
}

// TestDashesOfAnEmptyTableAreNoHeaders binds a table of money that the example's department has not got,
// whose total is dashes.
func TestDashesOfAnEmptyTableAreNoHeaders(t *testing.T) {
	table := kind{"国资", "年国有资本经营预算支出表", [][]any{{"科目编码", "科目名称", "合计", "基本支出", nil, nil, "项目支出"}, {nil, nil, nil, "小计", "人员经费", "公用经费"}}, []string{"A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:G4"}, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{nil, "合计"})
		}
		of := ask{"资金来源": "国有资本经营预算"}
		figures := func(of ask) []any {
			return []any{sum(l, of), sum(l, of, base), sum(l, of, ask{"支出类型": "人员经费"}), sum(l, of, ask{"支出类型": "公用经费"}), sum(l, of, proj)}
		}
		lines := tree(l, of, "功能科目编码", "功能科目", []int{3, 5, 7}, func(code, name string, of ask) []any { return append([]any{code, name}, figures(of)...) })
		if len(lines) == 0 {
			return [][]any{{"-", "合计", "-", "-", "－", "—", "-"}}
		}
		return append([][]any{append([]any{nil, "合计"}, figures(of)...)}, lines...)
	}, ""}
	learnedFrom(t, []kind{table}, yunchuanLast, yunchuanNext)
}

// TestTheExampleMayServeAsTheForm has no blank form: that its lines stand in the example makes no
// list of codes one that the form prints, and a list without lines has no row but that of its total.
func TestTheExampleMayServeAsTheForm(t *testing.T) {
	p := defaultPack(t)
	dir := bureau{"testdata", "testdata", p}
	last, next := dir.ledger(t, yunchuanLast), dir.ledger(t, yunchuanNext)
	const economic = "部门经济科目编码"
	items := last.Tables["支出明细"]
	items.Rewrite(items.Field(economic), func(_ int, code string) string { // fewer codes than next year's
		if strings.HasPrefix(code, "302") {
			return "30201"
		}
		return code
	})
	kinds := []kind{
		{"基本", "年一般公共预算基本支出表", [][]any{{"支出经济分类科目", nil, nil, "合计", "人员经费", "公用经费"}, {"类", "款", "科目名称"}}, []string{"A3:C3", "D3:D4", "E3:E4", "F3:F4"}, func(l *budget.Ledger) [][]any {
			figures := func(of ask) []any {
				return []any{sum(l, of, gp, base), sum(l, of, gp, ask{"支出类型": "人员经费"}), sum(l, of, gp, ask{"支出类型": "公用经费"})}
			}
			out := [][]any{append([]any{nil, nil, "合计"}, figures(nil)...)}
			return append(out, tree(l, ask{"资金来源": gp["资金来源"], "支出类型": base["支出类型"]}, economic, "部门经济科目", []int{3, 5}, func(code, name string, of ask) []any {
				return append([]any{code[:3], code[3:], name}, figures(of)...)
			})...)
		}, ""},
		{"国资", "年国有资本经营预算支出表", [][]any{{"科目编码", "科目名称", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
			of := ask{"资金来源": "国有资本经营预算"}
			figures := func(of ask) []any { return []any{sum(l, of), sum(l, of, base), sum(l, of, proj)} }
			out := [][]any{append([]any{nil, "合计"}, figures(of)...)}
			return append(out, tree(l, of, "功能科目编码", "功能科目", []int{3, 5, 7}, func(code, name string, of ask) []any { return append([]any{code, name}, figures(of)...) })...)
		}, ""},
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Example: book(t, kinds, last, 2025), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	for _, proof := range proven(t, p, loaded(t, made), kinds, next, 2026) {
		if proof.Wrong() > 0 || proof.Right == 0 {
			t.Errorf("%+v\n%v\n%v", proof, made.Left, shown(t, made.Book))
		}
	}
}

// TestKindsOfTablesThatBureausPrintComeOutWhole binds tables made here: owners printed in the
// first of their lines, shares without a total, classes above columns, a subject beside that of
// the title, subtotals below their codes, 本年支出 that holds what was carried over. Those of
// another department, with other funds and codes, come out too.
func TestKindsOfTablesThatBureausPrintComeOutWhole(t *testing.T) {
	p := defaultPack(t)
	dir := bureau{"testdata", "testdata", p}
	read := func(who string) *budget.Ledger {
		return dir.ledger(t, filepath.Join("testdata/yunchuan", who+"录入.xlsx"))
	}
	last, next := read("去年"), read("甲")
	kinds := kindsOfTables()
	as := func(typed func(value string) string) func(*testing.T, []byte) []byte {
		return func(t *testing.T, content []byte) []byte { return retyped(t, content, typed) }
	}
	for name, written := range map[string]func(*testing.T, []byte) []byte{"text": as(asText), "dashes": as(func(v string) string { return cmp.Or(v, "-") }), "noughts": as(func(v string) string { return cmp.Or(v, "0") }), "unmerged": unmerged} {
		t.Run(name, func(t *testing.T) {
			r := bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: written(t, book(t, kinds, last, 2025)), Ledger: last, Views: tables.Views(p, last)}
			made, err := bind.Workbook(r)
			must(t, err)
			for _, proof := range proven(t, p, loaded(t, made), kinds, next, 2026) {
				if proof.Wrong() > 0 || proof.Right == 0 {
					t.Errorf("%+v", proof)
				}
			}
		})
	}
	t.Run("without a blank form", func(t *testing.T) {
		r := bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Example: book(t, kinds, last, 2025), Ledger: last, Views: tables.Views(p, last)}
		made, err := bind.Workbook(r)
		must(t, err)
		for _, proof := range proven(t, p, loaded(t, made), kinds, next, 2026) {
			if proof.Wrong() > 0 || proof.Right == 0 {
				t.Errorf("%+v", proof)
			}
		}
	})
	r := bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: book(t, kinds, last, 2025), Ledger: last, Views: tables.Views(p, last)}
	made, err := bind.Workbook(r)
	must(t, err)
	learned := loaded(t, made)
	for year, l := range map[int]*budget.Ledger{2025: last, 2026: next} {
		r.Ledger = l
		proofs, err := bind.Prove(learned, book(t, kinds, l, year), filled(t, learned, l), bind.Knows(r))
		must(t, err)
		if len(proofs) < len(kinds) {
			t.Errorf("%d: %d tables", year, len(proofs))
		}
		for _, proof := range proofs {
			if proof.Wrong() > 0 || proof.Right == 0 {
				t.Error(year, fmt.Sprintf("%+v", proof))
			}
		}
	}
	rows := shown(t, made.Book)["小计"]
	level := func(name string) int {
		return slices.IndexFunc(rows, func(row []string) bool { return strings.Contains(strings.Join(row, ""), "@"+name+".") })
	}
	if parts, whole := level("款"), level("类"); parts < 0 || whole < parts {
		t.Errorf("the line of 类 stands in row %d, those of its 款 in row %d", whole+1, parts+1)
	}
	if t.Failed() {
		for _, e := range made.Left {
			t.Log(e.Place, e.Text)
		}
	}
}

// mixed is the ledger of a workbook whose items do not stand together by unit: every other one
// comes first.
func mixed(t *testing.T, path string) *budget.Ledger {
	t.Helper()
	const sheet = "支出明细"
	f, err := excelize.OpenFile(path)
	must(t, err)
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	must(t, err)
	head := slices.IndexFunc(rows, func(r []string) bool { return slices.Contains(r, "金额(元)") })
	items := slices.DeleteFunc(slices.Clone(rows[head+1:]), func(r []string) bool { return len(r) == 0 || r[0] == "" })
	for i := range items {
		from := items[i*2%len(items)]
		if len(items)%2 == 0 && i*2 >= len(items) {
			from = items[i*2-len(items)+1]
		}
		for col, text := range slices.Concat(from, make([]string, max(len(rows[head])-len(from), 0))) {
			cell, _ := excelize.CoordinatesToCellName(col+1, head+2+i)
			if d, err := strconv.ParseFloat(text, 64); err == nil && strings.HasPrefix(rows[head][col], "金额") {
				must(t, f.SetCellFloat(sheet, cell, d, -1, 64))
				continue
			}
			must(t, f.SetCellStr(sheet, cell, text))
		}
	}
	to := filepath.Join(t.TempDir(), filepath.Base(path))
	must(t, f.SaveAs(to))
	return bureau{"testdata", "testdata", defaultPack(t)}.ledger(t, to)
}

// TestLinesOfAUnitStandTogetherThoughItsItemsDoNot binds projects, which bureaus print unit by unit,
// by an example and without one, and fills another department's, all with items that mix the units.
func TestLinesOfAUnitStandTogetherThoughItsItemsDoNot(t *testing.T) {
	byUnit := func(l *budget.Ledger, fields ...string) [][]string {
		keys := keysOf(l, proj, append([]string{"单位"}, fields...)...)
		units := l.Tables["单位"]
		at := func(k []string) (i int) {
			for i < units.Len() && units.Value(i, "单位名称") != k[0] {
				i++
			}
			return i
		}
		slices.SortStableFunc(keys, func(a, b []string) int { return at(a) - at(b) })
		return keys
	}
	list := func(name string, heads []any, fields ...string) kind {
		return kind{name, "年" + name + "表", [][]any{heads}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			out := [][]any{append(append([]any{"合计"}, make([]any, len(fields))...), sum(l, proj))}
			for _, k := range byUnit(l, fields...) {
				of, line := ask{"单位": k[0]}, []any{k[0]}
				for i, f := range fields {
					of[f] = k[i+1]
					line = append(line, k[i+1])
				}
				out = append(out, append(line, sum(l, proj, of)))
			}
			return out
		}, ""}
	}
	kinds := []kind{
		list("项目支出", []any{"单位名称", "项目名称", "金额"}, "项目名称"),
		list("项目支出明细", []any{"单位名称", "项目名称", "功能科目编码", "金额"}, "项目名称", "功能科目编码"),
	}
	next := mixed(t, yunchuanNext)
	learned(t, kinds, mixed(t, yunchuanLast), next)
	p, made := aloneFrom(t, kinds...)
	for _, proof := range proven(t, p, loaded(t, made), kinds, next, 2026) {
		if proof.Wrong() > 0 || proof.Right < 4 {
			t.Errorf("without an example: %+v\n%v\n%s", proof, shown(t, made.Book)[proof.Sheet], told(made))
		}
	}
}

// TestATableWithoutATotalOfItsOwnIsListed binds lines whose 合计 is their sum and of which no view has all:
// the table is among those that are published, and its amounts have the decimals of the others.
func TestATableWithoutATotalOfItsOwnIsListed(t *testing.T) {
	table := kind{"三公", "年“三公”经费预算表", [][]any{{"项目", "预算数"}}, nil, func(l *budget.Ledger) [][]any {
		of := func(code string) any {
			if l == nil {
				return nil
			}
			return sum(l, gp, ask{"部门经济科目编码": code})
		}
		return [][]any{{"合计", of("30212、30217、30231")}, {"1.因公出国（境）费用", of("30212")}, {"2.公务接待费", of("30217")}, {"3.公务用车运行维护费", of("30231")}}
	}, ""}
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	if !strings.Contains(string(made.Manifest), "{工作表: 三公, 名称: 三公经费预算表}\n") {
		t.Errorf("%s\n%s", made.Manifest, told(made))
	}
	filled(t, loaded(t, made), l)
}
