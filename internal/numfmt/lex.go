package numfmt

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"ysgk/internal/pattern"
)

// longest is the longest format that Excel takes.
const longest = 255

// sign is what a piece of a format is.
type sign uint8

const (
	literal  sign = iota // text as it stands
	digit                // 0 # ?
	point                // .
	comma                // ,
	percent              // %
	power                // E+ or E-
	slash                // /
	place                // @
	general              // General
	calendar             // y m d h s a e and their repetitions
	elapsed              // [h] [m] [s]
	noon                 // AM/PM, A/P, 上午/下午
	none                 // of no piece
)

type piece struct {
	sign sign
	text string // as in the format; a literal without its quotes
}

// section is one of the up to four parts of a format.
type section struct {
	pieces []piece
	when   *condition
	dbnum  int    // 1 to 3; 0 for Western digits
	locale string // of [$-804], lower case; "" if none
	marked bool   // has brackets
	bare   bool   // has nothing but brackets
}

// has says whether the section holds one of these.
func (s *section) has(signs ...sign) bool {
	return slices.ContainsFunc(s.pieces, func(p piece) bool { return slices.Contains(signs, p.sign) })
}

// condition is the [>=100] of a section.
type condition struct {
	operator string
	limit    decimal.Decimal
}

func (c *condition) holds(d decimal.Decimal) bool {
	n := d.Cmp(c.limit)
	switch c.operator {
	case "<":
		return n < 0
	case "<=":
		return n <= 0
	case ">":
		return n > 0
	case ">=":
		return n >= 0
	case "<>":
		return n != 0
	}
	return n == 0
}

// words stand for themselves, in any case; longer ones first where they begin alike.
var words = []struct {
	text string
	sign sign
}{
	{"General", general}, {"G/通用格式", general},
	{"AM/PM", noon}, {"A/P", noon}, {"上午/下午", noon},
}

// single are the signs that are pieces by themselves.
var single = map[rune]sign{
	'0': digit, '#': digit, '?': digit, '.': point, ',': comma, '%': percent, '/': slash, '@': place,
}

// plain are the ASCII signs that Excel shows without quotes.
const plain = " $-+():^&'~{}<>="

// lex divides a format into its sections.
func lex(format string) ([]section, bool) {
	runes := []rune(format)
	if len(runes) > longest || !utf8.ValidString(format) {
		return nil, false
	}
	sections := []section{{bare: true}}
	for i := 0; i < len(runes); {
		if runes[i] == ';' {
			sections = append(sections, section{bare: true})
			i++
			continue
		}
		s := &sections[len(sections)-1]
		n := s.next(runes[i:])
		if n == 0 {
			return nil, false
		}
		s.bare = s.bare && runes[i] == '['
		s.marked = s.marked || runes[i] == '['
		i += n
	}
	return sections, len(sections) <= 4
}

// next takes one piece off the format and gives its length, 0 if it is unknown.
func (s *section) next(rest []rune) int {
	for _, w := range words {
		n := utf8.RuneCountInString(w.text)
		if len(rest) >= n && strings.EqualFold(string(rest[:n]), w.text) {
			return s.add(w.sign, strings.ToUpper(w.text), n)
		}
	}
	r := rest[0]
	switch {
	case strings.ContainsRune(`\!`, r):
		if len(rest) < 2 {
			return 0
		}
		return s.add(literal, string(rest[1]), 2)
	case r == '_':
		if len(rest) < 2 {
			return 0
		}
		return s.add(literal, " ", 2)
	case r == '*':
		if len(rest) < 2 {
			return 0
		}
		return 2
	case r == '"':
		return s.quoted(rest)
	case r == '[':
		return s.bracket(rest)
	}
	if k, ok := single[r]; ok {
		return s.add(k, string(r), 1)
	}
	if n := s.power(rest); n > 0 {
		return n
	}
	if strings.ContainsRune("ymdhsaeYMDHSAE", r) {
		return s.letters(rest)
	}
	if strings.ContainsRune(plain, r) || r > 0x7f && (r < 0xff01 || r > 0xff5e) {
		return s.add(literal, string(r), 1)
	}
	return 0 // other letters, digits, full-width signs: Excel's editions differ
}

func (s *section) add(k sign, text string, n int) int {
	s.pieces = append(s.pieces, piece{k, text})
	return n
}

func (s *section) quoted(rest []rune) int {
	for i := 1; i < len(rest); i++ {
		if rest[i] == '"' {
			return s.add(literal, string(rest[1:i]), i+1)
		}
	}
	return 0
}

// power takes the E+ of a number; without a digit before it, e is the year (e-mm-dd).
func (s *section) power(rest []rune) int {
	if len(rest) < 2 || rest[0] != 'E' && rest[0] != 'e' || rest[1] != '+' && rest[1] != '-' || !s.has(digit) {
		return 0
	}
	return s.add(power, "E"+string(rest[1]), 2)
}

// known are the runs of letters with one meaning.
var known = pattern.Of(`^(y{1,4}|m{1,5}|d{1,4}|h{1,2}|s{1,2}|a{3,4}|e)$`)

func (s *section) letters(rest []rune) int {
	n := 1
	first := strings.ToLower(string(rest[0]))
	for n < len(rest) && strings.ToLower(string(rest[n])) == first {
		n++
	}
	run := strings.Repeat(first, n)
	if !known.MatchString(run) {
		return 0
	}
	return s.add(calendar, run, n)
}

var (
	colour    = pattern.Of(`^(?i:black|blue|cyan|green|magenta|red|white|yellow|color ?([1-9]|[1-4]\d|5[0-6])|黑色|蓝色|青色|绿色|洋红|红色|白色|黄色|颜色 ?([1-9]|[1-4]\d|5[0-6]))$`)
	numeral   = pattern.Of(`^(?i:dbnum)([123])$`)
	currency  = pattern.Of(`^\$([^-]*)(?:-([0-9A-Za-z-]*))?$`)
	compare   = pattern.Of(`^(<=|>=|<>|<|>|=) ?(-?\d{1,20}(?:\.\d{1,20})?)$`)
	stopwatch = pattern.Of(`^(?i:h{1,2}|m{1,2}|s{1,2})$`)
)

// bracket takes what stands in brackets: a colour, numerals, a currency with
// its language, a condition, elapsed time.
func (s *section) bracket(rest []rune) int {
	end := strings.IndexRune(string(rest), ']')
	if end < 0 {
		return 0
	}
	inner := string(rest)[1:end]
	n := len([]rune(inner)) + 2
	switch {
	case colour.MatchString(inner):
		return n
	case stopwatch.MatchString(inner):
		return s.add(elapsed, strings.ToLower(inner), n)
	}
	if m := numeral.FindStringSubmatch(inner); m != nil && s.dbnum == 0 {
		s.dbnum = int(m[1][0] - '0')
		return n
	}
	if m := currency.FindStringSubmatch(inner); m != nil && s.locale == "" {
		s.locale = strings.ToLower(m[2])
		return s.add(literal, m[1], n)
	}
	if m := compare.FindStringSubmatch(inner); m != nil && s.when == nil {
		limit, err := decimal.NewFromString(m[2])
		if err != nil {
			return 0
		}
		s.when = &condition{m[1], limit}
		return n
	}
	return 0
}
