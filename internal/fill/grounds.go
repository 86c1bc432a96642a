package fill

import (
	"slices"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
)

// A list without records prints no row. Where a formula, a name, a chart, a
// table, a conditional format or a validation looks at its rows, one blank row
// stays, as on paper: SUM of it is 0, COUNTA 0, and no reference slides onto the
// total below.

// findGrounds notes on each sheet the ranges that something looks at.
func (t *Template) findGrounds() {
	for _, s := range t.sheets {
		for i := range s.rows {
			r := &s.rows[i]
			for _, x := range r.cells {
				if x.formula != nil {
					t.ground(x.formula, s, r.band.with(r.R, x.Col))
				}
			}
		}
		walk(s.Doc.Root(), func(e *etree.Element) {
			if slices.Contains(innerFormulas, e.Tag) && len(e.ChildElements()) == 0 {
				var within attached
				if at, ok := whereOf(e); ok {
					within = s.bandAt(at.Row1).with(at.Row1, at.Col1)
				}
				t.groundText(e.Text(), s, within)
			}
		})
		for _, table := range t.file.Tables(s.Part) {
			s.grounds = append(s.grounds, table.Data())
		}
		t.groundCharts(s.Part, s)
	}
	for _, ref := range t.book.Sheets {
		t.groundCharts(ref.Part, nil)
	}
	for _, e := range t.book.Names() {
		if !strings.HasPrefix(e.SelectAttrValue("name", ""), "_xlnm.") {
			t.groundText(e.Text(), nil, attached{})
		}
	}
}

func (t *Template) groundCharts(part string, on *sheet) {
	for _, doc := range shapes(t.file, part) {
		walk(doc.Root(), func(e *etree.Element) {
			if e.Tag == "f" {
				t.groundText(e.Text(), on, attached{})
			}
		})
	}
}

func (t *Template) groundText(text string, on *sheet, within attached) {
	if f, err := formula.Parse(text); err == nil {
		t.ground(f, on, within)
	}
}

// attached are the rows of a band that go with a cell in it, if the cell goes: all of them,
// but of the row that prints a list's total only itself.
type attached struct{ top, bottom int }

func (w attached) hold(r a1.Range) bool { return r.Row1 >= w.top && r.Row2 <= w.bottom }

// with gives the rows that go with a cell; a cell in no band has none.
func (b *band) with(row, col int) attached {
	if b == nil {
		return attached{}
	}
	lane := b.laneAt(col)
	if i := lane.variantOf(row); i >= 0 && lane.variants[i].level == 0 {
		own := lane.variants[i].rows
		return attached{own[0], own[len(own)-1]}
	}
	return attached{b.top, b.bottom}
}

// ground notes what a formula on a sheet looks at; what it sees of the rows that
// go with its own needs nothing to stand on.
func (t *Template) ground(f *formula.Formula, on *sheet, within attached) {
	for _, o := range f.Operands {
		s := on
		if o.Ref.Sheet != "" {
			s = t.sheet(o.Ref.Sheet)
		}
		if s == nil || o.Ref.Row1 == 0 || s == on && within.hold(o.Ref.Range) {
			continue
		}
		s.grounds = append(s.grounds, o.Ref.Range)
	}
}

// whereOf is the first range of the template that the conditional format,
// validation or sparkline holds for of which a formula is part.
func whereOf(e *etree.Element) (a1.Range, bool) {
	for p := e.Parent(); p != nil; p = p.Parent() {
		text := p.SelectAttrValue("sqref", "")
		if text == "" {
			if x := p.SelectElement("sqref"); x != nil {
				text = x.Text()
			}
		}
		if list := strings.Fields(text); len(list) > 0 {
			return a1.ParseRange(list[0])
		}
	}
	return a1.Range{}, false
}

// bandAt is the band that a row of the template is part of, nil if of none.
func (s *sheet) bandAt(r int) *band {
	for _, b := range s.bands {
		if r >= b.top && r <= b.bottom {
			return b
		}
	}
	return nil
}

// grounded is the column of a lane with a blank row where a range that something
// looks at would have none.
func (l *layout) grounded(b *band, lane *lane, column []stand) []stand {
	for _, g := range l.sheet.grounds {
		if g.Row1 < b.top || g.Row2 > b.bottom || !slices.Contains(b.over(g), lane) {
			continue
		}
		in := func(r int) bool { return r >= g.Row1 && r <= g.Row2 }
		i := slices.IndexFunc(lane.variants, func(v variant) bool { return slices.ContainsFunc(v.rows, in) })
		if i < 0 || slices.ContainsFunc(column, func(st stand) bool { return in(st.row.R) }) {
			continue
		}
		rows := lane.variants[i].rows
		at := slices.IndexFunc(column, func(st stand) bool { return st.row.R > rows[0] })
		if at < 0 {
			at = len(column)
		}
		for n, r := range rows {
			column = slices.Insert(column, at+n, stand{record: -1, row: l.sheet.rowAt(r)})
		}
	}
	return column
}
