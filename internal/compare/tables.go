package compare

import (
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/finding"
	"ysgk/internal/money"
)

// Table is a table by what its cells mean.
type Table struct {
	Form    string // the template's sheet
	Subject string // the record that the sheet is for, "" if for none
	Sheet   string // of the tab
	Name    string
	Total   *decimal.Decimal // 元; nil where the pack names none
	Rounded bool             // amounts were typed with two decimals
	Cells   []Cell           // in reading order
}

// Cell is a cell with its meaning.
type Cell struct {
	Key          string // the same in both tables
	Line         int    // the template's row
	At           finding.Place
	Row          string // its label
	Column       string // its header
	Amount       bool
	money.Figure        // of an amount
	Text         string // of a text, or what stands where an amount should
}

// Words say what a cell is: its row and its column, unless the row says both.
func (c *Cell) Words() string {
	if strings.Contains(c.Row, c.Column) {
		return c.Row
	}
	return strings.TrimSpace(c.Row + " " + c.Column)
}

// TableChange is a table with the cells that differ.
type TableChange struct {
	Old, New *Table // nil where there is no such table
	Cells    []CellChange
}

// CellChange is a cell that differs. A side that lacks the cell has an empty one.
type CellChange struct{ Old, New Cell }

// Table is the table as it is now, or as it was if it is gone.
func (c *TableChange) Table() *Table {
	if c.New != nil {
		return c.New
	}
	return c.Old
}

// Cell is the cell as it is now, or as it was if it is gone.
func (c *CellChange) Cell() *Cell {
	if c.New.Key != "" {
		return &c.New
	}
	return &c.Old
}

// Gone is what marks the place of a cell that only the old workbook has.
func (c *CellChange) Gone() string {
	if c.New.Key == "" {
		return "（旧）"
	}
	return ""
}

// Before is the amount as it was, as printed.
func (c *CellChange) Before() decimal.Decimal { return c.Cell().Unit.Of(c.Old.Yuan) }

// After is the amount as it is now.
func (c *CellChange) After() decimal.Decimal { return c.Cell().Unit.Of(c.New.Yuan) }

// Difference is by how much the amount grew.
func (c *CellChange) Difference() decimal.Decimal { return c.After().Sub(c.Before()) }

// Share is the difference as a part of what was there before, with as many
// decimals as it is shown with: the ratio is exact until then, and rounded once,
// half away from zero. ok is false where there was nothing.
func Share(before, after decimal.Decimal, places int32) (share decimal.Decimal, ok bool) {
	if before.IsZero() {
		return decimal.Zero, false
	}
	return after.Sub(before).DivRound(before, places), true
}

// Tables compares two sets of tables; those without a difference are left out.
func Tables(old, new []Table) (changes []TableChange) {
	find := func(t *Table, in []Table) *Table {
		for i := range in {
			if in[i].Form == t.Form && in[i].Subject == t.Subject {
				return &in[i]
			}
		}
		return nil
	}
	for i := range new {
		c := TableChange{Old: find(&new[i], old), New: &new[i]}
		c.Cells = cells(c.Old, c.New)
		if c.Old == nil || len(c.Cells) > 0 {
			changes = append(changes, c)
		}
	}
	for i := range old {
		if find(&old[i], new) == nil {
			changes = append(changes, TableChange{Old: &old[i], Cells: cells(&old[i], nil)})
		}
	}
	return changes
}

// tail is half of the last decimal that tables print.
var tail = decimal.New(5, -3)

// cells are the cells that differ, in reading order; those that are gone stand
// where they stood among the others.
func cells(old, new *Table) (changes []CellChange) {
	var before, after []Cell
	if old != nil {
		before = old.Cells
	}
	if new != nil {
		after = new.Cells
	}
	was, is := byKey(before), byKey(after)
	money := map[int]bool{} // lines that have amounts
	for _, c := range append(append([]Cell{}, before...), after...) {
		if c.Amount {
			money[c.Line] = true
		}
	}
	// Of a table with exact amounts and one with typed ones, the tails differ.
	tails := old != nil && new != nil && old.Rounded != new.Rounded
	add := func(x CellChange) {
		c := x.Cell()
		switch {
		case c.Amount && x.Old.Text == x.New.Text && (x.Difference().IsZero() || tails && x.Difference().Abs().LessThanOrEqual(tail)):
		case !c.Amount && x.Old.Text == x.New.Text:
		case !c.Amount && (x.Old.Key == "" || x.New.Key == "") && (money[c.Line] || old == nil || new == nil):
			// The label of a row that came or went: its amounts tell it.
		default:
			changes = append(changes, x)
		}
	}
	next := 0
	for _, c := range after {
		if at, ok := was[c.Key]; ok && at >= next {
			for ; next < at; next++ {
				if _, still := is[before[next].Key]; !still {
					add(CellChange{Old: before[next]})
				}
			}
			next = at + 1
		}
		x := CellChange{New: c}
		if at, ok := was[c.Key]; ok {
			x.Old = before[at]
		}
		add(x)
	}
	for ; next < len(before); next++ {
		if _, still := is[before[next].Key]; !still {
			add(CellChange{Old: before[next]})
		}
	}
	return changes
}

func byKey(cells []Cell) map[string]int {
	out := make(map[string]int, len(cells))
	for i, c := range cells {
		out[c.Key] = i
	}
	return out
}
