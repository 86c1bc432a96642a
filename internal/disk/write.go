package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/natefinch/atomic"

	"ysgk/internal/finding"
)

// Write puts a file in place whole or not at all.
func Write(path string, content []byte) error {
	s, err := stage(path, content)
	if err != nil {
		return err
	}
	return s.commit()
}

// staged is a file written whole beside its place, under a name that looks like
// no result, until commit renames it or drop removes it.
type staged struct {
	beside, path string
}

var errReadOnly = errors.New("file is marked read-only")

// stage writes a file that commit will put in its place: in that of a link, the
// file that it leads to. A read-only file is not to be replaced.
func stage(path string, content []byte) (staged, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return staged{}, Trouble(path, err)
	}
	mode := fs.FileMode(0o644) // a workbook in a shared folder is not private
	if old, err := os.Stat(path); err == nil {
		mode = old.Mode().Perm()
		if mode&0o222 == 0 { // renaming would replace it on Linux
			return staged{}, Trouble(path, errReadOnly)
		}
	}
	beside, err := writeTemporary(filepath.Dir(path), content, mode)
	if err != nil {
		return staged{}, Trouble(path, err)
	}
	return staged{beside, path}, nil
}

func (s staged) commit() error {
	// WriteFile of the library would hide the cause of a failure, such as a file
	// that Excel holds open; its ReplaceFile does not.
	if err := atomic.ReplaceFile(s.beside, s.path); err != nil {
		s.drop()
		return Trouble(s.path, err)
	}
	return nil
}

// drop removes what was not committed; after commit it does nothing.
func (s staged) drop() { os.Remove(s.beside) }

// writeTemporary writes a temporary file and gives its name.
func writeTemporary(folder string, content []byte, mode fs.FileMode) (name string, err error) {
	f, err := os.CreateTemp(folder, temporary)
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	sweep(f)
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync() // a full disk may show only now
	}
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		err = nil // a network drive that cannot say when it has written
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	// File systems without modes, on USB sticks and network drives, refuse this.
	_ = os.Chmod(f.Name(), mode)
	return f.Name(), err
}

// temporary is the pattern of the names of temporary files.
const temporary = ".ysgk-*.tmp"

// abandoned is the age at which a temporary file belongs to nobody: writing one
// takes seconds.
const abandoned = 10 * time.Minute

// sweep removes what killed runs left in the folder of a new temporary file.
// Ages are told by the clock of the drive, which may be another machine's.
func sweep(mine *os.File) {
	st, err := mine.Stat()
	if err != nil {
		return
	}
	entries, err := os.ReadDir(filepath.Dir(mine.Name()))
	if err != nil {
		return
	}
	for _, e := range entries {
		if ours, _ := filepath.Match(temporary, e.Name()); !ours || !e.Type().IsRegular() {
			continue
		}
		if old, err := e.Info(); err == nil && st.ModTime().Sub(old.ModTime()) > abandoned {
			// One that cannot be removed does no harm.
			_ = os.Remove(filepath.Join(filepath.Dir(mine.Name()), e.Name()))
		}
	}
}

// Causes by number on Windows, whose texts are in the language of the system.
const (
	windowsAccessDenied = syscall.Errno(5)
	windowsSharing      = syscall.Errno(32)
	windowsLock         = syscall.Errno(33)
	windowsDiskFull     = syscall.Errno(112)
)

// Trouble puts the causes that users meet into words.
func Trouble(path string, err error) error {
	on := func(number syscall.Errno) bool { return runtime.GOOS == "windows" && errors.Is(err, number) }
	message := "写不进去。请换一个文件夹再试"
	switch {
	case errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG) || on(windowsDiskFull):
		message = "磁盘满了，没有写成，原来的文件没有动。请腾出空间再试"
	case errors.Is(err, errReadOnly):
		message = "文件设成了只读，没有写成。请去掉只读，或用 -o 另取一个名字"
	case on(windowsSharing) || on(windowsLock) || errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.ETXTBSY):
		message = "文件正被别的程序打开，没有写成。请先在 Excel 或 WPS 里关闭它"
	case on(windowsAccessDenied):
		message = "没有写成：文件可能正在 Excel 或 WPS 里打开，或没有写入的权限。请先关闭它，或用 -o 指定别处"
	case errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS):
		message = "没有写入的权限。请换一个文件夹，或用 -o 指定别处"
	case errors.Is(err, syscall.ENAMETOOLONG):
		message = "文件名太长。请用 -o 取一个短的名字"
	case isDir(path):
		message = "这是一个文件夹，不能当文件写"
	}
	return &finding.FileError{File: filepath.Base(path), Message: message, Err: err}
}

// WithExtension is a file name that ends in .xlsx.
func WithExtension(name string) string {
	if strings.EqualFold(filepath.Ext(name), ".xlsx") {
		return name
	}
	return name + ".xlsx"
}
