package verify

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/check"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// performance judges the sheets that stand once for each record, such as the
// performance forms, by the pack's own rules about their records: it makes
// records of the sheets, and line items of the tables that list their projects.
func (v *verifier) performance() {
	groups := map[string][]*table{}
	var order []string
	for _, t := range v.tables {
		if t.Of != "" {
			if groups[t.Of] == nil {
				order = append(order, t.Of)
			}
			groups[t.Of] = append(groups[t.Of], t)
		}
	}
	for _, list := range order {
		v.records(v.pack.View(list), groups[list])
	}
}

func (v *verifier) records(view *pack.View, tables []*table) {
	source := v.pack.Input.Sheet(view.Sources[0])
	if source == nil || source.Match == nil {
		return
	}
	ledger := &budget.Ledger{Info: map[string]string{}, Tables: map[string]*budget.Table{}, Codes: v.pack.Codes}
	for name, s := range v.pack.Sources() {
		ledger.Tables[name] = budget.NewTable(name, s.Fields, s.Measures)
	}
	items := v.lineItems(ledger.Tables[source.Match.Sheet], source.Match)
	records := ledger.Tables[source.Name]
	columns := map[string]int{}
	for i, name := range slices.Concat(records.Fields, records.Measures) {
		columns[name] = i + 1
	}
	records.SetColumns(columns)
	var forms []performed
	details := v.detailsOf(view, tables)
	seen := map[string]*fact{}
	for _, t := range tables {
		at, values, amounts := v.record(t, view, records)
		var name []string
		for _, f := range view.Rows[0].By {
			name = append(name, plain(v.meant(source.Match.Columns[f], values[slices.Index(records.Fields, f)])))
		}
		id := strings.Join(name, keySign)
		if alike := likeShown(t, view, name, items); len(alike) > 0 {
			id = alike[max(0, slices.IndexFunc(alike, func(id string) bool { return seen[id] == nil }))]
		}
		first := at[view.Rows[0].By[0]]
		if first == nil {
			first = &fact{table: t, col: t.title.col, row: t.title.row}
		}
		switch {
		case seen[id] != nil:
			v.report(doubledForm, first.place(), id, t.name, seen[id].place())
			continue
		case len(items) > 0 && items[id] == nil:
			where := first
			if other, by := v.ownedByOther(view, name, items, func(id string) bool { return seen[id] != nil }); other != "" && at[by] != nil {
				where = at[by]
				seen[other] = where // it has a form, whose owner is wrong
			}
			if money := v.unlistable(source.Match, source.Match.Columns[view.Rows[0].By[0]]); money != "" && where == first {
				seen[id] = first
				if !v.given {
					v.report(unproved, where.place(), v.lists(), id, money)
				}
				continue
			}
			v.report(unlisted.hinted(v.lists()), where.place(), v.lists(), id)
			continue
		}
		seen[id] = first
		records.Append(len(forms)+1, values, amounts)
		forms = append(forms, performed{t, at, items[id]})
		for _, detail := range details {
			v.indicators(t, detail, ledger, func(f string) string {
				if i := slices.Index(records.Fields, f); i >= 0 {
					return values[i]
				}
				return ""
			})
		}
	}
	if !v.given { // or else the input says which have one
		v.formless(items, seen, tables[0].name)
	}
	v.rules(view, source, ledger, slices.Concat(records.Fields, records.Measures), forms, details)
}

// keySign stands between the parts of what names a record.
const keySign = "，"

// likeShown are the listed records that a form may be of which does not print all that names a record, such as a
// card without 实施单位; none if it prints all.
func likeShown(t *table, view *pack.View, name []string, items map[string][]*fact) (alike []string) {
	prints := func(field string) bool {
		return slices.ContainsFunc(t.order, func(p xlsxedit.Pos) bool {
			parts := t.cells[p].Parts
			return len(parts) == 1 && parts[0].Bound && shownField(view, parts[0]) == field
		})
	}
	var shown []int
	for i, f := range view.Rows[0].By {
		if prints(f) {
			shown = append(shown, i)
		}
	}
	if len(shown) == 0 || len(shown) == len(name) {
		return nil
	}
	for _, id := range slices.Sorted(maps.Keys(items)) {
		parts := strings.Split(id, keySign)
		if len(parts) == len(name) && !slices.ContainsFunc(shown, func(i int) bool { return parts[i] != name[i] }) {
			alike = append(alike, id)
		}
	}
	return alike
}

// ownedByOther is the only listed record without a form that has the name of one that is
// not listed, and the field in which they differ.
func (v *verifier) ownedByOther(view *pack.View, name []string, items map[string][]*fact, taken func(id string) bool) (other, by string) {
	if len(name) < 2 || len(view.Rows[0].By) < 2 {
		return "", ""
	}
	for _, id := range slices.Sorted(maps.Keys(items)) {
		if strings.HasPrefix(id, name[0]+keySign) && !taken(id) {
			if other != "" {
				return "", ""
			}
			other, by = id, view.Rows[0].By[1]
		}
	}
	return other, by
}

// detailsOf are the views whose rows stand on the sheets for each record of another one, such as the
// indicators of a project, of one period or of both; none if the sheets list nothing of it.
func (v *verifier) detailsOf(view *pack.View, tables []*table) (details []*pack.View) {
	for i := range v.pack.Views {
		w := &v.pack.Views[i]
		if w.Of == view.Name && slices.ContainsFunc(tables, func(t *table) bool {
			return slices.ContainsFunc(t.lists, func(l *laneRows) bool { return l.list == w.Name })
		}) {
			details = append(details, w)
		}
	}
	return details
}

// indicators makes records of the rows on the sheet of a record, and tells which of
// their texts are missing beside others.
func (v *verifier) indicators(t *table, detail *pack.View, ledger *budget.Ledger, value func(field string) string) {
	records := ledger.Tables[detail.Sources[0]]
	for _, l := range t.lists {
		if l.list != detail.Name {
			continue
		}
		above := map[string]string{}
		group := detail.Rows[len(detail.Rows)-1].By[0]
		has := map[string]map[string]bool{} // by side, the groups that it has texts of
		first := map[string]*record{}       // of groups
		for _, r := range l.records {
			for f, x := range r.texts {
				above[f] = strings.TrimSpace(x.text)
			}
			if first[above[group]] == nil {
				first[above[group]] = r
			}
			for _, side := range detail.Sides {
				values := make([]string, len(records.Fields))
				for i, f := range records.Fields {
					values[i] = value(f)
					if slices.Contains(detail.Rows[len(detail.Rows)-1].By, f) {
						values[i] = above[f]
					}
					if only := side.Filter[f]; len(only) > 0 {
						values[i] = only[0]
					}
				}
				if v.carried(t, l, r, detail.Sources[0], side, func(f, text string) { values[records.Field(f)] = text }) {
					records.Append(r.row, values, nil)
					if has[side.Name] == nil {
						has[side.Name] = map[string]bool{}
					}
					has[side.Name][above[group]] = true
				}
			}
		}
		for _, side := range detail.Sides {
			for _, other := range detail.Sides {
				for g := range has[other.Name] {
					if len(has[side.Name]) > 0 && !has[side.Name][g] {
						v.report(oneSided, v.cellOf(t, l, first[g], side.Name+side.Carried[0]), t.name, side.Name, g, other.Name)
					}
				}
			}
		}
	}
}

// carried takes the texts of a side of a row, and says whether there are any. One that is
// missing beside others is told. Of a quantity whose parts alone a form prints, ≥, 95 and %, the whole is what
// they say together.
func (v *verifier) carried(t *table, l *laneRows, r *record, source string, side pack.Side, take func(field, text string)) bool {
	some := false
	wholes := map[string]string{}
	part := func(f string) *pack.Derived {
		derived := v.pack.Input.Sheet(source).Derived
		if i := slices.IndexFunc(derived, func(d pack.Derived) bool { return d.Name == f && d.Split != "" }); i >= 0 {
			return &derived[i]
		}
		return nil
	}
	var missing []string
	for _, f := range side.Carried {
		x, d := r.texts[side.Name+f], part(f)
		switch {
		case x != nil && d != nil:
			some = true
			wholes[d.Split] += strings.TrimSpace(x.text)
		case x != nil:
			some = true
			take(f, strings.TrimSpace(x.text))
		case d == nil && v.prints(t, l, r, side.Name+f):
			missing = append(missing, f)
		}
	}
	for f, text := range wholes {
		if r.texts[side.Name+f] == nil {
			take(f, text)
		}
	}
	for _, f := range missing {
		if some {
			v.report(halfRow, v.cellOf(t, l, r, side.Name+f), t.name, side.Name+f)
		}
	}
	return some
}

// prints says whether the rows of a list show a field.
func (v *verifier) prints(t *table, l *laneRows, r *record, field string) bool {
	return v.cellOf(t, l, r, field) != at(t.sheet.name)
}

// cellOf is where a row of a list shows a field, or would.
func (v *verifier) cellOf(t *table, l *laneRows, r *record, field string) finding.Place {
	for _, row := range block(l.lane, r) {
		for _, c := range t.rows[row].Cells {
			if len(c.Parts) == 1 && c.Parts[0].Field == field && t.cols[c.Col] > 0 {
				return finding.At(t.sheet.name, t.cols[c.Col], r.row+row-r.tpl)
			}
		}
	}
	return at(t.sheet.name)
}

// formless notes the records that tables list and that have no sheet, as others have.
func (v *verifier) formless(items map[string][]*fact, seen map[string]*fact, form string) {
	var names []string
	var first *fact
	for _, id := range slices.Sorted(maps.Keys(items)) {
		if seen[id] == nil && len(items[id]) > 0 {
			name, _, _ := strings.Cut(id, keySign)
			names = append(names, name)
			if x := items[id][0]; first == nil || x.cell != nil && first.cell != nil && before(x.cell, first.cell) < 0 {
				first = x
			}
		}
	}
	if len(names) > 0 && len(names) <= len(seen) { // else few are meant to have one
		v.report(formless, first.place(), v.lists(), len(names), form, strings.Join(names[:min(len(names), manyParts)], "、")+map[bool]string{true: "等"}[len(names) > manyParts])
	}
}

// performed is a sheet that stands for one record.
type performed struct {
	table *table
	at    map[string]*fact // by field
	items []*fact          // the amounts that tables print for the record
}

// record reads the record that a sheet is for.
func (v *verifier) record(t *table, view *pack.View, records *budget.Table) (at map[string]*fact, values []string, amounts []budget.Fen) {
	at = map[string]*fact{}
	values, amounts = make([]string, len(records.Fields)), make([]budget.Fen, len(records.Measures))
	for f, only := range view.Filter {
		values[slices.Index(records.Fields, f)] = only[0]
	}
	for _, p := range t.order {
		c := t.cells[p]
		if len(c.Parts) != 1 || !c.Parts[0].Bound {
			continue
		}
		for _, row := range t.found(p) {
			if x := t.sheet.at(t.cols[p.Col], row); x != nil {
				v.take(view, records, c.Parts[0], &fact{table: t, cell: x, col: x.col, row: row}, at, values, amounts)
			}
		}
	}
	return at, values, amounts
}

func (v *verifier) take(view *pack.View, records *budget.Table, part tags.Part, x *fact, at map[string]*fact, values []string, amounts []budget.Fen) {
	field := shownField(view, part)
	if part.Amount {
		if d, ok := x.cell.number(); ok && records.Measure(field) >= 0 {
			x.scale = v.exponent(x.table, part)
			x.value = d.Shift(x.scale)
			fen, err := budget.ParseFen(x.value.Round(2))
			if err == nil {
				amounts[records.Measure(field)] = fen
			}
		}
	} else if i := records.Field(field); i >= 0 {
		values[i] = strings.TrimSpace(x.cell.text)
	}
	at[field] = x
}

// shownField is the field or the measure of the records that a tag prints.
func shownField(view *pack.View, part tags.Part) string {
	for _, c := range view.Columns {
		if part.Amount && c.Name == part.Field && c.Measure != "" {
			return c.Measure
		}
	}
	return part.Field
}

// hiddenOf are those of some fields of records that no form shows in a cell of its own.
func hiddenOf(view *pack.View, names []string, forms []performed) []string {
	known := slices.Clone(view.Rows[0].By)
	for field := range view.Filter {
		known = append(known, field)
	}
	for _, f := range forms {
		for _, c := range f.table.cells {
			if len(c.Parts) == 1 && c.Parts[0].Bound {
				known = append(known, shownField(view, c.Parts[0]))
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(known, name) })
}

// lineItems makes line items of the amounts that tables print for the records
// that a match names; they are returned by these, none of records that are named
// without one. Where amounts overlap, as a total and the funds that it is made of, the
// widest is taken.
func (v *verifier) lineItems(table *budget.Table, match *pack.Match) map[string][]*fact {
	byRecord := map[string][]*fact{}
	view := v.matching(match)
	if view == nil || table == nil {
		return byRecord
	}
	for _, t := range v.tables {
		for _, l := range t.lists {
			for _, r := range l.records {
				of := v.pack.View(l.list)
				by, ok := v.keys(of, r)
				if id, named := idOf(view, match, func(f string) []string { return by[f] }); ok && named && slices.Contains(of.Sources, match.Sheet) && t.Of == "" && byRecord[id] == nil {
					byRecord[id] = []*fact{}
				}
			}
		}
		for _, f := range t.facts {
			if id, ok := v.recordOf(t, f, view, match); ok {
				byRecord[id] = append(byRecord[id], f)
				v.listed[t.name] = true
			}
		}
	}
	var items []*fact
	table.Where = func(records []int) string { return places(items, records) }
	for _, id := range slices.Sorted(maps.Keys(byRecord)) {
		byRecord[id] = widest(byRecord[id])
		for _, f := range byRecord[id] {
			only := f.terms[0].only
			values := make([]string, len(table.Fields))
			for i, name := range table.Fields {
				if of := only.of(name); len(of) == 1 {
					values[i] = of[0]
				}
			}
			if fen, err := budget.ParseFen(f.value.Round(2)); err == nil {
				table.Append(f.row, values, []budget.Fen{fen})
				items = append(items, f)
			}
		}
	}
	return byRecord
}

// places names the cells of some figures, of many the first.
func places(items []*fact, which []int) string {
	if some := slices.DeleteFunc(slices.Clone(which), func(i int) bool { return items[i].cell == nil }); len(some) > 0 {
		which = some // blank cells say no more
	}
	var out []string
	for _, i := range which {
		if len(out) == fewOthers {
			return strings.Join(out, "、") + fmt.Sprintf("等 %d 处", len(which))
		}
		out = append(out, items[i].place().String())
	}
	return strings.Join(out, "、")
}

// recordOf names the record that a fact is an amount of; ok is false where it is
// none of a single record, or computed.
func (v *verifier) recordOf(t *table, f *fact, view *pack.View, match *pack.Match) (id string, ok bool) {
	if len(f.terms) != 1 || f.terms[0].source != match.Sheet || f.blank || t.cells[f.tpl] == nil || t.cells[f.tpl].Formula != nil {
		return "", false
	}
	return idOf(view, match, f.terms[0].only.of)
}

// idOf names the record that has certain values of the fields that a match names.
func idOf(view *pack.View, match *pack.Match, by func(field string) []string) (id string, ok bool) {
	var names []string
	for _, here := range view.Rows[0].By {
		there, known := match.Columns[here]
		values := by(there)
		if !known || len(values) != 1 {
			return "", false
		}
		names = append(names, plain(values[0]))
	}
	return strings.Join(names, keySign), true
}

// widest leaves out facts whose line items are among those of another one.
func widest(facts []*fact) []*fact {
	out := []*fact{}
	for i, f := range facts {
		if !slices.ContainsFunc(facts[:i], func(g *fact) bool { return f.terms[0].part(g.terms[0]) }) &&
			!slices.ContainsFunc(facts[i+1:], func(g *fact) bool { return f.terms[0].part(g.terms[0]) && !g.terms[0].part(f.terms[0]) }) {
			out = append(out, f)
		}
	}
	return out
}

// lists are the tables that list the projects, as a reader calls them.
func (v *verifier) lists() string {
	var names []string
	for _, t := range v.inOrder() {
		if v.listed[t.name] {
			names = append(names, t.name)
		}
	}
	return strings.Join(names, "、")
}

// matching is the view of the records that must match.
func (v *verifier) matching(match *pack.Match) *pack.View {
	for i := range v.pack.Views {
		w := &v.pack.Views[i]
		if s := v.pack.Input.Sheet(w.Sources[0]); s != nil && s.Match == match && w.Of == "" && len(w.Rows) > 0 {
			return w
		}
	}
	return nil
}

// rules applies those of the pack's errors about the records that need nothing
// but what the forms show of the records, and their line items.
func (v *verifier) rules(view *pack.View, source *pack.Sheet, ledger *budget.Ledger, names []string, forms []performed, details []*pack.View) {
	hidden := hiddenOf(view, names, forms)
	for _, r := range v.pack.Rules {
		text := r.When + r.Must
		if slices.ContainsFunc(hidden, func(name string) bool { return strings.Contains(r.Must, name) }) {
			continue // of a form without the sources of the money there is nothing to add up
		}
		of := func(sheet string) bool { // of what belongs to the records
			return slices.ContainsFunc(details, func(w *pack.View) bool { return w.Sources[0] == sheet }) && strings.Contains(text, `"`+sheet+`"`)
		}
		if r.Table != source.Name || r.Severity != pack.Severities[finding.Error] || strings.Contains(text, "基本信息") ||
			slices.ContainsFunc(v.pack.Input.Sheets, func(s pack.Sheet) bool {
				return s.Name != source.Match.Sheet && !of(s.Name) && strings.Contains(text, `"`+s.Name+`"`)
			}) {
			continue
		}
		one := *v.pack
		one.Rules = []pack.Rule{r}
		compiled, err := check.Compile(&one)
		if err != nil {
			continue // fill and check report it
		}
		matches := strings.Contains(text, source.Match.Sheet)
		if matches && v.lists() == "" {
			continue // no table to compare with, or none that can be read
		}
		told := map[int]bool{}
		for _, f := range compiled.Run(ledger, nil) {
			col, row, ok := a1.Parse(f.Place.Cell)
			if !ok || row > len(forms) {
				v.out = append(v.out, f)
				continue
			}
			form := forms[row-1]
			if matches && slices.ContainsFunc(form.items, func(x *fact) bool { return v.besideTold(x) || len(v.changed()[x.ref()]) > 0 }) {
				continue // what stands there is no amount, as is told
			}
			if matches {
				f.Code = unlisted.id
				f.Message = strings.ReplaceAll(f.Message, source.Match.Sheet, v.lists())
			}
			if f.Hint = "核对这张表，和" + v.lists() + "里的这个项目，改正填错的一个。"; slices.ContainsFunc(details, func(w *pack.View) bool { return of(w.Sources[0]) }) {
				f.Hint = "补上这张表里缺的指标。"
			}
			f.Place = at(form.table.sheet.name)
			if x := form.at[names[col-1]]; x != nil {
				f.Place = x.place()
			}
			told[row-1] = true
			v.performs(form, r, source, &f)
		}
		for i, form := range forms {
			if !told[i] {
				v.performs(form, r, source, nil)
			}
		}
	}
}

// besideTold says whether a cell in the row of a figure holds no number where it should.
func (v *verifier) besideTold(f *fact) bool {
	return slices.ContainsFunc(f.table.row(f.row), func(x *cell) bool { return v.told[x] })
}

// performs takes a rule that demands that an amount be the sum of others for an
// equation, which a record keeps unless something was found.
func (v *verifier) performs(form performed, r pack.Rule, source *pack.Sheet, found *finding.Finding) {
	e := equation{total: form.at[r.Cell], parts: form.items}
	if !strings.Contains(r.Must, source.Match.Sheet) {
		e.parts = nil
		for name, x := range form.at {
			if name != r.Cell && strings.Contains(r.Must, name) {
				e.parts = append(e.parts, x)
			}
		}
		slices.SortFunc(e.parts, func(a, b *fact) int { return before(a.cell, b.cell) })
	}
	sums := e.total != nil && len(e.parts) > 0 && strings.Contains(r.Must, r.Cell+" == ") && !slices.ContainsFunc(append(e.parts, e.total), v.weak)
	switch {
	case found == nil && sums:
		v.held = append(v.held, e)
	case found != nil && !sums:
		v.out = append(v.out, *found)
	case found != nil:
		f := fault{equation: &e, code: found.Code, severity: found.Severity, message: found.Message, hint: found.Hint}
		all := append([]*fact{e.total}, e.parts...)
		for _, x := range all {
			f.cells = append(f.cells, x.ref())
		}
		v.unequal(f, compared{left: e.total.printed(), right: added(e.parts).Shift(-e.total.scale), scale: e.total.scale, room: v.room(e.total.scale, all...), operator: "=="})
	}
}
