package inputform

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/formsheet"
	"ysgk/internal/pack"
)

// Write writes the input workbook of a pack. Without a ledger it is empty but
// for the pack's defaults; with one it holds the ledger's records in the
// prepared rows and the ledger's code lists. Forms become blank sheets on which one
// record each is entered. Equal inputs give equal bytes.
func Write(w io.Writer, p *pack.Pack, l *budget.Ledger, forms ...*formsheet.Form) error {
	wr := &writer{f: excelize.NewFile(), pack: written(p, l), ledger: l, forms: forms}
	defer wr.f.Close()
	wr.codes = p.Codes
	if l != nil && len(l.Codes) > 0 {
		wr.codes = l.Codes
	}
	wr.book()
	b, err := wr.f.WriteToBuffer()
	if err := cmp.Or(wr.err, err); err != nil {
		return fmt.Errorf("write input workbook: %w", err)
	}
	return repack(w, b.Bytes())
}

// written is a pack without the columns that the ledger has no use for: those
// that are written only if some record has something there; nor sheets of last
// year's records without such ones, nor items of last year's amounts without one.
func written(p *pack.Pack, l *budget.Ledger) *pack.Pack {
	out := *p
	out.Input.Sheets = slices.DeleteFunc(slices.Clone(p.Input.Sheets), func(s pack.Sheet) bool {
		return s.Past != "" && (l == nil || l.Tables[s.Name] == nil || l.Tables[s.Name].Len() == 0)
	})
	out.Input.Info = slices.DeleteFunc(slices.Clone(p.Input.Info), func(it pack.Item) bool {
		return it.Past != "" && (l == nil || it.Entered(l.Tables[it.Table]) == 0)
	})
	for i := range out.Input.Sheets {
		s := &out.Input.Sheets[i]
		s.Columns = slices.DeleteFunc(slices.Clone(s.Columns), func(c pack.Column) bool {
			return c.Sparse && !hasSome(l, s.Name, c.Name)
		})
	}
	return &out
}

// hasSome says whether some record has an amount, or a text, in a column.
func hasSome(l *budget.Ledger, sheet, column string) bool {
	if l == nil || l.Tables[sheet] == nil {
		return false
	}
	t := l.Tables[sheet]
	if f := t.Field(column); f >= 0 {
		ids, texts := t.IDs(f), t.Distinct(f)
		return slices.ContainsFunc(ids, func(id uint32) bool { return texts[id] != "" })
	}
	m := t.Measure(column)
	return m >= 0 && slices.ContainsFunc(t.Amounts(m), func(f budget.Fen) bool { return f != 0 })
}

// Places says at which cell Write puts a column of a record, counted from 0.
func Places(p *pack.Pack, l *budget.Ledger) func(sheet string, record int, column string) finding.Place {
	p = written(p, l)
	return func(sheet string, record int, column string) finding.Place {
		def := p.Input.Sheet(sheet)
		col := def.ColumnAt(column)
		return finding.At(sheet, max(col, 0)+1, headerRow(def)+1+record)
	}
}

// writer lays out one workbook.
type writer struct {
	f      *excelize.File
	pack   *pack.Pack
	ledger *budget.Ledger // nil for an empty workbook
	forms  []*formsheet.Form
	codes  map[string]*budget.CodeList
	look   look
	lists  lists
	err    error // the first; what was laid out after it is of no use
}

// did notes what became of a step.
func (w *writer) did(err error) { w.err = cmp.Or(w.err, err) }

func (w *writer) book() {
	w.sheets()
	w.newLook()
	w.writeGuide()
	w.writeInfo()
	w.writeLists()
	for i := range w.pack.Input.Sheets {
		w.writeRecords(&w.pack.Input.Sheets[i])
	}
	for i := range w.forms {
		w.writeForm(i)
	}
	for _, d := range w.pack.CodeFiles {
		w.writeCodes(d)
	}
}

// sheets makes all sheets in their order, so that formulas may name them, and
// chooses the one on which the workbook opens: excelize can do so only before
// the cells are streamed.
func (w *writer) sheets() {
	names := []string{pack.GuideSheet, w.pack.Input.InfoSheet()}
	for _, s := range w.pack.Input.Sheets {
		names = append(names, s.Name)
	}
	for i := range w.forms {
		names = append(names, w.formName(i))
	}
	for _, d := range w.pack.CodeFiles {
		names = append(names, d.Name)
	}
	names = append(names, pack.ListSheet)
	w.did(w.f.SetDefaultFont(bodyFont))
	w.did(w.f.SetSheetName("Sheet1", names[0]))
	for _, n := range names[1:] {
		_, err := w.f.NewSheet(n)
		w.did(err)
	}
	open, err := w.f.GetSheetIndex(w.opensOn())
	w.did(err)
	w.f.SetActiveSheet(open)
	w.did(w.f.SetSheetVisible(pack.ListSheet, false))
	w.did(w.f.SetDocProps(&excelize.DocProperties{
		Creator: "ysgk", LastModifiedBy: "ysgk", Title: w.pack.Identity.Name + " 录入工作簿",
		Created: fixedTime, Modified: fixedTime,
	}))
}

// fixedTime stands in the document properties: the clock would make equal
// inputs give different files.
const fixedTime = "2026-01-01T00:00:00Z"

// opensOn is the sheet with the most records, of those that no workbook goes
// without; the guide if there are none.
func (w *writer) opensOn() string {
	if len(w.pack.Input.Sheets) == 0 {
		return pack.GuideSheet
	}
	most := slices.MaxFunc(w.pack.Input.Sheets, func(a, b pack.Sheet) int {
		return cmp.Compare(w.weight(a), w.weight(b))
	})
	if w.weight(most) <= 0 {
		return pack.GuideSheet
	}
	return most.Name
}

func (w *writer) weight(s pack.Sheet) int {
	if s.Missing {
		return -1
	}
	return w.records(s.Name)
}

// records is how many records the ledger has for a sheet.
func (w *writer) records(sheet string) int {
	if t := w.table(sheet); t != nil {
		return t.Len()
	}
	return 0
}

func (w *writer) table(sheet string) *budget.Table {
	if w.ledger == nil {
		return nil
	}
	return w.ledger.Tables[sheet]
}

// repack writes a zip file again with its parts sorted and without times:
// excelize writes streamed sheets in the random order of a map.
func repack(w io.Writer, b []byte) error {
	in, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, f := range in.File {
		if err := out.Copy(f); err != nil {
			return err
		}
	}
	return out.Close()
}
