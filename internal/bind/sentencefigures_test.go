package bind_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// boughtBy is a ledger of a department of two units with projects, what it buys and what it has.
func boughtBy(t *testing.T, cars string, buys []string, projects ...string) *budget.Ledger {
	t.Helper()
	l := ofProjects(proof.DocumentPack(t), projects...)
	of := l.Tables["政府采购"]
	for _, line := range buys {
		x := strings.Split(line, " ")
		var yuan int64
		fmt.Sscan(x[2], &yuan)
		row, amounts := make([]string, len(of.Fields)), make([]budget.Fen, len(of.Measures))
		row[of.Field("采购类型")], row[of.Field("采购品目")], amounts[0] = x[0], x[1], budget.Fen(yuan*100)
		of.Append(0, row, amounts)
	}
	units := l.Tables["单位"]
	for _, unit := range []string{"某市水务局 行政", "某市水文站 事业"} {
		name, kind, _ := strings.Cut(unit, " ")
		row := make([]string, len(units.Fields))
		row[units.Field("单位名称")], row[units.Field("单位性质")] = name, kind
		units.Append(0, row, make([]budget.Fen, len(units.Measures)))
	}
	l.Info["部门名称"], l.Info["车辆实有数"], l.Info["执法执勤用车"], l.Info["办公用房面积"] = "某市水务局", cars, "2", "1250.5"
	return l
}

// TestSentencesSayWhatTheirWordsSum binds the sentences of a book as its example has them, and fills another
// ledger: parts of what 其中 names the whole of, shares, noughts, what an introduction limits, what is bought, what
// is counted, items of 基本信息 and decimals fewer than two, where the form leaves room of all kinds.
func TestSentencesSayWhatTheirWordsSum(t *testing.T) {
	p, whole := defaultPack(t), proof.DocumentPack(t)
	last := boughtBy(t, "12", []string{"货物 车辆 238000", "服务 物业 120000"}, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 单位资金 45000")
	next := boughtBy(t, "9", []string{"工程 维修 663000"}, "某市水务局 抗旱 特定目标类 一般公共预算 330000", "某市水文站 打井 特定目标类 单位资金 260000", "某市水文站 站房 其他运转类 政府性基金预算 70000 上年结转")
	public := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}
	for _, room := range []string{"XX", "　　", "____", "（　）", "X.XX"} {
		for places := 1; places <= 2; places++ {
			said := func(l *budget.Ledger) []string {
				n := func(of ...ask) string {
					if l == nil {
						return room
					}
					return strconv.FormatFloat(sum(l, of...)/10000, 'f', places, 64)
				}
				part := func(of ...ask) string {
					if l == nil {
						return room
					}
					return strconv.FormatFloat(sum(l, of...)*100/sum(l), 'f', places, 64)
				}
				buys := func(kind string) string {
					if l == nil {
						return room
					}
					all := 0.0
					for i, a := range l.Tables["政府采购"].Amounts(0) {
						if yuan, _ := a.Yuan().Float64(); kind == "" || l.Tables["政府采购"].Value(i, "采购类型") == kind {
							all += yuan
						}
					}
					return strconv.FormatFloat(all/10000, 'f', places, 64)
				}
				item := func(name string) string {
					if l == nil {
						return room
					}
					return l.Info[name]
				}
				units := map[bool]string{true: "2", false: room}[l != nil]
				return []string{
					"收入预算总额为" + n() + "万元，其中：财政拨款收入" + n(public) + "万元，占收入预算总额的" + part(public) + "%；单位资金" + n(ask{"资金来源": "单位资金"}) + "万元，占" + part(ask{"资金来源": "单位资金"}) + "%。",
					"财政拨款支出预算" + n(public) + "万元，其中：基本支出" + n(base, public) + "万元，项目支出" + n(proj, public) + "万元；政府性基金预算支出" + n(ask{"资金来源": "政府性基金预算"}) + "万元。",
					"基本支出中：工资福利支出" + n(base, ask{"部门经济科目编码": "30101"}) + "万元，商品和服务支出" + n(base, ask{"部门经济科目编码": "30201"}) + "万元。",
					"政府采购预算" + buys("") + "万元，其中：货物" + buys("货物") + "万元、工程" + buys("工程") + "万元、服务" + buys("服务") + "万元。",
					"本部门所属单位共" + units + "个，共有车辆" + item("车辆实有数") + "辆，其中执法执勤用车" + item("执法执勤用车") + "辆，办公用房面积" + item("办公用房面积") + "平方米，单位价值50万元以上设备另列。",
				}
			}
			page := func(l *budget.Ledger) []byte {
				table := kind{"表", "年部门支出总表", [][]any{{"科目编码", "科目名称", "合计"}}, nil, func(*budget.Ledger) [][]any { return blankLines([]any{nil, "合计"}) }, ""}
				f, err := excelize.OpenReader(strings.NewReader(string(book(t, []kind{table}, nil, 2026))))
				must(t, err)
				rows := [][]any{{"编制说明"}}
				for _, text := range said(l) {
					rows = append(rows, []any{text})
				}
				addSheet(t, f, "说明", nil, rows...)
				return saved(t, f)
			}
			made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Whole: &bind.Whole{Pack: whole, Ledger: last}, Views: tables.Views(p, last), Form: page(nil), Example: page(last)})
			must(t, err)
			got := shown(t, filled(t, loaded(t, made), next))["说明"]
			for i, want := range said(next) {
				if is := at(got, i+1)[0]; is != want {
					t.Errorf("%s, %d decimals: %s, want %s\n%s", room, places, is, want, told(made))
				}
			}
			if strings.Contains(told(made), "50万元") {
				t.Error("a threshold is told as an amount:", told(made))
			}
		}
	}
}

// TestTextsOfSentencesAreThoseOfTheLedger binds the duties of a department, one on each numbered line, the names of its
// units, a reason and the year of a label, where the form leaves room for them.
func TestTextsOfSentencesAreThoseOfTheLedger(t *testing.T) {
	of := func(name, year, why string, duties, units []string) *budget.Ledger {
		var projects []string
		for i, unit := range units {
			projects = append(projects, fmt.Sprintf("%s 项目%d 特定目标类 一般公共预算 %d", unit, i, 10000*(i+1)))
		}
		l := boughtBy(t, "1", nil, projects...)
		items := l.Tables["支出明细"]
		*items = *items.Part(func(i int) bool { return items.Value(i, "项目名称") != "" })
		l.Info["部门名称"], l.Info["预算年度"], l.Info["收支增减原因"] = name, year, why
		for _, d := range duties {
			l.Tables["职责"].Append(0, []string{d}, nil)
		}
		return l
	}
	last := of("某市水务局", "2025", "新增防汛任务", []string{"负责防汛。", "负责供水。"}, []string{"某市水务局机关", "某市水文站"})
	next := of("某市河务局", "2026", "减少水利工程", []string{"负责治河。", "负责航道。", "负责堤防。"}, []string{"某市河务局机关", "某市航道站", "某市堤防所"})
	for _, room := range []string{"XX", "____", "（　）"} {
		boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
			f := excelize.NewFile()
			defer f.Close()
			name, year, why, units, n := room, "2026", room, room, room
			duties := []string{room, room}
			if l != nil {
				name, year, why, duties = l.Info["部门名称"], l.Info["预算年度"], l.Info["收支增减原因"], nil
				for i := range l.Tables["职责"].Len() {
					duties = append(duties, l.Tables["职责"].Value(i, "职责内容"))
				}
				var of []string
				for _, k := range keysOf(l, nil, "单位") {
					of = append(of, k[0])
				}
				units, n = strings.Join(of, "、"), strconv.FormatFloat(sum(l)/10000, 'f', 2, 64)
			}
			rows := [][]any{{"预算编制说明"}, {"预算年度：" + year}}
			for i, d := range duties {
				rows = append(rows, []any{fmt.Sprintf("（%s）%s", []string{"一", "二", "三"}[i], d)})
			}
			rows = append(rows, []any{name + year + "年支出预算" + n + "万元，主要原因是" + why + "。"}, []any{name + "的预算单位包括：" + units + "。"})
			addSheet(t, f, "说明", nil, rows...)
			must(t, f.DeleteSheet("Sheet1"))
			return saved(t, f)
		})
	}
}

// ofTwoYears is a ledger of items of 支出类型, 部门经济科目, 资金来源, amount and last year's, perhaps 功能科目.
func ofTwoYears(t *testing.T, lines ...string) *budget.Ledger {
	t.Helper()
	l := boughtBy(t, "1", nil)
	items := l.Tables["支出明细"]
	*items = *items.Part(func(int) bool { return false })
	for _, line := range lines {
		x := strings.Split(line, " ")
		row, amounts := make([]string, len(items.Fields)), make([]budget.Fen, len(items.Measures))
		for field, text := range map[string]string{"单位": "某市水务局", "单位性质": "行政", "功能科目编码": "2130301", "支出类型": x[0], "部门经济科目编码": x[1], "资金来源": x[2], "资金年度": "本年"} {
			row[items.Field(field)] = text
		}
		if len(x) > 5 {
			row[items.Field("功能科目编码")] = x[5]
		}
		for i, measure := range []string{"金额(元)", "上年数"} {
			var yuan float64
			fmt.Sscan(x[3+i], &yuan)
			amounts[items.Measure(measure)] = budget.Fen(yuan*100 + 0.5)
		}
		items.Append(0, row, amounts)
	}
	return l
}

// TestChangesOfSentencesAreComputed binds by how much an amount is more or less than last year, in the words of the
// example, where the ledger has last year's items; the parts behind are those of the amount, not of its change.
func TestChangesOfSentencesAreComputed(t *testing.T) {
	of := func(lines ...string) *budget.Ledger { return ofTwoYears(t, lines...) }
	last := of("人员经费 30101 一般公共预算 820000 790000", "公用经费 30217 一般公共预算 12300 15600", "公用经费 30231 一般公共预算 45600 51000", "公用经费 30217 政府性基金预算 3100 2000")
	next := of("人员经费 30101 一般公共预算 780000 815000", "公用经费 30217 一般公共预算 9900 8800", "公用经费 30231 一般公共预算 61000 45600")
	made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		text := func(filter ask, called string, more ...string) string {
			if l == nil {
				return called + "XX万元，比上年增加（减少）XX万元，增长（下降）XX%。" + strings.Join(more, "")
			}
			is, was, items := sum(l, filter), 0.0, l.Tables["支出明细"]
			for i, a := range items.Amounts(items.Measure("上年数")) {
				if yuan, _ := a.Yuan().Float64(); strings.Contains(filter["部门经济科目编码"], items.Value(i, "部门经济科目编码")) && items.Value(i, "资金来源") == "一般公共预算" {
					was += yuan
				}
			}
			way, grows, d := "增加", "增长", is-was
			if d < 0 {
				way, grows, d = "减少", "下降", -d
			}
			return fmt.Sprintf("%s%.2f万元，比上年%s%.2f万元，%s%.2f%%。%s", called, is/10000, way, d/10000, grows, d*100/was, strings.Join(more, ""))
		}
		n := func(code string) string {
			if l == nil {
				return "XX"
			}
			return strconv.FormatFloat(sum(l, gp, ask{"部门经济科目编码": code})/10000, 'f', 2, 64)
		}
		addSheet(t, f, "说明", nil, []any{"预算编制说明"}, []any{text(ask{"资金来源": "一般公共预算", "部门经济科目编码": "30101、30217、30231"}, "一般公共预算支出")},
			[]any{text(ask{"资金来源": "一般公共预算", "部门经济科目编码": "30217、30231"}, "一般公共预算“三公”经费", "其中：公务用车运行费"+n("30231")+"万元，公务接待费"+n("30217")+"万元。")})
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	})
	// of nothing last year no change is true
	learned := loaded(t, made)
	rules, _, err := tables.Rules(learned)
	must(t, err)
	for what, l := range map[string]*budget.Ledger{"no last year": of("人员经费 30101 一般公共预算 780000 0", "公用经费 30231 一般公共预算 61000 0"), "a last year": next} {
		_, found, err := tables.Prove(learned, rules, l, tables.Views(learned, l))
		must(t, err)
		found = append(found, rules.Run(l, tables.Views(learned, l))...)
		if says := strings.Contains(fmt.Sprint(found), "没有上年的数"); says != (what == "no last year") {
			t.Errorf("%s: %v", what, found)
		}
	}
	// where nothing changed, no figure says by how much
	even := of("人员经费 30101 一般公共预算 780000 780000", "公用经费 30217 一般公共预算 9900 9900", "公用经费 30231 一般公共预算 61000 45600")
	book := filled(t, learned, even)
	for row, want := range []string{1: "一般公共预算支出85.09万元，比上年增加1.54万元，增长1.84%。", 2: "一般公共预算“三公”经费7.09万元，比上年增加1.54万元，增长27.75%。其中：公务用车运行费6.10万元，公务接待费0.99万元。"} {
		if got := at(shown(t, book)["说明"], row); want != "" && got[0] != want {
			t.Errorf("%s, want %s", got[0], want)
		}
	}
	even = of("人员经费 30101 一般公共预算 780000 780000", "公用经费 30217 一般公共预算 9900 9900", "公用经费 30231 一般公共预算 61000 61000")
	book = filled(t, learned, even)
	if got := at(shown(t, book)["说明"], 1)[0]; got != "一般公共预算支出85.09万元，与上年持平。" {
		t.Error(got)
	}
	if found := judged(t, learned, book); len(found) > 0 {
		t.Error(found)
	}
}

// TestAFigureThatAFormLeavesNoRoomForIsBoundOrTold has notes that say nothing where the example has figures.
func TestAFigureThatAFormLeavesNoRoomForIsBoundOrTold(t *testing.T) {
	p := defaultPack(t)
	table := ofTypes("支出", "年部门支出总表")
	l := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000", "某市水文站 监测 特定目标类 一般公共预算 123400 上年结转")
	l.Info["预算年度"] = "2025"
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l),
		Form:    said(t, book(t, []kind{table}, nil, 2026), map[string]string{"支出!A45": "注：本表含上年结转万元。", "支出!A46": "注：其中聘用临时人员万元。", "支出!A47": "注：单位是万元。"}),
		Example: said(t, book(t, []kind{table}, l, 2025), map[string]string{"支出!A45": "注：本表含上年结转12.34万元。", "支出!A46": "注：其中聘用临时人员98.76万元。", "支出!A47": "注：单位是万元。"})})
	must(t, err)
	if !strings.Contains(told(made), "里有 1 个数没有动（其中聘用临时人员") || strings.Contains(told(made), "后面范例写的是“12.34") || strings.Contains(told(made), "注：单位是") {
		t.Error(told(made))
	}
	for carried, want := range map[string]string{"某市水文站 监测 特定目标类 一般公共预算 56700 上年结转": "注：本表含上年结转5.67万元。", "某市水文站 监测 特定目标类 一般公共预算 56700": "注：本表含上年结转0.00万元。"} {
		next := ofProjects(p, carried)
		next.Info["预算年度"] = "2026"
		var notes []string
		for _, row := range shown(t, filled(t, loaded(t, made), next))["支出"] {
			if strings.HasPrefix(strings.Join(row, ""), "注：") {
				notes = append(notes, row[0])
			}
		}
		if len(notes) != 3 || notes[0] != want || notes[1] != "注：其中聘用临时人员万元。" {
			t.Errorf("%v, want %s", notes, want)
		}
	}
}

// TestChangesAreBoundWhicheverSideTheExampleSays binds sentences that have all sides of a change, where the example says
// that nothing changed, or no share of what is new, or names what changed behind its parts: of the ledger that is
// filled the figures say which side, and a reason that nobody gave stays open.
func TestChangesAreBoundWhicheverSideTheExampleSays(t *testing.T) {
	side := "比2025年预算增加（减少）××万元，增长（下降）××%，主要原因是××"
	form := []string{"2026年部门预算情况说明", "1.因公出国（境）费××万元，" + side + "。", "2.公务接待费××万元，" + side + "。", "3.公务用车运行费××万元，" + side + "。",
		"2026年“三公”经费预算××万元，其中：公务接待费××万元，公务用车运行费××万元。2026年“三公”经费预算比2025年预算增加（减少）××万元，增长（下降）××%。", "一般公共预算支出××万元，其中：公务接待费××万元，公务用车运行费××万元。支出比2025年增加（减少）××万元。"}
	last := ofTwoYears(t, "公用经费 30212 一般公共预算 50000 0", "公用经费 30217 一般公共预算 12000 12000", "公用经费 30231 一般公共预算 45000 60000")
	last.Info["因公出国（境）费增减原因"], last.Info["公务用车运行维护费增减原因"], last.Info["预算年度"] = "年度计划的调整", "车辆减少了一些", "2025"
	example := []string{"2025年部门预算情况说明", "1.因公出国（境）费5.00万元，比2024年预算增加5.00万元，主要原因是年度计划的调整。", "2.公务接待费1.20万元，与2024年预算持平。", "3.公务用车运行费4.50万元，比2024年预算减少1.50万元，下降25.00%，主要原因是车辆减少了一些。",
		"2025年“三公”经费预算10.70万元，其中：公务接待费1.20万元，公务用车运行费4.50万元。2025年“三公”经费预算比2024年预算增加3.50万元，增长48.61%。", "一般公共预算支出10.70万元，其中：公务接待费1.20万元，公务用车运行费4.50万元。支出比2024年增加3.50万元。"}
	next := ofTwoYears(t, "公用经费 30217 一般公共预算 18000 12000", "公用经费 30231 一般公共预算 45000 60000")
	next.Info["公务用车运行维护费增减原因"], next.Info["预算年度"] = "少了两辆车", "2026"
	want := []string{"2026年部门预算情况说明", "1.因公出国（境）费0.00万元，与2025年预算持平。", "2.公务接待费1.80万元，比2025年预算增加0.60万元，增长50.00%，主要原因是××。", "3.公务用车运行费4.50万元，比2025年预算减少1.50万元，下降25.00%，主要原因是少了两辆车。",
		"2026年“三公”经费预算6.30万元，其中：公务接待费1.80万元，公务用车运行费4.50万元。2026年“三公”经费预算比2025年预算减少0.90万元，下降12.50%。", "一般公共预算支出6.30万元，其中：公务接待费1.80万元，公务用车运行费4.50万元。支出比2025年减少0.90万元。"}
	page := func(texts []string) []byte {
		f := excelize.NewFile()
		defer f.Close()
		var rows [][]any
		for _, text := range texts {
			rows = append(rows, []any{text})
		}
		addSheet(t, f, "说明", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	p := defaultPack(t)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Whole: &bind.Whole{Pack: proof.DocumentPack(t), Ledger: last}, Views: tables.Views(p, last), Form: page(form), Example: page(example)})
	must(t, err)
	learned := loaded(t, made)
	rules, _, err := tables.Rules(learned)
	must(t, err)
	out, found, err := tables.Prove(learned, rules, next, tables.Views(learned, next))
	must(t, err)
	got := shown(t, out.Books[0].Content)["说明"]
	for i, text := range want {
		if is := at(got, i)[0]; is != text {
			t.Errorf("%s, want %s\n%s\n%v", is, text, told(made), shown(t, made.Book)["说明"][i])
		}
	}
	if !strings.Contains(fmt.Sprint(found), "“××”没有填") {
		t.Error("the reason that is missing is not told:", found)
	}
	again := ofTwoYears(t, "公用经费 30212 一般公共预算 30000 0", "公用经费 30231 一般公共预算 45000 60000")
	if found := rules.Run(again, tables.Views(learned, again)); strings.Contains(fmt.Sprint(found), "没有上年的数") {
		t.Error("what is new is told as if all of last year were missing:", found)
	}
}

// TestNamesOfCodesAreListedAsTheExampleHasThem binds a sentence that names all codes of the amount before it, and one that
// names those of all money: the department that is filled has others.
func TestNamesOfCodesAreListedAsTheExampleHasThem(t *testing.T) {
	names := map[string]string{"30101": "基本工资", "30102": "津贴补贴", "30103": "奖金", "30201": "办公费", "30217": "公务接待费", "30231": "公务用车运行维护费"}
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 0", "人员经费 30102 一般公共预算 310000 0", "人员经费 30103 政府性基金预算 56000 0", "公用经费 30201 一般公共预算 12300 0", "公用经费 30217 一般公共预算 4500 0")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 710000 0", "人员经费 30103 一般公共预算 88000 0", "公用经费 30231 一般公共预算 45600 0")
	made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		defer f.Close()
		part := func(limit ask) (amount, list string) {
			if l == nil {
				return "××", "××"
			}
			var all []string
			for _, code := range slices.Sorted(maps.Keys(names)) {
				if sum(l, limit, ask{"部门经济科目编码": code}) != 0 {
					all = append(all, names[code])
				}
			}
			return strconv.FormatFloat(sum(l, limit)/10000, 'f', 2, 64), strings.Join(all, "、")
		}
		people, of := part(ask{"资金来源": "一般公共预算", "支出类型": "人员经费"})
		all, every := part(ask{})
		addSheet(t, f, "说明", nil, []any{"预算编制说明"}, []any{"一般公共预算人员经费" + people + "万元，主要包括：" + of + "。"}, []any{"按照综合预算的原则，支出预算" + all + "万元，支出包括：" + every + "。"})
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	})
	if strings.Contains(told(made), "要换成标签或文字") {
		t.Error(told(made))
	}
}

// TestSentencesOfWhichTheExampleHasMoreAreTold has a sentence for each code, two on the form and three in the example.
func TestSentencesOfWhichTheExampleHasMoreAreTold(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	one := "（类）行政运行（款）××（项）预算数为××万元，比上年增加（减少）××万元，增长（下降）××%。"
	page := func(texts ...string) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"情况说明"}}
		for _, text := range texts {
			rows = append(rows, []any{text})
		}
		addSheet(t, f, "说明", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	example := []string{"1.公共安全支出（类）行政运行（款）甲（项）预算数为1.00万元，比上年增加0.50万元，增长100.00%。", "2.教育支出（类）行政运行（款）乙（项）预算数为2.00万元，与上年持平。", "3.其他支出（类）行政运行（款）丙（项）预算数为3.00万元，比上年减少1.00万元，下降25.00%。"}
	for n, want := range map[int]bool{2: true, 3: false} {
		var form []string
		for i := range n {
			form = append(form, fmt.Sprint(i+1, ".××", one))
		}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: page(form...), Example: page(example...), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		if strings.Contains(told(made), "这样的句子官方表有 2 句，范例有 3 句") != want {
			t.Errorf("%d: %s", n, told(made))
		}
	}
}

// TestAnAmountThatSeveralLimitsGiveIsLimitedAsThoseBesideIt binds a sentence that tells what comes in by funds without what
// was carried over, which it tells behind them: of one fund the unit, the class and the year all give this year's money.
func TestAnAmountThatSeveralLimitsGiveIsLimitedAsThoseBesideIt(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 堤防 特定目标类 政府性基金预算 735000", "某市水文站 打井 其他运转类 政府性基金预算 47300 上年结转", "某市水文站 防汛 特定目标类 一般公共预算 52000 上年结转")
	next := ofProjects(p, "某市水务局 管网 特定目标类 政府性基金预算 310000", "某市水务局 堤防 特定目标类 政府性基金预算 80000 上年结转", "某市水文站 打井 特定目标类 政府性基金预算 6000")
	said := func(l *budget.Ledger) string {
		n := func(of ...ask) string {
			if l == nil {
				return "××"
			}
			return strconv.FormatFloat(sum(l, of...)/10000, 'f', 2, 64)
		}
		return "收支总预算" + n() + "万元。收入预算中，一般公共预算拨款收入" + n(gp, now) + "万元，政府性基金预算拨款收入" + n(ask{"资金来源": "政府性基金预算"}, now) + "万元，上年结转" + n(before) + "万元。"
	}
	page := func(l *budget.Ledger) []byte {
		f := excelize.NewFile()
		addSheet(t, f, "说明", nil, []any{"情况说明"}, []any{said(l)})
		addSheet(t, f, "表", nil, []any{"2026年部门支出总表"}, []any{nil, nil, "单位：元"}, []any{"科目编码", "科目名称", "合计"}, nil, nil, []any{nil, "合计"})
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Views: tables.Views(p, last), Form: page(nil), Example: page(last)})
	must(t, err)
	if is := at(shown(t, filled(t, loaded(t, made), next))["说明"], 1)[0]; is != said(next) {
		t.Errorf("%s, want %s\n%s", is, said(next), told(made))
	}
}

// TestARateIsOfWhatIsPrinted binds a sentence with a change and its rate: that of the two amounts as they are printed, as a
// reader works it out, unless the example shows that of the amounts themselves.
func TestARateIsOfWhatIsPrinted(t *testing.T) {
	p := defaultPack(t)
	ledger := func(now, was budget.Fen) *budget.Ledger {
		l := itemsOf(p, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 0", "某市水务局 2130301 人员经费 30101 - - 一般公共预算 820000")
		items := l.Tables["支出明细"]
		items.Amounts(0)[0], items.Amounts(items.Measure("上年数"))[0] = now*100, was*100
		items.Amounts(items.Measure("上年数"))[1] = 82000000
		return l
	}
	last, next := ledger(47234, 43151), ledger(55549, 50051)
	page := func(text string) []byte {
		f := excelize.NewFile()
		addSheet(t, f, "说明", nil, []any{"情况说明"}, []any{text})
		addSheet(t, f, "表", nil, []any{"2026年部门支出总表"}, []any{nil, nil, "单位：元"}, []any{"科目编码", "科目名称", "合计"}, nil, nil, []any{nil, "合计"})
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	for rate, want := range map[string]string{"9.26": "10.78", "9.46": "10.98"} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Views: tables.Views(p, last),
			Form: page("公务接待费预算××万元，比上年增加××万元，增长××%。"), Example: page("公务接待费预算4.72万元，比上年增加0.40万元，增长" + rate + "%。")})
		must(t, err)
		if is := at(shown(t, filled(t, loaded(t, made), next))["说明"], 1)[0]; is != "公务接待费预算5.55万元，比上年增加0.54万元，增长"+want+"%。" {
			t.Errorf("%s: %s, want %s\n%s", rate, is, want, told(made))
		}
	}
}
