package app_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ysgk/internal/app"
	"ysgk/internal/budget"
	"ysgk/internal/input"
	"ysgk/internal/proof"
	"ysgk/internal/report"
)

// The tables in testdata/yunling were computed from items.csv by a program of
// its own, in another language.
func TestTheSecondPackPrintsWhatTheLineItemsGive(t *testing.T) {
	p := proof.SecondPack(t)
	book := proof.Read(t, render(t, p, seedLedger(t, p)))[0]
	cells := 0
	for n, table := range p.Tables {
		cells += compareTable(t, book.Sheet(t, table.Sheet), fmt.Sprintf("yunling/%02d.tsv", n+1), func(line int) int { return line + 1 })
	}
	if cells < 1000 {
		t.Errorf("compared only %d cells", cells)
	}
}

func TestTheSecondPackWritesFiguresIntoSentences(t *testing.T) {
	p := proof.SecondPack(t)
	s := proof.Read(t, render(t, p, seedLedger(t, p)))[0].Sheet(t, "13情况说明")
	text := ""
	for r := 1; r <= s.MaxRow; r++ {
		text += s.Cells[fmt.Sprint("A", r)].Value + "\n"
	}
	for _, want := range []string{
		"2026年，阳泉市司法局收入总计29,634,051.98元，支出总计29,634,051.98元",
		"人民币贰仟玖佰陆拾叁万肆仟零伍拾壹元玖角捌分",
		"基本支出25,383,151.98元，占85.66%；项目支出4,250,900.00元，占14.34%",
		"一般公共预算当年拨款支出2,963.41万元。本部门没有使用政府性基金预算拨款安排的支出",
		"“三公”经费财政拨款预算215,952.00元，其中：因公出国（境）费0.00元",
		"机关运行经费财政拨款预算3,433,551.98元",
		"本部门没有政府采购预算",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks 「%s」:\n%s", want, text)
		}
	}
}

func TestTablesOfTheSecondPackAgreeForAnyLedgerAndRecalculateToTheSame(t *testing.T) {
	recalculateRandomLedgers(t, proof.SecondPack(t), 60, agreeSecond)
}

func agreeSecond(t *testing.T, file string, b *proof.Book) {
	t.Helper()
	noTagsLeft(t, file, b)
	total := func(sheet, col string) decimal.Decimal { return labelled(t, b, sheet, "A", "合计", col) }
	t3 := total("3支出总表", "E")
	for what, x := range map[string]decimal.Decimal{
		"表1 本年支出合计":  labelled(t, b, "1收支总表", "A", "本年收入合计", "D"),
		"表2 本年收入加结转": total("2收入总表", "E").Add(total("2收入总表", "K")),
		"表3 基本加项目":   total("3支出总表", "F").Add(total("3支出总表", "G")),
		"表10":        total("10分单位明细表", "C"),
		"表10 三项相加":   total("10分单位明细表", "D").Add(total("10分单位明细表", "E")).Add(total("10分单位明细表", "F")),
		"表1 收入总计":    labelled(t, b, "1收支总表", "A", "收入总计", "B"),
	} {
		if !x.Equal(t3) {
			t.Errorf("%s %s is %s, 表3 has %s", filepath.Base(file), what, x, t3)
		}
	}
	equal := func(what string, x, y decimal.Decimal) {
		if !x.Equal(y) {
			t.Errorf("%s %s: %s ≠ %s", filepath.Base(file), what, x, y)
		}
	}
	equal("表3 项目支出 = 表11", total("3支出总表", "G"), total("11项目支出表", "B"))
	equal("表5 基本支出 = 表6", total("5一般公共预算支出表", "F"), total("6基本支出表", "D"))
	equal("表4 收支", labelled(t, b, "4财政拨款收支总表", "A", "收入总计", "B"), labelled(t, b, "4财政拨款收支总表", "A", "收入总计", "D"))
}

func TestTablesOfTheSecondPackVerifyWithoutFalseAlarms(t *testing.T) {
	p := proof.SecondPack(t)
	for seed := range 40 {
		l := rapid.Custom(func(rt *rapid.T) *budget.Ledger { return randomLedger(rt, t, p) }).Example(seed)
		found, err := app.Verify(p, render(t, p, l), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.Severity != report.Note {
				t.Errorf("ledger %d: %s %s %s %s", seed, f.Severity, f.Code, f.Place, f.Message)
			}
		}
	}
}

// filledSecond is the sample in the second pack's tables.
func filledSecond(t *testing.T) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "公开表.xlsx")
	result, findings, err := app.Fill(app.FillRequest{Pack: proof.SecondPack(t), Input: sampleInput, Output: out, Now: time.Unix(0, 0)})
	if err != nil || result == nil {
		t.Fatal(err, findings)
	}
	return out
}

func TestTheSecondPacksTablesOfTheSampleAgreeWithItsInput(t *testing.T) {
	found, err := app.Verify(proof.SecondPack(t), filledSecond(t), sampleInput)
	if err != nil || len(found) > 0 {
		t.Error(err, found)
	}
}

func TestTheLineItemsOfEveryAmountOfTheSecondPackAreTheAmount(t *testing.T) {
	p := proof.SecondPack(t)
	l, found, err := input.Read(sampleInput, p)
	if err != nil || l == nil {
		t.Fatal(err, found)
	}
	if n := addUp(t, traced(t, p, l)); n < 500 {
		t.Errorf("only %d amounts were explained", n)
	}
}

// What people do to tables with codes in three columns and totals at the bottom.
func TestFaultsInTheSecondPacksTablesAreFoundAtTheirCells(t *testing.T) {
	p, file := proof.SecondPack(t), filledSecond(t)
	set := func(sheet, cell string, value any) func(*excelize.File) error {
		return func(f *excelize.File) error { return f.SetCellValue(sheet, cell, value) }
	}
	for name, c := range map[string]struct {
		do func(*excelize.File) error
		at string // rule and cell
	}{
		"an amount under its subtotal":    {set("3支出总表", "F8", 1.5), "F03 3支出总表!F7"},
		"the total at the bottom typed":   {set("3支出总表", "E33", 29634052), "F02 3支出总表!E33"},
		"the last part of a code":         {set("3支出总表", "C8", "98"), "A302 3支出总表!A8"},
		"the first part of a code":        {set("3支出总表", "A8", "202"), "A302 3支出总表!A8"},
		"a part of a code too long":       {set("3支出总表", "B8", "321"), "A302 3支出总表!A8"},
		"a name":                          {set("3支出总表", "D8", "组织"), "A302 3支出总表!D8"},
		"a number as text":                {set("3支出总表", "F8", "33895.99"), "F04 3支出总表!F8"},
		"万元 for 元":                        {set("1收支总表", "D9", 2224.91), "F05 1收支总表!D9"},
		"another year":                    {set("5一般公共预算支出表", "A2", "2025年一般公共预算支出表"), "F01 5一般公共预算支出表!A2"},
		"another unit":                    {set("5一般公共预算支出表", "G3", "单位：万元"), "F05 5一般公共预算支出表!G3"},
		"a header":                        {set("3支出总表", "F4", "基本经费"), "F07 3支出总表!F5"},
		"a table retitled":                {set("9三公经费表", "A2", "接待费表"), "F01 9三公经费表!A2"},
		"a table gone":                    {func(f *excelize.File) error { return f.DeleteSheet("8国有资本支出表") }, "F01 8国有资本支出表"},
		"a hidden row":                    {func(f *excelize.File) error { return f.SetRowVisible("3支出总表", 8, false) }, "F06 3支出总表!A8"},
		"a project's money":               {set("法律援助业务经费", "E7", 840000), "F09 法律援助业务经费!E7"},
		"a project that no table lists":   {set("法律援助业务经费", "B4", "法律业务经费"), "F09 法律援助业务经费!B4"},
		"a unit's money beside the total": {set("10分单位明细表", "D5", 1), "F03 10分单位明细表!D8"},
		"the note on missing data gone":   {set("12政府采购表", "A6", nil), "A1301 12政府采购表!A2"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := excelize.OpenFile(file)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if err := c.do(f); err != nil {
				t.Fatal(err)
			}
			spoilt := filepath.Join(t.TempDir(), "公开表.xlsx")
			if err := f.SaveAs(spoilt); err != nil {
				t.Fatal(err)
			}
			found, err := app.Verify(p, spoilt, "")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, x := range found {
				if x.Code+" "+x.Place.String() == c.at {
					return
				}
				got = append(got, fmt.Sprintf("%s %s %s %s", x.Severity, x.Code, x.Place, x.Message))
			}
			t.Errorf("no %s among\n%s", c.at, strings.Join(got, "\n"))
		})
	}
}
