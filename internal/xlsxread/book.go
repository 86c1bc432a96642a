package xlsxread

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"ysgk/internal/a1"
)

// Bounds of what users of this package may keep of a workbook: a cell of a real
// one takes four bytes of its file or more. A small file, which may come from
// anywhere, cannot allow itself more by being padded.
const (
	cellsAtLeast = 500_000
	smallFile    = 2 << 20
	bytesPerCell = 2

	// Rows and cells of a sheet that is to be written again, and how many may be
	// formulas, each of which is understood. A template has thousands.
	maxStored   = 200_000
	maxFormulas = 20_000
)

// File is an opened workbook.
type File struct {
	*Package
	Sheets []Sheet
	Styles *Styles // nil if the workbook has none

	SHA256 string // of the file's bytes, in hex

	strings  []string
	date1904 bool
	kept     *Kept // nil of one that is read once

	mu     sync.Mutex
	counts map[string]int // of cells that hold something, by sheet
}

// Sheet is a worksheet; Name is as stored, stray blanks included.
type Sheet struct {
	Name   string
	Part   string
	Hidden bool
}

// Open takes a workbook into memory, whole, and reads all but its sheets. Its
// errors wrap those of this package.
func Open(path string) (*File, error) {
	b, err := Load(path)
	if err != nil {
		return nil, err
	}
	return Read(b)
}

// Read reads a workbook that is in memory.
func Read(b []byte) (*File, error) {
	p, err := OpenPackage(b)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	f := &File{Package: p, SHA256: hex.EncodeToString(sum[:]), counts: map[string]int{}}
	return f, f.readBook()
}

// Close lets go of the content; nothing can be read after it.
func (f *File) Close() error {
	f.Package, f.strings = &Package{}, nil
	return nil
}

// SheetNames are the names of the worksheets, as stored.
func (f *File) SheetNames() (names []string) {
	for _, s := range f.Sheets {
		names = append(names, s.Name)
	}
	return names
}

// Date1904 says whether day 0 is 1904-01-01, as in old Mac files.
func (f *File) Date1904() bool { return f.date1904 }

// readBook reads the workbook part and what hangs on it.
func (f *File) readBook() error {
	main, err := f.mainPart()
	if err != nil {
		return err
	}
	content, err := f.Part(main)
	if err != nil {
		return f.notBook(err)
	}
	listed, err := f.listed(content)
	if err != nil {
		return Within(main, err)
	}
	rels, err := f.Rels(main)
	if err != nil {
		return err
	}
	for _, r := range rels {
		switch {
		case r.External:
		case r.Type == "styles" && f.Styles == nil:
			err = f.readStylesPart(r.Target)
		case r.Type == "sharedStrings" && f.strings == nil:
			err = f.readStringsPart(r.Target)
		}
		if err != nil {
			return err
		}
	}
	return Within(main, f.find(listed, rels))
}

// mainPart is the part that lists the sheets.
func (f *File) mainPart() (string, error) {
	root, err := f.Rels("")
	if err != nil {
		return "", err
	}
	main := ""
	for _, r := range root {
		if r.Type != "officeDocument" {
			continue
		}
		if main != "" {
			return "", Damaged(RelsName(""), "说了两本工作簿：%s 和 %s", main, r.Target)
		}
		main = r.Target
	}
	if main == "" {
		return "", f.notBook(Damaged(RelsName(""), "没有说明工作簿在哪里"))
	}
	return main, nil
}

// sheetEntry is an entry of the workbook's list of sheets.
type sheetEntry struct {
	name, id string
	hidden   bool
}

// listed reads the list of sheets.
func (f *File) listed(content []byte) (out []sheetEntry, err error) {
	t := TokensOf(content)
	if err := t.root("workbook"); err != nil {
		return nil, err
	}
	err = t.children(1, func(e *Token) error {
		switch {
		case e.Is("workbookPr"):
			f.date1904 = e.On("date1904")
		case e.Is("sheets"):
			return t.inside(func(e *Token) error {
				s := sheetEntry{name: e.Attr("name")}
				if len(out) == maxParts {
					return tooLarge("工作表超过 %d 张", maxParts)
				}
				if state := e.Attr("state"); state != "" && state != "visible" {
					s.hidden = true
				}
				for _, a := range e.Attrs {
					if bytes.HasSuffix(a.Name, []byte(":id")) {
						if s.id != "" { // another program may take the other one
							return damaged("工作表“%s”写了两个位置", s.name)
						}
						s.id = string(a.Value)
					}
				}
				out = append(out, s)
				return t.Skip()
			})
		}
		return nil
	})
	if err == nil && len(out) == 0 {
		err = damaged("没有列出工作表")
	}
	return out, err
}

// find finds the parts of the sheets. Chart sheets have no cells.
func (f *File) find(listed []sheetEntry, rels []Relationship) error {
	seen, parts := map[string]bool{}, map[string]bool{}
	for _, s := range listed {
		i := slices.IndexFunc(rels, func(r Relationship) bool { return r.ID == s.id })
		switch {
		case seen[strings.ToLower(s.name)]:
			return damaged("有两张工作表都叫“%s”", s.name)
		case i < 0:
			return damaged("没有说明工作表“%s”在哪里", s.name)
		case rels[i].External:
			return damaged("工作表“%s”在别的文件里", s.name)
		case f.Spelled(rels[i].Target) == "":
			return damaged("缺少工作表“%s”的部件 %s", s.name, rels[i].Target)
		case parts[rels[i].Target]:
			return damaged("工作表“%s”和另一张工作表是同一个部件 %s", s.name, rels[i].Target)
		}
		parts[rels[i].Target] = true
		seen[strings.ToLower(s.name)] = true
		if rels[i].Type == "worksheet" {
			f.Sheets = append(f.Sheets, Sheet{s.name, rels[i].Target, s.hidden})
		}
	}
	return nil
}

func (f *File) readStylesPart(part string) error {
	content, err := f.Part(part)
	if err != nil {
		return err
	}
	f.Styles, err = readStyles(content)
	return Within(part, err)
}

func (f *File) readStringsPart(part string) error {
	r, err := f.stream(part)
	if err != nil {
		return err
	}
	defer r.Close()
	f.strings = []string{}
	t := NewTokens(r)
	defer t.done()
	return Within(part, readStrings(t, func(s String) { f.strings = append(f.strings, s.Text) }, false))
}

// notBook says what an archive without a readable workbook part is.
func (f *File) notBook(err error) error {
	has := func(is func(name string) bool) bool { return slices.ContainsFunc(f.order, is) }
	switch {
	case errors.Is(err, ErrTooLarge):
		return err
	case has(func(name string) bool {
		return name == "mimetype" || name == "xl/workbook.bin" || strings.HasPrefix(name, "word/") || strings.HasPrefix(name, "ppt/")
	}):
		return ErrOtherFormat
	case has(func(name string) bool { return strings.HasPrefix(name, "xl/") || name == "[Content_Types].xml" }):
		return err
	}
	return ErrNotWorkbook
}

// Rows calls visit for every stored row of a sheet that has cells, in file order,
// and gives the merged ranges. The slice of cells is reused for the next row;
// what formulas say is left out.
func (f *File) Rows(s Sheet, visit func(row int, cells []Cell)) ([]a1.Range, error) {
	layout, err := f.scan(s, &scan{bare: true, visit: filledRows(visit)})
	return layout.Merges, err
}

// Filled is as Rows, but gives the cells alone that hold something, and rows that have some.
func (f *File) Filled(s Sheet, visit func(row int, cells []Cell)) ([]a1.Range, error) {
	if f.kept != nil {
		return f.again(s, visit)
	}
	layout, err := f.scan(s, &scan{bare: true, filled: true, visit: filledRows(visit)})
	return layout.Merges, err
}

// Top is as Rows, but reads no further than a row.
func (f *File) Top(s Sheet, last int, visit func(row int, cells []Cell)) error {
	_, err := f.scan(s, &scan{bare: true, last: last, visit: filledRows(visit)})
	return err
}

func filledRows(visit func(row int, cells []Cell)) func(*Row) {
	return func(r *Row) {
		if len(r.Cells) > 0 {
			visit(r.R, r.Cells)
		}
	}
}

// Stream calls visit for every stored row of a sheet, in file order, with formulas.
// Several sheets may be streamed at once.
func (f *File) Stream(s Sheet, visit func(*Row)) (*Layout, error) {
	return f.scan(s, &scan{visit: visit})
}

func (f *File) scan(s Sheet, x *scan) (*Layout, error) {
	r, err := f.stream(s.Part)
	if err != nil {
		return &Layout{}, inSheet(err, s.Part, s.Name, "")
	}
	defer r.Close()
	x.t, x.styles, x.count = NewTokens(r), f.Styles, f.counter(s)
	defer x.t.done()
	x.shared = func(i int) (String, bool) {
		if i < 0 || i >= len(f.strings) {
			return String{}, false
		}
		x.named = max(x.named, i+1)
		return String{Text: f.strings[i]}, true
	}
	if err := x.run(); err != nil && err != errEnough {
		return &Layout{}, inSheet(err, s.Part, s.Name, x.place())
	}
	return &x.layout, nil
}

// inSheet names the sheet and the cell where a fault lies.
func inSheet(err error, part, sheet, cell string) error {
	err = Within(part, err)
	var f *Fault
	if errors.As(err, &f) && f.Part == part {
		f.Sheet, f.Cell = sheet, cell
	}
	return err
}

// counter refuses a workbook with more cells than its size allows.
func (f *File) counter(s Sheet) func(int) error {
	f.mu.Lock()
	most := cellsAtLeast + int(max(0, f.size-smallFile)/bytesPerCell)
	here := most
	for part, n := range f.counts {
		if part != s.Part {
			here -= n
		}
	}
	f.mu.Unlock()
	n := 0
	return func(cells int) error {
		if n += cells; n > here {
			return tooLarge("有内容的单元格超过 %d 个", most)
		}
		f.mu.Lock()
		f.counts[s.Part] = n
		f.mu.Unlock()
		return nil
	}
}

// Each calls read for every sheet, several at once, and gives the error of the
// first sheet that has one.
func (f *File) Each(read func(i int, s Sheet) error) error {
	errs := make([]error, len(f.Sheets))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(f.Sheets)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(f.Sheets); i = int(next.Add(1)) - 1 {
				errs[i] = read(i, f.Sheets[i])
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// ReadSheet calls visit for every stored row of a sheet, in the order of its
// content, with cells as they are Stored.
func ReadSheet(part, name string, content []byte, strings []String, visit func(*Row)) (*Layout, error) {
	x := &scan{t: TokensOf(content), visit: visit, stored: true}
	x.t.bytes = content
	x.shared = func(i int) (String, bool) {
		if i < 0 || i >= len(strings) {
			return String{}, false
		}
		return strings[i], true
	}
	n, formulas := 0, 0
	x.count = func(cells int) error {
		for i := range x.row.Cells {
			if x.row.Cells[i].Formula != nil {
				formulas++
			}
		}
		if n += 1 + cells; n > maxStored || formulas > maxFormulas {
			return tooLarge("行和单元格（连同空的）超过 %d 个，或公式超过 %d 个", maxStored, maxFormulas)
		}
		return nil
	}
	if err := x.run(); err != nil {
		return nil, inSheet(err, part, name, x.place())
	}
	return &x.layout, nil
}
