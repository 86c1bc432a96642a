package trace

import (
	"slices"
	"strings"

	"ysgk/internal/fill"
)

// Found is an amount cell that somebody asked for by words.
type Found struct {
	Sheet *fill.ShownSheet
	Cell  *fill.ShownCell
	Label
}

// Missing says which of the words found nothing, and what could be said instead.
type Missing struct {
	What string // 表, 行 or 列
	Word string
	Have []string
}

// Find looks for amounts by table, row and column. A table is named by its tab,
// its name or its title, a row by a code or a name, a column by its header; a
// part of the words will do where nothing bears them whole. Empty words mean any.
func (b *Book) Find(table, row, column string) (found []Found, missing *Missing) {
	var all []Found
	for _, s := range b.Shown.Sheets {
		for _, c := range s.Cells {
			if (c.Formula != "" || len(c.Slots) == 1 && c.Slots[0].Amount) && !b.heading(s, c) {
				all = append(all, Found{s, c, b.Label(s, c)})
			}
		}
	}
	steps := []struct {
		what, word string
		names      func(Found) []string
	}{
		{"表", table, func(f Found) []string { return []string{f.Sheet.Name, f.Sheet.Form, f.Table} }},
		{"行", row, func(f Found) []string { return append(strings.Fields(f.Row), f.Row) }},
		{"列", column, func(f Found) []string { return append(strings.Fields(f.Column), f.Column) }},
	}
	for _, step := range steps {
		if step.word == "" {
			continue
		}
		hits := pick(all, step.word, step.names)
		if len(hits) == 0 {
			return nil, &Missing{step.what, step.word, have(all, step.names)}
		}
		all = hits
	}
	return all, nil
}

// pick gives those that bear a word whole as one of their names, or else those
// that have it in one.
func pick(all []Found, word string, names func(Found) []string) (hits []Found) {
	word = fold(word)
	for _, matches := range []func(name string) bool{
		func(name string) bool { return name == word },
		func(name string) bool { return strings.Contains(name, word) },
	} {
		for _, f := range all {
			if slices.ContainsFunc(names(f), func(n string) bool { return matches(fold(n)) }) {
				hits = append(hits, f)
			}
		}
		if len(hits) > 0 {
			return hits
		}
	}
	return nil
}

// have lists what could have been asked for.
func have(all []Found, names func(Found) []string) (out []string) {
	for _, f := range all {
		n := names(f)
		if s := n[len(n)-1]; s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// fold makes words comparable: blanks do not count.
func fold(s string) string { return strings.Join(strings.Fields(s), "") }
