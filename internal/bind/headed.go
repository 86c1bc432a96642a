package bind

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/tags"
)

// headed is a list of what belongs to records, such as the indicators of projects, below lines
// for those whose they are: the unit, the project, or both.
type headed struct {
	def    *pack.View
	view   *pivot.View
	levels []int                  // that have lines, from the top down; the last is what is listed
	tags   map[int]map[int]string // by column of the example and level: the field
	once   map[int]string         // modifiers of columns that show once what several lines of the last level have
	side   string                 // which of several sides of the records' view
	parts  []string               // fields that are parts of a quantity
	others map[int]int            // lines that say something else, of columns that show such a part
	known  int
}

// headedRoster binds a table that lists what belongs to records below such lines. It says whether
// the table is such a one.
func (b *binder) headedRoster(p *pair, rows []int) bool {
	var best *headed
	var alike []string // sides that show the same
	for _, v := range b.recordViews() {
		for _, x := range b.headedLists(p.form.Sheet, v) {
			for _, levels := range x.lined() {
				if one := x.reads(p.like, rows, levels); one == nil || best != nil && one.known < best.known {
					continue
				} else if best == nil || one.known > best.known {
					best, alike = one, nil
				} else if one.side != best.side {
					alike = append(alike, one.side)
				}
			}
		}
	}
	if best == nil {
		return false
	}
	named := p.form.Sheet.Mentions(best.side)
	if slices.ContainsFunc(alike, func(side string) bool { return p.form.Sheet.Mentions(side) == named }) {
		b.look(p.form.Name, p.form.Title, "各行在范例里各期一样，表上没有写清，取%s", best.side)
	}
	b.writeHeaded(p, best)
	p.records = true
	return true
}

// headedByWords makes a list that was read from headers one below lines for the units, where a header
// names these too: 单位名称、项目名称. It says whether that is so.
func (b *binder) headedByWords(p *pair, x *roster) bool {
	several := slices.IndexFunc(columnsOf(p.like), func(col int) bool {
		t, ok := x.tags[col]
		return ok && t.view == x.of.Name && t.name == x.def.Rows[0].By[0] && b.namesSeveral(p.like.Lowest(col))
	})
	if several < 0 || x.own.View == nil || len(x.own.def.Sides) != 1 {
		return false
	}
	for _, one := range b.headedLists(p.form.Sheet, recordView{x.of, x.def}) {
		if one.side != x.own.def.Sides[0].Name {
			continue
		}
		one.levels, one.tags, one.once = []int{1, len(one.def.Rows)}, map[int]map[int]string{}, map[int]string{}
		for col, t := range x.tags {
			field := strings.TrimPrefix(t.name, one.side)
			if t.view == x.of.Name {
				field = t.name
			}
			if t.amount || t.serial() || !slices.Contains(one.view.Fields, field) {
				continue
			}
			if one.tags[col] = map[int]string{len(one.def.Rows): field}; t.merged {
				one.once[col] = printedOnce(false)
			}
		}
		one.tags[columnsOf(p.like)[several]][1] = one.def.Rows[0].By[0]
		b.writeHeaded(p, one)
		b.look(p.form.Name, p.form.Title, "照表头先列单位，再列各行，没有核对过")
		return true
	}
	return false
}

// headedLists are the lists of what belongs to the records of a view, by what names these: the
// unit, then the project. A side that the form names comes first, then the last.
func (b *binder) headedLists(form *layout.Sheet, v recordView) (out []*headed) {
	for _, whole := range b.Views {
		own := b.Pack.View(whole.Name)
		if own == nil || own.Of != v.Name || len(own.Sources) != 1 || len(own.Rows[0].By) == 0 {
			continue
		}
		sheet := b.Pack.Input.Sheet(own.Sources[0])
		sides := slices.Clone(own.Sides)
		slices.Reverse(sides)
		slices.SortStableFunc(sides, func(x, y pack.Side) int { return rank(form.Mentions(y.Name)) - rank(form.Mentions(x.Name)) })
		for _, side := range sides {
			filter := meaning.With(meaning.With(side.Filter, own.Filter), v.def.Filter)
			leaf := pack.RowDef{Level: own.Rows[1].Level, Order: "录入"}
			for _, c := range sheet.Columns {
				if text := c.Kind == pack.Choice || c.Kind == pack.Text || c.Kind == pack.CodeKey; text && filter[c.Name] == nil && !slices.Contains(own.Rows[0].By, c.Name) {
					leaf.By = append(leaf.By, c.Name)
				}
			}
			def := &pack.View{Sources: own.Sources, Filter: filter, Keep: true}
			for _, by := range slices.Backward(own.Rows[0].By) {
				def.Rows = append(def.Rows, pack.RowDef{Level: by, By: []string{by}, Order: "录入"})
			}
			def.Rows = append(def.Rows, leaf)
			parts := b.quantityParts(sheet.Name)
			def.Carried = append(def.Carried, parts...)
			for _, r := range b.Pack.Related(sheet.Name) {
				def.Carried = append(def.Carried, slices.DeleteFunc(slices.Clone(r.Fields), func(f string) bool { return filter[f] != nil })...)
			}
			out = append(out, &headed{def: def, view: pivot.Build(b.Pack, def, b.Ledger), side: side.Name, parts: parts})
		}
	}
	return out
}

func rank(is bool) int {
	if is {
		return 1
	}
	return 0
}

// lined are the levels that may have lines of their own above the list.
func (x *headed) lined() (out [][]int) {
	last := len(x.def.Rows)
	for from := 1; from < last; from++ { // 单位; 单位 and 项目; 项目
		for to := from; to < last; to++ {
			var levels []int
			for level := from; level <= to; level++ {
				levels = append(levels, level)
			}
			out = append(out, append(levels, last))
		}
	}
	return out
}

// reads is the list with what the columns of an example show, if its lines are of some levels; nil
// if they are not.
func (x *headed) reads(e *layout.Table, rows []int, levels []int) *headed {
	var lines []int // rows of the view
	for i, r := range x.view.Rows {
		if slices.Contains(levels, r.Level) {
			lines = append(lines, i)
		}
	}
	if len(lines) != len(rows) || len(lines) < 2 {
		return nil
	}
	out := &headed{def: x.def, view: x.view, side: x.side, parts: x.parts, levels: levels, tags: map[int]map[int]string{}, once: map[int]string{}, others: map[int]int{}}
	for _, col := range columnsOf(e) {
		for _, level := range levels {
			field, once, blank := out.shown(e, col, rows, lines, level)
			if field == "" {
				if !blank && level != levels[len(levels)-1] {
					return nil // a line of a unit says something else
				}
				continue
			}
			if out.tags[col] == nil {
				out.tags[col] = map[int]string{}
			}
			out.tags[col][level] = field
			out.once[col] = cmp.Or(once, out.once[col])
			out.known++
		}
	}
	if !out.shows() {
		return nil
	}
	return out
}

// shown is the field that a column shows on all lines of a level, nearest to its header, and the modifier if lines leave
// out what stands on the one above; blank if it shows nothing there.
func (x *headed) shown(e *layout.Table, col int, rows, lines []int, level int) (field, once string, blank bool) {
	says := func(n int) string {
		at := layout.At(col, rows[n])
		if !e.Own(at) && e.Whole[at].Row1 == rows[n] {
			return "" // a part of what stands on its left
		}
		return layout.Tight(e.Cells[at].Text)
	}
	var of []int
	blank = true
	for n, line := range lines {
		if x.view.Rows[line].Level == level {
			of = append(of, n)
			blank = blank && says(n) == ""
		}
	}
	if blank {
		return "", "", true
	}
	last := level == len(x.def.Rows)
	var fields []string
	for i, r := range x.def.Rows[:level] {
		if i+1 == level || last {
			fields = append(fields, r.By...)
		}
	}
	if last || level == len(x.def.Rows)-1 {
		fields = append(fields, x.def.Carried...)
	}
	best, again := -1.0, false
	nearly, others := "", 0
	for _, f := range fields {
		at := slices.Index(x.view.Fields, f)
		left, fits := false, true
		for k, n := range of {
			want := layout.Tight(x.view.Rows[lines[n]].Texts[at])
			if sameKind(says(n), want) {
				continue
			}
			before := k > 0 && of[k-1] == n-1 && says(n) == "" && x.leaves(f, lines[n-1], lines[n])
			if left = left || before; !before {
				fits = false
				break
			}
		}
		taken := x.printed(f)
		like := nearest.Likeness(e.Headed(col), f)
		if fits && !taken && like > best {
			field, again, best = f, left, like
		}
		if last && !taken && like >= partLikeness && slices.Contains(x.parts, f) && (nearly == "" || like > nearest.Likeness(e.Headed(col), nearly)) {
			var at []int
			for _, n := range of {
				at = append(at, rows[n])
			}
			if n := e.ShowsMostly(col, at, func(n int) string { return x.view.Rows[lines[of[n]]].Texts[slices.Index(x.view.Fields, f)] }); n > 0 {
				nearly, others = f, n
			}
		}
	}
	if field == "" && nearly != "" {
		x.others[col] = others
		return nearly, "", false
	}
	if merged := field != "" && last && e.MergedBelow(col, rows); merged || again {
		once = printedOnce(!merged)
	}
	return field, once, false
}

// leaves says whether a line may leave out a field that the line above it shows: what is above the
// list, and what begins the line if all before it is the same.
func (x *headed) leaves(field string, before, line int) bool {
	a, b, leaf := x.view.Rows[before], x.view.Rows[line], x.leaf().By
	if a.Parent != b.Parent {
		return false
	}
	for _, by := range leaf[:slices.Index(leaf, field)+1] {
		if at := slices.Index(x.view.Fields, by); a.Texts[at] != b.Texts[at] {
			return false
		}
	}
	return true
}

func (x *headed) leaf() pack.RowDef { return x.def.Rows[len(x.def.Rows)-1] }

// printed says whether a column shows a field.
func (x *headed) printed(field string) bool {
	for _, of := range x.tags {
		if slices.Contains(slices.Collect(maps.Values(of)), field) {
			return true
		}
	}
	return false
}

// shows says whether every line above the list says whose it is, and the list two things of its own.
func (x *headed) shows() bool {
	own := 0
	for _, f := range x.leaf().By {
		if x.printed(f) {
			own++
		}
	}
	for level, r := range x.def.Rows[:len(x.def.Rows)-1] {
		if on := slices.Contains(x.levels, level+1); on || level == len(x.def.Rows)-2 { // the record's name stands in the list, else above it
			if !slices.ContainsFunc(slices.Collect(maps.Values(x.tags)), func(of map[int]string) bool {
				return on && of[level+1] == r.By[0] || !on && of[len(x.def.Rows)] == r.By[0]
			}) {
				return false
			}
		}
	}
	return own >= 2
}

// writeHeaded writes the tags of such a list into the first of the form's lines; the others go.
func (b *binder) writeHeaded(p *pair, x *headed) {
	view := *x.def
	view.Name = b.views.free(layout.ViewName(p.form.Called))
	view.Carried = slices.DeleteFunc(slices.Clone(view.Carried), func(f string) bool { return !x.printed(f) })
	b.views.made = append(b.views.made, &view)
	b.views.used[view.Name] = true
	from, _ := p.listRows(len(x.levels))
	cols := b.columnsByHead(p)
	for col := 1; col <= p.like.Last.Col; col++ {
		of, known := x.tags[col]
		at := layout.At(cols[col], from)
		if p.refused[col] {
			continue
		}
		for n, level := range x.levels {
			text := ""
			if field := of[level]; field != "" {
				if level == len(x.def.Rows) {
					if field += x.once[col]; numeric(p.like, col) {
						field += "|" + tags.AsNumber
					}
				}
				text = "{{" + view.Name + "@" + x.def.Rows[level-1].Level + "." + field + "}}"
			}
			p.plan.Put(from, n, at.Col, text)
		}
		if !known {
			b.untagged(p, at, col)
		}
		b.tellParts(p, at, col, x.others[col])
	}
}
