package bind

import (
	"slices"

	"ysgk/internal/pack"
)

// stretch is lines of the example that the form has blank rows for, below a line
// that stands on the form: the projects below 二、项目支出.
type stretch struct {
	head  line
	lines []line
	from  int // the first and the last row of the form that they may take
	to    int
}

// mixed binds a block whose lines stand on the form but for lists between them. It
// does nothing and says so if a block is not of that kind.
func (b *binder) mixed(p *pair, block, to *block, lines, printed []line, title []claim, sc scale) bool {
	if b.Example == nil {
		return false
	}
	rows := sameLines(lines, printed)
	withoutSamples(lines, rows)
	var fixed []line
	understood := 0
	for _, l := range lines {
		if rows[l.row] == 0 {
			continue
		}
		fixed = append(fixed, l)
		if l.coded && !b.x.highest(l.parts[0].by) || len(l.parts) > 0 && b.x.typed(l.parts[0].by) {
			return false // somebody's rows
		}
		if _, ok := b.heads(l); ok && !l.total {
			understood++
		}
	}
	found := b.stretches(p, lines, rows)
	if understood < 2 || len(found) == 0 {
		return false
	}
	for i := range fixed { // records are no parts of the line above them
		fixed[i].heads = slices.DeleteFunc(slices.Clone(fixed[i].heads), func(row int) bool { return rows[row] == 0 })
	}
	b.fixed(p, block, to, fixed, printed, title, sc)
	before := len(b.lists)
	for _, s := range found {
		like, form := *p.like, *p.form
		like.body = [2]int{s.lines[0].row, s.lines[len(s.lines)-1].row}
		form.body = [2]int{s.from, s.to}
		b.list(&pair{plan: p.plan, form: &form, like: &like}, block, to, s.lines, append(b.around(p.like, s.head), title...), sc)
	}
	b.blankBelow(p, block, to, fixed, rows, found, b.lists[before:], title, sc)
	return true
}

// withoutSamples takes out of the lines that stand on the form those that only show how the
// records below them are written: 基本工资 before ……, where the example goes on with 津贴补贴.
func withoutSamples(lines []line, rows map[int]int) {
	records := map[string]bool{} // patterns of the lines below, up to the next one that stays
	for i := len(lines) - 1; i >= 0; i-- {
		pattern := lines[i].pattern()
		switch {
		case rows[lines[i].row] == 0 || pattern != "" && records[pattern]:
			delete(rows, lines[i].row)
			records[pattern] = true
		default:
			records = map[string]bool{}
		}
	}
}

// heads is what a line of the form says of the records below it: by its words, or as the
// class of their codes.
func (b *binder) heads(l line) (said claim, ok bool) {
	said = b.words.read(l.label)
	switch {
	case said.rest == "" && (len(said.filter) > 0 || said.source != ""):
		return said, true
	case len(l.parts) > 0 && b.x.highest(l.parts[0].by):
		return claim{filter: b.x.ofCode(l.parts[0])}, true
	}
	return said, false
}

// around is what a line of a table says of the records below it, with the line that it is a part of.
func (b *binder) around(t *table, head line) []claim {
	said, _ := b.heads(head)
	if b.x.spentToo(b.words, t, head.label) {
		said.filter = nil
	}
	out := []claim{said}
	if head.under != "" {
		out = append(out, b.words.read(head.under))
	}
	return out
}

// blankBelow binds the blank rows below lines of the form for which the example has no
// records as the lists below the other lines, where these are of one kind, or tells them.
func (b *binder) blankBelow(p *pair, block, to *block, fixed []line, rows map[int]int, found []stretch, lists []*bound, title []claim, sc scale) {
	alike := len(lists) > 0 && !slices.ContainsFunc(lists, func(o *bound) bool { return !sameRows(o.shape, lists[0].shape) })
	for i, l := range fixed {
		from, last := rows[l.row]+1, p.form.blankTo()
		if i+1 < len(fixed) {
			last = rows[fixed[i+1].row] - 1
		}
		if last < from || l.total || slices.ContainsFunc(found, func(s stretch) bool { return s.head.row == l.row }) ||
			len(p.form.texts(from)) > 0 || !p.form.styled[from] {
			continue
		}
		if !alike {
			b.leave(p.form.name, pos{1, from}, "“%s”下面的空行范例里没有明细，没有写标签；别的部门有的，要写上", l.label)
			continue
		}
		like, form := *p.like, *p.form
		like.body = [2]int{l.row + 1, l.row} // none
		form.body, form.title = [2]int{from, last}, pos{1, from}
		b.listLike(&pair{plan: p.plan, form: &form, like: &like}, block, to, lists[0], nil, append(b.around(p.like, l), title...), sc,
			"“"+l.label+"”下面范例里没有明细，照别的行下面的一样写了标签，没有核对过")
	}
}

// stretches are the runs of lines that are records and stand between lines of the
// form with blank rows; none if some line is neither.
func (b *binder) stretches(p *pair, lines []line, rows map[int]int) (out []stretch) {
	for i, l := range lines {
		if rows[l.row] > 0 {
			continue
		}
		if len(l.parts) == 0 || i == 0 {
			return nil
		}
		if head := lines[i-1]; rows[head.row] > 0 {
			if _, ok := b.heads(head); head.total || !ok {
				return nil
			}
			out = append(out, stretch{head: head, from: rows[head.row] + 1, to: p.form.blankTo()})
		}
		last := &out[len(out)-1]
		last.lines = append(last.lines, l)
		if j := slices.IndexFunc(lines[i:], func(o line) bool { return rows[o.row] > 0 }); j > 0 {
			last.to = rows[lines[i+j].row] - 1
		}
		if last.to < last.from {
			return nil
		}
	}
	return out
}

// whole is what the label of the total of some lines says of all of them: 人员经费合计.
func (b *binder) whole(t *table, lines []line, ids []string) (out []claim) {
	if i := slices.Index(ids, pack.Root); i >= 0 && lines[i].total {
		if c := b.words.read(lines[i].label); !b.x.spentToo(b.words, t, lines[i].label) && c.rest == "" && len(c.filter) > 0 && c.source == "" {
			out = append(out, c)
		}
	}
	return out
}
