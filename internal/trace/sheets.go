package trace

import (
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
	"ysgk/internal/handout"
	"ysgk/internal/money"
)

// ItemSheets are the items of a figure, or of each figure in a text, by the
// sheet that they were typed in.
func (b *Book) ItemSheets(d *Derivation, input string) (out []handout.Sheet) {
	add := func(items []Item, what string) {
		for _, g := range b.Groups(items) {
			out = append(out, b.itemSheet(g, input, what))
		}
	}
	add(d.Items, d.Place.String()+"  "+strings.TrimSpace(d.Table+"  "+d.Row+"  "+d.Label.Column)+"："+money.Print(d.Yuan)+" 元")
	for _, p := range d.Parts {
		if p.Amount {
			add(p.Items, d.Place.String()+"  “"+p.Text+"”："+money.Print(p.Yuan)+" 元")
		}
	}
	if out == nil {
		out = append(out, b.itemSheet(Group{Sheet: "明细"}, input, d.Place.String()+"：没有明细"))
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

func (b *Book) itemSheet(g Group, input, what string) handout.Sheet {
	s := handout.Sheet{Name: g.Sheet, Title: "明细表", Notes: []string{what, "录入工作簿：" + input + "，工作表“" + g.Sheet + "”"}}
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
		cells := []any{decimal.NewFromInt(int64(i + 1)), b.At(x).Cell}
		for _, v := range g.Rows[i] {
			cells = append(cells, v)
		}
		cells = append(cells, x.Amount().Yuan())
		if times {
			cells = append(cells, decimal.NewFromInt(x.Times))
		}
		s.Rows = append(s.Rows, handout.Row{Cells: cells})
	}
	return withTotal(s, len(g.Names)+2, times, Sum(g.Items))
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
