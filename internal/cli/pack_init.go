package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/ooxml"
	"ysgk/internal/propose"
	"ysgk/internal/report"
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
			names, err := app.WriteFolder(args[0], files)
			if err != nil {
				return err
			}
			fmt.Fprintf(f.out, "已写到文件夹 %s：%s\n", args[0], strings.Join(names, "、"))
			if made != nil {
				fmt.Fprintf(f.out, "认出 %d 张表，写了 %d 个标签；还有 %d 处要看，都在 %s 里：\n", len(made.Sheets), len(made.Done), len(made.Todo), todoFile)
				for _, s := range made.Todo {
					fmt.Fprintf(f.out, "  %s  %s\n", s.Place, s.Text)
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
		return nil, &report.FileError{File: name, Message: "找不到这个文件，或没有读的权限。请检查路径", Err: err}
	}
	p, err := app.DefaultPack()
	if err != nil {
		return nil, err
	}
	made, err := propose.Propose(book, p)
	if errors.Is(err, ooxml.ErrNotWorkbook) || errors.Is(err, ooxml.ErrTooLarge) {
		return nil, &report.FileError{File: name, Message: "不是完好的 .xlsx 工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx", Err: err}
	}
	if err != nil {
		return nil, err
	}
	manifest := strings.Replace(string(files["pack.yaml"]), "模板: ["+p.Template[0]+"]", fmt.Sprintf("模板: [%q]", name), 1)
	files["pack.yaml"] = []byte(renamed(manifest, made.Sheets))
	delete(files, p.Template[0])
	files[name] = made.Book
	files[todoFile] = todoText(made)
	return made, nil
}

// sheetNamed is where pack.yaml names a sheet of the templates.
var sheetNamed = regexp.MustCompile(`(?m)((?:工作表|位置|公开表): )([^,，}\s]+)`)

// renamed writes the names of a bureau's sheets in place of those of the pack.
func renamed(manifest string, sheets map[string]string) string {
	return sheetNamed.ReplaceAllStringFunc(manifest, func(s string) string {
		m := sheetNamed.FindStringSubmatch(s)
		if to, ok := sheets[m[2]]; ok {
			return m[1] + fmt.Sprintf("%q", to)
		}
		return s
	})
}

// todoText is the list as a text that Notepad shows.
func todoText(p *propose.Proposal) []byte {
	var out strings.Builder
	out.WriteString("\ufeff还要做的：\r\n")
	for _, s := range p.Todo {
		fmt.Fprintf(&out, "  %s  %s\r\n", s.Place, s.Text)
	}
	out.WriteString("\r\n已经写好的标签：\r\n")
	for _, s := range p.Done {
		fmt.Fprintf(&out, "  %s  %s\r\n", s.Place, s.Text)
	}
	return []byte(out.String())
}
