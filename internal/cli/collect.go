package cli

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/collect"
)

func (f *face) collectCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "collect 收件文件夹 [选项]",
		Short: "看各部门交来了什么：谁没有交、谁有错误、谁用了别的模板包、哪本公开表改过",
		Long: `看一个文件夹（连同里面的各层文件夹和 .zip 压缩包）里各部门交来的文件：录入工作簿、公开表、公开文本，
混在一起、交了几次的都行。收件文件夹里什么也不改。

认出每个文件是哪个部门、哪一年的，用哪个模板包做的；同一个部门交了几次的，取最新的一份，照 check、verify
核对；公开表和录入都交了的，逐格比较，生成以后改过的公开表列出和录入不同的地方。--名单 写明应交的部门，
列出谁没有交。结果在屏幕上，也写成“收件汇总.xlsx”，可以点开每个文件和它的核对结果。

名单是一行一个部门的文本文件，或者有“部门名称”一列的 .xlsx、.csv。
结果写在收件文件夹旁边的“…（收件汇总）”里，-o 另写一个。中断了再运行同样的命令，没有变的沿用上次的。`,
		Example: "  ysgk collect 收件 --名单 部门名单.xlsx\n  ysgk collect 收件 --名单 部门名单.txt --要交 录入工作簿,公开表 -o 收件结果",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError("请写明放各部门交来的文件的文件夹，如：ysgk collect 收件 --名单 部门名单.txt")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.collect(cmd, args[0]) },
	}
	cmd.Flags().String("名单", "", "应交的部门，一个`文件`：文本或 .xlsx")
	cmd.Flags().String("要交", "", "每个部门要交的，用逗号分开，可以写`录入工作簿,公开表,公开文本`；不写就是交哪样都行")
	cmd.Flags().String("年度", "", "收哪一`年`的；不写就是模板包的年度")
	cmd.Flags().StringP("输出", "o", "", "结果写到哪个`文件夹`；不写就在收件文件夹旁边")
	cmd.Flags().Bool("全部", false, "没有问题的部门也在屏幕上列出")
	return cmd
}

func (f *face) collect(cmd *cobra.Command, from string) error {
	p, err := f.pack(cmd)
	if err != nil {
		return err
	}
	r := collect.Request{Pack: p, From: from, To: f.settings.GetString("输出"), Now: time.Now()}
	if r.Year, _ = cmd.Flags().GetString("年度"); r.Year == "" {
		r.Year = p.Identity.Year
	}
	if r.To == "" {
		whole, err := filepath.Abs(from)
		if err != nil {
			return err
		}
		r.To = whole + "（收件汇总）"
	}
	if text, _ := cmd.Flags().GetString("要交"); text != "" {
		if r.Want, err = wanted(text); err != nil {
			return err
		}
	}
	if list, _ := cmd.Flags().GetString("名单"); list != "" {
		if r.Roster, err = collect.ReadRoster(list); err != nil {
			return err
		}
		if twice := r.Roster.Twice; len(twice) > 0 {
			fmt.Fprintf(f.out, "名单里写了两次的，算一个：%s\n", strings.Join(twice, "、"))
		}
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	told, done := f.pace()
	r.Told = told
	out, err := collect.Run(ctx, r)
	done()
	if err != nil {
		return err
	}
	if !out.Ended {
		fmt.Fprintln(f.err, "中断了：没有都做完。再运行一次同样的命令，接着做。")
	}
	if len(out.Files) == 0 {
		fmt.Fprintf(f.out, "“%s”里（连同里面的各层文件夹）没有文件。请核对是不是这个文件夹。\n", from)
	}
	all, _ := cmd.Flags().GetBool("全部")
	f.collected(r, out, all)
	w, err := collect.List(r, out)
	if err != nil {
		return err
	}
	if w.Kept != "" {
		fmt.Fprintf(f.out, "原来的汇总有人改过，已另存为：%s\n", w.Kept)
	}
	fmt.Fprintf(f.out, "已列在：%s（点状态打开核对结果、标出问题的副本）\n", w.File)
	if !out.Ended || len(out.Files) == 0 || slices.ContainsFunc(out.Departments, func(d *collect.Department) bool { return d.State != collect.Right }) || len(out.Strays()) > 0 {
		return errData
	}
	return nil
}

// collected shows what was found out.
func (f *face) collected(r collect.Request, out *collect.Outcome, all bool) {
	w := amountTable(3, 4)
	w.AppendHeader(table.Row{"部门", "状态", "错误", "警告", "说明"})
	count := map[string]int{}
	shown := 0
	for _, d := range out.Departments {
		count[d.State]++
		if d.State == collect.Right && !all {
			continue
		}
		row := table.Row{d.Name, d.State, "", "", strings.Join(d.Says, "；")}
		if len(d.Files) > 0 {
			row[2], row[3] = d.Counts()
		}
		w.AppendRow(row)
		shown++
	}
	if shown > 0 {
		fmt.Fprintln(f.out, w.Render())
	}
	if strays := out.Strays(); len(strays) > 0 {
		fmt.Fprintln(f.out, "不知道是哪个部门的文件，请自己看一下：")
		const most = 20
		for _, x := range strays[:min(most, len(strays))] {
			fmt.Fprintf(f.out, "  %s  %s  %s\n", x.Name, x.State, strings.Join(x.Says, "；"))
		}
		if more := len(strays) - most; more > 0 {
			fmt.Fprintf(f.out, "  另有 %d 个，见收件汇总的“文件”\n", more)
		}
	}
	summary := fmt.Sprintf("共 %d 个文件，%d 个部门", len(out.Files), len(out.Departments))
	if r.Roster != nil {
		summary += fmt.Sprintf("（名单里 %d 个）", len(r.Roster.Names))
	}
	for i, state := range []string{collect.Right, collect.Looked, collect.Wrong, collect.Unread, collect.Lacking, collect.Missing, collect.Undone} {
		if n := count[state]; n > 0 || i == 0 {
			summary += fmt.Sprintf("，%s %d", state, n)
		}
	}
	if again := out.Again(); again > 0 {
		summary += fmt.Sprintf("。其中 %d 份没有变，沿用上次的", again)
	}
	fmt.Fprintln(f.out, summary+"。")
}

// wanted reads what each department has to hand in.
func wanted(text string) (want []app.Sort, err error) {
	for name := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(",，、 ", r) }) {
		sort := app.Sort(name)
		if !slices.Contains([]app.Sort{app.SentInput, app.SentTables, app.SentDocument}, sort) {
			return nil, usageError("--要交 只能写 录入工作簿、公开表、公开文本，用逗号分开，不能写“" + name + "”")
		}
		want = append(want, sort)
	}
	return want, nil
}
