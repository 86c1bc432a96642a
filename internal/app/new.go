package app

import (
	"fmt"
	"path/filepath"
	"strings"

	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/formsheet"
	"ysgk/internal/inputform"
	"ysgk/internal/pack"
)

// New writes an empty input workbook; it never replaces a file. With forms it has a
// blank sheet for each of the pack's forms on which a record can be entered.
func New(p *pack.Pack, file string, forms bool) error {
	if disk.Exists(file) {
		return &finding.FileError{File: filepath.Base(file), Message: "已经有这个文件，不会覆盖。请换一个文件名"}
	}
	blank, err := blankForms(p, forms)
	if err != nil {
		return err
	}
	var b strings.Builder
	if err := inputform.Write(&b, p, nil, blank...); err != nil {
		return fmt.Errorf("write input workbook: %w", err)
	}
	return disk.Write(file, []byte(b.String()))
}

// blankForms are the forms of a pack that a workbook gets as blank sheets.
func blankForms(p *pack.Pack, wanted bool) ([]*formsheet.Form, error) {
	if !wanted {
		return nil, nil
	}
	forms, err := formsheet.Forms(p)
	if err != nil {
		return nil, fmt.Errorf("read the pack's forms: %w", err)
	}
	if len(forms) == 0 {
		return nil, &finding.FileError{File: p.Identity.Name, Message: "这个模板包里没有每个项目一张、能照着填的表，请去掉 --项目表"}
	}
	return forms, nil
}
