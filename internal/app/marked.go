package app

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/markup"
	"ysgk/internal/parts"
	"ysgk/internal/seal"
	"ysgk/internal/xlsxread"
)

// Marked says what became of the annotated copy of an input workbook.
type Marked struct {
	File  string // "" if none was written
	Kept  string // where an earlier copy that somebody went on working in went
	Clean bool   // there was nothing to mark; File then had marks, which are gone
	Stale string // a copy of an earlier run that nothing is left to mark in
	Err   error  // why it could not be written, in words for the user
}

// suffix of the annotated copy's name.
const suffix = "（标注）"

// Annotate writes a copy of an input workbook, beside it, in which the findings
// about it are marked: what is wrong with the template cannot be mended there. The
// workbook itself stays as it is, unless it is such a copy: staff go on working in
// it, and its marks are replaced.
func Annotate(file string, found finding.List, now time.Time) Marked {
	return AnnotateIn(filepath.Dir(file), file, found, now)
}

// AnnotateIn writes the copy into a folder; in one that is not the workbook's, the
// workbook is no copy whose marks are replaced.
func AnnotateIn(folder, file string, found finding.List, now time.Time) Marked {
	here, _ := found.In()
	m, err := annotate(folder, file, here, now)
	if err != nil {
		m.Err = markError(file, err)
	}
	return m
}

func annotate(folder, file string, found finding.List, now time.Time) (Marked, error) {
	ext := filepath.Ext(file)
	stem := strings.TrimSuffix(filepath.Base(file), ext)
	target := file
	if !strings.HasSuffix(stem, suffix) || !disk.Same(folder, filepath.Dir(file)) {
		target = filepath.Join(folder, strings.TrimSuffix(stem, suffix)+suffix+ext)
	}
	m := Marked{Clean: !slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Severity != finding.Note })}
	if m.Clean && target != file {
		if disk.Exists(target) {
			m.Stale = target
		}
		return m, nil
	}
	workbook, err := xlsxread.Load(file)
	if err != nil {
		return m, xlsxread.Trouble(file, err)
	}
	if m.Clean {
		found = nil
	}
	book, old, err := markup.Annotate(workbook, found)
	if err != nil || m.Clean && !old {
		return m, err
	}
	origin := seal.Beside(seal.Annotated, file, seal.Sum(workbook))
	if target == file {
		b, err := seal.Put(book.File, seal.Read(book.File))
		if err != nil {
			return m, err
		}
		m.File = target
		return m, disk.Write(target, b)
	}
	m.Kept, err = disk.Replace(target, book, origin, now)
	if err == nil {
		m.File = target
	}
	return m, err
}

// InHand is the annotated copy of an input workbook in which somebody has begun to mend
// what the workbook says still, or the workbook itself if it is such a copy; "" if there
// is none. To annotate it anew would take it out of their hands.
func InHand(file string) string {
	workbook, err := xlsxread.Load(file)
	if err != nil {
		return ""
	}
	if f, err := parts.Open(workbook); err == nil && seal.Read(f).Kind == seal.Annotated {
		return file
	}
	ext := filepath.Ext(file)
	target := strings.TrimSuffix(file, ext) + suffix + ext
	marked, err := xlsxread.Load(target)
	if err != nil {
		return ""
	}
	f, err := parts.Open(marked)
	if err != nil || seal.Intact(f) || seal.Read(f).InputHash != seal.Sum(workbook) {
		return ""
	}
	return target
}

// markError puts the reasons for which a workbook cannot be marked into words.
func markError(file string, err error) error {
	var known *finding.FileError
	if errors.As(err, &known) {
		return err
	}
	message := "这本工作簿的内部结构特别，加不了标注；请用 Excel 或 WPS 打开，另存为 .xlsx 再试"
	switch {
	case errors.Is(err, xlsxread.ErrDamaged):
		message = "有一处已损坏，加不了标注" + xlsxread.Details(err) + "；请用 Excel 或 WPS 打开修复后另存，或换用备份"
	case errors.Is(err, xlsxread.ErrTooLarge):
		message = "工作簿太大，加不了标注" + xlsxread.Details(err)
	case errors.Is(err, markup.ErrStrict):
		message = "工作簿存成了“Strict Open XML”格式，加不了标注；请另存为普通的 .xlsx"
	}
	return &finding.FileError{File: filepath.Base(file), Message: message, Err: err}
}
