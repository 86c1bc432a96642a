package window

import (
	"cmp"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"ysgk/internal/app"
	"ysgk/internal/compare"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/seal"
)

// judgement is what verify said of a finished workbook.
type judgement struct {
	mu    sync.Mutex
	stamp stamp
	job   *job
	found finding.List
	err   error
	done  bool
}

// verifyPage is the body of the page that judges a finished workbook.
type verifyPage struct {
	Place   place // none where none is chosen yet
	Name    string
	Key     string
	Job     *Progress
	Done    bool
	Trouble string
	Counts  []severityCount
	List    listed
	turn    int
	Text    bool     // it is a document, which is compared with tables
	Inputs  []choice // that it can be compared with
	Against string
	Files   []choice // to choose from
}

// Link is the address of the page.
func (b verifyPage) Link() string {
	v := b.Place.values()
	v.Set("with", b.Against)
	return "verify?" + v.Encode()
}

// choice is a file in a list to choose from.
type choice struct {
	Value, Name string
	Chosen      bool
}

// choices are the workbooks of the chosen folders and of what was dropped in, and the
// documents where they are wanted.
func (s *Server) choices(chosen string, documents bool) (out []choice) {
	for _, folder := range append(s.desk.dropped(), s.desk.all()...) {
		for _, path := range app.Books(folder) {
			if documents || strings.EqualFold(filepath.Ext(path), ".xlsx") {
				p := s.desk.placeOf(path)
				name := p.Name + "（" + filepath.Base(folder) + "）"
				if p.Folder == droppedID {
					name = p.Name + "（拖进来的）"
				}
				out = append(out, choice{p.query(), name, p.query() == chosen})
			}
		}
	}
	return out
}

// named is the file that a choice names.
func (s *Server) named(value string) (place, string, error) {
	v, err := url.ParseQuery(value)
	if err != nil {
		return place{}, "", errOutside
	}
	p := place{v.Get("f"), v.Get("n")}
	path, err := s.desk.path(p.Folder, p.Name)
	return p, path, err
}

func (s *Server) verify(w http.ResponseWriter, r *http.Request) {
	body := verifyPage{turn: turn(r), Against: r.FormValue("with"), Files: s.choices("", true)}
	var at place
	var path string
	var err error
	if file := r.FormValue("file"); file != "" {
		at, path, err = s.named(file)
	} else if r.FormValue("n") != "" {
		at, path, err = s.asked(r)
	}
	if err != nil || path == "" {
		var trouble *said
		if err != nil {
			trouble = &said{Text: explained(err), Bad: true}
		}
		s.draw(w, http.StatusOK, "verify", page{Title: "核对公开表", At: "verify", Said: cmp.Or(trouble, s.news.of(r.FormValue("m"))), Body: body})
		return
	}
	body.Place, body.Name, body.Text = at, at.Name, app.IsDocument(path)
	if _, asked := r.Form["with"]; body.Text && !asked {
		body.Against = s.tablesFor(path)
	}
	body.Inputs = s.choices(body.Against, false)
	input := ""
	if body.Against != "" {
		if _, input, err = s.named(body.Against); err != nil {
			body.Trouble = explained(err)
		}
	}
	key := "verify " + nameOf(path+"\x00"+input)
	if body.Trouble == "" {
		s.judged(key, path, input).show(s, &body)
	}
	s.draw(w, http.StatusOK, "verify", page{Title: at.Name, At: "verify", Key: key, Said: s.news.of(r.FormValue("m")), Body: body})
}

// tablesFor are the tables that were made of the same input workbook as a document, in
// its folder; "" if there are none.
func (s *Server) tablesFor(document string) string {
	files, _ := s.lookAt(filepath.Dir(document))
	i := slices.IndexFunc(files, func(t told) bool { return t.Path == document })
	if i < 0 || files[i].Input == "" {
		return ""
	}
	for _, t := range files {
		if t.Kind == seal.Tables && t.Input == files[i].Input && !strings.Contains(t.Place.Name, disk.PreviousSuffix) {
			return t.Place.query()
		}
	}
	return ""
}

// judged is the judgement of a workbook as it is now, in the making where there is none.
func (s *Server) judged(key, path, input string) *judgement {
	x, _ := s.judgements.LoadOrStore(key, &judgement{})
	j := x.(*judgement)
	j.mu.Lock()
	defer j.mu.Unlock()
	now := stampOf(path)
	if input != "" {
		in := stampOf(input)
		now.size += in.size
		if in.time.After(now.time) {
			now.time = in.time
		}
	}
	p, err := s.pack()
	if err != nil {
		j.err, j.done = err, true
		return j
	}
	if j.stamp == now {
		return j
	}
	j.stamp, j.done = now, false
	stages, verify := app.VerifyStages, app.Verify
	switch {
	case app.IsDocument(path):
		stages, verify = app.VerifyDocumentStages, app.VerifyDocument
	case input != "":
		stages = app.VerifyAgainstStages
	}
	j.job = s.begin(key, "核对 "+filepath.Base(path), stages, func(stage app.Stage) {
		found, err := verify(p, path, input, stage)
		j.mu.Lock()
		defer j.mu.Unlock()
		j.found, j.err, j.done = found, err, true
	})
	return j
}

func (j *judgement) show(s *Server, body *verifyPage) {
	j.mu.Lock()
	defer j.mu.Unlock()
	body.Job, body.Done = j.job.progress(s.now()), j.done
	body.Trouble = j.job.fault()
	if !j.done {
		return
	}
	if j.err != nil {
		body.Trouble, body.Done = explained(j.err), false
		return
	}
	here, template := j.found.In()
	body.Counts, body.List = counted(j.found), list(here, body.turn, body.Link())
	if len(template) > 0 {
		body.List.Sheets = append(body.List.Sheets, sheetFindings{"模板包里的（请告诉发模板包的财政部门）", template})
	}
}

// report writes what verify or check found as a workbook, and opens it.
func (s *Server) report(w http.ResponseWriter, r *http.Request) {
	at, path, err := s.asked(r)
	back := s.backTo(r)
	if err != nil {
		s.lead(w, r, back, nil, err)
		return
	}
	p, err := s.pack()
	if err != nil {
		s.lead(w, r, back, nil, err)
		return
	}
	s.work.Lock()
	found, err := s.finds(p, path, back, r.PostFormValue("with"))
	s.work.Unlock()
	if err == nil {
		out := app.WriteReport("", path, found, s.now())
		if err = out.Err; err == nil {
			done := &said{Text: "已写：" + filepath.Base(out.File), Files: []place{s.desk.placeOf(out.File)}}
			if out.Kept != "" {
				done.Lines = append(done.Lines, "原来的有人改过，已另存为："+filepath.Base(out.Kept))
			}
			s.lead(w, r, back, done, nil)
			return
		}
	}
	_ = at
	s.lead(w, r, back, nil, err)
}

// finds is what a page lists of a file: of a finished one by itself, or also by the file
// that it is compared with.
func (s *Server) finds(p *pack.Pack, path, page, with string) (finding.List, error) {
	if !strings.HasPrefix(page, "verify") {
		return app.Check(p, path)
	}
	other := ""
	if with != "" {
		var err error
		if _, other, err = s.named(with); err != nil {
			return nil, err
		}
	}
	if app.IsDocument(path) {
		return app.VerifyDocument(p, path, other)
	}
	return app.Verify(p, path, other)
}

// diffPage is the body of the page that compares two workbooks.
type diffPage struct {
	Olds, News []choice
	Old, New   string // as in addresses; "" where none is chosen
	Done       bool
	Trouble    string
	OldName    string
	NewName    string
	Count      int
	Left       string // what was not compared
	Cells      int
	Totals     []diffTotal
	Records    []diffRecord
	Tables     []diffTable
	Hidden     int
	Unit       string
	Compared   bool // input workbooks were
	Text       bool // documents were
	Texts      []diffText
}

type diffTotal struct{ Sheet, Name, Before, Change, After string }

// diffText is a paragraph or a row of a table that differs.
type diffText struct{ Where, Before, After, Numbers string }

type diffRecord struct {
	Kind, Where, What string
	Changes           []string
}

type diffTable struct {
	Name  string
	Note  string
	Cells []diffCell
}

type diffCell struct{ At, What, Before, Change, After string }

// maxDifferences is how many cells and records a page shows.
const maxDifferences = 300

func (s *Server) diff(w http.ResponseWriter, r *http.Request) {
	body := diffPage{Old: r.FormValue("old"), New: r.FormValue("new")}
	body.Olds, body.News = s.choices(body.Old, true), s.choices(body.New, true)
	if body.Old != "" && body.New != "" {
		if err := s.tellDifferences(&body); err != nil {
			body.Trouble = explained(err)
		}
	}
	s.draw(w, http.StatusOK, "diff", page{Title: "比较两本", At: "diff", Said: s.news.of(r.FormValue("m")), Body: body})
}

// tellDifferences compares two workbooks, or two documents.
func (s *Server) tellDifferences(body *diffPage) error {
	_, old, err := s.named(body.Old)
	if err != nil {
		return err
	}
	_, now, err := s.named(body.New)
	if err != nil {
		return err
	}
	switch text := app.IsDocument(now); {
	case text != app.IsDocument(old):
		return &finding.FileError{File: filepath.Base(now), Message: "两个都要是工作簿，或都是公开文本（.docx）。请重新选"}
	case !text:
		d, _, err := s.differences(body.Old, body.New)
		if err == nil {
			body.tell(d)
		}
		return err
	}
	p, err := s.pack()
	if err != nil {
		return err
	}
	s.work.Lock()
	defer s.work.Unlock()
	changes, err := app.DiffDocuments(p, old, now)
	if err != nil {
		return err
	}
	body.Done, body.Text, body.OldName, body.NewName, body.Cells = true, true, filepath.Base(old), filepath.Base(now), len(changes)
	for _, c := range changes {
		if len(body.Texts) == maxDifferences {
			body.Hidden = len(changes) - maxDifferences
			break
		}
		body.Texts = append(body.Texts, diffText{c.Place.String(), orEmpty(c.Old), orEmpty(c.New), strings.Join(c.Numbers, "，")})
	}
	return nil
}

func (s *Server) differences(before, after string) (*compare.Differences, string, error) {
	_, old, err := s.named(before)
	if err != nil {
		return nil, "", err
	}
	_, now, err := s.named(after)
	if err != nil {
		return nil, "", err
	}
	p, err := s.pack()
	if err != nil {
		return nil, "", err
	}
	s.work.Lock()
	defer s.work.Unlock()
	d, err := app.Diff(p, old, now)
	return d, now, err
}

// diffSave writes the differences as a workbook to print, beside the newer one.
func (s *Server) diffSave(w http.ResponseWriter, r *http.Request) {
	back := "diff?" + url.Values{"old": {r.PostFormValue("old")}, "new": {r.PostFormValue("new")}}.Encode()
	d, path, err := s.differences(r.PostFormValue("old"), r.PostFormValue("new"))
	if err != nil {
		s.lead(w, r, back, nil, err)
		return
	}
	file, kept, err := app.WriteDiff(d, "", path, s.now())
	done := &said{Text: "已写：" + filepath.Base(file), Files: []place{s.desk.placeOf(file)}}
	if kept != "" {
		done.Lines = append(done.Lines, "原来的有人改过，已另存为："+filepath.Base(kept))
	}
	s.lead(w, r, back, done, err)
}

func (b *diffPage) tell(d *compare.Differences) {
	b.Done, b.OldName, b.NewName, b.Count, b.Unit, b.Compared = true, d.Old, d.New, d.Count, d.Unit.Name, d.Totals != nil
	b.Left = d.Left()
	for _, x := range d.All {
		after := d.Unit.Of(*x.New.Total)
		line := diffTotal{Sheet: x.New.Sheet, Name: x.New.Name, Before: "没有这张表", After: money.Print(after)}
		if x.Old != nil && x.Old.Total != nil {
			before := d.Unit.Of(*x.Old.Total)
			if before.Equal(after) {
				continue
			}
			line.Before, line.Change = money.Print(before), compare.Signed(after.Sub(before))
		}
		b.Totals = append(b.Totals, line)
	}
	shown := 0
	for _, c := range d.Records {
		if shown++; shown > maxDifferences {
			b.Hidden++
			continue
		}
		x := diffRecord{Kind: string(c.Kind), Where: c.Where(), What: d.Describe(c)}
		for _, t := range c.Texts {
			x.Changes = append(x.Changes, t.Field+"："+orEmpty(d.Named(t.Field, t.Old))+" → "+orEmpty(d.Named(t.Field, t.New)))
		}
		for _, a := range c.Amounts {
			x.Changes = append(x.Changes, a.Field+"："+money.Print(a.Old.Yuan())+" → "+money.Print(a.New.Yuan())+" 元（"+compare.Signed(a.New.Yuan().Sub(a.Old.Yuan()))+"）")
		}
		b.Records = append(b.Records, x)
	}
	shown = 0
	for _, t := range d.Tables {
		x := diffTable{Name: joined(" ", t.Table().Sheet, t.Table().Name)}
		switch {
		case t.Old == nil:
			x.Note = "新增的表"
		case t.New == nil:
			x.Note = "没有了的表"
		}
		for _, c := range t.Cells {
			b.Cells++
			if shown++; shown > maxDifferences {
				b.Hidden++
				continue
			}
			cell := c.Cell()
			line := diffCell{At: cell.At.String() + c.Gone(), What: cell.Words(), Before: orEmpty(c.Old.Text), After: orEmpty(c.New.Text)}
			if cell.Amount && c.Old.Text == c.New.Text {
				line.Before, line.After, line.Change = money.Print(c.Before()), money.Print(c.After()), compare.Signed(c.Difference())
			}
			x.Cells = append(x.Cells, line)
		}
		b.Tables = append(b.Tables, x)
	}
}

func orEmpty(s string) string { return cmp.Or(s, "（空）") }
