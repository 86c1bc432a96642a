package app

import (
	"bytes"
	"cmp"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/formsheet"
	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/markup"
	"ysgk/internal/pack"
	"ysgk/internal/roll"
)

// Rolled says what a workbook that was rolled forward holds.
type Rolled struct {
	File    string
	Count   []Count
	Emptied []string     // what became of last year's amounts
	Lost    finding.List // what of the old workbook was not taken over or not understood, with its cells
	Look    finding.List // what to look at in the new one, where it is marked, too
}

// draft reads an input workbook that need not be right.
func draft(p *pack.Pack, file string) (*budget.Ledger, finding.List, error) {
	kind, err := input.KindOf(p, file)
	if err != nil {
		return nil, nil, err
	}
	if kind != input.Whole {
		return nil, nil, input.NotInput(p, file)
	}
	return input.Draft(file, p)
}

// Roll makes next year's input workbook of last year's, which it only reads.
// file is "" for a name made of the old one's; an existing file is refused. With forms
// it has blank ones, too; those that were filled in are records of the lists.
func Roll(p *pack.Pack, from, file string, forms bool) (*Rolled, error) {
	old, lost, err := draft(p, from)
	if err != nil {
		return nil, err
	}
	next, look := roll.Forward(p, old)
	file = cmp.Or(file, filepath.Join(filepath.Dir(from), nextName(filepath.Base(from), next.Info[p.Input.YearItem()])))
	if disk.Exists(file) {
		return nil, &finding.FileError{File: filepath.Base(file), Message: "已经有这个文件，不会覆盖。请换一个文件名"}
	}
	look = append(look, checkYear(p, next)...)
	blank, err := blankForms(p, forms)
	if err != nil {
		return nil, err
	}
	b, err := markedBook(p, next, look, blank...)
	if err != nil {
		return nil, err
	}
	out := &Rolled{File: file, Count: counts(p, next), Emptied: roll.Emptied(p, old), Lost: softened(lost), Look: look.Sorted()}
	return out, disk.Write(file, b)
}

// nextName is last year's file name with the new year in it.
func nextName(old, year string) string {
	n, err := strconv.Atoi(year)
	if last := strconv.Itoa(n - 1); err == nil && strings.Contains(old, last) {
		return disk.WithExtension(strings.ReplaceAll(strings.ReplaceAll(old, last, year), suffix, ""))
	}
	return year + "年预算录入.xlsx"
}

// markedBook is the input workbook of a ledger with findings marked in it.
func markedBook(p *pack.Pack, l *budget.Ledger, found finding.List, forms ...*formsheet.Form) ([]byte, error) {
	var b bytes.Buffer
	if err := inputform.Write(&b, p, l, forms...); err != nil {
		return nil, fmt.Errorf("write input workbook: %w", err)
	}
	if len(found) == 0 {
		return b.Bytes(), nil
	}
	book, _, err := markup.Annotate(b.Bytes(), found)
	if err != nil {
		return nil, fmt.Errorf("mark input workbook: %w", err)
	}
	b.Reset()
	err = book.Write(&b) // not sealed: it is there to be edited
	return b.Bytes(), err
}

// softened are the findings of an old workbook as they matter for the new one:
// nothing there must be mended, so there are no errors; differences to the
// pack's lists are told with the new workbook's cells.
func softened(found finding.List) (out finding.List) {
	for _, f := range found {
		if f.Code == "sheet-own" && strings.HasPrefix(f.Place.Sheet, markup.ListSheet) || f.Code == "list-changed" || f.Code == "codes-default" {
			continue
		}
		f.Severity = max(f.Severity, finding.Warning)
		out = append(out, f)
	}
	return out
}

// counts says how many records each sheet of a ledger has, empty ones left out.
func counts(p *pack.Pack, l *budget.Ledger) (out []Count) {
	for _, s := range p.Input.Sheets {
		if t := l.Tables[s.Name]; t != nil && t.Len() > 0 {
			out = append(out, Count{Sheet: s.Name, Records: t.Len()})
		}
	}
	return out
}
