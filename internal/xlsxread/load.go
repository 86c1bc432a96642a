package xlsxread

import (
	"bytes"
	"errors"
	"io"
	"os"
	"runtime"
	"syscall"
)

// maxFile is the largest file that is taken into memory. A workbook of 100,000
// line items has 6 MB, one with a scanned picture on every sheet some tens.
const maxFile = 128 << 20

// Load takes a file into memory, whole, so that it is free for the program that
// it is edited with. Pipes, devices and sockets are refused: reading them might
// never end. Its errors wrap those of this package.
func Load(path string) ([]byte, error) {
	st, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, openError(err)
	case st.IsDir():
		return nil, ErrFolder
	case !st.Mode().IsRegular():
		return nil, ErrNotFile
	case st.Size() > maxFile:
		return nil, tooLarge("文件有 %d MB，最多 %d MB", st.Size()>>20, maxFile>>20)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, openError(err)
	}
	defer f.Close()
	b := bytes.NewBuffer(make([]byte, 0, st.Size()+bytes.MinRead))
	switch _, err := b.ReadFrom(io.LimitReader(f, maxFile+1)); { // some files have more than their size says, as those of /proc
	case err != nil:
		return nil, openError(err)
	case b.Len() > maxFile:
		return nil, tooLarge("文件超过 %d MB", maxFile>>20)
	}
	return b.Bytes(), nil
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
	case len(b) == 0:
		return ErrEmpty
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
