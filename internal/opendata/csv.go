package opendata

import (
	"bytes"
	"encoding/json"
	"strings"
)

// asCSV writes a table as RFC 4180 has it, in UTF-8 with lines ended by LF. There is no
// byte order mark: programs would take it for a part of the first header. Who opens the
// file in Excel has to import it anyway, since a double click turns codes into numbers.
func (t *table) asCSV() []byte {
	var b bytes.Buffer
	row := func(values []string) {
		for i, s := range values {
			if i > 0 {
				b.WriteByte(',')
			}
			if strings.ContainsAny(s, ",\"\r\n") || strings.TrimSpace(s) != s {
				s = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
			}
			b.WriteString(s)
		}
		b.WriteByte('\n')
	}
	var names []string
	for _, c := range t.columns {
		names = append(names, c.name)
	}
	row(names)
	for _, values := range t.rows {
		row(values)
	}
	return b.Bytes()
}

// asJSON writes a table as an array of objects, one a line, with the columns in their order.
// Exact numbers are strings: a reader would make doubles of numbers.
func (t *table) asJSON() []byte {
	var b bytes.Buffer
	b.WriteString("[")
	for i, values := range t.rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n{")
		for j, c := range t.columns {
			if j > 0 {
				b.WriteByte(',')
			}
			b.Write(quote(c.name))
			b.WriteByte(':')
			switch s := values[j]; {
			case s == "":
				b.WriteString("null")
			case c.kind == integer:
				b.WriteString(s)
			default:
				b.Write(quote(s))
			}
		}
		b.WriteByte('}')
	}
	b.WriteString("\n]\n")
	return b.Bytes()
}

// quote is a text in JSON, with <, > and & as they are.
func quote(s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always encodes
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
