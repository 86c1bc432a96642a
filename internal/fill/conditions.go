package fill

import (
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
	hides, money := false, false
	for i := range r.cells {
		if lane != nil && r.laneAt(r.cells[i].Col) != lane {
			continue // whose wish is its own
		}
		for _, p := range r.cells[i].parts {
			hides = hides || p.Hides
			money = money || (p.Kind == tags.Money || p.Kind == tags.Ratio) && !w.values.Total(&p, at.scope()).IsZero()
		}
	}
	return money || !hides
}
