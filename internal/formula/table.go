package formula

import (
	"cmp"
	"slices"
	"strings"

	"ysgk/internal/a1"
)

// table is a structured reference: 表1[[#Totals],[甲]:[乙]]. ECMA-376 part 1,
// 18.5.1; files always name the table and spell @ as #This Row.
type table struct {
	name                               string // "" for the table around the cell
	all, data, headers, totals, ownRow bool
	from, to                           string // columns, "" for all
}

// table reads the brackets of a structured reference at pos.
func (p *parser) table(name string) node {
	t := &table{name: name}
	p.pos++
	p.blanks()
	ok := true
	switch {
	case p.at("]"):
	case p.at("@"):
		p.pos++
		t.ownRow = true
		if p.blanks(); p.at("[") {
			ok = p.items(t)
		} else if !p.at("]") {
			ok = p.column(&t.from)
		}
	case p.at("["):
		ok = p.items(t)
	case p.at("#"):
		ok = p.item(t)
	default:
		ok = p.column(&t.from)
	}
	if p.blanks(); !ok || !p.at("]") {
		return p.fail()
	}
	p.pos++
	t.to = cmp.Or(t.to, t.from)
	if name != "" {
		p.f.tables = once(p.f.tables, name)
	}
	return t
}

// items reads [#Totals],[甲]:[乙].
func (p *parser) items(t *table) bool {
	for {
		if p.blanks(); !p.at("[") {
			return false
		}
		p.pos++
		if !p.item(t) || !p.at("]") {
			return false
		}
		p.pos++
		p.blanks()
		switch {
		case p.at(","), p.at(":"):
			p.pos++
		default:
			return true
		}
	}
}

func (p *parser) item(t *table) bool {
	if !p.at("#") {
		if t.from == "" {
			return p.column(&t.from)
		}
		return t.to == "" && p.column(&t.to)
	}
	end := strings.IndexByte(p.s[p.pos:], ']')
	if end < 0 {
		return false
	}
	word := p.s[p.pos : p.pos+end]
	p.pos += end
	switch strings.ToLower(strings.TrimSpace(word)) {
	case "#all":
		t.all = true
	case "#data":
		t.data = true
	case "#headers":
		t.headers = true
	case "#totals":
		t.totals = true
	case "#this row":
		t.ownRow = true
	default:
		return false
	}
	return true
}

// column reads a column's name up to its bracket; ' stands before [ ] # and '.
func (p *parser) column(name *string) bool {
	var b strings.Builder
	for ; p.pos < len(p.s) && p.s[p.pos] != ']'; p.pos++ {
		c := p.s[p.pos]
		if c == '[' {
			return false
		}
		if c == '\'' && p.pos+1 < len(p.s) {
			p.pos++
			c = p.s[p.pos]
		}
		b.WriteByte(c)
	}
	*name = b.String()
	return *name != ""
}

// table gives the cells that a structured reference means.
func (m *machine) table(t *table) (val, error) {
	if t.name == "" || m.env.Book == nil {
		return val{}, ErrUnsupported
	}
	is, ok := m.env.Book.Table(t.name)
	if !ok || is.Sheet == nil {
		return val{}, badRef
	}
	rows, err := m.tableRows(t, is)
	if err != nil {
		return val{}, err
	}
	if t.from != "" {
		first, last := is.column(t.from), is.column(t.to)
		if first < 0 || last < 0 {
			return val{}, badRef
		}
		rows.Col1, rows.Col2 = is.Ref.Col1+min(first, last), is.Ref.Col1+max(first, last)
	}
	return areasOf(area{sheet: is.Sheet, Range: rows, colon: true}), nil
}

func (t Table) column(name string) int {
	return slices.IndexFunc(t.Columns, func(c string) bool { return strings.EqualFold(c, name) })
}

// tableRows are the rows of a table that a structured reference means.
func (m *machine) tableRows(t *table, is Table) (a1.Range, error) {
	r := is.Ref
	first, last := r.Row1, r.Row2 // of the data
	if is.Header {
		first++
	}
	if is.Totals {
		last--
	}
	switch {
	case t.all:
		return r, nil
	case t.ownRow:
		if m.env.Sheet == nil {
			return r, ErrUnsupported
		}
		if !same(is.Sheet, m.env.Sheet) || m.env.Row < first || m.env.Row > last {
			return r, badValue
		}
		r.Row1, r.Row2 = m.env.Row, m.env.Row
		return r, nil
	case t.headers && !is.Header, t.totals && !is.Totals, t.headers && t.totals && !t.data:
		return r, badRef
	}
	data := t.data || !t.headers && !t.totals
	if !t.headers {
		r.Row1 = first
		if !data {
			r.Row1 = is.Ref.Row2
		}
	}
	if !t.totals {
		r.Row2 = last
		if !data {
			r.Row2 = is.Ref.Row1
		}
	}
	if r.Row1 > r.Row2 {
		return r, badRef
	}
	return r, nil
}
