package formula

import (
	"errors"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/efp"
)

// ErrUnsupported is returned for formulas beyond what Eval computes; the caller
// may know another way.
var ErrUnsupported = errors.New("formula not supported")

// Kind is what a value is.
type Kind uint8

// The kinds of values.
const (
	Blank Kind = iota
	Number
	Text
	Bool
	Fault // an error value such as #DIV/0!
	area  // several cells, inside a formula only
)

// Value is what a cell holds or a formula gives.
type Value struct {
	Kind Kind
	Bool bool
	Num  decimal.Decimal
	Text string // of Text and Fault

	cells *[]Value // of area
}

// Num makes a number.
func Num(d decimal.Decimal) Value { return Value{Kind: Number, Num: d} }

// Str makes a text.
func Str(s string) Value { return Value{Kind: Text, Text: s} }

// Logical makes a truth value.
func Logical(b bool) Value { return Value{Kind: Bool, Bool: b} }

func fault(code string) Value { return Value{Kind: Fault, Text: code} }

// Cells tells what a formula may look at.
type Cells interface {
	// Range gives the values of the cells of an operand that hold anything. If the
	// operand means a single cell, single is true and there is exactly one value.
	// Its error ends the computation.
	Range(o Operand) (values []Value, single bool, err error)
}

// Eval computes a formula in exact decimals: operators, and the functions of
// budget tables (functions.go). Anything else is ErrUnsupported.
func (f *Formula) Eval(cells Cells) (Value, error) {
	e := &evaluator{f: f, cells: cells}
	v, err := e.expression(0)
	if err != nil {
		return Value{}, err
	}
	if e.at < len(f.tokens) {
		return Value{}, ErrUnsupported
	}
	return e.single(v)
}

type evaluator struct {
	f     *Formula
	cells Cells
	at    int
}

func (e *evaluator) peek() efp.Token {
	if e.at < len(e.f.tokens) {
		return e.f.tokens[e.at]
	}
	return efp.Token{}
}

// binding is how tightly an infix operator binds, from ECMA-376 part 1, 18.17.2.2.
var binding = map[string]int{
	"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1,
	"&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5,
}

// expression reads operators that bind more tightly than above.
func (e *evaluator) expression(above int) (Value, error) {
	left, err := e.operand()
	if err != nil {
		return left, err
	}
	for {
		t := e.peek()
		if t.TType != efp.TokenTypeOperatorInfix {
			return left, nil
		}
		power, ok := binding[t.TValue]
		if !ok {
			return left, ErrUnsupported
		}
		if power <= above {
			return left, nil
		}
		e.at++
		right, err := e.expression(power)
		if err != nil {
			return left, err
		}
		if left, err = e.infix(t.TValue, left, right); err != nil {
			return left, err
		}
	}
}

// operand reads a value with its prefix and postfix operators; a prefix minus
// binds more tightly than any infix operator, so -2^2 is 4 as in Excel.
func (e *evaluator) operand() (Value, error) {
	t := e.peek()
	e.at++
	var v Value
	var err error
	switch {
	case t.TType == efp.TokenTypeOperatorPrefix:
		if v, err = e.operand(); err != nil {
			return v, err
		}
		if v, err = e.number(v); err == nil && t.TValue == "-" && v.Kind == Number {
			v.Num = v.Num.Neg()
		}
		return v, err
	case t.TType == efp.TokenTypeOperand:
		v, err = e.literal(t)
	case t.TType == efp.TokenTypeSubexpression && t.TSubType == efp.TokenSubTypeStart:
		if v, err = e.expression(0); err == nil {
			if e.peek().TSubType != efp.TokenSubTypeStop {
				return v, ErrUnsupported
			}
			e.at++
		}
	case t.TType == efp.TokenTypeFunction && t.TSubType == efp.TokenSubTypeStart:
		v, err = e.call(strings.ToUpper(t.TValue))
	default:
		err = ErrUnsupported
	}
	for err == nil && e.peek().TType == efp.TokenTypeOperatorPostfix {
		e.at++
		if v, err = e.number(v); err == nil && v.Kind == Number {
			v.Num = v.Num.Shift(-2)
		}
	}
	return v, err
}

func (e *evaluator) literal(t efp.Token) (Value, error) {
	switch t.TSubType {
	case efp.TokenSubTypeNumber:
		d, err := decimal.NewFromString(t.TValue)
		if err != nil {
			return Value{}, ErrUnsupported
		}
		return Num(d), nil
	case efp.TokenSubTypeText:
		return Str(t.TValue), nil
	case efp.TokenSubTypeLogical:
		return Logical(strings.EqualFold(t.TValue, "TRUE")), nil
	case efp.TokenSubTypeError:
		return fault(t.TValue), nil
	case efp.TokenSubTypeRange:
		for _, o := range e.f.Operands {
			if o.token == e.at-1 {
				values, single, err := e.cells.Range(o)
				if err != nil {
					return Value{}, err
				}
				if single {
					return values[0], nil
				}
				return Value{Kind: area, cells: &values}, nil
			}
		}
	}
	return Value{}, ErrUnsupported
}

// call reads the arguments of a function up to its closing bracket and computes it.
func (e *evaluator) call(name string) (Value, error) {
	var args []Value
	for {
		t := e.peek()
		switch {
		case t.TType == efp.TokenTypeFunction && t.TSubType == efp.TokenSubTypeStop:
			e.at++
			fn, ok := functions[name]
			if !ok {
				return Value{}, ErrUnsupported
			}
			return fn(args)
		case t.TType == efp.TokenTypeArgument:
			e.at++
			if next := e.peek(); next.TType == efp.TokenTypeArgument || next.TSubType == efp.TokenSubTypeStop {
				args = append(args, Value{})
			}
		case t.TType == "":
			return Value{}, ErrUnsupported
		default:
			v, err := e.expression(0)
			if err != nil {
				return v, err
			}
			args = append(args, v)
		}
	}
}

// single refuses areas where one value is wanted.
func (e *evaluator) single(v Value) (Value, error) {
	if v.Kind == area {
		return v, ErrUnsupported
	}
	return v, nil
}

// number is a value as arithmetic sees it: blanks are 0, digits in text count.
func (e *evaluator) number(v Value) (Value, error) {
	v, err := e.single(v)
	if err != nil {
		return v, err
	}
	return asNumber(v), nil
}

func asNumber(v Value) Value {
	switch v.Kind {
	case Blank:
		return Num(decimal.Zero)
	case Bool:
		if v.Bool {
			return Num(decimal.NewFromInt(1))
		}
		return Num(decimal.Zero)
	case Text:
		d, err := decimal.NewFromString(strings.TrimSpace(v.Text))
		if err != nil {
			return fault("#VALUE!")
		}
		return Num(d)
	}
	return v
}

func (e *evaluator) infix(op string, a, b Value) (Value, error) {
	a, err := e.single(a)
	if err != nil {
		return a, err
	}
	if b, err = e.single(b); err != nil {
		return b, err
	}
	for _, v := range []Value{a, b} {
		if v.Kind == Fault {
			return v, nil
		}
	}
	switch binding[op] {
	case 1:
		return compare(op, a, b), nil
	case 2:
		x, err := display(a)
		if err != nil {
			return a, err
		}
		y, err := display(b)
		return Str(x + y), err
	}
	a, b = asNumber(a), asNumber(b)
	for _, v := range []Value{a, b} {
		if v.Kind == Fault {
			return v, nil
		}
	}
	switch op {
	case "+":
		return Num(a.Num.Add(b.Num)), nil
	case "-":
		return Num(a.Num.Sub(b.Num)), nil
	case "*":
		return Num(a.Num.Mul(b.Num)), nil
	case "/":
		if b.Num.IsZero() {
			return fault("#DIV/0!"), nil
		}
		return Num(a.Num.DivRound(b.Num, 20)), nil
	}
	return Value{}, ErrUnsupported // ^ is not exact
}

// display is a value as & joins it.
func display(v Value) (string, error) {
	switch v.Kind {
	case Blank:
		return "", nil
	case Number:
		if v.Num.Exponent() < -9 {
			return "", ErrUnsupported // Excel would round it for show
		}
		return v.Num.String(), nil
	case Bool:
		if v.Bool {
			return "TRUE", nil
		}
		return "FALSE", nil
	}
	return v.Text, nil
}

// compare orders numbers before texts before truth values; a blank is 0, "" or FALSE.
func compare(op string, a, b Value) Value {
	a, b = fillBlank(a, b), fillBlank(b, a)
	c := int(a.Kind) - int(b.Kind)
	if c == 0 {
		switch a.Kind {
		case Number:
			c = a.Num.Cmp(b.Num)
		case Text:
			c = strings.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text))
		case Bool:
			c = b2i(a.Bool) - b2i(b.Bool)
		}
	}
	switch op {
	case "=":
		return Logical(c == 0)
	case "<>":
		return Logical(c != 0)
	case "<":
		return Logical(c < 0)
	case ">":
		return Logical(c > 0)
	case "<=":
		return Logical(c <= 0)
	}
	return Logical(c >= 0)
}

func fillBlank(v, other Value) Value {
	if v.Kind != Blank {
		return v
	}
	switch other.Kind {
	case Text:
		return Str("")
	case Bool:
		return Logical(false)
	}
	return Num(decimal.Zero)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
