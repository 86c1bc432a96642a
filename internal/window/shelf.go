package window

import (
	"context"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/watch"
	"ysgk/internal/xlsxread"
)

// maxBooks is how many workbooks are watched at once.
const maxBooks = 8

// shelf has the workbooks whose pages were opened, with what is known of them.
type shelf struct {
	s     *Server
	mu    sync.Mutex
	books []*book // the latest first
}

func newShelf(s *Server) *shelf { return &shelf{s: s} }

// book is an input workbook that is watched: each time it is saved it is checked.
type book struct {
	path, key string
	stop      context.CancelFunc

	mu      sync.Mutex
	job     *job
	stamp   stamp  // of the content that is being checked, or was
	away    string // why it cannot be read now, "" if it can
	checked *checked
	filled  *filled
}

// checked is what a look at a workbook found.
type checked struct {
	Findings finding.List
	Err      error
	At       time.Time
}

// filled is what the last filling wrote.
type filled struct {
	Result *app.FillResult
	Err    error
	Errors bool // in the data, so that nothing was written
	At     time.Time
	Of     stamp // of the input workbook
}

// open is the book of a path, which is watched from now on.
func (h *shelf) open(path string) *book {
	h.mu.Lock()
	defer h.mu.Unlock()
	if i := slices.IndexFunc(h.books, func(b *book) bool { return b.path == path }); i >= 0 {
		b := h.books[i]
		h.books = slices.Insert(slices.Delete(h.books, i, i+1), 0, b)
		return b
	}
	ctx, stop := context.WithCancel(context.Background())
	b := &book{path: path, key: "book " + nameOf(path), stop: stop}
	h.books = append([]*book{b}, h.books...)
	for len(h.books) > maxBooks {
		last := h.books[len(h.books)-1]
		last.stop()
		h.books = h.books[:len(h.books)-1]
	}
	b.check(h.s) // the page that opens it says so; the first event is of the same content
	go b.keep(ctx, h.s)
	return b
}

// known is a book whose page was opened, nil if none was.
func (h *shelf) known(path string) *book {
	h.mu.Lock()
	defer h.mu.Unlock()
	if i := slices.IndexFunc(h.books, func(b *book) bool { return b.path == path }); i >= 0 {
		return h.books[i]
	}
	return nil
}

func (h *shelf) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, b := range h.books {
		b.stop()
	}
}

// recheck checks all books again, as with another pack.
func (h *shelf) recheck() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, b := range h.books {
		b.check(h.s)
	}
}

// renew has the pages of a folder's books drawn anew.
func (h *shelf) renew(folder string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, b := range h.books {
		if filepath.Dir(b.path) == folder {
			h.s.hub.renew(b.key)
		}
	}
}

// keep checks the workbook each time it was saved.
func (b *book) keep(ctx context.Context, s *Server) {
	for e := range watch.File(ctx, b.path, watch.Usual) {
		b.mu.Lock()
		b.away = ""
		if e.Err != nil {
			b.away = explained(xlsxread.Trouble(b.path, e.Err))
		}
		new := e.Err == nil && b.stamp != stampOf(b.path) // the page that opened it had it checked
		b.mu.Unlock()
		if new {
			b.check(s)
		}
		s.hub.renew(b.key)
	}
}

// check looks at the workbook in the background.
func (b *book) check(s *Server) {
	p, err := s.pack()
	if err != nil {
		return // the page says so
	}
	b.mu.Lock()
	b.stamp = stampOf(b.path) // before it is read: what is saved meanwhile is looked at again
	b.mu.Unlock()
	b.begin(s, "核对 "+filepath.Base(b.path), app.CheckStages, func(stage app.Stage) {
		found, err := app.Check(p, b.path, stage)
		b.mu.Lock()
		defer b.mu.Unlock()
		b.checked = &checked{found.Folded(), err, s.now()}
	})
}

// fill writes the tables in the background.
func (b *book) fill(s *Server) {
	p, err := s.pack()
	if err != nil {
		return
	}
	of := stampOf(b.path)
	layOut := app.LayOut(p, app.Everything)
	b.begin(s, "生成公开表", app.StagesOfFill(false, layOut != nil, false), func(stage app.Stage) {
		r, found, err := app.Fill(app.FillRequest{Pack: p, Input: b.path, Now: s.now(), Stage: stage, LayOut: layOut})
		b.mu.Lock()
		defer b.mu.Unlock()
		b.filled = &filled{r, err, found.HasErrors(), s.now(), of}
		if err == nil {
			b.checked = &checked{found.Sorted().Folded(), nil, s.now()}
			for _, w := range r.Files {
				s.hub.renew("tables " + nameOf(w.File))
			}
		}
	})
}

func (b *book) begin(s *Server, what string, parts []string, do func(app.Stage)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.job = s.begin(b.key, what, parts, do)
}
