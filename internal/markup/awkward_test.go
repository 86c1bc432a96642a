package markup_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/markup"
	"ysgk/internal/proof"
)

// awkward is the sample as an office may have it after a month of work: with
// comments, colours, filters, hidden rows and columns, a password, links.
func awkward(t *testing.T) []byte {
	t.Helper()
	f, err := excelize.OpenFile(samplePath)
	if err != nil {
		t.Fatal(err)
	}
	const items = "支出明细"
	must := func(errs ...error) {
		t.Helper()
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	style := func(s *excelize.Style) int {
		n, err := f.NewStyle(s)
		must(err)
		return n
	}
	high, err := f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: "9C0006"}, Fill: excelize.Fill{Type: "pattern", Color: []string{"FFC7CE"}, Pattern: 1}})
	must(
		err,
		f.AddComment(items, excelize.Comment{Cell: "K9", Author: "会计", Text: "工资册第三页\n已核"}),
		f.AddComment(items, excelize.Comment{Cell: "K20", Author: "会计", Text: "等通知"}),
		f.SetConditionalFormat(items, "K6:K89", []excelize.ConditionalFormatOptions{{Type: "cell", Criteria: ">", Value: "1000000", Format: &high}}),
		f.AutoFilter(items, "A5:L89", []excelize.AutoFilterOptions{{Column: "D", Expression: "x == 人员经费"}}),
		f.SetRowVisible(items, 12, false), f.SetRowVisible(items, 17, false),
		f.SetColVisible(items, "G", false),
		f.SetRowHeight(items, 9, 41),
		f.ProtectSheet(items, &excelize.SheetProtectionOptions{AlgorithmName: "SHA-512", Password: "1234", EditObjects: true, FormatCells: false, SelectLockedCells: true}),
		f.SetCellHyperLink(items, "L9", "单位!A4", "Location"),
		f.SetCellStr(items, "L9", "见单位表"),
		f.SetCellStyle(items, "K13", "K13", style(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Color: []string{"92D050"}, Pattern: 1}, NumFmt: 4})),
		f.SetCellStyle(items, "K14", "K14", style(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Color: []string{"92D050"}, Pattern: 6}, NumFmt: 4})),
		f.MergeCell("基本信息", "A14", "C14"), f.SetCellStr("基本信息", "A14", "本表由财务科填"),
		f.SetSheetVisible("收入明细", false),
	)
	var b bytes.Buffer
	must(f.Write(&b))
	return b.Bytes()
}

// awkwardPlaces are at and beside what is awkward.
func awkwardPlaces() (l finding.List) {
	at := func(cell string) finding.Place { return finding.Place{Sheet: "支出明细", Cell: cell} }
	l.Errorf("C01", at("K9"), "核对。", "有批注、有条件格式的格子")
	l.Errorf("C01", at("K12"), "核对。", "隐藏的行")
	l.Warnf("C10", at("G13"), "核对。", "隐藏的列")
	l.Warnf("C11", at("K13"), "核对。", "有底色")
	l.Warnf("C11", at("K14"), "核对。", "花纹的底色")
	l.Errorf("C05", at("D15"), "核对。", "有下拉列表")
	l.Warnf("C08", at("L9"), "核对。", "有链接")
	l.Warnf("B10", finding.Place{Sheet: "收入明细", Cell: "D6"}, "核对。", "隐藏的表")
	return l
}

// around is a sheet's part without its cells, what comments need, and which sheet is in front.
func around(t *testing.T, book []byte, sheet string) string {
	t.Helper()
	f := proof.Parts(t, book)
	wb, err := f.Workbook()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range wb.Sheets {
		if s.Name == sheet {
			text := string(f.Part(s.Part))
			head, rest, _ := strings.Cut(text, "<sheetData>")
			_, tail, ok := strings.Cut(rest, "</sheetData>")
			if !ok {
				t.Fatalf("%s has no cells", sheet)
			}
			return regexp.MustCompile(`<legacyDrawing [^>]*>| tabSelected="[^"]*"`).ReplaceAllString(head+tail, "")
		}
	}
	t.Fatalf("no sheet %s", sheet)
	return ""
}

func TestAnAwkwardWorkbookKeepsAllItHasThroughMarksNewMarksAndNone(t *testing.T) {
	t.Parallel()
	was := awkward(t)
	first, _ := annotated(t, was, awkwardPlaces())
	for _, sheet := range []string{"支出明细", "收入明细", "基本信息"} {
		if d := cmp.Diff(around(t, was, sheet), around(t, first, sheet)); d != "" {
			t.Errorf("%s changed around its cells: %s", sheet, d)
		}
	}
	var other finding.List
	other.Errorf("C01", finding.Place{Sheet: "支出明细", Cell: "K9"}, "核对。", "换了一条")
	again, _ := annotated(t, first, other)
	clean, _ := annotated(t, again, nil)
	books := proof.Read(t, save(t, was, first, again, clean)...)
	note := func(b *proof.Book, cell string) string {
		return strings.TrimSpace(b.Sheet(t, "支出明细").Cells[cell].Comment)
	}
	const mine = "工资册第三页\n已核"
	if got, want := note(books[1], "K9"), mine+"\n"+noteMark+"，再次核对时替换】\n错误（C01）：有批注、有条件格式的格子\n怎么办：核对。"; got != want {
		t.Errorf("K9 is\n%s\nwant\n%s", got, want)
	}
	if got := note(books[2], "K9"); strings.Count(got, noteMark) != 1 || !strings.HasPrefix(got, mine) || strings.Contains(got, "条件格式") {
		t.Errorf("after the second run K9 is\n%s", got)
	}
	if note(books[1], "K20") != "等通知" || note(books[2], "K12") != "" {
		t.Error("comments of others changed, or marks stayed")
	}
	for _, cell := range []string{"K9", "K12", "D15"} {
		if s := books[1].Sheet(t, "支出明细").Cells[cell].Style; !strings.Contains(s, red) {
			t.Errorf("%s is not red: %s", cell, s)
		}
	}
	if s := books[1].Sheet(t, "支出明细").Cells["K13"].Style; !strings.Contains(s, yellow) {
		t.Errorf("K13 is not yellow: %s", s)
	}
	strip(books[0])
	strip(books[3])
	if d := cmp.Diff(books[0], books[3]); d != "" {
		t.Errorf("when all is mended the workbook is not what it was: %.3000s", d)
	}
}

func TestTheWorkbookItselfStaysAsItIsByteForByte(t *testing.T) {
	t.Parallel()
	was := awkward(t)
	file := filepath.Join(t.TempDir(), "录入.xlsx")
	if err := os.WriteFile(file, was, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		m := app.Annotate(file, awkwardPlaces(), time.Unix(0, 0))
		if m.Err != nil || m.File == "" || m.Kept != "" {
			t.Fatalf("%+v", m)
		}
	}
	if now, err := os.ReadFile(file); err != nil || !bytes.Equal(was, now) {
		t.Errorf("the workbook changed, error %v", err)
	}
	copied, err := os.ReadFile(strings.TrimSuffix(file, ".xlsx") + "（标注）.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(copied))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(f.GetSheetList()); f.GetSheetList()[0] != markup.ListSheet || n != 13+6 {
		t.Errorf("sheets %v", f.GetSheetList())
	}
}
