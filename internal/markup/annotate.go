package markup

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/xlsxedit"
)

// ListSheet is the sheet of an annotated workbook that lists the findings, and
// listTitle the beginning of its first cell, by which it is told from a sheet
// of that name that somebody else made.
const (
	ListSheet = "问题清单"
	listTitle = "问题清单（ysgk 写的"
)

// ErrStrict is a workbook saved as “Strict Open XML”, whose parts have other
// names for everything.
var ErrStrict = errors.New("strict workbook")

// Annotate marks the findings in a workbook, in place of the marks that it may
// have from an earlier run; old says whether it had any. Without findings it
// only takes those out.
func Annotate(workbook []byte, found finding.List) (f *xlsxedit.File, old bool, err error) {
	f, err = xlsxedit.Open(workbook)
	if err != nil {
		return nil, false, err
	}
	wb, err := f.Workbook()
	if err != nil {
		return nil, false, err
	}
	if strings.Contains(wb.Doc.Root().NamespaceURI(), "purl.oclc.org") {
		return nil, false, ErrStrict
	}
	fm, err := f.Formats(wb)
	if err != nil {
		return nil, false, err
	}
	a := &annotator{file: f, book: wb, formats: fm, found: found.Sorted()}
	if err := a.dropList(); err != nil {
		return nil, false, err
	}
	a.findMarks()
	for _, ref := range wb.Sheets {
		if err := a.sheet(ref); err != nil {
			return nil, false, err
		}
	}
	if len(found) == 0 {
		return f, a.old, nil
	}
	_, err = addList(f, wb, fm, a.listName(), &list{
		title:  listTitle + "，再次核对时整张替换）",
		about:  "共" + counted(found) + "。错误标成红色，要改好才能生成公开表；警告标成黄色，请逐条看一下。",
		advice: "点“位置”跳到那一格，批注里有说明。可以直接在这本里改，改好保存后再核对；标注会自动换新。",
		found:  a.found,
		link:   func(p finding.Place) (location, rel string) { return locate(p, a.names), "" },
	})
	return f, a.old, err
}

// annotator marks one workbook.
type annotator struct {
	file    *xlsxedit.File
	book    *xlsxedit.Workbook
	formats *xlsxedit.Formats
	found   finding.List
	names   []string     // of the sheets, without the list
	marked  map[int]bool // formats that are marks
	old     bool
}

// dropList takes out the list of an earlier run.
func (a *annotator) dropList() error {
	shared, err := a.file.Strings(a.book)
	if err != nil {
		return err
	}
	for _, ref := range slices.Clone(a.book.Sheets) {
		if strings.HasPrefix(ref.Name, ListSheet) && len(a.book.Sheets) > 1 && strings.HasPrefix(a.file.CellText(ref, "A1", shared), listTitle) {
			a.file.DeleteSheet(a.book, ref)
			a.old = true
			continue
		}
		a.names = append(a.names, ref.Name)
	}
	return nil
}

// listName is a name that no sheet has.
func (a *annotator) listName() string {
	name := ListSheet
	for n := 2; slices.ContainsFunc(a.names, func(s string) bool { return strings.EqualFold(s, name) }); n++ {
		name = ListSheet + strconv.Itoa(n)
	}
	return name
}

// findMarks finds the formats with the ground of a mark.
func (a *annotator) findMarks() {
	a.marked = map[int]bool{}
	for i := range a.formats.Len() {
		if colour, _ := a.formats.Ground(i); isMark(colour) {
			a.marked[i] = true
		}
	}
}

// sheet replaces the marks of one sheet.
func (a *annotator) sheet(ref xlsxedit.SheetRef) error {
	notes, err := a.file.Notes(ref, "ysgk")
	if err != nil {
		return err
	}
	before := a.cut(notes)
	marks := a.marks(strings.TrimSpace(ref.Name))
	if len(marks) == 0 && len(a.marked) == 0 {
		return notes.Save()
	}
	grounds := map[xlsxedit.Pos]string{}
	worst := map[xlsxedit.Pos]finding.Severity{}
	want := make([]xlsxedit.Pos, len(marks))
	for i, m := range marks {
		want[i], worst[m.at] = m.at, m.findings[0].Severity
	}
	layout, err := a.file.RestyleCells(ref.Part, want, func(at xlsxedit.Pos, style int) int {
		if a.marked[style] {
			a.old = true
			style = a.formats.Filled(style, before[at])
		}
		severity, ok := worst[at]
		if !ok {
			return style
		}
		ground, plain := a.formats.Ground(style)
		if !plain {
			return style // a pattern could not be brought back from a comment
		}
		grounds[at] = ground
		return a.formats.Filled(style, colours[severity])
	})
	if err != nil {
		return err
	}
	for _, m := range marks {
		if !notes.Threaded(a1.Name(m.at.Col, m.at.Row)) {
			notes.Append(m.at, m.note(grounds[m.at]), layout)
		}
	}
	return notes.Save()
}

// cut takes the marks out of the comments and gives the grounds that the cells
// had before.
func (a *annotator) cut(notes *xlsxedit.Notes) map[xlsxedit.Pos]string {
	before := map[xlsxedit.Pos]string{}
	for _, cell := range notes.Cells() {
		text := notes.Text(cell)
		if !strings.Contains(text, noteMark) {
			continue
		}
		a.old = true
		if col, row, ok := a1.Parse(cell); ok {
			before[xlsxedit.Pos{Col: col, Row: row}] = groundOf(text)
		}
		notes.Cut(cell, noteMark)
	}
	return before
}

// marks are the cells of a sheet to mark, each with its findings, worst first.
func (a *annotator) marks(sheet string) (out []*mark) {
	byCell := map[xlsxedit.Pos]*mark{}
	for _, f := range a.found {
		if f.Place.Sheet != sheet || f.Severity == finding.Note {
			continue
		}
		for _, cell := range f.Cells() {
			at, ok := position(cell)
			if !ok {
				continue
			}
			if byCell[at] == nil {
				byCell[at] = &mark{at: at}
				out = append(out, byCell[at])
			}
			byCell[at].findings = append(byCell[at].findings, f)
		}
	}
	slices.SortFunc(out, func(x, y *mark) int {
		return cmp.Or(cmp.Compare(x.at.Row, y.at.Row), cmp.Compare(x.at.Col, y.at.Col))
	})
	return out
}
