package app

import (
	"path/filepath"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/disk"
	"ysgk/internal/formula"
	"ysgk/internal/handout"
	"ysgk/internal/seal"
	"ysgk/internal/trace"
)

// WriteItems writes the line items behind a figure as a workbook to print;
// output is its name, or a folder. kept is where an earlier one that somebody
// had edited went.
func WriteItems(e *Explained, output, about string, now time.Time) (file, kept string, err error) {
	name := disk.FileName(e.Sheet + e.Cell + "明细.xlsx")
	if file, err = disk.Destination(output, filepath.Dir(about), name, about, "明细表"); err != nil {
		return "", "", err
	}
	book, err := handout.Book(itemSheets(e)...)
	if err != nil {
		return "", "", err
	}
	kept, err = disk.Replace(file, book, seal.Beside(seal.Items, e.Input, ""), now)
	return file, kept, err
}

// itemSheets are the items of a figure, or of each figure in a text, by the
// sheet that they were typed in.
func itemSheets(e *Explained) (out []handout.Sheet) {
	add := func(items []trace.Item, what string) {
		for _, g := range e.Book.Groups(items) {
			out = append(out, itemSheet(e, g, what))
		}
	}
	add(e.Items, e.Place.String()+"  "+strings.TrimSpace(e.Table+"  "+e.Row+"  "+e.Label.Column)+"："+e.Yuan.StringFixed(2)+" 元")
	for _, p := range e.Parts {
		if p.Amount {
			add(p.Items, e.Place.String()+"  “"+p.Text+"”："+p.Yuan.StringFixed(2)+" 元")
		}
	}
	if out == nil {
		out = append(out, itemSheet(e, trace.Group{Sheet: "明细"}, e.Place.String()+"：没有明细"))
	}
	names := map[string]bool{}
	for i := range out {
		for n := 2; names[out[i].Name]; n++ {
			out[i].Name = strings.TrimRight(out[i].Name, "0123456789") + decimal.NewFromInt(int64(n)).String()
		}
		names[out[i].Name] = true
	}
	return out
}

func itemSheet(e *Explained, g trace.Group, what string) handout.Sheet {
	s := handout.Sheet{Name: g.Sheet, Title: "明细表", Notes: []string{what, "录入工作簿：" + e.Input + "，工作表“" + g.Sheet + "”"}}
	var common []string
	for _, f := range g.Common {
		common = append(common, f.Name+" "+f.Value)
	}
	if common != nil {
		s.Notes = append(s.Notes, "这些明细的"+strings.Join(common, "；"))
	}
	s.Columns = []handout.Column{{Name: "序号", Width: 6, Kind: handout.Middle}, {Name: "单元格", Width: 10, Kind: handout.Middle}}
	for _, n := range g.Names {
		s.Columns = append(s.Columns, handout.Column{Name: n, Width: 24})
	}
	times := false
	for _, i := range g.Items {
		times = times || i.Times != 1
	}
	s.Columns = append(s.Columns, handout.Column{Name: "金额（元）", Width: 18, Kind: handout.Amount})
	if times {
		s.Columns = append(s.Columns, handout.Column{Name: "计入次数", Width: 10, Kind: handout.Middle})
	}
	for i, x := range g.Items {
		cells := []any{decimal.NewFromInt(int64(i + 1)), e.Book.At(x).Cell}
		for _, v := range g.Rows[i] {
			cells = append(cells, v)
		}
		cells = append(cells, x.Amount().Yuan())
		if times {
			cells = append(cells, decimal.NewFromInt(x.Times))
		}
		s.Rows = append(s.Rows, handout.Row{Cells: cells})
	}
	return withTotal(s, len(g.Names)+2, times, trace.Sum(g.Items))
}

// withTotal adds the row that sums up the amounts in a column, counted from 0.
func withTotal(s handout.Sheet, column int, times bool, total decimal.Decimal) handout.Sheet {
	if len(s.Rows) == 0 {
		return s
	}
	col, by := a1.ColName(column+1), a1.ColName(column+2)
	text := "SUM(" + col + "{a}:" + col + "{y})"
	if times {
		text = "SUMPRODUCT(" + col + "{a}:" + col + "{y}," + by + "{a}:" + by + "{y})"
	}
	cells := make([]any, column+1)
	cells[1] = "合计"
	cells[column] = handout.Formula{Text: text, Value: formula.Num(total)}
	s.Rows = append(s.Rows, handout.Row{Cells: cells, Strong: true})
	return s
}
