package layout

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/double"
	"ysgk/internal/legend"
	"ysgk/internal/money"
	"ysgk/internal/pattern"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// Deck is how a sheet shows records one below the other, each in the lines of a form that shows
// one: a card for each.
type Deck struct {
	From, To int   // the rows of the form that each card has
	Starts   []int // the rows of the sheet in which the cards begin
	Between  int   // blank rows from one to the next
	Last     int   // the last row of the last card
}

// label is what a row begins with, up to a colon, whatever year it names.
type label struct {
	col  int
	text string
}

// Label is what a row begins with, and whether it begins with anything.
func (s *Sheet) Label(row int) (l label, ok bool) {
	for _, at := range s.Texts(row) {
		if text, _, _ := strings.Cut(s.Says(at), ":"); s.Own(at) && text != "" {
			return label{at.Col, Key(YearWords.ReplaceAllString(text, ""))}, true
		}
	}
	return label{}, false
}

// Labels are the rows that begin with each of the labels.
func (s *Sheet) Labels() map[label][]int {
	out := map[label][]int{}
	for row := 1; row <= s.Last.Row; row++ {
		if l, ok := s.Label(row); ok {
			out[l] = append(out[l], row)
		}
	}
	return out
}

// Deal gives the cards of a sheet, each with its lines in the rows of a sheet of its own.
func (s *Sheet) Deal(d *Deck) (cards []*Sheet) {
	for i, start := range d.Starts {
		end := s.Last.Row + 1
		if i+1 < len(d.Starts) {
			end = d.Starts[i+1]
		}
		card := &Sheet{Name: s.Name, Part: s.Part, hidden: s.hidden, Cells: map[Pos]Cell{}, Whole: map[Pos]a1.Range{}, Styled: map[int]bool{}, Filled: map[int]bool{}, Deck: d, stood: map[int]int{}, right: s.right}
		take := func(from, to, down int) {
			for row := max(from, 1-down); row < to; row++ {
				card.stood[row+down], card.Styled[row+down] = s.Stands(Pos{1, row}).Row, s.Styled[row]
				for col := 1; col <= s.Last.Col; col++ {
					at, moved := Pos{col, row}, Pos{col, row + down}
					if c, ok := s.Cells[at]; ok {
						card.Set(moved, c)
					}
					if r, ok := s.Whole[at]; ok {
						r.Row1, r.Row2 = r.Row1+down, r.Row2+down
						card.Whole[moved] = r
					}
				}
			}
		}
		take(1, d.Starts[0], d.From-d.Starts[0])
		take(start, end, d.From-start)
		cards = append(cards, card)
	}
	return cards
}

// ZeroOf is the amount of a cell of a table that prints nothing or a dash for zero.
func (c Cell) ZeroOf() bool {
	text := strings.Trim(Tight(c.Text), "-—－/")
	return text == "" && !c.Formula
}

// First is the first column of a row whose cell is not part of a merged range.
func (s *Sheet) First(row int) int {
	for col := 1; ; col++ {
		if s.Own(Pos{col, row}) {
			return col
		}
	}
}

// Mentions says whether a text of a sheet has a word.
func (s *Sheet) Mentions(word string) bool {
	for _, c := range s.Cells {
		if !c.Numeric && strings.Contains(c.Text, word) {
			return true
		}
	}
	return false
}

// Stands is where a cell stands in the workbook.
func (s *Sheet) Stands(at Pos) Pos {
	if row, moved := s.stood[at.Row]; moved {
		at.Row = row
	}
	return Pos{at.Col - s.right, at.Row}
}

// FirstText is the first text of a row, up to a colon.
func (s *Sheet) FirstText(row int) string {
	texts := s.Texts(row)
	if len(texts) == 0 {
		return ""
	}
	text, _, _ := strings.Cut(s.Says(texts[0]), ":")
	return text
}

// Pos is a cell.
type Pos struct{ Col, Row int }

// Cell is what a sheet shows in a place.
type Cell struct {
	Text    string
	Number  decimal.Decimal
	Numeric bool // holds a number, not a text that looks like one
	Formula bool
	Bare    bool     // a formula without a result, or an error
	Expr    string   // the formula, as it stands in the first cell of those that share it
	Places  int      // decimals that its number format shows, -1 if it has none
	Grouped bool     // its number format shows thousands apart
	Amounts string   // how its number format shows amounts, "" if it is no plain one
	Unseen  bool     // holds 0, which its number format does not show
	Years   []string // as each year of the text stands there, where PlainYears wrote any in four figures
}

// Sheet is a worksheet; the text of a merged range stands in all its cells.
type Sheet struct {
	Name, Part string
	hidden     bool
	Cells      map[Pos]Cell
	Whole      map[Pos]a1.Range
	Styled     map[int]bool   // rows that hold a cell, blank ones too
	Filled     map[int]bool   // rows that hold something: of a form, thousands only look like rows
	percent    map[Pos]string // number formats that show hundredths, of blank cells too
	formats    map[Pos]string // number formats that say how amounts are shown
	fixed      map[Pos]bool   // cells whose number format says how many decimals are shown
	dashes     map[Pos]string // what cells say that have nothing to say
	away       [2][]int       // hidden columns and rows
	Last       Pos
	Guessed    map[Pos]bool   // and those whose year no text of the example says
	OpenDays   map[Pos]string // of a form: days of which it left the year open, as they are now filled in
	Deck       *Deck          // of a card: what it was dealt from
	stood      map[int]int    // where its rows stand in the workbook, nil if they stand there
	right      int            // how much further its columns are than there
	paragraphs *Sheet         // of which it has the lines in rows of their own, nil if it is none
	rows       [][2]int       // its rows there, and their lines
	indents    []string       // the blanks before them
}

// Read reads all worksheets of a workbook.
func Read(content []byte) (out []*Sheet, err error) {
	f, err := xlsxread.Read(content)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for _, ref := range f.Sheets {
		shared := map[string]string{} // formulas by their groups
		s := &Sheet{Name: ref.Name, Part: ref.Part, hidden: ref.Hidden, Cells: map[Pos]Cell{}, Whole: map[Pos]a1.Range{}, Styled: map[int]bool{}, Filled: map[int]bool{}}
		layout, err := f.Stream(ref, func(row *xlsxread.Row) {
			if row.Hidden {
				s.away[1] = append(s.away[1], row.R)
			}
			for _, c := range row.Cells {
				if f := c.Formula; f != nil && f.Shared != "" && f.Text != "" {
					shared[f.Shared] = f.Text
				}
				s.put(Pos{c.Col, row.R}, c, shared)
			}
		})
		if err != nil {
			return nil, err
		}
		for _, r := range layout.Hidden {
			for col := r[0]; col <= min(r[1], s.Last.Col); col++ {
				s.away[0] = append(s.away[0], col)
			}
		}
		s.Merge(layout.Merges)
		out = append(out, s)
	}
	return out, nil
}

func (s *Sheet) put(at Pos, c xlsxread.Cell, shared map[string]string) {
	s.Styled[at.Row] = true
	if c.Format.Percent {
		if s.percent == nil {
			s.percent = map[Pos]string{}
		}
		shape := c.Format.Shape
		shape.Percent = true
		s.percent[at] = shape.Code()
	}
	if c.Format.Fixed {
		if s.fixed == nil {
			s.fixed = map[Pos]bool{}
		}
		s.fixed[at] = true
	}
	if f := c.Format; f.Percent || f.Amounts != "" || f.NoZero {
		if s.formats == nil {
			s.formats = map[Pos]string{}
		}
		s.formats[at] = f.Code
	}
	x := Cell{Text: c.Text, Formula: c.Formula != nil, Places: -1, Amounts: c.Format.Amounts}
	if x.Formula {
		x.Expr = cmp.Or(c.Formula.Text, shared[c.Formula.Shared])
	}
	if c.Format.Fixed {
		x.Places, x.Grouped = int(c.Format.Shape.Places), c.Format.Shape.Grouped
	}
	switch c.Kind {
	case xlsxread.Blank, xlsxread.Uncomputed, xlsxread.Error:
		x.Text, x.Bare = "", c.Kind != xlsxread.Blank
	case xlsxread.Number:
		if d, err := decimal.NewFromString(c.Text); err == nil {
			x.Number, x.Numeric = double.Clean(d), true
			if !x.Number.Equal(d) {
				x.Text = x.Number.String() // 793227.31, not its 793227.3100000001
			}
			x.Unseen = c.Format.NoZero && d.IsZero()
		}
	}
	if (strings.TrimSpace(x.Text) == "" || nothing.MatchString(Tight(x.Text))) && !x.Formula && !x.Bare {
		if x.Text = Tight(x.Text); x.Text != "" {
			if s.dashes == nil {
				s.dashes = map[Pos]string{}
			}
			s.dashes[at] = x.Text
		}
		return
	}
	s.Set(at, x)
}

// rounding is how many decimals a formula keeps.
var rounding = pattern.Of(`(?i)ROUND(?:UP|DOWN)?\(.*,\s*(-?\d)\s*\)`)

// Hidden are the columns and rows of a sheet that nobody sees.
func (s *Sheet) Hidden() (cols, rows []int) { return s.away[0], s.away[1] }

// Rounds is how many decimals the formula of a cell keeps; ok is false of one that does not round, and of no formula.
func (s *Sheet) Rounds(at Pos) (places int, ok bool) {
	m := rounding.FindStringSubmatch(s.Cells[at].Expr)
	if m == nil {
		return 0, false
	}
	places, _ = strconv.Atoi(m[1])
	return places, true
}

// nothing is what people write into a cell that has nothing to say.
var nothing = pattern.Of(`^([-—–－―/]+|无)$`)

// Dash is what a cell says that has nothing to say, such as —; "" if it is blank, or says something.
func (s *Sheet) Dash(at Pos) string { return s.dashes[at] }

// Set puts what a cell shows in its place.
func (s *Sheet) Set(at Pos, c Cell) {
	s.Cells[at], s.Filled[at.Row] = c, true
	s.Last.Col, s.Last.Row = max(s.Last.Col, at.Col), max(s.Last.Row, at.Row)
}

// widest is how many cells a merged range may have of which the text is shown in
// all; a larger one is no header.
const widest = 10_000

// Merge shows the first cell of each range in all of its cells.
func (s *Sheet) Merge(ranges []a1.Range) {
	for _, r := range ranges {
		if (r.Row2-r.Row1+1)*(r.Col2-r.Col1+1) > widest {
			continue
		}
		x, full := s.Cells[Pos{r.Col1, r.Row1}]
		for row := r.Row1; row <= r.Row2; row++ {
			for col := r.Col1; col <= r.Col2; col++ {
				s.Whole[Pos{col, row}] = r
				if full {
					s.Set(Pos{col, row}, x)
				}
			}
		}
	}
}

// MergeLike merges the headers and labels of an example as the form does: tables copied from a
// document have often lost it, and a header stands above its first column alone.
func (s *Sheet) MergeLike(form *Sheet) {
	said := map[string][]int{} // rows by what they say in a column
	as := func(at Pos, text string) string {
		return CellName(Pos{at.Col, 1}) + Key(YearWords.ReplaceAllString(text, ""))
	}
	for at, c := range s.Cells {
		if _, merged := s.Whole[at]; !merged && Tight(c.Text) != "" {
			said[as(at, c.Text)] = append(said[as(at, c.Text)], at.Row)
		}
	}
	for _, at := range slices.SortedFunc(maps.Keys(form.Whole), ReadingOrder) {
		r, text := form.Whole[at], form.Cells[at].Text
		if !form.Own(at) || Tight(text) == "" {
			continue
		}
		rows := said[as(at, text)]
		slices.SortFunc(rows, func(a, b int) int { // nearest first: the lists above are longer than in the form
			return cmp.Or(cmp.Compare(max(a-r.Row1, r.Row1-a), max(b-r.Row1, r.Row1-b)), cmp.Compare(a, b))
		})
		for _, row := range rows {
			down := a1.Range{Col1: r.Col1, Row1: row, Col2: r.Col2, Row2: r.Row2 + row - r.Row1}
			if s.blankBeside(down) {
				s.Merge([]a1.Range{down})
				break
			}
		}
	}
}

// blankBeside says whether nothing stands in a range but in its first cell.
func (s *Sheet) blankBeside(r a1.Range) bool {
	for row := r.Row1; row <= r.Row2; row++ {
		for col := r.Col1; col <= r.Col2; col++ {
			_, merged := s.Whole[Pos{col, row}]
			if merged || (row > r.Row1 || col > r.Col1) && s.Cells[Pos{col, row}].Text != "" {
				return false
			}
		}
	}
	return true
}

// Tabular says whether a row of a sheet has several texts beside each other, and more rows stand below.
func (s *Sheet) Tabular() bool {
	const columns, below = 3, 2
	for row := 1; row+below <= s.Last.Row; row++ {
		if len(s.Texts(row)) >= columns {
			return true
		}
	}
	return false
}

// Own says whether a cell shows what it holds itself, not as part of a merged range.
func (s *Sheet) Own(at Pos) bool {
	r, merged := s.Whole[at]
	return !merged || r.Col1 == at.Col && r.Row1 == at.Row
}

// coveredFromLeft says whether a cell is part of a merged range that begins in a column on its left.
func (s *Sheet) coveredFromLeft(at Pos) bool {
	r, merged := s.Whole[at]
	return merged && r.Col1 < at.Col
}

// Says is the text of a cell without blanks, "" for a number.
func (s *Sheet) Says(at Pos) string {
	c := s.Cells[at]
	if c.Numeric {
		return ""
	}
	return Tight(c.Text)
}

// Quote is what a cell says as it is written there, in one line.
func (s *Sheet) Quote(at Pos) string { return strings.Join(strings.Fields(s.Cells[at].Text), "") }

// Texts are the texts of a row from the left, each merged range once.
func (s *Sheet) Texts(row int) (out []Pos) {
	if !s.Filled[row] {
		return nil
	}
	for col := 1; col <= s.Last.Col; col++ {
		at := Pos{col, row}
		if c, ok := s.Cells[at]; ok && strings.TrimSpace(c.Text) != "" && (s.Own(at) || s.Whole[at].Col1 == col) {
			out = append(out, at)
		}
	}
	return out
}

// Tight is a text without blanks, full-width letters narrowed.
func Tight(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(typed.Narrow(text), "\u3000", " ")), "")
}

// amountText is an amount typed as text.
var amountText = pattern.Of(`^-?\d{1,3}(,\d{3})+(\.\d+)?$|^-?\d+\.\d+$`)

// Amount is the figure of a cell; blank and a dash are no figure.
func (c Cell) Amount() (d decimal.Decimal, ok bool) {
	if c.Numeric {
		return c.Number, true
	}
	if text := strings.TrimSuffix(Tight(c.Text), "%"); text != Tight(c.Text) {
		d, err := decimal.NewFromString(text)
		return d, err == nil
	}
	if text := Tight(c.Text); amountText.MatchString(text) {
		d, err := decimal.NewFromString(strings.ReplaceAll(text, ",", ""))
		return d, err == nil
	}
	return decimal.Decimal{}, false
}

// SaysNone says whether a cell says 0, and no formula makes it.
func (s *Sheet) SaysNone(at Pos) bool {
	d, ok := s.Cells[at].Amount()
	return ok && d.IsZero() && !s.Cells[at].Formula
}

// Digits is the code that a cell holds, alone or before a name: 204, 204公共安全支出.
func (c Cell) Digits() (code, name string) {
	text := strings.Trim(Tight(c.Text), "[]【】")
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return text[:n], strings.TrimLeft(text[n:], "-—_]】.、 ")
}

// Bare is a label without brackets, numbering and blanks.
func Bare(text string) string { return legend.Unnumbered(Tight(text)) }

// Unnumbered is a label without numbering and blanks.
func Unnumbered(text string) string {
	text = Tight(text)
	for {
		rest := Numbering.ReplaceAllString(text, "")
		if rest == text {
			return text
		}
		text = rest
	}
}

// Numbering is how the lines of a form are counted.
var Numbering = pattern.Of(`^([一二三四五六七八九十百]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[)）]|\d{1,2}([.．]\d{1,2})+[、.．]?|[\d]+[、.．]|[①-⑳]|其中[：:]?|加[：:])`)

// With is a sheet whose texts are changed.
func (s *Sheet) With(change func(string) string) *Sheet {
	out := *s
	out.Cells = map[Pos]Cell{}
	for at, c := range s.Cells {
		if c.Formula {
			c.Text, c.Numeric = "", false
		}
		if !c.Numeric {
			c.Text = change(c.Text)
		}
		if strings.TrimSpace(c.Text) != "" || c.Formula {
			out.Cells[at] = c
		}
	}
	return &out
}

// Equal says whether two sheets say the same, cell by cell, and have the same cells merged.
func (s *Sheet) Equal(o *Sheet) bool {
	within := func(s, o *Sheet) bool {
		for at, c := range s.Cells {
			if is := o.Cells[at]; s.Own(at) && (c.Formula != is.Formula || !c.Formula && Tight(c.Text) != Tight(is.Text)) {
				return false
			}
		}
		return true
	}
	return maps.Equal(s.Whole, o.Whole) && within(s, o) && within(o, s)
}

// ReadingOrder compares places row by row.
func ReadingOrder(a, b Pos) int {
	return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col))
}

// SortedCells are the cells of a sheet, row by row.
func SortedCells(s *Sheet) []Pos {
	return slices.SortedFunc(maps.Keys(s.Cells), ReadingOrder)
}

// Owner is the cell that holds what a cell shows.
func (s *Sheet) Owner(at Pos) Pos {
	if r, merged := s.Whole[at]; merged {
		return Pos{r.Col1, r.Row1}
	}
	return at
}

// Saying are the cells with a text.
func (s *Sheet) Saying(text string) (out []Pos) {
	for _, at := range SortedCells(s) {
		if s.Own(at) && s.Says(at) == text {
			out = append(out, at)
		}
	}
	return out
}

// Heading is the nearest text above a cell that stands only once on the sheet.
func (s *Sheet) Heading(at Pos) string {
	for row := at.Row - 1; row > 0; row-- {
		if text := s.Says(Pos{at.Col, row}); text != "" && len(s.Saying(text)) == 1 {
			return text
		}
	}
	return ""
}

// AnyText says whether a text of a sheet is such a one.
func (s *Sheet) AnyText(is func(said string) bool) bool {
	for at := range s.Cells {
		if said := s.Says(at); said != "" && is(said) {
			return true
		}
	}
	return false
}

// DecimalsShown are the decimals of the figures of some sheets: of the one that has most, two where none has any or
// stored sums have more.
func DecimalsShown(sheets ...*Sheet) (most int32) {
	for _, s := range sheets {
		for _, c := range s.Cells {
			if d, ok := c.Amount(); ok {
				_, decimals, _ := strings.Cut(d.String(), ".") // not the exponent of the number as it is stored
				most = max(most, int32(len(decimals)))
			}
		}
	}
	if most == 0 {
		return money.Places
	}
	return min(most, money.Places)
}
