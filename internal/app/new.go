package app

import (
	"fmt"
	"path/filepath"
	"strings"

	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/inputform"
	"ysgk/internal/pack"
)

// New writes an empty input workbook; it never replaces a file.
func New(p *pack.Pack, file string) error {
	if disk.Exists(file) {
		return &finding.FileError{File: filepath.Base(file), Message: "已经有这个文件，不会覆盖。请换一个文件名"}
	}
	var b strings.Builder
	if err := inputform.Write(&b, p, nil); err != nil {
		return fmt.Errorf("write input workbook: %w", err)
	}
	return disk.Write(file, []byte(b.String()))
}
