package verify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/unfilled"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// hidden warns of what readers of the published file would not see.
func (v *verifier) hidden() {
	for _, s := range v.book.sheets {
		if s.hidden {
			v.report(hiddenSheet, at(s.name), s.name)
		}
		for _, row := range s.rows {
			p := at(s.name)
			p.Cell = name(1, row)
			v.report(hiddenRow, p, row)
		}
		for _, c := range s.cols {
			i := slices.IndexFunc(s.order, func(x *cell) bool { return x.col >= c[0] && x.col <= c[1] })
			if i >= 0 {
				v.report(hiddenColumn, s.order[i].place(), column(s.order[i].col))
			}
		}
		v.first(s, func(c *cell) bool { return c.unseen }, unseenText)
		v.first(s, s.outside, unprinted)
	}
}

// unfilled warns of what was left for somebody to write.
func (v *verifier) unfilled() {
	for _, s := range v.book.sheets {
		if s.hidden {
			continue
		}
		for _, c := range s.order {
			if c.kind != xlsxread.Text {
				continue
			}
			if room := unfilled.In(c.text); room != "" {
				v.report(roomLeft, c.place(), unfilled.Around(c.text, room), room)
			}
		}
	}
}

// first warns of the first of the cells of a sheet, and says how many there are.
func (v *verifier) first(s *sheet, is func(*cell) bool, f finds) {
	n := 0
	var head *cell
	for _, c := range s.order {
		if is(c) && !slices.ContainsFunc(v.out, func(f finding.Finding) bool { return f.Place == c.place() }) {
			if n++; head == nil {
				head = c
			}
		}
	}
	if head == nil {
		return
	}
	more := ""
	if n > 1 {
		more = fmt.Sprintf("；这张表一共有 %d 格是这样", n)
	}
	v.report(f, head.place(), head.shown(), more)
}

// maxShown is how much of a cell's text a message quotes.
const maxShown = 20

func (c *cell) shown() string {
	if r := []rune(strings.TrimSpace(c.text)); len(r) > maxShown {
		return string(r[:maxShown]) + "…"
	}
	return strings.TrimSpace(c.text)
}

func (s *sheet) outside(c *cell) bool {
	return len(s.print) > 0 && !slices.ContainsFunc(s.print, func(r a1.Range) bool { return r.Has(c.col, c.row) })
}

// printAreas gives the sheets their print areas.
func (b *book) printAreas(wb *xlsxedit.Workbook) {
	for _, e := range wb.Names() {
		n, err := strconv.Atoi(e.SelectAttrValue("localSheetId", ""))
		if err != nil || n < 0 || n >= len(wb.Sheets) || e.SelectAttrValue("name", "") != "_xlnm.Print_Area" {
			continue
		}
		i := slices.IndexFunc(b.sheets, func(s *sheet) bool { return s.name == wb.Sheets[n].Name })
		if i < 0 {
			continue
		}
		s := b.sheets[i]
		for part := range strings.SplitSeq(e.Text(), ",") {
			cut := strings.LastIndex(part, "!")
			if of := strings.ReplaceAll(strings.Trim(part[:max(0, cut)], "'"), "''", "'"); of != s.name {
				s.print = nil // programs that move sheets may leave the names behind
				break
			}
			r, ok := a1.ParseRange(strings.ReplaceAll(part[cut+1:], "$", ""))
			if !ok {
				s.print = nil // whole columns, or a formula
				break
			}
			s.print = append(s.print, r)
		}
	}
}
