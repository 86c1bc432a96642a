package bind_test

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/proof"
	"ysgk/internal/renew"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
	"ysgk/internal/trust"
)

var yearOf = regexp.MustCompile(`\{\{年度([+-]\d+)?\}\}`)

// nextForm is the template as the form of another year, without tags.
func nextForm(t *testing.T, p *pack.Pack, year int) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(p.Templates[p.Template[0]]))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range f.GetSheetList() {
		if strings.Contains(name, "{{") {
			f.SetSheetName(name, "绩效目标表")
			name = "绩效目标表"
		}
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, text := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, _ := f.GetCellFormula(name, cell); formula != "" || !strings.Contains(text, "{{") {
					continue
				}
				text = yearOf.ReplaceAllStringFunc(text, func(tag string) string {
					n, _ := strconv.Atoi(yearOf.FindStringSubmatch(tag)[1])
					return strconv.Itoa(year + n)
				})
				text = tag.ReplaceAllString(strings.ReplaceAll(text, "{{金额单位}}", p.Unit.Name), "")
				if text == "" {
					f.SetCellValue(name, cell, nil)
				} else {
					f.SetCellStr(name, cell, text)
				}
			}
		}
	}
	return f
}

// updated is a pack on a changed form of next year.
func updated(t *testing.T, name string, change func(*excelize.File)) (p, now *pack.Pack, made *renew.Updated) {
	t.Helper()
	p, _, err := packfile.Open("../../templates/"+name, trust.User())
	if name == "default" { // its document names sheets, and is not updated
		p, err = pack.Load(proof.TablesFiles(t))
	}
	if err != nil {
		t.Fatal(err)
	}
	form := nextForm(t, p, 2027)
	if change != nil {
		change(form)
	}
	var b bytes.Buffer
	if err := form.Write(&b); err != nil {
		t.Fatal(err)
	}
	if made, err = renew.Update(p, p.Templates[p.Template[0]], nil, b.Bytes(), nil); err != nil {
		t.Fatal(err)
	}
	files, err := p.Whole()
	if err != nil {
		t.Fatal(err)
	}
	if files["pack.yaml"], _, _, err = pack.Renew(files["pack.yaml"], made.Year, made.Sheets, made.Renamed); err != nil {
		t.Fatal(err)
	}
	files[p.Template[0]] = made.Book
	if now, err = pack.Load(folder(t, files)); err != nil {
		t.Fatal(err)
	}
	return p, now, made
}

// shown are the texts of a filled workbook by sheet and cell.
func shown(t *testing.T, book []byte) map[string][][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][][]string{}
	for _, s := range f.GetSheetList() {
		if out[s], err = f.GetRows(s); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestAnUnchangedFormOfNextYearIsFilledAsLastYears updates a pack by its own form of the next year, which
// may leave the year open.
func TestAnUnchangedFormOfNextYearIsFilledAsLastYears(t *testing.T) {
	for _, name := range []string{"default", "yunling"} {
		for _, year := range []string{"2027年", "20XX年", "____年"} {
			t.Run(name+" "+year, func(t *testing.T) {
				p, now, made := updated(t, name, func(f *excelize.File) {
					for _, sheet := range f.GetSheetList() {
						rows, err := f.GetRows(sheet)
						must(t, err)
						for r, row := range rows {
							for c, text := range row {
								if cell, _ := excelize.CoordinatesToCellName(c+1, r+1); strings.Contains(text, "2027年") {
									must(t, f.SetCellStr(sheet, cell, strings.ReplaceAll(text, "2027年", year)))
								}
							}
						}
					}
				})
				for _, e := range made.Left {
					t.Error(e)
				}
				if now.Identity.Year != "2027" {
					t.Errorf("year %s", now.Identity.Year)
				}
				l := sample.Ledger(p)
				was, is := shown(t, filled(t, p, l)), shown(t, filled(t, now, l))
				for _, s := range slices.Sorted(maps.Keys(was)) {
					n := 0
					for r := range was[s] {
						if n < 4 && fmt.Sprint(was[s][r]) != fmt.Sprint(at(is[s], r)) {
							t.Errorf("%s row %d: %q, not %q", s, r+1, at(is[s], r), was[s][r])
							n++
						}
					}
				}
			})
		}
	}
}

func at(rows [][]string, r int) []string {
	if r < len(rows) {
		return rows[r]
	}
	return nil
}

// changes are what bureaus do to a form from year to year. Done to the template with
// its tags, they make the pack that an update should come to.
func changes() map[string]func(t *testing.T, f *excelize.File, s string) {
	out := map[string]func(*testing.T, *excelize.File, string){
		"rows above the title": func(t *testing.T, f *excelize.File, s string) { must(t, f.InsertRows(s, 1, 2)) },
		"a row above the head": func(t *testing.T, f *excelize.File, s string) { must(t, f.InsertRows(s, 3, 1)) },
	}
	out["total behind the list"] = func(t *testing.T, f *excelize.File, s string) {
		if s == "表五" || s == "表六" {
			must(t, f.DuplicateRowTo(s, 6, 10))
			must(t, f.RemoveRow(s, 6))
		}
	}
	for _, row := range []int{20, 26, 30, 33} { // of fixed lines; blank rows of lists are no lines
		out[fmt.Sprint("row dropped ", row)] = func(t *testing.T, f *excelize.File, s string) { must(t, f.RemoveRow(s, row)) }
	}
	for _, row := range []int{6, 7, 12} {
		out[fmt.Sprint("row added ", row)] = func(t *testing.T, f *excelize.File, s string) {
			must(t, f.InsertRows(s, row, 1))
			must(t, f.SetCellStr(s, fmt.Sprint("A", row), "今年新加的一行"))
		}
	}
	for _, col := range []string{"B", "C", "D", "E", "F"} {
		out["column added "+col] = func(t *testing.T, f *excelize.File, s string) {
			must(t, f.InsertCols(s, col, 1))
			must(t, f.SetCellStr(s, col+"5", "今年新加的一列"))
		}
		out["column dropped "+col] = func(t *testing.T, f *excelize.File, s string) { must(t, f.RemoveCol(s, col)) }
		next := string(col[0] + 1)
		out["columns swapped "+col] = func(t *testing.T, f *excelize.File, s string) { swap(t, f, s, col, next) }
	}
	return out
}

// swap swaps two columns from their headers on, if no merged range is in the way;
// formulas that say the same in both stay.
func swap(t *testing.T, f *excelize.File, s, a, b string) {
	ranges, err := f.GetMergeCells(s)
	must(t, err)
	for _, m := range ranges {
		from, row, _ := excelize.CellNameToCoordinates(m.GetStartAxis())
		to, _, _ := excelize.CellNameToCoordinates(m.GetEndAxis())
		col, _ := excelize.ColumnNameToNumber(a)
		if row > 3 && from <= col+1 && col <= to {
			return
		}
	}
	var rows []int
	for row := 4; row <= 60; row++ {
		fa, _ := f.GetCellFormula(s, a+fmt.Sprint(row))
		fb, _ := f.GetCellFormula(s, b+fmt.Sprint(row))
		switch {
		case fa == "" && fb == "":
			rows = append(rows, row)
		case strings.ReplaceAll(fa, a, b) != fb:
			return
		}
	}
	for _, row := range rows {
		x, y := a+fmt.Sprint(row), b+fmt.Sprint(row)
		vx, _ := f.GetCellValue(s, x)
		vy, _ := f.GetCellValue(s, y)
		must(t, f.SetCellStr(s, x, vy))
		must(t, f.SetCellStr(s, y, vx))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// each makes a change in every sheet but those of records.
func each(t *testing.T, change func(*testing.T, *excelize.File, string)) func(*excelize.File) {
	return func(f *excelize.File) {
		for _, s := range f.GetSheetList() {
			if !strings.Contains(s, "{{") && s != "绩效目标表" {
				change(t, f, s)
			}
		}
	}
}

func TestAChangedFormIsFilledAsItsTemplateOrTold(t *testing.T) {
	for _, name := range []string{"default", "yunling"} {
		all := changes()
		for _, what := range proof.Some(proof.Some(slices.Sorted(maps.Keys(all)))) { // every day one of sixteen
			t.Run(name+" "+what, func(t *testing.T) {
				change := each(t, all[what])
				p, now, made := updated(t, name, change)
				right, err := excelize.OpenReader(bytes.NewReader(p.Templates[p.Template[0]]))
				must(t, err)
				change(right)
				var b bytes.Buffer
				must(t, right.Write(&b))
				files, err := p.Whole()
				must(t, err)
				files[p.Template[0]] = b.Bytes()
				oracle, err := pack.Load(folder(t, files))
				must(t, err)
				told := map[string]int{}
				for _, e := range made.Left {
					told[e.Place.Sheet]++
				}
				compared := 0
				for _, l := range append([]*budget.Ledger{sample.Ledger(p)}, ledgers(p)...) {
					want, found, err := tables.Render(oracle, l, tables.Views(oracle, l))
					if err != nil || found.HasErrors() {
						continue // the change keeps this ledger from being filled
					}
					got, found, err := tables.Render(now, l, tables.Views(now, l))
					if err != nil || found.HasErrors() {
						t.Log("said when it is checked:", err, found)
						return
					}
					compareShown(t, shown(t, want.Books[0].Content), shown(t, got.Books[0].Content), told)
					if compared++; compared == 2 {
						break
					}
				}
				if compared == 0 {
					t.Log("the changed template cannot be filled by anybody")
				}
			})
		}
	}
}

// ledgers are made-up ones of which some only use a few codes.
func ledgers(p *pack.Pack) (out []*budget.Ledger) {
	for _, c := range sample.Cases(p) {
		out = append(out, c.Ledger)
	}
	return out
}

// shift says whether rows are not beside their like: a table of which less was written
// may be shorter.
func shift(was, is [][]string) bool { return len(was) != len(is) }

// compareShown wants the same in all cells; on sheets about which something is told,
// cells may be blank, and formulas over them zero.
func compareShown(t *testing.T, was, is map[string][][]string, told map[string]int) {
	t.Helper()
	same, blank := 0, 0
	for _, s := range slices.Sorted(maps.Keys(was)) {
		n := 0
		for r, row := range was[s] {
			other := at(is[s], r)
			for c, text := range row {
				got := ""
				if c < len(other) {
					got = other[c]
				}
				switch {
				case got == text || sameAmount(got, text):
					same++
				case told[s] > 0 && (got == "" || got == "0.00" || shift(was[s], is[s])):
					blank++
				default:
					if n++; n < 4 {
						t.Errorf("%s row %d: %q, not %q", s, r+1, got, text)
					}
				}
			}
		}
	}
	t.Log(same, "cells the same,", blank, "told", told)
}

// sameAmount says whether two texts show an amount, the one in the number format that went with its tag, which may show no 0.
func sameAmount(is, was string) bool {
	amount := func(text string) (decimal.Decimal, error) {
		return decimal.NewFromString(cmp.Or(strings.ReplaceAll(text, ",", ""), "0"))
	}
	a, wrong := amount(is)
	b, none := amount(was)
	return wrong == nil && none == nil && was != "" && a.Equal(b)
}

func TestSheetsOfAFormMayComeGoAndBeCalledOtherwise(t *testing.T) {
	p, now, made := updated(t, "default", func(f *excelize.File) {
		must(t, f.SetSheetName("表三", "支出总表（表三）"))
		must(t, f.DeleteSheet("表十二"))
		_, err := f.NewSheet("新表")
		must(t, err)
		must(t, f.SetCellStr("新表", "A1", "国有资产占用情况"))
		must(t, f.MoveSheet("表五", "表一"))
	})
	l := sample.Ledger(p)
	was, is := shown(t, filled(t, p, l)), shown(t, filled(t, now, l))
	for s, rows := range was {
		switch s {
		case "表十二":
			continue
		case "表三":
			s = "支出总表（表三）"
		}
		if fmt.Sprint(rows) != fmt.Sprint(is[s]) {
			t.Errorf("%s is not filled as before", s)
		}
	}
	var left strings.Builder
	for _, e := range made.Left {
		left.WriteString(e.String() + "\n")
	}
	for _, want := range []string{"支出总表（表三）  去年的工作表 表三", "去年的工作表 表十二 今年没有", "新表  今年新的工作表"} {
		if !strings.Contains(left.String(), want) {
			t.Errorf("nothing says %q:\n%s", want, left.String())
		}
	}
	tables := fmt.Sprint(now.Tables)
	if !strings.Contains(tables, "支出总表（表三）") || strings.Contains(tables, "表十二") {
		t.Errorf("公开表: %s", tables)
	}
}

func TestHeadersInOtherWordsKeepTheirTagsAndAreTold(t *testing.T) {
	p, now, made := updated(t, "default", func(f *excelize.File) {
		must(t, f.SetCellStr("表三", "D5", "基本支出安排"))
		must(t, f.SetCellStr("表三", "E5", "项目支出预算"))
		must(t, f.SetCellStr("表五", "D5", "基本支出安排")) // which of the two it was is not certain
		must(t, f.SetCellStr("表五", "E5", "基本支出预算"))
	})
	l := sample.Ledger(p)
	was, is := shown(t, filled(t, p, l))["表三"], shown(t, filled(t, now, l))["表三"]
	if fmt.Sprint(was[5:]) != fmt.Sprint(is[5:]) || is[4][3] != "基本支出安排" {
		t.Errorf("表三 is not filled as before: %v", is[4:8])
	}
	var left strings.Builder
	for _, e := range made.Left {
		left.WriteString(e.String() + "\n")
	}
	for _, want := range []string{"表三!D5  这一列的表头“基本支出”今年写作“基本支出安排”，照意思认的", "表三!E5  这一列的表头“项目支出”今年写作“项目支出预算”，照意思认的", "基本支出安排”，没有写标签"} {
		if !strings.Contains(left.String(), want) {
			t.Errorf("nothing says %q:\n%s", want, left.String())
		}
	}
}

// The form of the next year may be that of this one but for the year: nothing of a
// pack that was learned is left, tables of one row without labels among it.
func TestALearnedPackGoesOnWithTheSameForm(t *testing.T) {
	base := defaultPack(t)
	form, err := os.ReadFile("testdata/qingshan/官方表.xlsx")
	must(t, err)
	example, err := os.ReadFile("testdata/qingshan/去年公开表.xlsx")
	must(t, err)
	l, found, err := input.Read("testdata/qingshan/去年录入.xlsx", base)
	must(t, err)
	if found.HasErrors() {
		t.Fatal(found)
	}
	made, err := bind.Workbook(bind.Request{Pack: base, Known: known(t, base), Form: form, Name: "官方表.xlsx", Example: example, Ledger: l, Views: tables.Views(base, l)})
	must(t, err)
	p, err := pack.Load(folder(t, map[string][]byte{"pack.yaml": made.Manifest, "官方表.xlsx": made.Book}))
	must(t, err)
	again, err := renew.Update(p, made.Book, nil, form, nil)
	must(t, err)
	if len(again.Left) > 0 || len(again.Written) < 300 {
		t.Errorf("%d written, left: %v", len(again.Written), again.Left)
	}
}

// A form shows a level below its parts once for each sample: 小计, and 小计 again.
func TestSamplesOfALevelBelowItsPartsAreOneList(t *testing.T) {
	of := func(level, field string) string { return "{{项目支出本年@" + level + "." + field + "}}" }
	head := []string{"单位名称", "项目名称", "合计"}
	p, err := pack.Load(folder(t, map[string][]byte{
		"pack.yaml": []byte("模板包: {基于: 自带, 年度: \"2026\"}\n模板: 项目.xlsx\n公开表:\n  - 删去: 全部\n  - {工作表: 项目表, 名称: 项目支出预算表, 合计: 项目支出本年.合计}\n"),
		"项目.xlsx": ruled(t, []string{"{{年度}}年项目支出预算表"}, []string{"", "", "金额单位：万元"}, head,
			[]string{of("项目", "单位"), of("项目", "项目名称"), of("项目", "合计")}, []string{of("单位", "单位"), "小计", of("单位", "合计")}, []string{"合计", "", of("合计", "合计")}),
	}))
	must(t, err)
	form := ruled(t, []string{"2027年项目支出预算表"}, []string{"", "", "金额单位：万元"}, head, nil, nil, []string{"", "小计"}, nil, nil, []string{"", "小计"}, []string{"合计"})
	made, err := renew.Update(p, p.Templates["项目.xlsx"], nil, form, nil)
	must(t, err)
	if len(made.Left) > 0 {
		t.Errorf("left: %v", made.Left)
	}
	f, err := excelize.OpenReader(bytes.NewReader(made.Book))
	must(t, err)
	rows, err := f.GetRows("项目表")
	must(t, err)
	var got []string
	for _, row := range rows[3:] {
		got = append(got, strings.Join(row, "|"))
	}
	want := []string{of("项目", "单位") + "|" + of("项目", "项目名称") + "|" + of("项目", "合计"), of("单位", "单位") + "|小计|" + of("单位", "合计"), "合计||" + of("合计", "合计")}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// ruled is a workbook of one sheet, 项目表, with lines around its cells from row 3 on.
func ruled(t *testing.T, rows ...[]string) []byte {
	t.Helper()
	f := excelize.NewFile()
	must(t, f.SetSheetName("Sheet1", "项目表"))
	edge := []excelize.Border{{Type: "bottom", Color: "000000", Style: 1}, {Type: "right", Color: "000000", Style: 1}}
	style, err := f.NewStyle(&excelize.Style{Border: edge})
	must(t, err)
	must(t, f.SetCellStyle("项目表", "A3", fmt.Sprint("C", len(rows)), style))
	for r, row := range rows {
		for c, text := range row {
			at, _ := excelize.CoordinatesToCellName(c+1, r+1)
			if text != "" {
				must(t, f.SetCellStr("项目表", at, text))
			}
		}
	}
	var b bytes.Buffer
	must(t, f.Write(&b))
	return b.Bytes()
}

// The code of a sample line may stand behind its name.
func TestASampleMayHaveItsCodeBehindItsName(t *testing.T) {
	const line = "{{基本支出按经济科目@款.科目名称}}({{基本支出按经济科目@款.科目编码}})"
	p, err := pack.Load(folder(t, map[string][]byte{
		"pack.yaml": []byte("模板包: {基于: 自带, 年度: \"2026\"}\n模板: 支出.xlsx\n公开表:\n  - 删去: 全部\n  - {工作表: 项目表, 名称: 基本支出表, 合计: 基本支出按经济科目.合计}\n"),
		"支出.xlsx":   ruled(t, []string{"{{年度}}年基本支出表"}, []string{"", "金额单位：万元"}, []string{"科目", "合计"}, []string{"合计", "{{基本支出按经济科目@合计.合计}}"}, []string{line, "{{基本支出按经济科目@款.合计}}"}),
	}))
	must(t, err)
	form := ruled(t, []string{"2027年基本支出表"}, []string{"", "金额单位：万元"}, []string{"科目", "合计"}, []string{"合计"}, []string{"基本工资（30101）"}, []string{"……"})
	made, err := renew.Update(p, p.Templates["支出.xlsx"], nil, form, nil)
	must(t, err)
	f, err := excelize.OpenReader(bytes.NewReader(made.Book))
	must(t, err)
	if got, _ := f.GetCellValue("项目表", "A5"); got != line {
		t.Errorf("%q, left: %v", got, made.Left)
	}
}
