package bind

import (
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/layout"
	"ysgk/internal/money"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tags"
)

// itemTable binds a table that prints items of 基本信息 beside or below their names, such as how many
// vehicles there are: most of what the example has beyond the form's texts must be one. It says whether
// the table is such a one.
func (b *binder) itemTable(p *pair) bool {
	switch {
	case (p.form.Unit != (money.Unit{}) || p.like.Unit != (money.Unit{})) && !unitOfOne(p.form):
		return false // a table of money is made of the items of the budget
	case b.Example == nil || p.lacking:
		return b.itemsByWords(p)
	}
	down, cols := p.form.Head[1]-p.like.Head[1], p.columnsByHead()
	var cells []layout.Pos
	found, blank := map[layout.Pos]string{}, map[layout.Pos]string{}
	numeric := map[int]string{} // how columns print that hold numbers in the example
	var strange []layout.Pos
	unsure := map[layout.Pos][]string{} // of those that several items say, which are called as much like it
	for row := p.like.Body[0]; row <= p.like.Body[1]; row++ {
		for col := 1; col <= p.like.Last.Col; col++ {
			at, to := layout.At(col, row), layout.At(cols[col], row+down)
			now := p.form.Cells[to]
			labels := labelsOf(p.form, to)
			if !p.form.Own(to) || now.Formula || now.Text != "" && !(b.itself() && now.Numeric && len(labels) > 0) {
				continue
			}
			said := layout.Tight(p.like.Cells[at].Text)
			item, others := b.itemSaying(labels, said)
			switch {
			case len(others) > 0:
				strange, unsure[to] = append(strange, to), append(others, item)
				continue
			case said != "" && item == "":
				strange = append(strange, to)
				continue
			case said != "":
				found[to] = item
				if p.like.Cells[at].Numeric {
					numeric[to.Col] = "|" + tags.AsNumber
				}
			case item != "":
				blank[to] = item
			default:
				continue
			}
			cells = append(cells, to)
		}
	}
	within := 0 // strange ones in columns that have items, not in one of what they are worth
	for _, at := range strange {
		if unsure[at] == nil && slices.ContainsFunc(slices.Collect(maps.Keys(found)), func(o layout.Pos) bool { return o.Col == at.Col }) {
			within++
		}
	}
	items := slices.Sorted(maps.Values(found)) // a list of projects names the department in line after line
	if len(slices.Compact(items)) < 2 || len(found) < within {
		return b.itemsByWords(p)
	}
	for _, at := range strange {
		if name := strings.Join(labelsOf(p.form, at), ""); unsure[at] != nil {
			b.leave(p.form.Name, at, "“%s”是“%s”里的哪一项分不清，范例里它们的数一样，没有写标签", name, strings.Join(unsure[at], "”“"))
		} else {
			b.leave(p.form.Name, at, "“%s”这里的数录入里没有，没有写标签", name)
		}
	}
	cells = slices.DeleteFunc(cells, func(at layout.Pos) bool { // a column in which the example says nothing is of something else
		return found[at] == "" && !slices.ContainsFunc(slices.Collect(maps.Keys(found)), func(o layout.Pos) bool { return o.Col == at.Col })
	})
	for _, at := range cells {
		if item := found[at]; item != "" {
			p.plan.Set(at, "{{"+item+numeric[at.Col]+"}}")
		} else {
			p.plan.Set(at, "{{"+blank[at]+numeric[at.Col]+"}}")
			b.look(p.form.Name, at, "“%s”范例里是空的，照文字写了标签", blank[at])
		}
	}
	return true
}

// unitOfOne says whether the unit of money stands in the header of one column, such as 价值（金额单位：万元）
// beside 数量, or is that of 价值 beside 数量 all the same, or each line has a unit of its own: then it is not the table's.
func unitOfOne(t *layout.Table) bool {
	n, others, counted, worth := 0, 0, false, false
	for col := 1; col <= t.Last.Col; col++ {
		head := t.Lowest(col)
		counted, worth = counted || layout.Bare(head) == "数量", worth || worthHead.MatchString(head)
		switch {
		case strings.Contains(head, "计量单位"):
			return true
		case strings.Contains(head, "元"):
			n++
		case head != "":
			others++
		}
	}
	return n == 1 && others > 1 || counted && worth
}

// worthHead is the header of what things are worth, beside how many there are.
var worthHead = pattern.Of(`价值|金额|原值|净值`)

// itemsByWords binds such a table where no figure says anything: most of its blank cells stand beside the
// whole name of an item that the ledger has nothing of.
func (b *binder) itemsByWords(p *pair) bool {
	const fewest = 4
	var cells []layout.Pos
	found, blank := map[layout.Pos]string{}, 0
	for row := p.form.Body[0]; row <= p.form.Body[1]; row++ {
		for col := 1; col <= p.form.Last.Col; col++ {
			at := layout.At(col, row)
			labels := labelsOf(p.form, at)
			if !p.form.Own(at) || p.form.Cells[at].Formula || p.form.Cells[at].Text != "" || len(labels) == 0 {
				continue
			}
			blank++
			for _, item := range b.Whole.Pack.Input.Info {
				if item.Kind != pack.Amount && (b.Example == nil || b.Whole.Ledger.Info[item.Name] == "") && strings.Contains(labels[0], item.Name) && len(item.Name) > len(found[at]) {
					found[at] = item.Name
				}
			}
			if found[at] != "" {
				cells = append(cells, at)
			}
		}
	}
	if len(found) < fewest || 2*len(found) <= blank {
		return false
	}
	for _, at := range cells {
		as := "|" + tags.AsNumber
		if layout.CodeWords.MatchString(found[at]) {
			as = ""
		}
		p.plan.Set(at, "{{"+found[at]+as+"}}")
	}
	for _, block := range p.like.Blocks {
		for _, col := range block.Figures {
			b.opened(p.like, col)
		}
	}
	b.look(p.form.Name, p.form.Title, "照表上的文字写了“基本信息”里几项的标签，没有核对过")
	return true
}

// telling is how many signs a figure has that is an item of 基本信息 by no chance: a letter in common is enough then,
// of 房屋 and 办公用房面积.
const telling = 4

// itemSaying is the item of 基本信息 that says what stands beside some labels and is called most like
// one of them; of figures that others say too, such as 0, and of a blank it must be all but called so. equal are
// others that say it and are called as much like it.
func (b *binder) itemSaying(labels []string, said string) (best string, equal []string) {
	const alike, sure = 0.3, 0.6
	score, others := 0.0, 0
	for _, item := range b.Whole.Pack.Input.Info {
		if is := layout.Tight(b.Whole.Ledger.Info[item.Name]); item.Kind == pack.Amount || !sameFigure(is, said) && !(said == "" && is == "0") {
			continue
		}
		others++
		like := 0.0
		for _, label := range labels {
			like = max(like, nearest.Likeness(label, item.Name))
			if strings.Contains(item.Name, label) || strings.Contains(label, item.Name) {
				like = max(like, sure)
			}
		}
		switch {
		case like > score:
			best, score, equal = item.Name, like, nil
		case like == score && like > 0 && said != "":
			equal = append(equal, item.Name)
		}
	}
	if score >= sure || score >= alike && others == 1 && said != "" || score > 0 && others == 1 && len(said) >= telling && layout.AllDigits(strings.ReplaceAll(said, ".", "")) {
		return best, equal
	}
	return "", nil
}

// sameFigure says whether two texts are the same, or the same number: 3126.50 in the input workbook is 3126.5 in a cell.
func sameFigure(a, b string) bool {
	if a == b {
		return true
	}
	x, err := decimal.NewFromString(a)
	y, other := decimal.NewFromString(b)
	return err == nil && other == nil && x.Equal(y)
}

// among begins the label of a part of what stands above it.
var among = pattern.Of(`^其中[:：]?`)

// labelsOf are the texts that say what a cell of a table holds, without numbering and what stands in
// brackets: the nearest on its left that is no measure, but not beyond a column with the same headers, which has labels
// of its own; else its headers. Of 车辆合计 it is 车辆.
func labelsOf(t *layout.Table, at layout.Pos) (labels []string) {
	add := func(text string) {
		text = strings.TrimPrefix(layout.Brackets.ReplaceAllString(among.ReplaceAllString(layout.Bare(among.ReplaceAllString(text, "")), ""), ""), "单位价值")
		if text = layout.Totals.ReplaceAllString(text, ""); text != "" {
			labels = append(labels, text)
		}
	}
	for col := at.Col - 1; col >= 1 && len(labels) == 0; col-- {
		if head := t.Headed(at.Col); head != "" && t.Headed(col) == head {
			break
		}
		if text := t.Says(layout.At(col, at.Row)); text != "" && !layout.Measures.MatchString(text) {
			add(text)
		}
	}
	if len(labels) == 0 {
		for _, head := range t.Heads(at.Col) {
			add(head)
		}
	}
	return labels
}
