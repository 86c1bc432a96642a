package window

import (
	"net/http"
	"os"
	"path/filepath"

	"ysgk/internal/app"
	"ysgk/internal/bundle"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/tables"
	"ysgk/internal/trust"
)

// packFolder is where the user's choice of packs is kept.
func (s *Server) packFolder() trust.Folder { return trust.Folder(s.Config) }

// packsPage is the body of the page about packs.
type packsPage struct {
	Lines   [][2]string // about the pack in use
	BuiltIn bool
	Fixed   bool // named on the command line: choosing another one does not change it
	Key     string
	Trouble string

	New      *newPack
	Bureau   string // a chosen folder that holds a pack
	BureauID string
	Job      *Progress
	Report   *packReport
	Inputs   []choice // to try the pack with
	Tags     []tables.Tag
	TagsOf   string // the pack's name
}

// newPack is one that was dropped in.
type newPack struct {
	Place   place
	Lines   [][2]string
	KeyID   string // that signed it
	NewKey  bool
	Trouble string
}

// packReport is what checking a pack's folder found.
type packReport struct {
	Trouble string
	found   finding.List
	Counts  []severityCount
	List    listed
	Tried   string
	Tables  []totalLine
	Unit    string
}

// aboutPack says what a pack tells of itself.
func aboutPack(p *pack.Pack, from *packfile.Source) (lines [][2]string) {
	add := func(name, value string) {
		if value != "" {
			lines = append(lines, [2]string{name, value})
		}
	}
	id := p.Identity
	add("名称", id.Name)
	add("年度", id.Year)
	add("地区", id.Region)
	add("版本", id.Version)
	add("作者", id.Author)
	switch {
	case from == nil:
		add("来自", "ysgk 自带")
	case from.Folder:
		add("来自", "文件夹 "+from.Path+"（制作中，没有签名）")
	case from.Bundle.Signer == nil:
		add("签名", "没有签名")
	default:
		add("签名", "密钥编号 "+bundle.KeyID(from.Bundle.Signer))
	}
	add("校验值", p.Hash)
	return lines
}

func (s *Server) packsPage(w http.ResponseWriter, r *http.Request) {
	s.packs.Lock()
	p, from, err := s.packs.pack, s.packs.from, s.packs.err
	s.packs.Unlock()
	body := packsPage{BuiltIn: from == nil}
	if err != nil {
		body.Trouble = explained(err)
	} else {
		body.Lines = aboutPack(p, from)
		body.Fixed = from != nil && from.Path != s.packFolder().Pack()
	}
	switch key, err := s.packFolder().Key(); {
	case err != nil:
		body.Key = "读不出来：设置文件夹里的公钥坏了"
	case key != nil:
		body.Key = bundle.KeyID(key)
	}
	if r.FormValue("n") != "" {
		body.New = s.newPack(r)
	}
	key := "packs"
	for _, f := range s.desk.all() {
		if st, err := os.Stat(filepath.Join(f, "pack.yaml")); err == nil && st.Mode().IsRegular() {
			body.Bureau, body.BureauID = f, nameOf(f)
			break
		}
	}
	if body.Bureau != "" {
		body.Inputs = s.choices("", false)
		x, _ := s.judgements.LoadOrStore("pack "+body.Bureau, &packCheck{})
		x.(*packCheck).show(s, &body, turn(r))
	}
	if r.FormValue("tags") != "" {
		if body.Bureau != "" { // the one that is being made
			made, _, err := packfile.Open(body.Bureau, s.packFolder())
			if p = made; err != nil {
				body.Trouble = joined("\n", body.Trouble, explained(err))
			}
		}
		if p != nil {
			body.Tags, body.TagsOf = tables.Tags(p), p.Identity.Name
		}
	}
	s.draw(w, http.StatusOK, "packs", page{Title: "模板包", At: "packs", Key: key, Said: s.news.of(r.FormValue("m")), Body: body})
}

func (s *Server) newPack(r *http.Request) *newPack {
	at, path, err := s.asked(r)
	out := &newPack{Place: at}
	if err != nil {
		out.Trouble = explained(err)
		return out
	}
	c, err := app.LookAtPack(s.packFolder(), path, nil)
	if err != nil {
		out.Trouble = explained(err)
		return out
	}
	out.Lines = aboutPack(c.Pack, c.From)
	if signer := c.From.Bundle.Signer; signer != nil {
		out.KeyID = bundle.KeyID(signer)
	}
	out.NewKey = c.New != nil
	return out
}

// usePack chooses a pack that was looked at.
func (s *Server) usePack(w http.ResponseWriter, r *http.Request) {
	_, path, err := s.asked(r)
	var c *app.Chosen
	if err == nil {
		s.work.Lock()
		c, err = app.ChoosePack(s.packFolder(), path, nil)
		s.work.Unlock()
	}
	if err == nil {
		err = s.changedPack()
	}
	if err != nil {
		s.lead(w, r, "packs", nil, err)
		return
	}
	done := &said{Text: "已选用 " + c.Pack.Identity.Name + "，以后都用它。"}
	if c.New != nil {
		done.Lines = append(done.Lines, "已记住公钥，编号 "+bundle.KeyID(c.New)+"：以后只认它签名的模板包。")
	}
	s.lead(w, r, "packs", done, nil)
}

// dropPack goes back to the built-in pack.
func (s *Server) dropPack(w http.ResponseWriter, r *http.Request) {
	err := s.packFolder().Drop()
	if err != nil {
		err = &finding.FileError{File: "模板包.ysgk", Message: "设置文件夹里的模板包删不掉。请检查权限", Err: err}
	} else {
		err = s.changedPack()
	}
	s.lead(w, r, "packs", &said{Text: "已改回自带的模板包。"}, err)
}

// changedPack opens the pack in use again, and looks at everything with it.
func (s *Server) changedPack() error {
	err := s.repack()
	s.surveys.Clear()
	s.judgements.Clear()
	s.shelf.recheck()
	return err
}

// packCheck is a look at the pack in a folder.
type packCheck struct {
	judgement
	report *packReport
}

// checkPack checks the pack in a chosen folder, in the background.
func (s *Server) checkPack(w http.ResponseWriter, r *http.Request) {
	folder, ok := s.desk.folder(r.PostFormValue("f"))
	if !ok || r.PostFormValue("f") == "" {
		s.lead(w, r, "packs", nil, errOutside)
		return
	}
	x, _ := s.judgements.LoadOrStore("pack "+folder, &packCheck{})
	c := x.(*packCheck)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.job = s.begin("packs", "检查模板包，并试填", nil, func(app.Stage) {
		report := checkedPack(s.packFolder(), folder)
		c.mu.Lock()
		defer c.mu.Unlock()
		c.report = report
	})
	s.redirect(w, r, "packs")
}

// tryPack fills the tables of a workbook through the pack in a chosen folder, and shows
// them; they are written nowhere else than among what was dropped in.
func (s *Server) tryPack(w http.ResponseWriter, r *http.Request) {
	folder, ok := s.desk.folder(r.PostFormValue("pack"))
	if !ok || r.PostFormValue("pack") == "" {
		s.lead(w, r, "packs", nil, errOutside)
		return
	}
	_, file, err := s.named(r.PostFormValue("file"))
	var p *pack.Pack
	if err == nil {
		p, _, err = packfile.Open(folder, s.packFolder())
	}
	tray := ""
	if err == nil {
		tray, err = s.desk.tray()
	}
	if err != nil {
		s.lead(w, r, "packs", nil, err)
		return
	}
	s.work.Lock()
	out, found, err := app.Fill(app.FillRequest{Pack: p, Input: file, Output: tray, Only: app.OnlyTables, Unmarked: true, Now: s.now()})
	s.work.Unlock()
	switch {
	case err != nil:
		s.lead(w, r, "packs", nil, err)
	case found.HasErrors():
		done := &said{Text: "试填不了：" + filepath.Base(file) + " 按这个模板包有错误。", Bad: true}
		for _, f := range found.Sorted() {
			if f.Severity == finding.Error && len(done.Lines) < 10 {
				done.Lines = append(done.Lines, f.Place.String()+" "+f.Message)
			}
		}
		s.lead(w, r, "packs", done, nil)
	default:
		s.lead(w, r, s.desk.placeOf(out.Files[0].File).at("tables"), &said{Text: "试填的，没有写进文件夹；要留下的，点“另存”。"}, nil)
	}
}

func checkedPack(pins trust.Folder, folder string) *packReport {
	out := &packReport{}
	p, _, err := packfile.Open(folder, pins)
	var c *app.PackReport
	if err == nil {
		c, err = app.CheckPack(p, nil)
	}
	if err != nil {
		out.Trouble = explained(err)
		return out
	}
	out.list(c.Findings)
	out.Unit = p.Unit.Name
	if c.Trial != nil {
		out.Tried = "用 " + itoa(c.Trial.Kinds) + " 种样例部门试填过"
		for _, t := range c.Trial.Tables {
			out.Tables = append(out.Tables, totalLine{t.Sheet, t.Name, printed(t.Amount)})
		}
	}
	return out
}

func (r *packReport) list(found finding.List) {
	for i := range found {
		if p := &found[i].Place; p.Sheet == "" && p.File != "" {
			p.Sheet = p.String()
		}
		found[i].Place.File = ""
	}
	r.found = found.Sorted()
	r.Counts = counted(r.found)
}

func (c *packCheck) show(s *Server, body *packsPage, turn int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	body.Job = c.job.progress(s.now())
	if c.report != nil {
		report := *c.report // its list is shown page by page
		report.List = list(report.found, turn, "packs?tags=")
		body.Report = &report
	}
	if fault := c.job.fault(); fault != "" {
		body.Report = &packReport{Trouble: fault}
	}
}
