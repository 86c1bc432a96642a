package office

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Links lays out a document of Word and gives what its links say, one behind the other,
// the pages that fields name among them: only who lays a document out knows these, and
// LibreOffice does so for no other format than PDF, which keeps the texts of links in plain.
func Links(docx []byte) (string, error) {
	folder, err := os.MkdirTemp("", "ysgk-links")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "document.docx")
	if err := os.WriteFile(file, docx, 0o600); err != nil {
		return "", err
	}
	made, err := Convert("pdf", filepath.Join(folder, "out"), file)
	if err != nil {
		return "", err
	}
	pdf, err := os.ReadFile(made[0])
	return linksOf(pdf), err
}

var (
	object   = regexp.MustCompile(`(?s)(\d+) 0 obj\b(.*?)endobj`)
	packed   = regexp.MustCompile(`(?s)^\s*<<([^>]*/ObjStm[^>]*)>>\s*stream\r?\n`)
	kids     = regexp.MustCompile(`(?s)/Type ?/Pages\b.*?/Kids ?\[([^\]]*)\]`)
	annots   = regexp.MustCompile(`(?s)/Annots ?\[([^\]]*)\]`)
	refer    = regexp.MustCompile(`(\d+) 0 R`)
	contents = regexp.MustCompile(`/Contents ?<(?i:FEFF)([0-9A-Fa-f\s]*)>`)
	counts   = regexp.MustCompile(`/(N|First) (\d+)`)
)

// mostUnpacked is how much a packed part of a PDF may unpack to.
const mostUnpacked = 16 << 20

// objectsOf are the objects of a PDF by number; newer programs pack most of them.
func objectsOf(pdf []byte) map[string][]byte {
	out := map[string][]byte{}
	for _, m := range object.FindAllSubmatch(pdf, -1) {
		head := packed.FindSubmatch(m[2])
		if head == nil {
			out[string(m[1])] = m[2]
			continue
		}
		z, err := zlib.NewReader(bytes.NewReader(m[2][len(head[0]):]))
		if err != nil {
			continue
		}
		part, _ := io.ReadAll(io.LimitReader(z, mostUnpacked)) // what could be read
		n := map[string]int{}
		for _, c := range counts.FindAllSubmatch(head[1], -1) {
			n[string(c[1])], _ = strconv.Atoi(string(c[2]))
		}
		index := bytes.Fields(part[:min(n["First"], len(part))])
		for i := 0; i+1 < len(index) && i < 2*n["N"]; i += 2 {
			from, _ := strconv.Atoi(string(index[i+1]))
			to := len(part)
			if i+3 < len(index) {
				next, _ := strconv.Atoi(string(index[i+3]))
				to = min(to, n["First"]+next)
			}
			if from += n["First"]; from <= to {
				out[string(index[i])] = part[from:to]
			}
		}
	}
	return out
}

// linksOf are the texts of the links of a PDF by page, each in a line.
func linksOf(pdf []byte) string {
	objects := objectsOf(pdf)
	var b strings.Builder
	for _, o := range objects {
		pages := kids.FindSubmatch(o)
		if pages == nil {
			continue
		}
		for _, page := range refer.FindAllSubmatch(pages[1], -1) {
			list := annots.FindSubmatch(objects[string(page[1])])
			if list == nil {
				continue
			}
			for _, link := range refer.FindAllSubmatch(list[1], -1) {
				if m := contents.FindSubmatch(objects[string(link[1])]); m != nil {
					b.WriteString(decoded(m[1]) + "\n")
				}
			}
		}
		return b.String() // LibreOffice has all pages in one list
	}
	return ""
}

// decoded is a text of hexadecimal digits, in units of 16 bits.
func decoded(digits []byte) string {
	raw, err := hex.DecodeString(string(bytes.Join(bytes.Fields(digits), nil)))
	if err != nil {
		return ""
	}
	var units []uint16
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(units))
}
