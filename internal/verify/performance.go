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
	var cells []map[string]*cell
	var shown []*table // by record
	seen := map[string]*cell{}
	for _, t := range tables {
		at, values, amounts := v.record(t, view, records)
		var name []string
		for _, f := range view.Rows[0].By {
			name = append(name, plain(values[slices.Index(records.Fields, f)]))
		}
		id := strings.Join(name, "，")
		first := at[view.Rows[0].By[0]]
		if first == nil {
			first = t.title
		}
		switch {
		case seen[id] != nil:
			v.report(doubledForm, first.place(), id, t.name, seen[id].place())
			continue
		case len(items) > 0 && !items[id]:
			v.report(unlisted.hinted(v.lists()), first.place(), v.lists(), id)
			continue
		}
		seen[id] = first
		records.Append(len(cells)+1, values, amounts)
		cells, shown = append(cells, at), append(shown, t)
	}
	v.rules(source, ledger, cells, slices.Concat(records.Fields, records.Measures), shown)
}

// record reads the record that a sheet is for.
func (v *verifier) record(t *table, view *pack.View, records *budget.Table) (at map[string]*cell, values []string, amounts []budget.Fen) {
	at = map[string]*cell{}
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
			v.take(view, records, c.Parts[0], t.sheet.at(t.cols[p.Col], row), at, values, amounts)
		}
	}
	return at, values, amounts
}

func (v *verifier) take(view *pack.View, records *budget.Table, part tags.Part, x *cell, at map[string]*cell, values []string, amounts []budget.Fen) {
	if x == nil {
		return
	}
	field := part.Field
	if part.Amount {
		for _, c := range view.Columns {
			if c.Name == field && c.Measure != "" {
				field = c.Measure
			}
		}
		if d, ok := x.number(); ok && records.Measure(field) >= 0 {
			fen, err := budget.ParseFen(d.Shift(v.exponent(part)).Round(2))
			if err == nil {
				amounts[records.Measure(field)] = fen
			}
		}
	} else if i := records.Field(field); i >= 0 {
		values[i] = strings.TrimSpace(x.text)
	}
	at[field] = x
}

// lineItems makes line items of the amounts that tables print for the records
// that a match names; the names found are returned. Where amounts overlap, as a
// total and the funds that it is made of, the widest is taken.
func (v *verifier) lineItems(table *budget.Table, match *pack.Match) map[string]bool {
	names := map[string]bool{}
	view := v.matching(match)
	if view == nil || table == nil {
		return names
	}
	byRecord := map[string][]*fact{}
	for _, t := range v.tables {
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
		names[id] = true
		for _, f := range widest(byRecord[id]) {
			only := f.terms[0].only
			values := make([]string, len(table.Fields))
			for i, name := range table.Fields {
				if len(only[name]) == 1 {
					values[i] = only[name][0]
				}
			}
			if fen, err := budget.ParseFen(f.value.Round(2)); err == nil {
				table.Append(f.row, values, []budget.Fen{fen})
				items = append(items, f)
			}
		}
	}
	return names
}

// places names the cells of some figures, of many the first.
func places(items []*fact, which []int) string {
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
	if len(f.terms) != 1 || f.terms[0].source != match.Sheet || f.cell == nil || t.cells[t.exact[f.cell]] == nil || t.cells[t.exact[f.cell]].Formula != nil {
		return "", false
	}
	var names []string
	for _, here := range view.Rows[0].By {
		there, known := match.Columns[here]
		values := f.terms[0].only[there]
		if !known || len(values) != 1 {
			return "", false
		}
		names = append(names, plain(values[0]))
	}
	return strings.Join(names, "，"), true
}

// widest leaves out facts whose line items are among those of another one.
func widest(facts []*fact) (out []*fact) {
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
// but the records and their line items.
func (v *verifier) rules(source *pack.Sheet, ledger *budget.Ledger, cells []map[string]*cell, names []string, tables []*table) {
	for _, r := range v.pack.Rules {
		text := r.When + r.Must
		if r.Table != source.Name || r.Severity != pack.Severities[finding.Error] || strings.Contains(text, "基本信息") ||
			slices.ContainsFunc(v.pack.Input.Sheets, func(s pack.Sheet) bool {
				return s.Name != source.Match.Sheet && strings.Contains(text, `"`+s.Name+`"`)
			}) {
			continue
		}
		one := *v.pack
		one.Rules = []pack.Rule{r}
		compiled, err := check.Compile(&one)
		if err != nil {
			continue // fill and check report it
		}
		for _, f := range compiled.Run(ledger, nil) {
			if strings.Contains(text, source.Match.Sheet) {
				f.Code = unlisted.id
				f.Message = strings.ReplaceAll(f.Message, source.Match.Sheet, v.lists())
				if v.book.typed {
					f.Severity = finding.Warning // the table prints hundreds of 元
				}
			}
			if col, row, ok := a1.Parse(f.Place.Cell); ok && row <= len(cells) {
				f.Place = at(tables[row-1].sheet.name)
				if x := cells[row-1][names[col-1]]; x != nil {
					f.Place = x.place()
				}
			}
			f.Hint = "核对这张表，和" + v.lists() + "里的这个项目，改正填错的一个。"
			v.out = append(v.out, f)
		}
	}
}
