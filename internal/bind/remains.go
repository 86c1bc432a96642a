package bind

import (
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
	"ysgk/internal/unfilled"
)

var (
	// eitherWay is where a text leaves it to who fills it in to strike out a word: 增加（减少）.
	eitherWay = pattern.Of(turnWord + `\s*(?:[（(]\s*` + turnWord + `\s*[)）]|[/、或]\s*` + turnWord + `)`)
	// plainHint tells who fills a form in what to write, in no brackets: 若无，则写“…”。
	plainHint = pattern.Of(`(?:[若如]无|没有)的?[，,]?(?:则|可|请)?[写填][“"「][^”"」]*[”"」]`)
	// oneWay says why some money is more, or less, of any department.
	oneWay = pattern.Of(`(?:增加|减少|增长|下降)的?(?:主要)?原因(?:是|为)`)
	// severalRooms are those for names of which nobody knows how many there are: ××、××, or ××支出、××支出……
	severalRooms = pattern.Of(`(` + room + `)(?:(?:、(?:` + room + `))+|类?支出(?:(?:、(?:` + room + `)类?支出)+(?:、?` + dots + `)?|、?` + dots + `))`)
	// startsWith is the number that a text begins with.
	startsWith = pattern.Of(`^(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十\d]{1,3}[、.．])`)
	// asBefore says that an amount is that of the year before.
	asBefore = pattern.Of(`[比较与同和][^，。；、,;:：（）()比较与和]{0,12}(?:年|年度|年初)[^，。；、,;:：（）()比较与和]{0,8}?(?:相比|对比|比较)?[，,]?(?:基本)?(?:持平|没有变化|无变化|没有增减|无增减)`)
)

// dots say that there are more.
const dots = `(?:…+|[.．·]{3,})`

// mayDiffer is a sentence of a form that says 与上年持平 with the room for a change, where the example has one like it:
// not every department spends as much as the year before. Where the form leaves it to who fills it in to say more or
// less, both words stand there.
func (b *binder) mayDiffer(plan *tagging.Plan, example *layout.Sheet, at layout.Pos) {
	s := plan.Sheet
	c := s.Cells[at]
	if example == nil || c.Numeric || c.Formula {
		return
	}
	opened := func(text string) string {
		return openLists(severalRooms.ReplaceAllString(withTurns(text, example), "$1"), example)
	}
	if open := opened(c.Text); open != c.Text {
		if plan.Has(at) {
			plan.Set(at, opened(plan.Text(at, c.Text)))
		}
		c.Text = open
		s.Cells[at] = c
	}
	if !asBefore.MatchString(c.Text) || eitherWay.MatchString(c.Text) || len(changed.FindString(c.Text)) > 0 || len(slotsOf(c.Text)) == 0 {
		return
	}
	if like, _ := b.alikeText(s, example, at, c.Text); like != "" {
		if plan.Has(at) {
			plan.Set(at, mayChange(plan.Text(at, c.Text), example))
		}
		c.Text = mayChange(c.Text, example)
		s.Cells[at] = c
	}
}

// ofAllOfIt is what a sentence says of all of an amount, whosever it is: 全部为项目支出.
var ofAllOfIt = pattern.Of(`(?:全部|均|都)(?:为|是|用于)[^，。；;、{}]{2,20}`)

// remains tells what a sheet still says that cannot be so for all: a choice of two words, and that an amount is as
// much as the year before. Lines that only show that there may be more, and are not in the example, go.
func (b *binder) remains(s *layout.Sheet) {
	plan, e := b.planOf(s), b.shownBy(s)
	if b.Example == nil {
		return
	}
	said := map[string]bool{}
	if e != nil {
		for _, at := range layout.SortedCells(e) {
			said[layout.Tight(e.Cells[at].Text)] = true
		}
	}
	for _, at := range layout.SortedCells(s) {
		c := s.Cells[at]
		if c.Numeric || c.Formula || !s.Own(at) || plan.Dropped(at.Row) {
			continue
		}
		if m := plainHint.FindString(tagging.AnyTag.ReplaceAllString(plan.Text(at, c.Text), "{{}}")); m != "" && (e == nil || !e.AnyText(func(said string) bool { return strings.Contains(layout.Tight(said), layout.Tight(m)) })) {
			b.leave(s.Name, at, "“%s”里的“%s”像是给填表人看的，会照样印。不印的删去", layout.Clip(layout.Tight(c.Text)), m)
		}
		if b.tellsOpen(s.Name, at) {
			continue
		}
		if e != nil && !s.Tabular() && !e.Tabular() && !plan.Has(at) && len(s.Texts(at.Row)) == 1 && layout.Placeholder(layout.Tight(c.Text)) && strings.ContainsAny(c.Text, "….·") && !said[layout.Tight(c.Text)] {
			plan.Times[at.Row] = 0
			shown := ""
			if number := startsWith.FindString(layout.Tight(c.Text)); number != "" {
				for _, there := range layout.SortedCells(e) {
					if text := layout.Tight(e.Cells[there].Text); shown == "" && strings.HasPrefix(text, number) && !b.repeated[e][there.Row] {
						shown = text
					}
				}
			}
			if shown == "" {
				b.look(s.Name, at, "“%s”这一行范例里没有，没有写进模板", layout.Clip(layout.Tight(c.Text)))
			} else {
				b.leave(s.Name, at, "“%s”没有写进模板。范例里这个编号的有“%s”，要印的每次要手工加一行", layout.Clip(layout.Tight(c.Text)), layout.Clip(shown))
			}
			continue
		}
		text := plan.Text(at, c.Text)
		if m := ofAllOfIt.FindString(text); m != "" && plan.Has(at) {
			b.look(s.Name, at, "“%s”里的“%s”每个部门都会印，不是这样的部门也印", layout.Clip(layout.Tight(c.Text)), m)
		}
		if m := eitherWay.FindString(tagging.AnyTag.ReplaceAllString(text, "{{}}")); m != "" {
			b.leave(s.Name, at, "“%s”里的“%s”没有写成标签，会照样印。每次要手工写", layout.Clip(layout.Tight(c.Text)), m)
		} else if m := oneWay.FindString(text); m != "" {
			b.leave(s.Name, at, "“%s”里的“%s”每个部门都印，不是这样变的也印。每次要手工写", layout.Clip(layout.Tight(c.Text)), m)
		} else if m := asBefore.FindString(sameAsLastYear.ReplaceAllString(text, "")); m != "" {
			b.leave(s.Name, at, "“%s”里的“%s”每个部门都印，不一样多的也印。每次要手工写", layout.Clip(layout.Tight(c.Text)), m)
		} else if m := unfilled.Gap(tagging.AnyTag.ReplaceAllString(text, "\x00")); m != "" && plan.Has(at) && strings.ContainsAny(text, "，。；") {
			b.leave(s.Name, at, "“%s”里还空着（%s），没有写标签。每次要手工写", layout.Clip(layout.Tight(c.Text)), m)
		}
	}
}
