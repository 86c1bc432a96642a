package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// kind is what a workbook is, told by its sheets.
type kind int

const (
	foreignKind kind = iota // none of the sheets of an input workbook: a finished one, if anything
	brokenKind              // an input workbook that lacks what it needs
	inputKind
)

// kindOf tells an input workbook from others by its sheets.
func kindOf(p *pack.Pack, file string) (kind, error) {
	f, err := xlsxread.Open(file)
	if err != nil {
		return foreignKind, input.Explain(file, err)
	}
	defer f.Close()
	has := func(name string) bool {
		return slices.ContainsFunc(f.Sheets, func(s xlsxread.Sheet) bool { return strings.TrimSpace(s.Name) == name })
	}
	info, records := has(p.Input.InfoSheet()), slices.ContainsFunc(p.Input.Sheets, func(s pack.Sheet) bool { return has(s.Name) })
	switch {
	case info && records:
		return inputKind, nil
	case info || records:
		return brokenKind, nil
	}
	return foreignKind, nil
}

// inputOf is the input workbook behind a finished one: the one given, or the
// one beside it that it was made of.
func inputOf(p *pack.Pack, file, given string) (string, error) {
	if given != "" {
		return given, nil
	}
	var from Origin
	if b, err := os.ReadFile(file); err == nil {
		if f, err := xlsxedit.Open(b); err == nil {
			from = readOrigin(f)
		}
	}
	var candidates []string
	for _, path := range beside(file) {
		if k, err := kindOf(p, path); err != nil || k != inputKind {
			continue
		}
		if b, err := os.ReadFile(path); err == nil && sum(b) == from.InputHash {
			return path, nil
		}
		candidates = append(candidates, filepath.Base(path))
	}
	message := "没有记下是哪一本录入工作簿生成的，请用 --录入 写明"
	if from.Input != "" {
		message = "是用“" + from.Input + "”生成的，但旁边没有这一本，或者它已经改过。请用 --录入 写明要用哪一本"
	}
	if len(candidates) > 0 {
		message += "。旁边的录入工作簿有：" + strings.Join(candidates, "、")
	}
	return "", &finding.FileError{File: filepath.Base(file), Message: message}
}

// beside are the other workbooks in the folder of a file.
func beside(file string) (paths []string) {
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		return nil
	}
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || !strings.EqualFold(filepath.Ext(name), ".xlsx") || strings.HasPrefix(name, "~$") || strings.HasPrefix(name, ".") {
			continue
		}
		if path := filepath.Join(filepath.Dir(file), name); !same(path, file) {
			paths = append(paths, path)
		}
	}
	return paths
}

// notInput says that a workbook is something else than an input workbook.
func notInput(p *pack.Pack, file string) error {
	return &finding.FileError{File: filepath.Base(file), Message: "不是录入工作簿：没有“" + p.Input.InfoSheet() + "”和要填的表。请选填好的录入工作簿；还没有的，用 ysgk new 新建"}
}
