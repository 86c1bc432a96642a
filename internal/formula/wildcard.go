package formula

import "strings"

// pattern is a text in which ? stands for one character, * for any number and
// ~ before a ?, * or ~ for the character itself. Case does not matter.
type pattern struct {
	runes []rune // with single and anyRun for the wildcards
	wild  bool
}

const (
	single rune = -1 // ?
	anyRun rune = -2 // *
)

func compile(text string) pattern {
	var p pattern
	escaped := false
	for _, r := range fold(text) {
		switch {
		case escaped && (r == '?' || r == '*' || r == '~'):
			p.runes = append(p.runes, r)
			escaped = false
			continue
		case escaped:
			p.runes = append(p.runes, '~')
			escaped = false
		}
		switch r {
		case '~':
			escaped = true
			continue
		case '?':
			r, p.wild = single, true
		case '*':
			r, p.wild = anyRun, true
		}
		p.runes = append(p.runes, r)
	}
	if escaped {
		p.runes = append(p.runes, '~')
	}
	return p
}

// literal is the text of a pattern without wildcards, folded.
func (p pattern) literal() string { return string(p.runes) }

func isWild(text string) bool { return strings.ContainsAny(text, "?*~") }

// matches says whether a whole text fits.
func (p pattern) matches(text string) bool {
	end, ok := p.prefix([]rune(fold(text)), true)
	return ok && end >= 0
}

// prefix finds the shortest beginning of a text that fits, or, if all is true,
// whether the whole fits. It goes back to the last * only, so that it takes no
// longer than the product of both lengths.
func (p pattern) prefix(text []rune, all bool) (end int, ok bool) {
	i, j := 0, 0
	star, from := -1, 0
	for {
		switch {
		case j == len(p.runes) && (!all || i == len(text)):
			return i, true
		case j < len(p.runes) && p.runes[j] == anyRun:
			star, from = j, i
			j++
			continue
		case j < len(p.runes) && i < len(text) && (p.runes[j] == single || p.runes[j] == text[i]):
			i++
			j++
			continue
		case star >= 0 && from < len(text):
			from++
			i, j = from, star+1
			continue
		}
		return 0, false
	}
}
