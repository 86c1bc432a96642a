package proof

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ysgk/internal/xlsxedit"
)

var stored = regexp.MustCompile(`(</f>|<f [^>]*/>)<v>[^<]*</v>`)

// WithoutCaches copies workbooks without the values of their formulas, so that
// what LibreOffice saves of them is its own computation.
func WithoutCaches(t testing.TB, files []string) (out []string) {
	t.Helper()
	folder := t.TempDir()
	for _, name := range files {
		to := filepath.Join(folder, filepath.Base(name))
		editSheets(t, name, to, func(b []byte) []byte { return stored.ReplaceAll(b, []byte("$1")) })
		out = append(out, to)
	}
	return out
}

var (
	unstored = regexp.MustCompile(`(</f>)(<v></v>|<v/>)?</c>`)
	asText   = regexp.MustCompile(`(<c [^>]*?) t="str"([^>]*><f)`) // excelize says so of every formula
)

// WithStale gives every formula of a workbook a stored value, as Excel and WPS
// do: in a template it belongs to the sample rows, and is wrong everywhere else.
func WithStale(t testing.TB, file, value string) {
	t.Helper()
	editSheets(t, file, file, func(b []byte) []byte {
		return asText.ReplaceAll(unstored.ReplaceAll(b, []byte("$1<v>"+value+"</v></c>")), []byte("$1$2"))
	})
}

func editSheets(t testing.TB, from, to string, edit func([]byte) []byte) {
	t.Helper()
	EditParts(t, from, to, "xl/worksheets/sheet", edit)
}

// Parts are the parts of a workbook.
func Parts(t testing.TB, b []byte) *xlsxedit.File {
	t.Helper()
	f, err := xlsxedit.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// EditParts copies a workbook with changes to the parts whose names begin so.
func EditParts(t testing.TB, from, to, prefix string, edit func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	f := Parts(t, b)
	for _, part := range f.Names() {
		if strings.HasPrefix(part, prefix) {
			f.SetPart(part, edit(f.Part(part)))
		}
	}
	var w bytes.Buffer
	if err := f.Write(&w); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, w.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
