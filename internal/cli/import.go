package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/intake"
	"ysgk/internal/money"
)

func (f *face) importCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import 导出.xlsx [录入.xlsx] [选项]",
		Short: "从预算管理一体化等系统导出的表里取明细，写成录入工作簿",
		Long: `读别的系统导出的明细表，写一本新的录入工作簿。导出的表不动，已有的文件不覆盖。
再写明一本录入工作簿的，明细加在它的副本“…（导入）.xlsx”里，原来的不动。

按表头认列，写法照模板包的“导入”；科目可以是编码，也可以是“编码-名称”；几种资金各占一列的，一列一笔。
金额单位按表里写的（元、万元等）换算；没有写的、标题和表头写得不一样的，要用 --金额单位 说明。
有几列金额（原金额、调减金额、指标金额）的，用 --金额列 写明取哪一列；可能是资金、又不认识的列，
不该计入的用 --不导入 写明。合计、小计行核对无误才跳过。
显示认出了哪些列、多少笔、各项合计。有一行看不懂，就全部列出来，什么都不写。
退出码：0 完成（可以有警告）；1 有看不懂的内容；2 命令写得不对，或文件打不开、写不进。`,
		Example: "  ysgk import 导出.xlsx\n  ysgk import 导出.xlsx 录入.xlsx\n  ysgk import 导出.xlsx --金额单位 万元 --补 单位=某局机关 --补 资金年度=本年",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 {
				return nil
			}
			return exactly("导出的表")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			into := ""
			if len(args) == 2 {
				into = args[1]
			}
			return f.importExport(cmd, args[0], into)
		},
	}
	cmd.Flags().StringP("输出", "o", "", "写到哪里，`文件或文件夹`；不写就写在录入工作簿（没有的，导出的表）旁边")
	cmd.Flags().String("金额单位", "", "表里没有写明时，金额的`单位`，如 元、万元")
	cmd.Flags().StringArray("补", nil, "表里没有的列，每行都填这个值，写成 `列=值`；可以写几次")
	cmd.Flags().String("金额列", "", "有几列金额时，取`表头`是这个的一列，如 指标金额")
	cmd.Flags().StringArray("不导入", nil, "不要的列，写它的`表头`；可以写几次")
	cmd.Flags().String("工作表", "", "取哪一张`工作表`；只有一张像明细表时不用写")
	return cmd
}

func (f *face) importExport(cmd *cobra.Command, file, into string) error {
	r := app.ImportRequest{Into: into, Request: intake.Request{File: file, Given: map[string]string{}}}
	r.Output, _ = cmd.Flags().GetString("输出") // not from ysgk.yaml: there it is where the tables go
	r.Sheet, _ = cmd.Flags().GetString("工作表")
	r.Amount, _ = cmd.Flags().GetString("金额列")
	r.Leave, _ = cmd.Flags().GetStringArray("不导入")
	given, _ := cmd.Flags().GetStringArray("补")
	for _, g := range given {
		name, value, ok := strings.Cut(g, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok || name == "" || value == "" || r.Given[name] != "" {
			return usageError("--补 后面写 列=值，每列一次，如 --补 资金年度=本年")
		}
		r.Given[name] = value
	}
	p, err := f.pack(cmd)
	if err != nil {
		return err
	}
	r.Pack = p
	if unit, _ := cmd.Flags().GetString("金额单位"); unit != "" {
		var ok bool
		if r.Unit, ok = p.Units.Named(unit); !ok {
			return usageError("--金额单位 后面写 " + p.Units.Names())
		}
	}
	stage, done := f.progress(app.ImportStages)
	r.Stage = stage
	result, found, err := app.Import(r)
	done()
	if err != nil {
		return err
	}
	if result != nil {
		f.showUnderstood(result.Understood, !found.HasErrors())
	}
	printFindings(f.err, filepath.Base(file), found)
	if found.HasErrors() {
		fmt.Fprintf(f.err, "%s。什么都没有写；改好（或补上选项）后再运行一次。\n", count(found))
		return errData
	}
	fmt.Fprintf(f.out, "已写录入工作簿：%s\n", result.File)
	if len(result.Lacking) > 0 {
		fmt.Fprintf(f.out, "导出的表里没有、要在录入工作簿里补填的：%s。\n", strings.Join(result.Lacking, "、"))
	}
	fmt.Fprintf(f.out, "补好后运行：ysgk check %s\n", typable(result.File))
	return nil
}

// showUnderstood says how each column was understood and, if all was, what the
// rows add up to.
func (f *face) showUnderstood(u *intake.Understood, all bool) {
	rows := fmt.Sprintf("第 %d 行", u.First)
	if u.Last > u.First {
		rows = fmt.Sprintf("第 %d-%d 行", u.First, u.Last)
	}
	fmt.Fprintf(f.out, "工作表“%s”，表头在%s：\n", u.Sheet, rows)
	w := amountTable()
	w.AppendHeader(table.Row{"表里的列", "认作"})
	for _, c := range u.Columns {
		field := c.Field
		switch {
		case c.Left:
			field = "（不导入）"
		case field == "":
			field = "（不认识，没有导入）"
		case strings.HasPrefix(field, "金额") && c.Unit.Name != "":
			field += "（" + c.Unit.Name + "）"
		}
		w.AppendRow(table.Row{strings.ReplaceAll(c.Header, "\n", ""), field})
	}
	fmt.Fprintln(f.out, w.Render())
	for _, v := range u.Values {
		fmt.Fprintf(f.out, "%s：“%s”当作“%s”\n", v.Field, v.Written, v.Means)
	}
	if len(u.Totals) > 0 {
		fmt.Fprintf(f.out, "合计行 %d 行，与所含的明细相符，没有导入：第 %s 行\n", len(u.Totals), strings.Trim(strings.ReplaceAll(fmt.Sprint(u.Totals), " ", "、"), "[]"))
	}
	if !all {
		return
	}
	fmt.Fprintf(f.out, "明细 %d 笔，合计 %s 元\n", u.Items, money.Print(u.Total.Yuan()))
	for _, s := range u.Sums {
		fmt.Fprintf(f.out, "  %s  %s 元\n", s.Value, money.Print(s.Amount.Yuan()))
	}
}
