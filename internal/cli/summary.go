package cli

import (
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"ysgk/internal/budget"
	"ysgk/internal/district"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/summary"
)

func (f *face) summaryCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "summary 文件夹 -o 结果文件夹 [选项]",
		Short: "把各部门的录入加在一起，填成全市（县）的汇总表",
		Long: `把一个文件夹（连同里面的各层文件夹）里各部门的录入工作簿加在一起，填同样的公开表。

先逐本核对（同 check）。有错误的、打不开的、同一个部门交了内容不同的几本的，不汇入，逐本说原因；
这时每张表的部门名称后面写着“（不全，缺 几 个部门）”，退出码是 1。没有交的部门看不出来。
各部门相加和汇总的数不一样就不写。一条记录一张的表（绩效目标表）不汇总。

另写一本“汇总说明.xlsx”：每个部门汇入没有、各表合计；“三公”经费、机关运行经费、项目按部门的清单；
部门之间的核对（同名的项目、往来只有一方、只有一家用的编码）；每个数来自哪些部门各多少。
再往下到明细：ysgk explain 汇总的公开表.xlsx 表三!D12 --录入 收到的录入

放录入工作簿的文件夹不会改动。`,
		Example: "  ysgk summary 收到的录入 -o 汇总 --名称 某某市\n  ysgk explain 汇总/某某市2026年预算公开表.xlsx 表三!D12 --录入 收到的录入",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError("请写明放录入工作簿的文件夹，如：ysgk summary 收到的录入 -o 汇总")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.summary(cmd, args[0]) },
	}
	cmd.Flags().StringP("输出", "o", "", "汇总表写到哪个`文件夹`，必须写")
	cmd.Flags().String("名称", "", "印在部门名称那里的`名称`，如 某某市；不写是“各部门汇总”")
	return cmd
}

func (f *face) summary(cmd *cobra.Command, from string) error {
	p, err := f.pack(cmd)
	if err != nil {
		return err
	}
	to := f.settings.GetString("输出")
	if to == "" {
		return usageError("请在 -o 后面写汇总表放到哪个文件夹，如：ysgk summary " + from + " -o 汇总")
	}
	name, _ := cmd.Flags().GetString("名称")
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	told, done := f.pace()
	out, err := summary.Run(ctx, summary.Request{Pack: p, From: from, To: to, Name: name, Now: time.Now(), Told: told, Passed: f.passedOver})
	done()
	if err != nil {
		if out != nil { // the list beside the tables could not be written
			f.wroteFiles(out.Files)
		}
		return err
	}
	f.notAdded(out)
	if out.Found.HasErrors() {
		printFindings(f.err, from, out.Found)
		fmt.Fprintln(f.err, "没有写汇总表。")
		return errData
	}
	f.wroteFiles(out.Files)
	if len(out.Old) > 0 {
		fmt.Fprintf(f.out, "文件夹里还有以前汇总的：%s，不要用。\n", strings.Join(out.Old, "、"))
	}
	if out.Kept != "" {
		fmt.Fprintf(f.out, "原来的汇总说明有人改过，已另存为：%s\n", out.Kept)
	}
	fmt.Fprintf(f.out, "已写：%s\n", out.List)
	fmt.Fprintln(f.out, totals(out.Tables, p.Unit.Name))
	fmt.Fprintln(f.out, listsOf(out.Lists))
	if n := len(out.Found); n > 0 {
		fmt.Fprintf(f.out, "部门之间：警告 %d 处，提示 %d 处，都在汇总说明的“部门之间”里。\n", out.Count(finding.Warning), out.Count(finding.Note))
		const most = 10
		for _, x := range out.Found.Sorted()[:min(n, most)] {
			if x.Severity == finding.Warning {
				fmt.Fprintf(f.out, "  警告  %s  %s\n", x.Place, x.Message)
			}
		}
	}
	added := 0
	for _, m := range out.Members {
		if m.Reason == "" {
			added++
		}
	}
	if len(out.Missing) > 0 {
		fmt.Fprintf(f.out, "不全：汇入 %d 个部门，有 %d 个没有汇入，表上写着“不全”。\n", added, len(out.Missing))
		return errData
	}
	fmt.Fprintf(f.out, "汇入 %d 个部门，各部门相加等于汇总。没有交的部门这里看不出来，请和部门名单对一下。\n", added)
	return nil
}

// notAdded names the ledgers that are not in the summary.
func (f *face) notAdded(out *summary.Result) {
	w := amountTable()
	w.AppendHeader(table.Row{"没有汇入", "录入工作簿", "原因"})
	for _, m := range out.Members {
		if m.Reason != "" {
			w.AppendRow(table.Row{m.Name, m.File, m.Reason})
		}
	}
	if w.Length() > 0 {
		fmt.Fprintln(f.out, w.Render())
	}
	if len(out.Twins) > 0 {
		fmt.Fprintf(f.out, "几个部门有同名的单位，汇总表里后面加了部门：%s。\n", strings.Join(out.Twins, "；"))
	}
	if len(out.Left) > 0 {
		fmt.Fprintf(f.out, "一条记录一张的表（%s）不汇总。\n", strings.Join(out.Left, "、"))
	}
}

// listsOf shows of each list what departments have in its first column.
func listsOf(lists []district.List) string {
	var names []string
	figures := map[string]map[int]budget.Fen{}
	header := table.Row{"部门（元）"}
	for k, l := range lists {
		header = append(header, l.Name)
		for _, r := range l.Rows {
			if r.Level > 1 {
				continue
			}
			if figures[r.Name] == nil {
				figures[r.Name] = map[int]budget.Fen{}
				names = append(names, r.Name)
			}
			figures[r.Name][k] = r.Amounts[0]
		}
	}
	// The total comes last.
	names = append(slices.DeleteFunc(names, func(n string) bool { return n == "合计" }), "合计")
	columns := make([]int, len(lists))
	for i := range columns {
		columns[i] = i + 2
	}
	w := amountTable(columns...)
	w.AppendHeader(header)
	for _, n := range names {
		row := table.Row{n}
		for k := range lists {
			row = append(row, money.Print(figures[n][k].Yuan()))
		}
		w.AppendRow(row)
	}
	return w.Render()
}
