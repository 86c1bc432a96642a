package cli

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/opendata"
)

func (f *face) exportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export 预算公开表.xlsx [选项]",
		Short: "把做好的公开表写成 CSV 或 JSON，附数据说明，给门户网站和别的程序读",
		Long: `把一本做好的公开表写成开放数据，放在一个文件夹里，公开表不动。不用装 ysgk 就能读。

一张表一个文件（CSV 或 JSON，UTF-8），一行一条：表头连成列名，行类型（合计、小计、明细）写明哪些行可以
相加，编码是文字，金额是准确的十进制数；绩效目标表一个项目一行，指标另一个文件；用到的编码列成码表。
datapackage.json 写明每个文件、每一列是什么、金额单位、年度、部门、出自哪本公开表（Frictionless Data Package）。

不管公开表是谁做的，表按标题找，列按表头找；认不出的工作表说是哪一张，不导出。金额从不猜：
没有写金额单位的，公式没有结果、结果过时的，列出是哪一格，什么都不写。
文件夹里有人改过的文件，先另存一份再替换。
退出码：0 写好了（可以有警告）；1 有错误，什么都没有写；2 命令写得不对，或文件打不开、写不进。`,
		Example: "  ysgk export 预算公开表.xlsx\n  ysgk export 预算公开表.xlsx --格式 json -o 开放数据",
		Args:    exactly("做好的公开表"),
		RunE:    func(cmd *cobra.Command, args []string) error { return f.export(cmd, args[0]) },
	}
	cmd.Flags().String("格式", "", "数据文件的`格式`：csv 或 json；不写就是 csv")
	cmd.Flags().StringP("输出", "o", "", "写到哪个`文件夹`；不写就是公开表旁边的“…（开放数据）”")
	return cmd
}

func (f *face) export(cmd *cobra.Command, file string) error {
	format, _ := cmd.Flags().GetString("格式") // these fail only for flags that do not exist
	if format = cmp.Or(strings.ToLower(format), opendata.CSV); format != opendata.CSV && format != opendata.JSON {
		return usageError(fmt.Sprintf("没有“%s”这种格式。--格式 后面写 csv 或 json", format))
	}
	output, _ := cmd.Flags().GetString("输出")
	if ext := strings.ToLower(filepath.Ext(output)); ext == ".csv" || ext == ".json" || ext == ".xlsx" {
		return usageError("一张表一个文件，-o 后面写一个文件夹，如：-o 开放数据")
	}
	p, err := f.pack(cmd)
	if err != nil {
		return err
	}
	out, err := app.Export(app.ExportRequest{Pack: p, File: file, Format: format, Output: output, Now: time.Now()})
	if err != nil {
		return err
	}
	if out.Other {
		fmt.Fprintf(f.out, "这本公开表是用另一版模板包“%s”生成的：表和列照现在这一版认。\n", p.Identity.Name)
	}
	f.tellExport(filepath.Base(file), out.Findings)
	if out.Findings.HasErrors() {
		fmt.Fprintln(f.out, "有错误，什么都没有写。")
		return errData
	}
	for _, x := range out.Files[:len(out.Files)-1] {
		fmt.Fprintf(f.out, "  %s  %d 行  %s\n", x.Name, x.Rows, x.Title)
	}
	for _, k := range out.Kept {
		fmt.Fprintf(f.out, "原来的文件有人改过，已另存为：%s\n", k)
	}
	if len(out.Left) > 0 {
		fmt.Fprintf(f.out, "文件夹里还有以前导出、这次没有的：%s，不要用\n", strings.Join(out.Left, "、"))
	}
	fmt.Fprintf(f.out, "开放数据：%s（%d 个文件，说明在 %s）\n", out.Folder, len(out.Files), opendata.Descriptor)
	return nil
}

// tellExport lists what was found, many of one kind once. Notes are in the description.
func (f *face) tellExport(file string, findings finding.List) {
	notes := findings.Count(finding.Note)
	findings = slices.DeleteFunc(slices.Clone(findings), func(x finding.Finding) bool { return x.Severity == finding.Note })
	if notes > 0 {
		defer fmt.Fprintf(f.out, "另有 %d 处提示，写在 %s 里\n", notes, opendata.Descriptor)
	}
	if len(findings) == 0 {
		return
	}
	fmt.Fprintf(f.out, "%s：\n", file)
	count := map[string]int{}
	for _, x := range findings {
		if count[x.Code+x.Place.Sheet]++; count[x.Code+x.Place.Sheet] > most {
			continue
		}
		fmt.Fprintf(f.out, "  %s  ", x.Severity)
		if at := x.Place.String(); at != "" {
			fmt.Fprintf(f.out, "%s  ", at)
		}
		fmt.Fprintf(f.out, "%s\n", x.Message)
		if x.Hint != "" {
			fmt.Fprintf(f.out, "        %s\n", x.Hint)
		}
	}
	for _, x := range findings {
		if n := count[x.Code+x.Place.Sheet]; n > most {
			fmt.Fprintf(f.out, "  %s里同类的还有 %d 处\n", x.Place.Sheet, n-most)
			count[x.Code+x.Place.Sheet] = 0
		}
	}
}
