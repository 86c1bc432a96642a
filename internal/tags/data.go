package tags

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/money"
)

// EmptyNote is the scalar that stands only where there are no data.
const EmptyNote = "空表注"

// Data is what tags stand for.
type Data struct {
	Scalars map[string]string
	Numbers map[string]decimal.Decimal // 元, or a ratio
	Lists   map[string]*List
	Unit    money.Unit // of the tables
	// EmptyNote is what the tag {{空表注}} prints.
	EmptyNote string
	// Decimals are how many an amount that stands alone shows, by sheet of the template
	// without blanks around its name; of sheets that are not there the template says it.
	Decimals map[string]int

	record int // for which all is, see Of
}

// List is a tree of records in print order, parents before their children.
type List struct {
	Records []Record
	Unknown []bool // by amount: nobody entered any of them, so 0 is none; nil where each is known

	children [][]int // by record, made on first use
	whole    []int   // of a part of a list: the number of each record in the whole
}

// Record is one record of a list; Texts and Amounts follow the ListSchema.
type Record struct {
	Level   int      // index into ListSchema.Levels
	Parent  int      // index into List.Records, -1 if none
	Owner   int      // of a list with Of: the owning list's record
	Key     string   // what a pick such as {{支出按类[201].合计}} names
	Keys    []string // values of the keys of its level, see ListSchema.Keys
	Texts   []string
	Amounts []budget.Fen
	Zeros   []bool // by amount: 0 was entered; nil where none was
}

// Children gives the direct children of record i.
func (l *List) Children(i int) []int {
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

// Below are the records below record i, each before its own children.
func (l *List) Below(i int) iter.Seq[int] {
	return func(yield func(int) bool) { l.below(i, yield) }
}

// under says whether record i stands below another.
func (l *List) under(i, top int) bool {
	for i = l.Records[i].Parent; i >= 0; i = l.Records[i].Parent {
		if i == top {
			return true
		}
	}
	return false
}

func (l *List) below(i int, yield func(int) bool) bool {
	for _, k := range l.Children(i) {
		if !yield(k) || !l.below(k, yield) {
			return false
		}
	}
	return true
}

// OwnedBy is the part of a list that belongs to one record of its owner: its
// root and the records below it.
func (l *List) OwnedBy(record int) *List {
	out := &List{Unknown: l.Unknown}
	moved := map[int]int{-1: -1}
	for i := range l.Records {
		if r := &l.Records[i]; r.Parent < 0 || r.Owner == record {
			moved[i] = len(out.whole)
			out.whole = append(out.whole, i)
		}
	}
	out.Records = make([]Record, len(out.whole))
	for n, i := range out.whole {
		r := l.Records[i]
		r.Parent = moved[r.Parent]
		out.Records[n] = r
	}
	return out
}

// Whole is the number in the whole list of a record of a part of it.
func (l *List) Whole(record int) int {
	if l.whole == nil {
		return record
	}
	return l.whole[record]
}

// Empty is true of a list that has no record with money below its root.
func (l *List) Empty() bool {
	return !slices.ContainsFunc(l.Records, func(r Record) bool {
		return r.Parent >= 0 || slices.ContainsFunc(r.Amounts, func(a budget.Fen) bool { return a != 0 })
	})
}

// Of is the data as a sheet or a document sees it that is for one record of a list.
func (d *Data) Of(schema Schema, list string, record int) *Data {
	out := *d
	out.record = record
	out.Lists = maps.Clone(d.Lists)
	for name, s := range schema.Lists {
		if s.Of == list {
			out.Lists[name] = d.Lists[name].OwnedBy(record)
		}
	}
	return &out
}

// UnitOf is the unit in which a part prints.
func (d *Data) UnitOf(p *Part) money.Unit { return cmp.Or(p.Unit, d.Unit) }
