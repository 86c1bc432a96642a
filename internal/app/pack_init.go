package app

import (
	"bytes"
	"maps"
	"path/filepath"

	"ysgk/internal/packfile"
	"ysgk/internal/tables"
	"ysgk/internal/xlsxread"
)

// TodoFile lists, for the clerk, what Learn wrote into a bureau's own workbook and
// what it left.
const TodoFile = "待办.txt"

// LeftToDo is how many entries the clerk has not taken out of what is left to do of a pack; those of
// every pack, such as its name, and what was written are below them.
func LeftToDo(folder string) (n int) {
	content, err := xlsxread.Load(filepath.Join(folder, TodoFile))
	if folder == "" || err != nil {
		return 0 // none, or one that nobody can read
	}
	for line := range bytes.Lines(content) {
		switch text := bytes.TrimSpace(line); {
		case len(text) == 0, bytes.HasPrefix(text, []byte("● 最后")):
			return n
		case bytes.HasPrefix(line, []byte("  ")):
			n++
		}
	}
	return n
}

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
