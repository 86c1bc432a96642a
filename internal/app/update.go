package app

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/tables"
)

// UpdateRequest names last year's pack and what there is of this year.
type UpdateRequest struct {
	Folder string   // of the pack
	Form   string   // this year's blank form
	Codes  []string // code lists of this year (CSV); the built-in ones if there are none
	Inputs []string // input workbooks of departments
}

// Update makes the files of this year's pack; the folder of the old one is only read.
func Update(r UpdateRequest) (files map[string][]byte, made *bind.Updated, p *pack.Pack, err error) {
	from, err := packfile.Find(r.Folder)
	if err != nil {
		return nil, nil, nil, err
	}
	if !from.Folder {
		return nil, nil, nil, &finding.FileError{File: filepath.Base(r.Folder), Message: "是做好的文件。请写去年制作它的文件夹"}
	}
	if p, err = from.Load(); err != nil {
		return nil, nil, nil, err
	}
	if len(p.Template) != 1 {
		return nil, nil, nil, &finding.FileError{File: filepath.Base(r.Folder), Message: fmt.Sprintf("有 %d 个模板，只能更新一个模板的模板包", len(p.Template))}
	}
	form, err := wholeBook(r.Form)
	if err != nil {
		return nil, nil, nil, err
	}
	template := p.Template[0]
	if made, err = bind.Update(p, p.Templates[template], form); err != nil {
		return nil, nil, nil, err
	}
	if files, err = packFiles(r.Folder); err != nil {
		return nil, nil, nil, err
	}
	if files["pack.yaml"], err = pack.Renew(files["pack.yaml"], made.Year, made.Sheets); err != nil {
		return nil, nil, nil, err
	}
	files[template] = made.Book
	codes, err := codeChanges(p, r)
	if err != nil {
		return nil, nil, nil, err
	}
	made.Left = append(made.Left, codes...)
	return files, made, p, nil
}

// packFiles are the files of a pack's folder that its author wrote. Lists that are
// made again and keys are none of them.
func packFiles(folder string) (map[string][]byte, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, disk.Trouble(folder, err)
	}
	files := map[string][]byte{}
	for _, e := range entries {
		name := e.Name()
		of := []string{".yaml", ".csv", ".xlsx", ".ysgk"}
		if e.IsDir() || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || name == tables.TagsFile || name == RebuiltFile || !slices.Contains(of, strings.ToLower(filepath.Ext(name))) {
			continue
		}
		if files[name], err = os.ReadFile(filepath.Join(folder, name)); err != nil {
			return nil, disk.Trouble(filepath.Join(folder, name), err)
		}
	}
	return files, nil
}

// codeChanges compares the code lists of a pack with those of this year, and tells
// whose ledgers use codes that are dropped.
func codeChanges(p *pack.Pack, r UpdateRequest) (out []bind.Entry, err error) {
	lists, err := newCodes(r.Codes)
	if err != nil {
		return nil, err
	}
	say := func(text string, args ...any) { out = append(out, bind.Entry{Text: fmt.Sprintf(text, args...)}) }
	gone := map[string]map[string]bool{}
	for _, d := range slices.Sorted(maps.Keys(p.Codes)) {
		now, ok := lists[d]
		if !ok {
			continue
		}
		delete(lists, d)
		gone[d] = map[string]bool{}
		was := p.Codes[d]
		for _, e := range was.Entries() {
			name, ok := now[e.Code]
			switch {
			case !ok:
				gone[d][e.Code] = true
				say("%s：今年没有 %s %s", d, e.Code, e.Name)
			case name != e.Name:
				say("%s：%s 的名称由“%s”改为“%s”", d, e.Code, e.Name, name)
			}
		}
		for _, code := range slices.Sorted(maps.Keys(now)) {
			if !was.Has(code) {
				say("%s：今年新增 %s %s", d, code, now[code])
			}
		}
	}
	for name := range lists {
		if len(r.Codes) > 0 {
			say("%s.csv：模板包里没有叫“%s”的码表，没有比较", name, name)
		}
	}
	for _, file := range r.Inputs {
		ledger, found, err := input.Read(file, p)
		if err != nil {
			return nil, err
		}
		name := filepath.Base(file)
		if found.HasErrors() {
			say("%s 有错误，没有查它用的科目：%s", name, found[0].Message)
			continue
		}
		for _, s := range p.Input.Sheets {
			t := ledger.Tables[s.Name]
			for _, c := range s.Columns {
				if t == nil || c.Kind != pack.Code || t.Field(c.Name) < 0 {
					continue
				}
				used := map[string]int{}
				for i := range t.Len() {
					if code := t.Value(i, c.Name); gone[c.Codes][code] {
						used[code]++
					}
				}
				for _, code := range slices.Sorted(maps.Keys(used)) {
					say("%s 的%s有 %d 行用了今年没有的 %s（%s）", name, s.Name, used[code], code, c.Name)
				}
			}
		}
	}
	return out, nil
}

// newCodes are code lists by name, each with its names by code.
func newCodes(files []string) (map[string]map[string]string, error) {
	out := map[string]map[string]string{}
	if len(files) == 0 {
		base, err := packfile.Default()
		if err != nil {
			return nil, err
		}
		for name, list := range base.Codes {
			out[name] = entriesOf(list)
		}
		return out, nil
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, disk.Trouble(file, err)
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff")))).ReadAll()
		if err != nil || len(rows) == 0 || len(rows[0]) < 2 {
			return nil, &finding.FileError{File: filepath.Base(file), Message: "读不懂。要和模板包的科目表一样：第一列编码，第二列名称，存成“CSV UTF-8”", Err: err}
		}
		list := map[string]string{}
		for _, row := range rows[1:] {
			list[strings.TrimSpace(row[0])] = strings.TrimSpace(row[1])
		}
		out[strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))] = list
	}
	return out, nil
}

func entriesOf(list *budget.CodeList) map[string]string {
	out := map[string]string{}
	for _, e := range list.Entries() {
		out[e.Code] = e.Name
	}
	return out
}
