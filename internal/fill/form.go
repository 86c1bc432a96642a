package fill

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
	"ysgk/internal/tags"
)

// Form is what a compiled template says of one sheet, for those who read a
// filled workbook back: which cell shows what.
type Form struct {
	Sheet  string
	Tags   bool     // in the tab name
	Hidden bool     // from those who open the workbook
	Of     string   // the list for whose records the sheet repeats, "" if none
	Lists  []string // that any tag of the sheet names
	Rows   []FormRow
	Bands  []FormBand
	Merges []a1.Range
	Chosen []a1.Range // cells with a drop-down list, which someone fills in by hand

	Outside [][]tags.Part // of headers, footers, shapes and titles of charts with tags
}

// FormRow is a template row that holds cells.
type FormRow struct {
	R     int
	Band  int  // index into Form.Bands, -1 if it stands in none
	Block bool // of a block that repeats for each record, with rows of lists inside it
	Note  bool // stands only on a sheet without data
	Hides bool // goes where all its amounts are zero
	Cells []FormCell
}

// FormCell is a cell that is not blank: parts of text and tags, or a formula.
type FormCell struct {
	Col     int
	Lane    int         // index into the band's Lanes, -1 if the cell does not repeat: a fixed line beside a list
	Parts   []tags.Part // see tags.Outline
	Whole   []tags.Part // with what stands on a condition, of a text with tags
	Formula *formula.Formula
	Array   bool // the formula is an array's
	Number  bool // the only part is a number that always stands, such as a rate

	Format string // the number format of a formula, or of a tag alone

	source *cell
	of     *Template
}

// Written is the text of a cell as the template has it, with its tags.
func (c *FormCell) Written() string { return strings.Join(c.source.Runs(), "") }

// Unitless says whether the formula gives a number without a unit: a share, a rank, a count.
func (c *FormCell) Unitless() bool { return c.Formula != nil && c.of.unitless(c.source) }

// Cells are the cells that are not blank, in reading order, with their rows.
func (f *Form) Cells() iter.Seq2[*FormRow, *FormCell] {
	return func(yield func(*FormRow, *FormCell) bool) {
		for i := range f.Rows {
			for j := range f.Rows[i].Cells {
				if !yield(&f.Rows[i], &f.Rows[i].Cells[j]) {
					return
				}
			}
		}
	}
}

// Money says whether the cell shows an amount: the tag of one, or a formula that
// computes one.
func (c *FormCell) Money() bool {
	if c.Formula != nil {
		return !c.Unitless()
	}
	return len(c.Parts) == 1 && c.Parts[0].Amount
}

// FormBand is a run of rows that repeat, with the fixed lines beside them.
type FormBand struct {
	Top, Bottom int
	Lanes       []FormLane // of lists
}

// FormLane is the columns of a band that print one list.
type FormLane struct {
	List     string
	From, To int      // columns, the first and the last one
	Columns  [][2]int // the stretches of them: fixed lines may stand between
	Variants []FormVariant
	Closing  []int // rows of fixed lines directly behind the last record
}

// Has says whether a column belongs to a lane.
func (l *FormLane) Has(col int) bool {
	return slices.ContainsFunc(l.Columns, func(c [2]int) bool { return c[0] <= col && col <= c[1] })
}

// FormVariant is the template rows of one level; Level is -1 for all levels
// without rows of their own.
type FormVariant struct {
	Level int
	Rows  []int
}

// Above is the next level over one that has rows, 0 if only the total has: a list of
// the lowest level may name the levels above in its own rows.
func (l *FormLane) Above(level int) int {
	for above := level - 1; above > 0; above-- {
		if slices.ContainsFunc(l.Variants, func(v FormVariant) bool { return v.Level == above || v.Level < 0 }) {
			return above
		}
	}
	return 0
}

// Behind says whether the rows of a level stand below those of deeper levels, as a
// total at the bottom does. Rows without a level of their own have level 0 too.
func (l *FormLane) Behind(level int) bool {
	own := -1
	for _, v := range l.Variants {
		if v.Level == level {
			own = v.Rows[0]
		}
	}
	return slices.ContainsFunc(l.Variants, func(v FormVariant) bool { return v.Level > level && v.Rows[0] < own })
}

// Forms describes the sheets of the template, to all who ask in the same Forms.
func (t *Template) Forms() []*Form {
	t.described.Do(func() {
		t.forms = make([]*Form, len(t.sheets))
		for i, s := range t.sheets {
			t.forms[i] = s.form(t)
		}
	})
	return t.forms
}

func (s *sheet) form(t *Template) *Form {
	f := &Form{Sheet: s.Name, Tags: s.tags, Hidden: s.hidden, Of: s.of, Lists: s.lists, Merges: s.Merges, Chosen: s.chosen()}
	for _, text := range slices.Sorted(maps.Keys(s.texts)) {
		f.Outside = append(f.Outside, s.texts[text])
	}
	var bands []*band
	for _, b := range s.bands {
		if b.lanes[0].block {
			continue
		}
		bands = append(bands, b)
		band := FormBand{Top: b.top, Bottom: b.bottom}
		for _, l := range b.lanes {
			if l.fixed() {
				continue
			}
			lane := FormLane{List: l.list, Columns: b.columns(l)}
			lane.From, lane.To = lane.Columns[0][0], lane.Columns[len(lane.Columns)-1][1]
			for _, v := range l.variants {
				if v.follows {
					lane.Closing = append(lane.Closing, v.rows...)
					continue
				}
				lane.Variants = append(lane.Variants, FormVariant{v.level, v.rows})
			}
			band.Lanes = append(band.Lanes, lane)
		}
		f.Bands = append(f.Bands, band)
	}
	for i := range s.rows {
		r := &s.rows[i]
		row := FormRow{R: r.R, Band: slices.Index(bands, r.band), Block: r.band != nil && r.band.lanes[0].block, Note: r.note, Hides: r.hides}
		for j := range r.cells {
			x := &r.cells[j]
			c := FormCell{Col: x.Col, Formula: x.formula, Lane: -1, source: x, of: t}
			if row.Band >= 0 {
				c.Lane = slices.IndexFunc(f.Bands[row.Band].Lanes, func(l FormLane) bool { return l.Has(x.Col) && !slices.Contains(l.Closing, r.R) })
			}
			switch {
			case x.formula != nil:
				c.Array = x.Cell.Formula != nil && x.Cell.Formula.Kind == "array"
				c.Format = t.styles.Get(x.Style).Format
			case x.parts != nil:
				c.Parts, c.Whole, c.Format = tags.Outline(x.parts), x.parts, t.styles.Get(x.Style).Format
			default:
				if v := kept(x.Cell); v.Kind == formula.Text && strings.TrimSpace(v.Text) != "" {
					c.Parts = []tags.Part{{Text: v.Text}}
				} else if v.Kind == formula.Number {
					c.Parts, c.Number = []tags.Part{{Text: v.Num.String()}}, true
				}
			}
			if c.Formula != nil || len(c.Parts) > 0 {
				row.Cells = append(row.Cells, c)
			}
		}
		if len(row.Cells) > 0 {
			f.Rows = append(f.Rows, row)
		}
	}
	return f
}

// chosen are the cells with a drop-down list.
func (s *sheet) chosen() (out []a1.Range) {
	walk(s.Doc.Root(), func(e *etree.Element) {
		where := ""
		switch {
		case e.Tag != "dataValidation" || e.SelectAttrValue("type", "") != "list":
			return
		case e.SelectAttr("sqref") != nil:
			where = e.SelectAttrValue("sqref", "")
		default: // as an extension of Excel 2010 writes it
			if x := e.SelectElement("sqref"); x != nil {
				where = x.Text()
			}
		}
		for ref := range strings.FieldsSeq(where) {
			if r, ok := a1.ParseRange(ref); ok {
				out = append(out, r)
			}
		}
	})
	return out
}
