package cli

import (
	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/pack"
)

func (f *face) verifyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify 预算公开表.xlsx|公开文本.docx [选项]",
		Short: "核对已经做好的预算公开表或公开文本，不管是谁、用什么做的",
		Long: `读一本做好的公开表，按官方模板和模板包的口径核对，什么都不写。

表按标题找，列按表头找，工作表的次序和名字随意。核对模板包里表内、表间的勾稽关系，公式和它存下的
结果，错误值，存成文字的数，差一万倍的金额，缺少的表，科目编码和名称，绩效目标表的资金，
以及公开前该清理的：隐藏的行列、看不见的字、打印区域外的内容、批注、链接、文件属性里的人名。
印两位小数的数相加，尾差在四舍五入范围内的只作提示。一个数牵动许多合计的，只报一处，其余列在后面。
--录入 再和录入工作簿算出来的逐格比较。

公开文本（.docx）也能核对：句子里的数和文本里的表比，写明 --公开表 的也和公开表比；占比、增减、
变动率、其中各项相加、单位和车辆的个数、目录和标题、年度和部门名称、没有填完的地方、表的次序。
每处说是哪一节第几段、应是多少。看不懂的句子不猜，不报。
退出码：0 没有错误（可以有警告）；1 有错误；2 命令写得不对，或文件打不开。`,
		Example: "  ysgk verify 预算公开表.xlsx\n  ysgk verify 预算公开表.xlsx --录入 录入.xlsx\n  ysgk verify 公开文本.docx --公开表 预算公开表.xlsx",
		Args:    exactly("预算公开表或公开文本"),
		RunE:    func(cmd *cobra.Command, args []string) error { return f.verify(cmd, args[0]) },
	}
	cmd.Flags().String("录入", "", "录入工作簿，`文件`；逐格比较公开表和它算出来的数")
	cmd.Flags().String("公开表", "", "公开表工作簿，`文件`；核对公开文本时，句子里的数也和它比")
	judgedFlags(cmd)
	return cmd
}

func (f *face) verify(cmd *cobra.Command, file string) error {
	j, err := readJudged(cmd, file, aboutFinished)
	if err != nil {
		return err
	}
	input, _ := cmd.Flags().GetString("录入")
	book, _ := cmd.Flags().GetString("公开表")
	if app.IsDocument(file) && input != "" {
		return usageError("公开文本不和录入工作簿比较。用 --公开表 写明公开表；公开表再用 --录入 核对")
	}
	if !app.IsDocument(file) && book != "" {
		return usageError("--公开表 只用来核对公开文本（.docx）")
	}
	f.tables = !app.IsDocument(file)
	p, err := f.pack(cmd)
	if err != nil {
		return err
	}
	if app.IsDocument(file) {
		return f.verifyDocument(j, p, file, book)
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

// verifyDocument judges a finished document.
func (f *face) verifyDocument(j judged, p *pack.Pack, file, book string) error {
	stage, done := f.progress(app.VerifyDocumentStages)
	findings, err := app.VerifyDocument(p, file, book, stage)
	done()
	if err != nil {
		return err
	}
	return f.show(j, findings, nil, nil)
}
