package verify

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/formula"
	"ysgk/internal/xlsxedit"
)

// lineKinds finds out which rows of a table are totals of others: by the tree of a list, by the
// template's formulas, and where a total is a figure of its own, by the line items
// that the figures are about. Where the amounts can be trusted it checks that what is left
// adds up.
func (v *verifier) lineKinds(t *table, g *Grid, trusted bool) {
	for side := range g.Sides {
		var lines []*Line
		for i := range g.Lines {
			if g.Lines[i].Side == side {
				lines = append(lines, &g.Lines[i])
			}
		}
		var cols []GridColumn
		for _, k := range g.Columns {
			if k.Side == side && k.Amount {
				cols = append(cols, k)
			}
		}
		upper := map[int]bool{} // rows that other rows are parts of
		t.byFormulas(lines, cols, upper)
		t.byTree(lines, upper)
		v.byItems(t, lines, cols, upper)
		for _, l := range lines {
			switch {
			case l.Kind == Among:
			case l.record == nil && l.tpl == 0 && strings.HasPrefix(strings.TrimSpace(l.Name), among):
				l.Kind = Among
			case l.record == nil && l.tpl == 0:
				l.Kind = Unclear
				v.report(unclearLine, t.sheet.cellAt(firstCol(g, side), l.Row).place(), t.name, l.Name)
			case upper[l.Row] && l.Parent == 0:
				l.Kind = Total
			case upper[l.Row]:
				l.Kind = Upper
			case l.record != nil && l.record.level == 0:
				l.Kind = Total // of a list without rows
			default:
				l.Kind = Item
			}
		}
		if trusted {
			v.addsToTotal(t, lines, cols)
		}
	}
}

// among begins the name of a row that is a part of another one.
const among = "其中"

// firstCol is the first column of a side.
func firstCol(g *Grid, side int) int {
	for _, k := range g.Columns {
		if k.Side == side {
			return k.Col
		}
	}
	return 1
}

// byFormulas takes the parts of totals from the template's formulas on fixed lines.
func (t *table) byFormulas(lines []*Line, cols []GridColumn, upper map[int]bool) {
	parts := map[int]map[int]bool{} // rows by the row that adds them up
	for _, l := range lines {
		tpl := l.template()
		if l.record != nil && l.record.level != 0 || tpl == 0 {
			continue
		}
		for _, k := range cols {
			c := t.cells[xlsxedit.Pos{Col: t.tplCol(k.Col), Row: tpl}]
			if c == nil || c.Formula == nil || c.Unitless() {
				continue
			}
			for _, other := range lines {
				if row := other.template(); row == 0 || row == tpl || !addsUp(c.Formula, t.tplCol(k.Col), row) {
					continue
				}
				if parts[l.Row] == nil {
					parts[l.Row] = map[int]bool{}
				}
				parts[l.Row][other.Row] = true
			}
		}
	}
	for _, l := range lines {
		best := 0
		for total, of := range parts {
			fewer := best == 0 || len(of) < len(parts[best]) || len(of) == len(parts[best]) && total < best
			if of[l.Row] && fewer && !parts[l.Row][total] {
				best = total
			}
		}
		if len(parts[l.Row]) > 0 {
			upper[l.Row] = true
		}
		if best > 0 && (l.record == nil || l.record.parent == nil) {
			l.Parent = best
		}
	}
}

// template is the row of the template that a line was made from, 0 if there is none.
func (l *Line) template() int {
	if l.record != nil {
		return l.record.tpl
	}
	return l.tpl
}

// addsUp says whether a formula refers to a cell of its own sheet.
func addsUp(f *formula.Formula, col, row int) bool {
	return slices.ContainsFunc(f.Operands, func(o formula.Operand) bool {
		r := o.Ref
		return r.Sheet == "" && r.Row1 <= row && row <= r.Row2 && r.Col1 <= col && col <= r.Col2
	})
}

// byTree takes the parts of totals from the levels of lists.
func (t *table) byTree(lines []*Line, upper map[int]bool) {
	totals := map[string]int{} // rows of the totals of lists
	for _, l := range lines {
		if l.record != nil && l.record.level == 0 {
			totals[l.list.list] = l.Row
		}
	}
	for _, l := range lines {
		if l.record == nil || l.record.level == 0 {
			continue
		}
		if l.record.parent != nil {
			l.Parent = l.record.parent.row
		} else if l.Parent == 0 {
			l.Parent = totals[l.list.list]
		}
		if l.Parent > 0 {
			upper[l.Parent] = true
		}
		if len(l.record.kids) > 0 {
			upper[l.Row] = true
		}
	}
}

// byItems finds fixed lines whose line items are among those of another one, where no
// formula says so.
func (v *verifier) byItems(t *table, lines []*Line, cols []GridColumn, upper map[int]bool) {
	for _, a := range lines {
		if a.record != nil || a.tpl == 0 || upper[a.Row] {
			continue
		}
		for _, b := range lines {
			if b == a || b.record != nil && b.record.level != 1 || b.Parent > 0 || b.Kind == Among {
				continue
			}
			for _, k := range cols {
				x, y := t.factAt(k.Col, a.Row), t.factAt(k.Col, b.Row)
				if x == nil || y == nil || x.key == y.key || !v.covers(x.terms, y.terms) {
					continue
				}
				if strings.HasPrefix(strings.TrimSpace(b.Name), among) {
					b.Kind, b.Parent = Among, a.Row
				} else {
					b.Parent = a.Row
					upper[a.Row] = true
				}
				break
			}
		}
	}
}

// covers says whether all line items of some terms are among those of others.
func (v *verifier) covers(all, some []term) bool {
	return !slices.ContainsFunc(some, func(y term) bool {
		return !slices.ContainsFunc(all, func(x term) bool {
			if x.source != y.source {
				return false
			}
			for _, l := range x.only {
				narrower := y.only.of(l.field)
				if narrower == nil || slices.ContainsFunc(narrower, func(n string) bool {
					return !slices.ContainsFunc(l.values, func(w string) bool {
						return n == w || v.pack.ListOf(l.field) != "" && strings.HasPrefix(n, w)
					})
				}) {
					return false
				}
			}
			return true
		})
	})
}

// addsToTotal checks that the items of a side add up to its total, where it has one.
func (v *verifier) addsToTotal(t *table, lines []*Line, cols []GridColumn) {
	var total *Line
	for _, l := range lines {
		if l.Kind == Total {
			if total != nil {
				return
			}
			total = l
		}
	}
	if total == nil {
		return
	}
	for _, k := range cols {
		want := total.Cells[k.Col]
		if !want.Numeric && want.Text != "" {
			continue
		}
		sum, room, n := decimal.Zero, decimal.Zero, 0
		for _, l := range lines {
			if h := l.Cells[k.Col]; l.Kind == Item && h.Numeric {
				sum, n = sum.Add(h.Number), n+1
			}
		}
		if v.book.typed {
			room = decimal.New(5, -3).Mul(decimal.NewFromInt(int64(n + 1)))
		}
		if d := sum.Sub(want.Number).Abs(); d.GreaterThan(room) && !near(sum, want.Number) {
			v.report(itemsUnequal, t.sheet.cellAt(k.Col, total.Row).place(), t.name, total.Name, want.Number.String(), strings.Join(k.Heads, "，"), sum.String())
			return
		}
	}
}

// page lays out a sheet that shows one record.
func (v *verifier) page(t *table) Page {
	p := Page{Form: t.form.Sheet, Of: t.Of, Subject: v.subject(t), Sheet: strings.TrimSpace(t.sheet.name), At: t.title.place(), Says: map[string]string{}}
	for name, s := range t.says {
		p.Says[name] = s.text
	}
	known := map[int]bool{}
	for x := range t.exact {
		known[x.row] = true
	}
	for _, at := range t.order {
		c := t.cells[at]
		if t.lane(at) != nil || at.Row == t.form.title {
			continue
		}
		if name := fieldOfPage(t, at); name != "" {
			f := PageField{Name: name, Amount: c.Money(), Held: Held{At: t.title.place()}}
			if f.Amount {
				f.Unit = v.shown(t, at, 0)
			}
			for _, row := range t.found(at) {
				f.Held = v.heldAt(t, at, row, known)
			}
			p.Fields = append(p.Fields, f)
		}
	}
	for _, l := range t.lists {
		if v.pack.View(l.list).Of == "" {
			continue
		}
		p.Lists = append(p.Lists, v.pageList(t, l, known))
	}
	return p
}

// fieldOfPage names what a template cell shows of the record, "" if it shows nothing of it.
func fieldOfPage(t *table, at xlsxedit.Pos) string {
	c := t.cells[at]
	if c.Formula != nil {
		return strings.Join(strings.Fields(labelText(t, at)), "")
	}
	name := ""
	for _, x := range c.Parts {
		if x.Bound && x.Field != "" {
			if name != "" {
				return "" // a sentence of several fields
			}
			name = x.Field
		}
	}
	return name
}

func labelText(t *table, at xlsxedit.Pos) string {
	if col := t.label(at.Row, at.Col); col > 0 {
		return text(t.cells[xlsxedit.Pos{Col: col, Row: at.Row}].Parts)
	}
	return ""
}

// heldAt is what a cell of a page holds, a long text whole.
func (v *verifier) heldAt(t *table, at xlsxedit.Pos, row int, known map[int]bool) Held {
	x := t.sheet.at(t.cols[at.Col], row)
	if x == nil {
		if x = t.above(t.cols[at.Col], row); x == nil {
			return Held{At: t.sheet.cellAt(t.cols[at.Col], row).place()}
		}
		return hold(x)
	}
	h := hold(x)
	if !h.Numeric {
		h.Text += t.rest(x, known)
		if parts := t.cells[at].Parts; len(parts) > 1 { // 项目名称：{{绩效项目.项目名称}}
			lead, tail := parts[0], parts[len(parts)-1]
			rest, ok := strings.CutPrefix(h.Text, lead.Text)
			if !lead.Tag() && ok {
				h.Text = rest
			}
			if rest, ok := strings.CutSuffix(h.Text, tail.Text); !tail.Tag() && ok {
				h.Text = rest
			}
		}
	}
	return h
}

// pageList lays out a list of a page.
func (v *verifier) pageList(t *table, l *laneRows, known map[int]bool) PageList {
	out := PageList{Name: l.list}
	for _, r := range l.records {
		var row []PageField
		for _, at := range t.order {
			c := t.cells[at]
			if t.lane(at) != l.lane || !slices.Contains(block(l.lane, r), at.Row) || len(c.Parts) != 1 || c.Parts[0].Field == "" {
				continue
			}
			f := PageField{Name: c.Parts[0].Field, Amount: c.Money(), Held: v.heldAt(t, at, r.row+at.Row-r.tpl, known)}
			if f.Amount {
				f.Unit = v.shown(t, at, 0)
			}
			row = append(row, f)
		}
		if slices.ContainsFunc(row, func(f PageField) bool { return f.Text != "" }) {
			out.Rows = append(out.Rows, row)
		}
	}
	return out
}
