package fill

import (
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/money"
	"ysgk/internal/pattern"
	"ysgk/internal/tags"
)

// Fixed lines beside a list. Many official forms have 一、财政拨款收入 … 四、其他收入
// on one side, a list of any length on the other in the same rows, and one total
// row below both. The columns of such a band form lanes, and each lane is laid out
// by itself: one of a list repeats its rows, one of fixed lines prints each of its
// rows once. The band reaches down to the last fixed line beside which the lists
// are blank, and over blank rows that a total row closes; it is as high as its
// highest lane, and never lower than the form.
//
// How the columns outside the tags of a list are told apart:
//
//	an amount of a single record, a pick or a number of the pack   a fixed line: as part of the
//	                          record it would print, and be added up, once per record
//	something else in the list's row, and something again below,   a fixed line
//	where the list is blank
//	the same text or the same formula in all these rows            goes with the column left of it
//	a text, a formula, a scalar in the list's row alone            the record's (元, =D5/D$9), or, beside
//	                          a fixed line, its label: the text directly before its amount

// ground is the part of a template sheet that a band and its lanes are found in.
type ground struct {
	sheet *sheet
	band  *band
	tags  map[int]*lane // columns with tags of a list
	run   []int         // rows below the tags in which the lists are blank
	width int           // last column that holds anything
	units *money.Units
}

// beside finds the fixed lines beside the lists of a band, and the blank rows of
// the form below them; limit is the last row that the band may take.
func (c *compiler) beside(b *band, limit int) {
	g := c.ground(b)
	g.open(limit)
	fixed := g.fixed()
	b.spans = g.spans(fixed)
	b.lanes = nil
	for _, s := range b.spans {
		if !slices.Contains(b.lanes, s.lane) {
			b.lanes = append(b.lanes, s.lane)
		}
	}
	g.stretch(limit)
}

func (c *compiler) ground(b *band) *ground {
	g := &ground{sheet: c.sheet, band: b, tags: map[int]*lane{}, units: c.schema.MoneyUnits()}
	for x := range c.sheet.sites() {
		if x.row.R < b.top {
			continue
		}
		if x.filled() {
			g.width = max(g.width, x.Col)
		}
		for _, p := range x.parts {
			if l := b.laneOf(p); l != nil && x.row.R <= b.bottom && g.tags[x.Col] == nil {
				g.tags[x.Col] = l
			}
		}
	}
	for _, m := range c.sheet.Merges {
		if m.Row2 >= b.top {
			g.width = max(g.width, m.Col2)
		}
	}
	return g
}

// laneOf is the lane whose record a part means, or what belongs to it, nil if none.
func (b *band) laneOf(p tags.Part) *lane {
	each := p.Role == tags.Each || p.Join
	if l := b.lane(p.List); l != nil && (p.Row || each) {
		return l
	}
	if each && p.Owner != "" {
		return b.lane(p.Owner)
	}
	return nil
}

// filled says whether a cell holds anything. A text of blanks alone, which programs write into forms, is nothing.
func (x *cell) filled() bool {
	if x.formula != nil || x.Formula != nil || x.parts != nil {
		return true
	}
	switch x.Type {
	case "s", "str", "inlineStr":
		return strings.TrimSpace(x.Text) != ""
	}
	return x.Value != "" || x.Text != ""
}

// at is the cell with content in a place, nil if there is none.
func (g *ground) at(col, row int) *cell { return g.sheet.cellAt(col, row) }

// covered says whether a cell is part of a merged one that holds something and
// begins in no row of the band.
func (g *ground) covered(col, row int) bool {
	return slices.ContainsFunc(g.sheet.Merges, func(m a1.Range) bool {
		return m.Has(col, row) && (m.Row1 < g.band.top || m.Row1 > g.band.core) && g.at(m.Col1, m.Row1) != nil
	})
}

// open finds the rows below the tags in which all columns with tags are blank,
// up to one that closes the table: a note, or words alone behind a blank row.
func (g *ground) open(limit int) {
	gap := false
	for r := g.band.core + 1; r <= limit; r++ {
		words, figures := g.contents(r)
		if g.listed(r) || words && g.note(r) || gap && words && !figures {
			break
		}
		gap = gap || !words && !figures
		g.run = append(g.run, r)
	}
}

// listed says whether a row holds something in the columns of a list.
func (g *ground) listed(row int) bool {
	for col := range g.tags {
		if g.at(col, row) != nil || g.covered(col, row) {
			return true
		}
	}
	r := g.sheet.rowAt(row)
	return r != nil && r.note
}

// contents says what a row holds.
func (g *ground) contents(row int) (words, figures bool) {
	for col := 1; col <= g.width; col++ {
		if x := g.at(col, row); x != nil {
			figures = figures || x.figure()
			words = words || !x.figure()
		}
	}
	return words, figures
}

// figure says whether a cell shows a number: a formula, a number as it stands, or
// a tag that prints one.
func (x *cell) figure() bool {
	if x.parts != nil {
		return slices.ContainsFunc(x.parts, func(s tags.Part) bool { return s.Kind != tags.Text })
	}
	return x.formula != nil || x.Formula != nil || x.Type == "n" && x.Value != ""
}

// notes begin the lines below a table.
var notes = pattern.Of(`^[\s（(【★*]*(注|备注|说明|附注|附：|填表|填报|制表|编制|审核|复核|经办|联系|单位负责|负责人|财务负责|分管|日期)`)

// note says whether a row holds words alone, and they are those of a note.
func (g *ground) note(row int) bool {
	if _, figures := g.contents(row); figures {
		return false
	}
	for col := 1; col <= g.width; col++ {
		if x := g.at(col, row); x != nil {
			return notes.MatchString(x.Text)
		}
	}
	return false
}

// alone says whether a cell beside the tags of a list prints an amount that has
// nothing to do with the record, or something of the record around it.
func (g *ground) alone(x *cell) bool {
	return slices.ContainsFunc(x.parts, func(s tags.Part) bool {
		return s.Role == tags.Prints && (!s.Row && s.Kind != tags.Text || s.Row && g.band.lane(s.List) == nil)
	})
}

// What a column outside the tags of a list is, by what stands in it.
const (
	blankColumn = iota
	ofList      // of the record, whatever stands around it
	ofLines     // of fixed lines beyond doubt
	below       // something stands below the list's rows alone
	single      // something stands in the list's rows alone
	alike       // the same stands in all rows
)

// sort says what a column is.
func (g *ground) sort(col int) int {
	var core, run []*cell
	for r := g.band.top; r <= g.band.core; r++ {
		if x := g.at(col, r); x != nil {
			core = append(core, x)
		}
	}
	for _, r := range g.run {
		if x := g.at(col, r); x != nil {
			run = append(run, x)
		}
	}
	switch {
	case slices.ContainsFunc(core, g.alone), g.upright(col) != nil:
		return ofLines
	case len(core) == 0 && len(run) == 0:
		return blankColumn
	case len(core) == 0:
		return below
	case slices.ContainsFunc(core, g.records):
		if len(run) > 0 && !g.alike(col) {
			return below // a line if there are others, else the total of the list's own column
		}
		return ofList
	case len(run) == 0:
		return single
	case g.alike(col):
		return alike
	}
	return ofLines
}

// upright is the label of a whole side: a text in the list's rows that is merged
// with the rows below them; nil if there is none.
func (g *ground) upright(col int) *cell {
	for _, m := range g.sheet.Merges {
		if m.Col1 != col || m.Row1 < g.band.top || m.Row1 > g.band.core || m.Row2 <= g.band.core {
			continue
		}
		if x := g.at(col, m.Row1); x != nil && !slices.ContainsFunc(x.parts, func(s tags.Part) bool { return s.Row }) {
			return x
		}
	}
	return nil
}

// records says whether a formula computes something of the record: it looks at a
// cell of the list's row, and not at the list as a whole.
func (g *ground) records(x *cell) bool {
	return g.looksAt(x, func(o formula.Operand, col int) bool { return g.tags[col] != nil && !formula.TakesRange(o.Func, o.Arg) })
}

// looksAt says whether a formula looks at one of some columns in the list's rows.
func (g *ground) looksAt(x *cell, which func(o formula.Operand, col int) bool) bool {
	return x.formula != nil && slices.ContainsFunc(x.formula.Operands, func(o formula.Operand) bool {
		if o.Ref.Sheet != "" || o.Ref.Row1 < g.band.top || o.Ref.Row2 > g.band.core {
			return false
		}
		for col := o.Ref.Col1; col <= o.Ref.Col2; col++ {
			if which(o, col) {
				return true
			}
		}
		return false
	})
}

// alike says whether a column holds the same below the list's last row as in it,
// wherever it holds something.
func (g *ground) alike(col int) bool {
	x := g.at(col, g.band.core)
	if x == nil {
		return false
	}
	for _, r := range g.run {
		y := g.at(col, r)
		switch {
		case y == nil:
		case x.formula != nil && y.formula != nil:
			if x.formula.Copied(0, r-g.band.core) != y.formula.Text {
				return false
			}
		case x.formula != nil || y.formula != nil || x.Text != y.Text || x.Value != y.Value:
			return false
		}
	}
	return true
}

// fixed gives the columns of fixed lines.
func (g *ground) fixed() map[int]bool {
	sorts := make([]int, g.width+2)
	sure := map[int]bool{}
	for col := 1; col <= g.width; col++ {
		if g.tags[col] != nil {
			sorts[col] = ofList
			continue
		}
		if sorts[col] = g.sort(col); sorts[col] == ofLines {
			sure[col] = true
		}
	}
	if len(sure) == 0 {
		sure = g.lower(sorts)
	}
	if !g.lines(sure) {
		return nil
	}
	g.computed(sorts, sure)
	fixed := map[int]bool{}
	for col := 1; col <= g.width; col++ {
		if g.tags[col] != nil {
			continue
		}
		if m := g.merged(col); m > 0 {
			fixed[col] = fixed[m]
			continue
		}
		fixed[col] = g.isFixed(col, sorts[col], sure, fixed[col-1])
	}
	return fixed
}

// lower gives the columns of fixed lines that begin only below the list's first
// row: several of them, closed by a row of totals.
func (g *ground) lower(sorts []int) map[int]bool {
	sure := map[int]bool{}
	for col, sort := range sorts {
		if sort == below {
			sure[col] = true
		}
	}
	n := 0
	for _, r := range g.run {
		if g.any(sure, r) {
			n++
		}
	}
	if total := g.end() + 1; n < 2 || !g.total(total) || !g.any(sure, total) {
		return nil
	}
	for col := range sure {
		sorts[col] = ofLines
	}
	return sure
}

// any says whether a row holds something in one of some columns.
func (g *ground) any(cols map[int]bool, row int) bool {
	for col := range cols {
		if g.at(col, row) != nil {
			return true
		}
	}
	return false
}

// lines says whether columns hold lines of a form, and not some words below a list:
// a label over several rows, a figure, or more than one further line.
func (g *ground) lines(sure map[int]bool) bool {
	for col := range sure {
		if g.upright(col) != nil {
			return true
		}
		for r := g.band.top; r <= g.end(); r++ {
			if x := g.at(col, r); x != nil && (x.figure() || g.alone(x)) {
				return true
			}
		}
	}
	n := 0
	for _, r := range g.run {
		if g.any(sure, r) {
			n++
		}
	}
	return n > 1
}

// computed adds the columns whose formulas look at fixed lines and not at the record.
func (g *ground) computed(sorts []int, sure map[int]bool) {
	for more := true; more; {
		more = false
		for col := 1; col <= g.width; col++ {
			x := g.at(col, g.first(col))
			if x != nil && !sure[col] && sorts[col] != ofList && g.looksAt(x, func(_ formula.Operand, col int) bool { return sure[col] }) {
				sure[col], sorts[col], more = true, ofLines, true
			}
		}
	}
}

// merged is the column in which a cell begins that is merged over a column in
// some row of the band, 0 if there is none.
func (g *ground) merged(col int) int {
	for _, m := range g.sheet.Merges {
		if m.Col1 < col && col <= m.Col2 && m.Row1 >= g.band.top && m.Row2 <= g.end() && g.at(m.Col1, m.Row1) != nil {
			return m.Col1
		}
	}
	return 0
}

// end is the last row of the run.
func (g *ground) end() int { return g.band.core + len(g.run) }

// isFixed decides of a column between the tags of lists, with fixed lines
// somewhere in the band; left says whether the column left of it is of these.
func (g *ground) isFixed(col, sort int, sure map[int]bool, left bool) bool {
	before, after := g.nearest(col, sure)
	beside := before > 0 || after > 0 // fixed lines with no list between
	switch sort {
	case ofLines:
		return true
	case ofList:
		return false
	case below:
		return beside
	}
	if !beside {
		return false
	}
	if side := g.header(col, sure); side != 0 {
		return side > 0
	}
	if before > 0 && after > 0 { // between two
		return true
	}
	atEdge := g.edge(col, after == 0)
	if sort == blankColumn {
		return left || atEdge
	}
	switch x := g.at(col, g.first(col)); {
	case atEdge: // no list beyond
		return true
	case sort == alike:
		return left && x.formula == nil
	case after > 0: // a list, this, fixed lines: their label, unless it says what the list is in
		return !g.measure(x.Text) && x.formula == nil && g.last(col, after)
	default: // fixed lines, this, a list
		return g.measure(x.Text)
	}
}

// measure says whether a text says what the number before it is in.
func (g *ground) measure(text string) bool {
	_, money := g.units.Alone(text)
	return money || measures.MatchString(text)
}

// measures are those of what is no money.
var measures = pattern.Of(`^[（(]?(%|％|人|个|项|辆|台|平方米)[）)]?$`)

// nearest are the columns of fixed lines before and after one with no list
// between, 0 if there are none.
func (g *ground) nearest(col int, sure map[int]bool) (before, after int) {
	find := func(step int) int {
		for c := col + step; c > 0 && c <= g.width && g.tags[c] == nil; c += step {
			if sure[c] {
				return c
			}
		}
		return 0
	}
	return find(-1), find(1)
}

// edge says whether no list stands beyond a column to the right or to the left.
func (g *ground) edge(col int, right bool) bool {
	for c := range g.tags {
		if right && c > col || !right && c < col {
			return false
		}
	}
	return true
}

// last says whether nothing stands between a column and a later one in the list's rows.
func (g *ground) last(col, until int) bool {
	for c := col + 1; c < until; c++ {
		if g.first(c) > 0 {
			return false
		}
	}
	return true
}

// first is the first of the list's rows in which a column holds something, 0 if none.
func (g *ground) first(col int) int {
	for r := g.band.top; r <= g.band.core; r++ {
		if g.at(col, r) != nil {
			return r
		}
	}
	return 0
}

// header tells by the nearest merged header over a column whose side it is on: 1
// if only fixed lines stand below it, -1 if only a list, else 0.
func (g *ground) header(col int, sure map[int]bool) int {
	for r := g.band.top - 1; r > 0 && r >= g.band.top-headers; r-- {
		for _, m := range g.sheet.Merges {
			if !m.Has(col, r) || m.Col1 == m.Col2 || g.at(m.Col1, m.Row1) == nil {
				continue
			}
			lines, list := false, false
			for c := m.Col1; c <= m.Col2; c++ {
				lines, list = lines || sure[c], list || g.tags[c] != nil
			}
			if lines != list {
				return map[bool]int{true: 1, false: -1}[lines]
			}
		}
	}
	return 0
}

// headers is how many rows above a list its headers are looked for in.
const headers = 3

// spans gives the columns to lanes: a list has those from its first tag on, the
// first list also those before it; fixed lines take theirs out of these.
func (g *ground) spans(fixed map[int]bool) (spans []span) {
	var lines *lane
	for col := 1; col <= max(1, g.width); col++ {
		at := lines
		if !fixed[col] {
			at = g.owner(col, fixed)
		} else if !fixed[col-1] {
			lines = &lane{from: col}
			at = lines
		}
		if len(spans) == 0 || spans[len(spans)-1].lane != at {
			spans = append(spans, span{col, at})
		}
	}
	return spans
}

// owner is the list that a column belongs to. What stands behind fixed lines is of
// the next list.
func (g *ground) owner(col int, fixed map[int]bool) *lane {
	back := col
	for back > 0 && g.tags[back] == nil && !fixed[back] {
		back--
	}
	if back > 0 && fixed[back] {
		on := col
		for on < g.width && g.tags[on] == nil && !fixed[on] {
			on++
		}
		if g.tags[on] != nil {
			col = on
		}
	}
	at := g.band.lanes[0]
	for _, l := range g.band.lanes {
		if l.from <= col {
			at = l
		}
	}
	return at
}

// stretch lets the band reach down to the last fixed line, over blank rows that stand
// beside the label of a whole side alone, and over those that a total row closes.
func (g *ground) stretch(limit int) {
	b := g.band
	if len(b.lanes) < 2 {
		return
	}
	for _, r := range g.run {
		line := false
		for col := 1; col <= g.width; col++ {
			if x := g.at(col, r); x == nil {
				continue
			} else if b.laneAt(col).fixed() {
				line = true
			} else if !g.alike(col) {
				return
			}
		}
		if line {
			b.bottom = r
		}
	}
	for _, m := range g.sheet.Merges {
		for r := b.bottom + 1; m.Row1 >= b.top && m.Row1 <= b.core && r <= min(m.Row2, limit) && g.upright(m.Col1) != nil; r++ {
			if words, figures := g.contents(r); words || figures {
				break
			}
			b.bottom = r
		}
	}
	r := b.bottom + 1
	for r <= limit && g.blank(r) {
		r++
	}
	if r > b.bottom+1 && g.total(r) {
		b.bottom = r - 1
	}
}

// blank says whether a row holds nothing, not even a part of a merged cell.
func (g *ground) blank(row int) bool {
	words, figures := g.contents(row)
	if words || figures {
		return false
	}
	return !slices.ContainsFunc(g.sheet.Merges, func(m a1.Range) bool {
		return m.Row1 <= row && row <= m.Row2 && (m.Row1 < g.band.top || m.Row1 > g.band.bottom) && g.at(m.Col1, m.Row1) != nil
	})
}

// total says whether a row closes the table: it holds something in the columns of
// a list, and is no note.
func (g *ground) total(row int) bool {
	r := g.sheet.rowAt(row)
	return r != nil && !r.note && !g.note(row) && g.listed(row)
}

// tallest lets a record's rows take in the rows that one of its cells is merged
// with: they are blank otherwise, so the record is a block that repeats.
func (c *compiler) tallest(b *band) {
	g := c.ground(b)
	for _, m := range c.sheet.Merges {
		x := g.at(m.Col1, m.Row1)
		if x == nil || m.Row1 != b.top || m.Row2 <= b.bottom || !slices.ContainsFunc(x.parts, func(s tags.Part) bool { return s.Row }) {
			continue
		}
		l := g.tags[m.Col1]
		for r := b.bottom + 1; r <= m.Row2; r++ {
			if slices.ContainsFunc(c.sheet.bands, func(o *band) bool { return o.top == r && o.shares(b) }) {
				break // a row of the same list, which joins the block anyway
			}
			other := slices.ContainsFunc(c.sheet.bands, func(o *band) bool { return o.top == r })
			if other || g.beyond(l, r) {
				c.findings.Errorf("merge-crossed", finding.At(c.sheet.Name, m.Col1, m.Row1),
					"请取消合并；要让每条记录占几行，就让下面的行空着，或也写上这个视图的标签。",
					"%s 把按视图 %s 重复的行和下面有内容的行并成了一格，重复时会盖住别的记录", m, l.list)
				return
			}
			if v := &l.variants[0]; !slices.Contains(v.rows, r) {
				v.rows = append(v.rows, r)
			}
		}
	}
	for _, l := range b.lanes {
		b.core = max(b.core, l.variants[0].rows[len(l.variants[0].rows)-1])
	}
	b.bottom = b.core
}

// beyond says whether a row holds something in the columns of a list.
func (g *ground) beyond(l *lane, row int) bool {
	last := l.from
	for col, o := range g.tags {
		if o == l {
			last = max(last, col)
		}
	}
	for col := l.from; col <= last && (g.tags[col] == nil || g.tags[col] == l); col++ {
		if g.at(col, row) != nil || g.covered(col, row) {
			return true
		}
	}
	r := g.sheet.rowAt(row)
	return r != nil && r.note
}

// Beside is how a part of a sheet with fixed lines beside lists was read.
type Beside struct {
	Sheet string
	Rows  [2]int   // of the template, the first and the last
	Lines []string // columns of fixed lines, such as A:B
	Lists []BesideList
	Every bool // the fixed lines are one, some of which stands on each line of the lists
}

// BesideList is a list in such a part.
type BesideList struct {
	List    string
	Columns []string
}

// Beside tells where lists stand beside fixed lines or each other, for those who
// check a template.
func (t *Template) Beside() (out []Beside) {
	for _, s := range t.sheets {
		s.each(func(b *band) {
			if len(b.lanes) < 2 {
				return
			}
			one := Beside{Sheet: s.Name, Rows: [2]int{b.top, b.bottom}}
			for _, l := range b.lanes {
				var columns []string
				for _, c := range b.columns(l) {
					columns = append(columns, a1.ColName(c[0])+":"+a1.ColName(min(c[1], s.width(b))))
				}
				if l.fixed() {
					one.Lines = append(one.Lines, columns...)
				} else {
					one.Lists = append(one.Lists, BesideList{l.list, columns})
				}
			}
			for x := range s.sites() {
				one.Every = one.Every || (x.row.band == b || x.row.inner == b) && slices.ContainsFunc(x.parts, func(p tags.Part) bool { return p.Every })
			}
			out = append(out, one)
		})
	}
	return out
}

// width is the last column that holds anything in the rows of a band.
func (s *sheet) width(b *band) (width int) {
	for x := range s.sites() {
		if x.row.R >= b.top && x.row.R <= b.bottom && x.filled() {
			width = max(width, x.Col)
		}
	}
	return width
}

// String says which columns are what, for messages.
func (b Beside) String() string {
	var parts []string
	for _, l := range b.Lists {
		parts = append(parts, strings.Join(l.Columns, "、")+" 列按视图 "+l.List+" 往下排")
	}
	switch columns := strings.Join(b.Lines, "、"); {
	case columns != "" && b.Every:
		parts = append(parts, columns+" 列是项目自己的，有“|每行”的每一行都印，别的各印一次")
	case columns != "":
		parts = append(parts, columns+" 列是固定的项目，各印一次")
	}
	return strings.Join(parts, "；")
}
