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
	"ysgk/internal/renew"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// carriedOver learns a pack from tables of one form and carries it to another form of the next year.
func carriedOver(t *testing.T, was []kind, next []byte) (now *pack.Pack, made *renew.Updated) {
	t.Helper()
	p := defaultPack(t)
	last := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	learned, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, was, nil, 2026), Example: book(t, was, last, 2025), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	of := loaded(t, learned)
	made, err = renew.Update(of, learned.Book, nil, next, nil)
	must(t, err)
	manifest, _, _, err := pack.Renew(learned.Manifest, made.Year, made.Sheets, made.Renamed)
	must(t, err)
	now, err = pack.Load(folder(t, map[string][]byte{"pack.yaml": manifest, "官方表.xlsx": made.Book}))
	if err != nil {
		t.Fatalf("%v\n%s\n%v", err, manifest, made.Written)
	}
	return now, made
}

// says says whether something is told of a sheet.
func says(entries []tagging.Entry, sheet, text string) bool {
	return slices.ContainsFunc(entries, func(e tagging.Entry) bool {
		return (e.Place.Sheet == sheet || sheet == "") && strings.Contains(e.Text, text)
	})
}

// sides is a table of what comes in and what goes out, with lines that are called the same below 本年收入
// and 上年结转; as its lines are called and ordered.
func sides(name string, heads [][]any, left [8]string, order [8]int, right [2]string) kind {
	fund := func(f string, of ask) func(*budget.Ledger) float64 {
		return func(l *budget.Ledger) float64 { return sum(l, of, ask{"资金来源": f}) }
	}
	fiscal := func(of ask) func(*budget.Ledger) float64 {
		return func(l *budget.Ledger) float64 {
			return sum(l, of, ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"})
		}
	}
	in := [8]func(*budget.Ledger) float64{fiscal(now), fund("一般公共预算", now), fund("政府性基金预算", now), fund("国有资本经营预算", now), fiscal(before), fund("一般公共预算", before), fund("政府性基金预算", before), fund("国有资本经营预算", before)}
	return kind{name, "年财政拨款收支总表", heads, []string{"A3:B3", "C3:D3", "E3:F3"}, func(l *budget.Ledger) [][]any {
		var out [][]any
		for i := range left {
			line := make([]any, 6)
			line[0] = left[i]
			if l != nil {
				line[1] = in[order[i]](l)
			}
			if i < 2 {
				line[2] = right[i]
				line[4] = []string{"人员经费", "公用经费"}[i]
				if l != nil {
					line[3] = sum(l, []ask{base, proj}[i], ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"})
					line[5] = sum(l, ask{"支出类型": []string{"人员经费", "公用经费"}[i]}, ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"})
				}
			}
			out = append(out, line)
		}
		total := make([]any, 6)
		total[0], total[2] = "收入总计", "支出总计"
		if l != nil {
			all := sum(l, ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"})
			total[1], total[3] = all, all
		}
		return append(out, total)
	}, ""}
}

// TestLinesAndColumnsInOtherWordsOrPlacesAreCarried changes numbers, words, order, headers and the names of
// sheets of a form: all figures come out as the changed form has them.
func TestLinesAndColumnsInOtherWordsOrPlacesAreCarried(t *testing.T) {
	heads := [][]any{{"收入", nil, "支出", nil, "支出", nil}, {"项目", "预算数", "按支出性质", "预算数", "按基本支出构成", "预算数"}}
	left := [8]string{"一、本年收入", "（一）一般公共预算拨款", "（二）政府性基金预算拨款", "（三）国有资本经营预算拨款", "二、上年结转", "（一）一般公共预算拨款", "（二）政府性基金预算拨款", "（三）国有资本经营预算拨款"}
	order := [8]int{0, 1, 2, 3, 4, 5, 6, 7}
	right := [2]string{"一、基本支出", "二、项目支出"}
	list := func(name, title string, heads [][]any, merged []string, of ask) kind {
		return kind{name, title, heads, merged, func(l *budget.Ledger) [][]any {
			return byUnit(l, func(unit ask) []any {
				return []any{sum(l, unit, of), sum(l, unit, of, base), sum(l, unit, of, proj)}
			})
		}, ""}
	}
	flat := [][]any{{"单位名称", "合计", "基本支出", "项目支出"}}
	was := []kind{sides("表1", heads, left, order, right), list("表2", "年一般公共预算支出表", flat, nil, gp), list("表3", "年一般公共预算支出表（本年）", flat, nil, ask{"资金来源": "一般公共预算", "资金年度": "本年"})}
	renamed := [][]any{{"收入", nil, "支出", nil, "支出", nil}, {"项目", "预算金额", "按支出性质", "预算金额", "按基本支出构成", "预算金额"}}
	without := [8]string{"本年收入", left[1], "（二）政府性基金拨款", left[3], "上年结转", left[5], left[6], left[7]}
	swapped := [8]string{left[0], left[2], left[1], left[3], left[4], left[5], left[7], left[6]}
	deep := [][]any{{"单位名称", "预算安排", nil, nil}, {nil, "合计", "基本支出", "项目支出"}}
	moved := kind{"表3", was[2].title, [][]any{{"单位名称", "项目支出", "基本支出", "合计"}}, nil, func(l *budget.Ledger) [][]any {
		out := was[2].lines(l)
		for i, line := range out {
			if len(line) == 4 {
				out[i] = []any{line[0], line[3], line[2], line[1]}
			}
		}
		return out
	}, ""}
	for what, next := range map[string][]kind{
		"other words":        {sides("表1", renamed, without, order, right), list("表2", "年一般公共预算支出表", [][]any{{"单位名称", "总计", "基本支出安排", "项目支出"}}, nil, gp), was[2]},
		"lines swapped":      {sides("表1", heads, swapped, [8]int{0, 2, 1, 3, 4, 5, 7, 6}, right), was[1], was[2]},
		"a level of headers": {was[0], list("表2", "年一般公共预算支出表", deep, []string{"A3:A4", "B3:D3"}, gp), was[2]},
		"names of sheets on": {sides("表2", heads, left, order, right), list("表3", "年一般公共预算支出表", flat, nil, gp), list("表1", "年一般公共预算支出表（本年）", flat, nil, ask{"资金来源": "一般公共预算", "资金年度": "本年"})},
		"columns moved":      {was[0], list("表2", "年一般公共预算支出表", flat, nil, gp), moved},
	} {
		t.Run(what, func(t *testing.T) {
			p := defaultPack(t)
			l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanNext)
			now, made := carriedOver(t, was, book(t, next, nil, 2027))
			for _, proof := range proven(t, p, now, next, l, 2027) {
				if proof.Wrong() > 0 || proof.Right < 3 {
					t.Errorf("%+v", proof)
				}
			}
			if says(made.Left, "", "“一、本年收入”今年写作") {
				t.Error("a line without its number is told as one of other words")
			}
			if t.Failed() {
				t.Log(made.Left)
			}
		})
	}
}

// TestTagsAreCarriedInTheUnitOfTheForm writes another unit on one table and none on another one that had
// none: what they print is in the unit of the form.
func TestTagsAreCarriedInTheUnitOfTheForm(t *testing.T) {
	table := func(name, title string) kind {
		return kind{name, title, [][]any{{"单位名称", "合计", "基本支出"}}, nil, func(l *budget.Ledger) [][]any {
			return byUnit(l, func(of ask) []any { return []any{sum(l, of), sum(l, of, base)} })
		}, ""}
	}
	was := []kind{table("表1", "年支出总表"), table("表2", "年支出明细表")}
	f, err := excelize.OpenReader(bytes.NewReader(book(t, was, nil, 2027)))
	must(t, err)
	must(t, f.SetCellStr("表1", "C2", "单位：万元"))
	var next bytes.Buffer
	must(t, f.Write(&next))
	_, made := carriedOver(t, was, next.Bytes())
	for sheet, unit := range map[string]bool{"表1": true, "表2": false} {
		tags := 0
		for _, e := range made.Written {
			if e.Place.Sheet == sheet && strings.Contains(e.Text, "@") && !strings.HasPrefix(e.Place.Cell, "A") {
				if tags++; strings.Contains(e.Text, "|万元}}") != unit {
					t.Error(e)
				}
			}
		}
		if tags == 0 || says(made.Left, sheet, "金额单位和去年的不同") != unit {
			t.Error(sheet, tags, made.Left)
		}
	}
}

// TestATitleOfOtherMoneyCarriesNoTags gives a sheet of the same name the title of another fund, and one
// the title of what nobody knows.
func TestATitleOfOtherMoneyCarriesNoTags(t *testing.T) {
	table := func(name, title string, of ask) kind {
		return kind{name, title, [][]any{{"单位名称", "合计", "基本支出"}}, nil, func(l *budget.Ledger) [][]any {
			return byUnit(l, func(unit ask) []any { return []any{sum(l, unit, of), sum(l, unit, of, base)} })
		}, ""}
	}
	was := []kind{table("表1", "年一般公共预算支出表", gp), table("表2", "年支出总表", nil)}
	next := []kind{table("表1", "年政府性基金预算支出表", gp), table("表2", "年重点支出总表", nil)}
	_, made := carriedOver(t, was, book(t, next, nil, 2027))
	rows := shown(t, made.Book)
	for _, sheet := range []string{"表1", "表2"} {
		if text := fmt.Sprint(rows[sheet][3:]); strings.Contains(text, "{{") || !says(made.Left, sheet, "说的不是同样的钱") {
			t.Error(sheet, text, made.Left)
		}
	}
}

// TestTheYearOfAFormStandsInItsHeadersToo reads the year of a form that only its headers name, one of
// them merged over two rows.
func TestTheYearOfAFormStandsInItsHeadersToo(t *testing.T) {
	table := func(year int) kind {
		head := func(y int) string { return fmt.Sprint(y, "年预算数") }
		return kind{"表1", "支出总表", [][]any{{"单位名称", head(year - 1), head(year), nil}, {nil, nil, "合计", "基本支出"}}, []string{"A3:A4", "B3:B4", "C3:D3"}, func(l *budget.Ledger) [][]any {
			return byUnit(l, func(of ask) []any { return []any{nil, sum(l, of), sum(l, of, base)} })
		}, ""}
	}
	p := defaultPack(t)
	last := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table(2026)}, nil, 2026), Example: book(t, []kind{table(2025)}, last, 2025), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	if !strings.Contains(string(made.Manifest), `年度: "2026"`) {
		t.Errorf("%s", made.Manifest)
	}
}

// TestNewLabelsOfAListAreProposed puts a column of codes, and one by which the view tells nothing apart,
// into a list that is carried over.
func TestNewLabelsOfAListAreProposed(t *testing.T) {
	list := func(heads ...any) kind {
		return kind{"项目", "年项目支出表", [][]any{heads}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{"合计"})
			}
			out := [][]any{{"合计", nil, sum(l, proj)}}
			for _, k := range keysOf(l, proj, "单位", "项目名称") {
				out = append(out, []any{k[0], k[1], sum(l, proj, ask{"单位": k[0], "项目名称": k[1]})})
			}
			return out
		}, ""}
	}
	spending := func(heads ...any) kind {
		return kind{"支出", "年部门支出表", [][]any{heads}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines(append(make([]any, len(heads)-2), "合计"))
			}
			lines := tree(l, nil, "功能科目编码", "功能科目", []int{3, 5, 7}, func(code, name string, of ask) []any { return []any{code[:3], code, name, sum(l, of)} })
			return append([][]any{{nil, nil, "合计", sum(l)}}, lines...)
		}, ""}
	}
	next := book(t, []kind{list("单位名称", "功能科目编码", "项目名称", "金额"), spending("科目编码", "科目名称", "金额")}, nil, 2027)
	_, made := carriedOver(t, []kind{list("单位名称", "项目名称", "金额"), spending("类级编码", "功能科目编码", "科目名称", "金额")}, next)
	for _, want := range []string{"的各行不分“功能科目编码”，要印的，把它加进这个视图的“行”", "“科目编码”，没有写标签。各级的行里写 {{支出总表@项.科目编码}} 这样的标签"} {
		if !says(made.Left, "", want) {
			t.Errorf("%s is not told: %v", want, made.Left)
		}
	}
}

// TestWhatATableTakesUnseenIsTold binds a table of 本年政府性基金预算支出 where no government fund was
// carried over last year, though other money was, which the table of its fund shows as spent.
func TestWhatATableTakesUnseenIsTold(t *testing.T) {
	b := bureau{"testdata/dongling", "testdata/dongling", defaultPack(t)}
	_, made := b.bound(t)
	if want := "这些表写着“本年”，现在也含“上年结转”，范例里没有这样的钱，要不要含，请按本地的规定核对：5的 C–E 列（部门有这样的钱时，填表会提醒；定下来的，删去 pack.yaml 末尾说明里写着“上年结转”的那条规则）\n"; !strings.Contains(told(made), want) {
		t.Errorf("%s is not told:\n%s", want, told(made))
	}
	p := loaded(t, made)
	rules, _, err := tables.Rules(p)
	must(t, err)
	for who, want := range map[string]string{"去年": "", "甲": "有“上年结转” 1240567.89 元：5的 C–E 列现在含它，做模板包的范例里没有这样的钱，看不出要不要含"} {
		l, said := b.ledger(t, "testdata/dongling/"+who+"录入.xlsx"), ""
		for _, f := range rules.Run(l, tables.Views(p, l)) {
			if asks(f) {
				said += f.Message
			}
		}
		if said != want {
			t.Errorf("%s is told %q", who, said)
		}
	}
}

// TestWhatATableSaysOfItsYearsIsNotSaidToBeOpen binds lines whose figures are of this year alone: that the table does
// not say so is told, but not of one that has a column for what was carried over.
func TestWhatATableSaysOfItsYearsIsNotSaidToBeOpen(t *testing.T) {
	p := defaultPack(t)
	last := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	lines := func(columns ...ask) func(l *budget.Ledger) [][]any {
		return func(l *budget.Ledger) (out [][]any) {
			for _, of := range []struct {
				label string
				of    ask
			}{{"一、人员经费", ask{"支出类型": "人员经费"}}, {"二、公用经费", ask{"支出类型": "公用经费"}}, {"三、项目支出", proj}} {
				row := []any{of.label}
				for _, c := range columns {
					if l != nil {
						row = append(row, sum(l, of.of, c))
					}
				}
				out = append(out, row)
			}
			return out
		}
	}
	kinds := []kind{
		{"表甲", "年部门支出总表", [][]any{{"项目", "预算数"}}, nil, lines(now), ""},
		{"表乙", "年部门支出预算表", [][]any{{"项目", "预算数", "上年结转"}}, nil, lines(now, before), ""},
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: book(t, kinds, last, 2025), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	for sheet, want := range map[string]bool{"表甲": true, "表乙": false} {
		if got := says(made.Left, sheet, "按范例的数只取 本年"); got != want {
			t.Errorf("%s: %v, want %v\n%s", sheet, got, want, told(made))
		}
	}
}

// TestColumnsOfLaterYearsAreNoMoneyOfThisOne binds a list of projects with columns for the years to come, which the
// example leaves blank, and beside the projects what every line says.
func TestColumnsOfLaterYearsAreNoMoneyOfThisOne(t *testing.T) {
	table := kind{"规划", "年部门项目中期规划预算表", [][]any{{"单位名称", "项目级次", "项目名称", "2026年", "2027年", "2028年"}}, nil, func(l *budget.Ledger) (out [][]any) {
		if l == nil {
			return blankLines([]any{"合计"})
		}
		for _, k := range keysOf(l, proj, "单位", "项目名称") {
			out = append(out, []any{k[0], "本级", k[1], sum(l, proj, ask{"单位": k[0]}, ask{"项目名称": k[1]})})
		}
		return append(out, []any{"合计", nil, nil, sum(l, proj)})
	}, ""}
	b := bureau{"testdata", "testdata", defaultPack(t)}
	last, next := b.ledger(t, yunchuanLast), b.ledger(t, yunchuanNext)
	last.Info["预算年度"], next.Info["预算年度"] = "2026", "2026"
	made := learned(t, []kind{table}, last, next)
	for _, want := range []string{"“2027年”这一列没有写标签", "“2028年”这一列没有写标签"} {
		if !strings.Contains(told(made), want) {
			t.Errorf("%q is not told:\n%s", want, told(made))
		}
	}
}

// TestAFundWhosePartsAreBlankIsTheFund binds income of which one fund has numbered parts without figures: of what the
// parts are no figure says, and they must not turn the other lines to some other money.
func TestAFundWhosePartsAreBlankIsTheFund(t *testing.T) {
	table := kind{"收支", "年部门财务收支预算总表", [][]any{{"收入", nil, "支出", nil}, {"项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) [][]any {
		labels := []string{"一、一般公共预算拨款收入", "二、政府性基金预算拨款收入", "三、国有资本经营预算拨款收入", "四、财政专户管理资金收入", "五、单位资金", "1、事业收入", "2、事业单位经营收入", "3、上级补助收入", "4、附属单位上缴收入"}
		var out [][]any
		var all float64
		for i, label := range labels {
			row := []any{label, nil, nil, nil}
			if i == 0 {
				row[2] = "一、基本支出"
			} else if i == 1 {
				row[2] = "二、项目支出"
			}
			if l != nil && i < 5 {
				row[1] = sum(l, now, ask{"资金来源": []string{"一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"}[i]})
				all += row[1].(float64)
			}
			if l != nil && i < 2 {
				row[3] = sum(l, []ask{base, proj}[i])
			}
			out = append(out, row)
		}
		if l == nil {
			return append(out, []any{"本年收入合计", nil, "本年支出合计"}, []any{"上年结转结余"}, []any{"收入总计", nil, "支出总计"})
		}
		return append(out, []any{"本年收入合计", all, "本年支出合计", sum(l)}, []any{"上年结转结余", sum(l, before)}, []any{"收入总计", sum(l), "支出总计", sum(l)})
	}, ""}
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛物资 特定目标类 一般公共预算 4860000", "某市水务局 河道整治 特定目标类 政府性基金预算 2400000", "某市水务局 河道整治 特定目标类 一般公共预算 214600 上年结转", "某市水文站 监测 其他运转类 一般公共预算 384000", "某市水文站 监测 其他运转类 单位资金 746000")
	next := ofProjects(p, "某市水务局 网络 其他运转类 一般公共预算 70000", "某市水务局 抗旱 特定目标类 一般公共预算 300000", "某市水务局 节水 其他运转类 政府性基金预算 33000", "某市水文站 站房 其他运转类 单位资金 18000 上年结转")
	learned(t, []kind{table}, last, next)
}

// TestAColumnOfKindsIsNoMoneyWhereNobodyHasAny binds a table that the example leaves empty, and whose first column says
// by its header alone that it is of kinds.
func TestAColumnOfKindsIsNoMoneyWhereNobodyHasAny(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l),
		Form: book(t, []kind{emptyOfKinds}, nil, 2026), Example: book(t, []kind{emptyOfKinds}, nil, 2025)})
	must(t, err)
	for _, e := range made.Written {
		if strings.HasPrefix(e.Place.Cell, "A") && strings.Contains(e.Text, ".") {
			t.Errorf("%v", e)
		}
	}
}

var emptyOfKinds = kind{"上级", "年上级补助项目支出预算表", [][]any{{"项目分类", "项目名称", "单位名称", "功能科目编码", "合计"}}, nil, func(*budget.Ledger) [][]any { return blankLines() }, "备注：无上级补助项目支出预算的，此表无数据。"}

// TestANameWhoseMoneyAnotherLineShowsIsNought binds income of which 其他收入 shows all money of a fund, and 事业收入, which
// may mean the same, says 0.
func TestANameWhoseMoneyAnotherLineShowsIsNought(t *testing.T) {
	p := defaultPack(t)
	l := ofProjects(p, "某市水文站 监测 其他运转类 单位资金 322000")
	page := func(filled bool) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"部门收入总体情况表"}, {nil, "单位：元"}, {"项目", "预算数"}, {"一、一般公共预算财政拨款收入"}, {"二、政府性基金预算财政拨款收入"}, {"三、国有资本经营预算财政拨款收入"}, {"四、财政专户管理资金收入"}, {"五、事业收入"}, {"六、上级补助收入"}, {"七、其他收入"}, {"本年收入合计"}}
		if filled {
			for i, v := range []float64{sum(l, gp), 0, 0, 0, 0, 0, 322000, sum(l)} {
				rows[3+i] = append(rows[3+i], v)
			}
		}
		addSheet(t, f, "收入", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: page(false), Example: page(true), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	for cell, want := range map[string]string{"B8": "=0", "B9": "=0"} {
		if !slices.ContainsFunc(made.Written, func(e tagging.Entry) bool { return e.Place.Cell == cell && e.Text == want }) {
			t.Errorf("%s is not %s: %v\n%s", cell, want, made.Written, told(made))
		}
	}
}

// TestWhatIsAskedOfATableIsWhatItTakes binds a table of a fund that follows the one of another fund, which leaves out what
// was carried over: a department that has some is told that it is left out.
func TestWhatIsAskedOfATableIsWhatItTakes(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛物资 特定目标类 一般公共预算 4860000", "某市水务局 防汛物资 特定目标类 一般公共预算 214600 上年结转", "某市水文站 打井 特定目标类 政府性基金预算 2400000")
	table := func(name, title, fund string) kind {
		return kind{name, title, [][]any{{"科目编码", "科目名称", "合计"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, "合计"})
			}
			of := ask{"资金来源": fund, "资金年度": "本年"}
			lines := tree(l, of, "功能科目编码", "功能科目", []int{3, 5, 7}, func(code, name string, of ask) []any { return []any{code, name, sum(l, of)} })
			return append(lines, []any{nil, "合计", sum(l, of)})
		}, ""}
	}
	kinds := []kind{table("一般", "年一般公共预算支出表", "一般公共预算"), table("基金", "年政府性基金预算支出表", "政府性基金预算")}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Example: book(t, kinds, last, 2026), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	next := ofProjects(p, "某市水文站 打井 特定目标类 政府性基金预算 2400000", "某市水文站 打井 特定目标类 政府性基金预算 11111 上年结转")
	rules, _, err := tables.Rules(loaded(t, made))
	must(t, err)
	said := ""
	for _, f := range rules.Run(next, tables.Views(loaded(t, made), next)) {
		if asks(f) {
			said += f.Message
		}
	}
	if want := "有“上年结转” 11111.00 元：基金的 C 列现在不含它，做模板包的范例里没有这样的钱，看不出要不要含"; said != want {
		t.Errorf("%q\n%s", said, told(made))
	}
}

// TestASideThatTheExampleLeavesBlankIsOfNothingElse binds a table of two sides, of which the example fills the right one
// alone: that the left one is blank must not limit it to whatever nobody has.
func TestASideThatTheExampleLeavesBlankIsOfNothingElse(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanLast)
	page := func(filled bool) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"部门收支总表"}, {nil, nil, nil, "单位：元"}, {"收入", nil, "支出"}, {"项目", "预算数", "项目", "预算数"}, {"一、一般公共预算拨款收入", nil, "一、基本支出"}, {"二、政府性基金预算拨款收入", nil, "二、项目支出"}, {"三、单位资金收入"}, {"本年收入合计", nil, "本年支出合计"}}
		if filled {
			rows[4], rows[5], rows[7] = append(rows[4], sum(l, base)), append(rows[5], sum(l, proj)), append(rows[7], sum(l))
		}
		addSheet(t, f, "收支", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: page(false), Example: page(true), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	if says(made.Left, "收支", "按范例的数只取") || !says(made.Left, "收支", "按文字取的数是") {
		t.Errorf("%s", told(made))
	}
}
