package fill

import (
	"slices"

	"ysgk/internal/a1"
	"ysgk/internal/reach"
	"ysgk/internal/tags"
)

// layout says where the rows of a template sheet come to stand.
type layout struct {
	sheet  *sheet
	rows   []placed       // output rows in order; rows the file does not hold are not listed
	total  int            // output row that the template's last row becomes
	homes  map[home][]int // template row and lane → output rows
	tall   tall
	extra  map[*lane][]int  // output rows in which a lane goes on blank below its template rows
	blocks []reach.Run      // of the result, in order
	breaks []int            // output rows that begin on a new page
	more   map[int]int      // output row → rows below that only make it higher
	lists  map[string][]int // list → first output row of each record, 0 if not printed

	schema tags.Schema
	data   *tags.Data
	stands func(r *row, lane *lane, record int) bool // see conditions.go
	ranges map[a1.Range][]reach.Run                  // what runs gave, by range of the template
}

// home is a template row in a lane; lane is nil outside bands.
type home struct {
	row  int
	lane *lane
}

// placed is an output row.
type placed struct {
	r     int
	row   *row    // the template row that gives height and format
	lanes []stand // of a band row, by lane
	more  int     // rows below that only make it higher
}

// stand is what a lane prints in an output row.
type stand struct {
	record int  // below 0 for fixed lines, and where the lane's list has ended
	row    *row // the template row its cells come from
	blank  bool // the row gives its format alone
	breaks bool // on a new page

	part  *part   // in a block, of the lists inside the record
	inner []stand // by lane of the part
}

// part is one laying out of a band.
type part struct {
	band    *band
	columns [][]stand // by lane
	high    int
	printed map[home]bool
	blank   []int // by lane, the first output row below its end, 0 if none
	last    []int // by lane, the output row of the last record
}

// side is what a lane prints in an output row.
type side struct {
	lane *lane
	stand
	within *tags.Scope
}

// sides are the lanes of a band's row, those of lists inside a record among them.
func (p placed) sides() (out []side) {
	for i, st := range p.lanes {
		lane := p.row.band.lanes[i]
		if st.part == nil {
			out = append(out, side{lane, st, nil})
			continue
		}
		for k, in := range st.inner {
			out = append(out, side{st.part.band.lanes[k], in, &tags.Scope{List: lane.list, Record: st.record}})
		}
	}
	return out
}

// tall tells of the rows of the layout that hold more text than Excel's highest
// row, by their number among the rows placed.
type tall map[int]struct {
	rows  int
	parts map[int32][]string // by column, what of the text stands in each row
}

// lay computes the layout of a sheet for given data.
func (s *sheet) lay(schema tags.Schema, d *tags.Data, tall tall, stands func(*row, *lane, int) bool) *layout {
	l := &layout{sheet: s, schema: schema, data: d, tall: tall, stands: stands, extra: map[*lane][]int{}, more: map[int]int{}, homes: map[home][]int{}, lists: map[string][]int{}, ranges: map[a1.Range][]reach.Run{}}
	out := 0
	for r := 1; r <= s.last; r++ {
		x := s.rowAt(r)
		switch {
		case x != nil && x.band != nil:
			out = l.layBand(x.band, out)
			r = x.band.bottom
		case x != nil && x.note && !s.empty(d):
			// The note on missing data goes where there is data.
		case x != nil && !stands(x, nil, -1):
		default:
			out++
			l.homes[home{r, nil}] = []int{out}
			if x != nil {
				out = l.add(placed{r: out, row: x})
			}
		}
	}
	for _, rows := range l.homes {
		slices.Sort(rows)
	}
	l.total = out
	for i := range s.tail {
		// Blank rows that would fall off the end of the sheet are no loss.
		if r := s.tail[i].R + l.total - s.last; r <= a1.MaxRow {
			l.rows = append(l.rows, placed{r: r, row: &s.tail[i]})
		}
	}
	return l
}

// empty is true if no list that the sheet names has any record with money.
func (s *sheet) empty(d *tags.Data) bool {
	return !slices.ContainsFunc(s.lists, func(name string) bool { return !d.Lists[name].Empty() })
}

// layBand places the rows of a band.
func (l *layout) layBand(b *band, out int) int {
	whole := l.part(b, everybody)
	var inside *part // the one that goes on
	block := -1      // the record of the last block
	for n := range whole.high {
		out++
		p := placed{r: out, lanes: make([]stand, len(b.lanes))}
		for i := range b.lanes {
			st := whole.columns[i][n]
			p.lanes[i] = st
			if st.part != nil {
				if inside != nil && inside != st.part {
					l.settle(inside)
				}
				inside = st.part
				l.note(st.part, st.inner, out)
			}
			if st.breaks && n > 0 {
				l.breaks = append(l.breaks, out)
			}
		}
		l.note(whole, p.lanes, out)
		p.row = b.leader(p.lanes)
		first := out
		out = l.add(p)
		if st := p.lanes[0]; b.lanes[0].block {
			if st.record != block {
				l.blocks, block = append(l.blocks, reach.Run{From: first, To: out}), st.record
			}
			l.blocks[len(l.blocks)-1].To = out
		}
	}
	if inside != nil {
		l.settle(inside)
	}
	l.settle(whole)
	return out
}

// What a part is laid out for besides a record: the records of its lists, whoever
// owns them, or the blank form of a block whose list has no record.
const (
	everybody = -1
	nobody    = -2
)

// part lays each lane of a band out by itself; the band is as high as the highest of
// them. owner is the record around it, if there is one.
func (l *layout) part(b *band, owner int) *part {
	p := &part{band: b, columns: make([][]stand, len(b.lanes)), printed: map[home]bool{}, blank: make([]int, len(b.lanes)), last: make([]int, len(b.lanes))}
	hidden := b.bottom - b.top + 1 // rows of the form that no lane of fixed lines prints
	for i, lane := range b.lanes {
		if lane.fixed() {
			p.columns[i] = l.lines(b, lane, owner)
			hidden = min(hidden, b.bottom-b.top+1-len(p.columns[i]))
		} else {
			p.columns[i] = l.sequence(lane, owner)
			switch {
			case lane.block && len(p.columns[i]) == 0:
				p.columns[i] = l.record(nil, lane, &lane.variants[0], nobody)
			case owner == everybody:
				p.columns[i] = l.grounded(b, lane, p.columns[i])
			}
		}
		p.high = max(p.high, len(p.columns[i]))
	}
	switch {
	case b.hasFixed():
		p.high = max(p.high, b.bottom-b.top+1-hidden)
	case b.bottom > b.core: // blank rows of the form
		p.high = max(p.high, b.bottom-b.top+1)
	}
	if p.high == 0 && (owner == nobody || owner >= 0 && l.sheet.standsOn(b)) {
		p.high = 1
	}
	closed := closedTogether(b, p.columns)
	for i, lane := range b.lanes {
		p.columns[i] = l.fill(b, lane, p.columns[i], p.high, closed[i])
	}
	return p
}

// top is the first template row of a lane's list.
func (l *lane) top() int {
	top := l.variants[0].rows[0]
	for _, v := range l.variants {
		top = min(top, v.rows[0])
	}
	return top
}

// closedTogether are the lists that end in totals which the form prints side by side in one
// row: they stay in one row, whichever list is longer.
func closedTogether(b *band, columns [][]stand) map[int]bool {
	last := func(i int) int {
		column := columns[i]
		if end := len(column) - 1; !b.lanes[i].fixed() && end >= 0 && column[end].record == 0 && column[end].row.R > b.lanes[i].top() {
			return column[end].row.R // of the root, below the rows of others
		}
		return 0
	}
	out := map[int]bool{}
	for i := range columns {
		for k := range columns {
			if r := last(i); i != k && r > 0 && r == last(k) {
				out[i] = true
			}
		}
	}
	return out
}

// note tells where the rows of a part come to stand.
func (l *layout) note(p *part, lanes []stand, out int) {
	for i, st := range lanes {
		lane := p.band.lanes[i]
		if st.blank {
			l.extra[lane] = append(l.extra[lane], out)
			if p.blank[i] == 0 {
				p.blank[i] = out
			}
			continue
		}
		if st.part == nil {
			key := home{st.row.R, lane}
			l.homes[key] = append(l.homes[key], out)
			p.printed[key] = true
		}
		if st.record < 0 {
			continue
		}
		p.last[i] = out
		if first := l.first(lane.list, len(l.data.Lists[lane.list].Records)); first[st.record] == 0 {
			first[st.record] = out
		}
	}
}

// lines are the rows of fixed lines.
func (l *layout) lines(b *band, lane *lane, owner int) (out []stand) {
	for r := b.top; r <= b.bottom; r++ {
		if x := l.sheet.rowAt(r); l.stands(x, lane, owner) {
			out = append(out, stand{record: -1, row: x})
		}
	}
	return out
}

// fill brings a lane to the height of its band. Below a list stand first rows
// formatted as its own, then the blank rows of the form as far as there is room;
// fixed lines go on above their last blank row, or as their last line looks.
//
// A list that is closed together with another one has its blank rows above its total.
func (l *layout) fill(b *band, lane *lane, column []stand, high int, closed bool) []stand {
	missing := high - len(column)
	if missing == 0 {
		return column
	}
	if end := len(column) - 1; closed {
		space := min(missing, b.bottom-b.core)
		like := l.sheet.rowAt(lane.top())
		if end > 0 {
			like = column[end-1].row
		}
		blank := stand{record: -1, row: like, blank: true}
		column = slices.Insert(column, end, slices.Repeat([]stand{blank}, missing-space)...)
		missing = space
	}
	if !lane.fixed() {
		blank := stand{record: -1, row: l.filler(lane, column), blank: true}
		space := min(missing, b.bottom-b.core)
		column = append(column, slices.Repeat([]stand{blank}, missing-space)...)
		for r := b.bottom - space + 1; r <= b.bottom; r++ {
			column = append(column, stand{record: -1, row: l.sheet.rowAt(r)})
		}
		return column
	}
	if len(column) == 0 {
		return slices.Repeat([]stand{{record: -1, row: l.sheet.rowAt(b.bottom), blank: true}}, missing)
	}
	end := len(column)
	like := column[end-1].row
	if b.empty(lane, like) {
		end--
		if end > 0 && b.empty(lane, column[end-1].row) {
			like = column[end-1].row
		}
	}
	return slices.Insert(column, end, slices.Repeat([]stand{{record: -1, row: like, blank: true}}, missing)...)
}

// empty says whether a row holds nothing in the columns of a lane.
func (b *band) empty(lane *lane, r *row) bool {
	return !slices.ContainsFunc(r.cells, func(x cell) bool { return x.filled() && b.laneAt(x.Col) == lane })
}

// leader is the template row that gives an output row its height: the higher one of
// the record's and the fixed line's, or else of what is blank.
func (b *band) leader(lanes []stand) *row {
	at := lanes[0].row
	best := -1
	for i, st := range lanes {
		rank := 0
		switch {
		case st.blank:
		case st.record >= 0 || b.lanes[i].fixed():
			rank = 2
		default:
			rank = 1
		}
		if rank > best || rank == best && st.row.Height > at.Height {
			at, best = st.row, rank
		}
	}
	return at
}

// settle tells where the rows of a list's lane are to be looked for that nothing of
// their own is printed for: those without records are the lane's first blank row,
// and blank rows of the form that records have taken are the last of these.
func (l *layout) settle(p *part) {
	b := p.band
	for i, lane := range b.lanes {
		if lane.fixed() {
			continue
		}
		look := func(r, out int) {
			if key := (home{r, lane}); !p.printed[key] && out > 0 {
				l.homes[key] = append(l.homes[key], out)
			}
		}
		for _, v := range lane.variants {
			for _, r := range v.rows {
				look(r, p.blank[i])
			}
		}
		for r := b.core + 1; r <= b.bottom; r++ {
			look(r, p.last[i])
		}
	}
}

// add places a row and the rows that only make it higher, and gives the last.
func (l *layout) add(p placed) int {
	p.more = max(0, l.tall[len(l.rows)].rows-1)
	l.rows = append(l.rows, p)
	if p.more > 0 {
		l.more[p.r] = p.more
	}
	return p.r + p.more
}

func (l *layout) first(list string, records int) []int {
	if l.lists[list] == nil {
		l.lists[list] = make([]int, records)
	}
	return l.lists[list]
}

// filler is the template row that an ended lane shows, without its contents.
func (l *layout) filler(lane *lane, column []stand) *row {
	if len(column) > 0 {
		return column[len(column)-1].row
	}
	last := lane.variants[len(lane.variants)-1]
	return l.sheet.rowAt(last.rows[0])
}

// sequence is the rows that a lane prints, in order: a parent before its
// children if the template has its row above theirs, else after them.
func (l *layout) sequence(lane *lane, owner int) []stand {
	schema, list := l.schema.Lists[lane.list], l.data.Lists[lane.list]
	record := func(i int) int { return i }
	if owner != everybody {
		list = list.OwnedBy(owner)
		record = list.Whole
	}
	own := l.sheet.levelsWithOwnRow(lane.list)
	above, below := make([]*variant, len(schema.Levels)), make([]*variant, len(schema.Levels))
	for level := range above {
		root := level == 0 && (schema.Of != "" || lane.block) // of a list inside a record, which has no total
		above[level], below[level] = lane.ofLevel(level, !own[level] && !root)
	}
	var out []stand
	var walk func(i int)
	walk = func(i int) {
		level := list.Records[i].Level
		print := func(v *variant) {
			if v == nil {
				return
			}
			from := len(out)
			out = l.record(out, lane, v, record(i))
			if from < len(out) {
				out[from].breaks = v.breaks
			}
		}
		print(above[level])
		for _, k := range list.Children(i) {
			walk(k)
		}
		print(below[level])
	}
	for i, r := range list.Records {
		if r.Parent < 0 {
			walk(i)
		}
	}
	return out
}

// ofLevel are the rows of a lane that print a level above and below what belongs to
// it. A level has both where its rows enclose those of all deeper levels, as totals at
// the top and at the bottom do; else the last of its rows count.
//
// any takes rows without a level too.
func (l *lane) ofLevel(level int, any bool) (above, below *variant) {
	first, last := 0, 0 // rows of deeper levels
	for _, v := range l.variants {
		if v.level > level {
			if first == 0 {
				first = v.rows[0]
			}
			first, last = min(first, v.rows[0]), max(last, v.rows[0])
		}
	}
	for i := range l.variants {
		v := &l.variants[i]
		switch {
		case v.level != level && (v.level >= 0 || !any):
		case first > 0 && v.rows[0] > first:
			below = v
		default:
			above = v
		}
	}
	if above != nil && below != nil && below.rows[0] < last {
		above = nil
	}
	return above, below
}

// record adds the rows of one record.
func (l *layout) record(out []stand, lane *lane, v *variant, record int) []stand {
	for _, r := range v.rows {
		i := slices.IndexFunc(lane.inner, func(b *band) bool { return r >= b.top && r <= b.bottom })
		switch {
		case i < 0:
			if x := l.sheet.rowAt(r); l.stands(x, lane, record) {
				out = append(out, stand{record: record, row: x})
			}
		case r == lane.inner[i].top:
			b := lane.inner[i]
			p := l.part(b, record)
			for n := range p.high {
				lanes := make([]stand, len(b.lanes))
				for k := range lanes {
					lanes[k] = p.columns[k][n]
				}
				out = append(out, stand{record: record, row: b.leader(lanes), part: p, inner: lanes})
			}
		}
	}
	return out
}

// runs gives the output rows of the template rows from..to in some columns, as
// stretches. Rows beyond the template move with its end.
func (l *layout) runs(cols a1.Range, from, to int) []reach.Run {
	key := a1.Range{Col1: cols.Col1, Row1: from, Col2: cols.Col2, Row2: to}
	out, known := l.ranges[key]
	if !known {
		out = l.findRuns(cols, from, to)
		l.ranges[key] = out
	}
	return out
}

func (l *layout) findRuns(cols a1.Range, from, to int) []reach.Run {
	var rows []int
	for r := from; r <= min(to, l.sheet.last); r++ {
		for _, out := range l.at(cols, r) {
			for n := range l.more[out] + 1 {
				rows = append(rows, out+n)
			}
		}
	}
	l.sheet.each(func(b *band) {
		if from <= b.top && to >= b.bottom && b.top < b.bottom {
			for _, lane := range b.over(cols) {
				if lane.fixed() || b.bottom > b.core { // the whole of a side
					rows = append(rows, l.extra[lane]...)
				}
			}
		}
	})
	out := reach.Runs(rows)
	if to > l.sheet.last {
		by := l.total - l.sheet.last
		tail := reach.Run{From: max(from, l.sheet.last+1) + by, To: min(to+by, a1.MaxRow)}
		if n := len(out); n > 0 && out[n-1].To == tail.From-1 {
			out[n-1].To = tail.To
		} else {
			out = append(out, tail)
		}
	}
	return out
}

// at gives the output rows of one template row in some columns.
func (l *layout) at(cols a1.Range, r int) (rows []int) {
	for _, lane := range l.lanesAt(cols, r) {
		rows = append(rows, l.homes[home{r, lane}]...)
	}
	return rows
}

// lanesAt are the lanes that some columns of a template row reach into; a nil one
// outside bands.
func (l *layout) lanesAt(cols a1.Range, r int) []*lane {
	b := l.sheet.bandAt(r)
	if b == nil {
		return []*lane{nil}
	}
	if in := b.innerAt(r); in != nil {
		b = in
	}
	return b.over(cols)
}

// move gives where a range of the template comes to stand: several ranges if
// its rows are no longer neighbours, none if none of them is printed.
func (l *layout) move(r a1.Range) []a1.Range {
	var out []a1.Range
	for _, s := range l.runs(r, r.Row1, r.Row2) {
		out = append(out, a1.Range{Col1: r.Col1, Row1: s.From, Col2: r.Col2, Row2: s.To})
	}
	return out
}

// hull is the smallest single range around move's; ok is false if there is none. What it
// finds is not kept: of the many merges of a form each is asked for once.
func (l *layout) hull(r a1.Range) (a1.Range, bool) {
	runs := l.findRuns(r, r.Row1, r.Row2)
	if len(runs) == 0 {
		return r, false
	}
	return a1.Range{Col1: r.Col1, Row1: runs[0].From, Col2: r.Col2, Row2: runs[len(runs)-1].To}, true
}
