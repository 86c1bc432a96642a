package cli

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
)

func (f *face) packUpdate() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "update 文件夹 --模板 新官方表.xlsx [选项]",
		Short: "表样换了年度：把去年模板包的标签搬到今年的官方表上",
		Long: `去年的模板包和今年的空表对起来：同样标题（或同名）的工作表，同样表头的列，同样名称的行，
标签和公式照搬，换了写法的列出请核对；金额单位照今年的表；清单写在今年的空行里，空行不够的加，多的删。年度照今年的表改。
表头、行名改了写法又认不准的，待办里问一条；是一样的，加上 --改名 "去年的写法=今年的写法" 再更新一次（用 -o 写另一个文件夹）。
认不准的一处也不写：今年新的、没有了的工作表、行和列，以及搬不过去的公式，
都写在待办.txt里，每处有单元格和建议。改了名的工作表，pack.yaml 和 Word 模板的
{{表 …}} 里跟着改；规则用到的格子、表今年没有的，停用并列出来。合计里的钱没有了自己的行或列的，
写一条规则，有这样的钱就警告。去年的待办里没有删去、还没有标签的，换成今年的格子接着列。

科目表和自带的比（--科目表 写明今年的官方科目表），新增、改名、改编码、取消的列出来，
表上改了名的科目，那一行的标签照搬；模板包自己写着这些编码的地方也列出来；
--录入 写明各部门的录入工作簿，指出谁用了变动的科目。
去年的模板包不动，新的写到新文件夹；写好后照 pack check 检查一遍，检查出的问题不影响已写好的文件。`,
		Example: "  ysgk pack update 本市模板包 --模板 新官方表.xlsx\n  ysgk pack update 本市模板包 --模板 新官方表.xlsx -o 新模板包 --科目表 功能科目.csv --录入 甲局.xlsx",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.load(cmd); err != nil {
				return err
			}
			r := app.UpdateRequest{}
			r.Form, _ = cmd.Flags().GetString("模板")
			r.Codes, _ = cmd.Flags().GetStringArray("科目表")
			r.Inputs = inputs(cmd)
			if len(args) > 1 && len(r.Inputs) > 0 { // --录入 a.xlsx b.xlsx
				r.Inputs, args = append(r.Inputs, args[1:]...), args[:1]
			}
			if len(args) != 1 {
				return usageError("请写一个去年的模板包文件夹")
			}
			if r.Form == "" {
				return usageError("请用 --模板 写明今年的官方表")
			}
			renamed, _ := cmd.Flags().GetStringArray("改名")
			r.Names = map[string]string{}
			for _, text := range renamed {
				was, is, ok := strings.Cut(text, "=")
				if was, is = strings.TrimSpace(was), strings.TrimSpace(is); !ok || was == "" || is == "" {
					return usageError("--改名 要写 去年的写法=今年的写法，如 --改名 \"上年结转=上年结转结余\"")
				}
				if other, twice := r.Names[was]; twice && other != is {
					return usageError("--改名 里“" + was + "”写了两次，今年的写法不一样")
				}
				r.Names[was] = is
			}
			r.Folder = args[0]
			to, _ := cmd.Flags().GetString("写到")
			return f.update(r, to)
		},
	}
	cmd.Flags().String("模板", "", "今年的官方表`文件`（.xlsx）")
	cmd.Flags().StringP("写到", "o", "", "新`文件夹`；不写就是去年的名字加年度")
	cmd.Flags().StringArray("改名", nil, "今年改了写法、钱没有变的表头或行：`去年的写法=今年的写法`，标签照搬；可以写几次")
	cmd.Flags().StringArray("科目表", nil, "今年的官方科目表`文件`（.xlsx 或 CSV）；可以写几次，不写就和自带的比")
	cmd.Flags().StringArray("录入", nil, "部门的录入工作簿`文件`，看谁用了变动的科目；可以写几次")
	return cmd
}

func (f *face) update(r app.UpdateRequest, to string) error {
	files, made, was, err := app.Update(r)
	if err != nil {
		return err
	}
	to = cmp.Or(to, strings.TrimSuffix(filepath.Clean(r.Folder), was.Identity.Year)+made.Year)
	if disk.Exists(to) {
		return &finding.FileError{File: filepath.Base(to), Message: "已经有了，不会覆盖，什么都没有写。请用 -o 写一个新文件夹"}
	}
	files[app.TodoFile] = made.Text()
	names, err := disk.CreateAll(to, files)
	if err != nil {
		return err
	}
	fmt.Fprintf(f.out, "已写到文件夹 %s：%s\n", to, strings.Join(names, "、"))
	still := ""
	if n := len(made.Still); n > 0 {
		still = fmt.Sprintf("，去年的待办还有 %d 条没有做", n)
	}
	fmt.Fprintf(f.out, "搬过来 %d 处标签和公式；还有 %d 处要看%s，都在 %s 里", len(made.Written), len(made.ToDo()), still, app.TodoFile)
	for i, e := range made.ToDo() {
		if i == most {
			fmt.Fprintf(f.out, "\n  ……")
			break
		}
		fmt.Fprintf(f.out, "\n  %s", e)
	}
	fmt.Fprintf(f.out, "\n\n检查新的模板包：\n")
	from, err := packfile.Find(to)
	if err != nil {
		return err
	}
	p, err := from.Load()
	var refused pack.Refusal
	if errors.As(err, &refused) {
		return f.refused(refused)
	}
	if err != nil {
		return err
	}
	c, err := app.CheckPack(p, nil)
	if err != nil {
		return err
	}
	return f.tell(c, p.Unit.Name, to, false)
}
