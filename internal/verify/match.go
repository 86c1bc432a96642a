package verify

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ysgk/internal/a1"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/legend"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/reach"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// form is a template sheet with what finding it takes.
type form struct {
	*fill.Form
	name  string // in messages
	title int    // template row of the title
	head  int    // last row of the headers
	cells map[xlsxedit.Pos]*fill.FormCell
	known *pattern // the title
	rows  map[int]*fill.FormRow
	order []xlsxedit.Pos // of the cells, in reading order
	last  int

	width int // last column that holds anything

	blocks bool         // parts of it repeat as blocks, which are not read back
	hidden map[int]bool // rows of these
	inside []string     // labels in these
}

// table is a form found in the workbook.
type table struct {
	*form
	sheet *sheet
	title *cell
	begin int // first row of the body
	region
	says     map[string]said
	owner    said                        // whose budget it is before the year of the title, where the template has nothing
	cols     map[int]int                 // template column → column
	static   map[xlsxedit.Pos]int        // template row and label column → row
	lists    []*laneRows                 // in the order of bands and lanes
	headed   map[*cell]map[string]string // what headers say of the year and the like
	note     *cell                       // the note on missing data
	facts    []*fact
	index    map[xlsxedit.Pos]*fact // facts by cell
	heads    []int                  // rows of the headers
	unit     money.Unit             // in which it is, where that is another one than that of most tables
	unsummed bool                   // units stand beside their projects, without sums of their own
	lost     []int                  // template columns whose headers are not there

	parents map[int][]parent       // by row
	amounts map[xlsxedit.Pos]bool  // where amounts stand or may stand
	exact   map[*cell]xlsxedit.Pos // found cell → template cell

	anchors []anchor                 // rows of the template that are known, in order
	spans   map[a1.Range][]reach.Run // rows of the template → rows
	moves   map[xlsxedit.Pos]written // formulas of the template by where they stand

	additive map[[3]int]bool // column and two rows of the template
}

// said is a scalar as the table prints it.
type said struct {
	text string
	at   *cell
}

func newForm(p *pack.Pack, f *fill.Form) *form {
	hidden := map[int]bool{}
	var inside []string
	for _, r := range f.Rows {
		if !r.Block {
			continue
		}
		hidden[r.R] = true
		for i := range r.Cells {
			if plainText(&r.Cells[i]) {
				inside = append(inside, plain(text(r.Cells[i].Parts)))
			}
		}
	}
	if len(hidden) > 0 {
		f = withoutBlocks(f)
	}
	out := &form{blocks: len(hidden) > 0, hidden: hidden, inside: inside, width: 1, Form: f, name: f.Sheet, cells: map[xlsxedit.Pos]*fill.FormCell{}, rows: map[int]*fill.FormRow{}}
	name := ""
	for _, t := range p.Tables {
		if t.Sheet == f.Sheet {
			name = t.Name
		}
	}
	body, first := false, 0
	var title *fill.FormCell
	for i := range f.Rows {
		r := &f.Rows[i]
		out.rows[r.R] = r
		out.last = r.R
		for j := range r.Cells {
			c := &r.Cells[j]
			out.cells[xlsxedit.Pos{Col: c.Col, Row: r.R}] = c
			out.order = append(out.order, xlsxedit.Pos{Col: c.Col, Row: r.R})
			out.width = max(out.width, c.Col)
			body = body || c.Formula != nil || slices.ContainsFunc(c.Parts, func(p tags.Part) bool { return p.List != "" }) ||
				i > 0 && slices.ContainsFunc(c.Whole, func(p tags.Part) bool { return p.List != "" }) // on a condition, or of each record
		}
		if body {
			first = cmp.Or(first, r.R)
			continue
		}
		out.head = r.R
		for j := range r.Cells {
			if c := &r.Cells[j]; title == nil && name != "" && worded(c) && strings.Contains(plain(text(c.Parts)), plain(name)) {
				title, out.title = c, r.R
			}
		}
	}
	if title == nil {
		if title, out.title = out.heading(); title == nil {
			return nil // lists from the first row on
		}
	}
	for _, m := range f.Merges { // headers that reach down to a row where nothing else stands
		if out.title < m.Row1 && m.Row1 <= out.head && out.head < m.Row2 && m.Row2 < first {
			out.head = m.Row2
		}
	}
	out.known = patternOf(title.Parts)
	if f.Tags {
		out.name = strings.TrimPrefix(text(title.Parts), "××") // a prefix that each place has its own of
	}
	return out
}

// heading is the title of a sheet that is no table of the pack's, or on which its name is not to be
// found: of the texts above the body that stand alone in their rows the widest, the
// first cell of all if there is none.
func (f *form) heading() (title *fill.FormCell, row int) {
	widest := 0
	for i := range f.Rows {
		r := &f.Rows[i]
		if r.R > f.head {
			break
		}
		if !worded(&r.Cells[0]) {
			continue
		}
		if title == nil {
			title, row = &r.Cells[0], r.R
		}
		if width := f.span(r.Cells[0].Col, r.R); len(r.Cells) == 1 && width > widest {
			title, row, widest = &r.Cells[0], r.R, width
		}
	}
	return title, row
}

// worded says whether a cell says something of its own: the name of the department alone,
// as on a cover, would be read in every text.
func worded(c *fill.FormCell) bool {
	return strings.Trim(plain(text(c.Parts)), "×") != ""
}

// span is how many columns a cell is merged over.
func (f *form) span(col, row int) int {
	for _, m := range f.Merges {
		if m.Has(col, row) {
			return m.Col2 - m.Col1 + 1
		}
	}
	return 1
}

// withoutBlocks is a form without the rows that repeat as blocks with lists inside.
func withoutBlocks(f *fill.Form) *fill.Form {
	out := *f
	out.Rows = slices.DeleteFunc(slices.Clone(f.Rows), func(r fill.FormRow) bool { return r.Block })
	return &out
}

// text is what parts say, with ×× for each tag.
func text(parts []tags.Part) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Tag() {
			b.WriteString("××")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// find looks for every form on every sheet.
func (v *verifier) find() {
	for _, s := range v.book.sheets {
		var hits []hit
		for _, c := range s.order {
			if c.kind != xlsxread.Text {
				continue
			}
			for _, f := range v.forms {
				if f.known.matches(c.plain) && f.heads(c, v.forms) {
					if !f.headerToo(c, hits) {
						hits = append(hits, hit{f, c})
					}
					break
				}
			}
		}
		hits = unpaged(s, hits)
		if len(hits) == 0 || len(hits) == 1 && v.taken(s, hits[0].form) {
			if f := v.retitled(s); f != nil {
				hits = []hit{{f, s.order[0]}}
			}
		}
		var titles []*cell
		for _, h := range hits {
			titles = append(titles, h.cell)
		}
		for i, h := range hits {
			a := region{left: leftmost(titles, h.cell), right: math.MaxInt, end: s.last}
			for _, o := range titles {
				if beside(o, h.cell) && o.col > h.cell.col {
					a.right = min(a.right, leftmost(titles, o)-1)
				}
			}
			for _, o := range hits[i+1:] {
				if !beside(o.cell, h.cell) && o.cell.col <= a.right && (o.cell.col >= a.left || leftmost(titles, o.cell) >= a.left) {
					a.end = min(a.end, o.form.top(o.cell)-1)
				}
			}
			v.tables = append(v.tables, v.table(h.form, h.cell, a))
		}
	}
	v.missing()
}

// region is where a table stands on a sheet: tables may stand below each other and side
// by side.
type region struct {
	left, right int // columns
	end         int // last row
}

// in says whether a cell belongs to a table's rows.
func (t *table) in(r ref) bool {
	return t.sheet == r.sheet && t.begin <= r.Row && r.Row <= t.end && t.left <= r.Col && r.Col <= t.right
}

// beside says whether two titles are those of tables that stand side by side.
func beside(a, b *cell) bool {
	return a.col != b.col && max(a.row, b.row)-min(a.row, b.row) <= 1
}

// leftmost is the first column of the table with a title: that of the title, but for one
// that stands over the middle, before which a blank column ends the table beside it.
func leftmost(titles []*cell, title *cell) int {
	previous := 0
	for _, o := range titles {
		if beside(o, title) && o.col < title.col {
			previous = max(previous, o.col)
		}
	}
	if previous == 0 {
		return 1
	}
	for col := title.col; col > previous; col-- {
		blank := true
		for row := title.row + 1; row <= title.row+headRows; row++ {
			blank = blank && title.sheet.at(col-1, row) == nil
		}
		if blank {
			return col
		}
	}
	return title.col
}

// headRows is how many rows below a title its headers take.
const headRows = 4

// headsWithin is how far below its title a table's headers are looked for.
const headsWithin = 12

// heads says whether a text is the title of a table and not only a mention of it,
// as in a list of contents: some other text of the form stands below it, that is neither the number of a
// column, as lines of contents are numbered, nor the title of a form.
func (f *form) heads(title *cell, forms []*form) bool {
	var others []string
	for _, p := range f.order {
		if c := f.cells[p]; p.Row > f.title && plainText(c) {
			others = append(others, plain(text(c.Parts)))
		}
	}
	others = slices.DeleteFunc(append(others, f.inside...), func(want string) bool {
		return strings.Trim(want, "0123456789") == "" || slices.ContainsFunc(forms, func(o *form) bool { return o.known.matches(want) })
	})
	if !slices.ContainsFunc(f.order, func(p xlsxedit.Pos) bool {
		return p.Row > f.title && p.Row <= f.title+headsWithin && plainText(f.cells[p])
	}) && f.tagged(title) { // texts with tags in all of them, as a statement is that names its department in every line
		return true
	}
	for _, want := range others {
		if slices.ContainsFunc(title.sheet.order, func(x *cell) bool {
			return x.row > title.row && x.row <= title.row+headsWithin && x.plain == want
		}) {
			return true
		}
	}
	return len(others) == 0
}

// tagged says whether a text with tags of the form stands below its title.
func (f *form) tagged(title *cell) bool {
	return slices.ContainsFunc(f.order, func(p xlsxedit.Pos) bool {
		c := f.cells[p]
		if p.Row <= f.title || !labels(c) || utf8.RuneCountInString(strings.ReplaceAll(plain(text(c.Parts)), "×", "")) < shortestLine {
			return false
		}
		known := patternOf(c.Parts)
		return slices.ContainsFunc(title.sheet.order, func(x *cell) bool {
			return x.row > title.row && x.row <= title.row+headsWithin && known.matches(x.plain)
		})
	})
}

// shortestLine is how many characters of its own a text with tags has by which it is known.
const shortestLine = 6

// headerToo says whether a text that is the form's title is a header below that title instead: 机关运行经费
// over the one column of a table that is called so.
func (f *form) headerToo(c *cell, hits []hit) bool {
	return slices.ContainsFunc(f.order, func(p xlsxedit.Pos) bool {
		return p.Row > f.title && p.Row <= f.head && f.known.matches(plain(text(f.cells[p].Parts))) && slices.ContainsFunc(hits, func(h hit) bool {
			return h.form == f && h.cell.row < c.row && c.row <= h.cell.row+headsWithin
		})
	})
}

// top is the row where a form begins whose title stands in a cell: above it may
// stand what the template has there, such as a number of the table.
func (f *form) top(title *cell) int {
	row := title.row
	for r := f.title - 1; r > 0 && f.rows[r] != nil; r-- {
		for _, c := range f.rows[r].Cells {
			x := title.sheet.at(title.col+c.Col-f.rows[f.title].Cells[0].Col, row-1)
			if x == nil || !patternOf(c.Parts).matches(x.plain) {
				return row
			}
		}
		row--
	}
	return row
}

// taken says whether a sheet bears the title of another table than its name says,
// and that one has its own sheet.
func (v *verifier) taken(s *sheet, f *form) bool {
	return strings.TrimSpace(s.name) != f.Sheet && slices.ContainsFunc(v.book.sheets, func(x *sheet) bool {
		return strings.TrimSpace(x.name) == f.Sheet && slices.ContainsFunc(x.order, func(c *cell) bool {
			return c.kind == xlsxread.Text && f.known.matches(c.plain)
		})
	})
}

// retitled is the form whose sheet bears this name though no title is on it.
func (v *verifier) retitled(s *sheet) *form {
	for _, f := range v.forms {
		if strings.TrimSpace(s.name) != f.Sheet || len(s.order) == 0 {
			continue
		}
		at := s.order[0].place()
		for _, c := range s.order {
			if c.row == f.title {
				at = c.place()
				break
			}
		}
		v.report(retitled, at, f.Sheet, text(f.titleParts()))
		return f
	}
	return nil
}

func (f *form) titleParts() []tags.Part {
	for _, c := range f.rows[f.title].Cells {
		return c.Parts
	}
	return nil
}

// missing reports forms that are not there, or there twice.
func (v *verifier) missing() {
	if len(v.tables) == 0 && len(v.forms) > 0 {
		v.report(noTables, finding.Place{})
		return
	}
	for _, f := range v.forms {
		if f.Of != "" {
			continue
		}
		var found []*table
		for _, t := range v.tables {
			if t.form == f {
				found = append(found, t)
			}
		}
		if len(found) == 0 {
			v.report(missingTable, at(f.Sheet), f.Sheet, text(f.titleParts()))
		}
		for _, t := range found[min(1, len(found)):] {
			v.report(doubledTable, t.title.place(), f.name, found[0].title.place())
		}
		if len(found) > 1 { // the others say the same again
			v.tables = slices.DeleteFunc(v.tables, func(t *table) bool { return t.form == f && t != found[0] })
		}
	}
}

// table reads where the headers of a form came to stand.
func (v *verifier) table(f *form, title *cell, at region) *table {
	t := &table{form: f, sheet: title.sheet, title: title, region: at, says: map[string]said{}, headed: map[*cell]map[string]string{}, cols: map[int]int{},
		static: map[xlsxedit.Pos]int{}, exact: map[*cell]xlsxedit.Pos{}, index: map[xlsxedit.Pos]*fact{},
		spans: map[a1.Range][]reach.Run{}, moves: map[xlsxedit.Pos]written{}, additive: map[[3]int]bool{}}
	t.scalars(title, f.known)
	shift := t.shift()
	t.begin = f.head + shift + 1
	for t.begin > title.row+2 && !t.heading(t.begin-1, shift) && title.sheet.figuresBetween(t.begin-1, title.col, min(t.right, title.col+f.width-1)) {
		t.begin-- // fewer rows of headers than the template has
	}
	t.columns(v, shift)
	v.unitNoted(t)
	for t.begin < t.end && t.numbers(t.begin) {
		t.begin++
	}
	return t
}

// heading says whether a header of the template stands in a row, in its own place.
func (t *table) heading(row, shift int) bool {
	r := t.rows[row-shift]
	return r != nil && slices.ContainsFunc(r.Cells, func(c fill.FormCell) bool {
		x := t.sheet.at(c.Col+t.left-1, row)
		return x != nil && x.plain != "" && plainText(&c) && x.plain == plain(text(c.Parts))
	})
}

// numbers says whether a row numbers the columns: 1, 2, 3 below the headers.
func (t *table) numbers(row int) bool {
	n := 0
	for _, col := range slices.Sorted(maps.Values(t.cols)) {
		x := t.sheet.at(col, row)
		if x == nil || x.plain == "栏次" {
			continue
		}
		if n++; x.plain != strconv.Itoa(n) || x.formula != "" {
			return false
		}
	}
	return n > 2
}

func (t *table) scalars(c *cell, p *pattern) {
	gaps, ok := p.gaps(c.plain)
	if !ok {
		return
	}
	for i, text := range gaps {
		name := p.scalars[i]
		if before, year := yearBehind(text); tags.IsYear(name) && before != "" {
			t.owner, text = said{before, c}, year
		}
		if _, ok := t.says[name]; !ok && name != "" && text != "" {
			t.says[name] = said{text, c}
		}
	}
}

// yearBehind divides 阳泉市司法局2026 into the name and the year; of other texts the name is empty.
func yearBehind(text string) (name, year string) {
	digit := func(r rune) bool { return '0' <= r && r <= '9' }
	name = strings.TrimRightFunc(text, digit)
	if year = text[len(name):]; len(year) != 4 || strings.ContainsFunc(name, digit) {
		return "", text
	}
	return name, year
}

// header says whether a template row holds column headers: texts that are not
// all about the department, year and unit.
func (f *form) header(r *fill.FormRow) bool {
	return r.R > f.title && r.R <= f.head && !(f.Of != "") && slices.ContainsFunc(r.Cells, func(c fill.FormCell) bool {
		_, unit := money.Common.Note(text(c.Parts))
		return !unit && !slices.ContainsFunc(c.Parts, func(p tags.Part) bool { return p.Scalar != "" })
	})
}

// shift is by how many rows the headers stand lower than in the template.
func (t *table) shift() int {
	base := t.title.row - t.form.title
	best, score := base, -1
	for d := -2; d <= 5; d++ {
		n := 0
		for i := range t.Rows {
			r := &t.Rows[i]
			if r.R <= t.form.title || r.R > t.head {
				continue
			}
			for _, c := range r.Cells {
				want := patternOf(c.Parts)
				for col := t.left; col <= min(t.right, t.left+mostColumns); col++ {
					if x := t.sheet.at(col, r.R+base+d); x != nil && want.matches(x.plain) {
						n++
						break
					}
				}
			}
		}
		if n > score || n == score && d == 0 {
			best, score = base+d, n
		}
	}
	return best
}

// columns finds the template's columns by their headers.
func (t *table) columns(v *verifier, shift int) {
	rows := t.headers(shift)
	if len(rows) == 0 {
		for c := 1; c <= t.width; c++ {
			t.cols[c] = c + t.left - 1
		}
		return
	}
	rows = slices.DeleteFunc(rows, func(r int) bool { return r+shift >= t.begin })
	if len(rows) == 0 {
		return
	}
	for _, r := range rows {
		t.heads = append(t.heads, r+shift)
	}
	for last := t.heads[len(t.heads)-1]; t.begin == last+1 && t.begin < t.end && t.spanned(last, t.begin) && !t.heading(t.begin, shift) && !t.sheet.figuresBetween(t.begin, t.left, min(t.right, t.left+t.width-1)); last++ {
		t.heads = append(t.heads, t.begin) // more rows of headers than the template has
		t.begin++
	}
	lowest := func(col int) finding.Place {
		row := t.heads[len(t.heads)-1]
		if x := t.sheet.covering(col, row); x != nil {
			return x.place()
		}
		return finding.At(t.sheet.name, col, row)
	}
	used := map[int]bool{}
	t.lost = t.foreign(v, t.matched(rows, used), rows, used)
	t.ownersBeside(v, used)
	for _, c := range t.lost {
		want := t.path(c, rows)
		own := c + t.left - 1
		v.report(lostColumn, lowest(own), t.name, text(want[len(want)-1]))
		if !used[own] {
			t.cols[c], used[own] = own, true
		}
	}
	t.unheaded(used)
	t.dated(rows, shift)
	t.mistypedHeaders(v, rows, shift)
	if n := t.misplaced(); n > 0 {
		v.report(columnOrder, lowest(n), t.name)
	}
}

// mistypedHeaders tells the upper headers that differ from the template's by one letter:
// a column is found by its lowest one.
func (t *table) mistypedHeaders(v *verifier, rows []int, shift int) {
	for _, p := range t.order {
		x := t.sheet.at(t.cols[p.Col], p.Row+shift)
		if x == nil || t.Of != "" || !slices.Contains(rows, p.Row) || slices.Contains(t.lost, p.Col) || !plainText(t.cells[p]) {
			continue
		}
		if said := text(t.cells[p].Parts); oneLetterApart([]rune(plain(said)), []rune(x.plain)) {
			v.report(otherHeader, x.place(), t.name, x.text, said)
		}
	}
}

// oneLetterApart says whether a text is another one with a letter too few, too many or
// another one.
func oneLetterApart(a, b []rune) bool {
	if len(a) < 3 || len(a)-len(b) > 1 || len(b)-len(a) > 1 || slices.Equal(a, b) {
		return false
	}
	from := 0
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	a, b = a[from:], b[from:]
	switch {
	case len(a) > len(b):
		return slices.Equal(a[1:], b)
	case len(a) < len(b):
		return slices.Equal(a, b[1:])
	}
	return slices.Equal(a[1:], b[1:])
}

// spanned says whether a header is merged over a row and the next.
func (t *table) spanned(row, next int) bool {
	return slices.ContainsFunc(t.sheet.merges, func(m a1.Range) bool {
		return m.Row1 <= row && next <= m.Row2 && t.left <= m.Col1 && m.Col2 <= t.right && t.sheet.at(m.Col1, m.Row1) != nil
	})
}

// dated reads what the headers say of the year and the like.
func (t *table) dated(rows []int, shift int) {
	for _, p := range t.order {
		x := t.sheet.at(t.cols[p.Col], p.Row+shift)
		if x == nil || !slices.Contains(rows, p.Row) {
			continue
		}
		want := patternOf(t.cells[p].Parts)
		gaps, ok := want.gaps(x.plain)
		for i, text := range gaps {
			if ok && want.scalars[i] != "" && text != "" {
				if t.headed[x] == nil {
					t.headed[x] = map[string]string{}
				}
				t.headed[x][want.scalars[i]] = text
			}
		}
	}
}

// headers are the template rows of the column headers; of the lines between title and
// headers it reads the department and the unit.
func (t *table) headers(shift int) (rows []int) {
	for i := range t.Rows {
		r := &t.Rows[i]
		switch {
		case r.R > t.head:
			return rows
		case t.header(r):
			rows = append(rows, r.R)
		case r.R != t.form.title:
			for _, c := range r.Cells {
				t.line(c, r.R+shift)
			}
		}
	}
	return rows
}

// line reads what a text of the template with scalars says in a row: in its own place,
// or wherever it came to stand.
func (t *table) line(c fill.FormCell, row int) {
	want := patternOf(c.Parts)
	if x := t.sheet.at(c.Col+t.left-1, row); x != nil && want.matches(x.plain) {
		t.scalars(x, want)
		return
	}
	for col := t.left; col <= min(t.right, t.left+mostColumns); col++ {
		if x := t.sheet.at(col, row); x != nil {
			t.scalars(x, want)
		}
	}
}

// unitNoted reads the unit from any text above the body that says it, where none stands in
// the words of the template. What the template itself says there is no news: its tags print
// that unit.
func (v *verifier) unitNoted(t *table) {
	if _, says := t.says[pack.ScalarUnit]; says || t.Of != "" {
		return
	}
	form := legend.New(t.Form)
	if form.Body == 0 {
		return // no amount that is compared is in it: 项目资金（元） of blocks
	}
	for _, says := range []func(string) (money.Unit, bool){v.pack.Units.Note, v.pack.Units.Header} {
		for row := t.title.row; row < t.begin; row++ {
			for col := t.left; col <= min(t.right, t.left+mostColumns); col++ {
				if x := t.sheet.at(col, row); x != nil && x.kind == xlsxread.Text {
					if u, ok := says(x.text); ok {
						if own, ok := form.Unit(v.pack, col-t.left+1, form.Body); !ok || own.Unit != u {
							t.says[pack.ScalarUnit] = said{u.Name, x}
						}
						return
					}
				}
			}
		}
	}
}

// mostColumns is how many columns are looked at for what stands above a table's body.
const mostColumns = 40

// matched finds columns by the whole way of headers from the top, and then by the
// lowest header alone; it gives those that are not found.
func (t *table) matched(rows []int, used map[int]bool) (lost []int) {
	for _, whole := range []bool{true, false} {
		for c := 1; c <= t.width; c++ {
			want := t.path(c, rows)
			if len(want) == 0 || t.cols[c] > 0 {
				continue
			}
			if n := t.standing(c, want, whole, used); n > 0 {
				t.cols[c], used[n] = n, true
			} else if !whole {
				lost = append(lost, c)
			}
		}
	}
	return lost
}

// standing is the column with the headers of a template column: its own place first, or
// else the leftmost; 0 if there is none.
func (t *table) standing(c int, want [][]tags.Part, whole bool, used map[int]bool) int {
	fits := func(n int) bool { return !used[n] && same(want, t.shown(n), whole) }
	if own := c + t.left - 1; fits(own) {
		return own
	}
	for n := t.left; n <= min(t.right, t.left+t.width+10); n++ {
		if fits(n) {
			return n
		}
	}
	return 0
}

// shown is the headers above a column of the workbook from the top down.
func (t *table) shown(col int) (path []string) {
	for _, row := range t.heads {
		if s := t.sheet.merged(col, row); s != "" && (len(path) == 0 || path[len(path)-1] != s) {
			path = append(path, s)
		}
	}
	return path
}

// misplaced is the first column that stands before one that it follows in the
// template, 0 if all are in order.
func (t *table) misplaced() int {
	previous := 0
	for c := 1; c <= t.width; c++ {
		if n := t.cols[c]; n > 0 && n < previous && previous < ownColumns {
			return n
		}
		previous = max(previous, t.cols[c])
	}
	return 0
}

// unheaded finds the columns without a header: they stand beside the column that
// they stand beside in the template.
func (t *table) unheaded(used map[int]bool) {
	for c := 1; c <= t.width; c++ {
		n := t.cols[c-1] + 1
		if c == 1 || t.cols[c-1] == 0 {
			n = c + t.left - 1
		}
		if t.cols[c] == 0 && !used[n] {
			t.cols[c], used[n] = n, true
		}
	}
}

// over is the lowest header above a column that is more than a number.
func (t *table) over(col int) string {
	for _, row := range slices.Backward(t.heads) {
		if s := t.sheet.merged(col, row); strings.Trim(s, "0123456789") != "" {
			return s
		}
	}
	return ""
}

// path is the headers above a template column from the top down.
func (f *form) path(col int, rows []int) (path [][]tags.Part) {
	for _, r := range rows {
		c := f.cells[xlsxedit.Pos{Col: col, Row: r}]
		for _, m := range f.Merges {
			if c == nil && m.Has(col, r) {
				c = f.cells[xlsxedit.Pos{Col: m.Col1, Row: m.Row1}]
			}
		}
		if c != nil && (len(path) == 0 || text(path[len(path)-1]) != text(c.Parts)) {
			path = append(path, c.Parts)
		}
	}
	return path
}

// same compares headers: the whole way from the top, or the lowest alone.
func same(want [][]tags.Part, got []string, whole bool) bool {
	if len(got) == 0 {
		return false
	}
	if !whole {
		want, got = want[len(want)-1:], got[len(got)-1:]
	}
	return slices.EqualFunc(want, got, func(want []tags.Part, got string) bool {
		known := patternOf(want)
		return known.matches(got) || known.matches(money.Common.Bare(got)) // 合计（万元）
	})
}
