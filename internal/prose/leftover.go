package prose

import (
	"cmp"
	"strings"

	"ysgk/internal/pattern"
	"ysgk/internal/unfilled"
)

// blank is room that somebody was to fill.
var blank = pattern.Of(`\{\{[^{}]*\}\}|[XＸ]{2,}|[×xｘ]{2,}|×+(?:年|月|日|万元|元|个|名|辆|%|平方米|市|县|区|局)|【[^】]{0,30}】|[○〇]{2,}[^○〇零一二三四五六七八九]|_{3,}|＿{2,}|某某|[^\d.][xX](?:\.x+)?(?:万元|元|%)|…{2,}万元|（填写[^）]*）|\bTODO\b`)

// bookish are brackets that are no room to fill: 〔2025〕 in the numbers of papers.
var bookish = pattern.Of(`【(\d{4}|[一二三四五六七八九十\d]{1,3})】`)

// placeholders finds what was not filled in.
func (j *judge) placeholders() {
	for _, p := range j.doc.Paragraphs {
		found := blank.FindAllStringIndex(bookish.ReplaceAllStringFunc(p.Text, func(s string) string { return strings.Repeat(" ", len(s)) }), 1)
		for _, m := range found {
			j.report(notFilled, p.placeIn(m[0]), "没有填：「%s」", p.Text[m[0]:m[1]])
		}
		if mark := unfilled.Mark(p.Text); mark != "" && len(found) == 0 {
			j.report(notFilled, p.placeIn(strings.Index(p.Text, mark)), "没有填：「%s」", mark)
		}
		if gap := cmp.Or(unfilled.Gap(p.Text), unfilled.Dots(p.Text)); gap != "" {
			j.report(notFilled, p.placeIn(strings.Index(p.Text, gap)), "没有填：「%s」", gap)
		}
	}
	for _, text := range j.doc.Margins {
		if m := blank.FindString(text); m != "" {
			j.report(notFilled, margin(text), "没有填：「%s」", m)
		}
	}
	for _, t := range j.doc.Tables {
		for r, row := range t.Grid.Rows {
			for _, cell := range row {
				if m := leftTag.FindString(cell); m != "" {
					j.report(notFilled, t.place(r+1), "没有填：「%s」", m)
				}
			}
		}
	}
}

// leftTag is what is surely room to fill also in a table.
var leftTag = pattern.Of(`\{\{[^{}]*\}\}|[XＸ×]{2,}`)
