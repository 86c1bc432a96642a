package renew

import (
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/nearest"
	"ysgk/internal/tagging"
)

// paragraphs carries the lines of a text that a cell has several of, some of which are otherwise this year: those that say
// the same keep their tags where they stand now, the others are as the form has them and told. It says whether the
// form has a cell with most of these lines.
func (u *updater) paragraphs(c *carrying, at layout.Pos) bool {
	const few = 3
	if c.blank == nil || !c.was.Own(at) {
		return false
	}
	was := strings.Split(c.was.Cells[at].Text, "\n")
	if len(was) < few {
		return false
	}
	to, _ := u.alike(c, at)
	taken := false
	for from, x := range c.slots {
		taken = taken || layout.At(x.col, x.row) == to && c.raw.Own(from) && tagging.AnyTag.MatchString(c.raw.Cells[from].Text)
	}
	if to.Row == 0 || taken || c.plan.Dropped(to.Row) {
		return false
	}
	tagged := linesLike(strings.Split(c.raw.Cells[at].Text, "\n"), was, func(raw, was string) float64 {
		return nearest.Likeness(bareLine(raw), bareLine(was))
	})
	now, form := strings.Split(c.now.Cells[to].Text, "\n"), strings.Split(c.form.Cells[to].Text, "\n")
	same, beside := 0, linesLike(now, was, func(now, was string) float64 {
		if layout.Tight(now) == layout.Tight(was) {
			return 1
		}
		return min(nearest.Likeness(bareLine(now), bareLine(was)), 0.9)
	})
	raw := strings.Split(c.raw.Cells[at].Text, "\n")
	var lines, changed []string
	kept := map[int]bool{}
	for j, line := range now {
		i, ok := beside[j]
		k, has := lineOf(tagged, i)
		switch {
		case ok && layout.Tight(line) == layout.Tight(was[i]) && has:
			lines = append(lines, u.onWith(raw[k], form[j]))
			kept[i] = true
			same++
		case ok && layout.Tight(line) == layout.Tight(was[i]) && layout.Tight(line) != "":
			kept[i] = true // which went when the tags were written
			same++
		case layout.Tight(line) == "":
			lines = append(lines, form[j])
		default:
			lines = append(lines, u.yearTags(form[j]))
			if !ok || !has {
				changed = append(changed, "新的一行“"+layout.Clip(layout.Tight(form[j]))+"”")
				continue
			}
			kept[i] = true
			if !onlyYears(raw[k]) { // a heading is as the form has it
				changed = append(changed, "“"+layout.Clip(layout.Tight(form[j]))+"”和去年的不同，去年写的是 "+strings.TrimSpace(raw[k]))
			}
		}
	}
	for i, line := range was {
		if _, has := lineOf(tagged, i); has && !kept[i] && layout.Tight(line) != "" {
			changed = append(changed, "去年的“"+layout.Clip(layout.Tight(line))+"”今年没有")
		}
	}
	for k, line := range raw {
		if _, paired := tagged[k]; !paired && layout.Tight(line) != "" {
			changed = append(changed, "去年的模板里还有一行“"+strings.TrimSpace(line)+"”，今年没有地方放")
		}
	}
	if 2*same < len(was) {
		return false
	}
	c.plan.Put(to.Row, 0, to.Col, strings.Join(lines, "\n"))
	c.whatever[to] = true
	for _, told := range changed {
		u.leave(c.form, to, "这一格的几行照搬了去年的标签；%s。请看一看，要标签的补上", told)
	}
	return true
}

// linesLike pairs lines with others in their order: the index of the other by that of the line.
func linesLike(lines, others []string, like func(a, o string) float64) map[int]int {
	const alike = 0.3
	out := map[int]int{}
	for _, p := range nearest.Pairs(len(lines), len(others), func(i, j int) float64 {
		if l := like(lines[i-1], others[j-1]); l >= alike {
			return l
		}
		return -1
	}) {
		if p[0] > 0 && p[1] > 0 {
			out[p[0]-1] = p[1] - 1
		}
	}
	return out
}

// lineOf is the line that is paired with another one.
func lineOf(pairs map[int]int, other int) (line int, ok bool) {
	for a, o := range pairs {
		if o == other {
			return a, true
		}
	}
	return 0, false
}

// bareLine is what a line says without tags, and without the room and the years in whose place they are.
func bareLine(text string) string {
	text = layout.YearNumber.ReplaceAllString(tagging.AnyTag.ReplaceAllString(text, ""), "")
	return layout.Tight(strings.NewReplacer("X", "", "x", "", "×", "", "_", "").Replace(text))
}
