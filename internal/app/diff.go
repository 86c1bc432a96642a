package app

import (
	"path/filepath"

	"ysgk/internal/compare"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/tables"
	"ysgk/internal/verify"
	"ysgk/internal/xlsxread"
)

// Diff compares two workbooks, each an input workbook or a finished one.
func Diff(p *pack.Pack, oldFile, newFile string) (*compare.Differences, error) {
	a, err := sideOf(p, oldFile)
	if err != nil {
		return nil, err
	}
	b, err := sideOf(p, newFile)
	if err != nil {
		return nil, err
	}
	return compare.Sides(p, a, b)
}

func sideOf(p *pack.Pack, file string) (*compare.Side, error) {
	kind, err := input.KindOf(p, file)
	if err != nil {
		return nil, err
	}
	all, found, err := tables.Forms(p)
	if err != nil {
		return nil, err
	}
	if found.HasErrors() {
		return nil, &finding.FileError{File: p.Template[0], Message: "模板里有标签写错了。请告诉发模板包的财政部门"}
	}
	s := &compare.Side{File: file, Forms: all}
	if kind == input.Whole {
		s.Book, err = traceFile(p, file, "")
		return s, err
	}
	if s.Found, s.Strange, err = verify.Read(p, all, file); err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	if len(s.Found) == 0 {
		return nil, &finding.FileError{File: filepath.Base(file), Message: "既不是录入工作簿，也不是预算公开表：没有“" + p.Input.InfoSheet() + "”，也没有一张表的标题和模板相同"}
	}
	return s, nil
}
