package input

import (
	"slices"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// infoReader reads the pairs of 基本信息.
type infoReader struct {
	*reader
	header header
	rows   map[string]int // row of every item met
	last   int            // the last row with something in it
}

func (r *reader) readInfo() error {
	if _, ok := r.sheets[r.pack.Input.InfoSheet()]; !ok {
		r.missingSheet(r.pack.Input.InfoSheet())
		return nil
	}
	in := &infoReader{reader: r, rows: map[string]int{}}
	want := []wanted{{name: pack.InfoName, required: true}, {name: pack.InfoValue, required: true}, {name: pack.InfoHint}}
	var cells []xlsxread.Cell
	_, _, ok, err := r.body(r.pack.Input.InfoSheet(), want, func(h header) { in.header, in.last = h, h.row }, func(n int, row []xlsxread.Cell) {
		cells = pick(row, in.header.cols, cells)
		in.pair(n, cells[0], cells[1])
	})
	if err != nil || !ok {
		return err
	}
	for i := range r.pack.Input.Info {
		item := &r.pack.Input.Info[i]
		if _, met := in.rows[item.Name]; !met && item.Required {
			r.out.Errorf("info-missing", finding.At(r.pack.Input.InfoSheet(), in.header.cols[0], in.last+1), "在“"+pack.InfoName+"”列补上这一项，并填写内容。", "缺少%s", typed.Quote(item.Name))
			r.out.Under(item.Rule)
		} else if !met && item.Default != "" {
			in.keep(item, item.Default) // a workbook made before the pack had it
		}
	}
	return nil
}

// pair reads one row.
func (in *infoReader) pair(row int, name, value xlsxread.Cell) {
	if typed.Empty(name) && typed.Empty(value) {
		return
	}
	in.last = row
	at := finding.At(in.pack.Input.InfoSheet(), in.header.cols[1], row)
	item := in.item(typed.Shown(name, in.file.Date1904()))
	if item == nil {
		switch {
		case typed.Empty(value), in.forText(name.Text):
		case value.Kind == xlsxread.Number || typed.Empty(name):
			in.out.Errorf("info-unknown", at, "核对“"+pack.InfoName+"”列的文字，照录入模板写；多余的内容请删除。", "“"+pack.InfoName+"”列是%s，不认识，这里填的%s用不上", typed.Quote(typed.Clip(typed.Trim(name.Text))), typed.Quote(typed.Clip(typed.Trim(value.Text))))
		default:
			in.out.Warnf("info-unknown", at, "核对“"+pack.InfoName+"”列的文字；多余的行可以删除。", "不认识的项目%s，这一行没有使用", typed.Quote(typed.Clip(typed.Trim(name.Text))))
		}
		return
	}
	if first := in.rows[item.Name]; first > 0 {
		in.out.Errorf("info-twice", at, "只留一行。", "%s重复，第 %d 行已经有了", typed.Quote(item.Name), first)
		in.out.Under(item.Rule)
		return
	}
	in.rows[item.Name] = row
	in.ledger.InfoAt[item.Name] = budget.Spot{Col: in.header.cols[1], Row: row}
	if typed.Empty(value) {
		if item.Required {
			in.out.Errorf("info-empty", at, item.Hint, "%s没有填", typed.Quote(item.Name))
			in.out.Under(item.Rule)
		}
		in.keep(item, "")
		return
	}
	p := typed.Unreadable(value)
	if p == nil {
		p = in.value(item, row, value)
	}
	if p != nil {
		in.out.Errorf(p.Code, at, p.Hint, "%s：%s", item.Name, p.Message)
		in.out.Under(item.Rule)
	}
}

func (in *infoReader) item(name string) *pack.Item {
	folded := typed.Fold(name)
	like := func(other string) bool { return typed.Fold(other) == folded }
	i := slices.IndexFunc(in.pack.Input.Info, func(it pack.Item) bool { return like(it.Name) || slices.ContainsFunc(it.Aliases, like) })
	if i < 0 {
		return nil
	}
	return &in.pack.Input.Info[i]
}

// forText says whether an item is one that only the documents need, where none are made.
func (in *infoReader) forText(name string) bool {
	text := in.pack.Text
	return text != nil && slices.ContainsFunc(text.Input.Info, func(it pack.Item) bool { return typed.Fold(it.Name) == typed.Fold(name) })
}

// value reads the content of an item by its kind.
func (in *infoReader) value(item *pack.Item, row int, c xlsxread.Cell) *typed.Problem {
	if item.Kind == pack.Amount {
		fen, p := typed.Amount(c)
		if p == nil && fen != 0 {
			in.enter(item, row, fen)
		}
		return p
	}
	text, p := typed.Text(item.Kind, c, item.Choices, in.file.Date1904())
	if p == nil {
		in.keep(item, text)
	}
	return p
}

func (in *infoReader) keep(item *pack.Item, text string) {
	if item.Kind != pack.Amount {
		in.ledger.Info[item.Name] = text
	}
}

// enter makes a record of an amount.
func (in *infoReader) enter(item *pack.Item, row int, fen budget.Fen) {
	t := in.ledger.Tables[item.Table]
	if t == nil {
		return
	}
	item.Enter(t, row, fen)
	columns := map[string]int{}
	for _, m := range t.Measures {
		columns[m] = in.header.cols[1]
	}
	t.SetColumns(columns)
}
