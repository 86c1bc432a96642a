package bind_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/numfmt"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// saidOn is a workbook with one sheet of sentences.
func saidOn(t *testing.T, texts ...string) []byte {
	t.Helper()
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

// inWan is an amount as sentences have it.
func inWan(yuan float64) string { return strconv.FormatFloat(yuan/10000, 'f', 2, 64) }

// TestSentencesOfWhichThereIsOneForEachRecordRepeat binds a line of a form that stands for one for each code, however
// it names the code, and two lines for each unit: the department that is filled has others, and more.
func TestSentencesOfWhichThereIsOneForEachRecordRepeat(t *testing.T) {
	p := defaultPack(t)
	name := p.Codes["功能科目"].NameOf
	last := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000", "某市水文站 监测 特定目标类 单位资金 123400")
	next := ofProjects(p, "某市水库 抗旱 特定目标类 单位资金 43000", "某市水文站 打井 其他运转类 一般公共预算 60000", "某市水库 站房 其他运转类 一般公共预算 71200")
	for what, line := range map[string][2]string{
		"names":  {"（一）××支出（类）××（款）××（项）××万元。", "（%s）%s（类）%s（款）%s（项）%s万元。"},
		"codes":  {"××（功能科目编码及名称）××万元；", "%[5]s%[4]s%[6]s万元；"},
		"number": {"1.××（项）预算数为××万元，占××%。", "%[7]d.%[4]s（项）预算数为%[6]s万元，占%[8]s%%。"},
	} {
		public := ask{}
		above := "支出按功能科目分类情况："
		if what == "names" {
			above, public = "一般公共预算支出按项级科目包括：", gp
		}
		made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
			texts := []string{"预算编制说明", above}
			if l == nil {
				texts = append(texts, line[0])
				if what == "number" {
					texts = append(texts, strings.Replace(line[0], "1.", "2.", 1), "……")
				}
				return saidOn(t, append(texts, "以上是支出。", "（一）××单位", "××单位预算××万元，包括公用支出××万元、项目支出××万元。", "说明完毕。")...)
			}
			n := 0
			for _, k := range keysOf(l, nil, "功能科目编码") {
				if sum(l, public, ask{"功能科目编码": k[0]}) == 0 || slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, name(k[0])) }) {
					continue
				}
				n++
				texts = append(texts, k[0])
			}
			codes := texts[2:]
			slices.Sort(codes)
			for i, code := range codes {
				is := sum(l, public, ask{"功能科目编码": code})
				args := []any{numfmt.Ordinal(int64(i + 1)), name(code[:3]), name(code[:5]), name(code), code, inWan(is), i + 1, strconv.FormatFloat(is*100/sum(l, public), 'f', 2, 64)}
				if what == "names" {
					args = []any{args[0], args[1], args[2], args[3], inWan(is)}
				}
				format := line[1]
				texts[2+i] = fmt.Sprintf(format, args...)
				texts[2+i], _, _ = strings.Cut(texts[2+i], "%!(EXTRA")
			}
			texts = append(texts, "以上是支出。")
			var units []string
			for _, k := range keysOf(l, nil, "单位") {
				if !slices.Contains(units, k[0]) {
					units = append(units, k[0])
				}
			}
			for i, unit := range units {
				of := ask{"单位": unit}
				texts = append(texts, "（"+numfmt.Ordinal(int64(i+1))+"）"+unit, fmt.Sprintf("%s预算%s万元，包括公用支出%s万元、项目支出%s万元。", unit, inWan(sum(l, of)), inWan(sum(l, of, ask{"支出类型": "公用经费"})), inWan(sum(l, of, proj))))
			}
			return saidOn(t, append(texts, "说明完毕。")...)
		})
		if left := told(made); strings.Contains(left, "XX") || strings.Contains(left, "没有动") || strings.Contains(left, "这样的句子") {
			t.Errorf("%s: %s", what, left)
		}
	}
}

// TestWhatAnAmountIsOfStandsInTheHeading binds sentences that say nothing of what their amounts are of but by the heading
// above them, or at their beginning; the example has more lines above than the form. One without a heading stays open,
// though a limit would give its amount.
func TestWhatAnAmountIsOfStandsInTheHeading(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000", "公用经费 30212 一般公共预算 50000 40000", "公用经费 30217 一般公共预算 12000 16000", "公用经费 30231 政府性基金预算 45000 60000")
	next := ofTwoYears(t, "人员经费 30101 一般公共预算 710000 790000", "公用经费 30217 一般公共预算 18000 12000", "公用经费 30231 政府性基金预算 75000 60000", "公用经费 31013 一般公共预算 80000 50000")
	year := func(l *budget.Ledger) int {
		if l == last {
			return 2025
		}
		return 2026
	}
	made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
		one := func(code string) string {
			begins := fmt.Sprintf("%d年度预算安排", year(l))
			if l == nil {
				return begins + "××万元，比2025年预算数增加（减少）××万元，增长（下降）××%。"
			}
			of := ask{"部门经济科目编码": code}
			is, was := sum(l, of), 0.0
			items := l.Tables["支出明细"]
			for i, a := range items.Amounts(items.Measure("上年数")) {
				if yuan, _ := a.Yuan().Float64(); items.Value(i, "部门经济科目编码") == code {
					was += yuan
				}
			}
			begins += inWan(is) + "万元"
			switch before := year(l) - 1; {
			case is == was:
				return fmt.Sprintf("%s，与%d年预算数持平。", begins, before)
			case is > was:
				return fmt.Sprintf("%s，比%d年预算数增加%s万元，增长%.2f%%。", begins, before, inWan(is-was), (is-was)*100/was)
			default:
				return fmt.Sprintf("%s，比%d年预算数减少%s万元，下降%.2f%%。", begins, before, inWan(was-is), (was-is)*100/was)
			}
		}
		texts := []string{"预算编制说明"}
		if l == last {
			texts = append(texts, "一、总体情况", "按照综合预算的原则编制。", "所有收支都在内。")
		}
		return saidOn(t, append(texts, "（一）因公出国（境）经费", one("30212"), "（二）公务接待费", one("30217"), "3.公务用车运行费。"+one("30231"), "4.公务用车购置费。"+one("31013"), "完毕。")...)
	}, func(r *bind.Request) {
		r.Ledger.Info["预算年度"], next.Info["预算年度"] = "2025", "2026"
	})
	if left := told(made); strings.Contains(left, "没有动") {
		t.Error(left)
	}
}

// TestWhatASentenceNamesStandsInOthers binds a change of what the sentence before has, and one of what its own words say;
// projects that are counted without the word for what they have, and what is bought by the last word of its name.
func TestWhatASentenceNamesStandsInOthers(t *testing.T) {
	of := func(was int64, buys []string, projects ...string) *budget.Ledger {
		l := boughtBy(t, "1", buys, projects...)
		items, cards := l.Tables["支出明细"], l.Tables["绩效项目"]
		items.Amounts(items.Measure("上年数"))[0] = budget.Fen(was * 100)
		for _, line := range projects {
			x := strings.Split(line, " ")
			var yuan int64
			fmt.Sscan(x[4], &yuan)
			row, amounts := make([]string, len(cards.Fields)), make([]budget.Fen, len(cards.Measures))
			row[cards.Field("项目名称")], row[cards.Field("实施单位")], row[cards.Field("是否公开")] = x[1], x[0], "是"
			amounts[cards.Measure("年度资金总额")] = budget.Fen(yuan * 100)
			amounts[cards.Measure("年度市县区")] = budget.Fen(yuan * 80)
			amounts[cards.Measure("年度单位自筹")] = budget.Fen(yuan * 20)
			cards.Append(0, row, amounts)
		}
		return l
	}
	last := of(98700, []string{"货物 车辆 238000", "服务 物业 120000", "服务 保安 61000"}, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水文站 监测 其他运转类 一般公共预算 45000")
	next := of(654300, []string{"工程 维修 663000"}, "某市水务局 抗旱 特定目标类 一般公共预算 330000", "某市水文站 打井 特定目标类 一般公共预算 260000", "某市水文站 站房 其他运转类 一般公共预算 70000")
	for _, before := range []string{"收支总预算%s万元。", "总的来说。"} {
		made := boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte {
			room := func(text string) string {
				if l == nil {
					return "××"
				}
				return text
			}
			whole, change, cards, public, buys, n, bought := 0.0, "增加（减少）××万元，增长（下降）××%", 0.0, 0.0, 0.0, 0, 0
			if l != nil {
				whole = sum(l)
				was := l.Tables["支出明细"].Amounts(l.Tables["支出明细"].Measure("上年数"))[0].Yuan().InexactFloat64()
				change = fmt.Sprintf("增加%s万元，增长%.2f%%", inWan(whole-was), (whole-was)*100/was)
				for _, a := range l.Tables["绩效项目"].Amounts(l.Tables["绩效项目"].Measure("年度资金总额")) {
					cards, public, n = cards+a.Yuan().InexactFloat64(), public+a.Yuan().InexactFloat64()*0.8, n+1
				}
				for _, a := range l.Tables["政府采购"].Amounts(0) {
					buys, bought = buys+a.Yuan().InexactFloat64(), bought+1
				}
			}
			return saidOn(t, "预算编制说明", strings.Replace(before, "%s", room(inWan(whole)), 1), "收支总预算比上年"+change+"。",
				"部门预算项目"+room(strconv.Itoa(n))+"个，全部编制了项目支出绩效目标，涉及预算资金"+room(inWan(cards))+"万元。",
				"共设置"+room(strconv.Itoa(n))+"个项目绩效目标，涉及财政拨款资金"+room(inWan(public))+"万元。",
				"依法编制了政府采购预算，共涉及采购项目"+room(strconv.Itoa(bought))+"个，采购预算总额"+room(inWan(buys))+"万元。")
		})
		if left := told(made); strings.Contains(left, "没有动") || strings.Contains(left, "空着") {
			t.Error(left)
		}
	}
}

// TestAChangeIsOfTheAmountThatIsCalledAsItSays has the limit of an amount, which its own words do not say, for its change in the next
// sentence too.
func TestAChangeIsOfTheAmountThatIsCalledAsItSays(t *testing.T) {
	last := ofTwoYears(t, "公用经费 30217 一般公共预算 12000 16000", "公用经费 30231 政府性基金预算 5000 9000")
	next := ofTwoYears(t, "公用经费 30217 一般公共预算 21000 14000", "公用经费 30231 政府性基金预算 7000 2000")
	said := map[*budget.Ledger][]string{
		nil:  {"一般公共预算中，“三公”经费预算数为××万元。", "“三公”经费预算比上年增加（减少）××万元，增长（下降）××%。"},
		last: {"一般公共预算中，“三公”经费预算数为1.20万元。", "“三公”经费预算比上年减少0.40万元，下降25.00%。"},
		next: {"一般公共预算中，“三公”经费预算数为2.10万元。", "“三公”经费预算比上年增加0.70万元，增长50.00%。"},
	}
	boundAndFilled(t, "说明", last, next, func(l *budget.Ledger) []byte { return saidOn(t, append([]string{"预算编制说明"}, said[l]...)...) })
}

// TestAnAmountOfWhichNothingIsSaidIsNotBoundByChance has an amount that is that of one kind of expenditure, and no word that
// says so.
func TestAnAmountOfWhichNothingIsSaidIsNotBoundByChance(t *testing.T) {
	p, whole := defaultPack(t), proof.DocumentPack(t)
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 0", "公用经费 30201 单位资金 50000 0", "公用经费 30217 一般公共预算 30000 0")
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Whole: &bind.Whole{Pack: whole, Ledger: last}, Views: tables.Views(p, last),
		Form: saidOn(t, "预算编制说明", "2026年度支出预算××万元。"), Example: saidOn(t, "预算编制说明", "2026年度支出预算8.00万元。")})
	must(t, err)
	if !strings.Contains(told(made), "里有 1 个数没有动") {
		t.Error(shown(t, made.Book)["说明"])
	}
}
