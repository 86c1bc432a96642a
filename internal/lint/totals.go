package lint

import (
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/legend"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/pivot"
	"ysgk/internal/tags"
)

// totalWord is the label of a row of totals.
var totalWord = pattern.Of(`^(.{0,6})?(合计|总计|小计|累计)[：:]?$`)

// totals tells rows of totals without figures, and lists of which a level, or the
// total, stands nowhere.
func (s *sayer) totals() {
	for i := range s.Rows {
		s.total(&s.Rows[i])
	}
	for i := range s.Bands {
		for j := range s.Bands[i].Lanes {
			s.levels(&s.Bands[i], &s.Bands[i].Lanes[j])
		}
	}
	s.each(s.leftOut)
}

// leftOut tells a line that no formula adds up although one ends right beside it: a line
// that a bureau has added at the end of those of a total.
func (s *sayer) leftOut(row *fill.FormRow, c *fill.FormCell) {
	p := line(c)
	if p == nil || s.added(c.Col, row.R) {
		return
	}
	s.each(func(total *fill.FormRow, f *fill.FormCell) {
		if f.Formula == nil || f.Col != c.Col {
			return
		}
		for _, o := range f.Formula.Operands {
			r := o.Ref
			if !slices.Contains(adding, o.Func) || r.Sheet != "" || r.Col1 != c.Col || r.Col2 != c.Col || r.Row2 != row.R-1 && r.Row1 != row.R+1 {
				continue
			}
			same, part := 0, false
			for at := r.Row1; at <= min(r.Row2, s.Last); at++ {
				if q := line(s.At(c.Col, at)); q != nil && q.List == p.List && q.Field == p.Field {
					same++
					part = part || strings.HasPrefix(q.Keys[0], p.Keys[0]) || strings.HasPrefix(p.Keys[0], q.Keys[0]) // 其中 lines are in what they are of
				}
			}
			if same > 1 && !part {
				label := s.Label(c.Col, row.R)
				s.out.Warnf(meaning+"total", s.place(f.Col, total.R), "要加上的，请把公式里的区域改到这一行；有意不加的，可以不改。", "公式 =%s 没有加上 %s（“%s”），和它挨着的各行都加了", f.Formula.Text, finding.At("", c.Col, row.R), s.quote(label))
				return
			}
		}
	})
}

// line is the amount of a fixed line: of one record that its key names; nil if a cell is none.
func line(c *fill.FormCell) *tags.Part {
	if c == nil {
		return nil
	}
	if p := legend.Amount(c); p != nil && !p.Row && p.List != "" && len(p.Keys) == 1 {
		return p
	}
	return nil
}

// added says whether a formula of the sheet looks at a cell.
func (s *sayer) added(col, row int) (yes bool) {
	s.each(func(_ *fill.FormRow, c *fill.FormCell) {
		if c.Formula == nil {
			return
		}
		for _, o := range c.Formula.Operands {
			r := o.Ref
			yes = yes || (r.Sheet == "" || strings.EqualFold(r.Sheet, s.Sheet)) && r.Row1 <= row && row <= r.Row2 && r.Col1 <= col && col <= r.Col2
		}
	})
	return yes
}

// total looks at the labels of a row: up to the next text, each column that shows
// amounts elsewhere has to show one here.
func (s *sayer) total(row *fill.FormRow) {
	for i := range row.Cells {
		c := &row.Cells[i]
		if !legend.Constant(c) || !totalWord.MatchString(legend.Unnumbered(legend.Says(c))) || s.isHeader(c.Col, row.R) {
			continue
		}
		var bare []string
		first, figures, summed := 0, 0, false
		_, m := s.Over(c.Col, row.R)
		for col := m.Col2 + 1; col <= s.width(); col++ {
			x, at := s.Over(col, row.R)
			if text := legend.Says(x); x != nil && x.Formula == nil && text != "" && legend.Constant(x) && !amount.MatchString(text) {
				break // the label of the next block
			}
			if x != nil {
				figures++
				continue
			}
			if s.listed(col, row.R) && !s.listed(c.Col, row.R) {
				continue // a list runs beside the fixed lines, of which this is one
			}
			if at.Col1 == col && s.figures(col, row.R) && len(s.Headers(col, row.R)) > 0 {
				bare = append(bare, finding.At("", col, row.R).String())
				summed = summed || s.amountTag(col)
				if first == 0 {
					first = col
				}
			}
		}
		switch {
		case first == 0:
		case figures == 0:
			s.out.Errorf(meaning+"total", s.place(first, row.R), "请写上公式（如 =SUM(…)）或“@合计”的标签；不要这一行的，删去它。", "“%s”（%s）这一行没有公式和标签：%s 是空的", legend.Says(c), finding.At("", c.Col, row.R), strings.Join(bare, "、"))
		case summed: // shares and ranks have no total
			s.out.Warnf(meaning+"total", s.place(first, row.R), "请写上公式（如 =SUM(…)）或“@合计”的标签。", "“%s”（%s）这一行的 %s 是空的，别的行在这一列有数", legend.Says(c), finding.At("", c.Col, row.R), strings.Join(bare, "、"))
		}
	}
}

// listed says whether a column prints a list in a row of the template.
func (s *sayer) listed(col, row int) bool {
	return slices.ContainsFunc(s.Bands, func(b fill.FormBand) bool {
		return b.Top <= row && row <= b.Bottom && slices.ContainsFunc(b.Lanes, func(l fill.FormLane) bool { return l.Has(col) })
	})
}

// isHeader says whether a text stands above amounts rather than beside them.
func (s *sayer) isHeader(col, row int) bool {
	if row >= s.Body {
		return false
	}
	for r := row + 1; r <= s.Last; r++ {
		if c, _ := s.Over(col, r); c != nil && !legend.Constant(c) {
			return legend.Figure(c) || s.Body-row > 1 // a label stands above names and right above the list
		}
	}
	return s.Body-row > 1
}

// width is the last column with content.
func (s *sayer) width() (last int) {
	s.each(func(_ *fill.FormRow, c *fill.FormCell) { last = max(last, c.Col) })
	return last
}

// figures says whether a column shows amounts in the rows around another one,
// without a header between.
func (s *sayer) figures(col, row int) bool {
	for _, step := range []int{-1, 1} {
		for r := row + step; r >= s.Body && r <= s.Last && r > 0; r += step {
			c, _ := s.Over(col, r)
			if legend.Figure(c) {
				return true
			}
			if c != nil && legend.Constant(c) || s.empty(r) {
				break
			}
		}
	}
	return false
}

// empty says whether a row holds nothing: another table begins below it.
func (s *sayer) empty(row int) bool {
	return !slices.ContainsFunc(s.Rows, func(r fill.FormRow) bool { return r.R == row })
}

// amountTag says whether a column shows an amount of a view somewhere.
func (s *sayer) amountTag(col int) (yes bool) {
	s.each(func(_ *fill.FormRow, c *fill.FormCell) { yes = yes || c.Col == col && legend.Amount(c) != nil })
	return yes
}

// levels tells what a list of a table does not print.
func (s *sayer) levels(b *fill.FormBand, lane *fill.FormLane) {
	view := s.pack.View(lane.List)
	if view == nil || view.Of != "" || s.Of != "" || s.table == nil || slices.ContainsFunc(lane.Variants, func(v fill.FormVariant) bool { return v.Level < 0 }) {
		return
	}
	names := pivot.Levels(view)
	place := s.place(lane.From, b.Bottom)
	for level := 1; level < len(names); level++ {
		if s.inBlock(lane.List, level) || slices.ContainsFunc(s.lanes(lane.List), func(l fill.FormLane) bool { return has(l, level) }) {
			continue
		}
		tell := s.out.Notef // a table may leave out a level
		if level == len(names)-1 && !s.elsewhere(lane.List, level) {
			tell = s.out.Warnf
		}
		tell(meaning+"level", place, "要印的，在表里加一行，标签写 @"+names[level]+"。", "视图 %s 的“%s”这一级没有自己的行，表里不印", view.Name, names[level])
	}
	if !s.totalled(b, lane) {
		s.out.Warnf(meaning+"total", place, "请加一行合计：标签写 {{"+view.Name+"@合计.…}}，或写公式 =SUM(…)。", "视图 %s 的清单没有合计行", view.Name)
	}
}

// lanes are the columns of the sheet that print a list.
func (s *sayer) lanes(list string) (out []fill.FormLane) {
	for _, b := range s.Bands {
		for _, l := range b.Lanes {
			if l.List == list {
				out = append(out, l)
			}
		}
	}
	return out
}

func has(l fill.FormLane, level int) bool {
	return slices.ContainsFunc(l.Variants, func(v fill.FormVariant) bool { return v.Level == level || v.Level < 0 })
}

// elsewhere says whether another sheet prints a level of a list.
func (s *sayer) elsewhere(list string, level int) bool {
	return slices.ContainsFunc(s.forms, func(f *fill.Form) bool {
		return slices.ContainsFunc(f.Bands, func(b fill.FormBand) bool {
			return slices.ContainsFunc(b.Lanes, func(l fill.FormLane) bool { return l.List == list && has(l, level) })
		})
	})
}

// totalled says whether something on the sheet shows the total of a list: a row
// or tag of its root, a formula over its rows, or a row called 合计.
func (s *sayer) totalled(b *fill.FormBand, lane *fill.FormLane) (yes bool) {
	if slices.ContainsFunc(s.lanes(lane.List), func(l fill.FormLane) bool { return has(l, 0) || s.single(lane.List) && has(l, 1) }) {
		return true
	}
	s.each(func(row *fill.FormRow, c *fill.FormCell) {
		if legend.Constant(c) && totalWord.MatchString(legend.Unnumbered(legend.Says(c))) && !s.isHeader(c.Col, row.R) {
			yes = true // whether it has figures is told apart
		}
		for _, p := range c.Parts {
			yes = yes || p.List == lane.List && slices.Contains(p.Keys, pack.Root)
		}
		if c.Formula == nil || row.R >= b.Top && row.R <= b.Bottom {
			return
		}
		if len(c.Formula.Tables())+len(c.Formula.Names()) > 0 && slices.ContainsFunc(c.Formula.Functions(), func(f string) bool { return slices.Contains(adding, f) }) {
			yes = true // adds up a table of Excel's or a name, which stand for the list
		}
		for _, o := range c.Formula.Operands {
			yes = yes || (o.Ref.Sheet == "" || strings.EqualFold(o.Ref.Sheet, s.Sheet)) && o.Ref.Row1 <= b.Bottom && o.Ref.Row2 >= b.Top
		}
	})
	return yes || !s.amounts(lane.List)
}

// single says whether the uppermost level of a list has but one record, the
// department itself, which is the total then.
func (s *sayer) single(list string) bool {
	view := s.pack.View(list)
	return !slices.ContainsFunc(view.Rows[0].By, func(by string) bool {
		return !slices.ContainsFunc(s.pack.Input.Sheets, func(sheet pack.Sheet) bool {
			for _, d := range sheet.Derived {
				if d.Name == by && d.From != "" && slices.Contains(view.Sources, sheet.Name) {
					return true
				}
			}
			return false
		})
	})
}

// amounts says whether the sheet shows an amount of a list in its rows.
func (s *sayer) amounts(list string) (yes bool) {
	s.each(func(_ *fill.FormRow, c *fill.FormCell) {
		p := legend.Amount(c)
		yes = yes || p != nil && p.Row && p.List == list
	})
	return yes
}

// untagged tells columns that have a header but nothing below it.
func (s *sayer) untagged() {
	if s.Body == 0 || s.table == nil && len(s.Bands) == 0 {
		return
	}
	last, bands := s.width(), s.Bands
	if len(bands) == 0 { // a form of fixed rows
		bands = []fill.FormBand{{Top: s.Body, Bottom: s.Last}}
		s.bareRows()
	}
	for i := range bands {
		b := &bands[i]
		told := map[legend.Text]bool{}
		var bare [2]struct { // those that warn, and those of texts that are written by hand
			at    finding.Place
			heads []string
		}
		for col := 1; col <= last; col++ {
			heads := s.Headers(col, b.Top)
			if len(heads) == 0 || told[heads[0]] {
				continue
			}
			if slices.ContainsFunc(bands, func(o fill.FormBand) bool { // a total of a list stands apart where rows are blank between
				same := s.Headers(col, o.Top)
				return len(same) > 0 && same[0] == heads[0] && s.filledBelow(heads[0], &o)
			}) {
				continue
			}
			told[heads[0]] = true
			of := &bare[0]
			if byHand.MatchString(heads[0].Says) {
				of = &bare[1]
			}
			if len(of.heads) == 0 {
				of.at = s.place(col, b.Bottom)
			}
			of.heads = append(of.heads, fmt.Sprintf("“%s”（%s）", s.quote(heads[0]), s.cell(heads[0])))
		}
		for i, tell := range []func(rule string, at finding.Place, hint, text string, args ...any){s.out.Warnf, s.out.Notef} {
			if of := bare[i]; len(of.heads) > 0 {
				tell(meaning+"column", of.at, "请在表头下面写上标签或公式；不要这一列的，删去它。", "表头%s下面没有标签", strings.Join(of.heads, "、"))
			}
		}
	}
}

// bareRows tells the rows of a form of fixed rows that have a label, but no
// figure where the rows above and below have one.
func (s *sayer) bareRows() {
	for i := range s.Rows {
		row := &s.Rows[i]
		for j := range row.Cells {
			c := &row.Cells[j]
			text := legend.Says(c)
			if !legend.Constant(c) || row.R <= s.Body || totalWord.MatchString(legend.Unnumbered(text)) {
				continue
			}
			_, m := s.Over(c.Col, row.R)
			first := 0
			for col := m.Col2 + 1; col <= s.width() && first >= 0; col++ {
				x, _ := s.Over(col, row.R)
				above, _ := s.Over(col, row.R-1)
				below, _ := s.Over(col, row.R+1)
				switch {
				case x != nil && legend.Constant(x) && !amount.MatchString(legend.Says(x)):
					col = s.width()
				case x != nil:
					first = -1
				case first == 0 && legend.Figure(above) && legend.Figure(below):
					first = col
				}
			}
			if first > 0 {
				s.out.Warnf(meaning+"row", s.place(first, row.R), "请写上标签或公式；只是小标题的，不用改。", "“%s”（%s）这一行没有标签，上下两行都有", short(text), finding.At("", c.Col, row.R))
			}
		}
	}
}

// nameless tells lines whose figures are printed beside no name.
func (s *sayer) nameless() {
	for _, x := range s.Nameless() {
		s.out.Warnf(meaning+"nameless", s.place(x.Figures[0], x.Row), "请在这一行补上名称；不该有的数，删去它的标签。", "%s", x.Says())
	}
}

// byHand are columns that are left for remarks.
var byHand = pattern.Of(`备注|说明|签字|盖章|签名`)

// filledBelow says whether any cell below a header, within the rows that repeat, in the rows around them or in those of
// a block, holds something, or has a drop-down list for what is filled in by hand.
func (s *sayer) filledBelow(head legend.Text, b *fill.FormBand) bool {
	_, m := s.Over(head.Col, head.Row)
	rows := map[int]bool{}
	for r := b.Top; r <= b.Bottom; r++ {
		rows[r] = true
	}
	for _, row := range s.Rows {
		rows[row.R] = rows[row.R] || row.Block && row.R > head.Row
	}
	for col := m.Col1; col <= m.Col2; col++ {
		for r := range rows {
			if c, _ := s.Over(col, r); rows[r] && c != nil || slices.ContainsFunc(s.Chosen, func(at a1.Range) bool { return rows[r] && at.Has(col, r) }) {
				return true
			}
		}
	}
	return false
}

// inBlock says whether the rows of a block print a level of a list.
func (s *sayer) inBlock(list string, level int) bool {
	return slices.ContainsFunc(s.Rows, func(row fill.FormRow) bool {
		return row.Block && slices.ContainsFunc(row.Cells, func(c fill.FormCell) bool {
			return slices.ContainsFunc(c.Whole, func(p tags.Part) bool { return p.List == list && p.Level == level })
		})
	})
}
