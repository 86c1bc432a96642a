package window

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"ysgk/internal/app"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/seal"
)

// survey is what is known of the files of a folder.
type survey struct {
	mu     sync.Mutex
	stamp  string // of the folder, of which the files are told
	wanted string // of the one that is being looked at
	files  map[string]told
	job    *job
}

// told is a file at a glance.
type told struct {
	Place  place
	Path   string
	Kind   string // 录入工作簿, 公开表, …; "" for a workbook of somebody else
	Broken bool   // an input workbook that cannot be read as one
	Edited bool   // an output that somebody has changed
	State  string // in words
	Mark   string // good, wait or bad: the colour of the state
	Input  string // of an output: the workbook that it was made of
	Of     []told // of an input workbook: its outputs
	PDF    *place // beside a finished workbook or document
	Old    bool   // the PDF is of an earlier one
}

// Kinds of files beside those that ysgk writes: a document of somebody else, and one that
// was not looked at yet.
const (
	letter = "-"
	unseen = "?"
)

// lookAt surveys a folder, in the background where it has changed.
func (s *Server) lookAt(folder string) (files []told, looking *Progress) {
	v := s.surveyOf(folder)
	entries := app.Books(folder)
	now := folderStamp(folder, entries)
	v.mu.Lock()
	defer v.mu.Unlock()
	p, err := s.pack()
	if err == nil && v.stamp != now && v.wanted != now {
		v.wanted = now
		key := "folder " + nameOf(folder)
		v.job = s.begin(key, "看文件夹里的工作簿", nil, func(app.Stage) {
			found := map[string]told{}
			for _, path := range entries {
				found[path] = glance(p, path)
			}
			v.mu.Lock()
			v.files, v.stamp = found, now
			v.mu.Unlock()
			s.shelf.renew(folder) // their pages tell of what was made of them
		})
	}
	for _, path := range entries {
		t, ok := v.files[path]
		if !ok {
			t = told{Path: path, Place: placeOf(path), Kind: unseen}
		}
		if t.Kind == seal.Tables || t.Kind == seal.Document {
			if pdf, fresh := app.PDFOf(path); pdf != "" {
				at := placeOf(pdf)
				t.PDF, t.Old = &at, !fresh
			}
		}
		files = append(files, t)
	}
	return files, v.job.progress(s.now())
}

// surveys by folder.
func (s *Server) surveyOf(folder string) *survey {
	v, _ := s.surveys.LoadOrStore(folder, &survey{})
	return v.(*survey)
}

// folderStamp changes with each file of a folder.
func folderStamp(folder string, files []string) string {
	var b strings.Builder
	b.WriteString(folder)
	for _, f := range files {
		st := stampOf(f)
		b.WriteString("\x00" + f + st.time.String())
	}
	return b.String()
}

// glance tells what a file is.
func glance(p *pack.Pack, path string) told {
	t := told{Path: path, Place: placeOf(path)}
	id, err := app.Identify(p, path, "")
	if err != nil {
		t.State, t.Mark = explained(err), "bad"
		if strings.EqualFold(filepath.Ext(path), ".docx") {
			t.Kind, t.State, t.Mark = letter, "", ""
		}
		return t
	}
	if id.Origin.Tool == "" {
		switch id.Kind {
		case input.Foreign:
			return t
		case input.Broken:
			t.Broken = true
		}
		t.Kind, t.State, t.Mark = "录入工作簿", "填好了，可以核对", "good"
		if n := id.Findings.Sorted().Folded().Count(finding.Error); n > 0 {
			t.State, t.Mark = "还没有填好：至少 "+itoa(n)+" 处要改", "bad"
		}
		return t
	}
	t.Kind, t.Input, t.Edited = id.Origin.Kind, id.Origin.Input, id.Edited
	t.State, t.Mark = standing(id)
	if strings.HasSuffix(strings.TrimSuffix(t.Place.Name, filepath.Ext(path)), disk.PreviousSuffix) {
		t.State, t.Mark = "上一次生成的，留着对比", "note"
	}
	switch {
	case id.Edited && t.Kind == seal.Annotated:
		t.State, t.Mark = "在副本里改过，要核对、生成这一本", "wait"
	case id.Edited:
		t.State, t.Mark = strings.TrimPrefix(t.State+"；有人手工改过", "；"), "bad"
	}
	return t
}

// standing says how an output stands to its input workbook.
func standing(id *app.Identity) (words, mark string) {
	switch id.State {
	case app.Same, app.Resaved:
		return "是最新的", "good"
	case app.Changed:
		return "录入以后又改过，要重新生成", "bad"
	case app.Missing:
		return "旁边没有“" + id.Origin.Input + "”，没有比较", "wait"
	case app.Other:
		return "录入以后保存过，又换了模板包，请重新生成", "bad"
	}
	return "", ""
}

// folderPage is the body of the folder page.
type folderPage struct {
	Folder  string
	ID      string
	Others  []folderLink
	Inputs  []told
	Outputs []told // whose input workbook is not here
	Foreign []told
	Letters []told
	Unread  []unread
	Unseen  []string
	Looking *Progress
	Year    string
	Trouble string
}

// unread is a file that cannot be read, with what to do about it.
type unread struct{ Name, Advice string }

type folderLink struct{ Path, ID string }

func (s *Server) folder(w http.ResponseWriter, r *http.Request) {
	id := r.FormValue("f")
	if id == droppedID { // what was dropped in is no folder to work in: it goes when the program ends
		id = ""
	}
	folder, ok := s.desk.folder(id)
	if !ok {
		s.redirect(w, r, "choose")
		return
	}
	b := folderPage{Folder: folder, ID: nameOf(folder)}
	for _, f := range s.desk.all() {
		if f != folder {
			b.Others = append(b.Others, folderLink{f, nameOf(f)})
		}
	}
	p, err := s.pack()
	if err != nil {
		b.Trouble = explained(err)
	} else {
		b.Year = p.Identity.Year
	}
	var all []told
	all, b.Looking = s.lookAt(folder)
	for _, t := range all {
		switch t.Kind {
		case "录入工作簿":
			if k := s.shelf.known(t.Path); k != nil {
				t.State, t.Mark = k.state(t)
			}
			b.Inputs = append(b.Inputs, t)
		case unseen:
			b.Unseen = append(b.Unseen, t.Place.Name)
		case "":
			b.Foreign = append(b.Foreign, t)
		case letter:
			b.Letters = append(b.Letters, t)
		}
	}
	for _, name := range app.Unread(folder) {
		b.Unread = append(b.Unread, unread{name, app.Advice(name)})
	}
	for _, t := range all {
		if slices.Contains([]string{"录入工作簿", "", letter, unseen}, t.Kind) {
			continue
		}
		i := slices.IndexFunc(b.Inputs, func(x told) bool { return x.Place.Name == t.Input })
		if i < 0 {
			b.Outputs = append(b.Outputs, t)
			continue
		}
		b.Inputs[i].Of = append(b.Inputs[i].Of, t)
	}
	s.draw(w, http.StatusOK, "folder", page{Title: filepath.Base(folder), At: "folder", Key: "folder " + b.ID, Said: s.news.of(r.FormValue("m")), Body: b})
}

// state is what checking an input workbook found, where it was checked.
func (b *book) state(t told) (words, mark string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.checked == nil || b.checked.Err != nil || b.job.progress(b.checked.At) != nil {
		return t.State, t.Mark
	}
	f := b.checked.Findings
	switch errs, warnings := f.Count(finding.Error), f.Count(finding.Warning); {
	case errs > 0:
		return "错误 " + itoa(errs) + " 处，要改好", "bad"
	case warnings > 0:
		return "没有错误，警告 " + itoa(warnings) + " 处", "good"
	}
	return "没有错误", "good"
}

// choosePage lets a folder be chosen.
type choosePage struct {
	At, Up string
	Inside []chooseLink
	Roots  []chooseLink
	Recent []folderLink
	Books  int // workbooks in it
}

type chooseLink struct{ Name, Path string }

func (s *Server) choose(w http.ResponseWriter, r *http.Request) {
	at := strings.TrimSpace(r.FormValue("at"))
	home, _ := os.UserHomeDir() // a system account has none
	if at == "" {
		at = home
		if f, ok := s.desk.folder(""); ok {
			at = f
		}
	}
	b := choosePage{Roots: roots(home)}
	for _, f := range s.desk.all() {
		b.Recent = append(b.Recent, folderLink{f, nameOf(f)})
	}
	var trouble *said
	entries, err := os.ReadDir(at)
	if err != nil {
		trouble = &said{Text: "打不开“" + at + "”：没有这个文件夹，或没有权限。", Bad: true}
	} else if at, err = filepath.Abs(at); err == nil {
		b.At = at
		if up := filepath.Dir(at); up != at {
			b.Up = up
		}
		b.Books = len(app.Books(at))
	}
	for _, e := range entries {
		path := filepath.Join(at, e.Name())
		if st, err := os.Stat(path); err == nil && st.IsDir() && !strings.HasPrefix(e.Name(), ".") && !strings.HasPrefix(e.Name(), "$") {
			b.Inside = append(b.Inside, chooseLink{e.Name(), path})
		}
	}
	s.draw(w, http.StatusOK, "choose", page{Title: "选文件夹", At: "folder", Said: trouble, Body: b})
}

// roots are where to begin looking for a folder.
func roots(home string) (out []chooseLink) {
	for _, name := range []string{"", "Desktop", "桌面", "Documents", "文档", "Downloads", "下载"} {
		path := filepath.Join(home, name)
		if st, err := os.Stat(path); home != "" && err == nil && st.IsDir() {
			called := map[string]string{"": "我的文件夹", "Desktop": "桌面", "Documents": "文档", "Downloads": "下载"}[name]
			if called == "" {
				called = name
			}
			out = append(out, chooseLink{called, path})
		}
	}
	for letter := 'A'; letter <= 'Z'; letter++ {
		drive := string(letter) + `:\`
		if filepath.VolumeName(drive) == "" {
			break // not Windows
		}
		if _, err := os.Stat(drive); err == nil {
			out = append(out, chooseLink{drive, drive})
		}
	}
	for _, mounted := range []string{"/media", "/mnt"} {
		if st, err := os.Stat(mounted); err == nil && st.IsDir() {
			out = append(out, chooseLink{"U 盘、别的盘（" + mounted + "）", mounted})
		}
	}
	return out
}

func (s *Server) chosen(w http.ResponseWriter, r *http.Request) {
	err := s.desk.choose(r.PostFormValue("at"))
	s.lead(w, r, "folder", nil, err)
}

func (s *Server) forget(w http.ResponseWriter, r *http.Request) {
	s.desk.forget(r.PostFormValue("f"))
	s.redirect(w, r, "folder")
}

// lead leads to a page that says what was done, or why not.
func (s *Server) lead(w http.ResponseWriter, r *http.Request, to string, done *said, err error) {
	if err != nil {
		done = &said{Text: explained(err), Bad: true}
	}
	if done != nil {
		sign := "?"
		if strings.Contains(to, "?") {
			sign = "&"
		}
		to += sign + url.Values{"m": {s.news.say(*done)}}.Encode()
	}
	s.redirect(w, r, to)
}

// redirect leads to a page of this server.
func (s *Server) redirect(w http.ResponseWriter, r *http.Request, to string) {
	http.Redirect(w, r, s.path+to, http.StatusSeeOther)
}

// newName is the file that a form wants to be written into a chosen folder.
func (s *Server) newName(r *http.Request, otherwise string) (path string, err error) {
	folder, ok := s.desk.folder(r.PostFormValue("f"))
	if id := r.PostFormValue("f"); !ok || id == "" || id == droppedID {
		return "", errOutside
	}
	name := strings.TrimSpace(r.PostFormValue("name"))
	if name == "" {
		name = otherwise
	}
	name = disk.WithExtension(name)
	if !plain(name) || strings.ContainsAny(name, `:*?"<>|`) || !strings.EqualFold(filepath.Ext(name), ".xlsx") {
		return "", &finding.FileError{File: name, Message: "不能作文件名。请另取一个，不要有 / \\ : * ? \" < > | 这些符号"}
	}
	return filepath.Join(folder, name), nil
}

// blank writes an empty input workbook.
func (s *Server) blank(w http.ResponseWriter, r *http.Request) {
	back := "folder?" + url.Values{"f": {r.PostFormValue("f")}}.Encode()
	p, err := s.pack()
	if err != nil {
		s.lead(w, r, back, nil, err)
		return
	}
	path, err := s.newName(r, p.Identity.Year+"年预算录入.xlsx")
	if err == nil {
		err = app.New(p, path, r.PostFormValue("forms") != "")
	}
	if err != nil {
		s.lead(w, r, back, nil, err)
		return
	}
	s.lead(w, r, back, &said{Text: "已新建：" + filepath.Base(path), Lines: []string{"打开它，先看“填写说明”，再填各表；填好保存，回到这里核对。"}, Files: []place{placeOf(path)}}, nil)
}

// rolled makes next year's workbook of last year's.
func (s *Server) rolled(w http.ResponseWriter, r *http.Request) {
	back := "folder?" + url.Values{"f": {r.PostFormValue("f")}}.Encode()
	_, from, err := s.lasting(r)
	p, packErr := s.pack()
	if err = errors.Join(err, packErr); err != nil {
		s.lead(w, r, back, nil, err)
		return
	}
	s.work.Lock()
	out, err := app.Roll(p, from, "", r.PostFormValue("forms") != "")
	s.work.Unlock()
	if err != nil {
		s.lead(w, r, back, nil, err)
		return
	}
	done := said{Text: "已新建：" + filepath.Base(out.File), Lines: out.Emptied, Files: []place{placeOf(out.File)}}
	for _, f := range out.Lost.Sorted() {
		done.Lines = append(done.Lines, "没有带过来："+strings.TrimSpace(f.Place.String()+" "+f.Message))
	}
	if n := len(out.Look); n > 0 {
		done.Lines = append(done.Lines, "新的工作簿里有 "+itoa(n)+" 处请看一下，已经标出，见它的“问题清单”。")
	}
	s.lead(w, r, back, &done, nil)
}
