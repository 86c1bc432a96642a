package xlsxread

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"runtime"
	"strings"
	"syscall"
)

// Why a file could not be opened; a missing file is fs.ErrNotExist.
var (
	ErrLocked      = errors.New("file is in use or not readable")
	ErrFolder      = errors.New("is a folder")
	ErrEmpty       = errors.New("file is empty")
	ErrOldExcel    = errors.New("old binary .xls")
	ErrPassword    = errors.New("password protected")
	ErrWebPage     = errors.New("HTML or XML text")
	ErrNotWorkbook = errors.New("not a workbook")
	ErrOtherFormat = errors.New("another office format")
	ErrDamaged     = errors.New("damaged workbook")
	ErrTooLarge    = errors.New("workbook too large")
)

// A real input workbook of 100,000 rows unpacks to 60–90 MB; the limits leave
// room for a full sheet and stop a zip bomb before it fills the memory.
const (
	maxPart    = 768 << 20 // one sheet, streamed
	maxStrings = 192 << 20 // shared strings and styles, kept in memory
	maxFile    = 512 << 20 // the file itself, kept in memory
)

// File is an opened workbook.
type File struct {
	Sheets []Sheet

	SHA256 string // of the file's bytes, in hex

	zip      *zip.Reader
	strings  []string
	formats  []Format // by cell style
	date1904 bool
}

// Sheet is a worksheet; Name is as stored, stray blanks included.
type Sheet struct {
	Name string
	part string
}

// Open takes a workbook into memory, whole, so that the file is free for the
// program that it is edited with, and reads all but its sheets. Its errors wrap
// those above.
func Open(path string) (*File, error) {
	st, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, openError(err)
	case st.IsDir():
		return nil, ErrFolder
	case st.Size() > maxFile:
		return nil, ErrTooLarge
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, openError(err)
	}
	file, err := open(b)
	if err != nil {
		return nil, openError(err)
	}
	return file, nil
}

// Read reads a workbook that is in memory.
func Read(b []byte) (*File, error) { return open(b) }

// Close lets go of the content; nothing can be read after it.
func (f *File) Close() error {
	f.zip, f.strings = &zip.Reader{}, nil
	return nil
}

func open(b []byte) (*File, error) {
	if len(b) == 0 {
		return nil, ErrEmpty
	}
	if err := sniff(b); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, ErrDamaged
	}
	sum := sha256.Sum256(b)
	file := &File{zip: z, SHA256: hex.EncodeToString(sum[:])}
	return file, file.readBook()
}

// Verify reads every part: a file whose writing has not ended fails it.
func (f *File) Verify() error {
	for _, z := range f.zip.File {
		r, err := z.Open()
		if err != nil {
			return ErrDamaged
		}
		_, err = io.Copy(io.Discard, &limited{r, maxPart})
		r.Close()
		if err != nil {
			return damaged(err)
		}
	}
	return nil
}

// openError sorts the system's errors; 32 and 33 are Windows' sharing and lock
// violations, which is what an open Excel or WPS gives.
func openError(err error) error {
	var errno syscall.Errno
	if errors.As(err, &errno) && runtime.GOOS == "windows" && (errno == 32 || errno == 33) || errors.Is(err, os.ErrPermission) {
		return errors.Join(ErrLocked, err)
	}
	return err
}

// sniff names what a file is that is no zip archive.
func sniff(b []byte) error {
	head := b[:min(len(b), 512)]
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"))
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return nil
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return sniffOLE(b)
	case bytes.HasPrefix(text, []byte("<")):
		return ErrWebPage
	}
	return ErrNotWorkbook
}

// sniffOLE tells an encrypted .xlsx, which Excel wraps in an OLE container
// with a stream EncryptedPackage, from an old .xls.
func sniffOLE(b []byte) error {
	name := []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
	if bytes.Contains(b, name) {
		return ErrPassword
	}
	return ErrOldExcel
}

// part opens a part of the package, limited to max bytes when unpacked.
func (f *File) part(name string, max int64) (io.ReadCloser, error) {
	for _, z := range f.zip.File {
		if !strings.EqualFold(strings.ReplaceAll(z.Name, `\`, "/"), name) {
			continue
		}
		if z.UncompressedSize64 > uint64(max) {
			return nil, ErrTooLarge
		}
		r, err := z.Open()
		if err != nil {
			return nil, ErrDamaged
		}
		return &limited{r, max}, nil
	}
	return nil, os.ErrNotExist
}

// limited fails, rather than ends, at the limit: the size in a zip directory
// may lie.
type limited struct {
	io.ReadCloser
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, ErrTooLarge
	}
	if int64(len(p)) > l.left {
		p = p[:l.left]
	}
	n, err := l.ReadCloser.Read(p)
	l.left -= int64(n)
	return n, err
}
