package window

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode"

	"ysgk/internal/a1"
	"ysgk/internal/app"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/paper"
	"ysgk/internal/textwidth"
)

// pageRows is how many rows of a sheet a page has.
const pageRows = 120

// drawnBooks keeps the workbooks that were drawn last: their pages are asked for one
// after the other.
type drawnBooks struct {
	mu    sync.Mutex
	books []*drawnBook
}

type drawnBook struct {
	path  string
	stamp stamp
	*paper.Book

	mu    sync.Mutex
	other *comparison // the last one; it is not changed any more
}

// comparison says what another workbook had in the cells that differ.
type comparison struct {
	with    string
	stamp   stamp
	changed map[finding.Place]string // "" where nothing differs
	count   int
}

// maxDrawn is how many are kept.
const maxDrawn = 4

// drawnOf is a workbook as it prints.
func (s *Server) drawnOf(path string) (*drawnBook, error) {
	d := &s.books
	d.mu.Lock()
	defer d.mu.Unlock()
	now := stampOf(path)
	d.books = slices.DeleteFunc(d.books, func(b *drawnBook) bool { return b.path == path && b.stamp != now })
	if i := slices.IndexFunc(d.books, func(b *drawnBook) bool { return b.path == path }); i >= 0 {
		return d.books[i], nil
	}
	book, err := app.Draw(path)
	if err != nil {
		return nil, err
	}
	b := &drawnBook{path: path, stamp: now, Book: book}
	d.books = append([]*drawnBook{b}, d.books...)
	d.books = d.books[:min(len(d.books), maxDrawn)]
	return b, nil
}

// compare says which cells of the workbook say something else than another one.
func (s *Server) compare(b *drawnBook, with string) (*comparison, error) {
	p, err := s.pack()
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := stampOf(with)
	if b.other != nil && b.other.with == with && b.other.stamp == now {
		return b.other, nil
	}
	s.work.Lock()
	d, err := app.Diff(p, with, b.path)
	s.work.Unlock()
	if err != nil {
		return nil, err
	}
	out := &comparison{with: with, stamp: now, changed: map[finding.Place]string{}}
	for _, t := range d.Tables {
		for _, c := range t.Cells {
			out.count++
			if c.New.Key == "" {
				continue // it is gone
			}
			old := c.Old.Text
			if c.New.Amount && c.Old.Key != "" && old == "" {
				old = money.Print(c.Before())
			}
			out.changed[finding.Place{Sheet: c.New.At.Sheet, Cell: c.New.At.Cell}] = cmp.Or(old, "（空）")
		}
	}
	b.other = out
	return out, nil
}

// tablesPage is the body of the page that shows a finished workbook.
type tablesPage struct {
	Place    place
	Name     string
	Sheets   []sheetTab
	Sheet    string
	Index    int
	Columns  []int // numbers of those that are shown
	Rows     []tableRow
	Pages    []pageLink
	Query    string
	Hits     []hitLink
	More     bool
	With     string // name of the workbook that it is compared with
	Others   []string
	Changed  int
	Previous string // the last generation, if there is one
	Marked   string // the cell that is asked about

	against *comparison // nil if it is not compared
}

type sheetTab struct {
	Name    string
	Link    string
	Here    bool
	Changed int
}

type pageLink struct {
	Name, Link string
	Here       bool
}

type hitLink struct{ Place, Text, Link string }

type tableRow struct {
	Height string // its class
	Cells  []tableCell
}

type tableCell struct {
	Name   string
	Class  string
	Span   int
	Down   int
	Text   string
	Before string // what stood there last time
	Empty  bool
}

func (s *Server) tables(w http.ResponseWriter, r *http.Request) {
	at, path, err := s.asked(r)
	var b *drawnBook
	if err == nil {
		b, err = s.drawnOf(path)
	}
	if err != nil {
		s.lead(w, r, "folder?"+url.Values{"f": {at.Folder}}.Encode(), nil, err)
		return
	}
	body := tablesPage{Place: at, Name: at.Name, Query: strings.TrimSpace(r.FormValue("q")), Marked: r.FormValue("c")}
	var trouble *said
	for _, other := range app.Books(filepath.Dir(path)) {
		if name := filepath.Base(other); other != path && strings.EqualFold(filepath.Ext(name), ".xlsx") {
			body.Others = append(body.Others, name)
			if name == previousName(at.Name) {
				body.Previous = name
			}
		}
	}
	if with := r.FormValue("with"); with != "" {
		other, err := s.desk.path(at.Folder, with)
		if err == nil {
			body.against, err = s.compare(b, other)
		}
		if err != nil {
			trouble = &said{Text: explained(err), Bad: true}
		} else {
			body.With, body.Changed = with, body.against.count
		}
	}
	body.show(b, r.FormValue("s"))
	which := turn(r)
	if body.Marked != "" {
		which = pageOf(b, body.Sheet, body.Marked)
	}
	body.rows(b, which)
	if body.Query != "" {
		hits := b.Find(body.Query, 101)
		if body.More = len(hits) > 100; body.More {
			hits = hits[:100]
		}
		for _, h := range hits {
			body.Hits = append(body.Hits, hitLink{h.Place.String(), textwidth.Cut(strings.Join(strings.Fields(h.Text), " "), 60, "…"), body.link(h.Place.Sheet, 0, h.Place.Cell)})
		}
	}
	s.draw(w, http.StatusOK, "tables", page{Title: at.Name, At: "folder", Key: "tables " + nameOf(path), Said: cmp.Or(trouble, s.news.of(r.FormValue("m"))), Body: body})
}

// previousName is the file to which the last generation of a workbook goes.
func previousName(name string) string {
	ext := filepath.Ext(name)
	return strings.TrimSuffix(name, ext) + disk.PreviousSuffix + ext
}

// pageOf is the page of a sheet on which a cell stands.
func pageOf(b *drawnBook, sheet, cell string) int {
	x := b.Sheet(sheet)
	_, row, ok := a1.Parse(cell)
	if x == nil || !ok {
		return 0
	}
	return slices.IndexFunc(x.Rows, func(r paper.Row) bool { return r.R >= row }) / pageRows
}

// link is the address of a page of a sheet; of the page on which a cell stands if one
// is named.
func (t *tablesPage) link(sheet string, page int, cell string) string {
	v := url.Values{"f": {t.Place.Folder}, "n": {t.Place.Name}, "s": {sheet}}
	if cell != "" {
		v.Set("c", cell)
	}
	if page > 0 {
		v.Set("p", itoa(page))
	}
	for name, value := range map[string]string{"with": t.With, "q": t.Query} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return "tables?" + v.Encode()
}

// show lays out the page of a sheet that is asked for.
func (t *tablesPage) show(b *drawnBook, asked string) {
	index := max(0, slices.IndexFunc(b.Sheets, func(s *paper.Sheet) bool { return s.Name == asked }))
	changes := map[string]int{}
	if t.against != nil {
		for at := range t.against.changed {
			changes[at.Sheet]++
		}
	}
	for i, s := range b.Sheets {
		t.Sheets = append(t.Sheets, sheetTab{s.Name, t.link(s.Name, 0, ""), i == index, changes[s.Name]})
	}
	if len(b.Sheets) == 0 {
		return
	}
	t.Index, t.Sheet = index, b.Sheets[index].Name
}

// rows lays out the rows of one page of the sheet.
func (t *tablesPage) rows(b *drawnBook, page int) {
	if len(b.Sheets) == 0 {
		return
	}
	s := b.Sheets[t.Index]
	pages := max(1, (len(s.Rows)+pageRows-1)/pageRows)
	page = max(0, min(page, pages-1))
	for i := range pages {
		if pages > 1 {
			t.Pages = append(t.Pages, pageLink{fmt.Sprintf("第 %d 页", i+1), t.link(t.Sheet, i, ""), i == page})
		}
	}
	for i := range s.Columns {
		t.Columns = append(t.Columns, i+1)
	}
	from, to := page*pageRows, min((page+1)*pageRows, len(s.Rows))
	for i := from; i < to; i++ {
		t.Rows = append(t.Rows, t.row(s, &s.Rows[i], s.Rows[from].R, to-i))
	}
}

// row lays out a row of a page that begins with some row of the sheet; merged cells reach
// no farther than the page.
func (t *tablesPage) row(s *paper.Sheet, r *paper.Row, first, left int) tableRow {
	out := tableRow{}
	if r.Height > 0 {
		out.Height = heightClass(r.Height)
	}
	next := 0
	for _, c := range r.Cells {
		for ; next < c.Col; next++ {
			if at := s.Covered(r.R, next); at < first { // under none, or one that began on the page before
				out.Cells = append(out.Cells, tableCell{Span: 1, Down: 1, Empty: true})
			}
		}
		next = c.Col + c.Span
		x := tableCell{Name: a1.Name(c.Col+1, r.R), Class: "k" + itoa(c.Style), Span: c.Span, Down: min(c.Down, left), Text: c.Text, Empty: c.Text == "" && !c.Missing}
		if c.Number {
			x.Class += " num"
		}
		if c.Missing {
			x.Text = "（打开才算）"
		}
		if t.against != nil {
			if x.Before = t.against.changed[finding.Place{Sheet: s.Name, Cell: x.Name}]; x.Before != "" {
				x.Class += " changed"
			}
		}
		out.Cells = append(out.Cells, x)
	}
	return out
}

func heightClass(points float64) string { return "h" + itoa(int(points*4+0.5)) }

// em is how a length in points is written for a sheet whose letters are of the usual size.
func em(points float64) string { return fmt.Sprintf("%.3fem", points/usualSize) }

// usualSize of letters, in points; widths count digits of it.
const usualSize = 11.0

// looks is the style sheet of a sheet: what is in the workbook's own formats. It is
// made of numbers and names of fonts only, as no page may have styles within.
func (s *Server) looks(w http.ResponseWriter, r *http.Request) {
	_, path, err := s.asked(r)
	var b *drawnBook
	if err == nil {
		b, err = s.drawnOf(path)
	}
	if err != nil {
		http.NotFound(w, r)
		return
	}
	var css strings.Builder
	sheet := b.Sheet(r.FormValue("s"))
	used := map[int]bool{}
	if sheet != nil {
		heights := map[string]float64{}
		width := 0.0
		for i, points := range sheet.Columns {
			width += points
			fmt.Fprintf(&css, ".w%d{width:%s}\n", i+1, em(points))
		}
		fmt.Fprintf(&css, ".sheet{width:%s}\n", em(width))
		for _, row := range sheet.Rows {
			heights[heightClass(row.Height)] = row.Height
			for _, c := range row.Cells {
				used[c.Style] = true
			}
		}
		for _, name := range slices.Sorted(maps.Keys(heights)) {
			fmt.Fprintf(&css, ".sheet tr.%s{height:%s}\n", name, em(heights[name]))
		}
	}
	for i := range b.Looks {
		if used[i] {
			fmt.Fprintf(&css, ".sheet .k%d{%s}\n", i, styleOf(&b.Looks[i]))
		}
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	fmt.Fprint(w, css.String())
}

// styleOf is a look in the words of a style sheet.
func styleOf(l *paper.Look) string {
	var b strings.Builder
	say := func(name, value string) {
		if value != "" {
			b.WriteString(name + ":" + value + ";")
		}
	}
	if font := fontName(l.Font); font != "" {
		say("font-family", `"`+font+`",`+kin(font))
	}
	if l.Size > 0 && l.Size < 100 {
		say("font-size", fmt.Sprintf("%.3fem", l.Size/usualSize))
	}
	if l.Bold {
		say("font-weight", "bold")
	}
	if l.Italic {
		say("font-style", "italic")
	}
	if l.Underline {
		say("text-decoration", "underline")
	}
	if l.Colour != "" {
		say("color", "#"+l.Colour)
	}
	if l.Ground != "" {
		say("background", "#"+l.Ground)
	}
	say("border-top", lineOf(l.Edges.Top))
	say("border-right", lineOf(l.Edges.Right))
	say("border-bottom", lineOf(l.Edges.Bottom))
	say("border-left", lineOf(l.Edges.Left))
	say("text-align", l.Across)
	say("vertical-align", map[string]string{"center": "middle", "top": "top", "bottom": "bottom"}[l.Upright])
	if l.Indent > 0 {
		side := "left"
		if l.Across == "right" {
			side = "right"
		}
		say("padding-"+side, fmt.Sprintf("%dem", l.Indent))
	}
	if l.Wrap {
		say("white-space", "pre-wrap")
		say("overflow-wrap", "anywhere")
	}
	if l.Rotation == 255 {
		say("writing-mode", "vertical-rl")
		say("text-orientation", "upright")
	}
	return b.String()
}

// lineOf is a border as a browser can draw it.
func lineOf(e paper.Edge) string {
	line := "1px solid"
	switch {
	case e.Kind == "":
		return ""
	case e.Kind == "thick":
		line = "3px solid"
	case e.Kind == "double":
		line = "3px double"
	case strings.HasPrefix(e.Kind, "medium"):
		line = "2px solid"
	case strings.Contains(strings.ToLower(e.Kind), "dash"):
		line = "1px dashed"
	case e.Kind == "dotted", e.Kind == "hair":
		line = "1px dotted"
	}
	return line + " #222"
}

// fontName is the name of a font if it is one: a style sheet is no place for what else
// a workbook may have there.
func fontName(s string) string {
	for _, c := range s {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != ' ' && c != '_' && c != '-' {
			return ""
		}
	}
	return s
}

// kin is what comes nearest to a font on another machine.
func kin(font string) string {
	switch {
	case strings.ContainsAny(font, "仿"), strings.Contains(font, "FangSong"):
		return "FangSong,STFangsong,serif"
	case strings.Contains(font, "黑"), strings.Contains(font, "雅"), strings.Contains(font, "等线"):
		return "sans-serif"
	case strings.Contains(font, "楷"):
		return "KaiTi,STKaiti,serif"
	case strings.ContainsFunc(font, func(c rune) bool { return c > 0x3000 }):
		return "SimSun,serif"
	}
	return "SimSun,sans-serif"
}
