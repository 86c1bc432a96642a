package cases

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ysgk/internal/a1"
	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// line is a formula of testdata/formulas/NAME.tsv.
type line struct {
	number  int
	where   string // see spot
	formula string
	verdict string // see judge
	reason  string
}

// corpus reads the formulas of a form.
func corpus(t *testing.T, name string) (out []line) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata/formulas", name+".tsv"))
	must(t, err)
	seen := map[string]int{}
	for i, text := range strings.Split(string(b), "\n") {
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		f := append(strings.Split(text, "\t"), "", "")
		if len(f) < 4 || len(f) > 6 {
			t.Fatalf("%s.tsv:%d: a line is place, formula, verdict, reason", name, i+1)
		}
		l := line{i + 1, f[0], f[1], f[2], f[3]}
		if l.verdict != "" && l.reason == "" {
			t.Errorf("%s.tsv:%d: a verdict needs its reason", name, i+1)
		}
		if at := seen[l.where+l.formula]; at > 0 {
			t.Errorf("%s.tsv:%d is line %d again", name, i+1, at)
		}
		seen[l.where+l.formula] = i + 1
		out = append(out, l)
	}
	return out
}

// margin is the first column of the formulas, two to the right of all else.
const margin = 11

// with gives the form with formulas put where their lines say:
//
//	below   below the first list, in one column
//	above   in row 3 of the first sheet
//	total   in the row of the total
//	other   on the sheet 汇总
//	second  below the list of the second sheet
//	项, 类   in the repeating row of this level, first sheet; 项/6 in its row 6
//	项2      of the second sheet
//
// and where each stands: sheet, column, row of the template. The place of a line
// is the same whether others are left out or not.
func (f *form) with(lines []line, leftOut func(line) bool) (*form, []spot) {
	out := &form{name: f.name, names: f.names, tables: f.tables}
	for _, s := range f.sheets {
		c := *s
		c.cells = map[[2]int]string{}
		for at, text := range s.cells {
			c.cells[at] = text
		}
		out.sheets = append(out.sheets, &c)
	}
	other := slices.IndexFunc(f.sheets, func(s *sheet) bool { return s.name == "汇总" })
	next := map[[2]int]int{} // sheet and row → column
	var spots []spot
	for _, l := range lines {
		at := spot{line: l}
		right := func(sheet, row int) {
			at.sheet, at.row, at.col = sheet, row, margin+next[[2]int{sheet, row}]
			next[[2]int{sheet, row}]++
		}
		down := func(sheet, first int) {
			at.sheet, at.row, at.col = sheet, first+next[[2]int{sheet, 0}], margin
			next[[2]int{sheet, 0}]++
			out.sheets[sheet].cells[[2]int{margin - 1, at.row}] = fmt.Sprint("第", l.number, "行")
		}
		level, row, _ := strings.Cut(l.where, "/")
		switch {
		case l.where == "above":
			right(0, 3)
		case l.where == "total":
			right(0, max(f.sheets[0].total, 1))
		case l.where == "below":
			down(0, max(f.sheets[0].total, f.sheets[0].last)+3)
		case l.where == "second":
			down(1, f.sheets[1].total+3)
		case l.where == "other":
			down(other, 2)
		case row != "":
			var r int
			fmt.Sscan(row, &r)
			right(0, r)
		default:
			sheet := 0
			if strings.HasSuffix(level, "2") {
				level, sheet = strings.TrimSuffix(level, "2"), 1
			}
			if len(f.sheets[sheet].rows[level]) == 0 {
				panic("no place " + l.where)
			}
			right(sheet, f.sheets[sheet].rows[level][0])
		}
		if !leftOut(l) {
			out.sheets[at.sheet].cells[[2]int{at.col, at.row}] = l.formula
		}
		spots = append(spots, at)
	}
	return out, spots
}

// spot is where a formula stands in the template.
type spot struct {
	line
	sheet, col, row int
}

// cells are the cells in which the formula stands when the form is written out.
func (s spot) cells(w *writing) (out []string) {
	st := w.stands[s.sheet]
	if !st.repeats(s.col, s.row) {
		return []string{a1.Name(s.col, st.fixed(s.row))}
	}
	for _, p := range st.list {
		if p.row == s.row {
			out = append(out, a1.Name(s.col, p.out))
		}
	}
	return out
}

// bureau is the pack of a form, in a folder of its own.
func bureau(t *testing.T, f *form) *pack.Pack {
	t.Helper()
	p, err := pack.Load(os.DirFS(packFolder(t, f)))
	must(t, err)
	return p
}

func packFolder(t *testing.T, f *form) string {
	t.Helper()
	folder := t.TempDir()
	yaml, err := os.ReadFile("testdata/formulas/pack.yaml")
	must(t, err)
	for _, s := range f.sheets {
		if s.view != "" {
			yaml = fmt.Appendf(yaml, "  - {工作表: %s, 名称: %s, 合计: %s.金额}\n", s.name, s.name, s.view)
		}
	}
	must(t, os.WriteFile(filepath.Join(folder, "pack.yaml"), yaml, 0o600))
	file := filepath.Join(folder, "t.xlsx")
	f.typed(t, file)
	proof.WithStale(t, file, "7")
	return folder
}

// trial is a form filled with one list.
type trial struct {
	form     *form
	records  []record
	spots    []spot
	refused  map[int]string // line → what fill said of it, alone
	findings finding.List
	file     string // what fill wrote
	byHand   string // the form written out
	w        *writing

	stored, again, want *proof.Plain
}

// fillIn fills the form without the formulas that fill refuses. It names their
// cells in the template; what it names no cell of is found one by one.
func fillIn(t *testing.T, f *form, lines []line, records []record, folder, name string) *trial {
	t.Helper()
	input := filepath.Join(t.TempDir(), "in.xlsx")
	writeLedger(t, input, records)
	tr := &trial{form: f, records: records, refused: map[int]string{}, file: filepath.Join(folder, name)}
	var written *form
	written, tr.spots = f.with(likened(lines), func(line) bool { return false })
	tr.byHand = filepath.Join(folder, "byhand-"+name)
	tr.w = written.filled(t, tr.byHand, records)
	attempt := func(leftOut func(line) bool) bool {
		filled, _ := f.with(lines, leftOut)
		os.Remove(tr.file)
		result, findings, err := app.Fill(app.FillRequest{Pack: bureau(t, filled), Input: input, Output: tr.file, Now: time.Now(), Unmarked: true})
		tr.findings = findings
		if err != nil {
			tr.findings.Errorf("fill", finding.Place{}, "", "%v", err)
			return false
		}
		return len(result.Files) > 0
	}
	refused := func(l line) bool { return tr.refused[l.number] != "" }
	for !attempt(refused) {
		if tr.blame() {
			continue
		}
		for _, l := range lines {
			if !refused(l) && !attempt(func(x line) bool { return x.number != l.number }) {
				tr.refused[l.number] = fmt.Sprint("alone: ", tr.findings)
			}
		}
		if !attempt(refused) {
			t.Errorf("%s, list of %d: fill takes the formulas one by one, but not all of them: %v", f.name, len(records), tr.findings)
			return nil
		}
	}
	return tr
}

// blame notes which formulas the findings refuse; false if none more.
func (tr *trial) blame() (more bool) {
	for _, x := range tr.findings {
		for _, s := range tr.spots {
			if x.Severity == finding.Error && tr.refused[s.number] == "" && x.Place.Sheet == tr.form.sheets[s.sheet].name && x.Place.Cell == a1.Name(s.col, s.row) {
				tr.refused[s.number], more = x.Place.String()+" "+x.Message, true
			}
		}
	}
	return more
}

// likened are the lines with the formulas that LibreOffice computes as Excel
// computes theirs.
func likened(lines []line) []line {
	out := slices.Clone(lines)
	for i, l := range lines {
		if like, ok := l.says("like"); ok {
			out[i].formula = like
		}
	}
	return out
}

// lengths are those of the lists: none, one, a few, many.
var lengths = []int{0, 1, 2, 3, 40}

func TestAnyFormulaOverAnyListStoresWhatIsRight(t *testing.T) {
	folder := t.TempDir()
	var trials []*trial
	for _, f := range forms() {
		lines := corpus(t, f.name)
		for _, n := range lengths {
			if tr := fillIn(t, f, lines, ledger(n), folder, fmt.Sprintf("%s-%d.xlsx", f.name, n)); tr != nil {
				trials = append(trials, tr)
			}
		}
	}
	recalculate(t, trials)
	compared := 0
	for _, tr := range trials {
		t.Run(fmt.Sprintf("%s/%d records", tr.form.name, len(tr.records)), func(t *testing.T) {
			compared += tr.judge(t)
		})
	}
	t.Logf("%d values compared", compared)
}

// recalculate lets LibreOffice compute what fill wrote, without its stored
// values, and the forms written out by hand, in one start.
func recalculate(t *testing.T, trials []*trial) {
	t.Helper()
	var written, all []string
	for _, tr := range trials {
		written = append(written, tr.file)
		all = append(all, tr.byHand)
	}
	all = append(all, proof.WithoutCaches(t, written)...)
	folder := proof.Convert(t, "xlsx", all...)
	for _, tr := range trials {
		tr.stored = proof.ReadPlain(t, tr.file)
		tr.again = proof.ReadPlain(t, filepath.Join(folder, filepath.Base(tr.file)))
		tr.want = proof.ReadPlain(t, filepath.Join(folder, filepath.Base(tr.byHand)))
	}
}

// judge compares every formula of the trial, and then all other cells of the
// form. A line's verdict says how it departs from the rule that the stored value
// is what LibreOffice computes, of the file and of the form written out:
//
//	is VALUE      LibreOffice is wrong, Excel shows this value (JSON; by length or by
//	              length and record: {"3": {"1": "壹"}})
//	like FORMULA  LibreOffice is wrong, Excel shows what it computes of this formula
//	error #NUM!   where LibreOffice gives an error, Excel gives this one
//	unstored      may go out without a stored value, if fill says so
//	volatile      must go out without one
//	refused       may be refused, if the cell is named
//
// Several are separated by semicolons.
func (tr *trial) judge(t *testing.T) (compared int) {
	tested := map[string]bool{}
	for _, s := range tr.spots {
		sheet := tr.w.stands[s.sheet].name
		for _, cell := range s.cells(tr.w) {
			tested[sheet+"!"+cell] = true
		}
		for i, cell := range s.cells(tr.w) {
			compared++
			if bad := tr.wrong(s, sheet, cell, i+1); bad != "" {
				t.Errorf("%s.tsv:%d %s %s, list of %d, %s!%s %s", tr.form.name, s.number, s.where, s.formula, len(tr.records), sheet, cell, bad)
				break
			}
		}
	}
	tr.rest(t, tested)
	tr.names(t)
	for _, bad := range unreadable(tr.stored) {
		t.Error(bad)
	}
	return compared
}

// may says whether a verdict allows an outcome.
func (l line) may(outcome string) bool {
	for v := range strings.SplitSeq(l.verdict, ";") {
		if strings.TrimSpace(v) == outcome {
			return true
		}
	}
	return false
}

// says gives what follows a word in the verdict.
func (l line) says(word string) (string, bool) {
	for v := range strings.SplitSeq(l.verdict, "; ") {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(v), word+" "); ok {
			return rest, true
		}
	}
	return "", false
}

// wrong judges one cell; nth counts the records of a repeating row from 1.
func (tr *trial) wrong(s spot, sheet, cell string, nth int) string {
	got, again, want := cellOf(tr.stored, sheet, cell), cellOf(tr.again, sheet, cell), cellOf(tr.want, sheet, cell)
	if why := tr.refused[s.number]; why != "" {
		if (s.may("refused") || tr.faulty(s, sheet)) && strings.Contains(why, "!") {
			return ""
		}
		return "is refused: " + why
	}
	if !got.Counts {
		return fmt.Sprintf("holds no formula but %s", got)
	}
	right := value(want)
	ours := value(again)
	if _, ok := s.says("like"); ok {
		ours = right
	}
	if is, ok := s.says("is"); ok {
		right = tr.declared(is, nth)
		ours = right
	}
	if e, ok := s.says("error"); ok {
		if want.Kind == proof.Fault {
			right = e
		}
		if again.Kind == proof.Fault {
			ours = e
		}
	}
	switch {
	case s.may("volatile") && got.Kind != proof.None:
		return fmt.Sprintf("stores %s, which will be another one tomorrow", shown(value(got)))
	case got.Kind == proof.None && (s.may("unstored") || s.may("volatile")) || got.Kind == proof.None && isFault(right):
		if !tr.stored.FullCalc || !tr.said(s, sheet, cell) {
			return "is not stored, and nobody is told: =" + got.Formula
		}
	case got.Kind == proof.None && right != nil && right != "":
		return fmt.Sprintf("is not stored; the form written out has %s: =%s", shown(right), got.Formula)
	case !same(right, value(got)) && !same(ours, value(got)):
		return fmt.Sprintf("stores %s, computed anew %s, the form written out has %s: =%s", shown(value(got)), shown(ours), shown(right), got.Formula)
	case !same(right, value(got)):
		return fmt.Sprintf("stores %s, the form written out has %s: =%s", shown(value(got)), shown(right), got.Formula)
	case !same(ours, value(got)):
		return fmt.Sprintf("stores %s rightly, computed anew %s: =%s", shown(value(got)), shown(ours), got.Formula)
	}
	return ""
}

// faulty says whether the formula rightly gives an error in one of its cells.
func (tr *trial) faulty(s spot, sheet string) bool {
	return slices.ContainsFunc(s.cells(tr.w), func(cell string) bool { return isFault(value(cellOf(tr.want, sheet, cell))) })
}

func isFault(v any) bool {
	s, ok := v.(string)
	return ok && slices.Contains([]string{"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}, s)
}

// said says whether a finding names the cell, or the one of the template.
func (tr *trial) said(s spot, sheet, cell string) bool {
	return slices.ContainsFunc(tr.findings, func(f finding.Finding) bool {
		return f.Place.Sheet == sheet && (f.Place.Cell == cell || f.Place.Cell == a1.Name(s.col, s.row)) || strings.Contains(f.Message, sheet+"!"+cell)
	})
}

// declared is the value that a verdict names.
func (tr *trial) declared(text string, nth int) any {
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return "(no JSON) " + text
	}
	for _, key := range []int{len(tr.records), nth} {
		if m, ok := v.(map[string]any); ok {
			v = m[fmt.Sprint(key)]
		}
	}
	return v
}

func cellOf(p *proof.Plain, sheet, cell string) proof.PlainCell {
	if s := p.Sheet(sheet); s != nil {
		return s.Cells[cell]
	}
	return proof.PlainCell{}
}

// rest compares all cells that are no tested formula with the form written out.
func (tr *trial) rest(t *testing.T, tested map[string]bool) {
	t.Helper()
	for _, want := range tr.want.Sheets {
		got, again := tr.stored.Sheet(want.Name), tr.again.Sheet(want.Name)
		if got == nil || again == nil {
			t.Errorf("no sheet %s", want.Name)
			continue
		}
		cells := map[string]bool{}
		for _, s := range []map[string]proof.PlainCell{want.Cells, got.Cells} {
			for at := range s {
				cells[at] = true
			}
		}
		for at := range cells {
			x, y := value(want.Cells[at]), value(got.Cells[at])
			if tested[want.Name+"!"+at] {
				continue
			}
			if !same(x, y) {
				t.Errorf("%s!%s stores %s, the form written out has %s", want.Name, at, shown(y), shown(x))
			}
			if z := value(again.Cells[at]); !same(y, z) {
				t.Errorf("%s!%s stores %s, computed anew %s", want.Name, at, shown(y), shown(z))
			}
		}
	}
}

var (
	definedName = regexp.MustCompile(`<definedName ([^>]*)>([^<]*)</definedName>`)
	attribute   = regexp.MustCompile(`(name|localSheetId)="([^"]*)"`)
	tableName   = regexp.MustCompile(`displayName="([^"]*)"`)
	anyRange    = regexp.MustCompile(`ref="([^"]*)"`)
)

// names compares the places of names and tables with those of the form written out.
func (tr *trial) names(t *testing.T) {
	t.Helper()
	want, got := placesOf(proof.ReadPlain(t, tr.byHand)), placesOf(tr.stored)
	for name, at := range want {
		used := slices.ContainsFunc(tr.spots, func(s spot) bool { return strings.Contains(s.formula, strings.Fields(name)[1]) })
		if one := !strings.Contains(at, ":") && !strings.HasPrefix(name, "table "); one && !used {
			continue // a cell of the list means what it is used for
		}
		if got[name] != at {
			t.Errorf("%s is %s, in the form written out %s", name, got[name], at)
		}
	}
}

func placesOf(p *proof.Plain) map[string]string {
	out := map[string]string{}
	for _, m := range definedName.FindAllStringSubmatch(p.Parts["xl/workbook.xml"], -1) {
		key := ""
		for _, a := range attribute.FindAllStringSubmatch(m[1], -1) {
			key += a[1] + " " + a[2] + " "
		}
		text := strings.ReplaceAll(html.UnescapeString(m[2]), "'表'!", "表!")
		if from, to, ok := strings.Cut(text, ":"); ok && strings.HasSuffix(from, "!"+to) {
			text = from // one cell
		}
		out[key] = text
	}
	for part, text := range p.Parts {
		if strings.HasPrefix(part, "xl/tables/") {
			out["table "+tableName.FindStringSubmatch(text)[1]] = anyRange.FindStringSubmatch(text)[1]
		}
	}
	return out
}
