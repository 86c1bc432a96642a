package app_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ysgk/internal/app"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/proof"
	"ysgk/internal/trace"
)

// The tables in testdata/yunling were computed from items.csv by a program of
// its own, in another language.
func TestTheSecondPackPrintsWhatTheLineItemsGive(t *testing.T) {
	p := proof.SecondPack(t)
	book := proof.Stored(t, render(t, p, seedLedger(t, p)))[0]
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
	s := proof.Stored(t, render(t, p, seedLedger(t, p)))[0].Sheet(t, "13情况说明")
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
	recalculateRandomLedgers(t, proof.SecondPack(t), proof.Drawn(4, 12), agreeSecond)
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
	sources := func(label string) decimal.Decimal { return labelled(t, b, "14项目资金来源表", "A", label, "B") }
	equal("表14 来源 = 表11", sources("来源合计"), total("11项目支出表", "B"))
	equal("表14 项目 = 表11", labelled(t, b, "14项目资金来源表", "C", "项目合计", "F"), total("11项目支出表", "B"))
	for i, fund := range []string{"一、一般公共预算", "二、政府性基金预算", "三、国有资本经营预算", "四、财政专户管理资金", "五、单位资金"} {
		equal("表14 "+fund+" = 表11", sources(fund), total("11项目支出表", string(rune('C'+i))))
	}
	sides(t, file, b)
	shares(t, file, b)
	equal("表4 收支", labelled(t, b, "4财政拨款收支总表", "A", "收入总计", "B"), labelled(t, b, "4财政拨款收支总表", "A", "收入总计", "D"))
}

// sides checks that each fixed line stands once beside the projects, that each
// project stands once, and that both sides are as long as the longer one.
func sides(t *testing.T, file string, b *proof.Book) {
	t.Helper()
	s := b.Sheet(t, "14项目资金来源表")
	const top, room, lines = 6, 8, 5
	bottom := top
	for s.Cells[fmt.Sprint("A", bottom)].Value != "来源合计" {
		bottom++
	}
	listed, sum := 0, decimal.Zero
	for r := top; r < bottom; r++ {
		at := func(col string) proof.Cell { return s.Cells[fmt.Sprint(col, r)] }
		if (at("A").Value != "") != (r < top+lines) || at("A").Value == "" && at("B").Value != "" {
			t.Errorf("%s: the fixed lines are not in their rows: A%d is %q, B%d %q", filepath.Base(file), r, at("A").Value, r, at("B").Value)
		}
		if at("D").Value != "" {
			listed++
			sum = sum.Add(number(t, at("F")))
			if at("C").Value != fmt.Sprint(listed) || at("E").Value == "" {
				t.Errorf("%s: project %d is %q of %q", filepath.Base(file), listed, at("C").Value, at("E").Value)
			}
		}
		for _, col := range []string{"A", "B", "C", "D", "E", "F"} {
			if !strings.Contains(at(col).Style, "/thin,thin,thin,thin,/") {
				t.Errorf("%s: %s%d has no border: %s", filepath.Base(file), col, r, at(col).Style)
			}
		}
	}
	if bottom-top != max(room, listed) {
		t.Errorf("%s: %d projects stand in %d rows", filepath.Base(file), listed, bottom-top)
	}
	if total := number(t, s.Cells[fmt.Sprint("F", bottom)]); !total.Equal(sum) {
		t.Errorf("%s: the projects are %s, their total %s", filepath.Base(file), sum, total)
	}
}

// shares checks 占比, 累计 and 位次 of each unit by what they mean.
func shares(t *testing.T, file string, b *proof.Book) {
	t.Helper()
	s := b.Sheet(t, "10分单位明细表")
	at := func(col string, r int) decimal.Decimal { return number(t, s.Cells[fmt.Sprint(col, r)]) }
	const top = 5
	bottom := top
	for s.Cells[fmt.Sprint("A", bottom)].Value != "合计" {
		bottom++
	}
	total, sum := at("C", bottom), decimal.Zero
	for r := top; r < bottom && !total.IsZero(); r++ {
		sum = sum.Add(at("C", r))
		larger := int64(1)
		for other := top; other < bottom; other++ {
			if at("C", other).GreaterThan(at("C", r)) {
				larger++
			}
		}
		if share := at("C", r).DivRound(total, 20); share.Sub(at("G", r)).Abs().GreaterThan(decimal.New(1, -14)) {
			t.Errorf("%s: the share in row %d is %s, want %s", filepath.Base(file), r, at("G", r), share)
		}
		if !at("H", r).Equal(sum) || !at("I", r).Equal(decimal.NewFromInt(larger)) {
			t.Errorf("%s: row %d has 累计 %s, 位次 %s, want %s, %d", filepath.Base(file), r, at("H", r), at("I", r), sum, larger)
		}
	}
	if whole := at("G", bottom); !whole.Equal(decimal.NewFromInt(1)) && !total.IsZero() || total.IsZero() && (bottom != top+1 || !whole.IsZero()) {
		t.Errorf("%s: the shares of %d units are %s together", filepath.Base(file), bottom-top, whole)
	}
}

func TestTablesOfTheSecondPackVerifyWithoutFalseAlarms(t *testing.T) {
	p := proof.SecondPack(t)
	for seed := range proof.Drawn(4, 25) {
		l := rapid.Custom(func(rt *rapid.T) *budget.Ledger { return randomLedger(rt, t, p) }).Example(seed)
		found, err := app.Verify(p, render(t, p, l), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.Severity != finding.Note {
				t.Errorf("ledger %d: %s %s %s %s", seed, f.Severity, f.Code, f.Place, f.Message)
			}
		}
	}
}

func TestTheSecondPacksTablesOfTheSampleAgreeWithItsInput(t *testing.T) {
	found, err := app.Verify(proof.SecondPack(t), filledWith(t, proof.SecondPack(t)), sampleInput)
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
	p, file := proof.SecondPack(t), filledWith(t, proof.SecondPack(t))
	p.Reuse()
	set := func(sheet, cell string, value any) func(*excelize.File) error {
		return func(f *excelize.File) error { return f.SetCellValue(sheet, cell, value) }
	}
	formula := func(sheet, cell, text string) func(*excelize.File) error {
		return func(f *excelize.File) error { return f.SetCellFormula(sheet, cell, text) }
	}
	faults := map[string]struct {
		do func(*excelize.File) error
		at string // rule and cell
	}{
		"an amount under its subtotal":     {set("3支出总表", "F8", 1.5), "F03 3支出总表!F7"},
		"the total at the bottom typed":    {set("3支出总表", "E33", 29634052), "A201 3支出总表!E33"},
		"the last part of a code":          {set("3支出总表", "C8", "98"), "A302 3支出总表!C8"},
		"the first part of a code":         {set("3支出总表", "A8", "202"), "A302 3支出总表!A8"},
		"a part of a code too long":        {set("3支出总表", "B8", "321"), "A302 3支出总表!A8"},
		"a name":                           {set("3支出总表", "D8", "组织"), "A302 3支出总表!D8"},
		"a number as text":                 {set("3支出总表", "F8", "33895.99"), "F04 3支出总表!F8"},
		"万元 for 元":                         {set("1收支总表", "D9", 2224.91), "F05 1收支总表!D9"},
		"another year":                     {set("5一般公共预算支出表", "A2", "2025年一般公共预算支出表"), "F01 5一般公共预算支出表!A2"},
		"another unit":                     {set("5一般公共预算支出表", "G3", "单位：万元"), "F05 5一般公共预算支出表!G3"},
		"a header":                         {set("3支出总表", "F4", "基本经费"), "F07 3支出总表!F4"},
		"a table retitled":                 {set("9三公经费表", "A2", "接待费表"), "F01 9三公经费表!A2"},
		"a table gone":                     {func(f *excelize.File) error { return f.DeleteSheet("8国有资本支出表") }, "F01 8国有资本支出表"},
		"a hidden row":                     {func(f *excelize.File) error { return f.SetRowVisible("3支出总表", 8, false) }, "F06 3支出总表!A8"},
		"a project's money":                {set("法律援助业务经费", "E7", 840000), "D01 法律援助业务经费!E7"},
		"a project that no table lists":    {set("法律援助业务经费", "B4", "法律业务经费"), "F09 法律援助业务经费!B4"},
		"a unit's money beside the total":  {set("10分单位明细表", "D5", 1), "F03 10分单位明细表!D8"},
		"the note on missing data gone":    {set("12政府采购表", "A6", nil), "A1301 12政府采购表!A2"},
		"a share typed":                    {set("10分单位明细表", "G5", 0.3596), "A000 10分单位明细表!G5"},
		"a share without its percent":      {set("10分单位明细表", "G5", 35.97), "A000 10分单位明细表!G5"},
		"a share of another total":         {formula("10分单位明细表", "G6", "IF(C$8=0,0,C6/F$8)"), "F02 10分单位明细表!G6"},
		"a rank typed":                     {set("10分单位明细表", "I5", 3), "A000 10分单位明细表!I5"},
		"a rank among some":                {formula("10分单位明细表", "I5", "RANK(C5,C$5:C$6)"), "F02 10分单位明细表!I5"},
		"a running total that starts late": {formula("10分单位明细表", "H7", "SUM(C$6:C7)"), "F02 10分单位明细表!H7"},
		"a running total typed":            {set("10分单位明细表", "H6", 29063744), "A000 10分单位明细表!H6"},
		"a fixed line doubled":             {both(set("14项目资金来源表", "A11", "一、一般公共预算"), set("14项目资金来源表", "B11", 4250900), set("14项目资金来源表", "B21", 8501800)), "Y04 14项目资金来源表!B21"},
		"a fixed line repeated":            {both(set("14项目资金来源表", "A7", "一、一般公共预算"), set("14项目资金来源表", "B7", 4250900), set("14项目资金来源表", "B21", 8501800)), "F07 14项目资金来源表!A7"},
		"a fixed line's money on another":  {both(set("14项目资金来源表", "B6", nil), set("14项目资金来源表", "B7", 4250900)), "Y04 14项目资金来源表!B7"},
		"a project twice":                  {both(set("14项目资金来源表", "D19", "援疆干部工作经费"), set("14项目资金来源表", "E19", "阳泉市强制隔离戒毒所")), "A302 14项目资金来源表!D19"},
		"a project's sum in the list":      {set("14项目资金来源表", "F8", 45000), "F03 14项目资金来源表!F21"},
	}
	for _, name := range proof.Some(slices.Sorted(maps.Keys(faults))) {
		c := faults[name]
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

// both does several things to a workbook.
func both(all ...func(*excelize.File) error) func(*excelize.File) error {
	return func(f *excelize.File) error {
		for _, do := range all {
			if err := do(f); err != nil {
				return err
			}
		}
		return nil
	}
}

// A share and a rank are no amounts, and are not said in 元; a running total is.
func TestSharesAndRanksOfTheSecondPackAreExplainedAsNumbers(t *testing.T) {
	for cell, want := range map[string]struct {
		kind  trace.Kind
		shown string
		items int
		terms int
	}{
		"10分单位明细表!G5":   {trace.Number, "35.97%", 0, 2},
		"10分单位明细表!I5":   {trace.Number, "2", 0, 3},
		"10分单位明细表!G8":   {trace.Number, "100.00%", 0, 3},
		"10分单位明细表!H6":   {trace.Amount, "", 61, 2},
		"14项目资金来源表!B6":  {trace.Amount, "", 15, 0},
		"14项目资金来源表!B21": {trace.Amount, "", 15, 5},
		"14项目资金来源表!F21": {trace.Amount, "", 15, 15},
		"14项目资金来源表!A10": {trace.Text, "", 0, 0},
		"14项目资金来源表!E20": {trace.Text, "", 0, 0},
		"14项目资金来源表!F12": {trace.Amount, "", 1, 0},
	} {
		e := explain(t, proof.SecondPack(t), cell)
		if e.Kind != want.kind || e.Shown != want.shown || len(e.Items) != want.items || len(e.Terms) != want.terms {
			t.Errorf("%s is explained as %s %q with %d items and %d terms", cell, e.Kind, e.Shown, len(e.Items), len(e.Terms))
		}
		if e.Kind == trace.Amount && !trace.Sum(e.Items).Equal(e.Yuan) {
			t.Errorf("%s is %s 元, its line items are %s", cell, e.Yuan, trace.Sum(e.Items))
		}
	}
}

// What moves in 占比 and 位次 is told as the tables print it, whether the input
// workbooks or the finished ones are compared.
func TestTheDiffTellsSharesAndRanksAsPrinted(t *testing.T) {
	p := proof.SecondPack(t)
	inputs := []string{sampleInput, savedSample(t, []edit{items("K9", 10960480.53)})}
	var outputs []string
	for i, in := range inputs {
		out := filepath.Join(t.TempDir(), fmt.Sprint(i, ".xlsx"))
		if _, found, err := app.Fill(app.FillRequest{Pack: p, Input: in, Output: out, Now: time.Unix(0, 0)}); err != nil || found.HasErrors() {
			t.Fatal(err, found)
		}
		outputs = append(outputs, out)
	}
	want := []string{
		"C5 10658459.26 → 20658459.26", "D5 6053007.27 → 16053007.27", "G5 35.97% → 52.12%", "H5 10658459.26 → 20658459.26", "I5 2 → 1",
		"G6 62.11% → 46.44%", "H6 29063744.38 → 39063744.38", "I6 1 → 2", "G7 1.92% → 1.44%", "H7 29634051.98 → 39634051.98",
		"C8 29634051.98 → 39634051.98", "D8 21949600 → 31949600",
	}
	for _, pair := range [][]string{inputs, outputs} {
		d, err := app.Diff(p, pair[0], pair[1])
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, table := range d.Tables {
			for _, c := range table.Cells {
				if table.Table().Sheet != "10分单位明细表" {
					continue
				}
				if c.Cell().Amount {
					got = append(got, fmt.Sprintf("%s %s → %s", c.Cell().At.Cell, c.Before(), c.After()))
				} else {
					got = append(got, fmt.Sprintf("%s %s → %s", c.Cell().At.Cell, c.Old.Text, c.New.Text))
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(filepath.Base(pair[0]), diff)
		}
	}
}
