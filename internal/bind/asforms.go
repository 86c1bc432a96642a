package bind

import (
	"strings"
	"unicode/utf8"

	"ysgk/internal/layout"
	"ysgk/internal/pattern"
)

// A sentence of the example that the form leaves out is written as a form would have it: with room for the names that
// are each department's own, and one part that stands for all of those that it says the same of.

// oneSaid is what a sentence says of one of several: its name, its amount, perhaps its share.
var oneSaid = pattern.Of(`[\p{Han}（）()]{2,40}?\d[\d,]*(?:\.\d+)?(?:亿元|万元|千元|元)(?:[，,（(]占[^\d，。；]*?\d+(?:\.\d+)?[%％][）)]?)?`)

// namesSaid are names that a sentence lists.
var namesSaid = pattern.Of(`((?:包括|包含|分别(?:是|为))[：:]?)([\p{Han}（）()]{2,40}(?:、[\p{Han}（）()]{2,40}){2,})([；;。，,]|等|$)`)

// namesAsRooms is a sentence with room where it lists names.
func namesAsRooms(text string) string { return namesSaid.ReplaceAllString(text, "${1}××${3}") }

// listIn finds the longest part of a sentence of the example that says the same of several which are a list, with its
// tag; enumerated stands in its place in around. It is nil if there is none.
func (b *binder) listIn(s, e *layout.Sheet, at, like layout.Pos, text string) (found *enumeration, around string) {
	all := oneSaid.FindAllStringIndex(text, -1)
	for i := 0; i < len(all); i++ {
		joint, n := "", 1
		for ; i+n < len(all); n++ {
			between := text[all[i+n-1][1]:all[i+n][0]]
			if utf8.RuneCountInString(between) != 1 || !strings.Contains("；;、，,", between) || joint != "" && between != joint {
				break
			}
			joint = between
		}
		if n < 2 {
			continue
		}
		var items [][]string
		for _, m := range all[i : i+n] {
			items = append(items, []string{text[m[0]:m[1]]})
		}
		before := text[:all[i][0]]
		if l := b.listed(items, append(b.limitsIn(before), b.saidAbove(e, like)...), b.writing(e)); l != nil && len(l.open)+l.gone == 0 {
			b.enumerate(s, at, l, items[0][0], joint)
			x := b.enumerated[len(b.enumerated)-1]
			b.enumerated = b.enumerated[:len(b.enumerated)-1]
			return &x, before + enumerated + text[all[i+n-1][1]:]
		}
		i += n - 1
	}
	return nil, text
}
