package renew

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/nearest"
	"ysgk/internal/numfmt"
	"ysgk/internal/tagging"
)

// texts finds where the tags outside of the lines of tables are now: in the cell
// that says the same around them.
func (u *updater) texts(c *carrying) {
	for _, at := range layout.SortedCells(c.raw) {
		text := c.raw.Cells[at].Text
		if !strings.Contains(text, "{{") || c.raw.Cells[at].Formula || !c.raw.Own(at) || c.told[at] {
			continue
		}
		if _, ok := c.slots[at]; ok {
			continue
		}
		to, ok := u.place(c, at)
		if !ok && u.paragraphs(c, at) {
			continue
		}
		if !ok {
			where, near := u.alike(c, at)
			u.leave(c.form, where, "去年 %s 的“%s”没有写：今年找不到同样的文字%s", c.there(at), layout.Clip(text), near)
			continue
		}
		if unit, ok := u.p.Units.Note(c.form.Cells[to].Text); ok && strings.Contains(text, "{{金额单位}}") && unit != u.p.Unit {
			continue // the form's own
		}
		c.keep(at, slot{to.Row, 0, to.Col})
	}
}

// place is the one cell of the form with the text of an old one, or the blank one
// beside what it stood beside.
func (u *updater) place(c *carrying, at layout.Pos) (layout.Pos, bool) {
	text := c.raw.Cells[at].Text
	if c.blank != nil && c.was.Own(at) {
		text = c.was.Cells[at].Text // what the form said there
	}
	var pattern, literal strings.Builder
	rest := 0
	for _, m := range tagging.AnyTag.FindAllStringIndex(text, -1) {
		part := layout.Tight(text[rest:m[0]])
		if layout.Key(part) != "" { // 028_某局: a form that has room for both has no sign between them
			literal.WriteString(part)
		}
		pattern.WriteString("(?:" + regexp.QuoteMeta(part) + ")")
		if layout.Key(strings.Trim(part, "_·")) == "" {
			pattern.WriteString("?")
		}
		if y := yearTag.FindStringSubmatch(text[m[0]:m[1]]); y != nil {
			n, _ := strconv.Atoi(cmp.Or(y[1], "0"))
			day, _ := numfmt.DayOf(y[2])
			pattern.WriteString(day.Write(layout.Before(u.old, -n)))
		} else {
			pattern.WriteString(".*?")
		}
		rest = m[1]
	}
	literal.WriteString(layout.Tight(text[rest:]))
	pattern.WriteString(regexp.QuoteMeta(layout.Tight(text[rest:])))
	if literal.Len() == 0 {
		if to, ok := u.besides(c, at); ok || !u.ofDepartment(text) {
			return to, ok
		}
		return c.only(func(x layout.Pos) bool { return ofOwner.MatchString(c.now.Says(x)) })
	}
	same := func(s *layout.Sheet, expression string) (out []layout.Pos) {
		says, err := regexp.Compile("^" + expression + "$")
		for _, x := range layout.SortedCells(s) {
			if err == nil && s.Own(x) && says.MatchString(layout.Tight(s.Cells[x].Text)) {
				out = append(out, x)
			}
		}
		return out
	}
	found, before := same(c.now, pattern.String()), same(c.was, pattern.String())
	if i := slices.Index(before, at); i >= 0 && len(before) == len(found) {
		return found[i], true
	}
	if len(found) == 1 && len(before) <= 1 {
		return found[0], true
	}
	if len(found) == 0 { // whatever its years, which do not move on with the others
		any := layout.YearNumber.ReplaceAllString(pattern.String(), `20\d\d`)
		if found, before = same(c.now, any), same(c.was, any); len(found) == 1 && len(before) == 1 && any != pattern.String() {
			u.leave(c.form, found[0], "“%s”里的年份没有跟着今年的表走，标签照搬。请核对", layout.Clip(c.form.Quote(found[0])))
			return found[0], true
		}
		found = nil
	}
	if ofIf.MatchString(c.raw.Cells[at].Text) && len(found) == 0 {
		return c.below(at)
	}
	return layout.Pos{}, false
}

// ofDepartment says whether tags print nothing but the department: its name, its code.
func (u *updater) ofDepartment(text string) bool {
	return !slices.ContainsFunc(tagging.AnyTag.FindAllString(text, -1), func(tag string) bool { return !strings.HasPrefix(tag, "{{部门") })
}

// only is the one cell of the form that is such a one.
func (c *carrying) only(is func(layout.Pos) bool) (to layout.Pos, ok bool) {
	for _, x := range layout.SortedCells(c.now) {
		if !c.now.Own(x) || c.whatever[x] || !is(x) {
			continue
		}
		if ok {
			return layout.Pos{}, false
		}
		to, ok = x, true
	}
	return to, ok
}

// below is the blank cell below what stood above a note that the pack added, if nothing stands further below.
func (c *carrying) below(at layout.Pos) (layout.Pos, bool) {
	last := 0
	for from, to := range c.slots {
		if from.Row < at.Row {
			last = max(last, to.row)
		}
	}
	for row := last + 1; row <= c.now.Last.Row; row++ {
		if len(c.now.Texts(row)) > 0 {
			return layout.Pos{}, false
		}
	}
	return layout.At(at.Col, last+1), last > 0
}

// besides is the blank cell that stands beside the same text as an old one, below
// the same headings.
func (u *updater) besides(c *carrying, at layout.Pos) (layout.Pos, bool) {
	for _, step := range []layout.Pos{{Col: -1, Row: 0}, {Col: 0, Row: -1}} {
		by := layout.At(at.Col+step.Col, at.Row+step.Row)
		for by.Col > 1 && step.Col < 0 && c.was.Says(by) == "" {
			by.Col--
		}
		by = c.was.Owner(by)
		text := c.was.Says(by)
		if text == "" {
			continue
		}
		was, now := c.was.Saying(text), c.now.Saying(text)
		i := slices.Index(was, by)
		if i < 0 || len(was) != len(now) || len(was) > 1 && c.was.Heading(by) != c.now.Heading(now[i]) {
			continue
		}
		to := layout.At(now[i].Col+at.Col-by.Col, now[i].Row+at.Row-by.Row)
		if c.now.Own(to) && c.now.Cells[to].Text == "" && !c.whatever[to] && c.was.Heading(at) == c.now.Heading(to) {
			return to, true
		}
	}
	return layout.Pos{}, false
}

// alike is the cell of the form whose text is most like that of an old one.
func (u *updater) alike(c *carrying, at layout.Pos) (where layout.Pos, says string) {
	best := 0.6
	text := c.was.Says(at)
	if text == "" {
		return layout.Pos{}, ""
	}
	for _, x := range layout.SortedCells(c.now) {
		if like := nearest.Likeness(text, c.now.Says(x)); c.now.Own(x) && like > best {
			where, best = x, like
		}
	}
	if where.Row > 0 {
		says = "，最像的是这一格"
	}
	return where, says
}
