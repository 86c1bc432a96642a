package app

import (
	"os"
	"path/filepath"

	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/tables"
	"ysgk/internal/verify"
	"ysgk/internal/xlsxread"
)

// Verify judges a finished workbook of tables; with an input workbook also by
// what that gives. It writes nothing.
func Verify(p *pack.Pack, file, inputFile string, stage ...Stage) (finding.List, error) {
	p, err := p.TablesOnly() // the document is judged by itself
	if err != nil {
		return nil, err
	}
	rules, findings, err := tables.Rules(p)
	if err != nil || findings.HasErrors() {
		return findings.Sorted(), err
	}
	template, forms, findings, err := tables.Which(p, file)
	if err != nil || findings.HasErrors() {
		return findings.Sorted(), err
	}
	r := verify.Request{Pack: p, Forms: forms, Rules: rules, File: file}
	if inputFile != "" {
		v, _, err := judge(p, inputFile, first(stage), nil) // check and fill tell what it finds
		if err != nil {
			return nil, err
		}
		if v.output == nil {
			return nil, &finding.FileError{File: filepath.Base(inputFile), Message: "录入工作簿有错误，不能拿来比较。先运行 ysgk check 看错误，改好再比"}
		}
		folder, err := os.MkdirTemp("", "ysgk")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(folder)
		r.Want = filepath.Join(folder, "want.xlsx")
		made := v.output
		if unit := OriginOf(file).Unit; unit != "" {
			l, err := partOf(p, v.ledger, unit, inputFile)
			if err != nil {
				return nil, err
			}
			if made, _, err = tables.Render(p, l, tables.Views(p, l)); err != nil || made == nil {
				return nil, &finding.FileError{File: filepath.Base(inputFile), Message: "单位“" + unit + "”的表生成不了，不能拿来比较。运行 ysgk fill 录入.xlsx --单位 看原因", Err: err}
			}
		}
		want := made.Like(template, file)
		if want == nil {
			return nil, &finding.FileError{File: filepath.Base(file), Message: "和录入对不上：按录入的基本信息，用的不是 " + template + " 这一套表。请核对基本信息，或换成这份录入生成的公开表"}
		}
		if err := os.WriteFile(r.Want, want, 0o600); err != nil {
			return nil, err
		}
	}
	r.Stage = first(stage).begins
	out, err := verify.Run(r)
	if err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	return out.Sorted(), nil
}
