package inputform

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/textwidth"
)

const infoHeader = 3 // below title and hint

// InfoPlace is where Write puts the content of an item of 基本信息 of a ledger.
func InfoPlace(p *pack.Pack, l *budget.Ledger, item string) finding.Place {
	i := slices.IndexFunc(written(p, l).Input.Info, func(it pack.Item) bool { return it.Name == item })
	return finding.At(p.Input.InfoSheet(), 2, infoHeader+1+max(i, 0))
}

// writeInfo writes 基本信息: 项目, 内容, 说明.
func (w *writer) writeInfo() {
	last := infoHeader + len(w.pack.Input.Info)
	w.page(w.pack.Input.InfoSheet(), "landscape", infoHeader)
	w.freeze(w.pack.Input.InfoSheet(), 0, infoHeader, false)
	w.calm(w.pack.Input.InfoSheet(), fmt.Sprintf("B%d:B%d", infoHeader+1, last))
	for i := range w.pack.Input.Info {
		w.guardItem(&w.pack.Input.Info[i], infoHeader+1+i)
	}
	widths := []float64{32, 44, 76}
	s := w.stream(w.pack.Input.InfoSheet(), last, widths)
	rows := [][]any{
		{excelize.Cell{StyleID: w.look.title, Value: w.pack.Input.InfoSheet()}},
		{excelize.Cell{StyleID: w.look.hint, Value: "填写“" + pack.InfoValue + "”列；深红的格子必须填。"}},
		{excelize.Cell{StyleID: w.look.autoHead, Value: pack.InfoName}, excelize.Cell{StyleID: w.look.mustHead, Value: pack.InfoValue}, excelize.Cell{StyleID: w.look.autoHead, Value: pack.InfoHint}},
	}
	for i, cells := range rows {
		s.row(i+1, []float64{30, 20, 26}[i], cells...)
	}
	for i := range w.pack.Input.Info {
		item := &w.pack.Input.Info[i]
		height := 6 + 16*float64(textwidth.Lines(item.Hint, widths[2]))
		s.row(infoHeader+1+i, height, excelize.Cell{StyleID: w.look.item, Value: item.Name}, w.itemCell(item), excelize.Cell{StyleID: w.look.item, Value: item.Hint})
	}
	w.did(s.Flush())
}

// itemCell is the content of an item: the ledger's, or the pack's default.
func (w *writer) itemCell(item *pack.Item) excelize.Cell {
	text := item.Default
	if w.ledger != nil {
		text = w.ledger.Info[item.Name]
	}
	switch item.Kind {
	case pack.Amount:
		if fen := item.Entered(w.table(item.Table)); fen != 0 {
			return excelize.Cell{StyleID: w.look.amount, Value: yuan(fen)}
		}
		return excelize.Cell{StyleID: w.look.amount}
	case pack.Date:
		return excelize.Cell{StyleID: w.look.date, Value: dayOr(text)}
	}
	return excelize.Cell{StyleID: w.look.text, Value: orNothing(text)}
}

// guardItem gives an item its drop-down or limits, and red while it is needed.
func (w *writer) guardItem(item *pack.Item, row int) {
	cell := cellName(2, row)
	w.validate(w.pack.Input.InfoSheet(), cell, guard{kind: item.Kind, cell: "$B" + cell[1:], choices: item.Choices})
	if item.Required {
		w.red(w.pack.Input.InfoSheet(), cell, w.look.badCell, "LEN(TRIM($B"+cell[1:]+"))=0")
	}
}

// yuan is an amount as a number cell holds it. The shortest text of the float
// has the exact digits up to 15 of them, which is all that a workbook keeps.
func yuan(f budget.Fen) float64 { return f.Yuan().InexactFloat64() }

// dayOr is a day (2026-01-20) as a date cell holds it, its number counted from
// the last day of 1899, or the text that is no day.
func dayOr(s string) any {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return orNothing(s)
	}
	return int(t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}

// orNothing leaves a cell without a value instead of an empty text.
func orNothing(s string) any {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	return s
}
