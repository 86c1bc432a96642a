package xlsxread

import (
	"bytes"
	"errors"
	"strconv"

	"ysgk/internal/a1"
	"ysgk/internal/numfmt"
)

// maxMerges is how many merged ranges a sheet may have.
const maxMerges = 100_000

// Kind is what a cell holds.
type Kind uint8

const (
	Blank      Kind = iota
	Number          // Text is the number as stored, with its float noise
	Text            // text, typed or made by a formula
	Bool            // Text is 1 or 0
	Error           // Text is #REF! or the like
	DateText        // an ISO 8601 date, of Strict files
	Uncomputed      // a formula whose value was never computed
)

// Cell is a cell as stored.
type Cell struct {
	Col     int
	Kind    Kind
	Style   int
	Format  numfmt.Format
	Text    string
	Formula *Formula // nil if it has none
	Stored  *Stored  // only where it was asked for
}

// Formula is a formula with its attributes; from Rows it is empty.
type Formula struct {
	Text   string
	Kind   string // "", shared, array, dataTable
	Ref    string
	Shared string // group of a shared formula
}

// Stored is a cell in the words of its part, for those who write it again.
type Stored struct {
	Type  string // s, n, b, str, inlineStr, e, d
	Value string // content of <v>
	Runs  string // as of String
	Attrs []Attr // other than r, s, t
}

// Row is a row as stored.
type Row struct {
	R      int
	Hidden bool
	Height float64 // in points, 0 if it says none
	Attrs  []Attr  // all, until the next row is read
	Cells  []Cell  // ascending, until the next row is read
}

// Layout is what a sheet says beside its cells.
type Layout struct {
	Merges []a1.Range
	Hidden [][2]int // columns, from and to
	Widths []Width
	Data   [2]int // the bytes of its part within sheetData
}

// Width is how wide columns are, in digits of the workbook's usual font.
type Width struct {
	From, To int
	Digits   float64
}

// scan walks the XML of one sheet.
type scan struct {
	t      *Tokens
	shared func(i int) (s String, ok bool)
	styles *Styles // nil where they do not matter
	visit  func(*Row)
	last   int                   // the row behind which nothing is read, 0 for all of the sheet
	bare   bool                  // no texts of formulas
	filled bool                  // only cells that hold something
	stored bool                  // cells in the words of the part too
	count  func(cells int) error // of a row
	layout Layout
	row    Row
	number string // of the row, as it is written; "" if it is left out
	col    int    // of the cell at hand, 0 before the first
	data   bool
	named  int // how many of the shared texts there must be

	content     content // of the cell at hand
	attrs       [3]Attr // room for its attributes
	value, text []byte
	readCell    func(*Token) error // methods, bound once
	readContent func(*Token) error
}

// errEnough ends a scan that has read what was wanted.
var errEnough = errors.New("enough")

func (s *scan) run() error {
	s.readCell, s.readContent = s.cell, s.inCell
	if err := s.t.root("worksheet"); err != nil {
		return err
	}
	for {
		e, err := s.t.Next()
		switch {
		case err != nil:
			return err
		case e.kind == endToken:
			if !s.data {
				return damaged("没有存放单元格的部分（sheetData）")
			}
			return s.t.finish()
		case e.kind == textToken:
			if !blank(e.Text) {
				return damaged("标签之间有多余的文字“%s”", clip(e.Text))
			}
		default:
			if err := s.element(e); err != nil {
				return err
			}
		}
	}
}

// element reads one of the elements that a worksheet consists of.
func (s *scan) element(e *Token) error {
	if !e.Own {
		return s.foreign()
	}
	switch string(e.Name) {
	case "sheetData":
		if s.data {
			return damaged("存放单元格的部分（sheetData）有两个")
		}
		s.data = true
		s.layout.Data[0] = e.To
		if err := s.t.inside(s.readRow); err != nil {
			return err
		}
		s.layout.Data[1] = s.t.token.From
		s.row.R, s.col = 0, 0
		return nil
	case "mergeCells":
		return s.t.inside(s.merge)
	case "cols":
		return s.t.inside(s.column)
	}
	return s.t.Skip()
}

// foreign skips an element of another language. Cells in it would be lost.
func (s *scan) foreign() error {
	for depth := len(s.t.starts); len(s.t.starts) >= depth; {
		e, err := s.t.Next()
		if err != nil {
			return err
		}
		if e.kind == startToken && (e.Is("sheetData") || e.Is("mergeCells")) {
			return damaged("单元格放在 ysgk 不认识的标签里")
		}
	}
	return nil
}

func (s *scan) merge(e *Token) error {
	r, ok := a1.ParseRange(e.Attr("ref"))
	if !e.Is("mergeCell") || !ok {
		return damaged("合并单元格“%s”写得不对", clip([]byte(e.Attr("ref"))))
	}
	if len(s.layout.Merges) == maxMerges {
		return tooLarge("合并单元格超过 %d 处", maxMerges)
	}
	s.layout.Merges = append(s.layout.Merges, r)
	return s.t.Skip()
}

func (s *scan) column(e *Token) error {
	if (e.On("hidden") || nothing(e.Attr("width"))) && len(s.layout.Hidden) < a1.MaxCol {
		from, _ := strconv.Atoi(e.Attr("min"))
		to, _ := strconv.Atoi(e.Attr("max"))
		s.layout.Hidden = append(s.layout.Hidden, [2]int{from, to})
	} else if digits, err := strconv.ParseFloat(e.Attr("width"), 64); err == nil && len(s.layout.Widths) < a1.MaxCol {
		from, _ := strconv.Atoi(e.Attr("min"))
		to, _ := strconv.Atoi(e.Attr("max"))
		s.layout.Widths = append(s.layout.Widths, Width{from, to, digits})
	}
	return s.t.Skip()
}

// nothing says whether a height or a width is zero, which hides like hiding.
func nothing(size string) bool {
	n, err := strconv.ParseFloat(size, 64)
	return err == nil && n == 0
}

// readRow reads a row. Some writers leave its number out, then it is the next.
func (s *scan) readRow(e *Token) error {
	s.row.R, s.col = s.row.R+1, 0
	if !e.Is("row") {
		return damaged("有不认识的标签“%s”", e.Name)
	}
	s.number = e.Attr("r")
	if r := s.number; r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < s.row.R {
			return damaged("行号“%s”写得不对，或重复、次序颠倒", clip([]byte(r)))
		}
		if s.row.R = n; r[0] == '0' || r[0] == '+' {
			s.number = strconv.Itoa(n) // as the addresses of its cells have it
		}
	}
	if s.last > 0 && s.row.R > s.last {
		return errEnough
	}
	if s.row.R > a1.MaxRow {
		return damaged("行号超过 %d", a1.MaxRow)
	}
	s.row.Hidden, s.row.Cells = e.On("hidden"), s.row.Cells[:0]
	s.row.Attrs, s.row.Height = nil, 0
	if ht := e.Attr("ht"); ht != "" {
		if height, err := strconv.ParseFloat(ht, 64); err == nil {
			s.row.Height = height
			s.row.Hidden = s.row.Hidden || height == 0
		}
	}
	if s.stored {
		s.row.Attrs = copied(e.Attrs)
	}
	if err := s.cells(); err != nil {
		return err
	}
	s.col = 0
	if err := s.count(s.holding()); err != nil {
		return err
	}
	s.visit(&s.row)
	return nil
}

// holding is how many cells of the row a user of this package may keep.
func (s *scan) holding() (n int) {
	for i := range s.row.Cells {
		if c := &s.row.Cells[i]; s.stored || c.Kind != Blank || c.Formula != nil {
			n++
		}
	}
	return n
}

// copied are attributes that outlast their token.
func copied(attrs []Attr) []Attr {
	out := make([]Attr, len(attrs))
	for i, a := range attrs {
		out[i] = Attr{bytes.Clone(a.Name), bytes.Clone(a.Value)}
	}
	return out
}

// place names where the scan is, "" before the first row.
func (s *scan) place() string {
	switch {
	case s.row.R == 0:
		return ""
	case s.col == 0:
		return "第 " + strconv.Itoa(s.row.R) + " 行"
	}
	return a1.Name(s.col, s.row.R)
}
