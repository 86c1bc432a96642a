package check

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// lookup is the constant part of 求和, 中位数, 计数, 有, 首行 and 各行: which records of a
// table are counted, and by which fields they are found.
type lookup struct {
	table   string
	measure string // what is added up, "" if nothing
	middle  bool   // the median is wanted, too
	each    bool   // the row of each record is wanted, too
	filters []filter
	keys    []column
}

// filter passes the records whose field has one of the values.
type filter struct {
	field  string
	values map[string]bool
}

// column is a field or amount whose value each call gives.
type column struct {
	name   string
	amount bool
}

// entry is what is known of the records that share their keys.
type entry struct {
	sum    budget.Fen
	count  int
	row    int   // of the first
	rows   []int // of each, if wanted
	median budget.Fen
}

// cell names a column of a view; attribute one of a code list.
type cell struct {
	view   string
	column int
}

type attribute struct {
	list   string
	column int
}

// run is one evaluation of the rules over a ledger and its views. Each lookup
// walks its table once and makes a hash of it, so that rules over 100,000
// records with sums over 100,000 others take time in proportion to both.
type run struct {
	ledger  *budget.Ledger
	views   map[string]*pivot.View
	indexes map[*lookup]map[string]entry
	rows    map[*pivot.View]map[string][]int
	numbers map[string]decimal.Decimal // of the pack
	failed  map[string]error           // why a number has no value
	kids    map[*pivot.View][][]int

	of   *pivot.View // of which a row is being judged, and which
	row  int
	book *tracer // a finished workbook, in which there is nothing but figures in cells
}

func newRun(l *budget.Ledger, views []*pivot.View) *run {
	r := &run{
		ledger: l, views: map[string]*pivot.View{},
		indexes: map[*lookup]map[string]entry{}, rows: map[*pivot.View]map[string][]int{},
		kids: map[*pivot.View][][]int{},
	}
	for _, v := range views {
		r.views[v.Name] = v
	}
	return r
}

// find gives the records of a call: the run, its lookup and the values of its keys.
func (r *run) find(call []any) entry {
	if r.book != nil {
		r.book.missing()
	}
	l := call[1].(*lookup)
	index := r.indexes[l]
	if index == nil {
		index = r.index(l)
		r.indexes[l] = index
	}
	k := make([]byte, 0, 128)
	for _, value := range call[2:] {
		switch v := value.(type) {
		case string:
			k = append(append(k, v...), 0)
		case amount:
			fen, err := budget.ParseFen(v)
			if err != nil {
				return entry{} // no record has such an amount
			}
			k = append(appendFen(k, fen), 0)
		}
	}
	return index[string(k)]
}

// index is the hash of a lookup.
func (r *run) index(l *lookup) map[string]entry {
	t := r.ledger.Tables[l.table]
	index := map[string]entry{}
	if t == nil {
		return index
	}
	passes := make([][]bool, len(l.filters)) // by value
	ids := make([][]uint32, len(l.filters))
	for i, f := range l.filters {
		at := field(t, f.field)
		ids[i] = t.IDs(at)
		for _, v := range t.Distinct(at) {
			passes[i] = append(passes[i], f.values[v])
		}
	}
	write := make([]func(k []byte, record int) []byte, len(l.keys))
	for i, key := range l.keys {
		write[i] = keyWriter(t, key)
	}
	var amounts []budget.Fen
	if l.measure != "" {
		amounts = t.Amounts(measure(t, l.measure))
	}
	k := make([]byte, 0, 128)
	var all map[string][]budget.Fen
	if l.middle {
		all = map[string][]budget.Fen{}
	}
records:
	for record := range t.Len() {
		for i := range passes {
			if !passes[i][ids[i][record]] {
				continue records
			}
		}
		k = k[:0]
		for _, w := range write {
			k = append(w(k, record), 0)
		}
		e, ok := index[string(k)]
		if !ok {
			e.row = t.Row(record)
		}
		e.count++
		if l.each {
			e.rows = append(e.rows, t.Row(record))
		}
		if amounts != nil {
			e.sum += amounts[record]
		}
		if all != nil {
			all[string(k)] = append(all[string(k)], amounts[record])
		}
		index[string(k)] = e
	}
	for k, list := range all {
		slices.Sort(list)
		e := index[k]
		e.median = list[(len(list)-1)/2] // of an even number the lower one: it is somebody's amount
		index[k] = e
	}
	return index
}

// keyWriter appends a record's value of a key.
func keyWriter(t *budget.Table, key column) func(k []byte, record int) []byte {
	if key.amount {
		amounts := t.Amounts(measure(t, key.name))
		return func(k []byte, record int) []byte { return appendFen(k, amounts[record]) }
	}
	at := field(t, key.name)
	return func(k []byte, record int) []byte { return append(k, t.Text(record, at)...) }
}

func appendFen(k []byte, f budget.Fen) []byte { return fmt.Appendf(k, "%d", f) }

// field and measure are where a table has what the pack says it has; a ledger
// of another pack is a programming error that the rule reports.
func field(t *budget.Table, name string) int {
	if i := t.Field(name); i >= 0 {
		return i
	}
	panic(fmt.Sprintf("表 %s 没有列 %s", t.Name, name))
}

func measure(t *budget.Table, name string) int {
	if i := t.Measure(name); i >= 0 {
		return i
	}
	panic(fmt.Sprintf("表 %s 没有金额列 %s", t.Name, name))
}

func (r *run) view(name string) *pivot.View {
	v := r.views[name]
	if v == nil || len(v.Rows) == 0 {
		panic("没有视图 " + name)
	}
	return v
}

// sum adds up the records of a call of 求和.
func (r *run) sum(call []any) amount {
	if r.book != nil {
		return r.book.sum(call[1].(*lookup), call[2:])
	}
	return r.find(call).sum.Yuan()
}

// rowsOf are the rows of a view whose texts have certain values.
type rowsOf struct {
	view string
	only []filter
}

// anyRow says whether a view has such a row.
func (r *run) anyRow(want *rowsOf) bool {
	if r.book != nil {
		return r.book.anyRow(want)
	}
	v := r.view(want.view)
	return slices.ContainsFunc(v.Rows, func(row pivot.Row) bool {
		return !slices.ContainsFunc(want.only, func(f filter) bool { return !f.values[row.Texts[slices.Index(v.Fields, f.field)]] })
	})
}

// info is an item of 基本信息.
func (r *run) info(name string) string {
	if r.book != nil {
		return r.book.info(name)
	}
	return r.ledger.Info[name]
}

// cell is the figure in a cell of a finished table.
func (r *run) cell(s *Spot) amount { return r.book.cell(s) }

// below adds up a column over the rows directly below the one being judged; a
// row without any is its own sum.
func (r *run) below(column int) amount {
	if r.book != nil {
		return r.book.below(column)
	}
	kids := r.kids[r.of]
	if kids == nil {
		kids = make([][]int, len(r.of.Rows))
		for i, row := range r.of.Rows {
			if row.Parent >= 0 {
				kids[row.Parent] = append(kids[row.Parent], i)
			}
		}
		r.kids[r.of] = kids
	}
	if len(kids[r.row]) == 0 {
		return r.of.Rows[r.row].Amounts[column].Yuan()
	}
	var sum budget.Fen
	for _, i := range kids[r.row] {
		sum += r.of.Rows[i].Amounts[column]
	}
	return sum.Yuan()
}

// root is the total of a view's column.
func (r *run) root(c *cell) amount {
	if r.book != nil {
		return r.book.view(c, pack.Root)
	}
	return r.view(c.view).Rows[0].Amounts[c.column].Yuan()
}

// byKey is the amount of the rows with a key, zero if there is none.
func (r *run) byKey(c *cell, key string) amount {
	if r.book != nil {
		return r.book.view(c, key)
	}
	v := r.view(c.view)
	rows := r.rows[v]
	if rows == nil {
		rows = rowsByKey(v)
		r.rows[v] = rows
	}
	var sum budget.Fen
	for _, i := range rows[key] {
		sum += v.Rows[i].Amounts[c.column]
	}
	return sum.Yuan()
}

// rowsByKey finds the rows of a view by key. A row below another with the same
// key is part of it already: a department and the unit of its name.
func rowsByKey(v *pivot.View) map[string][]int {
	rows := map[string][]int{}
	for i := range v.Rows {
		inside := false
		for p := v.Rows[i].Parent; p >= 0 && !inside; p = v.Rows[p].Parent {
			inside = v.Rows[p].Key == v.Rows[i].Key
		}
		if !inside {
			rows[v.Rows[i].Key] = append(rows[v.Rows[i].Key], i)
		}
	}
	return rows
}

// attribute is the value of a code list's column for a code, "" if unknown.
func (r *run) attribute(a *attribute, code string) string {
	list := r.ledger.Codes[a.list]
	if list == nil {
		panic("没有码表 " + a.list)
	}
	return list.Attr(code, a.column)
}
