package app

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"ysgk/internal/ooxml"
)

// previousSuffix of the name under which the previous generation of the tables
// is kept, once.
const previousSuffix = "（上一次）"

// superseded says where earlier tables went, "" for what was not kept.
type superseded struct {
	edited   string // a dated copy, if somebody had edited them
	previous string // the previous generation, if the new one differs
	err      error  // why that could not be kept
}

// supersede puts new tables in place of earlier ones, and keeps those. An edited
// file is safe before it is replaced; if replacing fails, all is as before.
func supersede(file string, book []byte, now time.Time) (out superseded, err error) {
	old, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return out, fileError(file, err)
	}
	if err == nil && bytes.Equal(old, book) {
		return out, nil
	}
	next, err := stage(file, book)
	if err != nil {
		return out, err
	}
	var last staged
	if old != nil && !saysTheSame(old, book) {
		last, out.err = stage(previousName(file), old)
	}
	// From here on it is quick, lest an edit be saved in between.
	out.edited, err = keep(file, book, now)
	if err == nil {
		err = next.commit()
	}
	if err != nil {
		next.drop()
		last.drop()
		os.Remove(out.edited) // the original is still there; trying again should not pile up copies
		return superseded{}, err
	}
	if out.edited != "" {
		last.drop()
		out.err = nil
	} else if last.path != "" {
		out.previous, out.err = last.path, last.replace(old, now)
	}
	return out, nil
}

func previousName(file string) string {
	ext := filepath.Ext(file)
	return strings.TrimSuffix(file, ext) + previousSuffix + ext
}

// replace commits, after keeping what somebody has edited.
func (s staged) replace(content []byte, now time.Time) error {
	if _, err := keep(s.path, content, now); err != nil {
		s.drop()
		return err
	}
	return s.commit()
}

// saysTheSame tells whether two workbooks as ysgk wrote them differ at most in
// their origin.
func saysTheSame(a, b []byte) bool {
	x, err1 := ooxml.Open(a)
	y, err2 := ooxml.Open(b)
	return err1 == nil && err2 == nil && x.Property(sealProperty) == y.Property(sealProperty)
}

// keep copies a file that somebody has edited since it was generated to a dated
// name, and gives that name; "" if nothing needed keeping.
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
