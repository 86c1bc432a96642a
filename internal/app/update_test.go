package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/disk"
	"ysgk/internal/layout"
	"ysgk/internal/proof"
	"ysgk/internal/tagging"
	"ysgk/templates"
)

// The document goes into next year's pack as it is.
func TestAPackThatIsUpdatedKeepsItsDocument(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "包")
	if err := os.CopyFS(folder, templates.Default()); err != nil {
		t.Fatal(err)
	}
	files, _, p, err := app.Update(app.UpdateRequest{Folder: folder, Form: filepath.Join(folder, "预算公开表.xlsx")})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range p.Documents {
		if string(files[name]) != string(p.Templates[name]) {
			t.Errorf("%s is not in the new pack", name)
		}
	}
	if len(p.Documents) == 0 {
		t.Error("there is no document")
	}
}

// unpacked is a folder with the built-in pack, and its workbook to make a form of.
func unpacked(t *testing.T) (folder string, book *excelize.File) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "包")
	if err := os.CopyFS(folder, templates.Default()); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenFile(filepath.Join(folder, "预算公开表.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	return folder, book
}

// Its tags name the sheets of the workbook: those that are called otherwise this year are
// named so, and those that are gone are told.
func TestTheDocumentOfAnUpdatedPackNamesTheSheetsAsTheyAreCalledNow(t *testing.T) {
	folder, book := unpacked(t)
	form := filepath.Join(t.TempDir(), "今年.xlsx")
	for _, err := range []error{book.SetSheetName("表三", "附表3 支出总表"), book.DeleteSheet("表十三"), book.SaveAs(form)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	files, made, p, err := app.Update(app.UpdateRequest{Folder: folder, Form: form})
	if err != nil {
		t.Fatal(err)
	}
	name := p.Documents[0]
	was, now := string(proof.Part(t, p.Templates[name], "word/document.xml")), string(proof.Part(t, files[name], "word/document.xml"))
	if want := strings.Replace(was, "{{表 表三}}", "{{表 附表3 支出总表}}", 1); now != want || want == was {
		t.Error("the tag is not renamed, or more than that has changed")
	}
	told := ""
	for _, e := range made.Left {
		told += e.String() + "\n"
	}
	if want := name + "，第 "; !strings.Contains(told, want) || !strings.Contains(told, "今年的官方表里没有这张表，标签 {{表 表十三}}") || strings.Contains(told, "{{表 表三}}") {
		t.Error(told)
	}
}

// A line of the form that has the new name of its code keeps its tags, and what changed in the
// lists is told with the places of the new pack that name it.
func TestTheLinesOfCodesWithNewNamesKeepTheirTags(t *testing.T) {
	folder, book := unpacked(t)
	withoutTags(t, book)
	dir := t.TempDir()
	form, codes := filepath.Join(dir, "今年.xlsx"), filepath.Join(dir, "科目.csv")
	for _, err := range []error{
		book.SetCellStr("表一", "C15", "十、医疗与健康支出"), book.SaveAs(form),
		os.WriteFile(codes, []byte("编码,名称\n210,医疗与健康支出\n219,自然资源海洋气象等支出\n220,援助其他地区支出\n"), 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	_, made, _, err := app.Update(app.UpdateRequest{Folder: folder, Form: form, Codes: []string{codes}})
	if err != nil {
		t.Fatal(err)
	}
	told, written := "", ""
	for _, e := range made.Left {
		told += e.String() + "\n"
	}
	for _, e := range made.Written {
		written += e.String() + "\n"
	}
	if !strings.Contains(written, "表一!E15  {{支出按类[210].本年}}") {
		t.Error("the line lost its tag:\n" + told)
	}
	for _, want := range []string{
		"这一行“十、卫生健康支出”今年写作“十、医疗与健康支出”",
		"功能科目：援助其他地区支出 的编码由 219 改为 220；219 今年是“自然资源海洋气象等支出”",
		"表一!E23：标签 {{支出按类[219].本年}} 取的是 219 援助其他地区支出：“援助其他地区支出”今年是 220",
		"没有比的有",
		"科目表没有改。要采用今年的，运行：ysgk pack codes 新的文件夹 科目.csv --采用",
	} {
		if !strings.Contains(told, want) {
			t.Errorf("%s is not told:\n%s", want, told)
		}
	}
}

// What a pack was made of is kept beside it, and what an update makes is compared with it the next time:
// a form that is as it was becomes what it became, year after year, on paper too.
func TestAPackKeepsTheFormItWasMadeOf(t *testing.T) {
	of := func(name string) string { return filepath.Join("../bind/testdata/baishui", name) }
	files, _, found, err := app.Learn(app.LearnRequest{Form: of("官方表.xlsx"), Example: of("去年公开表.xlsx"), Ledger: of("去年录入.xlsx")})
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	form, err := os.ReadFile(of("官方表.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	for year := range 2 {
		if !bytes.Equal(files[app.FormFile], form) {
			t.Fatalf("%d: the form is not kept", year)
		}
		folder := filepath.Join(t.TempDir(), "包")
		if _, err := disk.CreateAll(folder, files); err != nil {
			t.Fatal(err)
		}
		now, made, p, err := app.Update(app.UpdateRequest{Folder: folder, Form: of("官方表.xlsx")})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(texts(t, p.Templates[p.Template[0]]), texts(t, now[p.Template[0]])) {
			t.Errorf("%d: the template is another one", year)
		}
		if was, is := looks(t, p.Templates[p.Template[0]]), looks(t, now[p.Template[0]]); !slices.Equal(was, is) || !slices.ContainsFunc(was, func(look string) bool { return strings.Contains(look, "one page") }) {
			t.Errorf("%d: the template looked %v, now %v", year, was, is)
		}
		for _, e := range made.Left {
			if e.Place.Sheet != "" {
				t.Errorf("%d: %s", year, e)
			}
		}
		files = now
	}
}

// looks are what a workbook says of paper, and of the decimals of cells with tags.
func looks(t *testing.T, book []byte) (out []string) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, name := range f.GetSheetList() {
		props, err := f.GetSheetProps(name)
		if err != nil {
			t.Fatal(err)
		}
		if props.FitToPage != nil && *props.FitToPage {
			out = append(out, name+" one page wide")
		}
	}
	for _, n := range f.GetDefinedName() {
		out = append(out, n.Scope+n.Name+n.RefersTo)
	}
	sheets, err := layout.Read(book)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sheets {
		for _, at := range layout.SortedCells(s) {
			if strings.Contains(s.Cells[at].Text, "{{") {
				out = append(out, s.Name+layout.CellName(at)+s.ShownAs(at))
			}
		}
	}
	return out
}

// texts are those of the cells of a workbook.
func texts(t *testing.T, book []byte) (out []string) {
	t.Helper()
	sheets, err := layout.Read(book)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sheets {
		for _, at := range layout.SortedCells(s) {
			out = append(out, s.Name+layout.CellName(at)+s.Cells[at].Text)
		}
	}
	return out
}

// A name that this year's form leaves out in one half of a table is told, by who makes the pack anew too.
func TestAFigureWithoutANameIsLeftToDo(t *testing.T) {
	folder, book := unpacked(t)
	withoutTags(t, book)
	form := filepath.Join(t.TempDir(), "今年.xlsx")
	for _, err := range []error{book.SetCellStr("表一", "C36", ""), book.SaveAs(form)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	const want = "表一!D36  C36 是空的，这一行的数旁边没有名称，印出来看不出是什么（“本年收入合计”是旁边一半的）"
	_, updated, _, err := app.Update(app.UpdateRequest{Folder: folder, Form: form})
	if err != nil {
		t.Fatal(err)
	}
	_, made, _, err := app.Learn(app.LearnRequest{Form: form})
	if err != nil {
		t.Fatal(err)
	}
	for what, left := range map[string][]tagging.Entry{"an update": updated.Left, "a pack of a form": made.Left} {
		if n := countOf(left, want); n != 1 {
			t.Errorf("%s tells it %d times: %v", what, n, left)
		}
	}
}

func countOf(left []tagging.Entry, text string) (n int) {
	for _, e := range left {
		if e.String() == text {
			n++
		}
	}
	return n
}

// withoutTags makes the form of the year after of a template.
func withoutTags(t *testing.T, book *excelize.File) {
	t.Helper()
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, text := range row {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if blank, _, _ := strings.Cut(strings.ReplaceAll(text, "{{年度}}", "2027"), "{{"); blank != text {
					if err := book.SetCellStr(sheet, at, blank); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}
