package check

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/expr-lang/expr/vm"
	"github.com/shopspring/decimal"

	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
)

// Book is a finished workbook as rules see it: figures in cells instead of line
// items. What does not stand in it is not ok, and rules that need it are left out.
type Book interface {
	// Info is an item of 基本信息 that the tables print.
	Info(name string) (text string, ok bool)
	// View is the figures of a view's column for a key, of its root for pack.Root;
	// near is the sheet that the rule is about, "" if it names none.
	View(near, view string, column int, key string) (figures []Figure, ok bool)
	// Rows are the rows that the workbook prints of a view.
	Rows(near, view string) []Row
	// Prints says whether all rows of a level are among them, of pack.Root the total.
	Prints(near, view, level string) bool
	// Cell is the figure in a cell.
	Cell(spot *Spot) (figure Figure, ok bool)
}

// Figure is an amount in 元 and the cell in which it stands, whatever that is to
// the Book.
type Figure struct {
	Amount decimal.Decimal
	Cell   any
}

// Row is a row of a view in a finished workbook; what it does not show is missing.
type Row struct {
	Texts   map[string]string
	Cells   map[string]any // where texts stand, whatever that is to the Book
	Amounts map[string]Figure
	Below   []int // the rows directly below it
}

// Spot names a cell of a finished table by the texts before and above it, as in
// 格("收入总计", "预算数").
type Spot struct {
	Sheet  string
	Row    string // the label; 甲/乙 is the first 乙 after 甲
	Column string // the header; "" if only one column belongs to the label

	At   [2]int     // its column and row in the template, once package verify has found it
	Unit money.Unit // of what is printed there
}

// Broken is a rule that a finished workbook does not keep, or an equation that it does.
type Broken struct {
	Holds    bool
	Rule     *pack.Rule
	Severity finding.Severity
	Operator string // of a comparison of amounts, "" if the rule is none
	Left     Side
	Right    Side
	Texts    []any  // of a rule that is no comparison, the cells of the row whose texts are tested
	Message  string // as the rule says it, "" if that needs what is not in the workbook
	Hint     string
}

// Side is a side of a comparison: its amount in 元 and the figures it is made of.
// All figures of a rule that is no comparison are on the left.
type Side struct {
	Amount  decimal.Decimal
	Figures []Figure
}

// Spots are the cells that a rule names, by its place among the rules.
func (rs *Rules) Spots() map[int][]*Spot { return rs.spots }

// Finished applies to a finished workbook the rules whose figures stand in it: those
// that it does not keep, and the equations among those that it does.
func (rs *Rules) Finished(b Book) (out []Broken) {
	t := &tracer{pack: rs.pack, from: b}
	r := &run{source: t, codes: rs.pack.Codes}
	r.compute(rs.numbers)
	for _, rule := range rs.rules {
		if rule.def.Table != "" {
			continue
		}
		t.near = cmp.Or(rule.def.Form, rule.def.Sheet)
		j := &judgement{rule: rule, book: t, vm: &vm.VM{MemoryBudget: memory}, env: map[string]any{runName: r}}
		if rule.def.View == "" {
			out = j.add(out)
			continue
		}
		t.of = rs.pack.View(rule.def.View)
		t.rows = b.Rows(t.near, rule.def.View)
		for i := range t.rows {
			t.row = i
			out = j.add(out)
		}
	}
	return out
}

// Numbers are the pack's numbers as far as they can be computed from a finished
// workbook, each with the figures that it is computed from.
func (rs *Rules) Numbers(b Book) map[string]Side {
	t := &tracer{pack: rs.pack, from: b}
	out := map[string]Side{}
	r := &run{source: t, codes: rs.pack.Codes}
	r.compute(nil)
	for _, n := range rs.numbers {
		t.seen = nil
		r.add(n)
		if value, ok := r.numbers[n.name]; ok {
			out[n.name] = Side{Amount: value, Figures: t.seen}
		}
	}
	return out
}

// judgement is one rule being applied to a finished workbook.
type judgement struct {
	rule *rule
	book *tracer
	vm   *vm.VM
	env  map[string]any
}

// add appends what is broken. A rule that cannot be evaluated here says nothing.
func (j *judgement) add(out []Broken) []Broken {
	r := j.rule
	if !j.bind(r.tested()) {
		return out
	}
	when, _ := r.when() // one that cannot be compiled is refused with the pack, or no part of a proven one
	if applies, _ := when.holds(j.vm, j.env); !applies {
		return out
	}
	j.book.seen = nil
	must, _ := r.must()
	holds, err := must.holds(j.vm, j.env)
	if err != nil {
		return out
	}
	sides := r.sides()
	if holds && (sides == nil || sides.operator != "==") {
		return out
	}
	b := Broken{Rule: r.def, Severity: r.severity, Holds: holds}
	if sides == nil {
		for _, name := range r.tested() {
			if at, ok := j.book.rows[j.book.row].Cells[name]; ok {
				b.Texts = append(b.Texts, at)
			}
		}
		b.Left.Figures = append(j.named(r.tested()), j.book.seen...)
		if j.book.of != nil && r.def.View != "" && len(b.Left.Figures) == 0 { // where the row is
			for _, c := range j.book.of.Columns {
				b.Left.Figures = append(b.Left.Figures, j.named([]string{c.Name})...)
			}
		}
	} else {
		b.Operator = sides.operator
		for i, side := range []*Side{&b.Left, &b.Right} {
			j.book.seen = nil
			value, err := j.vm.Run(sides.programs[i], j.env)
			if err != nil {
				return out
			}
			side.Amount = value.(amount)
			side.Figures = append(j.named(sides.used[i]), j.book.seen...)
		}
	}
	if w, err := r.says(); err == nil && !b.Holds && j.bind(w.told) {
		b.Message, _ = j.text(w.message)
		b.Hint, _ = j.text(w.hint)
	}
	return append(out, b)
}

// text is a message; its amounts are in the unit of the tables where they are
// followed by 元.
func (j *judgement) text(m message) (string, error) {
	out := slices.Clone(m)
	unit := j.book.pack.Unit
	return out.write(j.vm, j.env, func(i int, value any) string {
		d, ok := value.(amount)
		if !ok || i+1 == len(out) || !strings.HasPrefix(strings.TrimLeft(out[i+1].text, " "), "元") {
			return print(value)
		}
		out[i+1].text = strings.Replace(out[i+1].text, "元", unit.Name, 1)
		return unit.Of(d).String()
	})
}

// bind gives names their values in the row; it fails where the row lacks one.
func (j *judgement) bind(names []string) bool {
	if len(names) == 0 {
		return true
	}
	row := j.book.rows[j.book.row]
	for _, name := range names {
		if f, ok := row.Amounts[name]; ok {
			j.env[name] = f.Amount
		} else if text, ok := row.Texts[name]; ok {
			j.env[name] = text
		} else {
			return false
		}
	}
	return true
}

// named are the figures that names stand for.
func (j *judgement) named(names []string) (figures []Figure) {
	for _, name := range names {
		if f, ok := j.book.rows[j.book.row].Amounts[name]; ok {
			figures = append(figures, f)
		}
	}
	return figures
}

// tracer looks things up in a finished workbook, and remembers the figures that
// an expression has seen.
type tracer struct {
	pack *pack.Pack
	from Book
	near string
	of   *pack.View // whose rows are judged
	rows []Row
	row  int
	seen []Figure
}

// errMissing ends the evaluation of a rule.
var errMissing = errors.New("not in the workbook")

func (t *tracer) add(figures []Figure, ok bool) (sum amount, err error) {
	if !ok {
		return sum, errMissing
	}
	for _, f := range figures {
		sum = sum.Add(f.Amount)
	}
	t.seen = append(t.seen, figures...)
	return sum, nil
}

func (t *tracer) root(c *cell) (amount, error) { return t.byKey(c, pack.Root) }

func (t *tracer) byKey(c *cell, key string) (amount, error) {
	return t.add(t.from.View(t.near, c.view, c.column, key))
}

func (t *tracer) figure(s *Spot) (amount, error) {
	f, ok := t.from.Cell(s)
	return t.add([]Figure{f}, ok)
}

// find finds nothing: the records are not in the workbook.
func (t *tracer) find(*lookup, []any) (e entry, err error) { return e, errMissing }

func (t *tracer) where(*lookup, []int) string { return "" }

func (t *tracer) info(name string) (string, error) {
	text, ok := t.from.Info(name)
	if !ok {
		return "", errMissing
	}
	return text, nil
}

// alike is how many such rows of a view the workbook prints; it must print some, and
// all rows of the levels that are asked for, not only those that a form picks.
func (t *tracer) alike(want *rowsOf) (n int, err error) {
	levels := []string{pack.Root}
	for _, row := range t.pack.View(want.view).Rows {
		levels = append(levels, row.Level)
	}
	asked := func(level string) bool { // a total has no texts to ask for
		return !slices.ContainsFunc(want.only, func(f filter) bool {
			return f.field == "层级" && !f.values[level] || f.field != "层级" && level == pack.Root
		})
	}
	if slices.ContainsFunc(levels, func(level string) bool { return asked(level) && !t.from.Prints(t.near, want.view, level) }) {
		return 0, errMissing
	}
	rows := t.from.Rows(t.near, want.view)
	if len(rows) == 0 {
		return 0, errMissing
	}
	for _, row := range rows {
		if !slices.ContainsFunc(want.only, func(f filter) bool { return !f.values[row.Texts[f.field]] }) {
			n++
		}
	}
	return n, nil
}

func (t *tracer) below(column int) (sum amount, err error) {
	name := t.of.Columns[column].Name
	rows := t.rows[t.row].Below
	if len(rows) == 0 {
		rows = []int{t.row}
	}
	var figures []Figure
	for _, i := range rows {
		f, ok := t.rows[i].Amounts[name]
		if !ok {
			return sum, errMissing
		}
		figures = append(figures, f)
	}
	return t.add(figures, true)
}
