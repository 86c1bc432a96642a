package input

import (
	"path/filepath"
	"slices"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/xlsxread"
)

// Kind is what a workbook is, told by its sheets.
type Kind int

// The kinds of workbooks.
const (
	Foreign Kind = iota // none of the sheets of an input workbook: a finished one, if anything
	Broken              // an input workbook that lacks what it needs
	Whole
)

// KindOf tells an input workbook from others by its sheets.
func KindOf(p *pack.Pack, file string) (Kind, error) {
	f, err := xlsxread.Open(file)
	if err != nil {
		return Foreign, xlsxread.Trouble(file, err)
	}
	defer f.Close()
	has := func(name string) bool {
		return slices.ContainsFunc(f.Sheets, func(s xlsxread.Sheet) bool { return strings.TrimSpace(s.Name) == name })
	}
	info, records := has(p.Input.InfoSheet()), slices.ContainsFunc(p.Input.Sheets, func(s pack.Sheet) bool { return has(s.Name) })
	switch {
	case info && records:
		return Whole, nil
	case info || records:
		return Broken, nil
	}
	return Foreign, nil
}

// NotInput says that a workbook is something else than an input workbook.
func NotInput(p *pack.Pack, file string) error {
	return &finding.FileError{File: filepath.Base(file), Message: "不是录入工作簿：没有“" + p.Input.InfoSheet() + "”和要填的表。请选填好的录入工作簿；还没有的，用 ysgk new 新建"}
}
