package app

import (
	"ysgk/internal/pack"
	"ysgk/internal/prose"
	"ysgk/internal/xlsxread"
)

// DiffDocuments compares two documents, paragraph by paragraph.
func DiffDocuments(p *pack.Pack, oldFile, newFile string) ([]prose.Change, error) {
	var sides [2]*prose.Document
	for i, file := range []string{oldFile, newFile} {
		b, err := xlsxread.Load(file)
		if err != nil {
			return nil, xlsxread.Trouble(file, err)
		}
		d, err := prose.Read(b)
		if err != nil {
			return nil, documentTrouble(file, err)
		}
		d.Name(titles(p))
		sides[i] = d
	}
	return prose.Compare(sides[0], sides[1]), nil
}

// titles are those of the pack's tables in order.
func titles(p *pack.Pack) (out []string) {
	for _, t := range p.Tables {
		out = append(out, t.Name)
	}
	return out
}
