package input_test

import (
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/input"
	"ysgk/internal/proof"
)

// saveWithOpenpyxl loads and saves a workbook; cached values are lost by it.
func saveWithOpenpyxl(t *testing.T, path string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "录入.xlsx")
	script := "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1]).save(sys.argv[2])"
	proof.Python(t, script, path, out)
	return out
}

func saveSample(t *testing.T) string {
	t.Helper()
	p := proof.DefaultPack(t)
	path := filepath.Join(t.TempDir(), "录入.xlsx")
	if err := os.WriteFile(path, write(t, p, sampleLedger(t, p)), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// aids are what makes a sheet a pleasure to type into. LibreOffice shortens
// the ranges of validations and writes TRUE as 1, so only the beginnings of
// ranges are compared, and formulas without that. Frozen panes are not
// compared: without a window LibreOffice drops those of every file.
type aids struct {
	State, Titles string
	Comments      map[string]string
	Rules         []string
}

var rangeEnd = regexp.MustCompile(`(\w+):\w+`)

func aidsOf(b *proof.Book) (map[string]aids, []string) {
	out := map[string]aids{}
	for _, s := range b.Sheets {
		a := aids{State: s.State, Titles: strings.ReplaceAll(s.PrintTitle, "$", ""), Comments: map[string]string{}}
		for at, c := range s.Cells {
			if c.Comment != "" {
				a.Comments[at] = c.Comment
			}
		}
		for _, r := range s.Rules {
			kind, rest, _ := strings.Cut(r, " ")
			place, rest, _ := strings.Cut(rest, " ")
			rest = strings.NewReplacer("TRUE", "1", "FALSE", "0", "<formula>", "").Replace(rest)
			a.Rules = append(a.Rules, kind+" "+rangeEnd.ReplaceAllString(strings.Trim(place, "<>"), "$1")+" "+rest)
		}
		slices.Sort(a.Rules)
		out[s.Name] = a
	}
	var names []string
	for n := range b.Names {
		if !strings.HasPrefix(n, "_xlnm") {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return out, names
}

func TestTheWorkbookSurvivesOtherPrograms(t *testing.T) {
	p := proof.DefaultPack(t)
	path := saveSample(t)
	want, _, err := input.Read(path, p)
	if err != nil {
		t.Fatal(err)
	}
	saved := map[string]string{
		"LibreOffice": filepath.Join(proof.Convert(t, "xlsx", path), "录入.xlsx"),
		"openpyxl":    saveWithOpenpyxl(t, path),
	}
	wantAids, wantNames := aidsOf(proof.Read(t, path)[0])
	if n := len(wantAids["支出明细"].Rules); n < 16 || len(wantAids["支出明细"].Comments) != 13 || len(wantNames) < 10 {
		t.Fatalf("rules %d, comments %v, names %v", n, wantAids["支出明细"].Comments, wantNames)
	}
	for program, file := range saved {
		got, found, err := input.Read(file, p)
		if err != nil || len(found) > 0 {
			t.Fatalf("%s: %v %s", program, err, brief(found))
		}
		if diff := cmp.Diff(plain(want), plain(got)); diff != "" {
			t.Errorf("%s: records -want +got\n%s", program, diff)
		}
		gotAids, gotNames := aidsOf(proof.Read(t, file)[0])
		if diff := cmp.Diff(wantAids, gotAids); diff != "" {
			t.Errorf("%s: aids -want +got\n%s", program, diff)
		}
		if diff := cmp.Diff(wantNames, gotNames); diff != "" {
			t.Errorf("%s: names -want +got\n%s", program, diff)
		}
	}
}

func TestCachedValuesAreThoseOfLibreOffice(t *testing.T) {
	path := saveSample(t)
	books := proof.Read(t, path, filepath.Join(proof.Convert(t, "xlsx", path), "录入.xlsx"))
	formulas := 0
	for _, s := range books[0].Sheets {
		computed := books[1].Sheet(t, s.Name)
		for at, c := range s.Cells {
			if c.Formula == "" {
				continue
			}
			formulas++
			if got := computed.Cells[at].Value; got != c.Value {
				t.Errorf("%s!%s: cached %q, computed %q by %s", s.Name, at, c.Value, got, c.Formula)
			}
		}
	}
	if formulas < 4000 {
		t.Errorf("%d formulas", formulas)
	}
}

// probe is a row of line items and what the sheet should say about it.
type probe struct {
	name   string
	cells  map[string]any
	fname  string // what the column 功能科目名称 shows
	red    bool
	blamed string // columns whose cells are dark red
}

func TestFormulasSayWhatReadingSays(t *testing.T) {
	path := saveSample(t)
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	codes := len(proof.DefaultPack(t).Codes["功能科目"].Entries())
	for i, c := range [][]any{{"298", "新类"}, {"29801", "新款"}, {"2980101", "新项甲"}, {}, {"2980102", "新项乙"}, {"29802", "没有项的款"}} {
		for j, v := range c {
			setCell(t, f, "功能科目", fmt.Sprintf("%c%d", 'A'+j, codes+3+i), v)
		}
	}
	whole := map[string]any{"A": "阳泉市司法局", "B": "2040601", "D": "公用经费", "E": "30201", "I": "一般公共预算", "J": "本年", "K": 1.5}
	with := func(changes map[string]any) map[string]any {
		out := map[string]any{}
		for k, v := range whole {
			out[k] = v
		}
		for k, v := range changes {
			if out[k] = v; v == nil {
				delete(out, k)
			}
		}
		return out
	}
	probes := []probe{
		{"whole", whole, "行政运行", false, ""},
		{"empty", nil, "", false, ""},
		{"code as number", with(map[string]any{"B": 2040601}), "行政运行", false, ""},
		{"code in blanks", with(map[string]any{"B": " 2040601 "}), "行政运行", false, ""},
		{"code of a 款 without 项", with(map[string]any{"B": "23105"}), "抗疫特别国债还本支出", false, ""},
		{"code too high", with(map[string]any{"B": "20406"}), "应填到项级", true, "B"},
		{"code too high as number", with(map[string]any{"B": 20406}), "应填到项级", true, "B"},
		{"unknown code", with(map[string]any{"B": "2999999"}), "编码不存在", true, "B"},
		{"code is words", with(map[string]any{"B": "行政"}), "编码不存在", true, "B"},
		{"added code", with(map[string]any{"B": "2980102"}), "新项乙", false, ""},
		{"added 款", with(map[string]any{"B": "29801"}), "应填到项级", true, "B"},
		{"code with its name", with(map[string]any{"B": "2040601-行政运行", "E": "30201办公费", "G": "50299-其他商品和服务支出"}), "行政运行", false, ""},
		{"class of the first step", with(map[string]any{"B": "204-公共安全支出"}), "应填到项级", true, "B"},
		{"amount in 万元", with(map[string]any{"K": nil, "M": 0.5}), "行政运行", false, ""},
		{"amounts that differ", with(map[string]any{"M": 0.5}), "行政运行", true, "M"},
		{"begun", map[string]any{"A": "阳泉市司法局"}, "", true, "BDEIJK"},
		{"only a remark", map[string]any{"L": "x"}, "", true, "ABDEIJK"},
		{"unknown unit", with(map[string]any{"A": "丙局"}), "行政运行", true, "A"},
		{"project without a name", with(map[string]any{"D": "项目支出"}), "行政运行", true, "H"},
		{"project with a name", with(map[string]any{"D": "项目支出", "H": "某"}), "行政运行", false, ""},
		{"choice outside", with(map[string]any{"I": "财政拨款"}), "行政运行", true, "I"},
		{"economic too high", with(map[string]any{"E": "302"}), "行政运行", true, "E"},
		{"government code too high", with(map[string]any{"G": "502"}), "行政运行", true, "G"},
		{"negative", with(map[string]any{"K": -1}), "行政运行", true, "K"},
		{"amount as text", with(map[string]any{"K": "1,234.50"}), "行政运行", false, ""},
		{"amount in wide digits", with(map[string]any{"K": " ３４ "}), "行政运行", false, ""},
		{"amount in 万元 as text", with(map[string]any{"K": nil, "M": "0.5"}), "行政运行", false, ""},
		{"negative as text", with(map[string]any{"K": "-1"}), "行政运行", true, "K"},
		{"amount in words", with(map[string]any{"K": "x"}), "行政运行", true, "K"},
	}
	const first = 100
	rules, err := f.GetConditionalFormats("支出明细")
	if err != nil {
		t.Fatal(err)
	}
	var columns []string
	for at := range rules {
		columns = append(columns, at)
	}
	slices.Sort(columns)
	at := regexp.MustCompile(`(\$[A-M])6\b`)
	for i, pr := range probes {
		row := first + i
		for col, v := range pr.cells {
			setCell(t, f, "支出明细", fmt.Sprintf("%s%d", col, row), v)
		}
		for k, place := range columns {
			cell, _ := excelize.CoordinatesToCellName(20+k, row)
			if err := f.SetCellFormula("支出明细", cell, at.ReplaceAllString(rules[place][0].Criteria, fmt.Sprintf("${1}%d", row))); err != nil {
				t.Fatal(err)
			}
		}
	}
	lists := map[string]string{
		"COUNTA(列表_单位)": "3", "INDEX(列表_单位,3)": "阳泉市法律援助中心",
		"ROWS(可填_功能科目_项)": "31", "INDEX(分可填_功能科目_项,2)&\"\"": "2010101-行政运行",
		"INDEX(可填_功能科目_项,29)&\"\"": "2980101-新项甲", "INDEX(可填_功能科目_项,30)&\"\"": "2980102-新项乙", "INDEX(可填_功能科目_项,31)&\"\"": "29802-没有项的款",
		"ROWS(可填_部门经济科目_款)": "100", "ROWS(可填_政府经济科目_款)": "66", "ROWS(可填_收入科目_目)": "93",
	}
	b := recalculated(t, f, lists)
	items := b.Sheet(t, "支出明细")
	total := 29634051.98
	texts := map[any]float64{"1,234.50": 1234.5, " ３４ ": 34, "-1": -1, "x": 0, "0.5": 0.5, 1.5: 1.5, 0.5: 0.5, -1: -1}
	for _, pr := range probes {
		if k, ok := pr.cells["K"]; ok {
			total += texts[k]
		} else {
			total += 10000 * texts[pr.cells["M"]]
		}
	}
	if got, err := strconv.ParseFloat(items.Cells["K4"].Value, 64); err != nil || math.Abs(got-total) > 0.001 {
		t.Errorf("live total %s, want %.2f", items.Cells["K4"].Value, total)
	}
	for i, pr := range probes {
		row := first + i
		if got := items.Cells[fmt.Sprintf("C%d", row)].Value; got != pr.fname {
			t.Errorf("%s: name %q, want %q", pr.name, got, pr.fname)
		}
		red, blamed := false, ""
		for k, place := range columns {
			cell, _ := excelize.CoordinatesToCellName(20+k, row)
			v := items.Cells[cell].Value
			switch {
			case v != "True" && v != "1" && v != "False" && v != "0":
				t.Errorf("%s: condition of %s gives %q", pr.name, place, v)
			case v == "False" || v == "0":
			case strings.HasPrefix(place, "A6:M"):
				red = true
			default:
				blamed += place[:1]
			}
		}
		if red != pr.red || blamed != pr.blamed {
			t.Errorf("%s: red %v, blamed %q; want %v, %q", pr.name, red, blamed, pr.red, pr.blamed)
		}
	}
}

// recalculated is an input workbook as LibreOffice computes it, in which the formulas
// give what they should.
func recalculated(t *testing.T, f *excelize.File, formulas map[string]string) *proof.Book {
	t.Helper()
	asked := slices.Sorted(maps.Keys(formulas))
	at := func(i int) string { return fmt.Sprintf("H%d", 20+i) }
	for i, formula := range asked {
		if err := f.SetCellFormula("基本信息", at(i), formula); err != nil {
			t.Fatal(err)
		}
	}
	edited := filepath.Join(t.TempDir(), "录入.xlsx")
	if err := f.SaveAs(edited); err != nil {
		t.Fatal(err)
	}
	b := proof.Read(t, filepath.Join(proof.Convert(t, "xlsx", edited), "录入.xlsx"))[0]
	for i, formula := range asked {
		if got := b.Sheet(t, "基本信息").Cells[at(i)].Value; got != formulas[formula] {
			t.Errorf("%s is %q, want %q", formula, got, formulas[formula])
		}
	}
	return b
}

func setCell(t *testing.T, f *excelize.File, sheet, cell string, v any) {
	t.Helper()
	if err := f.SetCellValue(sheet, cell, v); err != nil {
		t.Fatal(err)
	}
}
