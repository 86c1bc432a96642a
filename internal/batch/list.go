package batch

import (
	"bytes"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/disk"
	"ysgk/internal/release"
	"ysgk/internal/seal"
	"ysgk/internal/xlsxedit"
)

// ListName is the workbook that lists all departments.
const ListName = "批量结果.xlsx"

// List writes the workbook that lists the departments into the folder of the results:
// what became of each, with links, and what each table adds up to in the pack's unit. A
// list in which somebody has worked is kept under a name of its own.
func List(to, unit string, all []Result, now time.Time) (disk.Written, error) {
	b := excelize.NewFile()
	defer b.Close()
	const sheet = "批量结果"
	if err := b.SetSheetName("Sheet1", sheet); err != nil {
		return disk.Written{}, err
	}
	tables := sheets(all)
	header := []any{"部门", "年度", "录入工作簿", "状态", "错误", "警告", "说明"}
	for _, t := range tables {
		header = append(header, t+"合计（"+unit+"）")
	}
	styles, err := newStyles(b)
	if err != nil {
		return disk.Written{}, err
	}
	w := &writer{book: b, sheet: sheet}
	w.row(1, header)
	for i, r := range all {
		row := []any{r.Called(), r.Year, r.Input, r.State, number(r, r.Errors), number(r, r.Warnings), r.Remark()}
		for _, t := range tables {
			row = append(row, r.total(t))
		}
		w.row(i+2, row)
		w.link(i+2, r)
	}
	last := len(header)
	w.style(1, 1, last, 1, styles.header)
	if len(all) > 0 {
		w.style(1, 2, 7, len(all)+1, styles.text)
		w.style(4, 2, 4, len(all)+1, styles.link)
		if last > 7 {
			w.style(8, 2, last, len(all)+1, styles.amount)
		}
	}
	for _, width := range []struct {
		from, to string
		is       float64
	}{{"A", "A", 26}, {"B", "B", 7}, {"C", "C", 34}, {"D", "D", 9}, {"E", "F", 7}, {"G", "G", 40}, {"H", "Z", 16}} {
		w.do(b.SetColWidth(sheet, width.from, width.to, width.is))
	}
	w.do(b.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}))
	if w.err != nil {
		return disk.Written{}, w.err
	}
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		return disk.Written{}, err
	}
	sealed, err := xlsxedit.Open(out.Bytes())
	if err != nil {
		return disk.Written{}, err
	}
	written := disk.Written{File: filepath.Join(to, ListName)}
	written.Kept, err = disk.Replace(written.File, sealed, seal.Origin{Kind: seal.Batch, Tool: release.Version}, now)
	return written, err
}

// sheets are the tables of all departments, in the order of the first that prints each.
func sheets(all []Result) (names []string) {
	for _, r := range all {
		for _, t := range r.Totals {
			if !slices.Contains(names, t.Sheet) {
				names = append(names, t.Sheet)
			}
		}
	}
	return names
}

// Called is what a reader knows a department by: its name, or the workbook's.
func (r Result) Called() string {
	if r.Name != "" {
		return r.Name
	}
	return r.Input
}

// Remark is what else is to be said of a result.
func (r Result) Remark() string {
	var said []string
	if r.Twin != "" {
		said = append(said, "同一个部门、同一年度还有一本："+r.Twin+"，请留一本")
	}
	if r.State == Wrong && r.Marked != "" {
		said = append(said, "看标注副本，改好录入再运行一次")
	}
	if r.Why != "" {
		said = append(said, r.Why)
	}
	if len(r.Old) > 0 {
		said = append(said, "文件夹里的"+strings.Join(r.Old, "、")+"是以前生成的，不要用")
	}
	return strings.Join(said, "；")
}

// judged says whether the workbook was read and checked.
func (r Result) judged() bool { return r.State == Made || r.State == Wrong }

// number is a count, or nothing where the workbook was not judged.
func number(r Result, n int) any {
	if !r.judged() {
		return nil
	}
	return n
}

// total is what a table of the department adds up to, nil if it is empty or not there.
func (r Result) total(sheet string) any {
	i := slices.IndexFunc(r.Totals, func(t Total) bool { return t.Sheet == sheet })
	if i < 0 || r.Totals[i].Amount == "" {
		return nil
	}
	d, err := strconv.ParseFloat(r.Totals[i].Amount, 64)
	if err != nil {
		return r.Totals[i].Amount
	}
	return d
}

// target is the file that a reader wants of a result, below the folder of all.
func (r Result) target() string {
	switch {
	case r.Marked != "":
		return path.Join(folderOf(r.Input), r.Marked)
	case len(r.Files) > 0:
		return path.Join(folderOf(r.Input), r.Files[0])
	}
	return ""
}

type styles struct{ header, text, link, amount int }

func newStyles(b *excelize.File) (s styles, err error) {
	border := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "BFBFBF", Style: 1})
	}
	middle := &excelize.Alignment{Vertical: "center", WrapText: true}
	amount := "#,##0.00"
	for _, x := range []struct {
		to    *int
		style excelize.Style
	}{
		{&s.header, excelize.Style{Border: border, Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEBF7"}}, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}}},
		{&s.text, excelize.Style{Border: border, Alignment: middle}},
		{&s.link, excelize.Style{Border: border, Alignment: middle, Font: &excelize.Font{Color: "0563C1", Underline: "single"}}},
		{&s.amount, excelize.Style{Border: border, Alignment: &excelize.Alignment{Vertical: "center"}, CustomNumFmt: &amount}},
	} {
		if *x.to, err = b.NewStyle(&x.style); err != nil {
			return s, err
		}
	}
	return s, nil
}

// writer keeps the first error of writing a sheet.
type writer struct {
	book  *excelize.File
	sheet string
	err   error
}

func (w *writer) do(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *writer) row(n int, values []any) {
	w.do(w.book.SetSheetRow(w.sheet, "A"+strconv.Itoa(n), &values))
}

func (w *writer) style(col1, row1, col2, row2, style int) {
	from, err1 := excelize.CoordinatesToCellName(col1, row1)
	to, err2 := excelize.CoordinatesToCellName(col2, row2)
	w.do(err1)
	w.do(err2)
	w.do(w.book.SetCellStyle(w.sheet, from, to, style))
}

// mostLinks is how many links Excel takes in a sheet.
const mostLinks = 65_000

// link leads from the state to the file.
func (w *writer) link(row int, r Result) {
	if to := r.target(); to != "" && row < mostLinks {
		address := url.URL{Path: to} // a # or % in a name would lead elsewhere
		w.do(w.book.SetCellHyperLink(w.sheet, "D"+strconv.Itoa(row), address.EscapedPath(), "External"))
	}
}
