package numfmt

import (
	"strings"

	"ysgk/internal/pattern"
)

// token is a piece of a format's text: what stands for itself, or a single sign.
var token = pattern.Of(`(?s)"[^"]*"|\[[^\]]*\]|[\\!_*].|.`)

// WithPlaces is a number format with another number of decimals in each section that
// writes digits; ok is false of a format that writes no plain number: a share, a date,
// thousands, a text.
func WithPlaces(format string, places int) (out string, ok bool) {
	if IsGeneral(format) {
		return Shape{Places: int32(places)}.Code(), true
	}
	sections, sound := lex(format)
	if !sound {
		return "", false
	}
	var texts []string // of the sections
	from := 0
	for i := range sections {
		to := from
		for to < len(format) && format[to] != ';' {
			to += len(token.FindString(format[to:]))
		}
		text := format[from:to]
		from = to + 1
		if sections[i].has(digit, percent, power, slash, calendar, elapsed, noon, general) {
			if text, sound = sections[i].withPlaces(text, places); !sound {
				return "", false
			}
			ok = true
		}
		texts = append(texts, text)
	}
	if !ok {
		return "", false
	}
	return strings.Join(texts, ";"), true
}

// withPlaces is the text of a section with another number of decimals.
func (s *section) withPlaces(text string, places int) (string, bool) {
	if s.has(percent, power, slash, calendar, elapsed, noon, general) {
		return "", false
	}
	n, ok := s.number()
	switch {
	case !ok || n.shift != 0 || s.dbnum > 0:
		return "", false
	case strings.Trim(n.whole+n.places, "?") == "": // "-"?? of an amount of nothing
		return text, true
	case n.whole == "":
		return "", false
	}
	var before, behind strings.Builder // the last digit of the whole part
	at := &before
	seen, point := 0, false
	for _, t := range token.FindAllString(text, -1) {
		switch {
		case t == ".":
			point = true
			at = &behind
			continue
		case strings.Contains("0#?", t):
			if point {
				continue
			}
			if seen++; seen == len(n.whole) {
				before.WriteString(t)
				at = &behind
				continue
			}
		}
		at.WriteString(t)
	}
	decimals := ""
	if places > 0 {
		decimals = "." + strings.Repeat("0", places)
	}
	return before.String() + decimals + behind.String(), true
}
