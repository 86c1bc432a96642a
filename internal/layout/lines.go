package layout

import (
	"slices"
	"strings"

	"ysgk/internal/a1"
)

// Addressed says whether a rule can name a cell: the nearest text before it is the name of
// its row, and no other column of its side has the same headers but for the year, which
// stands in the template as a tag.
func (t *Table) Addressed(side *Block, col, row int, name string) bool {
	if slices.ContainsFunc(side.Figures, func(c int) bool { return c != col && SameHead(t.Headed(c), t.Headed(col)) }) {
		return false
	}
	for c := col - 1; c > 0; c-- {
		if text := t.Says(Pos{c, row}); text != "" && !AllDigits(text) {
			return text == name
		}
	}
	return false
}

// Grand is the last row of a table in which the first two sides have a total.
func (t *Table) Grand() int {
	for row := t.Body[1]; row >= t.Body[0]; row-- {
		named := 0
		for _, side := range t.Blocks[:2] {
			if t.GrandName(row, side) != "" {
				named++
			}
		}
		if named == 2 {
			return row
		}
	}
	return 0
}

// GrandName is what a side of a table calls its grand total in a row, "" if it has
// none there.
func (t *Table) GrandName(row int, side *Block) string {
	for _, col := range side.Labels {
		if s := t.Says(Pos{col, row}); strings.Contains(s, "总计") && !strings.ContainsAny(s, `"\/`) {
			return s
		}
	}
	return ""
}

// LabelTotal says whether the labels of a row name a total.
func (t *Table) LabelTotal(b *Block, row int) bool {
	return slices.ContainsFunc(b.Labels, func(col int) bool { return Totals.MatchString(t.Says(Pos{col, row})) })
}

// LikeLine says whether a row is a line like another one: the first of some columns that
// holds something in it does in the other one too.
func (t *Table) LikeLine(labels []int, first, row int) bool {
	for _, col := range labels {
		if t.Holds(col, row) {
			return t.Holds(col, first)
		}
	}
	return false
}

// AsMany says whether a row has something in at least half of those columns in which another one has: a line
// of a project alone, with its sum, is not one of the lines that list what it is spent on.
func (t *Table) AsMany(cols []int, first, row int) bool {
	theirs, own := 0, 0
	for _, col := range cols {
		if t.Holds(col, first) {
			theirs++
			if t.Holds(col, row) {
				own++
			}
		}
	}
	return 2*own >= theirs
}

// Holds says whether a cell has a text or a number.
func (t *Table) Holds(col, row int) bool { return strings.TrimSpace(t.Cells[Pos{col, row}].Text) != "" }

// Spread shows what a cell holds in the rows below it too.
func (t *Table) Spread(col, from, to int) {
	whole := a1.Range{Col1: col, Row1: from, Col2: col, Row2: to}
	for row := from; row <= to; row++ {
		t.Cells[Pos{col, row}] = t.Cells[Pos{col, from}]
		t.Whole[Pos{col, row}] = whole
	}
}

// SharedLabel says whether the label of a row of a block is merged over another block too.
func (t *Table) SharedLabel(b *Block, row int) bool {
	for _, col := range b.Labels {
		r, merged := t.Whole[Pos{col, row}]
		if merged && slices.ContainsFunc(t.Blocks, func(o *Block) bool {
			return o != b && slices.ContainsFunc(o.Figures, func(c int) bool { return r.Col1 <= c && c <= r.Col2 })
		}) {
			return true
		}
	}
	return false
}

// Raw is what a cell shows, blanks before it too; one that a cell on its left covers shows nothing.
func (t *Table) Raw(at Pos) string {
	c := t.Cells[at]
	if t.coveredFromLeft(at) {
		return ""
	}
	if c.Numeric {
		return c.Number.String()
	}
	return strings.TrimRight(c.Text, " \u3000\t\n\r")
}

// TotalInAll is the column of labels that says 合计 alike in each of several lines, which others
// tell apart: of years, of which each is a line of its own; 0 if none does.
func (t *Table) TotalInAll(b *Block) int {
	for _, col := range b.Labels {
		n, alike := 0, true
		for row := t.Body[0]; row <= t.Body[1]; row++ {
			if !t.Figured(row, b) && len(t.Texts(row)) == 0 {
				continue
			}
			text := t.Says(Pos{col, row})
			alike = alike && Totals.MatchString(text) && text == t.Says(Pos{col, t.Body[0]}) &&
				slices.ContainsFunc(b.Labels, func(c int) bool { return c != col && OnlyYear.MatchString(t.Says(Pos{c, row})) })
			n++
		}
		if alike && n > 1 {
			return col
		}
	}
	return 0
}

// Labels says whether a cell shows a label of a block: of one that is merged over several columns
// the first that it has of the block, which is the one whose figures stand behind it.
func (t *Table) Labels(b *Block, at Pos) bool {
	r, merged := t.Whole[at]
	if !merged || r.Col1 == r.Col2 {
		return true
	}
	for _, o := range t.Blocks {
		if slices.Contains(o.Labels, r.Col2) {
			return o == b && at.Col == max(r.Col1, b.Labels[0])
		}
	}
	return at.Col == r.Col1
}

// NamedBehind says whether another label stands behind one in its row.
func (t *Table) NamedBehind(b *Block, at Pos) bool {
	return slices.ContainsFunc(b.Labels, func(col int) bool {
		o := Pos{col, at.Row}
		return col > t.Whole[at].Col2 && t.Says(o) != "" && t.Whole[o].Row1 == t.Whole[o].Row2
	})
}

// TotalIn is the text of a row that names a total, "" if none does.
func (t *Table) TotalIn(row int) string {
	for _, at := range t.Texts(row) {
		if text := t.Says(at); Totals.MatchString(text) {
			return text
		}
	}
	return ""
}

// TotalOf is the text of a row that names a total of a block, or of the whole row.
func (t *Table) TotalOf(b *Block, row int) string {
	for _, col := range b.Labels {
		if text := t.Says(Pos{col, row}); Totals.MatchString(text) {
			return text
		}
	}
	return t.TotalIn(row)
}

// Figured says whether a row shows a figure in a block.
func (t *Table) Figured(row int, b *Block) bool {
	return slices.ContainsFunc(b.Figures, func(col int) bool { _, ok := t.Cells[Pos{col, row}].Amount(); return ok })
}

// Shows says whether a row shows a figure other than zero in a block.
func (t *Table) Shows(row int, b *Block) bool {
	return slices.ContainsFunc(b.Figures, func(col int) bool { d, ok := t.Cells[Pos{col, row}].Amount(); return ok && !d.IsZero() })
}

// SegmentGroups divides code columns by the codes whose parts they hold: a column
// of three digits begins one.
func (t *Table) SegmentGroups(codes []int) (out [][]int) {
	for i, col := range codes {
		long := 0
		for row := t.Body[0]; row <= t.Body[1]; row++ {
			if code, _ := t.Cells[Pos{col, row}].Digits(); len(code) >= 3 {
				long++
			} else if code != "" {
				long--
			}
		}
		if i == 0 || long > 0 {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], col)
	}
	return out
}

// Segments are the parts of a row's code; what a row leaves blank before its own
// is that of the row above.
func (t *Table) Segments(row int, codes []int, before []string) []string {
	var out []string
	last := -1
	for i, col := range codes {
		if code, _ := t.Cells[Pos{col, row}].Digits(); code != "" {
			last = i
		}
	}
	for i := 0; i <= last; i++ {
		code, _ := t.Cells[Pos{codes[i], row}].Digits()
		if code == "" && i < len(before) {
			code = before[i]
		}
		if len(code) == 1 && i > 0 {
			code = "0" + code // a number that lost its zero
		}
		out = append(out, code)
	}
	return out
}

// Extra are the cells of a sheet where another one, of the same record, has nothing.
func (t *Table) Extra(m *Table) map[Pos]Cell {
	out := map[Pos]Cell{}
	if m == nil {
		return out
	}
	for at, c := range m.Cells {
		if m.Own(at) && Tight(t.Cells[at].Text) == "" {
			out[at] = c
		}
	}
	return out
}

// Sums says whether a row may add others up: a total, or a code that is shorter than
// the next or a name without one.
func (t *Table) Sums(row int, b *Block) bool {
	if t.TotalIn(row) != "" {
		return true
	}
	return row < t.Body[1] && t.Digits(row+1, b) > t.Digits(row, b)
}

// Digits is how many digits the codes of a row have.
func (t *Table) Digits(row int, b *Block) (n int) {
	for _, col := range b.Labels {
		c, _ := t.Cells[Pos{col, row}].Digits()
		n += len(c)
	}
	return n
}

// IsTotal says whether a row is that of a total, perhaps with a number before it.
func (t *Table) IsTotal(row int) bool {
	if t.Summed[row] {
		return true
	}
	for _, at := range t.Texts(row) {
		if text := t.Says(at); text != "" && !AllDigits(text) {
			return Totals.MatchString(text)
		}
	}
	return false
}

// Numbering is what a column numbers the lines of a list by, and the number before the first: a total
// above them may have one too.
func (t *Table) Numbering(col int) (name string, before int) {
	for row := t.Body[0]; row <= t.Body[1] && t.IsTotal(row); row++ {
		if Tight(t.Raw(Pos{col, row})) == "1" {
			return "行次", 1
		}
	}
	return "连续序号", 0
}

// BesideLabels is the header of a column of figures with those of the labels beside it, of a table
// that has several such blocks: 预算数 beside 按支出经济分类.
func (t *Table) BesideLabels(col int) string {
	if labels := t.LabelsOf(col); labels != "" {
		return labels + "|" + t.Headed(col)
	}
	return ""
}

// LabelsOf are the headers of the labels of a column of figures, "" in a table of one block.
func (t *Table) LabelsOf(col int) string {
	for _, b := range t.Blocks {
		if len(t.Blocks) > 1 && slices.Contains(b.Figures, col) {
			var out []string
			for _, l := range b.Labels {
				out = append(out, t.Headed(l))
			}
			return strings.Join(out, "|")
		}
	}
	return ""
}

// NotLimiting notes a header of a column that does not limit.
func (t *Table) NotLimiting(col int, head string) {
	if strings.HasPrefix(head, "其中") {
		return // always a part
	}
	if t.Vague[col] == nil {
		t.Vague[col] = map[string]bool{}
	}
	t.Vague[col][head] = true
}

// TotalLike says whether a row is called as one of some totals.
func (t *Table) TotalLike(b *Block, row int, labels []string) bool {
	return slices.ContainsFunc(labels, func(label string) bool { return Key(label) == Key(t.TotalOf(b, row)) })
}
