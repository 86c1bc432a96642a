// Package batch fills the input workbooks of many departments.
//
// In: a folder with input workbooks, anywhere below it. Out: a folder of its own for
// each, with what fill writes and with a state; a list of all.
// Never: changes to what lies in the folder that it reads.
package batch

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ysgk/internal/app"
	"ysgk/internal/crew"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/office"
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
	Told   func(crew.Progress) // nil if nobody wants to know; called by one at a time
	// Passed, if there is one, is told which workbooks in the folder are ysgk's own
	// outputs and so are not filled: somebody may have handed in the wrong file.
	Passed func(names []string)
}

// Share is the part that one of several machines does: every Of-th workbook, from the
// No-th on, beginning with 1. The zero Share is all of them.
type Share struct{ No, Of int }

// States of a department.
const (
	Made      = "已生成"
	Wrong     = "有错误"
	Unread    = "不能读"
	Unwritten = "没写成" // it could be read, but the results could not be written
	Unfilled  = "没有做" // found, but neither this run nor an earlier one has come to it
	Gone      = "不在了" // of an earlier run; the input workbook is no longer there
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
	Files    []string `json:"文件,omitempty"`   // in its folder
	Marked   string   `json:"标注,omitempty"`   // the annotated copy, there too
	Unpaged  bool     `json:"没有页码,omitempty"` // a document's table of contents
	Old      []string `json:"以前的,omitempty"`  // files in its folder that an earlier run wrote and this one did not
	Again    bool     `json:"-"`              // kept from an earlier run
	Twin     string   `json:"-"`              // another input workbook of the same department and year
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
	if err := app.CanMake(r.Pack, r.Only); err != nil { // what would hinder every workbook alike
		return nil, err
	}
	files, err := r.Find()
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
	for i, file := range mine {
		out[i] = Result{Input: file, State: Unfilled}
	}
	r.Pack.Reuse() // its rules and templates are compiled once
	crew.Each(ctx, mine, r.Told, func(i int) (failed bool) {
		out[i] = one(r, mine[i])
		return out[i].State != Made
	})
	pair(out)
	return out, nil
}

// one fills one input workbook, if that is not done yet, and notes what became of it.
func one(r Request, file string) Result {
	folder := filepath.Join(r.To, filepath.FromSlash(crew.FolderOf(file)))
	path := filepath.Join(r.From, filepath.FromSlash(file))
	out := Result{Input: file, Pack: r.Pack.Hash, Tool: release.Version, Only: r.Only}
	old := crew.Noted[Result](noteOf(folder)) // without one its State is empty
	earlier := slices.Concat(old.Files, old.Old)
	content, err := xlsxread.Load(path)
	if err != nil {
		err = xlsxread.Trouble(path, err)
	} else {
		out.Sum = seal.Sum(content)
		if old.covers(out, folder) && (!old.Unpaged || r.LayOut == nil) {
			old.Again = true
			return old
		}
		// What stands there is of another workbook or pack until this one is done.
		if len(earlier) > 0 {
			_ = crew.Note(noteOf(folder), Result{Input: file, State: Unfilled, Old: earlier})
		}
		err = fill(r, path, folder, &out)
	}
	var writing *app.WriteError
	switch {
	case errors.Is(err, office.ErrStopped):
		out.State = Unfilled // as those that were not begun
	case errors.As(err, &writing):
		out.State, out.Why = Unwritten, crew.Words(err)
	case err != nil:
		out.State, out.Why = Unread, crew.Words(err)
	}
	for _, name := range earlier {
		if !slices.Contains(out.Files, name) && disk.Exists(filepath.Join(folder, filepath.FromSlash(name))) {
			out.Old = append(out.Old, name)
		}
	}
	if err := crew.Note(noteOf(folder), out); err != nil && out.judged() {
		out.State, out.Why = Unwritten, crew.Words(err)
	}
	return out
}

// fill fills one input workbook into its folder.
func fill(r Request, path, folder string, out *Result) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return &app.WriteError{Err: disk.Trouble(folder, err)}
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
	out.Name, out.Year, out.Unpaged = done.Who, done.Year, done.Unpaged
	if done.Marked.File != "" {
		out.Marked = filepath.Base(done.Marked.File)
	}
	if done.Marked.Err != nil {
		out.Why = crew.Words(done.Marked.Err)
	}
	for _, w := range done.Files {
		if name, err := filepath.Rel(folder, w.File); err == nil {
			out.Files = append(out.Files, filepath.ToSlash(name))
		}
	}
	for _, t := range done.Tables {
		total := Total{Sheet: t.Sheet}
		if !t.Empty && !t.None {
			total.Amount = t.Amount.String()
		}
		out.Totals = append(out.Totals, total)
	}
	return nil
}

// noteOf is the file in which a folder's result is kept.
func noteOf(folder string) string { return filepath.Join(folder, stateName) }

// covers says whether an earlier result is that of the same workbook, pack and version,
// and its files are still there.
func (r Result) covers(now Result, folder string) bool {
	if !r.judged() || r.Input != now.Input || r.Sum != now.Sum || r.Pack != now.Pack || r.Tool != now.Tool || r.Only != now.Only {
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

// endings are those of files that may be meant as input workbooks. Some cannot be read:
// then that is said, as a department must not be missing from the list.
var endings = []string{".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods"}

// Find gives the workbooks below the folder that may be input workbooks, in order, by
// their names below it with slashes. What ysgk wrote itself and nobody has worked in since
// is passed over, as are the results and the lock files of Excel.
func (r Request) Find() (files []string, err error) {
	if err := crew.Folders(r.From, r.To, "batch、summary 后面写放着各部门录入工作簿的文件夹；只填一本用 ysgk fill"); err != nil {
		return nil, err
	}
	var own []string
	var shut error
	err = crew.Walk(r.From, r.To, func(e crew.Entry) {
		switch {
		case e.Err != nil:
			shut = cmp.Or(shut, e.Err)
		case e.Link: // there may be departments behind it
			files = append(files, e.Name)
		case !slices.Contains(endings, strings.ToLower(path.Ext(e.Name))):
		case written(e.Path):
			own = append(own, e.Name)
		default:
			files = append(files, e.Name)
		}
	})
	if err = cmp.Or(err, shut); err != nil {
		return nil, err
	}
	slices.Sort(files)
	if r.Passed != nil && len(own) > 0 {
		slices.Sort(own)
		r.Passed(own)
	}
	return files, nil
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

// Collect gives what all runs over the folder of results have left there, and what of the
// input workbooks none of them did. A result of a workbook that has changed since, or of
// another pack or version, counts as not done: its figures are old.
func Collect(r Request) ([]Result, error) {
	var out []Result
	err := crew.Walk(r.To, "", func(e crew.Entry) {
		if path.Base(e.Name) == stateName {
			if r := crew.Noted[Result](e.Path); r.State != "" {
				out = append(out, r)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	files, err := r.Find()
	if err != nil {
		return nil, err
	}
	for i, x := range out {
		out[i] = r.still(x, slices.Contains(files, x.Input))
	}
	for _, file := range files {
		if !slices.ContainsFunc(out, func(r Result) bool { return r.Input == file }) {
			out = append(out, Result{Input: file, State: Unfilled})
		}
	}
	slices.SortFunc(out, func(a, b Result) int { return strings.Compare(a.Input, b.Input) })
	pair(out)
	return out, nil
}

// still is a result that an earlier run left, as far as it is still true.
func (r Request) still(old Result, there bool) Result {
	if !there {
		return Result{Input: old.Input, State: Gone, Why: "录入工作簿已经不在文件夹里（改了名或拿走了），以前的结果还在。不要了就删去结果里它的文件夹"}
	}
	sum := ""
	if content, err := xlsxread.Load(filepath.Join(r.From, filepath.FromSlash(old.Input))); err == nil {
		sum = seal.Sum(content)
	}
	why := ""
	switch {
	case old.State == Unfilled:
		return old
	case sum != old.Sum:
		why = "填好以后录入工作簿又改过"
	case r.Pack.Hash != old.Pack:
		why = "是用另一个模板包填的"
	case release.Version != old.Tool:
		why = "是用另一个版本的 ysgk 填的"
	default:
		return old
	}
	return Result{Input: old.Input, State: Unfilled, Why: why + "，请再填一次", Old: slices.Concat(old.Files, old.Old)}
}
