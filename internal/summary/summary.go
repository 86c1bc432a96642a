// Package summary fills the tables of a whole district from the input workbooks of its
// departments.
//
// In: a folder with input workbooks, anywhere below it. Out: the tables, and a workbook
// that tells what was added and what was not, lists by department and where every figure
// comes from.
// Never: changes to what lies in the folder; a sum that does not say what it lacks.
package summary

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"ysgk/internal/app"
	"ysgk/internal/batch"
	"ysgk/internal/budget"
	"ysgk/internal/crew"
	"ysgk/internal/disk"
	"ysgk/internal/district"
	"ysgk/internal/finding"
	"ysgk/internal/handout"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/parts"
	"ysgk/internal/seal"
	"ysgk/internal/tables"
	"ysgk/internal/trace"
	"ysgk/internal/xlsxread"
)

// Request says what to add up.
type Request struct {
	Pack *pack.Pack
	From string // the folder of the input workbooks
	To   string // the folder of the results
	Name string // of the district, "" for DefaultName
	Now  time.Time
	Told func(crew.Progress) // nil if nobody wants to know
	// Passed is that of batch.Request.
	Passed func(names []string)
}

// DefaultName is what a district is called that has no name.
const DefaultName = "各部门汇总"

// ListName is the workbook that lists what was added.
const ListName = "汇总说明.xlsx"

// Result is what became of a summary.
type Result struct {
	Files   []disk.Written
	List    string   // the workbook of lists
	Kept    string   // where an earlier one that somebody had edited went
	Old     []string // tables of an earlier run in the folder that this one did not write
	Name    string   // of the district, as the tables print it
	Year    string
	Members []district.Member
	Missing []*district.Member // departments of which nothing was added
	Twins   []string           // units of one name in several departments
	Left    []string           // sheets that are one for each record, and not in a summary
	Tables  []tables.Total
	Lists   []district.List
	Found   finding.List // between departments, and about filling
}

// gathered is a sum that is complete.
type gathered struct {
	pack *pack.Pack // without documents
	sum  *district.Sum
	year string
	left []string // views of sheets that are one for each record
}

// gather reads, judges and adds all input workbooks, a few at a time: no more of them are
// in memory than there are cores.
func gather(ctx context.Context, r Request) (*gathered, error) {
	files, err := batch.Request{From: r.From, To: r.To, Passed: r.Passed}.Find()
	if err != nil {
		return nil, err
	}
	r.Pack.Reuse()
	tables, err := r.Pack.TablesOnly()
	if err != nil {
		return nil, err
	}
	p := *tables
	g := &gathered{pack: &p}
	sources, err := g.apart()
	if err != nil {
		return nil, err
	}
	g.sum = district.New(g.pack, sources)
	type one struct {
		member district.Member
		ledger *budget.Ledger
		roots  map[string][]budget.Fen
	}
	progress := crew.Progress{All: len(files)}
	for chunk := range slices.Chunk(files, runtime.GOMAXPROCS(0)) {
		all := make([]one, len(chunk))
		var team errgroup.Group
		for i, file := range chunk {
			team.Go(func() error {
				l, views, found, err := app.Ledger(g.pack, filepath.Join(r.From, filepath.FromSlash(file)))
				m := district.Member{File: file}
				if l == nil && err == nil { // as much of it as there is says whose it is
					l, _, _ = input.Draft(filepath.Join(r.From, filepath.FromSlash(file)), g.pack)
				}
				if l != nil && len(g.pack.Input.Info) > 0 {
					m.Name, m.Year = l.Info[g.pack.Input.Info[0].Name], l.Info[g.pack.Input.YearItem()]
				}
				switch {
				case err != nil:
					m.Reason = "不能读：" + crew.Words(err)
				case found.HasErrors():
					m.Reason = broken(found)
				default:
					m.Print = l.Fingerprint(g.pack.Codes)
					all[i].ledger, all[i].roots = l, district.Roots(views)
				}
				all[i].member = m
				return nil
			})
		}
		_ = team.Wait() // no trouble with one is trouble with all
		if err := ctx.Err(); err != nil {
			return nil, &finding.FileError{File: filepath.Base(r.From), Message: "中断了，什么都没有写", Err: err}
		}
		for _, x := range all {
			if x.ledger == nil {
				g.sum.Leave(x.member)
				progress.Failed++
			} else {
				g.sum.Add(x.member, x.ledger, x.roots)
			}
			progress.Done, progress.Name = progress.Done+1, x.member.File
		}
		if r.Told != nil {
			r.Told(progress)
		}
	}
	g.year = g.sum.Settle()
	if len(g.sum.Added()) == 0 {
		why := "没有找到录入工作簿（.xlsx）"
		if len(files) > 0 {
			why = fmt.Sprintf("%d 本录入工作簿没有一本能汇总，如 %s %s", len(files), g.sum.Members[0].File, g.sum.Members[0].Reason)
		}
		return nil, &finding.FileError{File: r.From, Message: why}
	}
	return g, nil
}

// broken says why a ledger with errors is not added.
func broken(found finding.List) string {
	first := found.Sorted()[0]
	return fmt.Sprintf("有 %d 处错误，如 %s %s", found.Count(finding.Error), first.Place, first.Message)
}

// apart finds the views whose records have sheets of their own, which a district would
// have thousands of: their records stay behind, unless another sheet shows them too.
func (g *gathered) apart() (sources []string, err error) {
	forms, found, err := tables.Forms(g.pack)
	if err != nil {
		return nil, err
	}
	if found.HasErrors() {
		return nil, &finding.FileError{File: g.pack.Template[0], Message: "模板里有标签写错了。请告诉发模板包的财政部门"}
	}
	var needed []string
	for _, f := range forms {
		for _, name := range f.Lists {
			v := g.pack.View(name)
			switch {
			case v == nil:
			case f.Of == "":
				needed = append(needed, v.Sources...)
			default:
				sources = append(sources, v.Sources...)
				if name == f.Of && !slices.Contains(g.left, name) {
					g.left = append(g.left, name)
				}
			}
		}
	}
	if slices.ContainsFunc(sources, func(name string) bool { return slices.Contains(needed, name) }) {
		g.left = nil
		return nil, nil
	}
	slices.Sort(sources)
	return slices.Compact(sources), nil
}

// Run adds up the departments and writes the tables of all. With errors among what was
// found no tables are written.
func Run(ctx context.Context, r Request) (*Result, error) {
	if info, err := os.Stat(r.To); err == nil && !info.IsDir() {
		return nil, &finding.FileError{File: filepath.Base(r.To), Message: "是文件，不是文件夹。请在 -o 后面写一个文件夹"}
	}
	g, err := gather(ctx, r)
	if err != nil {
		return nil, err
	}
	out := &Result{Year: g.year, Members: g.sum.Members, Missing: g.sum.Missing(), Left: g.left}
	out.Name = district.Called(cmp.Or(r.Name, DefaultName), len(out.Missing))
	var l *budget.Ledger
	l, out.Twins = g.sum.Ledger(out.Name, g.year)
	l.Source = budget.Source{File: g.called(r.From)}
	views := tables.Views(g.pack, l)
	rules, _, err := tables.Rules(g.pack)
	if err != nil {
		return nil, err
	}
	out.Found = g.sum.Prove(views)
	output, found, err := tables.Prove(g.pack, rules, l, views)
	if err != nil {
		return nil, err
	}
	out.Found = append(out.Found, found...)
	if output == nil || out.Found.HasErrors() {
		return out, nil
	}
	out.Tables, out.Lists = tables.Totals(g.pack, views, output), g.sum.Lists(l)
	book, more, err := tables.Trace(g.pack, l) // which makes views of its own: those before are done with
	if err != nil || book == nil {
		out.Found = append(out.Found, more...)
		return out, err
	}
	out.Found = append(out.Found, g.sum.Between()...)
	var files []string
	var contents [][]byte
	for _, b := range output.Books {
		files, contents = append(files, filepath.Join(r.To, filepath.FromSlash(b.Name))), append(contents, b.Content)
	}
	if out.Files, err = disk.Supersede(files, contents, r.Now); err != nil {
		return nil, err
	}
	out.Old = old(r.To, g.called(r.From), files)
	return out, out.write(r, g, book)
}

// old are the tables in a folder that an earlier run made of the same departments and the
// last one did not write: what lacked some departments, or had another name.
func old(folder, from string, now []string) (names []string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil // it has just been written into
	}
	for _, e := range entries {
		file := filepath.Join(folder, e.Name())
		aside := strings.Contains(e.Name(), disk.PreviousSuffix) || strings.Contains(e.Name(), disk.EditedMark)
		if !e.Type().IsRegular() || filepath.Ext(file) != ".xlsx" || crew.Left(e.Name()) || aside || slices.Contains(now, file) {
			continue
		}
		content, err := xlsxread.Load(file)
		if err != nil {
			continue
		}
		if f, err := parts.Open(content); err == nil {
			if o := seal.Read(f); o.Kind == seal.Tables && o.Input == from {
				names = append(names, e.Name())
			}
		}
	}
	return names
}

// called is what the seal of the tables says of where they come from.
func (g *gathered) called(folder string) string {
	if abs, err := filepath.Abs(folder); err == nil {
		folder = abs
	}
	return filepath.Base(folder)
}

// write puts the workbook of lists beside the tables.
func (out *Result) write(r Request, g *gathered, book *trace.Book) error {
	sheets := out.sheets(g, book)
	file, err := handout.Book(sheets...)
	if err != nil {
		return err
	}
	out.List = filepath.Join(r.To, ListName)
	out.Kept, err = disk.Replace(out.List, file, seal.Beside(seal.Summary, g.called(r.From), ""), r.Now)
	return err
}

// Trace is where the figures of a summary of a folder come from, for those who ask about
// one of them.
func Trace(ctx context.Context, p *pack.Pack, folder, name string) (*trace.Book, error) {
	g, err := gather(ctx, Request{Pack: p, From: folder, To: filepath.Join(folder, "\x00")})
	if err != nil {
		return nil, err
	}
	l, _ := g.sum.Ledger(district.Called(cmp.Or(name, DefaultName), len(g.sum.Missing())), g.year)
	book, found, err := tables.Trace(g.pack, l)
	if err == nil && book == nil {
		err = &finding.FileError{File: folder, Message: "汇总的表算不出来：" + found.Sorted()[0].Message}
	}
	return book, err
}

// Shares are what departments have of items, the most first; none of items of a single
// department's workbook.
func Shares(items []trace.Item) (out []Share) {
	at := map[string]int{}
	for _, i := range items {
		book := i.Table.Book(i.Record)
		if book.File == "" {
			return nil
		}
		owner := book.Owner
		k, ok := at[owner]
		if !ok {
			k = len(out)
			at[owner] = k
			out = append(out, Share{Owner: owner})
		}
		out[k].Items++
		out[k].Fen += i.Amount() * budget.Fen(i.Times)
	}
	slices.SortStableFunc(out, func(a, b Share) int { return cmp.Or(cmp.Compare(b.Fen, a.Fen), strings.Compare(a.Owner, b.Owner)) })
	return out
}

// Share is a department's part of a figure.
type Share struct {
	Owner string
	Items int
	Fen   budget.Fen
}
