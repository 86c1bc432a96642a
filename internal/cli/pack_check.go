package cli

import (
	"errors"
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/lint"
	"ysgk/internal/pack"
	"ysgk/internal/report"
)

// aboutPack says what the findings of pack check mean for the clerk.
var aboutPack = about{report.Error: "改好之前不要发出去", report.Warning: "请逐条看一下", report.Note: "供参考"}

func (f *face) packCheck() *cobra.Command {
	return &cobra.Command{
		Use:   "check [文件夹或文件]",
		Short: "检查模板包，并用样例数据试填一次",
		Long: `检查模板包：不认识的标签和名称、没有用到的视图、不会有明细的筛选、没有上级的编码、
引用不到的公式、Excel 2010 和老的 WPS 没有的函数、不常见的字体，每处写明工作表和单元格，或文件和行。

定义没有错误时，按模板包自己的定义编一套样例数据试填，重新计算（装了 LibreOffice 就用它再算一遍），
列出每张工作表的结果。样例数据不写进任何文件。
退出码：0 没有错误；1 有错误；2 命令写得不对，或文件打不开。`,
		Example: "  ysgk pack check 本市模板包",
		Args:    folderOrFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.load(cmd); err != nil {
				return err
			}
			p, _, err := f.packAt(args)
			var refused pack.Refusal
			if errors.As(err, &refused) {
				return f.refused(refused)
			}
			if err != nil {
				return err
			}
			return f.lint(p)
		},
	}
}

// refused lists why a pack cannot even be loaded.
func (f *face) refused(r pack.Refusal) error {
	fmt.Fprintf(f.out, "错误 %d 处（%s）\n", len(r), aboutPack[report.Error])
	for _, p := range r {
		fmt.Fprintf(f.out, "  %s\n", p)
	}
	fmt.Fprintln(f.out, "\n改好以后再检查一次；模板和样例数据要到那时才检查。")
	return errData
}

func (f *face) lint(p *pack.Pack) error {
	findings := lint.Definitions(p)
	var trial *lint.Trial
	if !findings.HasErrors() {
		var more report.List
		var err error
		if trial, more, err = lint.Try(p); err != nil {
			return err
		}
		findings = append(findings, more...)
	}
	printGroups(f.out, findings, aboutPack)
	if trial == nil {
		fmt.Fprintf(f.out, "没有试填：有错误时填不出来。%s。\n", count(findings))
		return errData
	}
	fmt.Fprintln(f.out, outcome(trial, p.Unit))
	if trial.Recalculated {
		fmt.Fprintln(f.out, "样例数据试填完，公式都用 LibreOffice 重新算过。")
	} else {
		fmt.Fprintln(f.out, "样例数据试填完。没有装 LibreOffice，公式只由本程序算过；请用 Excel 或 WPS 打开一次生成的公开表。")
	}
	if findings.HasErrors() {
		fmt.Fprintf(f.out, "%s。\n", count(findings))
		return errData
	}
	fmt.Fprintln(f.out, "没有错误，可以用 ysgk pack build 做成文件。")
	return nil
}

// outcome shows how each sheet came out with made-up figures.
func outcome(t *lint.Trial, unit string) string {
	totals := map[string]app.Total{}
	for _, x := range t.Tables {
		totals[x.Sheet] = x
	}
	w := table.NewWriter()
	w.SetStyle(table.StyleLight)
	w.Style().Format.Header = text.FormatDefault
	w.AppendHeader(table.Row{"工作表", "有内容的行", "公式", "有错的格", "合计（" + unit + "）"})
	w.SetColumnConfigs([]table.ColumnConfig{{Number: 2, Align: text.AlignRight}, {Number: 3, Align: text.AlignRight}, {Number: 4, Align: text.AlignRight}, {Number: 5, Align: text.AlignRight}})
	for _, s := range t.Sheets {
		amount := ""
		if x, ok := totals[s.Name]; ok {
			if amount = x.Amount.StringFixed(2); x.Empty {
				amount = "无数据"
			}
		}
		w.AppendRow(table.Row{s.Name, s.Rows, s.Formulas, s.Faults, amount})
	}
	return w.Render()
}
