package check

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pivot"
)

// lookup is the constant part of 求和, 中位数, 计数, 有, 首行 and 各行: which records of a
// table are counted, and by which fields they are found.
type lookup struct {
	table   string
	measure string // what is added up, "" if nothing
	middle  bool   // the median is wanted, too
	each    bool   // each record is wanted, too
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
	each   []int // the records, if wanted
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

// source is where expressions look things up: the ledger and its views, or the
// cells of a finished workbook. An error ends the evaluation of a rule.
type source interface {
	find(l *lookup, keys []any) (entry, error) // 求和, 计数, 有, 首行, 中位数, and for 各行
	where(l *lookup, records []int) string     // 各行
	root(c *cell) (amount, error)              // 视图
	byKey(c *cell, key string) (amount, error) // 视图 with a key, zero if there is none
	alike(want *rowsOf) (int, error)           // 有 and 计数 of a view
	below(column int) (amount, error)          // 下级
	figure(s *Spot) (amount, error)            // 格
	info(name string) (text string, err error) // 基本信息
}

// run is one evaluation of the rules.
type run struct {
	source
	codes   map[string]*budget.CodeList
	counts  wholes                     // that expressions find, rows too
	numbers map[string]decimal.Decimal // of the pack
	failed  map[string]error           // why a number has no value
}

// tables look things up in a ledger and its views. Each lookup walks its table once
// and makes a hash of it, so that rules over 100,000 records with sums over 100,000
// others take time in proportion to both.
type tables struct {
	ledger  *budget.Ledger
	views   map[string]*pivot.View
	indexes map[*lookup]*index
	indexed int // entries in them
	values  map[*budget.Table]*values
	numbers wholes // of rows
	rows    map[*pivot.View]map[string][]int
	kids    map[*pivot.View][][]int
	shown   func(*Spot) (decimal.Decimal, bool) // by the tables printed from them

	of   *pivot.View // of which a row is being judged, and which
	row  int
	seen []seen // the figures other than 0 that a rule about whole views looks at; nil of other rules
}

// seen is a figure of a view.
type seen struct {
	view        *pivot.View
	row, column int
}

// look is a figure of a view.
func (t *tables) look(v *pivot.View, row, column int) budget.Fen {
	f, fen := seen{v, row, column}, v.Rows[row].Amounts[column]
	if t.seen != nil && fen != 0 && !slices.Contains(t.seen, f) {
		t.seen = append(t.seen, f)
	}
	return fen
}

func newTables(l *budget.Ledger, views []*pivot.View) *tables {
	t := &tables{
		ledger: l, views: map[string]*pivot.View{},
		indexes: map[*lookup]*index{}, values: map[*budget.Table]*values{}, rows: map[*pivot.View]map[string][]int{},
		kids: map[*pivot.View][][]int{},
	}
	for _, v := range views {
		t.views[v.Name] = v
	}
	return t
}

// find gives the records that have certain values of a lookup's keys.
func (t *tables) find(l *lookup, keys []any) (entry, error) {
	index := t.indexes[l]
	if index == nil {
		var err error
		if index, err = t.index(l); err != nil {
			return entry{}, err
		}
		t.indexes[l] = index
		t.indexed += len(index.entries)
	}
	switch {
	case index.of == nil:
		return entry{}, nil
	case index.sizes != nil:
		return index.numbered(keys), nil
	}
	k := make([]byte, 0, 128)
	for i, value := range keys {
		switch v := value.(type) {
		case string:
			id, ok := index.of.ID(index.of.Field(l.keys[i].name), v)
			if !ok {
				return entry{}, nil
			}
			k = appendID(k, id)
		case amount:
			fen, err := budget.ParseFen(v)
			if err != nil {
				return entry{}, nil // no record has such an amount
			}
			k = appendFen(k, fen)
		}
	}
	if i, ok := index.at[string(k)]; ok {
		return index.entry(i), nil
	}
	return entry{}, nil
}

// manyEntries is how many entries wait for another rule with the same lookup. There may
// be as many as there are records in each of dozens.
const manyEntries = 100_000

// forget makes room between two rules.
func (t *tables) forget() {
	if t.indexed > manyEntries {
		clear(t.indexes)
		clear(t.values)
		t.indexed = 0
	}
}

// where is 第 8-12、15 行, or where else the records stand.
func (t *tables) where(l *lookup, records []int) string {
	of := t.ledger.Tables[l.table]
	if len(records) == 0 {
		return "没有这样的行"
	}
	if of.Where != nil {
		return of.Where(records)
	}
	var rows []int
	var places []string
	for _, i := range records {
		if a, ok := of.Apart(i); ok {
			places = append(places, "“"+a.Sheet+"”")
		} else if row := of.Row(i); row > 0 {
			rows = append(rows, row)
		}
	}
	if rows != nil {
		places = append([]string{finding.Rows(rows)}, places...)
	}
	if places == nil { // such as amounts of 基本信息
		return of.Name
	}
	return strings.Join(slices.Compact(places), "、")
}

// index is the hash of a lookup: where the entry of each key is.
type index struct {
	of      *budget.Table // nil if the ledger has none
	at      map[string]int32
	entries []tally
	each    [][]int      // by entry, if wanted
	medians []budget.Fen // likewise

	// Of keys that are fields with few values, a combination of values has a number.
	fields []int
	sizes  []int
	places []int32 // by that number: one more than where its entry is
}

// tally is what an entry has always.
type tally struct {
	sum        budget.Fen
	count, row int32
}

func (x *index) entry(i int32) entry {
	t := x.entries[i]
	e := entry{sum: t.sum, count: int(t.count), row: int(t.row)}
	if x.each != nil {
		e.each = x.each[i]
	}
	if x.medians != nil {
		e.median = x.medians[i]
	}
	return e
}

// roomPerRecord is how many combinations of values there may be for each record.
const roomPerRecord = 8

// number numbers the combinations of the values of a lookup's keys, if they are not many.
func (x *index) number(l *lookup) {
	var fields, sizes []int
	room := 1
	for _, key := range l.keys {
		if key.amount {
			return
		}
		f := x.of.Field(key.name)
		size := len(x.of.Distinct(f))
		if room *= size; room > roomPerRecord*x.of.Len() {
			return
		}
		fields, sizes = append(fields, f), append(sizes, size)
	}
	x.fields, x.sizes, x.places = fields, sizes, make([]int32, room)
}

// numbered is the entry of a combination of values.
func (x *index) numbered(values []any) entry {
	k := 0
	for i, f := range x.fields {
		id, ok := x.of.ID(f, values[i].(string))
		if !ok {
			return entry{}
		}
		k = k*x.sizes[i] + int(id)
	}
	if at := x.places[k]; at > 0 {
		return x.entry(at - 1)
	}
	return entry{}
}

// index makes the hash of a lookup.
func (t *tables) index(l *lookup) (*index, error) {
	of := t.ledger.Tables[l.table]
	index := &index{at: map[string]int32{}, of: of}
	if of == nil {
		return index, nil
	}
	if err := l.fits(of); err != nil {
		return nil, err
	}
	passes := make([][]bool, len(l.filters)) // by value
	ids := make([][]uint32, len(l.filters))
	for i, f := range l.filters {
		at := of.Field(f.field)
		ids[i] = of.IDs(at)
		for _, v := range of.Distinct(at) {
			passes[i] = append(passes[i], f.values[v])
		}
	}
	index.number(l)
	var columns [][]uint32
	for _, f := range index.fields {
		columns = append(columns, of.IDs(f))
	}
	write := make([]func(k []byte, record int) []byte, len(l.keys))
	for i, key := range l.keys {
		write[i] = keyWriter(of, key)
	}
	var amounts []budget.Fen
	if l.measure != "" {
		amounts = of.Amounts(of.Measure(l.measure))
	}
	k := make([]byte, 0, 128)
	var all map[int32][]budget.Fen
	if l.middle {
		all = map[int32][]budget.Fen{}
	}
records:
	for record := range of.Len() {
		for i := range passes {
			if !passes[i][ids[i][record]] {
				continue records
			}
		}
		i, ok := int32(0), false
		if index.sizes != nil {
			n := 0
			for j := range columns {
				n = n*index.sizes[j] + int(columns[j][record])
			}
			place := &index.places[n]
			if ok = *place > 0; !ok {
				*place = int32(len(index.entries)) + 1
			}
			i = *place - 1
		} else {
			k = k[:0]
			for _, w := range write {
				k = w(k, record)
			}
			if i, ok = index.at[string(k)]; !ok {
				i = int32(len(index.entries))
				index.at[string(k)] = i
			}
		}
		if !ok {
			index.entries = append(index.entries, tally{row: int32(of.Row(record))})
			if l.each {
				index.each = append(index.each, nil)
			}
		}
		e := &index.entries[i]
		e.count++
		if l.each {
			index.each[i] = append(index.each[i], record)
		}
		if amounts != nil {
			e.sum += amounts[record]
		}
		if all != nil {
			all[i] = append(all[i], amounts[record])
		}
	}
	if all != nil {
		index.medians = make([]budget.Fen, len(index.entries))
	}
	for i, list := range all {
		slices.Sort(list)
		index.medians[i] = list[(len(list)-1)/2] // of an even number the lower one: it is somebody's amount
	}
	return index, nil
}

// keyWriter appends a record's value of a key.
func keyWriter(t *budget.Table, key column) func(k []byte, record int) []byte {
	if key.amount {
		amounts := t.Amounts(t.Measure(key.name))
		return func(k []byte, record int) []byte { return appendFen(k, amounts[record]) }
	}
	ids := t.IDs(t.Field(key.name))
	return func(k []byte, record int) []byte { return appendID(k, ids[record]) }
}

func appendID(k []byte, id uint32) []byte { return binary.LittleEndian.AppendUint32(k, id) }

func appendFen(k []byte, f budget.Fen) []byte {
	return binary.LittleEndian.AppendUint64(k, uint64(f))
}

// fits says what a table lacks of what the pack says it has; a ledger of another pack
// is a programming error that the rule reports.
func (l *lookup) fits(t *budget.Table) error {
	for _, f := range l.filters {
		if t.Field(f.field) < 0 {
			return fmt.Errorf("表 %s 没有列 %s", t.Name, f.field)
		}
	}
	for _, k := range l.keys {
		if !k.amount && t.Field(k.name) < 0 {
			return fmt.Errorf("表 %s 没有列 %s", t.Name, k.name)
		}
		if k.amount && t.Measure(k.name) < 0 {
			return fmt.Errorf("表 %s 没有金额列 %s", t.Name, k.name)
		}
	}
	if l.measure != "" && t.Measure(l.measure) < 0 {
		return fmt.Errorf("表 %s 没有金额列 %s", t.Name, l.measure)
	}
	return nil
}

func (t *tables) view(name string) (*pivot.View, error) {
	v := t.views[name]
	if v == nil || len(v.Rows) == 0 {
		return nil, fmt.Errorf("没有视图 %s", name)
	}
	return v, nil
}

// rowsOf are the rows of a view whose texts have certain values.
type rowsOf struct {
	view string
	only []filter
}

// alike is how many such rows a view has.
func (t *tables) alike(want *rowsOf) (n int, err error) {
	v, err := t.view(want.view)
	if err != nil {
		return 0, err
	}
	for _, row := range v.Rows {
		if !slices.ContainsFunc(want.only, func(f filter) bool { return !f.values[row.Texts[slices.Index(v.Fields, f.field)]] }) {
			n++
		}
	}
	return n, nil
}

func (t *tables) info(name string) (string, error) { return t.ledger.Info[name], nil }

func (t *tables) figure(s *Spot) (amount, error) {
	d, ok := t.shown(s)
	if !ok {
		return amount{}, errMissing
	}
	return d, nil
}

// below adds up a column over the rows directly below the one being judged; a
// row without any is its own sum.
func (t *tables) below(column int) (amount, error) {
	kids := t.kids[t.of]
	if kids == nil {
		kids = make([][]int, len(t.of.Rows))
		for i, row := range t.of.Rows {
			if row.Parent >= 0 {
				kids[row.Parent] = append(kids[row.Parent], i)
			}
		}
		t.kids[t.of] = kids
	}
	if len(kids[t.row]) == 0 {
		return t.of.Rows[t.row].Amounts[column].Yuan(), nil
	}
	var sum budget.Fen
	for _, i := range kids[t.row] {
		sum += t.of.Rows[i].Amounts[column]
	}
	return sum.Yuan(), nil
}

func (t *tables) root(c *cell) (sum amount, err error) {
	v, err := t.view(c.view)
	if err != nil {
		return sum, err
	}
	return t.look(v, 0, c.column).Yuan(), nil
}

func (t *tables) byKey(c *cell, key string) (amount, error) {
	v, err := t.view(c.view)
	if err != nil {
		return amount{}, err
	}
	rows := t.rows[v]
	if rows == nil {
		rows = rowsByKey(v)
		t.rows[v] = rows
	}
	var sum budget.Fen
	for _, i := range rows[key] {
		sum += t.look(v, i, c.column)
	}
	return sum.Yuan(), nil
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
func (r *run) attribute(a *attribute, code string) (string, error) {
	list := r.codes[a.list]
	if list == nil {
		return "", fmt.Errorf("没有码表 %s", a.list)
	}
	return list.Attr(code, a.column), nil
}

// sibling is the code of a list beside another one that has a name, "" if there is none.
func (r *run) sibling(a *attribute, code, name string) (string, error) {
	list := r.codes[a.list]
	if list == nil {
		return "", fmt.Errorf("没有码表 %s", a.list)
	}
	return list.Sibling(code, name), nil
}
