package xlsxedit

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/pattern"
	"ysgk/internal/xlsxread"
)

// Strings is a table of shared strings: each text, plain or rich, once.
type Strings struct {
	read  []xlsxread.String // of the workbook, as cells refer to them
	items []sharedString
	plain map[string]int // by text
	rich  map[string]int // by XML
}

type sharedString struct {
	rich string // the whole <si> element of a text with runs, "" of a plain one
	text string
}

// Strings reads the shared strings of the workbook; empty if there are none.
func (f *File) Strings(wb *Workbook) (*Strings, error) {
	s := NewStrings()
	part := f.Related(wb.Part, "sharedStrings")
	if part == "" {
		return s, nil
	}
	b, err := f.Bytes(part)
	if err != nil {
		return nil, err
	}
	s.read, err = xlsxread.ReadStrings(part, b, true)
	for i, x := range s.read {
		s.read[i].Runs = richXML(x.Runs)
		s.items = append(s.items, sharedString{s.read[i].Runs, x.Text})
	}
	return s, err
}

// NewStrings is an empty table.
func NewStrings() *Strings { return &Strings{plain: map[string]int{}, rich: map[string]int{}} }

// Add puts a plain text into the table and gives its index.
func (s *Strings) Add(text string) int {
	return s.add(s.plain, text, sharedString{text: text})
}

// AddRich puts an <si> element into the table and gives its index.
func (s *Strings) AddRich(si string) int {
	return s.add(s.rich, si, sharedString{rich: si})
}

func (s *Strings) add(known map[string]int, key string, item sharedString) int {
	i, ok := known[key]
	if !ok {
		i = len(s.items)
		known[key] = i
		s.items = append(s.items, item)
	}
	return i
}

// Part is the content of sharedStrings.xml; uses is how many cells refer to it.
func (s *Strings) Part(uses int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+
		`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="%d" uniqueCount="%d">`, uses, len(s.items))
	for _, it := range s.items {
		if it.rich != "" {
			b.WriteString(it.rich)
			continue
		}
		b.WriteString(`<si><t xml:space="preserve">`)
		b.WriteString(EscapeText(it.text))
		b.WriteString(`</t></si>`)
	}
	b.WriteString(`</sst>`)
	return b.Bytes()
}

// SetStrings makes a table the workbook's shared strings.
func (f *File) SetStrings(wb *Workbook, s *Strings, uses int) error {
	part := f.Related(wb.Part, "sharedStrings")
	if part == "" {
		part = "xl/sharedStrings.xml"
		_, err := f.Relate(wb.Part, part,
			"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings",
			"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml")
		if err != nil {
			return err
		}
	}
	f.SetPart(part, s.Part(uses))
	return nil
}

// richXML is an <si> element of these runs, "" if there are none.
func richXML(runs string) string {
	if runs == "" {
		return ""
	}
	d := etree.NewDocument()
	if err := d.ReadFromString("<si>" + runs + "</si>"); err != nil {
		return "" // the reader has read it before
	}
	for _, c := range d.FindElements("/si//*") {
		c.Space = "" // the new table declares no prefix
	}
	s, err := d.WriteToString()
	if err != nil {
		return "" // a strings.Builder takes everything
	}
	return s
}

// Excel writes characters that XML cannot hold as _xHHHH_, and so a text that
// looks like that must have its underscore written that way.
var escaped = pattern.Of(`^_x[0-9A-Fa-f]{4}_`)

// EscapeText writes a text for an XML element of a workbook.
func EscapeText(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || strings.ContainsRune(`<>&"'_`, r) || r >= 0xfffd }) {
		return s // most texts and formulas
	}
	s = escapeSigns(s)
	var b strings.Builder
	// EscapeText of encoding/xml never fails on a strings.Builder.
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}
