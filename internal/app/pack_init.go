package app

import (
	"bytes"
	"maps"
	"path/filepath"

	"ysgk/internal/packfile"
	"ysgk/internal/tables"
)

// TodoFile lists, for the clerk, what Learn wrote into a bureau's own workbook and
// what it left.
const TodoFile = "待办.txt"

// StartPack gives the files of a pack to start from: the built-in pack's, with the
// list of tags.
func StartPack() (map[string][]byte, error) {
	p, err := packfile.Default()
	if err != nil {
		return nil, err
	}
	files := maps.Clone(p.Files)
	const mark = "\ufeff" // without it Excel takes the file for GBK
	for name, content := range files {
		if filepath.Ext(name) == ".csv" && !bytes.HasPrefix(content, []byte(mark)) {
			files[name] = append([]byte(mark), content...)
		}
	}
	files[tables.TagsFile] = tables.TagsCSV(p)
	return files, nil
}
