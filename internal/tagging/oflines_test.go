package tagging_test

import (
	"testing"

	"ysgk/internal/finding"
	"ysgk/internal/tagging"
)

// What is told of a line of a cell says which line it is; of a cell of one line that says nothing.
func TestWhatIsToldOfALineSaysWhich(t *testing.T) {
	rows := [][2]int{{1, 0}, {2, 0}, {2, 1}, {2, 2}, {3, 0}}
	for cell, want := range map[string][2]string{"A1": {"A1", "空着"}, "B2": {"B2", "第 1 行 空着"}, "A4": {"A2", "第 3 行 空着"}, "A5": {"A3", "空着"}} {
		col, row := int(cell[0]-'A')+1, int(cell[1]-'0')
		entries := []tagging.Entry{{Place: finding.At("说明", col, row), Text: "空着"}, {Place: finding.At("别的", col, row), Text: "空着"}}
		tagging.OfLines(entries, "说明", rows)
		if got := entries[0]; got.Place.Cell != want[0] || got.Text != want[1] || entries[1].Place.Cell != cell || entries[1].Text != "空着" {
			t.Errorf("%s: %+v", cell, entries)
		}
	}
}
