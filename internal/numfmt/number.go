package numfmt

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/pattern"
)

// number is a section with placeholders, ready to write.
type number struct {
	*section
	whole, places string // the placeholders before and behind the point
	power         string // the placeholders behind E, all 0
	grouped       bool   // a comma every three digits
	shift         int32  // % shifts by two, each comma behind the digits by minus three
	skip          map[int]bool
}

// number reads the placeholders of a section.
func (s *section) number() (*number, bool) {
	n := &number{section: s, skip: map[int]bool{}}
	at := &n.whole
	points, powers := 0, 0
	last := s.last(digit, point)
	for i, p := range s.pieces {
		switch p.sign {
		case digit:
			*at += p.text
		case point:
			points++
			at = &n.places
		case power:
			powers++
			at = &n.power
		case percent:
			n.shift += 2
		case comma:
			n.skip[i] = true
			switch {
			case at == &n.whole && s.beside(i):
				n.grouped = true
			case i > last && s.behind(i) || at == &n.whole && s.thousands(i):
				n.shift -= 3
			default:
				return nil, false
			}
		}
	}
	return n, n.sound(points, powers)
}

// sound says whether Excel takes these placeholders, and it is known how.
func (n *number) sound(points, powers int) bool {
	switch {
	case points > 1, powers > 1, n.count(percent) > 1:
		return false
	case n.whole+n.places == "":
		return false
	case n.grouped && n.split():
		return false
	case powers == 0:
		return n.power == ""
	}
	return n.power != "" && strings.Trim(n.power, "0") == "" && n.shift == 0 && !n.grouped && n.dbnum == 0 &&
		(len(n.whole) == 1 || n.whole == "##0") && n.adjoining()
}

// last is the index of the last such piece, -1 if there is none.
func (s *section) last(signs ...sign) int {
	for i, p := range slices.Backward(s.pieces) {
		if slices.Contains(signs, p.sign) {
			return i
		}
	}
	return -1
}

// beside says whether a comma stands between two digits.
func (s *section) beside(i int) bool {
	return i > 0 && s.pieces[i-1].sign == digit && i+1 < len(s.pieces) && s.pieces[i+1].sign == digit
}

// behind says whether only commas stand between the last digit and this one.
func (s *section) behind(i int) bool {
	for i--; i >= 0 && s.pieces[i].sign == comma; i-- {
	}
	return i >= 0 && (s.pieces[i].sign == digit || s.pieces[i].sign == point && i > 0 && s.pieces[i-1].sign == digit)
}

// thousands says whether a comma divides by 1000: right behind the digits and
// before the point (0,.00).
func (s *section) thousands(i int) bool {
	if !s.behind(i) {
		return false
	}
	for i++; i < len(s.pieces) && s.pieces[i].sign == comma; i++ {
	}
	return i < len(s.pieces) && s.pieces[i].sign == point
}

// split says whether literals stand between the digits of the whole part.
func (n *number) split() bool {
	seen, broken := false, false
	for _, p := range n.pieces {
		switch p.sign {
		case digit:
			if broken {
				return true
			}
			seen = true
		case point, power:
			return false
		case comma:
		default:
			broken = seen
		}
	}
	return false
}

// adjoining says whether nothing stands between the digits of 0.00E+00.
func (n *number) adjoining() bool {
	seen, over := false, false
	for _, p := range n.pieces {
		switch p.sign {
		case digit, point, power:
			if over {
				return false
			}
			seen = true
		default:
			over = seen
		}
	}
	return true
}

// write writes a number that is not negative; zero says that no other digit is
// left of it.
func (n *number) write(d decimal.Decimal) (text string, zero, ok bool) {
	exponent := 0
	d = d.Shift(n.shift)
	if n.power != "" {
		d, exponent = n.scaled(d)
	}
	d = d.Round(int32(len(n.places)))
	whole, fraction, _ := strings.Cut(d.StringFixed(int32(len(n.places))), ".")
	whole = strings.TrimLeft(whole, "0")
	w := writer{number: n, whole: whole, fraction: fraction, exponent: exponent}
	return w.text(), d.IsZero(), n.certain(whole, fraction)
}

// scaled finds the exponent for 0.00E+00, or for ##0.0E+0 one that three divides.
func (n *number) scaled(d decimal.Decimal) (decimal.Decimal, int) {
	if d.IsZero() {
		return d, 0
	}
	step := len(n.whole)
	exponent := floor(magnitude(d), step)
	if m := d.Shift(int32(-exponent)).Round(int32(len(n.places))); magnitude(m) >= step {
		exponent += step
	}
	return d.Shift(int32(-exponent)), exponent
}

func floor(n, step int) int {
	if rest := n % step; rest < 0 {
		return n - rest - step
	}
	return n - n%step
}

// certain refuses mixed placeholders (0#, .#0) where there is no digit for
// them: the editions differ.
func (n *number) certain(whole, fraction string) bool {
	missing := n.whole[:max(0, len(n.whole)-len(whole))]
	spare := n.places[len(strings.TrimRight(fraction, "0")):]
	return before.MatchString(missing) && behind.MatchString(spare)
}

// before and behind the point, in this order zeros are sure.
var (
	before = pattern.Of(`^#*\?*0*$`)
	behind = pattern.Of(`^0*(#*|\?*)$`)
)

// writer puts digits where the placeholders are.
type writer struct {
	*number
	whole, fraction string
	exponent        int
	b               strings.Builder
	at              int // placeholders of the whole part already passed
}

func (w *writer) text() string {
	fractional, places, powers := false, 0, false
	for i, p := range w.pieces {
		switch p.sign {
		case digit:
			switch {
			case powers:
			case fractional:
				w.put(w.spare(places, p.text))
				places++
			default:
				w.next(p.text)
			}
		case point:
			if !fractional && len(w.number.whole) == 0 {
				w.put(w.whole) // .00 shows 12.34 all the same
			}
			fractional = true
			w.b.WriteString(".")
		case power:
			powers = true
			w.b.WriteString(w.powered(p.text))
		default:
			if !w.skip[i] {
				w.b.WriteString(p.text)
			}
		}
	}
	return w.b.String()
}

// put writes digits in the numerals of the section.
func (w *writer) put(text string) { w.b.WriteString(w.numerals(text)) }

// next writes the digit for a placeholder of the whole part; the first takes
// all that are too many.
func (w *writer) next(holder string) {
	left := len(w.number.whole) - w.at // placeholders with this one
	from, to := len(w.whole)-left, len(w.whole)-left+1
	if w.at == 0 {
		from = 0
	}
	w.at++
	if to <= 0 {
		w.put(map[string]string{"0": "0", "?": " "}[holder])
		w.group(left, holder != "#", holder == "0")
		return
	}
	for i := max(0, from); i < to; i++ {
		w.put(w.whole[i : i+1])
		w.group(len(w.whole)-i, true, true)
	}
}

// group writes the comma behind the n-th digit from the point.
func (w *writer) group(n int, shown, digit bool) {
	if !w.grouped || !shown || n == 1 || (n-1)%3 != 0 {
		return
	}
	if digit {
		w.b.WriteString(",")
	} else {
		w.b.WriteString(" ")
	}
}

// spare is the digit for the i-th placeholder behind the point: zeros at the
// end only where the format wants them.
func (w *writer) spare(i int, holder string) string {
	if i < len(strings.TrimRight(w.fraction, "0")) || holder == "0" {
		return w.fraction[i : i+1]
	}
	return map[string]string{"?": " "}[holder]
}

// powered writes the exponent.
func (w *writer) powered(mark string) string {
	n, text := w.exponent, "E"
	switch {
	case n < 0:
		n, text = -n, "E-"
	case mark == "E+":
		text = "E+"
	}
	figures := strconv.Itoa(n)
	return text + strings.Repeat("0", max(0, len(w.power)-len(figures))) + figures
}
