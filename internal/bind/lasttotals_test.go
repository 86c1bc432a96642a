package bind_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// Last year as it was published (上年公开数), of departments that have no items of last year.

// totaled are the codes of what was published of “三公”经费, by its names.
var totaled = map[string]string{"因公出国（境）费": "30212", "公务接待费": "30217", "公务用车购置费": "31013", "公务用车运行维护费": "30231"}

// publishedLast are some items of this year with what was published of last year, in 元.
func publishedLast(t *testing.T, last map[string]int64, items ...string) *budget.Ledger {
	t.Helper()
	l := itemsOf(proof.DocumentPack(t), items...)
	of := budget.NewTable("上年公开数", []string{"项目"}, []string{"上年公开数(元)"})
	for _, name := range []string{"收入总计", "一般公共预算支出", "因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行维护费", "机关运行经费"} {
		if yuan, ok := last[name]; ok {
			of.Append(0, []string{name}, []budget.Fen{budget.Fen(yuan * 100)})
		}
	}
	l.Tables["上年公开数"] = of
	return l
}

// wasPublished is what was published last year under some names together, nil if none was.
func wasPublished(l *budget.Ledger, names ...string) any {
	of, yuan, some := l.Tables["上年公开数"], 0.0, false
	for i := range of.Len() {
		for _, name := range names {
			if of.Value(i, "项目") == name {
				yuan, some = yuan+of.Amounts(0)[i].Yuan().InexactFloat64(), true
			}
		}
	}
	if !some {
		return nil
	}
	return yuan
}

var allOfThem = []string{"因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行维护费"}

// TestLastYearIsWhatWasPublished binds tables of “三公”经费 with last year's amounts as lines and as columns, and fills them
// from ledgers that have these alone as they were published, or have none.
func TestLastYearIsWhatWasPublished(t *testing.T) {
	last := publishedLast(t, map[string]int64{"公务接待费": 22100, "公务用车运行维护费": 113700, "公务用车购置费": 0}, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 30600", "某市水务局 2130301 公用经费 30231 - - 一般公共预算 182000",
		"某市水务局 2130301 公用经费 31013 - - 一般公共预算 169800", "某市水务局 2130301 公用经费 30201 - - 一般公共预算 51000", "某市水务局 2130301 公用经费 30217 - - 单位资金 4000")
	next := publishedLast(t, map[string]int64{"因公出国（境）费": 50000, "公务接待费": 48650, "公务用车购置费": 175000}, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 7600", "某市水务局 2130301 公用经费 30212 - - 一般公共预算 61000", "某市水务局 2130301 公用经费 30231 - - 一般公共预算 82000")
	unknown := publishedLast(t, map[string]int64{"收入总计": 990000}, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 7600", "某市水务局 2130301 公用经费 30212 - - 一般公共预算 61000")
	now := func(l *budget.Ledger, names ...string) float64 {
		var codes []string
		for _, name := range names {
			codes = append(codes, totaled[name])
		}
		return sum(l, gp, ask{"部门经济科目编码": strings.Join(codes, "、")})
	}
	lines := func(l *budget.Ledger) []byte {
		rows := [][]any{{"2026年财政拨款“三公”经费支出预算表"}, {nil, nil, "单位：元"}, {"项目", "2025年预算数", "2026年预算数"}}
		for _, line := range []struct {
			label string
			of    []string
		}{{"合计", allOfThem}, {"1.因公出国（境）费", allOfThem[:1]}, {"2.公务接待费", allOfThem[1:2]}, {"3.公务用车购置及运行费", allOfThem[2:]}, {"其中：公务用车购置费", allOfThem[2:3]}, {"公务用车运行维护费", allOfThem[3:]}} {
			row := []any{line.label}
			if l != nil {
				row = append(row, wasPublished(l, line.of...), now(l, line.of...))
			}
			rows = append(rows, row)
		}
		return sheetOf(t, nil, rows...)
	}
	columns := func(l *budget.Ledger) []byte {
		heads := []any{"合计", "因公出国（境）费", "公务用车购置及运行费", nil, nil, "公务接待费"}
		low := []any{nil, nil, "小计", "公务用车购置费", "公务用车运行费", nil}
		rows := [][]any{{"2026年财政拨款“三公”经费支出预算表"}, {nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, "单位：元"}, {"2025年预算数", nil, nil, nil, nil, nil, "2026年预算数"}, append(heads, heads...), append(low, low...)}
		if l != nil {
			of := [][]string{allOfThem, allOfThem[:1], allOfThem[2:], allOfThem[2:3], allOfThem[3:], allOfThem[1:2]}
			var row []any
			for _, names := range of {
				row = append(row, wasPublished(l, names...))
			}
			for _, names := range of {
				row = append(row, now(l, names...))
			}
			rows = append(rows, row)
		} else {
			rows = append(rows, []any{"", "", "", "", "", "", "", "", "", "", "", ""})
		}
		return sheetOf(t, []string{"A3:F3", "G3:L3", "A4:A5", "B4:B5", "C4:E4", "F4:F5", "G4:G5", "H4:H5", "I4:K4", "L4:L5"}, rows...)
	}
	for what, page := range map[string]func(*budget.Ledger) []byte{"lines": lines, "columns": columns} {
		p, whole := defaultPack(t), proof.DocumentPack(t)
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Whole: &bind.Whole{Pack: whole, Ledger: last}, Views: tables.Views(p, last), Form: page(nil), Example: page(last)})
		must(t, err)
		for which, l := range map[string]*budget.Ledger{"last": last, "next": next, "unknown": unknown} {
			got, want := amountsOf(t, filled(t, loaded(t, made), l)), amountsOf(t, page(l))
			if got != want {
				t.Errorf("%s, %s: %s\nwant %s\n%s", what, which, got, want, told(made))
			}
		}
	}
}

// amountsOf are the amounts of a sheet below its headers; nothing is as much as blank, but not all blank.
func amountsOf(t *testing.T, content []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	must(t, err)
	defer f.Close()
	rows, err := f.GetRows("表", excelize.Options{RawCellValue: true})
	must(t, err)
	var out []string
	for _, row := range rows[3:] {
		if len(row) > 0 && !strings.Contains(strings.Join(row, ""), "小计") && !strings.HasPrefix(row[0], "合计因") {
			out = append(out, strings.TrimRight(strings.ReplaceAll(strings.ReplaceAll("|"+strings.Join(row, "|")+"|", "|0|", "||"), "|0|", "||"), "|"))
		}
	}
	return strings.Join(out, "\n")
}

// TestChangesAreOfWhatWasPublished binds sentences that compare with last year by what was published of it, and fills
// them from another ledger that has that alone, from one that has items of last year, and from one that has neither.
func TestChangesAreOfWhatWasPublished(t *testing.T) {
	of := func(last map[string]int64, receptions, cars, office int) *budget.Ledger {
		return publishedLast(t, last, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 800000", fmt.Sprintf("某市水务局 2130301 公用经费 30217 - - 一般公共预算 %d", receptions),
			fmt.Sprintf("某市水务局 2130301 公用经费 30231 - - 一般公共预算 %d", cars), fmt.Sprintf("某市水务局 2130301 公用经费 30201 - - 一般公共预算 %d", office), "某市水务局 2130301 项目支出 30227 防汛 特定目标类 单位资金 120000")
	}
	last := of(map[string]int64{"收入总计": 1000000, "一般公共预算支出": 950000, "公务接待费": 22100, "公务用车运行维护费": 113700, "机关运行经费": 201300}, 30600, 182000, 51000)
	next := of(map[string]int64{"收入总计": 1203000, "一般公共预算支出": 912300, "公务接待费": 0, "公务用车运行维护费": 240000, "机关运行经费": 201300}, 9900, 91000, 101000)
	page := func(l *budget.Ledger) []byte {
		change := func(called string, filter ask, names ...string) []any {
			if l == nil {
				return []any{called + "XX万元，比上年增加（减少）XX万元，增长（下降）XX%。"}
			}
			is, was := math.Round(sum(l, filter)/100), math.Round(wasPublished(l, names...).(float64)/100)
			way, grows, d, rate := "增加", "增长", (is-was)/100, ""
			if d < 0 {
				way, grows, d = "减少", "下降", -d
			}
			if was != 0 {
				rate = fmt.Sprintf("，%s%.2f%%", grows, d*10000/was)
			}
			return []any{fmt.Sprintf("%s%.2f万元，比上年%s%.2f万元%s。", called, is/100, way, d, rate)}
		}
		f := excelize.NewFile()
		defer f.Close()
		addSheet(t, f, "说明", nil, []any{"预算编制说明"}, change("2026年收入预算", nil, "收入总计"), change("2026年一般公共预算支出", ask{"资金来源": "一般公共预算"}, "一般公共预算支出"),
			change("“三公”经费", ask{"部门经济科目编码": "30217、30231"}, allOfThem...), change("公务接待费", ask{"部门经济科目编码": "30217"}, "公务接待费"), change("机关运行经费", ask{"支出类型": "公用经费"}, "机关运行经费"))
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	made := boundAndFilled(t, "说明", last, next, page)
	learned := loaded(t, made)
	rules, _, err := tables.Rules(learned)
	must(t, err)
	for what, c := range map[string]struct {
		l    *budget.Ledger
		says bool
	}{"published": {next, false}, "nothing": {of(nil, 9900, 91000, 101000), true}} {
		if says := strings.Contains(fmt.Sprint(rules.Run(c.l, tables.Views(learned, c.l))), "没有上年的数"); says != c.says {
			t.Errorf("%s: %v", what, rules.Run(c.l, tables.Views(learned, c.l)))
		}
	}
}
