package bind

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/pivot"
	"ysgk/internal/tagging"
)

// wordCard binds a sheet of the form that is a card for each record by its words alone: beside a
// label that names a column of the input sheet stands what it holds. It says whether the sheet is
// such a one. Of sheets that are the same card one stays.
// like are those of the example.
func (b *binder) wordCard(form *layout.Sheet, like []*layout.Sheet) bool {
	for _, v := range b.recordViews() {
		c := b.cardByWords(form, v, like)
		if c == nil {
			continue
		}
		if first := b.perRecord[v.Name]; first != "" {
			same := func(p *tagging.Plan) bool {
				return p.Sheet.Name == first && maps.EqualFunc(p.Sheet.Labels(), form.Labels(), slices.Equal)
			}
			if !slices.ContainsFunc(b.plans, same) {
				continue
			}
			b.planOf(form).Removed = true
			b.copies[first] = append(b.copies[first], form.Name)
			return true
		}
		plan := b.planOf(form)
		b.perRecord[v.Name], b.fields, b.views.used[v.Name] = form.Name, map[layout.Pos]string{}, true
		for row := 1; row <= form.Last.Row; row++ {
			for col := 1; col <= form.Last.Col; col++ {
				if name := c.found[layout.At(col, row)]; name != "" {
					b.recordTag(plan, layout.At(col, row), c.form.Cells[layout.At(col, row)].Text, name, v.View, "")
				}
			}
		}
		if c.own.View != nil {
			c.writeList(plan)
		}
		c.tellOpen()
		var cards []sheetOf
		for _, e := range like {
			cards = append(cards, sheetOf{Sheet: e.Onto(form)})
		}
		b.saysInCommon(form, cards, ownLists{{from: c.from, to: c.to}})
		if d := b.decks[form.Name]; d != nil {
			plan.Stack = &tagging.Stack{List: v.Name, From: d.From, To: d.Starts[1] - 1}
			b.result.Tables = append(b.result.Tables, Published{Sheet: form.Name, Name: heading(form)})
			b.look(form.Name, layout.Pos{}, "表上有几张一样的，照第一张写了标签，每条记录一张，一张接一张，没有核对过")
			return true
		}
		if i := slices.IndexFunc(like, func(e *layout.Sheet) bool { return e.Deck != nil }); i >= 0 {
			d := like[i].Deck
			plan.Stack = &tagging.Stack{List: v.Name, From: d.From, To: max(d.To, c.to-1) + d.Between}
			b.result.Tables = append(b.result.Tables, Published{Sheet: form.Name, Name: heading(form)})
			b.look(form.Name, layout.Pos{}, "照表上的文字写了标签，每条记录一张，照范例一张接一张，没有核对过")
			return true
		}
		plan.Renamed = "{{" + v.Name + "." + v.def.Rows[0].By[0] + "}}"
		b.look(form.Name, layout.Pos{}, "每条记录一张，照表上的文字写了标签，没有核对过；工作表的名字在模板里改成了 %s", plan.Renamed)
		return true
	}
	return false
}

// wordCard is a card that is bound by its words.
type wordCard struct {
	*binder
	form  *layout.Sheet
	like  []*layout.Sheet // those of the example, of records that its ledger lacks
	view  *pivot.View
	def   *pack.View
	found map[layout.Pos]string // what cells show

	from, to int    // the rows of the list of what belongs to the record
	own      owning // of no view without one
	tags     map[int]string
	kinds    int // its lines that say what they are for
}

// cardByWords is what a sheet shows of a record by its words, nil of one of which few of the words would
// do: the key and some more.
func (b *binder) cardByWords(form *layout.Sheet, v recordView, like []*layout.Sheet) *wordCard {
	const fewest = 4
	c := &wordCard{binder: b, form: form, like: like, view: v.View, def: v.def, found: map[layout.Pos]string{}}
	c.list()
	for row := 1; row <= form.Last.Row; row++ {
		for col := 1; col <= form.Last.Col && (row < c.from || row >= c.to); col++ {
			c.cell(layout.At(col, row))
		}
	}
	if len(c.found) < fewest || !c.has(v.def.Rows[0].By[0]) || c.own.View == nil && c.inOneRow() {
		return nil
	}
	return c
}

// inOneRow says whether all that is found stands below headers in one row, but for what may stand above the table: a
// list has such a row for each record.
func (c *wordCard) inOneRow() bool {
	in := map[int]int{}
	for at := range c.found {
		in[at.Row]++
	}
	return slices.Max(slices.Collect(maps.Values(in))) >= len(c.found)-1
}

func (c *wordCard) has(name string) bool {
	for _, n := range c.found {
		if n == name {
			return true
		}
	}
	return false
}

// cell finds what a cell shows: a blank one what the label on its left names, or above it, a label with
// a colon and no blank cell on its right what it names itself.
func (c *wordCard) cell(at layout.Pos) {
	if !c.form.Own(at) {
		return
	}
	if said := c.form.Says(at); said != "" {
		next := layout.At(at.Col+1, at.Row)
		if r, merged := c.form.Whole[at]; merged {
			next.Col = r.Col2 + 1
		}
		beside := next.Col <= c.form.Last.Col && c.form.Cells[next].Text == ""
		if name := c.called(said); strings.HasSuffix(said, ":") && name != "" && !beside && !slices.Contains(c.view.Columns, name) {
			c.found[at] = name
		}
		return
	}
	if c.form.Cells[at].Text != "" || c.form.Cells[at].Formula {
		return
	}
	left, above, beside, taken := "", "", "", false
	for col := at.Col - 1; col >= 1 && left == ""; col-- {
		name := c.found[layout.At(col, at.Row)]
		taken = taken || name != "" // what the label announces stands there
		if beside == "" && slices.Contains(c.view.Columns, name) {
			beside = name
		}
		left = c.form.Says(layout.At(col, at.Row))
	}
	for row := at.Row - 1; row >= 1 && above == ""; row-- {
		if name := c.found[layout.At(at.Col, row)]; slices.Contains(c.view.Columns, name) {
			above = name
		} else if c.form.Cells[layout.At(at.Col, row)].Text != "" {
			break
		}
	}
	over := c.form.Says(layout.At(at.Col, at.Row-1))
	start := commonStart(above, c.view.Columns)
	headed := commonStart(beside, c.view.Columns) + piece(over) // 中央资金 above, beside 年度资金总额
	if beside == "" {
		headed = ""
	}
	for i, words := range []string{cmp.Or(headed, strings.TrimSuffix(over, "目标")+left), left, start + among.ReplaceAllString(left, ""), start + piece(left), c.sameMoney(start, left), over} {
		if name := c.called(words); name != "" && !c.has(name) && !(taken && i > 0) && !c.printedInParts(c.form, c.view, name) {
			c.found[at] = name
			return
		}
	}
}

// sameMoney is the amount of a period that a label means by other words: 财政资金 is 财政拨款. Where nothing says of
// which period, it is the one of the amounts that the card shows.
func (c *wordCard) sameMoney(start, label string) (name string) {
	said := c.words.Read(among.ReplaceAllString(label, ""))
	if said.Rest != "" || len(said.Filter) == 0 {
		return ""
	}
	for _, column := range c.view.Columns {
		period := commonStart(column, c.view.Columns)
		near := start == period
		for _, shown := range c.found {
			near = near || start == "" && slices.Contains(c.view.Columns, shown) && commonStart(shown, c.view.Columns) == period
		}
		if is := c.words.Read(strings.TrimPrefix(column, period)); near && period != "" && is.Rest == "" && meaning.Same(is.Filter, said.Filter) {
			name = column
		}
	}
	return name
}

// tellOpen tells the blank cells that wait for something and get nothing: what the label on the left
// announces, unless that stands between, or the one above.
func (c *wordCard) tellOpen() {
	for row := 1; row <= c.form.Last.Row; row++ {
		for col := 1; col <= c.form.Last.Col && (row < c.from || row >= c.to); col++ {
			at := layout.At(col, row)
			if !c.form.Own(at) || c.form.Cells[at].Text != "" || c.found[at] != "" {
				continue
			}
			left := col - 1
			for ; left >= 1 && c.form.Cells[layout.At(left, row)].Text == "" && c.found[layout.At(left, row)] == ""; left-- {
			}
			label := c.form.Says(layout.At(left, row))
			if left < 1 || c.found[layout.At(left, row)] != "" {
				label = ""
				if over := c.form.Says(layout.At(col, row-1)); c.called(over) == "" || !c.has(c.called(over)) {
					label = over
				}
			}
			if title := layout.TableName.MatchString(label) || layout.Named.MatchString(label) || layout.Key(layout.YearWords.ReplaceAllString(label, "")) == ""; label != "" && !title {
				c.leave(c.form.Name, at, "“%s”照文字不知道填录入的哪一列，没有写标签", layout.Clip(label))
			}
		}
	}
}

// piece is what a label says of an amount that is part of the one above: 中央 of 其中：中央财政资金.
func piece(label string) string {
	label = strings.TrimRight(among.ReplaceAllString(label, ""), ":")
	return strings.NewReplacer("(", "", ")", "").Replace(strings.TrimSuffix(strings.TrimSuffix(label, "资金"), "财政"))
}

// unitBehind is the unit of an amount behind its label.
var unitBehind = pattern.Of(`[(]?[十百千万亿]*元[)]?$`)

// called is the field or amount of the records that words name, by its name or another one that
// the input sheet knows.
func (c *wordCard) called(words string) string {
	words = unitBehind.ReplaceAllString(strings.TrimRight(layout.Bare(words), ":"), "")
	if words == "" {
		return ""
	}
	for _, name := range slices.Concat(c.def.Rows[0].By, c.def.Carried, c.view.Columns) {
		if layout.Bare(name) == words {
			return name
		}
		for _, source := range c.def.Sources {
			if col := c.Pack.Input.Sheet(source).Column(name); col != nil && slices.Contains(col.Aliases, words) {
				return name
			}
		}
	}
	return ""
}

// list finds the rows that list what belongs to the record, [from, to), and what their columns show:
// by the headers above them, of which each side of the view has its own. Lines that say what they are
// for, 产出指标 and 数量指标, are those of the outline.
func (c *wordCard) list() {
	for _, o := range c.owns(c.form, c.view, c.like...) {
		for row := 1; row < c.form.Last.Row; row++ {
			tags := meaning.ListHeads(c.form, row, o.def, c.Pack)
			if tags == nil || len(tags) <= len(c.tags) {
				continue
			}
			to, kinds := row+1, 0
			for ; to <= c.form.Last.Row && c.listed(to, tags); to++ {
				if slices.ContainsFunc(c.form.Texts(to), func(at layout.Pos) bool { return tags[at.Col] != "" && c.form.Own(at) && c.inOutline(c.form.Says(at)) }) {
					kinds++
				}
			}
			if (o.def.Rows[1].Outline != "") == c.printsAll(kinds, o) {
				c.from, c.to, c.own, c.tags, c.kinds = row+1, to, o, tags, kinds
			}
		}
	}
}

// printsAll says whether the lines of a card are all those of an outline, filled or not: those of the form say
// what they are for, and no card of the example leaves out what is not filled.
func (c *wordCard) printsAll(kinds int, o owning) bool {
	return kinds > 0 && !slices.ContainsFunc(c.like, func(e *layout.Sheet) bool { return c.filledAlone(e, o) })
}

// filledAlone says whether a card lists fewer lines than an outline has, each with what belongs to it.
func (c *wordCard) filledAlone(e *layout.Sheet, o owning) bool {
	for row := 1; row < e.Last.Row; row++ {
		heads := meaning.ListHeads(e, row, o.def, c.Pack)
		if heads == nil {
			continue
		}
		lines, filled := 0, 0
		for r := row + 1; r <= e.Last.Row; r++ {
			kind, own := false, false
			for col, name := range heads {
				said := e.Says(layout.At(col, r))
				of := slices.Contains(o.def.Rows[1].By, name)
				kind, own = kind || of && c.inOutline(said), own || !of && said != ""
			}
			if !kind {
				break
			}
			if lines++; own {
				filled++
			}
		}
		return lines > 0 && filled == lines && !slices.ContainsFunc(c.Pack.Outlines, func(of pack.Outline) bool { return len(of.Rows) <= lines })
	}
	return false
}

// inOutline says whether an outline has a text.
func (b *binder) inOutline(text string) bool {
	return slices.ContainsFunc(b.Pack.Outlines, func(o pack.Outline) bool {
		return slices.ContainsFunc(o.Rows, func(line []string) bool {
			return slices.ContainsFunc(line, func(kind string) bool { return sameKind(kind, text) })
		})
	})
}

// listed says whether a row is one of a list: nothing stands in it but what lines begin with, and what is
// merged downwards from above.
func (c *wordCard) listed(row int, tags map[int]string) bool {
	for _, at := range c.form.Texts(row) {
		r, merged := c.form.Whole[at]
		if said := c.form.Says(at); merged && r.Row1 < row || layout.Placeholder(said) || layout.AllDigits(said) {
			continue
		}
		if tags[at.Col] == "" || !c.inOutline(c.form.Says(at)) {
			return c.form.Own(at) && tags[at.Col] == "" && merged && r.Row2 > r.Row1 && r.Row1 == row // 绩效指标 on the left of all lines
		}
	}
	return true
}

// writeList writes the tags of a list into its first row; the others go.
func (c *wordCard) writeList(plan *tagging.Plan) {
	name := c.views.of(c.own)
	if o := c.Pack.Outline(c.own.def.Rows[1].Outline); o != nil && c.kinds < len(o.Rows) {
		c.look(c.form.Name, layout.At(1, c.from), "表上印了 %d 种指标，填好后印提纲的 %d 种，没有填的也印名称", c.kinds, len(o.Rows))
	} else if o == nil && c.kinds > 0 {
		c.look(c.form.Name, layout.At(1, c.from), "表上印了 %d 种指标，填好后照范例只印填了的", c.kinds)
	}
	plan.OneRow(c.from, c.to)
	for col := 1; col <= c.form.Last.Col; col++ {
		tag := c.tags[col]
		if tag == "" {
			continue // nothing, or what stands beside all lines
		}
		if slices.Contains(c.own.def.Rows[1].By, tag) {
			tag += "|合并"
		}
		plan.Set(layout.At(col, c.from), "{{"+name+"."+tag+"}}")
	}
}
