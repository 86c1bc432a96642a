package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/release"
	"ysgk/internal/seal"
)

func (f *face) infoCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "info 文件 [选项]",
		Short: "看一个文件是什么、从哪里来、和录入工作簿是否一致",
		Long: `看一个文件是什么，什么都不写。

公开表、核对结果、标注副本：用哪个版本的 ysgk、哪个模板包、哪本录入工作簿生成，
生成以后录入工作簿有没有改过，这个文件有没有被别的程序保存过（可能手工改过）。
录入工作簿：哪个部门、哪一年，各表有几行。模板包：名称、年度、版本、校验值。
录入工作簿按名字在旁边找；不在旁边的，用 --录入 写明。`,
		Example: "  ysgk info 预算公开表.xlsx\n  ysgk info 预算公开表.xlsx --录入 录入.xlsx",
		Args:    exactly("要看的文件"),
		RunE:    func(cmd *cobra.Command, args []string) error { return f.info(cmd, args[0]) },
	}
	cmd.Flags().String("录入", "", "和哪一本录入工作簿比，`文件`；不写就在旁边按名字找")
	return cmd
}

func (f *face) info(cmd *cobra.Command, file string) error {
	if isPack(file) {
		if err := f.load(cmd); err != nil {
			return err
		}
		printLines(f.out, []line{{"这是", "模板包"}})
		return f.tellPack(file)
	}
	p, err := f.pack(cmd)
	if err != nil {
		return err
	}
	inputFile, _ := cmd.Flags().GetString("录入")
	id, err := app.Identify(p, file, inputFile)
	if err != nil {
		return err
	}
	if id.Origin.Tool == "" {
		printLines(f.out, aboutLedger(id, p))
		return nil
	}
	printLines(f.out, aboutOutput(id, p))
	return nil
}

// isPack says whether a path names a pack: a folder, or an archive by its ending.
func isPack(path string) bool {
	if ext := strings.ToLower(filepath.Ext(path)); ext == ".ysgk" || ext == ".zip" {
		return true
	}
	st, err := os.Stat(path)
	return err == nil && st.IsDir()
}

// line is a label with what stands behind it; lines without text are left out.
type line struct{ label, text string }

func printLines(w io.Writer, lines []line) {
	for _, l := range lines {
		if l.text != "" {
			fmt.Fprintf(w, "%s：%s\n", l.label, l.text)
		}
	}
}

func aboutOutput(id *app.Identity, p *pack.Pack) []line {
	o := id.Origin
	packName := o.Pack
	if o.PackVersion != "" {
		packName += "（版本 " + o.PackVersion + "）"
	}
	return []line{
		{"这是", "ysgk 生成的" + o.Kind},
		{"ysgk 版本", o.Tool + unlike(o.Tool, release.Version, "现在这个是 "+release.Version)},
		{"模板包", packName + unlike(o.PackHash, p.Hash, "和现在用的模板包不同")},
		{"模板包校验值", o.PackHash},
		{"录入工作簿", o.Input},
		{"单位", o.Unit},
		{"录入校验值", o.InputHash},
		{"和录入工作簿", stands(id)},
		{"手工改动", edited(id)},
	}
}

// unlike is a remark in brackets where an origin differs from what is now.
func unlike(then, now, remark string) string {
	if then == "" || then == now {
		return ""
	}
	return "（" + remark + "）"
}

// stands says how an output stands to its input workbook, and what to do.
func stands(id *app.Identity) string {
	again := "重新运行 ysgk fill 再用"
	if id.Origin.Kind != seal.Tables {
		again = "重新运行 ysgk check 再看"
	}
	return map[app.State]string{
		app.Missing: "没有比较：旁边找不到 " + id.Origin.Input + "。用 --录入 写明它在哪里",
		app.Same:    "一致，生成以后没有改过",
		app.Resaved: "一致。录入工作簿重新保存过，但内容没有变",
		app.Changed: "不一致。录入工作簿在生成以后改过，请" + again,
		app.Other:   "录入工作簿在生成以后保存过，内容有没有变看不出来：生成时用的是别的模板包。请用 --模板包 写明那个模板包，或" + again,
	}[id.State]
}

func edited(id *app.Identity) string {
	switch {
	case !id.Edited:
		return "没有，和生成时一样"
	case id.Origin.Kind == seal.Tables:
		return "生成以后用别的程序保存过，可能改过。要逐格比较，运行 ysgk verify 文件 --录入 录入工作簿"
	}
	return "生成以后用别的程序保存过，可能改过"
}

func aboutLedger(id *app.Identity, p *pack.Pack) []line {
	l := id.Ledger
	switch {
	case l == nil && id.Kind == input.Foreign:
		return []line{{"这是", "看不出来历：里面没有 ysgk 记的来源（不是 ysgk 生成的，或者用别的程序保存时丢了），也不是录入工作簿。是公开表的，用 ysgk verify 核对"}}
	case l == nil:
		return []line{{"这是", "录入工作簿，还没有填好：" + count(id.Findings) + "；ysgk check 列出它们"}}
	}
	var rows []string
	for _, s := range p.Input.Sheets {
		if t := l.Tables[s.Name]; t != nil && t.Len() > 0 {
			rows = append(rows, fmt.Sprintf("%s %d 行", s.Name, t.Len()))
		}
	}
	lines := []line{{"这是", "录入工作簿"}}
	for _, it := range p.Input.Info {
		lines = append(lines, line{it.Name, l.Info[it.Name]})
	}
	return append(lines,
		line{"明细", strings.Join(rows, "，")},
		line{"校验值", l.Source.SHA256},
		line{"按哪个模板包读", p.Identity.Name},
	)
}
