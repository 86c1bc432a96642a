package app_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/budget"
	"ysgk/internal/disk"
	"ysgk/internal/input"
	"ysgk/internal/packfile"
	"ysgk/internal/tables"
)

// TestALineWithAFormulaOfItsOwnIsALineOfTheTable binds a form one line of which looks its figure up in the list of
// another sheet: it is filled, and the formula kept where it gives what the ledger has, else it gives way to a tag.
func TestALineWithAFormulaOfItsOwnIsALineOfTheTable(t *testing.T) {
	const ledger = "../bind/testdata/qingshan/去年录入.xlsx"
	p, err := packfile.Default()
	must(t, err)
	l, found, err := input.Read(ledger, p)
	must(t, err)
	if found.HasErrors() {
		t.Fatal(found)
	}
	items := l.Tables["支出明细"]
	sum := func(code string) float64 {
		var all budget.Fen
		for i, a := range items.Amounts(0) {
			if strings.HasPrefix(items.Value(i, "功能科目编码"), code) {
				all += a
			}
		}
		yuan, _ := all.Yuan().Float64()
		return yuan
	}
	var codes []string
	for i := range items.Len() {
		code := items.Value(i, "功能科目编码")
		for _, c := range []string{code[:3], code[:5], code} {
			if !slices.Contains(codes, c) {
				codes = append(codes, c)
			}
		}
	}
	slices.Sort(codes)
	classes := slices.DeleteFunc(slices.Clone(codes), func(c string) bool { return len(c) > 3 })
	name := func(code string) string { return l.Codes["功能科目"].NameOf(code) }
	line, lookedUp := 4+len(classes)-1, classes[len(classes)-1]
	write := func(file string, formulas map[int]string, year int, filled bool) {
		f := excelize.NewFile()
		list := [][]any{{fmt.Sprintf("%d年部门支出总表", year)}, {nil, nil, "单位：元"}, {"科目编码", "科目名称", "合计"}, {nil, "合计"}}
		fixed := [][]any{{fmt.Sprintf("%d年部门支出汇总表", year)}, {nil, "单位：元"}, {"项目", "预算数"}}
		for i := range codes {
			if row := []any{nil, nil, nil}; filled {
				list = append(list, []any{codes[i], name(codes[i]), sum(codes[i])})
			} else if i < 3 {
				list = append(list, row)
			}
		}
		for i, c := range classes {
			row := []any{fmt.Sprintf("%s、%s", []string{"一", "二", "三", "四", "五", "六", "七", "八"}[i], name(c))}
			if filled {
				row = append(row, sum(c))
			}
			fixed = append(fixed, row)
		}
		fixed = append(fixed, []any{"支出总计"})
		if filled {
			list[3] = append(list[3], sum(""))
			fixed[len(fixed)-1] = append(fixed[len(fixed)-1], sum(""))
		}
		addRows(t, f, "总表", list...)
		addRows(t, f, "汇总", fixed...)
		for row, formula := range formulas {
			must(t, f.SetCellFormula("汇总", fmt.Sprintf("B%d", row), formula))
		}
		must(t, f.DeleteSheet("Sheet1"), f.SaveAs(file))
	}
	for formula, kept := range map[string]bool{
		"IFERROR(VLOOKUP(\"" + lookedUp + "\",总表!A4:C20,3,0),0)": true,
		"SUMIF(总表!A:A,\"" + lookedUp + "\",总表!C:C)":              true,
		// which prints #N/A of a department without the class
		"INDEX(总表!C:C,MATCH(\"" + lookedUp + "\",总表!A:A,0))":       false,
		"SUMIF(总表!A:A,\"" + classes[0] + "\",总表!C:C)":              len(classes) == 1,
		"IFERROR(VLOOKUP(\"" + lookedUp + "\",总表!B4:C20,2,0),0)+0": false,
	} {
		dir := t.TempDir()
		form, example := filepath.Join(dir, "官方表.xlsx"), filepath.Join(dir, "范例.xlsx")
		write(form, map[int]string{line: formula}, 2026, false)
		write(example, nil, 2025, true)
		files, made, _, err := app.Learn(app.LearnRequest{Form: form, Example: example, Ledger: ledger})
		must(t, err)
		for _, proof := range made.Proofs {
			if proof.Wrong() > 0 || proof.Right < len(classes) {
				t.Errorf("%s: %+v\n%s", formula, proof, asText(made.ToDo()))
			}
		}
		said := strings.Contains(string(files[app.TodoFile]), fmt.Sprintf("汇总!B%d  官方表自带的公式", line))
		f, err := excelize.OpenReader(strings.NewReader(string(made.Book)))
		must(t, err)
		now, err := f.GetCellFormula("汇总", fmt.Sprintf("B%d", line))
		must(t, err)
		if said == kept || (now != "") != kept || len(made.Proofs) != 2 {
			t.Errorf("%s: kept %q, told %v, %d proofs\n%s", formula, now, said, len(made.Proofs), asText(made.ToDo()))
		}
	}
	// in all of the lines, of which one takes another class too, of which the example has no money
	form, example := filepath.Join(t.TempDir(), "官方表.xlsx"), filepath.Join(t.TempDir(), "范例.xlsx")
	formulas := map[int]string{}
	for i, c := range classes {
		formulas[4+i] = "SUMIF(总表!A:A,\"" + c + "\",总表!C:C)"
	}
	formulas[line] += "+SUMIF(总表!A:A,\"2299999\",总表!C:C)"
	write(form, formulas, 2026, false)
	write(example, nil, 2025, true)
	files, made, _, err := app.Learn(app.LearnRequest{Form: form, Example: example, Ledger: ledger})
	must(t, err)
	if todo := asText(made.ToDo()); strings.Contains(todo, "公式") {
		t.Error(todo)
	}
	folder := filepath.Join(t.TempDir(), "包")
	_, err = disk.CreateAll(folder, files)
	must(t, err)
	from, err := packfile.Find(folder)
	must(t, err)
	of, err := from.Load()
	must(t, err)
	rules, _, err := tables.Rules(of)
	must(t, err)
	refused := func() (out []string) {
		_, found, err := tables.Prove(of, rules, l, tables.Views(of, l))
		must(t, err)
		for _, f := range found {
			if strings.Contains(f.Message, "的公式算出的和录入里的不同") {
				out = append(out, f.Place.Cell)
			}
		}
		return out
	}
	if got := refused(); len(got) > 0 {
		t.Errorf("of the example: %v", got)
	}
	values := make([]string, len(items.Fields))
	for i := range values {
		values[i] = items.Text(0, i)
	}
	values[items.Field("功能科目编码")] = "2299999"
	items.Append(items.Row(items.Len()-1)+1, values, []budget.Fen{100})
	if got := refused(); !slices.Equal(got, []string{fmt.Sprintf("B%d", line)}) {
		t.Errorf("refused are %v", got)
	}
}
