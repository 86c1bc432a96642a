package verify

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/check"
	"ysgk/internal/fill"
	"ysgk/internal/pack"
	"ysgk/internal/xlsxedit"
)

// figures lets the pack's rules see the amounts of the workbook: it reads the
// views back from the cells that print them.
type figures struct {
	v     *verifier
	read  map[string][]line    // by view and table
	homes map[[2]string]*table // by what they are near, and view
}

// line is a row of a view as a table prints it.
type line struct {
	check.Row
	key    string
	parent int
}

func (v *verifier) figures() *figures {
	return &figures{v: v, read: map[string][]line{}, homes: map[[2]string]*table{}}
}

// inOrder are the tables in the order of the template, whatever that of the
// workbook.
func (v *verifier) inOrder() (tables []*table) {
	for _, f := range v.forms {
		for _, t := range v.tables {
			if t.form == f {
				tables = append(tables, t)
			}
		}
	}
	return tables
}

// figure is what rules get to see of a fact.
func figure(f *fact) check.Figure { return check.Figure{Amount: f.value, Cell: f} }

// Info implements check.Book.
func (f *figures) Info(name string) (text string, ok bool) {
	for _, t := range f.v.inOrder() {
		if s, ok := t.says[name]; ok {
			return s.text, true
		}
	}
	return "", false
}

// pick is the fact about certain items that comes from a view, in the table near
// which a rule looks or else in the first one; nil if no cell tells it.
func (f *figures) pick(terms []term, view *pack.View, in func(*table) bool) *fact {
	for _, blank := range []bool{false, true} { // an empty table says that there is no money
		for _, x := range f.v.byTerms[key(terms)] {
			if slices.Contains(x.views, view.Name) && in(x.table) && x.blank == blank {
				return x
			}
		}
	}
	return nil
}

func onSheet(name string) func(*table) bool {
	return func(t *table) bool { return t.form.Sheet == name }
}

func anywhere(*table) bool { return true }

// View implements check.Book.
func (f *figures) View(near, name string, column int, k string) ([]check.Figure, bool) {
	view := f.v.pack.View(name)
	if k == pack.Root {
		terms := f.v.items(view, view.Columns[column].Name, nil)
		x := f.pick(terms, view, onSheet(near))
		if x == nil {
			x = f.pick(terms, view, anywhere)
		}
		if x == nil {
			return nil, false
		}
		return []check.Figure{figure(x)}, true
	}
	t := f.home(near, view)
	if t == nil {
		return nil, false
	}
	lines := f.lines(t, view)
	var out []check.Figure
	for i := range lines {
		if lines[i].key != k || f.within(lines, i) {
			continue
		}
		x, ok := lines[i].Amounts[view.Columns[column].Name]
		if !ok {
			return nil, false
		}
		out = append(out, x)
	}
	if out == nil {
		if !f.complete(t, view, k) {
			return nil, false
		}
		// The table has no such row, which says that there is no such money.
		out = append(out, check.Figure{Cell: &fact{table: t, col: t.title.col, row: t.title.row, scale: f.v.inUnit(t).Power, blank: true,
			key: key(f.v.items(view, view.Columns[column].Name, map[string][]string{fieldOf(view, 1): {k}}))}})
	}
	return out, true
}

// within says whether a line stands below another with the same key, which
// includes it: a department and the unit of its name.
func (f *figures) within(lines []line, i int) bool {
	for p := lines[i].parent; p >= 0; p = lines[p].parent {
		if lines[p].key == lines[i].key {
			return true
		}
	}
	return false
}

// complete says whether a table prints all rows of a view that are as deep as
// one with this key, so that a row that is missing has no money.
func (f *figures) complete(t *table, view *pack.View, k string) bool {
	for _, b := range t.Bands {
		for _, l := range b.Lanes {
			if l.List != view.Name {
				continue
			}
			for level := 1; level <= len(view.Rows); level++ {
				n := f.v.digits(view, level)
				printed := slices.ContainsFunc(l.Variants, func(x fill.FormVariant) bool { return x.Level == level || x.Level < 0 })
				if (n == 0 || n == len(k)) && !printed {
					return false
				}
			}
			return true
		}
	}
	return false
}

// home is the table that prints the rows of a view: the one near which a rule
// looks, or else the first.
func (f *figures) home(near string, view *pack.View) *table {
	key := [2]string{near, view.Name}
	home, known := f.homes[key]
	if !known {
		home = f.nearest(near, view)
		f.homes[key] = home
	}
	return home
}

func (f *figures) nearest(near string, view *pack.View) *table {
	for _, in := range []func(*table) bool{onSheet(near), anywhere} {
		for _, t := range f.v.inOrder() {
			if in(t) && t.Of == "" && (t.repeats(view.Name) || len(t.picked(view.Name)) > 0) {
				return t
			}
		}
	}
	return nil
}

func (t *table) repeats(list string) bool {
	return slices.ContainsFunc(t.Bands, func(b fill.FormBand) bool {
		return slices.ContainsFunc(b.Lanes, func(l fill.FormLane) bool { return l.List == list })
	})
}

// picked are the keys by which a form picks single records of a list, from the
// top down.
func (f *form) picked(list string) (keys [][]string) {
	for _, c := range f.Cells() {
		for _, p := range c.Parts {
			if p.List == list && len(p.Keys) > 0 && !slices.ContainsFunc(keys, func(k []string) bool { return slices.Equal(k, p.Keys) }) {
				keys = append(keys, p.Keys)
			}
		}
	}
	return keys
}

// Rows implements check.Book.
func (f *figures) Rows(near, name string) (rows []check.Row) {
	view := f.v.pack.View(name)
	t := f.home(near, view)
	if t == nil {
		return nil
	}
	for _, l := range f.lines(t, view) {
		rows = append(rows, l.Row)
	}
	return rows
}

// Prints implements check.Book.
func (f *figures) Prints(near, name, level string) bool {
	view := f.v.pack.View(name)
	t := f.home(near, view)
	n := slices.IndexFunc(view.Rows, func(r pack.RowDef) bool { return r.Level == level }) + 1
	return t != nil && slices.ContainsFunc(t.Bands, func(b fill.FormBand) bool {
		return slices.ContainsFunc(b.Lanes, func(l fill.FormLane) bool {
			return l.List == name && slices.ContainsFunc(l.Variants, func(x fill.FormVariant) bool { return x.Level == n || x.Level < 0 })
		})
	})
}

func (f *figures) lines(t *table, view *pack.View) []line {
	id := view.Name + "\x1f" + t.form.Sheet
	if lines, ok := f.read[id]; ok {
		return lines
	}
	var lines []line
	for _, l := range t.lists {
		if l.list == view.Name {
			lines = append(lines, f.printed(t, view, l)...)
		}
	}
	if keys := t.picked(view.Name); lines == nil && len(keys) > 0 {
		lines = f.single(t, view, keys)
	}
	f.read[id] = lines
	return lines
}

// printed are the lines of a lane.
func (f *figures) printed(t *table, view *pack.View, l *laneRows) (lines []line) {
	number := map[*record]int{}
	for i, r := range l.records {
		number[r] = i
	}
	for _, r := range l.records {
		one := line{Row: check.Row{Texts: f.texts(view, r), Cells: map[string]any{}, Amounts: map[string]check.Figure{}}, key: r.key, parent: -1}
		for name, x := range r.texts {
			one.Cells[name] = x
		}
		if r.parent != nil {
			one.parent = number[r.parent]
		}
		for _, k := range r.kids {
			one.Below = append(one.Below, number[k])
		}
		if by, ok := f.v.keys(view, r); ok {
			f.amounts(&one.Row, view, by, func(x *fact) bool { return x.table == t && x.row == r.row })
		}
		lines = append(lines, one)
	}
	return lines
}

// amounts gives a line the facts about its columns.
func (f *figures) amounts(row *check.Row, view *pack.View, by map[string][]string, here func(*fact) bool) {
	for _, c := range view.Columns {
		for _, x := range f.v.byTerms[key(f.v.items(view, c.Name, by))] {
			if !x.blank && here(x) && slices.Contains(x.views, view.Name) {
				row.Amounts[c.Name] = figure(x)
				break
			}
		}
	}
}

// texts are the fields of a record as far as the table tells them.
func (f *figures) texts(view *pack.View, r *record) map[string]string {
	texts := map[string]string{"层级": pack.Root}
	for name, c := range r.texts {
		texts[name] = strings.TrimSpace(c.text)
	}
	if r.level == 0 {
		texts["编码"], texts["科目编码"] = "", ""
		texts["名称"], texts["科目名称"] = pack.Root, pack.Root
		return texts
	}
	texts["层级"] = view.Rows[r.level-1].Level
	for k := r; k != nil && k.level > 0; k = k.parent {
		field := fieldOf(view, k.level)
		if _, ok := texts[field]; !ok && k.key != "" && (f.v.pack.ListOf(field) == "" || k.code != "") {
			texts[field] = k.key
		}
	}
	own := fieldOf(view, r.level)
	if r.code != "" {
		texts["编码"], texts["科目编码"] = r.code, r.code
	}
	name := texts[own]
	if list := f.v.pack.Codes[f.v.pack.ListOf(own)]; list != nil {
		if name = texts[strings.TrimSuffix(own, "编码")+"名称"]; name == "" {
			name = list.NameOf(r.code)
		}
	}
	for _, field := range []string{"名称", "科目名称"} {
		texts[field] = cmp.Or(texts[field], name)
	}
	return texts
}

// single are the lines that a form picks by their keys, below the view's total.
func (f *figures) single(t *table, view *pack.View, keys [][]string) []line {
	field, _ := pack.CutField(view.Rows[0].By[0])
	list := f.v.pack.Codes[f.v.pack.ListOf(field)]
	here := func(x *fact) bool { return x.table == t }
	root := line{Row: check.Row{Texts: f.texts(view, &record{}), Amounts: map[string]check.Figure{}}, key: pack.Root, parent: -1}
	f.amounts(&root.Row, view, nil, here)
	lines := []line{root}
	for _, k := range keys {
		id := strings.Join(k, "、")
		if id == pack.Root {
			continue // which stands above already
		}
		texts := map[string]string{"层级": view.Rows[0].Level, field: id, "编码": id, "科目编码": id, "名称": id, "科目名称": id}
		if list != nil && len(k) == 1 {
			texts["名称"], texts["科目名称"] = list.NameOf(id), list.NameOf(id)
		}
		one := line{Row: check.Row{Texts: texts, Amounts: map[string]check.Figure{}}, key: id}
		f.amounts(&one.Row, view, map[string][]string{field: k}, here)
		lines[0].Below = append(lines[0].Below, len(lines))
		lines = append(lines, one)
	}
	return lines
}

// Cell implements check.Book.
func (f *figures) Cell(s *check.Spot) (check.Figure, bool) {
	for _, t := range f.v.tables {
		if t.form.Sheet != s.Sheet {
			continue
		}
		p, err := t.spot(s)
		if err != nil {
			continue
		}
		rows := t.found(p)
		if len(rows) != 1 {
			continue
		}
		if x := t.factAt(t.cols[p.Col], rows[0]); x != nil {
			return figure(x), true
		}
		c := t.sheet.at(t.cols[p.Col], rows[0])
		d, ok := c.number()
		scale := f.v.inUnit(t).Power
		if parts := t.cells[p].Parts; len(parts) == 1 {
			scale = f.v.exponent(t, parts[0])
		}
		return figure(&fact{table: t, cell: c, col: t.cols[p.Col], row: rows[0], value: d.Shift(scale), scale: scale}), ok
	}
	return check.Figure{}, false
}

// unit shifts an amount as tables print it to 元.
func (v *verifier) unit() int32 { return v.pack.Unit.Power }

// ref is a cell of the workbook, blank or not.
type ref struct {
	sheet *sheet
	xlsxedit.Pos
	which string // of what stands in one cell: the line items of a row that the table has not got, or a figure in a sentence
}

func (c *cell) ref() ref { return ref{sheet: c.sheet, Pos: xlsxedit.Pos{Col: c.col, Row: c.row}} }

func (f *fact) ref() ref {
	r := ref{sheet: f.table.sheet, Pos: xlsxedit.Pos{Col: f.col, Row: f.row}}
	if f.blank {
		r.which = f.key
	} else if f.nth > 0 {
		r.which = strconv.Itoa(f.nth)
	}
	return r
}
