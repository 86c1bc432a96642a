package app

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/legend"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/parts"
	"ysgk/internal/rebuild"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
	"ysgk/internal/xlsxread"
)

// LearnRequest names what a pack is learned from: the bureau's blank form, tables
// that a department handed in, and the input workbook with the items behind them.
type LearnRequest struct {
	Form    string // "" if the example is the form too
	Example string
	Ledger  string
}

// Learn makes the files of a pack that fills a bureau's own form as the example was
// filled, and tries it on the example. Findings are those of the input workbook;
// with errors there is no pack.
func Learn(r LearnRequest) (map[string][]byte, *bind.Result, finding.List, error) {
	p, err := packfile.Learnable() // of which the learned pack is made; the document says what its tables hold
	if err != nil {
		return nil, nil, nil, err
	}
	var rebuilt []byte
	request := bind.Request{Pack: p, Ledger: sample.Nothing(p), Name: filepath.Base(r.Example)}
	if r.Ledger != "" {
		var found finding.List
		if request.Ledger, found, err = input.Read(r.Ledger, p); err != nil || found.HasErrors() {
			return nil, nil, found, err
		}
	}
	if r.Example != "" {
		if request.Example, err = formBook(p, r.Example); err != nil {
			return nil, nil, nil, err
		}
	}
	if r.Form != "" {
		if request.Name = filepath.Base(r.Form); request.Name == FormFile { // of another pack
			request.Name = "官方表.xlsx"
		}
		if request.Form, err = formBook(p, r.Form); err != nil {
			return nil, nil, nil, err
		}
	}
	var notes []tagging.Entry
	if r.Ledger == "" && r.Example != "" {
		var from *rebuild.Result
		if request.Ledger, from, rebuilt, notes, err = rebuiltFrom(p, request.Example); err != nil {
			return nil, nil, nil, err
		}
		request.Slack, request.Limits = from.Step, from.Limits
	}
	request.Views = tables.Views(p, request.Ledger)
	var faults []tagging.Entry
	if request.Whole, faults, err = wholeOf(r.Ledger, request.Ledger); err != nil {
		return nil, nil, nil, err
	}
	notes = append(faults, notes...)
	if request.Known, err = knownTables(p); err != nil {
		return nil, nil, nil, err
	}
	x, err := learnAll(request)
	if err != nil {
		return nil, nil, nil, formTrouble(request.Name, err)
	}
	if x.made.Left, err = withNameless(append(slices.Clone(notes), x.made.Left...), x.pack); err != nil {
		return nil, nil, nil, err
	}
	if rebuilt != nil {
		x.files[RebuiltFile] = rebuilt
	}
	if request.Form != nil {
		x.files[FormFile] = request.Form
	}
	maps.Copy(x.files, tables.Lists(x.pack))
	x.made.Doubted = len(Doubted(x.pack))
	x.files[TodoFile] = x.made.Text()
	return x.files, x.made, nil, nil
}

// withNameless adds to what is left to do the lines of a pack's tables that print figures beside no name.
func withNameless(left []tagging.Entry, p *pack.Pack) ([]tagging.Entry, error) {
	forms, _, err := tables.Forms(p)
	for _, f := range forms {
		for _, x := range f.Nameless() {
			left = append(left, tagging.Entry{Kind: tagging.Look, Place: finding.At(f.Sheet, x.Figures[0], x.Row), Text: x.Says()})
		}
	}
	return left, err
}

// learned is a pack in the making that has been tried.
type learned struct {
	made  *bind.Result
	files map[string][]byte
	pack  *pack.Pack
}

// learnAll makes a pack, without the sheets that keep it from being made or filled: one table that cannot be read
// must not cost the others.
func learnAll(r bind.Request) (x *learned, err error) {
	if x, err = learnWith(r); err == nil || !bySheets(err) {
		return x, err
	}
	names, unread := bind.SheetNames(r)
	if unread != nil {
		return nil, err
	}
	why := strings.TrimSuffix(err.Error(), "。") // which names the cell, where the program did not break down
	if strings.Contains(why, bind.Broken) {
		why = bind.Broken
	}
	found := leaveOut(names, func(without []string) bool {
		own := r
		own.Without = maps.Clone(r.Without)
		if own.Without == nil {
			own.Without = map[string]string{}
		}
		for _, s := range without {
			own.Without[s] = why
		}
		made, failed := learnWith(own)
		if failed == nil {
			x = made
		}
		return failed == nil
	})
	if !found {
		return nil, err
	}
	return x, nil
}

// leaveOut finds names without which something works, by trying: without each alone, then without all, with one more
// at a time. The last try that worked is the one that leaves out least; it says whether any did.
func leaveOut(names []string, works func(without []string) bool) bool {
	for _, s := range names {
		if works([]string{s}) {
			return true
		}
	}
	if !works(names) {
		return false
	}
	left := slices.Clone(names)
	for _, s := range names {
		if fewer := slices.DeleteFunc(slices.Clone(left), func(o string) bool { return o == s }); works(fewer) {
			left = fewer
		}
	}
	return true
}

// bySheets says whether it may be a sheet that keeps a pack from being made: not the file, nor the wrong ledger.
func bySheets(err error) bool {
	var told *strangersError
	return !xlsxread.Unreadable(err) && !errors.As(err, &told)
}

// learnWith makes a pack and tries it, each time without some sheet more that cannot be filled. A breakdown is an error.
func learnWith(request bind.Request) (x *learned, err error) {
	defer func() {
		if why := recover(); why != nil {
			x, err = nil, &finding.FileError{File: request.Name, Message: fmt.Sprintf("%s（%v）", bind.Broken, why)}
		}
	}()
	x = &learned{}
	for again := true; again; {
		if x.made, err = bind.Workbook(request); err != nil {
			return nil, err
		}
		x.files = map[string][]byte{"pack.yaml": x.made.Manifest, request.Name: x.made.Book}
		var found finding.List
		if x.pack, found, err = tryLearned(x.files, x.made, request); err != nil {
			return nil, err
		}
		again = withoutFaulty(&request, x.made, found)
	}
	book, paged, err := onPaper(x.pack, request.Name, request.Whole.Ledger, x.made.Book)
	x.made.Book, x.files[request.Name] = book, book
	x.made.Left = append(x.made.Left, paged...)
	return x, err
}

// onPaper sets a template for paper as a ledger fills it, where the form says nothing of it, and tells what it set.
func onPaper(p *pack.Pack, template string, l *budget.Ledger, book []byte) ([]byte, []tagging.Entry, error) {
	lacks, err := tables.Lacks(p, l)
	of := lacks[template]
	if err != nil || len(of) == 0 {
		return book, nil, err
	}
	if book, err = tagging.Paged(book, of); err != nil {
		return nil, nil, err
	}
	var narrow, wide, heads []string
	for _, lack := range of { // of a sheet for each record there are several
		if lack.Narrow && !slices.Contains(narrow, lack.Sheet) {
			narrow = append(narrow, lack.Sheet)
		}
		if lack.Wide && !slices.Contains(wide, lack.Sheet) {
			wide = append(wide, lack.Sheet)
		}
		if lack.Head[0] > 0 && !slices.Contains(heads, lack.Sheet) {
			heads = append(heads, lack.Sheet)
		}
	}
	var told []tagging.Entry
	tell := func(sheets []string, what string) {
		if len(sheets) > 0 {
			told = append(told, tagging.Entry{Kind: tagging.Settled, Text: strings.Join(sheets, "、") + " " + what})
		}
	}
	tell(narrow, "的各列加起来比纸宽，或差不多，在模板里设成了“将所有列调整为一页”")
	tell(wide, "在模板里设成了横向")
	tell(heads, "的清单长的会印几页，在模板里设成了每页都印表头（顶端标题行）")
	return book, told, nil
}

// strangersError says that example and ledger are of two departments.
type strangersError struct{ *finding.FileError }

func (e *strangersError) Unwrap() error { return e.FileError }

// wholeOf is an input workbook with what it holds for documents alone, which tables may print, too; the
// ledger that was read without, where there is something wrong with that, or no workbook. What is wrong with
// the workbook is told: figures of the example may be right that it has not.
func wholeOf(path string, without *budget.Ledger) (*bind.Whole, []tagging.Entry, error) {
	p, err := packfile.Default()
	if err != nil || path == "" {
		return &bind.Whole{Pack: p, Ledger: without}, nil, err
	}
	l, found, err := input.Read(path, p)
	if err != nil {
		return nil, nil, err
	}
	if found.HasErrors() {
		return &bind.Whole{Pack: p, Ledger: without}, faultsOf(path, found), nil
	}
	rules, inPack, err := tables.Rules(p)
	if err == nil && !inPack.HasErrors() {
		found = append(found, applyRules(p, rules, l, tables.Views(p, l))...)
	}
	return &bind.Whole{Pack: p, Ledger: l}, faultsOf(path, found), err
}

// faultsOf are the errors of an input workbook that keep no pack from being learned of it.
func faultsOf(path string, found finding.List) (out []tagging.Entry) {
	const most = 10
	errs := errorsOf(found.Sorted())
	for i, f := range errs {
		if i == most {
			out = append(out, tagging.Entry{Kind: tagging.First, Text: fmt.Sprintf("录入 %s 还有 %d 处错误，运行 ysgk check 看", filepath.Base(path), len(errs)-most)})
			break
		}
		at := finding.Place{Sheet: f.Place.Sheet, Cell: f.Place.Cell}
		out = append(out, tagging.Entry{Kind: tagging.First, Text: fmt.Sprintf("录入 %s 的 %s：%s。范例的数没有这个错的，会对不上", filepath.Base(path), at, strings.TrimSuffix(f.Message, "。"))})
	}
	return out
}

// formTrouble puts what is wrong with a form into words: one with a hundred thousand empty
// cells can be read, but not be edited.
func formTrouble(file string, err error) error {
	if xlsxread.Unreadable(err) {
		return xlsxread.Trouble(file, err)
	}
	return err
}

// formBook is the content of a workbook of forms, blank or finished, that can be read:
// not of an input workbook, which is easily named in its place.
func formBook(p *pack.Pack, path string) ([]byte, error) {
	switch kind, err := input.KindOf(p, path); {
	case err != nil:
		return nil, err
	case kind == input.Whole:
		return nil, &finding.FileError{File: filepath.Base(path), Message: "这是录入工作簿，不是官方表。--模板 写财政部门发的空白表，--范例 写去年做好的公开表，录入工作簿写在 --录入 后面"}
	}
	content, err := xlsxread.Load(path)
	if err != nil {
		return nil, xlsxread.Trouble(path, err)
	}
	f, err := xlsxread.Read(content)
	if err != nil {
		return nil, xlsxread.Trouble(path, err)
	}
	defer f.Close()
	for _, sheet := range f.Sheets { // what can be read but not be edited is told before anything is done with it
		part, err := f.Part(sheet.Part)
		if err == nil {
			_, err = xlsxread.Walk("工作表“"+sheet.Name+"”", part, parts.MaxNodes, func(*xlsxread.Token) {})
		}
		if err != nil {
			return nil, xlsxread.Trouble(path, err)
		}
	}
	return content, nil
}

// knownTables are the tables of a pack by their titles.
func knownTables(p *pack.Pack) (out []bind.Known, err error) {
	forms, _, err := tables.Forms(p)
	for _, f := range forms {
		if titles := legend.New(f).Titles(); len(titles) > 0 {
			out = append(out, bind.Known{Title: titles[0].Says, Views: f.Lists})
		}
	}
	return out, err
}

// tryLearned fills the example's ledger through the new pack and compares the tables.
// What keeps it from being filled is left to do.
// Findings are errors: why it cannot be filled.
func tryLearned(files map[string][]byte, made *bind.Result, r bind.Request) (*pack.Pack, finding.List, error) {
	folder, err := inMemory(files)
	if err != nil {
		return nil, nil, err
	}
	p, err := pack.Load(folder)
	if err != nil {
		return nil, nil, err
	}
	rules, found, err := tables.Rules(p)
	if err != nil {
		return nil, nil, err
	}
	var output *tables.Output
	if !found.HasErrors() {
		if output, found, err = tables.Prove(p, rules, r.Whole.Ledger, tables.Views(p, r.Whole.Ledger)); err != nil {
			return nil, nil, err
		}
	}
	found = errorsOf(found)
	tell := func(found finding.List, whose string) {
		for i, f := range found {
			same := func(o finding.Finding) bool { return o.Message == f.Message && o.Place.Sheet == f.Place.Sheet }
			if slices.ContainsFunc(found[:i], same) {
				continue // each item of a class that has no line
			}
			more := ""
			if n := len(slices.DeleteFunc(slices.Clone(found), func(o finding.Finding) bool { return !same(o) })); n > 1 {
				more = fmt.Sprintf("（这样的共 %d 处）", n)
			}
			made.Left = append(made.Left, tagging.Entry{Place: f.Place, Text: "用" + whose + "填不了：" + f.Message + more})
		}
	}
	whose := "范例的录入"
	if r.Example == nil {
		whose = "空的录入"
	}
	if tell(found, whose); len(found) > 0 {
		return p, found, nil
	}
	for _, l := range []*budget.Ledger{sample.Ledger(p), sample.Nothing(p)} { // lists of other lengths
		more, err := tables.Rehearse(p, l)
		if err != nil {
			return nil, nil, err
		}
		more = slices.DeleteFunc(errorsOf(more), func(f finding.Finding) bool { return f.Place.File == "" }) // made-up money may have no line
		tell(more, "样例数据")
		found = append(found, more...)
	}
	if r.Example == nil {
		return p, found, nil
	}
	right, wrong := 0, 0
	for _, b := range output.Books {
		if err := made.ProveAll(p, r.Example, b.Content, bind.Knows(r)); err != nil {
			return nil, nil, err
		}
	}
	for _, x := range made.Proofs {
		right, wrong = right+x.Right, wrong+x.Wrong()
	}
	if wrong >= strangers && right*10 < wrong && !bind.Akin(r) {
		return nil, nil, &strangersError{&finding.FileError{File: r.Name, Message: fmt.Sprintf("范例和录入对不上：范例的数只有 %d 格能由录入算出来，%d 格不能。录入是不是这个部门、这一年的？", right, wrong)}}
	}
	return p, found, nil
}

func errorsOf(found finding.List) finding.List {
	return slices.DeleteFunc(slices.Clone(found), func(f finding.Finding) bool { return f.Severity != finding.Error })
}

// withoutFaulty takes the sheets that keep the pack from being filled out of the next try, or only formulas of theirs,
// and says whether there is to be one: one table that a bureau has to mend must not cost
// all departments the others.
func withoutFaulty(r *bind.Request, made *bind.Result, found finding.List) (again bool) {
	r.Instead = maps.Clone(r.Instead)
	for _, f := range found { // what else is wrong may come of these
		if form, ok := made.OfForm(f.Place); ok && (f.Code == "own-formula" || f.Code == "formula-error" || made.LookedUp[f.Code] == form.Sheet) && r.Instead[form] == "" {
			if r.Instead == nil {
				r.Instead = map[finding.Place]string{}
			}
			r.Instead[form], again = f.Message, true
		}
	}
	if again {
		return true
	}
	r.Without, r.Unequal = maps.Clone(r.Without), maps.Clone(r.Unequal)
	for _, f := range found {
		sheet := cmp.Or(made.FormOf[f.Place.Sheet], f.Place.Sheet)
		if made.Balanced[f.Code] == sheet && r.Unequal[sheet] == "" { // the rest of its figures may be right, and each fill tells
			if r.Unequal == nil {
				r.Unequal = map[string]string{}
			}
			r.Unequal[sheet], again = f.Message, true
			continue
		}
		tagged := slices.ContainsFunc(made.Written, func(e tagging.Entry) bool { return e.Place.Sheet == sheet })
		if f.Place.File == "" || !tagged || r.Without[sheet] != "" {
			continue
		}
		if r.Without == nil {
			r.Without = map[string]string{}
		}
		why := f.Message
		if f.Code == "own-formula" {
			why = f.Place.Cell + " " + why
		}
		r.Without[sheet] = why + "。请改好官方表，再运行 ysgk pack init"
		again = true
	}
	return again
}

// strangers is how many figures must not come out before example and ledger are
// taken to be of two departments.
const strangers = 10

// inMemory is a folder of files that are not written yet.
func inMemory(files map[string][]byte) (fs.FS, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(files[name]); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
}
