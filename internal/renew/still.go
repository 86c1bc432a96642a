package renew

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
	"ysgk/internal/unfilled"
)

// Asked is something that was told of a cell of the old template and that nobody has taken out of what is left
// to do. Of one that asks for a tag the cell itself says whether there is one now.
type Asked struct {
	Place finding.Place // zero of the whole pack
	Text  string
	Open  bool
}

// StillOpen is what was asked and is not done, at the cells of the new template. What was asked of sheets, lines
// and columns that are gone, is gone with them.
func (u *Updated) StillOpen(asked []Asked) (out []tagging.Entry) {
	for _, a := range asked {
		place := a.Place
		if i := slices.IndexFunc(u.carried, func(c *carrying) bool { return place.Sheet != "" && c.called(place.Sheet) }); i >= 0 {
			c := u.carried[i]
			place.Sheet = c.form.Name
			if place.Cell != "" {
				switch at, ok := c.where(layout.ParseCell(place.Cell)); {
				case ok && a.Open && c.done(at), !ok && c.blank != nil:
					continue
				case ok:
					place = finding.At(c.form.Name, at.Col, at.Row)
				default: // without the form of last year nobody knows whether it is gone
					place, a.Text = finding.Place{Sheet: c.form.Name}, "（去年的 "+place.Cell+"）"+a.Text
				}
			}
		} else if place.Sheet != "" {
			continue
		}
		e := tagging.Entry{Place: place, Text: u.listed(a.Text)}
		same := func(o tagging.Entry) bool { return o.Place == e.Place && o.Text == e.Text }
		if !slices.ContainsFunc(u.Left, same) && !slices.ContainsFunc(out, same) {
			out = append(out, e)
		}
	}
	return out
}

// sheetList is where something is told of several sheets: at the end of a text.
var sheetList = pattern.Of(`^(.*：)([^：（）]+)((?:（[^（）]*）)?)$`)

// listed is a text with the sheets that it lists as they are called now, without those that are gone.
func (u *Updated) listed(text string) string {
	m := sheetList.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	var now []string
	for name := range strings.SplitSeq(m[2], "、") {
		i := slices.IndexFunc(u.carried, func(c *carrying) bool { return c.called(name) })
		switch {
		case i >= 0:
			now = append(now, u.carried[i].form.Name)
		case !slices.Contains(u.gone, name):
			return text
		}
	}
	if len(now) == 0 {
		return text
	}
	return m[1] + strings.Join(now, "、") + m[3]
}

// Had says whether the old template has a sheet, by the name that it has there or in the form.
func (u *Updated) Had(sheet string) bool {
	return slices.ContainsFunc(u.carried, func(c *carrying) bool { return c.called(sheet) }) || slices.Contains(u.gone, sheet)
}

// where is the cell of the new template in which one of the old template is now: that of its tag, else the one in
// which its row and its column meet.
func (c *carrying) where(at layout.Pos) (layout.Pos, bool) {
	at, moved := c.here(at), c.plan.Moved()
	to, ok := c.slots[at]
	if !ok {
		for _, from := range slices.SortedFunc(maps.Keys(c.slots), layout.ReadingOrder) {
			if from.Row == at.Row && to.row == 0 {
				to.row, to.nth = c.slots[from].row, c.slots[from].nth
			}
			if from.Col == at.Col && to.col == 0 {
				to.col = c.slots[from].col
			}
		}
	}
	return layout.At(to.col, moved(to.row)+to.nth), to.row > 0 && to.col > 0
}

// done says whether a cell of the new template has a tag or a formula, and no room that is left.
func (c *carrying) done(at layout.Pos) bool {
	text := c.texts[at]
	if formula := strings.HasPrefix(text, "="); formula {
		return true
	}
	return strings.Contains(text, "{{") && unfilled.In(tagging.AnyTag.ReplaceAllString(text, "0")) == ""
}
