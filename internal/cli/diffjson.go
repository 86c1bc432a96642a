package cli

import (
	"ysgk/internal/compare"
	"ysgk/internal/money"
)

// differences is what diff prints for machines. Amounts are exact decimals,
// written as texts so that no program rounds them. Its names do not change from
// one version to the next; new ones may be added.
type differences struct {
	Old     string       `json:"old"`
	New     string       `json:"new"`
	Records []recordDiff `json:"records"`
	Totals  []totalDiff  `json:"totals"`
	Tables  []tableDiff  `json:"tables"`

	Uncompared []uncompared `json:"uncompared"` // sheets with numbers that are none of the pack's tables
}

type uncompared struct {
	File   string   `json:"file"`
	Sheets []string `json:"sheets"`
}

type recordDiff struct {
	Kind    string      `json:"kind"` // added, removed, changed
	Sheet   string      `json:"sheet"`
	OldCell string      `json:"oldCell"`
	NewCell string      `json:"newCell"`
	About   string      `json:"about"`
	Texts   []valueDiff `json:"texts"`
	Amounts []valueDiff `json:"amounts"` // 元
}

type valueDiff struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

// totalDiff is the total of a table, in 元.
type totalDiff struct {
	Sheet string `json:"sheet"`
	Table string `json:"table"`
	Old   string `json:"old"` // "" where there is no such table
	New   string `json:"new"`
}

type tableDiff struct {
	Sheet string     `json:"sheet"`
	Table string     `json:"table"`
	Kind  string     `json:"kind"`
	Cells []cellDiff `json:"cells"`
}

type cellDiff struct {
	OldCell    string `json:"oldCell"`
	NewCell    string `json:"newCell"`
	Row        string `json:"row"`
	Column     string `json:"column"`
	Unit       string `json:"unit,omitempty"` // of an amount; texts have none
	Old        string `json:"old"`
	New        string `json:"new"`
	Difference string `json:"difference,omitempty"`
	Share      string `json:"share,omitempty"` // of the old amount, "" where that was 0
}

var changeKinds = map[compare.Kind]string{compare.Added: "added", compare.Removed: "removed", compare.Changed: "changed"}

func diffDocument(d *compare.Differences) differences {
	out := differences{Old: d.Old, New: d.New, Records: []recordDiff{}, Totals: []totalDiff{}, Tables: []tableDiff{}, Uncompared: []uncompared{}}
	for _, s := range d.Strange {
		out.Uncompared = append(out.Uncompared, uncompared(s))
	}
	if len(d.Blocks) > 0 {
		out.Uncompared = append(out.Uncompared, uncompared{d.New, d.Blocks})
	}
	for _, c := range d.Records {
		out.Records = append(out.Records, recordDocument(d, c))
	}
	for _, b := range d.All {
		t := totalDiff{Sheet: b.New.Sheet, Table: b.New.Name, New: money.Print(*b.New.Total)}
		if b.Old != nil && b.Old.Total != nil {
			t.Old = money.Print(*b.Old.Total)
		}
		out.Totals = append(out.Totals, t)
	}
	for _, t := range d.Tables {
		x := tableDiff{Sheet: t.Table().Sheet, Table: t.Table().Name, Kind: "changed", Cells: []cellDiff{}}
		switch {
		case t.Old == nil:
			x.Kind = "added"
		case t.New == nil:
			x.Kind = "removed"
		}
		for _, c := range t.Cells {
			x.Cells = append(x.Cells, cellDocument(c))
		}
		out.Tables = append(out.Tables, x)
	}
	return out
}

func recordDocument(d *compare.Differences, c compare.Change) recordDiff {
	x := recordDiff{Kind: changeKinds[c.Kind], Sheet: c.Sheet, About: d.Describe(c), Texts: []valueDiff{}, Amounts: []valueDiff{}}
	if c.Old != nil {
		x.OldCell = c.Old.At.Cell
	}
	if c.New != nil {
		x.NewCell = c.New.At.Cell
	}
	for _, t := range c.Texts {
		x.Texts = append(x.Texts, valueDiff(t))
	}
	for _, a := range c.Amounts {
		x.Amounts = append(x.Amounts, valueDiff{a.Field, money.Print(a.Old.Yuan()), money.Print(a.New.Yuan())})
	}
	return x
}

func cellDocument(c compare.CellChange) cellDiff {
	at := c.Cell()
	x := cellDiff{OldCell: c.Old.At.Cell, NewCell: c.New.At.Cell, Row: at.Row, Column: at.Column, Old: c.Old.Text, New: c.New.Text}
	if !at.Amount || c.Old.Text != c.New.Text {
		return x
	}
	x.Unit = at.Unit.Name
	x.Old, x.New, x.Difference = c.Before().String(), c.After().String(), c.Difference().String()
	if s, ok := compare.Share(c.Before(), c.After(), 6); ok {
		x.Share = s.String()
	}
	return x
}
