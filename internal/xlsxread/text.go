package xlsxread

import (
	"encoding/xml"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// readStrings keeps the shared strings.
func (f *File) readStrings(part string) error {
	r, err := f.part(part, maxStrings)
	if err != nil {
		return damaged(err)
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	for {
		t, err := d.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return damaged(err)
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "si" {
			s, err := richText(d, "si")
			if err != nil {
				return err
			}
			f.strings = append(f.strings, s)
		}
	}
}

// richText joins the runs of a string up to the end of its element, without
// the phonetic guides (rPh) that Asian versions of Excel put beside them.
func richText(d *xml.Decoder, end string) (string, error) {
	var b strings.Builder
	in, phonetic := false, false
	for {
		t, err := d.RawToken()
		if err != nil {
			return "", damaged(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			in = in || t.Name.Local == "t"
			phonetic = phonetic || t.Name.Local == "rPh"
		case xml.CharData:
			if in && !phonetic {
				b.Write(t)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case end:
				return unescape(b.String()), nil
			case "t":
				in = false
			case "rPh":
				phonetic = false
			}
		}
	}
}

var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescape undoes _x000D_, the way in which a cell's text keeps characters
// that XML may not hold (ECMA-376 part 1, 22.9.2.19).
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(e string) string {
		n, _ := strconv.ParseUint(e[2:6], 16, 16)
		return string(rune(n))
	})
}
