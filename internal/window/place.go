package window

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"
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
