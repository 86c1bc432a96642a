package tagging

import (
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/pattern"
)

// Folded is a plan of a sheet whose lines stand in rows of their own as one of the sheet in the workbook: the lines of a
// cell are put together again, those that repeat a row too. A plan of any other sheet is given back.
func (p *Plan) Folded() *Plan {
	whole, rows := p.Sheet.Whence()
	if whole == nil {
		return p
	}
	out := &Plan{Sheet: whole, Times: map[int]int{}, Removed: p.Removed, Renamed: p.Renamed}
	puts := map[[3]int]Put{} // the last for a line
	cols := map[int]map[int]bool{}
	for _, x := range p.Puts {
		if x.Row < 1 || x.Row > len(rows) {
			out.Puts = append(out.Puts, Put{whole.Last.Row + x.Row - len(rows), x.Nth, x.Col, x.Text, x.Format, x.NoZero})
			continue
		}
		puts[[3]int{x.Row, x.Nth, x.Col}] = x
		row := rows[x.Row-1][0]
		if cols[row] == nil {
			cols[row] = map[int]bool{}
		}
		cols[row][x.Col] = true
	}
	for from := 0; from < len(rows); {
		to := from + 1
		for to < len(rows) && rows[to][0] == rows[from][0] {
			to++
		}
		row := rows[from][0]
		if to == from+1 {
			if n, ok := p.Times[from+1]; ok {
				out.Times[row] = n
			}
			for _, x := range p.Puts {
				if x.Row == from+1 {
					x.Row = row
					if x.Text != "" && whole.Cells[layout.At(x.Col, row)].Text != "" {
						x.Text = p.Sheet.Indent(from+1) + x.Text
					}
					out.Puts = append(out.Puts, x)
				}
			}
			from = to
			continue
		}
		touched := cols[row]
		for at := from + 1; at <= to; at++ {
			if n, ok := p.Times[at]; ok && n != 1 {
				for _, own := range whole.Texts(row) {
					if touched == nil {
						touched = map[int]bool{}
					}
					touched[own.Col] = true
				}
			}
		}
		for col := range touched {
			var lines []string
			was := strings.Split(whole.Cells[layout.At(col, row)].Text, "\n")
			for at := from + 1; at <= to; at++ {
				times := 1
				if n, ok := p.Times[at]; ok {
					times = n
				}
				for nth := range times {
					line := ""
					if nth == 0 && at-from-1 < len(was) {
						line = was[at-from-1]
					}
					if x, ok := puts[[3]int{at, nth, col}]; ok {
						line = eachInCell(p.Sheet.Indent(at), x.Text)
					}
					lines = append(lines, line)
				}
			}
			out.Puts = append(out.Puts, Put{Row: row, Col: col, Text: strings.Join(lines, "\n")})
		}
		from = to
	}
	return out
}

// eachInCell is a line of a cell that repeats: where rows would, its records stand in lines of the cell.
func eachInCell(indent, line string) string {
	m := ofList.FindStringSubmatch(joinedNames.ReplaceAllString(line, ""))
	switch {
	case line == "":
		return ""
	case m == nil || strings.Contains(line, "{{逐条 "):
		return indent + line
	}
	return "{{逐条 " + m[1] + "@" + m[2] + "|换行}}" + indent + line + "{{完}}"
}

// joinedNames is a tag that prints all records in one line.
var joinedNames = pattern.Of(`\{\{[^{}]*\|顿号[^{}]*\}\}`)
