package bind

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/money"
	"ysgk/internal/pack"
)

// nest notes which lines are parts of another one: those counted in a style that
// begins below it, such as （一） below 一、, or 一、 below a line without a number.
func (n *namer) nest(t *table, b *block, lines []line) {
	for i := range lines {
		for _, col := range b.labels {
			at := pos{col, lines[i].row}
			if text := t.says(at); unnumbered(text) != text {
				lines[i].style = style(text)
				break
			}
			if raw := t.cells[at].text; strings.TrimLeft(raw, " \u3000") != raw && lines[i].style == "" {
				lines[i].style = raw[:len(raw)-len(strings.TrimLeft(raw, " \u3000"))] // indented
			}
		}
	}
	t.plain(b, lines)
	var open []int              // lines that others may be parts of, the innermost last
	heads := map[string][]int{} // by style: what was open where a line of it stood last
	sum := ""                   // the style of the last total, if it is counted: 一、“三公”经费合计
	for i := range lines {
		if lines[i].total {
			open, heads, sum = nil, map[string][]int{}, ""
			if counted(lines[i]) {
				sum = lines[i].style
			}
			continue
		}
		if lines[i].style == sum && sum != "" {
			open = nil // 二、 is counted on from the total, and part of no line between them
		}
		if before, ok := heads[lines[i].style]; ok && counted(lines[i]) && len(open) > 0 && !counted(lines[open[len(open)-1]]) &&
			!slices.ContainsFunc(before, func(o int) bool { return !counted(lines[o]) }) {
			open = slices.Clone(before) // counted on below lines without a number, which head nothing
		}
		if top := len(open) - 1; strings.Trim(lines[i].style, " \u3000") == "" && top > 0 && lines[open[top]].style == "其中" &&
			(lines[open[top-1]].style != "" || n.words.goesOn(lines[i], lines[open[top]], lines[open[top-1]])) &&
			!n.words.outside(lines[i], lines[open[top]], lines[open[top-1]]) {
			lines[i].style = "其中" // 其中 is said once for all of them
		}
		for len(open) > 0 {
			last := open[len(open)-1]
			if lines[last].style != lines[i].style && (lines[i].style != "" || lines[last].style == "") && !slices.ContainsFunc(open, func(o int) bool { return lines[o].style == lines[i].style }) {
				break
			}
			open = open[:len(open)-1]
		}
		if len(open) > 0 && lines[i].style != "" {
			head := open[len(open)-1]
			lines[i].within = true
			lines[i].under = lines[head].label
			lines[head].heads = append(lines[head].heads, lines[i].row)
			for _, col := range b.labels {
				lines[head].partly = lines[head].partly || strings.HasPrefix(t.says(pos{col, lines[i].row}), "其中")
			}
		}
		heads[lines[i].style] = slices.Clone(open)
		open = append(open, i)
	}
}

// counted says whether a line has a number.
func counted(l line) bool { return strings.ContainsAny(l.style, "一1①") }

// plain gives the lines without a number a style of parts, where all of them add up
// to the numbered lines that they stand below, or stand below several of these.
func (t *table) plain(b *block, lines []line) {
	groups := map[int][]int{} // by index of the line with a number
	head := -1
	for i, l := range lines {
		switch {
		case l.total || l.style == "其中":
			head = -1
		case l.style != "":
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
			rows = append(rows, lines[i].row)
		}
		switch right, shown := t.adds(b.figures, lines[head], rows, scale{places: money.Places}); {
		case right && len(of) > 1:
			proven = proven || shown
		case again:
			lines[head].partly = true
		default:
			delete(groups, head)
		}
	}
	if supposed := !proven && !slices.ContainsFunc(b.figures, func(col int) bool { return !t.blank(col) }) && between(lines, groups); supposed {
		for head := range groups {
			lines[head].supposed = true
		}
	} else if !proven {
		return
	}
	for _, of := range groups {
		for _, i := range of {
			lines[i].style = "·"
		}
	}
}

// between says whether lines without a number stand between two that are counted on, 一、基本支出
// and 二、项目支出: then they are hardly lines of their own.
func between(lines []line, groups map[int][]int) bool {
	for head, of := range groups {
		if next := of[len(of)-1] + 1; counted(lines[head]) && next < len(lines) && !lines[next].total && lines[next].style == lines[head].style {
			return true
		}
	}
	return false
}

// repeated says whether lines of one name stand in several groups: they are parts of
// the line above theirs, 商品和服务支出 of 基本支出 and of 项目支出.
func repeated(lines []line, groups map[int][]int) bool {
	seen := map[string]int{}
	for head, of := range groups {
		for _, i := range of {
			if other, ok := seen[lines[i].label]; ok && other != head && lines[i].label != "" {
				return true
			}
			seen[lines[i].label] = head
		}
	}
	return false
}

// funds takes lines for what their words say, though a code is called so too, where the
// others that are counted as they are say the same kind of thing: 国有资本经营预算支出 after
// 一般公共预算支出 is a fund and no class.
func (b *binder) funds(lines []line) {
	for i, l := range lines {
		said := b.words.read(l.label)
		if len(l.parts) == 0 || l.coded || said.rest != "" || len(said.filter) != 1 {
			continue
		}
		alike := func(o line) bool {
			c := b.words.read(o.label)
			return o.row != l.row && !o.total && o.style == l.style && o.under == l.under && len(o.parts) == 0 && c.rest == "" && sameFields(c.filter, said.filter)
		}
		if slices.ContainsFunc(lines, alike) {
			lines[i].parts = nil
		}
	}
}

// sameFields says whether two filters limit the same fields.
func sameFields(a, b pack.Filter) bool {
	return slices.Equal(slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b)))
}

// style is how a line is counted: 一、 and 二、 in one style, （一） in another.
func style(text string) string {
	number := text[:len(text)-len(unnumbered(text))]
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
	return runs.ReplaceAllStringFunc(number, func(s string) string { return string([]rune(s)[:1]) })
}
