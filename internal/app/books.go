package app

import (
	"path/filepath"
	"strings"

	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/seal"
	"ysgk/internal/tables"
)

// writeBooks puts all workbooks and documents that are wanted in place, those of the
// units too, or none. written has them by set: the department's first.
func writeBooks(r FillRequest, made *tables.Output, sets []unitSet) (written [][]disk.Written, err error) {
	var files []string
	var contents [][]byte
	var ends []int
	taken := map[string]bool{}
	for i := -1; i < len(sets); i++ {
		of, output := r, made
		if i >= 0 {
			of.Output, output = filepath.Join(unitsFolder(r), disk.FileName(sets[i].name)), sets[i].output
		}
		names, books, err := gathered(of, output)
		if err != nil {
			return nil, err
		}
		for _, file := range names {
			if key := strings.ToLower(file); taken[key] {
				return nil, &finding.FileError{File: filepath.Base(file), Message: "有两套表要写成同一个文件 " + file + "。单位的名称只差文件名里不能用的字的，请改得分得清"}
			} else {
				taken[key] = true
			}
		}
		files, contents = append(files, names...), append(contents, books...)
		ends = append(ends, len(files))
	}
	all, err := disk.Supersede(files, contents, r.Now)
	if err != nil {
		return nil, err
	}
	start := 0
	for _, end := range ends {
		written = append(written, all[start:end])
		start = end
	}
	return written, nil
}

// gathered are the files of one set and what goes into them.
func gathered(r FillRequest, made *tables.Output) (files []string, contents [][]byte, err error) {
	if r.Only != OnlyDocuments {
		places, err := destinations(r, made.Books, r.Output, "公开表")
		if err != nil {
			return nil, nil, err
		}
		for i, b := range made.Books {
			content := b.Content
			if r.Origin {
				if content, err = seal.WithSheet(content); err != nil {
					return nil, nil, err
				}
			}
			files, contents = append(files, places[i]), append(contents, content)
		}
	}
	if r.Only != OnlyTables {
		output := r.Output
		if r.Only == Everything && isFile(output) {
			output = filepath.Dir(output) // the name is the workbook's; documents go beside it
		}
		places, err := destinations(r, made.Documents, output, "公开文本")
		if err != nil {
			return nil, nil, err
		}
		for i, b := range made.Documents {
			files, contents = append(files, places[i]), append(contents, b.Content)
		}
	}
	return files, contents, nil
}

// isFile says whether an output option names a file, and not a folder.
func isFile(output string) bool {
	return strings.EqualFold(filepath.Ext(output), ".xlsx") || strings.EqualFold(filepath.Ext(output), ".docx")
}

// destinations are the files that workbooks, or documents, go to.
func destinations(r FillRequest, books []tables.Book, output, what string) ([]string, error) {
	if len(books) > 1 && isFile(output) {
		return nil, &finding.FileError{File: filepath.Base(output), Message: "这个模板包要写几个文件。请在 -o 后面写一个文件夹"}
	}
	var files []string
	taken := map[string]bool{}
	for _, b := range books {
		file, err := disk.Destination(output, filepath.Dir(r.Input), filepath.FromSlash(b.Name), r.Input, what)
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

// reportOf is the file beside which the list of findings goes: the workbook, or the
// document where only that is wanted; where there are several, the input workbook's name
// in their folder.
func reportOf(files []disk.Written, made *tables.Output, r FillRequest) string {
	main := made.Books // they come first
	if r.Only == OnlyDocuments {
		main = made.Documents
	}
	if len(main) == 1 {
		return files[0].File
	}
	folder := filepath.Dir(r.Input)
	if r.Output != "" {
		folder = r.Output
	}
	return filepath.Join(folder, filepath.Base(r.Input))
}
