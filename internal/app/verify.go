package app

import (
	"os"
	"path/filepath"

	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/report"
	"ysgk/internal/verify"
)

// Verify judges a finished workbook of tables; with an input workbook also by
// what that gives. It writes nothing.
func Verify(p *pack.Pack, file, inputFile string) (report.List, error) {
	rules, forms, findings, err := rules(p)
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
			return nil, &report.FileError{File: filepath.Base(inputFile), Message: "录入工作簿有错误，不能拿来比较。先运行 ysgk check 看错误，改好再比"}
		}
		_ = found // check and fill tell them
		folder, err := os.MkdirTemp("", "ysgk")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(folder)
		r.Want = filepath.Join(folder, "want.xlsx")
		if err := os.WriteFile(r.Want, v.output.Book, 0o600); err != nil {
			return nil, err
		}
	}
	out, err := verify.Run(r)
	if err != nil {
		return nil, input.Explain(file, err)
	}
	return out.Sorted(), nil
}
