package bind

import (
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/pattern"
)

var (
	// inBracketsWithin is what a text says in brackets, with no others in them but short ones.
	inBracketsWithin = pattern.Of(`[（(](?:[^（）()]|[（(][^（）()]{0,12}[)）]){4,}[)）]`)
	// hinting are words of a note for who fills a form in: 若无，则写…, 说明项目的立项依据等, 列示至基层预算单位.
	hinting = pattern.Of(`[若如]无|如有|则写|作下述|下述说明|说明|列[举示至明]|填[写列报]|注明|简述|参照.*填|删[去除]|可增减|增加内容|等$`)
	// openLine is a line that only shows how others go on: （九）……：指……。
	openLine = pattern.Of(`^[^\p{Han}…]*(?:…+[^\p{Han}…]*\p{Han}{0,3}[^\p{Han}…]*)+$`)
)

// dropHints takes out of a sheet of texts what it says to who fills it in and the example has not: notes in brackets,
// and lines that only show that there may be more. Else each department would publish them.
func (b *binder) dropHints(s *layout.Sheet) {
	e, plan := b.shownBy(s), b.planOf(s)
	if e == nil || s.Tabular() || e.Tabular() || plan.Renamed != "" || b.decks[s.Name] != nil || b.titleAlone(s) || layout.Contents(s) {
		return
	}
	bare := func(text string) string {
		return layout.Tight(layout.YearNumber.ReplaceAllString(withoutSlots(text), ""))
	}
	said := ""
	for _, at := range layout.SortedCells(e) {
		said += bare(e.Cells[at].Text) + "\n"
	}
	for _, at := range layout.SortedCells(s) {
		c := s.Cells[at]
		if c.Numeric || c.Formula || !s.Own(at) || plan.Has(at) || plan.Dropped(at.Row) {
			continue
		}
		text := c.Text
		if own := layout.Unnumbered(layout.Tight(text)); strings.Contains(own, "…") && openLine.MatchString(own) && !layout.Placeholder(layout.Tight(text)) && !strings.Contains(said, bare(text)) {
			text = ""
		}
		text = inBracketsWithin.ReplaceAllStringFunc(text, func(note string) string {
			if inside := strings.Trim(layout.Tight(note), "()（）"); !hinting.MatchString(strings.TrimRight(inside, "。；;，,")) || strings.Contains(said, bare(note)) || strings.Contains(said, bare(inside)) {
				return note
			}
			return ""
		})
		if text == c.Text {
			continue
		}
		b.look(s.Name, at, "“%s”里给填表人看的话范例里没有，没有写进模板", layout.Clip(layout.Tight(c.Text)))
		if text = strings.TrimRight(text, " \u00a0\u3000"); layout.Tight(text) != "" {
			c.Text = text
			s.Cells[at] = c
			b.trimmed = append(b.trimmed, at)
			continue
		}
		delete(s.Cells, at)
		if _, rows := s.Whence(); rows != nil {
			plan.Times[at.Row] = 0 // of the lines of a cell
		} else {
			plan.Set(at, "")
		}
	}
}

// keepTrimmed writes the texts of which a note was taken out, where nothing else was written.
func (b *binder) keepTrimmed(s *layout.Sheet) {
	plan := b.planOf(s)
	for _, at := range b.trimmed {
		if !plan.Has(at) && !plan.Dropped(at.Row) {
			plan.Set(at, s.Cells[at].Text)
		}
	}
	b.trimmed = nil
}
