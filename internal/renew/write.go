package renew

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/numfmt"
	"ysgk/internal/tagging"
)

// write lays the rows of the form as the lists need them, and writes what was carried.
func (u *updater) write(form []byte, sheets []*layout.Sheet) (*Updated, error) {
	var plans []*tagging.Plan
	texts := map[*tagging.Plan]map[layout.Pos]string{}
	for _, c := range u.pairs {
		u.closings(c)
		c.texts = u.carried(c)
		texts[c.plan] = c.texts
		u.out.Short = append(u.out.Short, u.shorts(c)...)
		if strings.Contains(c.raw.Name, "{{") {
			c.plan.Renamed = c.raw.Name
		}
		plans = append(plans, c.plan)
		u.out.Written = append(u.out.Written, tagging.Written(c.plan, texts[c.plan])...)
	}
	book, err := tagging.Write(form, plans, texts)
	if err != nil {
		return nil, err
	}
	u.out.Book, u.out.carried = book, u.pairs
	tagging.InOrder(u.out.Written, sheets)
	return u.out, nil
}

// carried are the texts and formulas of a sheet in their cells of the new template.
func (u *updater) carried(c *carrying) map[layout.Pos]string {
	moved := c.plan.Moved()
	final := func(to slot) layout.Pos { return layout.At(to.col, moved(to.row)+to.nth) }
	tagging.Move(u.out.Left, c.form.Name, moved)
	out := map[layout.Pos]string{}
	for _, x := range c.plan.Puts {
		if !c.plan.Dropped(x.Row) {
			out[final(slot{x.Row, x.Nth, x.Col})] = x.Text
		}
	}
	for at, cell := range c.form.Cells { // rows are laid without what they say; samples in lists go
		switch {
		case c.blank == nil || !c.form.Own(at) || cell.Formula || cell.Text == "" || c.plan.Dropped(at.Row):
		case c.lists[at.Row]:
			out[final(slot{at.Row, 0, at.Col})] = ""
		case c.plan.Times[at.Row] > 0:
			out[final(slot{at.Row, 0, at.Col})] = cell.Text
		}
	}
	for at := range c.was.Cells { // what went when the tags were written goes again
		if to, ok := c.slots[at]; ok && c.blank != nil && c.was.Own(at) && c.raw.Own(at) && !c.gone[at.Row] && c.raw.Cells[at].Text == "" && !c.was.Cells[at].Formula && layout.Tight(c.now.Cells[layout.At(to.col, to.row)].Text) == layout.Tight(c.was.Cells[at].Text) {
			out[final(to)] = ""
		}
	}
	type hidden struct {
		from, at, owner layout.Pos
		text            string
	}
	var covered []hidden
	for _, from := range layout.SortedCells(c.raw) {
		if !c.raw.Own(from) {
			continue
		}
		to, ok := c.slots[from]
		formula, is := c.formulas[0][from]
		now, has := c.formulas[1][layout.At(to.col, to.row)]
		at := final(to)
		if format, here := c.raw.ShownAs(from), layout.At(to.col, to.row); ok && format != "" && (is || strings.Contains(c.raw.Cells[from].Text, "{{")) && !c.form.Percent(here) && (!c.form.Fixed(here) || c.raw.Percent(from) || strings.HasSuffix(format, ";")) {
			c.plan.Puts = append(c.plan.Puts, tagging.Put{Row: to.row, Nth: to.nth, Col: to.col, Format: format}) // 0.0812 would be read as 0.08%, 50.981019 printed so, and 0 where the example is blank
		}
		switch text := c.raw.Cells[from].Text; {
		case is && !ok:
			if !c.told[from] {
				u.leave(c.form, layout.Pos{}, "去年 %s 的公式 =%s 没有写：今年找不到这一格", c.there(from), formula)
			}
		case is:
			u.formula(c, at, formula, now, has, out)
		case ok && strings.Contains(text, "{{"):
			if !c.now.Own(layout.At(to.col, to.row)) {
				owner := c.now.Owner(layout.At(to.col, to.row))
				covered = append(covered, hidden{from, at, final(slot{owner.Row, to.nth, owner.Col}), text})
				continue
			}
			if has {
				u.leave(c.form, at, "新表自带公式 =%s，换成了去年的标签。请核对", now)
			}
			if unit, stated := c.units[from]; stated {
				text = u.inUnit(text, unit)
			}
			if says := c.retagged[layout.At(from.Col, c.starts[from.Row].row)]; says != "" && onlyYears(text) {
				text = u.yearTags(says)
			}
			out[at] = u.onWith(text, c.form.Cells[layout.At(to.col, to.row)].Text)
		case ok && text != "" && !c.raw.Cells[from].Numeric && (c.blank == nil || c.said(from) != layout.Tight(text)) && (c.came[from.Row] || layout.Tight(c.now.Cells[layout.At(to.col, to.row)].Text) == ""):
			out[at] = text // 合计 in a row of a list, which the pack brought
		}
	}
	for _, h := range covered {
		if out[h.owner] != h.text { // else the merged cells print it
			u.leave(c.form, h.at, "去年 %s 的“%s”没有写：今年这一格并进了别的格", c.there(h.from), layout.Clip(h.text))
		}
	}
	return out
}

// onWith is a text of the old template whose years, outside of its tags, are on where the form's own text of the
// cell has them on: 截至2025年12月31日 of a sentence.
func (u *updater) onWith(text, form string) string {
	years := layout.Years(form)
	all := func(text string) bool { // of the years that it names without its tags
		return !slices.ContainsFunc(layout.Years(tagging.AnyTag.ReplaceAllString(text, "{{}}")), func(y int) bool { return !slices.Contains(years, y) })
	}
	var out strings.Builder
	last := 0
	for _, m := range append(tagging.AnyTag.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		out.WriteString(u.inYears(text[last:m[0]], u.old, u.new) + text[m[0]:m[1]])
		last = m[1]
	}
	if on := out.String(); all(on) && !all(text) {
		return on
	}
	return text
}

// onlyYears says whether a text has no tags but of years.
func onlyYears(text string) bool {
	return !slices.ContainsFunc(tagging.AnyTag.FindAllString(text, -1), func(tag string) bool { return !yearTag.MatchString(tag) })
}

// yearTags is a text of the form with tags for its years.
func (u *updater) yearTags(text string) string {
	return layout.ReplaceYears(text, func(said string, year int) string {
		as := ""
		if _, other := numfmt.DayOf(said); other {
			as = "|" + said
		}
		for n := -3; n <= 3; n++ {
			if layout.Before(u.new, -n) != strconv.Itoa(year) {
				continue
			}
			if n == 0 {
				return "{{年度" + as + "}}"
			}
			return fmt.Sprintf("{{年度%+d%s}}", n, as)
		}
		return said
	})
}
