package a1

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// QuoteSheet writes a sheet name as formulas want it: 表三, 'It”s', '1月'.
func QuoteSheet(name string) string {
	plain := name != ""
	for i, r := range name {
		letter := r == '_' || unicode.IsLetter(r) && (r < utf8.RuneSelf || r > 0x2e7f) // signs such as （ need quotes
		if !letter && (i == 0 || r < '0' || r > '9') {
			plain = false
		}
	}
	if plain && !looksLikeCell(name) {
		return name
	}
	return QuotedSheet(name)
}

// looksLikeCell is true of names such as AB12 or R1C1, which need quotes.
func looksLikeCell(name string) bool {
	for _, r := range name {
		if r > 0x7f {
			return false
		}
	}
	return strings.ContainsAny(name, "0123456789") || strings.EqualFold(name, "r") || strings.EqualFold(name, "c")
}

// QuotedSheet writes a sheet name in quotes, which are never wrong.
func QuotedSheet(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }
