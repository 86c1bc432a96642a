package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

var funds = []string{"一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"}

// randomLedger draws any ledger that input.Read could give: all unit kinds,
// funds and years, odd amounts, revenue lines, 年终结转.
func randomLedger(t *rapid.T, tb testing.TB, p *pack.Pack) *budget.Ledger {
	l := emptyLedger(p)
	kinds := map[string]string{}
	var units []string
	for i := range rapid.IntRange(1, 5).Draw(t, "units") {
		name := fmt.Sprintf("第%d单位", i+1)
		units = append(units, name)
		kinds[name] = rapid.SampledFrom([]string{"行政", "参公", "事业"}).Draw(t, "kind")
	}
	items := l.Tables["支出明细"]
	items.Seed(items.Field("单位"), units)
	functions, economics := leaves(p, "功能科目", "项"), leaves(p, "部门经济科目", "款")
	for range rapid.IntRange(0, 60).Draw(t, "items") {
		row := map[string]string{
			"单位":       rapid.SampledFrom(units).Draw(t, "unit"),
			"功能科目编码":   rapid.SampledFrom(functions).Draw(t, "function"),
			"支出类型":     rapid.SampledFrom([]string{"人员经费", "公用经费", "项目支出"}).Draw(t, "type"),
			"部门经济科目编码": rapid.SampledFrom(economics).Draw(t, "economic"),
			"资金来源":     rapid.SampledFrom(funds).Draw(t, "fund"),
			"资金年度":     rapid.SampledFrom([]string{"本年", "本年", "上年结转"}).Draw(t, "year"),
			"金额(元)":    amount(t).StringFixed(2),
		}
		if items.Field("采购类型") >= 0 {
			row["采购类型"] = rapid.SampledFrom([]string{"", "", "货物", "工程", "服务"}).Draw(t, "purchase")
		}
		if row["支出类型"] == "项目支出" {
			row["项目名称"] = rapid.SampledFrom([]string{"甲项目", "乙项目", "=丙项目", "丁 & <项目>", "2026-1"}).Draw(t, "project")
		}
		item(tb, p, l, kinds, row)
	}
	revenue := l.Tables["收入明细"]
	if revenue == nil {
		return l // a pack without a table of revenue by its codes
	}
	incomes := leaves(p, "收入科目", "目")
	for range rapid.IntRange(0, 8).Draw(t, "revenues") {
		code := rapid.SampledFrom(incomes).Draw(t, "revenue code")
		class, _, _ := strings.Cut(p.Codes["收入科目"].Attr(code, 2), "|")
		fen, err := budget.ParseFen(amount(t))
		if err != nil {
			t.Fatal(err)
		}
		values := make([]string, len(revenue.Fields))
		copy(values, []string{class, code, p.Codes["收入科目"].NameOf(code)})
		revenue.Append(0, values, []budget.Fen{fen})
	}
	return l
}

func amount(t *rapid.T) decimal.Decimal {
	return decimal.New(rapid.OneOf(rapid.Int64Range(1, 999), rapid.Int64Range(1, 1e9), rapid.Int64Range(1, 1e13)).Draw(t, "fen"), -2)
}

func leaves(p *pack.Pack, list, level string) (codes []string) {
	c := p.Codes[list]
	for _, e := range c.Entries() {
		if c.Leaf(e.Code, level) && len(c.Missing(e.Code)) == 0 && (list != "功能科目" || len(e.Code) == 7) {
			codes = append(codes, e.Code)
		}
	}
	return codes
}

func TestTablesOfAnyLedgerAgreeAndRecalculateToTheSame(t *testing.T) {
	recalculateRandomLedgers(t, proof.DefaultPack(t), proof.Drawn(4, 25), agree)
}

// recalculateRandomLedgers fills the pack's tables with random ledgers, applies
// the equations to each, and compares every cached value with what LibreOffice
// computes.
func recalculateRandomLedgers(t *testing.T, p *pack.Pack, n int, agree func(t *testing.T, file string, b *proof.Book)) {
	t.Helper()
	folder := t.TempDir()
	var files []string
	for seed := range n {
		l := rapid.Custom(func(rt *rapid.T) *budget.Ledger { return randomLedger(rt, t, p) }).Example(seed)
		files = append(files, filepath.Join(folder, fmt.Sprintf("%03d.xlsx", seed)))
		if err := os.Rename(render(t, p, l), files[seed]); err != nil {
			t.Fatal(err)
		}
	}
	books := proof.Stored(t, files...)
	for i, book := range books {
		agree(t, files[i], book)
	}
	t.Run("recalculated", func(t *testing.T) { recalculate(t, files, books) })
}

// recalculate lets LibreOffice compute the files without their cached values.
func recalculate(t *testing.T, files []string, books []*proof.Book) {
	t.Helper()
	stripped := proof.WithoutCaches(t, files)
	again := proof.Convert(t, "xlsx", stripped...)
	var recalculated []string
	for _, f := range stripped {
		recalculated = append(recalculated, filepath.Join(again, filepath.Base(f)))
	}
	formulas := 0
	for i, book := range proof.Values(t, recalculated...) {
		formulas += sameValues(t, files[i], books[i], book)
	}
	t.Logf("%d ledgers, %d formulas recalculated", len(files), formulas)
	if formulas < len(files)*100 {
		t.Errorf("only %d formulas were compared", formulas)
	}
}

// sameValues compares each cached value with the recalculated one.
func sameValues(t *testing.T, file string, cached, again *proof.Book) (formulas int) {
	t.Helper()
	for i, s := range cached.Sheets {
		for cell, c := range s.Cells {
			if c.Formula == "" {
				continue
			}
			formulas++
			if c.Type != "n" || c.Value == "" {
				t.Errorf("%s %s!%s =%s has the cache 「%s」 of type %s", filepath.Base(file), s.Name, cell, c.Formula, c.Value, c.Type)
				continue
			}
			got := again.Sheets[i].Cells[cell]
			if got.Value == "" {
				got.Value = "0"
			}
			x, y := decimal.RequireFromString(c.Value), decimal.RequireFromString(got.Value)
			// LibreOffice adds doubles: 15 significant digits are its word.
			if x.Sub(y).Abs().GreaterThan(decimal.New(1, -8).Add(x.Abs().Shift(-14))) {
				t.Errorf("%s %s!%s %s: cached %s, recalculated %s", filepath.Base(file), s.Name, cell, c.Formula, c.Value, got.Value)
			}
		}
	}
	return formulas
}

// agree checks the equations between the tables of the catalogue (checks.md, B).
func agree(t *testing.T, file string, b *proof.Book) {
	t.Helper()
	at := func(sheet, cell string) decimal.Decimal { return number(t, b.Sheet(t, sheet).Cells[cell]) }
	labelled := func(sheet, labelCol, label, col string) decimal.Decimal {
		return labelled(t, b, sheet, labelCol, label, col)
	}
	equal := func(rule string, x, y decimal.Decimal) {
		if !x.Equal(y) {
			t.Errorf("%s %s: %s ≠ %s", filepath.Base(file), rule, x, y)
		}
	}
	t1, t3 := at("表一", "D36"), at("表三", "C6")
	equal("B03 T1 本年支出合计 = T3 合计", t1, t3)
	equal("A106 T1 收入总计 = 支出总计", at("表一", "B38"), at("表一", "D38"))
	equal("T2 合计 + 上年结转 = T3 合计", at("表二", "C6").Add(at("表二", "I6")), t3)
	for i, col := range []string{"D", "E", "F", "G", "H"} {
		equal("B01 T1 = T2 by fund", at("表一", fmt.Sprint("B", 6+i)), at("表二", col+"6"))
	}
	equal("B02 T1 上年结转 = T2", at("表一", "B37"), at("表二", "I6"))
	equal("A402 T4", at("表四", "B42"), at("表四", "D42"))
	carried := func(row int) decimal.Decimal { return at("表四", fmt.Sprint("B", row)) }
	equal("B07 T4 一般公共预算 less carry-over = T5", at("表四", "E37").Sub(carried(39)), at("表五", "C6"))
	equal("B08 T4 政府性基金 less carry-over = T8", at("表四", "F37").Sub(carried(40)), at("表八", "C5"))
	equal("B08 T4 国有资本 less carry-over = T9", at("表四", "G37").Sub(carried(41)), at("表九", "F7"))
	equal("B09 T5 基本支出 = T6", at("表五", "D6"), at("表六", "C6"))
	equal("B13 T5 项目支出 = T12 一般公共预算", at("表五", "E6"), labelled("表十二", "A", "阳泉市司法局", "C"))
	equal("A1301 T10", at("表十", "B11"), at("表十", "B6").Add(at("表十", "B7")).Add(at("表十", "B8")))
	noTagsLeft(t, file, b)
	for _, s := range b.Sheets {
		if r, ok := a1.ParseRange(strings.ReplaceAll(s.PrintArea, "$", "")); !ok || r.Row2 != s.MaxRow || r.Col2 != s.MaxCol {
			t.Errorf("%s %s prints %s of %d rows, %d columns", filepath.Base(file), s.Name, s.PrintArea, s.MaxRow, s.MaxCol)
		}
	}
}

// noTagsLeft makes sure that no tag and no error value is left.
func noTagsLeft(t *testing.T, file string, b *proof.Book) {
	t.Helper()
	for _, s := range b.Sheets {
		for cell, c := range s.Cells {
			if strings.Contains(c.Value, "{{") || c.Type == "e" {
				t.Errorf("%s %s!%s holds %s", filepath.Base(file), s.Name, cell, c.Value)
			}
		}
	}
}

// labelled is the amount in a column of the row with a label, zero without it.
func labelled(t *testing.T, b *proof.Book, sheet, labelCol, label, col string) decimal.Decimal {
	t.Helper()
	s := b.Sheet(t, sheet)
	for r := 1; r <= s.MaxRow; r++ {
		if s.Cells[fmt.Sprint(labelCol, r)].Value == label {
			return number(t, s.Cells[fmt.Sprint(col, r)])
		}
	}
	return decimal.Zero
}

func number(t *testing.T, c proof.Cell) decimal.Decimal {
	t.Helper()
	if c.Value == "" {
		return decimal.Zero
	}
	if c.Type != "n" {
		t.Fatalf("%+v is no number", c)
	}
	return decimal.RequireFromString(c.Value)
}
