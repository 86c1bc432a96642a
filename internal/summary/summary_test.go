package summary_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/compare"
	"ysgk/internal/finding"
	"ysgk/internal/proof"
	"ysgk/internal/summary"
	"ysgk/internal/trace"
)

const sample = "../../samples/阳泉市司法局2026年预算录入.xlsx"

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// department writes an input workbook of the sample's items under another name, with
// amounts that are some times as much.
func department(t *testing.T, file, name string, times float64, edits ...func(*excelize.File)) {
	t.Helper()
	b, err := excelize.OpenFile(sample)
	must(t, err)
	defer b.Close()
	must(t, b.SetCellValue("基本信息", "B4", name))
	for _, sheet := range []string{"绩效项目", "绩效指标"} {
		must(t, b.DeleteSheet(sheet))
	}
	rows, err := b.GetRows("支出明细", excelize.Options{RawCellValue: true})
	must(t, err)
	for r := range rows {
		at := fmt.Sprintf("K%d", r+1)
		text, err := b.GetCellValue("支出明细", at, excelize.Options{RawCellValue: true})
		must(t, err)
		if v, err := strconv.ParseFloat(text, 64); err == nil && r > 4 {
			must(t, b.SetCellValue("支出明细", at, math.Round(v*times*100)/100))
		}
	}
	for _, e := range edits {
		e(b)
	}
	must(t, os.MkdirAll(filepath.Dir(file), 0o755))
	must(t, b.SaveAs(file))
}

// spent adds up by itself what an input workbook spends, in 分, of one code or of all.
func spent(t *testing.T, file, code string) (fen int64) {
	t.Helper()
	b, err := excelize.OpenFile(file)
	must(t, err)
	defer b.Close()
	rows, err := b.GetRows("支出明细", excelize.Options{RawCellValue: true})
	must(t, err)
	for _, row := range rows[5:] {
		if len(row) < 11 || row[10] == "" || code != "" && row[1] != code {
			continue
		}
		v, err := strconv.ParseFloat(row[10], 64)
		must(t, err)
		fen += int64(math.Round(v * 100))
	}
	return fen
}

func TestTheSummaryIsTheSumOfTheDepartmentsAndSaysWhatItLacks(t *testing.T) {
	from, to := filepath.Join(t.TempDir(), "收"), filepath.Join(t.TempDir(), "汇总")
	good := []string{filepath.Join(from, "甲局.xlsx"), filepath.Join(from, "二科", "乙局.xlsx")}
	department(t, good[0], "甲局", 1.37)
	department(t, good[1], "乙局", 2.11)
	department(t, filepath.Join(from, "丙局.xlsx"), "丙局", 1, func(b *excelize.File) { _ = b.SetCellValue("支出明细", "K6", "九千") })
	must(t, os.WriteFile(filepath.Join(from, "坏.xlsx"), []byte("PK?"), 0o644))
	p := proof.DefaultPack(t)
	out, err := summary.Run(t.Context(), summary.Request{Pack: p, From: from, To: to, Name: "某市", Now: time.Unix(0, 0)})
	must(t, err)
	if out.Found.HasErrors() || len(out.Files) != 1 || filepath.Base(out.Files[0].File) != "某市（不全，缺 2 个部门）2026年预算公开表.xlsx" {
		t.Fatal(out.Found, out.Files)
	}
	var reasons []string
	for _, m := range out.Members {
		reasons = append(reasons, m.File+" "+m.Name+" "+m.Reason)
	}
	for _, want := range []string{"丙局.xlsx 丙局 有 1 处错误，如 支出明细!K6", "坏.xlsx  不能读：", "二科/乙局.xlsx 乙局 "} {
		if !strings.Contains(strings.Join(reasons, "\n"), want) {
			t.Errorf("nothing says %q: %v", want, reasons)
		}
	}

	// What the tables print is what the line items add up to.
	file := out.Files[0].File
	book, err := summary.Trace(t.Context(), p, from, "某市")
	must(t, err)
	finished, err := compare.Beside(p, file, book)
	must(t, err)
	for _, code := range []string{"", "2040601", "2080505"} {
		row, want := "合计", spent(t, good[0], code)+spent(t, good[1], code)
		if code != "" {
			row = code
		}
		s, c, at, err := finished.Pair(trace.Question{Table: "预算支出总表", Row: row, Column: "合计"})
		must(t, err)
		d := book.Derive(s, c)
		filed, err := strconv.ParseFloat(finished.Filed(at, c).Text, 64) // 万元
		must(t, err)
		if have := d.Yuan.Shift(2).IntPart(); have != want || int64(math.Round(filed*1e6)) != want {
			t.Errorf("%s: the tables have %d and print %v, the line items give %d", row, have, filed, want)
		}
		shares := summary.Shares(d.Items)
		if len(shares) != 2 || shares[0].Owner != "乙局" || int64(shares[0].Fen) != spent(t, good[1], code) {
			t.Errorf("%s: the departments have %v", row, shares)
		}
	}
	for _, l := range out.Lists {
		if l.Name == "项目（本年预算）" && (l.Rows[1].Name != "乙局" && l.Rows[1].Name != "甲局" || l.Depth != 3) {
			t.Errorf("the list of projects is %v", l.Rows[:3])
		}
	}

	// The workbook of lists: the departments, and where each figure comes from.
	b, err := excelize.OpenFile(out.List)
	must(t, err)
	defer b.Close()
	if tabs := strings.Join(b.GetSheetList(), " "); tabs != "部门 “三公”经费 机关运行经费 项目（本年预算） 项目（上年结转） 部门之间 各数的来历" {
		t.Error(tabs)
	}
	note, err := b.GetCellValue("部门", "A2")
	must(t, err)
	if !strings.Contains(note, "不全：汇入 2 个部门，有 2 个没有汇入：丙局、坏.xlsx") {
		t.Error(note)
	}
	rows, err := b.GetRows("各数的来历", excelize.Options{RawCellValue: true})
	must(t, err)
	var sum, parts float64
	for _, row := range rows[3:] {
		v, err := strconv.ParseFloat(row[6], 64)
		must(t, err)
		if row[0] != "" {
			sum += v
		} else {
			parts += v
		}
	}
	if math.Abs(sum-parts) > 0.01*float64(len(rows)) || sum == 0 {
		t.Errorf("figures are %v together, those of the departments %v", sum, parts)
	}
	if out.Count(finding.Note) == 0 {
		t.Error("nothing was found between two departments with the same projects")
	}
}
