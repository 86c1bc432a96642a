package check

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"
	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pivot"
)

// memory bounds the lists that one expression may make.
const memory = 10_000

// How many findings of one rule are listed. Errors all have to be mended;
// thousands of equal warnings hide the others.
const (
	maxErrors   = 5000
	maxWarnings = 100
)

// Run applies the rules to a ledger and its views.
func (rs *Rules) Run(l *budget.Ledger, views []*pivot.View) finding.List {
	return rs.apply(newTables(l, views), func(i int) bool { return rs.rules[i].def.Form == "" })
}

// RunViews applies those rules alone that look at views: of a part of a ledger, whose
// records the others have judged.
func (rs *Rules) RunViews(l *budget.Ledger, views []*pivot.View) finding.List {
	return rs.apply(newTables(l, views), func(i int) bool { return rs.rules[i].def.Form == "" && rs.rules[i].def.Table == "" })
}

// Printed applies the rules about cells of the tables that a ledger was just printed
// in; shown is the amount in 元 that such a cell shows, not ok if no table has it.
func (rs *Rules) Printed(l *budget.Ledger, views []*pivot.View, shown func(*Spot) (amount decimal.Decimal, ok bool)) finding.List {
	from := newTables(l, views)
	from.shown = shown
	return rs.apply(from, func(i int) bool { return len(rs.rules[i].cells) > 0 && rs.rules[i].def.View == "" })
}

// apply applies some of the rules.
func (rs *Rules) apply(from *tables, which func(int) bool) (findings finding.List) {
	r := &run{source: from, codes: from.ledger.Codes}
	r.compute(rs.numbers)
	m := &vm.VM{MemoryBudget: memory}
	for i, rule := range rs.rules {
		if !which(i) {
			continue
		}
		from.seen = nil
		t := &trial{
			rule: rule, vm: m, env: map[string]any{runName: r}, unit: rs.pack.Unit,
			place: finding.Place{Sheet: rule.def.Sheet}, out: &findings,
		}
		s, err := rs.subject(rule, from)
		if err == nil {
			err = t.each(s)
		}
		if err != nil {
			t.undecided(err)
		}
		from.forget()
	}
	return findings
}

// subject is what a rule is about.
func (rs *Rules) subject(rule *rule, from *tables) (subject, error) {
	def := rule.def
	switch {
	case def.Table != "":
		t := from.ledger.Tables[def.Table]
		if t == nil {
			return nil, fmt.Errorf("没有表 %s", def.Table)
		}
		return &records{table: t, sheet: rs.pack.SheetOf(def.Table), cell: def.Cell, values: from.valuesOf(t)}, nil
	case def.View != "":
		v := from.views[def.View]
		if v == nil {
			return nil, fmt.Errorf("没有视图 %s", def.View)
		}
		return &rows{view: v, from: from, rule: rule, sheetOf: rs.pack.SheetOf}, nil
	}
	out := once{from: from, sheetOf: rs.pack.SheetOf}
	switch {
	case len(rule.cells) > 0:
		first := rule.cells[0]
		out.at = finding.At(first.Sheet, first.At[0], first.At[1])
	case def.Cell != "":
		out.at = finding.Place{Sheet: rs.pack.Input.InfoSheet()}
		if at, ok := from.ledger.InfoAt[def.Cell]; ok {
			out.at = finding.At(out.at.Sheet, at.Col, at.Row)
		}
	case rs.pack.Input.Sheet(def.Sheet) != nil:
		out.sheet = def.Sheet
	}
	return out, nil
}

// pointed are the columns of a view whose records a rule points at, the best first: the
// one that it names, those that it compares, those that it looks at, any.
func (r *rule) pointed(v *pivot.View) (columns []int) {
	names := []string{r.def.Cell}
	if s := r.sides(); s != nil {
		names = slices.Concat(names, s.used[0], s.used[1])
	}
	for _, name := range slices.Concat(names, r.tested(), v.Columns) {
		if c := slices.Index(v.Columns, name); c >= 0 {
			columns = append(columns, c)
		}
	}
	return columns
}

// trial is one rule being applied.
type trial struct {
	rule  *rule
	vm    *vm.VM
	env   map[string]any
	unit  money.Unit // of the tables
	place finding.Place
	found int
	out   *finding.List

	words words // once it is broken
	told  func(env map[string]any, i int)
}

// each judges all that a rule is about. Most rules apply to nothing of a department: what
// they demand is not compiled.
func (t *trial) each(s subject) error {
	when, err := t.rule.when()
	if err != nil {
		return err
	}
	applies := t.answers(s, when)
	var holds func(i int) (bool, error)
	for i := range s.len() {
		broken, err := applies(i)
		if broken && holds == nil {
			must, err := t.rule.must()
			if err != nil {
				return err
			}
			holds = t.answers(s, must)
		}
		if broken {
			broken, err = holds(i)
			broken = !broken
		}
		t.place = finding.Place{Sheet: t.rule.def.Sheet}
		if err != nil || broken { // a place may take long to find
			if p, ok := s.place(i); ok {
				t.place = p
			}
		}
		if err == nil && broken {
			err = t.report(s, i)
		}
		if err != nil {
			t.undecided(err)
		}
		if t.full() {
			return nil
		}
	}
	return nil
}

// answers gives the answer of a condition for each thing.
func (t *trial) answers(s subject, c condition) func(i int) (bool, error) {
	parts := make([]func(i int) (bool, error), len(c))
	return func(i int) (bool, error) {
		for k, made := range c {
			if parts[k] == nil {
				p, err := made()
				if err != nil {
					return false, err
				}
				parts[k] = t.answer(s, p)
			}
			if yes, err := parts[k](i); !yes {
				return false, err
			}
		}
		return true, nil
	}
}

// answer asks what is alike in all that a part names once: of 100,000 line items many are.
func (t *trial) answer(s subject, p part) func(i int) (bool, error) {
	bind := s.bind(p.names)
	ask := func(i int) (bool, error) {
		bind(t.env, i)
		answer, err := t.vm.Run(p.program, t.env)
		return err == nil && answer == true, err
	}
	alike, bound := s.alike(p.names)
	if alike == nil {
		return ask
	}
	known := make([]int8, bound) // 1: yes, -1: no
	return func(i int) (bool, error) {
		k := alike(i)
		if known[k] == 0 {
			yes, err := ask(i)
			if err != nil {
				return false, err
			}
			if known[k] = -1; yes {
				known[k] = 1
			}
		}
		return known[k] > 0, nil
	}
}

func (t *trial) report(s subject, i int) error {
	if t.told == nil {
		var err error
		if t.words, err = t.rule.says(); err != nil {
			return err
		}
		t.told = s.bind(t.words.told)
	}
	t.told(t.env, i)
	say := func(_ int, value any) string { return print(value) }
	text, err := t.words.message.write(t.vm, t.env, say)
	if err != nil {
		return err
	}
	if s := t.rule.sides(); s != nil && t.rule.def.Form != "" {
		both, err := t.both(s)
		if err != nil {
			return err
		}
		text += "：" + both
	}
	hint, err := t.words.hint.write(t.vm, t.env, say)
	if err != nil {
		return err
	}
	t.add(t.rule.severity, text, hint)
	return nil
}

// both are the sides of a comparison of printed figures, in the unit of the tables.
func (t *trial) both(s *sides) (string, error) {
	var said [2]string
	for i, program := range s.programs {
		value, err := t.vm.Run(program, t.env)
		if err != nil {
			return "", err
		}
		said[i] = t.unit.Of(value.(amount)).String() + " " + t.unit.Name
	}
	return said[0] + Demand[s.operator] + said[1], nil
}

// undecided reports a rule that could not be evaluated: silence would look
// like consent. A rule about cells that this department's tables have not got is none.
func (t *trial) undecided(err error) {
	if errors.Is(err, errMissing) {
		return
	}
	t.add(finding.Error, "规则 "+t.rule.def.ID+" 无法判断："+reason(err), "核对这里的内容；如果没有错，请发模板包的财政部门改正这条规则。")
}

// reason says in words why an expression has no value.
func reason(err error) string {
	var at *file.Error
	if errors.As(err, &at) {
		return translate(at.Message)
	}
	return translate(err.Error())
}

func (t *trial) add(s finding.Severity, text, hint string) {
	*t.out = append(*t.out, finding.Finding{Severity: s, Code: t.rule.def.ID, Place: t.place, Message: text, Hint: hint})
	t.found++
}

// full says whether enough was said of one rule, and says so.
func (t *trial) full() bool {
	most := maxWarnings
	if t.rule.severity == finding.Error {
		most = maxErrors
	}
	if t.found < most {
		return false
	}
	t.place.Cell = ""
	t.add(t.rule.severity, "规则 "+t.rule.def.ID+" 的问题太多，以后的不再列出", "先改好列出的，再运行一次。")
	return true
}

// subject is a list of things that a rule is about.
type subject interface {
	len() int
	// bind prepares a function that gives the names their values of thing i.
	bind(names []string) func(env map[string]any, i int)
	// alike gives things with the same values of the names the same number below a bound;
	// nil if hardly any are alike.
	alike(names []string) (of func(i int) int, bound int)
	// place is where thing i stands; ok is false if the rule itself says it.
	place(i int) (p finding.Place, ok bool)
}

// once is the subject of a rule about whole views.
type once struct {
	at      finding.Place // the cell to point at, if the rule names one
	from    *tables       // knows which figures are judged
	sheet   string        // the input sheet that the rule says it is about, if any
	sheetOf func(table string) string
}

func (once) len() int { return 1 }

func (o once) bind([]string) func(map[string]any, int) {
	return func(map[string]any, int) {
		if o.from.seen == nil {
			o.from.seen = []seen{}
		}
	}
}

func (once) alike([]string) (func(int) int, int) { return nil, 0 }

// place is the cell, or the first record behind a figure that the rule looks at, on
// its sheet. A rule without an input sheet must look at one figure alone: of several
// nobody can tell which is wrong.
func (o once) place(int) (p finding.Place, ok bool) {
	if o.at.Sheet != "" {
		return o.at, true
	}
	for _, f := range o.from.seen {
		if p, ok = f.record(o.sheetOf, nil); ok && (p.Sheet == o.sheet || o.sheet == "" && len(o.from.seen) == 1) {
			return p, true
		}
	}
	return p, false
}

// records are those of a table.
type records struct {
	table  *budget.Table
	sheet  string
	cell   string // the column to point at
	values *values
}

func (s *records) len() int { return s.table.Len() }

func (s *records) bind(names []string) func(env map[string]any, i int) {
	var steps []func(env map[string]any, i int)
	for _, name := range names {
		if f := s.table.Field(name); f >= 0 {
			texts, ids := s.values.textsOf(f), s.table.IDs(f)
			steps = append(steps, func(env map[string]any, i int) { env[name] = texts[ids[i]] })
		} else if m := s.table.Measure(strings.TrimPrefix(name, blankOf)); m >= 0 && strings.HasPrefix(name, blankOf) {
			amounts := s.table.Amounts(m)
			steps = append(steps, func(env map[string]any, i int) { env[name] = amounts[i] == 0 && !s.table.ZeroEntered(i, m) })
		} else if m >= 0 {
			steps = append(steps, func(env map[string]any, i int) { env[name] = s.values.amount(m, i) })
		} else {
			steps = append(steps, func(env map[string]any, i int) { env[name] = s.values.row(i) })
		}
	}
	return all(steps)
}

// alike numbers the combinations of the values of fields, of which there must be fewer
// than records.
func (s *records) alike(names []string) (of func(i int) int, bound int) {
	var ids [][]uint32
	var sizes []int
	bound = 1
	for _, name := range names {
		f := s.table.Field(name)
		if f < 0 {
			return nil, 0
		}
		size := len(s.table.Distinct(f))
		if bound *= size; bound > s.len() {
			return nil, 0
		}
		ids, sizes = append(ids, s.table.IDs(f)), append(sizes, size)
	}
	return func(i int) (k int) {
		for j := range ids {
			k = k*sizes[j] + int(ids[j][i])
		}
		return k
	}, bound
}

// place is the record's cell in the rule's column, or its row.
func (s *records) place(i int) (finding.Place, bool) {
	sheet, col, row := s.table.At(i, s.cell)
	if sheet == s.table.Name {
		sheet = s.sheet
	}
	switch {
	case row == 0:
		return finding.Place{Sheet: sheet}, true
	case col == 0:
		return finding.Place{Sheet: sheet, Cell: strconv.Itoa(row) + "行"}, true
	}
	return finding.At(sheet, col, row), true
}

// rows are those of a view.
type rows struct {
	view    *pivot.View
	from    *tables // is told which row is judged
	rule    *rule
	columns []int // whose records are pointed at, the best first, once one is
	odds    int   // how many rows were searched for odd records
	sheetOf func(table string) string
}

func (s *rows) len() int { return len(s.view.Rows) }

func (s *rows) alike([]string) (func(int) int, int) { return nil, 0 }

func (s *rows) bind(names []string) func(env map[string]any, i int) {
	steps := []func(env map[string]any, i int){func(_ map[string]any, i int) { s.from.of, s.from.row = s.view, i }}
	for _, name := range names {
		if c := slices.Index(s.view.Columns, name); c >= 0 {
			steps = append(steps, func(env map[string]any, i int) { env[name] = s.view.Rows[i].Amounts[c].Yuan() })
		} else if f := slices.Index(s.view.Fields, name); f >= 0 {
			steps = append(steps, func(env map[string]any, i int) { env[name] = s.view.Rows[i].Texts[f] })
		}
	}
	return all(steps)
}

// place is the first record behind a row's amounts that has a cell, if possible one
// that only one side of the comparison counts.
func (s *rows) place(i int) (p finding.Place, ok bool) {
	if s.columns == nil {
		s.columns = s.rule.pointed(s.view)
	}
	odd := s.odd(i)
	for _, only := range []func(pivot.Ref) bool{func(r pivot.Ref) bool { return odd[r] }, nil} {
		for _, c := range s.columns {
			if p, ok = (seen{s.view, i, c}).record(s.sheetOf, only); ok {
				return p, true
			}
		}
	}
	return p, false
}

// odd are the records that count on one side of the comparison and not on the other. Of
// many rows with the same fault some are enough: the search takes long.
func (s *rows) odd(i int) map[pivot.Ref]bool {
	odd := map[pivot.Ref]bool{}
	sides := s.rule.sides()
	if sides == nil || s.odds == maxWarnings {
		return odd
	}
	s.odds++
	for _, names := range sides.used {
		for _, name := range names {
			if c := slices.Index(s.view.Columns, name); c >= 0 {
				for _, ref := range s.view.Trace(i, c) {
					odd[ref] = !odd[ref]
				}
			}
		}
	}
	return odd
}

// record is the first record behind a figure that has a cell; only says of which, all
// if nil.
func (f seen) record(sheetOf func(table string) string, only func(pivot.Ref) bool) (p finding.Place, ok bool) {
	if f.view.Rows[f.row].Amounts[f.column] == 0 {
		return p, false
	}
	for _, ref := range f.view.Trace(f.row, f.column) {
		if only != nil && !only(ref) {
			continue
		}
		t := ref.Table
		if sheet, col, row := t.At(ref.Record, t.Measures[ref.Measure]); row > 0 && col > 0 {
			if sheet == t.Name {
				sheet = sheetOf(sheet)
			}
			return finding.At(sheet, col, row), true
		}
	}
	return p, false
}

func all(steps []func(env map[string]any, i int)) func(env map[string]any, i int) {
	return func(env map[string]any, i int) {
		for _, step := range steps {
			step(env, i)
		}
	}
}
