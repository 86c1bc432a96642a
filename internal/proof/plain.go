package proof

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"testing"

	"ysgk/internal/a1"
)

// Plain is what a workbook stores, read with nothing but a zip reader and an
// XML decoder: the values that previewers and scripts see, with their types.
type Plain struct {
	Sheets   []PlainSheet
	FullCalc bool // Excel computes all of it when it opens it
	Parts    map[string]string
}

// PlainSheet is one worksheet.
type PlainSheet struct {
	Name    string
	Cells   map[string]PlainCell
	MaxRow  int
	MaxCol  int
	Merges  []string
	Printed string          // the print area, without the sheet's name
	Heights map[int]float64 // points, of the rows that say so
	Height  float64         // of the others
	styles  map[string]string
}

// PlainCell is a cell with its stored value.
type PlainCell struct {
	Kind    Kind
	Text    string // of a number as it is written, of a logical value 1 or 0
	Formula string
	Ref     string // the cells of an array formula
	Counts  bool   // has a formula, though its text may stand in another cell
}

// Kind is the type of a stored value.
type Kind string

// The types of values. None is a cell without one.
const (
	None   Kind = ""
	Number Kind = "number"
	Text   Kind = "text"
	Bool   Kind = "bool"
	Fault  Kind = "error"
)

func (c PlainCell) String() string {
	if c.Kind == None {
		return "nothing"
	}
	return fmt.Sprintf("%s %s", c.Kind, c.Text)
}

// Sheet finds a sheet by its name; nil if there is none.
func (p *Plain) Sheet(name string) *PlainSheet {
	for i := range p.Sheets {
		if p.Sheets[i].Name == name {
			return &p.Sheets[i]
		}
	}
	return nil
}

// ReadPlain reads a workbook; the test fails if it cannot.
func ReadPlain(t testing.TB, file string) *Plain {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return PlainOf(t, b)
}

// PlainOf reads a workbook in memory.
func PlainOf(t testing.TB, b []byte) *Plain {
	t.Helper()
	p, err := readPlain(b)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func readPlain(b []byte) (*Plain, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	p := &Plain{Parts: map[string]string{}}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		b, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			return nil, err
		}
		p.Parts[f.Name] = string(b)
	}
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
		Names []struct {
			Name  string `xml:"name,attr"`
			Sheet int    `xml:"localSheetId,attr"`
			Text  string `xml:",chardata"`
		} `xml:"definedNames>definedName"`
		Calc struct {
			Full string `xml:"fullCalcOnLoad,attr"`
		} `xml:"calcPr"`
	}
	var rels struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := p.decode("xl/workbook.xml", &book); err != nil {
		return nil, err
	}
	if err := p.decode("xl/_rels/workbook.xml.rels", &rels); err != nil {
		return nil, err
	}
	p.FullCalc = book.Calc.Full == "1" || book.Calc.Full == "true"
	words, err := p.words()
	if err != nil {
		return nil, err
	}
	styles, err := p.styles()
	if err != nil {
		return nil, err
	}
	for i, s := range book.Sheets {
		for _, r := range rels.List {
			if r.ID != s.ID {
				continue
			}
			part := strings.TrimPrefix(r.Target, "/")
			if part == r.Target {
				part = path.Join("xl", r.Target)
			}
			sheet, err := p.sheet(part, words, styles)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", part, err)
			}
			sheet.Name = s.Name
			for _, n := range book.Names {
				if n.Name == "_xlnm.Print_Area" && n.Sheet == i {
					sheet.Printed = n.Text[strings.LastIndex(n.Text, "!")+1:]
				}
			}
			p.Sheets = append(p.Sheets, *sheet)
		}
	}
	return p, nil
}

func (p *Plain) decode(part string, into any) error {
	return xml.Unmarshal([]byte(p.Parts[part]), into)
}

// rich is a text, whole or in runs; what is read aloud (rPh) is no part of it.
type rich struct {
	T    string `xml:"t"`
	Runs []struct {
		T string `xml:"t"`
	} `xml:"r"`
}

func (r rich) text() string {
	out := r.T
	for _, x := range r.Runs {
		out += x.T
	}
	return out
}

func (p *Plain) words() (out []string, err error) {
	if p.Parts["xl/sharedStrings.xml"] == "" {
		return nil, nil
	}
	var table struct {
		Items []rich `xml:"si"`
	}
	if err := p.decode("xl/sharedStrings.xml", &table); err != nil {
		return nil, err
	}
	for _, s := range table.Items {
		out = append(out, s.text())
	}
	return out, nil
}

type plainRow struct {
	R      int     `xml:"r,attr"`
	Height float64 `xml:"ht,attr"`
	Cells  []struct {
		R string  `xml:"r,attr"`
		S int     `xml:"s,attr"`
		T string  `xml:"t,attr"`
		V *string `xml:"v"`
		F *struct {
			Text string `xml:",chardata"`
			Ref  string `xml:"ref,attr"`
			Kind string `xml:"t,attr"`
		} `xml:"f"`
		Inline *rich `xml:"is"`
	} `xml:"c"`
}

func (p *Plain) sheet(part string, words, styles []string) (*PlainSheet, error) {
	var raw struct {
		Format struct {
			Height float64 `xml:"defaultRowHeight,attr"`
		} `xml:"sheetFormatPr"`
		Rows   []plainRow `xml:"sheetData>row"`
		Merges []struct {
			Ref string `xml:"ref,attr"`
		} `xml:"mergeCells>mergeCell"`
	}
	if err := p.decode(part, &raw); err != nil {
		return nil, err
	}
	s := &PlainSheet{Cells: map[string]PlainCell{}, Heights: map[int]float64{}, styles: map[string]string{}, Height: raw.Format.Height}
	if s.Height == 0 {
		s.Height = 15
	}
	for _, row := range raw.Rows {
		s.MaxRow = max(s.MaxRow, row.R)
		if row.Height > 0 {
			s.Heights[row.R] = row.Height
		}
		for _, c := range row.Cells {
			var x PlainCell
			if c.S < len(styles) {
				s.styles[c.R] = styles[c.S]
			}
			if c.F != nil {
				x.Formula, x.Counts = c.F.Text, true
				if c.F.Kind == "array" {
					x.Ref = c.F.Ref
				}
			}
			switch {
			case c.T == "inlineStr" && c.Inline != nil:
				x.Kind, x.Text = Text, c.Inline.text()
			case c.V == nil:
			case c.T == "s":
				var i int
				if _, err := fmt.Sscan(*c.V, &i); err != nil || i >= len(words) {
					return nil, fmt.Errorf("%s has no text %s", c.R, *c.V)
				}
				x.Kind, x.Text = Text, words[i]
			case c.T == "str":
				x.Kind, x.Text = Text, *c.V
			case c.T == "b":
				x.Kind, x.Text = Bool, *c.V
			case c.T == "e":
				x.Kind, x.Text = Fault, *c.V
			case *c.V != "":
				x.Kind, x.Text = Number, *c.V
			}
			if col, _, ok := a1.Parse(c.R); ok {
				s.MaxCol = max(s.MaxCol, col)
			}
			if x.Kind != None || x.Counts {
				s.Cells[c.R] = x
			}
		}
	}
	for _, m := range raw.Merges {
		s.Merges = append(s.Merges, m.Ref)
		s.cover(m.Ref)
	}
	return s, nil
}

// cover takes out what a merged cell hides: nobody sees it.
func (s *PlainSheet) cover(ref string) {
	r, ok := a1.ParseRange(ref)
	for row := r.Row1; ok && row <= r.Row2; row++ {
		for col := r.Col1; col <= r.Col2; col++ {
			if row > r.Row1 || col > r.Col1 {
				delete(s.Cells, a1.Name(col, row))
			}
		}
	}
}
