package bind

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/double"
	"ysgk/internal/legend"
	"ysgk/internal/pattern"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// pos is a cell.
type pos struct{ col, row int }

// cell is what a sheet shows in a place.
type cell struct {
	text    string
	number  decimal.Decimal
	numeric bool // holds a number, not a text that looks like one
	formula bool
	places  int // decimals that its number format shows, -1 if it has none
}

// sheet is a worksheet; the text of a merged range stands in all its cells.
type sheet struct {
	name, part string
	hidden     bool
	cells      map[pos]cell
	whole      map[pos]a1.Range
	styled     map[int]bool // rows that hold a cell, blank ones too
	filled     map[int]bool // rows that hold something: of a form, thousands only look like rows
	percent    map[pos]bool // cells whose number format shows hundredths, blank ones too
	last       pos
	deck       *deck       // of a card: what it was dealt from
	stood      map[int]int // where its rows stand there
}

// readSheets reads all worksheets of a workbook.
func readSheets(content []byte) (out []*sheet, err error) {
	f, err := xlsxread.Read(content)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for _, ref := range f.Sheets {
		s := &sheet{name: ref.Name, part: ref.Part, hidden: ref.Hidden, cells: map[pos]cell{}, whole: map[pos]a1.Range{}, styled: map[int]bool{}, filled: map[int]bool{}}
		merges, err := f.Rows(ref, func(row int, cells []xlsxread.Cell) {
			for _, c := range cells {
				s.put(pos{c.Col, row}, c)
			}
		})
		if err != nil {
			return nil, err
		}
		s.merge(merges)
		out = append(out, s)
	}
	return out, nil
}

func (s *sheet) put(at pos, c xlsxread.Cell) {
	s.styled[at.row] = true
	if c.Format.Percent {
		if s.percent == nil {
			s.percent = map[pos]bool{}
		}
		s.percent[at] = true
	}
	x := cell{text: c.Text, formula: c.Formula != nil, places: -1}
	if c.Format.Fixed {
		x.places = int(c.Format.Shape.Places)
	}
	switch c.Kind {
	case xlsxread.Blank, xlsxread.Uncomputed, xlsxread.Error:
		x.text = ""
	case xlsxread.Number:
		if d, err := decimal.NewFromString(c.Text); err == nil {
			x.number, x.numeric = double.Clean(d), true
			if !x.number.Equal(d) {
				x.text = x.number.String() // 793227.31, not its 793227.3100000001
			}
		}
	}
	if (strings.TrimSpace(x.text) == "" || nothing.MatchString(tight(x.text))) && !x.formula {
		return
	}
	s.set(at, x)
}

// nothing is what people write into a cell that has nothing to say.
var nothing = pattern.Of(`^([-—–－―/]+|无)$`)

// set puts what a cell shows in its place.
func (s *sheet) set(at pos, c cell) {
	s.cells[at], s.filled[at.row] = c, true
	s.last.col, s.last.row = max(s.last.col, at.col), max(s.last.row, at.row)
}

// widest is how many cells a merged range may have of which the text is shown in
// all; a larger one is no header.
const widest = 10_000

// merge shows the first cell of each range in all of its cells.
func (s *sheet) merge(ranges []a1.Range) {
	for _, r := range ranges {
		if (r.Row2-r.Row1+1)*(r.Col2-r.Col1+1) > widest {
			continue
		}
		x, full := s.cells[pos{r.Col1, r.Row1}]
		for row := r.Row1; row <= r.Row2; row++ {
			for col := r.Col1; col <= r.Col2; col++ {
				s.whole[pos{col, row}] = r
				if full {
					s.set(pos{col, row}, x)
				}
			}
		}
	}
}

// mergeLike merges the headers and labels of an example as the form does: tables copied from a
// document have often lost it, and a header stands above its first column alone.
func (s *sheet) mergeLike(form *sheet) {
	said := map[string][]int{} // rows by what they say in a column
	as := func(at pos, text string) string {
		return cellName(pos{at.col, 1}) + key(yearWords.ReplaceAllString(text, ""))
	}
	for at, c := range s.cells {
		if _, merged := s.whole[at]; !merged && tight(c.text) != "" {
			said[as(at, c.text)] = append(said[as(at, c.text)], at.row)
		}
	}
	for _, at := range slices.SortedFunc(maps.Keys(form.whole), func(a, b pos) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col)) }) {
		r, text := form.whole[at], form.cells[at].text
		if !form.own(at) || tight(text) == "" {
			continue
		}
		rows := said[as(at, text)]
		slices.SortFunc(rows, func(a, b int) int { // nearest first: the lists above are longer than in the form
			return cmp.Or(cmp.Compare(max(a-r.Row1, r.Row1-a), max(b-r.Row1, r.Row1-b)), cmp.Compare(a, b))
		})
		for _, row := range rows {
			down := a1.Range{Col1: r.Col1, Row1: row, Col2: r.Col2, Row2: r.Row2 + row - r.Row1}
			if s.blankBeside(down) {
				s.merge([]a1.Range{down})
				break
			}
		}
	}
}

// blankBeside says whether nothing stands in a range but in its first cell.
func (s *sheet) blankBeside(r a1.Range) bool {
	for row := r.Row1; row <= r.Row2; row++ {
		for col := r.Col1; col <= r.Col2; col++ {
			_, merged := s.whole[pos{col, row}]
			if merged || (row > r.Row1 || col > r.Col1) && s.cells[pos{col, row}].text != "" {
				return false
			}
		}
	}
	return true
}

// tabular says whether a row of a sheet has several texts beside each other, and more rows stand below.
func (s *sheet) tabular() bool {
	const columns, below = 3, 2
	for row := 1; row+below <= s.last.row; row++ {
		if len(s.texts(row)) >= columns {
			return true
		}
	}
	return false
}

// own says whether a cell shows what it holds itself, not as part of a merged range.
func (s *sheet) own(at pos) bool {
	r, merged := s.whole[at]
	return !merged || r.Col1 == at.col && r.Row1 == at.row
}

// coveredFromLeft says whether a cell is part of a merged range that begins in a column on its left.
func (s *sheet) coveredFromLeft(at pos) bool {
	r, merged := s.whole[at]
	return merged && r.Col1 < at.col
}

// says is the text of a cell without blanks, "" for a number.
func (s *sheet) says(at pos) string {
	c := s.cells[at]
	if c.numeric {
		return ""
	}
	return tight(c.text)
}

// texts are the texts of a row from the left, each merged range once.
func (s *sheet) texts(row int) (out []pos) {
	if !s.filled[row] {
		return nil
	}
	for col := 1; col <= s.last.col; col++ {
		at := pos{col, row}
		if c, ok := s.cells[at]; ok && strings.TrimSpace(c.text) != "" && (s.own(at) || s.whole[at].Col1 == col) {
			out = append(out, at)
		}
	}
	return out
}

// tight is a text without blanks, full-width letters narrowed.
func tight(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(typed.Narrow(text), "\u3000", " ")), "")
}

// amountText is an amount typed as text.
var amountText = pattern.Of(`^-?\d{1,3}(,\d{3})+(\.\d+)?$|^-?\d+\.\d+$`)

// amount is the figure of a cell; blank and a dash are no figure.
func (c cell) amount() (d decimal.Decimal, ok bool) {
	if c.numeric {
		return c.number, true
	}
	if text := strings.TrimSuffix(tight(c.text), "%"); text != tight(c.text) {
		d, err := decimal.NewFromString(text)
		return d, err == nil
	}
	if text := tight(c.text); amountText.MatchString(text) {
		d, err := decimal.NewFromString(strings.ReplaceAll(text, ",", ""))
		return d, err == nil
	}
	return decimal.Decimal{}, false
}

// digits is the code that a cell holds, alone or before a name: 204, 204公共安全支出.
func (c cell) digits() (code, name string) {
	text := strings.Trim(tight(c.text), "[]【】")
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return text[:n], strings.TrimLeft(text[n:], "-—_]】.、 ")
}

// bare is a label without brackets, numbering and blanks.
func bare(text string) string { return legend.Unnumbered(tight(text)) }

// unnumbered is a label without numbering and blanks.
func unnumbered(text string) string {
	text = tight(text)
	for {
		rest := numbering.ReplaceAllString(text, "")
		if rest == text {
			return text
		}
		text = rest
	}
}

// numbering is how the lines of a form are counted.
var numbering = pattern.Of(`^([一二三四五六七八九十百]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}([.．]\d{1,2})+[、.．]?|[\d]+[、.．]|[①-⑳]|其中[：:]?|加[：:])`)
