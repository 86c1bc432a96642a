package numfmt

import (
	"slices"
	"strings"

	"ysgk/internal/pattern"
)

// token is a piece of a format's text: what stands for itself, or a single sign.
var token = pattern.Of(`(?s)"[^"]*"|\[[^\]]*\]|[\\!_*].|.`)

// WithPlaces is a number format with another number of decimals in each section that
// writes digits; ok is false of a format that writes no plain number: a share, a date,
// thousands, a text.
func WithPlaces(format string, places int) (out string, ok bool) {
	sections, sound := lex(format)
	if !sound {
		return "", false
	}
	texts := sectionTexts(format)
	for i := range sections {
		if sections[i].has(digit, percent, power, slash, calendar, elapsed, noon, general) {
			if texts[i], sound = sections[i].withPlaces(texts[i], places); !sound {
				return "", false
			}
			ok = true
		}
	}
	if !ok {
		return "", false
	}
	return strings.Join(texts, ";"), true
}

// sectionTexts are a format's sections as they stand in it.
func sectionTexts(format string) (out []string) {
	for from := 0; ; {
		to := from
		for to < len(format) && format[to] != ';' {
			to += len(token.FindString(format[to:]))
		}
		out = append(out, format[from:to])
		if to >= len(format) {
			return out
		}
		from = to + 1
	}
}

// unsigned is what stands before a number and takes no sign: colours, and blanks that fill or pad the cell.
var unsigned = pattern.Of(`^(\[[^\]]*\]|[_*].)*`)

// WithoutZero is a number format that shows nothing of 0, and all else as it did; ok is false of one that writes no
// number, or chooses its sections by conditions.
func WithoutZero(format string) (out string, ok bool) {
	sections, words, sound := parse(format)
	if !sound || len(sections) == 0 || !sections[0].has(digit, general) || slices.ContainsFunc(sections, func(s section) bool { return s.when != nil }) {
		return "", false
	}
	texts := sectionTexts(format)
	negative := ""
	if len(sections) > 1 {
		negative = texts[1]
	} else {
		colour := unsigned.FindString(texts[0])
		negative = colour + "-" + texts[0][len(colour):]
	}
	out = texts[0] + ";" + negative + ";"
	if words != nil {
		out += ";" + texts[len(texts)-1]
	}
	return out, true
}

// generalWord is what a format calls its way with numbers that have none.
var generalWord = pattern.Of(`(?i)General|G/通用格式`)

// withPlaces is the text of a section with another number of decimals.
func (s *section) withPlaces(text string, places int) (string, bool) {
	if s.has(percent, power, slash, calendar, elapsed, noon) {
		return "", false
	}
	if s.has(general) {
		return generalWord.ReplaceAllString(text, Shape{Places: int32(places)}.Code()), !s.has(digit)
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
