package bind

import (
	"slices"
	"strings"

	"ysgk/internal/layout"
)

// contents writes what a page of contents says of each table that has amounts, and of each that has none, where
// the example fills a column so and the form leaves it blank: 是否空表, 公开空表理由. What it cannot tell is told.
func (b *binder) contents(s *layout.Sheet, pairs []*pair) {
	e := b.exampleOf(s)
	if e == nil || b.itself() || !layout.Contents(s) {
		return
	}
	for col := 1; col <= e.Last.Col; col++ {
		head, lines := "", []entryOf{}
		for row := 1; row <= e.Last.Row; row++ {
			at := layout.At(col, row)
			if own := s.Says(at); own != "" {
				if len(lines) == 0 {
					head = own
				}
			} else if e.Own(at) && len(s.Texts(row)) > 0 && head != "" && b.planOf(s).Text(at, "") == "" {
				says := e.Says(at)
				if says != "" {
					says = strings.TrimSpace(e.Cells[at].Text) // with its signs
				}
				lines = append(lines, entryOf{at, says, tableCalled(s, row, pairs)})
			}
		}
		full, empty, ok := saysOf(lines)
		var written []layout.Pos
		for _, l := range lines {
			if ok && l.table != nil && l.table.published.Total != "" {
				tag := b.moneyOn(l.table)
				b.planOf(s).Put(l.at.Row, 0, l.at.Col, when("如有", tag, full)+when("如无", tag, empty))
				written = append(written, l.at)
				continue
			}
			if l.says != "" {
				b.leave(s.Name, l.at, "“%s”这里范例写的是“%s”，没有写标签，填好后是空的", layout.Clip(head), layout.Clip(l.says))
			}
		}
		if len(written) > 0 {
			b.look(s.Name, written[0], "“%s”这一列照各表有没有数写：有数的写“%s”，没有数的写“%s”", layout.Clip(head), layout.Clip(full), layout.Clip(empty))
		}
	}
}

// entryOf is what the example says of a table in a cell of its page of contents.
type entryOf struct {
	at    layout.Pos
	says  string
	table *pair // nil if no title tells which it is
}

// tableCalled is the table that a line of a page of contents names, of several of the same name the one whose sheet
// the line names too; nil unless it is one alone.
func tableCalled(s *layout.Sheet, row int, pairs []*pair) *pair {
	var called, there, whole []*pair
	full := func(text string) string { return layout.Key(layout.YearWords.ReplaceAllString(layout.Tight(text), "")) }
	for _, p := range pairs {
		title, sheet, same := false, false, false
		for _, at := range s.Texts(row) {
			text := s.Says(at)
			same = same || layout.TableName.MatchString(text) && full(text) == full(p.form.Says(p.form.Title))
			title = title || layout.TableName.MatchString(text) && layout.ViewName(text) == layout.ViewName(p.form.Called)
			sheet = sheet || text == layout.Tight(p.form.Name)
		}
		if title {
			called = append(called, p)
		}
		if title && sheet {
			there = append(there, p)
		}
		if title && same { // （按支出功能分类科目） and （按支出经济分类科目） too
			whole = append(whole, p)
		}
	}
	for _, found := range [][]*pair{there, whole, called} {
		if len(found) == 1 {
			return found[0]
		}
	}
	return nil
}

// saysOf is what is said of all tables with amounts and of all without, if that is the same of each and differs.
// Where the example has no empty table, 否 is what all but those say that say 是.
func saysOf(lines []entryOf) (full, empty string, ok bool) {
	said := map[bool][]string{}
	for _, l := range lines {
		if l.table == nil || l.table.lacking {
			continue
		}
		none := l.table.empty()
		if !slices.Contains(said[none], l.says) {
			said[none] = append(said[none], l.says)
		}
	}
	opposite := map[string]string{"是": "否", "否": "是", "有": "无", "无": "有"}
	switch {
	case len(said[false]) == 1 && len(said[true]) == 1:
		full, empty = said[false][0], said[true][0]
	case len(said[false]) == 1 && len(said[true]) == 0:
		full = said[false][0]
		empty = opposite[full]
		ok = empty != ""
		return full, empty, ok
	}
	return full, empty, full != empty
}

// when prints a text on a condition, nothing if it is blank.
func when(condition, tag, text string) string {
	if text == "" {
		return ""
	}
	return "{{" + condition + " " + tag + "}}" + text + "{{完}}"
}

// empty says whether the example's table has no figures.
func (p *pair) empty() bool {
	return !slices.ContainsFunc(p.like.Blocks, func(o *layout.Block) bool {
		return slices.ContainsFunc(o.Figures, func(col int) bool { return !p.like.Blank(col) })
	})
}
