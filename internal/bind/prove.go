package bind

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
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
}

// Wrong is how many figures did not come out, or should not have.
func (p Proof) Wrong() int {
	return len(p.Differ) + len(p.Open) + len(p.Lost) + len(p.Extra) + len(p.Moved)
}

// entries tells what did not come out, for the clerk.
func (p Proof) entries(opened map[int]bool) (out []Entry) {
	told := func(at finding.Place) bool { _, ok := opened[parseCell(at.Cell).col]; return ok }
	open := slices.DeleteFunc(slices.Clone(p.Open), told)
	lost := slices.DeleteFunc(slices.Clone(p.Lost), told)
	for _, d := range p.Differ {
		if opened[parseCell(d.Example.Cell).col] {
			continue
		}
		out = append(out, Entry{Differ, d.Made, fmt.Sprintf("算出 %s，范例的 %s 是 %s", d.Is, d.Example, d.Was)})
	}
	tell := func(what string, places []finding.Place) {
		for i, at := range places {
			if i == few && len(places) > few+1 {
				out = append(out, Entry{Differ, finding.Place{Sheet: p.Sheet}, fmt.Sprintf("%s，还有 %d 格", what, len(places)-few)})
				break
			}
			out = append(out, Entry{Differ, at, what})
		}
	}
	tell("范例的这个数没有做出来，填好后是空的", open)
	tell("范例的这一行填好后没有", lost)
	tell("填好后多出这个数，范例里没有", p.Extra)
	tell("范例的这一行填好后排到前面去了，各行的次序和范例不同", p.Moved)
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
	examples, err := readSheets(example)
	if err != nil {
		return nil, err
	}
	sheets, err := readSheets(made)
	if err != nil {
		return nil, err
	}
	stacked, err := stackedForms(p)
	if err != nil {
		return nil, err
	}
	was, is := tablesOf(dealt(stacked, examples), p.Units, knows), tablesOf(dealt(stacked, sheets), p.Units, knows)
	var out []Proof
	matches := matched(slices.DeleteFunc(slices.Clone(was), func(e *table) bool { return oneOfSeveral(e, was) }), is)
	for _, e := range was {
		if oneOfSeveral(e, was) {
			out = append(out, proveCells(e, sheetOfTable(e, is)))
			continue
		}
		if matches[e] == nil {
			proof := Proof{Sheet: e.name}
			for _, b := range e.blocks {
				for _, col := range b.figures {
					for row := e.body[0]; row <= e.body[1]; row++ {
						if d, ok := e.cells[pos{col, row}].amount(); ok && !d.IsZero() {
							proof.Open = append(proof.Open, finding.At(e.name, col, row))
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

// OfTables are the proofs of tables: the figures of a card of all the department confirmed what it was
// bound to, and its texts are told there.
func (r *Result) OfTables(proofs []Proof) []Proof {
	return slices.DeleteFunc(proofs, func(p Proof) bool { return slices.Contains(r.cards, p.Sheet) })
}

// oneOfSeveral says whether other sheets have the same title: a sheet for each record.
func oneOfSeveral(t *table, all []*table) bool {
	return slices.ContainsFunc(all, func(o *table) bool {
		return o != t && key(yearWords.ReplaceAllString(o.called, "")) == key(yearWords.ReplaceAllString(t.called, ""))
	})
}

// sheetOfTable is the sheet that was made for the record which a sheet of the example shows: the
// one of its name, else the one of its title that shows most of the same.
func sheetOfTable(e *table, all []*table) (made *table) {
	if i := slices.IndexFunc(all, func(t *table) bool { return t.name == e.name }); i >= 0 && e.deck == nil {
		return all[i]
	}
	most := 0
	for _, t := range all {
		if n := proveCells(e, t).Right; sameHead(t.called, e.called) && n > most {
			made, most = t, n
		}
	}
	return made
}

// proveCells compares all that two sheets show, cell by cell.
func proveCells(e, m *table) Proof {
	out := Proof{Sheet: e.name}
	for at, c := range e.cells {
		if !e.own(at) || tight(c.text) == "" {
			continue
		}
		place := finding.At(e.name, at.col, e.stands(at.row))
		switch {
		case m == nil:
			out.Lost = append(out.Lost, place)
		case tight(m.cells[at].text) == tight(c.text) || c.numeric && m.cells[at].numeric && (m.cells[at].number.Equal(c.number) || m.cells[at].number.Round(money.Places).Equal(c.number)):
			out.Right++
		default:
			out.Open = append(out.Open, place)
		}
	}
	for at, c := range e.extra(m) {
		if tight(c.text) != "" {
			out.Extra = append(out.Extra, finding.At(m.name, at.col, m.stands(at.row)))
		}
	}
	slices.SortFunc(out.Open, byCell)
	slices.SortFunc(out.Lost, byCell)
	slices.SortFunc(out.Extra, byCell)
	return out
}

// extra are the cells of a sheet where another one, of the same record, has nothing.
func (t *table) extra(m *table) map[pos]cell {
	out := map[pos]cell{}
	if m == nil {
		return out
	}
	for at, c := range m.cells {
		if m.own(at) && tight(t.cells[at].text) == "" {
			out[at] = c
		}
	}
	return out
}

// stands is the row of the workbook's sheet where a row stands.
func (s *sheet) stands(row int) int {
	if s.deck != nil {
		return s.stood[row]
	}
	return row
}

func byCell(a, b finding.Place) int {
	x, y := parseCell(a.Cell), parseCell(b.Cell)
	return cmp.Or(cmp.Compare(x.row, y.row), cmp.Compare(x.col, y.col))
}

// stackedForms are the sheets of a pack's templates on which records stand one below the other,
// as the forms that they were.
func stackedForms(p *pack.Pack) (out []*sheet, err error) {
	for _, name := range p.Template {
		sheets, err := readSheets(p.Templates[name])
		if err != nil {
			return nil, err
		}
		for _, s := range sheets {
			begins := func(c cell) bool { return strings.Contains(c.text, "{{块 ") }
			if slices.ContainsFunc(slices.Collect(maps.Values(s.cells)), begins) {
				out = append(out, s.with(func(text string) string { return anyTag.ReplaceAllString(text, "") }))
			}
		}
	}
	return out, nil
}

func tablesOf(sheets []*sheet, units *money.Units, knows func(string) bool) (out []*table) {
	for _, s := range sheets {
		out = append(out, findTables(s, units, knows)...)
	}
	return out
}

// prove compares a table of the example with the one that was made, rows by their labels.
func prove(p *pack.Pack, e, m *table) Proof {
	out := Proof{Sheet: e.name}
	sc := scaleOf(e, p.Unit)
	printed := sc
	printed.own = m.units
	if m.unit != (money.Unit{}) {
		printed.unit = m.unit
	}
	for i, b := range e.blocks {
		other := counterpart(m, i, e, b)
		if other == nil || len(b.figures) == 0 {
			continue
		}
		cols := across(e, b.figures, m, other.figures, sameHead)
		used := map[int]bool{}
		from, above := m.body[0], 0
		for row := e.body[0]; row <= e.body[1]; row++ {
			at := 0
			name := rowName(e, b, row)
			for r := m.body[0]; r <= m.body[1] && at == 0; r++ {
				if try := (r-m.body[0]+from-m.body[0])%(m.body[1]-m.body[0]+1) + m.body[0]; !used[try] && rowName(m, other, try) == name && (name != "" || len(b.labels) == 0 && m.figured(try, other) == e.figured(row, b)) {
					at = try
				}
			}
			if at > 0 {
				used[at] = true
				from = at
			}
			if at > 0 && e.totalIn(row) == "" && slices.ContainsFunc(b.figures, func(col int) bool { return e.cells[pos{col, row}].numeric }) {
				if at < above {
					out.Moved = append(out.Moved, finding.At(e.name, b.figures[0], row))
				}
				above = at
			}
			for _, col := range b.figures {
				sc, to := sc.in(col), printed.in(cols[col])
				half := decimal.New(5, -sc.places-1)
				was, _ := e.cells[pos{col, row}].amount()
				here := finding.At(e.name, col, row)
				switch is, ok := m.cells[pos{cols[col], at}].amount(); {
				case at == 0 && !was.IsZero():
					out.Lost = append(out.Lost, here)
				case at == 0:
				case to.unit.Yuan(is).Sub(sc.unit.Yuan(was)).Abs().LessThanOrEqual(sc.unit.Yuan(half)), e.sums(row, b) && sc.unit.Power > 0 &&
					to.unit.Yuan(is).Sub(sc.unit.Yuan(was)).Abs().LessThanOrEqual(sc.unit.Yuan(half).Mul(decimal.NewFromInt(int64(e.body[1]-row+2)).Add(decimal.NewFromInt(int64(row-e.body[0]))))):
					if !was.IsZero() {
						out.Right++
					}
				case !ok || is.IsZero():
					out.Open = append(out.Open, here)
				default:
					out.Differ = append(out.Differ, Difference{here, finding.At(m.name, cols[col], at), was, is})
				}
			}
		}
		for row := m.body[0]; row <= m.body[1]; row++ {
			for _, col := range other.figures {
				if d, ok := m.cells[pos{col, row}].amount(); ok && !d.IsZero() && !used[row] {
					out.Extra = append(out.Extra, finding.At(m.name, col, row))
				}
			}
		}
	}
	return out
}

// sums says whether a row may add others up: a total, or a code that is shorter than
// the next or a name without one.
func (t *table) sums(row int, b *block) bool {
	if t.totalIn(row) != "" {
		return true
	}
	code := func(row int) (n int) {
		for _, col := range b.labels {
			c, _ := t.cells[pos{col, row}].digits()
			n += len(c)
		}
		return n
	}
	return row < t.body[1] && code(row+1) > code(row)
}

// rowName is all labels of a row.
func rowName(t *table, b *block, row int) string {
	var out []string
	for _, col := range b.labels {
		if heads := t.heads(col); len(heads) > 0 && heads[0] == "序号" {
			continue
		}
		at := pos{col, row}
		c := t.cells[at]
		text := key(unitName(c.text))
		if c.numeric {
			text = c.number.String()
		}
		if allDigits(text) {
			text = unpadded(text)
		}
		if text != "" && (t.own(at) || t.whole[at].Row1 == row && t.whole[at].Col1 == col) {
			if len(out) > 0 && allDigits(out[len(out)-1]) {
				text = strings.TrimSuffix(text, "支出") // a name beside its code
			}
			out = append(out, text)
		}
	}
	if len(out) == 0 {
		return key(t.totalIn(row))
	}
	return strings.Join(slices.Compact(out), "|")
}

// Knows says whether a text names a line of a ledger's tables.
func Knows(r Request) func(string) bool { return newNamer(r.Pack, r.Ledger).knows }
