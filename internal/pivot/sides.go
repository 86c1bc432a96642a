package pivot

import (
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
)

// sideFields are the text fields of a view with sides: those of its outline,
// then each side's, named after it: 实施期三级指标, 年度三级指标.
func sideFields(v *pack.View) []string {
	fields := slices.Clone(v.Rows[1].By)
	for _, s := range v.Sides {
		for _, f := range s.Carried {
			fields = append(fields, s.Name+f)
		}
	}
	return fields
}

// BuildSides builds a view of texts that stand side by side: for each row of
// the view it belongs to, the rows of the outline, each as often as its longest
// side has records and at least once. Without an outline (nil) they are those that
// its records have, in input order.
func BuildSides(v *pack.View, outline *pack.Outline, l *budget.Ledger, of *View) *View {
	out := &View{Name: v.Name, Levels: Levels(v), Fields: sideFields(v)}
	for _, s := range v.Sides {
		out.sides = append(out.sides, s.Name)
	}
	out.Rows = append(out.Rows, Row{Parent: -1, Key: pack.Root, Texts: make([]string, len(out.Fields))})
	groups, lines := groupSides(v, l)
	for i, owner := range of.Rows {
		if owner.Level != len(of.Levels)-1 {
			continue
		}
		var key []string
		for _, f := range v.Rows[0].By {
			key = append(key, owner.Texts[slices.Index(of.Fields, f)])
		}
		rows := lines[strings.Join(key, "\x1f")]
		if outline != nil {
			rows = outline.Rows
		}
		for _, line := range rows {
			sides := groups[strings.Join(append(slices.Clone(key), line...), "\x1f")]
			for n := range max(1, v.Rows[1].Least, longest(sides)) {
				out.Rows = append(out.Rows, Row{
					Level: 1, Parent: 0, Owner: i, Key: line[0],
					Keys: slices.Concat(key, line, []string{strconv.Itoa(n)}), Texts: sideTexts(v, line, sides, n), from: sideRecords(sides, n),
				})
			}
		}
	}
	return out
}

// groupSides sorts the records by owner and line, side by side, in input order, and gives the
// lines of each owner.
func groupSides(v *pack.View, l *budget.Ledger) (groups map[string][][]Ref, lines map[string][][]string) {
	groups, lines = map[string][][]Ref{}, map[string][][]string{}
	for _, name := range v.Sources {
		t := l.Tables[name]
		if t == nil {
			continue
		}
		values := func(i int, fields []string) (out []string) {
			for _, f := range fields {
				out = append(out, t.Value(i, f))
			}
			return out
		}
		whole := tests(t, v.Filter)
		var parts [][]test
		for _, s := range v.Sides {
			parts = append(parts, tests(t, s.Filter))
		}
		for i := range t.Len() {
			for side := range v.Sides {
				if !passes(whole, i) || !passes(parts[side], i) {
					continue
				}
				owner, line := strings.Join(values(i, v.Rows[0].By), "\x1f"), values(i, v.Rows[1].By)
				id := owner + "\x1f" + strings.Join(line, "\x1f")
				if groups[id] == nil {
					groups[id] = make([][]Ref, len(v.Sides))
					lines[owner] = append(lines[owner], line)
				}
				groups[id][side] = append(groups[id][side], Ref{t, i, 0})
			}
		}
	}
	return groups, lines
}

func longest(sides [][]Ref) (n int) {
	for _, s := range sides {
		n = max(n, len(s))
	}
	return n
}

// sideTexts are the texts of the nth row of an outline row.
func sideTexts(v *pack.View, line []string, sides [][]Ref, n int) []string {
	texts := slices.Clone(line)
	for i, s := range v.Sides {
		for _, f := range s.Carried {
			text := ""
			if sides != nil && n < len(sides[i]) {
				text = sides[i][n].Table.Value(sides[i][n].Record, f)
			}
			texts = append(texts, text)
		}
	}
	return texts
}

// sideRecords are the records of the nth row of an outline row, side by side.
func sideRecords(sides [][]Ref, n int) []Ref {
	out := make([]Ref, len(sides))
	for i, s := range sides {
		if n < len(s) {
			out[i] = s[n]
		}
	}
	return out
}
