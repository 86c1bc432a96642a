package app

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"strings"

	"ysgk/internal/listed"
	"ysgk/internal/packfile"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
	"ysgk/internal/xlsxread"
)

// TodoFile lists, for the clerk, what Learn wrote into a bureau's own workbook and
// what it left.
const TodoFile = "待办.txt"

// LeftToDo is how many entries the clerk has not taken out of what is left to do of a pack; those of
// every pack, such as its name, and what was written are below them.
func LeftToDo(folder string) int {
	left, _ := leftToDo(folder)
	return len(left)
}

// leftLine is an entry of what is left to do, with the heading that it stands below.
type leftLine struct{ head, text string }

// leftToDo are the entries that the clerk has not taken out, and lines of the clerk's own among them. The error is
// of a file that is there and cannot be read.
func leftToDo(folder string) (out []leftLine, err error) {
	content, err := xlsxread.Load(filepath.Join(folder, TodoFile))
	if folder == "" || errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	text, _ := listed.Decoded(content)
	head := ""
	for line := range strings.Lines(text) {
		switch line := strings.TrimRight(line, "\r\n"); {
		case strings.TrimSpace(line) == "", strings.HasPrefix(line, "● 最后"), strings.HasPrefix(line, tagging.SettledHead):
			return out, nil
		case strings.HasPrefix(line, "● "), strings.HasPrefix(line, "还要做的"):
			head = line
		default:
			out = append(out, leftLine{head, strings.TrimSpace(line)})
		}
	}
	return out, nil
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
	maps.Copy(files, tables.Lists(p))
	return files, nil
}
