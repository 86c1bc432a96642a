package cli

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
)

func (f *face) newCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new [文件.xlsx] [--从 去年录入.xlsx] [--项目表] [--补绩效]",
		Short: "新建一本录入工作簿，空的，或从去年的转来",
		Long: `新建一本空的录入工作簿，用 Excel 或 WPS 打开填写。已有同名文件时不会覆盖。

做公开文本（Word）的，录入工作簿最后多几张只供它用的表；不做的，写 --只要 表格，就没有。

--从 把去年的录入工作簿转成下一年的：单位、项目、指标、文字、编码都带过来，年度加一，
去年的金额移到“上年数”，今年的金额和日期空着待填。今年科目表里没有的编码、去年的结转、
已经到期的项目，在新工作簿里标出来。去年的工作簿不动；没有带过来的，逐条列出。

--项目表 多放一张样子和绩效目标表一样的空表（样张）：一个项目复制一张，直接在表上填，不用再填“绩效项目”“绩效指标”；
没有填的样张不算。名字以“（样张）”结尾的工作表，改不改名都行。

--补绩效 看写明的录入工作簿：支出明细里的项目，“绩效项目”表里没有行的，在它的副本“…（补绩效）.xlsx”里
各加一行，单位、各项资金的总额都填好；加上 --年度指标，只有实施期指标的项目照抄一份作年度指标。`,
		Example: "  ysgk new 录入.xlsx\n  ysgk new 录入.xlsx --项目表\n  ysgk new 录入.xlsx --只要 表格\n  ysgk new --从 2026年预算录入.xlsx\n  ysgk new 录入.xlsx --补绩效 --年度指标",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError("一次只能新建一个文件；文件名里有空格时，请用引号括起来")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			from, _ := cmd.Flags().GetString("从")
			file := ""
			if len(args) == 1 {
				file = disk.WithExtension(args[0])
			}
			copies, _ := cmd.Flags().GetBool("年度指标")
			forms, _ := cmd.Flags().GetBool("项目表")
			if supply, _ := cmd.Flags().GetBool("补绩效"); supply || copies {
				if file == "" || from != "" || forms || !supply {
					return usageError("请写明要补的录入工作簿，如：ysgk new 录入.xlsx --补绩效；--年度指标 和它一起用，不能和 --从、--项目表 一起用")
				}
				return f.supply(cmd, file, copies)
			}
			return f.new(cmd, file, from, forms)
		},
	}
	cmd.Flags().String("从", "", "去年的录入工作簿，`文件`")
	cmd.Flags().Bool("项目表", false, "多放一张和绩效目标表一样的空表，一个项目复制一张来填")
	cmd.Flags().String("只要", "", "写`表格`：不做公开文本，只供它用的表和项目不放")
	cmd.Flags().Bool("补绩效", false, "给没有行的项目在“绩效项目”表加一行，写在录入工作簿的副本里")
	cmd.Flags().Bool("年度指标", false, "和 --补绩效 一起用：没有年度指标的项目照抄实施期的")
	return cmd
}

// supply adds the projects that have no row on 绩效项目.
func (f *face) supply(cmd *cobra.Command, file string, copies bool) error {
	p, err := f.pack(cmd)
	if err != nil {
		return err
	}
	s, err := app.Supply(p, file, copies)
	if err != nil {
		return err
	}
	if s.File == "" {
		fmt.Fprintln(f.out, "不用补：支出明细里的项目在“绩效项目”表里都有行了。")
		return nil
	}
	fmt.Fprintf(f.out, "已加在副本里：%s（%s）\n", s.File, rowCounts(s.Added))
	for _, added := range s.Added {
		switch def := p.Input.Sheet(added.Sheet); {
		case def.Supply != nil:
			fmt.Fprintf(f.out, "请核对“%s”：总额是支出明细里这个项目的合计，实施期先按本年度填，财政拨款先放在市县区；跨年度的、有中央或省级资金的，请改。再填“是否公开”和文字。\n", added.Sheet)
		case def.Copy != nil:
			fmt.Fprintf(f.out, "请核对“%s”：%s的指标照抄了%s的，指标值请改成%s的。\n", added.Sheet, def.Copy.To, def.Copy.From, def.Copy.To)
		}
	}
	fmt.Fprintln(f.out, "以后用这一本。")
	return nil
}

func (f *face) new(cmd *cobra.Command, file, from string, forms bool) error {
	p, err := f.pack(cmd)
	if err != nil {
		return err
	}
	if from != "" {
		rolled, err := app.Roll(p, from, file, forms)
		if err != nil {
			return err
		}
		f.showRolled(rolled, from)
		return nil
	}
	file = cmp.Or(file, p.Identity.Year+"年预算录入.xlsx")
	if err := app.New(p, file, forms); err != nil {
		return err
	}
	fmt.Fprintf(f.out, "已新建：%s\n请先看“填写说明”，再填各表；填好后运行：ysgk fill %s\n", file, typable(file))
	return nil
}

// showRolled says what the new workbook holds, what became of the amounts, and
// what somebody must look at.
func (f *face) showRolled(r *app.Rolled, from string) {
	if len(r.Lost) > 0 {
		fmt.Fprintln(f.out, "去年的工作簿里有读不懂或没有带过来的：")
		printFindings(f.out, filepath.Base(from), r.Lost)
	}
	if len(r.Look) > 0 {
		fmt.Fprintln(f.out, "新的工作簿里请看一下（已经标出，见“问题清单”）：")
		notes := slices.DeleteFunc(slices.Clone(r.Look), func(x finding.Finding) bool { return x.Severity != finding.Note })
		printFindings(f.out, filepath.Base(r.File), r.Look[:len(r.Look)-len(notes)]) // sorted: notes are last
		if len(notes) > 0 {
			fmt.Fprintf(f.out, "另有提示 %d 处，如：%s  %s\n", len(notes), notes[0].Place, notes[0].Message)
		}
	}
	for _, line := range r.Emptied {
		fmt.Fprintln(f.out, line)
	}
	fmt.Fprintf(f.out, "已新建：%s（%s）\n填好今年的金额后运行：ysgk fill %s\n", r.File, rowCounts(r.Count), typable(r.File))
}
