package bind

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/tagging"
)

// funds takes lines for what their words say, though a code is called so too, where the
// others that are counted as they are say the same kind of thing: 国有资本经营预算支出 after
// 一般公共预算支出 is a fund and no class.
func (b *binder) funds(lines []meaning.Line) {
	for i, l := range lines {
		said := b.words.Read(l.Label)
		if len(l.Parts) == 0 || l.Coded || said.Rest != "" || len(said.Filter) != 1 {
			continue
		}
		alike := func(o meaning.Line) bool {
			c := b.words.Read(o.Label)
			return o.Row != l.Row && !o.Total && o.Style == l.Style && o.Under == l.Under && len(o.Parts) == 0 && c.Rest == "" && meaning.SameFields(c.Filter, said.Filter)
		}
		if slices.ContainsFunc(lines, alike) {
			lines[i].Parts = nil
		}
	}
}

// fixed binds lines that stand on the form.
func (b *binder) fixed(p *pair, block, to *layout.Block, lines, printed []meaning.Line, title []meaning.Claim, sc layout.Scale) {
	e := p.like
	known := b.known(e.Called)
	f := b.x.BindFixed(b.words, e, block, lines, title, b.prior(e.Called, nil), sc)
	if f.Words > 0 {
		b.look(p.form.Name, p.form.Title, "有 %d 格和重建的录入对不上，照文字写了标签，没有核对过", f.Words)
		sc.Any = true
		f = b.silent.BindFixed(b.words, e, block, lines, title, b.prior(e.Called, nil), sc)
		for _, col := range block.Figures {
			b.notProven(e, col, true)
		}
	}
	part := "这张表"
	if heads := e.Heads(block.Labels[0]); len(e.Blocks) > 1 && len(heads) > 0 {
		part = "“" + heads[len(heads)-1] + "”这一边" // the other side may take more
	}
	if f.Omitted != "" {
		b.look(p.form.Name, p.form.Title, "表上写着只取 %s，范例的数不止这些，%s都按范例的数取", f.Omitted, part)
	}
	if f.Added != "" {
		b.look(p.form.Name, p.form.Title, "表上没有写清取哪些明细，%s的明细都按范例的数只取 %s", part, f.Added)
	}
	cols := b.across(p, slices.Concat(block.Labels, block.Figures), slices.Concat(to.Labels, to.Figures))
	rows := b.sameLines(lines, printed)
	b.tellNamed(p, to, lines, printed, rows)
	b.moreColumns(p, to, f, rows, cols, title)
	if total, without := b.x.LeftOut(b.words, f, title); total != nil {
		b.look(p.form.Name, layout.At(cols[total.Col], rows[total.Line.Row]), "“%s”加的各行里没有“%s”：有这些钱的部门，这一格也没有", total.Line.Label, strings.Join(without, "、"))
	}
	first := cols[block.Figures[0]] // the first of the cells whose tags are to be looked at
	for _, r := range f.Rests {
		takes := maps.Clone(r.Filter)
		for _, s := range f.Spots {
			if s.Bound && s.Line.Row == r.Line.Row {
				for field := range takes {
					if s.Filter[field] != nil {
						takes[field] = s.Filter[field]
					}
				}
			}
		}
		b.look(p.form.Name, layout.At(first, rows[r.Line.Row]), "“%s”取旁边各行以外的%s", r.Line.Label, meaning.InWords(takes))
	}
	for _, x := range f.Told {
		b.look(p.form.Name, layout.At(first, rows[x.Row]), "%s", x.Text)
	}
	changes := evidence.Changes(b.words, e, evidence.FigureRows(lines), block.Figures)
	p.numbered(changes, cols)
	b.ofPrinted(changes, e, evidence.FigureRows(lines), func() map[layout.Pos]budget.Fen { return b.x.SpotAmounts(f) })
	below := evidence.ChangeLines(e, lines, block.Figures)
	shares, whole := evidence.SharesOfLines(b.words, e, lines, block.Figures)
	var missing []unbound
	var blind []layout.Pos
	defer func() {
		b.leaveAll(p.form.Name, e, missing)
		if len(blind) > 0 {
			b.look(p.form.Name, blind[0], "要去年的数，范例的录入里没有，这样的 %d 格照文字写了标签，没有核对过", len(blind))
		}
	}()
	if f.Incomplete() {
		for _, s := range f.Spots {
			if s.By != "" {
				s.Bound, s.Open = false, "有的类认不出；只写一部分，填表时会少数"
			}
		}
	}
	more := b.moreWords(p, to, f, printed, rows, cols)
	for _, s := range f.Spots {
		if s.Bound && s.Sum == nil && !b.x.Keeps(s.Source, s.Filter) {
			s.Bound, s.Open = false, "录入里没有分得这么细"
		}
	}
	tags := b.fixedTags(p, to, f, known)
	maps.Copy(more, b.moreLines(p, to, tags, printed, rows, cols))
	amongst := func(l meaning.Line) bool { // 其中 names some of its parts
		return slices.ContainsFunc(lines, func(o meaning.Line) bool { return o.Partly && slices.Contains(o.Heads, l.Row) })
	}
	b.tellAlike(p, tags, rows, cols)
	own, keyed := map[int]map[int]string{}, map[int]bool{} // tags that formulas of the form stand for, by column and row; columns of tags with keys
	defer func() {
		for _, col := range slices.Sorted(maps.Keys(own)) {
			if !keyed[col] {
				b.lookUps(p, to, col, own[col])
			}
		}
	}()
	for _, tag := range tags {
		s := tag.spot
		if s.Bound && !amongst(s.Line) && !s.Blind && s.Sum == nil && s.By == "" && s.Measure == "" && len(s.Source) == 1 && len(s.Line.Parts) > 0 && strings.Contains(s.Line.Parts[0].By, "/") {
			p.coded = append(p.coded, s)
		}
		at := layout.At(cols[s.Col], rows[s.Line.Row])
		if p.refused[s.Col] {
			continue
		}
		if at.Row == 0 || at.Col == 0 {
			b.leave(p.form.Name, layout.Pos{}, "范例的“%s”（第 %d 行）在官方表里找不到", s.Line.Label, s.Line.Row)
			b.isGone(p, s.Line.Label)
			continue
		}
		change, follows := changes[s.Col]
		share, part := shares[s.Col]
		switch {
		case p.form.Cells[at].Formula: // the form's own; the proof says whether it is right
			if s.Bound && s.Sum == nil && !s.Blind && b.Example != nil {
				if own[at.Col] == nil {
					own[at.Col] = map[int]string{}
				}
				own[at.Col][at.Row] = tag.text
			}
		case part && rows[whole[s.Col]] > 0 && f.Has(share.From, s.Line.Row) && f.Has(share.From, whole[s.Col]):
			p.putDerived(tagging.Put{Row: at.Row, Col: at.Col}, share, s.Col, func(d evidence.Derived) string { return d.ShareFormula(cols, at.Row, []int{rows[whole[s.Col]]}) })
		case follows && (!s.Bound || evidence.ComparesAbove(e, s.Col)) && !slices.ContainsFunc(change.Needs(), func(col int) bool { return !f.Has(col, s.Line.Row) }):
			p.putDerived(tagging.Put{Row: at.Row, Col: at.Col}, change, s.Col, func(d evidence.Derived) string { return d.Formula(cols, at.Row) })
			if slices.ContainsFunc(change.Needs(), f.Blind) {
				b.notProven(e, s.Col, true)
			}
		case !s.Bound && below[s.Line.Row] != [2]int{} && rows[below[s.Line.Row][0]] > 0 && rows[below[s.Line.Row][1]] > 0:
			of := below[s.Line.Row]
			p.plan.Put(at.Row, 0, at.Col, fmt.Sprintf("=%s-%s", layout.CellName(layout.At(at.Col, rows[of[0]])), layout.CellName(layout.At(at.Col, rows[of[1]]))))
		case !s.Bound && s.Open == evidence.NotKept && e.SaysNone(layout.At(s.Col, s.Line.Row)):
			b.notKept(s.Line.Label)
			p.plan.Put(at.Row, 0, at.Col, none)
			b.zero(p.form.Name, at, s.Line.Label)
		case !s.Bound:
			missing = append(missing, unbound{at, s.Open, p.headed(s.Col), s.Line.Label, s.Col})
			p.plan.Clear(p.form, at)
		case s.Sum != nil:
			if text, ok := sumFormula(s.Sum, rows, more, at.Col); ok {
				p.plan.Put(at.Row, 0, at.Col, text)
			} else if text, ok := sumFormula(s.Sum, standIns(s.Sum, lines, b.nested(p.form, to, printed), rows), more, at.Col); ok {
				p.plan.Put(at.Row, 0, at.Col, text)
				b.tellStandIns(p, s, lines, rows, at)
			} else {
				b.leave(p.form.Name, at, "合计的几行在官方表里找不全，没有写公式")
			}
		default:
			b.doubt(p.form, s.Said.Filter, s.Filter)
			switch {
			case s.Measure != "" || len(s.Source) != 1 || s.Source[0] != b.x.Usual:
			case s.By != "":
				b.calls(s.Line.Label, pack.Filter{s.By: {s.Key}})
			default:
				b.calls(s.Line.Label, s.Filter)
			}
			if s.Blind {
				blind = append(blind, at)
				b.opened(e, s.Col) // last year's figures do not come out of this ledger
			}
			p.plan.Put(at.Row, 0, at.Col, "{{"+tag.text+b.modifier(p.form, at.Col)+"}}")
			keyed[at.Col] = keyed[at.Col] || strings.Contains(tag.text, "[")
		}
	}
}

// tellAlike tells of lines of a form alone that take the same: one of them says more than is
// understood.
func (b *binder) tellAlike(p *pair, tags []fixedTag, rows, cols map[int]int) {
	if b.Example != nil {
		return
	}
	first := map[string]*evidence.Spot{}
	for _, tag := range tags {
		s := tag.spot
		if !s.Bound || s.Sum != nil {
			continue
		}
		id := tag.text + "@" + strconv.Itoa(s.Col)
		if o := first[id]; o == nil {
			first[id] = s
		} else {
			b.look(p.form.Name, layout.At(cols[s.Col], rows[s.Line.Row]), "“%s”和 %s 的“%s”取的一样", s.Line.Label, layout.CellName(layout.At(cols[o.Col], rows[o.Line.Row])), o.Line.Label)
		}
	}
}

// moreColumns adds columns that the form has and the example lacks, of which words say all, with the
// limits that the other columns of a line have.
func (b *binder) moreColumns(p *pair, to *layout.Block, f *evidence.Fixed, rows, cols map[int]int, title []meaning.Claim) {
	for _, column := range b.added(p, to, cols, title, nil) {
		at := layout.At(cols[column.Col], slices.Min(append(slices.Collect(maps.Values(rows)), p.form.Body[1])))
		if !column.Bound {
			b.leave(p.form.Name, at, "“%s”这一列没有写标签：%s", column.Head, column.Open)
			continue
		}
		b.look(p.form.Name, at, "%s", column.Doubt)
		like := map[int]*evidence.Spot{} // by row: that of the column that limits least
		own := map[int]pack.Filter{}
		for _, s := range f.Spots {
			if own[s.Col] == nil {
				own[s.Col] = b.words.Column(p.like, s.Col).Said.Filter
			}
			if o := like[s.Line.Row]; s.Bound && s.Measure == "" && (o == nil || len(own[s.Col]) < len(own[o.Col])) {
				like[s.Line.Row] = s
			}
		}
		for _, row := range slices.Sorted(maps.Keys(like)) {
			s := like[row]
			more := *s
			rest := maps.Clone(s.Filter)
			for field := range own[s.Col] {
				if s.Key != "" || s.Label[field] == nil {
					delete(rest, field)
				}
			}
			more.Col, more.Said, more.Filter, more.Measure = column.Col, column.Said, meaning.With(column.Filter, rest), column.Measure
			f.Spots = append(f.Spots, &more)
		}
	}
}

// moreWords adds lines that the form has and the example lacks, of which words say
// all, with the limits that the other lines of the block have.
func (b *binder) moreWords(p *pair, to *layout.Block, f *evidence.Fixed, printed []meaning.Line, rows, cols map[int]int) map[int]bool {
	more := map[int]bool{}
	used := map[int]bool{}
	for _, r := range rows {
		used[r] = true
	}
	for _, l := range printed {
		row := b.words.Line(l)
		if used[l.Row] || l.Total || row.Rest != "" || len(row.Filter) == 0 || row.Source != "" {
			continue
		}
		if slices.ContainsFunc(f.Spots, func(s *evidence.Spot) bool { return s.By != "" && len(l.Parts) > 0 && s.By == l.Parts[0].By }) {
			continue // one more class of those that moreLines adds
		}
		added := false
		for _, s := range f.Spots {
			own := b.words.Line(s.Line)
			if !s.Bound || s.Key != "" || s.Sum != nil || len(own.Filter) == 0 || s.Line.Row < 0 || s.Measure != "" || len(s.Source) == 0 || s.Source[0] != b.x.Usual {
				continue
			}
			if slices.ContainsFunc(f.Spots, func(o *evidence.Spot) bool { return o.Line.Row == -l.Row && o.Col == s.Col }) || p.form.Cells[layout.At(cols[s.Col], l.Row)].Formula || s.Line.Under != l.Under {
				continue
			}
			rest := maps.Clone(s.Filter)
			for field := range own.Filter {
				delete(rest, field)
			}
			line := l
			line.Row = -l.Row
			rows[line.Row] = l.Row
			f.Spots = append(f.Spots, &evidence.Spot{Line: line, Col: s.Col, Said: row, Source: s.Source, Filter: meaning.With(row.Filter, rest), Bound: true})
			added = true
			more[l.Row] = true
		}
		if added {
			b.look(p.form.Name, layout.At(to.Labels[0], l.Row), "范例里没有“%s”这一行，照文字写了标签", l.Label)
		}
	}
	return more
}

// moreLines writes the tags of classes that the form has and the example lacks, as
// those of the other classes of the block.
func (b *binder) moreLines(p *pair, to *layout.Block, tags []fixedTag, printed []meaning.Line, rows, cols map[int]int) map[int]bool {
	more := map[int]bool{}
	like := map[int]fixedTag{}
	for _, tag := range tags {
		if tag.spot.By != "" && tag.spot.Bound {
			like[cols[tag.spot.Col]] = tag
		}
	}
	used := map[int]bool{}
	for _, r := range rows {
		used[r] = true
	}
	n, first := 0, layout.Pos{}
	for _, l := range printed {
		if used[l.Row] || l.Total || len(l.Parts) == 0 || len(like) == 0 {
			continue
		}
		for _, col := range to.Figures {
			tag, ok := like[col]
			if !ok || tag.spot.By != l.Parts[0].By || p.form.Cells[layout.At(col, l.Row)].Formula {
				continue
			}
			p.plan.Put(l.Row, 0, col, "{{"+strings.Replace(tag.text, "["+tag.spot.Key+"]", "["+l.Parts[0].Value+"]", 1)+b.modifier(p.form, col)+"}}")
			more[l.Row] = true
			if n++; n == 1 {
				first = layout.At(col, l.Row)
			}
		}
	}
	if n > 0 {
		b.look(p.form.Name, first, "官方表有几行范例里没有，照别的行一样写了 %d 个标签", n)
	}
	return more
}

// unbound is a cell of a fixed line without a tag.
type unbound struct {
	at        layout.Pos
	why, head string
	label     string
	from      int // its column of the example
}

// leaveAll tells the cells without tags, those of a line or of a column with one reason
// together.
func (b *binder) leaveAll(sheet string, e *layout.Table, cells []unbound) {
	told := make([]bool, len(cells))
	for i, c := range cells {
		if c.why == evidence.NotKept {
			b.notKept(c.label)
			told[i] = true
		}
		var row, col []int
		for j, o := range cells {
			if !told[j] && o.why == c.why && o.at.Row == c.at.Row {
				row = append(row, j)
			}
			if !told[j] && o.why == c.why && o.at.Col == c.at.Col {
				col = append(col, j)
			}
		}
		together := row
		switch {
		case told[i]:
			continue
		case len(col) > 1 && len(col) >= len(row):
			together = col
			b.opened(e, c.from)
			b.leave(sheet, c.at, "“%s”这一列有 %d 格没有写标签：%s", c.head, len(col), c.why)
		case len(row) > 1:
			b.leave(sheet, c.at, "这一行有 %d 格没有写标签：%s", len(row), c.why)
		default:
			b.leave(sheet, c.at, "没有写标签：%s", c.why)
		}
		for _, j := range together {
			told[j] = true
		}
	}
}

// sameLines maps the rows of the example's lines to those of the form: by labels in order, then those of the same money,
// if only one of each is, as 一般公共预算资金 is 一般公共预算.
func (b *binder) sameLines(lines, printed []meaning.Line) map[int]int {
	out := map[int]int{}
	used := map[int]bool{}
	for _, alike := range []func(l, o meaning.Line) bool{meaning.Line.Same, func(l, o meaning.Line) bool {
		return o.Label == l.Label || o.Total && l.Total && layout.Key(o.Label) == layout.Key(l.Label)
	}} {
		for _, l := range lines {
			if i := slices.IndexFunc(printed, func(o meaning.Line) bool { return !used[o.Row] && alike(l, o) }); i >= 0 && out[l.Row] == 0 {
				out[l.Row], used[printed[i].Row] = printed[i].Row, true
			}
		}
	}
	record := func(l meaning.Line) bool { // a code, a unit, which are what they are called
		return slices.ContainsFunc(l.Parts, func(p meaning.Part) bool { return strings.Contains(p.By, "/") || b.x.Typed(p.By) })
	}
	money := func(l meaning.Line) string { // that a line is of, "" of none that it is called by alone
		c := b.words.Line(l)
		if l.Total || record(l) || c.Rest != "" || len(c.Filter) == 0 {
			return ""
		}
		of := []string{c.Source}
		for _, field := range slices.Sorted(maps.Keys(c.Filter)) {
			of = append(of, field, strings.Join(slices.Sorted(slices.Values(c.Filter[field])), "、"))
		}
		return strings.Join(of, "\x00")
	}
	by := func(all []meaning.Line, taken func(row int) bool) map[string][]meaning.Line {
		out := map[string][]meaning.Line{}
		for _, l := range all {
			if of := money(l); of != "" && !taken(l.Row) {
				out[of] = append(out[of], l)
			}
		}
		return out
	}
	ours := by(printed, func(row int) bool { return used[row] })
	for of, l := range by(lines, func(row int) bool { return out[row] > 0 }) {
		if o := ours[of]; len(l) == 1 && len(o) == 1 {
			out[l[0].Row], used[o[0].Row] = o[0].Row, true
		}
	}
	return out
}

// tellNamed tells of lines that the form calls otherwise than the example.
func (b *binder) tellNamed(p *pair, to *layout.Block, lines, printed []meaning.Line, rows map[int]int) {
	for _, l := range lines {
		for _, o := range printed {
			if rows[l.Row] == o.Row && !o.Total && layout.Key(o.Label) != layout.Key(l.Label) {
				b.look(p.form.Name, layout.At(to.Labels[0], o.Row), "官方表的“%s”照范例的“%s”取", o.Label, l.Label)
			}
		}
	}
}

// sumFormula adds rows of a column, in the form's rows; more are lines of the form
// that the example lacks.
func sumFormula(sum []int, rows map[int]int, more map[int]bool, col int) (string, bool) {
	var to []int
	for _, row := range sum {
		if rows[row] == 0 {
			return "", false
		}
		to = append(to, rows[row])
	}
	slices.Sort(to)
	whole := sum[len(sum)-1]-sum[0] == len(sum)-1 // also lines between that the example lacks
	if whole {                                    // and those before and behind
		for more[to[0]-1] {
			to = append([]int{to[0] - 1}, to...)
		}
		for more[to[len(to)-1]+1] {
			to = append(to, to[len(to)-1]+1)
		}
	}
	if n := len(to); n > 1 && (whole || to[n-1]-to[0] == n-1) {
		return "=SUM(" + layout.CellName(layout.At(col, to[0])) + ":" + layout.CellName(layout.At(col, to[n-1])) + ")", true
	}
	var cells []string
	for _, row := range to {
		cells = append(cells, layout.CellName(layout.At(col, row)))
	}
	return "=" + strings.Join(cells, "+"), true
}

// nested are the lines of a table of the form with what heads what.
func (b *binder) nested(t *layout.Table, block *layout.Block, lines []meaning.Line) []meaning.Line {
	lines = slices.Clone(lines)
	b.namer.Nest(t, block, lines)
	return lines
}

// standIns maps the rows of a sum to those of the form, and one that the form does not have to the line that
// stands in its place there, if that is none of the example's: it was renamed, or its money is shown elsewhere.
func standIns(sum []int, lines, printed []meaning.Line, rows map[int]int) map[int]int {
	out, used := maps.Clone(rows), map[int]bool{}
	for was, row := range rows {
		used[row] = used[row] || was > 0 // others are of the form alone
	}
	lineIn := func(lines []meaning.Line, row int) *meaning.Line {
		if i := slices.IndexFunc(lines, func(l meaning.Line) bool { return l.Row == row }); i >= 0 {
			return &lines[i]
		}
		return nil
	}
	for _, row := range sum {
		was := lineIn(lines, row)
		if out[row] > 0 || was == nil {
			continue
		}
		for _, beside := range []int{-1, 1} {
			if out[row+beside] == 0 {
				continue
			}
			is := lineIn(printed, out[row+beside]-beside)
			if is != nil && !used[is.Row] && !is.Total && !is.Partly && is.Style == was.Style && is.Under == was.Under {
				out[row], used[is.Row] = is.Row, true
				break
			}
		}
	}
	return out
}

// tellStandIns tells which lines of a sum the form does not have.
func (b *binder) tellStandIns(p *pair, s *evidence.Spot, lines []meaning.Line, rows map[int]int, at layout.Pos) {
	var gone []string
	for _, l := range lines {
		if slices.Contains(s.Sum, l.Row) && rows[l.Row] == 0 {
			gone = append(gone, l.Label)
		}
	}
	b.look(p.form.Name, at, "“%s”里范例的“%s”官方表里找不到，加的是官方表在它位置上的行", s.Line.Label, strings.Join(gone, "”“"))
}

// isGone notes a line of the example that the form does not have.
func (b *binder) isGone(p *pair, label string) {
	if !slices.Contains(b.gone[p.form.Name], label) {
		b.gone[p.form.Name] = append(b.gone[p.form.Name], label)
	}
}

// fixedTag is a spot with its tag.
type fixedTag struct {
	spot *evidence.Spot
	text string
}

// fixedTags finds the tag of each spot: of a view of the known table or another one
// that gives it, else of a new view.
func (b *binder) fixedTags(p *pair, to *layout.Block, f *evidence.Fixed, known []*pack.View) (out []fixedTag) {
	type group struct {
		source, by string
		spots      []*evidence.Spot
		wants      []want
	}
	var groups []*group
	named := b.sourcesOf(p.like)
	if income(p.like) {
		named = append(named, b.carriedOn...)
	}
	for _, s := range f.Spots {
		if !s.Bound || s.Sum != nil {
			out = append(out, fixedTag{spot: s})
			continue
		}
		if tag := b.single(s, known, named); tag != "" {
			out = append(out, fixedTag{s, tag})
			continue
		}
		i := slices.IndexFunc(groups, func(g *group) bool { return g.source == strings.Join(s.Source, "、") && g.by == s.By })
		if i < 0 {
			groups = append(groups, &group{source: strings.Join(s.Source, "、"), by: s.By})
			i = len(groups) - 1
		}
		g := groups[i]
		name := p.headed(s.Col)
		if s.By == "" {
			name = s.Line.Under + "/" + s.Line.Label + s.Line.Beside
			if len(to.Figures) > 1 {
				name += columnName(p.headed(s.Col))
			}
		}
		g.spots = append(g.spots, s)
		g.wants = append(g.wants, want{name, s.Filter, s.Measure})
	}
	for _, g := range groups {
		if g.by == "" && g.source == b.x.Usual && !slices.ContainsFunc(g.spots, func(s *evidence.Spot) bool { return s.Measure != "" }) {
			g.source = b.wider(g.spots, p.like)
		}
		sh := evidence.Shape{Sources: strings.Split(g.source, "、")}
		called := layout.ViewName(p.form.Called)
		if g.by != "" {
			sh.Rows = []pack.RowDef{{Level: evidence.LevelOf(g.by), By: []string{g.by}}}
			called += "按" + evidence.LevelOf(g.by)
		}
		v, names := b.views.find(called, sh, g.wants)
		if income(p.like) && len(sh.Sources) > 1 {
			b.look(p.form.Name, p.form.Title, "别的表里有%s的行，收入各行也含这笔钱", sh.Sources[len(sh.Sources)-1])
		}
		for i, s := range g.spots {
			if g.by != "" {
				out = append(out, fixedTag{s, v.Name + "[" + s.Key + "]." + names[i]})
				p.published.Total = cmp.Or(p.published.Total, v.Name+"."+names[0])
				p.money = append(p.money, v.Name+"."+names[i])
			} else {
				out = append(out, fixedTag{s, v.Name + "." + names[i]})
			}
		}
	}
	return out
}

// wider are the tables that the figures of an income side sum, where the other side
// of the sheet names 年终结转: what is carried over has come in too. The example must
// not speak against it.
//
// Of a table of income alone any table of the book may name it.
func (b *binder) wider(spots []*evidence.Spot, e *layout.Table) string {
	var extras []string
	if income(e) {
		extras = append(extras, b.carriedOn...)
	}
	for _, o := range e.Blocks {
		if sameColumns(o, b.likeBlock(e, spots)) {
			continue
		}
		for _, l := range b.namer.Lines(e, o) {
			if extra := b.words.Read(l.Label).Source; extra != "" {
				extras = append(extras, extra)
			}
		}
	}
	for _, extra := range extras {
		for _, set := range b.x.SourceSets() {
			if len(set) < 2 || !slices.Contains(set, extra) {
				continue
			}
			same := func(s *evidence.Spot) bool {
				return b.x.Amount(s, evidence.Addition{Filter: s.Filter}) == b.x.Amount(&evidence.Spot{Source: set, Said: meaning.Claim{Filter: s.Filter}, Measure: s.Measure}, evidence.Addition{})
			}
			if !slices.ContainsFunc(spots, func(s *evidence.Spot) bool { return !same(s) }) {
				return strings.Join(set, "、")
			}
		}
	}
	return b.x.Usual
}

// income says whether a table prints what comes in and nothing of what goes out.
func income(t *layout.Table) bool {
	return strings.Contains(t.Called, "收入") && !strings.ContainsAny(t.Called, "支")
}

// likeBlock is the block of the example in which spots stand.
func (b *binder) likeBlock(e *layout.Table, spots []*evidence.Spot) *layout.Block {
	for _, o := range e.Blocks {
		if len(spots) > 0 && slices.Contains(o.Figures, spots[0].Col) {
			return o
		}
	}
	return nil
}

func sameColumns(a, b *layout.Block) bool { return b != nil && slices.Equal(a.Figures, b.Figures) }

// sourcesOf are the tables that the labels of a sheet name: 年终结转 of 结转下年.
func (b *binder) sourcesOf(t *layout.Table) (out []string) {
	for _, block := range t.Blocks {
		for _, l := range b.namer.Lines(t, block) {
			if c := b.words.Read(l.Label); c.Source != "" {
				out = append(out, c.Source)
			}
		}
	}
	return out
}

// single is the tag of a view without rows that gives a spot, also from several
// sources where that makes no difference: 本年收入 takes 年终结转 too.
//
// named are the tables that the words of the sheet name: a figure takes no other.
func (b *binder) single(s *evidence.Spot, known []*pack.View, named []string) string {
	if s.By != "" {
		return ""
	}
	for _, v := range slices.Concat(known, pointers(b.Pack.Views)) {
		if len(v.Rows) > 0 || !slices.Contains(v.Sources, s.Source[0]) || v.Of != "" || s.Measure != "" && len(v.Sources) > 1 {
			continue
		}
		if !slices.Equal(v.Sources, s.Source) && slices.ContainsFunc(v.Sources, func(t string) bool { return !slices.Contains(s.Source, t) && !slices.Contains(named, t) }) {
			continue
		}
		w := want{filter: s.Filter, measure: s.Measure}
		if name := b.views.column(v, w); name != "" && b.x.Amount(s, evidence.Addition{Filter: s.Filter}) == b.x.Amount(&evidence.Spot{Source: v.Sources, Said: meaning.Claim{Filter: s.Filter}}, evidence.Addition{}) {
			b.views.used[v.Name] = true
			return v.Name + "." + name
		}
	}
	return ""
}
