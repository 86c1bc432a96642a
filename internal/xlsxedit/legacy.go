package xlsxedit

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"

	"ysgk/internal/pattern"
	"ysgk/internal/xlsxread"
)

// afterLegacy are the elements that the schema (CT_Worksheet) wants behind
// legacyDrawing. AlternateContent wraps controls and oleObjects.
var afterLegacy = []string{
	"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "AlternateContent",
	"webPublishItems", "tableParts", "extLst",
}

// setLegacyDrawing names the drawing that holds the comments' boxes in the text
// of a sheet, which stays as it is else; "" takes the name out.
func (f *File) setLegacyDrawing(part, id string) error {
	b := f.Part(part)
	rest := tail(b)
	offset := len(b) - len(rest)
	if id == "" {
		if m := legacyElement().FindIndex(rest); m != nil {
			f.SetPart(part, splice(b, []edit{{offset + m[0], offset + m[1], ""}}))
		}
		return nil
	}
	at, prefix, err := legacyPlace(rest)
	if err != nil {
		return xlsxread.Within(part, err)
	}
	text := `<` + prefix + `legacyDrawing xmlns:r="` + relationships + `" r:id="` + id + `"/>`
	f.SetPart(part, splice(b, []edit{{offset + at, offset + at, text}}))
	return nil
}

var legacyElement = pattern.Of(`<(\w+:)?legacyDrawing\s[^>]*?(/>|>\s*</(\w+:)?legacyDrawing>)`)

// legacyPlace is where in the tail of a sheet a legacyDrawing goes, and the
// prefix of the sheet's elements.
func legacyPlace(rest []byte) (at int, prefix string, err error) {
	d := xml.NewDecoder(bytes.NewReader(rest))
	depth := 0
	at = -1
	for {
		from := int(d.InputOffset())
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return 0, "", io.ErrUnexpectedEOF
		}
		if err != nil {
			return 0, "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth == 0 && slices.Contains(afterLegacy, t.Name.Local) && at < 0 {
				at = from
			}
			depth++
		case xml.EndElement:
			if depth--; depth >= 0 {
				continue
			}
			if t.Name.Space != "" {
				prefix = t.Name.Space + ":"
			}
			if at < 0 {
				at = from
			}
			return at, prefix, nil
		}
	}
}

// tail is what follows the cells of a sheet. It looks from the end: what comes
// behind a hundred thousand rows is short.
func tail(b []byte) []byte {
	for end := len(b); ; {
		end = bytes.LastIndex(b[:end], []byte("sheetData"))
		if end < 0 {
			return nil
		}
		from := max(0, bytes.LastIndexByte(b[:end], '<')) // else it is part of a text
		if m := endOfCells().FindIndex(b[from:]); m != nil {
			return b[from+m[1]:]
		}
	}
}

var endOfCells = pattern.Of(`^(</(\w+:)?sheetData>|<(\w+:)?sheetData\s*/>)`)
