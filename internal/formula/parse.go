package formula

import (
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/efp"

	"ysgk/internal/a1"
)

// ErrSyntax is returned for text that is no formula we can follow.
var ErrSyntax = errors.New("unreadable formula")

// Formula is a parsed formula.
type Formula struct {
	Text     string
	Operands []Operand // the references, in order

	tokens []efp.Token
	starts []int // where each token stands in Text
}

// Operand is a reference where it stands in a formula.
type Operand struct {
	Ref  Ref
	Func string // the function it is a whole argument of, upper case, "" if none

	from, to int // in Text
	token    int
}

// Ref is a reference to cells. Whole columns have no rows (0), whole rows no columns.
type Ref struct {
	Sheet  string // "" for the formula's own sheet
	prefix string // as written, with quotes and !
	a1.Range
	abs  [4]bool // $ at Col1, Row1, Col2, Row2
	area bool    // written with a colon
}

// Parse reads a formula. Operands that are no plain references (names, other
// files, tables, ranges over several sheets) are left alone.
func Parse(text string) (*Formula, error) {
	p := efp.ExcelParser()
	f := &Formula{Text: text, tokens: p.Parse(text)}
	pos := 0
	var open []string
	for i := range f.tokens {
		if f.tokens[i].TType == efp.TokenTypeOperand && f.tokens[i].TSubType == efp.TokenSubTypeRange {
			f.tokens[i].TValue = strings.TrimSpace(f.tokens[i].TValue) // line breaks stick to operands
		}
		t := f.tokens[i]
		for pos < len(text) && strings.IndexByte(" \t\r\n", text[pos]) >= 0 {
			pos++
		}
		spelling, ok := spell(t, open, text[pos:])
		if !ok {
			return nil, fmt.Errorf("%w: %s", ErrSyntax, text)
		}
		f.starts = append(f.starts, pos)
		if t.TType == efp.TokenTypeOperand && t.TSubType == efp.TokenSubTypeRange {
			if ref, ok := parseRef(t.TValue, spelling); ok {
				f.Operands = append(f.Operands, Operand{ref, f.wholeArgument(i, open), pos, pos + len(spelling), i})
			}
		}
		pos += len(spelling)
		switch t.TSubType {
		case efp.TokenSubTypeStart:
			open = append(open, strings.ToUpper(t.TValue))
		case efp.TokenSubTypeStop:
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		}
	}
	if strings.TrimSpace(text[pos:]) != "" {
		return nil, fmt.Errorf("%w: %s", ErrSyntax, text)
	}
	return f, nil
}

// spell is how a token stands at the beginning of rest; the tokeniser drops
// quotes and blanks and turns array braces into functions.
func spell(t efp.Token, open []string, rest string) (string, bool) {
	within := ""
	if len(open) > 0 {
		within = open[len(open)-1]
	}
	v := t.TValue
	switch {
	case t.TType == efp.TokenTypeOperand && t.TSubType == efp.TokenSubTypeText:
		v = `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
	case t.TType == efp.TokenTypeOperand && strings.Contains(v, "!") && strings.HasPrefix(rest, "'"):
		i := strings.LastIndex(v, "!")
		v = "'" + strings.ReplaceAll(v[:i], "'", "''") + "'" + v[i:]
	case t.TType == efp.TokenTypeFunction && t.TSubType == efp.TokenSubTypeStart:
		switch v {
		case "ARRAY":
			v = "{"
		case "ARRAYROW":
			v = ""
		default:
			v += "("
		}
	case t.TSubType == efp.TokenSubTypeStart:
		v = "("
	case t.TSubType == efp.TokenSubTypeStop:
		switch within {
		case "ARRAY":
			v = "}"
		case "ARRAYROW":
			v = ""
		default:
			v = ")"
		}
	case t.TType == efp.TokenTypeArgument && within == "ARRAY":
		v = ";"
	case t.TSubType == efp.TokenSubTypeIntersection:
		v = ""
	}
	return v, strings.HasPrefix(rest, v)
}

// Beyond is the first reference to another file or to several sheets at once,
// which Parse leaves alone; "" if there is none.
func (f *Formula) Beyond() string {
	for _, t := range f.tokens {
		if t.TType != efp.TokenTypeOperand || t.TSubType != efp.TokenSubTypeRange {
			continue
		}
		sheet, _, ok := strings.Cut(t.TValue, "!")
		if ok && strings.ContainsAny(sheet, "[:") {
			return t.TValue
		}
	}
	return ""
}

// wholeArgument is the function of which token i is a whole argument.
func (f *Formula) wholeArgument(i int, open []string) string {
	if i == 0 || i+1 >= len(f.tokens) || len(open) == 0 {
		return ""
	}
	before, after := f.tokens[i-1], f.tokens[i+1]
	begins := before.TType == efp.TokenTypeArgument || before.TType == efp.TokenTypeFunction && before.TSubType == efp.TokenSubTypeStart
	ends := after.TType == efp.TokenTypeArgument || after.TType == efp.TokenTypeFunction && after.TSubType == efp.TokenSubTypeStop
	if begins && ends {
		return open[len(open)-1]
	}
	return ""
}

// parseRef reads an operand; spelling is how it stands in the formula.
func parseRef(value, spelling string) (Ref, bool) {
	var r Ref
	if i := strings.LastIndex(value, "!"); i >= 0 {
		r.Sheet = value[:i]
		value = value[i+1:]
		r.prefix = spelling[:len(spelling)-len(value)]
		if strings.ContainsAny(r.Sheet, "[]:") || r.Sheet == "" {
			return r, false // another file, or several sheets
		}
	}
	from, to, area := strings.Cut(value, ":")
	if !area {
		to = from
	}
	r.area = area
	var ok1, ok2 bool
	r.Col1, r.Row1, r.abs[0], r.abs[1], ok1 = corner(from)
	r.Col2, r.Row2, r.abs[2], r.abs[3], ok2 = corner(to)
	if !ok1 || !ok2 || (r.Col1 == 0) != (r.Col2 == 0) || (r.Row1 == 0) != (r.Row2 == 0) {
		return r, false
	}
	if !area && (r.Col1 == 0 || r.Row1 == 0) {
		return r, false // a name or a number
	}
	if r.Col1 > r.Col2 {
		r.Col1, r.Col2, r.abs[0], r.abs[2] = r.Col2, r.Col1, r.abs[2], r.abs[0]
	}
	if r.Row1 > r.Row2 {
		r.Row1, r.Row2, r.abs[1], r.abs[3] = r.Row2, r.Row1, r.abs[3], r.abs[1]
	}
	return r, true
}

// corner reads $D$7, $D or $7.
func corner(s string) (col, row int, absCol, absRow, ok bool) {
	if strings.HasPrefix(s, "$") {
		s = s[1:]
		absCol = true
	}
	letters := 0
	for letters < len(s) && (s[letters]|0x20) >= 'a' && (s[letters]|0x20) <= 'z' {
		letters++
	}
	digits := s[letters:]
	if letters == 0 {
		absRow, absCol = absCol, false
	} else {
		if col = a1.ParseCol(s[:letters]); col == 0 {
			return 0, 0, false, false, false
		}
		if strings.HasPrefix(digits, "$") {
			digits = digits[1:]
			absRow = true
			if digits == "" {
				return 0, 0, false, false, false
			}
		}
	}
	for i := 0; i < len(digits); i++ {
		if digits[i] < '0' || digits[i] > '9' || row > a1.MaxRow {
			return 0, 0, false, false, false
		}
		row = row*10 + int(digits[i]-'0')
	}
	if row > a1.MaxRow || digits != "" && row == 0 || letters == 0 && digits == "" {
		return 0, 0, false, false, false
	}
	return col, row, absCol, absRow, true
}

// Single is true of a reference written as one cell.
func (r Ref) Single() bool { return !r.area }

// Abs says which corners carry a $ sign.
func (r Ref) Abs() (col1, row1, col2, row2 bool) { return r.abs[0], r.abs[1], r.abs[2], r.abs[3] }

// With is the reference moved to another range of the same kind.
func (r Ref) With(to a1.Range) Ref {
	r.Range = to
	if to.Col1 != to.Col2 || to.Row1 != to.Row2 {
		if !r.area {
			r.abs[2], r.abs[3] = r.abs[0], r.abs[1]
		}
		r.area = true
	}
	return r
}

// On is the reference to the same cells of another sheet; quoted is the
// sheet's name as formulas write it.
func (r Ref) On(sheet, quoted string) Ref {
	r.Sheet, r.prefix = sheet, quoted+"!"
	return r
}

// Moved is the reference as it reads in a formula copied by so many rows and
// columns: parts with $ stay. ok is false if it would leave the sheet.
func (r Ref) Moved(cols, rows int) (Ref, bool) {
	move := func(n *int, abs bool, by, limit int) bool {
		if *n != 0 && !abs {
			*n += by
			return *n >= 1 && *n <= limit
		}
		return true
	}
	ok := move(&r.Col1, r.abs[0], cols, a1.MaxCol) && move(&r.Col2, r.abs[2], cols, a1.MaxCol) &&
		move(&r.Row1, r.abs[1], rows, a1.MaxRow) && move(&r.Row2, r.abs[3], rows, a1.MaxRow)
	return r, ok
}

// String writes the reference as it stands in a formula.
func (r Ref) String() string {
	var b strings.Builder
	b.WriteString(r.prefix)
	write := func(col, row int, absCol, absRow bool) {
		if col > 0 {
			if absCol {
				b.WriteByte('$')
			}
			b.WriteString(a1.ColName(col))
		}
		if row > 0 {
			if absRow {
				b.WriteByte('$')
			}
			fmt.Fprint(&b, row)
		}
	}
	write(r.Col1, r.Row1, r.abs[0], r.abs[1])
	if r.area {
		b.WriteByte(':')
		write(r.Col2, r.Row2, r.abs[2], r.abs[3])
	}
	return b.String()
}

// Rewrite gives the formula with each reference replaced by what to returns.
func (f *Formula) Rewrite(to func(Operand) string) string {
	if len(f.Operands) == 0 {
		return f.Text
	}
	var b strings.Builder
	pos := 0
	for _, o := range f.Operands {
		b.WriteString(f.Text[pos:o.from])
		b.WriteString(to(o))
		pos = o.to
	}
	b.WriteString(f.Text[pos:])
	return b.String()
}

// Copied is the formula as it reads after being copied by so many columns and
// rows, as for the members of a shared formula.
func (f *Formula) Copied(cols, rows int) string {
	return f.Rewrite(func(o Operand) string {
		r, ok := o.Ref.Moved(cols, rows)
		if !ok {
			return "#REF!"
		}
		return r.String()
	})
}
