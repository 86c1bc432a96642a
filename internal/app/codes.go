package app

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ysgk/internal/budget"
	"ysgk/internal/codelist"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/xlsxread"
)

// CodesRequest says which official lists to compare a pack with.
type CodesRequest struct {
	Folder string   // of the pack
	Files  []string // official lists
	Source string   // what the document is called; the name of the first file if empty
	Inputs []string // input workbooks of departments
	Take   bool     // write the lists of the pack anew
	Remove bool     // and without the codes that were dropped
	Now    time.Time
}

// CodesCompared is what lists say otherwise than the pack.
type CodesCompared struct {
	Read    []string // what was read from where
	Doubts  []string // what of it was not taken, or may be wrong
	Changes []*codelist.Changes
	Pack    []string // where the pack itself names codes that mean something else now
	Used    []string // which ledgers use codes that changed
	Open    int      // codes of the pack that nobody has confirmed, after what was written
	Written []string
}

// CompareCodes compares the code lists of a pack with official ones and takes these
// over if that is wanted. The lists as they were are kept beside the new ones.
func CompareCodes(r CodesRequest) (*CodesCompared, error) {
	from, err := packfile.Find(r.Folder)
	if err != nil {
		return nil, err
	}
	p, err := from.Load()
	if err != nil {
		return nil, err
	}
	if r.Take && !from.Folder {
		return nil, &finding.FileError{File: filepath.Base(r.Folder), Message: "是做好的文件，不能改。请写制作它的文件夹"}
	}
	for _, file := range r.Files { // whoever writes --录入 甲局.xlsx 乙局.xlsx
		if kind, err := input.KindOf(p, file); err == nil && kind == input.Whole {
			return nil, &finding.FileError{File: filepath.Base(file), Message: "是部门的录入工作簿，不是科目表。要看它用了哪些科目，写成 --录入 " + filepath.Base(file)}
		}
	}
	lists, said, doubts, err := codelist.Read(p, r.Files)
	if err != nil {
		return nil, err
	}
	out := &CodesCompared{Read: said, Doubts: doubts, Changes: compareLists(p, lists, false)}
	out.Pack = namedCodes(p, out.Changes)
	if out.Used, err = usedCodes(p, out.Changes, r.Inputs); err != nil {
		return nil, err
	}
	if r.Take {
		if out.Written, err = takeCodes(p, r, lists, out.Changes); err != nil {
			return nil, err
		}
		if err := leaveToDo(filepath.Join(r.Folder, TodoFile), out.Pack); err != nil {
			return nil, err
		}
		if p, err = from.Load(); err != nil {
			return nil, err
		}
	}
	out.Open = len(Doubted(p))
	return out, nil
}

// compareLists compares the lists of a pack with newer ones, in the pack's order.
func compareLists(p *pack.Pack, lists map[string][]codelist.Item, whole bool) (out []*codelist.Changes) {
	for _, d := range p.CodeFiles {
		if now := lists[d.Name]; len(now) > 0 && p.Codes[d.Name] != nil {
			out = append(out, codelist.Compare(p.Codes[d.Name], d.Apart, now, whole))
		}
	}
	return out
}

// usedCodes tells whose ledgers use codes that are gone, or are called otherwise now.
func usedCodes(p *pack.Pack, changes []*codelist.Changes, files []string) (out []string, err error) {
	of := map[string]*codelist.Changes{}
	for _, c := range changes {
		of[c.List] = c
	}
	for _, file := range files {
		ledger, found, err := input.Read(file, p)
		if err == nil && ledger == nil { // what else is wrong with it is no matter here
			ledger, _, err = input.Draft(file, p)
		}
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(codeColumns(p, ledger), func(c codeColumn) bool { return c.table.Len() > 0 }) && found.HasErrors() {
			out = append(out, fmt.Sprintf("%s 有错误，没有查它用的科目：%s", filepath.Base(file), found[0].Message))
			continue
		}
		for _, c := range codeColumns(p, ledger) {
			list := of[c.column.Codes]
			if list == nil {
				continue
			}
			used, first := map[string]int{}, map[string]string{}
			for i := range c.table.Len() {
				code := c.table.Value(i, c.column.Name)
				if _, changed := list.Fate(code); changed {
					if used[code]++; used[code] == 1 {
						first[code] = codeAt(c, i).Cell
					}
				}
			}
			for _, code := range slices.Sorted(maps.Keys(used)) {
				fate, _ := list.Fate(code)
				out = append(out, fmt.Sprintf("%s 的%s有 %d 行用了 %s %s（%s，从 %s 起）：%s", filepath.Base(file), c.sheet, used[code], code, p.Codes[c.column.Codes].NameOf(code), c.column.Name, first[code], fate))
			}
		}
	}
	return out, nil
}

// codeAt is where a record of a ledger has its code.
func codeAt(c codeColumn, record int) finding.Place {
	if sheet, col, row := c.table.At(record, c.column.Name); row > 0 && col > 0 {
		return finding.At(sheet, col, row)
	}
	return finding.Place{Sheet: c.sheet}
}

// codeColumn is a column of codes in a ledger, of this year's items: what was entered last
// year had last year's codes.
type codeColumn struct {
	sheet  string
	column *pack.Column
	table  *budget.Table
}

func codeColumns(p *pack.Pack, l *budget.Ledger) (out []codeColumn) {
	for _, s := range p.Input.Sheets {
		t := l.Tables[s.Name]
		for i := range s.Columns {
			if c := &s.Columns[i]; t != nil && s.Past == "" && c.Kind == pack.Code && t.Field(c.Name) >= 0 {
				out = append(out, codeColumn{s.Name, c, t})
			}
		}
	}
	return out
}

// takeCodes writes the lists of a pack with the newer codes.
func takeCodes(p *pack.Pack, r CodesRequest, lists map[string][]codelist.Item, changes []*codelist.Changes) (written []string, err error) {
	day := r.Now.Format("2006-01-02")
	source := r.Source
	if source == "" {
		source = strings.TrimSuffix(filepath.Base(r.Files[0]), filepath.Ext(r.Files[0]))
	}
	source += "（" + day + "核对）"
	for _, c := range changes {
		i := slices.IndexFunc(p.CodeFiles, func(d pack.CodeDef) bool { return d.Name == c.List })
		d := p.CodeFiles[i]
		file := filepath.Join(r.Folder, d.File)
		taken := codelist.Take(p.Codes[d.Name], d.Apart, lists[d.Name], c, source, r.Remove)
		if old, err := xlsxread.Load(file); err == nil {
			if bytes.Equal(old, taken) {
				continue
			}
			kept, err := keepList(file, day, old)
			if err != nil {
				return nil, err
			}
			written = append(written, kept+"（原来的）")
		}
		if err := disk.Write(file, taken); err != nil {
			return nil, err
		}
		written = append(written, d.File)
	}
	return written, nil
}

// leaveToDo writes above what is left to do of a pack where it names codes that mean something else
// now: once the lists are taken over, no comparison finds them any more.
func leaveToDo(file string, lines []string) error {
	old, err := xlsxread.Load(file)
	if err != nil && disk.Exists(file) {
		return err
	}
	lines = slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return bytes.Contains(old, []byte(line)) })
	if len(lines) == 0 {
		return nil
	}
	head := "● 科目变了，模板包里写着这些编码的（照今年的改，不改就取不到数，或取成别的）\r\n  " + strings.Join(lines, "\r\n  ") + "\r\n"
	first, rest, _ := bytes.Cut(old, []byte("\n"))
	if len(old) == 0 {
		first = []byte("\ufeff还要做的（做完一条删一条）：\r")
	}
	return disk.Write(file, slices.Concat(first, []byte("\n"+head), rest))
}

// keepList writes a list as it was beside itself, under a name that is free.
func keepList(file, day string, content []byte) (name string, err error) {
	base := strings.TrimSuffix(file, filepath.Ext(file)) + "（" + day + "以前"
	path := base + "）.csv"
	for n := 2; disk.Exists(path); n++ {
		path = fmt.Sprintf("%s %d）.csv", base, n)
	}
	return filepath.Base(path), disk.Write(path, content)
}

// Doubted are the codes of a pack's lists that nobody has confirmed.
func Doubted(p *pack.Pack) (out []string) {
	for _, d := range p.CodeFiles {
		list := p.Codes[d.Name]
		for _, e := range list.Entries() {
			if list.Doubted(e.Code) {
				out = append(out, d.Name+" "+e.Code)
			}
		}
	}
	return out
}

// unconfirmed notes the codes of a ledger that nobody has confirmed, once for each
// list, each code with the cell where it is used first. What the pack has confirmed
// since the workbook was made is no doubt any more.
func unconfirmed(p *pack.Pack, l *budget.Ledger) (out finding.List) {
	first := map[string]finding.Place{}
	codes := map[string][]string{}
	noted := map[[2]string]bool{}
	for _, c := range codeColumns(p, l) {
		name := c.column.Codes
		list, now := l.Codes[name], p.Codes[name]
		for i := range c.table.Len() {
			code := c.table.Value(i, c.column.Name)
			if code == "" || noted[[2]string{name, code}] || !list.Doubted(code) {
				continue
			}
			noted[[2]string{name, code}] = true
			if now.Has(code) && !now.Doubted(code) && now.NameOf(code) == list.NameOf(code) {
				continue
			}
			place := codeAt(c, i)
			if codes[name] == nil {
				first[name] = place
			}
			codes[name] = append(codes[name], fmt.Sprintf("%s %s（%s）", code, list.NameOf(code), place.Cell))
		}
	}
	for _, d := range p.CodeFiles {
		if n := len(codes[d.Name]); n > 0 {
			out.Notef("code-unconfirmed", first[d.Name], "照当年的《政府收支分类科目》核对编码和名称，对的把“"+d.Name+"”表里这一行的“来源”改成书名；财政部门用 ysgk pack codes 一次核对整张表。", "用到的%s有 %d 个还没有和科目文件核对过：%s", d.Name, n, strings.Join(codes[d.Name], "、"))
		}
	}
	return out
}
