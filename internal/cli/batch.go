package cli

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"ysgk/internal/app"
	"ysgk/internal/batch"
	"ysgk/internal/crew"
)

func (f *face) batchCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "batch 文件夹 -o 结果文件夹 [选项]",
		Short: "一次填好一个文件夹里各部门的录入工作簿",
		Long: `把一个文件夹（连同里面的各层文件夹）里的录入工作簿都填成公开表，每本的结果单独放一个文件夹。

有几个核就同时填几本，模板包只读一次。一本有错误，不耽误别的：它的文件夹里是标出问题的副本。
放录入工作簿的文件夹不会改动。做完写一本“批量结果.xlsx”，列出每个部门的状态、错误和警告处数、
各表合计，点“状态”打开它的公开表或标注副本。同一个部门交了两本的，两本都会点名。

中断了（按 Ctrl-C、断电）再运行同样的命令，只做没做过的和改过的。

几台机器分着做：每台写 --份 1/3、--份 2/3、--份 3/3，结果写进同一个文件夹，都做完后用 --合并 列出全部。
在 Slurm 和 Kubernetes 上只写 --份 10（一共几份），第几份从任务里读。`,
		Example: "  ysgk batch 收到的录入 -o 结果\n  ysgk batch 收到的录入 -o 结果 --份 3/10\n  ysgk batch 收到的录入 -o 结果 --合并",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError("请写明放录入工作簿的文件夹，如：ysgk batch 收到的录入 -o 结果")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.batch(cmd, args[0]) },
	}
	cmd.Flags().StringP("输出", "o", "", "结果写到哪个`文件夹`，必须写")
	cmd.Flags().String("只要", "", "只生成`表格或文本`；不写就都生成")
	cmd.Flags().String("份", "", "只做其中一份，`3/10` 是十份里的第三份")
	cmd.Flags().Bool("合并", false, "不填表，只把各份做好的列在一起")
	return cmd
}

func (f *face) batch(cmd *cobra.Command, from string) error {
	p, err := f.pack(cmd)
	if err != nil {
		return err
	}
	to := f.settings.GetString("输出")
	if to == "" {
		return usageError("请在 -o 后面写结果放到哪个文件夹，如：ysgk batch " + from + " -o 结果")
	}
	want, err := f.only()
	if err != nil {
		return err
	}
	text, _ := cmd.Flags().GetString("份")
	merge, _ := cmd.Flags().GetBool("合并")
	var share batch.Share
	if !merge {
		share, err = shareOf(text, os.Getenv)
	} else if text != "" {
		err = usageError("--合并 是把各份列在一起，不和 --份 一起写")
	}
	if err != nil {
		return err
	}
	request := batch.Request{Pack: p, From: from, To: to, Only: want, Share: share, Now: time.Now(), Passed: f.passedOver}
	var all []batch.Result
	if merge {
		all, err = batch.Collect(request)
	} else {
		ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		told, done := f.pace()
		request.LayOut, request.Told = app.LayOut(p, want), told
		all, err = batch.Run(ctx, request)
		done()
		if err == nil && ctx.Err() != nil {
			fmt.Fprintln(f.err, "中断了：正在填的已经填完，其余没有做。再运行一次同样的命令，接着做。")
		}
	}
	if err != nil {
		return err
	}
	if len(all) == 0 {
		if share.Of > 1 {
			fmt.Fprintf(f.out, "录入工作簿没有 %d 本，这一份里没有要填的。\n", share.No)
			return nil
		}
		fmt.Fprintf(f.out, "“%s”里（连同里面的各层文件夹）没有找到录入工作簿（.xlsx）。请核对是不是这个文件夹。\n", from)
		return errData
	}
	fmt.Fprintln(f.out, departments(all, p.Unit.Name))
	count := map[string]int{}
	again := 0
	for _, r := range all {
		count[r.State]++
		if r.Again {
			again++
		}
	}
	summary := fmt.Sprintf("共 %d 本：%s %d，%s %d，%s %d", len(all), batch.Made, count[batch.Made], batch.Wrong, count[batch.Wrong], batch.Unread, count[batch.Unread])
	for _, state := range []string{batch.Unwritten, batch.Unfilled, batch.Gone} {
		if n := count[state]; n > 0 {
			summary += fmt.Sprintf("，%s %d", state, n)
		}
	}
	if again > 0 {
		summary += fmt.Sprintf("。其中 %d 本没有变，沿用上次的", again)
	}
	fmt.Fprintln(f.out, summary+"。")
	if share.Of > 1 {
		fmt.Fprintf(f.out, "这是 %d 份里的第 %d 份。各份都做完后运行：ysgk batch %s -o %s --合并\n", share.Of, share.No, typable(from), typable(to))
	} else {
		w, err := batch.List(to, p.Unit.Name, all, time.Now())
		if err != nil {
			return err
		}
		if w.Kept != "" {
			fmt.Fprintf(f.out, "原来的列表有人改过，已另存为：%s\n", w.Kept)
		}
		fmt.Fprintf(f.out, "已列在：%s\n", w.File)
	}
	if count[batch.Made] < len(all) {
		return errData
	}
	return nil
}

// passedOver names the workbooks that are no input: a department that hands in the tables
// instead of the input workbook must not go unnoticed.
func (f *face) passedOver(names []string) {
	const most = 3
	text := strings.Join(names[:min(most, len(names))], "、")
	if len(names) > most {
		text += " 等"
	}
	fmt.Fprintf(f.out, "跳过 ysgk 自己写的（公开表、核对结果、没有改过的标注副本）%d 本：%s\n", len(names), text)
}

// departments is the table of the departments for a screen.
func departments(all []batch.Result, unit string) string {
	w := amountTable(3, 4, 5)
	w.AppendHeader(table.Row{"部门", "状态", "错误", "警告", "第一张表合计（" + unit + "）", "说明"})
	for _, r := range all {
		total := ""
		if len(r.Totals) > 0 {
			total = r.Totals[0].Amount
		}
		row := table.Row{r.Called(), r.State, "", "", total, r.Remark()}
		if r.State == batch.Made || r.State == batch.Wrong {
			row[2], row[3] = r.Errors, r.Warnings
		}
		w.AppendRow(row)
	}
	return w.Render()
}

// shareOf reads which part to do: 3/10, or 10 with the part in the environment of a job
// of Slurm (SLURM_ARRAY_TASK_ID from SLURM_ARRAY_TASK_MIN on) or Kubernetes
// (JOB_COMPLETION_INDEX from 0 on). Without a text, an array job of Slurm says both.
func shareOf(text string, env func(string) string) (s batch.Share, err error) {
	number := func(name string) (int, bool) {
		n, err := strconv.Atoi(env(name))
		return n, err == nil
	}
	if text == "" {
		all, ok := number("SLURM_ARRAY_TASK_COUNT")
		if _, job := number("SLURM_ARRAY_TASK_ID"); !ok || !job {
			if _, job := number("JOB_COMPLETION_INDEX"); job {
				return s, usageError("这是 Kubernetes 的一份任务，但不知道一共几份。请写 --份 10（一共十份），或写明 --份 1/1 全部都做")
			}
			return s, nil
		}
		text = strconv.Itoa(all)
	}
	no, of, both := strings.Cut(text, "/")
	wrong := usageError("--份 要写成 3/10（十份里的第三份），不能写“" + text + "”")
	if both {
		if s.No, err = strconv.Atoi(no); err != nil {
			return s, wrong
		}
	} else {
		of = no
		task, slurm := number("SLURM_ARRAY_TASK_ID")
		index, cluster := number("JOB_COMPLETION_INDEX")
		switch {
		case slurm:
			least, _ := number("SLURM_ARRAY_TASK_MIN")
			s.No = task - least + 1
		case cluster:
			s.No = index + 1
		default:
			return s, wrong
		}
	}
	if s.Of, err = strconv.Atoi(of); err != nil || s.Of < 1 || s.No < 1 || s.No > s.Of {
		return s, wrong
	}
	return s, nil
}

// pace shows on a terminal how far a batch is, how much longer it may take and how many
// departments had to be left; done takes the line away.
func (f *face) pace() (told func(crew.Progress), done func()) {
	out, ok := f.err.(*os.File)
	if !ok || !term.IsTerminal(int(out.Fd())) {
		return nil, func() {}
	}
	line, start := &progress{out: out}, time.Now()
	return func(p crew.Progress) {
		rest := time.Since(start) / time.Duration(p.Done) * time.Duration(p.All-p.Done)
		text := fmt.Sprintf("%d/%d，还要约 %d 秒", p.Done, p.All, int(rest.Seconds())+1)
		if p.Failed > 0 {
			text += fmt.Sprintf("，没有做成 %d", p.Failed)
		}
		line.show(text + "：" + filepath.Base(p.Name))
	}, func() { line.show("") }
}
