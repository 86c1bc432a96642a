package fill

import (
	"slices"

	"ysgk/internal/a1"
)

// layout says where the rows of a template sheet come to stand.
type layout struct {
	sheet *sheet
	rows  []placed       // output rows in order; rows the file does not hold are not listed
	total int            // output row that the template's last row becomes
	homes map[home][]int // template row and lane → output rows
	tall  tall
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
	record int  // -1 where the lane's list has ended
	row    *row // the template row its cells come from
}

// tall tells of the rows of the layout that hold more text than Excel's highest
// row, by their number among the rows placed.
type tall map[int]struct {
	rows  int
	parts map[int32][]string // by column, what of the text stands in each row
}

// lay computes the layout of a sheet for given data.
func (s *sheet) lay(schema Schema, d *Data, tall tall, stands func(*row, *lane, int) bool) *layout {
	l := &layout{sheet: s, tall: tall, stands: stands, more: map[int]int{}, homes: map[home][]int{}, lists: map[string][]int{}, ranges: map[a1.Range][]run{}}
	byRow := map[int]*row{}
	for i := range s.rows {
		byRow[s.rows[i].R] = &s.rows[i]
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

func (l *layout) layBand(b *band, byRow map[int]*row, schema Schema, d *Data, out int) int {
	columns := make([][]stand, len(b.lanes))
	longest := 0
	for i, lane := range b.lanes {
		columns[i] = l.sequence(lane, byRow, schema.Lists[lane.list], d.Lists[lane.list])
		columns[i] = b.grounded(i, columns[i], l.sheet.grounds, byRow)
		if len(columns[i]) > len(columns[longest]) {
			longest = i
		}
	}
	for n := range columns[longest] {
		out++
		p := placed{r: out, row: columns[longest][n].row, lanes: make([]stand, len(b.lanes))}
		for i, lane := range b.lanes {
			if n >= len(columns[i]) {
				p.lanes[i] = stand{-1, filler(lane, columns[i], byRow)}
				continue
			}
			st := columns[i][n]
			p.lanes[i] = st
			key := home{st.row.R, lane}
			l.homes[key] = append(l.homes[key], out)
			if st.record < 0 {
				continue // a blank row to stand on
			}
			if first := l.first(lane.list, len(d.Lists[lane.list].Records)); first[st.record] == 0 {
				first[st.record] = out
			}
		}
		out = l.add(p)
	}
	return out
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
						out = append(out, stand{i, byRow[r]})
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
		for i, lane := range b.lanes {
			if lane == b.laneAt(cols.Col1) || lane.from <= cols.Col2 && i > slices.Index(b.lanes, b.laneAt(cols.Col1)) {
				rows = append(rows, l.homes[home{r, lane}]...)
			}
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
