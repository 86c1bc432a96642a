package bind_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/input"
	"ysgk/internal/proof"
	"ysgk/internal/published"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// TestAListOfSubjectsIsNoCardOfAProjectOfTheSameName binds a list of units and their subjects, one of which is
// called as a published project of that unit is.
func TestAListOfSubjectsIsNoCardOfAProjectOfTheSameName(t *testing.T) {
	p := defaultPack(t)
	const sample = "../../samples/阳泉市司法局2026年预算录入.xlsx"
	l := sampleLedger(t, p)
	projects := l.Tables["绩效项目"]
	old, code := projects.Value(0, "项目名称"), keysOf(l, ask{"单位": projects.Value(0, "实施单位")}, "功能科目编码")[0][0]
	f, err := excelize.OpenFile(sample)
	must(t, err)
	defer f.Close()
	for _, sheet := range []string{"支出明细", "绩效项目", "绩效指标"} {
		cells, err := f.SearchSheet(sheet, old)
		must(t, err)
		for _, cell := range cells {
			must(t, f.SetCellStr(sheet, cell, l.Codes["功能科目"].NameOf(code)))
		}
	}
	renamed := filepath.Join(t.TempDir(), "录入.xlsx")
	must(t, f.SaveAs(renamed))
	l, found, err := input.Read(renamed, p)
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	list := kind{"支出", "年部门支出总体情况表", [][]any{{"科目编码", "单位（科目名称）", "合计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{nil, "合计"})
		}
		line := func(code, name string, of ...ask) []any {
			return []any{code, name, sum(l, of...), sum(l, append(of, base)...), sum(l, append(of, proj)...)}
		}
		out := [][]any{line("", "合计")}
		for _, u := range keysOf(l, nil, "单位") {
			out = append(out, line("", u[0], ask{"单位": u[0]}))
			for _, k := range sorted(keysOf(l, ask{"单位": u[0]}, "功能科目编码")) {
				out = append(out, line(k, "  "+l.Codes["功能科目"].NameOf(k), ask{"单位": u[0], "功能科目编码": k}))
			}
		}
		return out
	}, ""}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{list}, nil, 2026), Example: book(t, []kind{list}, l, 2026), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	if text := told(made); strings.Contains(text, "每条记录一张") {
		t.Error(text)
	}
}

// sorted are the keys of one field in order.
func sorted(keys [][]string) (out []string) {
	for _, k := range keys {
		out = append(out, k[0])
	}
	slices.Sort(out)
	return out
}

// TestTheDepartmentIsWhomTheTablesNameNotTheCards reads tables whose titles begin with the department, beside
// cards of projects that name their units, and tables that name it above them as the cards name theirs.
func TestTheDepartmentIsWhomTheTablesNameNotTheCards(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	for _, above := range []bool{false, true} {
		f := excelize.NewFile()
		defer f.Close()
		card := func(name, unit string) {
			addSheet(t, f, name, nil, []any{"2026年项目绩效目标表"}, []any{"编制单位：" + unit}, []any{"项目名称", name}, []any{"立项依据", "文件"}, []any{"绩效指标", "一级指标", "二级指标", "三级指标", "指标值"}, []any{nil, "产出指标", "数量指标", "次数", "3次"})
		}
		card("普法", "临水市司法局（本级）")
		card("装备", "临水市司法局（本级）")
		card("办案", "临水市法律援助中心")
		for _, title := range []string{"部门收支总表", "部门支出总表", "一般公共预算支出表", "政府性基金预算支出表"} {
			who, line := "临水市司法局", []any{"单位：元"}
			if above {
				who, line = "", []any{"部门：临水市司法局", "单位：元"}
			}
			addSheet(t, f, title, nil, []any{who + title}, line, []any{"科目名称", "2026年预算数"}, []any{"合计", sum(l)}, []any{"公共安全支出", sum(l, ask{"功能科目编码": "204"})})
		}
		must(t, f.DeleteSheet("Sheet1"))
		_, info, err := published.Facts(p, saved(t, f))
		must(t, err)
		if info["部门名称"] != "临水市司法局" {
			t.Errorf("named above the tables %v: %v", above, info)
		}
	}
}

// TestATotalBesideTwoFundsIsTheirsInLinesOfTwoLevels binds printed lines of 类 and 款 of a table of 财政拨款 whose
// 合计 stands beside columns of two funds: money of the third is in none of them, as a figure of the example shows.
func TestATotalBesideTwoFundsIsTheirsInLinesOfTwoLevels(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 河道 特定目标类 政府性基金预算 45000", "某市水文站 入股 特定目标类 国有资本经营预算 33000")
	next := ofProjects(p, "某市水务局 网络 其他运转类 一般公共预算 70000", "某市水务局 改制 特定目标类 国有资本经营预算 210000", "某市水文站 河道 特定目标类 政府性基金预算 5000")
	fund := ask{"资金来源": "政府性基金预算"}
	table := kind{"经济", "年财政拨款支出表（按经济科目分类）", [][]any{{"部门预算支出经济分类科目", nil, nil, "合计", "一般公共预算", nil, nil, "政府性基金预算"}, {"类", "款", "科目名称", nil, "小计", "基本支出", "项目支出"}}, []string{"A3:C3", "D3:D4", "E3:G3", "H3:H4"}, func(l *budget.Ledger) (out [][]any) {
		for _, code := range []string{"301", "30101", "30102", "30103", "302", "30201", "30202", "30227", "303", "30301", "30302", "310", "31002", "399", "39999"} {
			line := []any{code, nil, p.Codes["部门经济科目"].NameOf(code)}
			if len(code) > 3 {
				line[0], line[1] = nil, code[3:]
			}
			if l != nil {
				of := ask{"部门经济科目编码": code}
				line = append(line, sum(l, of, twoFunds), sum(l, of, gp), sum(l, of, gp, base), sum(l, of, gp, proj), sum(l, of, fund))
			}
			out = append(out, line)
		}
		return out
	}, ""}
	learned(t, []kind{table}, last, next)
}

// TestLinesOfIncomeAreThoseOfTheTableThatKeepsIt binds 利润收入 and the like, codes that the table of income alone
// keeps, beside lines of what is spent.
func TestLinesOfIncomeAreThoseOfTheTableThatKeepsIt(t *testing.T) {
	p := defaultPack(t)
	const fund = "国有资本经营预算"
	got := func(l *budget.Ledger, codes ...string) *budget.Ledger { // code and 元, by turns
		of := l.Tables["收入明细"]
		for i := 0; i < len(codes); i += 2 {
			row := make([]string, len(of.Fields))
			row[of.Field("预算类别")], row[of.Field("收入科目编码")] = fund, codes[i]
			var yuan int64
			fmt.Sscan(codes[i+1], &yuan)
			amounts := make([]budget.Fen, len(of.Measures))
			amounts[0] = budget.Fen(yuan * 100)
			of.Append(0, row, amounts)
		}
		return l
	}
	last := got(ofProjects(p, "某市水务局 改制 特定目标类 国有资本经营预算 300000"), "103060125", "250000", "103060203", "50000")
	next := got(ofProjects(p, "某市水务局 改制 特定目标类 国有资本经营预算 90000"), "103060125", "40000", "103060398", "30000", "1030698", "20000")
	table := kind{"国资", "年国有资本经营预算收支表", [][]any{{"收入", nil, "支出", nil}, {"项目", "金额", "项目", "金额"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) (out [][]any) {
		lines := [][2]string{{"一、利润收入", "1030601"}, {"二、股利、股息收入", "1030602"}, {"三、产权转让收入", "1030603"}, {"四、清算收入", "1030604"}, {"五、其他国有资本经营预算收入", "1030698"}}
		all := 0.0
		for i, line := range lines {
			amount := any(nil)
			if l != nil {
				var sum budget.Fen
				of := l.Tables["收入明细"]
				for k, a := range of.Amounts(0) {
					if strings.HasPrefix(of.Value(k, "收入科目编码"), line[1]) {
						sum += a
					}
				}
				yuan, _ := sum.Yuan().Float64()
				amount, all = yuan, all+yuan
			}
			out = append(out, []any{line[0], amount})
			if i == 0 {
				out[0] = append(out[0], "一、基本支出", nil)
			}
			if i == 1 {
				out[1] = append(out[1], "二、项目支出", nil)
				if l != nil {
					out[1][3] = sum(l, proj, ask{"资金来源": fund})
				}
			}
		}
		if l == nil {
			return append(out, []any{"收入合计", nil, "支出合计", nil})
		}
		return append(out, []any{"收入合计", all, "支出合计", sum(l, ask{"资金来源": fund})})
	}, ""}
	learned(t, []kind{table}, last, next)
}

// TestALabelOfACardMaySayHowTheMoneyIsDivided binds a card whose lines are called 1、资金来源：（1）财政性资金.
func TestALabelOfACardMaySayHowTheMoneyIsDivided(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛物资 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 单位资金 45000")
	next := ofProjects(p, "某市水务局 网络 其他运转类 政府性基金预算 70000", "某市水文站 抗旱 特定目标类 单位资金 210000")
	last.Info["部门名称"], next.Info["部门名称"] = "某市水务局", "某市水务局"
	card := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		name, amount := any(nil), func(...ask) any { return nil }
		if l != nil {
			name, amount = l.Info["部门名称"], func(of ...ask) any { return sum(l, of...) / 10000 }
		}
		addSheet(t, f, "整体", []string{"A1:D1", "B2:D2", "A3:A7"}, []any{"部门（单位）整体绩效目标表"}, []any{"部门（单位）名称", name},
			[]any{"预算情况", "部门预算总额（万元）", amount()}, []any{nil, "1、资金来源：（1）财政性资金", amount(ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"})}, []any{nil, "（2）其他资金", amount(ask{"资金来源": "财政专户管理资金、单位资金"})},
			[]any{nil, "2、资金结构：（1）基本支出", amount(base)}, []any{nil, "（2）项目支出", amount(proj)},
			[]any{"一级指标", "二级指标", "三级指标", "指标值"}, []any{"产出指标", "数量指标"})
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: card(nil), Example: card(last), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	if got, want := textsOf(t, filled(t, loaded(t, made), next)), textsOf(t, card(next)); !slices.Equal(got, want) {
		t.Errorf("%q, want %q; left: %v", got, want, made.Left)
	}
}

// TestWhatIsCarriedOverOfOtherFundsHasItsLine binds 非财政拨款资金结余 below 上年结转.
func TestWhatIsCarriedOverOfOtherFundsHasItsLine(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 单位资金 45000 上年结转", "某市水务局 维修 其他运转类 一般公共预算 7000 上年结转", "某市水文站 巡测 其他运转类 单位资金 9000")
	next := ofProjects(p, "某市水务局 防汛 特定目标类 一般公共预算 80000", "某市水文站 监测 其他运转类 财政专户管理资金 5000 上年结转", "某市水务局 维修 其他运转类 政府性基金预算 6000 上年结转", "某市水文站 巡测 其他运转类 单位资金 19000")
	public, own, carried := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}, ask{"资金来源": "财政专户管理资金、单位资金"}, ask{"资金年度": "上年结转"}
	table := kind{"收支", "年收支总表", [][]any{{"收入", nil, "支出", nil}, {"项目", "预算数", "项目", "预算数"}}, []string{"A3:B3", "C3:D3"}, func(l *budget.Ledger) (out [][]any) {
		for _, line := range []struct {
			left, right string
			in, out     []ask
		}{{"一、财政拨款", "一、人员经费", []ask{public, now}, []ask{{"支出类型": "人员经费"}}}, {"二、其他资金", "二、公用经费", []ask{own, now}, []ask{{"支出类型": "公用经费"}}}, {"本年收入合计", "三、项目支出", []ask{now}, []ask{proj}},
			{"上年结转", "", []ask{carried}, nil}, {"其中：财政拨款资金结转", "", []ask{public, carried}, nil}, {"非财政拨款资金结余", "", []ask{own, carried}, nil}, {"收入总计", "支出总计", []ask{}, []ask{}}} {
			row := []any{line.left, nil, line.right, nil}
			if l != nil {
				if row[1] = sum(l, line.in...); line.out != nil {
					row[3] = sum(l, line.out...)
				}
			}
			out = append(out, row)
		}
		return out
	}, ""}
	learned(t, []kind{table}, last, next)
}

// TestWhatIsBoughtMayStandInAColumnForEachType binds a list of what is bought whose amounts stand in a column for
// each type beside that of all, with an example, without one of a type, and by its words alone.
func TestWhatIsBoughtMayStandInAColumnForEachType(t *testing.T) {
	p, whole := defaultPack(t), proof.DocumentPack(t)
	bought := func(lines ...string) *budget.Ledger {
		l := ofProjects(whole, "某市水务局 防汛物资 特定目标类 一般公共预算 500000")
		of := l.Tables["政府采购"]
		for _, line := range lines {
			x := strings.Split(line, " ")
			var yuan int64
			fmt.Sscan(x[2], &yuan)
			row, amounts := make([]string, len(of.Fields)), make([]budget.Fen, len(of.Measures))
			row[of.Field("采购类型")], row[of.Field("采购品目")], amounts[0] = x[0], x[1], budget.Fen(yuan*100)
			of.Append(0, row, amounts)
		}
		return l
	}
	last := bought("货物 车辆 238000", "服务 物业 120000", "货物 电脑 60000")
	next := bought("工程 维修 663000", "货物 电脑 41000", "服务 保安 90000")
	table := kind{"采购", "年政府采购预算明细表", [][]any{{"采购品目", "总计", "货物类", "服务类", "工程类"}}, nil, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{"合计"})
		}
		of := l.Tables["政府采购"]
		line := func(called string, is func(i int) bool) []any {
			sums := make([]budget.Fen, 4)
			for i, a := range of.Amounts(0) {
				if is(i) {
					sums[0] += a
					sums[1+slices.Index([]string{"货物", "服务", "工程"}, of.Value(i, "采购类型"))] += a
				}
			}
			out := []any{called}
			for _, s := range sums {
				yuan, _ := s.Yuan().Float64()
				out = append(out, yuan)
			}
			return out
		}
		out := [][]any{line("合计", func(int) bool { return true })}
		for i := range of.Len() {
			out = append(out, line(of.Value(i, "采购品目"), func(k int) bool { return k == i }))
		}
		return out
	}, ""}
	for how, r := range map[string]bind.Request{
		"by an example": {Ledger: last, Whole: &bind.Whole{Pack: whole, Ledger: last}, Example: book(t, []kind{table}, last, 2026)},
		"alone":         {Ledger: sample.Nothing(p), Whole: &bind.Whole{Pack: whole, Ledger: sample.Nothing(whole)}},
	} {
		r.Pack, r.Known, r.Name, r.Form, r.Views = p, known(t, p), "官方表.xlsx", book(t, []kind{table}, nil, 2026), tables.Views(p, r.Ledger)
		made, err := bind.Workbook(r)
		must(t, err)
		got, want := shown(t, filled(t, loaded(t, made), next))["采购"], shown(t, book(t, []kind{table}, next, 2026))["采购"]
		if fmt.Sprint(got[3:]) != fmt.Sprint(want[3:]) {
			t.Errorf("%s: %q, want %q\n%s", how, got, want, told(made))
		}
	}
}

// TestKindsOfIndicatorsSideBySide binds a list of projects whose 产出, 效益 and 满意度 indicators stand next to each
// other, each of which goes on below the others: by an example, and by its words alone. 成本指标 beside them is no
// 产出指标 there.
func TestKindsOfIndicatorsSideBySide(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	for _, kinds := range [][]string{{"产出指标", "效益指标", "满意度指标"}, {"成本指标", "产出指标", "效益指标", "满意度指标"}} {
		of := func(one, two string) int {
			if i := slices.Index(kinds, two); i >= 0 {
				return i
			}
			return slices.Index(kinds, one)
		}
		list := func(l *budget.Ledger) []byte {
			f := excelize.NewFile()
			defer f.Close()
			top, mid, low := []any{"项目单位", "项目名称", "项目金额（元）", nil, "绩效目标"}, []any{nil, nil, "资金总额", "财政性资金"}, []any{nil, nil, nil, nil}
			last, _ := excelize.ColumnNumberToName(4 + 2*len(kinds))
			merges := []string{"A1:" + last + "1", "A3:A5", "B3:B5", "C3:D3", "C4:C5", "D4:D5", "E3:" + last + "3"}
			for i, k := range kinds {
				mid, low = append(mid, k, nil), append(low, "三级指标", "指标值")
				a, _ := excelize.CoordinatesToCellName(5+2*i, 4)
				b, _ := excelize.CoordinatesToCellName(6+2*i, 4)
				merges = append(merges, a+":"+b)
			}
			rows := [][]any{{"项目绩效目标汇总表"}, {"单位：元"}, top, mid, low}
			if l == nil {
				rows = append(rows, []any{nil}, []any{nil}, []any{nil})
			} else {
				projects, own := l.Tables["绩效项目"], l.Tables["绩效指标"]
				for i := range projects.Len() {
					if projects.Value(i, "是否公开") != "是" {
						continue
					}
					amount := func(names ...string) float64 {
						var sum budget.Fen
						for _, n := range names {
							sum += projects.Amounts(projects.Measure(n))[i]
						}
						yuan, _ := sum.Yuan().Float64()
						return yuan
					}
					block := make([][]any, 1)
					block[0] = []any{projects.Value(i, "实施单位"), projects.Value(i, "项目名称"), amount("年度资金总额"), amount("年度中央", "年度省级", "年度市县区")}
					n := make([]int, len(kinds))
					for k := range own.Len() {
						if own.Value(k, "项目名称") != projects.Value(i, "项目名称") || own.Value(k, "实施单位") != projects.Value(i, "实施单位") || own.Value(k, "目标期") != "年度" {
							continue
						}
						side := of(own.Value(k, "一级指标"), own.Value(k, "二级指标"))
						if n[side] == len(block) {
							block = append(block, make([]any, 4))
						}
						line := append(block[n[side]], make([]any, max(0, 4+2*len(kinds)-len(block[n[side]])))...)
						line[4+2*side], line[5+2*side] = own.Value(k, "三级指标"), own.Value(k, "指标值")
						block[n[side]] = line
						n[side]++
					}
					for col := range 4 {
						a, _ := excelize.CoordinatesToCellName(col+1, len(rows)+1)
						b, _ := excelize.CoordinatesToCellName(col+1, len(rows)+len(block))
						if a != b {
							merges = append(merges, a+":"+b)
						}
					}
					rows = append(rows, block...)
				}
			}
			addSheet(t, f, "汇总", merges, rows...)
			must(t, f.DeleteSheet("Sheet1"))
			return saved(t, f)
		}
		for how, r := range map[string]bind.Request{"by an example": {Ledger: l, Example: list(l)}, "alone": {Ledger: sample.Nothing(p)}} {
			r.Pack, r.Known, r.Name, r.Form, r.Views = p, known(t, p), "官方表.xlsx", list(nil), tables.Views(p, r.Ledger)
			made, err := bind.Workbook(r)
			must(t, err)
			got, want := shown(t, filled(t, loaded(t, made), l))["汇总"], shown(t, list(l))["汇总"]
			if fmt.Sprint(got[5:]) != fmt.Sprint(want[5:]) {
				t.Errorf("%v %s:\n%q\n%q\n%s", kinds, how, got, want, told(made))
			}
		}
	}
}

// TestANoteMaySayThatATableIsOfThisYear binds by words alone a list whose note says that it shows what 财政拨款 of
// this year is spent on; another note that tells of 本年度 says so of no money.
func TestANoteMaySayThatATableIsOfThisYear(t *testing.T) {
	p := defaultPack(t)
	l := ofProjects(p, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 一般公共预算 45000 上年结转")
	for note, of := range map[string]ask{"备注：本表反映2026年当年一般公共预算财政拨款支出情况。": now, "备注：本表反映部门本年度一般公共预算收支情况。": nil, "备注：本表反映当年一般公共预算支出，含上年结转。": nil} {
		list := kind{"支出", "年一般公共预算支出预算表", [][]any{{"单位名称", "总计", "基本支出", "项目支出"}}, nil, func(l *budget.Ledger) [][]any {
			return byUnit(l, func(unit ask) []any {
				return []any{sum(l, unit, of), sum(l, unit, base, of), sum(l, unit, proj, of)}
			})
		}, note}
		_, made := aloneFrom(t, list)
		for _, proof := range proven(t, p, loaded(t, made), []kind{list}, l, 2026) {
			if proof.Wrong() > 0 {
				t.Errorf("%s: %+v\n%s", note, proof, told(made))
			}
		}
	}
}

// TestLinesThatTellTheirWholeCodeAreOfTheLowest binds by words alone a list whose lines stand below their unit and
// have 类, 款 and 项 and the code of the unit in columns of their own, and a list of two codes beside each other, of
// each of which 类 and 款: neither has lines of 类.
func TestLinesThatTellTheirWholeCodeAreOfTheLowest(t *testing.T) {
	p := defaultPack(t)
	l := bureau{"testdata", "testdata", p}.ledger(t, yunchuanNext)
	unit := func(name, field string) string {
		items := l.Tables["支出明细"]
		for i := range items.Len() {
			if items.Value(i, "单位") == name {
				return items.Value(i, field)
			}
		}
		return ""
	}
	list := kind{"支出", "年部门支出总表", [][]any{{"科目编码", nil, nil, "单位代码", "单位（科目名称）", "合计", "基本支出", "项目支出"}, {"类", "款", "项"}}, []string{"A3:C3", "D3:D4", "E3:E4", "F3:F4", "G3:G4", "H3:H4"}, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{nil, nil, nil, nil, "合计"})
		}
		line := func(code, owner, name string, of ...ask) []any {
			out := []any{nil, nil, nil, owner, name, sum(l, of...), sum(l, append(of, base)...), sum(l, append(of, proj)...)}
			if code != "" {
				out[0], out[1], out[2] = code[:3], code[3:5], code[5:]
			}
			return out
		}
		out := [][]any{line("", "", "合计")}
		for _, u := range keysOf(l, nil, "单位") {
			of, owner := ask{"单位": u[0]}, unit(u[0], "单位代码")
			out = append(out, line("", owner, u[0], of))
			for _, code := range sorted(keysOf(l, of, "功能科目编码")) {
				if x := line(code, owner, l.Codes["功能科目"].NameOf(code), of, ask{"功能科目编码": code}); x[5] != 0.0 {
					out = append(out, x)
				}
			}
		}
		return out
	}, ""}
	pairs := kind{"经济", "年支出经济分类汇总表", [][]any{{"部门预算支出经济分类", nil, nil, "政府预算支出经济分类", nil, nil, "合计", "一般公共预算"}, {"类", "款", "科目名称", "类", "款", "科目名称"}}, []string{"A3:C3", "D3:F3", "G3:G4", "H3:H4"}, func(l *budget.Ledger) [][]any {
		if l == nil {
			return blankLines([]any{nil, nil, "合计"})
		}
		line := func(a, b string, of ...ask) []any {
			out := []any{nil, nil, "合计", nil, nil, nil, sum(l, of...), sum(l, append(of, gp)...)}
			if a != "" {
				copy(out, []any{a[:3], a[3:], l.Codes["部门经济科目"].NameOf(a), b[:3], b[3:], nameOfGov(l, b)})
			}
			return out
		}
		out, keys := [][]any{line("", "")}, keysOf(l, nil, "部门经济科目编码", "政府经济科目编码")
		slices.SortFunc(keys, slices.Compare)
		for _, k := range keys {
			out = append(out, line(k[0], k[1], ask{"部门经济科目编码": k[0], "政府经济科目编码": k[1]}))
		}
		return out
	}, ""}
	_, made := aloneFrom(t, list, pairs)
	for _, proof := range proven(t, p, loaded(t, made), []kind{list, pairs}, l, 2026) {
		if proof.Wrong() > 0 || proof.Right < 4 {
			t.Errorf("%+v\n%v\n%s", proof, shown(t, made.Book)[proof.Sheet], told(made))
		}
	}
}

// TestAPageOfContentsSaysWhichTablesAreEmpty binds a page of contents that says of each table whether it is empty, and
// why: what an example with and without an empty table says of the tables that have a total, and tells of the rest.
func TestAPageOfContentsSaysWhichTablesAreEmpty(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	list := func(sheet, title string, asks ...ask) kind {
		return kind{sheet, "年" + title, [][]any{{"科目编码", "科目名称", "合计"}}, nil, func(l *budget.Ledger) [][]any {
			if l == nil {
				return blankLines([]any{nil, "合计"})
			}
			out := [][]any{{nil, "合计", sum(l, asks...)}}
			if len(asks) > 0 && sum(l, asks...) == 0 {
				return [][]any{{nil, "合计", nil}, {}, {}}
			}
			for _, k := range sorted(keysOf(l, asks[0], "功能科目编码")) {
				out = append(out, []any{k, l.Codes["功能科目"].NameOf(k), sum(l, append(asks, ask{"功能科目编码": k})...)})
			}
			return out
		}, ""}
	}
	general, state := ask{"资金来源": "一般公共预算"}, ask{"资金来源": "国有资本经营预算"}
	for _, form := range []string{"with an empty table", "with two of a name", "without"} {
		some, twice := form != "without", form == "with two of a name"
		kinds := []kind{list("表1", "一般公共预算支出表", general), list("表2", "国有资本经营预算支出表", state)}
		if twice {
			kinds[0].title, kinds[1].title = "年财政拨款支出表（一般公共预算）", "年财政拨款支出表（国有资本经营预算）"
		}
		says := [][]any{{"否", nil}, {"是", "没有这项预算，表是空的"}, {"否", nil}}
		if !some {
			kinds, says = kinds[:1], [][]any{{"否", nil}, {"否", nil}, {"否", nil}}
		}
		contents := func(full bool, book []byte) []byte {
			f, err := excelize.OpenReader(bytes.NewReader(book))
			must(t, err)
			rows := [][]any{{"目    录"}, {"报表", "报表名称", "是否空表", "公开空表理由"}, {"表1", "一般公共预算支出表"}, {"表2", "国有资本经营预算支出表"}, {"表3", "甲乙丙丁情况表"}}
			if twice {
				rows[2][1], rows[3][1] = "财政拨款支出表（一般公共预算）", "财政拨款支出表（国有资本经营预算）"
			}
			for i := range says {
				if full {
					rows[i+2] = append(rows[i+2], says[i]...)
				}
			}
			addSheet(t, f, "目录", []string{"A1:D1"}, rows...)
			return saved(t, f)
		}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: contents(false, book(t, kinds, nil, 2026)), Example: contents(true, book(t, kinds, l, 2026)), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		if n := len(slices.DeleteFunc(slices.Clone(made.Left), func(e tagging.Entry) bool {
			return !strings.Contains(e.Text, "“是否空表”这里范例写的是“否”，没有写标签") || e.Place.Cell != "C5"
		})); n != 1 {
			t.Errorf("what cannot be known is told %d times: %s", n, told(made))
		}
		printed := strings.Join(textsOf(t, filled(t, loaded(t, made), l)), "\n")
		printed = strings.NewReplacer("财政拨款支出表（一般公共预算）", "一般公共预算支出表", "财政拨款支出表（国有资本经营预算）", "国有资本经营预算支出表").Replace(printed)
		if !strings.Contains(printed, "表1|一般公共预算支出表|否") || some != strings.Contains(printed, "表2|国有资本经营预算支出表|是|没有这项预算，表是空的") {
			t.Errorf("%s: %s", form, printed)
		}
		other := sampleLedger(t, p)
		other.Tables["支出明细"] = other.Tables["支出明细"].Part(func(int) bool { return false })
		if printed := strings.Join(textsOf(t, filled(t, loaded(t, made), other)), "\n"); !strings.Contains(strings.ReplaceAll(printed, "财政拨款支出表（一般公共预算）", "一般公共预算支出表"), "表1|一般公共预算支出表|是") {
			t.Errorf("nothing is left, %s: %s", form, printed)
		}
	}
}

// TestWordsAloneTakeNoHeaderForALabel binds an empty list of what belongs to projects, whose header names units:
// its lines are not the department's; and a list of published projects whose header names units and projects
// has a line of each unit too.
func TestWordsAloneTakeNoHeaderForALabel(t *testing.T) {
	heads := [][]any{{"单位名称、项目名称", "项目年度绩效目标", "一级指标", "二级指标", "三级指标", "指标值"}, {1, 2, 3, 4, 5, 6}}
	p := defaultPack(t)
	l := sample.Nothing(p)
	kinds := []kind{{"对下", "年对下转移支付绩效目标表", heads, nil, func(*budget.Ledger) [][]any { return blankLines() }, "注：本部门无对下转移支付预算，此表为空。"}, {"项目", "年部门项目支出绩效目标表", heads, nil, func(*budget.Ledger) [][]any { return blankLines() }, ""}}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, kinds, nil, 2026), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	for i, row := range shown(t, made.Book)["对下"] {
		if i > 2 && strings.Contains(strings.Join(row, ""), "{{") {
			t.Errorf("row %d: %q", i+1, row)
		}
	}
	if !says(made.Left, "项目", "照表头先列单位，再列各行，没有核对过") || shown(t, made.Book)["项目"][4][0] != "{{部门项目支出绩效目标表@实施单位.实施单位}}" {
		t.Errorf("%v\n%v", shown(t, made.Book)["项目"], made.Left)
	}
}

// TestALineThatHeadsSumsAndWhatNobodyKeepsIsTheirSum binds by words alone lines of which the first heads lines that
// are sums themselves, beside such as 上缴上级支出.
func TestALineThatHeadsSumsAndWhatNobodyKeepsIsTheirSum(t *testing.T) {
	table := kind{"收支", "年部门收支总表", [][]any{{"支出", nil}, {"部门预算支出经济科目（按大类）", "预算数"}}, []string{"A3:B3"}, func(*budget.Ledger) (out [][]any) {
		for _, line := range []string{"一、部门预算", "1、人员经费和公用经费支出", "(1)工资福利支出", "(2)商品和服务支出", "2、专项业务经费支出", "(1)商品和服务支出", "(2)资本性支出", "3、上缴上级支出", "4、对附属单位补助支出", "本年支出合计"} {
			out = append(out, []any{line, nil})
		}
		return out
	}, ""}
	_, made := aloneFrom(t, table)
	f, err := excelize.OpenReader(bytes.NewReader(made.Book))
	must(t, err)
	defer f.Close()
	for cell, want := range map[string]string{"B5": "B6+B9+B12+B13", "B6": "SUM(B7:B8)", "B14": "B5"} {
		if got, err := f.GetCellFormula("收支", cell); err != nil || got != want {
			t.Errorf("%s: %q, want %q; %v", cell, got, want, made.Left)
		}
	}
}
