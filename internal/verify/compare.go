package verify

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// spot names a cell by what it means: the template's cell, and the record.
type spot struct {
	at     xlsxedit.Pos
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
				v.report(missingSheetOf, at(w.sheet.name), want.subject(w), w.name)
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
		for _, p := range t.order {
			c := t.cells[p]
			if len(c.Parts) != 1 || !c.Parts[0].Bound || c.Parts[0].Field != by {
				continue
			}
			for _, row := range t.found(p) {
				if x := t.sheet.at(t.cols[p.Col], row); x != nil {
					names = append(names, x.plain)
				}
			}
		}
	}
	return strings.Join(names, "，")
}

// spots names the cells of a table; records are its rows by their names.
func (v *verifier) spots(t *table) (cells map[spot]*cell, records map[string]*record) {
	cells = map[spot]*cell{}
	names, records := v.ids(t)
	for x, p := range t.exact {
		cells[spot{p, names.at(t, p, x.row)}] = x
	}
	return cells, records
}

// ids names the records of a table, by row and first column of their lane.
type ids map[[2]int]string

func (v *verifier) ids(t *table) (names ids, records map[string]*record) {
	names, records = ids{}, map[string]*record{}
	again := map[string]int{}
	for _, l := range t.lists {
		for n, r := range l.records {
			id := ""
			for k := r; k != nil; k = k.parent {
				id = plain(k.key) + "\x1f" + id
			}
			if v.pack.View(l.list).Of != "" {
				id = fmt.Sprint(n)
			}
			id = l.list + "\x1f" + id + partners(v.pack.View(l.list), r) + owners(v.pack.View(l.list), r)
			if again[id]++; again[id] > 1 {
				id = fmt.Sprintf("%s\x1f%d", id, again[id]) // texts of one kind, a project beside parts of two codes: the first, the second
			}
			for n := range block(l.lane, r) {
				names[[2]int{r.row + n, l.lane.From}] = id
			}
			records[id] = r
		}
	}
	return names, records
}

// owners are what a row says of levels above it that have no row of their own: units, each beside all of its subjects.
func owners(view *pack.View, r *record) (text string) {
	for level := 1; level < r.level; level++ {
		stands := false
		for k := r.parent; k != nil; k = k.parent {
			stands = stands || k.level == level
		}
		for _, by := range view.Rows[level-1].By {
			if x := r.texts[by]; x != nil && !stands {
				text += "\x1f" + x.plain
			}
		}
	}
	return text
}

// at is the record of a row in the lane of a template cell, "" outside lanes.
func (names ids) at(t *table, p xlsxedit.Pos, row int) string {
	if l := t.lane(p); l != nil {
		return names[[2]int{row, l.From}]
	}
	return ""
}

// differences tells where a table departs from the one that the input gives: rows
// that one of them lacks, once each, and cells.
func (v *verifier) differences(t, w *table) {
	mine, here := v.spots(t)
	theirs, there := v.spots(w)
	for _, id := range slices.SortedFunc(maps.Keys(there), func(a, b string) int { return there[a].row - there[b].row }) {
		if r := there[id]; here[id] == nil && v.holds(w, r.row) && (r.parent == nil || here[parentOf(there, r)] != nil) {
			v.report(missingRow, t.before(there, here, r), t.name, r.titled(), w.figures(r.row))
		}
	}
	for _, id := range slices.SortedFunc(maps.Keys(here), func(a, b string) int { return here[a].row - here[b].row }) {
		if r := here[id]; there[id] == nil && (r.parent == nil || there[parentOf(here, r)] != nil) {
			pos := t.title.place()
			if x := r.shown(); x != nil {
				pos = x.place()
			}
			v.report(extraRow, pos, t.name, r.titled(), t.figures(r.row))
		}
	}
	follow := 0
	for _, k := range slices.SortedFunc(maps.Keys(theirs), func(a, b spot) int {
		return cmp.Or(theirs[a].row-theirs[b].row, theirs[a].col-theirs[b].col)
	}) {
		y, x := theirs[k], mine[k]
		d, amount := y.number()
		switch {
		case k.record != "" && here[k.record] == nil || x == nil && amount && d.IsZero():
		case x == nil:
			pos := t.title.place()
			for _, row := range t.found(k.at) {
				if k.record == "" || here[k.record].row == row {
					pos.Cell = name(t.cols[k.at.Col], row)
				}
			}
			v.report(blankForInput, pos, t.name, w.called(y.row, y.col-1), y.text)
		case v.agrees(x, y):
		case v.follows(t, x):
			follow++
		default:
			is, want := apart(x.text, y.text)
			v.report(otherThanInput, x.place(), t.name, t.called(x.row, x.col-1), is, want)
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(mine), func(a, b spot) int { return before(mine[a], mine[b]) }) {
		x := mine[k]
		if d, ok := x.number(); theirs[k] != nil || ok && d.IsZero() || k.record != "" && there[k.record] == nil {
			continue
		}
		if v.follows(t, x) {
			follow++
			continue
		}
		v.report(notOfInput, x.place(), t.name, t.called(x.row, x.col-1), x.text)
	}
	if follow > 0 {
		v.report(followers, t.title.place(), t.name, follow)
	}
}

// follows says whether a cell computes what the template computes, so that it
// departs only because other cells do.
func (v *verifier) follows(t *table, x *cell) bool {
	return x.formula != "" && !v.told[x] && v.different(t, x) == ""
}

// parentOf is the name of the record above one.
func parentOf(records map[string]*record, r *record) string {
	for id, x := range records {
		if x == r.parent {
			return id
		}
	}
	return ""
}

// before is where a row that is missing should stand: at the next row that is there.
func (t *table) before(there, here map[string]*record, r *record) finding.Place {
	pos := t.title.place()
	next := 0
	for id, x := range there {
		if h := here[id]; h != nil && x.row > r.row && (next == 0 || h.row < next) {
			next = h.row
			if c := h.shown(); c != nil {
				pos = c.place()
			}
		}
	}
	return pos
}

// titled is how a reader calls a record: 「2013299 其他组织事务支出」.
func (r *record) titled() string {
	cells := slices.SortedFunc(maps.Values(r.texts), func(a, b *cell) int { return a.col - b.col })
	var words []string
	for _, c := range cells {
		words = append(words, c.shown())
	}
	return "「" + strings.Join(words, " ") + "」"
}

// figures are the amounts of a row that are not zero.
func (t *table) figures(row int) string {
	var out []string
	cells := t.row(row)
	slices.SortFunc(cells, before)
	for _, x := range cells {
		p, known := t.exact[x]
		if d, ok := x.number(); known && ok && !d.IsZero() && amount(t.cells[p]) {
			out = append(out, t.over(x.col)+" "+d.String())
		}
	}
	if len(out) == 0 {
		return ""
	}
	return "（" + strings.Join(out, "，") + "）"
}

func (v *verifier) agrees(x, y *cell) bool {
	a, ok1 := x.number()
	b, ok2 := y.number()
	if ok1 && ok2 && x.kind == xlsxread.Number {
		limit := decimal.New(1, 1-noise)
		if v.book.typed {
			limit = decimal.New(5, -3) // half of what is printed last
		}
		return a.Sub(b).Abs().LessThanOrEqual(limit)
	}
	return x.plain == y.plain
}

// apart are the lines of two texts from the first that differs to the last, or the texts if one has no such lines: a page
// of text in one cell is not shown for one number in it.
func apart(a, b string) (string, string) {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	if is, want := strings.TrimSpace(strings.Join(x, "\n")), strings.TrimSpace(strings.Join(y, "\n")); is != "" && want != "" {
		return is, want
	}
	return a, b
}
