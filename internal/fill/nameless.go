package fill

import (
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/pattern"
	"ysgk/internal/tags"
)

// Nameless are the figures of a line that has no name, in a side of a table whose other
// lines have one: whoever reads the table cannot tell what they are. A name in the other
// side of the table is that of the line there.
type Nameless struct {
	Row     int
	Name    int   // the column in which the other lines have their names
	Figures []int // columns
	Beside  string
}

// Nameless finds the figures of a sheet that would be printed beside nothing.
func (f *Form) Nameless() (out []Nameless) {
	if f.Hidden {
		return nil
	}
	for _, lines := range f.runs() {
		for _, s := range f.halves(lines) {
			out = append(out, f.namelessIn(lines, s)...)
		}
	}
	slices.SortStableFunc(out, func(a, b Nameless) int { return a.Row - b.Row })
	return out
}

// Says is what is wrong with the line.
func (x Nameless) Says() string {
	text := fmt.Sprintf("%s 是空的，这一行的数旁边没有名称，印出来看不出是什么", finding.At("", x.Name, x.Row))
	if x.Beside != "" {
		text += "（“" + x.Beside + "”是旁边一半的）"
	}
	return text
}

// half is the columns of a table that belong together: names, and the figures behind them.
type half struct{ names, figures []int }

// runs are the rows with figures, table by table: a text above figures is the header of
// another one.
func (f *Form) runs() (out [][]*FormRow) {
	var run []*FormRow
	shown := map[int]bool{} // columns of figures of the run
	for i := range f.Rows {
		r := &f.Rows[i]
		figures := slices.ContainsFunc(r.Cells, func(c FormCell) bool { return c.figure() })
		if !figures && slices.ContainsFunc(r.Cells, func(c FormCell) bool { return shown[c.Col] && c.named() }) {
			out, run, shown = append(out, run), nil, map[int]bool{}
		}
		if !figures || r.Note || r.Block {
			continue
		}
		run = append(run, r)
		for j := range r.Cells {
			if r.Cells[j].figure() {
				shown[r.Cells[j].Col] = true
			}
		}
	}
	return append(out, run)
}

// halves divides the columns of a table.
func (f *Form) halves(lines []*FormRow) (out []half) {
	figures, names, last := map[int]int{}, map[int]int{}, 0
	for _, r := range lines {
		for j := range r.Cells {
			last = max(last, r.Cells[j].Col)
		}
	}
	for col := 1; col <= last; col++ {
		for _, r := range lines {
			switch c := f.over(col, r.R); {
			case c == nil:
			case c.figure():
				figures[col]++
			case c.named():
				names[col]++
			}
		}
		switch n := len(out); {
		case figures[col] > names[col]:
			if n > 0 {
				out[n-1].figures = append(out[n-1].figures, col)
			}
		case names[col] == 0 || len(lines) > 0 && remarks.MatchString(f.headOf(col, lines[0].R)):
		case n == 0 || len(out[n-1].figures) > 0:
			out = append(out, half{names: []int{col}})
		default:
			out[n-1].names = append(out[n-1].names, col)
		}
	}
	return out
}

// remarks head columns of words that name nothing.
var remarks = pattern.Of(`备注|说明|依据|理由|原因|方式|是否`)

// wholeLine is a name that both sides of a line have in common.
var wholeLine = pattern.Of(`^(合|总|小|共)[\s\x{3000}]*计[：:]?$`)

// headOf is the nearest text above a row in a column.
func (f *Form) headOf(col, row int) string {
	for r := row - 1; r > 0; r-- {
		if c := f.over(col, r); c != nil && c.named() {
			return c.text()
		}
	}
	return ""
}

// namelessIn finds the lines of a side without a name, where most have one.
func (f *Form) namelessIn(lines []*FormRow, s half) (out []Nameless) {
	named := 0
	for _, r := range lines {
		var figures []int
		for j := range r.Cells {
			if c := &r.Cells[j]; slices.Contains(s.figures, c.Col) && c.figure() {
				figures = append(figures, c.Col)
			}
		}
		if len(figures) == 0 {
			continue
		}
		if f.namedIn(r.R, s.names[0], figures[0]) || slices.ContainsFunc(r.Cells, func(c FormCell) bool { return wholeLine.MatchString(c.text()) }) {
			named++
			continue
		}
		x := Nameless{Row: r.R, Name: s.names[len(s.names)-1], Figures: figures}
		for j := range r.Cells {
			if c := &r.Cells[j]; x.Beside == "" && c.named() && !c.figure() {
				x.Beside = c.text()
			}
		}
		out = append(out, x)
	}
	if named < 2 || named <= len(out) {
		return nil // a table of figures that need no name, or one that names them otherwise
	}
	return out
}

// namedIn says whether a cell of a row, from one column to before another, names something.
func (f *Form) namedIn(row, from, before int) bool {
	for col := from; col < before; col++ {
		if c := f.over(col, row); c != nil && (c.named() || c.Formula != nil) {
			return true
		}
	}
	return false
}

// over is the cell that shows in a place, also where a merged one hides it, nil if it is blank.
func (f *Form) over(col, row int) *FormCell {
	if i := slices.IndexFunc(f.Merges, func(m a1.Range) bool { return m.Has(col, row) }); i >= 0 {
		col, row = f.Merges[i].Col1, f.Merges[i].Row1
	}
	i, ok := slices.BinarySearchFunc(f.Rows, row, func(r FormRow, row int) int { return r.R - row })
	if !ok {
		return nil
	}
	j := slices.IndexFunc(f.Rows[i].Cells, func(c FormCell) bool { return c.Col == col })
	if j < 0 {
		return nil
	}
	return &f.Rows[i].Cells[j]
}

// figure says whether a cell shows one number and nothing else.
func (c *FormCell) figure() bool {
	return c.Formula != nil || len(c.Parts) == 1 && c.Parts[0].Numeric() && c.Parts[0].Kind != tags.Count
}

// named says whether a cell names something: with a text, or a tag that prints one. The number of a line
// does not.
func (c *FormCell) named() bool {
	return c.Formula == nil && slices.ContainsFunc(c.Parts, func(p tags.Part) bool {
		if p.Tag() {
			return p.Kind == tags.Text && p.Role == tags.Prints && p.Serial == ""
		}
		text := strings.TrimSpace(p.Text)
		return text != "" && (!lineNumber.MatchString(text) || len(text) > 2)
	})
}

// text is what a cell says beside its tags.
func (c *FormCell) text() string {
	var b strings.Builder
	for _, p := range c.Parts {
		if !p.Tag() {
			b.WriteString(p.Text)
		}
	}
	return strings.TrimSpace(b.String())
}

// nameless tells the figures that are printed beside nothing, each at the template's cell.
func (r *render) nameless() {
	found := map[*sheet]map[[2]int]bool{}
	for i, f := range r.t.Forms() {
		for _, x := range f.Nameless() {
			if found[r.t.sheets[i]] == nil {
				found[r.t.sheets[i]] = map[[2]int]bool{}
			}
			for _, col := range x.Figures {
				found[r.t.sheets[i]][[2]int{col, x.Row}] = true
			}
		}
	}
	told := map[finding.Place]bool{}
	for _, w := range r.order {
		s := w.out.sheet
		if len(found[s]) == 0 {
			continue
		}
		for _, p := range w.out.layout.rows {
			p.each(func(x *cell, at place) {
				out, line := w.out.cellAt(x.Col, at.out), finding.At(s.Name, 1, at.row.R)
				if !found[s][[2]int{x.Col, at.row.R}] || out == nil || told[line] {
					return
				}
				if value := out.shown(); value.Kind == formula.Number && !value.Num.IsZero() {
					told[line] = true
					r.problems.Warnf("nameless", finding.At(s.Name, x.Col, at.row.R), "请财政部门在模板里补上这一行的名称；不该有的数，删去它的标签。",
						"这个数 %s 旁边没有名称，印出来看不出是什么（公开表的 %s）", value.Num, finding.At(w.out.name, x.Col, at.out))
				}
			})
		}
	}
}
