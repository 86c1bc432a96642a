package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/report"
)

func (f *face) verifyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify 预算公开表.xlsx [选项]",
		Short: "核对已经做好的预算公开表，不管是谁、用什么做的",
		Long: `读一本做好的公开表，按官方模板和模板包的口径核对，什么都不写。

表按标题找，列按表头找，工作表的次序和名字随意。核对表内的合计、表间的勾稽、公式和它存下的
结果、错误值、存成文字的数、差一万倍的金额、缺少的表、隐藏的行列、科目编码和名称、绩效目标表的资金。
印两位小数的数相加，尾差在四舍五入范围内的只作提示。
--录入 再和录入工作簿算出来的逐格比较。
退出码：0 没有错误（可以有警告）；1 有错误；2 命令写得不对，或文件打不开。`,
		Example: "  ysgk verify 预算公开表.xlsx\n  ysgk verify 预算公开表.xlsx --录入 录入.xlsx",
		Args:    exactly("预算公开表"),
		RunE:    func(cmd *cobra.Command, args []string) error { return f.verify(cmd, args[0]) },
	}
	cmd.Flags().String("录入", "", "录入工作簿，`文件`；逐格比较公开表和它算出来的数")
	cmd.Flags().StringP("报告", "o", "", "把问题写成一本工作簿，`文件或文件夹`")
	cmd.Flags().String("格式", formatText, "屏幕上的`格式`：文字，或 json（给别的程序读）")
	cmd.Flags().Bool("静默", false, "只显示各有几处；没有问题时什么都不显示")
	return cmd
}

func (f *face) verify(cmd *cobra.Command, file string) error {
	flags := cmd.Flags()
	// These fail only for flags that do not exist.
	input, _ := flags.GetString("录入")
	output, _ := flags.GetString("报告")
	format, _ := flags.GetString("格式")
	quiet, _ := flags.GetBool("静默")
	switch {
	case format != formatText && format != formatJSON:
		return usageError(fmt.Sprintf("没有“%s”这种格式。--格式 后面写 文字 或 json", format))
	case quiet && format == formatJSON:
		return usageError("--静默 和 --格式 json 只能写一个")
	}
	if err := f.load(cmd); err != nil {
		return err
	}
	p, err := f.pack()
	if err != nil {
		return err
	}
	findings, err := app.Verify(p, file, input)
	if err != nil {
		return err
	}
	var r app.Report
	if output != "" {
		r = app.WriteReport(output, file, findings, time.Now())
	}
	return errors.Join(f.printVerified(file, findings, wroteReport(r), format, quiet), r.Err, failed(findings))
}

func (f *face) printVerified(file string, findings report.List, notes []string, format string, quiet bool) error {
	switch {
	case format == formatJSON:
		for _, n := range notes {
			fmt.Fprintln(f.err, n)
		}
		return printJSON(f.out, filepath.Base(file), findings)
	case quiet:
		if len(findings) > 0 {
			fmt.Fprintln(f.out, counted(file, findings))
		}
		return nil
	}
	printGroups(f.out, findings, aboutFinished)
	for _, n := range notes {
		fmt.Fprintln(f.out, n)
	}
	fmt.Fprintln(f.out, counted(file, findings))
	return nil
}

// failed is the exit status of findings.
func failed(findings report.List) error {
	if findings.HasErrors() {
		return errData
	}
	return nil
}
