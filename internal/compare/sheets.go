package compare

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
	"ysgk/internal/handout"
)

// Sheets are the differences as a workbook to print: 原预算, 调整数, 调整后, the
// second computed from the others.
func (d *Differences) Sheets() []handout.Sheet {
	sheets := []handout.Sheet{totalsSheet(d), cellsSheet(d)}
	if d.Totals != nil {
		sheets = append(sheets, recordsSheet(d))
	}
	if s := textsSheet(d); len(s.Rows) > 0 {
		sheets = append(sheets, s)
	}
	return sheets
}

// adjustment are the columns that every list of amounts ends with.
var adjustment = []handout.Column{
	{Name: "原预算", Width: 16, Kind: handout.Amount}, {Name: "调整数", Width: 16, Kind: handout.Amount},
	{Name: "调整后", Width: 16, Kind: handout.Amount}, {Name: "变动比例", Width: 11, Kind: handout.Share},
}

// exact is more decimals than a spreadsheet program keeps of a share.
const exact = 30

// adjust are the cells of those columns; the first stands in the column of the
// given number, counted from 1.
func adjust(col int, before, after decimal.Decimal) []any {
	a, b, c := a1.ColName(col), a1.ColName(col+1), a1.ColName(col+2)
	part := handout.Formula{Text: "IF(" + a + "{n}=0,\"新增\"," + b + "{n}/" + a + "{n})", Value: formula.Str("新增")}
	if s, ok := Share(before, after, exact); ok {
		part.Value = formula.Stored(formula.Num(s))
	}
	if before.Equal(after) {
		return []any{before, handout.Compute(c+"{n}-"+a+"{n}", decimal.Zero), after, nil}
	}
	return []any{before, handout.Compute(c+"{n}-"+a+"{n}", after.Sub(before)), after, part}
}

func about(d *Differences) string {
	text := "原预算：" + d.Old + "    调整后：" + d.New
	if left := d.Left(); left != "" {
		text += "    " + left
	}
	return text
}

func totalsSheet(d *Differences) handout.Sheet {
	s := handout.Sheet{
		Name: "各表合计", Title: "预算调整对照表（各表合计）", Notes: []string{about(d), "单位：" + d.Unit.Name + "。保留准确数，显示两位小数，可能有尾差。"},
		Columns: append([]handout.Column{{Name: "表", Width: 10, Kind: handout.Middle}, {Name: "名称", Width: 44}}, adjustment...),
	}
	for _, b := range d.All {
		before := decimal.Zero
		if b.Old != nil && b.Old.Total != nil {
			before = d.Unit.Of(*b.Old.Total)
		}
		s.Rows = append(s.Rows, handout.Row{Cells: append([]any{b.New.Sheet, b.New.Name}, adjust(3, before, d.Unit.Of(*b.New.Total))...)})
	}
	return s
}

func cellsSheet(d *Differences) handout.Sheet {
	s := handout.Sheet{
		Name: "公开表变动", Title: "预算调整对照表（公开表各项）", Notes: []string{about(d), "没有变动的不列。保留准确数，显示两位小数，可能有尾差。"},
		Columns: append([]handout.Column{
			{Name: "表", Width: 14, Kind: handout.Middle}, {Name: "单元格", Width: 11, Kind: handout.Middle}, {Name: "科目或项目", Width: 40},
			{Name: "栏目", Width: 28}, {Name: "单位", Width: 7, Kind: handout.Middle},
		}, adjustment...),
	}
	for _, t := range d.Tables {
		for _, c := range t.Cells {
			x := c.Cell()
			if !x.Amount || c.Old.Text != c.New.Text {
				continue
			}
			s.Rows = append(s.Rows, handout.Row{Cells: append([]any{t.Table().Sheet, x.At.Cell + c.Gone(), x.Row, x.Column, x.Unit.Name}, adjust(6, c.Before(), c.After())...)})
		}
	}
	return s
}

// recordsSheet lists the records that changed, each input sheet with its sum,
// which must be the change of that sheet's total.
func recordsSheet(d *Differences) handout.Sheet {
	s := handout.Sheet{
		Name: "录入变动", Title: "预算调整对照表（录入明细）", Notes: []string{about(d), "单位：元。明细按单位、科目、项目等对应，不按行号。"},
		Columns: append([]handout.Column{
			{Name: "变动", Width: 8, Kind: handout.Middle}, {Name: "工作表", Width: 12, Kind: handout.Middle}, {Name: "原单元格", Width: 9, Kind: handout.Middle},
			{Name: "单元格", Width: 9, Kind: handout.Middle}, {Name: "内容", Width: 52}, {Name: "修改", Width: 36},
		}, adjustment...),
	}
	for i, c := range d.Records {
		s.Rows = append(s.Rows, recordRows(d, c)...)
		if i+1 == len(d.Records) || d.Records[i+1].Sheet != c.Sheet {
			s.Rows = append(s.Rows, sumRows(d, &s, c.Sheet)...)
		}
	}
	return s
}

// amountColumn is where the amounts of recordsSheet begin.
const amountColumn = 7

// recordRows are the rows of one record: one for each amount that differs, or
// one for its texts.
func recordRows(d *Differences, c Change) (rows []handout.Row) {
	var texts []string
	for _, t := range c.Texts {
		texts = append(texts, fmt.Sprintf("%s：%s → %s", t.Field, orEmpty(d.Named(t.Field, t.Old)), orEmpty(d.Named(t.Field, t.New))))
	}
	old, now, what := "", "", d.Describe(c)
	if c.Old != nil {
		old = c.Old.At.Cell
	}
	if c.New != nil {
		now = c.New.At.Cell
	}
	if what == "" && c.New != nil {
		what = c.New.Name
	}
	if what == "" && c.Old != nil {
		what = c.Old.Name
	}
	head := []any{string(c.Kind), c.Sheet, old, now, what, strings.Join(texts, "\n")}
	sheet := d.pack.Input.Sheet(c.Sheet)
	several := sheet != nil && len(sheet.Measures()) > 1
	for i, a := range c.Amounts {
		cells := append([]any{}, head...)
		if several {
			cells[5] = a.Field
			if i == 0 && len(texts) > 0 {
				cells[5] = strings.Join(texts, "\n") + "\n" + a.Field
			}
		}
		rows = append(rows, handout.Row{Cells: append(cells, adjust(amountColumn, a.Old.Yuan(), a.New.Yuan())...)})
	}
	if len(rows) == 0 {
		rows = append(rows, handout.Row{Cells: head})
	}
	return rows
}

func orEmpty(s string) string {
	if s == "" {
		return "（空）"
	}
	return s
}

// sumRows close the records of a sheet that has one column of amounts: their
// sum, the sheet's total, and whether the two agree.
func sumRows(d *Differences, s *handout.Sheet, sheet string) []handout.Row {
	for _, t := range d.Totals {
		if t.Sheet != sheet {
			continue
		}
		from := len(s.Rows)
		for from > 0 && s.Rows[from-1].Cells[1] == sheet {
			from--
		}
		var before, after decimal.Decimal
		for _, c := range d.Records {
			for _, a := range c.Amounts {
				if c.Sheet == sheet {
					before, after = before.Add(a.Old.Yuan()), after.Add(a.New.Yuan())
				}
			}
		}
		sum := func(col int, value decimal.Decimal) handout.Formula {
			name := a1.ColName(col)
			return handout.Compute(fmt.Sprintf("SUM(%s%d:%s{y})", name, s.RowOf(from), name), value)
		}
		b := a1.ColName(amountColumn + 1)
		agree := handout.Formula{Text: "IF(ROUND(" + b + "{n}-" + b + "{y},2)=0,\"与明细相符\",\"与明细不符\")", Value: formula.Str("与明细相符")}
		if !after.Sub(before).Equal((t.New - t.Old).Yuan()) {
			agree.Value = formula.Str("与明细不符")
		}
		return []handout.Row{
			{Strong: true, Cells: []any{"小计", sheet, nil, nil, "上面各条相加", nil, sum(amountColumn, before), sum(amountColumn+1, after.Sub(before)), sum(amountColumn+2, after)}},
			{Strong: true, Cells: append([]any{"合计", sheet, nil, nil, "整张表的合计", agree}, adjust(amountColumn, t.Old.Yuan(), t.New.Yuan())...)},
		}
	}
	return nil
}

// textsSheet lists the texts of the tables that changed, and tables that came or went.
func textsSheet(d *Differences) handout.Sheet {
	s := handout.Sheet{
		Name: "文字变动", Title: "预算调整对照表（文字）", Notes: []string{about(d)},
		Columns: []handout.Column{{Name: "表", Width: 16}, {Name: "单元格", Width: 11, Kind: handout.Middle}, {Name: "哪一项", Width: 30}, {Name: "原来", Width: 45}, {Name: "现在", Width: 45}},
	}
	for _, c := range d.Records {
		for _, t := range c.Texts {
			if d.Totals == nil { // of finished workbooks, whose headers are all that they say
				s.Rows = append(s.Rows, handout.Row{Cells: []any{c.Sheet, "", t.Field, t.Old, t.New}})
			}
		}
	}
	for _, t := range d.Tables {
		switch {
		case t.Old == nil:
			s.Rows = append(s.Rows, handout.Row{Cells: []any{t.New.Sheet, "", t.New.Name, "（没有这张表）", "新增的表"}})
		case t.New == nil:
			s.Rows = append(s.Rows, handout.Row{Cells: []any{t.Old.Sheet, "", t.Old.Name, "原有的表", "（没有这张表）"}})
		}
		for _, c := range t.Cells {
			if x := c.Cell(); !x.Amount || c.Old.Text != c.New.Text {
				s.Rows = append(s.Rows, handout.Row{Cells: []any{t.Table().Sheet, x.At.Cell + c.Gone(), x.Words(), c.Old.Text, c.New.Text}})
			}
		}
	}
	return s
}
