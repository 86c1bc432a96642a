package formula_test

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
	"ysgk/internal/office"
	"ysgk/internal/proof"
)

var update = flag.Bool("update", false, "write the values into testdata/formulas.tsv")

// row is a line of testdata/formulas.tsv: the cell ("" for one of its own below
// the data), the formula, the value that Excel shows (✗ for none), and why
// LibreOffice gives another one.
type row struct {
	sheet    string
	col, row int
	formula  *cell
	line     []string
}

const unsupported = "✗"

func (r row) want() string { return r.line[2] }
func (r row) differs() string {
	if len(r.line) > 3 {
		return r.line[3]
	}
	return ""
}

func rows(t testing.TB) (out []row) {
	t.Helper()
	for i, line := range readLines(t, "testdata/formulas.tsv") {
		for len(line) < 3 {
			line = append(line, "")
		}
		text := line[1]
		if !strings.HasPrefix(text, "{=") {
			text = "=" + text
		}
		r := row{"表", 26, 101 + i, readCell(t, text), line}
		if line[0] != "" {
			r.sheet, r.col, r.row = place(t, line[0])
		}
		out = append(out, r)
	}
	return out
}

// value computes the formula of a row, ✗ if that is not possible.
func (r row) value(b *book) (string, error) {
	f, err := formula.Parse(r.formula.formula)
	if err != nil {
		return "", err
	}
	v, err := f.Eval(b.Sheet(r.sheet).(*sheet).env(r.col, r.row, r.formula.array))
	if errors.Is(err, formula.ErrUnsupported) {
		return unsupported, nil
	}
	return writeValue(v), err
}

func TestFormulasHaveTheValuesOfExcel(t *testing.T) {
	for _, cached := range []bool{false, true} {
		b := testBook(t)
		if cached {
			b.cache = &formula.Cache{}
		}
		all := rows(t)
		for _, r := range all {
			got, err := r.value(b)
			if err != nil {
				t.Errorf("%s: %v", r.line[1], err)
			}
			if *update {
				r.line[2] = got
			} else if got != r.want() {
				t.Errorf("%s is %s, want %s (cached: %v)", r.line[1], got, r.want(), cached)
			}
		}
		if *update {
			write(t, all)
		}
	}
}

func write(t *testing.T, all []row) {
	t.Helper()
	var text strings.Builder
	for _, r := range all {
		text.WriteString(strings.Join(r.line, "\t") + "\n")
	}
	if err := os.WriteFile("testdata/formulas.tsv", []byte(text.String()), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestFormulasHaveTheValuesOfLibreOffice lets LibreOffice compute the same
// formulas in the same workbook. Rows whose difference has a reason are passed
// over; a reason that no longer holds is an error, too.
func TestFormulasHaveTheValuesOfLibreOffice(t *testing.T) {
	proof.Outside(t)
	all := rows(t)
	theirs := computed(t, all)
	for i, r := range all {
		if r.want() == unsupported {
			continue
		}
		same := alike(r.want(), theirs[i])
		switch {
		case !same && r.differs() == "":
			t.Errorf("%s: LibreOffice gives %s, we %s", r.line[1], theirs[i], r.want())
		case same && r.differs() != "":
			t.Errorf("%s: LibreOffice gives %s as well; the reason is old: %s", r.line[1], theirs[i], r.differs())
		}
	}
}

// alike compares values; numbers at 13 digits, since LibreOffice's own are floats.
func alike(ours, theirs string) bool {
	if strings.HasPrefix(ours, `"`) || strings.HasPrefix(ours, "#") {
		return ours == theirs || ours == `""` && theirs == ""
	}
	a, err1 := strconv.ParseFloat(ours, 64)
	b, err2 := strconv.ParseFloat(theirs, 64)
	if err1 != nil || err2 != nil {
		return ours == theirs
	}
	return math.Abs(a-b) <= 1e-13*math.Max(math.Abs(a), math.Abs(b)) || math.Abs(a-b) < 1e-15
}

// newer are functions whose names carry a prefix in files.
var newer = regexp.MustCompile(`\b(CONCAT|TEXTJOIN|IFS|SWITCH|MAXIFS|MINIFS|XLOOKUP|XMATCH|AGGREGATE|IFNA|XOR|UNICHAR|UNICODE|NUMBERVALUE|DAYS|ISOWEEKNUM|CEILING\.MATH|FLOOR\.MATH|FORMULATEXT|ISFORMULA|STDEV\.[SP]|VAR\.[SP]|RANK\.(?:EQ|AVG)|PERCENTILE\.INC|QUARTILE\.INC)\(`)

// computed gives what LibreOffice makes of every row.
func computed(t *testing.T, all []row) []string {
	t.Helper()
	b := testBook(t)
	for _, r := range all {
		b.add(r.sheet).put(r.col, r.row, r.formula)
	}
	file := filepath.Join(t.TempDir(), "book.xlsx")
	if err := b.save(t).SaveAs(file); err != nil {
		t.Fatal(err)
	}
	made, err := office.Recalculate(file, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	read, err := excelize.OpenFile(made)
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	values := make([]string, len(all))
	for i, r := range all {
		name := a1.Name(r.col, r.row)
		text, err := read.GetCellValue(r.sheet, name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		kind, err := read.GetCellType(r.sheet, name)
		if err != nil {
			t.Fatal(err)
		}
		switch kind {
		case excelize.CellTypeSharedString, excelize.CellTypeInlineString, excelize.CellTypeFormula:
			text = `"` + strings.ReplaceAll(text, "\n", `\n`) + `"`
		case excelize.CellTypeBool:
			text = map[string]string{"1": "TRUE", "0": "FALSE"}[text]
		}
		values[i] = text
	}
	return values
}

// save makes a workbook file.
func (b *book) save(t *testing.T) *excelize.File {
	t.Helper()
	f := excelize.NewFile()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, s := range b.sheets {
		if i == 0 {
			check(f.SetSheetName("Sheet1", s.name))
			continue
		}
		_, err := f.NewSheet(s.name)
		check(err)
	}
	for _, s := range b.sheets {
		for at, c := range s.cells {
			check(c.save(f, s.name, a1.Name(at[0], at[1])))
		}
	}
	for name, text := range b.names {
		on, local, scoped := strings.Cut(name, "\t")
		if !scoped {
			on, local = "", name
		}
		check(f.SetDefinedName(&excelize.DefinedName{Name: local, RefersTo: text, Scope: on}))
	}
	for _, r := range b.ranges {
		i := strings.LastIndex(r[0], "!")
		check(f.AddTable(r[0][:i], &excelize.Table{Range: r[0][i+1:], Name: r[1]}))
	}
	return f
}

func (c *cell) save(f *excelize.File, sheet, at string) error {
	switch v := c.value; {
	case c.formula != "":
		var options []excelize.FormulaOpts
		if c.array {
			kind := excelize.STCellFormulaTypeArray
			options = append(options, excelize.FormulaOpts{Type: &kind, Ref: &at})
		}
		return f.SetCellFormula(sheet, at, newer.ReplaceAllString(c.formula, "_xlfn.$1("), options...)
	case v.Kind == formula.Number:
		return f.SetCellValue(sheet, at, v.Num.InexactFloat64())
	case v.Kind == formula.Bool:
		return f.SetCellBool(sheet, at, v.Bool)
	case v.Kind == formula.Text:
		return f.SetCellStr(sheet, at, v.Text)
	}
	return fmt.Errorf("%s!%s: cannot save %v", sheet, at, c.value)
}
