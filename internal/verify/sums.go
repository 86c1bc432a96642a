package verify

import (
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/formula"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

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
				v.unlike(t, p, row)
			}
		}
	}
}

// unlike compares what stands in a cell with what the template's formula gives there.
func (v *verifier) unlike(t *table, p xlsxedit.Pos, row int) {
	at := ref{t.sheet, xlsxedit.Pos{Col: t.cols[p.Col], Row: row}}
	x := t.sheet.cells[at.Pos]
	text, ok := v.moved(t, p, row)
	if !ok || x != nil && (v.told[x] || x.formula != "" && (x.formula == text || v.looksSame(text, x))) {
		return
	}
	want, ok := v.wanted(t, p, row)
	got, number := x.number()
	amounts := want.Kind == formula.Number && number
	texts := want.Kind == formula.Text && x != nil && x.kind == xlsxread.Text
	if !ok || !amounts && !texts || amounts && near(got, want.Num) || texts && plain(x.text) == plain(want.Text) {
		return
	}
	cells := v.book.cells(text, t.sheet)
	f := fault{
		code: "A000", generic: true, cells: append([]ref{at}, cells...),
		message: t.name + t.called(row, at.Col) + "：这里是 ", hint: "核对这一格和相加的各格。",
	}
	if t.cells[p].Unitless || texts {
		f.hint = "核对这一格和算它的各格。"
	}
	if texts {
		f.message += "「" + x.text + "」，按模板的公式应是「" + want.Text + "」"
		v.add(f)
		return
	}
	f.message += got.String() + "，按模板的公式应是 " + want.Num.Round(noise).String()
	equal := compared{left: got, right: want.Num, scale: v.unit(), parts: filled(cells) + 1, operator: "=="}
	if t.cells[p].Unitless {
		if equal.parts = 0; v.printed(text, at, cells, got, want.Num) {
			return
		}
	}
	v.unequal(f, equal)
}

// printed says whether a share or a rank is what the amounts give, as far as it was
// written down: 0.36 is near 0.3597. Where amounts were typed with two decimals,
// each may be off by half of the last.
func (v *verifier) printed(text string, at ref, cells []ref, got, want decimal.Decimal) bool {
	room := decimal.New(1, 1-noise)
	if _, decimals, ok := strings.Cut(got.String(), "."); ok { // a rank has none
		room = decimal.Max(room, decimal.New(5, int32(-len(decimals)-1)))
	}
	off := got.Sub(want).Abs()
	if off.LessThanOrEqual(room) || !v.book.typed {
		return off.LessThanOrEqual(room)
	}
	x := &cell{sheet: at.sheet, col: at.Col, row: at.Row}
	for _, r := range cells[:min(len(cells), mostNudged)] {
		nudged := func(q ref) formula.Value {
			y := value(q.sheet.cells[q.Pos])
			if q == r && y.Kind == formula.Number {
				y.Num = y.Num.Add(decimal.New(5, -3))
			}
			return y
		}
		if moved, ok := v.drawnResult(text, x, nudged); ok && moved.Kind == formula.Number {
			room = room.Add(moved.Num.Sub(want).Abs())
		}
	}
	return off.LessThanOrEqual(room)
}

// mostNudged is of how many amounts it is tried what their rounding does: the time
// grows with their square.
const mostNudged = 500

// filled counts the cells that hold amounts.
func filled(cells []ref) (n int) {
	for _, r := range cells {
		if d, ok := r.sheet.cells[r.Pos].number(); ok && !d.IsZero() {
			n++
		}
	}
	return n
}

// called is the label to the left of a cell, for messages: the first of several
// texts that adjoin.
func (t *table) called(row, col int) string {
	first := ""
	for ; col > 0; col-- {
		c := t.sheet.at(col, row)
		words := c != nil && c.kind == xlsxread.Text && strings.Trim(c.text, "0123456789 ") != ""
		if words {
			first = strings.TrimSpace(c.text)
		} else if first != "" {
			break
		}
	}
	if first == "" {
		return ""
	}
	return "「" + first + "」"
}

// trees checks that each row is the sum of those directly below it.
func (v *verifier) trees() {
	for _, t := range v.tables {
		for _, lanes := range t.bands {
			for _, l := range lanes {
				for _, r := range l.records {
					if len(r.kids) > 0 && v.pack.View(l.list).Of == "" {
						v.parent(t, l, r)
					}
				}
			}
		}
	}
}

func (v *verifier) parent(t *table, l laneRows, r *record) {
	for _, c := range t.rows[r.tpl].Cells {
		if !amount(&c) || !l.lane.Has(c.Col) || !v.addsUp(t, c.Col, r) {
			continue
		}
		col := t.cols[c.Col]
		x := t.sheet.at(col, r.row)
		got, ok := x.number()
		total := decimal.Zero
		parts := 0
		cells := []ref{{t.sheet, xlsxedit.Pos{Col: col, Row: r.row}}}
		for _, k := range r.kids {
			y := t.sheet.at(col, k.row)
			cells = append(cells, ref{t.sheet, xlsxedit.Pos{Col: col, Row: k.row}})
			d, fine := y.number()
			ok = ok && fine
			if !d.IsZero() {
				parts++
			}
			total = total.Add(d)
		}
		if !ok || x != nil && v.told[x] {
			continue
		}
		v.unequal(fault{
			code: "A201", generic: true, cells: cells,
			message: t.name + t.called(r.row, col) + "：这里是 " + got.String() + "，下级相加是 " + total.String(),
			hint:    "核对这一行和下级各行，看有没有填错、漏行或重复。",
		}, compared{left: got, right: total, scale: v.unit(), parts: parts + 1, operator: "=="})
	}
}

// addsUp says whether what a column shows of a record is by the template the sum
// of what it shows of those directly below: amounts, and sums and differences of
// amounts in the same row. Shares, counts and ranks are not.
func (v *verifier) addsUp(t *table, col int, r *record) bool {
	return !slices.ContainsFunc(r.kids, func(k *record) bool {
		return !v.additive(t, col, r.tpl, k.tpl)
	})
}

// additive says so of two rows of the template.
func (v *verifier) additive(t *table, col, above, below int) bool {
	id := [3]int{col, above, below}
	got, ok := t.additive[id]
	if !ok {
		if t.additive == nil {
			t.additive = map[[3]int]bool{}
		}
		got = v.linear(t, col, above, below, 0)
		t.additive[id] = got
	}
	return got
}

func (v *verifier) linear(t *table, col, above, below, depth int) bool {
	mine, theirs := t.cells[xlsxedit.Pos{Col: col, Row: above}], t.cells[xlsxedit.Pos{Col: col, Row: below}]
	if mine == nil || theirs == nil || !amount(mine) || !amount(theirs) || depth > maxDepth {
		return false
	}
	switch f, g := mine.Formula, theirs.Formula; {
	case f == nil && g == nil:
		return true
	case f != nil && g != nil && f.Copied(0, below-above) != g.Text:
		return false
	case f != nil:
		return v.ofRow(t, f, above, above, below, depth)
	default:
		return v.ofRow(t, g, below, above, below, depth)
	}
}

// maxDepth is how far sums of sums are followed.
const maxDepth = 9

// ofRow says whether a formula adds and subtracts nothing but amounts of its own
// row that add up.
func (v *verifier) ofRow(t *table, f *formula.Formula, row, above, below, depth int) bool {
	return v.sums(f, true) && !slices.ContainsFunc(f.Operands, func(o formula.Operand) bool {
		if o.Ref.Sheet != "" || o.Ref.Row1 != row || o.Ref.Row2 != row || o.Ref.Col1 == 0 {
			return true
		}
		for c := o.Ref.Col1; c <= o.Ref.Col2; c++ {
			if !v.linear(t, c, above, below, depth+1) {
				return true
			}
		}
		return false
	})
}

// The ways to write a sum: what they match is one once more.
var (
	sum     = `§(?:[+-]§)*`
	asASum  = regexp.MustCompile(`(?:SUM)?\(` + sum + `(?:,` + sum + `)*\)|N\(` + sum + `\)|IFERROR\(` + sum + `,0\)`)
	rounded = regexp.MustCompile(`ROUND\(` + sum + `,\d\)`)
	wholly  = regexp.MustCompile(`^[+-]?` + sum + `$`)
)

// sums says whether a formula does nothing but add up cells, and subtract some if
// less is true. One that rounds does not in tables of 万元, where more than cents
// are printed.
func (v *verifier) sums(f *formula.Formula, less bool) bool {
	if len(f.Names())+len(f.Tables()) > 0 || f.Beyond() != "" {
		return false
	}
	text := strings.Join(strings.Fields(f.Rewrite(func(formula.Operand) string { return hole })), "")
	for before := ""; text != before; {
		before, text = text, asASum.ReplaceAllString(strings.ToUpper(text), hole)
		if v.unit() == 0 {
			text = rounded.ReplaceAllString(text, hole)
		}
	}
	return wholly.MatchString(text) && (less || !strings.Contains(f.Text, "-"))
}
