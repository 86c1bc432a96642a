package pivot

import (
	"cmp"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
)

// View is an aggregated table: a tree of rows in print order, parents first.
// Rows without money are left out; the root (合计) is always there.
type View struct {
	Name    string
	Levels  []string // Levels[0] is 合计
	Fields  []string // names of Row.Texts
	Columns []string // names of Row.Amounts
	Rows    []Row    // Rows[0] is the root

	sources []*source
	sides   []string          // names, of a view with sides
	typed   map[string]string // by field that a part of a text is: the field that was typed
	totals  map[int][]Ref     // by column: what it adds up, where departments entered last year's sums
}

// Row is one record of a view.
type Row struct {
	Level   int      // index into View.Levels
	Parent  int      // index into View.Rows, -1 for the root
	Owner   int      // of a view that belongs to another (属于): that view's row
	Key     string   // code or name that tells it from its neighbours
	Keys    []string // of a level with several keys all of them; Keys[0] is Key
	Texts   []string
	Amounts []budget.Fen
	Zeros   []bool // by column: 0 was entered in the row's first record; nil where none was

	from []Ref // the first record; of a view with sides one for each, without a table where the side has none
}

// source is one table of a view with where its combinations of keys went.
type source struct {
	scan *scan
	rows []int // by leaf number: the row that holds its amounts, -1 if none
}

// Ref names a record of the ledger and one of its amounts.
type Ref struct {
	Table   *budget.Table
	Record  int
	Measure int // index into Table.Measures
}

// Amount is what the record has in the amount field.
func (r Ref) Amount() budget.Fen { return r.Table.Amounts(r.Measure)[r.Record] }

// Fields are the text fields that every row of a view has: 编码 and 名称 of the
// row itself, the key fields of the row and its parents, with the names of
// codes, and the fields that the view takes along, from its sources or from the sheets
// whose records belong to theirs.
func Fields(p *pack.Pack, v *pack.View) []string {
	if v.Of != "" {
		return sideFields(v)
	}
	fields := []string{"编码", "名称", "科目编码", "科目名称", "层级"}
	for _, f := range keyFields(v) {
		fields = append(fields, f)
		if p.ListOf(f) != "" {
			fields = append(fields, nameField(f))
		}
	}
	fields = append(fields, v.Carried...)
	for _, c := range Cuts(p, v) {
		fields = append(fields, c.Name)
	}
	return fields
}

// Cut is a text field that is part of a code: its digits at one level, such as
// 99 of 2013299 for 项. A field of the view or of the input workbook with the
// same name goes before it.
type Cut struct {
	Name     string
	Code     string // the field with the whole code, 编码 for that of the row itself
	From, To int    // digits
	Named    string // the code list that has the name of these digits, where the text is that
}

// Cuts are the parts of codes that the rows of a view have: 类码, 款码, 项码 of
// the row's own code, the codes of the levels above as 类编码, 款编码 and their names as
// 类名称, 款名称, and 功能科目类码 and so on of each coded field.
func Cuts(p *pack.Pack, v *pack.View) (cuts []Cut) {
	if v.Of != "" {
		return nil
	}
	taken := slices.Concat([]string{"编码", "名称", "科目编码", "科目名称", "层级"}, keyFields(v), v.Carried)
	add := func(c Cut) {
		if !slices.Contains(taken, c.Name) {
			taken = append(taken, c.Name)
			cuts = append(cuts, c)
		}
	}
	for _, of := range append([]string{"编码"}, keyFields(v)...) {
		field, prefix := of, strings.TrimSuffix(of, "编码")
		if of == "编码" {
			field = firstCoded(p, v) // several lists in one view seldom have levels of equal names and unequal lengths
		}
		list := p.Codes[p.ListOf(field)]
		if list == nil {
			continue
		}
		from := 0
		for _, l := range list.Levels {
			add(Cut{prefix + l.Name + "码", of, from, l.Digits, ""})
			from = l.Digits
		}
		for _, l := range list.Levels {
			add(Cut{prefix + l.Name + "编码", of, 0, l.Digits, ""})
			add(Cut{prefix + l.Name + "名称", of, 0, l.Digits, list.Name})
		}
	}
	return cuts
}

// firstCoded is the first key field of a view that holds codes, "" if none does.
func firstCoded(p *pack.Pack, v *pack.View) string {
	for _, f := range keyFields(v) {
		if p.ListOf(f) != "" {
			return f
		}
	}
	return ""
}

// of is the part of a code, "" if the code is too short for it.
func (c Cut) of(code string) string {
	if len(code) < c.To {
		return ""
	}
	return code[c.From:c.To]
}

// nameField is the field with the name of a code: 功能科目编码 → 功能科目名称.
func nameField(code string) string { return strings.TrimSuffix(code, "编码") + "名称" }

func keyFields(v *pack.View) (fields []string) {
	for _, r := range v.Rows {
		for _, key := range r.By {
			if f, _ := pack.CutField(key); !slices.Contains(fields, f) {
				fields = append(fields, f)
			}
		}
	}
	return fields
}

// Levels are the names of a view's levels from the root down.
func Levels(v *pack.View) []string {
	levels := []string{pack.Root}
	if v.Of != "" {
		return append(levels, v.Rows[1].Level)
	}
	for _, r := range v.Rows {
		levels = append(levels, r.Level)
	}
	return levels
}

// Build aggregates the ledger into a view.
func Build(p *pack.Pack, v *pack.View, l *budget.Ledger) *View {
	out := &View{Name: v.Name, Levels: Levels(v), Fields: Fields(p, v)}
	for _, c := range v.Columns {
		out.Columns = append(out.Columns, c.Name)
	}
	b := &builder{p: p, v: v, l: l, view: out, fields: keyFields(v), cuts: Cuts(p, v)}
	b.root = &node{key: []string{pack.Root}, sums: make([]budget.Fen, len(v.Columns))}
	for _, name := range v.Sources {
		if s := p.Input.Sheet(name); s != nil {
			for _, d := range s.Derived {
				if d.Split != "" {
					if out.typed == nil {
						out.typed = map[string]string{}
					}
					out.typed[d.Name] = d.Split
				}
			}
		}
		if t := l.Tables[name]; t != nil {
			b.add(related(p, v, l, t), b.years(name, t))
		}
		if past := p.Input.PastOf(name); past != nil && b.comparing(name) && l.Tables[past.Name] != nil {
			b.add(l.Tables[past.Name], func(measure string) bool { return measure != "" && past.Column(measure) != nil })
		}
	}
	b.totals()
	out.Rows = make([]Row, 0, b.nodes+1)
	b.flatten(b.root, -1, make([]string, len(b.fields)))
	for i, s := range out.sources {
		for _, n := range b.homes[i] {
			s.rows = append(s.rows, n.row)
		}
	}
	return out
}

// years says which measures a source gives: not last year's where these stand in a
// sheet of their own.
func (b *builder) years(name string, t *budget.Table) func(measure string) bool {
	past := b.p.Input.PastOf(name)
	if past == nil || b.l.Tables[past.Name] == nil || b.l.Tables[past.Name].Len() == 0 {
		return func(string) bool { return true }
	}
	return func(measure string) bool { return measure == "" || past.Column(measure) == nil }
}

// comparing says whether the view shows amounts of last year.
func (b *builder) comparing(name string) bool {
	s := b.p.Input.Sheet(name)
	return s != nil && slices.ContainsFunc(b.v.Columns, func(c pack.ViewCol) bool { return s.IsLast(c.Measure) })
}

// Trace names the records that make the amount of a row and column, in input order.
func (v *View) Trace(row, column int) (refs []Ref) {
	if refs := v.totals[column]; refs != nil && row == 0 {
		return refs
	}
	under := make([]bool, len(v.Rows)+1) // the last is for -1
	for i := range v.Rows {
		under[i] = i == row || v.Rows[i].Parent >= 0 && under[v.Rows[i].Parent]
	}
	for _, s := range v.sources {
		var l leaves
		s.scan.each(func(record int) {
			leaf, _ := l.of(s.scan, record)
			home := s.rows[leaf]
			if home >= 0 && under[home] && passes(s.scan.columns[column], record) {
				refs = append(refs, Ref{s.scan.table, record, s.scan.measures[column]})
				for _, also := range s.scan.also[column] {
					refs = append(refs, Ref{s.scan.table, record, also})
				}
			}
		})
	}
	return refs
}

// Source names the record and the field of the input that a text of a row was
// taken from; ok is false of texts that come from a code list or from no record.
func (v *View) Source(row int, field string) (ref Ref, name string, ok bool) {
	for i, from := range v.Rows[row].from {
		name := field
		if v.sides != nil {
			var mine bool
			if name, mine = strings.CutPrefix(field, v.sides[i]); !mine {
				continue
			}
		}
		if from.Table == nil || from.Table.Field(name) < 0 {
			continue
		}
		if of, at := from.Table.Related(from.Record, name); of != nil {
			from = Ref{of, at, 0}
		}
		return from, cmp.Or(v.typed[name], name), true
	}
	return Ref{}, "", false
}

// Path names a row by all keys from the top down, the same in views of
// different ledgers.
func (v *View) Path(row int) string {
	path := ""
	for ; row > 0; row = v.Rows[row].Parent {
		path = strings.Join(v.Rows[row].Keys, "\x1f") + "\x1e" + path
	}
	return path
}

// node is a row in the making.
type node struct {
	level    int
	key      []string // values of the level's keys, codes cut to their level
	order    int      // place in input order
	from     Ref      // the first record of the row
	sums     []budget.Fen
	children []*node
	index    map[string]*node
	row      int
}

type builder struct {
	p      *pack.Pack
	v      *pack.View
	l      *budget.Ledger
	view   *View
	fields []string
	cuts   []Cut
	root   *node
	homes  [][]*node // by source and leaf
	met    int       // orders of first use given so far
	nodes  int
}

// add aggregates one source table: first by combination of keys, then each
// combination once into the tree.
func (b *builder) add(t *budget.Table, gives func(measure string) bool) {
	s := newScan(b.v, t, b.fields, gives)
	n := len(b.v.Columns)
	var l leaves
	var sums []budget.Fen
	var samples []int // a record of each combination
	s.each(func(record int) {
		leaf, fresh := l.of(s, record)
		if fresh {
			samples = append(samples, record)
			sums = append(sums, make([]budget.Fen, n)...)
		}
		for c, tests := range s.columns {
			if passes(tests, record) {
				sums[int(leaf)*n+c] += s.amounts[c][record]
				for _, also := range s.also[c] {
					sums[int(leaf)*n+c] += s.table.Amounts(also)[record]
				}
			}
		}
	})
	homes := make([]*node, len(samples))
	for leaf, record := range samples {
		homes[leaf] = b.place(s, record, sums[leaf*n:(leaf+1)*n])
	}
	b.view.sources = append(b.view.sources, &source{scan: s})
	b.homes = append(b.homes, homes)
}

// place adds the sums of one combination to its node and all nodes above.
func (b *builder) place(s *scan, record int, sums []budget.Fen) *node {
	values := s.texts(record)
	at := b.root
	add(at.sums, sums)
	for i, r := range b.v.Rows {
		key, ok := b.levelKey(r, values)
		if !ok {
			continue // a code that ends above this level
		}
		next := at.index[strings.Join(key, "\x1f")]
		if next == nil {
			next = &node{level: i + 1, key: key, order: b.order(s, r, record), from: Ref{s.table, record, 0}, sums: make([]budget.Fen, len(sums))}
			at.adopt(next)
			b.nodes++
		}
		at = next
		add(at.sums, sums)
	}
	return at
}

func add(to, from []budget.Fen) {
	for i, x := range from {
		to[i] += x
	}
}

// levelKey cuts the values of a level's key fields to that level; ok is false
// where a code is too short for it.
func (b *builder) levelKey(r pack.RowDef, values []string) (key []string, ok bool) {
	for _, by := range r.By {
		f, level := pack.CutField(by)
		value := values[slices.Index(b.fields, f)]
		if level != "" {
			digits := b.l.Codes[b.p.ListOf(f)].Digits(level)
			if len(value) < digits {
				return nil, false
			}
			value = value[:digits]
		}
		key = append(key, value)
	}
	return key, true
}

// order is the place of a record's value in input order: that of the sheet
// which lists the choices, or of first use.
func (b *builder) order(s *scan, r pack.RowDef, record int) int {
	field, _ := pack.CutField(r.By[0])
	if i := s.table.Field(field); len(r.By) == 1 && i >= 0 && s.table.Seeded(i) {
		return int(s.table.IDs(i)[record])
	}
	b.met++
	return b.met
}

func (n *node) adopt(child *node) {
	if n.index == nil {
		n.index = map[string]*node{}
	}
	n.index[strings.Join(child.key, "\x1f")] = child
	n.children = append(n.children, child)
}

// flatten writes a node and what is below it into the view's rows. inherited
// are the key values of the nodes above, by key field.
func (b *builder) flatten(n *node, parent int, inherited []string) {
	if parent >= 0 && !b.v.Keep && !slices.ContainsFunc(n.sums, func(x budget.Fen) bool { return x != 0 }) {
		n.drop()
		return
	}
	n.row = len(b.view.Rows)
	values := inherited
	if n.level > 0 {
		values = slices.Clone(inherited)
		for i, by := range b.v.Rows[n.level-1].By {
			f, _ := pack.CutField(by)
			values[slices.Index(b.fields, f)] = n.key[i]
		}
	}
	b.view.Rows = append(b.view.Rows, Row{
		Zeros: b.zeros(n), Level: n.level, Parent: parent, Key: n.key[0], Keys: n.key,
		Texts: b.texts(n, values), Amounts: n.sums, from: []Ref{n.from},
	})
	b.sort(n.children)
	for _, c := range n.children {
		b.flatten(c, n.row, values)
	}
}

// zeros says in which columns of a row 0 was entered.
func (b *builder) zeros(n *node) (out []bool) {
	for i, c := range b.v.Columns {
		if n.from.Table != nil && c.Measure != "" && n.sums[i] == 0 && n.from.Table.ZeroEntered(n.from.Record, n.from.Table.Measure(c.Measure)) {
			if out == nil {
				out = make([]bool, len(b.v.Columns))
			}
			out[i] = true
		}
	}
	return out
}

func (n *node) drop() {
	n.row = -1
	for _, c := range n.children {
		c.drop()
	}
}

// sort puts the rows below a node into the order of its level: that of the input, or that of the codes. A text that
// no code orders, such as the name of a project behind its 科目, stands where it was first entered.
func (b *builder) sort(children []*node) {
	if len(children) < 2 {
		return
	}
	orders := map[int][]map[string]int{} // by level and field: where what stands up to a text was first entered
	slices.SortStableFunc(children, func(x, y *node) int {
		if x.level != y.level || x.level == 0 {
			return slices.Compare(x.key, y.key)
		}
		if b.v.Rows[x.level-1].Order == "录入" {
			return cmp.Compare(x.order, y.order)
		}
		first, has := orders[x.level]
		if !has {
			first = b.entered(x.level, children)
			orders[x.level] = first
		}
		for i := range x.key {
			way := strings.Compare(x.key[i], y.key[i])
			if way != 0 && first != nil && first[i] != nil {
				way = cmp.Compare(first[i][upTo(x, i)], first[i][upTo(y, i)])
			}
			if way != 0 {
				return way
			}
		}
		return 0
	})
}

// entered are, for each field of a level that is a text behind codes, the places where what stands up to it was
// first entered; nil for other fields, and for a level without such a text.
func (b *builder) entered(level int, children []*node) (first []map[string]int) {
	by, sheet := b.v.Rows[level-1].By, b.p.Input.Sheet(b.v.Sources[0])
	for i, name := range by {
		f, _ := pack.CutField(name)
		if b.p.ListOf(f) != "" {
			continue
		}
		text := sheet != nil && sheet.Column(f) != nil && sheet.Column(f).Kind == pack.Text
		switch {
		case first == nil && (i == 0 || !text):
			return nil
		case !text:
			continue
		case first == nil:
			first = make([]map[string]int, len(by))
		}
		first[i] = map[string]int{}
		for _, c := range children {
			if c.level != level {
				continue
			}
			if at, has := first[i][upTo(c, i)]; !has || c.order < at {
				first[i][upTo(c, i)] = c.order
			}
		}
	}
	return first
}

// upTo is the key of a row up to a field.
func upTo(n *node, field int) string { return strings.Join(n.key[:field+1], "\x1f") }

// texts follows Fields.
func (b *builder) texts(n *node, values []string) []string {
	code, name := "", n.key[0]
	if n.level > 0 {
		f, _ := pack.CutField(b.v.Rows[n.level-1].By[0])
		if list := b.l.Codes[b.p.ListOf(f)]; list != nil {
			code, name = n.key[0], list.NameOf(n.key[0])
		}
	}
	out := []string{code, name, code, name, b.view.Levels[n.level]}
	for i, f := range b.fields {
		out = append(out, values[i])
		if list := b.p.ListOf(f); list != "" {
			out = append(out, b.l.Codes[list].NameOf(values[i]))
		}
	}
	for _, f := range b.v.Carried {
		text := ""
		if n.from.Table != nil {
			text = n.from.Table.Value(n.from.Record, f)
		}
		out = append(out, text)
	}
	for _, c := range b.cuts {
		whole := code
		if c.Code != "编码" {
			whole = values[slices.Index(b.fields, c.Code)]
		}
		text := c.of(whole)
		if c.Named != "" {
			text = b.l.Codes[c.Named].NameOf(text)
		}
		out = append(out, text)
	}
	return out
}
