package fill

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"ysgk/internal/xlsxedit"
)

// Texts in cells merged over several rows. Neither Excel nor WPS nor LibreOffice
// fits rows to them.

// coverRows adds the rows below merged cells that a file leaves out, as they
// hold nothing: a text may have to raise them.
func (s *sheet) coverRows() {
	const most = 1000 // a column merged to the end of the sheet holds no text
	has := map[int]bool{}
	for _, r := range s.Rows {
		has[r.R] = true
	}
	for _, m := range s.Merges {
		for n := m.Row1; n <= m.Row2 && m.Row2-m.Row1 < most; n++ {
			if !has[n] {
				has[n] = true
				s.Rows = append(s.Rows, xlsxedit.Row{R: n})
			}
		}
	}
	slices.SortStableFunc(s.Rows, func(x, y xlsxedit.Row) int { return x.R - y.R })
}

// raiseBlocks raises the rows of texts that stand in cells merged over several
// rows: those over few rows first, since what they raise others need not. It
// gives those that are too high even so.
func (w *writer) raiseBlocks(blocks []block) (cut []block) {
	slices.SortStableFunc(blocks, func(x, y block) int {
		return cmp.Compare(x.at.Row2-x.at.Row1, y.at.Row2-y.at.Row1)
	})
	o := w.out
	for _, b := range blocks {
		lack := b.need
		for n := b.at.Row1; n <= b.at.Row2 && lack > 0; n++ {
			lack -= o.sureHeight(n)
		}
		if lack <= 0 {
			continue
		}
		rows := o.shown(b.at.Row1, b.at.Row2)
		lack = b.need
		for _, r := range rows {
			r.height = o.height(r)
			lack -= r.height
		}
		if share(rows, lack) > 0 {
			cut = append(cut, b)
		}
	}
	return cut
}

// share adds a height to rows, equal parts as far as Excel's limit allows, and
// gives what is still lacking.
func share(rows []*outRow, lack float64) float64 {
	for lack > 0 {
		var open []*outRow
		for _, r := range rows {
			if r.height < maxRowHeight {
				open = append(open, r)
			}
		}
		if len(open) == 0 {
			break
		}
		part := math.Ceil(lack / float64(len(open)))
		for _, r := range open {
			by := min(part, maxRowHeight-r.height)
			r.height += by
			lack -= by
		}
	}
	return lack
}

// shown are the rows from..to of the result that are not hidden.
func (o *outSheet) shown(from, to int) (rows []*outRow) {
	for n := from; n <= min(to, len(o.byRow)-1); n++ {
		if i := o.byRow[n]; i >= 0 && !o.rows[i].tpl.on("hidden") {
			rows = append(rows, &o.rows[i])
		}
	}
	return rows
}

// height is how high a row is now, in points.
func (o *outSheet) height(r *outRow) float64 {
	switch {
	case r.height > 0:
		return r.height
	case r.tpl.Height > 0:
		return r.tpl.Height
	}
	return o.defaultHeight()
}

// sureHeight is how high a row is whatever opens the file: LibreOffice fits
// rows anew that nobody has set, and does not look at merged cells then.
func (o *outSheet) sureHeight(n int) float64 {
	if n >= len(o.byRow) || o.byRow[n] < 0 {
		return o.defaultHeight()
	}
	switch r := &o.rows[o.byRow[n]]; {
	case r.tpl.on("hidden"):
		return 0
	case r.height > 0 || r.tpl.on("customHeight"):
		return o.height(r)
	default:
		return min(o.height(r), o.defaultHeight())
	}
}

// defaultHeight is that of rows that say nothing.
func (o *outSheet) defaultHeight() float64 {
	const least = 13.5 // 宋体 of 11 points, as Excel and WPS give it
	p := o.sheet.Doc.Root().SelectElement("sheetFormatPr")
	if p == nil {
		return least
	}
	h, err := strconv.ParseFloat(p.SelectAttrValue("defaultRowHeight", ""), 64)
	if zero := p.SelectAttrValue("zeroHeight", "0"); zero == "1" || zero == "true" {
		return 0
	}
	if err != nil {
		return least
	}
	return h
}
