package app

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/natefinch/atomic"

	"ysgk/internal/report"
)

// write puts a file in place whole or not at all: it is written beside, under
// a name that looks like no result, and renamed.
func write(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fileError(path, err)
	}
	beside, err := writeBeside(path, content)
	if err != nil {
		return fileError(path, err)
	}
	// WriteFile of the library would hide the cause of a failure, such as a file
	// that Excel holds open; its ReplaceFile does not.
	if err := atomic.ReplaceFile(beside, path); err != nil {
		os.Remove(beside)
		return fileError(path, err)
	}
	return nil
}

// writeBeside writes a temporary file in the folder of path, with the mode of
// the file that it will replace, and gives its name.
func writeBeside(path string, content []byte) (name string, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".ysgk-*.tmp")
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync() // a full disk may show only now
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	mode := fs.FileMode(0o644) // a workbook in a shared folder is not private
	if old, statErr := os.Stat(path); statErr == nil {
		mode = old.Mode().Perm()
	}
	if err == nil {
		err = os.Chmod(f.Name(), mode)
	}
	return f.Name(), err
}

// Causes by number on Windows, whose texts are in the language of the system.
const (
	windowsAccessDenied = syscall.Errno(5)
	windowsSharing      = syscall.Errno(32)
	windowsLock         = syscall.Errno(33)
	windowsDiskFull     = syscall.Errno(112)
)

// fileError puts the causes that users meet into words.
func fileError(path string, err error) error {
	on := func(number syscall.Errno) bool { return runtime.GOOS == "windows" && errors.Is(err, number) }
	message := "写不进去。请换一个文件夹再试"
	switch {
	case errors.Is(err, syscall.ENOSPC) || on(windowsDiskFull):
		message = "磁盘满了，没有写成，原来的文件没有动。请腾出空间再试"
	case on(windowsSharing) || on(windowsLock):
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
