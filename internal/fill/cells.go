package fill

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/numfmt"
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
	d        *Data // as the sheet sees it
	out      *outSheet
	all      map[string]*outSheet
	copies   map[copyKey]*outSheet
	problems *finding.List
}

// place is where a template cell is being written.
type place struct {
	col    int // of the template's cell, 0 outside cells
	out    int // output row
	row    *row
	lane   *lane
	record int  // of the lane's list, below 0 outside lists and where the list has ended
	blank  bool // the template row gives its format alone
	within *within
}

// within is the record whose block a place stands in.
type within struct {
	lane   *lane
	record int
}

// ended says whether a place is below the end of its lane.
func (p place) ended() bool {
	return p.form() || p.blank || p.lane != nil && !p.lane.fixed() && p.record < 0
}

// form says whether a place is in a block of a list without records, of which the
// form stays: its texts, with blanks for the record.
func (p place) form() bool {
	return !p.blank && (p.lane != nil && p.lane.block && p.record < 0 || p.within != nil && p.within.record < 0)
}

func (w *writer) write() {
	o := w.out
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
	for _, r := range w.equalNeighbours() {
		o.mergeOver(&r)
		for n := r.Row1 + 1; n <= r.Row2; n++ {
			*o.cellAt(r.Col1, n) = o.cellAt(r.Col1, n).blank() // nothing hides below a merge
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

func (b *band) each(out int, lanes []stand, in *within, visit func(x *cell, at place)) {
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
			st.part.band.each(out, st.inner, &within{span.lane, st.record}, visit)
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
	case at.ended():
	case x.array != nil:
		out.member = w.member(x, at)
	case x.formula != nil:
		out.moved = &moved{cell: x, w: w, at: at}
	case x.slots != nil:
		w.tags(&out, x, at)
	default:
		out.tpl = x.Cell
	}
	return out
}

// form writes a cell of a block's blank form.
func (w *writer) form(out *outCell, x *cell, at place) {
	switch {
	case x.formula != nil || x.array != nil:
	case x.slots == nil:
		out.tpl = x.Cell
	default:
		blanks := slices.Clone(x.slots)
		for i, s := range blanks {
			if s.row && s.role == prints {
				blanks[i] = slot{run: s.run}
			}
		}
		w.tags(out, &cell{Cell: x.Cell, slots: blanks}, at)
	}
}

// tags writes a cell with tags: a single tag keeps its type, a mixture is text.
func (w *writer) tags(out *outCell, x *cell, at place) {
	if len(x.slots) == 1 && x.slots[0].amount() {
		w.amount(out, &x.slots[0], at)
		return
	}
	runs := w.compose(x.slots, at)
	if text := strings.Join(runs, ""); text != "" {
		out.value = formula.Str(text)
		if x.Rich != "" {
			out.rich = x.WithRuns(runs)
		}
	}
	if x.slots[0].indent && at.record >= 0 {
		// 合计 and what is directly below it stand at the edge.
		out.indent = uint8(max(0, w.d.Lists[at.lane.list].Records[at.record].Level-1))
	}
}

// compose gives the text of slots, by run of fonts.
func (w *writer) compose(slots []slot, at place) []string {
	runs := make([]string, slots[len(slots)-1].run+1)
	w.each(slots, at, func(s *slot, text string) { runs[s.run] += text })
	return runs
}

// each gives the text of every slot but those that stand on a condition that is
// not met.
func (w *writer) each(slots []slot, at place, do func(s *slot, text string)) {
	skip := false
	for i := range slots {
		s := &slots[i]
		switch s.role {
		case ifAny, ifNone:
			skip = !w.holds(s, at)
		case ends:
			skip = false
		case blockBegins, blockEnds: // print nothing
		default:
			if !skip {
				do(s, w.words(s, at))
			}
		}
	}
}

// words is a slot as text.
func (w *writer) words(s *slot, at place) string {
	switch {
	case s.scalar == EmptyNote:
		return w.d.EmptyNote
	case s.scalar != "":
		return w.d.Scalars[s.scalar]
	case !s.tag():
		return s.text
	case s.look.numeral:
		return numfmt.Ordinal(w.number(s, at).IntPart())
	case s.look.capital:
		return numfmt.Capital(w.number(s, at))
	case s.kind == count:
		return w.number(s, at).String()
	case s.kind != word:
		return s.look.write(w.inUnit(s, w.number(s, at)))
	}
	records := w.records(s, at)
	if len(records) == 0 {
		return ""
	}
	list := w.d.Lists[s.list]
	r := &list.Records[records[0]]
	text := r.Texts[s.field.index]
	if s.own && r.Parent >= 0 && list.Records[r.Parent].Texts[s.field.index] == text {
		return ""
	}
	return text
}

// number is the number that a slot prints: 元 of an amount.
func (w *writer) number(s *slot, at place) decimal.Decimal {
	switch {
	case s.number != "":
		return w.d.Numbers[s.number]
	case s.kind == count:
		records := w.records(s, at)
		if len(records) == 0 {
			return decimal.Zero
		}
		return decimal.NewFromInt(int64(w.out.serial(s.field.index, w.d.Lists[s.list], s.list, records[0])))
	}
	return w.sum(s, at).Yuan()
}

// inUnit is an amount of 元 in the unit that a slot prints, exact.
func (w *writer) inUnit(s *slot, d decimal.Decimal) decimal.Decimal {
	if s.kind != money {
		return d
	}
	return d.Shift(-s.unit.of(w.d))
}

// records are those that a slot takes its value from.
func (w *writer) records(s *slot, at place) []int {
	list := w.d.Lists[s.list]
	switch {
	case s.row && at.within != nil && at.lane.list != s.list:
		return one(at.within.record)
	case s.row:
		return one(at.record)
	case s.bound:
		return []int{w.out.record}
	case len(s.keys) == 0:
		return []int{0}
	}
	var out []int
	for i, r := range list.Records {
		if slices.Contains(s.keys, r.Key) {
			out = append(out, i)
		}
	}
	return out
}

// one is a record, if it is one.
func one(record int) []int {
	if record < 0 {
		return nil
	}
	return []int{record}
}

// sum adds up the amounts that a slot takes.
func (w *writer) sum(s *slot, at place) (total budget.Fen) {
	for _, i := range w.records(s, at) {
		total += w.d.Lists[s.list].Records[i].Amounts[s.field.index]
	}
	return total
}

// amount writes a number, or, where the parts of the number stand on the same
// sheet, the formula that adds them up. Zero prints as an empty cell.
func (w *writer) amount(out *outCell, s *slot, at place) {
	out.format = s.look.format()
	value := w.number(s, at)
	if value.IsZero() && !s.zero {
		return
	}
	out.value = formula.Num(w.inUnit(s, value))
	if s.list == "" || s.kind != money {
		return
	}
	records := w.records(s, at)
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
		out.sum += w.inUnit(s, rest.Yuan()).String()
	}
}

// parts are the cells of the nearest printed records below a record that show
// the same field, and what they leave of its amount; no rows if some record
// does not show it, or not in the same column as the others.
func (w *writer) parts(s *slot, record int, at place) (col int, rows []int, rest budget.Fen) {
	list, printed := w.d.Lists[s.list], w.out.lists[s.list]
	if printed == nil {
		return 0, nil, 0
	}
	rest = list.Records[record].Amounts[s.field.index]
	shown := true
	var walk func(i int)
	walk = func(i int) {
		for _, k := range list.kids(i) {
			r := printed[k]
			if r == 0 || r == at.out && at.of(s.list) {
				walk(k)
				continue
			}
			c := w.out.columnOf(s, r)
			shown = shown && c > 0 && (col == 0 || c == col)
			col = c
			rows = append(rows, r)
			rest -= list.Records[k].Amounts[s.field.index]
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
func (w *writer) shorter(s *slot, record int, at place, col int) string {
	list, printed := w.d.Lists[s.list], w.out.lists[s.list]
	var rows []int
	var total budget.Fen
	var walk func(i int)
	walk = func(i int) {
		for _, k := range list.kids(i) {
			if r := printed[k]; r > 0 && (r != at.out || !at.of(s.list)) {
				rows = append(rows, r)
				total += list.Records[k].Amounts[s.field.index]
			}
			walk(k)
		}
	}
	walk(record)
	slices.Sort(rows)
	amount := list.Records[record].Amounts[s.field.index]
	if all := compress(rows); len(all) == 1 && total%amount == 0 {
		return fmt.Sprintf("%s/%d", sumOf(col, rows), total/amount)
	}
	w.problems.Errorf("rows-many", finding.At(w.out.name, col, at.out), "请把这张表分成几张，或减少层级。", "下级有 %d 行，多得写不进一个公式", len(rows))
	return ""
}

// columnOf is the column in which an output row shows the field of a slot, 0 if
// in none.
func (l *layout) columnOf(s *slot, out int) int {
	for _, side := range l.placedAt(out).sides() {
		if side.lane.list != s.list {
			continue
		}
		for _, x := range side.row.cells {
			if len(x.slots) == 1 && x.slots[0].row && x.slots[0].amount() && x.slots[0].field == s.field && x.slots[0].list == s.list && x.slots[0].unit == s.unit {
				return x.Col
			}
		}
	}
	return 0
}

// maxArguments keeps SUM below Excel's limit of 255 arguments.
const maxArguments = 250

// sumOf adds up cells of a column: ranges where they adjoin.
func sumOf(col int, rows []int) string {
	var terms []string
	for _, r := range compress(rows) {
		terms = append(terms, a1.Range{Col1: col, Row1: r.from, Col2: col, Row2: r.to}.String())
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
