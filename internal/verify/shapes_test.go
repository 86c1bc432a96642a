package verify_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/finding"
	"ysgk/internal/proof"
)

// onOneSheet is the published tables below each other on one sheet.
func onOneSheet(t *testing.T) *excelize.File {
	t.Helper()
	from, err := excelize.OpenFile(typed(t))
	must(t, err)
	defer from.Close()
	to := excelize.NewFile()
	last := 0
	for _, sheet := range from.GetSheetList() {
		merges, err := from.GetMergeCells(sheet)
		must(t, err)
		rows, err := from.GetRows(sheet, excelize.Options{RawCellValue: true})
		must(t, err)
		for _, m := range merges {
			move := func(cell string) string {
				c, r, err := excelize.CellNameToCoordinates(cell)
				must(t, err)
				at, _ := excelize.CoordinatesToCellName(c, r+last)
				return at
			}
			must(t, to.MergeCell("Sheet1", move(m.GetStartAxis()), move(m.GetEndAxis())))
		}
		for r, row := range rows {
			for c, text := range row {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				kind, err := from.GetCellType(sheet, at)
				must(t, err)
				to_, _ := excelize.CoordinatesToCellName(c+1, r+1+last)
				if kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber {
					must(t, to.SetCellValue("Sheet1", to_, number(text)))
				} else if text != "" {
					must(t, to.SetCellStr("Sheet1", to_, text))
				}
			}
		}
		last += len(rows) + 2
	}
	return to
}

func number(text string) any {
	if text == "" {
		return nil
	}
	var d float64
	if _, err := fmt.Sscan(text, &d); err != nil {
		return text
	}
	return d
}

func TestTablesOnOneSheetAreTheSame(t *testing.T) {
	for _, f := range verified(t, save(t, onOneSheet(t)), "") {
		if f.Severity != finding.Note {
			t.Error(show(f))
		}
	}
}

func TestAFaultIsFoundAmongTablesOnOneSheet(t *testing.T) {
	b := onOneSheet(t)
	found, err := b.SearchSheet("Sheet1", "343.36") // first in 表六
	must(t, err)
	must(t, b.SetCellValue("Sheet1", found[0], 353.36))
	list := verified(t, save(t, b), "")
	expect(t, list, "A601", "Sheet1!E196")
	if n := list.Count(finding.Error); n != 1 {
		t.Errorf("%d errors", n)
	}
}

func TestTheSameWorkbookAlwaysGivesTheSameWords(t *testing.T) {
	b := onOneSheet(t)
	must(t, b.SetCellValue("Sheet1", "E196", 353.36))
	must(t, b.SetCellValue("Sheet1", "D10", 1.0))
	file := save(t, b)
	first := fmt.Sprint(verified(t, file, ""))
	for range 10 {
		if again := fmt.Sprint(verified(t, file, "")); again != first {
			t.Fatalf("%s\n%s", first, again)
		}
	}
}

func TestLinksAndMacrosDoNotBelongIntoAPublishedFile(t *testing.T) {
	data, err := os.ReadFile(filled(t))
	must(t, err)
	f := proof.Parts(t, data)
	wb, err := f.Workbook()
	must(t, err)
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	for _, p := range []struct{ part, kind string }{
		{"xl/externalLinks/externalLink1.xml", office + "externalLink"},
		{"xl/vbaProject.bin", "http://schemas.microsoft.com/office/2006/relationships/vbaProject"},
	} {
		f.SetPart(p.part, []byte("<x/>"))
		_, err := f.Relate(wb.Part, p.part, p.kind, "application/octet-stream")
		must(t, err)
	}
	var out bytes.Buffer
	must(t, f.Write(&out))
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	must(t, os.WriteFile(file, out.Bytes(), 0o600))
	got := fmt.Sprint(verified(t, file, ""))
	for _, want := range []string{"有 1 个到别的工作簿的链接", "文件里有宏"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

// The longest text that Excel knows in thousands of cells takes no minutes, and no
// message quotes it whole.
func TestALongTextInEveryCellIsJudgedSoon(t *testing.T) {
	b, err := excelize.OpenFile(filled(t))
	must(t, err)
	defer b.Close()
	text := strings.Repeat("预", 32_767)
	for row := 41; row < 3041; row++ {
		must(t, b.SetCellStr("表三", fmt.Sprint("A", row), text))
	}
	file := save(t, b)
	begun := time.Now()
	for _, f := range verified(t, file, "") {
		if len(f.Message) > 10_000 {
			t.Fatalf("%s quotes %d bytes", f.Code, len(f.Message))
		}
	}
	if took := time.Since(begun); took > 20*time.Second {
		t.Error(took)
	}
}
