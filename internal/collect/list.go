package collect

import (
	"path/filepath"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"ysgk/internal/app"
	"ysgk/internal/disk"
	"ysgk/internal/handout"
	"ysgk/internal/release"
	"ysgk/internal/seal"
)

// ListName is the workbook that lists what was found out.
const ListName = "收件汇总.xlsx"

// List writes the workbook that lists the departments, the files and what was changed by
// hand into the folder of the results. One in which somebody has worked is kept under a
// name of its own.
func List(r Request, o *Outcome) (disk.Written, error) {
	book, err := handout.Book(departmentSheet(r, o), fileSheet(o), changeSheet(o))
	if err != nil {
		return disk.Written{}, err
	}
	w := disk.Written{File: filepath.Join(r.To, ListName)}
	w.Kept, err = disk.Replace(w.File, book, seal.Origin{Kind: seal.Collected, Tool: release.Version, Pack: r.Pack.Identity.Name, PackVersion: r.Pack.Identity.Version, PackHash: r.Pack.Hash}, r.Now)
	return w, err
}

// sorts are those that departments hand in, in the order of the columns.
var sorts = []app.Sort{app.SentInput, app.SentTables, app.SentDocument}

func departmentSheet(r Request, o *Outcome) handout.Sheet {
	s := handout.Sheet{Name: "部门", Title: "收件汇总：部门", Notes: []string{
		"收件文件夹：" + filepath.Base(r.From) + "；模板包：" + r.Pack.Identity.Name + " " + r.Pack.Identity.Version + "。点“录入工作簿”“公开表”“公开文本”打开最新的那一份"},
		Columns: []handout.Column{{Name: "部门", Width: 28}, {Name: "状态", Width: 11}}}
	if !o.Ended {
		s.Notes = append(s.Notes, "没有做完就中断了，再运行一次同样的命令，接着做")
	}
	for _, sort := range sorts {
		s.Columns = append(s.Columns, handout.Column{Name: string(sort), Width: 24})
	}
	s.Columns = append(s.Columns, handout.Column{Name: "错误", Width: 7, Kind: handout.Middle}, handout.Column{Name: "警告", Width: 7, Kind: handout.Middle},
		handout.Column{Name: "以前的", Width: 8, Kind: handout.Middle}, handout.Column{Name: "说明", Width: 60})
	for _, d := range o.Departments {
		row := []any{d.Name, d.State}
		errors, warnings := d.Counts()
		for _, sort := range sorts {
			var cell any
			for _, f := range d.Files {
				if f.Newest && f.Sort == sort {
					cell = handout.Link{Text: f.State, To: f.opened}
				}
			}
			row = append(row, cell)
		}
		if d.State == Missing {
			row = append(row, nil, nil, nil)
		} else {
			row = append(row, count(errors), count(warnings), count(d.Older))
		}
		s.Rows = append(s.Rows, handout.Row{Cells: append(row, strings.Join(d.Says, "；"))})
	}
	return s
}

func fileSheet(o *Outcome) handout.Sheet {
	s := handout.Sheet{Name: "文件", Title: "收件汇总：文件", Notes: []string{"点文件名打开收到的文件，点状态打开核对结果（录入工作簿是标出问题的副本）"},
		Columns: []handout.Column{{Name: "文件", Width: 44}, {Name: "是什么", Width: 12}, {Name: "部门", Width: 26}, {Name: "年度", Width: 7, Kind: handout.Middle},
			{Name: "时间", Width: 17}, {Name: "最新", Width: 7, Kind: handout.Middle}, {Name: "状态", Width: 11}, {Name: "错误", Width: 7, Kind: handout.Middle}, {Name: "警告", Width: 7, Kind: handout.Middle},
			{Name: "模板包", Width: 26}, {Name: "ysgk", Width: 8, Kind: handout.Middle}, {Name: "改过", Width: 7, Kind: handout.Middle}, {Name: "和哪一份比", Width: 30}, {Name: "说明", Width: 60}}}
	for _, f := range o.Files {
		row := []any{handout.Link{Text: f.Name, To: f.opened}, string(f.Sort), f.Department, f.Year, f.when(), mark(f.Newest, "是"), handout.Link{Text: f.State, To: f.Report}, nil, nil,
			strings.TrimSpace(f.Pack + " " + f.Version), f.Tool, mark(f.Edited, "改过"), f.Against, strings.Join(f.Says, "；")}
		if f.State == Right || f.State == Wrong {
			row[7], row[8] = count(f.Errors), count(f.Warnings)
		}
		s.Rows = append(s.Rows, handout.Row{Cells: row})
	}
	return s
}

func changeSheet(o *Outcome) handout.Sheet {
	s := handout.Sheet{Name: "和录入不同", Title: "收件汇总：公开表和录入不同的地方", Notes: []string{"公式正确、只是跟着变的合计不列"},
		Columns: []handout.Column{{Name: "部门", Width: 26}, {Name: "公开表", Width: 40}, {Name: "录入工作簿", Width: 40}, {Name: "单元格", Width: 16}, {Name: "不同", Width: 60}}}
	for _, f := range o.Files {
		for _, c := range f.Changes {
			s.Rows = append(s.Rows, handout.Row{Cells: []any{f.Department, handout.Link{Text: f.Name, To: f.opened}, f.Against, c.Place, c.Says}})
		}
	}
	return s
}

func count(n int) any { return decimal.NewFromInt(int64(n)) }

func mark(is bool, text string) string {
	if is {
		return text
	}
	return ""
}

// when is the file's time for a reader, "" if nobody knows it.
func (f *File) when() string {
	if f.At.IsZero() {
		return ""
	}
	return f.At.In(time.Local).Format("2006-01-02 15:04")
}
