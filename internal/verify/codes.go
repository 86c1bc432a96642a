package verify

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/fill"
	"ysgk/internal/pack"
	"ysgk/internal/xlsxread"
)

// codes checks the rows of every list: codes in order, each once, below their
// parents and with the names of the code list; and the note on missing data.
func (v *verifier) codes() {
	for _, t := range v.tables {
		rows := 0
		for _, l := range t.lists {
			view := v.pack.View(l.list)
			if view.Of != "" {
				continue
			}
			v.order(t, view, l)
			v.serials(t, l)
			for _, r := range l.records {
				if r.level > 0 {
					rows++
				}
			}
		}
		v.noted(t, rows)
	}
}

// astray keeps in mind that a row is one too many, so that nothing is said of what comes
// of it.
func (v *verifier) astray(t *table, row int) {
	if v.stray == nil {
		v.stray = map[*sheet]map[int]bool{}
	}
	if v.stray[t.sheet] == nil {
		v.stray[t.sheet] = map[int]bool{}
	}
	v.stray[t.sheet][row] = true
	for _, x := range t.row(row) {
		v.told[x] = true
	}
}

// strayRow says whether a cell stands in such a row.
func (v *verifier) strayRow(r ref) bool { return v.stray[r.sheet][r.Row] }

func (v *verifier) order(t *table, view *pack.View, l *laneRows) {
	seen := map[string]*record{}
	previous, group := map[string]string{}, map[string]string{} // by the field whose codes they are
	for _, r := range l.records {
		x := r.shown()
		if r.level == 0 || x == nil {
			continue
		}
		if list := v.pack.Codes[v.pack.ListOf(fieldOf(view, r.level))]; r.code == "" && list != nil {
			if name := v.nameCell(view, r); name != nil && len(v.called(view, r.level, name.plain, "")) == 0 {
				v.report(unknownName, name.place(), t.name, name.text)
				v.told[name] = true
			}
			continue // several codes are called so, and the table does not print them
		}
		field := fieldOf(view, r.level)
		if r.wrong != nil {
			v.report(wrongCode, r.wrong.place(), t.name, r.named, r.code, r.written)
			previous[field] = r.code
			continue
		}
		outer, whole := v.outer(view, r)
		id := view.Name
		for k := r; k != nil; k = k.parent {
			id += "\x1f" + k.key
		}
		around := ""
		for _, field := range slices.Sorted(maps.Keys(outer)) {
			around += "\x1f" + outer[field]
		}
		within := around
		for k := r.parent; k != nil; k = k.parent {
			if k.level > 0 && fieldOf(view, k.level) != field {
				within += "\x1f" + k.key
			}
		}
		if within != group[field] {
			previous[field], group[field] = "", within // the codes begin anew
		}
		id += around + partners(view, r)
		if first := seen[id]; first != nil && t.apart(view, l.lane, r) && whole {
			v.report(doubledRow, x.place(), t.name, r.called(x), first.row)
			v.copied(t, first.row, r.row)
		}
		seen[id] = r
		if last := previous[field]; r.code < last && !strings.HasPrefix(last, r.code) && view.Rows[r.level-1].Order != "录入" {
			v.report(rowOrder, x.place(), t.name, strings.TrimSpace(x.text), r.code, last)
		}
		previous[field] = r.code
		code := r.texts["科目编码"]
		if code == nil {
			code = r.texts["编码"]
		}
		if code == nil {
			code = r.codeAt
		}
		if code == nil {
			continue
		}
		if above := l.lane.Above(r.level); above > 0 && (r.parent == nil || r.parent.level != above || fieldOf(view, above) == field && !strings.HasPrefix(r.code, r.parent.code)) {
			v.report(noParent, code.place(), t.name, r.code)
		}
		if len(r.kids) == 0 && v.divided(view, l, r) {
			v.report(noChildren, code.place(), t.name, r.code)
		}
		v.named(t, view, r, code)
	}
}

// copied leaves the amounts of a row that is another one once more out of the sums: they
// are right when it is gone.
func (v *verifier) copied(t *table, first, row int) {
	same := false
	for _, x := range t.row(row) {
		c := t.cells[t.exact[x]]
		if d, ok := x.number(); ok && c != nil && amount(c) && c.Formula == nil {
			if e, ok := t.sheet.at(x.col, first).number(); !ok || !d.Equal(e) {
				return
			}
			same = true
		}
	}
	if same {
		v.astray(t, row)
	}
}

// divided says whether a table prints the parts of a code: the code list has some
// and the table rows for them.
func (v *verifier) divided(view *pack.View, l *laneRows, r *record) bool {
	list := v.pack.Codes[v.pack.ListOf(fieldOf(view, r.level))]
	return list != nil && list.IsParent(r.code) && slices.ContainsFunc(l.lane.Variants, func(x fill.FormVariant) bool { return x.Level > r.level })
}

// shown is the cell by which a reader calls a record.
func (r *record) shown() *cell {
	for _, f := range []string{"科目编码", "编码", "科目名称", "名称"} {
		if c := r.texts[f]; c != nil {
			return c
		}
	}
	var first *cell
	worded := func(c *cell) bool { return c.kind == xlsxread.Text } // no serial number
	for _, c := range r.texts {
		if first == nil || worded(c) && !worded(first) || worded(c) == worded(first) && c.col < first.col {
			first = c
		}
	}
	return first
}

// outer is what a record shows of the levels above it that have no rows of their own:
// the unit beside each of its projects. whole is false where the table leaves some out.
func (v *verifier) outer(view *pack.View, r *record) (shown map[string]string, whole bool) {
	shown, whole = map[string]string{}, true
	printed := map[int]bool{}
	for k := r; k != nil; k = k.parent {
		printed[k.level] = len(k.texts) > 0 // 小计 below the lines of a unit does not say whose it is
	}
	for level := 1; level < r.level; level++ {
		for _, by := range view.Rows[level-1].By {
			field, _ := pack.CutField(by)
			if printed[level] || field == fieldOf(view, r.level) || !v.typed(view, field) {
				continue // told by the row above, by the longer code, or by what the row is itself
			}
			told := false
			for _, name := range partnerFields(by) {
				if x := r.texts[name]; x != nil && !told {
					shown[field], told = strings.TrimSpace(x.text), true
				}
			}
			whole = whole && told
		}
	}
	return shown, whole
}

// typed says whether a field is a column of line items, not what one of them brings along.
func (v *verifier) typed(view *pack.View, field string) bool {
	return slices.ContainsFunc(view.Sources, func(source string) bool {
		s := v.pack.Input.Sheet(source)
		return s != nil && s.Column(field) != nil
	})
}

// partners are what tells a record apart beside its key, such as the government
// economic code beside the department one.
func partners(view *pack.View, r *record) (text string) {
	if r.level == 0 {
		return ""
	}
	for _, b := range view.Rows[r.level-1].By[1:] {
		for _, field := range partnerFields(b) {
			if x := r.texts[field]; x != nil {
				text += "\x1f" + x.plain
				break
			}
		}
	}
	return text
}

// partnerFields are the fields that may show what a view's rows are divided by.
func partnerFields(by string) []string {
	f, _ := pack.CutField(by)
	return []string{f, strings.TrimSuffix(f, "编码") + "名称"}
}

// apart says whether the table shows all that tells a record apart: else rows that
// look alike may be different ones.
func (t *table) apart(view *pack.View, l *fill.FormLane, r *record) bool {
	return !slices.ContainsFunc(view.Rows[r.level-1].By[1:], func(by string) bool {
		return !slices.ContainsFunc(block(l, r), func(row int) bool {
			return t.rows[row] != nil && slices.ContainsFunc(t.rows[row].Cells, func(c fill.FormCell) bool {
				return l.Has(c.Col) && len(c.Parts) == 1 && slices.Contains(partnerFields(by), c.Parts[0].Field)
			})
		})
	})
}

func (v *verifier) named(t *table, view *pack.View, r *record, code *cell) {
	list := v.pack.Codes[v.pack.ListOf(fieldOf(view, r.level))]
	if list == nil {
		return
	}
	if !list.Has(r.code) {
		v.report(unknownCode, code.place(), t.name, r.code)
		return
	}
	x := r.texts["科目名称"]
	if x == nil {
		x = r.texts["名称"]
	}
	if x != nil && x.plain != plain(list.NameOf(r.code)) {
		v.report(wrongName, x.place(), t.name, r.code, list.NameOf(r.code), strings.TrimSpace(x.text))
	}
}

// noted checks the note on missing data: it stands where nothing else does.
func (v *verifier) noted(t *table, rows int) {
	noteRow := false
	for _, r := range t.Rows {
		noteRow = noteRow || r.Note
	}
	if !noteRow {
		return
	}
	money := rows > 0
	for x, p := range t.exact {
		if d, ok := x.number(); ok && amount(t.cells[p]) && !d.IsZero() {
			money = true
		}
	}
	if t.note == nil {
		for row := t.begin; row <= t.end+1; row++ {
			for _, x := range t.row(row) {
				if x.plain == plain(v.pack.EmptyNote) {
					t.note = x
				}
			}
		}
	}
	switch {
	case money && t.note != nil:
		v.report(wrongNote, t.note.place(), t.name, t.note.text)
	case !money && t.note == nil:
		v.report(noNote.hinted(v.pack.EmptyNote), t.title.place(), t.name, v.pack.EmptyNote)
	}
}

// called is what a record is called in messages: not by the serial number that
// may stand before its name.
func (r *record) called(x *cell) string {
	if r.code == "" && r.key != "" {
		return r.key
	}
	return x.text
}
