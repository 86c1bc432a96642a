package markup_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/finding"
	"ysgk/internal/markup"
	"ysgk/internal/proof"
)

func reported(t testing.TB, found finding.List) string {
	t.Helper()
	f, err := markup.Report(found, markup.Source{
		Name: "录 入.xlsx", Target: "../%E5%BD%95%20%E5%85%A5.xlsx", Sheets: []string{"基本信息", "支出明细 ", "绩效项目", "绩效指标", "收入明细"},
	})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "核对结果.xlsx")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestTheReportListsFindingsInReadingOrderAndPrintsOnA4(t *testing.T) {
	t.Parallel()
	s := proof.Read(t, reported(t, some()))[0].Sheet(t, "核对结果")
	var got []string
	for _, row := range []string{"4", "5", "6", "17"} {
		var cells []string
		for _, col := range []string{"A", "B", "C", "D", "E", "F"} {
			cells = append(cells, s.Cells[col+row].Value)
		}
		got = append(got, strings.Join(cells, "|"))
	}
	// By severity, then sheets in the order of their first mention, rows from the top.
	want := []string{
		"序号|级别|规则|位置|说明|怎么办",
		"1|错误|格式|支出明细!Z3|文件里没有这一格|",
		"2|错误|格式|支出明细!K5|表头有批注|改表头。",
		"13|提示|格式|单位!A4|提示不涂色|",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if s.Freeze != "A5" || s.Page["orientation"] != "landscape" || s.Page["paper"] != "9" || s.Page["width"] != "1" || s.PrintTitle != "$4:$4" {
		t.Errorf("freeze %s, titles %s, page %v", s.Freeze, s.PrintTitle, s.Page)
	}
	if about := s.Cells["A2"].Value; about != "录 入.xlsx：错误 9 处，警告 3 处，提示 1 处。" {
		t.Errorf("A2 is %s", about)
	}
}

func TestPlacesOfTheReportLinkIntoTheCheckedWorkbook(t *testing.T) {
	t.Parallel()
	file := reported(t, some())
	f, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	links := 0
	for row := 5; row <= 17; row++ {
		at, err := excelize.CoordinatesToCellName(4, row)
		if err != nil {
			t.Fatal(err)
		}
		place, err := f.GetCellValue("核对结果", at)
		if err != nil {
			t.Fatal(err)
		}
		has, target, err := f.GetCellHyperLink("核对结果", at)
		if err != nil {
			t.Fatal(err)
		}
		if has {
			links++
		}
		// 表一 is no sheet of the input workbook, 单位 none of this one's.
		if known := place != "" && place != "表一" && place != "单位!A4"; has != known || has && target != "../%E5%BD%95%20%E5%85%A5.xlsx" {
			t.Errorf("%s links to %q", place, target)
		}
	}
	if links != 10 {
		t.Errorf("%d links", links)
	}
	// LibreOffice understands the file name and the cell.
	b, err := os.ReadFile(filepath.Join(proof.Convert(t, "xlsx", file), filepath.Base(file)))
	if err != nil {
		t.Fatal(err)
	}
	saved := proof.Parts(t, b)
	sheet := "xl/worksheets/sheet1.xml"
	if rels := saved.Rels(sheet); len(rels) < 10 || !strings.HasSuffix(rels[0].Target, "/录%20入.xlsx") {
		t.Errorf("LibreOffice made %v of the links", rels)
	}
	if !bytes.Contains(saved.Part(sheet), []byte(`!B8"`)) {
		t.Error("LibreOffice lost the cell of a link")
	}
}

func TestAReportWithoutFindingsSaysSo(t *testing.T) {
	t.Parallel()
	s := proof.Read(t, reported(t, nil))[0].Sheet(t, "核对结果")
	if about := s.Cells["A2"].Value; about != "录 入.xlsx：没有发现问题。" {
		t.Errorf("A2 is %s", about)
	}
}
