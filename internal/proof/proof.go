package proof

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"ysgk/internal/office"
	"ysgk/internal/pack"
	"ysgk/templates"
)

//go:embed dump.py
var dumpScript string

// DefaultPack loads the pack that comes with ysgk as it is where nobody wants documents:
// the tables are what most tests are about, and quick to make.
func DefaultPack(t testing.TB) *pack.Pack {
	t.Helper()
	p, err := DocumentPack(t).TablesOnly()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TablesFiles are the files of the pack that comes with ysgk without its document and what
// only that needs.
func TablesFiles(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(templates.Default(), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(path) != ".docx" {
			var b []byte
			b, err = fs.ReadFile(templates.Default(), path)
			out[path] = &fstest.MapFile{Data: b}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	text, _, found := bytes.Cut(out["pack.yaml"].Data, []byte("\n# 只供公开文本（Word）用的"))
	whole := documentLine.ReplaceAll(text, nil)
	if !found || len(whole) == len(text) {
		t.Fatal("pack.yaml does not say what only its document needs")
	}
	out["pack.yaml"].Data = whole
	return out
}

// documentLine names the document of the pack that comes with ysgk.
var documentLine = regexp.MustCompile(`(?m)^文本: .*\n`)

// SecondPack loads the pack of another bureau: amounts in 元, codes in three
// columns, totals at the bottom, sentences with figures.
func SecondPack(t testing.TB) *pack.Pack {
	t.Helper()
	p, err := pack.Load(os.DirFS("../../templates/yunling"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// DocumentPack loads the pack that comes with ysgk, the whole with its document.
func DocumentPack(t testing.TB) *pack.Pack {
	t.Helper()
	p, err := pack.Load(templates.Default())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Book is what openpyxl reads of a workbook.
type Book struct {
	Sheets []Sheet           `json:"sheets"`
	Names  map[string]string `json:"names"`
}

// Sheet is one worksheet: cells by address, and its layout.
type Sheet struct {
	Name       string             `json:"name"`
	State      string             `json:"state"`
	Cells      map[string]Cell    `json:"cells"`
	MaxRow     int                `json:"max_row"`
	MaxCol     int                `json:"max_col"`
	Merges     []string           `json:"merges"`
	Heights    map[string]float64 `json:"heights"`
	Widths     map[string]float64 `json:"widths"`
	PrintArea  string             `json:"print_area"`
	PrintTitle string             `json:"print_title"`
	Page       map[string]string  `json:"page"`
	Freeze     string             `json:"freeze"`
	Rules      []string           `json:"rules"` // conditional formats and validations
}

// Cell is a cell with its cached value.
type Cell struct {
	Value   string `json:"value"`
	Type    string `json:"type"` // n, s, b, e, d
	Formula string `json:"formula"`
	Style   string `json:"style"` // font, fill, border, alignment, number format
	Comment string `json:"comment"`
}

// Sheet finds a sheet by name; the test fails if there is none.
func (b *Book) Sheet(t testing.TB, name string) *Sheet {
	t.Helper()
	for i := range b.Sheets {
		if b.Sheets[i].Name == name {
			return &b.Sheets[i]
		}
	}
	t.Fatalf("no sheet %s", name)
	return nil
}

// Read reads workbooks with openpyxl; see Outside.
func Read(t testing.TB, files ...string) []*Book {
	t.Helper()
	return dump(t, nil, files)
}

// Values reads only the values of the cells with openpyxl, much faster.
func Values(t testing.TB, files ...string) []*Book {
	t.Helper()
	return dump(t, []string{"--values"}, files)
}

func dump(t testing.TB, options, files []string) []*Book {
	t.Helper()
	Outside(t)
	script := filepath.Join(t.TempDir(), "dump.py")
	if err := os.WriteFile(script, []byte(dumpScript), 0o600); err != nil {
		t.Fatal(err)
	}
	interpreter := python(t)
	read := make([][]*Book, runtime.NumCPU())
	inParts(t, files, func(part int, files []string) error {
		cmd := exec.Command(interpreter, slices.Concat([]string{script}, options, files)...)
		var stderr strings.Builder
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("openpyxl cannot read the workbook: %w\n%s", err, stderr.String())
		}
		return json.Unmarshal(out, &read[part])
	})
	return slices.Concat(read...)
}

// inParts works on the files with one process per core, in order.
func inParts(t testing.TB, files []string, work func(part int, files []string) error) {
	t.Helper()
	size := (len(files) + runtime.NumCPU() - 1) / runtime.NumCPU()
	var wait sync.WaitGroup
	errs := make([]error, runtime.NumCPU())
	for i := 0; i*size < len(files); i++ {
		wait.Go(func() { errs[i] = work(i, files[i*size:min(len(files), (i+1)*size)]) })
	}
	wait.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// Python runs a script in an interpreter that has openpyxl; see Outside.
func Python(t testing.TB, script string, args ...string) {
	t.Helper()
	Outside(t)
	out, err := exec.Command(python(t), append([]string{"-c", script}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("python: %v\n%s", err, out)
	}
}

// python is an interpreter that has openpyxl; Debian's stands beside others.
func python(t testing.TB) string {
	t.Helper()
	for _, p := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(p, "-c", "import openpyxl").Run() == nil {
			return p
		}
	}
	t.Fatal("python3 with openpyxl is missing; run the README's test command")
	return ""
}

// Convert lets LibreOffice open workbooks and save them in another format
// (xlsx, pdf) into a new folder; with xlsx every formula is computed anew. See
// Outside.
func Convert(t testing.TB, format string, files ...string) (folder string) {
	t.Helper()
	Outside(t)
	folder = t.TempDir()
	inParts(t, files, func(_ int, files []string) error {
		_, err := office.Convert(format, folder, files...)
		return err
	})
	return folder
}
