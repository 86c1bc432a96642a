package numfmt

import (
	"slices"
	"strings"
	"sync"

	"github.com/shopspring/decimal"

	"ysgk/internal/pattern"
)

// Text writes a number as an Excel number format shows it (what TEXT gives).
// ok is false for a format, or a number in it, that it does not surely know.
func Text(d decimal.Decimal, format string) (text string, ok bool) {
	if text, ok = shown(d, format); !ok {
		return "", false
	}
	return text, true
}

func shown(d decimal.Decimal, format string) (string, bool) {
	d, ok := stored(d)
	if !ok {
		return "", false
	}
	if format == "" {
		return "", true
	}
	sections, words, ok := parse(format)
	if !ok {
		return "", false
	}
	if len(sections) == 0 { // only the section of texts
		return unchanged(d, words)
	}
	s, minus, ok := choose(d, sections)
	if !ok {
		return "", false
	}
	return s.write(d, minus)
}

// TextOf writes a text as an Excel number format shows it: by its section with
// @, or as it stands if the format has none.
func TextOf(text string, format string) (string, bool) {
	_, words, ok := parse(format)
	if !ok || format == "" {
		return "", false
	}
	if words == nil {
		return text, true
	}
	return words.with(place, text), true
}

// parsed is what parse gives of a format.
type parsed struct {
	numbers []section
	words   *section
	ok      bool
}

// mostParsed is how many formats are kept: a workbook has some dozens.
const mostParsed = 1000

// kept are the formats that were parsed lately: thousands of cells have one of few.
var kept = struct {
	sync.RWMutex
	of map[string]parsed
}{of: map[string]parsed{}}

// parse divides a format into the sections for numbers and the one for texts,
// nil if there is none. They are shared by all who ask, and must not be changed.
func parse(format string) (numbers []section, words *section, ok bool) {
	kept.RLock()
	p, found := kept.of[format]
	kept.RUnlock()
	if !found {
		p.numbers, p.words, p.ok = divided(format)
		kept.Lock()
		if len(kept.of) >= mostParsed {
			clear(kept.of)
		}
		kept.of[format] = p
		kept.Unlock()
	}
	return p.numbers, p.words, p.ok
}

func divided(format string) (numbers []section, words *section, ok bool) {
	sections, ok := lex(format)
	if !ok {
		return nil, nil, false
	}
	last := len(sections) - 1
	if last == 3 || sections[last].has(place) {
		words, sections = &sections[last], sections[:last]
	}
	if words != nil && (words.when != nil || !only(words, literal, place)) {
		return nil, nil, false
	}
	for i := range sections {
		if sections[i].has(place) || i == 2 && sections[i].when != nil || !sections[i].fits() {
			return nil, nil, false
		}
	}
	return sections, words, true
}

// only says whether a section holds nothing but such pieces.
func only(s *section, signs ...sign) bool {
	return !slices.ContainsFunc(s.pieces, func(p piece) bool { return !slices.Contains(signs, p.sign) })
}

// unchanged writes a number where a format is for texts alone. General and all
// the digits that the number has must be the same there.
func unchanged(d decimal.Decimal, words *section) (string, bool) {
	if len(words.pieces) != 1 || words.pieces[0].sign != place || words.dbnum > 0 {
		return "", false
	}
	narrow, ok1 := within(d)
	wide, ok2 := Plain(d)
	return wide, ok1 && ok2 && narrow == wide
}

// choose finds the section for a number, and says whether Excel puts a minus
// before it.
func choose(d decimal.Decimal, sections []section) (s *section, minus, ok bool) {
	for _, s := range sections {
		if s.when != nil {
			return chooseByCondition(d, sections)
		}
	}
	switch {
	case len(sections) == 1:
		return &sections[0], d.IsNegative(), true
	case d.IsNegative():
		// 0; shows a negative number as a lone minus in some editions.
		return &sections[1], false, len(sections) > 2 || len(sections[1].pieces) > 0
	case d.IsZero() && len(sections) == 3:
		return &sections[2], false, true
	}
	return &sections[0], false, true
}

// chooseByCondition follows Excel (measured by borgar/numfmt on Excel 16): a
// first section without a condition is [>0]; a negative number keeps its minus,
// except in a section whose condition lets none but negative numbers in.
func chooseByCondition(d decimal.Decimal, sections []section) (*section, bool, bool) {
	first := sections[0].when
	if first == nil {
		first = &condition{">", decimal.Zero}
	}
	if first.holds(d) {
		return &sections[0], d.IsNegative() && !first.negative(), true
	}
	if len(sections) == 1 {
		return nil, false, false // ####, or General
	}
	second := sections[1].when
	switch {
	case second != nil && second.holds(d):
		return &sections[1], d.IsNegative() && !second.negative(), true
	case second != nil && len(sections) == 3, second == nil && len(sections) == 3 && !d.IsNegative():
		return &sections[2], d.IsNegative(), true
	case len(sections) == 3: // the second takes the negative numbers
		return &sections[1], false, true
	case second != nil:
		return nil, false, false // no section fits: ####
	}
	// [<=-100]A;B shows -5 without its minus: nobody means that.
	sure := !d.IsNegative() || first.operator == "=" || !first.limit.IsNegative() && strings.HasPrefix(first.operator, ">")
	return &sections[1], d.IsNegative(), sure
}

// negative says whether none but negative numbers fulfil the condition.
func (c *condition) negative() bool {
	switch c.operator {
	case "<":
		return !c.limit.IsPositive()
	case "<=", "=":
		return c.limit.IsNegative()
	}
	return false
}

// fits says whether Excel would take the section's pieces together.
func (s *section) fits() bool {
	if !language.MatchString(s.locale) || s.dbnum > 0 && s.locale != "" && !s.chinese() {
		return false
	}
	switch {
	case s.has(calendar, elapsed, noon):
		_, ok := s.clock()
		return ok
	case s.has(general):
		return only(s, general, literal) && s.count(general) == 1
	case s.has(slash):
		_, ok := s.fraction()
		return ok
	case s.has(digit, point, comma, percent, power):
		_, ok := s.number()
		return ok
	}
	return !s.bare || !s.marked || s.dbnum > 0 && s.when == nil && s.text() == ""
}

// language is what [$-…] may name: languages that write numbers as Chinese
// does, or the euro, which is none (2).
var language = pattern.Of(`^(|1|2|0?(404|409|411|412|804|809|c04)|zh-cn|zh-tw|zh-hk|en-us|en-gb|ja-jp|ko-kr)$`)

// chinese says whether the section speaks the Chinese of the mainland.
func (s *section) chinese() bool {
	return s.locale == "804" || s.locale == "0804" || s.locale == "zh-cn"
}

func (s *section) count(k sign) (n int) {
	for _, p := range s.pieces {
		if p.sign == k {
			n++
		}
	}
	return n
}

// write writes a number with the section that was chosen for it.
func (s *section) write(d decimal.Decimal, minus bool) (string, bool) {
	var text string
	ok := true
	switch {
	case s.has(calendar, elapsed, noon):
		if d.IsNegative() {
			return "", false // Excel refuses it
		}
		t, _ := s.clock()
		return t.write(d)
	case s.has(general), s.bare && s.dbnum > 0:
		text, ok = s.general(d.Abs())
	case s.has(slash):
		f, _ := s.fraction()
		text, ok = f.write(d.Abs())
	case s.has(digit, percent):
		n, _ := s.number()
		var zero bool
		text, zero, ok = n.write(d.Abs())
		minus = minus && !zero
	default:
		text = s.text()
	}
	if minus {
		text = "-" + text
	}
	return text, ok
}

// with joins the pieces, with a text in the place of those with a sign.
func (s *section) with(k sign, text string) string {
	var b strings.Builder
	for _, p := range s.pieces {
		if p.sign == k {
			b.WriteString(text)
		} else {
			b.WriteString(p.text)
		}
	}
	return b.String()
}

// text joins the pieces as they are.
func (s *section) text() string { return s.with(none, "") }
