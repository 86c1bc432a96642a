package app

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/layout"
	"ysgk/internal/listed"
	"ysgk/internal/pack"
	"ysgk/internal/parts"
	"ysgk/internal/prose"
	"ysgk/internal/seal"
	"ysgk/internal/tables"
	"ysgk/internal/verify"
	"ysgk/internal/xlsxread"
)

// Sort is what a file is that a department sent in.
type Sort string

// The sorts of files.
const (
	SentInput    Sort = "录入工作簿"
	SentTables   Sort = "公开表"
	SentDocument Sort = "公开文本"
	SentList     Sort = "核对结果" // or another list that ysgk wrote; nobody asks for it
	SentSummary  Sort = "汇总表"  // of a district
	SentOther    Sort = "别的"   // it can be read, but is none of these
)

// Received is what a file says of itself.
type Received struct {
	Sort       Sort
	Department string // "" if it does not say
	Year       string
	Template   string      // of tables, which of the pack's workbooks they are
	Origin     seal.Origin // its Tool is "" if ysgk did not write it, or another program has lost the mark
	Edited     bool        // saved by another program since ysgk wrote it
	Saved      time.Time   // as the file says; zero if it does not, or no person saved it
	Texts      []string    // of a document's cover
	// Sketch is of an input workbook: a few of its records, chosen so that two versions of
	// one workbook have some in common. It is sorted.
	Sketch []uint32
}

// Receive finds out what a file is and whose; content is what it holds. It judges nothing.
func Receive(p *pack.Pack, file string, content []byte) (*Received, error) {
	if IsDocument(file) {
		return receiveDocument(file, content)
	}
	f, err := parts.Open(content)
	if err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	r := &Received{}
	r.mark(f)
	switch kind := r.Origin.Kind; {
	case r.Origin.Tool == "" || kind == seal.Annotated || kind == seal.Tables:
	default:
		r.Sort = SentList
		return r, nil
	}
	if r.Origin.Kind == seal.Tables && r.Origin.InputHash == "" { // of a folder
		r.Sort = SentSummary
		return r, nil
	}
	if kind, err := input.KindOf(p, file); err != nil {
		return nil, err
	} else if kind != input.Foreign && r.Origin.Kind != seal.Tables {
		return r, r.input(p, file)
	}
	return r, r.tables(p, file)
}

// mark reads what ysgk and Office programs noted in a file.
func (r *Received) mark(f *parts.File) {
	r.Origin = seal.Read(f)
	r.Edited = r.Origin.Tool != "" && !seal.Intact(f)
	r.Department, r.Year = r.Origin.Department, r.Origin.Year
	if r.Origin.Tool != "" && !r.Edited {
		return // its time is the template's
	}
	if core, err := f.Look(f.Related("", "core-properties")); err == nil {
		if at := core.FindElement("//modified"); at != nil {
			r.Saved, _ = time.Parse(time.RFC3339, strings.TrimSpace(at.Text())) // else it says none
		}
	}
}

// input reads whose input workbook it is: one with errors says it, too.
func (r *Received) input(p *pack.Pack, file string) error {
	r.Sort = SentInput
	l, _, err := input.Draft(file, p)
	if err != nil {
		return err
	}
	r.Year = l.Info[p.Input.YearItem()]
	if len(p.Input.Info) > 0 {
		r.Department = l.Info[p.Input.Info[0].Name]
	}
	r.Sketch = sketch(p, l, r.Department)
	return nil
}

// mostSketched is how many line items a sketch keeps.
const mostSketched = 32

// sketch keeps of a ledger's records those whose hashes are the least: whatever two
// ledgers have in common, they are likely to keep some of it both. The department's name, those
// of its units and what comes with them are left out, as they may be written in two ways.
func sketch(p *pack.Pack, l *budget.Ledger, name string) (out []uint32) {
	for _, t := range l.Tables {
		s := p.Input.Sheet(t.Name)
		if s == nil {
			continue // what basic items give
		}
		var fields []int
		for i, field := range t.Fields {
			if c := s.Column(field); c != nil && c.Kind != pack.Ref {
				fields = append(fields, i)
			}
		}
		for i := range t.Len() {
			text := t.Name
			for _, field := range fields {
				if x := t.Text(i, field); x != name {
					text += "\x1f" + x
				}
			}
			for measure := range t.Measures {
				text += "\x1f" + t.Amounts(measure)[i].Yuan().String()
			}
			sum := sha256.Sum256([]byte(text))
			out = append(out, binary.BigEndian.Uint32(sum[:]))
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.Clone(out[:min(mostSketched, len(out))])
}

// tables reads whose tables they are. What the tables say counts, and only then the mark.
func (r *Received) tables(p *pack.Pack, file string) error {
	r.Sort = SentTables
	template, forms, found, err := tables.Which(p, file)
	if err != nil {
		return err
	}
	if found.HasErrors() {
		return &finding.FileError{File: p.Template[0], Message: "模板里有标签写错了。请告诉发模板包的财政部门"}
	}
	r.Template = template
	if r.Origin.Tool != "" && !r.Edited && r.Department != "" {
		return nil // as ysgk wrote it: the mark and the tables say the same
	}
	read, _, err := verify.Read(p, forms, file)
	if err != nil {
		return xlsxread.Trouble(file, err)
	}
	if len(read) == 0 && r.Origin.Tool == "" {
		r.Sort = SentOther
		return nil
	}
	says := func(name string) string {
		count := map[string]int{}
		for _, t := range read {
			count[t.Says[name]]++
		}
		delete(count, "")
		names := slices.Sorted(maps.Keys(count))
		if len(names) == 0 {
			return ""
		}
		return slices.MaxFunc(names, func(a, b string) int { return count[a] - count[b] })
	}
	if r.Year = cmp.Or(says(p.Input.YearItem()), r.Year); r.Year == "" {
		r.Year = headYear(file)
	}
	if len(p.Input.Info) > 0 {
		r.Department = cmp.Or(says(p.Input.Info[0].Name), r.Department)
	}
	return nil
}

// headYear is the year that the titles and headers of a workbook name most, of equals the
// later; "" if they name none.
func headYear(file string) (year string) {
	const head = 8 // rows
	sheets, err := listed.Sheets(file)
	if err != nil {
		return "" // it has been read before
	}
	count := map[string]int{}
	for _, s := range sheets {
		for _, row := range s.Rows[:min(head, len(s.Rows))] {
			for _, text := range row {
				for _, y := range layout.YearsCalled(text) {
					count[strconv.Itoa(y)]++
				}
			}
		}
	}
	for _, y := range slices.Sorted(maps.Keys(count)) {
		if year == "" || count[y] >= count[year] {
			year = y
		}
	}
	return year
}

func receiveDocument(file string, content []byte) (*Received, error) {
	r := &Received{Sort: SentDocument}
	f, err := parts.Open(content)
	if err != nil {
		return nil, documentTrouble(file, err)
	}
	r.mark(f)
	cover, err := prose.CoverOf(content)
	if err != nil {
		return nil, documentTrouble(file, err)
	}
	r.Department, r.Year = cmp.Or(r.Department, cover.Department), cmp.Or(r.Year, cover.Year)
	r.Texts = cover.Texts
	return r, nil
}

// Judged is what judging a received file gave.
type Judged struct {
	Found   finding.List
	Beside  string // what it was compared with, "" if nothing
	Trouble error  // why it was not compared, in words for the user
}

// JudgeReceived judges a file as check or verify does. beside is the input workbook that
// tables are compared with, or the tables that a document is; "" if there is none.
func JudgeReceived(p *pack.Pack, sort Sort, file, beside string) (j Judged, err error) {
	switch sort {
	case SentInput:
		j.Found, err = Check(p, file)
		return j, err
	case SentDocument:
		j.Found, err = VerifyDocument(p, file, beside)
	default:
		j.Found, err = Verify(p, file, beside)
	}
	if err != nil && beside != "" { // the one beside it may be the trouble
		j, second := JudgeReceived(p, sort, file, "")
		j.Trouble = err
		return j, second
	}
	j.Beside = beside
	return j, err
}

// ReportIn writes what was found in a file into a folder, as AnnotateIn marks it in a copy
// of an input workbook. The name of what was written is "" if there was nothing to say.
func ReportIn(folder string, sort Sort, file string, found finding.List, now time.Time) (written string, err error) {
	if sort == SentInput {
		m := AnnotateIn(folder, file, found, now)
		return m.File, m.Err
	}
	if !slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Severity != finding.Note }) {
		return "", nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	r := WriteReport(folder, file, found, now)
	return r.File, r.Err
}
