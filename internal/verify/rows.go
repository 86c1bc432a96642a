package verify

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

func at(sheet string) finding.Place { return finding.Place{Sheet: sheet} }

// laneRows are the rows of a table that repeat for the records of a list.
type laneRows struct {
	list    string
	band    *fill.FormBand
	lane    *fill.FormLane
	records []*record
	lost    bool // some rows are of no level that can be told
	unknown int  // so many
	tops    []*record

	places map[int]*record     // by row
	before map[*record]*record // the one before it that the same rows of the template print
}

// record is a row of a list as the table prints it.
type record struct {
	row     int
	level   int
	tpl     int // template row
	key     string
	code    string
	pieces  map[int]string   // of a code in several columns, by the first digit
	codeAt  *cell            // the first of those columns
	pieceAt map[int]*cell    // all of them
	wrong   *cell            // of a code that contradicts its name and the other tables, where it stands
	named   string           // the name beside it
	written string           // that code
	texts   map[string]*cell // by field
	parent  *record
	kids    []*record
}

// plainText says whether a template cell is a label: text without tags.
func plainText(c *fill.FormCell) bool {
	return c != nil && c.Formula == nil && !slices.ContainsFunc(c.Parts, func(p tags.Part) bool { return p.Tag() })
}

// labels says whether a cell that does not repeat can be found by its text:
// some of it stands whatever the data. A number does not name its row.
func labels(c *fill.FormCell) bool {
	return c != nil && c.Formula == nil && !c.Number && slices.ContainsFunc(c.Parts, func(p tags.Part) bool {
		return p.List == "" && p.Scalar == "" && strings.TrimSpace(p.Text) != ""
	})
}

// label is the column of the label that a static cell belongs to: the nearest
// to its left, 0 if none.
func (f *form) label(r, c int) int {
	for ; c > 0; c-- {
		if p := (xlsxedit.Pos{Col: c, Row: r}); labels(f.cells[p]) && f.lane(p) == nil {
			return c
		}
	}
	return 0
}

// lane is the lane of a list that a place of the template repeats with, nil if it
// stands once: outside bands, or on a fixed line beside a list.
func (f *form) lane(p xlsxedit.Pos) *fill.FormLane {
	for i := range f.Bands {
		b := &f.Bands[i]
		if p.Row < b.Top || p.Row > b.Bottom {
			continue
		}
		for j := range b.Lanes {
			if l := &b.Lanes[j]; l.Has(p.Col) && !slices.Contains(l.Closing, p.Row) {
				return l
			}
		}
	}
	return nil
}

// listed says whether rows of a list stand anywhere in a column.
func (f *form) listed(col int) bool {
	return slices.ContainsFunc(f.Bands, func(b fill.FormBand) bool {
		return slices.ContainsFunc(b.Lanes, func(l fill.FormLane) bool { return l.Has(col) })
	})
}

// assign finds the rows of a table.
func (v *verifier) assign(t *table) {
	for c := range t.cols {
		v.labels(t, c)
	}
	for i := range t.Bands {
		b := &t.Bands[i]
		for j := range b.Lanes {
			t.lists = append(t.lists, &laneRows{list: b.Lanes[j].List, band: b, lane: &b.Lanes[j]})
		}
	}
	// The rows of totals alone are found by their labels, and bound the lists above.
	for _, totals := range []bool{true, false} {
		for _, l := range t.lists {
			if totalsAlone(l.lane) == totals {
				from, to := t.bounds(l.band)
				v.lane(t, l, from, to)
			}
		}
	}
	for p := range t.cells {
		for _, row := range t.found(p) {
			if c := t.sheet.at(t.cols[p.Col], row); c != nil {
				t.exact[c] = p
			}
		}
	}
}

// bounds are the rows between which those of a band are looked for.
func (t *table) bounds(b *fill.FormBand) (from, to int) {
	from, to = t.begin, t.end
	bound := func(template, row int) {
		switch {
		case template < b.Top:
			from = max(from, row+1)
		case template > b.Bottom:
			to = min(to, row-1)
		}
	}
	for p, row := range t.static {
		if t.rows[p.Row].Band < 0 { // a fixed line stands beside records
			bound(p.Row, row)
		}
	}
	for _, l := range t.lists {
		for _, r := range l.records {
			if totalsAlone(l.lane) && l.band != b {
				bound(r.tpl, r.row)
			}
		}
	}
	return from, to
}

// totalsAlone says whether a lane has rows for the total of its list and for
// nothing else.
func totalsAlone(l *fill.FormLane) bool {
	return !slices.ContainsFunc(l.Variants, func(v fill.FormVariant) bool { return v.Level != 0 })
}

// labels finds the labels of a column that do not repeat: the longest run of texts in
// the template's order, so that one more or one less shifts nothing. Of
// several texts that read the same, as 人员 in a list and 其中：人员 below it, the
// label is the one whose row looks most like the template's.
func (v *verifier) labels(t *table, col int) {
	want := t.wanted(col)
	if len(want) == 0 {
		return
	}
	got := t.texts(col)
	lost, more := t.align(want, got)
	if t.Of != "" {
		return // a sheet of one record is judged by its record
	}
	lost, more = v.respelled(t, lost, more)
	for _, x := range more {
		if !t.blocks && !t.listed(col) && (!t.wildcard(col) || t.again(x)) && x.plain != plain(v.pack.EmptyNote) {
			if strings.HasPrefix(x.plain, "其中") {
				v.report(extraAmong, x.place(), t.name, x.text)
			} else {
				v.report(extraLine, x.place(), t.name, x.text)
				v.strayLine(t, x)
			}
		}
	}
	for _, p := range lost {
		if t.counts(p) && !t.rows[p.Row].Hides {
			v.report(missingLine, t.title.place(), t.name, text(t.cells[p].Parts))
		} else if said := text(t.cells[p].Parts); plainText(t.cells[p]) && strings.HasPrefix(said, "注") {
			v.report(missingNote, t.title.place(), t.name, said)
		}
	}
}

// strayLine keeps in mind that a line is one too many: where it says again what one of
// the template's says.
func (v *verifier) strayLine(t *table, x *cell) {
	if t.again(x) {
		v.astray(t, x.row)
	}
}

// again says whether a text stands in a line of the template's, too, with figures.
func (t *table) again(x *cell) bool {
	for p, row := range t.static {
		if y := t.sheet.at(t.cols[p.Col], row); y != nil && y != x && y.col == x.col && y.plain == x.plain && t.counts(p) {
			return true
		}
	}
	return false
}

// respelled finds labels that somebody has misspelt or moved: one that is lost and a text
// that is none stand for each other.
func (v *verifier) respelled(t *table, lost []xlsxedit.Pos, more []*cell) ([]xlsxedit.Pos, []*cell) {
	lost = slices.DeleteFunc(slices.Clone(lost), func(p xlsxedit.Pos) bool {
		said := text(t.cells[p].Parts)
		i := slices.IndexFunc(more, func(x *cell) bool {
			return nearest.Likeness(plain(said), x.plain) > alikeLabels || sameLetters(plain(said), x.plain)
		})
		if i < 0 || !plainText(t.cells[p]) || t.blocks || t.listed(p.Col) {
			return false
		}
		if more[i].plain != plain(said) { // or else it stands elsewhere, as a total that comes first
			v.report(otherLine, more[i].place(), t.name, more[i].text, said)
		}
		t.static[p] = more[i].row
		more = slices.Delete(slices.Clone(more), i, i+1)
		return true
	})
	return lost, more
}

// sameLetters says whether two texts have the same letters in another order.
func sameLetters(a, b string) bool {
	x, y := []rune(a), []rune(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// alikeLabels is how much two labels have in common of which one is the other misspelt.
const alikeLabels = 0.5

// wanted are the labels of the template that stand once in a column.
func (t *table) wanted(col int) (want []xlsxedit.Pos) {
	for i := range t.Rows {
		if r := &t.Rows[i]; r.R > t.head && !r.Note {
			if p := (xlsxedit.Pos{Col: col, Row: r.R}); labels(t.cells[p]) && t.lane(p) == nil {
				want = append(want, p)
			}
		}
	}
	return want
}

// texts are those that stand in a column below the headers.
func (t *table) texts(col int) (got []*cell) {
	for row := t.begin; row <= t.end; row++ {
		if c := t.sheet.at(t.cols[col], row); c != nil && c.kind == xlsxread.Text {
			got = append(got, c)
		}
	}
	return got
}

// align gives labels of the template their rows, and tells which have none and which
// texts are none of them.
func (t *table) align(want []xlsxedit.Pos, got []*cell) (lost []xlsxedit.Pos, more []*cell) {
	known := make([]*pattern, len(want))
	for i, p := range want {
		known[i] = patternOf(t.cells[p].Parts)
	}
	equal := func(i, j int) bool { return known[i].matches(got[j].plain) }
	place, like := len(got)+1, 2*len(t.cols)+1
	weight := func(i, j int) int {
		w := ((len(want)+1)*like + t.likeness(want[i], got[j].row)) * place
		if t.belowList(want[i]) {
			w += j
		}
		return w
	}
	best := make([][]int, len(want)+1) // from label i and text j on
	for i := range best {
		best[i] = make([]int, len(got)+1)
	}
	for i := len(want) - 1; i >= 0; i-- {
		for j := len(got) - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if equal(i, j) {
				best[i][j] = max(best[i][j], best[i+1][j+1]+weight(i, j))
			}
		}
	}
	i, j := 0, 0
	for i < len(want) || j < len(got) {
		switch {
		case i < len(want) && j < len(got) && equal(i, j) && best[i][j] == best[i+1][j+1]+weight(i, j):
			t.static[want[i]] = got[j].row
			i, j = i+1, j+1
		case i < len(want) && (j == len(got) || best[i+1][j] >= best[i][j+1]):
			lost = append(lost, want[i])
			i++
		default:
			more = append(more, got[j])
			j++
		}
	}
	return lost, more
}

// likeness says how much a row looks like that of a label that stands outside the
// lists: what is beside the label, and what is blank there.
func (t *table) likeness(p xlsxedit.Pos, row int) (n int) {
	if t.rows[p.Row].Band >= 0 {
		return 0 // records of a list are beside it
	}
	for c, col := range t.cols {
		want, x := t.cells[xlsxedit.Pos{Col: c, Row: p.Row}], t.sheet.at(col, row)
		switch {
		case c == p.Col:
		case want == nil:
			n += number(x == nil)
		case labels(want):
			n += number(x != nil && x.plain == plain(text(want.Parts)))
		case x != nil && want.Formula != nil:
			n += number(x.kind != xlsxread.Text) + number(x.formula != "")
		}
	}
	return n
}

// belowList says whether the rows of a list stand above a label in its column, and
// none below: a text that reads the same is rather one of the list's.
func (f *form) belowList(p xlsxedit.Pos) bool {
	last := 0
	for _, b := range f.Bands {
		for i := range b.Lanes {
			if b.Lanes[i].Has(p.Col) {
				last = max(last, b.Bottom)
			}
		}
	}
	return last > 0 && last < p.Row
}

// wildcard says whether the template has a text in a column that nothing in it
// foretells, such as a sentence on a condition.
func (f *form) wildcard(col int) bool {
	return slices.ContainsFunc(f.order, func(p xlsxedit.Pos) bool {
		c := f.cells[p]
		return p.Col == col && p.Row > f.head && c.Formula == nil && !labels(c) &&
			slices.ContainsFunc(c.Parts, func(x tags.Part) bool { return x.Tag() && !x.Amount && x.Scalar != pack.ScalarNote })
	})
}

// counts says whether amounts belong to a label.
func (f *form) counts(p xlsxedit.Pos) bool {
	for q, c := range f.cells {
		if q.Row == p.Row && f.label(q.Row, q.Col) == p.Col && (c.Formula != nil || len(c.Parts) == 1 && c.Parts[0].Amount) {
			return true
		}
	}
	return false
}

// found gives the rows in which a template cell came to stand.
func (t *table) found(p xlsxedit.Pos) (rows []int) {
	if l := t.lane(p); l != nil {
		for _, of := range t.lists {
			if of.lane == l {
				return of.rows(p.Row)
			}
		}
		return nil
	}
	label := t.label(p.Row, p.Col)
	if row := t.static[xlsxedit.Pos{Col: label, Row: p.Row}]; row > 0 {
		return []int{row}
	}
	if c := t.cells[p]; label == 0 && c != nil && (c.Formula != nil || len(c.Parts) == 1 && c.Parts[0].Numeric()) {
		if lo, hi := t.between(p.Row); lo == hi && lo > 0 {
			return []int{lo} // figures alone in their row, as in a table of one row
		}
	}
	return nil
}

// rows are those in which a template row of the lane came to stand.
func (l *laneRows) rows(tpl int) (rows []int) {
	for _, r := range l.records {
		if slices.Contains(block(l.lane, r), tpl) {
			rows = append(rows, r.row+tpl-r.tpl)
		}
	}
	return rows
}

// block is the template rows of a record.
func block(l *fill.FormLane, r *record) []int {
	for _, v := range l.Variants {
		if v.Rows[0] == r.tpl {
			return v.Rows
		}
	}
	return nil
}

// lane reads the records of a lane.
func (v *verifier) lane(t *table, out *laneRows, from, to int) {
	l := out.lane
	view := v.pack.View(l.List)
	texts, amounts := t.laneColumns(l, from, to)
	sums := t.adds(amounts, from, to)
	var open []*record // whose level is not certain
	var choice [][]int
	for row := from; row <= to; row++ {
		if t.closes(l, row) {
			continue
		}
		first := t.firstOf(texts, row)
		if first != nil && first.plain == plain(v.pack.EmptyNote) {
			t.note = first
			continue
		}
		if t.firstOf(amounts, row) == nil && (first == nil || strings.HasPrefix(first.plain, "注:") || t.onCondition(first)) {
			continue
		}
		var fits, barely []int
		for i := range l.Variants {
			switch ok, lacks := v.fits(t, view, l, i, row, texts); {
			case ok && !lacks:
				fits = append(fits, i)
			case ok:
				barely = append(barely, i)
			}
		}
		switch above := func(i int) bool { return l.Variants[i].Level > 0 && l.Variants[i].Level < l.Variants[barely[0]].Level }; {
		case len(barely) != 1 || view.Of != "":
		case len(fits) == 0 && len(amounts) == 0:
			fits = barely // an indicator without a unit is none the less no unit's line
		case len(fits) == 1 && above(fits[0]) && sums && !t.adds(amounts, row, row):
			fits = barely // nor is a project of which nothing more is known, whose amount is no sum
		}
		if i := slices.IndexFunc(fits, func(i int) bool { return l.Variants[i].Level == 0 && t.titled(l.Variants[i].Rows[0]) }); i >= 0 {
			fits = fits[i : i+1] // 合计 is nobody's name
		} else if named := slices.DeleteFunc(slices.Clone(fits), func(i int) bool { return !t.titled(l.Variants[i].Rows[0]) }); len(named) > 0 {
			fits = named // nor is the 小计 of a level below its parts
		}
		if len(fits) > 1 {
			if chosen := slices.DeleteFunc(slices.Clone(fits), func(i int) bool { return v.noChoice(t, view, &l.Variants[i], row, texts) }); len(chosen) > 0 {
				fits = chosen
			}
		}
		if fits = t.indented(l, fits, row); len(fits) > 0 {
			open, choice = append(open, &record{row: row, texts: map[string]*cell{}}), append(choice, fits)
			row += len(l.Variants[fits[0]].Rows) - 1 // the others of the record's block
			continue
		}
		out.lost = out.lost || first != nil
		out.unknown += number(first != nil)
		if view.Of != "" || totalsAlone(l) {
			continue
		}
		if x := t.amountAlone(amounts, row); first != nil {
			v.report(unknownLevel, first.place(), t.name, first.text)
		} else if x != nil {
			v.report(nameless, x.place(), t.name, x.text)
		}
	}
	if i := t.besideBlocks(l, len(open)); i >= 0 {
		open, choice = open[i:i+1], choice[i:i+1]
	}
	v.oneOfAll(t, l, view, choice)
	v.levels(t, l, open, choice)
	for _, r := range open {
		v.name(t, view, l, r)
	}
	out.records = open
	v.tree(view, out)
}

// besideBlocks is which of so many rows is the only one of a total that has no label but tags, such as the name of the
// department, beside rows that repeat as blocks and are not read back: the first, or the last below them; -1 if all are
// what they seem.
func (t *table) besideBlocks(l *fill.FormLane, rows int) int {
	tpl := l.Variants[0].Rows[0]
	labelled := slices.ContainsFunc(t.rows[tpl].Cells, func(c fill.FormCell) bool { return plainText(&c) })
	switch {
	case len(t.hidden) == 0 || rows < 2 || len(l.Variants) > 1 || !totalsAlone(l) || labelled:
		return -1
	case slices.Max(slices.Collect(maps.Keys(t.hidden))) < tpl:
		return rows - 1
	}
	return 0
}

// closes says whether a row is one of the fixed lines directly behind a list.
func (t *table) closes(l *fill.FormLane, row int) bool {
	for p, at := range t.static {
		if at == row && l.Has(p.Col) && slices.Contains(l.Closing, p.Row) {
			return true
		}
	}
	return false
}

// adds says whether some columns have a formula between two rows.
func (t *table) adds(columns map[int]bool, from, to int) bool {
	for row := from; row <= to; row++ {
		for c := range columns {
			if x := t.sheet.at(t.cols[c], row); x != nil && x.formula != "" {
				return true
			}
		}
	}
	return false
}

// laneColumns are the template's columns of a lane with texts, true of those in which the
// table shows any between two rows (one that is blank everywhere tells no level), and
// those with amounts.
func (t *table) laneColumns(l *fill.FormLane, from, to int) (texts, amounts map[int]bool) {
	texts, amounts = map[int]bool{}, map[int]bool{}
	for p, c := range t.cells {
		if !l.Has(p.Col) || t.lane(p) == nil {
			continue
		}
		if c.Formula != nil || len(c.Parts) == 1 && c.Parts[0].Amount {
			amounts[p.Col] = true
		} else {
			texts[p.Col] = true
		}
	}
	for c := range texts {
		texts[c] = false
		for row := from; row <= to && !texts[c]; row++ {
			texts[c] = t.sheet.at(t.cols[c], row) != nil
		}
	}
	return texts, amounts
}

// firstOf is the leftmost cell that a row has in some of the template's columns, nil if
// it has none.
func (t *table) firstOf(columns map[int]bool, row int) (first *cell) {
	for c := range columns {
		if x := t.sheet.at(t.cols[c], row); x != nil && (first == nil || x.col < first.col) {
			first = x
		}
	}
	return first
}

// noChoice says whether a row is called by what no record of a level can be called, of which
// somebody chooses the name: a project is none of 基本支出 and 项目支出.
func (v *verifier) noChoice(t *table, view *pack.View, x *fill.FormVariant, row int, texts map[int]bool) bool {
	if x.Level <= 0 {
		return false
	}
	c := v.pack.Field(fieldOf(view, x.Level))
	if c == nil || c.Kind != pack.Choice {
		return false
	}
	called := t.sheet.merged(t.cols[t.ownName(view, x.Level, x.Rows[0], texts)], row)
	is := func(name string) bool { return strings.Contains(called, plain(name)) } // the template may say 行政单位
	return called != "" && !slices.ContainsFunc(c.Choices, is) && !slices.ContainsFunc(c.Groups, func(g pack.Group) bool { return is(g.Name) })
}

// oneOfAll gives a level that all records share, the department, to the first of the rows that may be of it, and no
// other one: its first unit is often called like it.
func (v *verifier) oneOfAll(t *table, l *fill.FormLane, view *pack.View, choice [][]int) {
	for variant, x := range l.Variants {
		if x.Level <= 0 || v.sameInAll(t, view, fieldOf(view, x.Level)) == "" {
			continue
		}
		first := true
		for i, fits := range choice {
			switch {
			case len(fits) < 2 || !slices.Contains(fits, variant):
				first = first && !slices.Contains(fits, variant)
			case first:
				choice[i], first = []int{variant}, false
			default:
				choice[i] = slices.DeleteFunc(slices.Clone(fits), func(o int) bool { return o == variant })
			}
		}
	}
}

// sameInAll is what a field of a view says in all of its records, such as the department, as the workbook prints it;
// "" if they may differ, or no table says it.
func (v *verifier) sameInAll(t *table, view *pack.View, field string) string {
	for _, name := range view.Sources {
		s := v.pack.Input.Sheet(name)
		if s == nil {
			continue
		}
		for _, d := range s.Derived {
			if d.Name != field || d.From == "" {
				continue
			}
			for _, o := range append([]*table{t}, v.inOrder()...) {
				if said := o.says[d.From]; said.text != "" {
					return said.text
				}
			}
		}
	}
	return ""
}

// indented are the variants that begin a text with as many blanks as the row does, or
// all where none does: people let them go.
func (t *table) indented(l *fill.FormLane, variants []int, row int) []int {
	alike := slices.DeleteFunc(slices.Clone(variants), func(variant int) bool {
		for c := range t.cols {
			want := t.cells[xlsxedit.Pos{Col: c, Row: l.Variants[variant].Rows[0]}]
			x := t.sheet.at(t.cols[c], row)
			if l.Has(c) && want != nil && len(want.Parts) > 0 && x != nil && indent(want.Parts[0].Text) != indent(x.text) {
				return true
			}
		}
		return false
	})
	if len(alike) == 0 {
		return variants
	}
	return alike
}

// indent is with how many blanks a text begins.
func indent(s string) int { return len([]rune(s)) - len([]rune(strings.TrimLeft(s, " \u3000"))) }

// amountAlone is the first typed figure in some columns of a row, nil if there is none.
func (t *table) amountAlone(columns map[int]bool, row int) (first *cell) {
	for c := range columns {
		x := t.sheet.at(t.cols[c], row)
		if d, ok := x.number(); x != nil && ok && !d.IsZero() && x.formula == "" && (first == nil || x.col < first.col) {
			first = x
		}
	}
	return first
}

// fits says whether a row may be of a variant: the same labels, texts where the
// template shows texts, and a code of the level's length; lacks says that it is blank where
// rows of another level are. texts are the columns that the template has for texts, true of
// those in which the table shows any.
func (v *verifier) fits(t *table, view *pack.View, l *fill.FormLane, variant, row int, texts map[int]bool) (ok, lacks bool) {
	tpl := l.Variants[variant].Rows[0]
	level := l.Variants[variant].Level
	label, blank := false, false
	for c := range texts {
		want := t.cells[xlsxedit.Pos{Col: c, Row: tpl}]
		x := t.seenIn(want, c, row)
		switch {
		case want == nil:
			if x != nil {
				return false, false
			}
		case plainText(want):
			label = true
			if x == nil || !sameLabel(plain(text(want.Parts)), x.plain) {
				return false, false
			}
		case len(want.Parts) == 1 && want.Parts[0].Cut.Code != "" && v.own(view, level, want.Parts[0]):
			if !cutFits(want.Parts[0], x) {
				return false, false
			}
		case x == nil:
			if !v.mayBeBlank(view, level, want, len(texts) == 1) && !t.otherKey(view, level, tpl, row, want) {
				return false, false
			}
			blank = blank || texts[c] && len(want.Parts) == 1 && level > 0 && t.blankAbove(l, variant, c)
		case level > 0:
			for _, said := range readings(want, x) {
				n := v.length(view, level, said.Field)
				if here, elsewhere := v.levelByName(t, l, level, tpl, row, said); n > 0 && (elsewhere || len(said.cell.plain) != n && !here) {
					return false, false
				}
			}
		}
	}
	if level > 0 && !t.showsCode(v, view, tpl) {
		here, elsewhere := v.namesAt(view, level, t.sheet.merged(t.cols[t.ownName(view, level, tpl, texts)], row))
		switch {
		case here && !elsewhere:
			blank = false // such as a code without a partner in the other list
		case elsewhere && !here:
			return false, false
		}
	}
	// A total row may have its label in the lane beside it.
	return label || level != 0 || t.labelled(tpl, row), blank
}

// otherKey says whether a row shows one of the fields that a record is told by, where another one is blank: what is bought,
// of which nobody entered the unit.
func (t *table) otherKey(view *pack.View, level, tpl, row int, want *fill.FormCell) bool {
	if level == 0 || len(want.Parts) != 1 || !slices.Contains(view.Rows[level-1].By, want.Parts[0].Field) {
		return false
	}
	return slices.ContainsFunc(t.rows[tpl].Cells, func(c fill.FormCell) bool {
		return len(c.Parts) == 1 && c.Parts[0].List == view.Name && c.Parts[0].Field != want.Parts[0].Field &&
			slices.Contains(view.Rows[level-1].By, c.Parts[0].Field) && t.sheet.at(t.cols[c.Col], row) != nil
	})
}

// mayBeBlank says whether nothing may stand where a template cell has texts of a record:
// not in the place of its code or its only name.
func (v *verifier) mayBeBlank(view *pack.View, level int, want *fill.FormCell, alone bool) bool {
	if slices.ContainsFunc(want.Parts, func(p tags.Part) bool { return v.own(view, level, p) && p.Cut.Code == "" }) {
		return false
	}
	if len(want.Parts) != 1 {
		return true
	}
	field := want.Parts[0].Field
	return !v.coded(view, field) && !alone && !(level > 0 && naming(view, level, field))
}

// ownName is the first of some columns with the name of a level's own record (the names
// of upper levels may stand before it), else the first of all.
func (t *table) ownName(view *pack.View, level, tpl int, texts map[int]bool) int {
	columns := slices.Sorted(maps.Keys(texts))
	for _, c := range columns {
		want := t.cells[xlsxedit.Pos{Col: c, Row: tpl}]
		if want != nil && len(want.Parts) == 1 && naming(view, level, want.Parts[0].Field) {
			return c
		}
	}
	if len(columns) == 0 {
		return 0
	}
	return columns[0]
}

// levelByName says whether the name in a row is that of codes of a level, or of others
// alone, where it contradicts the code beside it: a code with digits too many or too few
// moves no row.
func (v *verifier) levelByName(t *table, l *fill.FormLane, level, tpl, row int, said reading) (here, elsewhere bool) {
	view := v.pack.View(l.List)
	list := v.pack.Codes[v.pack.ListOf(fieldOf(view, level))]
	if list == nil || !v.own(view, level, *said.Part) {
		return false, false
	}
	for i := range t.rows[tpl].Cells {
		c := &t.rows[tpl].Cells[i]
		if !l.Has(c.Col) || len(c.Parts) != 1 || c.Parts[0].Field == said.Field || !naming(view, level, c.Parts[0].Field) {
			continue
		}
		if x := t.sheet.at(t.cols[c.Col], row); x != nil && x.plain != plain(list.NameOf(said.cell.plain)) {
			here, elsewhere = v.namesAt(view, level, x.plain)
			return here && !elsewhere, elsewhere && !here
		}
	}
	return false, false
}

// seenIn is what a row shows in the place of a template cell: of tags that make one of equal
// neighbours, or print once for them, what stands in the first of them.
func (t *table) seenIn(want *fill.FormCell, col, row int) *cell {
	of := func(is func(p tags.Part) bool) bool { return want != nil && slices.ContainsFunc(want.Parts, is) }
	switch {
	case of(func(p tags.Part) bool { return p.Once }):
		for ; row > t.begin && t.sheet.at(t.cols[col], row) == nil; row-- {
		}
	case of(func(p tags.Part) bool { return p.Merge }):
		return t.sheet.covering(t.cols[col], row)
	}
	return t.sheet.at(t.cols[col], row)
}

// titled says whether a template row bears a label.
func (f *form) titled(row int) bool {
	return slices.ContainsFunc(f.rows[row].Cells, func(c fill.FormCell) bool { return c.Lane >= 0 && plainText(&c) })
}

// cutFits says whether a cell may hold a part of a code.
func cutFits(p tags.Part, x *cell) bool {
	if x == nil {
		return p.Own
	}
	text := x.plain
	return len(text) == p.Cut.To-p.Cut.From && strings.Trim(text, "0123456789") == ""
}

// showsCode says whether a template row shows the code of its record.
func (t *table) showsCode(v *verifier, view *pack.View, tpl int) bool {
	return slices.ContainsFunc(t.rows[tpl].Cells, func(c fill.FormCell) bool {
		return slices.ContainsFunc(c.Parts, func(p tags.Part) bool {
			return p.List == view.Name && (v.coded(view, p.Field) || p.Cut.Code != "")
		})
	})
}

// namesAt says whether the code list has a name at a level of a view, and at others.
func (v *verifier) namesAt(view *pack.View, level int, name string) (here, elsewhere bool) {
	list := v.pack.Codes[v.pack.ListOf(fieldOf(view, level))]
	if list == nil {
		return false, false
	}
	for _, e := range list.Entries() {
		if plain(e.Name) == name {
			n := v.digits(view, level)
			at := n == 0 || len(e.Code) == n
			here, elsewhere = here || at, elsewhere || !at
		}
	}
	return here, elsewhere
}

// blankAbove says whether another level leaves a text column blank, which is
// then what tells the two apart.
func (t *table) blankAbove(l *fill.FormLane, variant, col int) bool {
	for i, o := range l.Variants {
		if i != variant && o.Level > 0 && t.cells[xlsxedit.Pos{Col: col, Row: o.Rows[0]}] == nil {
			return true
		}
	}
	return false
}

// labelled says whether a row bears the labels that a template row has anywhere.
func (t *table) labelled(tpl, row int) bool {
	for _, c := range slices.Sorted(maps.Keys(t.cols)) {
		p := xlsxedit.Pos{Col: c, Row: tpl}
		if want := t.cells[p]; plainText(want) && want.Lane < 0 && t.static[p] > 0 {
			return t.static[p] == row // above a note that is printed where there is nothing
		} else if plainText(want) && want.Lane >= 0 {
			x := t.sheet.at(t.cols[c], row)
			return x != nil && sameLabel(plain(text(want.Parts)), x.plain)
		}
	}
	return true
}

// sameLabel says whether two labels say the same: both words for the total do.
func sameLabel(a, b string) bool {
	totals := []string{"合计", "总计"}
	return a == b || slices.Contains(totals, a) && slices.Contains(totals, b)
}

// coded says whether a field of a view shows codes.
func (v *verifier) coded(view *pack.View, field string) bool {
	if field == "编码" || field == "科目编码" {
		return slices.ContainsFunc(view.Rows, func(r pack.RowDef) bool {
			f, _ := pack.CutField(r.By[0])
			return v.pack.ListOf(f) != ""
		})
	}
	return v.pack.ListOf(field) != ""
}

func fieldOf(view *pack.View, level int) string {
	f, _ := pack.CutField(view.Rows[level-1].By[0])
	return f
}

// naming says whether a field is what the records of a level are called by.
func naming(view *pack.View, level int, field string) bool {
	key := fieldOf(view, level)
	return slices.Contains([]string{"名称", "科目名称", key, strings.TrimSuffix(key, "编码") + "名称"}, field)
}

// digits is the length of the codes of a level, 0 if it has none.
func (v *verifier) digits(view *pack.View, level int) int {
	return v.digitsBy(view.Rows[level-1], view.Rows[level-1].By[0])
}

func (v *verifier) digitsBy(row pack.RowDef, by string) int {
	f, cut := pack.CutField(by)
	if list := v.pack.Codes[v.pack.ListOf(f)]; list != nil {
		return list.Digits(cmp.Or(cut, row.Level))
	}
	return 0
}

// length is that of the codes that a field shows in the records of a level, 0 if it
// shows none: of their own, or of what else the level is divided by.
func (v *verifier) length(view *pack.View, level int, field string) int {
	row := view.Rows[level-1]
	for i, by := range row.By {
		if f, _ := pack.CutField(by); f == field || i == 0 && (field == "编码" || field == "科目编码") {
			return v.digitsBy(row, by)
		}
	}
	return 0
}

// own says whether a tag shows a code, or a part of one, that records of a level are
// called by, not that of another list which the level is divided by besides.
func (v *verifier) own(view *pack.View, level int, p tags.Part) bool {
	field := cmp.Or(p.Cut.Code, p.Field)
	if level == 0 || field != "编码" && field != "科目编码" {
		return v.coded(view, field) && level > 0 && field == fieldOf(view, level)
	}
	return v.pack.ListOf(fieldOf(view, level)) != ""
}

// reading is what a cell says for a tag of its template.
type reading struct {
	*tags.Part // of the template
	cell       *cell
}

// readings are what a cell says for the tags of a list in its template: [208]教育支出 a code
// and a name.
func readings(want *fill.FormCell, x *cell) (out []reading) {
	if x == nil {
		return nil
	}
	if len(want.Parts) == 1 && want.Parts[0].Tag() { // as nearly always
		return []reading{{&want.Parts[0], x}}
	}
	var said []tags.Part
	for _, p := range want.Parts {
		if p.Tag() || strings.TrimSpace(p.Text) != "" {
			said = append(said, p)
		}
	}
	if len(said) == 1 && said[0].Tag() {
		return []reading{{&said[0], x}}
	}
	gaps, ok := patternOf(said).coded(x.plain)
	if !ok {
		return nil
	}
	said = slices.DeleteFunc(said, func(p tags.Part) bool { return !p.Tag() })
	for i := len(said) - 1; i > 0; i-- {
		if said[i].Numeric() && gaps[i-1] == "" { // an amount behind a name, with nothing between them
			rest := strings.TrimRight(gaps[i], "0123456789.,%")
			gaps[i-1], gaps[i] = rest, gaps[i][len(rest):]
		}
	}
	for i := range said {
		if i+1 < len(said) && gaps[i] == "" { // a code before its name, with nothing between them
			rest := strings.TrimLeft(gaps[i+1], "0123456789")
			gaps[i], gaps[i+1] = gaps[i+1][:len(gaps[i+1])-len(rest)], rest
		}
		piece := *x
		piece.text, piece.plain = gaps[i], gaps[i]
		out = append(out, reading{&said[i], &piece})
	}
	return out
}

// name reads a record's texts, code and key.
func (v *verifier) name(t *table, view *pack.View, l *fill.FormLane, r *record) {
	for _, row := range block(l, r) {
		if t.rows[row] == nil {
			continue // holds nothing
		}
		for i := range t.rows[row].Cells {
			c := &t.rows[row].Cells[i]
			if !l.Has(c.Col) {
				continue
			}
			for _, said := range readings(c, t.seenIn(c, c.Col, r.row+row-r.tpl)) {
				if said.List != "" && !said.Amount && said.Field != "" {
					v.learn(view, r, said)
				}
			}
		}
	}
	for _, f := range slices.Sorted(maps.Keys(r.texts)) {
		if r.key == "" && r.level > 0 && naming(view, r.level, f) {
			r.key = strings.TrimSpace(r.texts[f].text)
		}
	}
	if r.level == 0 {
		r.key = pack.Root
	}
}

// learn gives a record what a cell says of it.
func (v *verifier) learn(view *pack.View, r *record, said reading) {
	x := said.cell
	r.texts[said.Field] = x
	switch cut := said.Cut; {
	case !v.own(view, r.level, *said.Part):
	case cut.Code == "":
		r.code = x.plain
		r.key = r.code
	default:
		if r.pieces == nil {
			r.pieces, r.pieceAt = map[int]string{}, map[int]*cell{}
		}
		// 款编码 says more than 类码, and both begin the code.
		if len(x.plain) > len(r.pieces[cut.From]) {
			r.pieces[cut.From] = x.plain
		}
		if r.codeAt == nil || x.col < r.codeAt.col {
			r.codeAt = x
		}
		r.pieceAt[cut.From] = x
	}
}

// tree gives each record its parent: the last one before it of a higher level, or
// the next one behind it where the template has that level below its parts.
func (v *verifier) tree(view *pack.View, out *laneRows) {
	var path []*record
	for _, r := range out.records {
		if out.lane.Behind(r.level) {
			continue
		}
		for len(path) > 0 && path[len(path)-1].level >= r.level {
			path = path[:len(path)-1]
		}
		if len(path) > 0 && !v.strangers(view, path[len(path)-1], r) {
			path[len(path)-1].adopt(r)
		}
		path = append(path, r)
	}
	for i, r := range out.records {
		for k := i - 1; k >= 0 && out.lane.Behind(r.level) && out.records[k].level > r.level; k-- {
			if out.records[k].parent == nil {
				r.adopt(out.records[k])
			}
		}
		slices.SortFunc(r.kids, func(a, b *record) int { return a.row - b.row })
	}
	for _, r := range out.records {
		v.joinCode(view, r)
		v.codeByName(view, r)
	}
}

// strangers says whether a row stands below one of another code, whose name is its own:
// the row between them is missing.
func (v *verifier) strangers(view *pack.View, above, r *record) bool {
	if above.level == 0 || above.code == "" || r.code == "" || fieldOf(view, above.level) != fieldOf(view, r.level) || strings.HasPrefix(r.code, above.code) {
		return false
	}
	list, name := v.pack.Codes[v.pack.ListOf(fieldOf(view, above.level))], v.nameCell(view, above)
	return list != nil && name != nil && plain(list.NameOf(above.code)) == name.plain
}

// joinCode puts the code of a record together that the table prints in several
// columns; what is blank is as in the row above it in the tree.
func (v *verifier) joinCode(view *pack.View, r *record) {
	if len(r.pieces) == 0 || r.level == 0 {
		return
	}
	code := ""
	for len(code) < v.digits(view, r.level) {
		piece := r.pieces[len(code)]
		if piece == "" && r.parent != nil && len(r.parent.code) > len(code) {
			piece = r.parent.code[len(code):]
		}
		if piece == "" {
			return
		}
		code += piece
	}
	r.code, r.key = code, code
}

func (r *record) adopt(kid *record) {
	kid.parent = r
	r.kids = append(r.kids, kid)
}

// codeByName finds the code of a record that prints its name alone.
func (v *verifier) codeByName(view *pack.View, r *record) {
	if r.code != "" || r.level == 0 || len(view.Rows) == 0 {
		return
	}
	field := fieldOf(view, r.level)
	list := v.pack.Codes[v.pack.ListOf(field)]
	if list == nil {
		return
	}
	x := v.nameCell(view, r)
	if x == nil || r.parent != nil && r.parent.level > 0 && r.parent.code == "" {
		return
	}
	if codes := v.called(view, r.level, x.plain, r.above()); len(codes) == 1 {
		r.code, r.key = codes[0], codes[0]
	}
}

// above is the code that those below a record's parent begin with.
func (r *record) above() string {
	if r.parent == nil || r.parent.level == 0 {
		return ""
	}
	return r.parent.code
}

// nameCell is where a record shows the name of its code, nil if it does not.
func (v *verifier) nameCell(view *pack.View, r *record) *cell {
	if x := r.texts[strings.TrimSuffix(fieldOf(view, r.level), "编码")+"名称"]; x != nil {
		return x
	}
	return r.texts["科目名称"]
}

// called are the codes of a level that the code list calls by a name, below another code.
func (v *verifier) called(view *pack.View, level int, name, above string) (codes []string) {
	list := v.pack.ListOf(fieldOf(view, level))
	if v.codesOf[list] == nil {
		if v.codesOf == nil {
			v.codesOf = map[string]map[string][]string{}
		}
		v.codesOf[list] = map[string][]string{}
		for _, e := range v.pack.Codes[list].Entries() {
			v.codesOf[list][plain(e.Name)] = append(v.codesOf[list][plain(e.Name)], e.Code)
		}
	}
	n := v.digits(view, level)
	for _, code := range v.codesOf[list][name] {
		if (n == 0 || len(code) == n) && strings.HasPrefix(code, above) {
			codes = append(codes, code)
		}
	}
	return codes
}
