// Package nearest finds which known word somebody meant.
//
// In: a word and those that are known. Out: the one most like it. Never: a word
// that shares nothing with it.
package nearest

import "slices"

// Likeness is how much of two texts is the same, from 0 to 1: the mean of what
// they share of their signs and of their pairs of neighbouring signs. Signs tell
// short words, pairs tell titles, which all draw on the same few signs.
func Likeness(a, b string) float64 {
	return (shared(a, b, 1) + shared(a, b, 2)) / 2
}

// shared is Dice's coefficient of the runs of n signs in two texts.
func shared(a, b string, n int) float64 {
	x, y := runs(a, n), runs(b, n)
	same := 0
	for run := range x {
		if y[run] {
			same++
		}
	}
	return 2 * float64(same) / float64(max(1, len(x)+len(y)))
}

func runs(text string, n int) map[string]bool {
	out := map[string]bool{}
	signs := []rune(text)
	for i := range len(signs) - n + 1 {
		out[string(signs[i:i+n])] = true
	}
	return out
}

// Word is the known word that is most like a name, and how much; "" if none has
// a sign of it. Of equals it is the first by its text.
func Word(name string, known []string) (word string, likeness float64) {
	for _, k := range slices.Sorted(slices.Values(known)) {
		if l := Likeness(name, k); l > likeness {
			word, likeness = k, l
		}
	}
	return word, likeness
}

// enough is how much of its signs a name must share with a word that is proposed for
// it: of 合记 for 合计 one of two is right. With less they are only of one subject,
// and a proposal leads astray.
const enough = 0.5

// Hint is the end of a sentence that asks for the nearest word, "" if none is near.
func Hint(name string, known []string) string {
	if word, _ := Word(name, known); word != "" && shared(name, word, 1) >= enough {
		return "；是不是“" + word + "”？"
	}
	return ""
}
