package bind

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/tagging"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// habit counts where an example says 0 of what is none, and where it says nothing.
type habit struct{ zeros, blanks int }

func (h *habit) add(o habit) { h.zeros, h.blanks = h.zeros+o.zeros, h.blanks+o.blanks }

// says is whether a form prints 0, if it shows that at all.
func (h habit) says() (prints, shown bool) { return h.zeros > h.blanks, h.zeros+h.blanks > 0 }

// asPrinted has amounts printed as the example prints them: not as per cents; and those of none as 0 where it does so,
// column by column: one that never has none is as its table is, a table as most of the book. Sums by formulas are 0
// everywhere and say nothing of amounts.
func (b *binder) asPrinted(pairs []*pair) {
	if b.Example == nil {
		return
	}
	b.formatsOfCards(pairs)
	columns, from := map[*pair]map[int]habit{}, map[*pair]map[int]int{} // by column of the form: its habit, and its column of the example
	var book habit
	for _, p := range pairs {
		columns[p], from[p] = map[int]habit{}, map[int]int{}
		if p.lacking {
			continue
		}
		for i, block := range p.like.Blocks {
			for k, col := range block.Figures {
				to := p.columnsByHead()[col]
				if i < len(p.form.Blocks) && len(p.form.Blocks[i].Figures) == len(block.Figures) {
					to = p.form.Blocks[i].Figures[k]
				}
				h := habitOf(p.like, col, p.leftOpen(to))
				book.add(h)
				columns[p][to], from[p][to] = h, col
			}
		}
	}
	for _, p := range pairs {
		b.formatsLike(p, from[p])
		var table habit
		told := map[int]bool{}
		for _, h := range columns[p] {
			table.add(h)
		}
		for i := range p.plan.Puts {
			x := &p.plan.Puts[i]
			if x.Row < p.form.From || x.Row > max(p.form.To, p.form.BlankTo()) || !b.amountAlone(x) {
				continue
			}
			if places, rate := p.like.RateShown(from[p][x.Col]); places >= 0 && rate == "" && p.form.Percent(layout.At(x.Col, x.Row)) {
				x.Format = plainAmount
				if !told[x.Col] {
					b.look(p.form.Name, layout.At(x.Col, x.Row), "官方表这一列是百分数的格式，范例里不是，改成了 %s", plainAmount)
				}
				told[x.Col] = true
			}
			if prints, _ := firstSaid(columns[p][x.Col], table, book); prints {
				x.Text = x.Text[:len(x.Text)-len("}}")] + "|印零}}"
			}
		}
		b.formulasAsPrinted(p, from[p], func(col int) []habit { return []habit{columns[p][col], table, book} })
	}
}

// firstSaid is what the first of some habits says that says anything.
func firstSaid(habits ...habit) (prints, shown bool) {
	for _, h := range habits {
		if prints, shown = h.says(); shown {
			return prints, true
		}
	}
	return false, false
}

// formatsLike gives amounts that the form shows with as many decimals as they happen to have, 15.4 beside 0.95, the number format
// in which all of the example's column are shown.
func (b *binder) formatsLike(p *pair, from map[int]int) {
	if p.form.Unit != p.like.Unit {
		return
	}
	var cells, formats []string
	var at layout.Pos
	for _, to := range slices.Sorted(maps.Keys(from)) {
		format := p.like.AmountFormat(from[to])
		if format == "" {
			continue
		}
		first := layout.Pos{}
		open := func(at layout.Pos) bool {
			if at.Col != to || at.Row < p.form.From || p.form.Fixed(at) || p.form.Percent(at) {
				return false
			}
			if first.Row == 0 || at.Row < first.Row {
				first = at
			}
			return true
		}
		for i := range p.plan.Puts {
			x := &p.plan.Puts[i]
			if x.Row <= max(p.form.To, p.form.BlankTo()) && x.Format == "" && (b.amountAlone(x) || strings.HasPrefix(x.Text, "=")) && open(layout.At(x.Col, x.Row)) {
				x.Format = format
			}
		}
		for row := p.form.Body[0]; row <= p.form.Body[1]; row++ {
			if at := layout.At(to, row); p.form.Cells[at].Formula && !p.plan.Has(at) && open(at) {
				p.plan.Formula(at, func(c *xlsxedit.Change) { c.Format = format })
			}
		}
		if first.Row > 0 {
			if len(cells) == 0 {
				at = first
			}
			cells = append(cells, layout.CellName(first))
			if !slices.Contains(formats, format) {
				formats = append(formats, format)
			}
		}
	}
	if len(cells) > 0 {
		b.settled(p.form.Name, at, "官方表没有定印几位小数，照范例的格式 "+strings.Join(formats, "、"), "官方表没有定印几位小数的列（%s 起），照范例的格式 %s", strings.Join(cells, "、"), strings.Join(formats, "、"))
	}
}

// formatsOfCards does so for amounts that stand on no table: on cards of projects and of the department. What the example
// shows without a number format, in a unit in which amounts have more decimals than two, gets those that it has at most.
func (b *binder) formatsOfCards(pairs []*pair) {
	for _, plan := range b.plans {
		form := plan.Sheet
		tabled := func(row int) bool {
			return slices.ContainsFunc(pairs, func(p *pair) bool {
				return p.plan == plan && p.form.From <= row && row <= max(p.form.To, p.form.BlankTo())
			})
		}
		examples := b.calledLike(form, b.examples)
		format, bare := layout.AmountsShown(examples)
		first := ""
		for i := range plan.Puts {
			x := &plan.Puts[i]
			at, t := layout.At(x.Col, x.Row), b.amountTag(x)
			if t == nil || x.Format != "" || form.Fixed(at) || form.Percent(at) || tabled(x.Row) {
				continue
			}
			unit := b.usual
			for _, m := range t.Modifiers {
				if u, ok := b.Pack.Units.Named(m); ok {
					unit = u
				}
			}
			switch {
			case format != "":
				x.Format = format
			case bare && unit.Power > 0:
				x.Format = "0." + strings.Repeat("0", int(layout.DecimalsShown(examples...)))
			default:
				continue
			}
			if first == "" {
				first = x.Format
				b.settled(form.Name, at, "官方表没有定印几位小数，照范例的格式 "+first, "官方表没有定印几位小数的格（%s 起），照范例写成格式 %s", layout.CellName(at), first)
			}
		}
	}
}

// plainAmount is the number format of an amount.
const plainAmount = "#,##0.00"

// zeroed is a line or column of money that no ledger can have, which prints 0 as the example does.
type zeroed struct {
	at   layout.Pos
	name string
}

// zero notes that a cell, or all of a column from it on, says 0 whatever the ledger has.
func (b *binder) zero(sheet string, at layout.Pos, name string) {
	if b.zeros == nil {
		b.zeros = map[string][]zeroed{}
	}
	b.zeros[sheet] = append(b.zeros[sheet], zeroed{at, name[strings.LastIndex(name, "/")+1:]})
}

// tellZeros tells of them, those of one sheet together.
func (b *binder) tellZeros() {
	for _, sheet := range slices.Sorted(maps.Keys(b.zeros)) {
		var names, cells []string
		for _, z := range b.zeros[sheet] {
			if !slices.Contains(names, z.name) {
				names = append(names, z.name)
			}
			cells = append(cells, layout.CellName(z.at))
		}
		b.look(sheet, b.zeros[sheet][0].at, "“%s”这样的钱录入里分不出来，照范例印 0（%s）。部门有的，这几格要手工填，看一看合计里有没有它", strings.Join(names, "”“"), strings.Join(cells, "、"))
	}
}

// none is what a cell says for money that no ledger can have, where the example says 0 too.
const none = "=0"

// leftOpen are the labels of the form's lines that get nothing in a column: 事业收入, of which no ledger knows, is blank
// in tables that say 0 of all that is none.
func (p *pair) leftOpen(col int) map[string]bool {
	open := map[string]bool{}
	for _, block := range p.form.Blocks {
		if !slices.Contains(block.Figures, col) {
			continue
		}
		for row := p.form.Body[0]; row <= p.form.Body[1]; row++ {
			if label := labelBeside(p.form, block, row); label != "" && !p.plan.Has(layout.At(col, row)) {
				open[label] = true
			}
		}
	}
	return open
}

// habitOf is that of a column, in lines that have a label; in a table without labels, such as one of “三公”经费 in
// one line, in those that show a figure or say 0. Blanks of some lines say nothing.
func habitOf(t *layout.Table, col int, open map[string]bool) (h habit) {
	i := slices.IndexFunc(t.Blocks, func(b *layout.Block) bool { return slices.Contains(b.Figures, col) })
	if i < 0 {
		return h
	}
	block := t.Blocks[i]
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		at := layout.At(col, row)
		c, label := t.Cells[at], labelBeside(t, block, row)
		if !t.Own(at) || c.Formula || label == "" && (len(block.Labels) > 0 || !slices.ContainsFunc(block.Figures, func(col int) bool { return t.Holds(col, row) })) {
			continue
		}
		if t.SaysNone(at) && !c.Unseen {
			h.zeros++
		} else if (c.Unseen || layout.Tight(c.Text) == "") && !open[label] {
			h.blanks++
		}
	}
	return h
}

// labelBeside is what the labels of a block say in a row.
func labelBeside(t *layout.Table, block *layout.Block, row int) string {
	i := slices.IndexFunc(block.Labels, func(col int) bool { return t.Says(t.Owner(layout.At(col, row))) != "" })
	if i < 0 {
		return ""
	}
	return t.Says(t.Owner(layout.At(block.Labels[i], row)))
}

// amountAlone says whether a cell gets one tag, of an amount, that prints nothing of none yet.
func (b *binder) amountAlone(x *tagging.Put) bool {
	t := b.amountTag(x)
	return t != nil && !slices.Contains(t.Modifiers, "印零")
}

// amountTag is the tag of an amount that stands alone in a cell, nil of anything else.
func (b *binder) amountTag(x *tagging.Put) *tags.Tag {
	parts := tags.Parse(x.Text)
	if len(parts) != 1 || parts[0].Tag == nil {
		return nil
	}
	for _, v := range slices.Concat(pointers(b.Pack.Views), b.views.made) {
		if t := parts[0].Tag; v.Name == t.List && v.Column(t.Name) != nil {
			return t
		}
	}
	return nil
}
