package bind

import (
	"bytes"
	"strings"

	"ysgk/internal/money"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

// itemTable binds a table that prints items of 基本信息 beside their names, such as how many
// vehicles there are: all that the example has beside the form's texts must be one. It says whether
// the table is such a one.
func (b *binder) itemTable(p *pair) bool {
	if b.Example == nil || p.lacking || p.form.unit != (money.Unit{}) || p.like.unit != (money.Unit{}) {
		return false // a table of money is made of the items of the budget
	}
	down := p.form.head[1] - p.like.head[1]
	filled := bytes.Equal(b.Form, b.Example) // what the form shows is the example's
	found, blank := map[pos]string{}, map[pos]string{}
	for row := p.like.body[0]; row <= p.like.body[1]; row++ {
		for col := 2; col <= p.like.last.col; col++ {
			at, to := pos{col, row}, pos{col, row + down}
			label, now := labelBeside(p.form.sheet, to), p.form.cells[to]
			if !p.form.own(to) || now.formula || now.text != "" && !(filled && now.numeric && label != "") {
				continue
			}
			said := tight(p.like.cells[at].text)
			item := b.itemSaying(label, said)
			switch {
			case said != "" && item == "":
				return false
			case said != "":
				found[to] = item
			case item != "":
				blank[to] = item
			}
		}
	}
	if len(found) < 2 {
		return false
	}
	for row := p.form.body[0]; row <= p.form.body[1]; row++ {
		for col := 2; col <= p.form.last.col; col++ {
			at := pos{col, row}
			if item := found[at]; item != "" {
				p.plan.set(at, "{{"+item+"}}")
			} else if item := blank[at]; item != "" {
				p.plan.set(at, "{{"+item+"}}")
				b.look(p.form.name, at, "“%s”范例里是空的，照文字写了标签", labelBeside(p.form.sheet, at))
			}
		}
	}
	return true
}

// itemSaying is the item of 基本信息 that says what stands beside a label and is called most alike;
// of figures that others say too, such as 0, and of a blank it must be all but called so.
func (b *binder) itemSaying(label, said string) string {
	const alike, sure = 0.3, 0.6
	best, score, others := "", 0.0, 0
	for _, item := range b.Whole.Pack.Input.Info {
		if item.Kind == pack.Amount || tight(b.Whole.Ledger.Info[item.Name]) != said {
			continue
		}
		others++
		like := nearest.Likeness(label, item.Name)
		if strings.Contains(item.Name, label) || strings.Contains(label, item.Name) {
			like = max(like, sure)
		}
		if like > score {
			best, score = item.Name, like
		}
	}
	if score >= sure || score >= alike && others == 1 && said != "" {
		return best
	}
	return ""
}

// among begins the label of a part of what stands above it.
var among = pattern.Of(`^其中[:：]?`)

// labelBeside is the nearest text on the left of a cell, without numbering.
func labelBeside(s *sheet, at pos) string {
	for col := at.col - 1; col >= 1; col-- {
		if text := s.says(pos{col, at.row}); text != "" {
			return among.ReplaceAllString(bare(among.ReplaceAllString(text, "")), "")
		}
	}
	return ""
}
