package app

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/natefinch/atomic"

	"ysgk/internal/report"
)

// Written is a workbook that was written.
type Written struct {
	File string
	Kept string // where an earlier one that somebody had edited went, "" if there was none
}

// writeBooks puts all workbooks in place, or none: edited ones are copied out
// of the way, then all are written beside their places, then all are renamed.
func writeBooks(r FillRequest, books []Book) ([]Written, error) {
	files, err := destinations(r, books)
	if err != nil {
		return nil, err
	}
	out := make([]Written, len(books))
	for i, b := range books {
		kept, err := keep(files[i], b.Content, r.Now)
		if err != nil {
			return nil, err
		}
		out[i] = Written{files[i], kept}
	}
	if len(books) == 1 {
		return out, write(files[0], books[0].Content)
	}
	return out, replaceAll(files, books)
}

// destinations are the files that the workbooks go to.
func destinations(r FillRequest, books []Book) ([]string, error) {
	if len(books) > 1 && strings.EqualFold(filepath.Ext(r.Output), ".xlsx") {
		return nil, &report.FileError{File: filepath.Base(r.Output), Message: "这个模板包要写几个文件。请在 -o 后面写一个文件夹"}
	}
	var files []string
	taken := map[string]bool{}
	for _, b := range books {
		file, err := destination(r.Output, filepath.Dir(r.Input), filepath.FromSlash(b.Name), r.Input, "公开表")
		if err != nil {
			return nil, err
		}
		if key := strings.ToLower(file); taken[key] {
			return nil, &report.FileError{File: b.Name, Message: "模板包里有两张表要写成这个文件。请财政部门在 pack.yaml 的“输出”里分开"}
		} else {
			taken[key] = true
		}
		files = append(files, file)
	}
	return files, nil
}

// replaceAll writes several files: nothing is replaced before all have been
// written beside their places, and where a replacement fails (a file that Excel
// holds open), those before it are undone.
func replaceAll(files []string, books []Book) error {
	staged := make([]string, 0, len(files))
	defer func() {
		for _, name := range staged {
			os.Remove(name) // those that were renamed are not there any more
		}
	}()
	for i, file := range files {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return fileError(file, err)
		}
		name, err := writeBeside(file, books[i].Content)
		if err != nil {
			return fileError(file, err)
		}
		staged = append(staged, name)
	}
	var undo []func()
	for i, file := range files {
		back, err := restorer(file)
		if err == nil {
			err = atomic.ReplaceFile(staged[i], file)
		}
		if err != nil {
			for _, f := range undo {
				f()
			}
			return fileError(file, err)
		}
		undo = append(undo, back)
	}
	return nil
}

// restorer remembers a file as it is, or that there is none.
func restorer(file string) (func(), error) {
	old, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return func() { os.Remove(file) }, nil
	}
	return func() {
		if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, old) {
			_ = write(file, old) // what cannot be put back was replaced by a sound file
		}
	}, err
}

// reportOf is the workbook beside which the list of findings goes.
func reportOf(files []Written, r FillRequest) string {
	if len(files) == 1 {
		return files[0].File
	}
	folder := filepath.Dir(r.Input)
	if r.Output != "" {
		folder = r.Output
	}
	return filepath.Join(folder, filepath.Base(r.Input))
}
