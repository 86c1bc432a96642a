package app

import (
	"path/filepath"
	"time"

	"ysgk/internal/compare"
	"ysgk/internal/disk"
	"ysgk/internal/handout"
	"ysgk/internal/seal"
)

// WriteDiff writes differences as a workbook to print. output is its name, or a
// folder; about is the newer workbook. kept is where an earlier one that somebody
// had edited went.
func WriteDiff(d *compare.Differences, output, about string, now time.Time) (file, kept string, err error) {
	return handOut(d.Sheets(), seal.Diff, "调整对照表.xlsx", output, about, about, now)
}

// WriteItems writes the line items behind a figure likewise; about is the
// workbook that the figure was asked of.
func WriteItems(e *Explained, output, about string, now time.Time) (file, kept string, err error) {
	name := disk.FileName(e.Sheet + e.Cell + "明细.xlsx")
	return handOut(e.Book.ItemSheets(&e.Derivation, e.Input), seal.Items, name, output, about, e.Input, now)
}

// handOut writes sheets to print, of a kind and made from an input workbook,
// where output says or else beside a workbook.
func handOut(sheets []handout.Sheet, kind, name, output, beside, from string, now time.Time) (file, kept string, err error) {
	if file, err = disk.Destination(output, filepath.Dir(beside), name, beside, kind); err != nil {
		return "", "", err
	}
	book, err := handout.Book(sheets...)
	if err != nil {
		return "", "", err
	}
	kept, err = disk.Replace(file, book, seal.Beside(kind, from, ""), now)
	return file, kept, err
}
