package formula

import (
	"strings"
	"unicode"

	"ysgk/internal/double"
	"ysgk/internal/numfmt"
)

func init() {
	define(function{takes: "v", min: 2, max: 2, compute: textFormat}, "TEXT")
	define(function{takes: "v", min: 2, max: 2, compute: numberString}, "NUMBERSTRING")
	define(function{takes: "v", min: 1, max: 2, compute: rmb}, "RMB")
	define(function{takes: "v", min: 1, max: 3, compute: fixed}, "FIXED")
	define(function{takes: "v", min: 1, max: 1, compute: func(c *arguments) (val, error) {
		if c.args[0].Kind == Bool {
			return val{}, badValue
		}
		return scalar(Num(c.num(0))), nil
	}}, "VALUE")
	define(function{takes: "v", min: 1, max: 3, compute: numberValue}, "NUMBERVALUE")
	define(function{takes: "v", min: 1, max: 1, compute: func(c *arguments) (val, error) { return width(c, narrow) }}, "ASC")
	define(function{takes: "v", min: 1, max: 1, compute: func(c *arguments) (val, error) { return width(c, wide) }}, "WIDECHAR", "DBCS", "JIS")
	define(function{takes: "v", min: 1, max: 1, compute: func(c *arguments) (val, error) {
		n, err := lenB(c.str(0))
		return scalar(whole(n)), err
	}}, "LENB")
	define(function{takes: "v", min: 1, max: 2, compute: func(c *arguments) (val, error) { return pieceB(c, false) }}, "LEFTB")
	define(function{takes: "v", min: 1, max: 2, compute: func(c *arguments) (val, error) { return pieceB(c, true) }}, "RIGHTB")
	define(function{takes: "v", min: 3, max: 3, compute: midB}, "MIDB")
}

// textFormat is TEXT: texts that read as a number are formatted as one.
func textFormat(c *arguments) (val, error) {
	format := c.str(1)
	v := answer(c.args[0].Value)
	var out string
	ok := true
	switch v.Kind {
	case Bool:
		return scalar(Str(c.str(0))), nil
	case Text:
		d, is := readNumber(v.Text)
		switch is {
		case fits:
			out, ok = numfmt.Text(d, format)
		case noNumber:
			out, ok = numfmt.TextOf(v.Text, format)
		default:
			ok = false
		}
	default:
		out, ok = numfmt.Text(double.Significant(v.Num, shown), format)
	}
	if !ok {
		return val{}, ErrUnsupported
	}
	return scalar(text(out)), nil
}

func numberString(c *arguments) (val, error) {
	s, ok := numfmt.NumberString(double.Significant(c.num(0), shown), c.int(1))
	if !ok {
		return val{}, ErrUnsupported
	}
	return scalar(Str(s)), nil
}

func rmb(c *arguments) (val, error) {
	d := c.num(0)
	n := c.intOr(1, 2)
	switch {
	case n > 127:
		return val{}, badValue
	}
	return scalar(text(numfmt.RMB(settle(d), max(n, -400)))), nil
}

func fixed(c *arguments) (val, error) {
	d, n, bare := c.num(0), c.intOr(1, 2), c.boolOr(2, false)
	switch {
	case n > 127:
		return val{}, badValue
	}
	d = double.Significant(settle(d), shown).Round(int32(max(n, -400)))
	s := d.StringFixed(int32(max(n, 0)))
	if !bare {
		s = numfmt.Grouped(s)
	}
	return scalar(text(s)), nil
}

// numberValue reads a number with the signs for decimals and groups given.
func numberValue(c *arguments) (val, error) {
	s, point, group := c.str(0), c.strOr(1, "."), c.strOr(2, ",")
	if point == "" || group == "" || surelyCounted(point, group) != nil {
		return val{}, ErrUnsupported
	}
	point, group = string([]rune(point)[:1]), string([]rune(group)[:1])
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
	if s == "" {
		return scalar(whole(0)), nil
	}
	before, after, has := strings.Cut(s, point)
	before = strings.ReplaceAll(before, group, "")
	if has {
		before += "." + after
	}
	percent := 0
	for strings.HasSuffix(before, "%") {
		before = strings.TrimSuffix(before, "%")
		percent++
	}
	sign := strings.HasPrefix(before, "-")
	d, is := plainNumber(strings.TrimLeft(before, "+-"))
	if is != fits || len(before)-len(strings.TrimLeft(before, "+-")) > 1 {
		return val{}, badValue
	}
	if sign {
		d = d.Neg()
	}
	return numberOf(d.Shift(int32(-2*percent)), nil)
}

// width makes letters and figures wide or narrow.
func width(c *arguments, turn func(r rune) (rune, bool)) (val, error) {
	s := c.str(0)
	sure := true
	s = strings.Map(func(r rune) rune {
		r, ok := turn(r)
		sure = sure && ok
		return r
	}, s)
	if !sure {
		return val{}, ErrUnsupported
	}
	return scalar(Str(s)), nil
}

// How quotes, the backslash, the tilde and kana turn depends on the language.
const unsureWidth = "\"'`\\~^-"

func narrow(r rune) (rune, bool) {
	switch {
	case r == '　':
		return ' ', true
	case r >= '！' && r <= '～':
		r -= '！' - '!'
		return r, !strings.ContainsRune(unsureWidth, r)
	}
	return r, r < 0x80 || isHan(r) || r >= 0x3001 && r <= 0x3002
}

func wide(r rune) (rune, bool) {
	switch {
	case r == ' ':
		return '　', true
	case r >= '!' && r <= '~':
		return r + '！' - '!', !strings.ContainsRune(unsureWidth, r)
	}
	return r, r >= 0x80
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// bytesOf is how many bytes a character takes to LENB in a Chinese Excel; false
// if that is not sure.
func bytesOf(r rune) (int, bool) {
	switch {
	case r < 0x80:
		return 1, true
	case isHan(r) && r <= 0xffff, r >= 0x3000 && r <= 0x3015, r >= 0xff01 && r <= 0xff5e:
		return 2, true
	}
	return 0, false
}

func lenB(s string) (int, error) {
	total := 0
	for _, r := range s {
		n, ok := bytesOf(r)
		if !ok {
			return 0, ErrUnsupported
		}
		total += n
	}
	return total, nil
}

// cutB is what stands from one byte to another; halves of characters are unsure.
func cutB(s string, from, to int) (string, error) {
	var b strings.Builder
	at := 0
	for _, r := range s {
		n, ok := bytesOf(r)
		switch {
		case !ok, at < from && at+n > from, at < to && at+n > to:
			return "", ErrUnsupported
		case at >= from && at < to:
			b.WriteRune(r)
		}
		at += n
	}
	return b.String(), nil
}

func pieceB(c *arguments, right bool) (val, error) {
	s, n := c.str(0), c.intOr(1, 1)
	if n < 0 {
		return val{}, badValue
	}
	from, to := 0, n
	if right {
		size, err := lenB(s)
		if err != nil {
			return val{}, err
		}
		from, to = max(0, size-n), size
	}
	s, err := cutB(s, from, to)
	return scalar(Str(s)), err
}

func midB(c *arguments) (val, error) {
	s := c.str(0)
	from, n := c.stretch()
	s, err := cutB(s, from-1, from-1+n)
	return scalar(Str(s)), err
}
