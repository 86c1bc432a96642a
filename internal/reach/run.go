package reach

import "slices"

// Run is a stretch of adjoining rows, both ends included.
type Run struct{ From, To int }

// Runs makes stretches of rows; it sorts these.
func Runs(rows []int) (out []Run) {
	slices.Sort(rows)
	for _, r := range rows {
		if n := len(out); n > 0 && r <= out[n-1].To+1 {
			out[n-1].To = r
		} else {
			out = append(out, Run{r, r})
		}
	}
	return out
}

// One is the stretch of a row, none of row 0.
func One(r int) []Run {
	if r == 0 {
		return nil
	}
	return []Run{{r, r}}
}
