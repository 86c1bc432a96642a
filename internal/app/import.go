package app

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"ysgk/internal/input"
	"ysgk/internal/intake"
	"ysgk/internal/pack"
	"ysgk/internal/report"
)

// importSuffix of the name of a workbook that was made of an export.
const importSuffix = "（导入）"

// ImportRequest says what to import.
type ImportRequest struct {
	intake.Request
	Output string // a file or a folder; "" is beside the export
}

// Imported says what an export was understood as and where that went.
type Imported struct {
	*intake.Understood
	File    string   // "" where errors stopped it
	Lacking []string // what the new workbook needs and the export does not say
}

// Import writes an input workbook with the records of an export of another
// system. With errors among the findings nothing is written.
func Import(r ImportRequest) (*Imported, report.List, error) {
	p := r.Pack
	if p.Intake.Sheet == "" {
		return nil, nil, &report.FileError{File: "pack.yaml", Message: "模板包里没有“导入”，不知道怎样认导出的表"}
	}
	file, err := importFile(r)
	if err != nil {
		return nil, nil, err
	}
	u, found, err := intake.Read(r.Request)
	if err != nil || u == nil {
		return nil, found, err
	}
	out := &Imported{Understood: u}
	if !found.HasErrors() && u.Items == 0 {
		found.Errorf("rows-none", report.Place{Sheet: u.Sheet}, "核对工作表和表头。", "表头下面没有一行明细")
	}
	if found.HasErrors() {
		return out, found, nil
	}
	book, err := importedBook(p, u)
	if err != nil {
		return nil, found, err
	}
	if err := write(file, book); err != nil {
		return nil, found, err
	}
	out.File, out.Lacking = file, u.Lacking(p)
	return out, found, nil
}

// importFile is the workbook to write, which must not exist.
func importFile(r ImportRequest) (string, error) {
	base := filepath.Base(r.File)
	name := strings.TrimSuffix(base, filepath.Ext(base)) + importSuffix + ".xlsx"
	file, err := destination(r.Output, filepath.Dir(r.File), name, r.File, "录入工作簿")
	if err == nil && exists(file) {
		err = &report.FileError{File: filepath.Base(file), Message: "已经有这个文件，不会覆盖。请用 -o 另取一个名字"}
	}
	return file, err
}

func importedBook(p *pack.Pack, u *intake.Understood) ([]byte, error) {
	var b bytes.Buffer
	if err := input.Write(&b, p, u.Ledger); err != nil {
		return nil, fmt.Errorf("write input workbook: %w", err)
	}
	return b.Bytes(), nil
}
