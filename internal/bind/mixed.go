package bind

import (
	"slices"

	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
)

// stretch is lines of the example that the form has blank rows for, below a line
// that stands on the form: the projects below 二、项目支出.
type stretch struct {
	head  meaning.Line
	lines []meaning.Line
	from  int // the first and the last row of the form that they may take
	to    int
}

// mixed binds a block whose lines stand on the form but for lists between them. It
// does nothing and says so if a block is not of that kind.
func (b *binder) mixed(p *pair, block, to *layout.Block, lines, printed []meaning.Line, title []meaning.Claim, sc layout.Scale) bool {
	if b.Example == nil {
		return false
	}
	rows := b.sameLines(lines, printed)
	withoutSamples(lines, rows)
	var fixed []meaning.Line
	understood := 0
	for _, l := range lines {
		if rows[l.Row] == 0 {
			continue
		}
		fixed = append(fixed, l)
		if l.Coded && !b.x.Highest(l.Parts[0].By) || len(l.Parts) > 0 && b.x.Typed(l.Parts[0].By) {
			return false // somebody's rows
		}
		if _, ok := b.heads(l); ok && !l.Total {
			understood++
		}
	}
	found := b.stretches(p, lines, rows)
	if understood < 2 || len(found) == 0 {
		return false
	}
	for i := range fixed { // records are no parts of the line above them
		fixed[i].Heads = slices.DeleteFunc(slices.Clone(fixed[i].Heads), func(row int) bool { return rows[row] == 0 })
	}
	b.fixed(p, block, to, fixed, printed, title, sc)
	before := len(b.lists)
	shapes, levels := b.shapesOf(p.like, block, found)
	for i, s := range found {
		like, form := *p.like, *p.form
		like.Body = [2]int{s.lines[0].Row, s.lines[len(s.lines)-1].Row}
		form.Body = [2]int{s.from, s.to}
		b.listOf(&pair{plan: p.plan, form: &form, like: &like, closings: p.closings}, block, to, s.lines, shapes[i], levels[i], append(b.around(p.like, s.head), title...), sc)
	}
	b.blankBelow(p, block, to, fixed, rows, found, b.lists[before:], title, sc)
	return true
}

// shapesOf are the levels of the lists of a table. One whose few lines may as well stand in the order of their codes is
// in the order of the items where another one of the same lines shows that the table is.
func (b *binder) shapesOf(e *layout.Table, block *layout.Block, found []stretch) (shapes []evidence.Shape, levels [][]string) {
	for _, s := range found {
		shape, of := b.x.ShapeOf(s.lines, b.namer.PrintedOnce(e, block, s.lines))
		shapes, levels = append(shapes, shape), append(levels, of)
	}
	entered := func(i int) bool { return len(levels[i]) == 1 && shapes[i].Rows[0].Order != "" }
	own := slices.Clone(shapes)
	for i := range found {
		last := len(levels[i]) - 1
		if last < 0 || own[i].Rows[last].Order != "" || slices.ContainsFunc(levels[i][:last], func(of string) bool { return of != evidence.Unprinted }) || !b.inOrderOfItems(found[i].lines) {
			continue
		}
		for k := range found {
			if entered(k) && levels[k][0] == levels[i][last] {
				shapes[i], levels[i] = own[k], levels[k]
				break
			}
		}
	}
	return shapes, levels
}

// inOrderOfItems says whether lines that name projects and the like stand as the first items of each were entered.
func (b *binder) inOrderOfItems(lines []meaning.Line) bool {
	items, last := b.Ledger.Tables[b.x.Usual], -1
	for _, l := range lines {
		own := slices.DeleteFunc(slices.Clone(l.Parts), func(p meaning.Part) bool { return items.Field(p.By) < 0 })
		first := 0
		for first < items.Len() && slices.ContainsFunc(own, func(p meaning.Part) bool { return items.Value(first, p.By) != p.Value }) {
			first++
		}
		if len(own) == 0 || first == items.Len() || first < last {
			return false
		}
		last = first
	}
	return true
}

// withoutSamples takes out of the lines that stand on the form those that only show how the
// records below them are written: 基本工资 before ……, where the example goes on with 津贴补贴.
func withoutSamples(lines []meaning.Line, rows map[int]int) {
	records := map[string]bool{} // patterns of the lines below, up to the next one that stays
	for i := len(lines) - 1; i >= 0; i-- {
		pattern := lines[i].Pattern()
		switch {
		case rows[lines[i].Row] == 0 || pattern != "" && records[pattern]:
			delete(rows, lines[i].Row)
			records[pattern] = true
		default:
			records = map[string]bool{}
		}
	}
}

// heads is what a line of the form says of the records below it: by its words, or as the
// class of their codes.
func (b *binder) heads(l meaning.Line) (said meaning.Claim, ok bool) {
	said = b.words.Read(l.Label)
	switch {
	case said.Rest == "" && (len(said.Filter) > 0 || said.Source != ""):
		return said, true
	case len(l.Parts) > 0 && b.x.Highest(l.Parts[0].By):
		return meaning.Claim{Filter: b.x.OfCode(l.Parts[0])}, true
	}
	return said, false
}

// around is what a line of a table says of the records below it, with the line that it is a part of.
func (b *binder) around(t *layout.Table, head meaning.Line) []meaning.Claim {
	said, _ := b.heads(head)
	if b.x.SpentToo(b.words, t, head.Label) {
		said.Filter = nil
	}
	out := []meaning.Claim{said}
	if head.Under != "" {
		out = append(out, b.words.Read(head.Under))
	}
	return out
}

// blankBelow binds the blank rows below lines of the form for which the example has no
// records as the lists below the other lines, where these are of one kind, or tells them.
func (b *binder) blankBelow(p *pair, block, to *layout.Block, fixed []meaning.Line, rows map[int]int, found []stretch, lists []*bound, title []meaning.Claim, sc layout.Scale) {
	alike := len(lists) > 0 && !slices.ContainsFunc(lists, func(o *bound) bool { return !sameRows(o.shape, lists[0].shape) })
	for i, l := range fixed {
		from, last := rows[l.Row]+1, p.form.BlankTo()
		if i+1 < len(fixed) {
			last = rows[fixed[i+1].Row] - 1
		}
		if last < from || l.Total || slices.ContainsFunc(found, func(s stretch) bool { return s.head.Row == l.Row }) ||
			len(p.form.Texts(from)) > 0 || !p.form.Styled[from] {
			continue
		}
		if !alike {
			b.leave(p.form.Name, layout.At(1, from), "“%s”下面的空行范例里没有明细，没有写标签；别的部门有的，要写上", l.Label)
			continue
		}
		like, form := *p.like, *p.form
		like.Body = [2]int{l.Row + 1, l.Row} // none
		form.Body, form.Title = [2]int{from, last}, layout.At(1, from)
		b.listLike(&pair{plan: p.plan, form: &form, like: &like}, block, to, lists[0], nil, append(b.around(p.like, l), title...), sc,
			"“"+l.Label+"”下面范例里没有明细，照别的行下面的一样写了标签，没有核对过")
	}
}

// stretches are the runs of lines that are records and stand between lines of the
// form with blank rows; none if some line is neither.
func (b *binder) stretches(p *pair, lines []meaning.Line, rows map[int]int) (out []stretch) {
	for i, l := range lines {
		if rows[l.Row] > 0 {
			continue
		}
		if len(l.Parts) == 0 || i == 0 {
			return nil
		}
		if head := lines[i-1]; rows[head.Row] > 0 {
			if _, ok := b.heads(head); head.Total || !ok {
				return nil
			}
			out = append(out, stretch{head: head, from: rows[head.Row] + 1, to: p.form.BlankTo()})
		}
		last := &out[len(out)-1]
		last.lines = append(last.lines, l)
		if j := slices.IndexFunc(lines[i:], func(o meaning.Line) bool { return rows[o.Row] > 0 }); j > 0 {
			last.to = rows[lines[i+j].Row] - 1
		}
		if last.to < last.from {
			return nil
		}
	}
	return out
}

// whole is what the label of the total of some lines says of all of them: 人员经费合计.
func (b *binder) whole(t *layout.Table, lines []meaning.Line, ids []string) (out []meaning.Claim) {
	if i := slices.Index(ids, pack.Root); i >= 0 && lines[i].Total {
		if c := b.words.Read(lines[i].Label); !b.x.SpentToo(b.words, t, lines[i].Label) && c.Rest == "" && len(c.Filter) > 0 && c.Source == "" {
			out = append(out, c)
		}
	}
	return out
}
