package verify

import (
	"slices"

	"github.com/shopspring/decimal"

	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/pack"
	"ysgk/internal/xlsxedit"
)

// equation says that a figure is what others add up to. It is true of any right
// workbook: of a row and those below it, of the figures that the template's formula
// adds up, of the same line items wherever they stand.
type equation struct {
	how   string // one of pack.Derivations
	total *fact
	parts []*fact
	less  []*fact // taken off the parts
	wrong *fact   // the one that differs from all others that should be the same, nil if that is not known
}

// equations judges all that follows from the views, the levels and the formulas of
// the template.
func (v *verifier) equations() {
	v.sameItems()
	v.formulas()
	v.levelSums()
	v.amongWhich()
}

// judge compares the sides of an equation.
func (v *verifier) judge(e equation) {
	all := slices.Concat([]*fact{e.total}, e.parts, e.less)
	if slices.ContainsFunc(all, v.weak) {
		return
	}
	scale := e.total.scale
	c := compared{left: e.total.printed(), scale: scale, room: v.room(scale, all...), operator: "=="}
	for _, p := range e.parts {
		c.right = c.right.Add(p.value.Shift(-scale))
	}
	for _, p := range e.less {
		c.right = c.right.Sub(p.value.Shift(-scale))
	}
	if c.fails().IsZero() {
		v.held = append(v.held, e)
		return
	}
	if e.how != pack.Below && e.how != pack.Formula && v.tenfold(e, c.right) {
		return
	}
	f := fault{equation: &e, message: e.total.said() + "，应等于 " + relatives[e.how] + v.side(all[1:], c.right), hint: hints[e.how]}
	f.code, f.severity = v.idOf(e, all)
	if slices.ContainsFunc(all, func(x *fact) bool { return x.nth > 0 }) {
		f.hint = "核对这句话和表里的数，改正写错的一个。"
	}
	for _, x := range all {
		f.cells = append(f.cells, x.ref())
	}
	v.unequal(f, c)
}

// relatives says what the parts are to the total, where their names do not.
var relatives = map[string]string{pack.Below: "下级各行 "}

// hints say what to look at.
var hints = map[string]string{
	pack.Below:   "核对这一行和下级各行，看有没有填错、漏行或重复。",
	pack.Formula: "核对这一格和相加的各格。",
	pack.Columns: "核对这几格，改正填错的一个。",
	pack.Same:    "核对两张表的这一格，改正填错的一个。",
	pack.Parts:   "核对这几格，改正填错的一个。",
}

// The ids of equations that the pack does not name.
const (
	ownTable    = "A000"
	ownLevels   = "A201"
	otherTables = "B000"
)

// idOf is the pack's id of an equation and how bad it is that it fails.
func (v *verifier) idOf(e equation, all []*fact) (id string, severity finding.Severity) {
	var sheets, labels []string
	beside := true
	for i, f := range all {
		if f.nth > 0 {
			return otherTables, finding.Error // the pack's names are those of tables
		}
		if !slices.Contains(sheets, f.table.form.Sheet) {
			sheets = append(sheets, f.table.form.Sheet)
		}
		if i == 0 || e.how == pack.Same {
			labels = append(labels, f.table.called(f.row, f.col))
		}
		beside = beside && f.row == e.total.row
	}
	how := e.how
	if beside && len(sheets) == 1 && e.how != pack.Same {
		how = pack.Columns
	}
	for _, n := range v.pack.Equations {
		within := len(sheets) == 1 && slices.Contains(n.Within, sheets[0])
		between := len(sheets) > 1 && len(n.Between) > 0 && !slices.ContainsFunc(n.Between, func(s string) bool { return !slices.Contains(sheets, s) })
		if (within || between) && (n.How == "" || n.How == how) && (n.Row == "" || slices.Contains(labels, "「"+n.Row+"」")) {
			return n.ID, finding.Severity(max(0, slices.Index(pack.Severities, n.Severity)))
		}
	}
	switch {
	case len(sheets) > 1:
		return otherTables, finding.Error
	case how == pack.Below:
		return ownLevels, finding.Error
	}
	return ownTable, finding.Error
}

// levelSums derives that each row is the sum of those directly below it.
func (v *verifier) levelSums() {
	for _, t := range v.tables {
		for _, l := range t.lists {
			for _, r := range l.records {
				if len(r.kids) > 0 && v.pack.View(l.list).Of == "" {
					v.levelSum(t, l, r)
				}
			}
		}
	}
}

func (v *verifier) levelSum(t *table, l *laneRows, r *record) {
	for _, c := range t.rows[r.tpl].Cells {
		if !amount(&c) || !l.lane.Has(c.Col) || !v.addsUp(t, c.Col, r) {
			continue
		}
		scale := v.tagged(t, xlsxedit.Pos{Col: c.Col, Row: r.tpl}, v.inUnit(t), 0).Power
		e := equation{how: pack.Below, total: t.figure(xlsxedit.Pos{Col: c.Col, Row: r.tpl}, r.row, scale)}
		for _, k := range r.kids {
			e.parts = append(e.parts, t.figure(xlsxedit.Pos{Col: c.Col, Row: k.tpl}, k.row, scale))
		}
		if e.total != nil && !slices.Contains(e.parts, nil) {
			v.judge(e)
		}
	}
}

// formulas computes the template's own formulas over what the workbook holds,
// where the workbook has no formula or another one: what its own formulas give is
// judged by their cells (grid.go).
func (v *verifier) formulas() {
	for _, t := range v.tables {
		for _, p := range t.order {
			if t.cells[p].Formula == nil || t.cols[p.Col] == 0 {
				continue
			}
			for _, row := range t.found(p) {
				v.formulaSum(t, p, row)
			}
		}
	}
}

// formulaSum derives what the template's formula adds up in a place; what it computes
// in another way is compared alone.
func (v *verifier) formulaSum(t *table, p xlsxedit.Pos, row int) {
	text, ok := v.moved(t, p, row)
	x := t.sheet.at(t.cols[p.Col], row)
	if !ok || x != nil && (v.told[x] || x.formula != "" && (x.formula == text || v.looksSame(text, x))) {
		return
	}
	scale := v.tagged(t, p, v.inUnit(t), 0).Power
	e := equation{how: pack.Formula, total: t.figure(p, row, scale)}
	if e.total == nil || t.cells[p].Unitless() || !v.sums(t.cells[p].Formula, false) {
		v.unlike(t, p, row, text)
		return
	}
	for _, r := range v.book.cells(text, t.sheet) {
		f := v.placed(r)
		if f == nil {
			return
		}
		e.parts = append(e.parts, f)
	}
	v.judge(e)
}

// placed is the figure in a cell of the workbook, by its table; nil if it is none.
func (v *verifier) placed(r ref) *fact {
	if f := v.sentences[r]; f != nil {
		return f
	}
	var home *table
	for _, t := range v.tables {
		if t.in(r) {
			if f := t.factAt(r.Col, r.Row); f != nil {
				return f
			}
			home = t
		}
	}
	d, ok := r.sheet.cells[r.Pos].number()
	if home == nil || !ok {
		return nil
	}
	x := r.sheet.cells[r.Pos]
	scale := v.tagged(home, home.exact[x], v.inUnit(home), 0).Power
	return &fact{table: home, cell: x, col: r.Col, row: r.Row, value: d.Shift(scale), scale: scale}
}

// unlike compares what stands in a cell with what the template's formula gives there.
func (v *verifier) unlike(t *table, p xlsxedit.Pos, row int, text string) {
	at := ref{sheet: t.sheet, Pos: xlsxedit.Pos{Col: t.cols[p.Col], Row: row}}
	x := t.sheet.cells[at.Pos]
	want, ok := v.wanted(t, p, row)
	got, number := x.number()
	amounts := want.Kind == formula.Number && number
	texts := want.Kind == formula.Text && x != nil && !number
	if !ok || !amounts && !texts || amounts && near(got, want.Num) || texts && x.plain == plain(want.Text) {
		return
	}
	cells := v.book.cells(text, t.sheet)
	here := &fact{table: t, col: at.Col, row: row}
	f := fault{
		cells:   append([]ref{at}, cells...),
		message: t.name + t.called(row, at.Col) + "：这里是 ", hint: hints[pack.Formula],
	}
	f.code, f.severity = v.idOf(equation{how: pack.Formula, total: here}, []*fact{here})
	if t.cells[p].Unitless() || texts {
		f.code = ownTable
		f.hint = "核对这一格和算它的各格。"
	}
	if texts {
		f.message += "「" + x.text + "」，按模板的公式应是「" + want.Text + "」"
		v.add(f)
		return
	}
	f.message += got.String() + "，按模板的公式应是 " + want.Num.Round(noise).String()
	equal := compared{left: got, right: want.Num, scale: v.inUnit(t).Power, operator: "==", unitless: t.cells[p].Unitless()}
	switch {
	case !t.cells[p].Unitless():
		equal.room = v.rounding(cells)
	case v.printed(text, at, cells, got, want.Num):
		return
	}
	v.unequal(f, equal)
}

// scaled is a figure in another unit than another one.
type scaled struct{ wrong, other *fact }

// tenfold finds a figure that is in another unit than the others, and says whether
// there is one.
func (v *verifier) tenfold(e equation, total decimal.Decimal) bool {
	big := v.inOther(e, total)
	if big == nil {
		return false
	}
	if big.cell != nil {
		v.told[big.cell] = true
	}
	other := e.total
	if big == e.total {
		other = e.parts[0]
	}
	v.inOtherUnit = append(v.inOtherUnit, scaled{big, other})
	return true
}

// inOther is the figure that is in the other unit than its table, nil if the two
// sides differ in another way.
func (v *verifier) inOther(e equation, total decimal.Decimal) *fact {
	a, b := e.total.printed().Abs(), total.Abs()
	near := func(x, y decimal.Decimal) bool { // typed figures are rounded
		return !y.IsZero() && x.Shift(v.apart()).Sub(y).Abs().LessThanOrEqual(y.Shift(-3))
	}
	small, large := near(a, b), near(b, a)
	switch {
	case !small && !large:
		return nil
	case e.wrong != nil:
		return e.wrong
	case large == v.large():
		return e.total
	}
	return slices.MaxFunc(e.parts, func(x, y *fact) int { return x.value.Abs().Cmp(y.value.Abs()) })
}

// wholeTables says once of a table what is true of most of its amounts.
func (v *verifier) wholeTables() {
	bySheet := map[*sheet][]scaled{}
	wrong := map[ref]bool{}
	for _, x := range v.inOtherUnit {
		wrong[x.wrong.ref()] = true
	}
	follows := func(x scaled) bool { // a sum of what is wrong
		for r := range v.closure([]ref{x.wrong.ref()}) {
			if r != x.wrong.ref() && wrong[r] {
				return true
			}
		}
		return false
	}
	for _, x := range v.inOtherUnit {
		if x.wrong.cell != nil && x.wrong.cell.formula != "" && follows(x) {
			continue
		}
		bySheet[x.wrong.table.sheet] = append(bySheet[x.wrong.table.sheet], x)
	}
	for _, t := range v.tables {
		list := bySheet[t.sheet]
		delete(bySheet, t.sheet)
		if len(list) > 3 {
			v.report(tableInOtherUnit.hinted(v.inUnit(t).Name), t.title.place(), t.name, len(list), v.factor(), list[0].wrong.place())
			continue
		}
		for _, x := range list {
			at := x.wrong
			v.report(figureInOtherUnit.hinted(v.inUnit(at.table).Name), at.place(),
				at.table.name, at.table.called(at.row, at.col), at.printed(), x.other.table.name, x.other.place(), x.other.printed(), v.factor(), v.mixed())
		}
	}
}

// weak says whether the cell was reported already, so that what it says of
// other tables is no news.
func (v *verifier) weak(f *fact) bool { return f.cell != nil && v.told[f.cell] }

// printed is the amount in the unit in which its table prints it.
func (f *fact) printed() decimal.Decimal { return f.value.Shift(-f.scale) }

func (f *fact) place() finding.Place { return f.ref().place() }
