package tagging

import (
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/layout"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// severalFonts are the cells of a sheet that write their text in several fonts: the headings of a long text are bold.
func severalFonts(file *xlsxedit.File, ref xlsxedit.SheetRef, shared *xlsxedit.Strings) (map[layout.Pos]*xlsxedit.Cell, error) {
	s, err := file.LookSheet(ref, shared)
	if err != nil {
		return nil, err
	}
	out := map[layout.Pos]*xlsxedit.Cell{}
	for i := range s.Rows {
		for j := range s.Rows[i].Cells {
			if c := &s.Rows[i].Cells[j]; len(c.Runs()) > 1 {
				out[layout.At(c.Col, s.Rows[i].R)] = c
			}
		}
	}
	return out, nil
}

// inFonts puts a text into a cell in the fonts of the one that stood there.
func inFonts(in *etree.Element, c *xlsxedit.Cell, text string) {
	doc := etree.NewDocument()
	if doc.ReadFromString(c.WithRuns(dealt(c.Runs(), text))) != nil || doc.Root() == nil {
		return
	}
	for _, e := range doc.Root().ChildElements() {
		inSpace(e, in.Space)
		in.AddChild(e)
	}
}

// inSpace puts an element and those in it into a namespace.
func inSpace(e *etree.Element, space string) {
	e.Space = space
	for _, c := range e.ChildElements() {
		inSpace(c, space)
	}
}

// dealt deals a text to the runs of another one: what both say stays in its run, and what is new goes with what stands
// before it in its line, else with what is behind it. A tag is in one run, whatever of it the other text says.
func dealt(runs []string, text string) []string {
	const pairs = 20_000_000 // signs against signs
	var was []rune
	var of []int // the run of each
	for i, run := range runs {
		for _, r := range run {
			was, of = append(was, r), append(of, i)
		}
	}
	var is []string // signs, and tags as one
	for _, s := range tags.Parse(text) {
		if s.Tag != nil {
			is = append(is, s.Tag.Source)
			continue
		}
		for _, r := range s.Text {
			is = append(is, string(r))
		}
	}
	out := make([]string, len(runs))
	if len(was) == 0 || len(was)*len(is) > pairs || strings.Join(is, "") != text {
		most := 0 // the font of most of it
		for i, run := range runs {
			if len(run) > len(runs[most]) {
				most = i
			}
		}
		out[most] = text
		return out
	}
	same := func(i, j int) bool { return string(was[i]) == is[j] }
	// longest is how much is the same from two places on
	longest := make([][]uint16, len(was)+1)
	for i := range longest {
		longest[i] = make([]uint16, len(is)+1)
	}
	for i := len(was) - 1; i >= 0; i-- {
		for j := len(is) - 1; j >= 0; j-- {
			longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			if same(i, j) {
				longest[i][j] = max(longest[i][j], longest[i+1][j+1]+1)
			}
		}
	}
	run, begins, starts := of[0], true, "" // what is new where a line begins
	for i, j := 0, 0; j < len(is); {
		switch {
		case i < len(was) && same(i, j) && longest[i][j] == longest[i+1][j+1]+1:
			run = of[i]
			out[run] += starts + is[j]
			begins, starts = is[j] == "\n", ""
			i, j = i+1, j+1
		case i < len(was) && longest[i+1][j] >= longest[i][j+1]:
			i++
		case begins:
			starts += is[j]
			j++
		default:
			out[run] += is[j]
			j++
		}
	}
	out[run] += starts
	return out
}
