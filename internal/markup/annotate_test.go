package markup_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/markup"
	"ysgk/internal/pack"
	"ysgk/internal/parts"
	"ysgk/internal/proof"
	"ysgk/templates"
)

const samplePath = "../../samples/阳泉市司法局2026年预算录入.xlsx"

// noteMark and the colours are what a mark is recognised by.
const (
	noteMark = "【ysgk 标注"
	red      = "FFFF8B87"
	yellow   = "FFFFE26B"
)

// some are findings at every kind of place: with and without a comment, with a
// ground of its own, cells and rows that the file does not hold, a range, a row,
// a sheet, nowhere; two at one cell.
func some() (l finding.List) {
	at := func(sheet, cell string) finding.Place { return finding.Place{Sheet: sheet, Cell: cell} }
	l.Errorf("code-level", at("支出明细", "B8"), "从下拉列表选。", "功能科目编码「20406」没有填到项级")
	l.Warnf("B05", at("支出明细", "B8"), "", "另一条 <&> 「甲」")
	l.Warnf("D03", at("支出明细", "C9"), "请核对。", "名称列有自己的底色")
	l.Errorf("header", at("支出明细", "K5"), "改表头。", "表头有批注")
	l.Errorf("far", at("支出明细", "Z3"), "", "文件里没有这一格")
	l.Errorf("far", at("支出明细", "B2300"), "", "文件里没有这一行")
	l.Errorf("merged", at("绩效项目", "A4:B5"), "", "一片")
	l.Warnf("row", at("收入明细", "7行"), "", "一行")
	l.Errorf("info", at("基本信息", "B4"), "填。", "没有批注的表")
	l.Notef("note", at("单位", "A4"), "", "提示不涂色")
	l.Errorf("sheet", at("绩效指标", ""), "", "整张表")
	l.Errorf("out", at("表一", ""), "", "录入工作簿里没有的表")
	l.Errorf("file", finding.Place{}, "", "没有位置")
	return l
}

func sample(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile(samplePath)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// annotated gives a workbook with marks, and whether it had any before.
func annotated(t testing.TB, b []byte, found finding.List) ([]byte, bool) {
	t.Helper()
	f, old, err := markup.Annotate(b, found)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), old
}

// save writes workbooks into files.
func save(t testing.TB, books ...[]byte) (files []string) {
	t.Helper()
	for i, b := range books {
		file := filepath.Join(t.TempDir(), "录入"+string(rune('0'+i))+".xlsx")
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

func TestEveryPlaceIsMarkedAndEverythingElseStays(t *testing.T) {
	t.Parallel()
	was := sample(t)
	now, old := annotated(t, was, some())
	if old {
		t.Error("the sample has no marks")
	}
	files := save(t, was, now)
	books := proof.Read(t, files...)
	before, after := books[0], books[1]
	for _, c := range []struct{ sheet, cell, colour, text string }{
		{"支出明细", "B8", red, "错误（格式）：功能科目编码「20406」没有填到项级\n怎么办：从下拉列表选。\n警告（B05）：另一条 <&> 「甲」"},
		{"支出明细", "C9", yellow, "警告（D03）：名称列有自己的底色\n怎么办：请核对。\n（原底色 rgb=FFF2F2F2）"},
		{"支出明细", "K5", red, "错误（格式）：表头有批注\n怎么办：改表头。\n（原底色 rgb=FF2F5597）"},
		{"支出明细", "Z3", red, "错误（格式）：文件里没有这一格"},
		{"支出明细", "B2300", red, "错误（格式）：文件里没有这一行"},
		{"绩效项目", "A4", red, "错误（格式）：一片"},
		{"收入明细", "A7", yellow, "警告（格式）：一行"},
		{"基本信息", "B4", red, "错误（格式）：没有批注的表\n怎么办：填。"},
	} {
		got := after.Sheet(t, c.sheet).Cells[c.cell]
		user, _, _ := strings.Cut(before.Sheet(t, c.sheet).Cells[c.cell].Comment, "\x00")
		if user != "" {
			user += "\n"
		}
		if want := user + noteMark + "，再次核对时替换】\n" + c.text; strings.TrimSpace(got.Comment) != want {
			t.Errorf("%s!%s: comment\n%s\nwant\n%s", c.sheet, c.cell, got.Comment, want)
		}
		if !strings.Contains(got.Style, c.colour) {
			t.Errorf("%s!%s: style %s", c.sheet, c.cell, got.Style)
		}
		// Without the mark, the cell is what it was.
		cell, ok := before.Sheet(t, c.sheet).Cells[c.cell]
		if got.Value != cell.Value || got.Formula != cell.Formula {
			t.Errorf("%s!%s changed its content", c.sheet, c.cell)
		}
		if ok {
			after.Sheet(t, c.sheet).Cells[c.cell] = cell
		} else {
			delete(after.Sheet(t, c.sheet).Cells, c.cell)
		}
	}
	list := after.Sheet(t, markup.ListSheet)
	if after.Sheets[0].Name != list.Name || list.Cells["D5"].Value != "基本信息!B4" && list.Cells["B5"].Value != "错误" || list.Cells["A17"].Value != "13" || list.Freeze != "A5" {
		t.Errorf("the list is %v", list.Cells)
	}
	after.Sheets = after.Sheets[1:]
	for i := range after.Sheets { // cells outside the old bounds were marked
		after.Sheets[i].MaxRow, after.Sheets[i].MaxCol = before.Sheets[i].MaxRow, before.Sheets[i].MaxCol
	}
	if d := cmp.Diff(before, after); d != "" {
		t.Errorf("something else changed:\n%.4000s", d)
	}
	sameParts(t, was, now)
}

// sameParts looks at the bytes of all parts that have nothing to do with marks.
func sameParts(t *testing.T, was, now []byte) {
	t.Helper()
	a := proof.Parts(t, was)
	b := proof.Parts(t, now)
	marked := []string{"[Content_Types].xml", "docProps/app.xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/styles.xml"}
	wb, err := a.Workbook()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range wb.Sheets {
		if slices.Contains([]string{"支出明细", "绩效项目", "收入明细", "基本信息"}, s.Name) {
			marked = append(marked, s.Part, parts.RelsName(s.Part), a.Related(s.Part, "comments"), a.Related(s.Part, "vmlDrawing"))
		}
	}
	for _, name := range a.Names() {
		if !slices.Contains(marked, name) && !bytes.Equal(a.Part(name), b.Part(name)) {
			t.Errorf("part %s changed", name)
		}
	}
}

func TestMarksOfAnEarlierRunAreReplacedNotStacked(t *testing.T) {
	t.Parallel()
	was := sample(t)
	var other finding.List
	other.Warnf("D03", finding.Place{Sheet: "支出明细", Cell: "B8"}, "", "换了一条")
	other.Errorf("E", finding.Place{Sheet: "单位", Cell: "C4"}, "", "别的格子")
	first, _ := annotated(t, was, some())
	again, old := annotated(t, first, other)
	if !old {
		t.Error("the marks were not recognised")
	}
	direct, _ := annotated(t, was, other)
	clean, _ := annotated(t, again, nil)
	books := proof.Read(t, save(t, direct, again, was, clean)...)
	for i := 0; i < 4; i += 2 {
		for _, b := range books[i : i+2] {
			strip(b)
		}
		if d := cmp.Diff(books[i], books[i+1]); d != "" {
			t.Errorf("%d: %.3000s", i, d)
		}
	}
	third, _ := annotated(t, again, other)
	if len(third) > len(again)+200 {
		t.Errorf("the workbook grows from %d to %d bytes", len(again), len(third))
	}
}

// strip takes out what an empty cell that was marked once leaves behind.
func strip(b *proof.Book) {
	for i := range b.Sheets {
		s := &b.Sheets[i]
		s.MaxRow, s.MaxCol = 0, 0
		for name, c := range s.Cells {
			if c.Value == "" && c.Formula == "" && c.Comment == "" {
				delete(s.Cells, name)
			}
		}
	}
}

// Staff go on working in the annotated copy, with whatever program they have.
func TestMarksAreRecognisedAfterAnotherProgramSavedThem(t *testing.T) {
	t.Parallel()
	first, _ := annotated(t, sample(t), some())
	file := save(t, first)[0]
	office := filepath.Join(proof.Convert(t, "xlsx", file), filepath.Base(file))
	for name, save := range map[string]func(t *testing.T) string{
		"LibreOffice": func(*testing.T) string { return office },
		"excelize": func(t *testing.T) string {
			f, err := excelize.OpenFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.InsertRows("支出明细", 7, 2); err != nil { // B8 moves to B10
				t.Fatal(err)
			}
			out := filepath.Join(t.TempDir(), "录入.xlsx")
			if err := f.SaveAs(out); err != nil {
				t.Fatal(err)
			}
			return out
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := os.ReadFile(save(t))
			if err != nil {
				t.Fatal(err)
			}
			clean, old := annotated(t, b, nil)
			if !old {
				t.Error("no marks were recognised")
			}
			before, after := proof.Read(t, samplePath)[0], proof.Read(t, saveOne(t, clean))[0]
			if after.Sheets[0].Name == markup.ListSheet {
				t.Error("the old list is still there")
			}
			for _, s := range after.Sheets {
				for at, c := range s.Cells {
					if strings.Contains(c.Comment, noteMark) || strings.Contains(c.Style, red) || strings.Contains(c.Style, yellow) {
						t.Errorf("%s!%s is still marked: %s %q", s.Name, at, c.Style, c.Comment)
					}
				}
			}
			if name != "LibreOffice" {
				return
			}
			for _, at := range []string{"K5", "B5"} {
				want, got := before.Sheet(t, "支出明细").Cells[at], after.Sheet(t, "支出明细").Cells[at]
				if got.Comment != want.Comment || !strings.Contains(got.Style, "FF2F5597") {
					t.Errorf("%s is %s %q, was %q", at, got.Style, got.Comment, want.Comment)
				}
			}
		})
	}
}

func saveOne(t *testing.T, b []byte) string { return save(t, b)[0] }

func TestReadingTheAnnotatedCopyFindsTheSame(t *testing.T) {
	t.Parallel()
	p, err := pack.Load(templates.Default())
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(samplePath)
	if err != nil {
		t.Fatal(err)
	}
	for cell, v := range map[string]any{"B8": "20406", "K9": -5, "K10": "一百元", "A11": "无此单位", "D12": nil, "A2100": "末行"} {
		if err := f.SetCellValue("支出明细", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	_, want, err := input.Read(save(t, b.Bytes())[0], p)
	if err != nil || !want.HasErrors() {
		t.Fatal(want, err)
	}
	marked, _ := annotated(t, b.Bytes(), want)
	file := save(t, marked)[0]
	for _, file := range []string{file, filepath.Join(proof.Convert(t, "xlsx", file), filepath.Base(file))} {
		_, got, err := input.Read(file, p)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	}
}

func TestASheetOfTheSameNameByAnotherHandStays(t *testing.T) {
	t.Parallel()
	f, err := excelize.OpenFile(samplePath)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.NewSheet(markup.ListSheet); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellValue(markup.ListSheet, "A1", "科长的问题清单"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	once, _ := annotated(t, b.Bytes(), some())
	twice, _ := annotated(t, once, some())
	book := proof.Read(t, save(t, twice)[0])[0]
	if got := book.Sheet(t, markup.ListSheet).Cells["A1"].Value; got != "科长的问题清单" {
		t.Errorf("A1 is %q", got)
	}
	if n := len(book.Sheets); n != len(f.GetSheetList())+1 || book.Sheets[0].Name != markup.ListSheet+"2" {
		t.Errorf("%d sheets, the first is %s", n, book.Sheets[0].Name)
	}
}

func TestAllCellsOfAFoldedFindingAreMarked(t *testing.T) {
	found := finding.List{{Severity: finding.Error, Code: "ref-unknown", Place: finding.Place{Sheet: "支出明细", Cell: "A8"}, Rest: "A9 A12", Message: "没有「甲」"}}
	b, _ := annotated(t, sample(t), found)
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	comments, err := f.GetComments("支出明细")
	if err != nil {
		t.Fatal(err)
	}
	marked := map[string]bool{}
	for _, c := range comments {
		text := c.Text
		for _, run := range c.Paragraph {
			text += run.Text
		}
		marked[c.Cell] = strings.Contains(text, noteMark)
	}
	if !marked["A8"] || !marked["A9"] || !marked["A12"] || marked["A10"] {
		t.Error(marked)
	}
}
