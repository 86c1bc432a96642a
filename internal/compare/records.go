package compare

import (
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
)

// Kind is what became of a record.
type Kind string

// The kinds of changes.
const (
	Added   Kind = "增加"
	Removed Kind = "删除"
	Changed Kind = "修改"
)

// Change is a record that is only in one of two ledgers, or in both with
// different contents.
type Change struct {
	Kind    Kind
	Sheet   string
	Old     *Record // nil of an added record
	New     *Record // nil of a removed one
	Texts   []TextChange
	Amounts []AmountChange // that differ; of an added or removed record all that are not zero
}

// Record is a record of a sheet where it stands.
type Record struct {
	Table *budget.Table // nil of an item of 基本信息 and of a code
	Index int
	At    finding.Place // its row, by the first column that is known
	Name  string        // of an item of 基本信息 or a code
}

// TextChange is a text that differs.
type TextChange struct{ Field, Old, New string }

// AmountChange is an amount that differs.
type AmountChange struct {
	Field    string
	Old, New budget.Fen
}

// Total is what the amounts of a sheet add up to.
type Total struct {
	Sheet    string
	Old, New budget.Fen
}

// Records compares what two input workbooks of one pack say: 基本信息, then the
// sheets, then the code lists. Of two years what each keeps of the year before is left
// out: it says no more than that a year went by.
func Records(p *pack.Pack, old, new *budget.Ledger) (changes []Change) {
	year := p.Input.YearItem()
	years := old.Info[year] != new.Info[year]
	changes = items(p, old, new, years)
	for i := range p.Input.Sheets {
		s := &p.Input.Sheets[i]
		if years && s.Past != "" {
			continue
		}
		m := matcher{sheet: s, old: linesOf(s, old, years), new: linesOf(s, new, years)}
		changes = append(changes, m.match()...)
	}
	for _, d := range p.CodeFiles {
		changes = append(changes, codes(d.Name, old.Codes[d.Name], new.Codes[d.Name])...)
	}
	return changes
}

// Totals are the sums of the sheets that have one column of amounts, where the
// sum differs.
func Totals(p *pack.Pack, old, new *budget.Ledger) (out []Total) {
	sum := func(t *budget.Table) (total budget.Fen) {
		if t != nil {
			for _, a := range t.Amounts(0) {
				total += a
			}
		}
		return total
	}
	for i := range p.Input.Sheets {
		if s := &p.Input.Sheets[i]; len(s.ThisYear()) == 1 {
			out = append(out, Total{s.Name, sum(old.Tables[s.Name]), sum(new.Tables[s.Name])})
		}
	}
	return out
}

// line is a record as it is compared. Names that follow from codes, codes that
// follow from others and remarks do not count.
type line struct {
	Record
	texts   []string
	amounts []budget.Fen
}

// Columns are the columns of a sheet whose texts are compared: all that are
// typed, but for remarks.
func Columns(s *pack.Sheet) (names []string) {
	for _, c := range s.Columns {
		if c.Kind != pack.Amount && c.Kind != pack.NameOf && c.Kind != pack.Instead && !c.Free {
			names = append(names, c.Name)
		}
	}
	return names
}

func linesOf(s *pack.Sheet, l *budget.Ledger, years bool) []*line {
	t := l.Tables[s.Name]
	if t == nil {
		return nil
	}
	fields := Columns(s)
	out := make([]*line, t.Len())
	for i := range out {
		x := &line{Record: Record{Table: t, Index: i}}
		for _, f := range fields {
			text := t.Value(i, f)
			if m := s.Column(f).Mapping; m != nil && text == m.Code(l.Codes[s.Column(m.From).Codes], t.Value(i, m.From), t.Value(i, m.By)) {
				text = ""
			}
			x.texts = append(x.texts, text)
		}
		for m, name := range t.Measures {
			amount := t.Amounts(m)[i]
			if years && s.IsLast(name) {
				amount = 0
			}
			x.amounts = append(x.amounts, amount)
		}
		x.At = place(s, t, i)
		out[i] = x
	}
	return out
}

// place is where a record stands: the cell of its first amount, else that of
// its first column.
func place(s *pack.Sheet, t *budget.Table, i int) finding.Place {
	if t.Row(i) == 0 {
		return finding.Place{Sheet: s.Name}
	}
	for _, name := range append(slices.Clone(t.Measures), s.Columns[0].Name) {
		if sheet, col, row := t.At(i, name); col > 0 {
			return finding.At(sheet, col, row)
		}
	}
	return finding.Place{Sheet: s.Name}
}

// matcher pairs the lines of one sheet. A pair leaves both lists.
type matcher struct {
	sheet    *pack.Sheet
	old, new []*line
	pairs    map[*line]*line // new → old
}

// match pairs equal lines first, then those of the same name or the same texts,
// then those that differ in a single text; what is left was removed or added.
func (m *matcher) match() (changes []Change) {
	m.pairs = map[*line]*line{}
	given := m.new
	fields := Columns(m.sheet)
	m.pair(func(x *line) string { return whole(x) + amounts(x) })
	if len(m.sheet.Unique) > 0 {
		m.pair(func(x *line) string { return named(x, fields, m.sheet.Unique) })
	} else {
		m.pair(func(x *line) string { return whole(x) })
	}
	for i := range fields {
		m.pair(func(x *line) string { return whole(x, i) + amounts(x) })
	}
	lost := m.old
	for _, x := range given {
		old, paired := m.pairs[x]
		switch {
		case !paired:
			changes = append(changes, Change{Kind: Added, Sheet: m.sheet.Name, New: &x.Record, Amounts: amountChanges(nil, x)})
		case whole(old)+amounts(old) != whole(x)+amounts(x):
			c := Change{Kind: Changed, Sheet: m.sheet.Name, Old: &old.Record, New: &x.Record,
				Texts: textChanges(fields, old, x), Amounts: amountChanges(old, x)}
			c.stand()
			changes = append(changes, c)
		}
	}
	for _, x := range lost {
		changes = append(changes, Change{Kind: Removed, Sheet: m.sheet.Name, Old: &x.Record, Amounts: amountChanges(x, nil)})
	}
	return changes
}

// stand puts a change where it was made: at the first text that differs, or else at the
// first amount.
func (c *Change) stand() {
	name := ""
	if len(c.Texts) > 0 {
		name = c.Texts[0].Field
	} else if len(c.Amounts) > 0 {
		name = c.Amounts[0].Field
	}
	for _, r := range []*Record{c.Old, c.New} {
		if sheet, col, row := r.Table.At(r.Index, name); col > 0 && row > 0 {
			r.At = finding.At(sheet, col, row)
		}
	}
}

// pair joins those lines left on both sides that have the same key, in order.
func (m *matcher) pair(key func(*line) string) {
	waiting := map[string][]*line{}
	for _, x := range m.old {
		waiting[key(x)] = append(waiting[key(x)], x)
	}
	gone := map[*line]bool{}
	m.new = slices.DeleteFunc(slices.Clone(m.new), func(x *line) bool {
		k := key(x)
		if len(waiting[k]) == 0 {
			return false
		}
		m.pairs[x] = waiting[k][0]
		gone[waiting[k][0]] = true
		waiting[k] = waiting[k][1:]
		return true
	})
	m.old = slices.DeleteFunc(slices.Clone(m.old), func(x *line) bool { return gone[x] })
}

// whole is a line's texts, but for some of them.
func whole(x *line, but ...int) string {
	var b strings.Builder
	for i, t := range x.texts {
		if !slices.Contains(but, i) {
			b.WriteString(t)
		}
		b.WriteByte('\x1f')
	}
	return b.String()
}

func amounts(x *line) string {
	var b strings.Builder
	for _, a := range x.amounts {
		b.WriteString(a.Yuan().String())
		b.WriteByte('\x1e')
	}
	return b.String()
}

// named is the texts that tell a line from all others.
func named(x *line, fields, by []string) string {
	name := ""
	for i, f := range fields {
		if slices.Contains(by, f) {
			name += x.texts[i] + "\x1f"
		}
	}
	return name
}

func textChanges(fields []string, old, new *line) (out []TextChange) {
	for i, f := range fields {
		if old.texts[i] != new.texts[i] {
			out = append(out, TextChange{f, old.Table.Value(old.Index, f), new.Table.Value(new.Index, f)})
		}
	}
	return out
}

func amountChanges(old, new *line) (out []AmountChange) {
	t := new
	if t == nil {
		t = old
	}
	for i, name := range t.Table.Measures {
		c := AmountChange{Field: name}
		if old != nil {
			c.Old = old.amounts[i]
		}
		if new != nil {
			c.New = new.amounts[i]
		}
		if c.Old != c.New {
			out = append(out, c)
		}
	}
	return out
}

// items compares 基本信息, of two years without what each keeps of the year before.
func items(p *pack.Pack, old, new *budget.Ledger, years bool) (changes []Change) {
	for i := range p.Input.Info {
		it := &p.Input.Info[i]
		if years && it.Past != "" {
			continue
		}
		c := Change{Kind: Changed, Sheet: p.SheetOf(""), Old: item(p, old, it.Name), New: item(p, new, it.Name)}
		if a, b := old.Info[it.Name], new.Info[it.Name]; a != b {
			c.Texts = []TextChange{{it.Name, a, b}}
		}
		if a, b := it.Entered(old.Tables[it.Table]), it.Entered(new.Tables[it.Table]); it.Table != "" && a != b {
			c.Amounts = []AmountChange{{it.Name, a, b}}
		}
		if c.Texts != nil || c.Amounts != nil {
			changes = append(changes, c)
		}
	}
	return changes
}

// item is an item of 基本信息 where it stands.
func item(p *pack.Pack, l *budget.Ledger, name string) *Record {
	r := &Record{Name: name}
	if at, ok := l.InfoAt[name]; ok {
		r.At = finding.At(p.SheetOf(""), at.Col, at.Row)
	}
	return r
}

// codes compares two code lists.
func codes(name string, old, new *budget.CodeList) (changes []Change) {
	if old == nil || new == nil {
		return nil
	}
	for _, e := range new.Entries() {
		switch {
		case !old.Has(e.Code):
			changes = append(changes, Change{Kind: Added, Sheet: name, New: &Record{Name: e.Code + " " + e.Name}})
		case old.NameOf(e.Code) != e.Name:
			r := &Record{Name: e.Code}
			changes = append(changes, Change{Kind: Changed, Sheet: name, Old: r, New: r, Texts: []TextChange{{"名称", old.NameOf(e.Code), e.Name}}})
		}
	}
	for _, e := range old.Entries() {
		if !new.Has(e.Code) {
			changes = append(changes, Change{Kind: Removed, Sheet: name, Old: &Record{Name: e.Code + " " + e.Name}})
		}
	}
	return changes
}
