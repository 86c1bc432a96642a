package app

import (
	"fmt"
	"path/filepath"
	"strings"

	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/inputform"
	"ysgk/internal/pack"
	"ysgk/internal/roll"
)

// suppliedSuffix of the name of a workbook to which records were added.
const suppliedSuffix = "（补绩效）"

// Supplied says what was added to a copy of an input workbook.
type Supplied struct {
	File  string // "" if nothing was lacking
	Added []Count
}

// Supply adds the records that an input workbook lacks to a copy of it; with
// copies also those that are the same as others (年度 indicators as 实施期).
func Supply(p *pack.Pack, file string, copies bool) (*Supplied, error) {
	l, _, err := draft(p, file)
	if err != nil {
		return nil, err
	}
	more := roll.Supply(p, l)
	if copies {
		more = roll.Joined(more, roll.Copies(p, l))
	}
	out := &Supplied{}
	for i, sheet := range more.Sheets {
		out.Added = append(out.Added, Count{Sheet: sheet, Records: more.Count[i]})
	}
	if more.Len() == 0 {
		return out, nil
	}
	base := filepath.Base(file)
	to := filepath.Join(filepath.Dir(file), strings.TrimSuffix(base, filepath.Ext(base))+suppliedSuffix+".xlsx")
	if disk.Exists(to) {
		return nil, &finding.FileError{File: filepath.Base(to), Message: "已经有这个文件，不会覆盖。请先改名或删除"}
	}
	book, err := inputform.Append(p, file, l, more.More, more.Sheets...)
	if err != nil {
		return nil, fmt.Errorf("add records: %w", err)
	}
	out.File = to
	return out, disk.Write(to, book)
}
