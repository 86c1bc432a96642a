package xlsxread

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Bounds of texts. More texts than rows that a sheet has come from no program.
const (
	maxStrings = 2_000_000
	maxText    = 1 << 20 // bytes of one text; Excel's limit is 32,767 characters
)

// String is a text of a cell.
type String struct {
	Text string
	Runs string // the XML between <si> and </si> of a text with runs of different fonts, as the part has it
}

// ReadStrings reads the content of a part of shared strings. runs says whether
// Runs are wanted.
func ReadStrings(part string, content []byte, runs bool) (out []String, err error) {
	t := TokensOf(content)
	t.bytes = content
	err = readStrings(t, func(s String) { out = append(out, s) }, runs)
	return out, Within(part, err)
}

func readStrings(t *Tokens, add func(String), runs bool) error {
	if err := t.root("sst"); err != nil {
		return err
	}
	n := 0
	err := t.inside(func(e *Token) error {
		if string(e.Name) != "si" {
			return t.Skip()
		}
		if n++; n > maxStrings {
			return tooLarge("文字超过 %d 条", maxStrings)
		}
		s, err := t.richText(runs)
		add(s)
		return err
	})
	if err == nil {
		err = t.finish()
	}
	return err
}

// richText joins the runs of the text whose element was just begun, without the
// phonetic guides (rPh) that Asian versions of Excel put beside them.
func (t *Tokens) richText(runs bool) (s String, err error) {
	from, to := t.token.To, 0
	elements, plain := 0, true
	b := t.joined[:0]
	text := func() (err error) {
		b, err = t.chars(b)
		return err
	}
	err = t.inside(func(e *Token) error {
		elements++
		to = t.token.To
		switch string(e.Name) {
		case "t":
			return text()
		case "r":
			plain = false
			return t.inside(func(e *Token) error {
				if string(e.Name) == "t" {
					return text()
				}
				return t.Skip()
			})
		case "rPh", "phoneticPr", "extLst":
			plain = false
			return t.Skip()
		}
		return damaged("文字里有不认识的“%s”", e.Name)
	})
	t.joined = b
	s.Text = Unescape(string(b))
	if to = t.token.From; runs && err == nil && t.bytes != nil && (!plain || elements > 1) {
		s.Runs = string(t.bytes[from:to])
	}
	return s, err
}

// chars appends the characters up to the end of the element that was just begun,
// in which no other may stand.
func (t *Tokens) chars(to []byte) ([]byte, error) {
	from := len(to)
	for {
		e, err := t.Next()
		if err != nil {
			return to, err
		}
		switch e.kind {
		case startToken:
			return to, damaged("文字或数里夹着标签“%s”", e.Name)
		case endToken:
			return to, nil
		}
		if len(to)+len(e.Text) > from+maxText {
			return to, tooLarge("一格文字超过 %d kB", maxText>>10)
		}
		to = append(to, e.Text...)
	}
}

// inside calls visit for every own element directly in the one that was just
// begun, up to its end; visit reads each to its end. Text there, and elements of
// other languages but in an extension, would be lost.
func (t *Tokens) inside(visit func(*Token) error) error {
	for {
		if more, err := t.next(visit); !more {
			return err
		}
	}
}

// next is one step of inside.
func (t *Tokens) next(visit func(*Token) error) (more bool, err error) {
	e, err := t.Next()
	switch {
	case err != nil:
	case e.kind == endToken:
		return false, nil
	case e.kind == textToken:
		if !blank(e.Text) {
			err = damaged("标签之间有多余的文字“%s”", clip(e.Text))
		}
	case !e.Own:
		err = damaged("有不认识的标签“%s”", e.Name)
	default:
		err = visit(e)
	}
	return err == nil, err
}

func clip(b []byte) string {
	if r := []rune(string(b[:min(len(b), 200)])); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return string(b)
}

// known are the namespaces of workbooks: Transitional, Strict, and none, as some
// programs forget it.
func known(uri string) bool {
	switch uri {
	case "", "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main":
		return true
	}
	return false
}

var escaped = regexp.MustCompile(`(_x[0-9A-Fa-f]{4}_)+`)

// Unescape undoes _x000D_, the way in which a cell's text keeps characters
// that XML may not hold (ECMA-376 part 1, 22.9.2.19).
func Unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(e string) string {
		var units []uint16
		for ; e != ""; e = e[7:] {
			n, _ := strconv.ParseUint(e[2:6], 16, 16)
			units = append(units, uint16(n))
		}
		return string(utf16.Decode(units))
	})
}
