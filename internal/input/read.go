package input

import (
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/formsheet"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// maxFindings is how many findings of one sheet are listed: a whole column
// pasted wrongly into 100,000 rows is understood long before.
const maxFindings = 5000

// Read reads an input workbook. Findings name the cells that staff must mend;
// with errors among them the ledger is nil. The error is for what no cell can
// mend: its text names the file and says what to do.
func Read(path string, p *pack.Pack) (*budget.Ledger, finding.List, error) {
	return Again(path, p, nil)
}

// Again is Read for who reads a workbook each time that it has been saved; kept is what is
// known of the time before, and nil for who reads it once.
func Again(path string, p *pack.Pack, kept *xlsxread.Kept) (*budget.Ledger, finding.List, error) {
	ledger, found, err := read(path, p, false, kept)
	if found.HasErrors() {
		return nil, found, err
	}
	return ledger, found, err
}

// Draft reads as much of an input workbook as there is, for making another one
// of it: an older one, or one with errors. What a cell holds is taken as typed
// where it is not understood; amounts that are not understood are 0. Codes that
// were left empty stay empty. The findings name all that Read would refuse,
// and the columns and sheets that staff added, which no ledger has.
func Draft(path string, p *pack.Pack) (*budget.Ledger, finding.List, error) {
	return read(path, p, true, nil)
}

func read(path string, p *pack.Pack, draft bool, kept *xlsxread.Kept) (*budget.Ledger, finding.List, error) {
	file, err := xlsxread.Open(path)
	if err != nil {
		return nil, nil, xlsxread.Trouble(path, err)
	}
	defer file.Close()
	file.Keep(kept)
	r := &reader{
		pack: p, file: file, draft: draft,
		sheets: map[string]xlsxread.Sheet{},
		refs:   map[string]*reference{},
		asks:   map[string][]*ask{},
		spelt:  map[string]map[string]string{},
		told:   map[string]bool{},
		folded: map[string]string{},
		ledger: &budget.Ledger{
			Info: map[string]string{}, InfoAt: map[string]budget.Spot{}, Tables: map[string]*budget.Table{}, Codes: map[string]*budget.CodeList{},
			Source: budget.Source{File: filepath.Base(path), SHA256: file.SHA256, Sheets: file.SheetNames()},
		},
	}
	if err := r.read(); err != nil {
		return nil, nil, xlsxread.Trouble(path, err)
	}
	if draft { // each row is told where it was
		return r.ledger, r.out.Sorted(), nil
	}
	return r.ledger, r.out.Sorted().Folded(), nil
}

// reader holds what is known of the workbook so far.
type reader struct {
	pack   *pack.Pack
	file   *xlsxread.File
	draft  bool                         // take as much as there is
	sheets map[string]xlsxread.Sheet    // by name without blanks around it
	refs   map[string]*reference        // sheets that others refer to
	asks   map[string][]*ask            // by the sheet that asks
	named  map[string]bool              // fields that rows of tables stand for
	spelt  map[string]map[string]string // by field: a name as it is taken, by each of its writings
	told   map[string]bool              // writings of names that were noted
	folded map[string]string            // typed.Name of names that rows repeat
	pages  []*formsheet.Page            // sheets on which one record is entered whole
	ledger *budget.Ledger
	out    finding.List
}

// read walks the sheets so that whatever one refers to has been read before.
func (r *reader) read() error {
	r.nameSheets()
	for name, schema := range r.pack.Sources() {
		r.ledger.Tables[name] = budget.NewTable(name, schema.Fields, schema.Measures)
	}
	r.collectAsks()
	r.named = r.pack.Names()
	if err := r.readInfo(); err != nil {
		return err
	}
	for _, def := range r.pack.CodeFiles {
		if err := r.readCodes(def.Name); err != nil {
			return err
		}
	}
	if err := r.readStrangers(); err != nil {
		return err
	}
	for _, s := range inOrder(r.pack.Input.Sheets) {
		if err := r.readRecords(s); err != nil {
			return err
		}
	}
	for i := range r.pack.Input.Sheets {
		r.years(&r.pack.Input.Sheets[i])
	}
	return nil
}

// years doubts last year's amounts beside the records where a sheet of last year's
// records has less: that sheet is what tables show, and something was typed that it lacks.
func (r *reader) years(past *pack.Sheet) {
	kept := r.ledger.Tables[past.Name]
	if past.Past == "" || kept.Len() == 0 || r.draft {
		return
	}
	here := r.ledger.Tables[past.Past]
	for m, name := range kept.Measures {
		beside := here.Amounts(here.Measure(name))
		var was, is budget.Fen
		for _, fen := range kept.Amounts(m) {
			was += fen
		}
		for _, fen := range beside {
			is += fen
		}
		if is <= was {
			continue
		}
		first := slices.IndexFunc(beside, func(fen budget.Fen) bool { return fen != 0 })
		r.out.Warnf("last-differs", finding.At(past.Past, max(here.Column(name), 1), here.Row(first)),
			"去年有的数补到“"+past.Name+"”表；填错了的，改正这一列。",
			"“%s”列合计 %s 元，“%s”表只有 %s 元；去年的数都照“%s”表取", name, money.Print(is.Yuan()), past.Name, money.Print(was.Yuan()), past.Name)
	}
}

// ownSheet tells of a sheet that staff added, or that another pack has.
func (r *reader) ownSheet(name string) {
	if r.draft {
		r.out.Warnf("sheet-own", finding.Place{Sheet: name}, "自己加的、还需要的，请从原工作簿复制过去；以前的模板包里的，不用管。", "模板包里没有工作表%s，没有带过来", typed.Quote(name))
	}
}

// nameSheets finds the sheets by name; WPS files often have blanks around them.
func (r *reader) nameSheets() {
	for _, s := range r.file.Sheets {
		name := typed.Trim(s.Name)
		if _, twice := r.sheets[name]; twice {
			r.out.Errorf("sheet-twice", finding.Place{Sheet: name}, "删掉或改名其中一张。", "有两张名为%s的工作表（名称前后的空格不算）", typed.Quote(name))
			continue
		}
		r.sheets[name] = s
	}
}

// inOrder puts sheets after those that they refer to.
func inOrder(sheets []pack.Sheet) (out []*pack.Sheet) {
	var add func(i int)
	seen := make([]bool, len(sheets))
	add = func(i int) {
		if seen[i] {
			return
		}
		seen[i] = true
		for _, name := range sheets[i].Needs() {
			add(slices.IndexFunc(sheets, func(s pack.Sheet) bool { return s.Name == name }))
		}
		out = append(out, &sheets[i])
	}
	for i := range sheets {
		add(i)
	}
	return out
}

// body reads a sheet: it finds the header row, then gives row every row below
// it. ok is false where there is no such sheet or no header; missing sheets
// are for the caller to report.
func (r *reader) body(name string, want []wanted, start func(header), row func(n int, cells []xlsxread.Cell)) (h header, merges []a1.Range, ok bool, err error) {
	var top []storedRow
	decided := false
	strays := &strays{sheet: name, columns: map[strayColumn]*stray{}}
	decide := func() {
		decided = true
		h, ok = findHeader(name, top, want, &r.out)
		ok = ok || r.draft && h.row > 0
		strays.own = r.draft
		if !ok {
			return
		}
		start(h)
		for _, t := range top {
			strays.look(h, t.row, t.cells)
			if t.row > h.row {
				row(t.row, t.cells)
			}
		}
	}
	merges, err = r.file.Filled(r.sheets[name], func(n int, cells []xlsxread.Cell) { // most rows are prepared ones, with formats only
		if n <= headerRows {
			top = append(top, storedRow{n, slices.Clone(cells)})
			return
		}
		if !decided {
			decide()
		}
		if ok {
			strays.look(h, n, cells)
			row(n, cells)
		}
	})
	if err == nil && !decided {
		decide()
	}
	strays.report(&r.out)
	return h, merges, ok, err
}

// name is typed.Name, which takes long.
func (r *reader) name(text string) string {
	name, ok := r.folded[text]
	if !ok {
		name = typed.Name(text)
		r.folded[text] = name
	}
	return name
}

// room says whether one more finding of a sheet is listed, of which it has those
// since. That there are more is told once.
func (r *reader) room(sheet string, since, row int) bool {
	n := len(r.out) - since
	if n == maxFindings {
		r.out.Errorf("findings-many", finding.Place{Sheet: sheet}, "先改好列出的，再运行一次。", "错误太多，从第 %d 行起不再列出", row)
	}
	return n < maxFindings
}

// missingSheet reports a sheet that must be there. One that looks like it is not told as a
// stranger then, but as the sheet that somebody has renamed.
func (r *reader) missingSheet(name string) {
	hint := "不要删除或改名工作表；可用 ysgk new 生成新的录入工作簿，把内容复制过去。"
	if i := slices.IndexFunc(r.out, func(f finding.Finding) bool {
		return f.Code == "sheet-stranger" && strings.Contains(f.Message, "“"+name+"”")
	}); i >= 0 {
		hint = "“" + r.out[i].Place.Sheet + "”的表头和它的一样：就是这张表的，把它改名为“" + name + "”。"
		r.out = slices.Delete(r.out, i, i+1)
	}
	r.out.Errorf("sheet-missing", finding.Place{Sheet: name}, hint, "缺少工作表%s", typed.Quote(name))
}

// pick gives the cells of a row that stand in the wanted columns.
func pick(cells []xlsxread.Cell, cols []int, into []xlsxread.Cell) []xlsxread.Cell {
	into = into[:0]
	for _, col := range cols {
		i := sort.Search(len(cells), func(i int) bool { return cells[i].Col >= col }) // slices would copy the cells
		if i < len(cells) && cells[i].Col == col && col > 0 {
			into = append(into, cells[i])
		} else {
			into = append(into, xlsxread.Cell{Col: col})
		}
	}
	return into
}
