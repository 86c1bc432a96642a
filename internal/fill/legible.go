package fill

import (
	"cmp"
	"slices"
	"strings"

	"github.com/beevik/etree"
	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/numfmt"
	"ysgk/internal/tags"
	"ysgk/internal/textwidth"
	"ysgk/internal/xlsxedit"
)

// Rehearse fills the template without writing a file and tells, at the
// template's cells, what would not look well in print: numbers and texts wider
// than their cells. Errors are those of Render.
func (t *Template) Rehearse(d *tags.Data) finding.List {
	r, _ := t.compute(d, true)
	if r.problems.HasErrors() {
		return r.problems
	}
	told := map[finding.Place]bool{}
	for _, w := range r.order {
		if !w.out.sheet.hidden {
			w.legible(told)
			w.paper()
		}
	}
	return r.problems
}

// legible looks at every cell of a sheet; told are the template's cells of which
// something has been said.
func (w *writer) legible(told map[finding.Place]bool) {
	merged := w.out.merged()
	for i, p := 0, 0; p < len(w.out.layout.rows); p++ {
		from := w.out.layout.rows[p]
		row := &w.out.rows[i]
		i += from.more + 1 // the rows that only make it higher hold parts of a text that wraps
		if row.tpl.on("hidden") {
			continue
		}
		from.each(func(x *cell, at place) {
			key := finding.At(w.out.sheet.Name, x.Col, at.row.R)
			if out := w.out.cellAt(x.Col, at.out); out != nil && !told[key] {
				told[key] = w.fits(row, out, key, merged)
			}
		})
	}
}

// on says whether the template's row has a property.
func (r *row) on(attribute string) bool {
	return slices.ContainsFunc(r.Attrs, func(a etree.Attr) bool { return a.Key == attribute && (a.Value == "1" || a.Value == "true") })
}

// fits tells of one cell whose content is wider than it, and says whether it did.
func (w *writer) fits(row *outRow, x *outCell, at finding.Place, merged map[[2]int]a1.Range) bool {
	style := w.t.styles.Get(int(x.style))
	if style.Shrunk || style.Rotation != 0 {
		return false
	}
	m, ok := merged[[2]int{int(x.col), row.r}]
	if !ok {
		m = a1.Cell(int(x.col), row.r)
	}
	switch value := x.shown(); value.Kind {
	case formula.Number:
		shown := shownNumber(value.Num, x.format, style)
		if need, room := w.pixels(shown, style), w.across(style, m.Col1, m.Col2, border); room > 0 && shown != "" && need > room {
			w.problems.Warnf("number-wide", at, "请把这一列加宽，或把字号改小、设成“缩小字体填充”。",
				"%s 印不下（列宽约 %d 个数字，要 %d 个），会显示 ####", shown, int(room/halfWidth(style.FontSize)), len(shown))
			return true
		}
	case formula.Text:
		if style.Wrap || strings.Contains(value.Text, "\n") {
			return false // made as high as it needs
		}
		room := w.across(style, m.Col1, m.Col2, border)
		if need := w.pixels(value.Text, style); room > 0 && need > room && (ok || need > room+w.blank(row, m)) {
			w.problems.Warnf("text-cut", at, "请给这一格设成自动换行，或把列加宽。", "“%s”比格子长，旁边的格子有内容，印出来会被截断", value.Text)
			return true
		}
	}
	return false
}

// pixels is about the width of a text.
func (w *writer) pixels(text string, style xlsxedit.Style) float64 {
	return float64(textwidth.Of(text)) * halfWidth(style.FontSize)
}

// border is what a cell keeps free at least, in pixels: less than padding, as
// only what certainly does not fit is told.
const border = 2.0

// blank is the width of the empty cells beside a cell, into which its text runs
// over: on both sides, as it may be centred.
func (w *writer) blank(row *outRow, m a1.Range) (width float64) {
	empty := func(col int) bool {
		x := w.out.cellAt(col, row.r)
		return x == nil || x.tpl == nil && x.formula() == "" && x.value.Kind == formula.Blank || x.tpl != nil && x.tpl.Value == "" && x.tpl.Text == ""
	}
	for col := m.Col2 + 1; col <= m.Col2+16 && empty(col); col++ {
		width += w.across(xlsxedit.Style{}, col, col, border)
	}
	for col := m.Col1 - 1; col > 0 && empty(col); col-- {
		width += w.across(xlsxedit.Style{}, col, col, border)
	}
	return width
}

// shownNumber is a number as its cell shows it, "" where that is not certain.
func shownNumber(d decimal.Decimal, format string, style xlsxedit.Style) string {
	switch {
	case format == "" && style.General():
		return d.Round(0).String() // the decimals go where there is no room
	case d.IsZero():
		return ""
	}
	// A format without a known code is one of those that every workbook has: no
	// narrower than this.
	text, _ := numfmt.Text(d, cmp.Or(format, style.Format, "0.00"))
	return strings.TrimSpace(text)
}
