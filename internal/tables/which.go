package tables

import (
	"slices"

	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/xlsxread"
)

// Which finds which of the pack's templates a workbook was made from: the one
// with the most sheets of the same names, then the one of which fewest lack.
func Which(p *pack.Pack, file string) (template string, forms []*fill.Form, findings finding.List, err error) {
	most, lacking := -1, 0
	for _, name := range p.Template {
		tpl, found, err := Template(p, name)
		if err != nil || found.HasErrors() {
			return "", nil, found, err
		}
		mine := tpl.Forms()
		score, lack := len(p.Template), 0 // one template needs no comparison
		if len(p.Template) > 1 || p.Apart() {
			sheets, err := sheetNames(file)
			if err != nil {
				return "", nil, nil, xlsxread.Trouble(file, err)
			}
			here := slices.DeleteFunc(slices.Clone(mine), func(f *fill.Form) bool { return !slices.Contains(sheets, f.Sheet) })
			score, lack = len(here), len(mine)-len(here)
			if p.Apart() && score > 0 {
				mine = here
			}
		}
		if score > most || score == most && lack < lacking {
			most, lacking, template, forms = score, lack, name, mine
		}
	}
	return template, forms, nil, nil
}

func sheetNames(file string) ([]string, error) {
	book, err := xlsxread.Open(file)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	return book.SheetNames(), nil
}
