package proof

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
)

// Stored reads what workbooks store: values, formulas, merged cells, borders,
// number formats and print areas. Every day an XML decoder reads them, with --全部 openpyxl does.
func Stored(t testing.TB, files ...string) (out []*Book) {
	t.Helper()
	if whole() {
		return Read(t, files...)
	}
	for _, f := range files {
		out = append(out, ReadPlain(t, f).Book())
	}
	return out
}

// Book gives it as openpyxl does, in a tenth of the time; the style is only borders and
// number format.
func (p *Plain) Book() *Book {
	b := &Book{}
	for _, s := range p.Sheets {
		x := Sheet{Name: s.Name, Cells: map[string]Cell{}, MaxRow: s.MaxRow, MaxCol: s.MaxCol,
			PrintArea: s.Printed, Merges: slices.Sorted(slices.Values(s.Merges))}
		for at, style := range s.styles {
			x.Cells[at] = s.Cells[at].cell(style)
		}
		b.Sheets = append(b.Sheets, x)
	}
	return b
}

func (c PlainCell) cell(style string) Cell {
	out := Cell{Value: c.Text, Type: map[Kind]string{None: "n", Number: "n", Text: "s", Bool: "b", Fault: "e"}[c.Kind], Style: style}
	if c.Formula != "" {
		out.Formula = "=" + c.Formula
	}
	if c.Kind == Bool {
		out.Value = map[string]string{"0": "False", "1": "True"}[c.Text]
	}
	return out
}

// styles are borders and number format by the style of a cell.
func (p *Plain) styles() (out []string, err error) {
	if p.Parts["xl/styles.xml"] == "" {
		return nil, nil
	}
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Borders []struct {
			Left   side `xml:"left"`
			Right  side `xml:"right"`
			Top    side `xml:"top"`
			Bottom side `xml:"bottom"`
		} `xml:"borders>border"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
			Border int `xml:"borderId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := p.decode("xl/styles.xml", &styles); err != nil {
		return nil, err
	}
	codes := map[int]string{}
	for _, f := range styles.Formats {
		codes[f.ID] = f.Code
	}
	for _, c := range styles.Cells {
		b := styles.Borders[c.Border]
		out = append(out, fmt.Sprintf("/%v,%v,%v,%v,/%s", b.Left, b.Right, b.Top, b.Bottom, codes[c.Format]))
	}
	return out, nil
}

// side is a side of a border, by the name of its line.
type side struct {
	Style string `xml:"style,attr"`
}

func (s side) String() string { return cmp.Or(s.Style, "-") }
