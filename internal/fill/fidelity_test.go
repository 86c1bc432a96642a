package fill_test

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/xlsxedit"
)

// Fidelity: a template is filled and compared with the result part by part. In
// these templates one row of some sheets repeats ({{支出@款.…}}, three records),
// so that everything below moves down by two; this file knows, apart from the
// engine, what in a workbook names rows. All else must be as it was.

// grown is how many more rows come out of the repeating row.
const grown = 2

// comparison compares a template with its result.
type comparison struct {
	t             *testing.T
	before, after *xlsxedit.File
	bands         map[string]int // by sheet name: the row that repeats
	sheet         string         // of the part at hand
}

// compareFilled compares all parts of a template and its result.
func compareFilled(t *testing.T, template, result []byte) {
	t.Helper()
	c := &comparison{t: t, bands: map[string]int{}}
	var err error
	c.before, err = xlsxedit.Open(template)
	must(t, err)
	c.after, err = xlsxedit.Open(result)
	must(t, err)
	before, err := c.before.Workbook()
	must(t, err)
	after, err := c.after.Workbook()
	must(t, err)
	if len(before.Sheets) != len(after.Sheets) {
		t.Fatalf("%d sheets, in the template %d", len(after.Sheets), len(before.Sheets))
	}
	owner := map[string]string{}
	for i, s := range before.Sheets {
		if after.Sheets[i].Name != s.Name {
			t.Errorf("sheet %d is 「%s」, in the template 「%s」", i+1, after.Sheets[i].Name, s.Name)
		}
		c.own(s.Part, s.Name, owner)
		if strings.Contains(string(c.before.Part(s.Part)), "<sheetData") || strings.Contains(string(c.before.Part(s.Part)), ":sheetData") {
			c.cells(before, after, i)
		}
	}
	for _, name := range c.before.Names() {
		c.sheet = owner[name]
		c.part(name, before, after)
	}
	for _, name := range c.after.Names() {
		if !c.before.Has(name) && path.Base(name) != "sharedStrings.xml" {
			t.Errorf("%s is new", name)
		}
	}
}

// own notes to which sheet a part and what it refers to belong.
func (c *comparison) own(part, sheet string, owner map[string]string) {
	if owner[part] != "" {
		return
	}
	owner[part] = sheet
	for _, r := range c.before.Rels(part) {
		if !r.External {
			c.own(r.Target, sheet, owner)
		}
	}
}

func (c *comparison) part(name string, before, after *xlsxedit.Workbook) {
	switch {
	case strings.HasSuffix(name, "calcChain.xml"), path.Base(name) == "sharedStrings.xml":
		return
	case !c.after.Has(name):
		c.t.Errorf("%s is lost", name)
		return
	case !strings.HasSuffix(name, ".xml") && !strings.HasSuffix(name, ".rels") && !strings.HasSuffix(name, ".vml"):
		if !bytes.Equal(c.before.Part(name), c.after.Part(name)) {
			c.t.Errorf("%s has changed", name)
		}
		return
	}
	x, y := etree.NewDocument(), etree.NewDocument()
	must(c.t, x.ReadFromBytes(c.before.Part(name)))
	must(c.t, y.ReadFromBytes(c.after.Part(name)))
	if name == "[Content_Types].xml" || strings.HasSuffix(name, ".rels") {
		c.sameSet(name, x.Root(), y.Root())
		return
	}
	c.same(name, x.Root(), y.Root())
}

// sameSet compares lists whose order means nothing. The list of formula cells
// may be gone; shared strings may be new.
func (c *comparison) sameSet(name string, x, y *etree.Element) {
	lines := func(e *etree.Element) (out []string) {
		for _, i := range e.ChildElements() {
			line := i.Tag
			for _, k := range []string{"Id", "Type", "Target", "TargetMode", "PartName", "Extension", "ContentType"} {
				line += " " + i.SelectAttrValue(k, "")
			}
			if !strings.Contains(line, "calcChain") && !strings.Contains(line, "sharedStrings") {
				out = append(out, line)
			}
		}
		slices.Sort(out)
		return out
	}
	if a, b := lines(x), lines(y); !slices.Equal(a, b) {
		c.t.Errorf("%s was\n%s\nis\n%s", name, strings.Join(a, "\n"), strings.Join(b, "\n"))
	}
}

// rowAttrs are the attributes that name cells or rows.
var rowAttrs = map[string]bool{
	"sqref": true, "topLeftCell": true, "activeCell": true, "location": true, "ref": true,
	"cellWatch r": true, "inputCells r": true,
}

// rowTexts are the elements whose text names cells or rows.
var rowTexts = map[string]bool{"formula": true, "formula1": true, "formula2": true, "f": true, "sqref": true, "definedName": true, "FmlaLink": true}

// same compares two elements and all within them.
func (c *comparison) same(at string, x, y *etree.Element) {
	at += "/" + x.FullTag()
	if x.FullTag() != y.FullTag() && (x.Tag != y.Tag || y.Space != "") { // prefixes of the sheet's own namespace go
		c.t.Errorf("%s became %s", at, y.FullTag())
		return
	}
	switch x.Tag {
	case "sheetData", "mergeCells", "dimension", "numCache", "strCache":
		return
	}
	for _, a := range x.Attr {
		got := y.SelectAttrValue(a.FullKey(), "?")
		want := a.Value
		if strings.HasPrefix(a.Key, "fmla") {
			want = c.moved(want)
		}
		if rowAttrs[a.Key] || rowAttrs[x.Tag+" "+a.Key] {
			want = c.moved(strings.ReplaceAll(want, "$", "")) // a filter needs none
		}
		if a.Key == "ref" && (x.Tag == "comment" || x.Tag == "threadedComment") {
			want, _, _ = strings.Cut(want, ":") // the first of the rows
		}
		if x.Tag == "brk" && a.Key == "id" && c.inRows(x) {
			want = strconv.Itoa(c.row(atoi(want), true))
		}
		if got != want && !strings.HasPrefix(a.FullKey(), "xmlns") {
			c.t.Errorf("%s@%s is 「%s」, want 「%s」", at, a.FullKey(), got, want)
		}
	}
	if len(y.Attr) > len(x.Attr)+1 {
		c.t.Errorf("%s has new attributes: %v", at, y.Attr)
	}
	if len(x.ChildElements()) == 0 {
		c.sameText(at, x, y)
	}
	a, b := x.ChildElements(), y.ChildElements()
	if len(a) != len(b) {
		c.t.Errorf("%s has %d elements, in the template %d", at, len(b), len(a))
		return
	}
	for i := range a {
		c.same(at, a[i], b[i])
	}
}

func (c *comparison) inRows(x *etree.Element) bool {
	return x.Parent() != nil && x.Parent().Tag == "rowBreaks"
}

func (c *comparison) sameText(at string, x, y *etree.Element) {
	want := x.Text()
	switch {
	case rowTexts[x.Tag]:
		want = c.moved(want)
	case x.Tag == "row" || x.Tag == "Row":
		want = strconv.Itoa(c.row(atoi(want)+1, false) - 1)
		switch how := editAs(x); {
		case how == "oneCell" && x.Parent().Tag == "to":
			return // keeps its height
		case how == "absolute":
			want = x.Text()
		}
	case x.Tag == "Anchor":
		return // compared by what moves it
	}
	if strings.Contains(want, "{{") || strings.Contains(want, "}}") {
		if strings.Contains(y.Text(), "{{") {
			c.t.Errorf("%s still says %s", at, y.Text())
		}
		return
	}
	if y.Text() != want {
		c.t.Errorf("%s says 「%s」, want 「%s」", at, y.Text(), want)
	}
}

// editAs says how the picture with this row goes with the cells.
func editAs(row *etree.Element) string {
	if corner := row.Parent(); corner != nil && corner.Parent() != nil {
		return corner.Parent().SelectAttrValue("editAs", "")
	}
	return ""
}

func atoi(s string) int { n, _ := strconv.Atoi(strings.TrimSpace(s)); return n }

// row is where a row of the sheet at hand goes; the end of a range that ends in
// the repeating row goes with the last of its rows.
func (c *comparison) row(r int, end bool) int { return c.rowOf(c.sheet, r, end) }

func (c *comparison) rowOf(sheet string, r int, end bool) int {
	band := c.bands[sheet]
	if band == 0 || r < band || r == band && !end {
		return r
	}
	return min(r+grown, a1.MaxRow)
}

var refPattern = regexp.MustCompile(`((?:'(?:[^']|'')+'|[^\s'"!,:;()$&=<>+*/-]+)!)?(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?`)

// moved is a text with references with all rows moved.
func (c *comparison) moved(text string) string {
	return refPattern.ReplaceAllStringFunc(text, func(s string) string {
		m := refPattern.FindStringSubmatch(s)
		sheet := c.sheet
		if m[1] != "" {
			sheet = strings.ReplaceAll(strings.Trim(strings.TrimSuffix(m[1], "!"), "'"), "''", "'")
		}
		out := m[1] + m[2] + strconv.Itoa(c.rowOf(sheet, atoi(m[3]), false))
		switch {
		case m[5] != "":
			out += ":" + m[4] + strconv.Itoa(c.rowOf(sheet, atoi(m[5]), true))
		case isRange(text, s) && c.bands[sheet] == atoi(m[3]): // a lone cell in a list of ranges grows with its row
			out += ":" + m[2] + strconv.Itoa(c.rowOf(sheet, atoi(m[3]), true))
		}
		return out
	})
}

// isRange says whether a text is a list of ranges, not a formula.
func isRange(text, ref string) bool {
	return !strings.ContainsAny(text, "$!=<>()+*") && strings.Contains(text, ref)
}

// cells compares the rows of a sheet.
func (c *comparison) cells(before, after *xlsxedit.Workbook, i int) {
	read := func(f *xlsxedit.File, wb *xlsxedit.Workbook) *xlsxedit.Sheet {
		copied := f.Clone() // Sheet empties the tree
		shared, err := copied.Strings(wb)
		must(c.t, err)
		s, err := copied.Sheet(wb.Sheets[i], shared)
		must(c.t, err)
		return s
	}
	x, y := read(c.before, before), read(c.after, after)
	for _, r := range x.Rows {
		for _, cell := range r.Cells {
			if strings.Contains(cell.Text, "@款") {
				c.bands[x.Name] = r.R
			}
		}
	}
	c.sheet = x.Name
	c.dimension(y)
	rows := map[int]xlsxedit.Row{}
	for _, r := range y.Rows {
		rows[r.R] = r
	}
	for _, r := range x.Rows {
		if band := c.bands[x.Name]; band > 0 && r.R > a1.MaxRow-grown {
			continue // off the end of the sheet
		}
		to := c.row(r.R, false)
		for n := to; n <= to+grown && (n == to || r.R == c.bands[x.Name]); n++ {
			c.sameRow(r, rows[n], n)
		}
	}
	var want []string
	for _, m := range x.Merges {
		want = append(want, c.moved(m.String()))
	}
	var got []string
	for _, m := range y.Merges {
		got = append(got, m.String())
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		c.t.Errorf("%s: merges are %v, want %v", x.Name, got, want)
	}
}

// dimension checks the used range that a sheet tells, however wrong it was.
func (c *comparison) dimension(s *xlsxedit.Sheet) {
	e := s.Doc.Root().SelectElement("dimension")
	if e == nil {
		return
	}
	used := a1.Range{Col1: a1.MaxCol, Row1: a1.MaxRow}
	for _, r := range s.Rows {
		for _, x := range r.Cells {
			used = a1.Range{Col1: min(used.Col1, x.Col), Row1: min(used.Row1, r.R), Col2: max(used.Col2, x.Col), Row2: max(used.Row2, r.R)}
		}
	}
	if got := e.SelectAttrValue("ref", ""); got != used.String() {
		c.t.Errorf("%s: the dimension is %s, want %s", s.Name, got, used)
	}
}

func (c *comparison) sameRow(x, y xlsxedit.Row, to int) {
	at := fmt.Sprintf("%s row %d (%d of the template)", c.sheet, to, x.R)
	if y.R == 0 {
		c.t.Errorf("%s is lost", at)
		return
	}
	attrs := func(r xlsxedit.Row) string {
		var out []string
		for _, a := range r.Attrs {
			out = append(out, a.FullKey()+"="+a.Value)
		}
		return strings.Join(out, " ")
	}
	if attrs(x) != attrs(y) {
		c.t.Errorf("%s has %s, in the template %s", at, attrs(y), attrs(x))
	}
	if len(x.Cells) != len(y.Cells) {
		c.t.Errorf("%s has %d cells, in the template %d", at, len(y.Cells), len(x.Cells))
		return
	}
	for i, a := range x.Cells {
		b := y.Cells[i]
		switch {
		case a.Col != b.Col || a.Style != b.Style:
			c.t.Errorf("%s: cell %d has style %d, in the template %d", at, a.Col, b.Style, a.Style)
		case a.Formula != nil:
			if b.Formula == nil {
				c.t.Errorf("%s: cell %d lost its formula", at, a.Col)
			}
		case strings.Contains(a.Text, "{{"):
			if strings.Contains(b.Text, "{{") {
				c.t.Errorf("%s: cell %d still says %s", at, a.Col, b.Text)
			}
			if a.Rich != "" && b.Rich == "" && b.Text != "" {
				c.t.Errorf("%s: cell %d lost its runs", at, a.Col)
			}
		case a.Text != b.Text || len(a.Runs()) != len(b.Runs()) || a.Type == "n" && a.Value != b.Value:
			c.t.Errorf("%s: cell %d is %q %s, in the template %q %s", at, a.Col, b.Text, b.Value, a.Text, a.Value)
		}
	}
}
