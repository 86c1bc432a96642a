package fill

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/formula"
	"ysgk/internal/reach"
	"ysgk/internal/tags"
)

// Where a record is printed once more: on a sheet of its own, or in the rows of
// another list. A row that repeats, and a sheet that does, look there at their own
// record, as a row that is copied down looks one row further in another table too.

// copyKey names the copy of a repeated sheet that is for a record.
type copyKey struct {
	sheet  string // its lower-case name in the template
	record int
}

// copyFor is the copy of a repeated sheet that is for the very record that a place
// stands with, as in a list of contents; nil if there is none.
func (w *writer) copyFor(to *outSheet, at place) (own *outSheet, unclear bool) {
	if to == nil || to == w.out || to.sheet.of == "" {
		return nil, false
	}
	record, ok := w.recordOf(to.sheet.of, at)
	if !ok || record < 0 {
		return nil, record == several
	}
	return w.copies[copyKey{strings.ToLower(to.sheet.Name), w.whole(to.sheet.of, record)}], false
}

// everyCopy says whether an operand means a sheet that repeats for all its records,
// also seen from one of them: with $ in a sum, as in a share of the whole.
func everyCopy(o formula.Operand) bool {
	_, start, _, end := o.Ref.Abs()
	return start && end && formula.TakesUnion(o.Func, o.Arg) == formula.Arguments
}

// ownRows are the rows in which a row of the template prints, in a list elsewhere,
// the record that a place stands with; none if it is not printed there, and unclear if
// several records could be that. ok is false of a reference with $, which stays at the
// first record, and of rows of other records.
func (w *writer) ownRows(to *outSheet, ref formula.Ref, at place) (rows []reach.Run, ok, unclear bool) {
	if _, fixed, _, _ := ref.Abs(); fixed || to.sheet.of != "" && to != w.out {
		return nil, false, false
	}
	lane, whose := to.sheet.printing(ref.Col1, ref.Row1)
	if whose == nil {
		return nil, false, false
	}
	record, ok := w.recordOf(whose.list, at)
	if !ok {
		return nil, false, false
	}
	if record == several {
		return nil, true, true
	}
	if to != w.out && record >= 0 {
		record = w.whole(whose.list, record)
	}
	for _, row := range to.homes[home{ref.Row1, lane}] {
		if of := to.placedAt(row).stand(whose).record; of >= 0 && of == record {
			return reach.One(row), true, false
		}
	}
	printed := to.lists[whose.list]
	elsewhere := record >= 0 && record < len(printed) && printed[record] > 0
	return nil, record != 0 && !elsewhere, false // a total, or a record of another level, is seen from outside
}

// printing are the lane of a template cell and the one whose record it is printed for;
// that is nil where it is for none.
func (s *sheet) printing(col, row int) (lane, whose *lane) {
	b := s.bandAt(row)
	if b == nil {
		return nil, nil
	}
	in := b.innerAt(row)
	if in == nil {
		lane = b.laneAt(col)
		whose = lane
	} else if lane = in.laneAt(col); lane.fixed() {
		whose = b.lanes[0] // what stands beside the lists of a block is the block's record's
	} else {
		whose = lane
	}
	if whose.fixed() {
		whose = nil
	}
	return lane, whose
}

// recordOf is the record of a list that a place stands with: in its row, in the block
// around it, or on its sheet. It is below 0 where the list lacks it; ok is false of a
// list of something else.
func (w *writer) recordOf(list string, at place) (record int, ok bool) {
	for s := at.scope(); ; s = *s.Around {
		if s.Record >= 0 && s.List != "" {
			if record, ok = w.sameRecord(list, s.List, s.Record); ok {
				return record, true
			}
		}
		if s.Around == nil {
			break
		}
	}
	if w.out != nil && w.out.sheet.of != "" { // a defined name stands on no sheet
		return w.sameRecord(list, w.out.sheet.of, w.out.record)
	}
	return -1, false
}

// sameRecord is the record of a list that a record of another one is: that itself, its
// owner, or what has the same keys of the same things. It is several where more than one has.
func (w *writer) sameRecord(list, of string, record int) (same int, ok bool) {
	all := w.values.Data.Lists[of]
	switch {
	case list == of:
		return record, true
	case all == nil || w.values.Data.Lists[list] == nil:
		return -1, false
	case w.t.schema.Lists[of].Of == list && all.Records[record].Parent >= 0:
		return all.Records[record].Owner, true
	case w.t.levelAlike(list, of, all.Records[record].Level) < 0:
		return -1, false
	}
	return w.byPath(list)[w.path(of, record)] - 1, true
}

// several stands for records that have the same keys.
const several = -2

// byPath are the records of a list by their keys, counted from 1.
func (w *writer) byPath(list string) map[string]int {
	if known, ok := w.paths[list]; ok {
		return known
	}
	out := map[string]int{}
	for i := range w.values.Data.Lists[list].Records {
		path := w.path(list, i)
		if out[path] != 0 {
			i = several
		}
		out[path] = i + 1
	}
	if w.paths == nil {
		w.paths = map[string]map[string]int{}
	}
	w.paths[list] = out
	return out
}

// path is what a record is in any list: its keys and those of the records above it, of a
// code list the deepest.
func (w *writer) path(list string, record int) string {
	keys := map[string]string{}
	records, schema := w.values.Data.Lists[list].Records, w.t.schema.Lists[list]
	for r := &records[record]; r.Parent >= 0; r = &records[r.Parent] {
		values := r.Keys
		if len(values) == 0 {
			values = []string{r.Key}
		}
		if r.Level > len(schema.Keys) {
			return fmt.Sprint("\x00", list, record) // like none of another list
		}
		for k, of := range schema.Keys[r.Level-1] {
			thing, _, _ := strings.Cut(of, tags.Deep)
			if _, deeper := keys[thing]; !deeper && k < len(values) {
				keys[thing] = values[k]
			}
		}
	}
	out := ""
	for _, of := range slices.Sorted(maps.Keys(keys)) {
		out += of + "\t" + keys[of] + "\n"
	}
	return out
}

// levelAlike is the level of a list whose records have keys of the same things as those of
// a level of another one, below 0 if none has.
func (t *Template) levelAlike(list, of string, level int) int {
	things := func(s tags.ListSchema, level int) map[string]string { // with how deep each is
		out := map[string]string{}
		for _, keys := range s.Keys[:level] {
			for _, of := range keys {
				thing, deep, _ := strings.Cut(of, tags.Deep)
				out[thing] = deep
			}
		}
		return out
	}
	to, from := t.schema.Lists[list], t.schema.Lists[of]
	if level == 0 {
		return 0
	}
	if level > len(from.Keys) {
		return -1
	}
	want := things(from, level)
	for l := range to.Keys {
		if maps.Equal(things(to, l+1), want) {
			return l + 1
		}
	}
	return -1
}

// owns says whether what stands in a place of the template looks at its own record of
// a list elsewhere, in rows of a level (any below 0), and not at the first one.
func (t *Template) owns(x site, list string, wanted int) bool {
	same := func(of string, level int) bool {
		from := t.schema.Lists[of]
		switch {
		case from.Of == list:
			return true
		case of == list:
			return min(level, wanted) < 0 || level == wanted
		case level < 0:
			level = len(from.Levels) - 1
		}
		alike := t.levelAlike(list, of, level)
		return alike >= 0 && (wanted < 0 || alike == wanted)
	}
	if x.sheet.of != "" && same(x.sheet.of, -1) {
		return true
	}
	b := x.row.band
	if b == nil {
		return false
	}
	lanes := []*lane{b.laneAt(x.Col)}
	if in := b.innerAt(x.row.R); in != nil {
		lanes = append(lanes, b.lanes[0], in.laneAt(x.Col))
	}
	return slices.ContainsFunc(lanes, func(l *lane) bool {
		return !l.fixed() && same(l.list, l.levelAt(x.row.R))
	})
}

// levelAt is the level whose records a row of a lane prints, below 0 if of any.
func (l *lane) levelAt(row int) int {
	if v := l.variantOf(row); v >= 0 {
		return l.variants[v].level
	}
	return -1
}
