package paper_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/paper"
)

func book(t *testing.T, change func(f *excelize.File) error) *paper.Book {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := change(f); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	out, err := paper.Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// said are the cells of the first sheet: its name, what it shows, columns and rows that it takes.
func said(b *paper.Book) string {
	var out []string
	for _, r := range b.Sheets[0].Rows {
		for _, c := range r.Cells {
			out = append(out, fmt.Sprintf("%d.%d %s %dx%d", r.R, c.Col+1, c.Text, c.Span, c.Down))
		}
	}
	return strings.Join(out, "\n")
}

func TestCellsShowWhatTheyPrintAndMergedOnesTakeTheirRoom(t *testing.T) {
	style := 0
	b := book(t, func(f *excelize.File) (err error) {
		format := "#,##0.00"
		if style, err = f.NewStyle(&excelize.Style{
			CustomNumFmt: &format, Font: &excelize.Font{Bold: true, Size: 14, Family: "仿宋_GB2312", Color: "FF0000"},
			Border:    []excelize.Border{{Type: "top", Style: 1, Color: "000000"}, {Type: "bottom", Style: 5, Color: "000000"}},
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true, Indent: 2},
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFF00"}},
		}); err != nil {
			return err
		}
		for cell, v := range map[string]any{"A1": "标题", "A3": 1234567.891, "B3": "=x", "C3": true, "D4": "藏"} {
			if err := f.SetCellValue("Sheet1", cell, v); err != nil {
				return err
			}
		}
		if err := f.SetCellStyle("Sheet1", "A3", "A3", style); err != nil {
			return err
		}
		if err := f.MergeCell("Sheet1", "A1", "C2"); err != nil {
			return err
		}
		if err := f.SetColWidth("Sheet1", "B", "B", 30); err != nil {
			return err
		}
		if err := f.SetRowHeight("Sheet1", 3, 25.5); err != nil {
			return err
		}
		return f.SetRowVisible("Sheet1", 4, false)
	})
	if got, want := said(b), "1.1 标题 3x2\n3.1 1,234,567.89 1x1\n3.2 =x 1x1\n3.3 TRUE 1x1"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	s := b.Sheets[0]
	if s.Columns[1] != 161.25 || s.Rows[len(s.Rows)-1].Height != 25.5 || s.Covered(2, 1) != 1 || s.Covered(3, 0) != 0 {
		t.Error(s.Columns, s.Rows)
	}
	look := b.Looks[s.Rows[len(s.Rows)-1].Cells[0].Style]
	want := paper.Look{Font: "仿宋_GB2312", Size: 14, Bold: true, Colour: "FF0000", Ground: "FFFF00", Edges: paper.Edges{Top: paper.Edge{Kind: "thin", Colour: "000000"}, Bottom: paper.Edge{Kind: "thick", Colour: "000000"}}, Across: "center", Upright: "center", Indent: 2, Wrap: true}
	if look != want {
		t.Errorf("got %+v\nwant %+v", look, want)
	}
}

func TestWhiteLettersOnAGroundThatIsNotDrawnAreNotWhite(t *testing.T) {
	b := book(t, func(f *excelize.File) error {
		style := func(cell string, fill excelize.Fill) error {
			style, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Color: "FFFFFF"}, Fill: fill})
			return first(err, f.SetCellValue("Sheet1", cell, 1), f.SetCellStyle("Sheet1", cell, cell, style))
		}
		return first(
			style("A1", excelize.Fill{Type: "gradient", Color: []string{"000000", "111111"}}),
			style("B1", excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"000000"}}),
			style("C1", excelize.Fill{}),
		)
	})
	var got []string
	for _, c := range b.Sheets[0].Rows[0].Cells {
		got = append(got, c.Look.Colour+" on "+c.Look.Ground)
	}
	if want := []string{" on ", "FFFFFF on 000000", "FFFFFF on "}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHiddenSheetsAndColumnsAreNotDrawn(t *testing.T) {
	b := book(t, func(f *excelize.File) error {
		if _, err := f.NewSheet("密"); err != nil {
			return err
		}
		if err := f.SetCellValue("Sheet1", "C1", 1); err != nil {
			return err
		}
		if err := f.SetColVisible("Sheet1", "B", false); err != nil {
			return err
		}
		return f.SetSheetVisible("密", false)
	})
	if len(b.Sheets) != 1 || b.Sheet("密") != nil || b.Sheets[0].Columns[1] != 0 {
		t.Error(len(b.Sheets), b.Sheets[0].Columns)
	}
}

func TestAFormulaWithoutAStoredResultShowsNone(t *testing.T) {
	b := book(t, func(f *excelize.File) error { return f.SetCellFormula("Sheet1", "A1", "1+1") })
	if c := b.Sheets[0].Rows[0].Cells[0]; c.Text != "" || !c.Missing {
		t.Errorf("%+v", c)
	}
}

func TestFiguresAreFoundWithTheirCommasAndWithout(t *testing.T) {
	b := book(t, func(f *excelize.File) error {
		format := "#,##0.00"
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return err
		}
		if err := f.SetCellValue("Sheet1", "B2", 1234.5); err != nil {
			return err
		}
		return f.SetCellStyle("Sheet1", "B2", "B2", style)
	})
	for _, words := range []string{"1234.50", "1,234.5"} {
		if hits := b.Find(words, 5); len(hits) != 1 || hits[0].Place.String() != "Sheet1!B2" || hits[0].Text != "1,234.50" {
			t.Errorf("%s: %v", words, hits)
		}
	}
	if hits := b.Find("  ", 5); hits != nil {
		t.Error(hits)
	}
}
