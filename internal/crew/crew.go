// Package crew is what work on the files of many departments has in common: finding the
// files, doing several at a time, keeping beside a result what it was made of.
//
// In: a folder, what to do with each of its files. Out: the files, how far the work is.
// Never: what the files say.
package crew

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/xlsxread"
)

// Progress says how far the work is.
type Progress struct {
	Done, All, Failed int
	Name              string // the file that was done last
}

// Each does something with each of several files, as many at a time as there are cores. do
// gets the number of a file and says whether it failed. When ctx ends, those in work are
// still done and the others are left out. told, if it is not nil, is called by one at a time.
func Each(ctx context.Context, names []string, told func(Progress), do func(i int) (failed bool)) {
	var mu sync.Mutex
	p := Progress{All: len(names)}
	var all errgroup.Group
	all.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range names {
		all.Go(func() error {
			if ctx.Err() != nil {
				return nil
			}
			failed := do(i)
			mu.Lock()
			defer mu.Unlock()
			p.Done, p.Name = p.Done+1, name
			if failed {
				p.Failed++
			}
			if told != nil {
				told(p)
			}
			return nil
		})
	}
	_ = all.Wait() // no result is an error of all
}

// Note keeps what was found out in a file, so that a later run need not do it again.
func Note(file string, what any) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return disk.Trouble(filepath.Dir(file), err)
	}
	text, err := json.MarshalIndent(what, "", " ")
	if err != nil {
		return err
	}
	return disk.Write(file, text)
}

// Noted is what an earlier run has kept in a file; nothing if there is none that can be read.
func Noted[T any](file string) (what T) {
	text, err := xlsxread.Load(file)
	var read T
	if err == nil && json.Unmarshal(text, &read) == nil {
		what = read
	}
	return what
}

// Words are an error's for the user.
func Words(err error) string {
	var file *finding.FileError
	if errors.As(err, &file) {
		return file.Message
	}
	return err.Error()
}
