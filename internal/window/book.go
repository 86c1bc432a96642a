package window

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/seal"
)

// bookPage is the body of a workbook's page.
type bookPage struct {
	Place    place
	Name     string
	Folder   string // its name in addresses
	Job      *Progress
	Trouble  string // why nothing can be said
	Away     string
	Checked  bool
	At       string // when
	Counts   []severityCount
	Template finding.List // of the template, which somebody else mends
	List     listed
	Filled   *filledPage
	Outputs  []told
	Marked   *told // the annotated copy, if there is one
}

type severityCount struct {
	Severity finding.Severity
	Count    int
}

// listed is one page of a list of findings.
type listed struct {
	Sheets []sheetFindings
	Pages  []pageLink // where one page does not hold them
}

// sheetFindings are those of one sheet.
type sheetFindings struct {
	Sheet string
	List  finding.List
}

// filledPage says what was written.
type filledPage struct {
	At      string
	Trouble string
	Errors  bool
	Stale   bool // the input workbook was saved since
	Files   []place
	Report  *place // the list of findings
	Tables  []totalLine
	Unit    string
	Lines   []string
}

type totalLine struct{ Sheet, Name, Total string }

// maxShown is how many findings a page shows at once.
const maxShown = 200

func (s *Server) book(w http.ResponseWriter, r *http.Request) {
	at, path, err := s.lasting(r)
	if err != nil {
		s.lead(w, r, "folder", nil, err)
		return
	}
	b := s.shelf.open(path)
	body := bookPage{Place: at, Name: at.Name, Folder: at.Folder}
	p, err := s.pack()
	if err != nil {
		body.Trouble = explained(err)
	}
	b.mu.Lock()
	body.Job, body.Away = b.job.progress(s.now()), b.away
	if fault := b.job.fault(); fault != "" {
		body.Trouble = fault
	}
	if c := b.checked; c != nil {
		body.Checked, body.At = true, c.At.Format("15:04:05")
		if c.Err != nil {
			body.Checked, body.Trouble = false, explained(c.Err)
		}
		var here finding.List
		here, body.Template = c.Findings.In()
		body.Counts, body.List = counted(c.Findings), list(here, turn(r), at.at("book"))
	}
	if f := b.filled; f != nil && p != nil {
		body.Filled = f.page(p.Unit.Name)
		body.Filled.Stale = f.Of != stampOf(path)
	}
	b.mu.Unlock()
	files, _ := s.lookAt(filepath.Dir(path))
	for _, t := range files {
		switch {
		case t.Input != at.Name:
		case t.Kind == seal.Annotated:
			body.Marked = &t
		case body.Filled != nil && !body.Filled.Errors && body.Filled.names(t.Place): // it is there already
		default:
			body.Outputs = append(body.Outputs, t)
		}
	}
	s.draw(w, http.StatusOK, "book", page{Title: at.Name, At: "folder", Key: b.key, Said: s.news.of(r.FormValue("m")), Body: body})
}

// counted says how many findings there are of each severity.
func counted(list finding.List) (out []severityCount) {
	for _, severity := range []finding.Severity{finding.Error, finding.Warning, finding.Note} {
		if n := list.Count(severity); n > 0 {
			out = append(out, severityCount{severity, n})
		}
	}
	return out
}

// list is a page of findings by sheet, in the order in which they were found; its address
// is one that only lacks the number of the page.
func list(found finding.List, page int, address string) (out listed) {
	pages := max(1, (len(found)+maxShown-1)/maxShown)
	page = max(0, min(page, pages-1))
	for i := range pages {
		if pages > 1 {
			name := itoa(i*maxShown+1) + "-" + itoa(min((i+1)*maxShown, len(found)))
			out.Pages = append(out.Pages, pageLink{name, address + "&p=" + itoa(i), i == page})
		}
	}
	for _, f := range found[page*maxShown : min((page+1)*maxShown, len(found))] {
		i := slices.IndexFunc(out.Sheets, func(x sheetFindings) bool { return x.Sheet == f.Place.Sheet })
		if i < 0 {
			i = len(out.Sheets)
			out.Sheets = append(out.Sheets, sheetFindings{Sheet: f.Place.Sheet})
		}
		out.Sheets[i].List = append(out.Sheets[i].List, f)
	}
	return out
}

// turn is the page that a request asks for, from 0.
func turn(r *http.Request) int {
	n, _ := strconv.Atoi(r.FormValue("p")) // the first where none is named
	return n
}

// names says whether a file is one of those that were written.
func (f *filledPage) names(at place) bool {
	return slices.Contains(f.Files, at) || f.Report != nil && *f.Report == at
}

// page says what a filling wrote.
func (f *filled) page(unit string) *filledPage {
	out := &filledPage{At: f.At.Format("15:04:05"), Errors: f.Errors, Unit: unit}
	if f.Err != nil {
		out.Trouble = explained(f.Err)
		return out
	}
	if f.Errors {
		if m := f.Result.Marked; m.File != "" {
			out.Files = append(out.Files, placeOf(m.File))
		} else if m.Err != nil {
			out.Lines = append(out.Lines, "没有写标注副本："+explained(m.Err))
		}
		return out
	}
	for _, w := range f.Result.Files {
		out.Files = append(out.Files, placeOf(w.File))
		if w.Kept != "" {
			out.Lines = append(out.Lines, "原来的"+filepath.Base(w.File)+"有人改过，已另存为："+filepath.Base(w.Kept))
		}
		if w.Previous != "" {
			out.Lines = append(out.Lines, "上一次生成的留着："+filepath.Base(w.Previous))
		}
		if w.NoPrevious != nil {
			out.Lines = append(out.Lines, "没有留下上一次生成的："+explained(w.NoPrevious))
		}
	}
	for _, r := range f.Result.Reworded {
		out.Lines = append(out.Lines, r.Lines()...)
	}
	switch rep := f.Result.Report; {
	case rep.Err != nil:
		out.Lines = append(out.Lines, "没有写核对结果："+explained(rep.Err))
	case rep.File != "":
		at := placeOf(rep.File)
		out.Report = &at
		if rep.Kept != "" {
			out.Lines = append(out.Lines, "原来的核对结果有人改过，已另存为："+filepath.Base(rep.Kept))
		}
	}
	for _, t := range f.Result.Tables {
		x := totalLine{Sheet: t.Sheet, Name: t.Name}
		if !t.Empty && !t.None {
			x.Total = printed(t.Amount)
		}
		out.Tables = append(out.Tables, x)
	}
	for _, l := range f.Result.Lacks {
		out.Lines = append(out.Lines, "“"+l.Sheet+"”表里缺 "+itoa(l.Records)+" 行：支出明细里有的项目，这张表里没有。要编绩效目标表的，点上面的“补上绩效项目”。")
	}
	return out
}

// check looks at the workbook again, fill writes the tables; the page tells of both.
func (s *Server) check(w http.ResponseWriter, r *http.Request) {
	s.onBook(w, r, func(b *book) error { b.check(s); return nil })
}

func (s *Server) fill(w http.ResponseWriter, r *http.Request) {
	s.onBook(w, r, func(b *book) error { b.fill(s); return nil })
}

// supply adds the records that the workbook lacks to a copy of it.
func (s *Server) supply(w http.ResponseWriter, r *http.Request) {
	at, path, err := s.lasting(r)
	p, packErr := s.pack()
	if err = errors.Join(err, packErr); err != nil {
		s.lead(w, r, at.at("book"), nil, err)
		return
	}
	s.work.Lock()
	out, err := app.Supply(p, path, r.PostFormValue("copies") != "")
	s.work.Unlock()
	switch {
	case err != nil:
		s.lead(w, r, at.at("book"), nil, err)
	case out.File == "":
		s.lead(w, r, at.at("book"), &said{Text: "不用补：支出明细里的项目在“绩效项目”表里都有行了。"}, nil)
	default:
		done := &said{Text: "已加在副本里：" + filepath.Base(out.File) + "。以后用这一本。", Files: []place{placeOf(out.File)}}
		for _, a := range out.Added {
			done.Lines = append(done.Lines, "“"+a.Sheet+"”加了 "+itoa(a.Records)+" 行，请核对金额，再填其余的。")
		}
		s.lead(w, r, "book?"+placeOf(out.File).query(), done, nil)
	}
}

// mark opens the annotated copy, which is written anew unless somebody is mending it.
// Who is on the way to a cell works in whichever copy there is.
func (s *Server) mark(w http.ResponseWriter, r *http.Request) {
	at, path, err := s.lasting(r)
	var done *said
	if err == nil {
		done, err = s.marked(path, r.PostFormValue("cell") != "")
	}
	s.lead(w, r, at.at("book"), done, err)
}

func (s *Server) marked(path string, toCell bool) (*said, error) {
	if copied := app.InHand(path); copied != "" && (toCell || copied != path) {
		return &said{Text: "已打开：" + filepath.Base(copied)}, s.openFile(copied)
	}
	p, err := s.pack()
	if err != nil {
		return nil, err
	}
	s.work.Lock()
	defer s.work.Unlock()
	found, err := app.Check(p, path)
	if err != nil {
		return nil, err
	}
	m := app.Annotate(path, found, s.now())
	switch {
	case m.Err != nil:
		return nil, m.Err
	case m.File == "" && toCell: // notes are not marked
		return &said{Text: "已打开：" + filepath.Base(path)}, s.openFile(path)
	case m.File == "":
		return nil, &finding.FileError{File: filepath.Base(path), Message: "没有问题要标出"}
	}
	done := &said{Text: "已打开：" + filepath.Base(m.File)}
	if m.Kept != "" {
		done.Lines = []string{"原来的副本有人改过，已另存为：" + filepath.Base(m.Kept)}
	}
	return done, s.openFile(m.File)
}

func (s *Server) onBook(w http.ResponseWriter, r *http.Request, do func(*book) error) {
	at, path, err := s.lasting(r)
	if err == nil {
		err = do(s.shelf.open(path))
	}
	s.lead(w, r, at.at("book"), nil, err)
}

// open shows a file in Excel, WPS or Word.
func (s *Server) open(w http.ResponseWriter, r *http.Request) {
	_, path, err := s.asked(r)
	if err == nil {
		err = s.openFile(path)
	}
	s.lead(w, r, s.backTo(r), nil, err)
}

func (s *Server) openFile(path string) error {
	if err := s.Open(path); err != nil {
		return &finding.FileError{File: filepath.Base(path), Message: "没有找到能打开它的程序。它在文件夹 " + filepath.Dir(path) + " 里，请在那里打开", Err: err}
	}
	return nil
}

// backTo is the page of this server that a form names to go on to.
func (s *Server) backTo(r *http.Request) string {
	back := r.PostFormValue("back")
	page, _, _ := strings.Cut(back, "?")
	if !slices.Contains(backPages, page) {
		return "folder"
	}
	return back
}

// backPages are where a form may lead.
var backPages = []string{"folder", "book", "tables", "verify", "diff", "packs", "pdf"}

// save gives a file to the browser, which saves it where the user wants.
func (s *Server) save(w http.ResponseWriter, r *http.Request) {
	at, path, err := s.asked(r)
	if err != nil {
		s.lead(w, r, "folder", nil, err)
		return
	}
	f, err := os.Open(path)
	if err != nil {
		s.lead(w, r, "folder", nil, &finding.FileError{File: at.Name, Message: "打不开：可能正被 Excel 或 WPS 占用。请先关闭它再试", Err: err})
		return
	}
	defer f.Close()
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+escaped(at.Name))
	http.ServeContent(w, r, "", stampOf(path).time, f)
}

// file leads to the page that a file has.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	at, path, err := s.asked(r)
	p, packErr := s.pack()
	switch {
	case err != nil:
		s.lead(w, r, "folder", nil, err)
		return
	case strings.EqualFold(filepath.Ext(path), ".ysgk"):
		s.redirect(w, r, at.at("packs"))
		return
	case packErr != nil:
		s.lead(w, r, "folder?"+"f="+at.Folder, nil, packErr)
		return
	case app.IsDocument(path):
		s.redirect(w, r, at.at("verify"))
		return
	}
	switch t := glance(p, path); t.Kind {
	case "录入工作簿", seal.Annotated:
		s.redirect(w, r, at.at("book"))
	case seal.Tables:
		s.redirect(w, r, at.at("tables"))
	default:
		s.redirect(w, r, at.at("verify"))
	}
}
