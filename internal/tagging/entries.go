package tagging

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/pattern"
)

// Kind is what the clerk has to do about an entry.
type Kind int

// Kinds of entries.
const (
	Open    Kind = iota // has no tag
	Look                // has a tag to be looked at
	Differ              // does not come out as in the example
	First               // of what the pack was learned from: with that mended, there may be less of the others
	Settled             // has been seen to: nothing is to be done about it
)

// Entry is something to tell the clerk about a cell.
type Entry struct {
	Kind  Kind
	Place finding.Place
	Text  string
	Alike string // what a list says once of all cells of which it is to be said, "" if the text is told by itself
	Shown bool   // it is settled where the example comes out word for word in the cell
}

// Together says once what is to be said of several cells alike, in the place of the first: a clerk reads what differs. What has
// no tag is said of each cell, as it is looked for there again next year.
func Together(entries []Entry) (out []Entry) {
	said := map[string]bool{}
	for _, e := range entries {
		says := cmp.Or(e.Alike, strings.TrimSuffix(e.Text, pleaseLook))
		var places []string
		last := ""
		for _, o := range entries {
			if o.Place.Sheet == "" || o.Kind != e.Kind || cmp.Or(o.Alike, strings.TrimSuffix(o.Text, pleaseLook)) != says {
				continue
			}
			if place := o.Place.String(); o.Place.Sheet == last {
				places = append(places, o.Place.Cell)
			} else {
				places = append(places, place)
			}
			last = o.Place.Sheet
		}
		if len(places) < 2 || e.Place.Sheet == "" || e.Kind == Open {
			out = append(out, e)
			continue
		}
		if id := fmt.Sprint(e.Kind, says); !said[id] {
			said[id] = true
			if e.Kind == Look {
				says += pleaseLook
			}
			out = append(out, Entry{Kind: e.Kind, Text: strings.Join(places, "、") + "  " + says})
		}
	}
	return out
}

// SettledHead begins the list of what was seen to.
const SettledHead = "● 已经做好的"

// SettledText lists what was seen to, below what is left to do.
func SettledText(told []Entry) string {
	var b strings.Builder
	entries := slices.DeleteFunc(slices.Clone(told), func(e Entry) bool { return e.Kind != Settled })
	for i, e := range Together(entries) {
		if i == 0 {
			b.WriteString(SettledHead + "（文字填出来和范例一字不差，格式和页面照表设好了；不用做什么，印出来不合适的再改）\r\n")
		}
		fmt.Fprintf(&b, "  %s\r\n", e)
	}
	return b.String()
}

// pleaseLook ends what is told of a tag.
const pleaseLook = "。请核对"

// Move gives what is told of a sheet's cells the rows of the new template.
func Move(entries []Entry, sheet string, moved func(int) int) {
	for i := range entries {
		at := &entries[i].Place
		if at.Sheet != sheet || at.Cell == "" {
			continue
		}
		if p := layout.ParseCell(at.Cell); p.Row > 0 {
			*at = finding.At(sheet, p.Col, moved(p.Row))
		}
	}
}

// OfLines gives what is told of the lines of cells, which have rows of their own, the cell and which line of it they are:
// each row's is the row of its cell and the line.
func OfLines(entries []Entry, sheet string, rows [][2]int) {
	many := map[int]bool{}
	for _, r := range rows {
		many[r[0]] = many[r[0]] || r[1] > 0
	}
	for i := range entries {
		at := &entries[i].Place
		if at.Sheet != sheet || at.Cell == "" {
			continue
		}
		p := layout.ParseCell(at.Cell)
		if p.Row <= 0 {
			continue
		}
		r := rows[min(p.Row, len(rows))-1]
		*at = finding.At(sheet, p.Col, r[0])
		if many[r[0]] {
			entries[i].Text = fmt.Sprintf("第 %d 行 %s", r[1]+1, entries[i].Text)
		}
	}
}

// ToLines gives what is open about a column of a list of several levels the row of its single lines: the first ones are
// sums, and what a clerk writes there is printed in them alone. The entries have the rows of the new template already.
func ToLines(entries []Entry, sheet string, texts map[layout.Pos]string) {
	lists := map[int]string{} // what list a row prints, without its totals
	for at, text := range texts {
		if m := ofList.FindStringSubmatch(text); m != nil && m[2] != "合计" {
			lists[at.Row] = m[1]
		}
	}
	for i := range entries {
		at := &entries[i].Place
		p := layout.ParseCell(at.Cell)
		if entries[i].Kind != Open || at.Sheet != sheet || lists[p.Row] == "" {
			continue
		}
		row := p.Row
		for lists[row+1] == lists[p.Row] && texts[layout.At(p.Col, row+1)] == "" {
			row++
		}
		*at = finding.At(sheet, p.Col, row)
	}
}

// ofList is a tag of a level of a list: its name and the level.
var ofList = pattern.Of(`\{\{([^{}@.\[]+)@([^{}.|]+)\.`)

// Written are the texts of a plan as entries.
func Written(p *Plan, texts map[layout.Pos]string) (out []Entry) {
	for at, text := range texts {
		if text != "" {
			out = append(out, Entry{Place: finding.At(p.Sheet.Name, at.Col, at.Row), Text: text})
		}
	}
	return out
}

// ByCell compares two places of a sheet, row by row.
func ByCell(a, b finding.Place) int {
	x, y := layout.ParseCell(a.Cell), layout.ParseCell(b.Cell)
	return cmp.Or(cmp.Compare(x.Row, y.Row), cmp.Compare(x.Col, y.Col))
}

// String is an entry with its place.
func (e Entry) String() string {
	if at := e.Place.String(); at != "" {
		return at + "  " + e.Text
	}
	return e.Text
}

// InOrder puts entries in the order of the sheets of a workbook, and of their cells.
func InOrder(entries []Entry, sheets []*layout.Sheet) {
	place := func(e Entry) int {
		return slices.IndexFunc(sheets, func(s *layout.Sheet) bool { return s.Name == e.Place.Sheet })
	}
	slices.SortStableFunc(entries, func(x, y Entry) int {
		return cmp.Or(cmp.Compare(place(x), place(y)), ByCell(x.Place, y.Place))
	})
}

// Tells says whether an entry of a sheet is of a column, or of all of the table.
func (e Entry) Tells(t *layout.Table, col int, head string) bool {
	at, row, ok := a1.Parse(e.Place.Cell)
	return !ok || at == col || strings.Contains(e.Text, head) || e.Kind == Open && row == t.Title.Row
}
