package fill

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/reach"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// outSheet is a sheet of the result.
type outSheet struct {
	*layout
	name   string
	record int // that the sheet is for, -1 if for none
	ref    xlsxedit.SheetRef
	rows   []outRow
	byRow  []int // index into rows by row number, -1 for rows that hold nothing
	merges []a1.Range
	begin  map[[2]int]a1.Range // see merged; nil while merges change
}

type outRow struct {
	r      int
	tpl    *row
	height float64 // points, 0 leaves the template's
	cells  []outCell
}

// outCell is a cell of the result: a kept cell of the template, a value, a sum
// over other rows, or a formula of the template.
type outCell struct {
	col, style int32
	state      uint8 // of the computation, see calc.go
	openTop    bool  // without its upper line, for a text that goes on from above
	openBottom bool
	indent     uint8          // steps beside those of the style
	format     string         // number format, "" for that of the style
	tpl        *xlsxedit.Cell // content kept as it is, nil if computed
	value      formula.Value  // also of sums and formulas
	rich       string         // the value with its runs of fonts, "" if it has none
	sum        string         // a formula made by us, without "="
	moved      *moved
	member     *member // of an array formula that stands in another cell
}

// member is where a cell stands in the range of an array formula.
type member struct {
	col, row    int // of the formula's cell in the result
	down, right int
}

// moved is a formula of the template where it stands in the result.
type moved struct {
	cell    *cell
	w       *writer
	at      place
	written string            // as it reads there, without "="
	parsed  *formula.Formula  // of written
	broken  error             // why there is no result
	spill   [][]formula.Value // what an array formula gives, once computed
}

// formula is the text of the cell's formula, "" if it has none.
func (x *outCell) formula() string {
	if x.moved != nil {
		return x.moved.written
	}
	return x.sum
}

// writer fills one sheet.
type writer struct {
	t        *Template
	values   *tags.Values // as the sheet sees them
	out      *outSheet
	all      map[string]*outSheet
	copies   map[copyKey]*outSheet
	problems *finding.List
	lacks    Lack // for paper

	paths map[string]map[string]int // see byPath
}

// place is where a template cell is being written.
type place struct {
	col    int // of the template's cell, 0 outside cells
	out    int // output row
	row    *row
	lane   *lane
	record int         // of the lane's list, below 0 outside lists and where the list has ended
	blank  bool        // the template row gives its format alone
	within *tags.Scope // the record whose block it stands in
}

// scope is what the place is to tags.
func (p place) scope() tags.Scope {
	s := tags.Scope{Record: p.record, Around: p.within}
	if p.lane != nil {
		s.List = p.lane.list
	}
	return s
}

// ended says whether a place is below the end of its lane.
func (p place) ended() bool {
	return p.form() || p.blank || p.lane != nil && !p.lane.fixed() && p.record < 0
}

// form says whether a place is in a block of a list without records, of which the
// form stays: its texts, with blanks for the record.
func (p place) form() bool {
	return !p.blank && (p.lane != nil && p.lane.block && p.record < 0 || p.within != nil && p.within.Record < 0)
}

func (w *writer) write() {
	o := w.out
	o.begin = nil
	o.rows = make([]outRow, 0, len(o.layout.rows))
	last := o.total
	if n := len(o.layout.rows); n > 0 {
		last = max(last, o.layout.rows[n-1].r)
	}
	o.byRow = make([]int, last+1)
	for i := range o.byRow {
		o.byRow[i] = -1
	}
	for _, p := range o.layout.rows {
		row := outRow{r: p.r, tpl: p.row, cells: make([]outCell, 0, len(p.row.cells))}
		p.each(func(x *cell, at place) { row.cells = append(row.cells, w.cell(x, at)) })
		o.byRow[p.r] = len(o.rows)
		o.rows = append(o.rows, row)
		for n := range p.more {
			o.byRow[p.r+n+1] = len(o.rows)
			o.rows = append(o.rows, row.blank(p.r+n+1))
		}
	}
	o.merges = o.mergeRanges()
	for _, e := range w.equalNeighbours() {
		if !e.once {
			o.mergeOver(&e.Range)
		}
		for n := e.Row1 + 1; n <= e.Row2; n++ {
			*o.cellAt(e.Col1, n) = o.cellAt(e.Col1, n).blank() // nothing hides below a merge
		}
	}
	o.spread()
}

// blank is a row of the same look without contents.
func (r *outRow) blank(at int) outRow {
	out := outRow{r: at, tpl: r.tpl, cells: make([]outCell, len(r.cells))}
	for i := range r.cells {
		out.cells[i] = r.cells[i].blank()
	}
	return out
}

func (x *outCell) blank() outCell {
	return outCell{col: x.col, style: x.style, indent: x.indent, format: x.format}
}

// each visits the template cells that an output row prints, with their places;
// each lane takes its cells from a template row of its own.
func (p placed) each(visit func(x *cell, at place)) {
	if p.lanes == nil {
		for i := range p.row.cells {
			visit(&p.row.cells[i], place{col: p.row.cells[i].Col, out: p.r, row: p.row, record: -1})
		}
		return
	}
	p.row.band.each(p.r, p.lanes, nil, visit)
}

func (b *band) each(out int, lanes []stand, in *tags.Scope, visit func(x *cell, at place)) {
	for i, span := range b.spans {
		to := a1.MaxCol
		if i+1 < len(b.spans) {
			to = b.spans[i+1].from - 1
		}
		from := span.from
		if i == 0 {
			from = 1
		}
		st := lanes[slices.Index(b.lanes, span.lane)]
		if st.part != nil {
			st.part.band.each(out, st.inner, &tags.Scope{List: span.lane.list, Record: st.record}, visit)
			continue
		}
		for j := range st.row.cells {
			if x := &st.row.cells[j]; x.Col >= from && x.Col <= to {
				visit(x, place{x.Col, out, st.row, span.lane, st.record, st.blank, in})
			}
		}
	}
}

func (w *writer) cell(x *cell, at place) outCell {
	out := outCell{col: int32(x.Col), style: int32(x.Style)}
	switch {
	case at.form():
		w.form(&out, x, at)
	case at.ended() && !x.everyLine(at):
	case x.array != nil:
		out.member = w.member(x, at)
	case x.formula != nil:
		out.moved = &moved{cell: x, w: w, at: at}
		if format := w.decimals(x.Style); format != "" && !w.t.unitless(x) {
			out.format = format
		}
	case x.parts != nil:
		w.tags(&out, x, at)
	default:
		out.tpl = x.Cell
	}
	return out
}

// everyLine says whether a cell prints what is its record's own below the first line too.
func (x *cell) everyLine(at place) bool {
	return at.blank && at.lane != nil && at.lane.fixed() && at.within != nil && slices.ContainsFunc(x.parts, func(p tags.Part) bool { return p.Every })
}

// form writes a cell of a block's blank form.
func (w *writer) form(out *outCell, x *cell, at place) {
	switch {
	case x.formula != nil || x.array != nil:
	case x.parts == nil:
		out.tpl = x.Cell
	default:
		blanks := slices.Clone(x.parts)
		for i, s := range blanks {
			if s.Row && s.Role == tags.Prints {
				blanks[i] = tags.Part{Run: s.Run}
			}
		}
		w.tags(out, &cell{Cell: x.Cell, parts: blanks}, at)
	}
}

// maxText is how long Excel allows a text in a cell to be, in UTF-16 units.
const maxText = 32767

// units is how long a text is in UTF-16, as Excel counts.
func units(text string) (n int) {
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// tags writes a cell with tags: a single tag keeps its type, a mixture is text.
func (w *writer) tags(out *outCell, x *cell, at place) {
	if len(x.parts) == 1 && x.parts[0].Numeric() {
		w.amount(out, x, at)
		return
	}
	runs := w.values.Runs(x.parts, at.scope())
	if text := strings.Join(runs, ""); text != "" {
		if n, is := tags.Figure(text); is && len(x.parts) == 1 && x.parts[0].Figure {
			out.value = formula.Num(n)
			return
		}
		if n := units(text); n > maxText {
			w.problems.Errorf("text-long", finding.At(w.out.name, x.Col, at.out), "请把这一格分成几格、几行，或少列几条。", "填好以后有 %d 个字，一格最多只能有 %d 个", n, maxText)
			return
		}
		out.value = formula.Str(text)
		if x.Rich != "" {
			out.rich = x.WithRuns(runs)
		}
	}
	out.indent = uint8(w.values.Steps(&x.parts[0], at.scope()))
}

// amount writes a number, or, where the parts of the number stand on the same
// sheet, the formula that adds them up. Zero prints as an empty cell.
func (w *writer) amount(out *outCell, x *cell, at place) {
	s := &x.parts[0]
	if out.format = s.Look.Format(); out.format == "" && s.Kind == tags.Money {
		out.format = w.decimals(x.Style)
	}
	value := w.values.Of(s, at.scope())
	if value.Blank {
		return
	}
	out.value = formula.Num(value.Number)
	if !s.Amount {
		return
	}
	records := w.values.Records(s, at.scope())
	if len(records) != 1 {
		return
	}
	col, rows, rest := w.parts(s, records[0], at)
	if len(rows) == 0 {
		return
	}
	out.sum = sumOf(col, rows)
	if len(out.sum) > maxFormula {
		out.sum = w.shorter(s, records[0], at, col)
		return
	}
	if rest > 0 {
		out.sum += "+" // money booked on the parent itself
	}
	if rest != 0 {
		out.sum += w.values.Shown(s, rest.Yuan()).String()
	}
}

// parts are the cells of the nearest printed records below a record that show
// the same field, and what they leave of its amount; no rows if some record
// does not show it, or not in the same column as the others.
func (w *writer) parts(s *tags.Part, record int, at place) (col int, rows []int, rest budget.Fen) {
	list, printed := w.values.Data.Lists[s.List], w.out.lists[s.List]
	if printed == nil {
		return 0, nil, 0
	}
	rest = w.values.Amount(s, record)
	shown := true
	var walk func(i int)
	walk = func(i int) {
		for _, k := range list.Children(i) {
			r := printed[k]
			if r == 0 || r == at.out && at.of(s.List) {
				walk(k)
				continue
			}
			c := w.out.columnOf(s, at.col, r)
			shown = shown && c > 0 && (col == 0 || c == col)
			col = c
			rows = append(rows, r)
			rest -= w.values.Amount(s, k)
		}
	}
	walk(record)
	if !shown {
		return 0, nil, 0
	}
	slices.Sort(rows)
	return col, rows, rest
}

// of says whether a place is in a row of a list.
func (p place) of(list string) bool { return p.lane == nil || p.lane.list == list }

// maxFormula is below Excel's limit of 8,192 characters.
const maxFormula = 8000

// shorter adds up more rows than a list of them has room for: all rows below
// the record at once, divided by how often each amount stands among them (on
// its own row and on those of its parents).
func (w *writer) shorter(s *tags.Part, record int, at place, col int) string {
	list, printed := w.values.Data.Lists[s.List], w.out.lists[s.List]
	var rows []int
	var total budget.Fen
	for i := range list.Below(record) {
		if r := printed[i]; r > 0 && (r != at.out || !at.of(s.List)) {
			rows = append(rows, r)
			total += w.values.Amount(s, i)
		}
	}
	amount := w.values.Amount(s, record)
	if all := reach.Runs(rows); len(all) == 1 && total%amount == 0 {
		return fmt.Sprintf("%s/%d", sumOf(col, rows), total/amount)
	}
	w.problems.Errorf("rows-many", finding.At(w.out.name, col, at.out), "请把这张表分成几张，或减少层级。", "下级有 %d 行，多得写不进一个公式", len(rows))
	return ""
}

// columnOf is the column in which an output row shows the field of a slot, 0 if
// in none: the slot's own column, where that does.
func (l *layout) columnOf(s *tags.Part, own, out int) (col int) {
	for _, side := range l.placedAt(out).sides() {
		if side.lane.list != s.List {
			continue
		}
		for _, x := range side.row.cells {
			if len(x.parts) == 1 && x.parts[0].Row && x.parts[0].Numeric() && x.parts[0].Same(s) && (col == 0 || x.Col == own) {
				col = x.Col
			}
		}
	}
	return col
}

// maxArguments keeps SUM below Excel's limit of 255 arguments.
const maxArguments = 250

// sumOf adds up cells of a column: ranges where they adjoin.
func sumOf(col int, rows []int) string {
	var terms []string
	for _, r := range reach.Runs(rows) {
		terms = append(terms, a1.Range{Col1: col, Row1: r.From, Col2: col, Row2: r.To}.String())
	}
	var sums []string
	for part := range slices.Chunk(terms, maxArguments) {
		sums = append(sums, "SUM("+strings.Join(part, ",")+")")
	}
	return strings.Join(sums, "+")
}

// cellAt is a cell of the result, nil if the sheet holds none there.
func (o *outSheet) cellAt(col, row int) *outCell {
	if row < 0 || row >= len(o.byRow) || o.byRow[row] < 0 {
		return nil
	}
	cells := o.rows[o.byRow[row]].cells
	for i := range cells {
		if int(cells[i].col) == col {
			return &cells[i]
		}
	}
	return nil
}

// shown is what the cell shows once it is computed.
func (x *outCell) shown() formula.Value {
	if x.tpl != nil {
		return kept(x.tpl)
	}
	return x.value
}

// kept is the value of a cell of the template.
func kept(c *xlsxedit.Cell) formula.Value {
	switch c.Type {
	case "s", "inlineStr", "str":
		return formula.Str(c.Text)
	case "b":
		return formula.Logical(c.Value == "1")
	case "e":
		return formula.Value{Kind: formula.Fault, Text: c.Value}
	}
	if f, err := strconv.ParseFloat(c.Value, 64); err == nil {
		return formula.Num(decimal.NewFromFloat(f))
	}
	return formula.Value{}
}
