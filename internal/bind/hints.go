package bind

import (
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/pattern"
)

var (
	// inBracketsWithin is what a text says in brackets, with no others in them but short ones.
	inBracketsWithin = pattern.Of(`[（(](?:[^（）()]|[（(][^（）()]{0,12}[)）]){4,}[)）]`)
	// hinting are words of a note for who fills a form in: 若无，则写…, 说明项目的立项依据等, 列示至基层预算单位.
	hinting = pattern.Of(`[若如]无|如有|则写|作下述|下述说明|说明|列[举示至明]|填[写列报]|注明|简述|参照.*填|删[去除]|可增减|增加内容|等$`)
	// ifNone is a note of what to write instead where there is nothing: （若无，则写“本单位无机关运行经费。”）.
	ifNone = pattern.Of(`[若如]无[，,]?(?:则|可|请)?写[：:]?[“"「]([^“”"「」]{4,60})[”"」]`)
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
			if m := ifNone.FindStringSubmatch(note); m != nil {
				if b.instead == nil {
					b.instead = map[layout.Pos]string{}
				}
				b.instead[at] = m[1]
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
	b.trimmed, b.instead = nil, nil
}

// asNothing is a sentence of a form as a department has it of which the example says what the form wants said instead:
// with noughts, whose words must say what they are of.
func (b *binder) asNothing(example *layout.Sheet, at layout.Pos, own string) string {
	text := b.instead[at]
	if text == "" || example == nil || !slices.ContainsFunc(layout.SortedCells(example), func(like layout.Pos) bool { return b.saysAs(text, example.Cells[like].Text) }) {
		return ""
	}
	var out strings.Builder
	end := 0
	for _, s := range slotsOf(own) {
		if s.number == "" && s.money() {
			out.WriteString(own[end:s.from] + "0.00" + s.unit)
			end = s.to
		}
	}
	return layout.Somebody.ReplaceAllString(out.String()+own[end:], b.Ledger.Info["部门名称"])
}

// orInstead is a sentence that is printed where there is what it tells of, and else what the form wants said: of a
// sentence with one amount and no other condition.
func (b *binder) orInstead(at layout.Pos, text string, figures []*figure) string {
	instead, of := b.instead[at], ""
	for _, f := range figures {
		if f.money() && f.tag != "" {
			if of != "" {
				return text
			}
			of, _, _ = strings.Cut(strings.Trim(f.tag, "{}"), "|")
		}
	}
	if instead == "" || of == "" || strings.Contains(text, "{{如") {
		return text
	}
	text = layout.Somebody.ReplaceAllString(text, "{{部门名称}}")
	return "{{如有 " + of + "}}" + text + "{{完}}{{如无 " + of + "}}" + b.itemsIn(instead, "") + "{{完}}"
}
