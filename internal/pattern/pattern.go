// Package pattern holds regular expressions that are compiled when first used: a program
// begins faster without the hundred of them that most commands never need.
package pattern

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression; calling it gives it compiled.
type Pattern func() *regexp.Regexp

// Of is the pattern of an expression, which must be a good one.
func Of(expression string) Pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// The methods are those of regexp.Regexp.

// MatchString says whether a text has a match.
func (p Pattern) MatchString(s string) bool { return p().MatchString(s) }

// FindString is the first match.
func (p Pattern) FindString(s string) string { return p().FindString(s) }

// FindStringIndex is where the first match stands.
func (p Pattern) FindStringIndex(s string) []int { return p().FindStringIndex(s) }

// FindStringSubmatch is the first match and its groups.
func (p Pattern) FindStringSubmatch(s string) []string { return p().FindStringSubmatch(s) }

// FindStringSubmatchIndex is where they stand.
func (p Pattern) FindStringSubmatchIndex(s string) []int { return p().FindStringSubmatchIndex(s) }

// FindAllString are the first n matches, all if n is below 0.
func (p Pattern) FindAllString(s string, n int) []string { return p().FindAllString(s, n) }

// FindAllStringIndex is where they stand.
func (p Pattern) FindAllStringIndex(s string, n int) [][]int { return p().FindAllStringIndex(s, n) }

// FindAllStringSubmatch are the first n matches and their groups.
func (p Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p().FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex is where they stand.
func (p Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p().FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString replaces each match; with may name groups.
func (p Pattern) ReplaceAllString(s, with string) string { return p().ReplaceAllString(s, with) }

// ReplaceAllStringFunc replaces each match by what a function makes of it.
func (p Pattern) ReplaceAllStringFunc(s string, with func(string) string) string {
	return p().ReplaceAllStringFunc(s, with)
}
