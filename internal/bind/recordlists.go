package bind

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/tagging"
)

// recordList is where a sheet of the example lists all records of an input sheet, below a row of headers.
type recordList struct {
	in   *pack.Sheet
	head int            // the row of the headers
	tags map[int]string // by column: the field that it shows, or serialColumn
	open []int          // columns whose texts the ledger does not have
}

// serialColumn stands for the numbers of the lines.
const serialColumn = "连续序号"

// recordLists binds small lists of words alone that a sheet of text has among its sentences, such as the units of the
// department with what each is: the example lists all records of an input sheet there, and the form has the same
// headers and room below them.
func (b *binder) recordLists(s *layout.Sheet) {
	e := b.exampleOf(s)
	if e == nil || b.itself() {
		return
	}
	for in, t := range b.entered {
		if in.Past != "" || in.Name == b.x.Usual {
			continue
		}
		for row := 2; row+t.Len()-1 <= e.Last.Row; row++ {
			if l := listsRecords(e, row, in, t); l != nil && b.writeRecords(s, e, l) {
				break
			}
		}
	}
}

// listsRecords is the list of all records of a table from a row on, nil if there is none: the name of each, beside it
// something else of it or its number.
func listsRecords(e *layout.Sheet, from int, in *pack.Sheet, t *budget.Table) *recordList {
	l := &recordList{in: in, head: from - 1, tags: map[int]string{}}
	for col := 1; col <= e.Last.Col; col++ {
		shows := func(is func(i int) string) bool {
			for i := range t.Len() {
				if c := e.Cells[layout.At(col, from+i)]; layout.Tight(c.Text) != is(i) {
					return false
				}
			}
			return true
		}
		if !e.Own(layout.At(col, from)) || shows(func(int) string { return "" }) {
			continue
		}
		head, best := e.Says(layout.At(col, from-1)), ""
		for _, c := range in.Columns {
			shown := shows(func(i int) string { return layout.Tight(t.Value(i, c.Name)) })
			if c.Kind != pack.Amount && shown && (best == "" || c.Name == head) {
				best = c.Name
			}
		}
		switch {
		case head == "":
			return nil
		case best != "":
			l.tags[col] = best
		case shows(func(i int) string { return strconv.Itoa(i + 1) }):
			l.tags[col] = serialColumn
		default:
			l.open = append(l.open, col)
		}
	}
	named := false
	for _, f := range l.tags {
		named = named || f == in.Columns[0].Name
	}
	if !named || len(l.tags) < 2 || len(l.open) >= len(l.tags) {
		return nil
	}
	return l
}

// writeRecords makes the room below the same headers of the form one line that repeats; it says whether there is any.
func (b *binder) writeRecords(s, e *layout.Sheet, l *recordList) bool {
	plan, head := b.planOf(s), 0
	for row := 1; row <= s.Last.Row && head == 0; row++ {
		same := !plan.Dropped(row)
		for col := range l.tags {
			same = same && s.Says(layout.At(col, row)) != "" && layout.SameHead(s.Says(layout.At(col, row)), e.Says(layout.At(col, l.head)))
		}
		if same {
			head = row
		}
	}
	const short = 8 // letters of XX单位, which no sentence has
	filled := func(at layout.Pos) bool {
		said := layout.Tight(s.Cells[at].Text)
		sample := layout.Placeholder(said) || layout.AllDigits(said) || justRoom.MatchString(said) || layout.Nobody.MatchString(said) && len([]rune(said)) <= short
		return plan.Has(at) || said != "" && !sample
	}
	to := head + 1
	for head > 0 && to <= s.Last.Row && !plan.Dropped(to) && !slices.ContainsFunc(s.Texts(to), filled) {
		to++
	}
	if head == 0 || to == head+1 {
		return false
	}
	view := recordsOf(l.in, b.views.free(l.in.Name))
	view.Columns = nil
	b.views.made, b.views.used[view.Name] = append(b.views.made, view), true
	plan.OneRow(head+1, to)
	for col := 1; col <= s.Last.Col; col++ {
		text := ""
		if f := l.tags[col]; f != "" {
			text = "{{" + view.Name + "@" + view.Rows[0].Level + "." + f + "}}"
		}
		plan.Set(layout.At(col, head+1), text)
	}
	first := slices.MinFunc(s.Texts(head), func(a, o layout.Pos) int { return cmp.Compare(a.Col, o.Col) })
	b.result.Left = slices.DeleteFunc(b.result.Left, func(x tagging.Entry) bool {
		return x.Kind == tagging.Open && x.Place.Sheet == s.Name && strings.HasPrefix(x.Text, noFigures)
	})
	b.look(s.Name, layout.At(first.Col, head+1), "各行取录入的“%s”，一条一行", l.in.Name)
	for _, col := range l.open {
		b.leave(s.Name, layout.At(col, head+1), "“%s”这一列的文字录入里没有，没有写标签", layout.Clip(e.Says(layout.At(col, l.head))))
	}
	return true
}
