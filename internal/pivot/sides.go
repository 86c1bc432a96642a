package pivot

import (
	"cmp"
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
// side has records and at least as often as the outline has it. Records of none of its
// rows stand behind those that begin as they do. Without an outline (nil) the rows are
// those that its records have, in input order.
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
		rows, times := lines[strings.Join(key, "\x1f")], map[string]int{}
		if outline != nil {
			rows, times = outlined(outline.Rows, rows)
		}
		for _, line := range rows {
			sides := groups[strings.Join(append(slices.Clone(key), line...), "\x1f")]
			for n := range max(1, v.Rows[1].Least, times[strings.Join(line, "\x1f")], longest(sides)) {
				out.Rows = append(out.Rows, Row{
					Level: 1, Parent: 0, Owner: i, Key: line[0],
					Keys: slices.Concat(key, line, []string{strconv.Itoa(n)}), Texts: sideTexts(v, len(out.Fields), line, sides, n), from: sideRecords(sides, n),
				})
			}
		}
	}
	return out
}

// outlined are the rows of an outline, each once, with others behind those that begin alike, and how often the
// outline has each.
func outlined(outline, lines [][]string) (rows [][]string, times map[string]int) {
	times = map[string]int{}
	for _, line := range outline {
		id := strings.Join(line, "\x1f")
		if times[id]++; times[id] == 1 {
			rows = append(rows, line)
		}
	}
	for _, line := range lines {
		if times[strings.Join(line, "\x1f")] > 0 {
			continue
		}
		times[strings.Join(line, "\x1f")] = 1
		at := len(rows)
		for i, other := range rows {
			if other[0] == line[0] {
				at = i + 1
			}
		}
		rows = slices.Insert(rows, at, line)
	}
	return rows, times
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
func sideTexts(v *pack.View, width int, line []string, sides [][]Ref, n int) []string {
	texts := make([]string, 0, width)
	for _, value := range line {
		texts = append(texts, cmp.Or(v.Rows[1].Printed[value], value))
	}
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
