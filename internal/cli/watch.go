package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/tables"
	"ysgk/internal/watch"
	"ysgk/internal/xlsxread"
)

func (f *face) watchCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "watch 录入工作簿.xlsx [选项]",
		Short: "守着录入工作簿，每保存一次就核对、生成一次",
		Long: `守着录入工作簿：在 Excel 或 WPS 里每保存一次，就核对并重新生成一次公开表（同 fill），
显示哪些表的合计变了、从多少变成多少，有几处错误和警告，公开表在哪里。

有错误时列出前几条，公开表还是上一次没有错误时的。公开表正在 Excel 里打开、写不进去时，
关闭它就会自动补上。公开文本的目录不填页码（排版要几秒），定稿时运行一次 fill。按 Ctrl-C 结束。`,
		Example: "  ysgk watch 录入.xlsx",
		Args:    exactly("录入工作簿"),
		RunE:    func(cmd *cobra.Command, args []string) error { return f.watch(cmd, args[0]) },
	}
	cmd.Flags().StringP("输出", "o", "", "写到哪里，`文件或文件夹`；不写就写在录入工作簿旁边")
	cmd.Flags().String("只要", "", "只生成`表格或文本`；不写就都生成")
	return cmd
}

// again is how long to wait before trying anew to write a file that is open in
// another program.
const again = 3 * time.Second

func (f *face) watch(cmd *cobra.Command, file string) error {
	p, err := f.pack(cmd)
	if err != nil {
		return err
	}
	if _, err := os.Stat(file); err != nil {
		return xlsxread.Trouble(file, err)
	}
	want, err := f.only()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	fmt.Fprintf(f.out, "守着 %s，保存一次就生成一次。按 Ctrl-C 结束。\n", filepath.Base(file))
	w := &vigil{face: f, unit: p.Unit.Name, request: app.FillRequest{
		Pack: p, Input: file, Output: f.settings.GetString("输出"), Only: want, Unmarked: true, Kept: &xlsxread.Kept{},
	}}
	w.keep(ctx, watch.File(ctx, file, watch.Usual))
	fmt.Fprintln(f.out, "已结束。")
	return nil
}

// vigil is a watch over one input workbook.
type vigil struct {
	*face
	request app.FillRequest
	unit    string
	good    *app.FillResult // the last filling without errors
	away    bool            // the input workbook, for so long that it was told
	trouble string          // that the last try met, in words for the user; "" for none
}

// keep fills after each event until there are no more.
func (v *vigil) keep(ctx context.Context, events <-chan watch.Event) {
	for {
		var retry <-chan time.Time
		if v.trouble != "" {
			retry = time.After(again)
		}
		select {
		case <-ctx.Done():
			return
		case e, open := <-events:
			switch {
			case !open:
				return
			case errors.Is(e.Err, fs.ErrNotExist):
				v.away = true
				v.say(filepath.Base(v.request.Input)+" 不见了：可能删除了、改了名，或者网络盘断了", "公开表没有动；这个文件回来会接着做。")
			case e.Err != nil:
				v.away = true
				v.say(words(xlsxread.Trouble(v.request.Input, e.Err)), "公开表没有动；这个文件好了会接着做。")
			default:
				if v.away {
					v.say(filepath.Base(v.request.Input) + " 又能读了，接着做")
				}
				v.away = false
				v.fill()
			}
		case <-retry:
			v.fill()
		}
	}
}

func (v *vigil) fill() {
	v.request.Now = time.Now()
	result, findings, err := app.Fill(v.request)
	switch {
	case err != nil:
		v.tellTrouble(err)
		return
	case findings.HasErrors():
		v.tellErrors(findings)
	default:
		v.tellChanges(result, findings)
		v.good = result
	}
	v.trouble = ""
}

// passing is trouble of the first moment, not worth telling.
const passing = "-"

// tellTrouble says, once, what file is in the way. The input workbook may be in
// the middle of the next save; that is told only if it lasts.
func (v *vigil) tellTrouble(err error) {
	var file *finding.FileError
	if errors.As(err, &file) && file.File == filepath.Base(v.request.Input) && v.trouble == "" {
		v.trouble = passing
		return
	}
	if text := words(err); text != v.trouble {
		v.trouble = text
		v.say(text, "公开表没有动；好了会自动再生成。")
	}
}

// maxErrors is how many errors are listed; check lists all.
const maxErrors = 3

func (v *vigil) tellErrors(findings finding.List) {
	lines := []string{"有" + count(findings) + "，没有重新生成。改好再保存"}
	shown := 0
	for _, x := range findings.Sorted() {
		if x.Severity == finding.Error && shown < maxErrors {
			lines = append(lines, strings.TrimSpace(x.Place.String()+"  "+x.Message))
			shown++
		}
	}
	if n := findings.Sorted().Count(finding.Error); n > shown {
		lines = append(lines, fmt.Sprintf("另有错误 %d 处，运行 ysgk check 看全部", n-shown))
	}
	if v.good != nil {
		lines = append(lines, "公开表还是上一次没有错误时的："+tableFiles(v.good))
	}
	v.say(lines...)
}

func (v *vigil) tellChanges(r *app.FillResult, findings finding.List) {
	lines := []string{v.changed(r), "没有错误和警告"}
	if n := count(findings); n != "" {
		lines[1] = n
	}
	if r.Report.File != "" {
		lines[1] += "，见 " + r.Report.File
	}
	for _, w := range r.Files {
		if w.Kept != "" {
			lines = append(lines, "原来的公开表有人改过，已另存为："+w.Kept)
		}
		if w.NoPrevious != nil {
			lines = append(lines, "没有留下上一次生成的："+words(w.NoPrevious))
		}
	}
	if r.Report.Err != nil {
		lines = append(lines, "没有写核对结果："+words(r.Report.Err))
	}
	for _, d := range r.Reworded {
		lines = append(lines, d.Lines()...)
	}
	if r.Unpaged && (v.good == nil || !v.good.Unpaged) {
		lines = append(lines, "公开文本的目录没有页码（守着时不排版）；定稿时运行 ysgk fill 填上")
	}
	v.say(append(lines, "公开表："+tableFiles(r))...)
}

// tableFiles says in one line where the tables are.
func tableFiles(r *app.FillResult) string {
	if n := len(r.Files); n > 1 {
		return fmt.Sprintf("%s 等 %d 个文件", r.Files[0].File, n)
	}
	return r.Files[0].File
}

// changed says what is not as it was at the last filling.
func (v *vigil) changed(r *app.FillResult) string {
	if v.good == nil {
		return fmt.Sprintf("生成了 %d 张工作表", r.Sheets)
	}
	changes := tables.Changes(v.good.Tables, r.Tables)
	switch {
	case len(changes) > 0:
		return "合计变了（" + v.unit + "）：" + steps(changes)
	case slices.ContainsFunc(r.Files, func(w disk.Written) bool { return w.Previous != "" || w.Kept != "" }):
		return "各表合计没有变，表里别的内容有变动"
	}
	return "没有变化"
}

// steps groups tables whose totals change alike: 表一、表二 1.00 → 2.00；表三 …
func steps(changes []tables.Change) string {
	var order []string
	sheets := map[string][]string{}
	for _, c := range changes {
		step := total(c.Before) + " → " + total(c.After)
		if sheets[step] == nil {
			order = append(order, step)
		}
		sheets[step] = append(sheets[step], c.After.Sheet)
	}
	for i, step := range order {
		order[i] = strings.Join(sheets[step], "、") + " " + step
	}
	return strings.Join(order, "；")
}

// say prints lines, the first with the time of day.
func (v *vigil) say(lines ...string) {
	fmt.Fprintf(v.out, "%s  %s\n", time.Now().Format("15:04:05"), lines[0])
	for _, l := range lines[1:] {
		fmt.Fprintf(v.out, "          %s\n", l)
	}
}
