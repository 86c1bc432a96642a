package formula

import "slices"

func init() {
	is := func(test func(v Value) bool) function {
		return function{takes: "e", min: 1, max: 1, compute: func(c *arguments) (val, error) {
			return scalar(Logical(test(c.args[0].Value))), nil
		}}
	}
	define(is(func(v Value) bool { return v.Kind == Blank }), "ISBLANK")
	define(is(func(v Value) bool { return v.Kind == Fault }), "ISERROR")
	define(is(func(v Value) bool { return v.Kind == Fault && v.Text != string(notFound) }), "ISERR")
	define(is(func(v Value) bool { return v.Kind == Fault && v.Text == string(notFound) }), "ISNA")
	define(is(func(v Value) bool { return v.Kind == Number }), "ISNUMBER")
	define(is(func(v Value) bool { return v.Kind == Text }), "ISTEXT")
	define(is(func(v Value) bool { return v.Kind != Text }), "ISNONTEXT")
	define(is(func(v Value) bool { return v.Kind == Bool }), "ISLOGICAL")
	define(function{takes: "p", min: 1, max: 1, compute: func(c *arguments) (val, error) { return parity(c, true) }}, "ISEVEN")
	define(function{takes: "p", min: 1, max: 1, compute: func(c *arguments) (val, error) { return parity(c, false) }}, "ISODD")
	define(function{takes: "c", min: 1, max: 1, compute: func(c *arguments) (val, error) {
		if c.args[0].grid != nil && c.args[0].grid.from == nil {
			return val{}, ErrUnsupported
		}
		return scalar(Logical(c.args[0].areas != nil)), nil
	}}, "ISREF")
	define(function{takes: "c", min: 1, max: 1, compute: func(c *arguments) (val, error) {
		text, err := formulaOf(c)
		return scalar(Logical(text != "")), err
	}}, "ISFORMULA")
	define(function{takes: "c", min: 1, max: 1, compute: func(c *arguments) (val, error) {
		formula, err := formulaOf(c)
		if err == nil && formula == "" {
			err = notFound
		}
		return scalar(text("=" + formula)), err
	}}, "FORMULATEXT")
	define(function{takes: "v", compute: func(*arguments) (val, error) { return val{}, notFound }}, "NA")
	define(function{takes: "e", min: 1, max: 1, compute: errorType}, "ERROR.TYPE")
	define(function{takes: "c", min: 1, max: 1, compute: typeOf}, "TYPE")
	define(ofFirst(func(v Value) Value {
		switch v.Kind {
		case Number, Fault:
			return v
		case Bool:
			return whole(b2i(v.Bool))
		}
		return whole(0)
	}), "N")
	define(ofFirst(func(v Value) Value {
		if v.Kind == Text || v.Kind == Fault {
			return v
		}
		return Str("")
	}), "T")
	define(function{takes: "vv", min: 1, max: 2, compute: func(c *arguments) (val, error) {
		shown := c.args[len(c.args)-1]
		return scalar(answer(shown.Value)), nil
	}}, "HYPERLINK")
}

// ofFirst makes N and T: of several cells Excel takes the first, LibreOffice all.
func ofFirst(of func(Value) Value) function {
	return function{takes: "c", min: 1, max: 1, compute: func(c *arguments) (val, error) {
		v := c.args[0]
		if v.areas != nil && (len(v.areas) > 1 || !v.areas[0].single()) {
			return val{}, ErrUnsupported
		}
		v, err := c.value(v, c.mode)
		if err != nil {
			return v, err
		}
		return c.over(func(at []Value) (Value, error) { return of(at[0]), nil }, v)
	}}
}

// parity takes numbers, and texts that read as one; truth values are errors.
func parity(c *arguments, even bool) (val, error) {
	if c.args[0].Kind == Bool {
		return val{}, badValue
	}
	return scalar(Logical(settle(c.num(0)).Truncate(0).Mod(two).IsZero() == even)), nil
}

// formulaOf is the formula of a cell, the first of several.
func formulaOf(c *arguments) (string, error) {
	a := c.reference(0)
	if c.err != nil || !a.single() {
		return "", ErrUnsupported
	}
	return a.sheet.Formula(a.Col1, a.Row1), nil
}

func errorType(c *arguments) (val, error) {
	v := c.args[0].Value
	if v.Kind != Fault {
		return val{}, notFound
	}
	n := slices.Index([]string{"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}, v.Text)
	if n < 0 {
		return val{}, ErrUnsupported
	}
	return scalar(whole(n + 1)), nil
}

func typeOf(c *arguments) (val, error) {
	v := c.args[0]
	if g := v.grid; g != nil && g.rows*g.cols > 1 {
		return scalar(whole(64)), nil
	}
	if len(v.areas) > 1 || len(v.areas) == 1 && !v.areas[0].single() {
		return val{}, ErrUnsupported
	}
	v, err := caughtVal(c.value(v, c.mode))
	if err != nil {
		return v, err
	}
	switch v.Kind {
	case Text:
		return scalar(whole(2)), nil
	case Bool:
		return scalar(whole(4)), nil
	case Fault:
		return scalar(whole(16)), nil
	}
	return scalar(whole(1)), nil
}
