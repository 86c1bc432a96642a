// Package collect looks through what departments have sent in.
//
// In: a folder of input workbooks, finished workbooks, documents and archives of them, in
// any order; if there is one, a list of the departments. Out: of each file what it is,
// whose, how it was made and what is wrong with it; of each department which file is the
// newest, what is missing, and what was changed by hand. Never: changes to what was sent.
package collect

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"ysgk/internal/app"
	"ysgk/internal/crew"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/release"
	"ysgk/internal/seal"
	"ysgk/internal/xlsxread"
)

// Request says what to look through.
type Request struct {
	Pack   *pack.Pack
	From   string     // the folder of what was sent
	To     string     // the folder of the results
	Roster *Roster    // nil if there is none
	Year   string     // of the budgets; "" takes any
	Want   []app.Sort // what each department must hand in; any of it if there is none
	Now    time.Time
	Told   func(crew.Progress) // nil if nobody wants to know; called by one at a time
}

// States of files and departments.
const (
	Right     = "没有错误"
	Wrong     = "有错误"
	Unread    = "不能读"
	Unjudged  = "没有核对" // an earlier version
	Same      = "重复"   // the content of another file
	OtherYear = "别的年度"
	NotAsked  = "不用交"   // a list that ysgk wrote
	Strange   = "认不出"   // neither an input workbook nor tables
	Foreign   = "别的模板包" // tables of another pack, which this one cannot judge
	Unlooked  = "没有看"   // a photo, a program
	Undone    = "没有做完"  // the run was interrupted before
	Missing   = "没有交"   // of a department
	Lacking   = "没有交齐"
	Looked    = "请看说明" // without errors, but something is to be said
)

// File is what became of one file.
type File struct {
	Name       string    `json:"文件"` // below the folder of what was sent, with slashes; within an archive behind its name
	Sort       app.Sort  `json:"是什么,omitempty"`
	Department string    `json:"部门,omitempty"`
	ByName     bool      `json:"部门按文件名,omitempty"` // it does not say itself whose it is
	Year       string    `json:"年度,omitempty"`
	Pack       string    `json:"模板包,omitempty"` // that it was made with, as it says
	Version    string    `json:"模板包版本,omitempty"`
	OtherPack  bool      `json:"别的模板包,omitempty"`
	Tool       string    `json:"ysgk,omitempty"`
	Edited     bool      `json:"改过,omitempty"` // saved by another program since ysgk wrote it
	At         time.Time `json:"时间"`           // when it was saved, as it says, or as the folder says
	State      string    `json:"状态"`
	Errors     int       `json:"错误"`
	Warnings   int       `json:"警告"`
	Newest     bool      `json:"最新,omitempty"`
	Against    string    `json:"对照,omitempty"` // the file that it was compared with
	Says       []string  `json:"说明,omitempty"`
	Changes    []Change  `json:"和录入不同,omitempty"`
	Report     string    `json:"核对结果,omitempty"` // below the folder of the results
	Again      bool      `json:"沿用,omitempty"`

	path     string // to open it
	opened   string // to open it from the folder of the results
	moved    time.Time
	received received
	key      string // of its department
	tied     string // another version of the same time
}

// Change is where a finished workbook departs from what its input workbook gives.
type Change struct {
	Place string `json:"位置"`
	Says  string `json:"说明"`
}

// item is what was found in the folder or in an archive.
type item struct {
	Name, Path string
	Time       time.Time
	Trouble    string // why it cannot be opened, in words
	unpacked   bool
}

// Outcome is what was found out.
type Outcome struct {
	Departments []*Department
	Files       []*File
	Ended       bool // all was looked at
}

// Folders of the results.
const (
	judgedFolder   = "核对"
	unpackedFolder = "解开的压缩包"
	noteName       = "收件状态.json"
)

// Run looks through what was sent. A file that cannot be read stops no other. What an
// earlier run found out about the same file, pack and version is not found out again. When
// ctx ends, what was not looked at yet is said to be so.
func Run(ctx context.Context, r Request) (*Outcome, error) {
	if err := crew.Folders(r.From, r.To, "collect 后面写放着各部门交来的文件的文件夹"); err != nil {
		return nil, err
	}
	var files []*File
	err := r.items(ctx, func(at item) { files = append(files, r.file(at)) })
	if err != nil {
		return nil, err
	}
	slices.SortFunc(files, func(a, b *File) int { return strings.Compare(a.Name, b.Name) })
	r.Pack.Reuse()

	// Two rounds of work are shown as one.
	progress := func(before, all int) func(crew.Progress) {
		if r.Told == nil {
			return nil
		}
		return func(p crew.Progress) {
			p.Done, p.All = p.Done+before, all
			r.Told(p)
		}
	}
	open := of(files, func(f *File) bool { return f.State == "" })
	crew.Each(ctx, names(open), progress(0, 2*len(open)), func(i int) (failed bool) {
		f := open[i]
		f.State = Undone
		r.guarded(f, r.receive)
		return f.State == Unread
	})
	for _, f := range open {
		f.State = cmp.Or(f.State, Undone)
	}
	r.departments(files)
	same(files)
	r.years(files)
	newest(files)

	judge := of(files, func(f *File) bool { return f.Newest })
	var done atomic.Int64
	for _, sorts := range [][]app.Sort{{app.SentInput}, {app.SentTables}, {app.SentDocument}} { // each is compared with those before
		now := of(judge, func(f *File) bool { return slices.Contains(sorts, f.Sort) })
		crew.Each(ctx, names(now), progress(2*len(open)-len(judge)+int(done.Load()), 2*len(open)), func(i int) (failed bool) {
			f := now[i]
			r.guarded(f, func(f *File) { r.judge(f, files) })
			return f.State != Right
		})
		done.Add(int64(len(now)))
	}
	for _, f := range judge {
		if f.State == Unjudged {
			f.State = Undone
		}
	}
	out := &Outcome{Files: files, Ended: ctx.Err() == nil}
	out.Departments = r.summary(files, out.Ended)
	return out, nil
}

func of(files []*File, is func(*File) bool) (out []*File) {
	for _, f := range files {
		if is(f) {
			out = append(out, f)
		}
	}
	return out
}

func names(files []*File) (out []string) {
	for _, f := range files {
		out = append(out, f.Name)
	}
	return out
}

// guarded does something with a file. What nobody has foreseen is said of it, and the
// others are still done.
func (r Request) guarded(f *File, do func(*File)) {
	defer func() {
		if x := recover(); x != nil {
			f.State = Unread
			f.say(fmt.Sprintf("程序遇到没有料到的情况，没有核对。请把这个文件和这句话交给维护人员：%v", x))
		}
	}()
	do(f)
}

// items finds what lies in the folder, and in the archives there.
func (r Request) items(ctx context.Context, told func(item)) error {
	return crew.Walk(r.From, r.To, func(e crew.Entry) {
		at := item{Name: e.Name, Path: e.Path, Trouble: e.Odd}
		if info, err := os.Stat(e.Path); err == nil {
			at.Time = info.ModTime()
		}
		if at.Trouble == "" && kindOf(e.Name) == archive && ctx.Err() == nil {
			unpack(e.Name, e.Path, filepath.Join(r.To, unpackedFolder), r.Now, told)
			return
		}
		told(at)
	})
}

// file is what is known of a file before it is opened; its State is "" if it is to be.
func (r Request) file(at item) *File {
	f := &File{Name: at.Name, At: at.Time, moved: at.Time, path: at.Path}
	if at.unpacked {
		f.opened = unpackedFolder + "/" + at.Name
	} else if outer := at.Path; outer != "" {
		f.opened = relative(r.To, outer)
	}
	switch kind := kindOf(at.Name); {
	case at.Trouble != "":
		f.State = Unread
		f.say(at.Trouble)
	case kind == tellFile:
		f.State = Unread
		f.say(advice[strings.ToLower(path.Ext(at.Name))])
	case kind == otherFile:
		f.State = Unlooked
	}
	return f
}

func (f *File) say(text string) { f.Says = append(f.Says, text) }

// received is what an earlier run has found out about a file, and this one needs again.
type received struct {
	Sum, Pack, Tool string // of the file, the pack, ysgk: what it depends on
	Is              *app.Received
	Judged          *judged
}

// judged is what judging gave.
type judged struct {
	Against  string // the sum of the file that it was compared with
	State    string
	Errors   int
	Warnings int
	Says     []string
	Changes  []Change
	Report   string
}

func (r Request) folder(f *File) string {
	return filepath.Join(r.To, judgedFolder, filepath.FromSlash(crew.FolderOf(f.Name)))
}

// receive finds out what a file is.
func (r Request) receive(f *File) {
	content, err := xlsxread.Load(f.path)
	if err != nil {
		f.unread(xlsxread.Trouble(f.path, err))
		return
	}
	now := received{Sum: seal.Sum(content), Pack: r.Pack.Hash, Tool: release.Version}
	note := filepath.Join(r.folder(f), noteName)
	f.received = crew.Noted[received](note)
	if old := f.received; old.Is == nil || old.Sum != now.Sum || old.Pack != now.Pack || old.Tool != now.Tool {
		if now.Is, err = app.Receive(r.Pack, f.path, content); err != nil {
			f.received = now
			f.unread(err)
			return
		}
		f.received = now
		if err := crew.Note(note, now); err != nil {
			f.say("核对的结果没有记下来：" + crew.Words(err))
		}
	}
	is := f.received.Is
	f.Sort, f.Department, f.Year = is.Sort, strings.TrimSpace(is.Department), is.Year
	f.Tool, f.Pack, f.Version = is.Origin.Tool, is.Origin.Pack, is.Origin.PackVersion
	f.Edited = is.Edited && (f.Sort == app.SentTables || f.Sort == app.SentDocument)
	f.OtherPack = is.Origin.PackHash != "" && is.Origin.PackHash != r.Pack.Hash
	f.ofPack(r.Pack)
	if saved := is.Saved; plausible(saved, r.Pack.Identity.Year) && !saved.After(r.Now.Add(24*time.Hour)) {
		f.At = saved
	}
	switch f.Sort {
	case app.SentList:
		f.State = NotAsked
		f.say("是 ysgk 写的" + is.Origin.Kind + "，不是要交的")
	case app.SentSummary:
		f.State = NotAsked
		f.say("是 ysgk summary 写的汇总表，不是哪个部门要交的")
	case app.SentOther:
		f.State = Strange
		f.say("既不是录入工作簿，也认不出公开表（表的标题和模板的不同）。该交的不是这个，请部门重新交")
	default:
		f.State = Unjudged
		if f.OtherPack && f.Pack != r.Pack.Identity.Name {
			f.State = Foreign
		}
	}
}

// ofPack says what is to be said of the pack that a file was made with.
func (f *File) ofPack(p *pack.Pack) {
	if !f.OtherPack {
		return
	}
	now := p.Identity
	switch {
	case f.Pack != now.Name:
		f.say("是用模板包“" + f.Pack + " " + f.Version + "”做的，这次用的是“" + now.Name + " " + now.Version + "”，没有核对。请部门换成这次发的模板包，重新生成")
	case f.Version != now.Version:
		f.say("是用这个模板包的 " + f.Version + " 版做的，这次用的是 " + now.Version + " 版")
	default:
		f.say("模板包的名称、版本和这次的一样，内容不同，可能有人改过")
	}
}

// plausible says whether somebody may have saved a file for a year's budget at a time:
// what programs write into new files is older.
func plausible(saved time.Time, year string) bool {
	var y int
	_, err := fmt.Sscan(year, &y)
	return !saved.IsZero() && (err != nil || saved.Year() >= y-1) && saved.Nanosecond()+saved.Second()+saved.Minute()+saved.Hour() > 0
}

func (f *File) unread(err error) {
	f.State = Unread
	f.say(crew.Words(err))
}

// judge judges a file that is the newest of its department.
func (r Request) judge(f *File, files []*File) {
	beside := beside(f, files)
	sum := ""
	if beside != nil {
		f.Against, sum = beside.Name, beside.received.Sum
	} else if in := newestInput(f, files); f.Sort == app.SentTables && in != nil {
		f.say("没有和录入比：“" + path.Base(in.Name) + "”" + in.State)
	}
	if old := f.received.Judged; old != nil && old.Against == sum && (old.Report == "" || disk.Exists(filepath.Join(r.To, filepath.FromSlash(old.Report)))) {
		f.Again = true
		f.take(old)
		return
	}
	opened := ""
	if beside != nil {
		opened = beside.path
	}
	got, err := app.JudgeReceived(r.Pack, f.Sort, f.path, opened)
	if err != nil {
		f.unread(err)
		return
	}
	now := &judged{Against: sum, State: Right}
	for _, x := range got.Found {
		switch x.Severity {
		case finding.Error:
			now.Errors++
			now.State = Wrong
		case finding.Warning:
			now.Warnings++
		}
		if x.Code == departs && x.Severity == finding.Error {
			now.Changes = append(now.Changes, Change{x.Place.String(), x.Message})
		}
	}
	if got.Trouble != nil {
		now.Says = append(now.Says, "没有和"+path.Base(f.Against)+"比："+crew.Words(got.Trouble))
	}
	report, err := app.ReportIn(r.folder(f), f.Sort, f.path, got.Found, r.Now)
	if err != nil {
		f.say("核对结果没有写成：" + crew.Words(err))
	} else if report != "" {
		now.Report = relative(r.To, report)
	}
	f.received.Judged = now
	f.take(now)
	if err == nil {
		if err := crew.Note(filepath.Join(r.folder(f), noteName), f.received); err != nil {
			f.say("核对的结果没有记下来：" + crew.Words(err))
		}
	}
}

// departs is the code of what verify finds when it compares with an input workbook.
const departs = "F10"

func (f *File) take(j *judged) {
	f.State, f.Errors, f.Warnings, f.Changes, f.Report = j.State, j.Errors, j.Warnings, j.Changes, j.Report
	f.Says = append(f.Says, j.Says...)
}

// relative is the way from a folder to a file with slashes, or the whole one where there is
// none (two drives).
func relative(folder, file string) string {
	a, err1 := filepath.Abs(folder)
	b, err2 := filepath.Abs(file)
	rel, err := filepath.Rel(a, b)
	if cmp.Or(err1, err2, err) != nil {
		return filepath.ToSlash(file)
	}
	return filepath.ToSlash(rel)
}

// beside is what a file is compared with: tables with the input workbook that they were
// made of, or else the newest of the department if it has no errors; a document with its
// newest tables. It is nil if there is none.
func beside(f *File, files []*File) *File {
	if f.Sort == app.SentInput || f.key == "" {
		return nil
	}
	if f.Sort == app.SentDocument {
		return newestOf(app.SentTables, f, files)
	}
	for _, x := range files {
		if made := f.received.Is.Origin.InputHash; x.Sort == app.SentInput && x.key == f.key && made != "" && x.received.Sum == made {
			return x
		}
	}
	if in := newestInput(f, files); in != nil && in.State == Right {
		return in
	}
	return nil
}

func newestInput(f *File, files []*File) *File { return newestOf(app.SentInput, f, files) }

// newestOf is the newest file of a sort that is of the same department as f.
func newestOf(sort app.Sort, f *File, files []*File) *File {
	for _, x := range files {
		if x.Newest && x.Sort == sort && x.key == f.key && f.key != "" {
			return x
		}
	}
	return nil
}
