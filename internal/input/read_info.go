package input

import (
	"slices"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/xlsxread"
)

// infoReader reads the pairs of 基本信息.
type infoReader struct {
	*reader
	header header
	rows   map[string]int // row of every item met
}

func (r *reader) readInfo() error {
	if _, ok := r.sheets[r.pack.Input.InfoSheet()]; !ok {
		r.missingSheet(r.pack.Input.InfoSheet())
		return nil
	}
	in := &infoReader{reader: r, rows: map[string]int{}}
	want := []wanted{{name: pack.InfoName, required: true}, {name: pack.InfoValue, required: true}, {name: pack.InfoHint}}
	var cells []xlsxread.Cell
	_, _, ok, err := r.body(r.pack.Input.InfoSheet(), want, func(h header) { in.header = h }, func(n int, row []xlsxread.Cell) {
		cells = pick(row, in.header.cols, cells)
		in.pair(n, cells[0], cells[1])
	})
	if err != nil || !ok {
		return err
	}
	for i := range r.pack.Input.Info {
		item := &r.pack.Input.Info[i]
		if _, met := in.rows[item.Name]; !met && item.Required {
			r.out.Errorf("info-missing", finding.Place{Sheet: r.pack.Input.InfoSheet()}, "在“"+pack.InfoName+"”列补上这一项，并填写内容。", "缺少%s", quote(item.Name))
			r.out.Under(item.Rule)
		}
	}
	return nil
}

// pair reads one row.
func (in *infoReader) pair(row int, name, value xlsxread.Cell) {
	if empty(name) && empty(value) {
		return
	}
	at := finding.At(in.pack.Input.InfoSheet(), in.header.cols[1], row)
	item := in.item(shown(name, in.file.Date1904()))
	if item == nil {
		switch {
		case empty(value):
		case value.Kind == xlsxread.Number || empty(name):
			in.out.Errorf("info-unknown", at, "核对“"+pack.InfoName+"”列的文字，照录入模板写；多余的内容请删除。", "“"+pack.InfoName+"”列是%s，不认识，这里填的%s用不上", quote(clip(trim(name.Text))), quote(clip(trim(value.Text))))
		default:
			in.out.Warnf("info-unknown", at, "核对“"+pack.InfoName+"”列的文字；多余的行可以删除。", "不认识的项目%s，这一行没有使用", quote(clip(trim(name.Text))))
		}
		return
	}
	if first := in.rows[item.Name]; first > 0 {
		in.out.Errorf("info-twice", at, "只留一行。", "%s重复，第 %d 行已经有了", quote(item.Name), first)
		in.out.Under(item.Rule)
		return
	}
	in.rows[item.Name] = row
	in.ledger.InfoAt[item.Name] = budget.Spot{Col: in.header.cols[1], Row: row}
	if empty(value) {
		if item.Required {
			in.out.Errorf("info-empty", at, item.Hint, "%s没有填", quote(item.Name))
			in.out.Under(item.Rule)
		}
		in.keep(item, "")
		return
	}
	p := unreadable(value)
	if p == nil {
		p = in.value(item, row, value)
	}
	if p != nil {
		in.out.Errorf(p.code, at, p.hint, "%s：%s", item.Name, p.message)
		in.out.Under(item.Rule)
	}
}

func (in *infoReader) item(name string) *pack.Item {
	i := slices.IndexFunc(in.pack.Input.Info, func(it pack.Item) bool {
		return fold(it.Name) == fold(name) || slices.ContainsFunc(it.Aliases, func(a string) bool { return fold(a) == fold(name) })
	})
	if i < 0 {
		return nil
	}
	return &in.pack.Input.Info[i]
}

// value reads the content of an item by its kind.
func (in *infoReader) value(item *pack.Item, row int, c xlsxread.Cell) *problem {
	if item.Kind == pack.Amount {
		fen, p := parseAmount(c)
		if p == nil && fen != 0 {
			in.enter(item, row, fen)
		}
		return p
	}
	text, p := parseText(item.Kind, c, item.Choices, in.file.Date1904())
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
	values := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		values[i] = item.Values[f]
	}
	t.Append(row, values, []budget.Fen{fen})
	columns := map[string]int{}
	for _, m := range t.Measures {
		columns[m] = in.header.cols[1]
	}
	t.SetColumns(columns)
}

// parseText reads a cell of a kind whose value is a text and needs no list.
func parseText(kind pack.Kind, c xlsxread.Cell, choices []string, date1904 bool) (string, *problem) {
	text := shown(c, date1904)
	switch kind {
	case pack.Text:
		return typed(c)
	case pack.Choice:
		if i := slices.IndexFunc(choices, func(s string) bool { return fold(s) == fold(text) }); i >= 0 {
			return choices[i], nil
		}
		return "", &problem{"choice-unknown", quote(clip(text)) + "不在选项里", choicesHint(choices)}
	case pack.Year:
		if y, ok := parseYear(text); ok && !c.Format.Date {
			return y, nil
		}
		return "", &problem{"year", quote(clip(text)) + "不是年度", "填四位数字，如 2026。"}
	case pack.Date:
		if d, ok := parseDate(text); ok {
			return d, nil
		}
		return "", &problem{"date", quote(clip(text)) + "不是日期", "填年-月-日，如 2026-01-20。"}
	case pack.CodeKey:
		return narrow(text), nil
	}
	return text, nil
}
