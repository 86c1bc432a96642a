package renew

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/tagging"
)

// labelOf is what the labels of a block say in a row.
func labelOf(t *layout.Table, cols []int, row int) string {
	var out []string
	for _, col := range cols {
		at := layout.At(col, row)
		if r, merged := t.Whole[at]; merged && r.Col1 != col && slices.Contains(cols, r.Col1) {
			continue
		}
		if text := layout.Tight(t.Cells[at].Text); text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, "|")
}

// keyed tells lines of the same label apart by the line that heads them.
func keyed(t *layout.Table, cols []int, from, to int, list func(int) bool) map[string][]int {
	out := map[string][]int{}
	head := ""
	labels := map[int]string{}
	n := map[string]int{}
	for row := from; row <= to; row++ {
		if label := labelOf(t, cols, row); label != "" && !list(row) {
			labels[row] = label
			n[label]++
		}
	}
	for row := from; row <= to; row++ {
		label := labels[row]
		switch {
		case label == "":
		case n[label] == 1:
			out[label] = append(out[label], row)
			if layout.Numbering.MatchString(label) && layout.Ordinals.MatchString(label) {
				head = label
			}
		default:
			out[head+"\x00"+label] = append(out[head+"\x00"+label], row)
		}
	}
	return out
}

func (u *updater) block(c *carrying, o, n *layout.Table, b *layout.Block, cols map[int]int, fixed map[int]bool) {
	all := slices.Concat(b.Labels, b.Figures)
	var labels []int
	for _, col := range b.Labels {
		if to, ok := cols[col]; ok {
			labels = append(labels, to)
		}
	}
	from, last := n.Head[1]+1, n.BlankTo()
	stood := map[string]bool{}  // lines of last year's form, which look like samples where they begin with a code
	repeat := map[string]bool{} // what a list prints beside its texts: the 小计 of a level, once in each sample of it
	for row := o.Head[1] + 1; row <= o.Body[1]; row++ {
		own := labelOf(o, b.Labels, row)
		if !slices.ContainsFunc(b.Labels, func(col int) bool { return c.listed(layout.At(col, row)) }) {
			stood[own] = true
		} else if own != "" {
			repeat[own] = true
		}
	}
	lines := slices.DeleteFunc(slices.Collect(maps.Keys(stood)), func(label string) bool { return label == "" || layout.Totals.MatchString(label) })
	counted := slices.ContainsFunc(layout.SortedCells(c.raw), func(at layout.Pos) bool { // the list numbers its lines
		return c.listed(at) && serialTag.MatchString(c.raw.Cells[at].Text)
	})
	sample := func(row int) bool {
		label := labelOf(n, labels, row)
		return (repeat[label] || counted && layout.AllDigits(label) || u.sampleLine(n, labels, row, len(lines) == 0)) && !stood[label]
	}
	here := keyed(n, labels, from, last, sample)
	inRow := func(cols []int, row int, is func(layout.Pos) bool) bool {
		return slices.ContainsFunc(cols, func(col int) bool { return is(layout.At(col, row)) })
	}
	list := func(row int) bool {
		label, figures := labelOf(o, b.Labels, row), slices.Clone(b.Figures)
		for _, other := range o.Blocks { // of a form without figures, columns of texts look like those of figures and part it
			if other != b && !inRow(other.Labels, row, func(at layout.Pos) bool { return c.raw.Cells[at].Text != "" }) {
				figures = append(figures, other.Figures...)
			}
		}
		return inRow(b.Labels, row, c.listed) ||
			inRow(figures, row, c.listed) && (label == "" || layout.Totals.MatchString(label) && here[label] == nil) // a total that the pack, not the form, brought
	}
	came := map[int]bool{}
	move := func(row int, to slot) {
		for _, col := range all {
			if x, ok := cols[col]; ok {
				c.keep(layout.At(col, row), slot{to.row, to.nth, x})
			}
		}
	}
	fixedLines := keyed(o, b.Labels, o.Head[1]+1, o.Body[1], list)
	same := u.sameLines(fixedLines, here, func(row int) string { return labelOf(o, b.Labels, row) }, func(row int) string { return labelOf(n, labels, row) })
	for _, label := range slices.Sorted(maps.Keys(fixedLines)) {
		for _, row := range fixedLines[label] {
			own := labelOf(o, b.Labels, row)
			to := same[row]
			if to == 0 || len(labels) == 0 && len(b.Labels) > 0 {
				u.leave(c.form, n.Title, "去年的行“%s”今年没有，或者认不准是哪一行，标签没有写", own)
				for _, col := range all {
					c.told[layout.At(col, row)] = true
				}
				continue
			}
			if is := labelOf(n, labels, to); is != own && len(labels) == len(b.Labels) {
				c.words[own] = u.today(is)
				if !sameWords(own, is) {
					u.leave(c.form, layout.At(labels[0], to), "这一行“%s”今年写作“%s”，%s", own, u.today(is), u.taken(own, is))
				}
			}
			came[to] = true
			move(row, slot{to, 0, 0})
		}
	}
	blanks := func() { // blank lines go with the line above
		for row := o.Head[1] + 1; row <= o.Body[1]; row++ {
			to, ok := c.slots[layout.At(all[0], row-1)]
			_, placed := c.slots[layout.At(all[0], row)]
			if next := to.row + 1; ok && !placed && to.nth == 0 && labelOf(o, b.Labels, row) == "" && !list(row) && !c.noted(b, row) &&
				next <= last && labelOf(n, labels, next) == "" && !came[next] && !c.plan.Goes(next) {
				came[next] = true
				move(row, slot{next, 0, 0})
			}
		}
	}
	blanks()
	was := c.runs(o.Head[1]+1, o.To, func(row int) (free bool, line string) {
		return list(row) || c.noted(b, row), labelOf(o, b.Labels, row)
	})
	runs := c.runs(from, last, func(row int) (free bool, line string) {
		label := labelOf(n, labels, row)
		if said := strings.ReplaceAll(label, "|", " "); sentence(said) && !came[row] && !sample(row) {
			u.leave(c.form, layout.At(labels[0], row), "新的句子“%s”，没有写标签。里面要印数、印名称的，写上标签", layout.Clip(u.today(said)))
		} else if label != "" && !came[row] && !sample(row) {
			u.leave(c.form, layout.At(labels[0], row), "新的行“%s”，没有写标签；合计要不要加上它，请看公式。%s", u.today(said), u.proposal(c, label))
		}
		return !came[row] && (len(labels) > 0 || len(b.Labels) == 0) && (label == "" || sample(row)) && (n.Styled[row] || label != ""), label
	})
	lists := slices.DeleteFunc(slices.Clone(was), func(r run) bool { return !slices.ContainsFunc(r.rows, list) })
	for _, r := range was {
		to := r.same(runs)
		if single := len(lists) == 1 && slices.ContainsFunc(r.rows, list); single {
			levels := len(slices.DeleteFunc(slices.Clone(r.rows), func(row int) bool { return !list(row) }))
			to = cmp.Or(roomy(runs, levels), to, only(runs))
		}
		if to == nil {
			u.leave(c.form, n.Title, "去年第 %d 行起的“%s”等标签，今年认不准写在哪几行（空行有 %d 处），没有写", r.rows[0], c.sample(all, r.rows), len(runs))
			for _, row := range r.rows {
				for _, col := range all {
					c.told[layout.At(col, row)] = true
				}
			}
			continue
		}
		u.fit(c, o, n, r.rows, to.rows, all, cols, list, move)
		last := r.rows[len(r.rows)-1]
		if behind := &runs[len(runs)-1]; !list(last) && behind != to && behind.next == "" {
			u.fit(c, o, n, []int{last}, behind.rows, all, cols, list, move) // the note of a list before the total
		}
	}
	blanks()
}

// sameLines are the rows in which lines stand now: of the same label, as often as it stood there; of those
// left, by their labels without numbers, then by what they mean, where neither has another, then below
// the same line.
func (u *updater) sameLines(was, is map[string][]int, old, now func(row int) string) map[int]int {
	out, came := map[int]int{}, map[int]int{}
	pair := func(from, to int) { out[from], came[to] = to, from }
	for label, rows := range was {
		if to := is[label]; len(to) == len(rows) {
			for i, row := range rows {
				pair(row, to[i])
			}
		}
	}
	left := func(lines map[string][]int, done map[int]int) []int {
		return slices.DeleteFunc(slices.Sorted(maps.Keys(flat(lines))), func(row int) bool { return done[row] > 0 })
	}
	above := func(row int, done map[int]int) int {
		for row--; row > 0; row-- {
			if done[row] > 0 {
				return row
			}
		}
		return 0
	}
	for _, anchored := range []bool{false, true} {
		for _, like := range []func(a, b string) bool{sameWords, ofOtherYear, u.sameCodes, u.sameMeaning} {
			from, to := left(was, out), left(is, came)
			fits := func(a, b int) bool {
				return like(old(a), now(b)) && (!anchored || out[above(a, out)] == above(b, came))
			}
			for _, a := range from {
				found := slices.DeleteFunc(slices.Clone(to), func(b int) bool { return !fits(a, b) })
				if len(found) == 1 && came[found[0]] == 0 && !slices.ContainsFunc(from, func(o int) bool { return o != a && fits(o, found[0]) }) {
					pair(a, found[0])
				}
			}
		}
	}
	return out
}

// flat are the rows of lines.
func flat(lines map[string][]int) map[int]bool {
	out := map[int]bool{}
	for _, rows := range lines {
		for _, row := range rows {
			out[row] = true
		}
	}
	return out
}

// wordsOfLabel are the labels of a line, each without its number.
func wordsOfLabel(label string) (out []string) {
	for _, part := range strings.Split(label, "|") {
		out = append(out, layout.Unnumbered(part))
	}
	return out
}

// sameWords says whether labels differ but for their numbers.
func sameWords(a, b string) bool { return slices.Equal(wordsOfLabel(a), wordsOfLabel(b)) }

// sameCodes says whether labels name the same codes, which have other names this year.
func (u *updater) sameCodes(a, b string) bool {
	was := wordsOfLabel(a)
	for i, word := range was {
		if is, renamed := u.names[word]; renamed {
			was[i] = is
		}
	}
	return slices.Equal(was, wordsOfLabel(b))
}

// sameMeaning says whether labels say the same and no less than what some money is.
func (u *updater) sameMeaning(a, b string) bool {
	return slices.EqualFunc(wordsOfLabel(a), wordsOfLabel(b), func(x, y string) bool {
		return u.words().Alike(x, y) && (x == y || !u.words().Read(x).Empty() || layout.Totals.MatchString(x) && layout.Totals.MatchString(y))
	})
}

// noted says whether a row of the old template only holds tags that are of no list,
// such as the note of an empty table.
func (c *carrying) noted(b *layout.Block, row int) bool {
	return labelOf(&layout.Table{Sheet: c.was}, b.Labels, row) == "" && slices.ContainsFunc(slices.Concat(b.Labels, b.Figures), func(col int) bool {
		return c.raw.Own(layout.At(col, row)) && !c.listed(layout.At(col, row)) && strings.Contains(c.raw.Cells[layout.At(col, row)].Text, "{{")
	})
}

// run is rows next to each other with the lines between which they stand.
type run struct {
	rows        []int
	above, next string
}

// same is the run between the same lines.
func (r run) same(in []run) *run {
	if i := slices.IndexFunc(in, func(x run) bool { return x.above == r.above && x.next == r.next }); i >= 0 {
		return &in[i]
	}
	return nil
}

// roomy is the one run with a row for each level of a list; nil if there are several.
func roomy(in []run, levels int) (out *run) {
	for i := range in {
		if len(in[i].rows) >= levels {
			if out != nil {
				return nil
			}
			out = &in[i]
		}
	}
	return out
}

// only is the run that a single list must be in: blank rows behind the last line
// count only if there are no others.
func only(in []run) *run {
	if len(in) == 2 && in[1].next == "" {
		return &in[0]
	}
	if len(in) == 1 {
		return &in[0]
	}
	return nil
}

func (c *carrying) runs(from, to int, is func(row int) (free bool, line string)) (out []run) {
	above, open := "", false
	for row := from; row <= to; row++ {
		free, line := is(row)
		switch {
		case free && open:
			out[len(out)-1].rows = append(out[len(out)-1].rows, row)
		case free:
			out = append(out, run{rows: []int{row}, above: above})
		default:
			for i := range out {
				if out[i].next == "" && line != "" {
					out[i].next = line
				}
			}
			above = cmp.Or(line, above)
		}
		open = free
	}
	return out
}

// fit gives the rows of a list, and of notes behind it, their rows in the form.
func (u *updater) fit(c *carrying, o, n *layout.Table, rows, free, all []int, cols map[int]int, list func(int) bool, move func(int, slot)) {
	for len(rows) > 0 && !list(rows[len(rows)-1]) {
		row := rows[len(rows)-1]
		rows = rows[:len(rows)-1]
		at := layout.At(all[0], row)
		_, was := o.Whole[at]
		i := len(free) - 1
		if i < 0 || i == 0 && len(rows) > 0 {
			continue // told with the other texts
		}
		if _, now := n.Whole[layout.At(cols[all[0]], free[i])]; was != now {
			continue
		}
		move(row, slot{free[i], 0, 0})
		free = free[:i]
	}
	if len(rows) == 0 {
		return
	}
	r := tagging.Region{Rows: free}
	for _, row := range r.Rows {
		for _, at := range n.Texts(row) {
			r.Beside = r.Beside || !slices.ContainsFunc(all, func(col int) bool { return cols[col] == at.Col })
		}
	}
	c.plan.Needs = append(c.plan.Needs, tagging.Need{Region: r, Levels: len(rows)})
	for level, row := range rows {
		to, nth := r.Slot(level)
		move(row, slot{to, nth, 0})
	}
	for _, row := range r.Rows { // what samples say goes
		for _, col := range all {
			if x, ok := cols[col]; ok && n.Own(layout.At(x, row)) && !n.Cells[layout.At(x, row)].Formula && n.Cells[layout.At(x, row)].Text != "" {
				text := n.Cells[layout.At(x, row)].Text
				c.plan.Put(row, 0, x, "")
				if slices.ContainsFunc(rows, func(own int) bool { return layout.Tight(o.Cells[layout.At(col, own)].Text) == layout.Tight(text) }) {
					continue // the list prints it itself
				}
				u.leave(c.form, layout.At(x, row), "样例“%s”删去了", layout.Clip(text))
			}
		}
	}
}

// sampleLine says whether a line only shows what stands there.
//
// listed is whether the block had nothing but lists, so that the name of a code is a sample too.
func (u *updater) sampleLine(t *layout.Table, cols []int, row int, listed bool) bool {
	coded := slices.ContainsFunc(cols, func(col int) bool { return digitsOnly.MatchString(t.Says(layout.At(col, row))) })
	return slices.ContainsFunc(cols, func(col int) bool {
		text := t.Says(layout.At(col, row))
		code, _ := layout.Cell{Text: text}.Digits()
		if m := codeBehind.FindStringSubmatch(text); m != nil { // 基本工资(30101)
			text, code = m[1], m[2]
		}
		return layout.Placeholder(text) || layout.Nobody.MatchString(text) || numbered.MatchString(text) || (len(code) >= 3 || coded || listed) && u.namer.Knows(text)
	})
}

func (c *carrying) keep(from layout.Pos, to slot) {
	if _, ok := c.slots[from]; !ok {
		c.slots[from] = to
		c.whatever[layout.At(to.col, to.row)] = true
	}
}

// sample is the first tag of rows.
func (c *carrying) sample(cols, rows []int) string {
	for _, row := range rows {
		for _, col := range cols {
			if text := c.raw.Cells[layout.At(col, row)].Text; strings.Contains(text, "{{") {
				return text
			}
		}
	}
	return ""
}

// proposal is the column of a view of the sheet that is called most like a header.
func (u *updater) proposal(c *carrying, head string) string {
	if says := cmp.Or(u.codeProposal(c, head), u.labelProposal(c, head)); says != "" {
		return says
	}
	best, says := 0.6, ""
	for _, v := range u.p.Views {
		used := false
		for _, x := range c.raw.Cells {
			used = used || strings.Contains(x.Text, "{{"+v.Name+"@") || strings.Contains(x.Text, "{{"+v.Name+".")
		}
		if !used {
			continue
		}
		for _, col := range v.Columns {
			if like := nearest.Likeness(layout.Bare(head), col.Name); like >= best {
				best, says = like, fmt.Sprintf("视图“%s”有列“%s”，意思一样的可以用它", v.Name, col.Name)
			}
		}
	}
	return says
}

// codeProposal is the tag of a new line that is called as a code of the list by which the lines beside it pick theirs.
func (u *updater) codeProposal(c *carrying, label string) string {
	label = layout.Key(layout.Unnumbered(label))
	for _, at := range layout.SortedCells(c.raw) {
		p := u.prints(at, c.raw.Cells[at].Text)
		if p == nil || p.key == "" || p.list || len(p.v.Rows) == 0 || len(p.v.Rows[0].By) == 0 {
			continue
		}
		field, _ := pack.CutField(p.v.Rows[0].By[0])
		list := u.p.Codes[u.p.ListOf(field)]
		if list == nil {
			continue
		}
		for _, e := range list.Entries() {
			if len(e.Code) == len(p.key) && layout.Key(e.Name) == label {
				return "旁边各行写的是 " + c.raw.Cells[at].Text + "，这一行写 " + strings.Replace(c.raw.Cells[at].Text, "["+p.key+"]", "["+e.Code+"]", 1)
			}
		}
	}
	return ""
}

// labelProposal is how a list that was carried over fills a new column of labels: a field of its view,
// or the codes of its lines. A field that the view does not tell apart is said to be none.
func (u *updater) labelProposal(c *carrying, head string) string {
	head = layout.Bare(head)
	for i := range u.p.Views {
		v := &u.p.Views[i]
		if len(v.Rows) == 0 || !slices.ContainsFunc(slices.Collect(maps.Values(c.raw.Cells)), func(x layout.Cell) bool { return strings.Contains(x.Text, "{{"+v.Name+"@") }) {
			continue
		}
		lowest := v.Rows[len(v.Rows)-1]
		of, _ := pack.CutField(lowest.By[0])
		at := "{{" + v.Name + "@" + lowest.Level + "."
		s, said := u.p.Input.Sheet(v.Sources[0]), u.words().Read(head).Rows
		switch {
		case slices.Contains(pivot.Fields(u.p, v), head):
			return "各级的行里写 " + at + head + "}} 这样的标签"
		case said != of && u.p.ListOf(said) != "" && slices.Contains(pivot.Fields(u.p, v), said): // 经济科目编码 beside those of 功能科目
			return "各级的行里写 " + at + said + "}} 这样的标签"
		case said != of && u.p.ListOf(said) != "" && u.p.ListOf(of) != "":
		case u.p.ListOf(of) != "" && layout.JustCode.MatchString(head) && layout.CodeWords.MatchString(head):
			return "各级的行里写 " + at + "编码}} 这样的标签"
		case s != nil && s.Column(head) != nil:
			return "视图“" + v.Name + "”的各行不分“" + head + "”，要印的，把它加进这个视图的“行”"
		}
	}
	return ""
}
