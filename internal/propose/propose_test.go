package propose_test

import (
	"bytes"
	"strings"
	"testing"

	"ysgk/internal/a1"
	"ysgk/internal/ooxml"
	"ysgk/internal/proof"
	"ysgk/internal/propose"
)

// cells reads the texts of all sheets; formulas begin with =.
func cells(t testing.TB, book []byte) map[string]string {
	t.Helper()
	f, err := ooxml.Open(book)
	if err != nil {
		t.Fatal(err)
	}
	wb, err := f.Workbook()
	if err != nil {
		t.Fatal(err)
	}
	shared, err := f.Strings(wb)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, ref := range wb.Sheets {
		s, err := f.Sheet(ref, shared)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range s.Rows {
			for _, c := range r.Cells {
				text := c.Text
				if c.Formula != nil {
					text = "=" + c.Formula.Text
				}
				out[ref.Name+"!"+a1.Name(c.Col, r.R)] = text
			}
		}
	}
	return out
}

func TestWhatIsWrittenIntoAWorkbookWithTagsIsWhatStandsThere(t *testing.T) {
	p := proof.DefaultPack(t)
	book := p.Templates[p.Template[0]]
	before := cells(t, book)
	made, err := propose.Propose(book, p)
	if err != nil {
		t.Fatal(err)
	}
	if len(made.Done) < 250 {
		t.Errorf("only %d tags", len(made.Done))
	}
	for _, s := range made.Done {
		was := before[s.Place.String()]
		bare, _, _ := strings.Cut(strings.TrimSuffix(was, "}}"), "|")
		if strings.HasPrefix(was, "=") { // a sum, where the view has an amount of that name
			continue
		}
		if was != s.Text && bare != strings.TrimSuffix(s.Text, "}}") {
			t.Errorf("%s: %s, but there stood %s", s.Place, s.Text, was)
		}
	}
	after := cells(t, made.Book)
	for at, was := range before {
		if after[at] != was && !strings.HasPrefix(was, "=") {
			t.Errorf("%s: %q became %q", at, was, after[at])
		}
	}
}

func TestAllButTheSheetsStaysAsItWas(t *testing.T) {
	p := proof.DefaultPack(t)
	book := p.Templates[p.Template[0]]
	made, err := propose.Propose(book, p)
	if err != nil {
		t.Fatal(err)
	}
	was, err := ooxml.Open(book)
	if err != nil {
		t.Fatal(err)
	}
	now, err := ooxml.Open(made.Book)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range was.Names() {
		if strings.HasPrefix(name, "xl/worksheets/sheet") || strings.Contains(name, "calcChain") {
			continue
		}
		a, b := was.Part(name), now.Part(name)
		if name == "[Content_Types].xml" || strings.HasSuffix(name, "workbook.xml.rels") || name == "xl/workbook.xml" {
			continue // without the calculation chain
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s changed", name)
		}
	}
}

func FuzzAnyWorkbookIsReadOrRefused(f *testing.F) {
	p := proof.DefaultPack(f)
	f.Add(p.Templates[p.Template[0]])
	f.Fuzz(func(t *testing.T, book []byte) {
		if made, err := propose.Propose(book, p); err == nil && len(made.Book) == 0 {
			t.Fatal("no workbook and no error")
		}
	})
}
