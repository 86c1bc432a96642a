package pack

import (
	"maps"
	"slices"
	"strings"
)

// Relation is how a record of one sheet finds the one record of another that it belongs
// to, or that belongs to it, by 须对应: an indicator its project, an item of a project what
// the project is for.
type Relation struct {
	Sheet  string
	Here   []string // fields of the sheet itself
	There  []string // and the columns of the other that have the same values, which name a record there
	Fields []string // of the other, which a view may take along as if they were the sheet's own
}

// Related are the relations of a sheet with sheets that have but one record for each of its own.
func (p *Pack) Related(sheet string) (out []Relation) {
	s := p.Input.Sheet(sheet)
	if s == nil {
		return nil
	}
	taken := append(s.Fields(), s.Measures()...)
	relate := func(other *Sheet, columns map[string]string) { // by column of this sheet
		r := Relation{Sheet: other.Name}
		for _, here := range slices.Sorted(maps.Keys(columns)) {
			r.Here, r.There = append(r.Here, spelt(s, here)), append(r.There, spelt(other, columns[here]))
		}
		one := len(other.Unique) > 0 && !slices.ContainsFunc(other.Unique, func(key string) bool {
			return !slices.ContainsFunc(r.There, func(there string) bool { return strings.EqualFold(there, key) })
		})
		for _, c := range other.Columns {
			if (c.Kind == Text || c.Kind == Choice || c.Kind == Date || c.Kind == Stamp || c.Kind == CodeKey) && !slices.Contains(taken, c.Name) {
				r.Fields = append(r.Fields, c.Name)
			}
		}
		if one && len(r.Fields) > 0 {
			taken = append(taken, r.Fields...)
			out = append(out, r)
		}
	}
	if m := s.Match; m != nil && p.Input.Sheet(m.Sheet) != nil {
		relate(p.Input.Sheet(m.Sheet), m.Columns)
	}
	for i := range p.Input.Sheets {
		other := &p.Input.Sheets[i]
		if other.Match == nil || other.Match.Sheet != sheet {
			continue
		}
		columns := map[string]string{}
		for there, here := range other.Match.Columns {
			columns[here] = there
		}
		relate(other, columns)
	}
	return out
}

// spelt is the field of a sheet that is named, however its letters are written.
func spelt(s *Sheet, name string) string {
	fields := s.Fields()
	if i := slices.IndexFunc(fields, func(f string) bool { return strings.EqualFold(f, name) }); i >= 0 {
		return fields[i]
	}
	return name
}

// relatedFields are those that a view of a sheet may use besides the sheet's own.
func (p *Pack) relatedFields(sheet string) (fields []string) {
	for _, r := range p.Related(sheet) {
		fields = append(fields, r.Fields...)
	}
	return fields
}
