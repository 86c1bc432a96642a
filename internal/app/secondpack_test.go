package app_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/proof"
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
	filled(t, file, b)
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
