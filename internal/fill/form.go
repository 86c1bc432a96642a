package fill

import (
	"slices"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
)

// Form is what a compiled template says of one sheet, for those who read a
// filled workbook back: which cell shows what.
type Form struct {
	Sheet  string
	Tags   bool     // in the tab name
	Of     string   // the list for whose records the sheet repeats, "" if none
	Lists  []string // that any tag of the sheet names
	Rows   []FormRow
	Bands  []FormBand
	Merges []a1.Range
}

// FormRow is a template row that holds cells.
type FormRow struct {
	R     int
	Band  int  // index into Form.Bands, -1 if it does not repeat
	Note  bool // stands only on a sheet without data
	Cells []FormCell
}

// FormCell is a cell that is not blank: parts of text and tags, or a formula.
type FormCell struct {
	Col     int
	Parts   []Part
	Formula *formula.Formula
}

// Part is a piece of a cell's text.
type Part struct {
	Text     string // as it stands
	Scalar   string
	List     string
	Field    string
	Amount   bool
	Keys     []string
	Row      bool // of the record that the row repeats for
	Bound    bool // of the record that the sheet is for
	Fixed    bool // the unit is said by the tag: Yuan times ten to the Exponent
	Exponent int32
}

// FormBand is a run of rows that repeat.
type FormBand struct {
	Top, Bottom int
	Lanes       []FormLane
}

// FormLane is the columns of a band that print one list.
type FormLane struct {
	List     string
	From, To int // columns
	Variants []FormVariant
}

// FormVariant is the template rows of one level; Level is -1 for all levels
// without rows of their own.
type FormVariant struct {
	Level int
	Rows  []int
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
	for _, v := range l.Variants {
		if v.Level > level && v.Rows[0] < own {
			return true
		}
	}
	return false
}

// Forms describes the sheets of the template.
func (t *Template) Forms() (forms []*Form) {
	for _, s := range t.sheets {
		forms = append(forms, s.form(t.schema))
	}
	return forms
}

func (s *sheet) form(schema Schema) *Form {
	f := &Form{Sheet: s.Name, Tags: s.tags, Of: s.of, Lists: s.lists, Merges: s.Merges}
	for _, b := range s.bands {
		band := FormBand{Top: b.top, Bottom: b.bottom}
		for i, l := range b.lanes {
			lane := FormLane{List: l.list, From: l.from, To: a1.MaxCol}
			if i == 0 {
				lane.From = 1
			}
			if i+1 < len(b.lanes) {
				lane.To = b.lanes[i+1].from - 1
			}
			for _, v := range l.variants {
				lane.Variants = append(lane.Variants, FormVariant{v.level, v.rows})
			}
			band.Lanes = append(band.Lanes, lane)
		}
		f.Bands = append(f.Bands, band)
	}
	for i := range s.rows {
		r := &s.rows[i]
		row := FormRow{R: r.R, Band: slices.Index(s.bands, r.band), Note: r.note}
		for _, x := range r.cells {
			c := FormCell{Col: x.Col, Formula: x.formula}
			switch {
			case x.formula != nil:
			case x.slots != nil:
				for j := range x.slots {
					c.Parts = append(c.Parts, x.slots[j].part(schema))
				}
			default:
				if v := kept(x.Cell); v.Kind == formula.Text {
					c.Parts = []Part{{Text: v.Text}}
				} else if v.Kind == formula.Number {
					c.Parts = []Part{{Text: v.Num.String()}}
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

func (s *slot) part(schema Schema) Part {
	p := Part{
		Text: s.text, Scalar: s.scalar, List: s.list, Keys: s.keys, Row: s.row, Bound: s.bound,
		Amount: s.field.amount, Fixed: s.unit.fixed, Exponent: s.unit.exponent,
	}
	if s.list == "" {
		return p
	}
	names := schema.Lists[s.list].Texts
	if s.field.amount {
		names = schema.Lists[s.list].Amounts
	}
	p.Field = names[s.field.index]
	return p
}
