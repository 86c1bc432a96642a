package xlsxedit

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/beevik/etree"
)

// Bounds of what Open unpacks. A real template has under a hundred parts and a
// few megabytes; beyond this a file is a mistake or an attack.
const (
	maxParts = 5000
	maxSize  = 256 << 20

	maxNested = 1000 // elements within each other; a tree is walked by recursion
)

// Errors of Open.
var (
	ErrNotWorkbook = errors.New("not an .xlsx workbook")
	ErrTooLarge    = errors.New("workbook too large")
)

// File is a workbook as its parts.
type File struct {
	order []string
	parts map[string][]byte
	docs  map[string]*etree.Document // parts parsed, and so perhaps changed
	next  map[string]int             // where freeName begins to look
}

// Open unpacks a workbook.
func Open(b []byte) (*File, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, ErrNotWorkbook
	}
	if len(z.File) > maxParts {
		return nil, ErrTooLarge
	}
	f := &File{parts: map[string][]byte{}, docs: map[string]*etree.Document{}}
	left := int64(maxSize)
	for _, e := range z.File {
		if strings.HasSuffix(e.Name, "/") {
			continue
		}
		r, err := e.Open()
		if err != nil {
			return nil, fmt.Errorf("%w: %s", ErrNotWorkbook, e.Name)
		}
		data, err := io.ReadAll(io.LimitReader(r, left+1))
		r.Close()
		if err != nil {
			return nil, fmt.Errorf("%w: %s", ErrNotWorkbook, e.Name)
		}
		if left -= int64(len(data)); left < 0 {
			return nil, ErrTooLarge
		}
		name := strings.ReplaceAll(e.Name, `\`, "/") // some writers use Windows separators
		if _, ok := f.parts[name]; !ok {
			f.order = append(f.order, name)
		}
		f.parts[name] = data
	}
	if f.parts[contentTypes] == nil {
		return nil, ErrNotWorkbook
	}
	return f, nil
}

// Clone is a copy; changing one does not change the other.
func (f *File) Clone() *File {
	c := &File{order: append([]string(nil), f.order...), parts: map[string][]byte{}, docs: map[string]*etree.Document{}}
	for name, b := range f.parts {
		c.parts[name] = b // parts are replaced, never written into
	}
	for name, d := range f.docs {
		c.docs[name] = d.Copy()
	}
	return c
}

// Names are the part names in the order of the file.
func (f *File) Names() []string { return f.order }

// Part is the content of a part; nil if there is none.
func (f *File) Part(name string) []byte {
	if d := f.docs[name]; d != nil {
		b, err := d.WriteToBytes()
		if err == nil {
			return b
		}
	}
	return f.parts[name]
}

// Has says whether a part exists.
func (f *File) Has(name string) bool { _, ok := f.parts[name]; return ok }

// SetPart adds or replaces a part.
func (f *File) SetPart(name string, b []byte) {
	if !f.Has(name) {
		f.order = append(f.order, name)
	}
	f.parts[name] = b
	delete(f.docs, name)
}

// Remove drops a part and what [Content_Types].xml says of it; relationships to
// it are the caller's.
func (f *File) Remove(name string) {
	if !f.Has(name) {
		return
	}
	delete(f.parts, name)
	delete(f.docs, name)
	for i, n := range f.order {
		if n == name {
			f.order = append(f.order[:i:i], f.order[i+1:]...)
			break
		}
	}
	if types, err := f.XML(contentTypes); err == nil {
		for _, o := range types.Root().SelectElements("Override") {
			if strings.EqualFold(o.SelectAttrValue("PartName", ""), "/"+name) {
				types.Root().RemoveChild(o)
			}
		}
	}
}

// XML is a part as a tree. Changes to the tree are changes to the part, which
// is then written from the tree.
func (f *File) XML(name string) (*etree.Document, error) {
	d, err := f.read(name)
	if err == nil {
		f.docs[name] = d
	}
	return d, err
}

// read is a part as a tree to look at; a part only read keeps its bytes.
func (f *File) read(name string) (*etree.Document, error) {
	if d := f.docs[name]; d != nil {
		return d, nil
	}
	b, ok := f.parts[name]
	if !ok {
		return nil, fmt.Errorf("%w: no part %s", ErrNotWorkbook, name)
	}
	if nested(b) > maxNested {
		return nil, fmt.Errorf("%w: part %s is nested too deeply", ErrNotWorkbook, name)
	}
	d := etree.NewDocument()
	if err := d.ReadFromBytes(b); err != nil || d.Root() == nil {
		return nil, fmt.Errorf("%w: part %s is damaged", ErrNotWorkbook, name)
	}
	// A line break in an attribute (the prompt of a validation) or a carriage
	// return would else be read back as a blank.
	d.WriteSettings = etree.WriteSettings{CanonicalAttrVal: true, CanonicalText: true}
	return d, nil
}

// Write packs the workbook. Equal parts give equal bytes: entries carry no time.
func (f *File) Write(w io.Writer) error {
	z := zip.NewWriter(w)
	// Level 4 writes sheets three times as fast as the default and a tenth larger.
	// A compressor is large, so one serves all parts, one after the other.
	var one *flate.Writer
	z.RegisterCompressor(zip.Deflate, func(out io.Writer) (c io.WriteCloser, err error) {
		if one == nil {
			one, err = flate.NewWriter(out, 4)
		} else {
			one.Reset(out)
		}
		return one, err
	})
	for _, name := range f.order {
		e, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := e.Write(f.Part(name)); err != nil {
			return err
		}
	}
	return z.Close()
}

// nested is how deep the elements of a part stand within each other, roughly:
// what looks like a tag within a comment counts too.
func nested(b []byte) (most int) {
	depth := 0
	for len(b) > 0 {
		i := bytes.IndexByte(b, '<')
		if i < 0 || i+1 == len(b) {
			return most
		}
		end := bytes.IndexByte(b[i:], '>')
		if end < 0 {
			return most
		}
		switch tag := b[i : i+end]; {
		case tag[1] == '/':
			depth--
		case tag[1] != '!' && tag[1] != '?' && tag[len(tag)-1] != '/':
			depth++
			most = max(most, depth)
		}
		b = b[i+end:]
	}
	return most
}

// Relationship is an entry of a part's .rels.
type Relationship struct {
	ID, Type, Target string // Target is a part name, or an address if External
	External         bool   // to a file outside, or to a place in the workbook (#表二!A1)
}

// RelsName is the part that holds the relationships of a part; "" is the package itself.
func RelsName(part string) string {
	if part == "" {
		return "_rels/.rels"
	}
	return path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
}

// Rels are the relationships of a part; "" is the package itself.
func (f *File) Rels(part string) []Relationship {
	doc, err := f.read(RelsName(part))
	if err != nil {
		return nil
	}
	var out []Relationship
	for _, e := range doc.Root().SelectElements("Relationship") {
		r := Relationship{
			ID:     e.SelectAttrValue("Id", ""),
			Type:   path.Base(e.SelectAttrValue("Type", "")),
			Target: e.SelectAttrValue("Target", ""),
		}
		r.External = e.SelectAttrValue("TargetMode", "") == "External" || strings.HasPrefix(r.Target, "#")
		if !r.External {
			r.Target = f.spelled(resolve(part, r.Target))
		}
		out = append(out, r)
	}
	return out
}

// resolve makes a relationship's target a part name.
func resolve(part, target string) string {
	if strings.HasPrefix(target, "/") {
		return target[1:]
	}
	return path.Join(path.Dir(part), target)
}

// spelled is the part that a name means: some programs spell it one way here and
// another way there, and Excel takes them for the same.
func (f *File) spelled(name string) string {
	if f.Has(name) {
		return name
	}
	plain, err := url.PathUnescape(name) // 图%201.xml
	if err != nil {
		plain = name
	}
	for _, n := range f.order {
		if strings.EqualFold(n, plain) || strings.EqualFold(n, name) {
			return n
		}
	}
	return name
}

// RemoveRel drops the relationships of a part to a target.
func (f *File) RemoveRel(part, target string) {
	doc, err := f.XML(RelsName(part))
	if err != nil {
		return
	}
	for _, e := range doc.Root().SelectElements("Relationship") {
		if e.SelectAttrValue("TargetMode", "") != "External" && f.spelled(resolve(part, e.SelectAttrValue("Target", ""))) == target {
			doc.Root().RemoveChild(e)
		}
	}
}
