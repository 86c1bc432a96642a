package app_test

import (
	"slices"
	"testing"

	"ysgk/internal/formsheet"
	"ysgk/internal/input"
	"ysgk/internal/proof"
	cells "ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// TestAPublishedFormIsReadBackAsItWasEntered lays the forms that were made of a ledger
// beside the pack's: each cell is the field that was printed there, to the last indicator.
func TestAPublishedFormIsReadBackAsItWasEntered(t *testing.T) {
	p := proof.DefaultPack(t)
	l, found, err := input.Read(sampleInput, p)
	if err != nil || l == nil {
		t.Fatal(err, found)
	}
	book, err := xlsxread.Open(render(t, p, l))
	if err != nil {
		t.Fatal(err)
	}
	forms, err := formsheet.Forms(p)
	if err != nil || len(forms) != 1 {
		t.Fatal(len(forms), err)
	}
	projects, indicators := l.Tables["绩效项目"], l.Tables["绩效指标"]
	pages := 0
	for _, s := range book.Sheets {
		var rows []formsheet.StoredRow
		_, err := book.Rows(s, func(n int, cells []xlsxread.Cell) {
			rows = append(rows, formsheet.StoredRow{N: n, Cells: slices.Clone(cells)})
		})
		if err != nil {
			t.Fatal(err)
		}
		page, ok := forms[0].Read(s.Name, rows)
		if !ok {
			continue
		}
		if len(page.Missing)+len(page.Labels)+len(page.Stray)+len(page.Split) > 0 {
			t.Errorf("%s: %v %v %v %v", s.Name, page.Missing, page.Labels, page.Stray, page.Split)
		}
		record := -1
		for i := range projects.Len() {
			if projects.Value(i, "项目名称") == page.Record["项目名称"].Cell.Text && projects.Value(i, "实施单位") == page.Record["实施单位"].Cell.Text {
				record = i
			}
		}
		if record < 0 {
			t.Fatalf("%s is of no project", s.Name)
		}
		pages++
		for field, e := range page.Record {
			if m := projects.Measure(field); m >= 0 {
				fen, problem := cells.AmountIn(e.Cell, e.Unit)
				if cells.Empty(e.Cell) {
					fen, problem = 0, nil
				}
				if problem != nil || fen != projects.Amounts(m)[record] {
					t.Errorf("%s: %s is %v %v", s.Name, field, fen, problem)
				}
			} else if want := projects.Value(record, field); e.Cell.Text != want {
				t.Errorf("%s: %s is %q, want %q", s.Name, field, e.Cell.Text, want)
			}
		}
		var got, want []string
		for _, line := range page.Lines {
			got = append(got, page.Sides[line.Side]["目标期"]+line.Record["一级指标"].Cell.Text+line.Record["二级指标"].Cell.Text+line.Record["三级指标"].Cell.Text+line.Record["指标值"].Cell.Text)
		}
		for i := range indicators.Len() {
			if indicators.Value(i, "项目名称") == projects.Value(record, "项目名称") && indicators.Value(i, "实施单位") == projects.Value(record, "实施单位") {
				line := indicators.Value(i, "目标期")
				for _, f := range []string{"一级指标", "二级指标", "三级指标", "指标值"} {
					line += indicators.Value(i, f)
				}
				want = append(want, line)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n%v\nwant\n%v", s.Name, got, want)
		}
	}
	if pages != 10 {
		t.Errorf("%d of the 10 forms", pages)
	}
}
