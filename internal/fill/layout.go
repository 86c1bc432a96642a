package fill

import (
	"slices"

	"ysgk/internal/a1"
	"ysgk/internal/ooxml"
)

// layout says where the rows of a template sheet come to stand.
type layout struct {
	sheet *sheet
	rows  []placed       // output rows in order; rows the file does not hold are not listed
	total int            // output row that the template's last row becomes
	homes map[home][]int // template row and lane → output rows
	tall  tall
	extra map[*lane][]int  // output rows in which a lane goes on blank below its template rows
	more  map[int]int      // output row → rows below that only make it higher
	lists map[string][]int // list → first output row of each record, 0 if not printed

	stands  func(r *row, lane *lane, record int) bool // see conditions.go
	numbers map[[2]string][]int                       // serial numbers by name and list, made on first use
	ranges  map[a1.Range][]run                        // what runs gave, by range of the template
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
	record int  // -1 for fixed lines, and where the lane's list has ended
	row    *row // the template row its cells come from
	blank  bool // the row gives its format alone
}

// tall tells of the rows of the layout that hold more text than Excel's highest
// row, by their number among the rows placed.
type tall map[int]struct {
	rows  int
	parts map[int32][]string // by column, what of the text stands in each row
}

// lay computes the layout of a sheet for given data.
func (s *sheet) lay(schema Schema, d *Data, tall tall, stands func(*row, *lane, int) bool) *layout {
	l := &layout{sheet: s, tall: tall, stands: stands, extra: map[*lane][]int{}, more: map[int]int{}, homes: map[home][]int{}, lists: map[string][]int{}, ranges: map[a1.Range][]run{}}
	byRow := map[int]*row{}
	for i := range s.rows {
		byRow[s.rows[i].R] = &s.rows[i]
	}
	for _, b := range s.bands {
		for r := b.top; r <= b.bottom; r++ {
			if byRow[r] == nil { // that the file does not hold
				byRow[r] = &row{Row: &ooxml.Row{R: r}, band: b}
			}
		}
	}
	out := 0
	for r := 1; r <= s.last; r++ {
		x := byRow[r]
		switch {
		case x != nil && x.band != nil:
			out = l.layBand(x.band, byRow, schema, d, out)
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
func (s *sheet) empty(d *Data) bool {
	return !slices.ContainsFunc(s.lists, func(name string) bool { return !d.Lists[name].empty() })
}

// layBand lays each lane out by itself; the band is as high as the highest of them.
func (l *layout) layBand(b *band, byRow map[int]*row, schema Schema, d *Data, out int) int {
	columns := make([][]stand, len(b.lanes))
	high := 0
	hidden := b.bottom - b.top + 1 // rows of the form that no lane of fixed lines prints
	for i, lane := range b.lanes {
		if lane.fixed() {
			columns[i] = l.lines(b, lane, byRow)
			hidden = min(hidden, b.bottom-b.top+1-len(columns[i]))
		} else {
			columns[i] = l.sequence(lane, byRow, schema.Lists[lane.list], d.Lists[lane.list])
			columns[i] = b.grounded(lane, columns[i], l.sheet.grounds, byRow)
		}
		high = max(high, len(columns[i]))
	}
	switch {
	case b.hasFixed():
		high = max(high, b.bottom-b.top+1-hidden)
	case b.bottom > b.core: // blank rows of the form
		high = max(high, b.bottom-b.top+1)
	}
	for i, lane := range b.lanes {
		columns[i] = b.fill(lane, columns[i], high, byRow)
	}
	last := make([]int, len(b.lanes)) // output row of each list's last record
	for n := range high {
		out++
		p := placed{r: out, lanes: make([]stand, len(b.lanes))}
		for i, lane := range b.lanes {
			st := columns[i][n]
			p.lanes[i] = st
			if st.blank {
				l.extra[lane] = append(l.extra[lane], out)
				continue
			}
			key := home{st.row.R, lane}
			l.homes[key] = append(l.homes[key], out)
			if st.record < 0 {
				continue // a fixed line, or a blank row to stand on
			}
			last[i] = out
			if first := l.first(lane.list, len(d.Lists[lane.list].Records)); first[st.record] == 0 {
				first[st.record] = out
			}
		}
		p.row = b.leader(p.lanes)
		out = l.add(p)
	}
	for i, lane := range b.lanes {
		l.settle(b, lane, last[i])
	}
	return out
}

// lines are the rows of fixed lines.
func (l *layout) lines(b *band, lane *lane, byRow map[int]*row) (out []stand) {
	for r := b.top; r <= b.bottom; r++ {
		if l.stands(byRow[r], lane, -1) {
			out = append(out, stand{record: -1, row: byRow[r]})
		}
	}
	return out
}

// fill brings a lane to the height of its band. Below a list stand first rows
// formatted as its own, then the blank rows of the form as far as there is room;
// fixed lines go on above their last blank row, or as their last line looks.
func (b *band) fill(lane *lane, column []stand, high int, byRow map[int]*row) []stand {
	missing := high - len(column)
	if missing == 0 {
		return column
	}
	if !lane.fixed() {
		blank := stand{-1, filler(lane, column, byRow), true}
		space := min(missing, b.bottom-b.core)
		column = append(column, slices.Repeat([]stand{blank}, missing-space)...)
		for r := b.bottom - space + 1; r <= b.bottom; r++ {
			column = append(column, stand{record: -1, row: byRow[r]})
		}
		return column
	}
	if len(column) == 0 {
		return slices.Repeat([]stand{{-1, byRow[b.bottom], true}}, missing)
	}
	end := len(column)
	like := column[end-1].row
	if b.empty(lane, like) {
		end--
		if end > 0 && b.empty(lane, column[end-1].row) {
			like = column[end-1].row
		}
	}
	return slices.Insert(column, end, slices.Repeat([]stand{{-1, like, true}}, missing)...)
}

// empty says whether a row holds nothing in the columns of a lane.
func (b *band) empty(lane *lane, r *row) bool {
	return !slices.ContainsFunc(r.cells, func(x cell) bool { return x.filled() && b.laneAt(x.Col) == lane })
}

// leader is the template row that gives an output row its height: that of a fixed
// line, or else of a record, or else of what is blank.
func (b *band) leader(lanes []stand) *row {
	at := lanes[0].row
	best := -1
	for i, st := range lanes {
		rank := 0
		switch {
		case b.lanes[i].fixed() && !st.blank:
			rank = 2
		case st.record >= 0:
			rank = 3
		case !st.blank:
			rank = 1
		}
		if rank > best {
			at, best = st.row, rank
		}
	}
	return at
}

// settle tells where the rows of a list's lane are to be looked for that nothing of
// their own is printed for: those without records are the lane's first blank row, and blank rows of the form that records have taken are the last of these.
func (l *layout) settle(b *band, lane *lane, last int) {
	if lane.fixed() || b.bottom == b.core && !b.hasFixed() {
		return
	}
	for _, v := range lane.variants {
		for _, r := range v.rows {
			if key := (home{r, lane}); len(l.homes[key]) == 0 && len(l.extra[lane]) > 0 {
				l.homes[key] = l.extra[lane][:1]
			}
		}
	}
	for r := b.core + 1; r <= b.bottom && last > 0; r++ {
		if key := (home{r, lane}); len(l.homes[key]) == 0 {
			l.homes[key] = []int{last}
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
func filler(lane *lane, column []stand, byRow map[int]*row) *row {
	if len(column) > 0 {
		return column[len(column)-1].row
	}
	last := lane.variants[len(lane.variants)-1]
	return byRow[last.rows[0]]
}

// sequence is the rows that a lane prints, in order: a parent before its
// children if the template has its row above theirs, else after them.
func (l *layout) sequence(lane *lane, byRow map[int]*row, schema ListSchema, list *List) []stand {
	variants := make([]*variant, len(schema.Levels))
	own := l.sheet.levelsWithOwnRow(lane.list)
	for level := range variants {
		for i := range lane.variants {
			v := &lane.variants[i]
			root := level == 0 && schema.Of != "" // of a list inside a record, which has no total
			if v.level == level || v.level < 0 && !own[level] && !root {
				variants[level] = v
			}
		}
	}
	after := make([]bool, len(variants)) // the level's row stands below that of some deeper level
	for level, v := range variants {
		for _, deeper := range variants[level+1:] {
			if v != nil && deeper != nil && deeper.rows[0] < v.rows[0] {
				after[level] = true
			}
		}
	}
	var out []stand
	var walk func(i int)
	walk = func(i int) {
		level := list.Records[i].Level
		print := func() {
			if variants[level] != nil {
				for _, r := range variants[level].rows {
					if l.stands(byRow[r], lane, i) {
						out = append(out, stand{record: i, row: byRow[r]})
					}
				}
			}
		}
		if !after[level] {
			print()
		}
		for _, k := range list.kids(i) {
			walk(k)
		}
		if after[level] {
			print()
		}
	}
	for i, r := range list.Records {
		if r.Parent < 0 {
			walk(i)
		}
	}
	return out
}

// run is a stretch of adjoining output rows, both ends included.
type run struct{ from, to int }

// runs gives the output rows of the template rows from..to in some columns, as
// stretches. Rows beyond the template move with its end.
func (l *layout) runs(cols a1.Range, from, to int) []run {
	key := a1.Range{Col1: cols.Col1, Row1: from, Col2: cols.Col2, Row2: to}
	out, known := l.ranges[key]
	if !known {
		out = l.findRuns(cols, from, to)
		l.ranges[key] = out
	}
	return out
}

func (l *layout) findRuns(cols a1.Range, from, to int) []run {
	var rows []int
	for r := from; r <= min(to, l.sheet.last); r++ {
		for _, out := range l.at(cols, r) {
			for n := range l.more[out] + 1 {
				rows = append(rows, out+n)
			}
		}
	}
	for _, b := range l.sheet.bands {
		if from <= b.top && to >= b.bottom && b.top < b.bottom {
			for _, lane := range b.over(cols) {
				if lane.fixed() || b.bottom > b.core { // the whole of a side
					rows = append(rows, l.extra[lane]...)
				}
			}
		}
	}
	slices.Sort(rows)
	out := compress(rows)
	if to > l.sheet.last {
		by := l.total - l.sheet.last
		tail := run{max(from, l.sheet.last+1) + by, min(to+by, a1.MaxRow)}
		if n := len(out); n > 0 && out[n-1].to == tail.from-1 {
			out[n-1].to = tail.to
		} else {
			out = append(out, tail)
		}
	}
	return out
}

// at gives the output rows of one template row in some columns.
func (l *layout) at(cols a1.Range, r int) (rows []int) {
	for _, b := range l.sheet.bands {
		if r < b.top || r > b.bottom {
			continue
		}
		for _, lane := range b.over(cols) {
			rows = append(rows, l.homes[home{r, lane}]...)
		}
		return rows
	}
	return l.homes[home{r, nil}]
}

func compress(rows []int) []run {
	var out []run
	for _, r := range rows {
		switch n := len(out); {
		case n > 0 && out[n-1].to == r:
		case n > 0 && out[n-1].to == r-1:
			out[n-1].to = r
		default:
			out = append(out, run{r, r})
		}
	}
	return out
}

// move gives where a range of the template comes to stand: several ranges if
// its rows are no longer neighbours, none if none of them is printed.
func (l *layout) move(r a1.Range) []a1.Range {
	var out []a1.Range
	for _, s := range l.runs(r, r.Row1, r.Row2) {
		out = append(out, a1.Range{Col1: r.Col1, Row1: s.from, Col2: r.Col2, Row2: s.to})
	}
	return out
}

// hull is the smallest single range around move's; ok is false if there is none.
func (l *layout) hull(r a1.Range) (a1.Range, bool) {
	m := l.move(r)
	if len(m) == 0 {
		return r, false
	}
	return a1.Range{Col1: r.Col1, Row1: m[0].Row1, Col2: r.Col2, Row2: m[len(m)-1].Row2}, true
}
