package window

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
)

//go:embed pages/*.html
var pageFiles embed.FS

//go:embed static
var staticFiles embed.FS

// Options of a window.
type Options struct {
	// Pack opens the pack in use, which is told to serve again and again (pack.Reuse); its
	// source is nil for the built-in one.
	Pack func() (*pack.Pack, *packfile.Source, error)
	// Config is the user's folder where things are remembered; "" remembers nothing.
	Config string
	// Folder is the one to start in; "" is that of last time, or where there was none,
	// Otherwise.
	Folder, Otherwise string
	// Clicked is whether there is no terminal, so that only a page can tell what is wrong
	// with the file that the window was started with.
	Clicked bool
	// Open shows a file or an address in the program that the desktop has for it.
	Open func(target string) error
	// Unseen tells somebody who has no terminal an address that no browser has shown.
	Unseen func(address string)
	// Say tells somebody at a terminal, if there is one.
	Say func(format string, args ...any)
}

// Server serves the pages of one user.
type Server struct {
	Options
	host, path string // of its address
	secret     string // by which another start of the program is known
	keys       *keys
	life       *life
	hub        *hub
	desk       *desk
	shelf      *shelf
	news       *news
	pages      *template.Template
	mux        *http.ServeMux
	surveys    sync.Map // of folders
	judgements sync.Map // of finished workbooks
	makings    sync.Map // of PDF files
	books      drawnBooks
	now        func() time.Time
	after      func(time.Duration) <-chan time.Time
	ended      chan struct{}
	end        func()

	packs struct { // the pack in use
		sync.Mutex
		pack *pack.Pack
		from *packfile.Source
		err  error
	}
	work sync.Mutex // one piece of work at a time: the machine is an old one
}

// New is a server at an address of this machine, such as 127.0.0.1:4001.
func New(o Options, host string) (*Server, error) {
	s := &Server{
		Options: o, host: host, path: "/" + secret()[:16] + "/", secret: secret(),
		keys: newKeys(), life: &life{}, hub: &hub{}, desk: openDesk(o.Config), news: &news{}, now: time.Now, after: time.After,
		ended: make(chan struct{}),
	}
	s.end = sync.OnceFunc(func() { close(s.ended) })
	s.life.since = s.now()
	s.shelf = newShelf(s)
	if _, ok := s.desk.folder(""); !ok && o.Folder == "" {
		o.Folder = o.Otherwise
	}
	if o.Folder != "" {
		if err := s.desk.choose(o.Folder); err != nil {
			return nil, err
		}
	}
	var err error
	if s.pages, err = template.New("").Funcs(words).ParseFS(pageFiles, "pages/*.html"); err != nil {
		return nil, fmt.Errorf("read the pages: %w", err)
	}
	s.mux = s.routes()
	return s, s.repack()
}

// Handler answers the pages.
func (s *Server) Handler() http.Handler { return s.guard(s.mux) }

// Address is where a page is, with a ticket for one use.
func (s *Server) Address(to string) string {
	return "http://" + s.host + s.path + "enter?t=" + s.keys.issue(to)
}

// repack opens the pack in use anew. One that cannot be used is no reason to end: its
// page says what is wrong and lets another one be chosen.
func (s *Server) repack() error {
	p, from, err := s.Pack()
	s.packs.Lock()
	defer s.packs.Unlock()
	s.packs.pack, s.packs.from, s.packs.err = p, from, err
	var told *finding.FileError
	if err != nil && !errors.As(err, &told) {
		return err
	}
	return nil
}

// pack is the one in use.
func (s *Server) pack() (*pack.Pack, error) {
	s.packs.Lock()
	defer s.packs.Unlock()
	return s.packs.pack, s.packs.err
}

// Run serves until nobody needs the pages any more, or the context ends. Another
// window of this user that is open already shows the file instead.
func Run(ctx context.Context, o Options, file string) error {
	if handed, err := handOver(o, file); handed || err != nil {
		return err
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return &finding.FileError{File: "界面", Message: "开不了本机的端口，可能被安全软件拦住了。请允许 ysgk 使用本机（127.0.0.1）的端口", Err: err}
	}
	s, err := New(o, listener.Addr().String())
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer s.close()
	s.announce()
	if _, err := s.show(file); err != nil && !o.Clicked {
		return errors.Join(err, listener.Close())
	}
	to := s.landing(file)
	server := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 10 * time.Second, ErrorLog: nil}
	go func() {
		address := s.Address(to)
		o.Say("界面已经打开。浏览器没有出来的，把这个地址复制到浏览器里（只能用一次）：\n%s\n关闭浏览器里的页面，过一会儿就自己结束；也可以按 Ctrl-C。", s.Address(to))
		s.expect(address, o.Open(address))
	}()
	go s.watchLife(ctx)
	go func() {
		<-s.ended
		server.Close() // what still asks, nobody looks at
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// starting is how long a browser has to show the page that it was started with, before
// somebody is told the address: programs that open others do not say whether it came.
const starting = 15 * time.Second

// expect sees to it that somebody without a terminal learns an address that no browser
// shows, at once where there is none.
func (s *Server) expect(address string, opened error) {
	if !s.Clicked {
		return // the terminal has it
	}
	if opened == nil {
		select {
		case <-s.ended:
			return
		case <-s.after(starting):
		}
	}
	if s.keys.waits(address) {
		s.Unseen(address)
	}
}

// watchLife ends the server when nobody needs it.
func (s *Server) watchLife(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			s.end()
			return
		case <-s.ended:
			return
		case <-tick.C:
			if s.life.over(s.now()) {
				s.end()
				return
			}
		}
	}
}

// close lets go of everything; work that goes on is waited for, as files are written
// whole.
func (s *Server) close() {
	s.end()
	s.shelf.close()
	s.work.Lock()
	defer s.work.Unlock()
	s.unannounce()
	s.desk.clear()
}

// landing is the page that a start of the program opens. What cannot be shown is told
// on the folder page.
func (s *Server) landing(file string) (to string) {
	to, err := s.show(file)
	if err != nil {
		to = "folder?" + url.Values{"m": {s.news.say(said{Text: explained(err), Bad: true})}}.Encode()
	}
	return to
}

// show is the page of a file or folder that was named at the start, whose folder is
// chosen thereby; "" is the folder page.
func (s *Server) show(file string) (to string, err error) {
	if file == "" {
		return "folder", nil
	}
	file, err = filepath.Abs(file)
	if err != nil {
		return "", err
	}
	st, err := os.Stat(file)
	if err != nil {
		return "", &finding.FileError{File: filepath.Base(file), Message: "找不到这个文件或文件夹", Err: err}
	}
	if st.IsDir() {
		return "folder", s.desk.choose(file)
	}
	if err := s.desk.choose(filepath.Dir(file)); err != nil {
		return "", err
	}
	if !readable(filepath.Base(file)) {
		return "", &finding.FileError{File: filepath.Base(file), Message: unusable(file)}
	}
	return "file?" + place{Folder: nameOf(filepath.Dir(file)), Name: filepath.Base(file)}.query(), nil
}

// page is what every page says, and its own.
type page struct {
	Title string
	At    string // the part of the window, for the menu
	Key   string // by which it is told of news
	Said  *said
	Next  string
	Body  any
}

// draw writes a page.
func (s *Server) draw(w http.ResponseWriter, status int, name string, p page) {
	var b bytes.Buffer
	if err := s.pages.ExecuteTemplate(&b, name, p); err != nil {
		s.Say("页面 %s：%v", name, err)
		http.Error(w, "这一页画不出来。请回到上一页。", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the browser went away
}
