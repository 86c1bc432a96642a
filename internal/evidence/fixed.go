package evidence

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
)

// Spot is a cell of a fixed line: its row and column of the example, the filter of
// what it shows, and what is to be told.
type Spot struct {
	Line    meaning.Line
	Col     int
	Said    meaning.Claim
	known   bool // the words of its line have a meaning
	head    bool // and those of its column
	Source  []string
	Filter  pack.Filter
	Key     string // of a line that stands for a code
	By      string // and its level
	Sum     []int  // rows whose figures it adds, of a total
	Bound   bool
	Measure string
	Label   pack.Filter // what its line alone limits
	around  pack.Filter // what all but its line limits
	words   pack.Filter // what its line, its column and the title limit
	shown   bool        // the example shows a figure other than zero
	none    bool        // 其他 beside lines that take all
	Blind   bool        // of last year, of which the example's ledger has nothing
	Open    string
	off     bool // its figure is not what its words say
	guessed bool // bound by its words though a rebuilt ledger does not show its figure
}

// Keeps says whether tables have all fields by which a filter limits.
func (x *Example) Keeps(sources []string, f pack.Filter) bool {
	for field := range f {
		if slices.ContainsFunc(sources, func(table string) bool { return !x.Has(table, field) }) {
			return false
		}
	}
	return true
}

// Fixed is a block whose lines stand on the form.
type Fixed struct {
	lines   []meaning.Line
	Spots   []*Spot
	Added   string // limits that the words leave open, with others that the figures allow as well
	Omitted string // limits of the words that the figures do not have
	Rests   []rest // what lines such as 其他 take
	Told    []told // what is to be looked at
	Words   int    // cells that have tags by their words alone, though a rebuilt ledger does not show their figures
}

// told is something to tell of a row of the example.
type told struct {
	Row  int
	Text string
}

// Has says whether a table has a field.
func (x *Example) Has(table, field string) bool {
	t := x.Ledger.Tables[table]
	return t != nil && t.Field(meaning.FieldOf(field)) >= 0
}

// SpotAmounts are the exact amounts of the spots whose filters are known, by cell of the example.
func (x *Example) SpotAmounts(f *Fixed) map[layout.Pos]budget.Fen {
	out := map[layout.Pos]budget.Fen{}
	for _, s := range f.Spots {
		if s.Bound && !s.Blind && s.Sum == nil {
			out[layout.At(s.Col, s.Line.Row)] = x.amount(s, s.Filter)
		}
	}
	return out
}

// rest is a line such as 其他 with what the lines beside it leave.
type rest struct {
	Line   meaning.Line
	Filter pack.Filter
}

// BindFixed finds what the lines of a block show, but for a slip.
func (x *Example) BindFixed(w *meaning.Words, t *layout.Table, b *layout.Block, lines []meaning.Line, title []meaning.Claim, prior pack.Filter, sc layout.Scale) *Fixed {
	bind := func(t *layout.Table) *Fixed { return x.bindFixed(w, t, b, lines, title, prior, sc) }
	out := bind(t)
	if mended := x.mendedFixed(t, out, bind, sc); mended != nil {
		return mended
	}
	return out
}

func (x *Example) bindFixed(w *meaning.Words, t *layout.Table, b *layout.Block, lines []meaning.Line, title []meaning.Claim, prior pack.Filter, sc layout.Scale) *Fixed {
	out := &Fixed{lines: lines}
	byCode := x.mostlyClasses(lines) && !slices.ContainsFunc(lines, func(l meaning.Line) bool { return x.names(w.Read(l.Under).Filter) })
	for _, l := range lines {
		row := w.Line(l)
		if len(l.Parts) > 0 && w.OfOtherList(row.Filter, l.Parts[0]) { // 对企业补助 among 机关工资福利支出 and the like is 507, not 312
			row.Filter = x.OfCode(l.Parts[0])
		}
		label := row.Filter
		if l.Total || x.headed(t, b, l, sc) && !x.says(w, t, b, l, row, title, sc) {
			continue
		}
		head := w.Read(l.Under)
		if x.SpentToo(w, t, l.Under) {
			head.Filter = nil
		}
		under := head.Filter
		spent := x.SpentToo(w, t, l.Label) && (x.Nothing() || x.agrees(w, t, b, l, meaning.Claim{Rest: row.Rest, Source: row.Source}, title, sc))
		if spent {
			row.Filter = nil
		}
		if row.Source == "" && head.Source != "" && row.Rest == "" {
			row.Source = head.Source // 其中：财政拨款结转 of 结转下年支出
			maps.DeleteFunc(row.Filter, func(field string, _ []string) bool { return !x.Has(head.Source, field) })
		}
		if row.Source != "" && !x.Keeps([]string{row.Source}, under) {
			under = maps.Clone(under) // 年终结转 below the numbered lines of a class is none of that class
			maps.DeleteFunc(under, func(field string, _ []string) bool { return !x.Has(row.Source, field) })
		}
		if row.Source == "" {
			row.Source = x.keeper(row.Filter)
		}
		none := false
		if layout.RestHead.MatchString(layout.Key(l.Label)) && (len(row.Filter) == 0 || !byCode) {
			more := w.Rest(w.Beside(lines, l), meaning.With(under, meaning.Together(title...).Filter))
			if more == nil && t.Shows(l.Row, b) {
				more = w.Rest(append(w.Beside(w.Shown(t, b, lines), l), w.PartsUnshown(t, b, lines, l)...), meaning.With(under, meaning.Together(title...).Filter)) // 事业收入 beside it has no figure
			}
			if i := slices.IndexFunc(lines, func(o meaning.Line) bool { return o.Label == l.Under && o.Row < l.Row }); i >= 0 && more != nil && layout.RestHead.MatchString(layout.Key(l.Under)) {
				if all := w.Rest(w.Beside(lines, lines[i]), meaning.Together(title...).Filter); all != nil && !meaning.CoversAll(all, more) {
					more = nil // 其他收入 of 其他资金 is none of what stands beside that
				}
			}
			none = more == nil && len(row.Filter) == 0 && w.Exhausted(w.Beside(lines, l), meaning.With(under, meaning.Together(title...).Filter))
			if more != nil && (len(row.Filter) == 0 || meaning.SameFields(more, row.Filter) && meaning.CoversAll(more, row.Filter)) {
				row = meaning.Claim{Filter: more} // with what is called so itself
				out.Rests = append(out.Rests, rest{l, more})
			}
		}
		row.Filter = w.WithParts(lines, l, row.Filter)
		row.Filter = meaning.Together(meaning.Claim{Filter: row.Filter}, meaning.Claim{Filter: under}).Filter
		for _, col := range b.Figures {
			f := w.Column(t, col)
			s := &Spot{Line: l, Col: col, known: true, head: f.Known, none: none, Label: label}
			if byCode && len(l.Parts) > 0 && x.Highest(l.Parts[0].By) {
				s.By, s.Key = l.Parts[0].By, l.Parts[0].Value
				s.Said = meaning.Together(append([]meaning.Claim{f.Said}, title...)...)
			} else {
				row := row
				if len(l.Parts) > 0 && (row.Rest != "" || l.Coded) {
					row = meaning.Claim{Filter: meaning.With(x.OfCode(l.Parts[0]), under)}
					row.Source = x.keeper(row.Filter)
				}
				s.known = s.known && row.Rest == "" && (len(row.Filter) > 0 || spent || row.Source != "" || layout.OnlyYear.MatchString(l.Label))
				s.Said = meaning.Together(append([]meaning.Claim{row, f.Said}, title...)...)
				if x.keeper(s.Said.Filter) != "" {
					s.Said.Filter = x.keptBy(row.Source, s.Said.Filter)
				}
				if x.Nothing() && Excludes(row.Filter, f.Said.Filter) {
					s.Open = "这一行和这一列说的不是同一种钱"
				}
			}
			x.lastYear(s)
			d, _ := t.Cells[layout.At(col, l.Row)].Amount()
			s.shown = !d.IsZero()
			s.words = maps.Clone(s.Said.Filter)
			s.around = meaning.Together(append([]meaning.Claim{{Filter: under}, f.Said}, title...)...).Filter
			out.Spots = append(out.Spots, s)
		}
	}
	x.settleFixed(w, t, out, prior, sc)
	for i, l := range lines {
		if l.Total || !slices.ContainsFunc(out.Spots, func(s *Spot) bool { return s.Line.Row == l.Row }) {
			spots := x.totalSpots(t, b, l, out, x.ofCodes(w, l), sc)
			if i == 0 && x.Nothing() && blankAbove(t, l) {
				for _, s := range spots {
					s.Bound, s.Open = false, "看不出上面的空行要列什么"
				}
			}
			out.Spots = append(out.Spots, spots...)
			if x.totalByWords(w, t, b, l, spots, title, sc) {
				out.Told = append(out.Told, told{l.Row, "“" + l.Label + "”不是上面各行的和，照文字写了标签"})
			}
		}
	}
	return out
}

// keeper is the table that alone keeps a field by which a filter limits, "" if the usual one keeps all of them:
// that of the income of a fund keeps the codes of income.
func (x *Example) keeper(f pack.Filter) string {
	for _, field := range slices.Sorted(maps.Keys(f)) {
		if x.Has(x.Usual, field) {
			continue
		}
		for _, s := range x.Pack.Input.Sheets {
			if x.Has(s.Name, field) && len(x.Ledger.Tables[s.Name].Measures) > 0 {
				return s.Name
			}
		}
	}
	return ""
}

// keptBy are the limits of a filter that a table keeps. It is of this year, and of the fund of its codes; what
// limits to 上年结转 stays, so that it is seen that the table does not keep it.
func (x *Example) keptBy(table string, f pack.Filter) pack.Filter {
	f = maps.Clone(f)
	maps.DeleteFunc(f, func(field string, values []string) bool {
		choices := x.Others(field, nil)
		return !x.Has(table, field) && len(choices) > 0 && !(len(choices) == 2 && slices.Equal(values, choices[1:]))
	})
	return f
}

// blankAbove says whether a form has blank rows above its first line, which is a total: for what the
// department lists there.
func blankAbove(t *layout.Table, l meaning.Line) bool { return l.Total && l.Row-t.Body[0] >= 3 }

// SpentToo says whether a label such as 本年支出 limits nothing: in a table with a line of 上年结转
// it is also what is spent of that.
func (x *Example) SpentToo(w *meaning.Words, t *layout.Table, label string) bool {
	said := w.Read(label).Filter
	return strings.Contains(label, "支出") && len(said) > 0 && w.Halves(said) && x.carriesOver(w, t)
}

// YearOfIncome is the year of a table that says of what comes in that it is 本年收入, has no line of 上年结转, and of whose
// money the example has none of that: what goes out is as much as what comes in, so it is of that year too.
func (x *Example) YearOfIncome(w *meaning.Words, n *meaning.Namer, t *layout.Table, title []meaning.Claim) pack.Filter {
	if x.Vague || x.carriesOver(w, t) || len(t.Blocks) < 2 {
		return nil
	}
	of := meaning.Together(title...).Filter
	for _, b := range t.Blocks {
		for _, l := range n.Lines(t, b) {
			said := w.Read(l.Label).Filter
			if !l.Total || !strings.Contains(l.Label, "收入") || !w.Halves(said) {
				continue
			}
			for field, values := range said {
				choices := x.Others(field, nil)
				if len(choices) != 2 || !slices.Equal(values, choices[:1]) || of[field] != nil {
					continue
				}
				carried := &Spot{Source: []string{x.Usual}, Said: meaning.Claim{Filter: meaning.With(pack.Filter{field: choices[1:]}, of)}}
				if x.Amount(carried, Addition{}) == 0 {
					return said
				}
			}
		}
	}
	return nil
}

// carriesOver says whether a line of a table is the second of two choices: 上年结转.
func (x *Example) carriesOver(w *meaning.Words, t *layout.Table) bool {
	for _, b := range t.Blocks {
		for _, col := range b.Labels {
			for row := t.Body[0]; row <= t.Body[1]; row++ {
				for field, values := range w.Read(layout.Unnumbered(t.Says(layout.At(col, row)))).Filter {
					if choices := x.Others(field, nil); len(choices) == 2 && slices.Equal(values, choices[1:]) {
						return true
					}
				}
			}
		}
	}
	return false
}

// headed says whether a line is the sum of the lines that it heads.
func (x *Example) headed(t *layout.Table, b *layout.Block, l meaning.Line, sc layout.Scale) bool {
	if len(l.Heads) < 2 || len(l.Parts) > 0 || l.Partly {
		return false
	}
	right, shown := meaning.Adds(t, b.Figures, l, l.Heads, sc)
	return right && (shown || x.Nothing() && len(l.Heads) > 1)
}

// names says whether a filter names a thing, such as a fund or a code, and not only
// 本年 or 上年结转.
func (x *Example) names(f pack.Filter) bool {
	for field := range f {
		if len(x.Others(field, nil)) != 2 {
			return true
		}
	}
	return false
}

// says says whether the words of a line that heads others give its figures by
// themselves; the lines that it heads may not be all of it.
func (x *Example) says(w *meaning.Words, t *layout.Table, b *layout.Block, l meaning.Line, row meaning.Claim, title []meaning.Claim, sc layout.Scale) bool {
	if x.Nothing() || row.Rest != "" || len(row.Filter) == 0 {
		return false
	}
	for field, values := range row.Filter {
		if choices := x.Others(field, nil); len(choices) == 2 && len(row.Filter) == 1 && slices.Equal(values, choices[:1]) {
			return false // 本年支出 heads all that stands below it
		}
	}
	return x.agrees(w, t, b, l, row, title, sc)
}

// agrees says whether what is said of a line gives the figures that it shows.
func (x *Example) agrees(w *meaning.Words, t *layout.Table, b *layout.Block, l meaning.Line, row meaning.Claim, title []meaning.Claim, sc layout.Scale) bool {
	shown := x.names(row.Filter) // 上年结转 alone must show something
	for _, col := range b.Figures {
		s := &Spot{Said: meaning.Together(append([]meaning.Claim{row, w.Column(t, col).Said}, title...)...), Source: []string{x.Usual}}
		d, _ := t.Cells[layout.At(col, l.Row)].Amount()
		if x.lastYear(s); s.Blind {
			continue
		}
		if s.Open != "" || !sc.In(col).Agrees(d, x.Amount(s, Addition{})) {
			return false
		}
		shown = shown || !d.IsZero()
	}
	return shown
}

// OfCode limits records to a code: itself at the level at which codes are entered,
// those below it at a higher one.
func (x *Example) OfCode(p meaning.Part) pack.Filter {
	field, level := pack.CutField(p.By)
	table := cmp.Or(x.keeper(pack.Filter{field: nil}), x.Usual)
	if s := x.Pack.Input.Sheet(table); level != "" && s != nil && s.Column(field) != nil && s.Column(field).Level != level {
		return pack.Filter{p.By: {p.Value}}
	}
	return pack.Filter{field: {p.Value}}
}

// settleFixed decides the limits that the words leave open for all lines together.
func (x *Example) settleFixed(w *meaning.Words, t *layout.Table, f *Fixed, prior pack.Filter, sc layout.Scale) {
	all := x.Additions()
	var said, words []pack.Filter
	for _, sp := range f.Spots {
		said, words = append(said, sp.Said.Filter), append(words, sp.words)
	}
	prior = unspoken(prior, words)
	all = append(all, x.omissions(said)...)
	sources := x.SourceSets()
	best, from, bestScore := 0, 0, [3]int{}
	var alike []Addition
	score := func(more Addition, sources []string) (s [3]int) {
		for _, sp := range f.Spots {
			sp.from(sources)
			printed, _ := t.Cells[layout.At(sp.Col, sp.Line.Row)].Amount()
			right := sc.In(sp.Col).Agrees(printed, x.Amount(sp, more))
			switch {
			case sp.Blind, !sp.shown && (sp.none || w.Line(sp.Line).Absent || x.emptyBeside(sp, f.Spots)):
			case sp.Open == "" && sp.known && sp.head && !right:
				s[0]--
			case right && sp.known && !printed.IsZero(): // what no word explains fits anything
				s[1]++
			}
		}
		s[2] = -more.cost()
		return s
	}
	for i, a := range all {
		for j, set := range sources {
			if s := score(a, set); i+j == 0 || slices.Compare(s[:], bestScore[:]) > 0 {
				best, from, bestScore, alike = i, j, s, nil
			} else if s == bestScore && j == from {
				alike = append(alike, a)
			}
		}
	}
	chosen := all[best]
	if chosen.omit != "" {
		f.Omitted = chosen.omitted
	}
	if len(chosen.Filter) == 0 && chosen.omit == "" && len(prior) > 0 {
		if s := score(Addition{Filter: prior}, sources[from]); s[0] == bestScore[0] && s[1] == bestScore[1] {
			chosen.Filter = prior
		}
	} else if len(chosen.Filter) > 0 && !f.sayOtherwise(chosen.Filter) {
		f.Added = chosen.orElse(alike)
	}
	for _, sp := range f.Spots {
		sp.from(sources[from])
	}
	if bestScore[1] == 0 && x.Vague {
		chosen = Addition{}
	} else if bestScore[1] == 0 && !x.Nothing() && !f.shown(t) { // what shows nothing fits whatever has none
		chosen, f.Added = Addition{Filter: prior}, ""
	} else if bestScore[1] == 0 && !x.Nothing() && f.shown(t) {
		for _, sp := range f.Spots {
			sp.Open = cmp.Or(sp.Open, "这张表没有一个数和录入对得上")
		}
		return
	}
	proven := x.provenColumns(t, f, chosen, sc)
	for _, sp := range f.Spots {
		if sp.Open != "" {
			continue
		}
		more := chosen
		if len(sp.Source) == 1 && sp.Source[0] != x.Usual {
			more = Addition{}
		}
		sp.Filter = more.on(sp.Said.Filter)
		printed, _ := t.Cells[layout.At(sp.Col, sp.Line.Row)].Amount()
		amount := x.Amount(sp, more)
		switch {
		case sp.none && x.Nothing():
			sp.Open = NothingLeft
		case (sp.none || w.Line(sp.Line).Absent) && !sp.shown:
			sp.Open = NotKept
		case !sp.known:
			sp.Open = "“" + sp.Line.Label + "”是什么意思不知道"
		case !sp.head && !proven[sp.Col]:
			sp.Open = "表头“" + t.Headed(sp.Col) + "”是什么意思不知道"
		case !sp.Blind && x.Vague && !sc.In(sp.Col).Agrees(printed, amount):
			sp.Bound, sp.guessed = true, true
		case !sp.Blind && !sc.In(sp.Col).Agrees(printed, amount):
			sp.off = true
			sp.Open = fmt.Sprintf("按文字取的数是 %s，范例印的是 %s", sc.In(sp.Col).Unit.Of(amount.Yuan()), printed)
		default:
			sp.Bound = true
		}
	}
	x.linesBesideCarried(w, t, f, chosen, sc)
	for _, sp := range f.Spots {
		if sp.Bound && x.emptyBeside(sp, f.Spots) {
			sp.Bound, sp.Open = false, NotKept
		}
	}
	x.unlimited(t, f, chosen, sc)
	f.doubtColumns(t)
	x.columnsOfParts(t, f, chosen, sc)
	x.columnsAgainstTheirWords(t, f, chosen, sc)
	x.linesOfTheirParts(w, f, chosen, sc)
	x.linesOtherwiseCalled(t, f, chosen, sc)
	x.widenedLines(t, f, chosen, sc)
	x.linesOfOneGroup(w, t, f, chosen, sc)
	x.linesLikelyNamed(t, f, chosen, sc)
	x.linesTwice(t, f, sc)
	x.partLines(w, t, f, sc)
	for _, sp := range f.Spots { // 事业收入, all of which 其他收入 shows
		if !sp.Bound && sp.known && !sp.shown && slices.ContainsFunc(f.Spots, func(o *Spot) bool { return o.Bound && o.shown && o.Col == sp.Col && meaning.Same(o.Filter, sp.Filter) }) {
			sp.Open = NotKept
		}
	}
	x.lineLeftToOne(f, chosen)
	for _, sp := range f.Spots {
		if sp.Bound && sp.guessed {
			f.Words++
		}
	}
	for _, row := range rowsOf(f.Spots) {
		own := spotsOf(f.Spots, row)
		field, said := x.loose(own[0].Line.Label, own[0].Line.Label, own[0].Label)
		if field == "" || len(said) == 0 || own[0].Key != "" || slices.ContainsFunc(own, func(s *Spot) bool { return s.shown }) || slices.ContainsFunc(f.Told, func(t told) bool { return t.Row == row }) {
			continue
		}
		if i := slices.IndexFunc(own, func(s *Spot) bool { return s.Bound && len(s.Said.Filter[field]) > 0 }); i >= 0 {
			as := strings.Join(own[i].Said.Filter[field], "、")
			f.Told = append(f.Told, told{row, unshown(own[0].Line.Label, as)})
			for _, s := range f.Spots {
				if s.Line.Under == own[0].Line.Under && s.Open == NotKept && restName(s.Line.Label) && !t.SaysNone(layout.At(s.Col, s.Line.Row)) {
					s.Open = elsewhere(own[0].Line.Label, as)
				}
			}
		}
	}
}

// sayOtherwise says whether a line or a column of the table says that its figures are of what some limits leave out:
// beside 上年结转, it is clear that the others are of 本年.
func (f *Fixed) sayOtherwise(limits pack.Filter) bool {
	return slices.ContainsFunc(f.Spots, func(s *Spot) bool {
		for field, values := range limits {
			said := s.Said.Filter[field]
			if len(said) > 0 && !slices.ContainsFunc(said, func(v string) bool { return slices.Contains(values, v) }) {
				return true
			}
		}
		return false
	})
}

// emptyBeside says whether a spot without a figure is of a line that a name of several meanings
// calls the same as another one that has its figure: 事业收入 beside 其他收入.
func (x *Example) emptyBeside(s *Spot, all []*Spot) bool {
	field, _ := x.loose(s.Line.Label, s.Line.Label, s.Label)
	return field != "" && s.Key == "" && !slices.ContainsFunc(all, func(o *Spot) bool { return o.Line.Row == s.Line.Row && o.shown }) &&
		slices.ContainsFunc(all, func(o *Spot) bool {
			return o.Col == s.Col && o.shown && o.known && o.Key == "" && meaning.Same(o.Said.Filter, s.Said.Filter)
		})
}

// doubtColumns leaves open the columns in which lines of codes differ from the example: where
// others of them agree, it may be that the example does not show what the column leaves out.
func (f *Fixed) doubtColumns(t *layout.Table) {
	right, wrong := map[int]int{}, map[int]int{}
	for _, s := range f.Spots {
		switch {
		case s.Key == "" || !s.known || !s.head || !s.shown:
		case s.Bound:
			right[s.Col]++
		case s.Open != NotKept:
			wrong[s.Col]++
		}
	}
	for _, s := range f.Spots {
		if n := wrong[s.Col]; s.Bound && s.Key != "" && n > 0 && (right[s.Col] < 8 || n*10 > right[s.Col]) {
			s.Bound, s.Open = false, fmt.Sprintf("这一列按文字取的数和范例有 %d 格不同", n)
		}
	}
}

// Blind says whether a column shows last year's figures, of which the ledger has none.
func (f *Fixed) Blind(col int) bool {
	return slices.ContainsFunc(f.Spots, func(s *Spot) bool { return s.Col == col && s.Blind })
}

// shown says whether some line of a block shows a figure other than zero.
func (f *Fixed) shown(t *layout.Table) bool {
	return slices.ContainsFunc(f.Spots, func(s *Spot) bool {
		d, ok := t.Cells[layout.At(s.Col, s.Line.Row)].Amount()
		return ok && !d.IsZero()
	})
}

// Incomplete says whether some lines that stand for classes are bound and others in
// no column, so that money of theirs would be in no line.
func (f *Fixed) Incomplete() bool {
	bound := map[int]bool{}
	for _, s := range f.Spots {
		if s.By != "" {
			bound[s.Line.Row] = bound[s.Line.Row] || s.Bound
		}
	}
	some, none := false, false
	for _, ok := range bound {
		some, none = some || ok, none || !ok
	}
	return some && none
}

// partLines keeps lines apart as partition does columns: where one line of a block is
// 上年结转, the others take none of it.
func (x *Example) partLines(w *meaning.Words, t *layout.Table, f *Fixed, sc layout.Scale) {
	for _, p := range f.Spots {
		for _, q := range f.Spots {
			if !p.Bound && !(p.known && p.head && p.shown && !p.Blind) || !q.Bound || p.Key != "" || q.Key != "" || p.Col != q.Col || f.totalBetween(q.Line, p.Line) || p.Measure != q.Measure || q.Source[0] != x.Usual || p.Source[0] != x.Usual {
				continue
			}
			for field, taken := range q.words {
				other, carried := f.outermost(w, q.Line, field, taken), q.Filter
				if other.Row != q.Line.Row {
					carried = w.Line(other).Filter // of all funds, though no line below it is of this one
				}
				_, limited := p.Filter[field]
				rest := x.ordinary(field, taken)
				if limited || Excludes(p.Filter, carried) || rest == nil || p.Line.Under != other.Under && other.Under != "" {
					continue
				}
				narrower := *p
				narrower.Said.Filter = meaning.With(p.Filter, pack.Filter{field: rest})
				if d, _ := t.Cells[layout.At(p.Col, p.Line.Row)].Amount(); sc.In(p.Col).Agrees(d, x.Amount(&narrower, Addition{})) {
					p.Filter, p.Bound, p.Open = narrower.Said.Filter, true, ""
					p.Said.Filter = meaning.With(p.Said.Filter, pack.Filter{field: rest})
					x.partsToo(t, f, p, pack.Filter{field: rest}, sc)
				}
			}
		}
	}
}

// outermost is the outermost of the lines that head a line and say the same of a field as it does:
// 四、上年结转 of the funds below it.
func (f *Fixed) outermost(w *meaning.Words, l meaning.Line, field string, taken []string) meaning.Line {
	for _, head := range slices.Backward(f.lines) {
		if slices.Contains(head.Heads, l.Row) && slices.Equal(w.Line(head).Filter[field], taken) {
			l = head
		}
	}
	return l
}

// totalBetween says whether a total of what is spent, or of all that comes in, stands between a line
// and one below it, so that the lower one is of another side.
func (f *Fixed) totalBetween(upper, lower meaning.Line) bool {
	return slices.ContainsFunc(f.lines, func(l meaning.Line) bool {
		return l.Total && upper.Row < l.Row && l.Row < lower.Row && (strings.Contains(l.Label, "支出") || strings.Contains(l.Label, "总计"))
	})
}

// unlimited takes the limit that all lines of a table got by its figures from those that do not agree
// with it but without it, and from those that name the same kind of thing: 项目支出 below 支出合计, where
// 本年 limits the funds above it.
func (x *Example) unlimited(t *layout.Table, f *Fixed, more Addition, sc layout.Scale) {
	agrees := func(s *Spot, more Addition) bool {
		d, _ := t.Cells[layout.At(s.Col, s.Line.Row)].Amount()
		return sc.In(s.Col).Agrees(d, x.Amount(s, more))
	}
	for _, s := range f.Spots {
		if len(more.Filter) == 0 || s.Key != "" || !s.known || !s.head || !s.shown || s.Blind || s.Bound || !agrees(s, Addition{}) {
			continue
		}
		for _, o := range f.Spots {
			if o.Key == "" && o.known && o.head && meaning.SameFields(o.Label, s.Label) && (o.Bound || o == s) && agrees(o, Addition{}) {
				o.Filter, o.Bound, o.Open = maps.Clone(o.Said.Filter), true, ""
			}
		}
	}
}

// partsToo gives the lines that a line heads the limit that it got itself.
func (x *Example) partsToo(t *layout.Table, f *Fixed, head *Spot, limit pack.Filter, sc layout.Scale) {
	for _, s := range f.Spots {
		if !s.Bound || s.Col != head.Col || s.Key != "" || !slices.Contains(head.Line.Heads, s.Line.Row) {
			continue
		}
		own := *s
		own.Said.Filter = meaning.With(s.Filter, limit)
		if d, _ := t.Cells[layout.At(s.Col, s.Line.Row)].Amount(); sc.In(s.Col).Agrees(d, x.Amount(&own, Addition{})) {
			s.Filter, s.Said.Filter = own.Said.Filter, meaning.With(s.Said.Filter, limit)
		}
	}
}

// linesTwice takes from a line what other lines of its block print: 其他资金 below
// 财政专户管理资金. A line of which they print all is their sum.
func (x *Example) linesTwice(t *layout.Table, f *Fixed, sc layout.Scale) {
	for _, p := range f.Spots {
		if !p.Bound && !(p.known && p.shown) || p.Key != "" || p.Sum != nil {
			continue
		}
		for field, mine := range p.Filter {
			left := mine
			for _, q := range f.Spots {
				taken := q.words[field]
				if p == q || !q.Bound || q.Key != "" || p.Col != q.Col || !x.alikeInHalves(p.words, q.words) || p.Line.Under != q.Line.Under || q.Line.Row < 0 || slices.Contains(p.Line.Heads, q.Line.Row) || len(taken) >= len(mine) || !meaning.Covers(mine, taken) {
					continue
				}
				left = slices.DeleteFunc(slices.Clone(left), func(v string) bool { return slices.Contains(taken, v) })
			}
			if len(left) == 0 || len(left) == len(mine) || f.madeOf(p, field) {
				continue
			}
			narrowed := func(s *Spot) bool {
				own := *s
				own.Said.Filter = maps.Clone(s.Filter)
				own.Said.Filter[field] = left
				d, _ := t.Cells[layout.At(s.Col, s.Line.Row)].Amount()
				return sc.In(s.Col).Agrees(d, x.Amount(&own, Addition{}))
			}
			disproved := slices.ContainsFunc(f.Spots, func(s *Spot) bool {
				return s.Line.Row == p.Line.Row && slices.Equal(s.Filter[field], mine) && !narrowed(s)
			})
			if own := meaning.With(pack.Filter{field: left}, p.Filter); !disproved && narrowed(p) {
				p.Said.Filter = maps.Clone(p.Said.Filter)
				p.Said.Filter[field] = left
				p.Filter, p.Bound, p.Open = own, true, ""
			}
		}
	}
}

// madeOf says whether the lines next below a line take all that it takes in a field, so that it
// is their sum: 公务用车购置及运行费, below which stand both of them.
func (f *Fixed) madeOf(p *Spot, field string) bool {
	left := slices.Clone(p.Filter[field])
	for _, q := range f.Spots {
		if q.Col != p.Col || q.Line.Row <= p.Line.Row {
			continue
		}
		taken := q.words[field]
		if len(taken) == 0 || len(taken) >= len(p.Filter[field]) || !meaning.Covers(p.Filter[field], taken) {
			break
		}
		left = slices.DeleteFunc(left, func(v string) bool { return slices.Contains(taken, v) })
	}
	return len(left) == 0
}

// alikeInHalves says whether words limit the same choices of two: what 上年结转 of a fund prints
// is no part of what the line of the fund prints.
func (x *Example) alikeInHalves(a, b pack.Filter) bool {
	for _, f := range []pack.Filter{a, b} {
		for field := range f {
			if len(x.Others(field, nil)) == 2 && !slices.Equal(a[field], b[field]) {
				return false
			}
		}
	}
	return true
}

// Nothing says whether there are no items, so that words alone decide.
func (x *Example) Nothing() bool { return x.Ledger.Tables[x.Usual].Len() == 0 }

// mostlyClasses says whether the lines of a block stand for the codes of the highest
// level, so that together they are all; of lower ones each is a filter of its own.
func (x *Example) mostlyClasses(lines []meaning.Line) bool {
	n, codes := 0, 0
	seen := map[meaning.Part]bool{}
	for _, l := range lines {
		if !l.Total {
			n++
		}
		if len(l.Parts) > 0 && x.Highest(l.Parts[0].By) {
			if codes++; seen[l.Parts[0]] {
				return false // each in the line that heads it
			}
			seen[l.Parts[0]] = true
		}
	}
	return 2*codes > n
}

// Highest says whether a level is the first of its codes.
func (x *Example) Highest(by string) bool {
	field, level := pack.CutField(by)
	list := x.Ledger.Codes[x.Pack.ListOf(field)]
	return list != nil && len(list.Levels) > 0 && list.Levels[0].Name == level
}

// SourceSets are the tables that a figure may sum: the usual one, or what views of
// the pack sum together with it.
func (x *Example) SourceSets() [][]string {
	out := [][]string{{x.Usual}}
	for _, v := range x.Pack.Views {
		if len(v.Sources) > 1 && slices.Contains(v.Sources, x.Usual) && !slices.ContainsFunc(out, func(o []string) bool { return slices.Equal(o, v.Sources) }) {
			out = append(out, v.Sources)
		}
	}
	return out
}

// lastYear gives a spot that shows last year's amounts what keeps them: a column of the usual
// table, or another table than that of its line, such as that of last year's 年终结转.
func (x *Example) lastYear(s *Spot) {
	if !s.Said.Last {
		return
	}
	if s.Key != "" && (s.Said.Source == "" || s.Said.Source == x.Usual) {
		if own := meaning.With(x.OfCode(meaning.Part{By: s.By, Value: s.Key}), s.Said.Filter); len(x.Published(own)) > 0 {
			s.By, s.Key, s.Said.Filter = "", "", own // of which lines were not published
		}
	}
	s.Measure, s.Blind = x.Last, !x.KnowsLast(s.Said.Filter)
	if s.Said.Source != "" && s.Said.Source != x.Usual {
		s.Said.Source, s.Measure = x.Pack.Input.PastOfItems(s.Said.Source), ""
	}
	if s.Measure == "" && (s.Said.Source == "" || s.Said.Source == x.Usual) {
		s.Open = "要去年的数，录入里没有上年数"
	}
}

// from sets the tables of a spot whose words name none.
func (s *Spot) from(sources []string) {
	switch {
	case s.Said.Source != "":
		s.Source = []string{s.Said.Source}
	case s.Key != "" || s.Measure != "": // the others have no amounts of last year
		s.Source = sources[:1]
	default:
		s.Source = sources
	}
}

// provenColumns are those in which some line's figure agrees, and no line's differs.
func (x *Example) provenColumns(t *layout.Table, f *Fixed, more Addition, sc layout.Scale) map[int]bool {
	out, wrong := map[int]bool{}, map[int]bool{}
	if sc.Any {
		return out
	}
	for _, sp := range f.Spots {
		if sp.Blind {
			continue
		}
		printed, _ := t.Cells[layout.At(sp.Col, sp.Line.Row)].Amount()
		if right := sc.In(sp.Col).Agrees(printed, x.Amount(sp, more)); sp.known && right && !printed.IsZero() {
			out[sp.Col] = true
		} else if sp.known && !right {
			wrong[sp.Col] = true
		}
	}
	maps.DeleteFunc(out, func(col int, _ bool) bool { return wrong[col] })
	return out
}

// totalSpots are the cells of a line of totals: the sum of lines above it, as the
// figures of all columns have it. Without figures one that names codes, which only limits, adds lines of these.
func (x *Example) totalSpots(t *layout.Table, b *layout.Block, l meaning.Line, f *Fixed, only pack.Filter, sc layout.Scale) (out []*Spot) {
	candidates := sumCandidates(l, f.lines)
	if !l.Total {
		candidates = [][]int{l.Heads}
	}
	if len(only) > 0 {
		for i, rows := range candidates {
			candidates[i] = f.within(rows, only)
		}
		candidates = slices.DeleteFunc(candidates, func(rows []int) bool { return len(rows) == 0 })
	}
	for _, rows := range candidates {
		candidates = append(candidates, f.wholes(rows))
	}
	var best []int
	most := -1
	for _, rows := range candidates {
		n := 0
		for _, col := range b.Figures {
			if right, shown := meaning.Adds(t, []int{col}, l, rows, sc); right {
				n++
				if shown {
					n += len(b.Figures)
				}
			}
		}
		if n > most {
			best, most = rows, n
		}
	}
	// a part, such as 公务用车购置费 after 公务用车购置及运行费, is not added again, though it is blank in the example
	understood := func(row int) bool {
		return slices.ContainsFunc(f.Spots, func(s *Spot) bool { return s.Line.Row == row && s.Bound && len(s.Filter) > 0 })
	}
	unsure := func(own []int) bool { // a part is not understood, or a line has a tag and may be all of it
		return slices.ContainsFunc(best, func(row int) bool {
			return !understood(row) && (!slices.Contains(own, row) || slices.ContainsFunc(f.Spots, func(s *Spot) bool { return s.Line.Row == row && s.Bound }))
		})
	}
	if own := f.wholes(best); len(own) < len(best) && !unsure(own) && !slices.ContainsFunc(b.Figures, func(col int) bool {
		was, _ := meaning.Adds(t, []int{col}, l, best, sc)
		is, _ := meaning.Adds(t, []int{col}, l, own, sc)
		return was && !is
	}) {
		best = own
	}
	empty := func(col int) bool { return layout.Tight(t.Cells[layout.At(col, l.Row)].Text) == "" }
	some := slices.ContainsFunc(b.Figures, func(col int) bool { // the line prints no total in some of its columns
		right, _ := meaning.Adds(t, []int{col}, l, best, sc)
		return !right && empty(col)
	})
	refuted := slices.ContainsFunc(b.Figures, func(col int) bool { // a figure speaks against it: blanks that agree prove nothing
		right, _ := meaning.Adds(t, []int{col}, l, best, sc)
		return !right && !empty(col)
	})
	for _, col := range b.Figures {
		s := &Spot{Line: l, Col: col, Sum: best, Bound: true}
		right, shown := meaning.Adds(t, []int{col}, l, best, sc)
		if !right || best == nil || some && empty(col) || refuted && !shown {
			s = &Spot{Line: l, Col: col, Open: "“" + l.Label + "”不等于哪几行的和"}
		}
		if why, none := f.unbound(best, col); none && s.Bound {
			s.Bound, s.Open = false, why
		}
		if p, q := f.partly(best, col); p != nil && s.Bound && x.Nothing() {
			s.Bound, s.Open = false, "“"+p.Line.Label+"”和“"+q.Line.Label+"”取的钱有重的，看不出加哪几行"
		}
		d, _ := t.Cells[layout.At(col, l.Row)].Amount()
		s.shown = !d.IsZero()
		if s.Bound && !s.shown && t.SharedLabel(b, l.Row) {
			s.Bound, s.Open = false, "“"+l.Label+"”的格子并过几列，看不出加这一列还是加几列"
		}
		out = append(out, s)
	}
	return out
}

// totalByWords takes a line of totals that is the sum of no lines above it for what its words say,
// where they give all figures that it shows: 本年支出合计 of lines that go on in other columns.
func (x *Example) totalByWords(w *meaning.Words, t *layout.Table, b *layout.Block, l meaning.Line, spots []*Spot, title []meaning.Claim, sc layout.Scale) bool {
	row := w.Line(l)
	if x.SpentToo(w, t, l.Label) {
		row.Filter = nil
	}
	if x.Nothing() || sc.Any || row.Rest != "" || row.Source != "" || slices.ContainsFunc(spots, func(s *Spot) bool { return s.Bound }) ||
		!slices.ContainsFunc(spots, func(s *Spot) bool { return s.shown }) || !x.agrees(w, t, b, l, row, title, sc) {
		return false
	}
	for _, s := range spots {
		s.Said = meaning.Together(append([]meaning.Claim{row, w.Column(t, s.Col).Said}, title...)...)
		s.known, s.Bound, s.Open, s.Filter, s.Source, s.Sum = true, true, "", s.Said.Filter, []string{x.Usual}, nil
		x.lastYear(s)
	}
	return true
}

// ofCodes are the limits to some codes that the words of a line of totals name, where no figure says which
// lines it adds: “三公”经费小计 is none of 会议费.
func (x *Example) ofCodes(w *meaning.Words, l meaning.Line) pack.Filter {
	if !x.Nothing() || !l.Total {
		return nil
	}
	only := pack.Filter{}
	for field, values := range w.Line(l).Filter {
		if code, _ := pack.CutField(field); x.Pack.ListOf(code) != "" {
			only[field] = values
		}
	}
	return only
}

// within are the rows of some that take nothing beyond a filter, or head such rows.
func (f *Fixed) within(rows []int, only pack.Filter) []int {
	beyond := func(s *Spot) bool {
		for field, values := range only {
			if own := s.Filter[field]; len(own) == 0 || !meaning.Covers(values, own) {
				return true
			}
		}
		return false
	}
	return slices.DeleteFunc(slices.Clone(rows), func(row int) bool {
		own := false
		for _, s := range f.Spots {
			if s.Line.Row == row && s.Sum == nil {
				if own = true; beyond(s) {
					return true
				}
			}
		}
		i := slices.IndexFunc(f.lines, func(l meaning.Line) bool { return l.Row == row })
		return !own && (i < 0 || len(f.lines[i].Heads) == 0 || len(f.within(f.lines[i].Heads, only)) < len(f.lines[i].Heads))
	})
}

// wholes are the rows of some that are no parts of another one by what they show: of
// 基本支出, 人员经费, 公用经费 and 项目支出 the first and the last. A line that is not understood
// has no parts: its filter is only what limits all lines.
func (f *Fixed) wholes(rows []int) []int {
	shows := map[int]*Spot{}
	for _, s := range f.Spots {
		if was := shows[s.Line.Row]; slices.Contains(rows, s.Line.Row) && (was == nil || !was.Bound && s.Bound) {
			shows[s.Line.Row] = s
		}
	}
	part := func(a, b *Spot) bool {
		for field, values := range b.Filter {
			if own := a.Filter[field]; (len(own) == 0 || !meaning.Covers(values, own)) && !lowerCodes(field, values, a.Filter) {
				return false
			}
		}
		return b.Bound && a.Key == b.Key && !meaning.Same(a.Filter, b.Filter)
	}
	return slices.DeleteFunc(slices.Clone(rows), func(row int) bool {
		return slices.ContainsFunc(rows, func(o int) bool { return shows[row] != nil && shows[o] != nil && part(shows[row], shows[o]) })
	})
}

// lowerCodes says whether a filter takes codes of a lower level alone that begin as those of a field do: 30101 of 301.
func lowerCodes(field string, values []string, f pack.Filter) bool {
	codes, level := pack.CutField(field)
	for other, own := range f {
		if of, _ := pack.CutField(other); level != "" && other != field && of == codes {
			return !slices.ContainsFunc(own, func(code string) bool {
				return !slices.ContainsFunc(values, func(upper string) bool { return len(upper) < len(code) && strings.HasPrefix(code, upper) })
			})
		}
	}
	return false
}

// partly gives two of the cells that a total would add of which each takes some money of the other
// and some that the other does not, as their choices of the same fields say: 公用经费 and 其他运转类
// are of different ones, and no item is both; nil if there are none.
func (f *Fixed) partly(rows []int, col int) (p, q *Spot) {
	var of []*Spot
	for _, s := range f.Spots {
		if s.Col == col && slices.Contains(rows, s.Line.Row) && s.Bound && s.Sum == nil && s.Key == "" && len(s.Filter) > 0 {
			of = append(of, s)
		}
	}
	for i, p := range of {
		for _, q := range of[:i] {
			if slices.Equal(p.Source, q.Source) && p.Measure == q.Measure && meaning.SameFields(p.Filter, q.Filter) && !Excludes(p.Filter, q.Filter) && !meaning.Same(p.Filter, q.Filter) {
				return q, p
			}
		}
	}
	return nil, nil
}

// LeftOut are the choices of a field that all lines of a total limit and none of them
// takes, though nothing around them says that the table is without these.
func (x *Example) LeftOut(w *meaning.Words, f *Fixed, title []meaning.Claim) (total *Spot, without []string) {
	for _, total := range f.Spots {
		if !total.Bound || len(total.Sum) < 2 {
			continue
		}
		around := meaning.Together(append([]meaning.Claim{w.Line(total.Line), w.Read(total.Line.Under)}, title...)...).Filter
		var parts []*Spot
		for _, s := range f.Spots {
			if s.Col == total.Col && slices.Contains(total.Sum, s.Line.Row) {
				parts = append(parts, s)
			}
		}
		if len(parts) < 2 {
			continue
		}
		for field := range parts[0].Filter {
			var all []string
			each, differ := true, false
			for _, s := range parts {
				values, ok := s.Filter[field]
				each = each && ok && s.Source[0] == x.Usual
				differ = differ || ok && !slices.Equal(values, parts[0].Filter[field])
				all = append(all, values...)
			}
			left := x.Others(field, all)
			if limit, ok := around[field]; ok {
				left = slices.DeleteFunc(left, func(v string) bool { return !slices.Contains(limit, v) })
			}
			if each && differ && len(left) > 0 {
				return total, left
			}
		}
	}
	return nil, nil
}

// unbound says whether none of the cells that a total adds has a tag, and why.
func (f *Fixed) unbound(rows []int, col int) (why string, none bool) {
	some := slices.ContainsFunc(rows, func(row int) bool { // a line that is the sum of lines of its own gets its cells later
		return !slices.ContainsFunc(f.Spots, func(s *Spot) bool { return s.Line.Row == row })
	})
	for _, s := range f.Spots {
		if s.Col == col && slices.Contains(rows, s.Line.Row) {
			some = some || s.Bound
			if !s.Bound && (why == "" || s.shown) {
				why = s.Open
			}
			if !s.Bound && (s.shown || s.Line.Total) {
				return cmp.Or(why, s.Open), true // a sum without it would be too small
			}
		}
	}
	return why, why != "" && !some
}

// sumCandidates are the rows that a line of totals may add, the likeliest first:
// of a total that ranks above the one before it, 总计 above 合计 and 合计 above 小计, that one and
// the lines behind it, of others the lines since the total before.
func sumCandidates(l meaning.Line, lines []meaning.Line) (out [][]int) {
	var since, each, plain, upper []int // each: since the total before too, with the parts of others
	if l.Group > 0 {                    // of 收入 merged downward beside it and the lines that it adds
		for _, o := range lines {
			if o.Group == l.Group && !o.Total {
				each = append(each, o.Row)
			}
		}
		out, each = append(out, each), nil
	}
	last, over := 0, 0
	var totalsAbove []int // of parts that no later one takes in, and that are of the same side
	for _, o := range lines {
		if o.Row >= l.Row {
			break
		}
		if o.Total {
			last, over = o.Row, rank(o)
			if len(since) == 0 {
				over = rank(l) // above its parts, not below them
			}
			since, each = nil, nil
			if !strings.Contains(o.Label+o.Beside, "小计") {
				totalsAbove = nil
			}
			if !strings.Contains(o.Label, "收入") || !strings.Contains(l.Label, "支出") {
				totalsAbove = append(totalsAbove, o.Row)
			}
			continue
		}
		plain, each = append(plain, o.Row), append(each, o.Row)
		if o.Within {
			continue // in the line that heads it
		}
		since = append(since, o.Row)
		upper = append(upper, o.Row)
	}
	grand := append(totalsAbove, since...)
	if last > 0 && (rank(l) > over || strings.Contains(l.Label, "总计") || len(since) == 0) {
		out = append(out, grand, since, plain)
	} else {
		out = append(out, since, plain)
		if last > 0 {
			out = append(out, grand)
		}
	}
	var below, tops []int
	for _, o := range lines {
		if o.Row > l.Row {
			if o.Total || meaning.Counted(o) && o.Style == l.Style { // 二、 after 一、“三公”经费合计
				break
			}
			below = append(below, o.Row)
			if !o.Within {
				tops = append(tops, o.Row)
			}
		}
	}
	var through []int // below, past totals that rank lower: 合计 of 小计 with its parts, and what follows these
	for _, o := range lines {
		if o.Row > l.Row && o.Total && rank(o) >= rank(l) {
			break
		}
		if o.Row > l.Row && !o.Total && !o.Within {
			through = append(through, o.Row)
		}
	}
	return slices.DeleteFunc(append(out, each, upper, tops, below, through, alike(lines, l, false), alike(lines, l, true), highest(lines, l), highestBelow(lines, l)), func(rows []int) bool { return len(rows) == 0 })
}

// rank says how much of a table a total usually adds.
func rank(l meaning.Line) int {
	for i, word := range []string{"总计", "合计", "小计"} {
		if strings.Contains(l.Label+l.Beside, word) {
			return 3 - i
		}
	}
	return 0
}

// highest are the lines since the total before that stand for the highest codes.
func highest(lines []meaning.Line, l meaning.Line) (rows []int) {
	least := 0
	for _, o := range lines {
		switch {
		case o.Row >= l.Row:
		case o.Total:
			rows, least = nil, 0
		case o.Coded && len(o.Parts) > 0:
			n := len(o.Parts[0].Value)
			if least == 0 || n < least {
				rows, least = nil, n
			}
			if n == least {
				rows = append(rows, o.Row)
			}
		}
	}
	return rows
}

// highestBelow are the lines below a total, up to the next one, that stand for the
// highest codes.
func highestBelow(lines []meaning.Line, l meaning.Line) []int {
	var behind []meaning.Line
	for _, o := range lines {
		if o.Row > l.Row {
			if o.Total {
				break
			}
			behind = append(behind, o)
		}
	}
	if len(behind) == 0 {
		return nil
	}
	return highest(behind, meaning.Line{Row: behind[len(behind)-1].Row + 1})
}

// alike are the lines above or below a total that are counted as the first of them is.
func alike(lines []meaning.Line, l meaning.Line, below bool) (rows []int) {
	first := ""
	for _, o := range lines {
		if o.Row == l.Row || o.Total && o.Style == "" || (o.Row > l.Row) != below {
			continue
		}
		if first == "" {
			first = o.Style
		}
		if o.Style == first && first != "" {
			rows = append(rows, o.Row)
		}
	}
	return rows
}

// Has says whether a cell of fixed lines is bound.
func (f *Fixed) Has(col, row int) bool {
	return slices.ContainsFunc(f.Spots, func(s *Spot) bool { return s.Col == col && s.Line.Row == row && s.Bound })
}
