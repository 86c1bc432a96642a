package fill

import (
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
	"ysgk/internal/ooxml"
)

// formula writes a formula of the template with its references following the
// rows: within a record's rows they stay with the record, to a level below or
// above they mean the record's children or parent, from outside they stretch
// over all records.
func (w *writer) formula(out *outCell, x *cell, at place) {
	text := x.formula.Rewrite(func(o formula.Operand) string { return w.reference(o, x.Col, at) })
	out.formula = text
	if x.Formula.Kind == "array" {
		out.array = a1.Cell(x.Col, at.out).String()
		if r, ok := a1.ParseRange(x.Formula.Ref); ok {
			r.Row2 += at.out - r.Row1
			r.Row1 = at.out
			out.array = r.String()
		}
	}
	parsed, err := formula.Parse(text)
	if err != nil {
		parsed = x.formula // cannot be: Rewrite changes only references
	}
	out.parsed = parsed
	out.value = kept(x.Cell)
}

// adding functions take a list of ranges where one range stood.
var adding = []string{"SUM", "MAX", "MIN", "COUNT", "COUNTA", "AVERAGE", "PRODUCT", "AND", "OR"}

func (w *writer) reference(o formula.Operand, col int, at place) string {
	ref := o.Ref
	target := w.out
	if ref.Sheet != "" {
		target = w.all[strings.ToLower(ref.Sheet)]
		if target == nil {
			return "#REF!"
		}
		if !strings.EqualFold(target.name, ref.Sheet) {
			ref = ref.On(target.name, ooxml.QuoteSheet(target.name))
		}
	}
	if ref.Row1 == 0 {
		return ref.String() // whole columns
	}
	var found []run
	if target == w.out && at.lane != nil {
		found = w.related(ref, at)
	}
	if found == nil {
		found = target.runs(ref.Col1, ref.Row1, ref.Row2)
	}
	to := func(r run) string {
		return ref.With(a1.Range{Col1: ref.Col1, Row1: r.from, Col2: ref.Col2, Row2: r.to}).String()
	}
	switch {
	case len(found) == 0:
		return "0" // nothing is printed there, so there is nothing to add
	case len(found) > 1 && slices.Contains(adding, o.Func):
		var parts []string
		for _, r := range found {
			parts = append(parts, to(r))
		}
		return chunked(o.Func, parts)
	case ref.Single() && !slices.Contains(adding, o.Func):
		return to(run{found[0].from, found[0].from})
	}
	return to(run{found[0].from, found[len(found)-1].to})
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
	lane := b.laneAt(ref.Col1)
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
	i, ok := slices.BinarySearchFunc(l.rows, out, func(p placed, r int) int { return p.r - r })
	if !ok || l.rows[i].lanes == nil {
		return 0
	}
	p := l.rows[i]
	return p.lanes[slices.Index(p.row.band.lanes, lane)].row.R
}
