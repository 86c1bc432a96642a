package bind

import (
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/tagging"
)

// tellHidden tells of hidden rows and columns of a form in which something is printed: nobody sees it in the finished
// tables, and who opens them finds it. A list has as many hidden rows as it has lines.
func (b *binder) tellHidden(p *tagging.Plan) {
	cols, rows := p.Sheet.Hidden()
	if p.Removed {
		return
	}
	in := func(what string, lines []int, of func(tagging.Put) int, at func(x tagging.Put) layout.Pos) {
		for _, line := range lines {
			first := layout.Pos{}
			for _, x := range p.Puts {
				prints := strings.Contains(x.Text, "{{") || strings.HasPrefix(x.Text, "=")
				if pos := at(x); of(x) == line && prints && !p.Dropped(x.Row) && (first.Row == 0 || layout.ReadingOrder(pos, first) < 0) {
					first = pos
				}
			}
			if first.Row > 0 {
				b.look(p.Sheet.Name, first, "官方表的这一%s是隐藏的，里面写了标签，填好后看不见，别人打开却看得到。要公开的，在官方表里取消隐藏", what)
			}
		}
	}
	at := func(x tagging.Put) layout.Pos { return layout.At(x.Col, x.Row) }
	in("行", rows, func(x tagging.Put) int { return x.Row }, at)
	in("列", cols, func(x tagging.Put) int { return x.Col }, at)
}

// tellHiddenFigures tells of hidden rows and columns of the example that hold figures: they count as those that are seen.
func (b *binder) tellHiddenFigures(examples []*layout.Sheet) {
	told := map[string]bool{}
	for _, e := range examples {
		cols, rows := e.Hidden()
		var places []string
		for _, at := range layout.SortedCells(e) {
			d, ok := e.Cells[at].Amount()
			place := ""
			switch {
			case !ok || d.IsZero() || !e.Own(at):
			case slices.Contains(rows, at.Row):
				place = "第 " + strings.TrimLeft(layout.CellName(layout.At(1, at.Row)), "A") + " 行"
			case slices.Contains(cols, at.Col):
				place = strings.TrimRight(layout.CellName(layout.At(at.Col, 1)), "1") + " 列"
			}
			if place != "" && !slices.Contains(places, place) {
				places = append(places, place)
			}
		}
		if len(places) > 0 && !told[e.Name] {
			told[e.Name] = true
			b.look("", layout.Pos{}, "范例的工作表 %s，%s是隐藏的，里面有数，和看得见的一样拿来对了", e.Name, strings.Join(places, "、"))
		}
	}
}
