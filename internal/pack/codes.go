package pack

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"

	"ysgk/internal/budget"
)

// loadCodes reads a code list; with problems the list is incomplete.
func (p *Pack) loadCodes(from *files, d CodeDef) (*budget.CodeList, Refusal) {
	b, called, err := from.read(d.File, maxCodeFile)
	if err != nil {
		return nil, refuse(d.Place("文件"), "码表 %s 的文件 %s：%s", d.Name, d.File, wordsOf(err, "模板包里没有这个文件"))
	}
	if at, bad := notUTF8(b); bad {
		return nil, refuse(Place{called, lineAt(b, at)}, "不是 UTF-8 编码，汉字会读错。请在 Excel 或 WPS 里另存为“CSV UTF-8（逗号分隔）”")
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))) // Excel and WPS save CSV with a BOM
	head, err := r.Read()
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return nil, torn(called, err)
	case len(head) < 2:
		return nil, refuse(Place{called, 1}, "至少要有编码和名称两列")
	}
	var levels []budget.Level
	for _, l := range d.Levels {
		levels = append(levels, budget.Level{Name: l.Name, Digits: l.Digits})
	}
	list := budget.NewCodeList(d.Name, levels, head)
	rows := min(bytes.Count(b, []byte{'\n'}), maxCodes)
	list.Grow(rows)
	lines := make(map[string]Place, rows)
	p.lines[d.Name] = lines
	var found Refusal
	for n := 2; ; n++ {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return list, found
		}
		if err != nil {
			return nil, torn(called, err)
		}
		line, _ := r.FieldPos(0)
		switch {
		case n > maxCodes:
			return nil, refuse(Place{called, line}, "最多 %d 行", maxCodes)
		case list.Has(row[0]):
			found.addf(Place{called, line}, "编码 %s 重复", row[0])
		default:
			list.Set(row)
			lines[row[0]] = Place{called, line}
		}
	}
}

// CodePlace is where a code stands in the file of its list.
func (p *Pack) CodePlace(list, code string) Place { return p.lines[list][code] }

// torn says where a CSV file cannot be read on; a quotation mark that is not closed
// is where it stands.
func torn(file string, err error) Refusal {
	at := Place{File: file}
	var where *csv.ParseError
	if errors.As(err, &where) {
		at.Line = where.StartLine
	}
	return refuse(at, "读不懂。每行的列数要和表头一样，引号要成对")
}
