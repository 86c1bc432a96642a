package app

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/natefinch/atomic"

	"ysgk/internal/report"
)

// write puts a file in place whole or not at all: it is written beside and renamed.
func write(path string, content []byte) error {
	_, err := os.Stat(path)
	fresh := errors.Is(err, fs.ErrNotExist)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fileError(path, err)
	}
	if err := atomic.WriteFile(path, bytes.NewReader(content)); err != nil {
		return fileError(path, err)
	}
	if fresh {
		// A temporary file is private; a new workbook in a shared folder is not.
		if err := os.Chmod(path, 0o644); err != nil {
			return fileError(path, err)
		}
	}
	return nil
}

// fileError puts the causes that users meet into words.
func fileError(path string, err error) error {
	text := err.Error() // package atomic wraps with %v, so errors.Is does not see through it
	has := func(e error) bool { return errors.Is(err, e) || strings.Contains(text, e.Error()) }
	message := "写不进去。请换一个文件夹再试"
	switch {
	case has(syscall.ENOSPC):
		message = "磁盘满了，没有写成，原来的文件没有动。请腾出空间再试"
	case has(fs.ErrPermission) || has(syscall.EACCES) || has(syscall.EROFS):
		message = "没有写入的权限。请换一个文件夹，或用 -o 指定别处"
	case strings.Contains(text, "being used by another process") || strings.Contains(text, "Access is denied"):
		message = "文件正被别的程序打开。请先在 Excel 或 WPS 里关闭它"
	case has(syscall.ENAMETOOLONG):
		message = "文件名太长。请用 -o 取一个短的名字"
	case has(syscall.EISDIR):
		message = "这是一个文件夹，不能当文件写"
	}
	return &report.FileError{File: filepath.Base(path), Message: message, Err: err}
}

// keep moves a file that somebody has edited since it was generated out of the
// way, under a dated name, and gives that name; "" if nothing needed keeping.
func keep(path string, next []byte, now time.Time) (string, error) {
	old, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fileError(path, err)
	}
	if bytes.Equal(old, next) || untouched(old) {
		return "", nil
	}
	ext := filepath.Ext(path)
	base := strings.TrimSuffix(path, ext) + "（改过的，" + now.Format("20060102-150405")
	name := base + "）" + ext
	for n := 2; exists(name); n++ {
		name = fmt.Sprintf("%s-%d）%s", base, n, ext)
	}
	// A copy, not a rename: if what follows fails, the file is still in its place.
	if err := write(name, old); err != nil {
		return "", err
	}
	return name, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// WithExtension is a file name that ends in .xlsx.
func WithExtension(name string) string {
	if strings.EqualFold(filepath.Ext(name), ".xlsx") {
		return name
	}
	return name + ".xlsx"
}
