package bind

import (
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/numfmt"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
)

// besides writes what the example has outside of tables in cells that the form leaves blank, where it is all of the
// department and its budget: its name below the title of a cover, the date at the foot. Other texts there are told:
// nothing of them is printed. It says whether there are any.
func (b *binder) besides(s *layout.Sheet, pairs []*pair) bool {
	e, plan := b.exampleOf(s), b.planOf(s)
	if e == nil || b.Example == nil || b.itself() || plan.Removed || b.decks[s.Name] != nil || plan.Renamed != "" || layout.Contents(s) {
		return false
	}
	last := e.Last.Row
	for _, p := range pairs {
		if p.form.Name == s.Name {
			last = min(last, p.form.Head[0]-1)
		}
	}
	if last == e.Last.Row && (s.Tabular() || e.Tabular()) {
		return false // a card, or a table of which nothing is known
	}
	adopts, alone := last == e.Last.Row, b.titleAlone(s)
	var left []layout.Pos
	written, headings := 0, 0
	puts, told := slices.Clone(plan.Puts), slices.Clone(b.result.Left)
	for row := 1; row <= last; row++ {
		for _, at := range e.Texts(row) {
			c := e.Cells[at]
			if b.repeated[e][row] {
				continue
			}
			if alone && !c.Numeric && !c.Formula && e.Own(at) && s.Cells[at].Text != "" && !s.AnyText(func(own string) bool { return b.saysAs(own, c.Text) }) {
				left = append(left, at) // in whose place the form says something else
				continue
			}
			if c.Numeric || c.Formula || !e.Own(at) || s.Cells[at].Text != "" || !s.Own(at) || plan.Has(at) || plan.Dropped(row) || !alone && !b.inPlace(s, e, at) {
				continue
			}
			if _, whole := b.ofBudget(c.Text); !whole && !adopts {
				left = append(left, at)
			} else if b.adoptedAt(plan, at, e, at) {
				written++
			} else if alone && b.heading(plan, c.Text, at) {
				headings++
			} else {
				left = append(left, at)
			}
		}
	}
	if alone && written == 0 { // headings of nothing
		plan.Puts, b.result.Left = puts, told
		return false
	}
	const each = 3 // more of them are told together
	switch {
	case len(left) > each && (written > 0 || !b.notOnForm(s)):
		var where []string
		for _, at := range left {
			where = append(where, layout.CellName(at))
		}
		b.leave(s.Name, left[0], "从这里起，范例里有 %d 段文字在官方表里是空的，没有写标签，填好后是空的：%s", len(left), strings.Join(where, "、"))
	case len(left) <= each:
		for _, at := range left {
			b.leave(s.Name, at, "范例的这一格写着“%s”，官方表里没有，没有写标签，填好后是空的", layout.Clip(e.Cells[at].Text))
		}
	}
	return len(left)+written+headings > 0
}

// longest is how many letters a sentence has at the most: more would take rows of their own.
const longest = 600

// adopted writes a sentence of the example that the form leaves out between others, such as below its headings,
// where tags say all that is of a department in it. It says whether that is so.
func (b *binder) adopted(plan *tagging.Plan, at layout.Pos, e *layout.Sheet, like layout.Pos) bool {
	s, c := plan.Sheet, e.Cells[like]
	if len(slotsOf(c.Text)) == 0 {
		return false
	}
	puts, told := slices.Clone(plan.Puts), slices.Clone(b.result.Left)
	list, said := b.listIn(s, e, at, like, c.Text)
	own := namesAsRooms(mayChange(said, e)) // this year it may not be 与上年持平
	s.Cells[at], e.Cells[like] = layout.Cell{Text: own}, layout.Cell{Text: said}
	if s.OpenDays == nil {
		s.OpenDays = map[layout.Pos]string{}
	}
	s.OpenDays[at] = layout.Before(b.year, 1) + "年12月31日" // at the end of last year, whichever this is
	plan.Set(at, b.reasonsIn(b.itemsIn(b.yearly(s, at, own, b.year), "")))
	delete(s.OpenDays, at)
	b.sentenceAs(plan, e, at, shownAs{asChanged(own, said), asChanged(own, said), like, 0})
	delete(s.Cells, at)
	e.Cells[like] = c
	if list != nil {
		plan.Set(at, list.into(plan.Text(at, "")))
	}
	text := plan.Text(at, "")
	bare := tagging.AnyTag.ReplaceAllString(text, "")
	if len([]rune(c.Text)) > longest || strings.ContainsAny(everyYears.ReplaceAllString(layout.Unnumbered(bare), ""), "0123456789") || rooms.MatchString(bare) || b.frozen(text) != "" || b.namesSomething(bare) {
		plan.Puts, b.result.Left = puts, told
		return false
	}
	for i := range b.result.Left {
		b.result.Left[i].Text = strings.ReplaceAll(b.result.Left[i].Text, enumerated, "……")
	}
	b.look(s.Name, at, "官方表里没有这一句，照范例写了，每个部门都印；不印的删去")
	return true
}

// everyYears are numbers that every year's text has: 截至{{年度-1}}年12月31日, 单价100万元以上的设备.
var everyYears = pattern.Of(`年12月31日|[51]00?万元(?:[(（]含[)）])?以上`)

// belowHeadings writes the texts that the example has below the headings of a sheet of texts, where the form has the
// headings alone: in the rows that it leaves for them, or in rows of their own. What tags do not say all of is told,
// and what stands below a heading that the form does not have. It says whether the sheet is such a one.
func (b *binder) belowHeadings(s *layout.Sheet, pairs []*pair) bool {
	e, plan := b.shownBy(s), b.planOf(s)
	if e == nil || b.decks[s.Name] != nil || plan.Renamed != "" || layout.Contents(s) || s.Tabular() || e.Tabular() || b.titleAlone(s) ||
		slices.ContainsFunc(pairs, func(p *pair) bool { return p.form.Name == s.Name }) {
		return false
	}
	heads, lost := b.headingsAlone(s, e)
	if len(heads) == 0 {
		return false
	}
	scrap := layout.At(1, max(s.Last.Row, e.Last.Row)+1) // where nothing stands
	for n, h := range heads {
		next := max(s.Last.Row, h.own.Row) + 1
		if n+1 < len(heads) {
			next = heads[n+1].own.Row
		}
		place := func(like layout.Pos) (at layout.Pos, free bool) {
			at = layout.At(like.Col, h.own.Row+like.Row-h.like.Row)
			return at, at.Row < next && s.Own(at) && !plan.Has(at) && !plan.Dropped(at.Row)
		}
		put := func(like layout.Pos, text string, told int) {
			at, free := place(like)
			stands := h.own // of a row that comes to stand below the heading
			if free {
				stands = at
				plan.Put(at.Row, 0, at.Col, text)
			}
			for i, x := range b.result.Left[told:] {
				if x.Place == finding.At(s.Name, scrap.Col, scrap.Row) {
					b.result.Left[told+i].Place = finding.At(s.Name, stands.Col, stands.Row)
				}
			}
			if free {
				return
			}
			base := layout.At(h.own.Col, next-1)
			if plan.Times[base.Row] == 0 {
				plan.Times[base.Row] = 1
			}
			if said := s.Cells[base].Text; said != "" && !plan.Has(base) {
				plan.Put(base.Row, 0, base.Col, said) // a row that becomes several is laid without what it says
			}
			plan.Put(base.Row, plan.Times[base.Row], like.Col, text)
			plan.Times[base.Row]++
			b.look(s.Name, h.own, "“%s”写在这一行下面新加的一行，样子和这一行一样", layout.Clip(e.Cells[like].Text))
		}
		var heading *layout.Pos // below which nothing is written yet
		above := func() {       // the heading, now that something stands below it
			if heading == nil {
				return
			}
			if said := e.Cells[*heading].Text; !b.namesSomething(said) {
				put(*heading, b.itemsIn(said, b.year), len(b.result.Left))
			} else {
				lost = append(lost, *heading)
			}
			heading = nil
		}
		for i := 0; i < len(h.below); i++ {
			like := h.below[i]
			if isHeading(strings.TrimRight(e.Cells[like].Text, "。")) {
				if heading != nil {
					lost = append(lost, *heading)
				}
				heading = &like
				continue
			}
			if lines, l := b.linesFrom(e, h.below[i:]); l != nil {
				above()
				b.keepLines(l)
				level := l.view.Rows[0].Level
				put(like, b.tagsOf(s.Name, l, level)[0], len(b.result.Left))
				b.look(s.Name, h.own, "范例的“%s”这样的 %d 行官方表里没有，照范例列各%s，一条一行；不印的删去", layout.Clip(layout.Tight(e.Cells[like].Text)), lines, level)
				b.tellGoneOf(s.Name, h.own, l, level)
				b.noteRepeated(e, like.Row, like.Row+lines)
				i += lines - 1
				continue
			}
			scratch, told := &tagging.Plan{Sheet: s, Times: map[int]int{}}, len(b.result.Left)
			if !b.adoptedAt(scratch, scrap, e, like) {
				if at, free := place(like); free {
					b.leave(s.Name, at, "范例的这一格写着“%s”，官方表里没有，没有写标签，填好后是空的", layout.Clip(e.Cells[like].Text))
				} else {
					lost = append(lost, like)
				}
				continue
			}
			above()
			put(like, scratch.Text(scrap, ""), told)
		}
		if heading != nil {
			lost = append(lost, *heading)
		}
	}
	if len(lost) > 0 {
		var where []string
		slices.SortFunc(lost, func(a, o layout.Pos) int { return a.Row - o.Row })
		for _, at := range lost {
			where = append(where, layout.CellName(at))
		}
		b.leave(s.Name, layout.Pos{}, "范例里有 %d 段文字官方表里没有，没有写，都不印：范例的 %s", len(lost), strings.Join(where, "、"))
	}
	return true
}

// linesFrom are the lines of the example from the first of some texts on, if these are a list, numbered or not: how many,
// and the line that repeats.
func (b *binder) linesFrom(e *layout.Sheet, texts []layout.Pos) (n int, l *lineOf) {
	var lines [][]string
	for i, at := range texts {
		text := strings.TrimSpace(e.Cells[at].Text)
		number := strings.TrimRight(startsWith.FindString(layout.Tight(text)), "、.．")
		if number != strconv.Itoa(i+1) && strings.Trim(number, "()（）") != cardNumber(i+1, "|中文数字") || at != layout.At(texts[0].Col, texts[0].Row+i) {
			break
		}
		lines = append(lines, []string{text})
	}
	if len(lines) < 2 {
		lines = unnumberedFrom(e, texts)
	}
	if len(lines) < 2 {
		return 0, nil
	}
	if l = b.listed(lines, b.saidAbove(e, texts[0]), b.writing(e)); l == nil || len(l.open) > 0 {
		return 0, nil
	}
	return len(lines), l
}

// unnumberedFrom are the lines of the example from the first of some texts on that have its figures, unit by unit.
func unnumberedFrom(e *layout.Sheet, texts []layout.Pos) (lines [][]string) {
	units := func(at layout.Pos) (out []string) {
		for _, s := range slotsOf(e.Cells[at].Text) {
			out = append(out, s.unit)
		}
		return out
	}
	like := units(texts[0])
	for i, at := range texts {
		if len(like) == 0 || at != layout.At(texts[0].Col, texts[0].Row+i) || !slices.Equal(units(at), like) {
			break
		}
		lines = append(lines, []string{strings.TrimSpace(e.Cells[at].Text)})
	}
	return lines
}

// headingOf is a line of a form with its place in the example, and what the example has below it.
type headingOf struct {
	own, like layout.Pos
	below     []layout.Pos
}

// headingsAlone are the lines of a form that has no sentences which the example has too, and the texts of the example
// that stand below none of them; none if the form has sentences, or nothing is left out.
func (b *binder) headingsAlone(s, e *layout.Sheet) (heads []*headingOf, lost []layout.Pos) {
	const fewest = 3
	var ours []layout.Pos
	for row := 1; row <= s.Last.Row; row++ {
		texts := s.Texts(row)
		for _, at := range texts {
			if text := layout.Somebody.ReplaceAllString(s.Cells[at].Text, ""); len(texts) > 1 || layout.Tight(text) == "" || len(slotsOf(text)) > 0 || rooms.MatchString(text) {
				return nil, nil // to be filled in
			}
		}
		ours = append(ours, texts...)
	}
	same := func(own, like layout.Pos) bool {
		a, o := s.Cells[own].Text, e.Cells[like].Text
		goesOn := len([]rune(a)) > 3 && strings.HasPrefix(layout.Tight(o), layout.Tight(a)) // a sentence behind it, in its cell
		return goesOn || b.saysAs(a, o) || b.saysAs(layout.Unnumbered(layout.Tight(a)), layout.Unnumbered(layout.Tight(o)))
	}
	from, left := 0, 0
	var head *headingOf
	for row := 1; row <= e.Last.Row; row++ {
		for _, at := range e.Texts(row) {
			if e.Cells[at].Numeric || e.Cells[at].Formula || !e.Own(at) {
				continue
			}
			if next := slices.IndexFunc(ours[from:], func(own layout.Pos) bool { return same(own, at) }); next >= 0 {
				from += next + 1
				head = &headingOf{own: ours[from-1], like: at}
				heads = append(heads, head)
				continue
			}
			if head != nil && at.Row == head.like.Row {
				continue // what is written behind a label, and is none of what stands below it
			}
			left++
			if said := layout.Tight(e.Cells[at].Text); isHeading(said) && (head == nil || ordinal(said) <= ordinal(layout.Tight(e.Cells[head.like].Text))) {
				head = nil // that the form does not have, and no smaller part of one that it has
			}
			if head == nil {
				lost = append(lost, at)
			} else {
				head.below = append(head.below, at)
			}
		}
	}
	if len(ours) < fewest || left == 0 {
		return nil, nil
	}
	return heads, lost
}

// goesOnIn writes what the example has behind the text of a cell of the form, such as its heading: 一、收支情况。2026年….
// What tags do not say all of is told.
func (b *binder) goesOnIn(s *layout.Sheet) {
	e, plan := b.shownBy(s), b.planOf(s)
	if e == nil || s.Tabular() || e.Tabular() {
		return
	}
	for _, at := range layout.SortedCells(s) {
		own, like := layout.Tight(s.Cells[at].Text), e.Cells[at]
		behind, more := strings.CutPrefix(layout.Tight(like.Text), own)
		if own == "" || plan.Has(at) || !more || len(slotsOf(own)) > 0 || rooms.MatchString(s.Cells[at].Text) || len(slotsOf(behind)) == 0 {
			continue
		}
		kept := s.Cells[at]
		if b.adopted(plan, at, e, at) {
			s.Cells[at] = kept
			continue
		}
		s.Cells[at] = kept
		if !b.tells(s.Name, at) {
			b.leave(s.Name, at, "“%s”后面范例写着“%s”，官方表里没有，没有写标签", layout.Clip(own), layout.Clip(behind))
		}
	}
}

// tellUnsaid tells of sentences of the example on a sheet of texts that are none of the form's.
func (b *binder) tellUnsaid(s *layout.Sheet) {
	e, plan := b.shownBy(s), b.planOf(s)
	if e == nil || plan.Renamed != "" || b.decks[s.Name] != nil || s.Tabular() || e.Tabular() || b.titleAlone(s) {
		return
	}
	_, inLines := s.Whence()
	said := map[layout.Pos]bool{}
	for _, at := range layout.SortedCells(s) {
		text := s.Cells[at].Text
		if _, where := b.alikeText(s, e, at, text); len(slotsOf(text)) > 0 {
			said[where] = true
		}
		for _, like := range layout.SortedCells(e) {
			said[like] = said[like] || b.saysAs(text, e.Cells[like].Text) || goesInto(text, e.Cells[like].Text)
		}
	}
	var left []string
	for _, at := range layout.SortedCells(e) {
		c := e.Cells[at]
		said[at] = said[at] || slices.ContainsFunc(b.ifNothing, func(text string) bool { return b.saysAs(text, c.Text) })
		if c.Numeric || c.Formula || !e.Own(at) || said[at] || b.repeated[e][at.Row] || len(slotsOf(c.Text)) == 0 && inLines == nil || inLines == nil && (plan.Has(at) || b.tells(s.Name, at)) {
			continue
		}
		if name := layout.CellName(e.Stands(at)); !slices.Contains(left, name) {
			left = append(left, name)
		}
	}
	if len(left) > 0 {
		b.leave(s.Name, layout.Pos{}, "范例里有 %d 句话官方表里没有对得上的，都不印：范例的 %s", len(left), strings.Join(left, "、"))
	}
}

// isHeading says whether a text is a heading.
func isHeading(text string) bool {
	const long = 30
	own := layout.Unnumbered(layout.Tight(text))
	return layout.Ordinals.MatchString(layout.Tight(text)) && len([]rune(own)) <= long && !strings.ContainsAny(own, "。；，,;:：0123456789")
}

// adoptedAt is adopted, also of what is all of the budget: the name of the department, a date.
func (b *binder) adoptedAt(plan *tagging.Plan, at layout.Pos, e *layout.Sheet, like layout.Pos) bool {
	text, whole := b.ofBudget(e.Cells[like].Text)
	if !whole {
		return b.adopted(plan, at, e, like)
	}
	plan.Put(at.Row, 0, at.Col, text)
	b.look(plan.Sheet.Name, at, "这一格官方表里是空的，范例写的是“%s”，照它写了 %s", layout.Clip(e.Cells[like].Text), text)
	return true
}

// heading writes a heading of the example where the form has no more than a title.
func (b *binder) heading(plan *tagging.Plan, text string, at layout.Pos) bool {
	if !isHeading(text) || b.namesSomething(text) {
		return false
	}
	plan.Set(at, b.itemsIn(text, ""))
	return true
}

// reason is a clause that says why, of one department; its own words are behind it.
var reason = pattern.Of(`[，,；;。]?\s*[^，,；;。]*(原因|由于|因为|因此|主要是|主要为|用于)[^，,；;。]*`)

// reasonsIn puts the items of 基本信息 that say why into a text, with the clause that is printed only where they do: a
// reason may have several clauses of its own.
func (b *binder) reasonsIn(text string) string {
	for _, it := range b.Whole.Pack.Input.Info {
		why := strings.TrimRight(strings.TrimSpace(b.Whole.Ledger.Info[it.Name]), "。")
		if why == "" || it.Kind != pack.Text && it.Kind != "" {
			continue
		}
		for from := 0; ; {
			at := strings.Index(text[from:], why)
			if at < 0 {
				break
			}
			at += from
			from = at + len(why)
			if words := leadsToReason.FindString(text[:at]); words != "" && reason.MatchString(words) {
				said := "{{如有 " + it.Name + "}}" + words + "{{" + it.Name + "}}{{完}}"
				text, from = text[:at-len(words)]+said+text[from:], at-len(words)+len(said)
			}
		}
	}
	return text
}

// leadsToReason is the clause before a reason.
var leadsToReason = pattern.Of(`[，,；;。]?\s*[^，,；;。{}]+$`)

// namesSomething says whether a text names a unit or a project of the ledger.
func (b *binder) namesSomething(text string) bool {
	items := b.Ledger.Tables[b.x.Usual]
	if items == nil {
		return false
	}
	const short = 4 // letters of a name that other words may have
	for _, c := range b.Pack.Input.Sheet(b.x.Usual).Columns {
		if c.Kind != pack.Ref && c.Kind != pack.Text || items.Field(c.Name) < 0 {
			continue
		}
		if slices.ContainsFunc(items.Distinct(items.Field(c.Name)), func(v string) bool { return len([]rune(v)) >= short && strings.Contains(text, v) }) {
			return true
		}
	}
	return false
}

// inPlace says whether a text of the example that the form does not have stands where it would in the form: the
// nearest texts of its column above and below that the form has are those of the example.
func (b *binder) inPlace(s, e *layout.Sheet, at layout.Pos) bool {
	found := false
	for _, by := range []int{-1, 1} {
		for row := at.Row + by; row > 0 && row <= max(s.Last.Row, e.Last.Row); row += by {
			ours, theirs := s.Texts(row), e.Texts(row)
			if len(ours) == 0 {
				continue // which the example has alone
			}
			if len(theirs) == 0 || ours[0] != theirs[0] || !b.saysAs(s.Cells[ours[0]].Text, e.Cells[theirs[0]].Text) {
				return false
			}
			found = true
			break
		}
	}
	return found
}

// ourselves are words for the department in the place of its name.
var ourselves = pattern.Of(`本(?:部门|单位|局|委|办)`)

// saysAs says whether a text of the form and one of the example are the same but for years, the department and what
// is written behind a label or in the place of a date that is left open.
func (b *binder) saysAs(own, like string) bool {
	bare := func(text string) string {
		text = ourselves.ReplaceAllString(strings.ReplaceAll(text, b.Ledger.Info["部门名称"], ""), "")
		return layout.Key(layout.Somebody.ReplaceAllString(layout.YearWords.ReplaceAllString(layout.Tight(text), ""), ""))
	}
	label, colon, _ := cutLabel(layout.Tight(own))
	if _, day := numfmt.DayOf(layout.Tight(like)); day && (openDate.MatchString(layout.Tight(own)) || markedDate.MatchString(own)) {
		return strings.Trim(dayWords.ReplaceAllString(own, ""), "20XxＸ×○*") == ""
	}
	named := func(dept string) bool { // ××××部门预算公开表, ××××2026年部门预算说明
		return dept != "" && strings.Contains(like, dept) && bare(rooms.ReplaceAllString(own, "")) == bare(like)
	}
	return bare(own) == bare(like) || named(b.Ledger.Info["部门名称"]) || colon && strings.HasPrefix(layout.Tight(like), label)
}

// ofBudget is a text of the example with tags, and whether these say all of it but for signs and the label of an
// item of 基本信息 by its name.
func (b *binder) ofBudget(text string) (tags string, whole bool) {
	label, colon, said := cutLabel(strings.TrimSpace(text))
	if colon && !slices.ContainsFunc(b.Pack.Input.Info, func(it pack.Item) bool {
		return slices.Contains(it.Names(), strings.TrimRight(layout.Tight(label), ":："))
	}) {
		return "", false
	}
	for _, item := range b.Pack.Input.Info {
		if value := layout.Tight(b.Ledger.Info[item.Name]); item.Kind == pack.Date && dayOf(&item, strings.TrimRight(layout.Tight(label), ":：")) && value != "" && (layout.Tight(said) == value || dayIn(layout.Tight(said), value) != "") {
			return label + b.tagged(item.Name, layout.Tight(said)), true
		}
	}
	tags = b.itemsIn(said, b.year)
	if code := b.Ledger.Info["部门代码"]; code != "" && layout.Tight(said) == code {
		tags = "{{部门代码}}"
	}
	return label + tags, strings.Contains(tags, "{{") && signsAlone.MatchString(layout.Tight(tagging.AnyTag.ReplaceAllString(tags, "")))
}

// signsAlone is what may stand around tags that say all there is to say.
var signsAlone = pattern.Of(`^[\[\]【】()（）\-—－_、.：:]*(年度?)?[\[\]【】()（）\-—－_、.]*$`)
