package verify

import (
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/fill"
	"ysgk/internal/formula"
	"ysgk/internal/reach"
	"ysgk/internal/xlsxedit"
)

// What a formula of the template reads like in a place of the workbook: the table
// above fill's references (fill/refs.go), over rows that were found rather than
// placed. Where the place of a reference cannot be told, nothing is said of the
// formula but what its own cells give (grid.go).

// written is a formula of the template in a place of the workbook.
type written struct {
	text string
	ok   bool
}

// moved is the formula of a template cell as it reads in a row of the workbook.
func (v *verifier) moved(t *table, p xlsxedit.Pos, row int) (text string, ok bool) {
	at := xlsxedit.Pos{Col: p.Col, Row: row}
	if got, ok := t.moves[at]; ok {
		return got.text, got.ok
	}
	var out written
	s, ok := t.stance(p, row)
	if f := t.cells[p].Formula; ok && f.Beyond() == "" {
		out.ok = true
		out.text = f.Rewrite(func(o formula.Operand) string {
			text, ok := v.spelled(s, o)
			out.ok = out.ok && ok
			return text
		})
	}
	t.moves[at] = out
	return out.text, out.ok
}

// spelled writes an operand as it reads in a place; ok is false where its place
// cannot be told.
func (v *verifier) spelled(s stance, o formula.Operand) (text string, ok bool) {
	t, ref := s.table, o.Ref
	if ref.Sheet != "" && !strings.EqualFold(ref.Sheet, t.form.Sheet) {
		if t = v.alone(ref.Sheet); t == nil {
			return "", false
		}
	}
	if ref.Sheet != "" {
		ref = ref.On(t.sheet.name, a1.QuoteSheet(t.sheet.name))
	}
	cols, ok := t.columnsOf(ref.Col1, ref.Col2)
	if !ok {
		return "", false
	}
	if ref.Row1 == 0 {
		return ref.With(a1.Range{Col1: cols[0], Col2: cols[1]}).String(), true
	}
	ranged := formula.TakesRange(o.Func, o.Arg)
	var rows []reach.Run
	within := false
	if t == s.table && s.record != nil {
		rows, within = s.within(ref, ranged)
	}
	if _, fixed, _, _ := ref.Abs(); !within && ref.Single() && !ranged && !fixed && (s.record != nil || s.table.Of != "") && t.laneRows(xlsxedit.Pos{Col: ref.Col1, Row: ref.Row1}) != nil {
		return "", false // the record's own row there, which only the input tells (fill/elsewhere.go)
	}
	if !within {
		rows = t.runs(ref.Col1, ref.Row1, ref.Row2)
	}
	if len(rows) == 0 {
		return "", false
	}
	if ref.Single() && !ranged {
		rows = reach.One(rows[0].From)
	}
	var parts []string
	for _, r := range rows {
		parts = append(parts, ref.With(a1.Range{Col1: cols[0], Row1: r.From, Col2: cols[1], Row2: r.To}).String())
	}
	switch how := formula.TakesUnion(o.Func, o.Arg); {
	case len(parts) == 1:
		return parts[0], true
	case o.One || how == formula.NoUnion:
		return "", false
	case how == formula.Arguments:
		return strings.Join(parts, ","), true
	}
	return "(" + strings.Join(parts, ",") + ")", true
}

// alone is the only table of a template sheet, nil if there is none or several.
func (v *verifier) alone(sheet string) (found *table) {
	for _, t := range v.tables {
		if strings.EqualFold(t.form.Sheet, sheet) {
			if found != nil || t.Of != "" {
				return nil
			}
			found = t
		}
	}
	return found
}

// columnsOf are the columns in which adjoining columns of the template came to
// stand, if they still adjoin.
func (t *table) columnsOf(from, to int) (cols [2]int, ok bool) {
	for c := from; c <= to; c++ {
		if t.col(c) == 0 || t.col(c) != t.col(from)+c-from {
			return cols, false
		}
	}
	return [2]int{t.col(from), t.col(to)}, from > 0
}

// col is where a column of the template stands; columns to the right of all that
// the form has keep their distance. 0 if nobody can tell.
func (t *table) col(c int) int {
	if n := t.cols[c]; n > 0 || c <= t.width {
		return n
	}
	if n := t.cols[t.width]; n > 0 {
		return n + c - t.width
	}
	return 0
}

// runs are the rows in which rows of the template stand, as seen in a column from
// outside their list; none if that cannot be told.
func (t *table) runs(col, from, to int) []reach.Run {
	if to-from > maxSpan {
		return nil
	}
	at := a1.Range{Col1: col, Row1: from, Col2: col, Row2: to}
	got, ok := t.spans[at]
	if !ok {
		got = t.span(col, from, to)
		t.spans[at] = got
	}
	return got
}

func (t *table) span(col, from, to int) []reach.Run {
	var rows []int
	for r := from; r <= to; r++ {
		if t.hidden[r] {
			return nil
		}
		if l := t.laneRows(xlsxedit.Pos{Col: col, Row: r}); l != nil && l.prints(r) && len(l.records) > 0 {
			rows = append(rows, l.rows(r)...)
			continue
		}
		if row := t.static[xlsxedit.Pos{Col: t.label(r, col), Row: r}]; row > 0 {
			rows = append(rows, row) // on its side of the table
			continue
		}
		lo, hi := t.between(r)
		if lo == 0 || from == to && lo != hi {
			return nil
		}
		rows = append(rows, lo, hi)
	}
	return reach.Runs(rows)
}

// maxSpan is how many rows of the template a reference may span.
const maxSpan = 5000

// laneRows are the rows of the list that a place of the template repeats with.
func (t *table) laneRows(p xlsxedit.Pos) *laneRows {
	lane := t.lane(p)
	i := slices.IndexFunc(t.lists, func(l *laneRows) bool { return l.lane == lane })
	if i < 0 {
		return nil
	}
	return t.lists[i]
}

// at is the record that stands in a row, nil if none does.
func (l *laneRows) at(row int) *record {
	if l.places == nil {
		l.places, l.before = map[int]*record{}, map[*record]*record{}
		last := map[int]*record{} // by template row
		for _, r := range l.records {
			for i := range block(l.lane, r) {
				l.places[r.row+i] = r
			}
			l.before[r], last[r.tpl] = last[r.tpl], r
		}
	}
	return l.places[row]
}

// prints says whether a row of the template is one of the list's.
func (l *laneRows) prints(r int) bool { return variantOf(l.lane, r) >= 0 }

func variantOf(l *fill.FormLane, r int) int {
	return slices.IndexFunc(l.Variants, func(v fill.FormVariant) bool { return slices.Contains(v.Rows, r) })
}

// between is where a row of the template that stands once may be: at the distance
// that it has from what is known above it, and from what is known below it. Both
// are the same unless blank rows took up a list. 0 if nothing is known.
func (t *table) between(r int) (lo, hi int) {
	if t.anchors == nil {
		t.anchor()
	}
	i, known := slices.BinarySearchFunc(t.anchors, r, func(a anchor, r int) int { return a.tpl - r })
	if known && t.anchors[i].row > 0 {
		return t.anchors[i].row, t.anchors[i].row
	}
	empty := false // a list without records is between
	for _, a := range t.anchors[i:] {
		if a.row > 0 {
			hi = a.row - (a.tpl - r)
			break
		}
		empty = true
	}
	for _, a := range slices.Backward(t.anchors[:i]) {
		if a.row > 0 {
			lo = a.row + r - a.tpl
			break
		}
		empty = true
	}
	if (empty || known) && (lo != hi) {
		return 0, 0 // it kept a blank row or did not
	}
	switch {
	case lo == 0:
		lo = hi
	case hi == 0 || hi < lo:
		hi = lo
	}
	return lo, hi
}

// anchor is a row of the template of which it is known where it stands; row is 0 of
// a list without records, which may or may not have kept a blank row.
type anchor struct{ tpl, row int }

func (t *table) anchor() {
	rows := map[int]int{}
	for r := 1; r <= t.head; r++ {
		rows[r] = t.begin - 1 - t.head + r
	}
	for i := range t.Bands {
		tpl, row := 0, 0
		for _, l := range t.lists {
			if l.band != &t.Bands[i] {
				continue
			}
			for _, variant := range l.lane.Variants {
				tpl = max(tpl, slices.Max(variant.Rows))
			}
			for _, r := range l.records {
				row = max(row, r.row+len(block(l.lane, r))-1)
			}
		}
		rows[tpl] = row
	}
	for p, row := range t.static {
		if old, ok := rows[p.Row]; !ok || row < old || old == 0 {
			rows[p.Row] = row
		}
	}
	for tpl, row := range rows {
		t.anchors = append(t.anchors, anchor{tpl, row})
	}
	slices.SortFunc(t.anchors, func(a, b anchor) int { return a.tpl - b.tpl })
}

// stance is how a formula in a record's row sees the rows of its list; without a
// record it sees them from outside.
type stance struct {
	*table
	at     xlsxedit.Pos // of the template
	row    int
	band   *fill.FormBand
	list   *laneRows
	record *record
}

func (t *table) stance(p xlsxedit.Pos, row int) (s stance, ok bool) {
	s = stance{table: t, at: p, row: row, list: t.laneRows(p)}
	if s.list == nil || !s.list.prints(p.Row) {
		return s, s.list == nil
	}
	s.band = s.list.band
	s.record = s.list.at(row)
	return s, s.record != nil && slices.Contains(block(s.list.lane, s.record), p.Row) && s.record.row+p.Row-s.record.tpl == row
}

// within gives the rows that a reference from a record's row means; ok is false
// of one that looks outside the record's list.
func (s stance) within(ref formula.Ref, ranged bool) (rows []reach.Run, ok bool) {
	if !slices.ContainsFunc(s.band.Lanes, func(l fill.FormLane) bool { return l.Has(ref.Col1) }) {
		return nil, false
	}
	return reach.Sight{
		Rows: s, Top: s.band.Top, Bottom: s.band.Bottom, Totals: totalsAlone(s.list.lane), Own: block(s.list.lane, s.record),
		Col: s.at.Col, R: s.at.Row, Row: s.row,
	}.Within(ref, ranged)
}

func (s stance) Runs(cols a1.Range, from, to int) []reach.Run { return s.runs(cols.Col1, from, to) }

func (s stance) Has(col int) bool { return s.list.lane.Has(col) }

func (s stance) Bare(r int) bool { return s.cells[xlsxedit.Pos{Col: s.at.Col, Row: r}] == nil }

// Before is the row in which the record before prints the formula.
func (s stance) Before() (row int, ok bool) {
	if before := s.list.before[s.record]; before != nil {
		return before.row + s.at.Row - before.tpl, true
	}
	return 0, false
}

// Kin are the rows in which a row of the template prints the record itself, its
// descendants or its ancestors.
func (s stance) Kin(r int) (rows []int) {
	other := variantOf(s.list.lane, r)
	if other < 0 {
		return nil
	}
	first := s.list.lane.Variants[other].Rows[0]
	add := func(x *record) {
		if x.tpl == first {
			rows = append(rows, x.row+r-x.tpl)
		}
	}
	if first == s.record.tpl {
		add(s.record)
		return rows
	}
	for x := s.record.parent; x != nil; x = x.parent {
		add(x)
	}
	var walk func(x *record)
	walk = func(x *record) {
		for _, k := range x.kids {
			add(k)
			walk(k)
		}
	}
	walk(s.record)
	if len(rows) == 0 {
		rows = s.twin(r, first)
	}
	slices.Sort(rows)
	return rows
}

// twin is the other row of the record or of one above it that the template prints twice, a
// total above and below its parts.
func (s stance) twin(r, first int) (rows []int) {
	for x := s.record; x != nil; x = x.parent {
		for _, y := range s.list.records {
			if y.tpl == first && y.level == x.level && y.key == x.key && (x.level == 0 || y.parent == x.parent) {
				return []int{y.row + r - y.tpl}
			}
		}
	}
	if top := s.list.lane.Variants[variantOf(s.list.lane, r)]; top.Level == 0 { // what stands below none of its totals
		for _, y := range s.list.records {
			if y.tpl == first {
				return []int{y.row + r - y.tpl}
			}
		}
	}
	return nil
}

// shape is what a formula does, however its references are written: its text with
// one sign for the cells that an argument takes, and these.
type shape struct {
	text  string
	cells [][]area
}

// area is a range of a sheet.
type area struct {
	sheet *sheet
	a1.Range
}

// hole stands for the cells of an argument in a shape.
const hole = "§"

var (
	bracketed = regexp.MustCompile(`(^|[(,;=<>&*/^+-])\((` + hole + `(?:,` + hole + `)*)\)`)
	inARow    = regexp.MustCompile(hole + `(?:,` + hole + `)*`)
)

// shape gives the shape of a formula that stands on a sheet; nil if it looks at
// a sheet that is not there.
func (b *book) shape(f *formula.Formula, on *sheet) *shape {
	var cells []area
	known := true
	text := f.Rewrite(func(o formula.Operand) string {
		s := on
		if o.Ref.Sheet != "" {
			s = b.named(o.Ref.Sheet)
		}
		known = known && s != nil
		cells = append(cells, area{s, o.Ref.Range})
		return hole
	})
	if !known {
		return nil
	}
	out := &shape{}
	text = bracketed.ReplaceAllString(strings.Join(strings.Fields(text), ""), "${1}${2}")
	out.text = inARow.ReplaceAllStringFunc(text, func(holes string) string {
		n := min(strings.Count(holes, hole), len(cells)) // a text may hold the sign too
		out.cells = append(out.cells, joined(cells[:n]))
		cells = cells[n:]
		return hole
	})
	return out
}

// joined makes one of ranges that adjoin from the top down.
func joined(cells []area) (out []area) {
	for _, c := range cells {
		if n := len(out); n > 0 && c.Row1 > 0 && out[n-1].sheet == c.sheet && out[n-1].Col1 == c.Col1 && out[n-1].Col2 == c.Col2 && c.Row1 == out[n-1].Row2+1 {
			out[n-1].Row2 = c.Row2
		} else {
			out = append(out, c)
		}
	}
	return out
}

func (s *shape) equal(o *shape) bool {
	return s != nil && o != nil && s.text == o.text && slices.EqualFunc(s.cells, o.cells, slices.Equal[[]area])
}
