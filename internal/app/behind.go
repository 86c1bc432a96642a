package app

import (
	"os"
	"path/filepath"
	"strings"

	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/parts"
	"ysgk/internal/seal"
	"ysgk/internal/xlsxread"
)

// inputOf is the input workbook behind a finished one: the one given, or the
// one beside it that it was made of.
func inputOf(p *pack.Pack, file, given string) (string, error) {
	if given != "" {
		return given, nil
	}
	from := OriginOf(file)
	paths := beside(file)
	if from.Unit != "" { // the department's input workbook, two folders up
		paths = append(paths, beside(filepath.Dir(filepath.Dir(file)))...)
	}
	var candidates []string
	for _, path := range paths {
		if k, err := input.KindOf(p, path); err != nil || k != input.Whole {
			continue
		}
		if b, err := xlsxread.Load(path); err == nil && seal.Sum(b) == from.InputHash {
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

// OriginOf is what a file tells of where it comes from.
func OriginOf(file string) (from seal.Origin) {
	if b, err := xlsxread.Load(file); err == nil {
		if f, err := parts.Open(b); err == nil {
			from = seal.Read(f)
		}
	}
	return from
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
		if path := filepath.Join(filepath.Dir(file), name); !disk.Same(path, file) {
			paths = append(paths, path)
		}
	}
	return paths
}
