// Package sample makes up a ledger from a pack's own definitions, so that a
// pack can be tried before any department has typed anything.
//
// In: a pack. Out: a ledger that reaches every choice, and codes of every list
// from end to end; always the same for the same pack. Never: real figures.
package sample

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
)

// records is how many records each sheet gets: enough to meet every pair of
// choices in most packs, and few enough to read through.
const records = 60

// Ledger makes up the ledger.
func Ledger(p *pack.Pack) *budget.Ledger { return sized(p, records, false) }

// Nothing is a ledger of a pack without any record.
func Nothing(p *pack.Pack) *budget.Ledger {
	return sieve(Ledger(p), func(*budget.Table, int) bool { return false })
}

// sized makes up a ledger of so many records in a sheet; large ones have long
// texts and large amounts.
func sized(p *pack.Pack, lines int, large bool) *budget.Ledger {
	m := &maker{p: p, lines: lines, large: large, fit: map[string][]string{}, l: &budget.Ledger{Info: map[string]string{}, Tables: map[string]*budget.Table{}, Codes: p.Codes}}
	for name, s := range p.Sources() {
		m.l.Tables[name] = budget.NewTable(name, s.Fields, s.Measures)
	}
	m.info()
	for i := range p.Input.Sheets {
		if s := &p.Input.Sheets[i]; s.Past == "" {
			m.sheet(s)
		}
	}
	return m.l
}

type maker struct {
	p    *pack.Pack
	l    *budget.Ledger
	done []string // sheets that are made

	lines int
	large bool
	fit   map[string][]string // codes by column and what they must fit, see code
}

// info fills the sheet 基本信息.
func (m *maker) info() {
	for i, it := range m.p.Input.Info {
		switch it.Kind {
		case pack.Amount:
			m.enter(it, budget.Fen(1_000_000+i*123_45))
		case pack.Year:
			m.l.Info[it.Name] = m.p.Identity.Year
		case pack.Date, pack.Stamp:
			m.l.Info[it.Name] = m.p.Identity.Year + "-01-20"
		case pack.CodeKey:
			m.l.Info[it.Name] = "001"
		case pack.Choice:
			m.l.Info[it.Name] = it.Choices[0]
		default:
			if it.Required { // an optional one is the pack's default: made up, it would be part of a title that no form has
				m.l.Info[it.Name] = m.text(it.Name, infoWidth)
			}
		}
		if it.Default != "" && it.Kind != pack.Amount {
			m.l.Info[it.Name] = it.Default
		}
	}
}

// enter makes a record of an amount of 基本信息.
func (m *maker) enter(it pack.Item, amount budget.Fen) {
	t := m.l.Tables[it.Table]
	if t == nil {
		return
	}
	values := make([]string, len(t.Fields))
	for field, value := range it.Values {
		if i := slices.IndexFunc(t.Fields, func(f string) bool { return strings.EqualFold(f, field) }); i >= 0 {
			values[i] = value
		}
	}
	t.Append(0, values, []budget.Fen{amount})
}

// sheet makes the records of a sheet, after those of the sheets that it needs.
func (m *maker) sheet(s *pack.Sheet) {
	if slices.Contains(m.done, s.Name) {
		return
	}
	m.done = append(m.done, s.Name)
	for _, name := range s.Needs() {
		if target := m.p.Input.Sheet(name); target != nil {
			m.sheet(target)
		}
	}
	t := m.l.Tables[s.Name]
	for i := range s.Columns {
		if c := &s.Columns[i]; c.Kind == pack.Ref && c.Column == "" {
			t.Seed(t.Field(c.Name), m.keys(c))
		}
	}
	n := m.lines
	if len(s.Unique) > 0 || m.referred(s.Name) {
		n = 6
	}
	met := map[string]bool{}
	for k := 0; k < m.lines && t.Len() < n; k++ {
		r := &record{maker: m, sheet: s, table: t, k: k, of: n, digit: t.Len(), span: 1, values: make([]string, len(t.Fields))}
		r.fill()
		key := r.key()
		if key != "" && met[key] {
			continue
		}
		met[key] = true
		amounts := make([]budget.Fen, len(t.Measures))
		for i := range amounts {
			amounts[i] = budget.Fen(100_000*(k+1) + 12_345*(i+1) + 67)
			if m.large {
				amounts[i] = largest/budget.Fen(m.lines) + amounts[i]
			}
		}
		t.Append(k+1, r.values, amounts)
	}
}

// referred says whether other sheets choose among the records of this one.
func (m *maker) referred(name string) bool {
	return slices.ContainsFunc(m.p.Input.Sheets, func(s pack.Sheet) bool {
		return slices.ContainsFunc(s.Columns, func(c pack.Column) bool { return c.Kind == pack.Ref && c.Sheet == name && c.Column == "" })
	})
}

// keys are the values that a 引用 column may have.
func (m *maker) keys(c *pack.Column) (keys []string) {
	t, field := m.l.Tables[c.Sheet], cmp.Or(c.Column, m.p.Input.Sheet(c.Sheet).Columns[0].Name)
	for i := range t.Len() {
		if v := t.Value(i, field); v != "" && !slices.Contains(keys, v) {
			keys = append(keys, v)
		}
	}
	return keys
}

// record is one record in the making.
type record struct {
	*maker
	sheet  *pack.Sheet
	table  *budget.Table
	k      int
	of     int // how many records there will be
	digit  int // what is left of k once some choices are made, so that all pairs are met
	span   int // how many pairs the choices so far can make
	values []string
}

func (r *record) set(field, value string) {
	if i := r.table.Field(field); i >= 0 {
		r.values[i] = value
	}
}

func (r *record) get(field string) string {
	if i := r.table.Field(field); i >= 0 {
		return r.values[i]
	}
	return ""
}

// key is what may not occur twice, "" if all may.
func (r *record) key() (key string) {
	for _, f := range r.sheet.Unique {
		key += r.get(f) + "\x1f"
	}
	return key
}

// pick takes one of the values, a different one for each k.
func (r *record) pick(values []string) string {
	if len(values) == 0 {
		return ""
	}
	v := values[r.digit%len(values)]
	r.digit /= len(values)
	if r.span *= len(values); r.span >= r.of {
		r.digit, r.span = r.k, 1 // all pairs are met: start anew
	}
	return v
}

// fill gives the columns their values: choices first, as the others depend on
// them, then codes, then what follows from codes.
func (r *record) fill() {
	r.each(pack.Choice)
	r.each(pack.Ref)
	r.outline()
	r.match()
	for i := range r.sheet.Columns {
		r.join(&r.sheet.Columns[i])
	}
	r.each(pack.Code, pack.Text, pack.CodeKey, pack.Year, pack.Date, pack.Stamp)
	for i := range r.sheet.Columns {
		r.follow(&r.sheet.Columns[i])
	}
	for _, d := range r.sheet.Derived {
		r.set(d.Name, d.Of(r.l.Info, r.get))
	}
}

// each gives the columns of some kinds their values, unless they have one.
func (r *record) each(kinds ...pack.Kind) {
	for i := range r.sheet.Columns {
		if c := &r.sheet.Columns[i]; slices.Contains(kinds, c.Kind) && r.get(c.Name) == "" {
			r.set(c.Name, r.value(c))
		}
	}
}

func (r *record) value(c *pack.Column) string {
	switch c.Kind {
	case pack.Choice:
		return r.pick(c.Choices)
	case pack.Ref:
		if !r.wanted(c) {
			return ""
		}
		// Choices would be through before every unit has had its turn.
		keys := r.keys(c)
		if len(keys) == 0 {
			return ""
		}
		return keys[(r.k+r.k/len(keys))%len(keys)]
	case pack.Code:
		if c.Mapping != nil {
			return ""
		}
		return r.code(c)
	case pack.CodeKey:
		return fmt.Sprintf("%03d", r.k+1)
	case pack.Year:
		return r.p.Identity.Year
	case pack.Date, pack.Stamp:
		return r.p.Identity.Year + "-01-20"
	}
	if c.Free || !r.wanted(c) {
		return ""
	}
	return r.text(c.Name, c.Width) + fmt.Sprint(r.k%7+1)
}

// text makes up a text for a column of a width in half-width characters.
func (m *maker) text(name string, width float64) string {
	text := []rune("样例" + name)
	for m.large && len(text) < int(width/2*longer) {
		text = append(text, text...)
	}
	if long := int(width / 2 * longer); m.large && len(text) > long {
		text = text[:max(long, 2)]
	}
	return string(text)
}

const (
	infoWidth = 30 // of the values on 基本信息
	// longer is how far long names run over the column that the pack's maker
	// thought wide enough.
	longer = 1.5
	// largest is the sum of a large department, in 分: 5 billion 元.
	largest = 5_000_000_000_00
)

// wanted says whether a column is filled in this record.
func (r *record) wanted(c *pack.Column) bool {
	for field, values := range c.When {
		for _, f := range r.table.Fields {
			if strings.EqualFold(f, field) && !slices.Contains(values, r.get(f)) {
				return false
			}
		}
	}
	return true
}

// code takes codes from all over the list.
func (r *record) code(c *pack.Column) string {
	list := r.p.Codes[c.Codes]
	key := r.sheet.Name + "." + c.Name + "." + r.fits(c)
	codes, known := r.fit[key]
	if !known {
		for _, e := range list.Entries() {
			if list.Leaf(e.Code, c.Level) && len(list.Missing(e.Code)) == 0 && r.within(c, list, e.Code) && r.mapped(c, list, e.Code) {
				codes = append(codes, e.Code)
			}
		}
		r.fit[key] = codes
	}
	if len(codes) == 0 {
		return ""
	}
	return codes[r.k*max(1, len(codes)/records)%len(codes)]
}

// fits is all of the record that decides which codes a column may have.
func (r *record) fits(c *pack.Column) (by string) {
	if c.Within != nil {
		by = r.get(c.Within.Field)
	}
	for _, d := range r.sheet.Columns {
		if d.Mapping != nil && d.Mapping.From == c.Name {
			by += "." + r.get(d.Mapping.By)
		}
	}
	return by
}

func (r *record) within(c *pack.Column, list *budget.CodeList, code string) bool {
	if c.Within == nil {
		return true
	}
	allowed := strings.Split(list.Attr(code, list.Column(c.Within.Column)), "|")
	return slices.Contains(allowed, r.get(c.Within.Field))
}

// mapped says whether the codes that follow from a code are known.
func (r *record) mapped(c *pack.Column, list *budget.CodeList, code string) bool {
	return !slices.ContainsFunc(r.sheet.Columns, func(d pack.Column) bool {
		return d.Mapping != nil && d.Mapping.From == c.Name && follower(list, d.Mapping, code, r.get(d.Mapping.By)) == ""
	})
}

// follower is the code that follows from a code.
func follower(list *budget.CodeList, m *pack.Mapping, code, by string) string {
	for value, column := range m.Columns {
		if strings.EqualFold(value, by) {
			return list.Attr(code, list.Column(column))
		}
	}
	return ""
}

// outline takes a combination that the sheet's outline has.
func (r *record) outline() {
	if o := r.p.Outline(r.sheet.Outline); o != nil && len(o.Rows) > 0 {
		for i, f := range o.Fields {
			r.set(f, o.Rows[r.k%len(o.Rows)][i])
		}
	}
}

// match takes over the values of a record that this one must belong to.
func (r *record) match() {
	m := r.sheet.Match
	if m == nil {
		return
	}
	t := r.l.Tables[m.Sheet]
	var fit []int
	for i := range t.Len() {
		if !slices.ContainsFunc(t.Fields, func(f string) bool {
			for field, value := range m.When {
				if strings.EqualFold(f, field) && t.Value(i, f) != value {
					return true
				}
			}
			return false
		}) {
			fit = append(fit, i)
		}
	}
	if len(fit) == 0 {
		return
	}
	of := fit[r.k%len(fit)]
	for _, here := range r.table.Fields {
		for name, there := range m.Columns {
			if strings.EqualFold(here, name) {
				r.set(here, t.Value(of, there))
			}
		}
	}
}

// join takes the fields along that come with a reference.
func (r *record) join(c *pack.Column) {
	if len(c.Joined) == 0 {
		return
	}
	t := r.l.Tables[c.Sheet]
	key := r.p.Input.Sheet(c.Sheet).Columns[0].Name
	for i := range t.Len() {
		if t.Value(i, key) == r.get(c.Name) {
			for _, f := range c.Joined {
				r.set(f, t.Value(i, f))
			}
			return
		}
	}
}

// follow fills codes that come from other codes, and names of codes.
func (r *record) follow(c *pack.Column) {
	if m := c.Mapping; m != nil && r.get(c.Name) == "" {
		r.set(c.Name, follower(r.p.Codes[r.sheet.Column(m.From).Codes], m, r.get(m.From), r.get(m.By)))
	}
	if c.Kind == pack.NameOf {
		of := r.sheet.Column(c.Of)
		r.set(c.Name, r.p.Codes[of.Codes].NameOf(r.get(of.Name)))
	}
}
