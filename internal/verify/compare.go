package verify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/ooxml"
	"ysgk/internal/xlsx"
)

// spot names a cell by what it means: the template's cell, and the record.
type spot struct {
	at     ooxml.Pos
	record string
}

// compare says cell by cell where the workbook departs from another one.
func (v *verifier) compare(want *verifier) {
	for _, w := range want.tables {
		var t *table
		for _, x := range v.tables {
			if x.form.Sheet == w.form.Sheet && (w.Of == "" || v.subject(x) == want.subject(w)) {
				t = x
			}
		}
		if t == nil {
			if w.Of != "" {
				v.out.Errorf("F10", at(w.sheet.name), "补上这张表，或在录入工作簿里改“是否公开”。", "按录入应有「%s」的%s，公开表里没有", want.subject(w), w.name)
			}
			continue
		}
		v.differences(t, w)
	}
}

// subject is the record that a sheet is for.
func (v *verifier) subject(t *table) string {
	if t.Of == "" {
		return ""
	}
	var names []string
	for _, by := range v.pack.View(t.Of).Rows[0].By {
		for p, c := range t.cells {
			if len(c.Parts) != 1 || !c.Parts[0].Bound || c.Parts[0].Field != by {
				continue
			}
			for _, row := range t.found(p) {
				if x := t.sheet.at(t.cols[p.Col], row); x != nil {
					names = append(names, plain(x.text))
				}
			}
		}
	}
	return strings.Join(names, "，")
}

func (v *verifier) spots(t *table) map[spot]*cell {
	out := map[spot]*cell{}
	ids := v.ids(t)
	for x, p := range t.exact {
		out[spot{p, ids.at(t, p, x.row)}] = x
	}
	return out
}

// ids names the records of a table, by row and first column of their lane.
type ids map[[2]int]string

func (v *verifier) ids(t *table) ids {
	out := ids{}
	for _, lanes := range t.bands {
		for _, l := range lanes {
			for n, r := range l.records {
				id := ""
				for k := r; k != nil; k = k.parent {
					id = plain(k.key) + "\x1f" + id
				}
				if v.pack.View(l.list).Of != "" {
					id = fmt.Sprint(n)
				}
				for f, c := range r.texts {
					if strings.HasPrefix(f, "政府") {
						id += plain(c.text)
					}
				}
				out[[2]int{r.row, l.lane.From}] = id
			}
		}
	}
	return out
}

// at is the record of a row in the lane of a template cell, "" outside lanes.
func (r ids) at(t *table, p ooxml.Pos, row int) string {
	for i := range t.Bands {
		for j := range t.Bands[i].Lanes {
			if l := &t.Bands[i].Lanes[j]; p.Row >= t.Bands[i].Top && p.Row <= t.Bands[i].Bottom && p.Col >= l.From && p.Col <= l.To {
				return r[[2]int{row, l.From}]
			}
		}
	}
	return ""
}

func (v *verifier) differences(t, w *table) {
	mine, theirs := v.spots(t), v.spots(w)
	keys := make([]spot, 0, len(theirs))
	for k := range theirs {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b spot) int {
		return cmp.Or(theirs[a].row-theirs[b].row, theirs[a].col-theirs[b].col)
	})
	missing := map[int]bool{}
	for _, k := range keys {
		y, x := theirs[k], mine[k]
		if x != nil {
			if !v.agrees(x, y) {
				v.out.Errorf("F10", x.place(), "改回录入的结果；是录入错了的，改录入工作簿后重新生成。", "%s%s这里是「%s」，按录入应是「%s」", t.name, t.called(x.row, x.col-1), x.text, y.text)
			}
			continue
		}
		if d, ok := y.number(); ok && d.IsZero() || missing[y.row] {
			continue
		}
		pos := t.title.place()
		for _, row := range t.found(k.at) {
			if k.record == "" {
				pos.Cell = name(t.cols[k.at.Col], row)
			}
		}
		missing[y.row] = k.record != ""
		v.out.Errorf("F10", pos, "补上；是录入错了的，改录入工作簿后重新生成。", "%s缺少%s「%s」，这是按录入应有的", t.name, w.called(y.row, y.col-1), y.text)
	}
	given := map[string]bool{}
	for k := range theirs {
		given[k.record] = true
	}
	extra := map[int]bool{}
	for k, x := range mine {
		d, ok := x.number()
		switch {
		case theirs[k] != nil || ok && d.IsZero():
		case given[k.record]:
			v.out.Errorf("F10", x.place(), "清空这一格；是录入漏了的，改录入工作簿后重新生成。", "%s%s这里是「%s」，按录入应是空的", t.name, t.called(x.row, x.col-1), x.text)
		case !extra[x.row]:
			extra[x.row] = true
			v.out.Errorf("F10", x.place(), "删去；录入工作簿里漏了的，补上后重新生成。", "%s%s「%s」是录入里没有的", t.name, t.called(x.row, x.col-1), x.text)
		}
	}
}

func (v *verifier) agrees(x, y *cell) bool {
	a, ok1 := x.number()
	b, ok2 := y.number()
	if ok1 && ok2 && x.kind == xlsx.Number {
		limit := decimal.New(1, 1-noise)
		if v.book.typed {
			limit = decimal.New(5, -3) // half of what is printed last
		}
		return a.Sub(b).Abs().LessThanOrEqual(limit)
	}
	return plain(x.text) == plain(y.text)
}
