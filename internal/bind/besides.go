package bind

import (
	"slices"
	"strings"

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
	var left []layout.Pos
	written := 0
	for row := 1; row <= last; row++ {
		for _, at := range e.Texts(row) {
			c := e.Cells[at]
			if c.Numeric || c.Formula || !e.Own(at) || s.Cells[at].Text != "" || !s.Own(at) || plan.Has(at) || plan.Dropped(row) || !b.inPlace(s, e, at) {
				continue
			}
			text, whole := b.ofBudget(c.Text)
			if !whole {
				left = append(left, at)
				continue
			}
			written++
			plan.Put(at.Row, 0, at.Col, text)
			b.look(s.Name, at, "这一格官方表里是空的，范例写的是“%s”，照它写了 %s", layout.Clip(c.Text), text)
		}
	}
	const each = 3 // more of them are told together
	switch {
	case len(left) > each && !b.notOnForm(s):
		b.leave(s.Name, left[0], "从这里起，范例里有 %d 段文字在官方表里是空的，没有写标签，填好后是空的", len(left))
	case len(left) <= each:
		for _, at := range left {
			b.leave(s.Name, at, "范例的这一格写着“%s”，官方表里没有，没有写标签，填好后是空的", layout.Clip(e.Cells[at].Text))
		}
	}
	return len(left)+written > 0
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

// saysAs says whether a text of the form and one of the example are the same but for years, the department and what
// is written behind a label or in the place of a date that is left open.
func (b *binder) saysAs(own, like string) bool {
	bare := func(text string) string {
		text = strings.ReplaceAll(text, b.Ledger.Info["部门名称"], "")
		return layout.Key(layout.Somebody.ReplaceAllString(layout.YearWords.ReplaceAllString(layout.Tight(text), ""), ""))
	}
	label, colon, _ := cutLabel(layout.Tight(own))
	if _, day := numfmt.DayOf(layout.Tight(like)); day && (openDate.MatchString(layout.Tight(own)) || markedDate.MatchString(own)) {
		return strings.Trim(dayWords.ReplaceAllString(own, ""), "20XxＸ×○*") == ""
	}
	return bare(own) == bare(like) || colon && strings.HasPrefix(layout.Tight(like), label)
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
