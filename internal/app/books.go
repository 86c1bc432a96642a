package app

import (
	"path/filepath"
	"strings"

	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/seal"
	"ysgk/internal/tables"
)

// writeBooks puts all workbooks in place, or none.
func writeBooks(r FillRequest, books []tables.Book) ([]disk.Written, error) {
	files, err := destinations(r, books)
	if err != nil {
		return nil, err
	}
	contents := make([][]byte, len(books))
	for i, b := range books {
		contents[i] = b.Content
		if !r.Origin {
			continue
		}
		if contents[i], err = seal.WithSheet(b.Content); err != nil {
			return nil, err
		}
	}
	return disk.Supersede(files, contents, r.Now)
}

// destinations are the files that the workbooks go to.
func destinations(r FillRequest, books []tables.Book) ([]string, error) {
	if len(books) > 1 && strings.EqualFold(filepath.Ext(r.Output), ".xlsx") {
		return nil, &finding.FileError{File: filepath.Base(r.Output), Message: "这个模板包要写几个文件。请在 -o 后面写一个文件夹"}
	}
	var files []string
	taken := map[string]bool{}
	for _, b := range books {
		file, err := disk.Destination(r.Output, filepath.Dir(r.Input), filepath.FromSlash(b.Name), r.Input, "公开表")
		if err != nil {
			return nil, err
		}
		if key := strings.ToLower(file); taken[key] {
			return nil, &finding.FileError{File: b.Name, Message: "模板包里有两张表要写成这个文件。请财政部门在 pack.yaml 的“输出”里分开"}
		} else {
			taken[key] = true
		}
		files = append(files, file)
	}
	return files, nil
}

// reportOf is the workbook beside which the list of findings goes.
func reportOf(files []disk.Written, r FillRequest) string {
	if len(files) == 1 {
		return files[0].File
	}
	folder := filepath.Dir(r.Input)
	if r.Output != "" {
		folder = r.Output
	}
	return filepath.Join(folder, filepath.Base(r.Input))
}
