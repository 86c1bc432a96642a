package app

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/intake"
	"ysgk/internal/pack"
)

// importSuffix of the name of a workbook that was made of an export.
const importSuffix = "（导入）"

// ImportRequest says what to import.
type ImportRequest struct {
	intake.Request
	Into   string // an input workbook to a copy of which the records are added; "" for a new one
	Output string // a file or a folder; "" is beside that workbook, or the export
	Stage  Stage

	Preview bool // write nothing: only say what the export is understood as
}

// Imported says what an export was understood as and where that went.
type Imported struct {
	*intake.Understood
	File    string   // "" where errors stopped it
	Lacking []string // what the new workbook needs and the export does not say
}

// Import writes an input workbook with the records of an export of another
// system. With errors among the findings nothing is written.
func Import(r ImportRequest) (*Imported, finding.List, error) {
	p := r.Pack
	if p.Intake.Sheet == "" {
		return nil, nil, &finding.FileError{File: "pack.yaml", Message: "模板包里没有“导入”，不知道怎样认导出的表"}
	}
	file, err := importFile(r)
	if err != nil {
		return nil, nil, err
	}
	var into *budget.Ledger
	if r.Into != "" {
		if into, _, err = input.Draft(r.Into, p); err != nil {
			return nil, nil, err
		}
		r.Codes, r.Names = into.Codes, names(p, into)
	}
	r.Stage.begins(readingExport)
	u, found, err := intake.Read(r.Request)
	if err != nil || u == nil {
		return nil, found, err
	}
	out := &Imported{Understood: u}
	if !found.HasErrors() && u.Items == 0 {
		found.Errorf("rows-none", finding.Place{Sheet: u.Sheet}, "核对工作表和表头。", "表头下面没有一行明细")
	}
	if !found.HasErrors() && into != nil {
		found = append(found, u.Repeated(p.Input.Sheet(p.Intake.Sheet), into)...)
	}
	if found.HasErrors() {
		return out, found, nil
	}
	if r.Preview {
		out.Lacking = u.Lacking(p, into)
		return out, found, nil
	}
	r.Stage.begins(writingInput)
	book, err := importedBook(p, u, r.Into, into)
	if err != nil {
		return nil, found, err
	}
	if err := disk.Write(file, book); err != nil {
		return nil, found, err
	}
	out.File, out.Lacking = file, u.Lacking(p, into)
	return out, found, nil
}

// names are the names that a workbook's lists have, by the columns that refer to them.
func names(p *pack.Pack, l *budget.Ledger) map[string][]string {
	out := map[string][]string{}
	for _, c := range p.Input.Sheet(p.Intake.Sheet).Columns {
		if c.Kind == pack.Ref && c.Column == "" && l.Tables[c.Sheet] != nil {
			out[c.Name] = l.Tables[c.Sheet].Distinct(0)
		}
	}
	return out
}

// importFile is the workbook to write, which must not exist.
func importFile(r ImportRequest) (string, error) {
	beside := r.File
	if r.Into != "" {
		beside = r.Into
	}
	base := filepath.Base(beside)
	name := strings.TrimSuffix(base, filepath.Ext(base)) + importSuffix + ".xlsx"
	file, err := disk.Destination(r.Output, filepath.Dir(beside), name, beside, "录入工作簿")
	if err == nil && disk.Exists(file) {
		err = &finding.FileError{File: filepath.Base(file), Message: "已经有这个文件，不会覆盖。请用 -o 另取一个名字"}
	}
	return file, err
}

func importedBook(p *pack.Pack, u *intake.Understood, file string, into *budget.Ledger) ([]byte, error) {
	if into != nil {
		return inputform.Append(p, file, into, u.Ledger, p.Intake.Sheet)
	}
	var b bytes.Buffer
	if err := inputform.Write(&b, p, u.Ledger); err != nil {
		return nil, fmt.Errorf("write input workbook: %w", err)
	}
	return b.Bytes(), nil
}
