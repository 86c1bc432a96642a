package layout_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/layout"
	"ysgk/internal/money"
)

// TestFewFiguresHaveTheDecimalsOfTheirFormats reads how many decimals a table of two figures prints: one
// where its formats say so, two where nothing does.
func TestFewFiguresHaveTheDecimalsOfTheirFormats(t *testing.T) {
	for format, want := range map[int]int32{1: 1, -1: 2, 2: 2} {
		s := &layout.Sheet{Cells: map[layout.Pos]layout.Cell{}}
		for col, text := range []string{"41.3", "8.2"} {
			d, _ := decimal.NewFromString(text)
			s.Cells[layout.At(col+1, 1)] = layout.Cell{Text: text, Number: d, Numeric: true, Places: format}
		}
		of := &layout.Table{Sheet: s, Body: [2]int{1, 1}, Blocks: []*layout.Block{{Figures: []int{1, 2}}}}
		if got := layout.ScaleOf(of, money.Unit{Power: 4}).Places; got != want {
			t.Errorf("formats of %d decimals: %d, want %d", format, got, want)
		}
	}
}
