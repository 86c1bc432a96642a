package app

import (
	"maps"
	"path/filepath"

	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/propose"
	"ysgk/internal/tables"
	"ysgk/internal/xlsxread"
)

// TodoFile lists, for the clerk, what StartPack wrote into a bureau's own workbook
// and what it left.
const TodoFile = "待办.txt"

// StartPack gives the files of a pack to start from: the built-in pack's, with the
// list of tags. Of a bureau's own workbook, if there is one, a copy with the tags
// that are sure stands in place of the template.
func StartPack(own string) (map[string][]byte, *propose.Proposal, error) {
	p, err := packfile.Default()
	if err != nil {
		return nil, nil, err
	}
	files := maps.Clone(p.Files)
	files[tables.TagsFile] = tables.TagsCSV(p)
	if own == "" {
		return files, nil, nil
	}
	name := filepath.Base(own)
	book, err := xlsxread.Load(own)
	if err != nil {
		return nil, nil, xlsxread.Trouble(own, err)
	}
	forms, _, err := tables.Forms(p)
	if err != nil {
		return nil, nil, err
	}
	made, err := propose.Workbook(book, forms, tables.Schema(p))
	if xlsxread.Unreadable(err) {
		return nil, nil, &finding.FileError{File: name, Message: "不是完好的 .xlsx 工作簿" + xlsxread.Details(err) + "。请用 Excel 或 WPS 打开，另存为 .xlsx", Err: err}
	}
	if err != nil {
		return nil, nil, err
	}
	unit := made.Said["{{"+pack.ScalarUnit+"}}"]
	if files["pack.yaml"], err = pack.Retarget(files["pack.yaml"], name, unit, made.Sheets); err != nil {
		return nil, nil, err
	}
	for _, template := range p.Template {
		delete(files, template)
	}
	files[name], files[TodoFile] = made.Book, made.Todo()
	return files, made, nil
}
