package batch

import (
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"ysgk/internal/crew"
	"ysgk/internal/disk"
	"ysgk/internal/handout"
	"ysgk/internal/release"
	"ysgk/internal/seal"
)

// ListName is the workbook that lists all departments.
const ListName = "批量结果.xlsx"

// List writes the workbook that lists the departments into the folder of the results:
// what became of each, with links, and what each table adds up to in the pack's unit. A
// list in which somebody has worked is kept under a name of its own.
func List(to, unit string, all []Result, now time.Time) (disk.Written, error) {
	tables := sheets(all)
	sheet := handout.Sheet{Name: "批量结果", Title: "批量结果", Notes: []string{"点“状态”打开公开表；有错误的，打开标出问题的副本"}, Columns: []handout.Column{
		{Name: "部门", Width: 26}, {Name: "年度", Width: 7, Kind: handout.Middle}, {Name: "录入工作簿", Width: 34}, {Name: "状态", Width: 9},
		{Name: "错误", Width: 7, Kind: handout.Middle}, {Name: "警告", Width: 7, Kind: handout.Middle}, {Name: "说明", Width: 40}}}
	for _, t := range tables {
		sheet.Columns = append(sheet.Columns, handout.Column{Name: t + "合计（" + unit + "）", Width: 16, Kind: handout.Amount})
	}
	for _, r := range all {
		row := []any{r.Called(), r.Year, r.Input, handout.Link{Text: r.State, To: r.target()}, r.number(r.Errors), r.number(r.Warnings), r.Remark()}
		for _, t := range tables {
			row = append(row, r.total(t))
		}
		sheet.Rows = append(sheet.Rows, handout.Row{Cells: row})
	}
	book, err := handout.Book(sheet)
	if err != nil {
		return disk.Written{}, err
	}
	written := disk.Written{File: filepath.Join(to, ListName)}
	written.Kept, err = disk.Replace(written.File, book, seal.Origin{Kind: seal.Batch, Tool: release.Version}, now)
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
	if r.Unpaged {
		said = append(said, "公开文本的目录没有页码（没有装 LibreOffice，或它没有排出来）：用 Word 或 WPS 打开，右键点目录，选“更新域”“只更新页码”，再保存")
	}
	if len(r.Old) > 0 {
		said = append(said, "文件夹里的"+strings.Join(r.Old, "、")+"是以前生成的，不要用")
	}
	return strings.Join(said, "；")
}

// judged says whether the workbook was read and checked.
func (r Result) judged() bool { return r.State == Made || r.State == Wrong }

// number is a count, or nothing where the workbook was not judged.
func (r Result) number(n int) any {
	if !r.judged() {
		return nil
	}
	return decimal.NewFromInt(int64(n))
}

// total is what a table of the department adds up to, nil if it is empty or not there.
func (r Result) total(sheet string) any {
	i := slices.IndexFunc(r.Totals, func(t Total) bool { return t.Sheet == sheet })
	if i < 0 || r.Totals[i].Amount == "" {
		return nil
	}
	d, err := decimal.NewFromString(r.Totals[i].Amount)
	if err != nil {
		return r.Totals[i].Amount
	}
	return d
}

// target is the file that a reader wants of a result, below the folder of all.
func (r Result) target() string {
	switch {
	case r.Marked != "":
		return path.Join(crew.FolderOf(r.Input), r.Marked)
	case len(r.Files) > 0:
		return path.Join(crew.FolderOf(r.Input), r.Files[0])
	}
	return ""
}
