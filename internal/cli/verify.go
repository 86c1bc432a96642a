package cli

import (
	"github.com/spf13/cobra"

	"ysgk/internal/app"
)

func (f *face) verifyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify 预算公开表.xlsx [选项]",
		Short: "核对已经做好的预算公开表，不管是谁、用什么做的",
		Long: `读一本做好的公开表，按官方模板和模板包的口径核对，什么都不写。

表按标题找，列按表头找，工作表的次序和名字随意。核对模板包里表内、表间的勾稽关系，公式和它存下的
结果，错误值，存成文字的数，差一万倍的金额，缺少的表，科目编码和名称，绩效目标表的资金，
以及公开前该清理的：隐藏的行列、看不见的字、打印区域外的内容、批注、链接、文件属性里的人名。
印两位小数的数相加，尾差在四舍五入范围内的只作提示。一个数牵动许多合计的，只报一处，其余列在后面。
--录入 再和录入工作簿算出来的逐格比较。
退出码：0 没有错误（可以有警告）；1 有错误；2 命令写得不对，或文件打不开。`,
		Example: "  ysgk verify 预算公开表.xlsx\n  ysgk verify 预算公开表.xlsx --录入 录入.xlsx",
		Args:    exactly("预算公开表"),
		RunE:    func(cmd *cobra.Command, args []string) error { return f.verify(cmd, args[0]) },
	}
	cmd.Flags().String("录入", "", "录入工作簿，`文件`；逐格比较公开表和它算出来的数")
	judgedFlags(cmd)
	return cmd
}

func (f *face) verify(cmd *cobra.Command, file string) error {
	j, err := readJudged(cmd, file, aboutFinished)
	if err != nil {
		return err
	}
	input, _ := cmd.Flags().GetString("录入")
	p, err := f.pack(cmd)
	if err != nil {
		return err
	}
	stages := app.VerifyStages
	if input != "" {
		stages = app.VerifyAgainstStages
	}
	stage, done := f.progress(stages)
	findings, err := app.Verify(p, file, input, stage)
	done()
	if err != nil {
		return err
	}
	return f.show(j, findings, nil, nil)
}
