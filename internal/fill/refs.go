package fill

import (
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
	"ysgk/internal/ooxml"
)

// text is the formula with its references following the rows: within a
// record's rows they stay with the record, to a level below or above they mean
// the record's children or parent, from outside they stretch over all records.
func (m *moved) text() string {
	return m.cell.formula.Rewrite(func(o formula.Operand) string {
		p := m.w.point(o, m.at)
		switch {
		case p.fixed:
			return p.ref.String()
		case p.sheet == nil:
			return "#REF!"
		case len(p.runs) == 0:
			return "0" // nothing is printed there, so there is nothing to add
		}
		var parts []string
		for _, r := range p.runs {
			parts = append(parts, p.ref.With(a1.Range{Col1: p.ref.Col1, Row1: r.from, Col2: p.ref.Col2, Row2: r.to}).String())
		}
		return chunked(o.Func, parts)
	})
}

// array is the range of an array formula, "" for an ordinary one.
func (m *moved) array() string {
	if m.cell.Formula.Kind != "array" {
		return ""
	}
	r, ok := a1.ParseRange(m.cell.Formula.Ref)
	if !ok {
		r = a1.Cell(m.cell.Col, m.at.out)
	}
	r.Row2 += m.at.out - r.Row1
	r.Row1 = m.at.out
	return r.String()
}

// adding functions take a list of ranges where one range stood.
var adding = []string{"SUM", "MAX", "MIN", "COUNT", "COUNTA", "AVERAGE", "PRODUCT", "AND", "OR"}

// target is what a reference of the template means in the result.
type target struct {
	ref   formula.Ref
	sheet *outSheet // nil if there is no such sheet
	runs  []run     // one, unless an adding function takes a list
	fixed bool      // whole columns, which do not move
}

func (w *writer) point(o formula.Operand, at place) target {
	var p target
	if p.ref, p.sheet = w.home(o.Ref); p.sheet == nil {
		return p
	}
	if p.ref.Row1 == 0 {
		p.fixed = true
		return p
	}
	if p.sheet == w.out && at.lane != nil {
		p.runs = w.related(p.ref, at)
	}
	if p.runs == nil {
		p.runs = p.sheet.runs(p.ref.Range, p.ref.Row1, p.ref.Row2)
	}
	if len(p.runs) == 0 {
		return p
	}
	first, last := p.runs[0], p.runs[len(p.runs)-1]
	switch list := slices.Contains(adding, o.Func); {
	case list && len(p.runs) > 1:
	case p.ref.Single() && !list:
		p.runs = []run{{first.from, first.from}}
	default:
		p.runs = []run{{first.from, last.to}}
	}
	return p
}

// home is the sheet of the result that a reference of the template means, and
// the reference with that sheet's name; nil if there is no such sheet.
func (w *writer) home(ref formula.Ref) (formula.Ref, *outSheet) {
	if ref.Sheet == "" {
		return ref, w.out
	}
	out := w.all[strings.ToLower(ref.Sheet)]
	if w.out != nil && strings.EqualFold(w.out.sheet.Name, ref.Sheet) {
		out = w.out // a repeated sheet means itself
	}
	if out != nil && !strings.EqualFold(out.name, ref.Sheet) {
		ref = ref.On(out.name, ooxml.QuoteSheet(out.name))
	}
	return ref, out
}

// chunked keeps a function below Excel's limit of 255 arguments; the adding
// functions give the same result in two steps, but for AVERAGE and COUNT(A).
func chunked(name string, parts []string) string {
	if len(parts) <= maxArguments {
		return strings.Join(parts, ",")
	}
	if strings.HasPrefix(name, "COUNT") || name == "AVERAGE" {
		return "(" + strings.Join(parts, ",") + ")" // a union is one argument
	}
	var out []string
	for c := range slices.Chunk(parts, maxArguments) {
		out = append(out, name+"("+strings.Join(c, ",")+")")
	}
	return strings.Join(out, ",")
}

// related gives the rows that a reference from within a band to the same band
// means: the record's own rows, or those of its children or parent; nil if the
// reference has nothing to do with the band.
func (w *writer) related(ref formula.Ref, at place) []run {
	b := at.row.band
	if ref.Row1 < b.top || ref.Row2 > b.bottom {
		return nil
	}
	in := b.innerAt(at.row.R)
	if block, ok := w.out.block(at.out); ok && (in == nil || ref.Row1 < in.top || ref.Row2 > in.bottom) {
		return append([]run{}, compress(w.out.inBlock(block, ref.Range, ref.Row1, ref.Row2))...)
	} else if ok {
		b = in
	}
	lane := b.laneAt(ref.Col1)
	if lane.fixed() || at.lane.fixed() {
		if block, ok := w.out.block(at.out); ok {
			return append([]run{}, compress(w.out.inBlock(block, ref.Range, ref.Row1, ref.Row2))...)
		}
		return nil // a fixed line is a row that does not repeat
	}
	if lane != at.lane {
		if ref.Row1 == at.row.R && ref.Row2 == at.row.R {
			return []run{{at.out, at.out}} // the other list's cell in the same row
		}
		return nil
	}
	rows := []int{}
	for r := ref.Row1; r <= ref.Row2; r++ {
		rows = append(rows, w.kin(lane, r, at)...)
	}
	slices.Sort(rows)
	return compress(rows)
}

// kin gives the output rows in which a template row prints the record itself,
// its descendants or its ancestors.
func (w *writer) kin(lane *lane, r int, at place) []int {
	mine, other := lane.variantOf(at.row.R), lane.variantOf(r)
	if mine == other {
		return []int{at.out + r - at.row.R}
	}
	list, printed := w.d.Lists[lane.list], w.out.lists[lane.list]
	var out []int
	add := func(record int) {
		if row := printed[record]; row > 0 && lane.variantOf(w.out.templateRow(lane, row)) == other {
			out = append(out, row+r-lane.variants[other].rows[0])
		}
	}
	for i := list.Records[at.record].Parent; i >= 0; i = list.Records[i].Parent {
		add(i)
	}
	var walk func(i int)
	walk = func(i int) {
		for _, k := range list.kids(i) {
			add(k)
			walk(k)
		}
	}
	walk(at.record)
	return out
}

func (l *lane) variantOf(r int) int {
	return slices.IndexFunc(l.variants, func(v variant) bool { return slices.Contains(v.rows, r) })
}

// templateRow is the template row that a lane prints in an output row.
func (l *layout) templateRow(lane *lane, out int) int {
	for _, side := range l.placedAt(out).sides() {
		if side.lane == lane {
			return side.row.R
		}
	}
	return 0
}

// placedAt is the output row of a printed record.
func (l *layout) placedAt(out int) placed {
	i, _ := slices.BinarySearchFunc(l.rows, out, func(p placed, r int) int { return p.r - r })
	return l.rows[i]
}
