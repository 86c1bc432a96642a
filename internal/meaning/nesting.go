package meaning

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/formula"
	"ysgk/internal/layout"
	"ysgk/internal/money"
	"ysgk/internal/pack"
)

// Nest notes which lines are parts of another one: those counted in a style that
// begins below it, such as （一） below 一、, or 一、 below a line without a number.
func (n *Namer) Nest(t *layout.Table, b *layout.Block, lines []Line) {
	for i := range lines {
		for _, col := range b.Labels {
			at := layout.At(col, lines[i].Row)
			if text := t.Says(at); layout.Unnumbered(text) != text {
				lines[i].Style = style(text)
				break
			}
			if raw := t.Cells[at].Text; strings.TrimLeft(raw, " \u3000") != raw && lines[i].Style == "" {
				lines[i].Style = raw[:len(raw)-len(strings.TrimLeft(raw, " \u3000"))] // indented
			}
		}
	}
	plain(t, b, lines)
	n.addedAbove(t, b, lines)
	var open []int              // lines that others may be parts of, the innermost last
	heads := map[string][]int{} // by style: what was open where a line of it stood last
	sum := ""                   // the style of the last total, if it is counted: 一、“三公”经费合计
	for i := range lines {
		if lines[i].Total {
			open, heads, sum = nil, map[string][]int{}, ""
			if Counted(lines[i]) {
				sum = lines[i].Style
			}
			continue
		}
		if lines[i].Style == sum && sum != "" {
			open = nil // 二、 is counted on from the total, and part of no line between them
		}
		if before, ok := heads[lines[i].Style]; ok && Counted(lines[i]) && len(open) > 0 && !Counted(lines[open[len(open)-1]]) &&
			!slices.ContainsFunc(before, func(o int) bool { return !Counted(lines[o]) }) {
			open = slices.Clone(before) // counted on below lines without a number, which head nothing
		}
		if top := len(open) - 1; strings.Trim(lines[i].Style, " \u3000") == "" && top > 0 && lines[open[top]].Style == "其中" &&
			(lines[open[top-1]].Style != "" || n.words.goesOn(lines[i], lines[open[top]], lines[open[top-1]])) &&
			!n.words.outside(lines[i], lines[open[top]], lines[open[top-1]]) {
			lines[i].Style = "其中" // 其中 is said once for all of them
		}
		for len(open) > 0 {
			last := open[len(open)-1]
			if lines[last].Style != lines[i].Style && (lines[i].Style != "" || lines[last].Style == "") && !slices.ContainsFunc(open, func(o int) bool { return lines[o].Style == lines[i].Style }) {
				break
			}
			open = open[:len(open)-1]
		}
		if len(open) > 0 && lines[i].Style != "" {
			head := open[len(open)-1]
			lines[i].Within = true
			lines[i].Under = lines[head].Label
			lines[head].Heads = append(lines[head].Heads, lines[i].Row)
			for _, col := range b.Labels {
				lines[head].Partly = lines[head].Partly || strings.HasPrefix(t.Says(layout.At(col, lines[i].Row)), "其中")
			}
		}
		heads[lines[i].Style] = slices.Clone(open)
		open = append(open, i)
	}
}

// Counted says whether a line has a number.
func Counted(l Line) bool { return strings.ContainsAny(l.Style, "一1①") }

// plain gives the lines without a number a style of parts, where all of them add up
// to the numbered lines that they stand below, or stand below several of these.
func plain(t *layout.Table, b *layout.Block, lines []Line) {
	groups := map[int][]int{} // by index of the line with a number
	head := -1
	for i, l := range lines {
		switch {
		case l.Total || l.Style == "其中":
			head = -1
		case l.Style != "":
			head = i
		case head >= 0:
			groups[head] = append(groups[head], i)
		}
	}
	again := repeated(lines, groups)
	proven := again
	for head, of := range groups {
		var rows []int
		for _, i := range of {
			rows = append(rows, lines[i].Row)
		}
		switch right, shown := Adds(t, b.Figures, lines[head], rows, layout.Scale{Places: money.Places}); {
		case right && len(of) > 1:
			proven = proven || shown
		case again:
			lines[head].Partly = true
		default:
			delete(groups, head)
		}
	}
	if supposed := !proven && !slices.ContainsFunc(b.Figures, func(col int) bool { return !t.Blank(col) }) && between(lines, groups); supposed {
		for head := range groups {
			lines[head].Supposed = true
		}
	} else if !proven {
		return
	}
	for _, of := range groups {
		for _, i := range of {
			lines[i].Style = "·"
		}
	}
}

// addedAbove gives lines without a number a style of parts, where all up to the next total or numbered line are what the
// one above them adds up, itself without a number: by its formula, by several of their figures, or since they say again
// what numbered lines above say.
func (n *Namer) addedAbove(t *layout.Table, b *layout.Block, lines []Line) {
	for i := 0; i < len(lines); i++ {
		to := i + 1
		for ; to < len(lines) && !lines[to].Total && lines[to].Style == ""; to++ {
		}
		if lines[i].Total || lines[i].Style != "" || to < i+3 {
			continue
		}
		var rows []int
		for _, l := range lines[i+1 : to] {
			rows = append(rows, l.Row)
		}
		right, _ := Adds(t, b.Figures, lines[i], rows, layout.Scale{Places: money.Places})
		several := slices.ContainsFunc(b.Figures, func(col int) bool {
			return len(slices.DeleteFunc(slices.Clone(rows), func(row int) bool {
				d, _ := t.Cells[layout.At(col, row)].Amount()
				return d.IsZero()
			})) > 1
		})
		if !right || !several && !n.sayAgain(lines[:i], lines[i], lines[i+1:to]) && !slices.ContainsFunc(b.Figures, func(col int) bool { return sums(t, layout.At(col, lines[i].Row), rows) }) {
			continue
		}
		for k := i + 1; k < to; k++ {
			lines[k].Style = "·"
		}
		i = to - 1
	}
}

// sayAgain says whether some lines are each of the money of a numbered line above, and the one that they stand below is
// limited by more: 一般公共预算财政拨款 of 年初财政拨款结转和结余.
func (n *Namer) sayAgain(above []Line, head Line, parts []Line) bool {
	own := n.words.Line(head).Filter
	for _, l := range parts {
		is := n.words.Line(l)
		more := slices.ContainsFunc(slices.Collect(maps.Keys(own)), func(field string) bool { return is.Filter[field] == nil })
		if len(is.Filter) == 0 || is.Rest != "" || !more || !slices.ContainsFunc(above, func(o Line) bool { return Counted(o) && Same(n.words.Line(o).Filter, is.Filter) }) {
			return false
		}
	}
	return true
}

// sums says whether a cell has a formula that adds up some rows of its column and nothing else.
func sums(t *layout.Table, at layout.Pos, rows []int) bool {
	c := t.Cells[at]
	x, err := formula.Parse(c.Expr)
	if !c.Formula || err != nil || slices.ContainsFunc(x.Functions(), func(name string) bool { return name != "SUM" }) {
		return false
	}
	var added []int
	for _, o := range x.Operands {
		if o.Ref.Sheet != "" || o.Ref.Col1 != at.Col || o.Ref.Col2 != at.Col || o.Ref.Row2-o.Ref.Row1 > len(rows) {
			return false
		}
		for row := o.Ref.Row1; row <= o.Ref.Row2; row++ {
			added = append(added, row)
		}
	}
	slices.Sort(added)
	return slices.Equal(added, rows)
}

// between says whether lines without a number stand between two that are counted on, 一、基本支出
// and 二、项目支出: then they are hardly lines of their own.
func between(lines []Line, groups map[int][]int) bool {
	for head, of := range groups {
		if next := of[len(of)-1] + 1; Counted(lines[head]) && next < len(lines) && !lines[next].Total && lines[next].Style == lines[head].Style {
			return true
		}
	}
	return false
}

// repeated says whether lines of one name stand in several groups: they are parts of
// the line above theirs, 商品和服务支出 of 基本支出 and of 项目支出.
func repeated(lines []Line, groups map[int][]int) bool {
	seen := map[string]int{}
	for head, of := range groups {
		for _, i := range of {
			if other, ok := seen[lines[i].Label]; ok && other != head && lines[i].Label != "" {
				return true
			}
			seen[lines[i].Label] = head
		}
	}
	return false
}

// SameFields says whether two filters limit the same fields.
func SameFields(a, b pack.Filter) bool {
	return slices.Equal(slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b)))
}

// style is how a line is counted: 一、 and 二、 in one style, （一） in another.
func style(text string) string {
	number := text[:len(text)-len(layout.Unnumbered(text))]
	if rest, ok := strings.CutPrefix(number, "其中"); ok && strings.Trim(rest, ":：") == "" {
		return "其中"
	} else if ok {
		number = strings.TrimLeft(rest, ":：")
	}
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("一二三四五六七八九十百", r):
			return '一'
		case '0' <= r && r <= '9':
			return '1'
		case '①' <= r && r <= '⑳':
			return '①'
		}
		return r
	}, strings.ReplaceAll(strings.ReplaceAll(squeeze(number), "．", "."), "、", "."))
}

// squeeze makes 十一 and 12 one digit of their kind.
func squeeze(number string) string {
	return layout.Runs.ReplaceAllStringFunc(number, func(s string) string { return string([]rune(s)[:1]) })
}
