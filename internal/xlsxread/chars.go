package xlsxread

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"strconv"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// nameByte are the bytes that names are made of; those beyond ASCII are taken
// without a look into Unicode's tables.
var nameByte = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= 0x80 || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == ':' || c == '-' || c == '.'
	}
	return t
}()

// nameEnd is how long the name is that a text begins with, 0 if with none.
func nameEnd(b []byte) int {
	n := 0
	for n < len(b) && nameByte[b[n]] {
		n++
	}
	if n > 0 && (b[0] == '-' || b[0] == '.' || b[0] >= '0' && b[0] <= '9') {
		return 0
	}
	return n
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func trimBlank(b []byte) []byte {
	for len(b) > 0 && isBlank(b[0]) {
		b = b[1:]
	}
	return b
}

func blank(b []byte) bool { return len(trimBlank(b)) == 0 }

// appendText undoes references and makes every line end \n.
func appendText(to, raw []byte) ([]byte, error) {
	for {
		i := bytes.IndexByte(raw, '&')
		if i < 0 {
			return appendLines(to, raw), nil
		}
		to = appendLines(to, raw[:i])
		end := bytes.IndexByte(raw[i:min(len(raw), i+12)], ';')
		if end < 0 {
			return to, damaged("“&”后面写得不对")
		}
		r, ok := reference(string(raw[i+1 : i+end]))
		if !ok {
			return to, damaged("不认识“%s”", raw[i:i+end+1])
		}
		to = utf8.AppendRune(to, r)
		raw = raw[i+end+1:]
	}
}

// reference is the character that one of XML's own names, or a number, means.
func reference(name string) (r rune, ok bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "apos":
		return '\'', true
	case "quot":
		return '"', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(n), err == nil && n <= utf8.MaxRune && isChar(rune(n))
}

func isChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r < 0xd800 || r >= 0xe000 && r < 0xfffe || r >= 0x10000
}

// appendLines makes every line end \n.
func appendLines(to, raw []byte) []byte {
	for {
		i := bytes.IndexByte(raw, '\r')
		if i < 0 {
			return append(to, raw...)
		}
		to = append(append(to, raw[:i]...), '\n')
		raw = raw[i+1:]
		if len(raw) > 0 && raw[0] == '\n' {
			raw = raw[1:]
		}
	}
}

// chars checks that a stream is UTF-8 and holds what XML may hold only.
type chars struct {
	rest [utf8.UTFMax]byte // of a character that the last read has cut
	n    int
}

func (c *chars) check(b []byte, last bool) error {
	for c.n > 0 && len(b) > 0 && !utf8.FullRune(c.rest[:c.n]) {
		c.rest[c.n] = b[0]
		c.n++
		b = b[1:]
	}
	if c.n > 0 && (last || len(b) > 0 || utf8.FullRune(c.rest[:c.n])) {
		if !allChars(c.rest[:c.n]) {
			return damaged("文字不是 UTF-8 编码，或有不该有的字符")
		}
		c.n = 0
	}
	if !last {
		for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
			if tail := b[len(b)-n:]; utf8.RuneStart(tail[0]) {
				if !utf8.FullRune(tail) {
					c.n = copy(c.rest[:], tail)
					b = b[:len(b)-n]
				}
				break
			}
		}
	}
	if !allChars(b) {
		return damaged("文字不是 UTF-8 编码，或有不该有的字符")
	}
	return nil
}

// allChars looks at eight bytes at a time.
func allChars(b []byte) bool {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	for s := b; len(s) > 0; {
		if len(s) >= 8 {
			if x := binary.LittleEndian.Uint64(s); (x-0x20*ones)&^x&tops == 0 {
				s = s[8:]
				continue
			}
		}
		for _, c := range s[:min(8, len(s))] {
			if c < 0x20 && c != '\t' && c != '\n' && c != '\r' {
				return false
			}
		}
		s = s[min(8, len(s)):]
	}
	return utf8.Valid(b) && !bytes.Contains(b, []byte("\uFFFE")) && !bytes.Contains(b, []byte("\uFFFF"))
}

// What an XML declaration says.
var (
	version  = regexp.MustCompile(`\sversion\s*=\s*(["'])([^"']*)["']`)
	encoding = regexp.MustCompile(`\sencoding\s*=\s*(["'])([^"']*)["']`)
)

// declaration is the XML declaration that a part begins with.
var declaration = regexp.MustCompile(`^\x{feff}?<\?xml[^?]*\?>`)

// encoded is the UTF-16 that a part begins with, nil if it is UTF-8: a byte order
// mark or a zero beside the first < tells.
func encoded(b []byte) transform.Transformer {
	switch {
	case len(b) < 4:
	case b[0] == 0xff && b[1] == 0xfe || b[0] == '<' && b[1] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case b[0] == 0xfe && b[1] == 0xff || b[0] == 0 && b[1] == '<':
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()
	}
	return nil
}

// utf8Part is a part in UTF-8.
func utf8Part(name string, b []byte) ([]byte, error) {
	decoder := encoded(b)
	if decoder == nil {
		return b, nil
	}
	out, _, err := transform.Bytes(decoder, b)
	if err != nil || len(b)%2 != 0 || bytes.Contains(out, []byte("\uFFFD")) { // what cannot be decoded becomes that
		return nil, Within(name, damaged("UTF-16 编码不完整"))
	}
	return declaration.ReplaceAll(out, nil), nil
}
