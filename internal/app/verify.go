package app

import (
	"os"
	"path/filepath"
	"slices"

	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/tables"
	"ysgk/internal/verify"
	"ysgk/internal/xlsxread"
)

// Verify judges a finished workbook of tables; with an input workbook also by
// what that gives. It writes nothing.
func Verify(p *pack.Pack, file, inputFile string) (finding.List, error) {
	rules, findings, err := tables.Rules(p)
	if err != nil || findings.HasErrors() {
		return findings.Sorted(), err
	}
	template, forms, findings, err := formsOf(p, file)
	if err != nil || findings.HasErrors() {
		return findings.Sorted(), err
	}
	r := verify.Request{Pack: p, Forms: forms, Rules: rules, File: file}
	if inputFile != "" {
		v, found, err := judge(p, inputFile)
		if err != nil {
			return nil, err
		}
		if v == nil {
			return nil, &finding.FileError{File: filepath.Base(inputFile), Message: "录入工作簿有错误，不能拿来比较。先运行 ysgk check 看错误，改好再比"}
		}
		_ = found // check and fill tell them
		folder, err := os.MkdirTemp("", "ysgk")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(folder)
		r.Want = filepath.Join(folder, "want.xlsx")
		if err := os.WriteFile(r.Want, v.output.Like(template, file), 0o600); err != nil {
			return nil, err
		}
	}
	out, err := verify.Run(r)
	if err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	return out.Sorted(), nil
}

// formsOf finds which of the pack's templates a workbook was made from: the one
// with the most sheets of the same names.
func formsOf(p *pack.Pack, file string) (template string, forms []*fill.Form, findings finding.List, err error) {
	most := -1
	for _, name := range p.Template {
		tpl, found, err := tables.Template(p, name)
		if err != nil || found.HasErrors() {
			return "", nil, found, err
		}
		mine := tpl.Forms()
		score := len(p.Template) // one template needs no comparison
		if len(p.Template) > 1 || p.Apart() {
			sheets, err := sheetNames(file)
			if err != nil {
				return "", nil, nil, xlsxread.Trouble(file, err)
			}
			here := slices.DeleteFunc(slices.Clone(mine), func(f *fill.Form) bool { return !slices.Contains(sheets, f.Sheet) })
			score = len(here)
			if p.Apart() && score > 0 {
				mine = here
			}
		}
		if score > most {
			most, template, forms = score, name, mine
		}
	}
	return template, forms, nil, nil
}

func sheetNames(file string) (names []string, err error) {
	book, err := xlsxread.Open(file)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	for _, s := range book.Sheets {
		names = append(names, s.Name)
	}
	return names, nil
}
