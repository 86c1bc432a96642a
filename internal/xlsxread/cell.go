package xlsxread

import (
	"bytes"
	"errors"
	"strconv"

	"ysgk/internal/a1"
)

// content is what stands in a cell's element.
type content struct {
	kind   string // the t attribute
	value  []byte // of v
	has    bool   // a v stands there
	inline String // of is, which counts in inlineStr cells only: excelize leaves an old one in cells it makes numbers
	is     bool
}

// cells reads those of a row.
func (s *scan) cells() error {
	_, own, err := s.t.spaces.find(nil)
	for more := true; more; more, err = s.t.next(s.readCell) {
		for quick := own && !s.t.closes; quick; {
			if quick, err = s.quick(); err != nil {
				return err
			}
		}
	}
	return err
}

// The ways in which most programs write nearly all cells.
var (
	quickNames    = [...][]byte{[]byte("r"), []byte("s"), []byte("t")}
	quickContents = [...]quickContent{
		{"></c>", "", false},
		{"/>", "", false},
		{"><v>", "</v></c>", false},
		{"><is><t>", "</t></is></c>", true},
		{`><is><t xml:space="preserve">`, "</t></is></c>", true},
	}
)

// quickContent is what stands before and behind the text of a cell.
type quickContent struct {
	before, behind string
	inline         bool
}

// quick reads a cell that is written as most are, at one look. Of another one it reads
// nothing: that takes its tokens.
func (s *scan) quick() (ok bool, err error) {
	b := s.t.buf
	if s.filled {
		if n := s.prepared(b); n > 0 {
			s.t.take(n)
			return true, nil
		}
	}
	if len(b) < 2 || b[0] != '<' || b[1] != 'c' {
		return false, nil
	}
	b = b[2:]
	attrs := s.attrs[:0]
	for _, name := range quickNames {
		if len(b) < 4 || b[0] != ' ' || b[1] != name[0] || b[2] != '=' || b[3] != '"' {
			continue
		}
		b = b[4:]
		n := 0
		for n < len(b) && (b[n]|0x20 >= 'a' && b[n]|0x20 <= 'z' || b[n] >= '0' && b[n] <= '9') {
			n++
		}
		if n == len(b) || b[n] != '"' {
			return false, nil
		}
		attrs, b = append(attrs, Attr{name, b[:n]}), b[n+1:]
	}
	var formula, text []byte
	if len(b) > 4 && string(b[:4]) == "><f>" {
		n := max(0, bytes.IndexByte(b[4:], '<'))
		if formula, b = b[4:4+n], b[4+n:]; len(b) < 4 || string(b[:4]) != "</f>" || bytes.IndexByte(formula, '>') >= 0 {
			return false, nil
		}
		b = b[3:] // as the rest of a cell without one
		if !plain(formula) {
			if formula, err = appendText(s.value[:0], formula); err != nil {
				return false, nil
			}
			s.value = formula
		}
	}
	for i := range quickContents {
		form := &quickContents[i]
		if len(b) < len(form.before) || string(b[:len(form.before)]) != form.before {
			continue
		}
		b = b[len(form.before):]
		if form.behind != "" {
			n := max(0, bytes.IndexByte(b, '<'))
			if text, b = b[:n], b[n:]; len(b) < len(form.behind) || string(b[:len(form.behind)]) != form.behind || bytes.IndexByte(text, '>') >= 0 {
				return false, nil
			}
			b = b[len(form.behind):]
			if !plain(text) {
				if text, err = appendText(s.text[:0], text); err != nil {
					return false, nil
				}
				s.text = text
			}
		}
		s.col++
		s.row.Cells = append(s.row.Cells, Cell{})
		c, x := &s.row.Cells[len(s.row.Cells)-1], &s.content
		*x = content{}
		if err := s.attributes(c, x, attrs); err != nil {
			return true, err
		}
		if s.stored {
			c.Stored = &Stored{Type: x.kind}
		}
		if formula != nil {
			if c.Formula = noFormula; !s.bare {
				c.Formula = &Formula{Text: string(formula)}
			}
		}
		switch {
		case form.inline:
			x.is, x.inline.Text = true, Unescape(string(text))
		case form.behind != "":
			x.has, x.value = true, text
		}
		s.t.take(len(s.t.buf) - len(b))
		return true, s.typed(c, x)
	}
	return false, nil
}

// prepared is how long a cell is that has a format and holds nothing, as most cells of an
// input workbook; 0 if the cell is another one, or anything is wrong with it.
func (s *scan) prepared(b []byte) int {
	const address, style = `<c r="`, `" s="`
	if s.number == "" || len(b) < len(address) || string(b[:len(address)]) != address {
		return 0
	}
	n, col := len(address), 0
	for n < len(b) && b[n] >= 'A' && b[n] <= 'Z' && col < a1.MaxCol {
		col = 26*col + int(b[n]-'A') + 1
		n++
	}
	if col <= s.col || col > a1.MaxCol || len(b) < n+len(s.number)+len(style) || string(b[n:n+len(s.number)]) != s.number {
		return 0
	}
	n += len(s.number)
	if string(b[n:n+len(style)]) != style {
		return 0
	}
	n += len(style)
	from, format := n, 0
	for n < len(b) && b[n] >= '0' && b[n] <= '9' && n < from+6 {
		format = 10*format + int(b[n]-'0')
		n++
	}
	if n == from || !s.styles.has(format) {
		return 0
	}
	for _, end := range []string{`"></c>`, `"/>`} {
		if len(b) >= n+len(end) && string(b[n:n+len(end)]) == end {
			s.col = col
			return n + len(end)
		}
	}
	return 0
}

// plain says whether a text is meant as it stands.
func plain(text []byte) bool {
	return bytes.IndexByte(text, '&') < 0 && bytes.IndexByte(text, '\r') < 0
}

// cell reads one c element.
func (s *scan) cell(e *Token) error {
	s.col++
	if !e.Own || string(e.Name) != "c" {
		if e.Is("extLst") {
			return s.t.Skip()
		}
		return damaged("有不认识的标签“%s”", e.Name)
	}
	// Blank cells are kept too: their column is where the next one without
	// an address goes.
	s.row.Cells = append(s.row.Cells, Cell{})
	c, x := &s.row.Cells[len(s.row.Cells)-1], &s.content
	*x = content{}
	if err := s.attributes(c, x, e.Attrs); err != nil {
		return err
	}
	if s.stored {
		c.Stored = &Stored{Type: x.kind, Attrs: extra(e.Attrs)}
	}
	if err := s.t.inside(s.readContent); err != nil {
		return err
	}
	return s.typed(c, x)
}

func (s *scan) attributes(c *Cell, x *content, attrs []Attr) error {
	for _, a := range attrs {
		switch string(a.Name) {
		case "r":
			col, row, ok := a1.Parse(a.Value)
			if !ok || row != s.row.R || col < s.col {
				return damaged("单元格“%s”写得不对，或重复、次序颠倒，或不在自己的行里", clip(a.Value))
			}
			s.col = col
		case "t":
			x.kind = cellType(a.Value)
			if x.kind == "" {
				return damaged("单元格的类型“%s”不认识", clip(a.Value))
			}
		case "s":
			i, err := strconv.Atoi(string(a.Value))
			if err != nil || i < 0 || !s.styles.has(i) {
				return damaged("格式的序号“%s”不在格式表里", clip(a.Value))
			}
			c.Style = i
		}
	}
	if s.col > a1.MaxCol {
		return damaged("列超过 %d", a1.MaxCol)
	}
	c.Col, c.Format = s.col, s.styles.format(c.Style)
	return nil
}

// cellType is one of the types of cells, "" if it is none.
func cellType(b []byte) string {
	for _, t := range [...]string{"s", "n", "str", "inlineStr", "b", "e", "d"} {
		if string(b) == t {
			return t
		}
	}
	return ""
}

// extra are the attributes of a cell that say nothing of its content.
func extra(attrs []Attr) (out []Attr) {
	for _, a := range attrs {
		if n := string(a.Name); n != "r" && n != "s" && n != "t" {
			out = append(out, Attr{bytes.Clone(a.Name), bytes.Clone(a.Value)})
		}
	}
	return out
}

// inCell reads one of the elements of the cell at hand.
func (s *scan) inCell(e *Token) (err error) {
	c, x := &s.row.Cells[len(s.row.Cells)-1], &s.content
	switch string(e.Name) {
	case "v":
		if x.has {
			return damaged("一格里有两个值")
		}
		x.has = true
		s.value, err = s.t.chars(s.value[:0])
		x.value = s.value
		return err
	case "f":
		if c.Formula != nil {
			return damaged("一格里有两个公式")
		}
		return s.formula(c, e)
	case "is":
		if x.is {
			return damaged("一格里有两段文字")
		}
		x.is = true
		x.inline, err = s.t.richText(s.stored)
		return err
	case "extLst":
		return s.t.Skip()
	}
	return damaged("有不认识的标签“%s”", e.Name)
}

// noFormula is every formula where nobody wants to know what it says.
var noFormula = &Formula{}

func (s *scan) formula(c *Cell, e *Token) (err error) {
	c.Formula = noFormula
	if !s.bare {
		c.Formula = &Formula{Kind: e.Attr("t"), Ref: e.Attr("ref"), Shared: e.Attr("si")}
	}
	b, err := s.t.chars(s.t.joined[:0])
	s.t.joined = b
	if !s.bare {
		c.Formula.Text = string(b)
	}
	return err
}

// typed gives the cell its kind. A formula with a text result may have an
// empty one; without a v, or with an empty v of a number, it was never computed
// (openpyxl writes formulas so).
func (s *scan) typed(c *Cell, x *content) error {
	var runs string
	value := x.value
	if x.kind == "inlineStr" {
		if x.has && !x.is && !blank(value) {
			return damaged("文字没有放在该放的地方")
		}
		value, x.has = nil, true
		c.Kind, c.Text, runs = Text, x.inline.Text, x.inline.Runs
	}
	if c.Stored != nil {
		c.Stored.Value, c.Stored.Runs = string(x.value), runs
	}
	if c.Formula != nil && (!x.has || len(value) == 0 && c.Text == "" && x.kind != "str") {
		c.Kind, c.Text = Uncomputed, ""
		return nil
	}
	err := s.result(c, x.kind, value)
	if c.Text == "" {
		c.Kind = Blank
		if s.filled && c.Formula == nil {
			s.row.Cells = s.row.Cells[:len(s.row.Cells)-1]
		}
	}
	return err
}

// result reads the value of a cell.
func (s *scan) result(c *Cell, kind string, value []byte) error {
	switch trimmed := bytes.TrimSpace(value); kind {
	case "inlineStr":
	case "s":
		if len(trimmed) == 0 {
			return nil
		}
		i, err := strconv.Atoi(string(trimmed))
		if err != nil {
			return damaged("共享文字的序号“%s”写得不对", clip(value))
		}
		str, ok := s.shared(i)
		if !ok {
			return damaged("要第 %d 条共享文字，共享文字表里没有", i)
		}
		c.Kind, c.Text = Text, str.Text
		if c.Stored != nil {
			c.Stored.Runs = str.Runs
		}
	case "str":
		c.Kind, c.Text = Text, Unescape(string(value))
	case "b":
		switch string(trimmed) {
		case "", "0", "1":
			c.Text = string(trimmed)
		case "true":
			c.Text = "1"
		case "false":
			c.Text = "0"
		default:
			return damaged("真假值“%s”写得不对", clip(value))
		}
		c.Kind = Bool
	case "e":
		c.Kind, c.Text = Error, string(value)
	case "d":
		c.Kind, c.Text = DateText, string(value)
	default:
		c.Kind, c.Text = Number, string(trimmed)
		number, held := isNumber(trimmed)
		if len(trimmed) > 0 && !number {
			return damaged("数“%s”写得不对", clip(value))
		}
		if !held {
			c.Kind = Text
		}
	}
	return nil
}

// isNumber says whether a text is a number, and whether a cell can hold it, as
// a double: beyond that a few letters would make gigabytes of digits.
func isNumber(b []byte) (number, held bool) {
	const most = 400 // digits, and powers of ten
	mantissa, exponent, has := bytes.Cut(b, []byte("E"))
	if !has {
		mantissa, exponent, has = bytes.Cut(b, []byte("e"))
	}
	held = true
	if has {
		n, err := strconv.Atoi(string(exponent))
		if err != nil && !errors.Is(err, strconv.ErrRange) {
			return false, false
		}
		held = n <= most && n >= -most
	}
	if len(mantissa) > 0 && (mantissa[0] == '-' || mantissa[0] == '+') {
		mantissa = mantissa[1:]
	}
	digits, points := 0, 0
	for _, c := range mantissa {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.':
			points++
		default:
			return false, false
		}
	}
	return digits > 0 && points <= 1, held && digits <= most
}
