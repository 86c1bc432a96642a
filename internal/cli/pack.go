package cli

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"ysgk/internal/bundle"
	"ysgk/internal/disk"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/tables"
	"ysgk/internal/trust"
)

func (f *face) packCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "pack",
		Short: "制作、检查、分发和选用模板包（财政部门用）",
		Long: `模板包是财政部门的表样、科目和汇总口径，做好以后是一个 .ysgk 文件，发给各部门。

制作的顺序：init 写出一套文件，照着改；check 检查；build 做成一个文件。
部门收到以后，用 use 选用一次，以后的命令都用它。`,
		Example: "  ysgk pack init 本市模板包\n  ysgk pack check 本市模板包\n  ysgk pack build 本市模板包 -o 2026预算公开.ysgk",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError(fmt.Sprintf("没有“pack %s”这个命令。运行 ysgk help pack 看有哪些命令", args[0]))
			}
			return cmd.Help()
		},
	}
	cmd.AddCommand(f.packInit(), f.packUpdate(), f.packCodes(), f.packCheck(), f.packTags(), f.packBuild(), f.packInfo(), f.packKeygen(), f.packUse())
	for _, c := range cmd.Commands() {
		c.DisableFlagsInUseLine = true
	}
	return cmd
}

// folderOrFile wants at most one argument: the pack.
func folderOrFile(_ *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usageError("一次只能看一个模板包；名字里有空格时，请用引号括起来")
	}
	return nil
}

// named is the path of the pack that an argument names; without one, of the pack
// in use.
func (f *face) named(args []string) string {
	if len(args) == 1 {
		return args[0]
	}
	return f.packPath()
}

// packAt opens the pack that an argument names, or the pack in use.
func (f *face) packAt(args []string) (*pack.Pack, error) {
	path := f.named(args)
	if path == "" {
		return packfile.Default()
	}
	p, _, err := packfile.Open(path, trust.User())
	return p, err
}

func (f *face) packTags() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "tags [文件夹或文件] [选项]",
		Short: "列出模板里可以写的全部标签和意思",
		Long: `列出模板里可以写的标签：基本信息、数、每个视图的层级和列、修饰，各有一个可以照抄的例子。

不写模板包就列正在用的那一个。init 和 build 也把这张表写进模板包（标签一览.csv，用 Excel 或 WPS 打开）；
另有一张各格的标签.csv，一格一行，写着模板的每一格印的是什么。`,
		Example: "  ysgk pack tags 本市模板包\n  ysgk pack tags 本市模板包 -o 标签一览.csv",
		Args:    folderOrFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.load(cmd); err != nil {
				return err
			}
			p, err := f.packAt(args)
			if err != nil {
				return err
			}
			if file, _ := cmd.Flags().GetString("写到"); file != "" {
				if err := disk.Create(file, tables.TagsCSV(p), 0o644); err != nil {
					return err
				}
				fmt.Fprintf(f.out, "已写：%s\n", file)
				return nil
			}
			fmt.Fprintln(f.out, tagTable(tables.Tags(p)))
			return nil
		},
	}
	cmd.Flags().StringP("写到", "o", "", "写成一张表（CSV `文件`），用 Excel 或 WPS 打开")
	return cmd
}

// tagTable shows tags under the names of their groups.
func tagTable(tags []tables.Tag) string {
	w := amountTable()
	w.Style().Options.DrawBorder = false
	w.AppendHeader(table.Row{"标签", "意思"})
	group := ""
	for _, t := range tags {
		if t.Group != group {
			group = t.Group
			w.AppendSeparator()
			w.AppendRow(table.Row{"【" + group + "】", ""})
		}
		w.AppendRow(table.Row{t.Tag, t.Does})
	}
	return w.Render()
}

func (f *face) packInfo() *cobra.Command {
	return &cobra.Command{
		Use:     "info [文件夹或文件]",
		Short:   "看模板包的名称、年度、版本、作者和签名",
		Long:    "看模板包的名称、地区、年度、版本、作者，需要的 ysgk 版本，以及签名和是否可信。不写模板包就看正在用的那一个。",
		Example: "  ysgk pack info 2026预算公开.ysgk",
		Args:    folderOrFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.load(cmd); err != nil {
				return err
			}
			return f.tellPack(f.named(args))
		},
	}
}

// tellPack says what the pack at a path is, or the built-in one if path is "".
func (f *face) tellPack(path string) error {
	from := &packfile.Source{}
	p, err := packfile.Default()
	if path != "" {
		if from, err = packfile.Find(path); err != nil {
			return err
		}
		p, err = from.Load()
	}
	if err != nil {
		return err
	}
	fmt.Fprint(f.out, identity(p, from, trust.User()))
	return nil
}

// identity is all that identifies a pack, one item a line.
func identity(p *pack.Pack, from *packfile.Source, pins trust.Folder) string {
	var out strings.Builder
	item := func(name, value string) {
		fmt.Fprintf(&out, "%s：%s\n", name, cmp.Or(value, "没有写"))
	}
	id := p.Identity
	item("名称", id.Name)
	item("地区", id.Region)
	item("年度", id.Year)
	item("版本", id.Version)
	item("作者", id.Author)
	if base := basedOn(p); base != "" {
		item("基于", base)
	}
	item("需要的 ysgk", needs(id.Needs))
	item("公开表", fmt.Sprintf("%d 张；模板 %s", len(p.Tables), strings.Join(p.Template, "、")))
	if len(p.Documents) > 0 {
		item("公开文本", "Word 模板 "+strings.Join(p.Documents, "、"))
	}
	item("内容的 SHA-256", p.Hash)
	item("签名", signature(from, pins))
	return out.String()
}

// basedOn says which pack another one has what it does not say itself from.
func basedOn(p *pack.Pack) string {
	switch id := p.Identity; {
	case id.Base == pack.BuiltIn:
		return id.Base + "（" + p.BasedOn + "）"
	case id.Base != "":
		return id.Base + "（" + p.BasedOn + "），和 pack.yaml 放在一起"
	case id.Merged != "":
		return id.Merged + "，内容已经并入"
	}
	return ""
}

func needs(version string) string {
	if version == "" {
		return "任何版本"
	}
	return version + " 或更新"
}

// signature says who signed a pack and whether that is the one to trust.
func signature(from *packfile.Source, pins trust.Folder) string {
	switch {
	case from.Path == "":
		return "不需要，随程序自带"
	case from.Folder:
		return "没有：还是文件夹，用 ysgk pack build 做成文件时才签"
	}
	text := "没有"
	if from.Bundle.Signer != nil {
		text = "完好，密钥编号 " + bundle.KeyID(from.Bundle.Signer) + "，签的是“" + from.Bundle.Comment + "”"
	}
	key, _ := pins.Key()
	if err := pins.Judge(from.Bundle); err != nil {
		return text + "；不可信：" + err.Error()
	}
	if key == nil {
		return text + "；还没有记住任何公钥，不能判断是不是财政部门签的"
	}
	return text + "；可信，就是记住的那个密钥"
}

// inUse is a line that names a pack.
func inUse(p *pack.Pack, from *packfile.Source) string {
	kind := "没有签名"
	switch {
	case from.Folder:
		kind = "文件夹"
	case from.Bundle.Signer != nil:
		kind = "签名 " + bundle.KeyID(from.Bundle.Signer)
	}
	id := p.Identity
	return fmt.Sprintf("模板包：%s（%s，%s 年，版本 %s；%s）", id.Name, filepath.Base(from.Path), id.Year, id.Version, kind)
}
