package xlsxedit

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/beevik/etree"
)

// Strings is a table of shared strings: each text, plain or rich, once.
type Strings struct {
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
	doc, err := f.read(part)
	if err != nil {
		return nil, err
	}
	for _, si := range doc.Root().SelectElements("si") {
		s.items = append(s.items, sharedString{richXML(si), richText(si)})
	}
	return s, nil
}

// NewStrings is an empty table.
func NewStrings() *Strings { return &Strings{plain: map[string]int{}, rich: map[string]int{}} }

// Text is the plain text of item i, "" if there is none.
func (s *Strings) Text(i int) string {
	if i < 0 || i >= len(s.items) {
		return ""
	}
	return s.items[i].text
}

// Rich is the <si> element of item i if it has runs of different fonts, else "".
func (s *Strings) Rich(i int) string {
	if i < 0 || i >= len(s.items) {
		return ""
	}
	return s.items[i].rich
}

// Add puts a plain text into the table and gives its index.
func (s *Strings) Add(text string) int {
	i, ok := s.plain[text]
	if !ok {
		i = len(s.items)
		s.plain[text] = i
		s.items = append(s.items, sharedString{text: text})
	}
	return i
}

// AddRich puts an <si> element into the table and gives its index.
func (s *Strings) AddRich(si string) int {
	i, ok := s.rich[si]
	if !ok {
		i = len(s.items)
		s.rich[si] = i
		s.items = append(s.items, sharedString{rich: si})
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

// richXML is an <si> or <is> element as an <si> if it says more than a text.
func richXML(e *etree.Element) string {
	if c := e.ChildElements(); len(c) == 0 || len(c) == 1 && c[0].Tag == "t" {
		return ""
	}
	si := e.Copy()
	si.Space, si.Tag = "", "si"
	for _, c := range si.FindElements(".//*") {
		c.Space = "" // the new table declares no prefix
	}
	d := etree.NewDocument()
	d.SetRoot(si)
	s, err := d.WriteToString()
	if err != nil {
		return "" // a strings.Builder takes everything
	}
	return s
}

// richText joins the runs of a string, without phonetic guides.
func richText(si *etree.Element) string {
	var b strings.Builder
	for _, c := range si.ChildElements() {
		switch c.Tag {
		case "t":
			b.WriteString(c.Text())
		case "r":
			if t := c.SelectElement("t"); t != nil {
				b.WriteString(t.Text())
			}
		}
	}
	return unescape(b.String())
}

// Excel writes characters that XML cannot hold as _xHHHH_, and so a text that
// looks like that must have its underscore written that way.
var escaped = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(m string) string {
		n, _ := strconv.ParseUint(m[2:6], 16, 16)
		return string(rune(n))
	})
}

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
