package xlsxread

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"io"
	"strings"
)

// Bounds of what a file may unpack to. The most that real workbooks were seen to
// unpack to is twenty times their size; zip could make it a thousand times.
const (
	maxParts    = 5000
	roomAtLeast = 64 << 20
	roomPerByte = 40
	roomAtMost  = 768 << 20
)

// Package is a workbook as the parts of its zip archive.
type Package struct {
	Names
	size    int64
	entries map[string]*zip.File
}

// OpenPackage looks at an archive and unpacks nothing yet. Its errors wrap those
// of this package.
func OpenPackage(b []byte) (*Package, error) {
	if err := sniff(b); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, damaged("压缩包不完整")
	}
	z.RegisterDecompressor(zip.Deflate, inflate)
	if len(z.File) > maxParts {
		return nil, tooLarge("里面有 %d 个部件，最多 %d 个", len(z.File), maxParts)
	}
	p := &Package{size: int64(len(b)), entries: map[string]*zip.File{}}
	for _, e := range z.File {
		if strings.HasSuffix(e.Name, "/") {
			continue
		}
		if err := p.add(e); err != nil {
			return nil, err
		}
	}
	return p, p.fits()
}

// add takes an entry. Of two with one name every program reads another.
func (p *Package) add(e *zip.File) error {
	name := strings.ReplaceAll(e.Name, `\`, "/") // some writers use Windows separators
	if !p.Add(name) {
		return Damaged(name, "压缩包里有两个部件同名")
	}
	if e.CRC32 == 0 && e.UncompressedSize64 > 0 { // archive/zip would not look whether the content is whole
		return Damaged(name, "压缩包里没有它的校验值")
	}
	p.entries[name] = e
	return nil
}

// fits refuses an archive that says that it unpacks to more than it may. That it
// says the truth is seen in reading.
func (p *Package) fits() error {
	room := min(roomAtLeast+roomPerByte*p.size, roomAtMost)
	var sum, most uint64
	largest := ""
	for name, e := range p.entries {
		size := e.UncompressedSize64
		if sum += size; size > most {
			most, largest = size, name
		}
		if size > roomAtMost || sum > uint64(room) {
			return Within(largest, tooLarge("展开后有 %d MB，整个文件最多展开成 %d MB", most>>20, room>>20))
		}
	}
	return nil
}

// Part is the content of a part, XML in UTF-8 whatever it is stored in.
func (p *Package) Part(name string) ([]byte, error) {
	r, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b := bytes.NewBuffer(make([]byte, 0, p.entries[p.Spelled(name)].UncompressedSize64+bytes.MinRead))
	if _, err := b.ReadFrom(r); err != nil {
		return nil, Within(name, err)
	}
	return utf8Part(name, b.Bytes())
}

// entry is a part as the archive has it.
func (p *Package) entry(name string) (*zip.File, error) {
	e := p.entries[p.Spelled(name)]
	if e == nil {
		return nil, Damaged(name, "缺少这个部件")
	}
	return e, nil
}

// open streams a part.
func (p *Package) open(name string) (io.ReadCloser, error) {
	e, err := p.entry(name)
	if err != nil {
		return nil, err
	}
	r, err := e.Open()
	if err != nil {
		return nil, Within(name, err)
	}
	return &limited{r, int64(e.UncompressedSize64)}, nil
}

// stream is a part in UTF-8 to be read bit by bit.
func (p *Package) stream(name string) (io.ReadCloser, error) {
	r, err := p.open(name)
	if err != nil {
		return nil, err
	}
	head := make([]byte, 4)
	n, _ := io.ReadFull(r, head) // an error comes again
	if encoded(head[:n]) == nil {
		return struct {
			io.Reader
			io.Closer
		}{io.MultiReader(bytes.NewReader(head[:n]), r), r}, nil
	}
	r.Close()
	b, err := p.Part(name)
	return io.NopCloser(bytes.NewReader(b)), err
}

// Tokens reads a part bit by bit: it is never in memory as a whole.
func (p *Package) Tokens(name string, read func(*Tokens) error) error {
	r, err := p.stream(name)
	if err != nil {
		return err
	}
	defer r.Close()
	t := NewTokens(r)
	defer t.done()
	return Within(name, read(t))
}

// Whole are parts that have been read to their end, by their bytes in the archive.
type Whole map[[sha256.Size]byte]bool

// Verify reads every part but those that are known to be whole, and gives the file's own: a
// file whose writing has not ended fails it.
func (p *Package) Verify(known Whole) (Whole, error) {
	all := Whole{}
	for _, name := range p.order {
		packed, err := p.packed(name)
		if err == nil && !known[packed] {
			err = p.drain(name)
		}
		if err != nil {
			return nil, Within(name, err)
		}
		all[packed] = true
	}
	return all, nil
}

// drain reads a part to its end.
func (p *Package) drain(name string) error {
	r, err := p.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}

// limited fails, rather than ends, at the limit: the size in a zip directory
// may lie.
type limited struct {
	io.ReadCloser
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.ReadCloser.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, tooLarge("比压缩包里写的大")
	}
	return n, err
}
