package app

import (
	"path/filepath"
	"strings"
	"time"

	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/opendata"
	"ysgk/internal/pack"
	"ysgk/internal/parts"
	"ysgk/internal/release"
	"ysgk/internal/seal"
	"ysgk/internal/tables"
	"ysgk/internal/verify"
	"ysgk/internal/xlsxread"
)

// ExportRequest says what to export.
type ExportRequest struct {
	Pack   *pack.Pack
	File   string // a finished workbook
	Format string // opendata.CSV or opendata.JSON
	Output string // a folder, "" for one beside the workbook
	Now    time.Time
}

// Exported is what was written.
type Exported struct {
	Folder   string
	Files    []opendata.File // the description last; none with errors among Findings
	Kept     []string        // where files went that somebody had edited
	Left     []string        // files of an earlier export that are not among these
	Findings finding.List
	Other    bool // the workbook was filled with another version of Pack
}

// Export writes the tables of a finished workbook so that anyone can read them.
func Export(r ExportRequest) (*Exported, error) {
	b, err := xlsxread.Load(r.File)
	if err != nil {
		return nil, xlsxread.Trouble(r.File, err)
	}
	kind, err := input.KindOf(r.Pack, r.File)
	if err != nil {
		return nil, err
	}
	if kind == input.Whole {
		return nil, &finding.FileError{File: filepath.Base(r.File), Message: "这是录入工作簿。先用 ysgk fill 生成公开表，再导出公开表"}
	}
	_, forms, found, err := tables.Which(r.Pack, r.File)
	if err != nil {
		return nil, err
	}
	if found.HasErrors() {
		return &Exported{Findings: found.Sorted()}, nil
	}
	laid, err := verify.Lay(r.Pack, forms, r.File)
	if err != nil {
		return nil, xlsxread.Trouble(r.File, err)
	}
	from := opendata.Source{File: filepath.Base(r.File), SHA256: seal.Sum(b), Tool: release.Version}
	if f, err := parts.Open(b); err == nil {
		from.Origin = seal.Read(f)
		from.Edited = from.Origin.Tool != "" && !seal.Intact(f)
	}
	out := &Exported{}
	if o := from.Origin; o.Tool != "" && o.PackHash != r.Pack.Hash {
		// By the definitions of another pack some tables would be missing and others be
		// read by headers that happen to be alike.
		if o.Pack != r.Pack.Identity.Name {
			return nil, &finding.FileError{File: filepath.Base(r.File), Message: "是用模板包“" + o.Pack + "”生成的，现在用的是“" + r.Pack.Identity.Name + "”，表和列会认错，没有导出。请用 --模板包 写明做它的模板包"}
		}
		out.Other = true
	}
	var files []opendata.File
	files, out.Findings = opendata.Make(r.Pack, laid, from, r.Format)
	out.Findings = out.Findings.Sorted()
	if out.Findings.HasErrors() {
		return out, nil
	}
	if out.Folder = r.Output; out.Folder == "" {
		out.Folder = strings.TrimSuffix(r.File, filepath.Ext(r.File)) + "（开放数据）"
	}
	earlier := opendata.ReadEarlier(out.Folder)
	var plain []disk.Plain
	for _, f := range files {
		plain = append(plain, disk.Plain{Name: f.Name, Content: f.Content})
	}
	if out.Kept, err = disk.PutAll(out.Folder, plain, earlier.Untouched, r.Now); err != nil {
		return nil, err
	}
	out.Files, out.Left = files, earlier.Left(out.Folder, files)
	return out, nil
}
