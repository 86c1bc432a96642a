package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"ysgk/internal/app"
)

func (f *face) newCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "new [文件.xlsx]",
		Short:   "新建一本空的录入工作簿",
		Long:    "新建一本空的录入工作簿，用 Excel 或 WPS 打开填写。已有同名文件时不会覆盖。",
		Example: "  ysgk new 录入.xlsx",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError("一次只能新建一个文件；文件名里有空格时，请用引号括起来")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.load(cmd); err != nil {
				return err
			}
			p, err := f.pack()
			if err != nil {
				return err
			}
			file := p.Identity.Year + "年预算录入.xlsx"
			if len(args) == 1 {
				file = app.WithExtension(args[0])
			}
			if err := app.New(p, file); err != nil {
				return err
			}
			fmt.Fprintf(f.out, "已新建：%s\n请先看“填写说明”，再填各表；填好后运行：ysgk fill %s\n", file, file)
			return nil
		},
	}
}
