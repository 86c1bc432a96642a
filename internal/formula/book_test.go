package formula_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
)

// book is a workbook in memory; its cells compute themselves when they are looked at.
type book struct {
	sheets []*sheet
	names  map[string]string // "name", or "sheet\tname"
	tables map[string]formula.Table
	cache  *formula.Cache
	ranges [][2]string // of the tables: sheet and name
}

type sheet struct {
	book       *book
	name       string
	cells      map[[2]int]*cell
	cols, rows int
	hidden     map[int]bool
}

type cell struct {
	value     formula.Value
	formula   string
	array     bool
	computing bool
	done      bool
}

var errCircle = errors.New("circular")

func newBook() *book {
	return &book{names: map[string]string{}, tables: map[string]formula.Table{}}
}

// add finds a sheet or makes it.
func (b *book) add(name string) *sheet {
	if s := b.Sheet(name); s != nil {
		return s.(*sheet)
	}
	s := &sheet{book: b, name: name, cells: map[[2]int]*cell{}, hidden: map[int]bool{}}
	b.sheets = append(b.sheets, s)
	return s
}

func (s *sheet) put(col, row int, c *cell) {
	s.cells[[2]int{col, row}] = c
	s.cols, s.rows = max(s.cols, col), max(s.rows, row)
}

func (b *book) Sheet(name string) formula.Sheet {
	for _, s := range b.sheets {
		if strings.EqualFold(s.name, name) {
			return s
		}
	}
	return nil
}

func (b *book) Name(name string, on formula.Sheet) (string, bool) {
	if on != nil {
		if text, ok := b.names[on.Name()+"\t"+name]; ok {
			return text, true
		}
	}
	text, ok := b.names[name]
	return text, ok
}

func (b *book) Table(name string) (formula.Table, bool) {
	t, ok := b.tables[name]
	return t, ok
}

func (s *sheet) Name() string        { return s.name }
func (s *sheet) Bounds() (int, int)  { return s.cols, s.rows }
func (s *sheet) Hidden(row int) bool { return s.hidden[row] }

func (s *sheet) Formula(col, row int) string {
	if c := s.cells[[2]int{col, row}]; c != nil {
		return c.formula
	}
	return ""
}

func (s *sheet) Value(col, row int) (formula.Value, error) {
	c := s.cells[[2]int{col, row}]
	switch {
	case c == nil:
		return formula.Value{}, nil
	case c.formula == "" || c.done:
		return c.value, nil
	case c.computing:
		return formula.Value{}, errCircle
	}
	c.computing = true
	defer func() { c.computing = false }()
	f, err := formula.Parse(c.formula)
	if err != nil {
		return formula.Value{}, err
	}
	v, err := f.Eval(s.env(col, row, c.array))
	if err != nil {
		return v, err
	}
	c.value, c.done = v, true
	return v, nil
}

func (s *sheet) env(col, row int, array bool) *formula.Env {
	return &formula.Env{Book: s.book, Sheet: s, Col: col, Row: row, Array: array, Cache: s.book.cache}
}

// readValue reads a value as the files of test data write it: 1.5, "text",
// TRUE, #N/A.
func readValue(t testing.TB, text string) formula.Value {
	t.Helper()
	switch {
	case text == "":
		return formula.Value{}
	case text[0] == '"':
		return formula.Str(strings.ReplaceAll(text[1:len(text)-1], `\n`, "\n"))
	case text[0] == '#':
		return formula.Value{Kind: formula.Fault, Text: text}
	case text == "TRUE" || text == "FALSE":
		return formula.Logical(text == "TRUE")
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		t.Fatalf("%s is no value", text)
	}
	return formula.Num(d)
}

// writeValue is the reverse, with the digits that Excel shows.
func writeValue(v formula.Value) string {
	switch v.Kind {
	case formula.Number:
		return formula.Stored(v).Num.String()
	case formula.Text:
		return `"` + strings.ReplaceAll(v.Text, "\n", `\n`) + `"`
	case formula.Bool:
		return strings.ToUpper(map[bool]string{true: "true", false: "false"}[v.Bool])
	case formula.Fault:
		return v.Text
	}
	return ""
}

// readLines reads a file of tab separated values.
func readLines(t testing.TB, file string) (lines [][]string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		lines = append(lines, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	return lines
}

// place reads 表!D5.
func place(t testing.TB, text string) (sheet string, col, row int) {
	t.Helper()
	i := strings.LastIndex(text, "!")
	col, row, ok := a1.Parse(text[i+1:])
	if !ok {
		t.Fatalf("%s is no cell", text)
	}
	return text[:i], col, row
}

// testBook is the workbook of testdata/book.tsv.
func testBook(t testing.TB) *book {
	t.Helper()
	b := newBook()
	for _, line := range readLines(t, "testdata/book.tsv") {
		switch kind, on, _ := strings.Cut(line[0], " "); {
		case kind == "name" && on != "":
			b.names[on+"\t"+line[1]] = line[2]
		case kind == "name":
			b.names[line[1]] = line[2]
		case kind == "table":
			b.table(t, line[1], line[2])
		default:
			name, col, row := place(t, line[0])
			b.add(name).put(col, row, readCell(t, line[1]))
		}
	}
	return b
}

func readCell(t testing.TB, text string) *cell {
	t.Helper()
	if inner, ok := strings.CutPrefix(text, "{="); ok {
		return &cell{formula: strings.TrimSuffix(inner, "}"), array: true}
	}
	if f, ok := strings.CutPrefix(text, "="); ok {
		return &cell{formula: f}
	}
	return &cell{value: readValue(t, text)}
}

func (b *book) table(t testing.TB, name, at string) {
	t.Helper()
	i := strings.LastIndex(at, "!")
	r, ok := a1.ParseRange(at[i+1:])
	if !ok {
		t.Fatal(at)
	}
	s := b.add(at[:i])
	table := formula.Table{Sheet: s, Ref: r, Header: true}
	for col := r.Col1; col <= r.Col2; col++ {
		table.Columns = append(table.Columns, s.cells[[2]int{col, r.Row1}].value.Text)
	}
	b.tables[name] = table
	b.ranges = append(b.ranges, [2]string{at, name})
}
