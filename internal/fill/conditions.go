package fill

import (
	"slices"

	"ysgk/internal/tags"
)

// stands says whether a row is printed: one with |零行不印 goes where all its
// amounts are zero, so that no money can go with it. record is that of the
// lane's list, and a lane's row is only its own columns.
func (w *writer) stands(r *row, lane *lane, record int) bool {
	if !r.hides {
		return true
	}
	at := place{row: r, lane: lane, record: record}
	if lane != nil && lane.fixed() && record >= 0 {
		at.record, at.within = -1, &tags.Scope{List: r.band.lanes[0].list, Record: record}
	}
	mine := func(x cell) bool { return lane == nil || r.laneAt(x.Col) == lane }
	if !slices.ContainsFunc(r.cells, func(x cell) bool {
		return mine(x) && slices.ContainsFunc(x.parts, func(s tags.Part) bool { return s.Hides })
	}) {
		return true // the other lane's wish
	}
	return slices.ContainsFunc(r.cells, func(x cell) bool {
		return mine(x) && slices.ContainsFunc(x.parts, func(s tags.Part) bool {
			return (s.Kind == tags.Money || s.Kind == tags.Ratio) && !w.values.Total(&s, at.scope()).IsZero()
		})
	})
}
