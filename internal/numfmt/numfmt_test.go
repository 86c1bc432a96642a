package numfmt_test

import (
	"bufio"
	_ "embed"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/numfmt"
)

// The rows are what Excel's zh-CN edition shows. Columns: number (or text in
// quotes), format, the text, and why LibreOffice gives another (or "-" if it
// gives the same). A blank at an end is written ␣, and "✗" for what the package
// leaves to the spreadsheet program.
//
//go:embed testdata/formats.tsv
var formats string

type row struct {
	number, format, text, differs string
}

func rows(t testing.TB) (all []row) {
	t.Helper()
	lines := bufio.NewScanner(strings.NewReader(formats))
	for lines.Scan() {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "//") {
			continue
		}
		f := strings.Split(strings.ReplaceAll(line, "␣", " "), "\t")
		if len(f) == 3 {
			f = append(f, "")
		}
		if len(f) != 4 {
			t.Fatalf("a row has number, format, text and maybe a reason: %q", line)
		}
		all = append(all, row{f[0], f[1], f[2], f[3]})
	}
	return all
}

func (r row) give(t testing.TB) (string, bool) {
	if text, ok := strings.CutPrefix(r.number, `"`); ok {
		return numfmt.TextOf(strings.TrimSuffix(text, `"`), r.format)
	}
	d, err := decimal.NewFromString(r.number)
	if err != nil {
		t.Fatal(err)
	}
	return numfmt.Text(d, r.format)
}

func TestNumbersLookAsInExcel(t *testing.T) {
	for _, r := range rows(t) {
		text, ok := r.give(t)
		if !ok {
			text = "✗"
		}
		if text != r.text {
			t.Errorf("%s in %s: %q, want %q", r.number, r.format, text, r.text)
		}
	}
}
