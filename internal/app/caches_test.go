package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ysgk/internal/ooxml"
)

var cache = regexp.MustCompile(`</f><v>[^<]*</v>`)

// withoutCaches copies workbooks without the values of their formulas, so that
// what LibreOffice saves of them is its own computation.
func withoutCaches(t *testing.T, files []string) (out []string) {
	t.Helper()
	folder := t.TempDir()
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := ooxml.Open(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range f.Names() {
			if strings.HasPrefix(part, "xl/worksheets/sheet") {
				f.SetPart(part, cache.ReplaceAll(f.Part(part), []byte("</f>")))
			}
		}
		var w bytes.Buffer
		if err := f.Write(&w); err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(folder, filepath.Base(name))
		if err := os.WriteFile(to, w.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		out = append(out, to)
	}
	return out
}
