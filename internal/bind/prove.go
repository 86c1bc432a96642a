package bind

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/evidence"
	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/tagging"
)

// Proof is how well the new pack makes the example again, table by table.
type Proof struct {
	Sheet  string
	Right  int // figures other than zero that are the same
	Differ []Difference
	Open   []finding.Place // figures of the example that the new tables leave blank
	Lost   []finding.Place // rows of the example that the new tables do not have
	Extra  []finding.Place // figures of the new tables that the example does not have
	Moved  []finding.Place // rows of the example that the new tables print before the one above it
	Bare   []finding.Place // rows of the example that say 0 and the new tables do not have, which is no figure

	Instead []Replaced // what the new tables say in the place of what the example says, or in another place
}

// Replaced is what the example says, and what the new tables do: a line that is called otherwise or has other figures, or a
// text that stands elsewhere.
type Replaced struct {
	Example, Made finding.Place
	Was, Is       string
	again         bool // of a line that is told at its first figure
}

// Wrong is how many figures did not come out, or should not have.
func (p Proof) Wrong() int {
	return len(p.Differ) + len(p.Open) + len(p.Lost) + len(p.Extra) + len(p.Moved) + len(p.Instead)
}

// entries tells what did not come out, for the clerk.
func (p Proof) entries(opened map[int]bool) (out []tagging.Entry) {
	told := func(at finding.Place) bool { _, ok := opened[layout.ParseCell(at.Cell).Col]; return ok }
	open := slices.DeleteFunc(slices.Clone(p.Open), told)
	lost := slices.DeleteFunc(slices.Clone(p.Lost), told)
	for _, d := range p.Differ {
		if opened[layout.ParseCell(d.Example.Cell).Col] {
			continue
		}
		out = append(out, tagging.Entry{Kind: tagging.Differ, Place: d.Made, Text: fmt.Sprintf("算出 %s，范例的 %s 是 %s", d.Is, d.Example, d.Was)})
	}
	n := 0
	for _, x := range p.Instead {
		_, left := opened[layout.ParseCell(x.Example.Cell).Col]
		if left || x.again {
			continue
		}
		if n++; n > few {
			continue
		}
		text := fmt.Sprintf("范例是“%s”（%s），填好后是“%s”", x.Was, x.Example.Cell, x.Is)
		if x.Was == x.Is {
			text = fmt.Sprintf("范例的“%s”在 %s，填好后在这里", x.Was, x.Example.Cell)
		}
		out = append(out, tagging.Entry{Kind: tagging.Differ, Place: x.Made, Text: text})
	}
	if n > few {
		out = append(out, tagging.Entry{Kind: tagging.Differ, Place: finding.Place{Sheet: p.Sheet}, Text: fmt.Sprintf("填好后的文字或位置和范例不同，还有 %d 处", n-few)})
	}
	tell := func(what string, places []finding.Place) {
		for i, at := range places {
			if i == few && len(places) > few+1 {
				out = append(out, tagging.Entry{Kind: tagging.Differ, Place: finding.Place{Sheet: p.Sheet}, Text: fmt.Sprintf("%s，还有 %d 格", what, len(places)-few)})
				break
			}
			out = append(out, tagging.Entry{Kind: tagging.Differ, Place: at, Text: what})
		}
	}
	tell("范例的这个数没有做出来，填好后是空的", open)
	tell("范例的这一行填好后没有", lost)
	tell("填好后多出这个数，范例里没有", p.Extra)
	tell("范例的这一行填好后排到前面去了，各行的次序和范例不同", p.Moved)
	tell("范例的这一行没有钱，填好后没有这一行", p.Bare)
	return out
}

// few is how many cells of a table are told one by one that have the same fault.
const few = 10

// Difference is a figure that the new tables print otherwise.
type Difference struct {
	Example, Made finding.Place
	Was, Is       decimal.Decimal
}

// Prove compares tables that the new pack made of the example's ledger with the example.
func Prove(p *pack.Pack, example, made []byte, knows func(string) bool) ([]Proof, error) {
	return (&Result{}).Prove(p, example, made, knows)
}

// Prove compares tables with the example, its figures in the units in which binding found them to be.
func (r *Result) Prove(p *pack.Pack, example, made []byte, knows func(string) bool) ([]Proof, error) {
	examples, err := layout.Read(example)
	if err != nil {
		return nil, err
	}
	sheets, err := layout.Read(made)
	if err != nil {
		return nil, err
	}
	layout.PlainYears(examples)
	layout.PlainYears(sheets)
	stacked, names, err := stackedForms(p)
	if err != nil {
		return nil, err
	}
	examples, sheets = dealt(stacked, examples), dealt(stacked, sheets)
	beside := func(s *layout.Sheet) bool {
		return slices.Contains(names, s.Name) && showsBeside(s, p.Units, knows)
	}
	for i, e := range examples { // tasks of a card of the department, beside which a label stands
		if j := slices.IndexFunc(sheets, func(s *layout.Sheet) bool { return s.Name == e.Name }); j >= 0 && beside(e) && beside(sheets[j]) {
			examples[i], sheets[j] = e.WithoutSides(), sheets[j].WithoutSides()
		}
	}
	was, is := tablesOf(examples, p.Units, knows), tablesOf(sheets, p.Units, knows)
	for _, e := range was {
		if unit, other := r.units[tableAt(e)]; other {
			e.Unit = unit
		}
	}
	var out []Proof
	matches := matched(slices.DeleteFunc(slices.Clone(was), func(e *layout.Table) bool { return oneOfSeveral(e, was) }), is)
	for _, e := range was {
		if oneOfSeveral(e, was) {
			if e.Deck == nil || !saysNothingOwn(e.Sheet, otherCards(e, was)) { // a blank card fills up a sheet of the example
				out = append(out, proveCells(e, sheetOfTable(e, is)))
			}
			continue
		}
		if matches[e] == nil {
			proof := Proof{Sheet: e.Name}
			for _, b := range e.Blocks {
				for _, col := range b.Figures {
					for row := e.Body[0]; row <= e.Body[1]; row++ {
						if d, ok := e.Cells[layout.At(col, row)].Amount(); ok && !d.IsZero() {
							proof.Open = append(proof.Open, finding.At(e.Name, col, row))
						}
					}
				}
			}
			out = append(out, proof)
			continue
		}
		out = append(out, prove(p, e, matches[e]))
	}
	return out, nil
}

// ProveAll compares a book that the pack made of the example's ledger with the example, tables and texts.
func (r *Result) ProveAll(p *pack.Pack, example, made []byte, knows func(string) bool) error {
	proofs, err := r.Prove(p, example, made, knows)
	if err != nil {
		return err
	}
	texts, err := proveTexts(p, example, made, knows)
	if err != nil {
		return err
	}
	r.Texts = append(r.Texts, slices.DeleteFunc(texts, func(x TextProof) bool {
		return slices.ContainsFunc(proofs, func(p Proof) bool { return p.Sheet == x.Sheet })
	})...)
	r.Proofs = append(r.Proofs, r.OfTables(proofs)...)
	return nil
}

// tableAt is where a table of the example stands.
func tableAt(t *layout.Table) finding.Place {
	return finding.At(t.Name, max(t.Title.Col, 1), max(t.Title.Row, 1))
}

// OfTables are the proofs of tables: the figures of a card of all the department confirmed what it was
// bound to, and its texts are told there. A table without figures that should have some is told too, and proves
// nothing.
func (r *Result) OfTables(proofs []Proof) []Proof {
	return slices.DeleteFunc(proofs, func(p Proof) bool {
		return slices.Contains(r.cards, p.Sheet) || p.Right == 0 && slices.Contains(r.blank, p.Sheet)
	})
}

// oneOfSeveral says whether other sheets have the same title: a sheet for each record.
func oneOfSeveral(t *layout.Table, all []*layout.Table) bool {
	return slices.ContainsFunc(all, func(o *layout.Table) bool {
		return o != t && layout.Key(layout.YearWords.ReplaceAllString(o.Called, "")) == layout.Key(layout.YearWords.ReplaceAllString(t.Called, ""))
	})
}

// otherCards are the sheets of the other tables that are called as one.
func otherCards(t *layout.Table, all []*layout.Table) (out []*layout.Sheet) {
	for _, o := range all {
		if o != t && layout.SameHead(o.Called, t.Called) {
			out = append(out, o.Sheet)
		}
	}
	return out
}

// sheetOfTable is the sheet that was made for the record which a sheet of the example shows: the
// one of its name, else the one of its title that shows most of the same.
func sheetOfTable(e *layout.Table, all []*layout.Table) (made *layout.Table) {
	if i := slices.IndexFunc(all, func(t *layout.Table) bool { return t.Name == e.Name }); i >= 0 && e.Deck == nil {
		return all[i]
	}
	most := 0
	for _, t := range all {
		if n := proveCells(e, t).Right; layout.SameHead(t.Called, e.Called) && n > most {
			made, most = t, n
		}
	}
	return made
}

// proveCells compares all that two sheets show, cell by cell.
func proveCells(e, m *layout.Table) Proof {
	out, places := Proof{Sheet: e.Name}, layout.DecimalsShown(e.Sheet)
	alike := func(is, was layout.Cell) bool {
		shown := places
		if is.Places >= 0 {
			shown = min(shown, int32(is.Places)) // a card of 51 is of one decimal if the others are
		}
		return is.Numeric && was.Numeric && (is.Number.Equal(was.Number) || is.Number.Round(shown).Equal(was.Number))
	}
	var blank []layout.Pos
	for at, c := range e.Cells {
		if !e.Own(at) || layout.Tight(c.Text) == "" {
			continue
		}
		stands := e.Stands(at)
		place := finding.At(e.Name, stands.Col, stands.Row)
		switch {
		case m == nil:
			out.Lost = append(out.Lost, place)
		case layout.Tight(m.Cells[at].Text) == layout.Tight(c.Text) || alike(m.Cells[at], c):
			out.Right++
		case layout.Tight(m.Cells[at].Text) != "":
			to := m.Stands(at)
			out.Instead = append(out.Instead, Replaced{place, finding.At(m.Name, to.Col, to.Row), layout.Clip(c.Text), layout.Clip(m.Cells[at].Text), false})
		default:
			blank = append(blank, at)
		}
	}
	extra := e.Extra(m)
	slices.SortFunc(blank, layout.ReadingOrder)
	for _, at := range blank {
		stands, is := e.Stands(at), layout.Tight(e.Cells[at].Text)
		place := finding.At(e.Name, stands.Col, stands.Row)
		elsewhere := slices.SortedFunc(maps.Keys(extra), layout.ReadingOrder)
		i := slices.IndexFunc(elsewhere, func(to layout.Pos) bool { return layout.Tight(extra[to].Text) == is })
		if i < 0 {
			out.Open = append(out.Open, place)
			continue
		}
		delete(extra, elsewhere[i])
		to := m.Stands(elsewhere[i])
		out.Instead = append(out.Instead, Replaced{place, finding.At(m.Name, to.Col, to.Row), layout.Clip(e.Cells[at].Text), layout.Clip(e.Cells[at].Text), false})
	}
	for at, c := range extra {
		if layout.Tight(c.Text) != "" {
			stands := m.Stands(at)
			out.Extra = append(out.Extra, finding.At(m.Name, stands.Col, stands.Row))
		}
	}
	slices.SortFunc(out.Instead, func(a, b Replaced) int { return tagging.ByCell(a.Made, b.Made) })
	slices.SortFunc(out.Open, tagging.ByCell)
	slices.SortFunc(out.Lost, tagging.ByCell)
	slices.SortFunc(out.Extra, tagging.ByCell)
	return out
}

// stackedForms are the sheets of a pack's templates on which records stand one below the other,
// as the forms that they were, and the names of all sheets of the templates.
func stackedForms(p *pack.Pack) (out []*layout.Sheet, names []string, err error) {
	for _, name := range p.Template {
		sheets, err := layout.Read(p.Templates[name])
		if err != nil {
			return nil, nil, err
		}
		for _, s := range sheets {
			names = append(names, s.Name)
			begins := func(c layout.Cell) bool { return strings.Contains(c.Text, "{{块 ") }
			if slices.ContainsFunc(slices.Collect(maps.Values(s.Cells)), begins) {
				out = append(out, s.With(func(text string) string { // as of some year, which titles of cards begin with
					return tagging.AnyTag.ReplaceAllString(inYear(text, p.Identity.Year), "")
				}))
			}
		}
	}
	return out, names, nil
}

func tablesOf(sheets []*layout.Sheet, units *money.Units, knows func(string) bool) (out []*layout.Table) {
	for _, s := range sheets {
		out = append(out, layout.FindTables(s, units, knows)...)
	}
	return out
}

// showsBeside says whether the tables of a sheet show figures only without the labels that stand beside lines.
func showsBeside(s *layout.Sheet, units *money.Units, knows func(string) bool) bool {
	return figuresOf(layout.FindTables(s, units, knows)) == 0 && figuresOf(layout.FindTables(s.WithoutSides(), units, knows)) > 0
}

// figuresOf is how many figures the blocks of tables show.
func figuresOf(tables []*layout.Table) (n int) {
	for _, t := range tables {
		for _, b := range t.Blocks {
			for row := t.Body[0]; row <= t.Body[1]; row++ {
				for _, col := range b.Figures {
					if _, ok := t.Cells[layout.At(col, row)].Amount(); ok {
						n++
					}
				}
			}
		}
	}
	return n
}

// prove compares a table of the example with the one that was made, rows by their labels.
func prove(p *pack.Pack, e, m *layout.Table) Proof {
	out := Proof{Sheet: e.Name}
	sc := layout.ScaleOf(e, p.Unit)
	printed := sc
	printed.Own = m.Units
	if m.Unit != (money.Unit{}) {
		printed.Unit = m.Unit
	}
	for i, b := range e.Blocks {
		other := counterpart(m, i, e, b)
		if other == nil || len(b.Figures) == 0 {
			continue
		}
		cols := across(e, b.Figures, m, other.Figures, layout.SameHead)
		used, named := map[int]bool{}, map[string]bool{}
		var lost, extra []int // rows
		for row := e.Body[0]; row <= e.Body[1]; row++ {
			named[strings.Join(rowNames(e, b, row), "|")] = true
		}
		from, above := m.Body[0], 0
		for row := e.Body[0]; row <= e.Body[1]; row++ {
			at := 0
			names := rowNames(e, b, row)
			find := func(is func(row int, made []string) bool) {
				for r := m.Body[0]; r <= m.Body[1] && at == 0; r++ {
					if try := (r-m.Body[0]+from-m.Body[0])%(m.Body[1]-m.Body[0]+1) + m.Body[0]; !used[try] && is(try, rowNames(m, other, try)) {
						at = try
					}
				}
			}
			find(func(r int, made []string) bool {
				return slices.Equal(made, names) && (len(names) > 0 || len(b.Labels) == 0 && m.Figured(r, other) == e.Figured(row, b))
			})
			find(func(_ int, made []string) bool { // a label that has no tag is blank
				return len(made) > 0 && len(names) > len(made) && made[0] == names[0] && containsAll(names, made) && !named[strings.Join(made, "|")]
			})
			if at > 0 {
				used[at] = true
				from = at
			}
			if at > 0 && e.TotalIn(row) == "" && slices.ContainsFunc(b.Figures, func(col int) bool { return e.Cells[layout.At(col, row)].Numeric }) {
				if at < above {
					out.Moved = append(out.Moved, finding.At(e.Name, b.Figures[0], row))
				}
				above = at
			}
			for _, col := range b.Figures {
				sc, to := sc.In(col), printed.In(cols[col])
				was, _ := e.Cells[layout.At(col, row)].Amount()
				half := decimal.New(5, -max(sc.Places, placesShown(e.Cells[layout.At(col, row)]))-1)
				here := finding.At(e.Name, col, row)
				is, ok := m.Cells[layout.At(cols[col], at)].Amount()
				off := to.Unit.Yuan(is).Sub(sc.Unit.Yuan(was)).Abs()
				within := func(halves int) bool {
					return off.LessThanOrEqual(sc.Unit.Yuan(half.Mul(decimal.NewFromInt(int64(halves)))))
				}
				switch {
				case at == 0 && !was.IsZero() && !slices.Contains(lost, row):
					lost = append(lost, row)
					out.Bare = slices.DeleteFunc(out.Bare, func(p finding.Place) bool { return p == finding.At(e.Name, b.Figures[0], row) })
				case at == 0:
					if zero := e.Cells[layout.At(col, row)]; len(names) > 0 && zero.Numeric && !slices.Contains(lost, row) && !slices.Contains(out.Bare, finding.At(e.Name, b.Figures[0], row)) && !layout.Totals.MatchString(names[0]) {
						out.Bare = append(out.Bare, finding.At(e.Name, b.Figures[0], row))
					}
				case within(1), within(1 + footed(e, b, row, col, sc)):
					if !was.IsZero() {
						out.Right++
					}
				case !ok || is.IsZero():
					out.Open = append(out.Open, here)
				default:
					out.Differ = append(out.Differ, Difference{here, finding.At(m.Name, cols[col], at), was, is})
				}
			}
		}
		for row := m.Body[0]; row <= m.Body[1]; row++ {
			for _, col := range other.Figures {
				if d, ok := m.Cells[layout.At(col, row)].Amount(); ok && !d.IsZero() && !used[row] && !slices.Contains(extra, row) {
					extra = append(extra, row)
				}
			}
		}
		out.unmatched(line{e, b, lost}, line{m, other, extra}, cols, func(was, is decimal.Decimal, col int) bool {
			return printed.In(cols[col]).Unit.Yuan(is).Equal(sc.In(col).Unit.Yuan(was))
		})
	}
	return out
}

// placesShown is how many decimals a cell shows of its figure, of those that this has; more than an amount in 万元 can
// have are left by a computation.
func placesShown(c layout.Cell) int32 {
	const most = 6
	d, _ := c.Amount()
	_, decimals, _ := strings.Cut(d.String(), ".")
	n := len(decimals)
	if c.Places >= 0 {
		n = min(n, c.Places)
	}
	if n > most {
		return 0
	}
	return int32(n)
}

// footed is how many rounded figures a figure of an example adds, by a formula or because a clerk made the table add
// up: each of them may be half of its last decimal off. 0 if it adds none.
func footed(e *layout.Table, b *layout.Block, row, col int, sc layout.Scale) (parts int) {
	if !e.Sums(row, b) || sc.Unit.Power == 0 {
		return 0
	}
	printed, _ := e.Cells[layout.At(col, row)].Amount()
	formula := e.Cells[layout.At(col, row)].Formula
	adds := func(cells []layout.Pos) int {
		var sum decimal.Decimal
		n := 0
		for _, at := range cells {
			d, ok := e.Cells[at].Amount()
			if !ok || d.IsZero() {
				continue
			}
			sum = sum.Add(d)
			if n++; sum.Equal(printed) {
				return n
			}
		}
		if formula {
			return n
		}
		return 0
	}
	rows := func(from, to, step int, is func(row int) bool) (out []layout.Pos) {
		for r := from; r != to+step; r += step {
			if is(r) {
				out = append(out, layout.At(col, r))
			}
		}
		return out
	}
	for digits := range 12 {
		is := func(r int) bool { return e.Digits(r, b) == digits }
		switch digits {
		case 10:
			is = func(r int) bool { return !e.Sums(r, b) }
		case 11:
			is = func(int) bool { return true }
		}
		parts = max(parts, adds(rows(row+1, max(e.Body[1], row), 1, is)), adds(rows(row-1, min(e.Body[0], row), -1, is)))
	}
	var beside []layout.Pos
	for _, other := range b.Figures {
		if other > col {
			beside = append(beside, layout.At(other, row))
		}
	}
	return max(parts, adds(beside))
}

// line is rows of a block of a table that the other table does not have.
type line struct {
	t    *layout.Table
	b    *layout.Block
	rows []int
}

// figures are the columns of a row with a figure other than zero.
func (l line) figures(row int) (cols []int) {
	for _, col := range l.b.Figures {
		if d, ok := l.t.Cells[layout.At(col, row)].Amount(); ok && !d.IsZero() {
			cols = append(cols, col)
		}
	}
	return cols
}

// says is what a row says: its labels and its figures.
func (l line) says(row int) string {
	var said []string
	for _, col := range l.b.Labels {
		if text := l.t.Says(layout.At(col, row)); text != "" {
			said = append(said, layout.Clip(text))
		}
	}
	for _, col := range l.figures(row) {
		d, _ := l.t.Cells[layout.At(col, row)].Amount()
		said = append(said, d.String())
	}
	return strings.Join(said, " ")
}

// unmatched tells the rows that only one of two tables has: those that are the same line with another name or other
// figures together.
func (p *Proof) unmatched(was, is line, cols map[int]int, equal func(was, is decimal.Decimal, col int) bool) {
	left := slices.Clone(is.rows)
	for _, row := range was.rows {
		names := rowNames(was.t, was.b, row)
		called := func(r int) bool {
			made := rowNames(is.t, is.b, r) // the last says which line it is, of a code or in words: lines of one unit are several
			return slices.ContainsFunc([]bool{false, true}, func(digits bool) bool {
				last := lastName(names, digits)
				return last != "" && last == lastName(made, digits)
			})
		}
		figured := func(r int) bool {
			return !slices.ContainsFunc(was.b.Figures, func(col int) bool {
				x, _ := was.t.Cells[layout.At(col, row)].Amount()
				y, _ := is.t.Cells[layout.At(cols[col], r)].Amount()
				return !equal(x, y, col)
			})
		}
		i := slices.IndexFunc(left, func(r int) bool { return called(r) && figured(r) })
		for _, alike := range []func(int) bool{called, figured} {
			if i < 0 {
				i = slices.IndexFunc(left, alike)
			}
		}
		if i < 0 {
			for _, col := range was.figures(row) {
				p.Lost = append(p.Lost, finding.At(was.t.Name, col, row))
			}
			continue
		}
		for n, col := range was.figures(row) {
			p.Instead = append(p.Instead, Replaced{finding.At(was.t.Name, col, row), finding.At(is.t.Name, cmp.Or(cols[col], is.b.Figures[0]), left[i]), was.says(row), is.says(left[i]), n > 0})
		}
		left = slices.Delete(left, i, i+1)
	}
	for _, row := range left {
		for _, col := range is.figures(row) {
			p.Extra = append(p.Extra, finding.At(is.t.Name, col, row))
		}
	}
}

// lastName is the last of the names of a row that is one of digits, or one of words; "" if there is none.
func lastName(names []string, digits bool) string {
	for _, name := range slices.Backward(names) {
		if layout.AllDigits(name) == digits {
			return name
		}
	}
	return ""
}

// rowNames are all labels of a row.
func rowNames(t *layout.Table, b *layout.Block, row int) []string {
	var out []string
	for _, col := range b.Labels {
		if heads := t.Heads(col); len(heads) > 0 && heads[0] == "序号" {
			continue
		}
		at := layout.At(col, row)
		c := t.Cells[at]
		text := layout.Key(meaning.UnitName(c.Text))
		if c.Numeric {
			text = c.Number.String()
		}
		if layout.AllDigits(text) {
			text = evidence.Unpadded(text)
		}
		if text != "" && (t.Own(at) || t.Whole[at].Row1 == row && t.Whole[at].Col1 == col) {
			if len(out) > 0 && layout.AllDigits(out[len(out)-1]) {
				text = strings.TrimSuffix(text, "支出") // a name beside its code
			}
			out = append(out, text)
		}
	}
	if total := layout.Key(t.TotalIn(row)); len(out) == 0 && total != "" {
		return []string{total}
	}
	return slices.Compact(out)
}

// Knows says whether a text names a line of a ledger's tables.
func Knows(r Request) func(string) bool { return meaning.NewNamer(r.Pack, r.Ledger).Knows }
