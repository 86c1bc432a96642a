package window

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"ysgk/internal/app"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/seal"
)

// drop takes a file that was dropped onto a page or chosen in it. A browser does not say
// where it lies: one that lies in a chosen folder is found there by its name and content.
func (s *Server) drop(w http.ResponseWriter, r *http.Request) {
	name, content, err := dropped(r)
	if err != nil {
		s.lead(w, r, "folder", nil, err)
		return
	}
	for _, folder := range s.desk.all() {
		path := filepath.Join(folder, name)
		if b, err := os.ReadFile(path); err == nil && bytes.Equal(b, content) {
			s.redirect(w, r, taken(r, placeOf(path)))
			return
		}
	}
	tray, err := s.desk.tray()
	if err == nil {
		err = os.WriteFile(filepath.Join(tray, name), content, 0o600)
	}
	if err != nil {
		s.lead(w, r, "folder", nil, err)
		return
	}
	s.redirect(w, r, taken(r, place{droppedID, name}))
}

// taken is the page for a file that was dropped onto the page that the form names.
func taken(r *http.Request, p place) string {
	switch page := r.FormValue("for"); {
	case strings.EqualFold(filepath.Ext(p.Name), ".ysgk"):
		return p.at("packs")
	case page == "diff" && r.FormValue("old") != "":
		return "diff?" + url.Values{"old": {r.FormValue("old")}, "new": {p.query()}}.Encode()
	case page == "diff":
		return "diff?" + url.Values{"old": {p.query()}}.Encode()
	case page == "verify" || app.IsDocument(p.Name):
		return p.at("verify")
	case p.Folder == droppedID:
		return p.at("dropped")
	}
	return p.at("file")
}

// dropped reads the file of a request.
func dropped(r *http.Request) (name string, content []byte, err error) {
	tooLarge := &finding.FileError{File: "拖进来的文件", Message: "太大，超过 64 MB，不能用"}
	f, head, err := r.FormFile("file")
	if bound := (*http.MaxBytesError)(nil); errors.As(err, &bound) {
		return "", nil, tooLarge
	}
	if err != nil {
		return "", nil, &finding.FileError{File: "拖进来的文件", Message: "没有收到。请选一个 .xlsx 工作簿、.docx 公开文本，或财政部门发的 .ysgk 模板包", Err: err}
	}
	defer f.Close()
	name = head.Filename // of it only the last part, as package multipart has it
	if !readable(name) {
		return "", nil, &finding.FileError{File: filepath.Base(name), Message: unusable(name)}
	}
	content, err = io.ReadAll(f)
	return name, content, err
}

// droppedPage is the body of the page that asks what to do with a file.
type droppedPage struct {
	Place  place
	Kind   string
	State  string
	Folder string // where a copy of an input workbook may go
}

func (s *Server) droppedFile(w http.ResponseWriter, r *http.Request) {
	at, path, err := s.asked(r)
	p, packErr := s.pack()
	if err = errors.Join(err, packErr); err != nil {
		s.lead(w, r, "folder", nil, err)
		return
	}
	t := glance(p, path)
	if t.Kind == seal.Tables {
		s.redirect(w, r, at.at("verify"))
		return
	}
	body := droppedPage{Place: at, Kind: t.Kind, State: t.State}
	body.Folder, _ = s.desk.folder("")
	s.draw(w, http.StatusOK, "dropped", page{Title: at.Name, At: "folder", Said: s.news.of(r.FormValue("m")), Body: body})
}

// keep puts a copy of what was dropped in into the folder at hand.
func (s *Server) keep(w http.ResponseWriter, r *http.Request) {
	at, path, err := s.asked(r)
	folder, ok := s.desk.folder("")
	if err == nil && !ok {
		err = &finding.FileError{File: at.Name, Message: "请先选一个文件夹"}
	}
	to := filepath.Join(folder, at.Name)
	if err == nil {
		var content []byte
		if content, err = os.ReadFile(path); err == nil {
			err = disk.Create(to, content, 0o644)
		}
	}
	if err != nil {
		s.lead(w, r, "folder", nil, err)
		return
	}
	s.lead(w, r, "file?"+placeOf(to).query(), nil, nil)
}
