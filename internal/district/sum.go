// Package district adds the ledgers of all departments of a district.
//
// In: a pack and ledgers, one after the other; none is kept. Out: one ledger with the line
// items of all, each of which knows its department and workbook; lists by department; what
// departments have between each other.
// Never: reading or writing files, a department that is left out in silence.
package district

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// Owner is the field that names the department of a record in the tables of a district.
const Owner = "部门"

// Member is a ledger of the district.
type Member struct {
	File   string // by which people find it
	Name   string // of the department
	Year   string
	Lines  int    // of all sheets
	Reason string // why it is not added, "" if it is
	Print  string // equal ledgers have equal ones

	roots map[string][]budget.Fen // by view: what it adds up to
}

// Root is what a view of a member adds up to in a column, not ok if it has none.
func (m *Member) Root(view string, column int) (fen budget.Fen, ok bool) {
	if column >= len(m.roots[view]) {
		return 0, false
	}
	return m.roots[view][column], true
}

// Sum is what has been added so far.
type Sum struct {
	Members []Member // in the order in which they came, also those that are not added

	pack  *pack.Pack
	left  map[string]bool // tables that stay behind
	units map[string]bool // fields that name units, by table and field
	out   *budget.Ledger
	added []int // the members that the joined tables have, by book
	own   map[string]map[string][]string
}

// New begins a sum. Tables in left stay behind.
func New(p *pack.Pack, left []string) *Sum {
	s := &Sum{pack: p, left: map[string]bool{}, units: map[string]bool{}, own: map[string]map[string][]string{}}
	s.out = &budget.Ledger{Info: map[string]string{}, InfoAt: map[string]budget.Spot{}, Tables: map[string]*budget.Table{}, Codes: map[string]*budget.CodeList{}}
	for _, name := range left {
		s.left[name] = true
	}
	for name, schema := range p.Sources() {
		fields := schema.Fields
		if !slices.Contains(fields, Owner) {
			fields = append(slices.Clone(fields), Owner)
		}
		s.out.Tables[name] = budget.NewTable(name, fields, schema.Measures)
	}
	for name, list := range p.Codes {
		s.out.Codes[name] = list.Clone()
	}
	if units := p.Input.Units(); units != nil {
		for i := range p.Input.Sheets {
			sheet := &p.Input.Sheets[i]
			for _, c := range sheet.Columns {
				if sheet == units && c.Name == units.Columns[0].Name || c.Kind == pack.Ref && c.Sheet == units.Name && c.Column == "" || c.Name == p.Input.UnitColumn(sheet) {
					s.units[sheet.Name+"\x1f"+c.Name] = true
				}
			}
		}
	}
	return s
}

// Leave names a ledger that cannot be added.
func (s *Sum) Leave(m Member) { s.Members = append(s.Members, m) }

// Roots are what the views of a ledger add up to.
func Roots(views []*pivot.View) map[string][]budget.Fen {
	out := map[string][]budget.Fen{}
	for _, v := range views {
		out[v.Name] = v.Rows[0].Amounts
	}
	return out
}

// Add adds a ledger, whose views add up to roots.
func (s *Sum) Add(m Member, l *budget.Ledger, roots map[string][]budget.Fen) {
	m.roots = roots
	for _, name := range slices.Sorted(maps.Keys(l.Tables)) {
		t := l.Tables[name]
		if s.out.Tables[name] == nil || s.left[name] {
			continue
		}
		if def := s.pack.Input.Sheet(name); def != nil && def.Past != "" && t.Len() == 0 {
			t = beside(t, l.Tables[def.Past])
		}
		m.Lines += t.Len()
		def := s.pack.Input.Sheet(name)
		s.out.Tables[name].Join(t, m.File, m.Name, func(field string) bool {
			if def == nil {
				return false
			}
			c := def.Column(field)
			return c != nil && c.Free // remarks stay where they are
		})
	}
	for _, name := range slices.Sorted(maps.Keys(l.Codes)) {
		for _, e := range l.Codes[name].Entries() {
			base := s.pack.Codes[name]
			if base == nil || base.Has(e.Code) && base.NameOf(e.Code) == e.Name {
				continue
			}
			if s.own[name] == nil {
				s.own[name] = map[string][]string{}
			}
			key := e.Code + "\x1f" + e.Name
			s.own[name][key] = append(s.own[name][key], m.Name)
			if !s.out.Codes[name].Has(e.Code) {
				s.out.Codes[name].Set(e.Values)
			}
		}
	}
	s.added = append(s.added, len(s.Members))
	s.Members = append(s.Members, m)
}

// beside are last year's amounts that stand beside this year's records, as records of last
// year's sheet t: where one department has that sheet the views take them from there for all.
func beside(t, of *budget.Table) *budget.Table {
	if of == nil {
		return t
	}
	out := budget.NewTable(of.Name, t.Fields, t.Measures)
	columns := map[string]int{}
	for _, name := range slices.Concat(t.Fields, t.Measures) {
		columns[name] = of.Column(name)
	}
	out.SetColumns(columns)
	values, amounts := make([]string, len(t.Fields)), make([]budget.Fen, len(t.Measures))
	for i := range of.Len() {
		some := false
		for m, name := range t.Measures {
			amounts[m] = of.Amounts(of.Measure(name))[i]
			some = some || amounts[m] != 0
		}
		if !some {
			continue
		}
		for f, name := range t.Fields {
			values[f] = of.Value(i, name)
		}
		out.Append(of.Row(i), values, amounts)
		for m, name := range t.Measures {
			if column := of.ColumnIn(name, i); column != columns[name] {
				out.EnterIn(m, column)
			}
		}
		if a, ok := of.Apart(i); ok {
			out.SetApart(a)
		}
	}
	return out
}

// Settle takes out again what cannot stand beside the others: of a department that came
// twice, and of another year than the pack's where there are several; and gives the year.
func (s *Sum) Settle() (year string) {
	years, names := map[string]int{}, map[string][]int{}
	for _, i := range s.added {
		years[s.Members[i].Year]++
	}
	if len(years) > 1 {
		for _, i := range s.added {
			if m := &s.Members[i]; m.Year != s.pack.Identity.Year {
				m.Reason = "是 " + m.Year + " 年的，别的是 " + s.pack.Identity.Year + " 年的"
			}
		}
	}
	for _, i := range s.added {
		if s.Members[i].Reason == "" {
			year = s.Members[i].Year
			names[s.Members[i].Name] = append(names[s.Members[i].Name], i)
		}
	}
	for _, same := range names {
		for n, i := range same {
			if len(same) == 1 {
				continue
			}
			m := &s.Members[i]
			switch alike := !slices.ContainsFunc(same, func(j int) bool { return s.Members[j].Print != m.Print }); {
			case alike && n > 0:
				m.Reason = "和 " + s.Members[same[0]].File + " 内容一样，只加一次"
			case !alike:
				other := same[0]
				if n == 0 {
					other = same[1]
				}
				m.Reason = "这个部门交了几本，内容不一样，还有 " + s.Members[other].File + "；不知道用哪一本，留下对的一本再汇总"
			}
		}
	}
	if slices.ContainsFunc(s.added, func(i int) bool { return s.Members[i].Reason != "" }) {
		for name, t := range s.out.Tables {
			keep := map[string]bool{}
			for _, i := range s.added {
				keep[s.Members[i].File] = s.Members[i].Reason == ""
			}
			s.out.Tables[name] = t.Part(func(record int) bool { return keep[t.Book(record).File] })
		}
		s.added = slices.DeleteFunc(s.added, func(i int) bool { return s.Members[i].Reason != "" })
	}
	return year
}

// Added are the members that the sum has.
func (s *Sum) Added() (out []*Member) {
	for _, i := range s.added {
		out = append(out, &s.Members[i])
	}
	return out
}

// Missing are those departments of which nothing was added: one that came twice with the
// same contents is there.
func (s *Sum) Missing() (out []*Member) {
	for i := range s.Members {
		m := &s.Members[i]
		there := slices.ContainsFunc(s.added, func(j int) bool { return s.Members[j].Name == m.Name && m.Name != "" && s.Members[j].Year == m.Year })
		told := slices.ContainsFunc(out, func(o *Member) bool { return o.Name == m.Name && m.Name != "" })
		if m.Reason != "" && !there && !told {
			out = append(out, m)
		}
	}
	return out
}

// Ledger is the ledger of the district, by a name. Units of one name in several
// departments have the department behind theirs, which the texts tell.
func (s *Sum) Ledger(name, year string) (l *budget.Ledger, twins []string) {
	for i := range s.pack.Input.Info {
		it := &s.pack.Input.Info[i]
		switch {
		case i == 0:
			s.out.Info[it.Name] = name
		case it.Name == s.pack.Input.YearItem():
			s.out.Info[it.Name] = year
		case it.Summed != "":
			s.out.Info[it.Name] = it.Summed
		case it.Kind == pack.Choice && it.Default != "":
			s.out.Info[it.Name] = it.Default
		case it.Kind != pack.Amount:
			s.out.Info[it.Name] = ""
		}
	}
	owners := map[string][]string{}
	s.eachUnit(func(t *budget.Table, f int) {
		for record := range t.Len() {
			unit, owner := t.Text(record, f), t.Book(record).Owner
			if unit != "" && !slices.Contains(owners[unit], owner) {
				owners[unit] = append(owners[unit], owner)
			}
		}
	})
	for unit, of := range owners {
		if len(of) > 1 {
			twins = append(twins, unit+"（"+strings.Join(of, "、")+"）")
		}
	}
	slices.Sort(twins)
	if len(twins) > 0 {
		s.eachUnit(func(t *budget.Table, f int) {
			t.Rewrite(f, func(record int, unit string) string {
				if len(owners[unit]) < 2 {
					return unit
				}
				return unit + "（" + t.Book(record).Owner + "）"
			})
		})
	}
	return s.out, twins
}

// Owned says whether records that have the same text in a field are all of one department:
// the field names departments, or units.
func (s *Sum) Owned(tables []string, field string) bool {
	return field == Owner || !slices.ContainsFunc(tables, func(name string) bool { return !s.units[name+"\x1f"+field] })
}

// eachUnit does something for each field that names units.
func (s *Sum) eachUnit(do func(t *budget.Table, field int)) {
	for _, name := range slices.Sorted(maps.Keys(s.out.Tables)) {
		t := s.out.Tables[name]
		for f, field := range t.Fields {
			if s.units[name+"\x1f"+field] {
				do(t, f)
			}
		}
	}
}

// Prove adds up what the views of the departments add up to, and compares that with the
// views of all: a difference is a fault of the adding.
func (s *Sum) Prove(views []*pivot.View) (found finding.List) {
	for _, v := range views {
		def := s.pack.View(v.Name)
		if slices.ContainsFunc(def.Sources, func(name string) bool { return s.left[name] }) {
			continue
		}
		for c, have := range v.Rows[0].Amounts {
			var want budget.Fen
			for _, m := range s.Added() {
				fen, _ := m.Root(v.Name, c)
				want += fen
			}
			if want != have {
				found.Errorf("summary-differs", finding.Place{}, "这是 ysgk 的内部错误，请告诉维护者。", "视图“%s”的“%s”：各部门相加是 %s 元，汇总是 %s 元", v.Name, v.Columns[c], money.Print(want.Yuan()), money.Print(have.Yuan()))
			}
		}
	}
	return found
}

// Called is a name that says that departments are missing.
func Called(name string, missing int) string {
	if missing == 0 {
		return name
	}
	return fmt.Sprintf("%s（不全，缺 %d 个部门）", name, missing)
}
