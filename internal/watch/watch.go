package watch

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// File tells each time that a workbook has been saved, and first of the content
// that is there, until the context ends; then the channel is closed. A reader
// that is slow hears of the latest content, not of each.
func File(ctx context.Context, path string, times Times) <-chan Event {
	out := make(chan Event)
	go func() {
		defer close(out)
		n := subscribe(filepath.Dir(path))
		defer n.close()
		run(ctx, &looks{path: path, times: times}, n, out)
	}()
	return out
}

func run(ctx context.Context, l *looks, n *notices, out chan<- Event) {
	name := filepath.Base(l.path)
	for {
		if e, ok := l.look(time.Now()); ok {
			select {
			case out <- e:
			case <-ctx.Done():
				return
			}
		}
		select {
		case <-ctx.Done():
			return
		case e := <-n.events:
			if strings.EqualFold(filepath.Base(e.Name), name) {
				l.touch(time.Now())
			}
		case <-n.errors: // notices may have been lost; looking is all they are for
		case <-time.After(l.next()):
			n.renew()
		}
	}
}

// notices are the system's, about the files of a folder. The folder is watched,
// not the file, which programs replace by a new one.
type notices struct {
	folder  string
	watcher *fsnotify.Watcher
	events  <-chan fsnotify.Event // nil where the system gives none
	errors  <-chan error
}

func subscribe(folder string) *notices {
	n := &notices{folder: folder}
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return n // looking now and then must do
	}
	n.watcher, n.events, n.errors = w, w.Events, w.Errors
	n.renew()
	return n
}

// renew asks again for notices: the folder may be a new one of the same name,
// such as a drive that was away. It fails while the folder is away.
func (n *notices) renew() {
	if n.watcher != nil {
		_ = n.watcher.Add(n.folder)
	}
}

func (n *notices) close() {
	if n.watcher != nil {
		n.watcher.Close()
	}
}
