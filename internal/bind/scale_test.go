package bind

import (
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/money"
)

// TestFewFiguresHaveTheDecimalsOfTheirFormats reads how many decimals a table of two figures prints: one
// where its formats say so, two where nothing does.
func TestFewFiguresHaveTheDecimalsOfTheirFormats(t *testing.T) {
	for format, want := range map[int]int32{1: 1, -1: 2, 2: 2} {
		s := &sheet{cells: map[pos]cell{}}
		for col, text := range []string{"41.3", "8.2"} {
			d, _ := decimal.NewFromString(text)
			s.cells[pos{col + 1, 1}] = cell{text: text, number: d, numeric: true, places: format}
		}
		of := &table{sheet: s, body: [2]int{1, 1}, blocks: []*block{{figures: []int{1, 2}}}}
		if got := scaleOf(of, money.Unit{Power: 4}).places; got != want {
			t.Errorf("formats of %d decimals: %d, want %d", format, got, want)
		}
	}
}
