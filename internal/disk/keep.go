package disk

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/natefinch/atomic"

	"ysgk/internal/seal"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// PreviousSuffix of the name under which the previous generation of the tables
// is kept, once.
const PreviousSuffix = "（上一次）"

// EditedMark begins what is put behind the name of a file that somebody had edited, where
// it is kept; the time follows.
const EditedMark = "（改过的，"

// Written is a workbook of tables that was written, and what became of the one
// that it replaced.
type Written struct {
	File       string
	Kept       string // a dated copy of the earlier one, if somebody had edited it
	Previous   string // where it went as the previous generation, if this one says something else
	NoPrevious error  // why it could not be kept as that, in words for the user
}

// Supersede puts new tables in place of earlier ones, and keeps those: all files
// or none. Nothing is replaced before every new file is written whole beside its
// place and every edited one is safe.
func Supersede(files []string, books [][]byte, now time.Time) ([]Written, error) {
	all := make([]successor, len(files))
	var err error
	for i := 0; i < len(all) && err == nil; i++ {
		err = all[i].prepare(files[i], books[i])
	}
	for i := 0; i < len(all) && err == nil; i++ {
		err = all[i].take(now)
	}
	out := make([]Written, len(all))
	for i := range all {
		if err != nil {
			all[i].undo()
			continue
		}
		all[i].keepPrevious(now)
		out[i] = all[i].Written
	}
	return out, err
}

// successor is a workbook on its way to the place of an earlier one.
type successor struct {
	Written
	old, book  []byte // old is nil if there was none
	next, last staged // the new workbook, and the old one as the previous generation
	taken      bool   // the new one is in its place
}

// prepare writes all that may not fit on the disk.
func (s *successor) prepare(file string, book []byte) (err error) {
	s.File, s.book = file, book
	s.old, err = xlsxread.Load(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Trouble(file, err)
	}
	if s.same() {
		return nil
	}
	if s.next, err = stage(file, book); err != nil {
		return err
	}
	if s.old != nil && !seal.SaysTheSame(s.old, book) {
		s.last, s.NoPrevious = stage(previousName(file), s.old)
	}
	return nil
}

func (s *successor) same() bool { return s.old != nil && bytes.Equal(s.old, s.book) }

// take is quick, lest somebody save an edit in between.
func (s *successor) take(now time.Time) (err error) {
	if s.same() {
		return nil
	}
	if s.Kept, err = keep(s.File, s.book, now); err != nil {
		return err
	}
	if err = s.next.commit(); err == nil {
		s.taken = true
	}
	return err
}

// keepPrevious makes the old workbook the previous generation. An edited one is
// none: it has been kept under its date.
func (s *successor) keepPrevious(now time.Time) {
	if s.Kept != "" {
		s.NoPrevious = nil
		s.last.drop()
		return
	}
	if s.last.path == "" {
		return
	}
	s.Previous = previousName(s.File)
	if _, s.NoPrevious = keep(s.Previous, s.old, now); s.NoPrevious == nil {
		s.NoPrevious = s.last.commit()
	}
	s.last.drop()
}

// undo leaves the folder as it was: what is open in Excel is tried again and
// again, which must not pile up copies.
func (s *successor) undo() {
	s.next.drop()
	s.last.drop()
	switch { // where this fails, a whole new file stays, and what was kept
	case s.taken && s.Kept != "":
		_ = atomic.ReplaceFile(s.Kept, s.File)
	case s.Kept != "":
		os.Remove(s.Kept)
	case s.taken && s.old == nil:
		os.Remove(s.File)
	case s.taken:
		_ = Write(s.File, s.old)
	}
}

func previousName(file string) string {
	ext := filepath.Ext(file)
	return strings.TrimSuffix(file, ext) + PreviousSuffix + ext
}

// keep copies a file that somebody has edited since it was generated to a dated
// name, and gives that name; "" if nothing needed keeping.
func keep(path string, next []byte, now time.Time) (string, error) {
	old, err := xlsxread.Load(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", Trouble(path, err)
	}
	if bytes.Equal(old, next) || seal.Untouched(old) {
		return "", nil
	}
	return SetAside(path, old, now)
}

// SetAside writes what a file holds beside it, under a dated name, and gives that name.
func SetAside(path string, old []byte, now time.Time) (string, error) {
	ext := filepath.Ext(path)
	base := strings.TrimSuffix(path, ext) + EditedMark + now.Format("20060102-150405")
	name := base + "）" + ext
	for n := 2; Exists(name); n++ {
		name = fmt.Sprintf("%s-%d）%s", base, n, ext)
	}
	// A copy, not a rename: if what follows fails, the file is still in its place.
	if err := Write(name, old); err != nil {
		return "", err
	}
	return name, nil
}

func Exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// Replace puts a workbook in place of an earlier one, which is kept under
// another name if somebody has edited it. One that is the same to the byte stays: it
// may be open somewhere.
func Replace(file string, book *xlsxedit.File, o seal.Origin, now time.Time) (kept string, err error) {
	b, err := seal.Put(book.File, o)
	if err != nil {
		return "", err
	}
	if old, err := xlsxread.Load(file); err == nil && bytes.Equal(old, b) {
		return "", nil
	}
	if kept, err = keep(file, b, now); err != nil {
		return "", err
	}
	return kept, Write(file, b)
}
