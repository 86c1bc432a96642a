package verify

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/double"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/money"
	"ysgk/internal/numfmt"
	"ysgk/internal/pack"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// Laid is a finished workbook laid out row by row, for those who read it without the
// template: what every cell of its tables holds, and what its row and its column are.
type Laid struct {
	Tables   []Grid
	Pages    []Page       // sheets of one record
	Findings finding.List // what is not laid out, and what cannot be trusted
}

// Grid is a table. Tables that print two lists side by side have two sides, whose rows
// have nothing to do with each other.
type Grid struct {
	Form, Sheet, Title string
	At                 finding.Place     // of the title
	Says               map[string]string // scalars, as printed
	Sides              []string          // their common header; one without a name where there are none
	Columns            []GridColumn
	Lines              []Line
	Notes              []Note
}

// GridColumn is a column of a table.
type GridColumn struct {
	Col      int
	Side     int
	Heads    []string // from the top down, as printed
	Amount   bool
	Unitless bool       // numbers that are no amounts: a share, a rank
	Unit     money.Unit // of amounts
	Strange  bool       // the template has no such column
}

// LineKind says what a row is to the others.
type LineKind int

// The kinds of rows. Those of Items alone add up to the Total.
const (
	Unclear LineKind = iota // the template does not tell
	Total                   // of the whole table, or of its side
	Upper                   // of the rows whose Parent it is
	Item
	Among // part of a row that counts already
)

// Line is a row of one side of a table.
type Line struct {
	Row, Side int
	Kind      LineKind
	Level     string // of the view's tree
	List      string // of the code
	Code      string
	Name      string // the texts that say what the row is
	Parent    int    // the row of which it is a part, 0 if none
	Cells     map[int]Held

	tpl    int // template row
	record *record
	list   *laneRows
}

// Held is what a cell holds.
type Held struct {
	At      finding.Place
	Numeric bool
	Number  decimal.Decimal
	Nothing bool   // a dash or the like, which people write for nothing
	Raw     string // of a number, as stored
	Text    string // of a number, as it reads in a column of texts: 028001, 95%
}

// Note is a text of a table that belongs to no row.
type Note struct {
	At   finding.Place
	Text string
}

// Page is a sheet that shows one record with the lists that belong to it.
type Page struct {
	Form, Of, Subject, Sheet string
	At                       finding.Place
	Says                     map[string]string
	Fields                   []PageField
	Lists                    []PageList
}

// PageField is a field of a record or of a row of its lists.
type PageField struct {
	Name   string
	Amount bool
	Unit   money.Unit
	Held
}

// PageList is a list of a page.
type PageList struct {
	Name string
	Rows [][]PageField
}

// Lay lays out a finished workbook. The error is one of package xlsxread or of the
// system: the file cannot be read.
func Lay(p *pack.Pack, forms []*fill.Form, file string) (*Laid, error) {
	b, err := read(file)
	if err != nil {
		return nil, err
	}
	b.fillIn()
	b.recalculate()
	v := find(p, forms, b)
	v.out = slices.DeleteFunc(v.out, func(f finding.Finding) bool {
		return f.Hint != unreadable.hint && f.Hint != withoutSums.hint && f.Hint != noTables.hint
	})
	for i := range v.out {
		v.out[i].Message = strings.Replace(v.out[i].Message, "没有核对这张表", "没有导出这张表", 1)
		v.out[i].Hint = strings.NewReplacer("再核对一次", "再导出", "，请自己看一遍", "，请看公开表").Replace(v.out[i].Hint)
	}
	out := &Laid{}
	for _, t := range v.tables {
		if t.Of != "" {
			out.Pages = append(out.Pages, v.page(t))
			continue
		}
		switch g, ok := v.grid(t); {
		case ok && !g.figures() && t.sheet.numbers(t.begin, t.end):
			v.report(notLaid, t.title.place(), strings.TrimSpace(t.sheet.name))
		case ok && !g.figures():
			v.report(textsNotLaid, at(t.sheet.name), strings.TrimSpace(t.sheet.name))
		case ok:
			out.Tables = append(out.Tables, g)
		}
	}
	v.untold()
	out.Findings = v.sorted()
	return out, nil
}

// fillIn gives the formulas without a stored result what they compute, where ysgk can
// tell: the program that saved the workbook does not compute, and Excel would show this.
func (b *book) fillIn() {
	a := &again{book: b, cache: &formula.Cache{}, known: map[*cell]result{}}
	var bare []*cell
	for _, s := range b.sheets {
		for _, c := range s.order {
			if c.kind == xlsxread.Uncomputed {
				a.value(c)
				bare = append(bare, c)
			}
		}
	}
	for _, c := range bare {
		got := a.known[c]
		switch {
		case !got.ok:
		case got.Kind == formula.Number:
			c.kind, c.raw, c.num = xlsxread.Number, got.Num, double.Clean(got.Num)
			c.text = c.num.String()
		case got.Kind == formula.Text:
			c.kind, c.text = xlsxread.Text, got.Text
		default:
			continue
		}
		c.plain = plain(c.text)
	}
}

// untold tells of sheets with something on them that is not laid out.
func (v *verifier) untold() {
	for _, s := range v.book.sheets {
		if !v.noTable(s) {
			continue
		}
		if s.numbers(1, s.last) && !v.byName(s) {
			v.report(notLaid, at(s.name), strings.TrimSpace(s.name))
		} else {
			v.report(textsNotLaid, at(s.name), strings.TrimSpace(s.name))
		}
	}
	for _, t := range v.tables {
		if t.blocks {
			v.report(blocksNotLaid, at(t.sheet.name), t.name)
		}
	}
}

// grid lays out a table; ok is false where it cannot be told what its columns hold.
func (v *verifier) grid(t *table) (g Grid, ok bool) {
	g = Grid{Form: t.form.Sheet, Sheet: t.sheet.name, Title: v.titleOf(t), At: t.title.place(), Says: map[string]string{}}
	for name, s := range t.says {
		g.Says[name] = s.text
	}
	sides := t.sides()
	if ok = v.gridColumns(t, &g, sides); !ok {
		return g, false
	}
	for side := range g.Sides {
		v.lines(t, &g, side)
	}
	slices.SortStableFunc(g.Lines, func(a, b Line) int { return a.Side - b.Side })
	v.lineKinds(t, &g, v.trusted(t, &g))
	return g, true
}

// numbers says whether numbers stand in some rows.
func (s *sheet) numbers(from, to int) bool {
	return slices.ContainsFunc(s.order, func(c *cell) bool {
		return c.kind == xlsxread.Number && !c.date && from <= c.row && c.row <= to
	})
}

// figures says whether a table has columns of numbers: a cover has none.
func (g *Grid) figures() bool {
	return len(g.Columns) == 0 || slices.ContainsFunc(g.Columns, func(k GridColumn) bool { return k.Amount || k.Unitless })
}

// sides are the template columns where a part of the table begins that has nothing to do
// with what stands to its left.
func (f *form) sides() (starts []int) {
	starts = []int{1}
	for i := range f.Rows {
		r := &f.Rows[i]
		if r.R <= f.head || r.Note || r.Block {
			continue
		}
		last, seen := (*fill.FormLane)(nil), false // of the last amount
		for j := range r.Cells {
			c := &r.Cells[j]
			p := xlsxedit.Pos{Col: c.Col, Row: r.R}
			if !amount(c) {
				continue
			}
			lane, from := f.lane(p), 0
			if lane != nil {
				from = lane.From
			} else {
				from = f.label(r.R, c.Col)
			}
			before := slices.ContainsFunc(r.Cells[:j], func(o fill.FormCell) bool { return amount(&o) && o.Col < from })
			if seen && (lane != last || lane == nil) && before && from > 1 && !slices.Contains(starts, from) {
				starts = append(starts, from)
			}
			last, seen = lane, true
		}
	}
	slices.Sort(starts)
	return slices.DeleteFunc(starts, func(start int) bool {
		return slices.ContainsFunc(f.Bands, func(b fill.FormBand) bool {
			return slices.ContainsFunc(b.Lanes, func(l fill.FormLane) bool { return l.From < start && l.Has(start-1) && l.Has(start) })
		})
	})
}

// gridColumns finds the columns of a table, with what they hold.
func (v *verifier) gridColumns(t *table, g *Grid, sides []int) (ok bool) {
	tpl := map[int]int{}
	last := t.left
	for c, col := range t.cols {
		if col > 0 {
			tpl[col] = c
			last = max(last, col)
		}
	}
	for col := t.left; col <= min(t.right, t.sheet.lastCol); col++ {
		if tpl[col] == 0 && slices.ContainsFunc(t.sheet.order, func(x *cell) bool { return x.col == col && x.row >= t.begin && x.row <= t.end }) {
			last = max(last, col)
		}
	}
	sideOf := func(col int) (side int) { // that of the nearest column to the left that the template has
		for ; col >= t.left; col-- {
			if c, known := tpl[col]; known {
				for side = len(sides) - 1; side > 0 && sides[side] > c; side-- {
				}
				return side
			}
		}
		return 0
	}
	for col := t.left; col <= last; col++ {
		c, known := tpl[col]
		side := sideOf(col)
		k := GridColumn{Col: col, Side: side, Heads: v.printedHeads(t, col, func(other int) bool { return sideOf(other) == side }), Strange: !known}
		holds := slices.ContainsFunc(t.sheet.order, func(x *cell) bool { return x.col == col && x.row >= t.begin && x.row <= t.end })
		if !known && !holds || known && !holds && len(k.Heads) == 0 {
			continue
		}
		if known {
			if !v.gridUnit(t, &k, c) {
				return false
			}
		} else if holds {
			v.report(strangeColumn, finding.At(t.sheet.name, col, t.begin), t.name, a1.ColName(col)+" 列（"+strings.Join(k.Heads, "，")+"）")
		}
		g.Columns = append(g.Columns, k)
	}
	for i := range sides {
		count, name, n := map[string]int{}, "", 0
		for _, k := range g.Columns {
			if k.Side == i && len(k.Heads) > 0 {
				if n++; len(k.Heads) > 1 {
					count[k.Heads[0]]++
				}
				if name == "" {
					name = k.Heads[0]
				}
			}
		}
		if len(sides) == 1 || count[name]*2 <= n {
			name = ""
		}
		g.Sides = append(g.Sides, name)
	}
	return true
}

// gridUnit finds out what numbers a column holds, and the unit of its amounts; ok is
// false where that cannot be told.
func (v *verifier) gridUnit(t *table, k *GridColumn, c int) (ok bool) {
	units := map[money.Unit]bool{}
	for _, p := range t.order {
		x := t.cells[p]
		if p.Col != c || p.Row <= t.head {
			continue
		}
		if x.Money() {
			k.Amount = true
			units[v.shown(t, p, 0)] = true
			k.Unit = v.shown(t, p, 0)
		} else if x.Unitless() || len(x.Parts) == 1 && x.Parts[0].Numeric() && x.Parts[0].Serial == "" {
			k.Unitless = true
		}
	}
	if !k.Amount {
		return true
	}
	k.Unitless = false
	at := finding.At(t.sheet.name, k.Col, max(1, t.begin-1))
	if len(units) > 1 {
		v.report(mixedUnits, at, t.name)
		return false
	}
	for _, head := range k.Heads {
		if u, says := v.pack.Units.Header(head); says && u != k.Unit {
			v.report(headUnit, at, t.name, head, k.Unit.Name)
			return false
		}
	}
	if row, _ := v.unitRow(t); v.printsUnit(t) && row == 0 {
		v.report(noUnit, t.title.place(), t.name)
		return false
	}
	return true
}

// printsUnit says whether the template prints the unit above the table.
func (v *verifier) printsUnit(t *table) bool {
	return slices.ContainsFunc(t.order, func(p xlsxedit.Pos) bool {
		c := t.cells[p]
		_, noted := v.pack.Units.Note(text(c.Parts))
		return p.Row <= t.head && (noted || slices.ContainsFunc(c.Parts, func(x tags.Part) bool { return x.Scalar == pack.ScalarUnit }))
	})
}

// unitRow is the row above the body where the table says its unit, 0 if it says none, and
// whether that is a line of its own above the headers.
func (v *verifier) unitRow(t *table) (at int, line bool) {
	for row := max(1, t.title.row-2); row < t.begin; row++ {
		for _, x := range t.sheet.order {
			if x.row != row || x.col < t.left || x.col > t.right || x.kind != xlsxread.Text {
				continue
			}
			if _, noted := v.pack.Units.Note(x.text); noted {
				return row, true
			}
			_, named := v.pack.Units.Header(x.text)
			if s, says := t.says[pack.ScalarUnit]; at == 0 && (named || says && s.at == x) {
				at = row
			}
		}
	}
	return at, false
}

// titleOf is the title of a table with the lines of text that belong to it.
func (v *verifier) titleOf(t *table) string {
	title := strings.TrimSpace(t.title.text)
	unit, _ := v.unitRow(t)
	for row := t.title.row + 1; row < t.begin && row != unit && !slices.Contains(t.heads, row); row++ {
		var alone *cell
		n := 0
		for _, x := range t.sheet.order {
			if x.row == row && x.col >= t.left && x.col <= t.right {
				alone = x
				n++
			}
		}
		if n != 1 || alone.kind != xlsxread.Text {
			break
		}
		title += " " + strings.TrimSpace(alone.text)
	}
	return title
}

// printedHeads are the headers above a column from the top down, as printed. One that is
// merged over columns of two sides is about the side with more of them.
func (v *verifier) printedHeads(t *table, col int, own func(col int) bool) (heads []string) {
	first := 0 // row of headers: the line that says the unit stands above them
	if row, line := v.unitRow(t); line && len(t.heads) > 0 && row < t.heads[len(t.heads)-1] {
		first = row + 1
	}
	for _, row := range t.heads {
		x := t.sheet.covering(col, row)
		if row < first {
			continue
		}
		if x != nil && t.about(x, own) < 0 {
			continue
		}
		if x == nil || strings.Trim(x.plain, "0123456789") == "" && x.row == t.begin-1 && len(heads) > 0 {
			continue
		}
		s := strings.Join(strings.Fields(x.text), "")
		if s != "" && !slices.Contains(heads, s) {
			heads = append(heads, s)
		}
	}
	return heads
}

// about is how many more columns of a side than of others a header is merged over.
func (t *table) about(x *cell, own func(col int) bool) (n int) {
	for _, m := range t.sheet.merges {
		if m.Has(x.col, x.row) {
			for col := m.Col1; col <= m.Col2; col++ {
				n += 2*number(own(col)) - 1
			}
		}
	}
	return n
}

// lines lays out the rows of one side of a table.
func (v *verifier) lines(t *table, g *Grid, side int) {
	var cols []GridColumn
	for _, k := range g.Columns {
		if k.Side == side {
			cols = append(cols, k)
		}
	}
	labels := map[int]int{} // template rows of fixed lines by row
	for p, row := range t.static {
		if col := t.cols[p.Col]; slices.ContainsFunc(cols, func(k GridColumn) bool { return k.Col == col }) {
			labels[row] = p.Row
		}
	}
	for row := t.begin; row <= t.end; row++ {
		l := Line{Row: row, Side: side, Cells: map[int]Held{}, tpl: labels[row]}
		numbers, first := false, (*cell)(nil)
		for _, k := range cols {
			x := t.sheet.at(k.Col, row)
			if x == nil && !k.Amount && !k.Unitless {
				x = t.above(k.Col, row)
			}
			if x == nil {
				continue
			}
			l.Cells[k.Col] = hold(x)
			if x.row != row {
				continue
			}
			if first == nil {
				first = x
			}
			numbers = numbers || k.Amount
			if p, ok := t.exact[x]; ok && l.tpl == 0 && t.lane(p) == nil {
				l.tpl = p.Row
			}
		}
		for _, list := range t.lists {
			if r := list.at(row); r != nil && slices.ContainsFunc(cols, func(k GridColumn) bool { return t.tplCol(k.Col) > 0 && list.lane.Has(t.tplCol(k.Col)) }) {
				l.record, l.list = r, list
			}
		}
		switch {
		case first == nil:
			continue
		case l.record == nil && !numbers && (l.tpl == 0 || !t.hasAmounts(l.tpl, cols)):
			for _, k := range cols {
				if x := t.sheet.at(k.Col, row); x != nil {
					g.Notes = append(g.Notes, Note{x.place(), strings.TrimSpace(x.text)})
				}
			}
			continue
		}
		v.identify(t, &l, cols)
		g.Lines = append(g.Lines, l)
	}
}

// above is the text of a merge that reaches down to a row: that of a unit beside its projects.
func (t *table) above(col, row int) *cell {
	x := t.sheet.covering(col, row)
	if x == nil || x.col != col || x.kind != xlsxread.Text || x.row < t.begin {
		return nil
	}
	return x
}

// tplCol is the template column that stands in a column, 0 if none does.
func (t *table) tplCol(col int) int {
	for c, at := range t.cols {
		if at == col {
			return c
		}
	}
	return 0
}

// hasAmounts says whether a template row has amounts in some columns.
func (t *table) hasAmounts(row int, cols []GridColumn) bool {
	return slices.ContainsFunc(cols, func(k GridColumn) bool {
		c := t.cells[xlsxedit.Pos{Col: t.tplCol(k.Col), Row: row}]
		return c != nil && amount(c)
	})
}

// hold is what a cell holds, a date as people write it for machines.
func hold(x *cell) Held {
	h := Held{At: x.place(), Text: x.text, Nothing: strings.Trim(x.plain, "-—–―－_/") == ""}
	switch {
	case x.kind == xlsxread.Number && x.date && x.num.IsInteger():
		h.Text = isoDate(x.num.IntPart())
	case x.kind == xlsxread.Number:
		h.Numeric, h.Number, h.Raw, h.Text = true, x.num, x.raw.String(), x.num.String()
		switch zeros := x.format.Zeros - len(h.Text); {
		case zeros > 0 && x.num.IsInteger() && !x.num.IsNegative():
			h.Text = strings.Repeat("0", zeros) + h.Text // a code
		case x.format.Percent:
			h.Text = x.num.Shift(2).String() + "%"
		}
	case x.kind == xlsxread.Bool:
		h.Text = words(value(x))
	case x.kind == xlsxread.Uncomputed, x.kind == xlsxread.Blank:
		h.Text = ""
	}
	return h
}

// identify finds out the code, the level and the name of a row.
func (v *verifier) identify(t *table, l *Line, cols []GridColumn) {
	for _, k := range slices.Backward(cols) {
		if x := t.sheet.at(k.Col, l.Row); x != nil && k.Amount {
			l.Name = t.words(x)
		}
	}
	if l.Name == "" {
		for _, k := range cols {
			if h := l.Cells[k.Col]; h.Text != "" && !h.Numeric && l.Name == "" {
				l.Name = h.Text
			}
		}
	}
	l.Name = strings.Join(strings.Fields(l.Name), " ")
	if r := l.record; r != nil {
		view := v.pack.View(l.list.list)
		if r.level <= 0 {
			return
		}
		def := view.Rows[r.level-1]
		l.Level = def.Level
		for _, f := range slices.Sorted(maps.Keys(r.texts)) {
			if x := r.texts[f]; naming(view, r.level, f) && x.plain != r.code {
				l.Name = strings.TrimSpace(x.text)
			}
		}
		field, _ := pack.CutField(def.By[0])
		if list := v.pack.ListOf(field); list != "" {
			l.List = list
			if l.Code = r.code; l.Code == "" && v.pack.Codes[list].Has(r.key) {
				l.Code = r.key
			}
		}
		return
	}
	if l.tpl == 0 {
		return
	}
	for _, k := range cols {
		c := t.cells[xlsxedit.Pos{Col: t.tplCol(k.Col), Row: l.tpl}]
		if c == nil || len(c.Parts) != 1 || len(c.Parts[0].Keys) != 1 || c.Parts[0].Keys[0] == pack.Root || len(v.pack.View(c.Parts[0].List).Rows) == 0 {
			continue
		}
		field, _ := pack.CutField(v.pack.View(c.Parts[0].List).Rows[0].By[0])
		if list := v.pack.ListOf(field); list != "" && v.pack.Codes[list].Has(c.Parts[0].Keys[0]) {
			l.List, l.Code = list, c.Parts[0].Keys[0]
		}
	}
}

// trusted tells of cells in a table whose amounts are not certain, and says whether
// there are none.
func (v *verifier) trusted(t *table, g *Grid) (ok bool) {
	amounts := map[int]bool{}
	for _, k := range g.Columns {
		amounts[k.Col] = k.Amount
	}
	stale, bare := 0, 0
	for _, x := range t.sheet.order {
		if x.row < t.begin || x.row > t.end || x.col < t.left || x.col > t.right {
			continue
		}
		switch {
		case x.was != nil:
			if stale++; stale <= fewBare {
				v.report(staleToo, x.place(), t.name, x.was.String(), x.num.String())
			}
		case amounts[x.col] && x.kind == xlsxread.Number && (x.format.Scaled || x.format.Percent):
			if bare++; bare <= fewBare {
				v.report(shownOtherwise, x.place(), t.name, x.num.String())
			}
		case x.kind == xlsxread.Uncomputed && amounts[x.col]:
			if bare++; bare <= fewBare {
				v.report(bareToo, x.place(), t.name, x.formula)
			}
		case x.kind == xlsxread.Uncomputed:
			v.report(bareText, x.place(), t.name, x.formula)
		}
	}
	return stale+bare == 0
}

// isoDate is the day of a serial number as 2026-01-31.
func isoDate(serial int64) string {
	y, m, d, ok := numfmt.Civil(int(serial))
	if !ok {
		return strconv.FormatInt(serial, 10)
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}
