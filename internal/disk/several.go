package disk

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"ysgk/internal/xlsxread"
)

// Plain is a file without a seal of its own.
type Plain struct {
	Name    string
	Content []byte
}

// PutAll puts files into a folder, all or none. One that is there already with other
// content is first kept under a dated name, unless untouched says that nobody edited it.
func PutAll(folder string, files []Plain, untouched func(name string, old []byte) bool, now time.Time) (kept []string, err error) {
	type move struct {
		path string
		old  []byte // nil if there was none
		next staged
		done bool
	}
	var moves []*move
	undo := func() {
		for _, m := range moves {
			m.next.drop()
			switch {
			case m.done && m.old == nil:
				os.Remove(m.path)
			case m.done:
				_ = Write(m.path, m.old)
			}
		}
		for _, k := range kept {
			os.Remove(k)
		}
	}
	for _, f := range files {
		m := &move{path: filepath.Join(folder, f.Name)}
		m.old, err = xlsxread.Load(m.path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			m.old = nil
		case err != nil:
			undo()
			return nil, Trouble(m.path, err)
		case bytes.Equal(m.old, f.Content):
			continue
		}
		if m.next, err = stage(m.path, f.Content); err != nil {
			undo()
			return nil, err
		}
		moves = append(moves, m)
	}
	for _, m := range moves {
		if m.old != nil && !untouched(filepath.Base(m.path), m.old) {
			name, err := SetAside(m.path, m.old, now)
			if err != nil {
				undo()
				return nil, err
			}
			kept = append(kept, name)
		}
	}
	for _, m := range moves {
		if err := m.next.commit(); err != nil {
			undo()
			return nil, err
		}
		m.done = true
	}
	return kept, nil
}
