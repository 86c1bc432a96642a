package app

import (
	"maps"

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
	files[tables.TagsFile] = tables.TagsCSV(p)
	return files, nil
}
