package formula

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

func init() {
	texts := func(compute func(s string) (Value, error)) function {
		return function{takes: "v", min: 1, max: 1, compute: func(c *arguments) (val, error) {
			v, err := compute(c.str(0))
			return scalar(v), err
		}}
	}
	define(texts(func(s string) (Value, error) { return whole(utf8.RuneCountInString(s)), surelyCounted(s) }), "LEN")
	define(texts(func(s string) (Value, error) { return Str(strings.ToUpper(s)), nil }), "UPPER")
	define(texts(func(s string) (Value, error) { return Str(strings.ToLower(s)), nil }), "LOWER")
	define(texts(func(s string) (Value, error) { return Str(proper(s)), nil }), "PROPER")
	define(texts(func(s string) (Value, error) { return Str(trimmed(s)), nil }), "TRIM")
	define(texts(func(s string) (Value, error) {
		return Str(strings.Map(func(r rune) rune {
			if r < 32 {
				return -1
			}
			return r
		}, s)), nil
	}), "CLEAN")
	define(texts(func(s string) (Value, error) {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case size == 0:
			return Value{}, badValue
		case r >= 0x80:
			return Value{}, ErrUnsupported // by the code page of the computer
		}
		return whole(int(r)), nil
	}), "CODE")
	define(texts(func(s string) (Value, error) {
		r, size := utf8.DecodeRuneInString(s)
		if size == 0 {
			return Value{}, badValue
		}
		return whole(int(r)), nil
	}), "UNICODE")
	define(function{takes: "v", min: 1, max: 1, compute: func(c *arguments) (val, error) { return char(c, 0x7f) }}, "CHAR")
	define(function{takes: "v", min: 1, max: 1, compute: func(c *arguments) (val, error) { return char(c, 0xffff) }}, "UNICHAR")
	define(function{takes: "v", min: 1, max: 2, compute: func(c *arguments) (val, error) {
		return piece(c, func(r []rune, n int) []rune { return r[:min(n, len(r))] })
	}}, "LEFT")
	define(function{takes: "v", min: 1, max: 2, compute: func(c *arguments) (val, error) {
		return piece(c, func(r []rune, n int) []rune { return r[len(r)-min(n, len(r)):] })
	}}, "RIGHT")
	define(function{takes: "v", min: 3, max: 3, compute: mid}, "MID")
	define(function{takes: "v", min: 4, max: 4, compute: replace}, "REPLACE")
	define(function{takes: "v", min: 3, max: 4, compute: substitute}, "SUBSTITUTE")
	define(function{takes: "v", min: 2, max: 3, compute: func(c *arguments) (val, error) { return find(c, false) }}, "FIND")
	define(function{takes: "v", min: 2, max: 3, compute: func(c *arguments) (val, error) { return find(c, true) }}, "SEARCH")
	define(function{takes: "v", min: 2, max: 2, compute: func(c *arguments) (val, error) {
		return scalar(Logical(c.str(0) == c.str(1))), nil
	}}, "EXACT")
	define(function{takes: "v", min: 2, max: 2, compute: repeat}, "REPT")
	define(function{takes: "v", min: 1, max: -1, compute: concatenate}, "CONCATENATE")
	define(function{takes: "r", min: 1, max: -1, union: Arguments, compute: concat}, "CONCAT")
	define(function{takes: "vvr", min: 3, max: -1, union: Arguments, from: 2, compute: textJoin}, "TEXTJOIN")
}

// surelyCounted is an error for characters that Excel counts as two and
// LibreOffice as one.
func surelyCounted(texts ...string) error {
	for _, s := range texts {
		for _, r := range s {
			if r > 0xffff {
				return ErrUnsupported
			}
		}
	}
	return nil
}

// units counts a text's characters as Excel does.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// trimmed has no spaces at its ends and single ones within.
func trimmed(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
}

func proper(s string) string {
	within := false
	return strings.Map(func(r rune) rune {
		start := !within
		within = unicode.IsLetter(r)
		if start {
			return unicode.ToUpper(r)
		}
		return unicode.ToLower(r)
	}, s)
}

func char(c *arguments, last int) (val, error) {
	n := c.int(0)
	switch {
	case n < 1 || last == 0x7f && n > 255:
		return val{}, badValue
	case n > last || n >= 0xd800 && n < 0xe000:
		return val{}, ErrUnsupported
	}
	return scalar(Str(string(rune(n)))), nil
}

// runes is an argument as characters.
func (c *arguments) runes(i int) []rune {
	s := c.str(i)
	c.fail(surelyCounted(s))
	return []rune(s)
}

func piece(c *arguments, cut func(r []rune, n int) []rune) (val, error) {
	r, n := c.runes(0), c.intOr(1, 1)
	switch {
	case n < 0:
		return val{}, badValue
	}
	return scalar(Str(string(cut(r, n)))), nil
}

// stretch is where a part of a text begins, from 1, and how long it is: the second
// and the third argument.
func (c *arguments) stretch() (from, n int) {
	from, n = c.int(1), c.int(2)
	if from < 1 || n < 0 {
		c.fail(badValue)
	}
	return max(from, 1), max(n, 0)
}

func mid(c *arguments) (val, error) {
	r := c.runes(0)
	from, n := c.stretch()
	if from > len(r) {
		return scalar(Str("")), nil
	}
	return scalar(Str(string(r[from-1 : min(from-1+n, len(r))]))), nil
}

func replace(c *arguments) (val, error) {
	r := c.runes(0)
	from, n, by := c.int(1), c.int(2), c.str(3)
	switch {
	case from < 1 || n < 0:
		return val{}, badValue
	}
	from = min(from-1, len(r))
	return scalar(text(string(r[:from]) + by + string(r[min(from+n, len(r)):]))), nil
}

func substitute(c *arguments) (val, error) {
	s, old, by := c.str(0), c.str(1), c.str(2)
	if c.has(3) {
		return substituteOne(c, s, old, by)
	}
	if old == "" {
		return scalar(Str(s)), nil
	}
	if len(s)+strings.Count(s, old)*(len(by)-len(old)) > 4*maxString {
		return val{}, badValue
	}
	return scalar(text(strings.ReplaceAll(s, old, by))), nil
}

func substituteOne(c *arguments, s, old, by string) (val, error) {
	n := c.int(3)
	switch {
	case n < 1:
		return val{}, badValue
	case old == "":
		return scalar(Str(s)), nil
	}
	for at := 0; ; {
		i := strings.Index(s[at:], old)
		if i < 0 {
			return scalar(Str(s)), nil
		}
		if n--; n == 0 {
			return scalar(text(s[:at+i] + by + s[at+i+len(old):])), nil
		}
		at += i + len(old)
	}
}

// find is FIND, and SEARCH, which takes wildcards and does not mind case.
func find(c *arguments, wild bool) (val, error) {
	what, in, from := c.str(0), c.runes(1), c.intIf(2, 1)
	switch {
	case from < 1 || from > len(in)+1:
		return val{}, badValue
	case what == "":
		if from > len(in) {
			return val{}, ErrUnsupported
		}
		return scalar(whole(from)), nil
	case !wild:
		i := strings.Index(string(in[from-1:]), what)
		if i < 0 {
			return val{}, badValue
		}
		return scalar(whole(from + utf8.RuneCountInString(string(in[from-1:])[:i]))), nil
	}
	return search(what, in, from)
}

func search(what string, in []rune, from int) (val, error) {
	p := compile(what)
	folded := []rune(fold(string(in)))
	if len(folded) != len(in) || len(p.runes)*len(in) > 1<<22 {
		return val{}, ErrUnsupported
	}
	for len(p.runes) > 0 && p.runes[len(p.runes)-1] == anyRun {
		p.runes = p.runes[:len(p.runes)-1]
	}
	for at := from - 1; at <= len(in); at++ {
		if _, ok := p.prefix(folded[at:], false); ok && (at < len(in) || len(p.runes) == 0) {
			return scalar(whole(at + 1)), nil
		}
		if len(p.runes) > 0 && p.runes[0] == anyRun {
			break // would have found it from here
		}
	}
	return val{}, badValue
}

func repeat(c *arguments) (val, error) {
	s, n := c.str(0), c.int(1)
	switch {
	case n < 0 || s != "" && n > maxString || n*units(s) > maxString:
		return val{}, badValue
	}
	return scalar(Str(strings.Repeat(s, min(n, maxString)))), nil
}

func concatenate(c *arguments) (val, error) {
	var b strings.Builder
	for i := range c.args {
		b.WriteString(c.str(i))
	}
	return scalar(text(b.String())), nil
}

func concat(c *arguments) (val, error) {
	var b strings.Builder
	c.eachOf(c.args, func(_ val, v Value, _ int) error { // beyond the used cells there are only blanks
		s, err := display(v)
		if b.WriteString(s); b.Len() > 4*maxString {
			return badValue
		}
		return err
	})
	return scalar(text(b.String())), nil
}

func textJoin(c *arguments) (val, error) {
	if c.args[0].Kind == Fault {
		return c.args[0], nil
	}
	between, skip := c.str(0), c.boolOr(1, true)
	var b strings.Builder
	first := true
	c.eachOf(c.args[2:], func(_ val, v Value, n int) error {
		s, err := display(v)
		if err != nil || skip && s == "" {
			return err
		}
		for range n {
			if !first {
				b.WriteString(between)
			}
			first = false
			if b.WriteString(s); b.Len() > 4*maxString || n > 4*maxString {
				return badValue
			}
		}
		return nil
	})
	return scalar(text(b.String())), nil
}
