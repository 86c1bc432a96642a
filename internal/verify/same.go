package verify

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/double"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/reach"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// different says how a formula of the workbook differs from what the template
// computes in its place; "" if it computes the same or nobody can tell. Texts may
// differ (=D6+E6, =SUM(D6:E6)): both are computed from figures drawn for every
// amount, and two formulas that agree on those are the same.
func (v *verifier) different(t *table, x *cell) string {
	text, ok := v.template(t, x)
	if !ok || text == x.formula || v.looksSame(text, x) {
		return ""
	}
	draws := 1
	if chooses(text) || chooses(x.formula) {
		draws = drawings
	}
	for n := range draws {
		draw := t.drawn(n)
		got, ok1 := v.drawnResult(x.formula, x, draw)
		want, ok2 := v.drawnResult(text, x, draw)
		if !ok1 || !ok2 {
			return ""
		}
		if !alike(got, want) {
			untold := func(cells []ref) []ref {
				return slices.DeleteFunc(amountsIn(cells, draw), func(r ref) bool { return v.strayRow(r) })
			}
			want, has := untold(v.book.cells(text, x.sheet)), untold(v.precedents(x))
			if len(v.stray) > 0 && len(without(want, has))+len(without(has, want)) == 0 {
				return "" // but for a row too many, which is told
			}
			return difference(want, has)
		}
	}
	return ""
}

// drawings is how often figures are drawn for formulas that choose: the first ones
// may lead all of them to the same choice.
const drawings = 13

// chooses is true of a formula whose result depends on which amount is larger, or
// which texts are the same.
func chooses(text string) bool {
	f, err := formula.Parse(text)
	return err == nil && slices.ContainsFunc(f.Functions(), func(name string) bool { return slices.Contains(choosing, name) })
}

var choosing = strings.Fields("RANK RANK.EQ RANK.AVG MAX MAXA MIN MINA LARGE SMALL MEDIAN " +
	"COUNTIF COUNTIFS SUMIF SUMIFS AVERAGEIF AVERAGEIFS MATCH XMATCH LOOKUP VLOOKUP HLOOKUP XLOOKUP SUMPRODUCT")

// template is the formula that the template has in the place of a cell: its own, or
// the sum of the rows below.
func (v *verifier) template(t *table, x *cell) (text string, ok bool) {
	p := t.exact[x]
	if t.cells[p].Formula != nil {
		return v.moved(t, p, x.row)
	}
	var rows []int
	for _, r := range t.below(x) {
		if v.holds(t, r.row) { // not a row with words alone
			rows = append(rows, r.row)
		}
	}
	var parts []string
	for _, r := range reach.Runs(rows) {
		parts = append(parts, a1.Range{Col1: x.col, Row1: r.From, Col2: x.col, Row2: r.To}.String())
	}
	return "SUM(" + strings.Join(parts, ",") + ")", len(parts) > 0
}

// wanted is what the template's formula gives in a row, of what the workbook holds.
func (v *verifier) wanted(t *table, p xlsxedit.Pos, row int) (formula.Value, bool) {
	if t.cells[p].Formula == nil {
		return formula.Value{}, false
	}
	text, ok := v.moved(t, p, row)
	if !ok {
		return formula.Value{}, false
	}
	return v.book.computed(&cell{sheet: t.sheet, col: t.cols[p.Col], row: row, formula: text, array: t.cells[p].Array})
}

// looksSame says whether a formula does the same as that of a cell by its text and the
// cells that it names.
func (v *verifier) looksSame(text string, x *cell) bool {
	p, err1 := formula.Parse(text)
	q, err2 := formula.Parse(x.formula)
	return err1 == nil && err2 == nil && v.book.shape(p, x.sheet).equal(v.book.shape(q, x.sheet))
}

// drawnResult computes a formula in the place of a cell from drawn figures.
func (v *verifier) drawnResult(text string, x *cell, draw func(ref) formula.Value) (formula.Value, bool) {
	p, err := formula.Parse(text)
	if err != nil {
		return formula.Value{}, false
	}
	got, err := p.Eval(&formula.Env{Book: drawnBook{grid{book: v.book}, draw}, Sheet: drawnPage{page{sheet: x.sheet}, draw}, Col: x.col, Row: x.row, Array: x.array})
	return got, err == nil
}

// alike says whether two formulas computed the same.
func alike(a, b formula.Value) bool {
	if a.Kind == formula.Number && b.Kind == formula.Number {
		return double.Same(a.Num, b.Num)
	}
	return a.Kind == b.Kind && a.Text == b.Text && a.Bool == b.Bool
}

// difference says which cells a formula should have and has.
func difference(want, has []ref) string {
	missing, extra := without(want, has), without(has, want)
	switch {
	case len(missing) > 0 && len(extra) > 0:
		return "漏了 " + names(missing) + "，多了 " + names(extra)
	case len(missing) > 0:
		return "漏了 " + names(missing)
	case len(extra) > 0:
		return "多了 " + names(extra)
	}
	return "用到的格子一样，算法不同"
}

// amountsIn are the cells that hold amounts.
func amountsIn(cells []ref, draw func(ref) formula.Value) (out []ref) {
	for _, r := range cells {
		if draw(r).Kind == formula.Number {
			out = append(out, r)
		}
	}
	return out
}

// below are the rows directly below that of a cell.
func (t *table) below(x *cell) []*record {
	if t.parents == nil {
		t.parents = map[int][]parent{}
		for _, l := range t.lists {
			for _, r := range l.records {
				if len(r.kids) > 0 {
					t.parents[r.row] = append(t.parents[r.row], parent{l.lane, r.kids})
				}
			}
		}
	}
	for _, p := range t.parents[x.row] {
		if col := t.exact[x].Col; p.lane.Has(col) {
			return p.kids
		}
	}
	return nil
}

// parent is a row of a lane with the rows directly below it.
type parent struct {
	lane *fill.FormLane
	kids []*record
}

// holds says whether a row holds any number, or what stands for one by mistake.
func (v *verifier) holds(t *table, row int) bool {
	return slices.ContainsFunc(t.row(row), func(x *cell) bool { return x.kind == xlsxread.Number || v.noNumber(x) })
}

// shows says whether the table shows or may show an amount in a cell.
func (t *table) shows(r ref) bool {
	if t.amounts == nil {
		t.amounts = map[xlsxedit.Pos]bool{}
		for p, c := range t.cells {
			if amount(c) {
				for _, row := range t.found(p) {
					t.amounts[xlsxedit.Pos{Col: t.cols[p.Col], Row: row}] = true
				}
			}
		}
	}
	return r.sheet == t.sheet && t.amounts[r.Pos]
}

// drawn draws a figure for each cell that shows an amount or holds a number.
// Each n draws others. After the first time texts are drawn too, so that some of a
// column are the same.
func (t *table) drawn(n int) func(ref) formula.Value {
	columns := map[sheetColumn][]string{}
	return func(r ref) formula.Value {
		x := r.sheet.cells[r.Pos]
		if d, ok := x.number(); x != nil && ok && !d.IsZero() || t.shows(r) {
			// Any figures will do in which no sum of some is a sum of others.
			return formula.Num(decimal.New(int64(r.Row*7919+r.Col*104729)*int64(r.Row+3*r.Col+11+n*31337)%999983+int64(r.sheet.number), -3))
		}
		if x == nil {
			return formula.Value{}
		}
		if n > 0 && x.kind == xlsxread.Text {
			id := sheetColumn{r.sheet, r.Col}
			if columns[id] == nil {
				columns[id] = r.sheet.texts(r.Col)
			}
			return formula.Str(drawnText(x, columns[id], n))
		}
		return value(x)
	}
}

// drawnText is a cell's own text or one of two others of its column.
func drawnText(x *cell, column []string, n int) string {
	switch which := (x.row*7919 + n*x.row*31 + n*n) % 101 % 3; which {
	case 0:
		return x.text
	default:
		return column[(n+which)%len(column)]
	}
}

// sheetColumn is a column of a sheet.
type sheetColumn struct {
	sheet *sheet
	col   int
}

// texts are the different texts of a column, from below.
func (s *sheet) texts(col int) (out []string) {
	for _, x := range slices.Backward(s.order) {
		if x.col == col && x.kind == xlsxread.Text && !slices.Contains(out, x.text) {
			out = append(out, x.text)
		}
		if len(out) == mostTexts {
			break
		}
	}
	return out
}

// mostTexts is among how many texts it is drawn.
const mostTexts = 50

// drawnBook lets a formula of the workbook see drawn figures.
type drawnBook struct {
	grid
	draw func(ref) formula.Value
}

// Sheet implements formula.Book.
func (g drawnBook) Sheet(name string) formula.Sheet {
	if s := g.book.named(name); s != nil {
		return drawnPage{page{sheet: s}, g.draw}
	}
	return nil
}

// drawnPage is a sheet with drawn figures.
type drawnPage struct {
	page
	draw func(ref) formula.Value
}

// Value implements formula.Sheet.
func (p drawnPage) Value(col, row int) (formula.Value, error) {
	return p.draw(ref{sheet: p.sheet, Pos: xlsxedit.Pos{Col: col, Row: row}}), nil
}

// maxRange is how many cells of a range are looked at.
const maxRange = 100_000

// without are the different ones of some that are not among others.
func without[T comparable](a, b []T) (out []T) {
	for _, r := range a {
		if !slices.Contains(b, r) && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

func names(refs []ref) string {
	var out []string
	for _, r := range refs {
		if len(out) == fewOthers {
			return strings.Join(out, "、") + fmt.Sprintf(" 等 %d 格", len(refs))
		}
		out = append(out, name(r.Col, r.Row))
	}
	return strings.Join(out, "、")
}

// others warns of formulas that compute something else than the template's.
func (v *verifier) others() {
	for _, t := range v.tables {
		var list []*cell
		for x := range t.exact {
			if v.odd[x] != "" && len(v.stray) > 0 {
				v.odd[x] = v.different(t, x) // now that the rows too many are known
			}
			if v.odd[x] != "" && !v.alsoSaid(x, fmt.Sprintf("。这里的公式 =%s 和模板的不同：%s", x.formula, v.odd[x])) {
				list = append(list, x)
			}
		}
		slices.SortFunc(list, before)
		for i, x := range list {
			if i == fewBare {
				v.report(moreOtherFormulas, x.place(), t.name, len(list)-i)
				break
			}
			v.report(differentFormula, x.place(), t.name, t.called(x.row, x.col), x.formula, v.odd[x])
		}
	}
}

// alsoSaid adds to an error at a cell, if there is one.
func (v *verifier) alsoSaid(x *cell, more string) bool {
	i := slices.IndexFunc(v.out, func(f finding.Finding) bool {
		return f.Severity == finding.Error && f.Code != staleAmount.id && f.Place == x.place()
	})
	if i >= 0 {
		v.out[i].Message += more
	}
	return i >= 0
}
