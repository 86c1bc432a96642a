package bind

import (
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
)

const (
	whyItem = "原因" // ends the names of items of 基本信息 that say why some money changed
	openWhy = "××" // is printed where none is filled in
)

// orOpen makes the tag of an item that says why print room where none is filled in.
func orOpen(item string) string {
	if strings.HasSuffix(item, whyItem) {
		return "|" + openWhy
	}
	return ""
}

// turnedBy is a change that a sentence above tells: what its amount is called, its number of the pack, and whether it is
// more.
type turnedBy struct {
	called, number string
	more           bool
}

// is says whether words name the money that changed, and not a part of it: 财政拨款收入支出 of 财政拨款收入.
func (t turnedBy) is(words string) bool {
	called := layout.Key(t.called)
	rest, ok := strings.CutPrefix(layout.Key(words), called)
	return called != "" && ok && noPart.MatchString(rest)
}

// noPart are words behind the name of some money that name no part of it.
var noPart = pattern.Of(`^(?:收入|支出|预算|拨款|经费|安排|总额|总数|数|较?上年|比上年|比|较|同比|本年|20\d\d年|年初|的|变动|和|、)*$`)

// because is a line that gives the reason of a change that is told above it: 财政拨款收入支出增加（减少）的主要原因是××。
var because = pattern.Of(`^([^，。；:：]{2,24}?)((?:增加|减少|增长|下降)(?:\s*[（(/、或]\s*(?:增加|减少|增长|下降)\s*[)）]?)?)(的?(?:主要)?原因(?:是|为)[：:]?)(.*?)([。；]?)$`)

// becauseWithin is such a sentence behind others in a text with tags.
var becauseWithin = pattern.Of(`([^，。；:：{}]{2,24}?)(增加|减少|增长|下降)(的?(?:主要)?原因(?:是|为)[：:]?\{\{)`)

// turnsWithin puts the way of a change in the place of its word in a sentence that gives the reason: the example says
// how it was with one department in one year.
func (b *binder) turnsWithin(text string) string {
	return becauseWithin.ReplaceAllStringFunc(text, func(said string) string {
		m := becauseWithin.FindStringSubmatch(said)
		for _, t := range b.turned {
			if t.is(m[1]) && t.more == growing.MatchString(m[2]) {
				return m[1] + "{{" + t.number + "|增减}}" + m[3]
			}
		}
		return said
	})
}

// becauseOf writes such a line: the way of the change that the words before it name, and the item of 基本信息 that has
// the reason; it is printed where there is a change. It says whether it is so.
func (b *binder) becauseOf(plan *tagging.Plan, example *layout.Sheet, at layout.Pos) bool {
	own := because.FindStringSubmatch(strings.TrimSpace(plan.Sheet.Cells[at].Text))
	if own == nil || example == nil || !rooms.MatchString(own[4]) {
		return false
	}
	for _, there := range layout.SortedCells(example) {
		like := because.FindStringSubmatch(strings.TrimSpace(example.Cells[there].Text))
		if like == nil || layout.Key(like[1]) != layout.Key(own[1]) {
			continue
		}
		why := b.nameTag(layout.Tight(like[4]))
		for _, t := range b.turned {
			if why == "" || !t.is(own[1]) || t.more != growing.MatchString(like[2]) {
				continue
			}
			end := own[5]
			if end == "" {
				end = like[5]
			}
			plan.Set(at, "{{如有 "+t.number+"}}"+own[1]+"{{"+t.number+"|增减}}"+own[3]+b.reasonOf(why, t.called)+end+"{{完}}")
			b.look(plan.Sheet.Name, at, "“%s”里空着的文字照范例写成了标签，没有增减的不印这一句", layout.Clip(own[0]))
			b.roomFilled(plan.Sheet.Name, at)
			b.noteRepeated(example, there.Row, there.Row+1)
			return true
		}
	}
	return false
}
