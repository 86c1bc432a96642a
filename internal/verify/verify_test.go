package verify_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/templates"
)

const sample = "../../samples/阳泉市司法局2026年预算录入.xlsx"

func filled(t testing.TB) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	_, found, err := app.Fill(app.FillRequest{Pack: proof.DefaultPack(t), Input: sample, Output: file, Now: time.Unix(0, 0)})
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	return file
}

// verified judges a workbook; that some projects of the sample have no form is true of
// all that is made of it, and left out.
// judge is the default pack, its rules and templates compiled once for all tests.
var judge = sync.OnceValue(func() *pack.Pack {
	p, err := pack.Load(templates.Default())
	if err != nil {
		panic(err)
	}
	p.Reuse()
	return p
})

func verified(t testing.TB, file, input string) finding.List {
	t.Helper()
	found, err := app.Verify(judge(), file, input)
	if err != nil {
		t.Fatal(err)
	}
	return formed(found)
}

func formed(found finding.List) finding.List {
	return slices.DeleteFunc(found, func(f finding.Finding) bool {
		return f.Severity == finding.Note && strings.Contains(f.Message, "没有项目支出绩效目标表")
	})
}

func show(f finding.Finding) string {
	return fmt.Sprintf("%s %s %s %s", f.Severity, f.Code, f.Place, f.Message)
}

func TestWhatYsgkFillsVerifiesCleanly(t *testing.T) {
	file := filled(t)
	for _, f := range append(verified(t, file, ""), verified(t, file, sample)...) {
		t.Error(show(f))
	}
}

func TestWhatLibreOfficeSavesVerifiesCleanly(t *testing.T) {
	file := filled(t)
	saved := filepath.Join(proof.Convert(t, "xlsx", file), filepath.Base(file))
	for _, f := range append(verified(t, saved, ""), verified(t, saved, sample)...) {
		t.Error(show(f))
	}
}

// typed is the published tables as somebody types them into the official form.
func typed(t *testing.T) string {
	t.Helper()
	book, err := excelize.OpenFile(filled(t))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for n, sheet := range book.GetSheetList() {
		if n >= 13 {
			must(t, book.DeleteSheet(sheet))
			continue
		}
		f, err := os.Open(fmt.Sprintf("../app/testdata/table%02d.tsv", n+1))
		if err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(f)
		r.Comma, r.FieldsPerRecord, r.LazyQuotes = '\t', -1, true
		rows, err := r.ReadAll()
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for c, text := range row {
				at, _ := excelize.CoordinatesToCellName(c+1, i+3)
				if i == 0 {
					at = "A2"
				}
				if text == "" && i < 4 {
					continue
				}
				head := i < 3 || n == 3 && i < 4 || n == 11 && i < 3
				if d, err := strconv.ParseFloat(text, 64); err == nil && !head && len(text) > 3 && text[len(text)-3] == '.' {
					must(t, book.SetCellValue(sheet, at, d))
				} else if v, _ := book.GetCellValue(sheet, at); v != text {
					must(t, book.SetCellValue(sheet, at, text))
				} else if f, _ := book.GetCellFormula(sheet, at); f != "" {
					must(t, book.SetCellValue(sheet, at, nil))
				}
				if i == 0 {
					break
				}
			}
		}
	}
	return save(t, book)
}

// reworked is the default pack with a template that was changed.
func reworked(t *testing.T, change func(b *excelize.File)) *pack.Pack {
	t.Helper()
	p := proof.DefaultPack(t)
	b, err := excelize.OpenReader(bytes.NewReader(p.Templates[p.Template[0]]))
	must(t, err)
	defer b.Close()
	change(b)
	out, err := b.WriteToBuffer()
	must(t, err)
	p.Templates[p.Template[0]] = out.Bytes()
	return p
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func save(t *testing.T, book *excelize.File) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	must(t, book.SaveAs(file))
	return file
}

func TestThePublishedTablesHaveNothingButTails(t *testing.T) {
	found := verified(t, typed(t), "")
	constants := 0
	for _, f := range found {
		if f.Severity != finding.Note {
			t.Error(show(f))
		}
		if f.Code == "F02" {
			constants++
		}
	}
	if constants != 1 || len(found) > 40 {
		t.Errorf("%d notes, %d about constants", len(found), constants)
	}
	for _, f := range found {
		t.Log(show(f))
	}
}

// faults are what people do to a finished workbook, and where it must be found.
var faults = []fault{
	{"two amounts swapped", swap("表三", "D10", "D14"), "F03", "表三!D10"},
	{"an amount changed under its subtotal", set("表五", "D12", 700.0), "F03", "表五!D11"},
	{"an amount changed that another table prints too", set("表三", "D10", 700.0), "A201", "表三!D10"},
	{"a constant over a formula", set("表三", "C6", 2963.405198), "F02", "表三!C6"},
	{"that constant is wrong", set("表三", "C6", 2963.0), "A301", "表三!C6"},
	{"a constant over a subtotal", set("表三", "D7", 4.0), "A201", "表三!D7"},
	{"a constant over a subtotal of one row", set("表三", "D8", 3.389599), "F02", "表三!D8"},
	{"a name of another level", set("表三", "B9", "公共安全支出"), "A302", "表三!B9"},
	{"a row without its code", set("表三", "A9", nil), "A302", "表三!B9"},
	{"the last project's sources", set("专业人员聘用补贴(2)", "H8", 5), "D01", "专业人员聘用补贴(2)!H6"},
	{"a number typed as text", set("表三", "E9", "3.39"), "F04", "表三!E9"},
	{"an amount of words", set("表一", "B8", "无"), "F04", "表一!B8"},
	{"元 for 万元", set("表一", "E9", 22249080.0), "F05", "表一!E9"},
	{"an error value", errorValue("表三", "C9"), "F04", "表三!C9"},
	{"a wrong code", set("表三", "A9", "2013399"), "A302", "表三!A9"},
	{"a code of no length", set("表三", "A9", "20132990"), "A302", "表三!A9"},
	{"a name of another code", set("表三", "B9", "行政运行"), "A302", "表三!B9"},
	{"a missing table", func(t *testing.T, b *excelize.File) { must(t, b.DeleteSheet("表七")) }, "F01", "表七"},
	{"a title of another table", set("表七", "A2", "2026年预算支出总表"), "F01", "表七!A2"},
	{"a table retitled", set("表七", "A2", "基金表"), "F01", "表七!A2"},
	{"another year in a title", set("表五", "A2", "2025年一般公共预算支出预算表（不含上年结转）"), "F01", "表五!A2"},
	{"another department", set("表五", "A3", "部门名称：阳泉市财政局"), "F01", "表五!A3"},
	{"another unit of money", set("表五", "D3", "单位：元"), "F05", "表五!D3"},
	{"a changed header", set("表三", "D5", "基本经费"), "F07", "表三!D5"},
	{"a hidden row", func(t *testing.T, b *excelize.File) { must(t, b.SetRowVisible("表三", 9, false)) }, "F06", "表三!A9"},
	{"a row of no height", func(t *testing.T, b *excelize.File) { must(t, b.SetRowHeight("表三", 9, 0)) }, "F06", "表三!A9"},
	{"a hidden column", func(t *testing.T, b *excelize.File) { must(t, b.SetColVisible("表三", "D", false)) }, "F06", "表三!D3"},
	{"a hidden sheet", func(t *testing.T, b *excelize.File) { must(t, b.SetSheetVisible("表七", false)) }, "F06", "表七"},
	{"a row dropped", func(t *testing.T, b *excelize.File) { must(t, b.RemoveRow("表十一", 8)) }, "F03", "表十一!C6"},
	{"a row of the form dropped", func(t *testing.T, b *excelize.File) { must(t, b.RemoveRow("表一", 20)) }, "F07", "表一!A2"},
	{"a row doubled", func(t *testing.T, b *excelize.File) { must(t, b.DuplicateRow("表三", 9)) }, "A302", "表三!A10"},
	{"a missing note", set("表七", "A7", nil), "A1301", "表七!A2"},
	{"a superfluous note", set("表三", "A40", "注：本表无数据"), "A1301", "表三!A40"},
	{"a project's money", set("法律援助业务经费", "H6", 2000000), "D01", "法律援助业务经费!H6"},
	{"a project's sources", set("法律援助业务经费", "H8", 5), "D01", "法律援助业务经费!H6"},
	{"a code above no parent", func(t *testing.T, b *excelize.File) { must(t, b.RemoveRow("表三", 8)) }, "A302", "表三!A8"},
	{"codes out of order", set("表二", "A10", "200"), "A302", "表二!A10"},
	{"a date for a code", dated("表三", "A9"), "F04", "表三!A9"},
	{"two tables swapped by title", func(t *testing.T, b *excelize.File) {
		set("表七", "A2", "2026年政府性基金预算支出表（不含上年结转）")(t, b)
	}, "F01", "表七!A2"},
	{"a total of income that is not that of expenditure", set("表四", "B7", 2960.0), "F03", "表四!B37"},
	{"a sum in the 三公 table", set("表十", "C10", 22.6), "F03", "表十!C10"},
	{"units that do not add up", set("表十二", "C10", 55.0), "F03", "表十二!C10"},
	{"a sentence without its number", set("表十", "A12", "说明：公务用车  辆，比上年增加××万元。"), "F12", "表十!A12"},
	{"a line of dots", set("表十", "A12", "说明：\n……"), "F12", "表十!A12"},
	{"somebody's name in the properties", func(t *testing.T, b *excelize.File) {
		must(t, b.SetDocProps(&excelize.DocProperties{Creator: "张三", LastModifiedBy: "李四"}))
	}, "F11", ""},
	{"a column moved", func(t *testing.T, b *excelize.File) {
		for row := 4; row <= 33; row++ { // 基本支出 and 项目支出 change places, with their headers
			swapText("表三", fmt.Sprint("D", row), fmt.Sprint("E", row))(t, b)
		}
	}, "F07", "表三!D5"},
	{"a column's figures moved without its header", func(t *testing.T, b *excelize.File) {
		for row := 6; row <= 33; row++ {
			swap("表五", fmt.Sprint("D", row), fmt.Sprint("E", row))(t, b)
		}
	}, "B13", "表五!E6"},
	{"a project that no table lists", set("法律援助业务经费", "C3", "法律业务经费"), "F09", "法律援助业务经费!C3"},
}

func set(sheet, cell string, value any) func(t *testing.T, b *excelize.File) {
	return func(t *testing.T, b *excelize.File) { must(t, b.SetCellValue(sheet, cell, value)) }
}

func swap(sheet, x, y string) func(t *testing.T, b *excelize.File) {
	return func(t *testing.T, b *excelize.File) {
		p, _ := b.GetCellValue(sheet, x, excelize.Options{RawCellValue: true})
		q, _ := b.GetCellValue(sheet, y, excelize.Options{RawCellValue: true})
		a, _ := strconv.ParseFloat(p, 64)
		c, _ := strconv.ParseFloat(q, 64)
		must(t, b.SetCellValue(sheet, x, c))
		must(t, b.SetCellValue(sheet, y, a))
	}
}

func swapText(sheet, x, y string) func(t *testing.T, b *excelize.File) {
	return func(t *testing.T, b *excelize.File) {
		for _, c := range [][2]string{{x, y}} {
			p, _ := b.GetCellValue(sheet, c[0], excelize.Options{RawCellValue: true})
			q, _ := b.GetCellValue(sheet, c[1], excelize.Options{RawCellValue: true})
			must(t, b.SetCellValue(sheet, c[0], number(q)))
			must(t, b.SetCellValue(sheet, c[1], number(p)))
		}
	}
}

func errorValue(sheet, cell string) func(t *testing.T, b *excelize.File) {
	return func(t *testing.T, b *excelize.File) {
		must(t, b.SetCellFormula(sheet, cell, "#REF!+1"))
		must(t, b.SetCellValue(sheet, cell, "#REF!"))
	}
}

func dated(sheet, cell string) func(t *testing.T, b *excelize.File) {
	return func(t *testing.T, b *excelize.File) {
		style, err := b.NewStyle(&excelize.Style{NumFmt: 14})
		must(t, err)
		must(t, b.SetCellValue(sheet, cell, 2013299))
		must(t, b.SetCellStyle(sheet, cell, cell, style))
	}
}

func TestATableInAnotherUnitIsOneFinding(t *testing.T) {
	b, err := excelize.OpenFile(typed(t))
	must(t, err)
	defer b.Close()
	for row := 6; row <= 40; row++ {
		for _, col := range []string{"C", "D", "E"} {
			at := col + strconv.Itoa(row)
			if text, _ := b.GetCellValue("表三", at, excelize.Options{RawCellValue: true}); text != "" {
				d, _ := strconv.ParseFloat(text, 64)
				must(t, b.SetCellValue("表三", at, d*10000))
			}
		}
	}
	whole := false
	for _, f := range verified(t, save(t, b), "") {
		whole = whole || f.Code == "F05" && f.Place.String() == "表三!A2"
		if f.Severity == finding.Error && f.Code != "F05" && f.Code != "A201" {
			t.Error(show(f))
		}
	}
	if !whole {
		t.Error("the table is not named")
	}
}

// Every column of a table may stand elsewhere, and the sheets in any order.
func TestTablesAreFoundWhereverTheyStand(t *testing.T) {
	b, err := excelize.OpenFile(filled(t))
	must(t, err)
	defer b.Close()
	must(t, b.InsertCols("表三", "A", 1))
	must(t, b.InsertRows("表十二", 1, 2))
	must(t, b.MoveSheet("表十三", "表一"))
	must(t, b.SetSheetName("表五", "一般公共预算"))
	for _, f := range verified(t, save(t, b), "") {
		if f.Code != "F03" { // excelize keeps no caches of the formulas it moves
			t.Error(show(f))
		}
	}
}

func TestEachFaultIsFoundAtItsCell(t *testing.T) {
	t.Parallel()
	eachFound(t, filled(t), faults)
}

// fault is what somebody does to a workbook, and the finding that it gives.
type fault struct {
	name string
	do   func(t *testing.T, b *excelize.File)
	code string
	at   string
}

// eachFound makes faults in a workbook, one at a time.
func eachFound(t *testing.T, file string, faults []fault) {
	for _, f := range proof.Some(faults) {
		t.Run(f.name, func(t *testing.T) {
			b, err := excelize.OpenFile(file)
			must(t, err)
			defer b.Close()
			f.do(t, b)
			expect(t, verified(t, save(t, b), ""), f.code, f.at)
		})
	}
}

func TestADashIsNoAmountAndNoFault(t *testing.T) {
	for _, dash := range []string{"-", "—", "－"} {
		b, err := excelize.OpenFile(filled(t))
		must(t, err)
		set("表十二", "D10", dash)(t, b)
		found := verified(t, save(t, b), "")
		must(t, b.Close())
		if len(found) != 1 || found[0].Severity != finding.Note || found[0].Place.String() != "表十二!D10" {
			t.Errorf("%s: %v", dash, found)
		}
	}
}

// What the second copy of a table says is no news.
func TestATableThatIsThereTwiceIsJudgedOnce(t *testing.T) {
	b, err := excelize.OpenFile(filled(t))
	must(t, err)
	defer b.Close()
	from, err := b.GetSheetIndex("表七")
	must(t, err)
	to, err := b.NewSheet("表七 (2)")
	must(t, err)
	must(t, b.CopySheet(from, to))
	set("表七 (2)", "C6", 5.0)(t, b)
	found := verified(t, save(t, b), "")
	if found.Count(finding.Error) != 1 || found.Count(finding.Warning) > 1 {
		t.Error(found)
	}
	expect(t, found, "F01", "表七 (2)!A2")
}

// classAdded adds a class of 5 万元 with its rows below 表三.
func classAdded(t *testing.T, b *excelize.File) {
	for i, code := range []string{"229", "22999", "2299999"} {
		r := fmt.Sprint(34 + i)
		set("表三", "A"+r, code)(t, b)
		set("表三", "B"+r, "其他支出")(t, b)
		set("表三", "C"+r, 5.0)(t, b)
		set("表三", "D"+r, 5.0)(t, b)
	}
}

// Many departments write their name before the year of each title, where the template has
// none: that is no other year. One of another department among them is.
func TestTitlesMayBeginWithTheDepartment(t *testing.T) {
	book, err := excelize.OpenFile(filled(t))
	must(t, err)
	defer book.Close()
	for _, sheet := range book.GetSheetList()[:13] {
		title, err := book.GetCellValue(sheet, "A2")
		must(t, err)
		if !strings.HasPrefix(title, "2026年") {
			t.Fatal(sheet, title)
		}
		must(t, book.SetCellStr(sheet, "A2", "阳泉市司法局"+title))
	}
	for _, f := range verified(t, save(t, book), "") {
		t.Error(show(f))
	}
	must(t, book.SetCellStr("表三", "A2", "阳泉市财政局2026年预算支出总表"))
	found := verified(t, save(t, book), "")
	if len(found) != 1 || found[0].Code != "F01" || found[0].Place.String() != "表三!A2" || !strings.Contains(found[0].Message, "「阳泉市财政局」") {
		t.Error(found)
	}
	must(t, book.SetCellStr("表三", "A2", "阳泉市司法局2025年预算支出总表"))
	found = verified(t, save(t, book), "")
	if len(found) != 1 || found[0].Code != "F01" || !strings.Contains(found[0].Message, "「2025」") {
		t.Error(found)
	}
}
