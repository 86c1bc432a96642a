// Package batch fills the input workbooks of many departments.
//
// In: a folder with input workbooks, anywhere below it. Out: a folder of its own for
// each, with what fill writes and with a state; a list of all.
// Never: changes to what lies in the folder that it reads.
package batch

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"ysgk/internal/app"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/parts"
	"ysgk/internal/release"
	"ysgk/internal/seal"
	"ysgk/internal/xlsxread"
)

// Request says what to fill.
type Request struct {
	Pack  *pack.Pack
	From  string // the folder of the input workbooks
	To    string // the folder of the results
	Only  app.Only
	Share Share
	Now   time.Time
	// LayOut is that of app.FillRequest.
	LayOut func(docx []byte) (string, error)
	Told   func(Progress) // nil if nobody wants to know; called by one at a time
}

// Share is the part that one of several machines does: every Of-th workbook, from the
// No-th on, beginning with 1. The zero Share is all of them.
type Share struct{ No, Of int }

// Progress says how far the work is.
type Progress struct {
	Done, All, Failed int
	Name              string // the workbook that was done last
}

// States of a department.
const (
	Made     = "已生成"
	Wrong    = "有错误"
	Unread   = "不能读"
	Unfilled = "没有做" // found, but neither this run nor an earlier one has come to it
)

// Result is what became of one input workbook. It is kept beside its tables, so that a
// later run knows what need not be done again.
type Result struct {
	Input    string   `json:"录入"` // below the folder of the input workbooks, with slashes
	Sum      string   `json:"录入校验"`
	Pack     string   `json:"模板包校验"`
	Tool     string   `json:"版本"`
	Only     app.Only `json:"只要,omitempty"`
	Name     string   `json:"部门,omitempty"` // as it calls itself
	Year     string   `json:"年度,omitempty"`
	State    string   `json:"状态"`
	Why      string   `json:"原因,omitempty"` // of a workbook that cannot be read or written
	Errors   int      `json:"错误"`
	Warnings int      `json:"警告"`
	Totals   []Total  `json:"合计,omitempty"`
	Files    []string `json:"文件,omitempty"` // in its folder
	Marked   string   `json:"标注,omitempty"` // the annotated copy, there too
	Again    bool     `json:"-"`            // kept from an earlier run
	Twin     string   `json:"-"`            // another input workbook of the same department and year
}

// Total is the total that one table prints.
type Total struct {
	Sheet  string `json:"表"`
	Amount string `json:"金额"` // in the pack's unit, "" of an empty table
}

// stateName is the file in a department's folder that holds its Result.
const stateName = "批量状态.json"

// Run fills the input workbooks below a folder, as many at a time as there are cores. One
// that cannot be filled stops no other. What an earlier run did with the same workbook,
// pack and version is not done again. When ctx ends, those in work are still done and the
// others come out as Unfilled.
func Run(ctx context.Context, r Request) ([]Result, error) {
	files, err := find(r.From, r.To)
	if err != nil {
		return nil, err
	}
	var mine []string
	for i, file := range files {
		if r.Share.Of == 0 || i%r.Share.Of == r.Share.No-1 {
			mine = append(mine, file)
		}
	}
	out := make([]Result, len(mine))
	var mu sync.Mutex
	p := Progress{All: len(mine)}
	var crew errgroup.Group
	crew.SetLimit(runtime.GOMAXPROCS(0))
	r.Pack.Reuse() // its rules and templates are compiled once
	for i, file := range mine {
		out[i] = Result{Input: file, State: Unfilled}
		crew.Go(func() error {
			if ctx.Err() != nil {
				return nil
			}
			out[i] = one(r, file)
			mu.Lock()
			defer mu.Unlock()
			p.Done, p.Name = p.Done+1, file
			if out[i].State != Made {
				p.Failed++
			}
			if r.Told != nil {
				r.Told(p)
			}
			return nil
		})
	}
	_ = crew.Wait() // no result is an error of all
	pair(out)
	return out, nil
}

// one fills one input workbook, if that is not done yet, and notes what became of it.
func one(r Request, file string) Result {
	folder := filepath.Join(r.To, filepath.FromSlash(folderOf(file)))
	path := filepath.Join(r.From, filepath.FromSlash(file))
	out := Result{Input: file, Pack: r.Pack.Hash, Tool: release.Version, Only: r.Only}
	content, err := xlsxread.Load(path)
	if err != nil {
		err = xlsxread.Trouble(path, err)
	} else {
		out.Sum = seal.Sum(content)
		if old, ok := state(folder); ok && old.covers(out, folder) {
			old.Again = true
			return old
		}
		// What stands there is of another workbook or pack until this one is done.
		_ = os.Remove(filepath.Join(folder, stateName))
		err = fill(r, path, folder, &out)
	}
	if err != nil {
		out.State, out.Why = Unread, Words(err)
	}
	if err := note(folder, out); err != nil && out.State != Unread {
		out.State, out.Why = Unread, Words(err)
	}
	return out
}

// fill fills one input workbook into its folder.
func fill(r Request, path, folder string, out *Result) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return disk.Trouble(folder, err)
	}
	done, found, err := app.Fill(app.FillRequest{Pack: r.Pack, Input: path, Output: folder, Only: r.Only, Marks: folder, Now: r.Now, LayOut: r.LayOut})
	if err != nil {
		return err
	}
	out.State = Made
	for _, f := range found {
		switch f.Severity {
		case finding.Error:
			out.Errors++
			out.State = Wrong
		case finding.Warning:
			out.Warnings++
		}
	}
	out.Name, out.Year = done.Who, done.Year
	if done.Marked.File != "" {
		out.Marked = filepath.Base(done.Marked.File)
	}
	if done.Marked.Err != nil {
		out.Why = Words(done.Marked.Err)
	}
	for _, w := range done.Files {
		if name, err := filepath.Rel(folder, w.File); err == nil {
			out.Files = append(out.Files, filepath.ToSlash(name))
		}
	}
	for _, t := range done.Tables {
		total := Total{Sheet: t.Sheet}
		if !t.Empty {
			total.Amount = t.Amount.String()
		}
		out.Totals = append(out.Totals, total)
	}
	return nil
}

// note keeps a result in its folder.
func note(folder string, r Result) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return disk.Trouble(folder, err)
	}
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	return disk.Write(filepath.Join(folder, stateName), text)
}

// folderOf is the folder of a workbook's results below that of all: its own name, so that
// two workbooks of one folder do not meet.
func folderOf(file string) string { return strings.TrimSuffix(file, filepath.Ext(file)) }

// state reads what an earlier run left in a folder.
func state(folder string) (r Result, ok bool) {
	text, err := os.ReadFile(filepath.Join(folder, stateName))
	return r, err == nil && json.Unmarshal(text, &r) == nil && r.State != ""
}

// covers says whether an earlier result is that of the same workbook, pack and version,
// and its files are still there.
func (r Result) covers(now Result, folder string) bool {
	if r.State == Unread || r.Input != now.Input || r.Sum != now.Sum || r.Pack != now.Pack || r.Tool != now.Tool || r.Only != now.Only {
		return false
	}
	files := r.Files
	if r.Marked != "" {
		files = append(slices.Clone(files), r.Marked)
	}
	return !slices.ContainsFunc(files, func(name string) bool {
		return !disk.Exists(filepath.Join(folder, filepath.FromSlash(name)))
	})
}

// pair notes which workbooks are of the same department and year.
func pair(all []Result) {
	first := map[[2]string]int{}
	for i := range all {
		if all[i].Name == "" {
			continue
		}
		key := [2]string{all[i].Name, all[i].Year}
		if j, ok := first[key]; ok {
			all[i].Twin = all[j].Input
			if all[j].Twin == "" {
				all[j].Twin = all[i].Input
			}
		} else {
			first[key] = i
		}
	}
}

// find gives the workbooks below a folder that may be input workbooks, in order, by their
// names below it with slashes. What ysgk wrote itself and nobody has worked in since is
// left out, as are the results and the lock files of Excel.
func find(from, to string) (files []string, err error) {
	info, err := os.Stat(from)
	if err != nil {
		return nil, disk.Trouble(from, err)
	}
	if !info.IsDir() {
		return nil, &finding.FileError{File: filepath.Base(from), Message: "不是文件夹。batch 后面写放着各部门录入工作簿的文件夹；只填一本用 ysgk fill"}
	}
	if disk.Same(from, to) {
		return nil, &finding.FileError{File: filepath.Base(to), Message: "结果不能写进放录入工作簿的文件夹本身。请在 -o 后面写另一个文件夹"}
	}
	err = filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return disk.Trouble(path, err)
		case e.IsDir() && disk.Same(path, to):
			return fs.SkipDir
		case !e.Type().IsRegular() || strings.HasPrefix(e.Name(), "~$") || strings.HasPrefix(e.Name(), "."), !strings.EqualFold(filepath.Ext(path), ".xlsx"):
			return nil
		case written(path):
			return nil
		}
		name, err := filepath.Rel(from, path)
		files = append(files, filepath.ToSlash(name))
		return err
	})
	slices.Sort(files)
	return files, err
}

// written says whether a workbook is an output of ysgk in which nobody has worked: its
// tables always, an annotated copy or a list until somebody saves it.
func written(path string) bool {
	content, err := xlsxread.Load(path)
	if err != nil {
		return false // what is wrong with it is said when it is filled
	}
	f, err := parts.Open(content)
	if err != nil {
		return false
	}
	o := seal.Read(f)
	return o.Tool != "" && (o.Kind != seal.Annotated || seal.Intact(f))
}

// Collect gives what all runs over a folder of results have left there, and what of the
// input workbooks (from, "" if they are not at hand) none of them did.
func Collect(from, to string) ([]Result, error) {
	var out []Result
	err := filepath.WalkDir(to, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return disk.Trouble(path, err)
		}
		if e.Name() == stateName {
			if r, ok := state(filepath.Dir(path)); ok {
				out = append(out, r)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if from != "" {
		files, err := find(from, to)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if !slices.ContainsFunc(out, func(r Result) bool { return r.Input == file }) {
				out = append(out, Result{Input: file, State: Unfilled})
			}
		}
	}
	slices.SortFunc(out, func(a, b Result) int { return strings.Compare(a.Input, b.Input) })
	pair(out)
	return out, nil
}

// Words are an error's for the user.
func Words(err error) string {
	var file *finding.FileError
	if errors.As(err, &file) {
		return file.Message
	}
	return err.Error()
}
