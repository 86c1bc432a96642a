package window

import (
	"sync"
	"time"
)

// Times after which the server ends.
const (
	quiet   = time.Minute     // without a page and without work
	waiting = 5 * time.Minute // for the first page: an old machine starts its browser slowly
)

// life says when nobody needs the server any more.
type life struct {
	mu    sync.Mutex
	since time.Time // the last sign of a page, or the end of work
	met   bool      // a page
	pages int       // open event streams
	work  int
}

func (l *life) sign(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.since, l.met = now, true
}

// page and job count what is going on; the function that they give ends it.
func (l *life) page(now func() time.Time) func() { return l.count(&l.pages, now) }
func (l *life) job(now func() time.Time) func()  { return l.count(&l.work, now) }

func (l *life) count(n *int, now func() time.Time) func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	*n++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		*n--
		l.since = now()
	}
}

// over says whether the server may end.
func (l *life) over(now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	patience := waiting
	if l.met {
		patience = quiet
	}
	return l.pages == 0 && l.work == 0 && now.Sub(l.since) >= patience
}
