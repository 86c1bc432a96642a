package parts

import (
	"archive/zip"
	"cmp"
	"io"
	"maps"
	"runtime"
	"strings"

	"github.com/beevik/etree"
	"github.com/klauspost/compress/flate"

	"ysgk/internal/xlsxread"
)

// MaxNodes is how many elements and attributes trees may have: each takes some
// hundred bytes. A template with a thousand rows of notes has fifty thousand.
const MaxNodes = 1_000_000

// File is a package as its parts.
type File struct {
	from  *xlsxread.Package // of parts that are not unpacked; nil of a new package
	names xlsxread.Names
	parts map[string][]byte          // nil of one that is not unpacked
	docs  map[string]*etree.Document // parts parsed, and so perhaps changed
	next  map[string]int             // where FreeName begins to look
	nodes int                        // of the trees so far
}

// Open unpacks a package. Its errors wrap those of xlsxread.
func Open(b []byte) (*File, error) {
	p, err := xlsxread.OpenPackage(b)
	if err != nil {
		return nil, err
	}
	f, err := From(p)
	if err != nil {
		return nil, err
	}
	for _, name := range f.names.All() {
		if _, err := f.Bytes(name); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// From is a package whose parts are unpacked when they are asked for.
func From(p *xlsxread.Package) (*File, error) {
	f := &File{from: p, names: p.Names.Clone(), parts: map[string][]byte{}, docs: map[string]*etree.Document{}}
	if !f.Has(contentTypes) {
		return nil, xlsxread.Damaged(contentTypes, "缺少这个部件")
	}
	return f, nil
}

// Clone is a copy; changing one does not change the other.
func (f *File) Clone() *File {
	c := &File{from: f.from, names: f.names.Clone(), parts: maps.Clone(f.parts), docs: map[string]*etree.Document{}} // parts are replaced, never written into
	for name, d := range f.docs {
		c.docs[name] = d.Copy()
	}
	return c
}

// Names are the part names in the order of the file.
func (f *File) Names() []string { return f.names.All() }

// Part is the content of a part; nil if there is none, or it is damaged.
func (f *File) Part(name string) []byte {
	b, err := f.Bytes(name)
	if err != nil {
		return nil
	}
	return b
}

// Bytes is the content of a part, which is unpacked if it has not been.
func (f *File) Bytes(name string) ([]byte, error) {
	if d := f.docs[name]; d != nil {
		return d.WriteToBytes()
	}
	if b := f.parts[name]; b != nil {
		return b, nil
	}
	if !f.Has(name) || f.from == nil {
		return nil, xlsxread.Damaged(name, "缺少这个部件")
	}
	b, err := f.from.Part(name)
	if err == nil {
		f.parts[name] = b
	}
	return b, err
}

// Has says whether a part exists.
func (f *File) Has(name string) bool { return f.names.Has(name) }

// SetPart adds or replaces a part.
func (f *File) SetPart(name string, b []byte) {
	f.names.Add(name)
	if b == nil {
		b = []byte{} // it is there, and holds nothing
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
	f.names.Drop(name)
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
	d, err := f.Look(name)
	if err == nil {
		f.docs[name] = d
	}
	return d, err
}

// Look is a part as a tree to look at; a part only read keeps its bytes.
func (f *File) Look(name string) (*etree.Document, error) {
	if d := f.docs[name]; d != nil {
		return d, nil
	}
	b, err := f.Bytes(name)
	if err != nil {
		return nil, err
	}
	return f.Tree(name, b)
}

// Tree parses a part. etree's own reader takes much for XML that is none, and its time.
func (f *File) Tree(name string, b []byte) (*etree.Document, error) {
	d := etree.NewDocument()
	nodes, err := xlsxread.Walk(name, b, MaxNodes-f.nodes, grow(&d.Element))
	if err != nil {
		return nil, err
	}
	f.nodes += nodes
	// A line break in an attribute (the prompt of a validation) or a carriage
	// return would else be read back as a blank.
	d.WriteSettings = etree.WriteSettings{CanonicalAttrVal: true, CanonicalText: true}
	return d, nil
}

// grow adds to an element what is told.
func grow(e *etree.Element) func(*xlsxread.Token) {
	words := map[string]string{} // there are few different names
	word := func(b []byte) string {
		s, known := words[string(b)]
		if !known {
			s = string(b)
			words[s] = s
		}
		return s
	}
	return func(t *xlsxread.Token) {
		switch {
		case t.Start():
			e = e.CreateElement("")
			e.Space, e.Tag = strings.TrimSuffix(t.Prefix, ":"), word(t.Name)
			e.Attr = make([]etree.Attr, 0, len(t.Attrs))
			for _, a := range t.Attrs {
				e.CreateAttr(word(a.Name), string(a.Value))
			}
		case t.End():
			e = e.Parent()
		case t.Comment():
			e.CreateComment(string(t.Text))
		case t.Instruction():
			text, blanks := string(t.Text), " \t\r\n"
			n := strings.IndexAny(text+" ", blanks)
			e.CreateProcInst(text[:n], strings.TrimLeft(text[n:], blanks))
		default:
			e.CreateText(string(t.Text))
		}
	}
}

// compressors have done their work, as many as may be at work at the same time. One takes a
// megabyte, and a sync.Pool would not find that of another processor.
var compressors = make(chan *flate.Writer, runtime.GOMAXPROCS(0))

// compressor is at level 5, which writes sheets several times as fast as the default of
// archive/zip and a twentieth larger.
func compressor() *flate.Writer {
	select {
	case w := <-compressors:
		return w
	default:
	}
	w, err := flate.NewWriter(nil, 5)
	if err != nil {
		panic(err) // there is such a level
	}
	return w
}

// Write packs the parts. Equal parts give equal bytes: entries carry no time.
func (f *File) Write(w io.Writer) error {
	z := zip.NewWriter(w)
	one := compressor() // for all parts, one after the other, and the next package
	defer func() {
		one.Reset(nil) // the package is not kept
		select {
		case compressors <- one:
		default:
		}
	}()
	z.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		one.Reset(out)
		return one, nil
	})
	for _, name := range f.names.All() {
		content, err := f.Bytes(name)
		if err != nil {
			return err
		}
		e, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := e.Write(content); err != nil {
			return err
		}
	}
	return z.Close()
}

// RelsName is the part that holds the relationships of a part; "" is the package itself.
func RelsName(part string) string { return xlsxread.RelsName(part) }

// Relationship is an entry of a part's .rels.
type Relationship = xlsxread.Relationship

// Rels are the relationships of a part; "" is the package itself.
func (f *File) Rels(part string) []Relationship {
	name := RelsName(part)
	if !f.Has(name) {
		return nil // as most parts have none
	}
	if f.docs[name] == nil {
		if all, err := xlsxread.ReadRels(part, f.Part(name)); err == nil {
			for i, r := range all {
				if !r.External {
					all[i].Target = f.Spelled(r.Target)
				}
			}
			return all
		}
	}
	doc, err := f.Look(name)
	if err != nil {
		return nil
	}
	var out []Relationship
	for _, e := range doc.Root().SelectElements("Relationship") {
		out = append(out, f.RelationshipOf(part, e))
	}
	return out
}

// RelationshipOf reads an entry of the relationships of a part.
func (f *File) RelationshipOf(part string, e *etree.Element) Relationship {
	r := xlsxread.NewRelationship(part, e.SelectAttrValue("Id", ""), e.SelectAttrValue("Type", ""), e.SelectAttrValue("Target", ""), e.SelectAttrValue("TargetMode", ""))
	if !r.External {
		r.Target = f.Spelled(r.Target)
	}
	return r
}

// Spelled is the part that a name means, or the name where it means none.
func (f *File) Spelled(name string) string { return cmp.Or(f.names.Spelled(name), name) }

// RemoveRel drops the relationships of a part to a target.
func (f *File) RemoveRel(part, target string) {
	doc, err := f.XML(RelsName(part))
	if err != nil {
		return
	}
	for _, e := range doc.Root().SelectElements("Relationship") {
		if r := f.RelationshipOf(part, e); !r.External && r.Target == target {
			doc.Root().RemoveChild(e)
		}
	}
}

// New is a package that has but a content type for each kind of part.
func New() *File { return &File{parts: map[string][]byte{}, docs: map[string]*etree.Document{}} }

// Keep makes a tree the content of a part.
func (f *File) Keep(name string, d *etree.Document) { f.docs[name] = d }
