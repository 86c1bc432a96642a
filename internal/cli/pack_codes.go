package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ysgk/internal/app"
)

func (f *face) packCodes() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "codes 文件夹 要素目录.xlsx [选项]",
		Short: "用官方的科目表核对模板包的科目，列出变动，可以采用",
		Long: `官方的科目表是系统导出的要素目录，或财政部的科目表：.xlsx 或 CSV（UTF-8、GBK 都行），可以写几个文件。
编码和名称两列就行，表头怎么写、哪一列在前都认得；类、款、项可以分三列，编码和名称可以写在一格，可以有几张工作表。
标明停用的不算；表里只有一部分（几类、一种预算、没有项级）的，别的部分不算取消，没有比的会说。

列出新增、改名、改编码、取消的科目：一个编码今年是别的科目、几个科目对调了的，也认得，换了意思的提醒核对。
模板包自己写着这些编码的地方（筛选、标签、规则、对应的列）都列出来；--录入 指出哪个部门的录入工作簿在哪一行用了变动的。
只比较，不改模板包；加 --采用 才写进科目表：名称照官方的，“来源”写文件的名称和日期，原来的科目表另存一份。
取消的留着，“来源”写待核对；加 --删去取消的 才删去。明年用新的科目表再运行一次，列出的就是一年的变动。`,
		Example: "  ysgk pack codes 本市模板包 要素目录.xlsx\n  ysgk pack codes 本市模板包 要素目录.xlsx --录入 甲局.xlsx\n  ysgk pack codes 本市模板包 2027科目.xlsx --采用 --来源 2027年政府收支分类科目",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usageError("请写模板包的文件夹和官方的科目表")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.load(cmd); err != nil {
				return err
			}
			r := app.CodesRequest{Folder: args[0], Files: args[1:], Inputs: inputs(cmd), Now: time.Now()}
			r.Take, _ = cmd.Flags().GetBool("采用")
			r.Remove, _ = cmd.Flags().GetBool("删去取消的")
			r.Source, _ = cmd.Flags().GetString("来源")
			if r.Remove && !r.Take {
				return usageError("--删去取消的 要和 --采用 一起写")
			}
			all, _ := cmd.Flags().GetBool("全部")
			return f.codes(r, all)
		},
	}
	cmd.Flags().Bool("采用", false, "写进模板包的科目表，原来的另存一份")
	cmd.Flags().Bool("删去取消的", false, "采用时删去取消的科目；不写就留着，写成待核对")
	cmd.Flags().String("来源", "", "官方科目表的`名称`，写在“来源”列；不写就用文件名")
	cmd.Flags().Bool("全部", false, "变动都列出来，不只列前几个")
	inputFlag(cmd, "部门的`录入工作簿`，看谁用了变动的科目")
	return cmd
}

func (f *face) codes(r app.CodesRequest, all bool) error {
	c, err := app.CompareCodes(r)
	if err != nil {
		return err
	}
	for _, text := range append(slices.Clone(c.Read), c.Doubts...) {
		fmt.Fprintln(f.out, text)
	}
	for _, list := range c.Changes {
		fmt.Fprintf(f.out, "%s：%d 个相同，新增 %d，改名 %d，改编码 %d，取消 %d\n", list.List, list.Same, len(list.Added), len(list.Renamed), len(list.Moved), len(list.Dropped))
		for i, line := range list.Lines() {
			if i == most && !all {
				fmt.Fprintf(f.out, "  ……还有 %d 个，用 --全部 看\n", len(list.Lines())-most)
				break
			}
			fmt.Fprintf(f.out, "  %s\n", line)
		}
		if text := list.NotCompared(); text != "" {
			fmt.Fprintf(f.out, "  %s\n", text)
		}
	}
	if len(c.Pack) > 0 {
		also := ""
		if r.Take {
			also = "（也写在 " + app.TodoFile + " 里）"
		}
		fmt.Fprintf(f.out, "模板包里写着这些编码的，请照今年的改，不改就取不到数，或取成别的%s：\n", also)
	}
	for _, text := range c.Pack {
		fmt.Fprintf(f.out, "  %s\n", text)
	}
	for _, text := range c.Used {
		fmt.Fprintln(f.out, text)
	}
	switch {
	case r.Take && len(c.Written) == 0:
		fmt.Fprint(f.out, "科目表已经是这样，没有写。")
	case r.Take:
		fmt.Fprintf(f.out, "已写：%s\n改了编码的，别的列照它原来的；新增和换了意思的照同类科目填，没有把握的空着，请看一下。", strings.Join(c.Written, "、"))
	default:
		fmt.Fprintf(f.out, "只比较了，模板包没有改；要写进科目表，加上 --采用。")
	}
	fmt.Fprintf(f.out, "模板包里待核对的科目还有 %d 个。\n", c.Open)
	return nil
}
