package fill

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
)

// Schema tells which names the tags of a template may use.
type Schema struct {
	Scalars []string
	Numbers []Number
	Lists   map[string]ListSchema
}

// Number is a number that the pack computes, for sentences.
type Number struct {
	Name  string
	Ratio bool // has no unit, unlike an amount
}

func (s Schema) number(name string) (Number, bool) {
	i := slices.IndexFunc(s.Numbers, func(n Number) bool { return n.Name == name })
	if i < 0 {
		return Number{}, false
	}
	return s.Numbers[i], true
}

// names are all that a tag without a dot may be.
func (s Schema) names() []string {
	names := append(slices.Clone(s.Scalars), EmptyNote)
	for _, n := range s.Numbers {
		names = append(names, n.Name)
	}
	return names
}

// ListSchema describes the records of a list.
type ListSchema struct {
	Levels  []string // from the root down; a list with one level is a single record
	Of      string   // the list whose records own this one's (项目 and its 指标), "" if none
	Texts   []string // names of Record.Texts
	Amounts []string // names of Record.Amounts

	Cuts map[string]Cut // Texts that are part of a code, for those who read tables back
}

// Cut says which part of a code a text is.
type Cut struct {
	Code     string // the text with the whole code
	From, To int    // digits
}

// single is true of a list that has but one record, so that its tags repeat nothing.
func (s ListSchema) single() bool { return len(s.Levels) == 1 }

// Data is what a template is filled with.
type Data struct {
	Scalars map[string]string
	Numbers map[string]decimal.Decimal // 元, or a ratio
	Lists   map[string]*List
	// UnitExponent makes table amounts of 元: 4 for tables in 万元, 0 for 元.
	UnitExponent int32
	// EmptyNote is what the tag {{空表注}} prints on a sheet whose lists are all empty.
	EmptyNote string
}

// List is a tree of records in print order, parents before their children.
type List struct {
	Records []Record

	children [][]int // by record, made on first use
	whole    []int   // of a part of a list: the number of each record in the whole
}

// Record is one record of a list; Texts and Amounts follow the ListSchema.
type Record struct {
	Level   int    // index into ListSchema.Levels
	Parent  int    // index into List.Records, -1 if none
	Owner   int    // of a list with Of: the owning list's record
	Key     string // what a pick such as {{支出按类[201].合计}} names
	Texts   []string
	Amounts []budget.Fen
}

// kids gives the direct children of record i.
func (l *List) kids(i int) []int {
	if l.children == nil {
		l.children = make([][]int, len(l.Records))
		for n, r := range l.Records {
			if r.Parent >= 0 {
				l.children[r.Parent] = append(l.children[r.Parent], n)
			}
		}
	}
	return l.children[i]
}

// ownedBy is the part of a list that belongs to one record of its owner: its
// root and the records below it.
func (l *List) ownedBy(record int) *List {
	out := &List{}
	moved := map[int]int{-1: -1}
	for i, r := range l.Records {
		if r.Parent >= 0 && r.Owner != record {
			continue
		}
		moved[i] = len(out.Records)
		out.whole = append(out.whole, i)
		r.Parent = moved[r.Parent]
		out.Records = append(out.Records, r)
	}
	return out
}

// of is the data as a sheet for one record of a list sees it.
func (d *Data) of(schema Schema, list string, record int) *Data {
	out := *d
	out.Lists = maps.Clone(d.Lists)
	for name, s := range schema.Lists {
		if s.Of == list {
			out.Lists[name] = d.Lists[name].ownedBy(record)
		}
	}
	return &out
}

// empty is true of a list that has no record with money below its root.
func (l *List) empty() bool {
	return !slices.ContainsFunc(l.Records, func(r Record) bool {
		return r.Parent >= 0 || slices.ContainsFunc(r.Amounts, func(a budget.Fen) bool { return a != 0 })
	})
}

// field is what a tag's field name means in a list.
type field struct {
	kind  kind // word, money or count
	index int  // into Texts or Amounts, or which serial number
}

func (s ListSchema) field(name string) (field, bool) {
	if i := slices.Index(s.Amounts, name); i >= 0 {
		return field{money, i}, true
	}
	if i := slices.Index(s.Texts, name); i >= 0 {
		return field{word, i}, true
	}
	if i := slices.IndexFunc(serials, func(x serial) bool { return x.Name == name }); i >= 0 {
		return field{count, i}, true
	}
	return field{}, false
}

func (s ListSchema) names() []string {
	names := slices.Concat(s.Amounts, s.Texts)
	for _, x := range serials {
		names = append(names, x.Name)
	}
	return names
}
