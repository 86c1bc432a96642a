package compare

import (
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/double"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/pack"
	"ysgk/internal/trace"
	"ysgk/internal/xlsxread"
)

// Finished is a finished workbook beside what its input gives.
type Finished struct {
	pack  *pack.Pack
	file  string
	book  *trace.Book
	cells map[string]map[[2]int]xlsxread.Cell // by sheet, column and row
	tabs  []string
}

// Beside reads a finished workbook to hold it beside what its input gives.
func Beside(p *pack.Pack, finished string, book *trace.Book) (*Finished, error) {
	file, err := xlsxread.Open(finished)
	if err != nil {
		return nil, xlsxread.Trouble(finished, err)
	}
	defer file.Close()
	f := &Finished{pack: p, file: finished, book: book, cells: map[string]map[[2]int]xlsxread.Cell{}}
	for _, s := range file.Sheets {
		cells := map[[2]int]xlsxread.Cell{}
		if _, err := file.Rows(s, func(row int, found []xlsxread.Cell) {
			for _, c := range found {
				cells[[2]int{c.Col, row}] = c
			}
		}); err != nil {
			return nil, xlsxread.Trouble(finished, err)
		}
		f.tabs = append(f.tabs, s.Name)
		f.cells[strings.TrimSpace(s.Name)] = cells
	}
	return f, nil
}

// Filed is a cell of a finished workbook.
type Filed struct {
	Place   finding.Place // may differ from that of the explanation, where rows were moved
	Text    string        // as stored
	Differs bool          // from what the input gives
	Rounded bool          // only by being rounded to two decimals
}

// Filed is what the finished workbook has in a cell, beside what c shows.
func (f *Finished) Filed(at finding.Place, c *fill.ShownCell) *Filed {
	col, row, _ := a1.Parse(at.Cell)
	x := f.cells[at.Sheet][[2]int{col, row}]
	out := &Filed{Place: at, Text: x.Text}
	out.Differs = !sameValue(x, c.Stored())
	if d, err := decimal.NewFromString(x.Text); err == nil && c.Stored().Kind == formula.Number && x.Kind == xlsxread.Number {
		out.Rounded = out.Differs && d.Equal(c.Stored().Num.Round(2))
	}
	return out
}

func sameValue(x xlsxread.Cell, want formula.Value) bool {
	d, err := decimal.NewFromString(x.Text)
	switch {
	case want.Kind == formula.Number && x.Kind == xlsxread.Blank:
		return want.Num.IsZero()
	case want.Kind == formula.Number:
		return x.Kind == xlsxread.Number && err == nil && double.Same(d, want.Num)
	case want.Kind == formula.Blank:
		return x.Kind == xlsxread.Blank || x.Kind == xlsxread.Text && strings.TrimSpace(x.Text) == "" || x.Kind == xlsxread.Number && err == nil && d.IsZero()
	}
	return plain(x.Text) == plain(want.Text)
}

func plain(s string) string { return strings.Join(strings.Fields(s), "") }
