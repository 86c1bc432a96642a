package bind

import (
	"cmp"
	"slices"
	"strings"

	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/pivot"
)

// wordCard binds a sheet of the form that is a card for each record by its words alone: beside a
// label that names a column of the input sheet stands what it holds. It says whether the sheet is
// such a one, of which few of the words would do: the key and some more.
func (b *binder) wordCard(form *sheet) bool {
	const fewest = 4
	for _, v := range b.recordViews() {
		if b.perRecord[v.Name] != "" {
			continue
		}
		c := &wordCard{binder: b, form: form, view: v.View, def: v.def, found: map[pos]string{}}
		from, to, own, tags := c.list()
		for row := 1; row <= form.last.row; row++ {
			for col := 1; col <= form.last.col && (row < from || row >= to); col++ {
				c.cell(pos{col, row})
			}
		}
		if len(c.found) < fewest || !c.has(v.def.Rows[0].By[0]) {
			continue
		}
		plan := b.planOf(form)
		b.perRecord[v.Name], b.fields, b.views.used[v.Name] = form.name, map[pos]string{}, true
		plan.renamed = "{{" + v.Name + "." + v.def.Rows[0].By[0] + "}}"
		for row := 1; row <= form.last.row; row++ {
			for col := 1; col <= form.last.col; col++ {
				if name := c.found[pos{col, row}]; name != "" {
					b.recordTag(plan, pos{col, row}, c.form.cells[pos{col, row}].text, name, v.View, false)
				}
			}
		}
		if own.View != nil {
			c.writeList(plan, from, to, own, tags)
		}
		c.tellOpen(from, to)
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

// tellOpen tells the blank cells beside or below a label that names no column.
func (c *wordCard) tellOpen(from, to int) {
	for row := 1; row <= c.form.last.row; row++ {
		for col := 1; col <= c.form.last.col && (row < from || row >= to); col++ {
			at := pos{col, row}
			if !c.form.own(at) || c.form.cells[at].text != "" || c.found[at] != "" {
				continue
			}
			label := c.form.says(pos{col - 1, row})
			if label == "" {
				label = c.form.says(pos{col, row - 1})
			}
			if label != "" && c.called(label) == "" {
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
// by the headers above them, of which each side of the view has its own.
func (c *wordCard) list() (from, to int, own owning, tags map[int]string) {
	for _, o := range c.owns(c.form, c.view) {
		for row := 1; row < c.form.last.row; row++ {
			if found := c.headers(row, o); found != nil && len(found) > len(tags) && c.printsOutline(row+1, found) == (o.def.Rows[1].Outline != "") {
				from, own, tags = row+1, o, found
			}
		}
	}
	if own.View == nil {
		return 0, 0, own, nil
	}
	for to = from; to <= c.form.last.row && c.listed(to, tags); to++ {
	}
	return from, to, own, tags
}

// printsOutline says whether the lines of a list say what they are for: 产出指标, 数量指标.
func (c *wordCard) printsOutline(row int, tags map[int]string) bool {
	return slices.ContainsFunc(c.form.texts(row), func(at pos) bool { return tags[at.col] != "" && c.inOutline(c.form.says(at)) })
}

// inOutline says whether an outline has a text.
func (c *wordCard) inOutline(text string) bool {
	return slices.ContainsFunc(c.Pack.Outlines, func(o pack.Outline) bool {
		return slices.ContainsFunc(o.Rows, func(line []string) bool {
			return slices.ContainsFunc(line, func(kind string) bool { return sameKind(kind, text) })
		})
	})
}

// headers are the columns that a row of headers gives to a view of what belongs to records; nil if it
// does not name all that each line has.
func (c *wordCard) headers(row int, o owning) map[int]string {
	out, times := map[int]string{}, map[string]int{}
	for _, at := range c.form.texts(row) {
		head := bare(c.form.says(at))
		if slices.Contains(o.def.Rows[1].By, head) {
			out[at.col] = head
			continue
		}
		for n, side := range o.def.Sides {
			for _, f := range side.Carried {
				if head == side.Name+f || head == f && times[f] == n {
					out[at.col] = side.Name + f
				}
			}
		}
		times[head]++
	}
	for _, side := range o.def.Sides {
		for _, f := range side.Carried {
			if !slices.ContainsFunc(c.form.texts(row), func(at pos) bool { return out[at.col] == side.Name+f }) {
				return nil
			}
		}
	}
	return out
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
func (c *wordCard) writeList(plan *plan, from, to int, own owning, tags map[int]string) {
	name := c.views.of(own)
	plan.oneRow(from, to)
	for col := 1; col <= c.form.last.col; col++ {
		tag := tags[col]
		if tag == "" {
			continue // nothing, or what stands beside all lines
		}
		if slices.Contains(own.def.Rows[1].By, tag) {
			tag += "|合并"
		}
		plan.set(pos{col, from}, "{{"+name+"."+tag+"}}")
	}
}
