package fill

import (
	"errors"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
	"ysgk/internal/reach"
)

// What a reference of the template means in the result. In a row that repeats it sees
// the rows of its own list as package reach says. From outside:
//
//	D5:D5                     all records
//	D5                        the first record; where a function takes a range, all
//	a sheet that repeats      its first sheet; where a function takes a range, all
//
// From a row or a sheet that repeats, what is printed of the same record elsewhere is
// the record's own: its copy of a sheet, its row in another list (elsewhere.go).
//
// What lies outside the list stays where it points. A list without records that
// something refers to keeps one blank row (grounds.go), so that no reference is
// left without a place.
//
// Excel and WPS read the written formula; so does the calculator (calc.go).

var (
	// errApart is a formula that needs one range where the rows do not adjoin.
	errApart = errors.New("rows do not adjoin")
	// errUnclear is a formula that looks at its own record where several could be that.
	errUnclear = errors.New("several records")
	// errLong is a formula over more rows than one formula can name.
	errLong = errors.New("formula too long")
)

// blankCell is a cell that no template uses: what a reference means of which
// nothing is printed.
const blankCell = "$XFD$1048576"

// target is what a reference of the template means in the result.
type target struct {
	ref   formula.Ref
	sheet *outSheet   // nil if there is no such sheet
	runs  []reach.Run // several where the rows do not adjoin
	fixed bool        // whole columns, which do not move
	own   bool        // the record's own copy of a sheet that repeats

	unclear bool // several records could be the record's own
}

// rewritten is a formula of the template as it reads in a place of the result.
func (w *writer) rewritten(f *formula.Formula, at place) (string, error) {
	var bad error
	text := f.Rewrite(func(o formula.Operand) string {
		s, err := w.spell(o, w.point(o, at, formula.TakesRange(o.Func, o.Arg)))
		if bad == nil {
			bad = err
		}
		return s
	})
	if bad == nil && len(text) > maxFormula {
		bad = errLong
	}
	return text, bad
}

// spell writes an operand as it reads in the result.
func (w *writer) spell(o formula.Operand, p target) (string, error) {
	switch {
	case p.unclear:
		return blankCell, errUnclear
	case p.fixed:
		return p.ref.String(), nil
	case p.sheet == nil && w.gone(o.Ref.Sheet):
		return blankCell, nil // a sheet for each record of a list that has none
	case p.sheet == nil:
		return "#REF!", nil
	case w.seesAll(o, p):
		return w.everySheet(o, p)
	case len(p.runs) == 0:
		return blankCell, nil
	case len(p.runs) == 1:
		return p.spelled(p.runs[0]), nil
	}
	parts := p.each()
	switch how := formula.TakesUnion(o.Func, o.Arg); {
	case o.One || how == formula.NoUnion:
		return parts[0], errApart
	case how == formula.Arguments:
		return chunked(o.Func, parts), nil
	}
	return "(" + strings.Join(parts, ",") + ")", nil
}

// seesAll says whether an operand looks from outside into all sheets of a sheet that repeats.
func (w *writer) seesAll(o formula.Operand, p target) bool {
	return p.sheet != w.out && p.sheet.sheet.of != "" && !p.own && formula.TakesRange(o.Func, o.Arg)
}

// everySheet writes an operand that looks from outside into a sheet that repeats:
// all of its sheets, where the function takes them one by one.
func (w *writer) everySheet(o formula.Operand, p target) (string, error) {
	if o.One || formula.TakesUnion(o.Func, o.Arg) != formula.Arguments {
		return blankCell, errApart
	}
	var parts []string
	for _, out := range w.copiesOf(p.sheet.sheet) {
		q := target{ref: p.ref.On(out.name, quoted(out)), runs: out.runs(o.Ref.Range, o.Ref.Row1, o.Ref.Row2)}
		parts = append(parts, q.each()...)
	}
	if len(parts) == 0 {
		return blankCell, nil
	}
	return chunked(o.Func, parts), nil
}

// copiesOf are the sheets that a repeated sheet has become, in order.
func (w *writer) copiesOf(s *sheet) (out []*outSheet) {
	var records []int
	for key := range w.copies {
		if key.sheet == strings.ToLower(s.Name) {
			records = append(records, key.record)
		}
	}
	slices.Sort(records)
	for _, r := range records {
		out = append(out, w.copies[copyKey{strings.ToLower(s.Name), r}])
	}
	return out
}

// twoSteps are functions that give the same result of the results of parts.
var twoSteps = []string{"SUM", "MAX", "MIN", "PRODUCT", "AND", "OR"}

// chunked keeps a function below Excel's limit of 255 arguments.
func chunked(name string, parts []string) string {
	switch {
	case len(parts) <= maxArguments:
		return strings.Join(parts, ",")
	case !slices.Contains(twoSteps, name):
		return "(" + strings.Join(parts, ",") + ")" // a union is one argument
	}
	var out []string
	for c := range slices.Chunk(parts, maxArguments) {
		out = append(out, name+"("+strings.Join(c, ",")+")")
	}
	return strings.Join(out, ",")
}

// each is how the stretches of a target read, one by one.
func (p target) each() (out []string) {
	for _, r := range p.runs {
		out = append(out, p.spelled(r))
	}
	return out
}

func (p target) spelled(r reach.Run) string {
	return p.ref.With(a1.Range{Col1: p.ref.Col1, Row1: r.From, Col2: p.ref.Col2, Row2: r.To}).String()
}

// point finds what an operand means; ranged says that a range is wanted in its
// place, so that one cell of a list stands for all of it.
func (w *writer) point(o formula.Operand, at place, ranged bool) target {
	var p target
	if p.ref, p.sheet = w.home(o.Ref); p.sheet == nil {
		return p
	}
	if own, unclear := w.copyFor(p.sheet, at); !everyCopy(o) {
		if p.unclear = unclear; own != nil {
			p.ref, p.sheet, p.own = p.ref.On(own.name, quoted(own)), own, true
		}
	}
	if p.ref.Row1 == 0 {
		p.fixed = true
		return p
	}
	cols := p.ref.Range
	if cols.Col1 == 0 {
		cols.Col1, cols.Col2 = wholeRow.Col1, wholeRow.Col2
	}
	within := false
	if p.sheet == w.out && at.lane != nil && (at.record >= 0 || at.lane.fixed() && at.within != nil && at.within.Record >= 0) {
		p.runs, within = w.within(p.ref, at, ranged)
	}
	alone := p.ref.Single() && !ranged
	if !within && alone {
		var unclear bool
		p.runs, within, unclear = w.ownRows(p.sheet, p.ref, at)
		p.unclear = p.unclear || unclear
	}
	if !within {
		p.runs = p.sheet.runs(cols, p.ref.Row1, p.ref.Row2)
	}
	if len(p.runs) > 0 && alone {
		p.runs = reach.One(p.runs[0].From)
	}
	return p
}

// outside is a formula that stands in no cell, such as a chart's or a conditional
// format's, as it reads in the result; unreadable ones stay as they are. Where the
// rows do not adjoin it has the range around them, or all of them if union is
// true. at is the first cell that it holds for.
func (w *writer) outside(text string, at place, ranged, union bool) string {
	return w.elsewhere(text, func(o formula.Operand) string {
		return w.around(w.point(o, at, ranged && o.Func == "" || formula.TakesRange(o.Func, o.Arg)), union)
	})
}

// elsewhere rewrites a formula that stands in no cell; what looks at a sheet that is
// gone is in error.
func (w *writer) elsewhere(text string, operand func(formula.Operand) string) string {
	f, err := formula.Parse(text)
	if err != nil {
		return text
	}
	return f.Rewrite(func(o formula.Operand) string {
		if w.gone(o.Ref.Sheet) {
			return "#REF!"
		}
		return operand(o)
	})
}

// defined is the formula of a defined name. Its relative parts say how far from
// the cell that uses the name something is, and so do not move.
func (w *writer) defined(name, text string, union bool) string {
	return w.elsewhere(text, func(o formula.Operand) string {
		if _, row1, _, row2 := o.Ref.Abs(); union && (!row1 || !row2) { // a print area names its cells, with $ or without
			return w.halfDefined(o.Ref, row1, row2)
		}
		return w.around(w.point(o, noRecord, o.Func == "" && !w.t.values[strings.ToLower(name)] || formula.TakesRange(o.Func, o.Arg)), union)
	})
}

// halfDefined is a reference of a name of which a corner is relative: it stays, the
// other one goes to the end of the rows that it names.
func (w *writer) halfDefined(ref formula.Ref, top, bottom bool) string {
	ref, sheet := w.home(ref)
	if sheet == nil || ref.Row1 == 0 {
		return ref.String()
	}
	to := ref.Range
	first := top != ref.Turned() // the fixed corner is written first
	move := func(r int) int {
		switch runs := sheet.runs(ref.Range, r, r); {
		case len(runs) == 0:
			return r
		case first:
			return runs[0].From
		default:
			return runs[len(runs)-1].To
		}
	}
	if top {
		to.Row1 = move(ref.Row1)
	}
	if bottom {
		to.Row2 = move(ref.Row2)
	}
	return ref.With(to).String()
}

func (w *writer) around(p target, union bool) string {
	switch n := len(p.runs); {
	case p.sheet == nil || p.fixed:
		return p.ref.String()
	case n == 0:
		return p.ref.With(a1.Cell(a1.MaxCol, a1.MaxRow)).String()
	case n > 1 && union:
		return strings.Join(p.each(), ",")
	default:
		return p.spelled(reach.Run{From: p.runs[0].From, To: p.runs[n-1].To})
	}
}

// placeOf is where the first copy of a cell of the template stands.
func (w *writer) placeOf(col, r int) place {
	b := w.out.sheet.bandAt(r)
	if b == nil {
		return noRecord
	}
	lane := b.laneAt(col)
	rows := w.out.homes[home{r, lane}]
	if len(rows) == 0 {
		return noRecord
	}
	st := w.out.placedAt(rows[0]).stand(lane)
	return place{col: col, out: rows[0], row: st.row, lane: lane, record: st.record}
}

// home is the sheet of the result that a reference of the template means, and
// the reference with that sheet's name; nil if there is no such sheet.
func (w *writer) home(ref formula.Ref) (formula.Ref, *outSheet) {
	if ref.Sheet == "" {
		return ref, w.out
	}
	out := w.all[strings.ToLower(ref.Sheet)]
	if w.out != nil && strings.EqualFold(w.out.sheet.Name, ref.Sheet) {
		out = w.out // a repeated sheet means itself
	}
	if out != nil && !strings.EqualFold(out.name, ref.Sheet) {
		ref = ref.On(out.name, quoted(out))
	}
	return ref, out
}

// computes says whether a cell of the template has a tag or a formula: above a list
// inside a block it is the record's own figure, and not what comes before the first.
func (s *sheet) computes(col, at int) bool {
	x := s.cellAt(col, at)
	return x != nil && (x.parts != nil || x.formula != nil)
}

// sight is how a record's row sees the rows of its list.
type sight struct {
	*writer
	at     place
	band   *band
	block  reach.Run // that the row stands in
	inside bool
}

// within gives the rows that a reference from a record's row means; ok is false
// of one that looks outside the record's list.
func (w *writer) within(ref formula.Ref, at place, ranged bool) (runs []reach.Run, ok bool) {
	s := sight{writer: w, at: at, band: at.row.band}
	_, startFixed, _, endFixed := ref.Abs()
	relative := !startFixed && !endFixed
	if s.block, s.inside = w.out.block(at.out); s.inside {
		if ref.Row1 < s.band.top || ref.Row2 > s.band.bottom {
			return nil, false
		}
		in := s.band.innerAt(at.row.R)
		above := in != nil && relative && ref.Row1 == in.top-1 && ref.Row2 == ref.Row1 && !w.out.sheet.computes(ref.Col1, ref.Row1)
		if in == nil && !relative && s.band.innerAt(ref.Row1) == nil && s.band.innerAt(ref.Row2) == nil {
			return s.overBlocks(ref, startFixed, endFixed, ranged), true
		}
		if in == nil || at.lane.fixed() || !above && (ref.Row2 < in.top || ref.Row1 > in.bottom) {
			return s.Runs(ref.Range, ref.Row1, ref.Row2), true // what is the record's own
		}
		s.band = in
	}
	if s.band.laneAt(ref.Col1).fixed() || at.lane.fixed() || at.lane.followsAt(at.row.R) {
		// A fixed line is a row that does not repeat, but with its block.
		return s.Runs(ref.Range, ref.Row1, ref.Row2), s.inside
	}
	runs, ok = reach.Sight{
		Rows: s, Top: s.band.top, Bottom: s.band.bottom, Totals: at.lane.totals(), Own: at.lane.rowsLike(at.row.R),
		Col: at.col, R: at.row.R, Row: at.out,
	}.Within(ref, ranged)
	if !ok && s.inside {
		return s.Runs(ref.Range, ref.Row1, ref.Row2), true
	}
	return runs, ok
}

// overBlocks gives the rows of all blocks that a reference with $ from a block's own
// rows to such rows means.
func (s sight) overBlocks(ref formula.Ref, startFixed, endFixed, ranged bool) (out []reach.Run) {
	all := s.out.runs(ref.Range, ref.Row1, ref.Row2)
	if ref.Single() {
		if len(all) > 0 && !ranged {
			return reach.One(all[0].From)
		}
		return all
	}
	for _, r := range all {
		if (startFixed || r.From >= s.block.From) && (endFixed || r.To <= s.block.To) {
			out = append(out, r)
		}
	}
	return out
}

// Runs are the output rows of template rows, of a block those of the record.
func (s sight) Runs(cols a1.Range, from, to int) []reach.Run {
	if s.inside {
		return reach.Runs(s.out.inBlock(s.block, cols, from, to))
	}
	return s.out.runs(cols, from, to)
}

func (s sight) Has(col int) bool { return s.band.laneAt(col) == s.at.lane }

func (s sight) Bare(r int) bool { return s.out.sheet.cellAt(s.at.col, r) == nil }

// Before is the output row in which the record before prints the formula.
func (s sight) Before() (row int, ok bool) {
	lane, first := s.at.lane, s.at.lane.rowsLike(s.at.row.R)[0]
	own := s.out.homes[home{first, lane}]
	i, _ := slices.BinarySearch(own, s.ownRow(first, s.at))
	for ; i > 0 && (!s.inside || own[i-1] >= s.block.From); i-- {
		if p := s.out.placedAt(own[i-1]); p.stand(lane).record >= 0 { // a blank row is no record
			before := place{out: p.r, row: s.at.row, lane: lane, record: p.stand(lane).record}
			return s.ownRow(s.at.row.R, before), true
		}
	}
	return 0, false
}

// ownRow is the output row in which a template row of the record's own rows
// stands, 0 if it is not printed.
func (w *writer) ownRow(r int, at place) int {
	rows := w.out.homes[home{r, at.lane}]
	i, found := slices.BinarySearch(rows, at.out)
	if !found && r < at.row.R {
		i--
	}
	if i < 0 || i >= len(rows) || w.out.placedAt(rows[i]).stand(at.lane).record != at.record {
		return 0
	}
	return rows[i]
}

// Kin gives the output rows in which a template row prints the record itself, its
// descendants or its ancestors; of an empty list the blank row that it stands on.
func (s sight) Kin(r int) []int {
	lane, at := s.at.lane, s.at
	mine, other := lane.variantOf(at.row.R), lane.variantOf(r)
	if mine == other {
		if row := s.ownRow(r, at); row > 0 {
			return []int{row}
		}
		return nil
	}
	if other < 0 {
		return nil
	}
	list, printed := s.values.Data.Lists[lane.list], s.out.lists[lane.list]
	var out []int
	add := func(record int) {
		row := printed[record]
		if row == 0 {
			return
		}
		first := s.out.placedAt(row).stand(lane)
		if v := lane.variantOf(first.row.R); v != other {
			if v >= 0 && lane.variants[v].level == lane.variants[other].level {
				out = append(out, s.twin(r, row, record)...)
			}
			return
		}
		if row = s.ownRow(r, place{out: row, row: first.row, lane: lane, record: record}); row > 0 {
			out = append(out, row)
		}
	}
	if lane.variants[mine].level == lane.variants[other].level {
		out = append(out, s.twin(r, at.out, at.record)...)
	}
	for i := list.Records[at.record].Parent; i >= 0; i = list.Records[i].Parent {
		add(i)
	}
	for i := range list.Below(at.record) {
		add(i)
	}
	if len(out) == 0 && list.Records[at.record].Parent < 0 {
		out = s.blank(r)
	}
	slices.Sort(out)
	return out
}

// twin is the other row of a record that the template prints twice, a total above and
// below its parts: the nearest in which row r of the template stands.
func (s sight) twin(r, row, record int) []int {
	rows := s.out.homes[home{r, s.at.lane}]
	i, _ := slices.BinarySearch(rows, row)
	for _, k := range []int{i, i - 1} {
		if k >= 0 && k < len(rows) && s.out.placedAt(rows[k]).stand(s.at.lane).record == record {
			return []int{rows[k]}
		}
	}
	return nil
}

// blank are the output rows without a record in which a template row stands.
func (s sight) blank(r int) (out []int) {
	for _, row := range s.out.homes[home{r, s.at.lane}] {
		if (!s.inside || row >= s.block.From && row <= s.block.To) && s.out.placedAt(row).stand(s.at.lane).record < 0 {
			out = append(out, row)
		}
	}
	return out
}

// rowsLike are the rows of the template that print a record with row r.
func (l *lane) rowsLike(r int) []int { return l.variants[l.variantOf(r)].rows }

func (l *lane) variantOf(r int) int {
	return slices.IndexFunc(l.variants, func(v variant) bool { return slices.Contains(v.rows, r) })
}

// records are the variants that print records of the list: not fixed lines that follow them.
func (l *lane) records() []variant {
	return slices.DeleteFunc(slices.Clone(l.variants), func(v variant) bool { return v.follows })
}

// followsAt says whether a template row of a lane is a fixed line that follows its records.
func (l *lane) followsAt(r int) bool {
	i := l.variantOf(r)
	return i >= 0 && l.variants[i].follows
}

// stand is what a lane prints in an output row, no record if the row is not of its band.
func (p placed) stand(lane *lane) stand {
	if p.lanes == nil {
		return stand{record: -1}
	}
	if i := slices.Index(p.row.band.lanes, lane); i >= 0 {
		return p.lanes[i]
	}
	for _, side := range p.sides() {
		if side.lane == lane {
			return side.stand
		}
	}
	return stand{record: -1}
}

// placedAt is an output row that the template's rows are placed in.
func (l *layout) placedAt(out int) placed {
	i, _ := slices.BinarySearchFunc(l.rows, out, func(p placed, r int) int { return p.r - r })
	return l.rows[i]
}
