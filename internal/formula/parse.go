package formula

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// The tree of a formula.
type (
	node     interface{}
	constant struct{ Value }
	list     struct{ rows [][]Value } // an array constant
	operand  struct{ index int }      // one of the formula's Operands
	name     struct{ sheet, text string }
	outside  struct{} // another file, several sheets at once
	missing  struct{} // an argument that is left out
	group    struct{ in node }
	prefix   struct {
		op byte // + - @
		x  node
	}
	postfix struct {
		op byte // % #
		x  node
	}
	infix struct {
		op   string // operators, and ":", " ", "," between references
		a, b node
	}
	call struct {
		name string
		args []node
	}
)

// Limits that keep strange formulas from eating time and memory; Excel's are
// 8192 characters and 64 levels of functions.
const (
	maxText  = 64 << 10
	maxDepth = 400
)

// binding is how tightly an infix operator binds, from ECMA-376 part 1, 18.17.2.2.
// Signs bind more tightly (-2^2 is 4), then %, then the operators of references.
var binding = map[string]int{
	"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1,
	"&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5,
}

type parser struct {
	f     *Formula
	s     string
	pos   int
	depth int
	bad   bool // the text is no formula
}

// Parse reads a formula. Operands that are no plain references (names, other
// files, tables, ranges over several sheets) are left alone.
func Parse(text string) (*Formula, error) {
	p := &parser{f: &Formula{Text: text}, s: text}
	if len(text) > maxText || !utf8.ValidString(text) {
		return nil, wrong(text)
	}
	p.f.root = p.expression(0, true)
	if p.blanks(); p.bad || p.pos < len(p.s) {
		return nil, wrong(text)
	}
	return p.f, nil
}

func wrong(text string) error {
	if r := []rune(text); len(r) > 200 {
		text = string(r[:200]) + "…"
	}
	return fmt.Errorf("%w: %s", ErrSyntax, text)
}

// fail gives up: nothing is left to read.
func (p *parser) fail() node {
	p.bad, p.pos = true, len(p.s)
	return nil
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }

// inName says whether the character at pos can stand within a name.
func inName(s string, pos int) bool {
	c := s[pos]
	if c >= utf8.RuneSelf {
		r, _ := utf8.DecodeRuneInString(s[pos:])
		return !unicode.IsSpace(r) && !isWidePunct(r)
	}
	return isLetter(c) || isDigit(c) || c == '_' || c == '.' || c == '\\' || c == '?'
}

// isWidePunct is true of （，； and their like: SUM（A1） is no formula.
func isWidePunct(r rune) bool {
	wide := r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef || r >= 0x2010 && r <= 0x2027
	return wide && !unicode.IsLetter(r) && !unicode.IsNumber(r)
}

func word(s string, pos int) (end int) {
	for pos < len(s) && inName(s, pos) {
		_, n := utf8.DecodeRuneInString(s[pos:])
		pos += n
	}
	return pos
}

func (p *parser) at(text string) bool { return strings.HasPrefix(p.s[p.pos:], text) }

func (p *parser) blanks() bool {
	from := p.pos
	for p.pos < len(p.s) && strings.IndexByte(" \t\r\n", p.s[p.pos]) >= 0 {
		p.pos++
	}
	return p.pos > from
}

// deeper says whether there may be one more level of brackets or signs; up ends it.
func (p *parser) deeper() bool {
	p.depth++
	return p.depth <= maxDepth
}

func (p *parser) up() { p.depth-- }

// expression reads operators that bind more tightly than above. A comma joins
// references where union is true, elsewhere it ends an argument.
func (p *parser) expression(above int, union bool) node {
	defer p.up()
	if !p.deeper() {
		return p.fail()
	}
	left := p.signed(union)
	for {
		p.blanks()
		op := p.operator()
		if op == "" || binding[op] <= above {
			return left
		}
		p.pos += len(op)
		left = infix{op, left, p.expression(binding[op], union)}
	}
}

func (p *parser) operator() string {
	for _, n := range []int{2, 1} {
		if p.pos+n <= len(p.s) {
			if op := p.s[p.pos : p.pos+n]; binding[op] > 0 {
				return op
			}
		}
	}
	return ""
}

func (p *parser) signed(union bool) node {
	defer p.up()
	if !p.deeper() {
		return p.fail()
	}
	p.blanks()
	if p.at("-") || p.at("+") {
		op := p.s[p.pos]
		p.pos++
		return prefix{op, p.signed(union)}
	}
	x := p.union(union)
	for p.blanks(); p.at("%"); p.blanks() {
		p.pos++
		x = postfix{'%', x}
	}
	return x
}

func (p *parser) union(union bool) node {
	left := p.intersection()
	for p.blanks(); union && p.at(","); p.blanks() {
		p.pos++
		p.blanks()
		left = infix{",", left, p.intersection()}
	}
	return left
}

func (p *parser) intersection() node {
	left := p.span()
	for p.blanks() && mayRefer(left) && p.startsReference() {
		right := p.span()
		p.one(left)
		p.one(right)
		left = infix{" ", left, right}
	}
	return left
}

// mayRefer says whether a blank after the node can mean an intersection.
func mayRefer(n node) bool {
	switch n := n.(type) {
	case operand, name, *table, outside, call, group:
		return true
	case infix:
		return n.op == ":" || n.op == " "
	case prefix:
		return n.op == '@'
	case postfix:
		return n.op == '#'
	}
	return false
}

func (p *parser) startsReference() bool {
	if p.pos == len(p.s) {
		return false
	}
	switch c := p.s[p.pos]; {
	case c == '.' || c == '?':
		return false
	case strings.IndexByte("$'[(", c) >= 0:
		return true
	case isDigit(c):
		_, _, ok := scanRef(p.s, p.pos)
		return ok
	}
	return inName(p.s, p.pos)
}

// span reads ranges between expressions: INDEX(…):A9.
func (p *parser) span() node {
	left := p.anchored()
	for {
		before := p.pos
		if p.blanks(); !p.at(":") || !mayRefer(left) {
			p.pos = before
			return left
		}
		p.pos++
		p.blanks()
		right := p.anchored()
		if one, ok := p.joined(left, right); ok {
			left = one
			continue
		}
		p.one(left)
		p.one(right)
		left = infix{":", left, right}
	}
}

// joined makes one operand of two cells with : between that were not read as one:
// 表!A1:表!B9 and A1 : B9.
func (p *parser) joined(left, right node) (node, bool) {
	a, ok1 := left.(operand)
	b, ok2 := right.(operand)
	if !ok1 || !ok2 || b.index != len(p.f.Operands)-1 || a.index != b.index-1 {
		return nil, false
	}
	x, y := p.f.Operands[a.index], p.f.Operands[b.index]
	if !x.Ref.Single() || !y.Ref.Single() || y.Ref.Sheet != "" && !strings.EqualFold(x.Ref.Sheet, y.Ref.Sheet) {
		return nil, false
	}
	r := x.Ref
	r.Col2, r.Row2, r.abs[2], r.abs[3], r.area = y.Ref.Col1, y.Ref.Row1, y.Ref.abs[0], y.Ref.abs[1], true
	r.order()
	r.written, r.as = p.s[x.from+len(r.prefix):y.to], r.Range
	p.f.Operands = append(p.f.Operands[:a.index], Operand{Ref: r, from: x.from, to: y.to})
	return a, true
}

// anchored reads @A1 and A1#.
func (p *parser) anchored() node {
	if p.at("@") {
		defer p.up()
		if !p.deeper() {
			return p.fail()
		}
		p.pos++
		x := p.anchored()
		p.one(x)
		return prefix{'@', x}
	}
	x := p.primary()
	if p.at("#") && mayRefer(x) {
		p.pos++
		p.one(x)
		x = postfix{'#', x}
	}
	return x
}

// one marks operands that must stay one range.
func (p *parser) one(n node) {
	switch n := n.(type) {
	case operand:
		p.f.Operands[n.index].One = true
	case group:
		p.one(n.in)
	case infix:
		if n.op == ":" || n.op == " " || n.op == "," {
			p.one(n.a)
			p.one(n.b)
		}
	}
}

func (p *parser) primary() node {
	if p.pos == len(p.s) {
		return p.fail()
	}
	switch c := p.s[p.pos]; {
	case c == '(':
		p.pos++
		in := p.expression(0, true)
		if p.blanks(); !p.at(")") {
			return p.fail()
		}
		p.pos++
		return group{in}
	case c == '{':
		return p.list()
	case c == '"':
		if text, ok := p.text(); ok {
			return constant{Str(text)}
		}
	case c == '#':
		return p.fault()
	case c == '[':
		return p.bracket()
	case c == '\'':
		return p.quoted()
	case isDigit(c) || c == '.':
		return p.number()
	case c == '$' || inName(p.s, p.pos) && c != '?':
		return p.word()
	}
	return p.fail()
}

// text reads a text in double quotes.
func (p *parser) text() (string, bool) {
	var b strings.Builder
	for i := p.pos + 1; i < len(p.s); i++ {
		if p.s[i] == '"' {
			if i+1 == len(p.s) || p.s[i+1] != '"' {
				p.pos = i + 1
				return b.String(), true
			}
			i++
		}
		b.WriteByte(p.s[i])
	}
	return "", false
}

// errorValues are the error values that formulas may hold.
var errorValues = []string{"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A",
	"#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#GETTING_DATA"}

func (p *parser) fault() node {
	for _, code := range errorValues {
		if len(p.s)-p.pos >= len(code) && strings.EqualFold(p.s[p.pos:p.pos+len(code)], code) {
			p.pos += len(code)
			if code == "#REF!" { // a sheet that is gone leaves #REF!A1
				if _, end, ok := scanRef(p.s, p.pos); ok {
					p.pos = end
				} else if p.at("#REF!") {
					p.pos += len(code)
				}
			}
			return constant{fault(code)}
		}
	}
	return p.fail()
}

// number reads a number or whole rows, or a sheet's name that begins with a digit.
func (p *parser) number() node {
	if r, end, ok := scanRef(p.s, p.pos); ok {
		return p.refer(r, p.pos, end)
	}
	if end := word(p.s, p.pos); end < len(p.s) && p.s[end] == '!' {
		return p.word()
	}
	if v, ok := p.literal(); ok {
		return constant{v}
	}
	return p.fail()
}

func (p *parser) literal() (Value, bool) {
	end, digits := p.pos, 0
	for end < len(p.s) && (isDigit(p.s[end]) || p.s[end] == '.') {
		if p.s[end] != '.' {
			digits++
		}
		end++
	}
	if e := end; digits > 0 && e < len(p.s) && p.s[e]|0x20 == 'e' {
		if e++; e < len(p.s) && (p.s[e] == '+' || p.s[e] == '-') {
			e++
		}
		for e < len(p.s) && isDigit(p.s[e]) {
			e++
			end = e
		}
	}
	d, size := plainNumber(p.s[p.pos:end])
	p.pos = end
	switch size {
	case tooLarge:
		return fault("#NUM!"), true
	case noNumber:
		return Value{}, false
	}
	return Num(d), true
}

// list reads an array constant.
func (p *parser) list() node {
	var l list
	row := []Value{}
	for {
		p.pos++ // over { , ;
		row = append(row, p.element())
		p.blanks()
		if p.at(",") {
			continue
		}
		if l.rows = append(l.rows, row); len(row) != len(l.rows[0]) {
			return p.fail()
		}
		row = nil
		if p.at("}") {
			p.pos++
			return l
		}
		if !p.at(";") {
			return p.fail()
		}
	}
}

func (p *parser) element() Value {
	p.blanks()
	negative := p.at("-")
	if negative || p.at("+") {
		p.pos++
		p.blanks()
	}
	switch {
	case p.pos == len(p.s):
	case p.s[p.pos] == '"':
		if text, ok := p.text(); ok && !negative {
			return Str(text)
		}
	case p.s[p.pos] == '#':
		if n, ok := p.fault().(constant); ok {
			return n.Value
		}
	case isDigit(p.s[p.pos]) || p.s[p.pos] == '.':
		v, ok := p.literal()
		if ok && negative {
			v.Num = v.Num.Neg()
		}
		if ok {
			return v
		}
	default:
		end := word(p.s, p.pos)
		text := strings.ToUpper(p.s[p.pos:end])
		if text == "TRUE" || text == "FALSE" {
			p.pos = end
			return Logical(text == "TRUE")
		}
	}
	p.fail()
	return Value{}
}

// refer adds an operand.
func (p *parser) refer(r Ref, from, to int) node {
	p.f.Operands = append(p.f.Operands, Operand{Ref: r, from: from, to: to})
	p.pos = to
	return operand{len(p.f.Operands) - 1}
}

// word reads what begins with a letter or $: a reference, a name, a function,
// a table, a sheet.
func (p *parser) word() node {
	from := p.pos
	end := word(p.s, p.pos)
	if end > from && end < len(p.s) && p.s[end] == '!' {
		return p.onSheet(p.s[from:end], end+1, false)
	}
	if r, to, ok := scanRef(p.s, from); ok {
		return p.refer(r, from, to)
	}
	if end == from {
		return p.fail()
	}
	if end < len(p.s) && p.s[end] == ':' {
		if to := word(p.s, end+1); to > end+1 && to < len(p.s) && p.s[to] == '!' {
			return p.onSheet(p.s[from:to], to+1, true)
		}
	}
	text := p.s[from:end]
	switch {
	case end < len(p.s) && p.s[end] == '(':
		return p.call(text, end)
	case end < len(p.s) && p.s[end] == '[':
		p.pos = end
		return p.table(text)
	case strings.EqualFold(text, "TRUE") || strings.EqualFold(text, "FALSE"):
		p.pos = end
		return constant{Logical(len(text) == 4)}
	}
	p.pos = end
	if open := p.pos + len(p.s[p.pos:]) - len(strings.TrimLeft(p.s[p.pos:], " \t\r\n")); open < len(p.s) && p.s[open] == '(' && Known(text) {
		return p.call(text, open) // SUM (A1)
	}
	p.use(text)
	return name{text: text}
}

// quoted reads what begins with a sheet's name in quotes.
func (p *parser) quoted() node {
	for i := p.pos + 1; i < len(p.s); i++ {
		if p.s[i] != '\'' {
			continue
		}
		if i+1 < len(p.s) && p.s[i+1] == '\'' {
			i++
			continue
		}
		if i+1 == len(p.s) || p.s[i+1] != '!' {
			break
		}
		sheet := strings.ReplaceAll(p.s[p.pos+1:i], "''", "'")
		return p.onSheet(sheet, i+2, strings.ContainsAny(sheet, "[]:") || sheet == "")
	}
	return p.fail()
}

// onSheet reads what stands on a named sheet; beyond if that is in another file
// or several sheets.
func (p *parser) onSheet(sheet string, at int, beyond bool) node {
	from := p.pos
	if r, end, ok := scanRef(p.s, at); ok {
		r.Sheet, r.prefix = sheet, p.s[from:at]
		if beyond {
			return p.leave(from, end)
		}
		return p.refer(r, from, end)
	}
	if strings.HasPrefix(p.s[at:], "#REF!") {
		p.pos = at + len("#REF!")
		if beyond {
			return p.leave(from, p.pos)
		}
		return constant{fault("#REF!")}
	}
	end := word(p.s, at)
	switch {
	case end == at:
		return p.fail()
	case end < len(p.s) && p.s[end] == '(': // a macro
		if beyond {
			p.leave(from, end)
		}
		return p.call(p.s[from:end], end)
	case beyond:
		return p.leave(from, end)
	}
	p.pos = end
	p.use(p.s[at:end])
	return name{sheet, p.s[at:end]}
}

// leave passes over a reference that formulas here cannot follow.
func (p *parser) leave(from, to int) node {
	p.f.beyond = cmp.Or(p.f.beyond, p.s[from:to])
	p.pos = to
	return outside{}
}

// bracket reads [1]Sheet1!A1, [1]!name or a structured reference without its table.
func (p *parser) bracket() node {
	if i := strings.IndexByte(p.s[p.pos:], ']'); i > 0 {
		end := word(p.s, p.pos+i+1)
		if end < len(p.s) && p.s[end] == ':' && end > p.pos+i+1 {
			end = word(p.s, end+1)
		}
		if end < len(p.s) && p.s[end] == '!' {
			return p.onSheet(p.s[p.pos:end], end+1, true)
		}
	}
	return p.table("")
}

// bare is a function's name without the prefixes of newer functions.
func bare(fn string) string {
	fn = strings.ToUpper(fn)
	for _, prefix := range []string{"_XLFN.", "_XLWS."} {
		fn = strings.TrimPrefix(fn, prefix)
	}
	return fn
}

// call reads the arguments of a function up to its closing bracket.
func (p *parser) call(fn string, open int) node {
	c := call{name: bare(fn)}
	p.f.functions = once(p.f.functions, c.name)
	p.pos = open + 1
	if p.blanks(); p.at(")") {
		p.pos++
		return c
	}
	for {
		var arg node = missing{}
		if p.blanks(); !p.at(",") && !p.at(")") {
			arg = p.expression(0, false)
			p.whole(arg, c.name, len(c.args))
		}
		c.args = append(c.args, arg)
		p.blanks()
		switch {
		case p.at(","):
			p.pos++
		case p.at(")"):
			p.pos++
			return c
		default:
			return p.fail()
		}
	}
}

// use notes the use of a name, as one value until it is known to be a whole argument.
func (p *parser) use(text string) {
	p.f.names = once(p.f.names, text)
	if p.f.uses == nil {
		p.f.uses, p.f.values = map[string]int{}, map[string]int{}
	}
	p.f.uses[strings.ToLower(text)]++
	p.f.values[strings.ToLower(text)]++
}

// whole marks operands that are a whole argument of a function.
func (p *parser) whole(n node, fn string, arg int) {
	switch n := n.(type) {
	case operand:
		p.f.Operands[n.index].Func, p.f.Operands[n.index].Arg = fn, arg
	case name:
		if TakesRange(fn, arg) {
			p.f.values[strings.ToLower(n.text)]--
		}
	case group:
		p.whole(n.in, fn, arg)
	case infix:
		if n.op == "," {
			p.whole(n.a, fn, arg)
			p.whole(n.b, fn, arg)
		}
	}
}

// size is how a number's text fares.
type size uint8

const (
	fits size = iota
	tooLarge
	noNumber
)

// plainNumber reads digits with a point and an exponent. What is too small is 0.
func plainNumber(s string) (decimal.Decimal, size) {
	mantissa, exponent, _ := strings.Cut(strings.ToUpper(s), "E")
	if len(mantissa) > 1000 || strings.Trim(mantissa, "0123456789.") != "" || strings.Count(mantissa, ".") > 1 || strings.Trim(mantissa, ".") == "" {
		return decimal.Zero, noNumber
	}
	d, err := decimal.NewFromString(mantissa)
	if err != nil {
		return d, noNumber
	}
	if exponent != "" {
		n, sign := 0, 1
		if exponent[0] == '-' {
			sign = -1
		}
		digits := strings.TrimLeft(exponent, "+-")
		for i := 0; i < len(digits); i++ {
			if !isDigit(digits[i]) {
				return d, noNumber
			}
			n = min(n*10+int(digits[i]-'0'), 5000)
		}
		d = d.Shift(int32(n * sign))
	}
	if d, err = bounded(d); err != nil {
		return d, tooLarge
	}
	return d, fits
}
