package input

import (
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
)

// This file has what a pack demands by 须对应 and by references to a column
// (表列): a record must have, in some columns, the values that a record of
// another sheet has, together.

// ask is a demand with what is known of the records that it asks for.
type ask struct {
	pack.Demand
	at   []int          // the fields of the table that is asked
	only map[int]string // and which of its records count

	exact map[string]bool
	spelt map[string][]string // by the folded values: as the first record spells them
	order [][]string
	holes map[string][]string // records with errors: anyOf where a value is unknown
}

// anyOf stands for a value that could not be read; that record's own finding
// comes first.
const anyOf = "\x00"

// collectAsks finds what the sheets ask of each other.
func (r *reader) collectAsks() {
	for i := range r.pack.Input.Sheets {
		def := &r.pack.Input.Sheets[i]
		for _, d := range def.Demands() {
			t := r.ledger.Tables[d.Sheet]
			a := &ask{Demand: d, only: map[int]string{}, exact: map[string]bool{}, spelt: map[string][]string{}, holes: map[string][]string{}}
			for _, f := range d.Fields {
				a.at = append(a.at, fieldOf(t, f))
			}
			for f, value := range d.When {
				a.only[fieldOf(t, f)] = value
			}
			r.asks[def.Name] = append(r.asks[def.Name], a)
		}
	}
}

// fieldOf is the index of a field however a pack spells its letters, -1 if none.
func fieldOf(t *budget.Table, name string) int {
	if i := t.Field(name); i >= 0 {
		return i
	}
	return slices.IndexFunc(t.Fields, func(f string) bool { return strings.EqualFold(f, name) })
}

// asksFor are the asks for records of a sheet.
func (r *reader) asksFor(sheet string) (out []*ask) {
	for _, asks := range r.asks {
		for _, a := range asks {
			if a.Sheet == sheet {
				out = append(out, a)
			}
		}
	}
	return out
}

// add takes in a record of the sheet that is asked.
func (a *ask) add(values []string, known []bool) {
	hole := false
	for f, want := range a.only {
		if known[f] && values[f] != want {
			return
		}
		hole = hole || !known[f]
	}
	tuple := make([]string, len(a.at))
	for i, f := range a.at {
		switch {
		case !known[f]:
			tuple[i], hole = anyOf, true
		case values[f] == "":
			return
		default:
			tuple[i] = values[f]
		}
	}
	key := strings.Join(tuple, "\x1f")
	if hole {
		a.holes[key] = tuple
		return
	}
	if a.exact[key] {
		return
	}
	a.exact[key] = true
	a.order = append(a.order, tuple)
	if folded := foldAll(tuple); a.spelt[folded] == nil {
		a.spelt[folded] = tuple
	}
}

func foldAll(values []string) string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = typed.Name(v)
	}
	return strings.Join(out, "\x1f")
}

// find gives values as the sheet that is asked spells them.
func (a *ask) find(values []string) ([]string, bool) {
	if a.exact[strings.Join(values, "\x1f")] {
		return values, true
	}
	if spelt := a.spelt[foldAll(values)]; spelt != nil {
		return spelt, true
	}
	for _, hole := range a.holes {
		fits := true
		for i, v := range hole {
			fits = fits && (v == anyOf || typed.Name(v) == typed.Name(values[i]))
		}
		if fits {
			return values, true
		}
	}
	return nil, false
}

// belong looks up the records that the row at hand must belong to, and takes
// over their spelling.
func (in *recordReader) belong() {
	for _, a := range in.asks[in.def.Name] {
		values := make([]string, len(a.Columns))
		whole := in.refs[a.Sheet].whole
		for i, c := range a.Columns {
			f := in.fields[c]
			values[i] = in.values[f]
			whole = whole && in.known[f] && values[i] != ""
		}
		if !whole {
			continue
		}
		spelt, ok := a.find(values)
		if !ok {
			column, problem := a.unknown(values)
			in.fail(a.Columns[column], problem)
			continue
		}
		for i, c := range a.Columns {
			in.taken(c, values[i], spelt[i], a.Sheet)
			in.values[in.fields[c]] = spelt[i]
		}
	}
}

// unknown says what no record has, and where the first value does stand. column is which
// value to look at: of a project that stands with another unit, the unit.
func (a *ask) unknown(values []string) (column int, _ *typed.Problem) {
	var wanted, others []string
	for i, v := range values {
		wanted = append(wanted, a.Fields[i]+typed.Quote(typed.Clip(v)))
	}
	var names []string
	for f := range a.When {
		names = append(names, f)
	}
	slices.Sort(names)
	for _, f := range names {
		wanted = append(wanted, f+typed.Quote(a.When[f]))
	}
	var known []string
	for _, tuple := range a.order {
		known = append(known, tuple[0])
		if len(tuple) > 1 && typed.Name(tuple[0]) == typed.Name(values[0]) {
			others = append(others, strings.Join(tuple[1:], "、"))
		}
	}
	hint := "从下拉列表选，或先把它填到“" + a.Sheet + "”表。"
	like := nearest.Hint(values[0], known)
	if len(others) > 0 {
		like = "，它的" + strings.Join(a.Fields[1:], "、") + "是" + strings.Join(others, "；")
		hint = "核对两张表的" + strings.Join(a.Fields, "、") + "，改正填错的一个。"
		column = 1
	}
	return column, typed.Wrong("record-unknown", "“"+a.Sheet+"”表里没有"+strings.Join(wanted, "、")+"的行"+like, hint)
}
