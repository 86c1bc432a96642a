package renew

import (
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/tagging"
	"ysgk/internal/tags"
)

// mostNamed is how many cells of a form one sentence names.
const mostNamed = 8

// closings tells of a form that changed where last year's pack had moved lines of it to behind a list: where a cell of
// it belongs now, its place does not say.
func (u *updater) closings(c *carrying) {
	line := ""
	for _, x := range layout.SortedCells(c.raw) {
		if text := c.raw.Cells[x].Text; c.raw.Own(x) && tags.Silent(text) {
			line = layout.Clip(tagging.AnyTag.ReplaceAllString(text, ""))
			break
		}
	}
	if line == "" {
		return
	}
	const moved = "去年照范例把“%s”挪到了清单后面；"
	if c.blank == nil {
		u.leave(c.form, layout.Pos{}, moved+"没有去年的空表可以对照，清单前后的固定行和它们的数，请逐行核对", line)
		return
	}
	var other []layout.Pos
	for _, s := range [][2]*layout.Sheet{{c.blank, c.now}, {c.now, c.blank}} {
		for _, x := range layout.SortedCells(s[0]) {
			if s[0].Own(x) && s[0].Says(x) != s[1].Says(x) && !slices.Contains(other, x) {
				other = append(other, x)
			}
		}
	}
	if len(other) == 0 {
		return
	}
	slices.SortFunc(other, layout.ReadingOrder)
	var names []string
	for _, x := range other[:min(len(other), mostNamed)] {
		names = append(names, layout.CellName(x))
	}
	more := ""
	if len(other) > mostNamed {
		more = "等"
	}
	u.leave(c.form, layout.Pos{}, moved+"今年的空表 %s %s和去年的不同，清单前后的文字和标签可能没有跟对，也可能漏了。请照今年的空表逐行核对", line, strings.Join(names, "、"), more)
}
