// Package nearest finds which known word somebody meant.
//
// In: a word and those that are known, or the lines of two texts. Out: the word most like it, the lines that go
// together. Never: a word that shares nothing with it.
package nearest

import (
	"slices"
	"strings"
)

// Likeness is how much of two texts is the same, from 0 to 1: the mean of what
// they share of their signs and of their pairs of neighbouring signs. Signs tell
// short words, pairs tell titles, which all draw on the same few signs.
func Likeness(a, b string) float64 { return Of(a).Like(Of(b)) }

// Text is a text taken apart, to be compared with many.
type Text struct {
	signs, pairs []uint64 // each once, in order
}

// Of takes a text apart.
func Of(text string) Text {
	var t Text
	last := rune(-1)
	for _, r := range text {
		t.signs = append(t.signs, uint64(r))
		if last >= 0 {
			t.pairs = append(t.pairs, uint64(last)<<32|uint64(r))
		}
		last = r
	}
	return Text{once(t.signs), once(t.pairs)}
}

func once(runs []uint64) []uint64 {
	slices.Sort(runs)
	return slices.Compact(runs)
}

// Like is the likeness of two texts.
func (t Text) Like(o Text) float64 { return (shared(t.signs, o.signs) + shared(t.pairs, o.pairs)) / 2 }

// shared is Dice's coefficient of two sets.
func shared(x, y []uint64) float64 {
	same := 0
	for i, k := 0, 0; i < len(x) && k < len(y); {
		switch {
		case x[i] < y[k]:
			i++
		case x[i] > y[k]:
			k++
		default:
			same, i, k = same+1, i+1, k+1
		}
	}
	return 2 * float64(same) / float64(max(1, len(x)+len(y)))
}

// mostSigns is how much of a name is looked at: a cell may hold a megabyte.
const mostSigns = 1000

func ofName(name string) Text {
	n := 0
	for i := range name {
		if n++; n > mostSigns {
			return Of(name[:i])
		}
	}
	return Of(name)
}

// Word is the known word that is most like a name, and how much; "" if none has
// a sign of it. Of equals it is the first by its text.
func Word(name string, known []string) (word string, likeness float64) {
	t := ofName(name)
	for _, k := range slices.Sorted(slices.Values(known)) {
		if l := t.Like(Of(k)); l > likeness {
			word, likeness = k, l
		}
	}
	return word, likeness
}

// enough is how much of its signs a name must share with a word that is proposed for
// it: of 合记 for 合计 one of two is right. With less they are only of one subject,
// and a proposal leads astray.
const enough = 0.5

// Hint is the end of a sentence that asks for the nearest word, "" if none is near. Codes are never near: 30212 beside
// 30217 is other money, not the same misspelt.
func Hint(name string, known []string) string {
	if strings.Trim(name, "0123456789") == "" {
		return ""
	}
	if word, _ := Word(name, known); word != "" && shared(ofName(name).signs, Of(word).signs) >= enough {
		return "；是不是“" + word + "”？"
	}
	return ""
}

// Pairs pairs the lines of two texts in their order, numbered from 1 on, 0 for one that has none to go with; like is how
// much two of them are, from 0 to 1, or below 0 for two that are not the same.
func Pairs(n, m int, like func(i, j int) float64) (out [][2]int) {
	const alone = 0.4 // what a line costs that has none to go with
	best := make([][]float64, n+2)
	for i := range best {
		best[i] = make([]float64, m+2)
	}
	for i := n + 1; i > 0; i-- {
		for j := m + 1; j > 0; j-- {
			switch {
			case i > n:
				best[i][j] = -alone * float64(m+1-j)
			case j > m:
				best[i][j] = -alone * float64(n+1-i)
			default:
				best[i][j] = max(best[i+1][j+1]+like(i, j), best[i+1][j]-alone, best[i][j+1]-alone)
			}
		}
	}
	for i, j := 1, 1; i <= n || j <= m; {
		switch {
		case i <= n && j <= m && best[i][j] == best[i+1][j+1]+like(i, j):
			out = append(out, [2]int{i, j})
			i, j = i+1, j+1
		case i > n || j <= m && best[i][j] == best[i][j+1]-alone:
			out = append(out, [2]int{0, j})
			j++
		default:
			out = append(out, [2]int{i, 0})
			i++
		}
	}
	return out
}
