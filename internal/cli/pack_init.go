package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/propose"
	"ysgk/internal/xlsxedit"
)

// todoFile lists, for the clerk, what init wrote into a bureau's own workbook
// and what it left.
const todoFile = "待办.txt"

func (f *face) packInit() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init 文件夹 [选项]",
		Short: "写出一套模板包文件，照着改",
		Long: `把自带的模板包写成文件：pack.yaml、预算公开表.xlsx、科目表（CSV）和标签一览.csv。

--模板 从本局现有的官方表（.xlsx）开始：按标题和表头认出自带的表里也有的表，
把有把握的标签写进它的一份副本，原来的文件不动；没有把握的不写，都列在待办.txt里。
文件夹里已有的文件一个也不覆盖；有同名的，什么都不写。`,
		Example: "  ysgk pack init 本市模板包\n  ysgk pack init 本市模板包 --模板 官方表.xlsx",
		Args:    exactly("文件夹"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.load(cmd); err != nil {
				return err
			}
			files, err := app.StartFiles()
			if err != nil {
				return err
			}
			own, _ := cmd.Flags().GetString("模板")
			var made *propose.Proposal
			if own != "" {
				if made, err = startFrom(own, files); err != nil {
					return err
				}
			}
			names, err := disk.CreateAll(args[0], files)
			if err != nil {
				return err
			}
			fmt.Fprintf(f.out, "已写到文件夹 %s：%s\n", args[0], strings.Join(names, "、"))
			if made != nil {
				fmt.Fprintf(f.out, "认出 %d 张表，写了 %d 个标签；还有 %d 处要看，都在 %s 里：\n", len(made.Sheets), len(made.Written), len(made.Left), todoFile)
				for _, e := range made.Left {
					fmt.Fprintf(f.out, "  %s\n", told(e))
				}
			}
			fmt.Fprintf(f.out, "下一步：改 pack.yaml 开头的名称、地区、年度和作者；用 Excel 或 WPS 改模板；再运行：ysgk pack check %s\n", args[0])
			return nil
		},
	}
	cmd.Flags().String("模板", "", "从这个官方表`文件`（.xlsx）开始，写上有把握的标签")
	return cmd
}

// startFrom puts a bureau's own workbook, with the tags that are sure, in place
// of the built-in template.
func startFrom(path string, files map[string][]byte) (*propose.Proposal, error) {
	name := filepath.Base(path)
	book, err := os.ReadFile(path)
	if err != nil {
		return nil, &finding.FileError{File: name, Message: "找不到这个文件，或没有读的权限。请检查路径", Err: err}
	}
	p, err := app.DefaultPack()
	if err != nil {
		return nil, err
	}
	made, err := app.Propose(p, book)
	if errors.Is(err, xlsxedit.ErrNotWorkbook) || errors.Is(err, xlsxedit.ErrTooLarge) {
		return nil, &finding.FileError{File: name, Message: "不是完好的 .xlsx 工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx", Err: err}
	}
	if err != nil {
		return nil, err
	}
	unit := made.Said["{{"+pack.ScalarUnit+"}}"]
	if files["pack.yaml"], err = pack.Retarget(files["pack.yaml"], name, unit, made.Sheets); err != nil {
		return nil, err
	}
	for _, template := range p.Template {
		delete(files, template)
	}
	files[name] = made.Book
	files[todoFile] = todoText(made)
	return made, nil
}

// todoText is the list as a text that Notepad shows.
func todoText(p *propose.Proposal) []byte {
	var out strings.Builder
	list := func(title string, entries []propose.Entry) {
		out.WriteString(title + "\r\n")
		for _, e := range entries {
			fmt.Fprintf(&out, "  %s\r\n", told(e))
		}
	}
	list("\ufeff还要做的（做完一条删一条）：", p.Left)
	list("  pack.yaml  改“模板包”里的名称、地区、年度、版本和作者；核对“金额单位”；认不出的表，自己加到“公开表”里\r\n"+
		"  pack.yaml  自带的“公开表”规则说的是自带的表，没有写进来；要用的，照自带模板包的写法自己加\r\n\r\n已经写好的标签（请逐张核对）：", p.Written)
	return []byte(out.String())
}

// told is an entry with its place.
func told(e propose.Entry) string {
	if at := e.Place.String(); at != "" {
		return at + "  " + e.Text
	}
	return e.Text
}
