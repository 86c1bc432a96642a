package fill

import "slices"

// stands says whether a row is printed: one with |零行不印 goes where all its
// amounts are zero, so that no money can go with it. record is that of the
// lane's list, and a lane's row is only its own columns.
func (w *writer) stands(r *row, lane *lane, record int) bool {
	if !r.hides {
		return true
	}
	at := place{row: r, lane: lane, record: record}
	if lane != nil && lane.fixed() && record >= 0 {
		at.record, at.within = -1, &within{r.band.lanes[0], record}
	}
	mine := func(x cell) bool { return lane == nil || r.laneAt(x.Col) == lane }
	if !slices.ContainsFunc(r.cells, func(x cell) bool {
		return mine(x) && slices.ContainsFunc(x.slots, func(s slot) bool { return s.hides })
	}) {
		return true // the other lane's wish
	}
	return slices.ContainsFunc(r.cells, func(x cell) bool {
		return mine(x) && slices.ContainsFunc(x.slots, func(s slot) bool {
			return (s.kind == money || s.kind == ratio) && s.tag() && !w.number(&s, at).IsZero()
		})
	})
}

// holds says whether the condition of a {{如有 …}} or {{如无 …}} is met.
func (w *writer) holds(s *slot, at place) bool {
	any := false
	switch s.kind {
	case word:
		any = w.words(s, at) != ""
	default:
		any = !w.number(s, at).IsZero()
	}
	return any == (s.role == ifAny)
}
