package formula

import (
	"errors"

	"github.com/shopspring/decimal"

	"ysgk/internal/double"
)

// ErrUnsupported is returned for formulas beyond what Eval computes, and for
// those whose result is not surely what Excel shows.
var ErrUnsupported = errors.New("formula not supported")

// Kind is what a value is.
type Kind uint8

// The kinds of values, in the order in which Excel sorts them.
const (
	Blank Kind = iota
	Number
	Text
	Bool
	Fault // an error value such as #DIV/0!
)

// Value is what a cell holds or a formula gives.
type Value struct {
	Kind Kind
	Bool bool
	Num  decimal.Decimal
	Text string // of Text and Fault
}

// Num makes a number.
func Num(d decimal.Decimal) Value { return Value{Kind: Number, Num: d} }

// Str makes a text.
func Str(s string) Value { return Value{Kind: Text, Text: s} }

// Logical makes a truth value.
func Logical(b bool) Value { return Value{Kind: Bool, Bool: b} }

func whole(n int) Value { return Num(decimal.NewFromInt(int64(n))) }

func fault(code string) Value { return Value{Kind: Fault, Text: code} }

// failure is an error value on its way: functions return it as their error,
// and their caller makes a value of it.
type failure string

func (f failure) Error() string { return string(f) }

const (
	divZero  failure = "#DIV/0!"
	notFound failure = "#N/A"
	badName  failure = "#NAME?"
	nothing  failure = "#NULL!"
	badNum   failure = "#NUM!"
	badRef   failure = "#REF!"
	badValue failure = "#VALUE!"
)

// caught turns a failure into its error value; other errors remain.
func caught(v Value, err error) (Value, error) {
	if f, ok := err.(failure); ok {
		return fault(string(f)), nil
	}
	return v, err
}

// Stored is a value as Excel stores it: numbers have 15 significant digits.
func Stored(v Value) Value {
	if v.Kind == Number {
		v.Num = double.Significant(v.Num, shown)
	}
	return v
}

// number is a value as arithmetic sees it: blanks are 0, digits in text count.
func number(v Value) (decimal.Decimal, error) {
	switch v.Kind {
	case Number:
		return v.Num, nil
	case Bool:
		if v.Bool {
			return one, nil
		}
	case Text:
		d, is := readNumber(v.Text)
		switch is {
		case noNumber:
			return d, badValue
		case unclear:
			return d, ErrUnsupported
		case tooLarge:
			return d, badValue
		}
		return d, nil
	case Fault:
		return decimal.Zero, failure(v.Text)
	}
	return decimal.Zero, nil
}

// display is a value as & joins it.
func display(v Value) (string, error) {
	switch v.Kind {
	case Number:
		return general(v.Num)
	case Bool:
		if v.Bool {
			return "TRUE", nil
		}
		return "FALSE", nil
	case Fault:
		return "", failure(v.Text)
	}
	return v.Text, nil
}

// truth is a value as a condition.
func truth(v Value) (bool, error) {
	switch v.Kind {
	case Bool:
		return v.Bool, nil
	case Number:
		return !v.Num.IsZero(), nil
	case Text:
		switch upper(v.Text) {
		case "TRUE":
			return true, nil
		case "FALSE":
			return false, nil
		}
		return false, badValue
	case Fault:
		return false, failure(v.Text)
	}
	return false, nil
}
