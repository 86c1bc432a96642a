package cli

import (
	"cmp"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/finding"
)

func (f *face) checkCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check 录入工作簿.xlsx [选项]",
		Short: "核对录入工作簿，列出全部问题",
		Long: `读录入工作簿，按模板包的全部规则核对，列出错误、警告和提示，每条写明单元格、两边的数和怎么办。

核对的内容和 fill 一样，但不生成公开表：check 没有错误，fill 就能生成。
--标注 在录入工作簿旁边写一本副本，有问题的格子涂色、加批注，第一张表“问题清单”点一下就跳过去；
录入工作簿本身不动。可以直接在副本里改；再核对副本时，旧标注自动换新。
退出码：0 没有错误（可以有警告）；1 有错误；2 命令写得不对，或文件打不开、写不进。`,
		Example: "  ysgk check 录入.xlsx\n  ysgk check 录入.xlsx --标注\n  ysgk check 录入.xlsx -o 核对结果.xlsx",
		Args:    exactly("录入工作簿"),
		RunE:    func(cmd *cobra.Command, args []string) error { return f.check(cmd, args[0]) },
	}
	cmd.Flags().Bool("标注", false, "有错误或警告时，写一本标出问题的副本")
	cmd.Flags().String("只要", "", "写`表格`：不做公开文本，只供它用的录入不核对")
	judgedFlags(cmd)
	return cmd
}

func (f *face) check(cmd *cobra.Command, file string) error {
	j, err := readJudged(cmd, file, aboutInput)
	if err != nil {
		return err
	}
	mark, _ := cmd.Flags().GetBool("标注")
	p, err := f.pack(cmd)
	if err != nil {
		return err
	}
	stage, done := f.progress(app.CheckStages)
	findings, err := app.Check(p, file, stage)
	done()
	if err != nil {
		return err
	}
	if !mark {
		return f.show(j, findings, nil, nil)
	}
	m := app.Annotate(file, findings, time.Now())
	return f.show(j, findings, wroteMarks(m), m.Err)
}

// counted is the last line: 录入.xlsx：错误 2 处，警告 1 处。
func counted(file string, findings finding.List) string {
	return filepath.Base(file) + "：" + cmp.Or(count(findings), "没有发现问题") + "。"
}

// wroteMarks says what became of the annotated copy.
func wroteMarks(m app.Marked) (out []string) {
	if m.Kept != "" {
		out = append(out, "原来的标注副本有人改过，已另存为："+m.Kept)
	}
	switch {
	case m.Clean && m.File != "":
		out = append(out, "没有要标注的，原来的标注已经去掉："+m.File)
	case m.Clean && m.Stale != "":
		out = append(out, "没有要标注的。以前的标注副本已经过时："+m.Stale)
	case m.Clean:
		out = append(out, "没有要标注的。")
	case m.File != "":
		out = append(out, "已标出问题："+m.File+"（可以直接在这本里改，再核对这本）")
	}
	return out
}

// wroteReport says what became of the report.
func wroteReport(r app.Report) (out []string) {
	if r.Kept != "" {
		out = append(out, "原来的核对结果有人改过，已另存为："+r.Kept)
	}
	if r.File != "" {
		out = append(out, "已写核对结果："+r.File)
	}
	return out
}
