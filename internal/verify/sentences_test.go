package verify_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/proof"
	"ysgk/internal/verify"
)

// What a sentence says is compared with the tables, figure by figure, and with what is
// computed from them.
func TestSentencesAreJudgedByTheTables(t *testing.T) {
	p := proof.SecondPack(t)
	source := filepath.Join(t.TempDir(), "公开表.xlsx")
	_, found, err := app.Fill(app.FillRequest{Pack: p, Input: sample, Output: source, Now: time.Unix(0, 0)})
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	const sheet = "13情况说明"
	for _, c := range []struct{ at, from, to, said string }{
		{"A3", "支出总计29,634", "支出总计29,643", "「支出总计」（A3）29643051.98"},
		{"A3", "收入总计29,634", "收入总计29,643", "「收入总计」（A3）29643051.98"},
		{"A3", "陆拾叁万", "陆拾肆万", "贰仟玖佰陆拾叁万肆仟零伍拾壹元玖角捌分"},
		{"A4", "基本支出25,383", "基本支出25,833", "「基本支出」（A4）25833151.98"},
		{"A4", "14.34%", "14.43%", "写的是 14.43%，按各表算出来是 14.34%"},
		{"A6", "2,963.41万元", "2,963.42万元", "「一般公共预算当年拨款支出」（A6）2963.42"},
		{"A6", "本部门没有使用政府性基金预算拨款安排的支出", "政府性基金预算支出3.00万元", "「政府性基金预算支出」（A6）3"},
		{"A8", "公务接待费0.00", "公务接待费8.00", "「公务接待费」（A8）8"},
		{"A8", "维护费215,952", "维护费219,552", "「公务用车购置及运行维护费」（A8）219552"},
		{"A10", "3,433,551.98", "3,343,551.98", "「机关运行经费财政拨款预算」（A10）3343551.98"},
	} {
		b, err := excelize.OpenFile(source)
		must(t, err)
		text, err := b.GetCellValue(sheet, c.at)
		must(t, err)
		if !strings.Contains(text, c.from) {
			t.Fatalf("%s is %s", c.at, text)
		}
		set(sheet, c.at, strings.Replace(text, c.from, c.to, 1))(t, b)
		r := request(t, p, filepath.Join(t.TempDir(), "改过.xlsx"))
		must(t, b.SaveAs(r.File))
		found, err := verify.Recalculated(r)
		must(t, err)
		var lines []string
		for _, f := range found {
			if f.Code != "F09" && f.Severity < 2 {
				lines = append(lines, show(f))
			}
		}
		if len(lines) != 1 || !strings.Contains(lines[0], sheet+"!"+c.at) || !strings.Contains(lines[0], c.said) {
			t.Errorf("%s → %s:\n%s", c.from, c.to, strings.Join(lines, "\n"))
		}
		must(t, os.Remove(r.File))
	}
}

// A workbook all of whose tables say that they are in 元 is judged in 元.
func TestTablesThatAllSayAnotherUnitAreInIt(t *testing.T) {
	b, err := excelize.OpenFile(filled(t))
	must(t, err)
	defer b.Close()
	for _, sheet := range b.GetSheetList() {
		for at, x := range gridOf(t, b, sheet) {
			cell, _ := excelize.CoordinatesToCellName(at[0], at[1])
			formula, err := b.GetCellFormula(sheet, cell)
			must(t, err)
			d, number := x.(float64)
			switch {
			case x == "单位：万元":
				set(sheet, cell, "单位：元")(t, b)
			case number && formula == "" && strings.HasPrefix(sheet, "表"):
				set(sheet, cell, math.Round(d*1000000)/100)(t, b)
			}
		}
	}
	r := request(t, proof.DefaultPack(t), save(t, b))
	found, err := verify.Recalculated(r)
	must(t, err)
	if found.HasErrors() {
		t.Error(show(found[0]))
	}
}
