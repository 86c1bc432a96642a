package bind

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/pivot"
)

// wordCard binds a sheet of the form that is a card for each record by its words alone: beside a
// label that names a column of the input sheet stands what it holds. It says whether the sheet is
// such a one. Of sheets that are the same card one stays.
func (b *binder) wordCard(form *sheet) bool {
	for _, v := range b.recordViews() {
		c := b.cardByWords(form, v)
		if c == nil {
			continue
		}
		if first := b.perRecord[v.Name]; first != "" {
			same := func(p *plan) bool {
				return p.sheet.name == first && maps.EqualFunc(p.sheet.labels(), form.labels(), slices.Equal)
			}
			if !slices.ContainsFunc(b.plans, same) {
				continue
			}
			b.planOf(form).removed = true
			b.copies[first] = append(b.copies[first], form.name)
			return true
		}
		plan := b.planOf(form)
		b.perRecord[v.Name], b.fields, b.views.used[v.Name] = form.name, map[pos]string{}, true
		for row := 1; row <= form.last.row; row++ {
			for col := 1; col <= form.last.col; col++ {
				if name := c.found[pos{col, row}]; name != "" {
					b.recordTag(plan, pos{col, row}, c.form.cells[pos{col, row}].text, name, v.View, false)
				}
			}
		}
		if c.own.View != nil {
			c.writeList(plan)
		}
		c.tellOpen()
		if d := b.decks[form.name]; d != nil {
			plan.stack = &stack{v.Name, d.from, d.starts[1] - 1}
			b.result.Tables = append(b.result.Tables, Published{Sheet: form.name, Name: heading(form)})
			b.look(form.name, pos{}, "表上有几张一样的，照第一张写了标签，每条记录一张，一张接一张，没有核对过")
			return true
		}
		plan.renamed = "{{" + v.Name + "." + v.def.Rows[0].By[0] + "}}"
		b.look(form.name, pos{}, "每条记录一张，照表上的文字写了标签，没有核对过；工作表的名字在模板里改成了 %s", plan.renamed)
		return true
	}
	return false
}

// wordCard is a card that is bound by its words.
type wordCard struct {
	*binder
	form  *sheet
	view  *pivot.View
	def   *pack.View
	found map[pos]string // what cells show

	from, to int    // the rows of the list of what belongs to the record
	own      owning // of no view without one
	tags     map[int]string
	kinds    int // its lines that say what they are for
}

// cardByWords is what a sheet shows of a record by its words, nil of one of which few of the words would
// do: the key and some more.
func (b *binder) cardByWords(form *sheet, v recordView) *wordCard {
	const fewest = 4
	c := &wordCard{binder: b, form: form, view: v.View, def: v.def, found: map[pos]string{}}
	c.list()
	for row := 1; row <= form.last.row; row++ {
		for col := 1; col <= form.last.col && (row < c.from || row >= c.to); col++ {
			c.cell(pos{col, row})
		}
	}
	if len(c.found) < fewest || !c.has(v.def.Rows[0].By[0]) {
		return nil
	}
	return c
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
func (c *wordCard) cell(at pos) {
	if !c.form.own(at) {
		return
	}
	if said := c.form.says(at); said != "" {
		next := pos{at.col + 1, at.row}
		if r, merged := c.form.whole[at]; merged {
			next.col = r.Col2 + 1
		}
		beside := next.col <= c.form.last.col && c.form.cells[next].text == ""
		if name := c.called(said); strings.HasSuffix(said, ":") && name != "" && !beside && !slices.Contains(c.view.Columns, name) {
			c.found[at] = name
		}
		return
	}
	if c.form.cells[at].text != "" || c.form.cells[at].formula {
		return
	}
	left, above, beside, taken := "", "", "", false
	for col := at.col - 1; col >= 1 && left == ""; col-- {
		name := c.found[pos{col, at.row}]
		taken = taken || name != "" // what the label announces stands there
		if beside == "" && slices.Contains(c.view.Columns, name) {
			beside = name
		}
		left = c.form.says(pos{col, at.row})
	}
	for row := at.row - 1; row >= 1 && above == ""; row-- {
		if name := c.found[pos{at.col, row}]; slices.Contains(c.view.Columns, name) {
			above = name
		} else if c.form.cells[pos{at.col, row}].text != "" {
			break
		}
	}
	over := c.form.says(pos{at.col, at.row - 1})
	start := commonStart(above, c.view.Columns)
	headed := commonStart(beside, c.view.Columns) + piece(over) // 中央资金 above, beside 年度资金总额
	if beside == "" {
		headed = ""
	}
	for i, words := range []string{cmp.Or(headed, strings.TrimSuffix(over, "目标")+left), left, start + among.ReplaceAllString(left, ""), start + piece(left), over} {
		if name := c.called(words); name != "" && !c.has(name) && !(taken && i > 0) && !c.printedInParts(c.form, c.view, name) {
			c.found[at] = name
			return
		}
	}
}

// tellOpen tells the blank cells that wait for something and get nothing: what the label on the left
// announces, unless that stands between, or the one above.
func (c *wordCard) tellOpen() {
	for row := 1; row <= c.form.last.row; row++ {
		for col := 1; col <= c.form.last.col && (row < c.from || row >= c.to); col++ {
			at := pos{col, row}
			if !c.form.own(at) || c.form.cells[at].text != "" || c.found[at] != "" {
				continue
			}
			left := col - 1
			for ; left >= 1 && c.form.cells[pos{left, row}].text == "" && c.found[pos{left, row}] == ""; left-- {
			}
			label := c.form.says(pos{left, row})
			if left < 1 || c.found[pos{left, row}] != "" {
				label = ""
				if over := c.form.says(pos{col, row - 1}); c.called(over) == "" || !c.has(c.called(over)) {
					label = over
				}
			}
			if title := tableName.MatchString(label) || named.MatchString(label) || key(yearWords.ReplaceAllString(label, "")) == ""; label != "" && !title {
				c.leave(c.form.name, at, "“%s”照文字不知道填录入的哪一列，没有写标签", clip(label))
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
	words = unitBehind.ReplaceAllString(strings.TrimRight(bare(words), ":"), "")
	if words == "" {
		return ""
	}
	for _, name := range slices.Concat(c.def.Rows[0].By, c.def.Carried, c.view.Columns) {
		if bare(name) == words {
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
	for _, o := range c.owns(c.form, c.view) {
		for row := 1; row < c.form.last.row; row++ {
			tags := c.form.listHeads(row, o.def)
			if tags == nil || len(tags) <= len(c.tags) {
				continue
			}
			to, kinds := row+1, 0
			for ; to <= c.form.last.row && c.listed(to, tags); to++ {
				if slices.ContainsFunc(c.form.texts(to), func(at pos) bool { return tags[at.col] != "" && c.form.own(at) && c.inOutline(c.form.says(at)) }) {
					kinds++
				}
			}
			if (o.def.Rows[1].Outline != "") == (kinds > 0) {
				c.from, c.to, c.own, c.tags, c.kinds = row+1, to, o, tags, kinds
			}
		}
	}
}

// inOutline says whether an outline has a text.
func (c *wordCard) inOutline(text string) bool {
	return slices.ContainsFunc(c.Pack.Outlines, func(o pack.Outline) bool {
		return slices.ContainsFunc(o.Rows, func(line []string) bool {
			return slices.ContainsFunc(line, func(kind string) bool { return sameKind(kind, text) })
		})
	})
}

// listHeads are the columns that a row of headers gives to a view of what belongs to records; nil if it
// does not name all that each line has.
func (s *sheet) listHeads(row int, def *pack.View) map[int]string {
	out, times := map[int]string{}, map[string]int{}
	for _, at := range s.texts(row) {
		head := bare(s.says(at))
		if slices.Contains(def.Rows[1].By, head) {
			out[at.col] = head
			continue
		}
		for n, side := range def.Sides {
			for _, f := range side.Carried {
				if head == side.Name+f || head == f && times[f] == n {
					out[at.col] = side.Name + f
				}
			}
		}
		times[head]++
	}
	for _, side := range def.Sides {
		for _, f := range side.Carried {
			if !slices.Contains(slices.Collect(maps.Values(out)), side.Name+f) {
				return nil
			}
		}
	}
	return out
}

// listsOwn is the row of the headers below which a sheet lists what belongs to records, such as indicators,
// 0 of one that does not: a sheet that does is no table of money.
func (s *sheet) listsOwn(p *pack.Pack) int {
	for _, def := range p.Views {
		one := def
		for i := range def.Sides {
			one.Sides = def.Sides[i : i+1]
			for row := 1; def.Of != "" && row <= s.last.row; row++ {
				if len(s.listHeads(row, &one)) > 0 {
					return row
				}
			}
		}
	}
	return 0
}

// listed says whether a row is one of a list: nothing stands in it but what lines begin with, and what is
// merged downwards from above.
func (c *wordCard) listed(row int, tags map[int]string) bool {
	for _, at := range c.form.texts(row) {
		r, merged := c.form.whole[at]
		if said := c.form.says(at); merged && r.Row1 < row || placeholder(said) || allDigits(said) {
			continue
		}
		if tags[at.col] == "" || !c.inOutline(c.form.says(at)) {
			return c.form.own(at) && tags[at.col] == "" && merged && r.Row2 > r.Row1 && r.Row1 == row // 绩效指标 on the left of all lines
		}
	}
	return true
}

// writeList writes the tags of a list into its first row; the others go.
func (c *wordCard) writeList(plan *plan) {
	name := c.views.of(c.own)
	if o := c.Pack.Outline(c.own.def.Rows[1].Outline); o != nil && c.kinds < len(o.Rows) {
		c.look(c.form.name, pos{1, c.from}, "表上印了 %d 种指标，填好后印提纲的 %d 种，没有填的也印名称", c.kinds, len(o.Rows))
	}
	plan.oneRow(c.from, c.to)
	for col := 1; col <= c.form.last.col; col++ {
		tag := c.tags[col]
		if tag == "" {
			continue // nothing, or what stands beside all lines
		}
		if slices.Contains(c.own.def.Rows[1].By, tag) {
			tag += "|合并"
		}
		plan.set(pos{col, c.from}, "{{"+name+"."+tag+"}}")
	}
}
