package pivot

import "slices"

// totals lets columns show what last year's items added up to as it was published, of the departments that entered that:
// it may be all that they have of last year. Of the others they add last year's items.
func (b *builder) totals() {
	for c, col := range b.v.Columns {
		if len(col.Published) == 0 {
			continue
		}
		sheet := b.p.Input.TotalsOf(b.v.Sources[0])
		if sheet == nil || b.l.Tables[sheet.Name] == nil {
			continue
		}
		t := b.l.Tables[sheet.Name]
		name, amount := sheet.Totaled()
		var refs []Ref
		entered := map[string]bool{} // by workbook
		for record := range t.Len() {
			if slices.Contains(col.Published, t.Value(record, name.Name)) {
				refs = append(refs, Ref{t, record, t.Measure(amount.Name)})
				entered[t.Book(record).File] = true
			}
		}
		if refs == nil {
			continue
		}
		for _, s := range b.view.sources {
			s.scan.each(func(record int) {
				if passes(s.scan.columns[c], record) && !entered[s.scan.table.Book(record).File] {
					refs = append(refs, Ref{s.scan.table, record, s.scan.measures[c]})
				}
			})
		}
		if b.view.totals == nil {
			b.view.totals = map[int][]Ref{}
		}
		b.view.totals[c], b.root.sums[c] = refs, 0
		for _, ref := range refs {
			b.root.sums[c] += ref.Amount()
		}
	}
}
