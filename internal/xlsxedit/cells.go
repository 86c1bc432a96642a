package xlsxedit

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/xlsxread"
)

// Pos is a cell by column and row, counted from 1.
type Pos struct{ Col, Row int }

// RestyleCells gives cells of a sheet other formats and changes no other byte of
// it. style is asked for every stored cell, and for those of want that are not
// stored (they are added, empty), what becomes of its format. The sheet is
// walked as text, not as a tree: a tree of 100,000 rows takes a gigabyte.
func (f *File) RestyleCells(part string, want []Pos, style func(at Pos, was int) int) (*Layout, error) {
	return f.walkCells(part, &cellWalk{want: want, style: style})
}

// Value is what FillCells puts into a cell: a text, or a number as it is written.
type Value struct {
	Text    string
	Number  bool
	Formula string // whose stored result is Text
}

// FillCells puts values into cells of a sheet, which keep their formats, and changes
// no other byte of it.
func (f *File) FillCells(part string, values map[Pos]Value) error {
	_, err := f.walkCells(part, &cellWalk{want: slices.Collect(maps.Keys(values)), values: values, style: func(_ Pos, was int) int { return was }})
	return err
}

func (f *File) walkCells(part string, w *cellWalk) (*Layout, error) {
	w.b, w.layout = f.Part(part), newLayout()
	w.t = xlsxread.TokensOf(w.b)
	w.want = slices.Clone(w.want)
	slices.SortFunc(w.want, func(x, y Pos) int { return cmp.Or(cmp.Compare(x.Row, y.Row), cmp.Compare(x.Col, y.Col)) })
	w.want = slices.Compact(w.want)
	if err := w.walk(); err != nil {
		return nil, xlsxread.Within(part, err)
	}
	if len(w.edits) > 0 {
		f.SetPart(part, splice(w.b, w.edits))
	}
	return w.layout, nil
}

// edit replaces the bytes from one offset to another.
type edit struct {
	from, to int
	text     string
}

// splice applies edits, which are in ascending order.
func splice(b []byte, edits []edit) []byte {
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		out.Write(b[at:e.from])
		out.WriteString(e.text)
		at = e.to
	}
	out.Write(b[at:])
	return out.Bytes()
}

// cellWalk goes through the text of a sheet once.
type cellWalk struct {
	b      []byte
	t      *xlsxread.Tokens
	want   []Pos // still to be met, in order
	style  func(at Pos, was int) int
	values map[Pos]Value // to fill in
	layout *Layout
	edits  []edit

	prefix     string // of the sheet's elements: "" or "x:"
	inData     bool
	row, col   int
	cellFrom   int // where the cell at hand begins
	cellStyle  int
	rowStyle   int  // of cells that the row does not store, -1 if the columns say it
	rowOpen    bool // the row has an end tag of its own
	from, to   int  // the token at hand
	rowTagEnd  int
	dataTagEnd int
	dataOpen   bool
}

func (w *cellWalk) walk() error {
	for {
		t, err := w.t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		w.from, w.to = t.From, t.To
		switch {
		case t.Start() && t.Own:
			w.start(t)
		case t.End() && t.Own:
			w.end(t)
		}
	}
}

func (w *cellWalk) start(t *xlsxread.Token) {
	switch string(t.Name) {
	case "worksheet":
		w.prefix = t.Prefix
	case "sheetFormatPr":
		w.layout.defaults(t)
	case "col":
		w.layout.column(t)
	case "sheetData":
		w.inData = true
		w.dataTagEnd, w.dataOpen = w.to, w.b[w.to-2] != '/'
	case "row":
		if w.inData {
			w.startRow(t)
		}
	case "c":
		if w.inData {
			w.cell(t)
		}
	}
}

func (w *cellWalk) startRow(t *xlsxread.Token) {
	w.row++
	if n, err := strconv.Atoi(t.Attr("r")); err == nil {
		w.row = n
	}
	w.col, w.rowStyle = 0, -1
	if t.On("customFormat") {
		w.rowStyle, _ = strconv.Atoi(t.Attr("s"))
	}
	w.layout.row(w.row, t)
	w.wholeRows(w.row, w.from)
	w.rowTagEnd, w.rowOpen = w.to, w.b[w.to-2] != '/'
}

func (w *cellWalk) cell(t *xlsxread.Token) {
	w.col++
	if col, _, ok := a1.Parse(t.Attr("r")); ok {
		w.col = col
	}
	if text := w.missing(func(p Pos) bool { return p.Row == w.row && p.Col < w.col }); text != "" {
		w.edits = append(w.edits, edit{w.from, w.from, text})
	}
	if len(w.want) > 0 && w.want[0] == (Pos{w.col, w.row}) {
		w.want = w.want[1:]
	}
	was, _ := strconv.Atoi(t.Attr("s"))
	w.cellFrom, w.cellStyle = w.from, was
	if now := w.style(Pos{w.col, w.row}, was); now != was {
		w.edits = append(w.edits, edit{w.from, w.to, withStyle(string(w.b[w.from:w.to]), now)})
	}
}

func (w *cellWalk) end(t *xlsxread.Token) {
	switch {
	case !w.inData:
	case string(t.Name) == "c":
		if at := (Pos{w.col, w.row}); w.values[at] != (Value{}) {
			w.edits = append(w.edits, edit{w.cellFrom, w.to, w.cellOf(at, w.cellStyle)})
		}
	case string(t.Name) == "row":
		text := w.missing(func(p Pos) bool { return p.Row == w.row })
		switch {
		case text == "":
		case w.rowOpen:
			w.edits = append(w.edits, edit{w.from, w.from, text})
		default: // <row r="7"/>
			w.edits = append(w.edits, edit{w.rowTagEnd - 2, w.rowTagEnd, ">" + text + "</" + w.prefix + "row>"})
		}
	case string(t.Name) == "sheetData":
		w.inData = false
		if w.dataOpen {
			w.wholeRows(a1.MaxRow+1, w.from)
			return
		}
		n := len(w.edits)
		if w.wholeRows(a1.MaxRow+1, w.from); len(w.edits) > n {
			w.edits[n] = edit{w.dataTagEnd - 2, w.dataTagEnd, ">" + w.edits[n].text + "</" + w.prefix + "sheetData>"}
		}
	}
}

// missing is the XML of the wanted cells at the head of the list that belong here.
func (w *cellWalk) missing(here func(Pos) bool) string {
	var b strings.Builder
	for len(w.want) > 0 && here(w.want[0]) {
		p := w.want[0]
		w.want = w.want[1:]
		was := w.rowStyle
		if was < 0 {
			was = w.layout.styleOf(p.Col)
		}
		b.WriteString(w.cellOf(p, w.style(p, was)))
	}
	return b.String()
}

// cellOf is the XML of a cell with a format and the value that it gets.
func (w *cellWalk) cellOf(p Pos, style int) string {
	open := fmt.Sprintf(`<%sc r="%s" s="%d"`, w.prefix, p, style)
	switch v := w.values[p]; {
	case v.Formula != "":
		return fmt.Sprintf(`%s t="str"><%[2]sf>%s</%[2]sf><%[2]sv>%s</%[2]sv></%[2]sc>`, open, w.prefix, EscapeText(v.Formula), EscapeText(v.Text))
	case v.Text == "":
		return open + `/>`
	case v.Number:
		return fmt.Sprintf(`%s><%[2]sv>%s</%[2]sv></%[2]sc>`, open, w.prefix, v.Text)
	default:
		return fmt.Sprintf(`%s t="inlineStr"><%[2]sis><%[2]st xml:space="preserve">%s</%[2]st></%[2]sis></%[2]sc>`, open, w.prefix, EscapeText(v.Text))
	}
}

// wholeRows adds the rows before one that the sheet does not store.
func (w *cellWalk) wholeRows(before, at int) {
	style := w.rowStyle
	w.rowStyle = -1
	var b strings.Builder
	for len(w.want) > 0 && w.want[0].Row < before {
		row := w.want[0].Row
		fmt.Fprintf(&b, `<%srow r="%d">%s</%srow>`, w.prefix, row, w.missing(func(p Pos) bool { return p.Row == row }), w.prefix)
	}
	w.rowStyle = style
	if b.Len() > 0 {
		w.edits = append(w.edits, edit{at, at, b.String()})
	}
}

// withStyle is the start tag of a cell with another format.
func withStyle(tag string, style int) string {
	text := ` s="` + strconv.Itoa(style) + `"`
	if m := styleAttr.FindStringIndex(tag); m != nil {
		return tag[:m[0]] + text + tag[m[1]:]
	}
	end := strings.IndexAny(tag, " \t\r\n/>")
	return tag[:end] + text + tag[end:]
}

// String is the cell's name: H17.
func (p Pos) String() string { return a1.Name(p.Col, p.Row) }
