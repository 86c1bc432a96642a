package formula

import (
	"strings"

	"github.com/shopspring/decimal"
)

// criterion is a condition of SUMIF and its like: an operator and what cells
// are compared with.
type criterion struct {
	op   string // = <> < > <= >=
	kind criterionKind
	num  decimal.Decimal
	v    Value   // of wantsValue: a truth or error value
	text pattern // of wantsText
	raw  string  // of wantsText
}

type criterionKind uint8

const (
	wantsNumber criterionKind = iota // numbers, and texts that read as one
	wantsText
	wantsValue // a truth or error value
	wantsNone  // "=" and "<>": cells without contents
	wantsEmpty // "": cells without contents and empty texts
)

// readCriterion reads a condition as Excel does: ">=5", "<>甲", "人*", 201. A
// text that reads as a number means the number, whatever it was typed as.
func readCriterion(v Value) (criterion, error) {
	c := criterion{op: "="}
	switch v.Kind {
	case Blank:
		return c, nil // a cell without contents counts as 0
	case Number:
		c.num = v.Num
		return c, nil
	case Bool, Fault:
		c.kind, c.v = wantsValue, v
		return c, nil
	}
	rest, typed := v.Text, false
	for _, op := range []string{"<>", "<=", ">=", "=", "<", ">"} {
		if r, ok := strings.CutPrefix(rest, op); ok {
			c.op, rest, typed = op, r, true
			break
		}
	}
	switch {
	case rest == "" && !typed:
		c.kind = wantsEmpty
		return c, nil
	case rest == "" && (c.op == "=" || c.op == "<>"):
		c.kind = wantsNone
		return c, nil
	case rest == "":
		return c, ErrUnsupported
	}
	switch d, is := readNumber(rest); is {
	case fits:
		c.num = d
		return c, nil
	case unclear, tooLarge:
		return c, ErrUnsupported
	}
	switch upper(rest) {
	case "TRUE", "FALSE":
		c.kind, c.v = wantsValue, Logical(len(rest) == 4)
		return c, nil
	}
	for _, code := range errorValues {
		if strings.EqualFold(rest, code) {
			c.kind, c.v = wantsValue, fault(code)
			return c, nil
		}
	}
	c.kind, c.text, c.raw = wantsText, compile(rest), rest
	return c, nil
}

// meets says whether a cell meets a condition.
func (c *criterion) meets(v Value) (bool, error) {
	switch c.op {
	case "=":
		return c.equals(v)
	case "<>":
		is, err := c.equals(v)
		return !is, err
	}
	var n int
	switch c.kind {
	case wantsNumber:
		if v.Kind != Number {
			return false, nil
		}
		n = compareNumbers(v.Num, c.num)
	case wantsText:
		if v.Kind != Text {
			return false, nil
		}
		if c.text.wild {
			return false, ErrUnsupported
		}
		var err error
		if n, err = orderTexts(v.Text, c.raw); err != nil {
			return false, err
		}
	default:
		return false, ErrUnsupported
	}
	switch c.op {
	case "<":
		return n < 0, nil
	case ">":
		return n > 0, nil
	case "<=":
		return n <= 0, nil
	}
	return n >= 0, nil
}

func (c *criterion) equals(v Value) (bool, error) {
	switch c.kind {
	case wantsNone:
		return v.Kind == Blank, nil
	case wantsEmpty:
		return v.Kind == Blank || v.Kind == Text && v.Text == "", nil
	case wantsValue:
		return v.Kind == c.v.Kind && v.Text == c.v.Text && v.Bool == c.v.Bool, nil
	case wantsText:
		return v.Kind == Text && c.text.matches(v.Text), nil
	}
	if v.Kind == Text {
		d, is := readNumber(v.Text)
		return is == fits && compareNumbers(d, c.num) == 0, nil
	}
	return v.Kind == Number && compareNumbers(v.Num, c.num) == 0, nil
}

// key is what equal cells have in common; ok is false for conditions that no
// single key can tell.
func (c *criterion) key() (key, bool) {
	switch {
	case c.op != "=":
	case c.kind == wantsNumber:
		return keyOf(Num(c.num)), true
	case c.kind == wantsValue:
		return keyOf(c.v), true
	case c.kind == wantsText && !c.text.wild:
		return key{kind: Text, text: c.text.literal()}, true
	}
	return key{}, false
}

// criterionKey is the key by which a cell meets conditions.
func criterionKey(v Value) key {
	if v.Kind == Text {
		if d, is := readNumber(v.Text); is == fits {
			return keyOf(Num(d))
		}
	}
	return keyOf(v)
}
