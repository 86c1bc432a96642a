package app_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"ysgk/internal/app"
	"ysgk/internal/bundle"
	"ysgk/internal/finding"
	"ysgk/internal/packfile"
	"ysgk/internal/proof"
	"ysgk/internal/trust"
)

// mutate changes a template in one place: a byte of the file, or of the XML of one of
// its parts a byte, a tag that is dropped or doubled, a value, or the rest.
func mutate(t *testing.T, book []byte, r *rand.Rand) (out []byte, what string) {
	t.Helper()
	if r.IntN(4) == 0 {
		out, at := slices.Clone(book), r.IntN(len(book))
		out[at] ^= byte(1 + r.IntN(255))
		return out, fmt.Sprint("byte ", at)
	}
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	victim := r.IntN(len(z.File))
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if i == victim {
			content, what = mutateXML(content, r)
			what = f.Name + ": " + what
		}
		part, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), what
}

func mutateXML(text []byte, r *rand.Rand) (out []byte, what string) {
	at := r.IntN(len(text))
	from := bytes.LastIndexByte(text[:at+1], '<')
	to := bytes.IndexByte(text[at:], '>')
	if from < 0 || to < 0 {
		return text[:at], fmt.Sprint("cut off at ", at)
	}
	tag := text[from : at+to+1]
	with := func(middle []byte) []byte { return slices.Concat(text[:from], middle, text[at+to+1:]) }
	switch r.IntN(5) {
	case 0:
		return with(nil), "without " + string(tag)
	case 1:
		return with(slices.Concat(tag, tag)), "twice " + string(tag)
	case 2:
		return text[:at], fmt.Sprint("cut off at ", at)
	case 3:
		values := []string{`"-1"`, `"99999999999"`, `""`, `"甲"`, `"0"`, `"A1:XFD1048576"`}
		if open := bytes.IndexByte(tag, '"'); open >= 0 {
			if end := bytes.IndexByte(tag[open+1:], '"'); end >= 0 {
				return with(slices.Concat(tag[:open], []byte(values[r.IntN(len(values))]), tag[open+end+2:])), "another value in " + string(tag)
			}
		}
		fallthrough
	default:
		out = slices.Clone(text)
		out[at] ^= byte(1 + r.IntN(255))
		return out, fmt.Sprintf("byte %d in %s", at, tag)
	}
}

// A template that something damaged is refused with the file and the part named, or
// filled all the same, in a folder and in a bundle that was built of it.
func TestMutatedTemplatesAreRefusedOrFilled(t *testing.T) {
	files := map[string][]byte{}
	for name, f := range proof.TablesFiles(t) { // a document that lacks a sheet of the workbook names itself
		files[name] = f.Data
	}
	const template = "预算公开表.xlsx"
	book := files[template]
	random := rand.New(rand.NewPCG(15, 2))
	refused, filled := 0, 0
	for i := range proof.Drawn(20, 150) {
		mutated, what := mutate(t, book, random)
		files[template] = mutated
		path := filepath.Join(t.TempDir(), "包")
		if i%2 == 0 {
			for name, content := range files {
				if err := os.MkdirAll(path, 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(path, name), content, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		} else {
			path += ".ysgk"
			data, err := bundle.Build(files, nil, "")
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		output := filepath.Join(t.TempDir(), "公开表.xlsx")
		said, err := fillWith(path, output)
		_, missing := os.Stat(output)
		switch {
		case err == nil && said == "" && missing == nil:
			filled++
			continue
		case err != nil:
			said = err.Error()
			var file *finding.FileError
			if !errors.As(err, &file) {
				t.Errorf("%s: an error that is nobody's: %v", what, err)
			}
		}
		refused++
		if missing == nil || !strings.Contains(said, "预算公开表.xlsx") || !strings.ContainsFunc(said, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s: written %v, said %s", what, missing == nil, said)
		}
	}
	t.Logf("%d refused, %d filled", refused, filled)
}

func fillWith(path, output string) (said string, err error) {
	p, _, err := packfile.Open(path, trust.Folder(""))
	if err != nil {
		return "", err
	}
	_, found, err := app.Fill(app.FillRequest{Pack: p, Input: "../../samples/阳泉市司法局2026年预算录入.xlsx", Output: output, Now: time.Unix(0, 0)})
	for _, f := range found {
		if f.Severity == finding.Error {
			said += f.Place.String() + " " + f.Message + "\n"
		}
	}
	return said, err
}
