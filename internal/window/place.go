package window

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"ysgk/internal/finding"
)

// place is a file as addresses name it.
type place struct{ Folder, Name string }

// query is the place as the end of an address.
func (p place) query() string { return p.values().Encode() }

func (p place) values() url.Values { return url.Values{"f": {p.Folder}, "n": {p.Name}} }

// at is the page of a place.
func (p place) at(page string) string { return page + "?" + p.query() }

// placeOf is the place of a file that lies in a chosen folder.
func placeOf(path string) place {
	return place{nameOf(filepath.Dir(path)), filepath.Base(path)}
}

// asked is the file that a request names, and its path.
func (s *Server) asked(r *http.Request) (place, string, error) {
	p := place{r.FormValue("f"), r.FormValue("n")}
	path, err := s.desk.path(p.Folder, p.Name)
	return p, path, err
}

// lasting is a file that is asked for to write beside it, which is not done among what
// was dropped in: that goes when the program ends.
func (s *Server) lasting(r *http.Request) (place, string, error) {
	at, path, err := s.asked(r)
	if err == nil && at.Folder == droppedID {
		err = &finding.FileError{File: at.Name, Message: "是拖进来的，不在您的文件夹里。请先选它所在的文件夹，或存一份到文件夹里，再用那一份"}
	}
	return at, path, err
}

// stamp tells one content of a file from another.
type stamp struct {
	size int64
	time time.Time
}

func stampOf(path string) (st stamp) {
	if info, err := os.Stat(path); err == nil {
		st = stamp{info.Size(), info.ModTime()}
	}
	return st
}
