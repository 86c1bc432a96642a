package verify_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/finding"
	"ysgk/internal/proof"
)

// recalculated are faults of people who work in Excel or WPS, which compute all
// formulas anew: one wrong figure reaches every total, and is one finding.
var recalculated = []struct {
	name  string
	broad bool // on the broad department instead of the sample
	do    func(t *testing.T, b *excelize.File)
	code  string
	at    string
}{
	{"本年收入合计 typed over", false, set("表一", "B36", 2900.0), "A101", "表一!B36"},
	{"收入总计 typed over", false, set("表一", "B38", 2900.0), "A102", "表一!B38"},
	{"a row's 合计 typed over", false, set("表一", "D9", 2200.0), "A103", "表一!D9"},
	{"the 合计 of 支出总计 typed over", false, set("表一", "D38", 2900.0), "A105", "表一!D38"},
	{"本年支出合计 typed over", false, set("表一", "D36", 2900.0), "A103", "表一!D36"},
	{"当年预算安排 in total typed over", false, set("表一", "E36", 2900.0), "A104", "表一!E36"},
	{"支出总计 of 当年预算安排 typed over", false, set("表一", "E38", 2900.0), "A105", "表一!E38"},
	{"income that is not spent, without 表二", false, func(t *testing.T, b *excelize.File) {
		must(t, b.DeleteSheet("表二"))
		set("表一", "B10", 5.0)(t, b)
	}, "B000", "表一!B10"},
	{"年终结转 that nobody received", false, set("表一", "E37", 5.0), "B01", "表一!B10"},
	{"income that is not spent", false, set("表一", "B10", 5.0), "B01", "表一!B10"},
	{"expenditure of a class changed in 表一", false, set("表一", "E9", 2225.91), "B01", "表一!E9"},
	{"two classes swapped in 表一", false, swap("表一", "E9", "E13"), "B01", "表一!E13"},
	{"a line changed in 表二", false, set("表二", "D12", 600.0), "B07", "表二!D12"},
	{"a line changed in 表三", false, set("表三", "D12", 600.0), "B18", "表三!D12"},
	{"a total of one fund typed over in 表二", true, set("表二", "E6", 100.0), "A201", "表二!E6"},
	{"合计 typed over in 表二", true, set("表二", "C13", 300.0), "A202", "表二!C13"},
	{"合计 typed over in 表五", false, set("表五", "C11", 900.0), "A301", "表五!C11"},
	{"a class typed over in 表三", false, set("表三", "D10", 1700.0), "A201", "表三!D10"},
	{"carried-over money changed in 表二", true, set("表二", "I13", 18.0), "B05", "表二!I13"},
	{"上年结转 changed in 表一", true, set("表一", "B37", 50.0), "B02", "表一!B37"},
	{"a fund changed in 表一", true, set("表一", "B7", 130.0), "B06", "表一!B7"},
	{"a fund changed in 表四", true, set("表四", "B8", 130.0), "B06", "表四!B8"},
	{"小计 typed over in 表四", true, set("表四", "D18", 140.0), "A401", "表四!D18"},
	{"a fund's total typed over in 表四", true, set("表四", "F37", 140.0), "A401", "表四!F37"},
	{"支出总计 typed over in 表四", true, set("表四", "D42", 3200.0), "A402", "表四!D42"},
	{"上年财政拨款结转 typed over in 表四", true, set("表四", "B38", 40.0), "A403", "表四!B38"},
	{"a fund's expenditure changed in 表四", true, set("表四", "F18", 151.0), "B08", "表四!F18"},
	{"a line changed in 表五", true, set("表五", "D12", 600.0), "B07", "表五!D12"},
	{"a project's line changed in 表五", true, set("表五", "E13", 350.0), "B07", "表五!E13"},
	{"一般公共预算 of a class changed in 表四", true, set("表四", "E10", 2340.0), "B07", "表四!E37"},
	{"a line changed in 表八", true, set("表八", "E8", 121.0), "B08", "表八!E8"},
	{"the other side of 表九 changed", true, set("表九", "H10", 46.0), "B08", "表九!H10"},
	{"a line changed in 表六", false, set("表六", "D8", 600.0), "B09", "表六!D6"},
	{"a class typed over in 表六", false, set("表六", "D7", 2000.0), "A601", "表六!D7"},
	{"合计 typed over in 表六", false, set("表六", "C8", 600.0), "A601", "表六!C8"},
	{"人员经费 under 商品和服务支出", false, func(t *testing.T, b *excelize.File) {
		set("表六", "D17", 43.18)(t, b)
		set("表六", "E17", nil)(t, b)
		must(t, b.SetCellFormula("表六", "D16", "SUM(D17:D28)"))
	}, "A602", "表六!D16"},
	{"a pair of codes that nobody knows", false, set("表六", "B17", "离退休费"), "A603", "表六!B17"},
	{"rows of 表六 out of order", false, func(t *testing.T, b *excelize.File) {
		for _, col := range []string{"A", "B"} {
			x, _ := b.GetCellValue("表六", col+"8")
			y, _ := b.GetCellValue("表六", col+"9")
			set("表六", col+"8", y)(t, b)
			set("表六", col+"9", x)(t, b)
		}
	}, "A302", "表六!A9"},
	{"income typed over in 表七", true, set("表七", "C8", 110.0), "A701", "表七!C8"},
	{"income of funds changed", true, set("表七", "C10", 110.0), "B10", "表七!C10"},
	{"年终结转 of a fund without its income", true, func(t *testing.T, b *excelize.File) {
		set("表一", "B7", 130.0)(t, b)
		set("表一", "E37", 10.0)(t, b)
		set("表四", "B8", 130.0)(t, b)
		set("表四", "F38", 10.0)(t, b)
	}, "B11", "表七!C10"},
	{"公车 typed over in 表十", true, set("表十", "C8", 40.0), "A1001", "表十!C8"},
	{"合计 typed over in 表十", true, set("表十", "C11", 50.0), "A1001", "表十!C11"},
	{"a row's 合计 typed over in 表十", true, set("表十", "B7", 2.0), "A1001", "表十!B7"},
	{"三公 below what 表六 has", true, set("表十", "C7", 1.0), "B15", "表十!C7"},
	{"三公 above what other expenditure leaves", false, set("表十", "C7", 425.1), "B15", "表十!C11"},
	{"三公 above the expenditure of its fund", true, set("表十", "D7", 150.1), "B15", "表十!D11"},
	{"部门合计 typed over in 表十一", true, set("表十一", "C6", 340.0), "A1101", "表十一!C6"},
	{"机关运行经费 above 公用经费", false, set("表十一", "C7", 228.85), "B16", "表十一!C6"},
	{"机关运行经费 below 公用经费 without a unit that does not count", false, set("表十一", "C7", 100.0), "B16", "表十一!C6"},
	{"a project changed in 表十二", true, set("表十二", "C11", 46.0), "F09", "表十二!C11"},
	{"a project of 单位资金 changed in 表十二", true, set("表十二", "G18", 6.0), "B12", "表十二!G18"},
	{"a unit typed over in 表十二", true, set("表十二", "C8", 350.0), "A1201", "表十二!C8"},
	{"a project changed in 表十三", true, set("表十三", "C10", 16.0), "B14", "表十三!C7"},
	{"a sum without one of its rows", false, formulaOf("表三", "D11", "SUM(D12:D15)"), "F02", "表三!D11"},
	{"a sum without one of its rows that has money", false, formulaOf("表五", "D10", "SUM(D11)"), "A201", "表五!D10"},
	{"a formula with a figure added", false, formulaOf("表三", "C9", "D9+E9+1"), "A301", "表三!C9"},
	{"a comment", false, func(t *testing.T, b *excelize.File) {
		must(t, b.AddComment("表三", excelize.Comment{Cell: "C9", Author: "张三", Text: "这个数再核一下"}))
	}, "F11", "表三!C9"},
	{"a number that cannot be seen", false, styled("表三", "H12", &excelize.Style{Font: &excelize.Font{Color: "FFFFFF"}}, 12.5), "F06", "表三!H12"},
	{"a row that is not printed", false, set("表十二", "A40", "另有一个项目"), "F06", "表十二!A40"},
}

func formulaOf(sheet, cell, formula string) func(t *testing.T, b *excelize.File) {
	return func(t *testing.T, b *excelize.File) { must(t, b.SetCellFormula(sheet, cell, formula)) }
}

func styled(sheet, cell string, style *excelize.Style, value any) func(t *testing.T, b *excelize.File) {
	return func(t *testing.T, b *excelize.File) {
		id, err := b.NewStyle(style)
		must(t, err)
		must(t, b.SetCellStyle(sheet, cell, cell, id))
		must(t, b.SetCellValue(sheet, cell, value))
	}
}

// most is how many findings one fault may have.
const most = 4

func TestOneFaultIsFoundAtItsCellAndSaidOnce(t *testing.T) {
	t.Parallel()
	narrow := filled(t)
	wide, _ := broad(t)
	folder := t.TempDir()
	var files []string
	for i, f := range recalculated {
		source := narrow
		if f.broad {
			source = wide
		}
		b, err := excelize.OpenFile(source)
		must(t, err)
		f.do(t, b)
		must(t, b.UpdateLinkedValue()) // no results: LibreOffice computes them
		files = append(files, filepath.Join(folder, fmt.Sprintf("%02d.xlsx", i)))
		must(t, b.SaveAs(files[i]))
		must(t, b.Close())
	}
	if folder := os.Getenv("YSGK_KEEP"); folder != "" {
		must(t, os.CopyFS(folder, os.DirFS(filepath.Dir(files[0]))))
	}
	saved := proof.Convert(t, "xlsx", files...)
	for i, f := range recalculated {
		t.Run(f.name, func(t *testing.T) {
			found := verified(t, filepath.Join(saved, filepath.Base(files[i])), "")
			expect(t, found, f.code, f.at)
			if n := found.Count(finding.Error) + found.Count(finding.Warning); n > most {
				t.Errorf("%d findings", n)
			}
		})
	}
}

// expect looks for a finding of a rule at a cell.
func expect(t *testing.T, found finding.List, code, at string) {
	t.Helper()
	ok := false
	for _, x := range found {
		ok = ok || x.Code == code && x.Place.String() == at
	}
	if !ok {
		t.Errorf("no %s at %s", code, at)
	}
	for _, x := range found {
		t.Log(show(x))
	}
}

// Every rule about finished tables has its fault, and every check of the engine.
func TestEveryRuleIdHasItsFault(t *testing.T) {
	covered := map[string]bool{"F10": true} // by the tests of --录入
	for _, f := range recalculated {
		covered[f.code] = true
	}
	for _, f := range faults {
		covered[f.code] = true
	}
	for _, f := range typedFaults {
		covered[f.code] = true
	}
	ids := []string{"A302", "A1301", "B000", "F01", "F02", "F03", "F04", "F05", "F06", "F07", "F08", "F09", "F10", "F11", "F12"}
	for _, r := range proof.DefaultPack(t).Rules {
		if r.Form != "" || r.Table == "" && (r.ID[0] == 'A' || r.ID[0] == 'B') {
			ids = append(ids, r.ID)
		}
	}
	for _, e := range proof.DefaultPack(t).Equations {
		if e.ID != "B03" && e.ID != "B04" && e.ID != "B14" { // never told first: what breaks it breaks another at its own cell
			ids = append(ids, e.ID)
		}
	}
	for _, id := range ids {
		if !covered[id] {
			t.Errorf("no fault breaks %s", id)
		}
	}
}

// typedFaults are faults in tables that somebody typed, without formulas.
var typedFaults = []fault{
	{"a figure with more decimals than the others", set("表十二", "C11", 45.0004), "F08", "表十二!C11"},
	{"a total that is off by more than rounding", set("表一", "D36", 2963.61), "A103", "表一!D36"},
	{"收入总计 that is not 支出总计", set("表一", "B38", 2900.0), "A106", "表一!B38"},
	{"two totals that differ by more than rounding", set("表六", "C6", 2538.62), "A601", "表六!C6"},
	{"a line that 表五 does not have", set("表三", "D9", 3.49), "B18", "表三!D9"},
	{"a row that 表五 has not got", func(t *testing.T, b *excelize.File) { must(t, b.RemoveRow("表五", 9)) }, "A302", "表五!A8"},
	{"the same, for 表三", func(t *testing.T, b *excelize.File) { must(t, b.RemoveRow("表五", 9)) }, "B18", "表五!A2"},
	{"a class that only 表三 has", func(t *testing.T, b *excelize.File) {
		classAdded(t, b)
		set("表三", "C6", 2968.41)(t, b)
		set("表三", "D6", 2543.32)(t, b)
	}, "B09", "表三!D6"},
	{"a fund that differs from 表五 alone", func(t *testing.T, b *excelize.File) {
		set("表五", "D23", 171.02)(t, b)
		set("表五", "C23", 171.02)(t, b)
		set("表五", "D24", 191.0)(t, b)
		set("表五", "C24", 191.0)(t, b)
	}, "B18", "表五!D23"},
}

func TestFaultsInTypedTablesAreFoundDespiteTails(t *testing.T) {
	eachFound(t, typed(t), typedFaults)
}
