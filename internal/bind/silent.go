package bind

import (
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/tagging"
)

// tellSilent tells of all that stays blank in the columns of figures of a table that words alone bind and of
// which nothing is told yet, whatever the reason: after it each cell for a figure has something in it, is
// told, or goes with its row.
func (b *binder) tellSilent(p *pair) {
	if p.records || b.Example != nil && !p.lacking {
		return // the figures of the example have judged it
	}
	for _, block := range p.form.Blocks {
		b.tellBlankRows(p, block)
		b.tellBlankCells(p, block)
	}
}

// stays says whether a row stays as it is: no list takes it, and it is not dropped.
func (p *pair) stays(row int) bool { return !p.plan.Dropped(row) && !p.plan.Goes(row) }

// blank says whether nothing will stand in a cell for a figure.
func (p *pair) blank(at layout.Pos) bool {
	return p.form.Own(at) && !p.form.Cells[at].Formula && p.plan.Text(at, p.form.Says(at)) == ""
}

// labelled says whether a row names something of a block.
func (p *pair) labelled(block *layout.Block, row int) bool {
	return slices.ContainsFunc(block.Labels, func(col int) bool { return p.form.Says(layout.At(col, row)) != "" || p.plan.Has(layout.At(col, row)) })
}

// untold are the columns of figures in which cells of a row stay blank though nothing is told of them.
func (b *binder) untold(p *pair, block *layout.Block, row int) (cols []int) {
	if !p.stays(row) {
		return nil
	}
	for _, col := range block.Figures {
		if at := layout.At(col, row); p.blank(at) && !b.toldOf(p, block, at) {
			cols = append(cols, col)
		}
	}
	return cols
}

// toldOf says whether something is told of a cell, its line or its column, or of all of the table.
func (b *binder) toldOf(p *pair, block *layout.Block, at layout.Pos) bool {
	t, head := p.form, p.form.Lowest(at.Col)
	if slices.Contains(b.absent, head) {
		return true
	}
	var labels []string
	for _, col := range block.Labels {
		if said := layout.Unnumbered(t.Says(layout.At(col, at.Row))); said != "" {
			labels = append(labels, said)
		}
	}
	return slices.ContainsFunc(b.result.Left, func(e tagging.Entry) bool {
		to := layout.ParseCell(e.Place.Cell)
		names := func(word string) bool { return word != "" && strings.Contains(e.Text, "“"+word) }
		switch {
		case e.Place.Sheet == "":
			return slices.ContainsFunc(labels, names)
		case e.Place.Sheet != t.Name:
			return false
		case to.Row == 0, to == at, e.Kind == tagging.Open && to.Row == t.Title.Row:
			return true
		case to.Row == at.Row && (slices.Contains(block.Labels, to.Col) || strings.Contains(e.Text, "这一行")):
			return true
		case strings.Contains(e.Text, "这一列") || strings.Contains(e.Text, "这几列"):
			some := strings.Contains(e.Text, "格没有写标签") // of its lines, not of blank rows
			return (to.Col == at.Col || names(head) || names(t.Headed(at.Col))) && (len(labels) > 0 || !some)
		}
		return slices.ContainsFunc(labels, names)
	})
}

// tellBlankRows tells of the rows between the lines of a block that name nothing: between 一、本年支出 and
// 二、结转下年 the classes are to stand, or what else nobody knows. Above a total a side of several lines may be
// shorter than the other one.
func (b *binder) tellBlankRows(p *pair, block *layout.Block) {
	t, above, lines := p.form, 0, 0
	for from := t.Body[0]; from <= t.Body[1]; from++ {
		if p.labelled(block, from) || len(b.untold(p, block, from)) == 0 {
			if p.labelled(block, from) {
				above = from
				lines++
			}
			continue
		}
		to := from
		for to < t.Body[1] && !p.labelled(block, to+1) && p.stays(to+1) {
			to++
		}
		if closes := to == t.Body[1] || t.LabelTotal(block, to+1); len(t.Blocks) > 1 && lines > 1 && closes {
			from = to
			continue
		}
		col := block.Figures[0]
		if len(block.Labels) > 0 {
			col = block.Labels[0]
		}
		what := "表头"
		if above > 0 {
			what = "“" + p.lineName(block, above) + "”"
		}
		until := ""
		if to > from {
			until = fmt.Sprintf("（到第 %d 行）", to)
		}
		b.leave(t.Name, layout.At(col, from), "%s下面的空行没有写标签%s，看不出要列什么", what, until)
		from = to
	}
}

// tellBlankCells tells of what stays blank in lines that name something.
func (b *binder) tellBlankCells(p *pair, block *layout.Block) {
	t := p.form
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		if !p.labelled(block, row) {
			continue
		}
		cols := b.untold(p, block, row)
		if len(cols) == len(block.Figures) && len(cols) > 1 {
			b.leave(t.Name, layout.At(cols[0], row), "“%s”这一行没有写标签", p.lineName(block, row))
			continue
		}
		for _, col := range cols {
			b.leave(t.Name, layout.At(col, row), "“%s”的“%s”没有写标签", p.lineName(block, row), t.Headed(col))
		}
	}
}

// lineName is what a line of a block is called: 货物/小计.
func (p *pair) lineName(block *layout.Block, row int) string {
	var said []string
	for _, col := range block.Labels {
		if text := p.form.Says(layout.At(col, row)); text != "" && !layout.AllDigits(text) {
			said = append(said, layout.Clip(text))
		}
	}
	return strings.Join(said, "/")
}
