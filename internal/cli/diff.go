package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/compare"
	"ysgk/internal/money"
	"ysgk/internal/textwidth"
)

func (f *face) diffCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "diff 旧.xlsx 新.xlsx [选项]",
		Short: "比较两本录入工作簿或公开表：明细怎么变的，公开表哪些数跟着变",
		Long: `比较两本工作簿，每本可以是录入工作簿，也可以是做好的公开表。什么文件都不改。

两本都是录入工作簿时，列出增加、删除、修改的明细（按单位、科目、项目等对应，不按行号），
和公开表里因此变动的每一格：原预算、调整数、调整后、变动比例。
有一本是公开表时，比较两边的公开表：表按标题找，行按科目和名称对应，插行、移表都不影响。
两份公开文本（.docx）也能比：哪一段、表的哪一行加了、删了、改了，哪些数变了。
退出码：0 比较完了（不管有没有不同）；2 命令写得不对，或文件打不开。`,
		Example: "  ysgk diff 调整前录入.xlsx 录入.xlsx\n  ysgk diff 调整前录入.xlsx 录入.xlsx -o 调整对照表.xlsx\n  ysgk diff 去年公开表.xlsx 今年公开表.xlsx\n  ysgk diff 旧文本.docx 新文本.docx",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usageError("请写明两本工作簿，旧的在前，如：ysgk diff 调整前录入.xlsx 录入.xlsx；文件名里有空格时，请用引号括起来")
			}
			return nil
		},
		RunE: f.diff,
	}
	cmd.Flags().Bool("全部", false, "在屏幕上列出全部变动")
	cmd.Flags().StringP("对照表", "o", "", "写一本可以打印的调整对照表，`文件或文件夹`")
	formatFlag(cmd)
	return cmd
}

func (f *face) diff(cmd *cobra.Command, args []string) error {
	p, format, err := f.asked(cmd)
	if err != nil {
		return err
	}
	// These fail only for flags that do not exist.
	all, _ := cmd.Flags().GetBool("全部")
	output, _ := cmd.Flags().GetString("对照表")
	switch n := app.IsDocument(args[0]); {
	case n != app.IsDocument(args[1]):
		return usageError("两个都要是公开文本（.docx），或都是工作簿")
	case n && output != "":
		return usageError("比较公开文本不写对照表；加 --格式 json 给别的程序读")
	case n:
		return f.diffDocuments(p, format, all, args)
	}
	d, err := app.Diff(p, args[0], args[1])
	if err != nil {
		return err
	}
	return f.answer(format, func() any { return diffDocument(d) }, func() { diffText(f, d, all) }, output, "调整对照表",
		func() (file, kept string, err error) { return app.WriteDiff(d, output, args[1], time.Now()) })
}

// maxChanges is how many changes of a kind the screen shows.
const maxChanges = 30

func diffText(f *face, d *compare.Differences, all bool) {
	limit := maxChanges
	if all {
		limit = 1 << 30
	}
	fmt.Fprintf(f.out, "%s → %s\n", d.Old, d.New)
	diffRecords(f, d, limit)
	if left := d.Left(); left != "" {
		fmt.Fprintln(f.out, left)
	}
	if len(d.Tables) == 0 {
		fmt.Fprintf(f.out, "公开表：%d 张，没有变动。\n", d.Count)
		return
	}
	cells := 0
	for _, t := range d.Tables {
		cells += len(t.Cells)
	}
	fmt.Fprintf(f.out, "公开表：%d 张里有 %d 张变了，共 %d 格。\n", d.Count, len(d.Tables), cells)
	if list := balances(d); list != "" {
		fmt.Fprintln(f.out, list)
	}
	diffCells(f, d, limit)
}

func diffRecords(f *face, d *compare.Differences, limit int) {
	if d.Totals == nil && len(d.Records) == 0 {
		return
	}
	if len(d.Records) == 0 {
		fmt.Fprintln(f.out, "录入：没有变动。")
		return
	}
	fmt.Fprintf(f.out, "录入：%s。\n", tally(d.Records))
	groups := alike(d.Records)
	for i, g := range groups {
		if i == limit {
			left := 0
			for _, g := range groups[i:] {
				left += len(g)
			}
			fmt.Fprintf(f.out, "  还有 %d 条没有列出。加 --全部 都列出，或用 -o 写成工作簿\n", left)
			break
		}
		diffRecord(f, d, g[0])
		if n := len(g) - 1; n > 0 {
			fmt.Fprintf(f.out, "        同样的修改还有 %d 条：%s 到 %s\n", n, g[1].New.At, g[n].New.At.Cell)
		}
	}
	for _, t := range d.Totals {
		if t.Old != t.New {
			fmt.Fprintf(f.out, "  %s合计：%s → %s 元（%s）\n", t.Sheet, money.Print(t.Old.Yuan()), money.Print(t.New.Yuan()), compare.Signed(t.New.Yuan().Sub(t.Old.Yuan())))
		}
	}
}

func diffRecord(f *face, d *compare.Differences, c compare.Change) {
	fmt.Fprintf(f.out, "  %s  %s\n", c.Kind, c.Where())
	if what := d.Describe(c); what != "" {
		for _, line := range wrapped(what, 72) {
			fmt.Fprintf(f.out, "        %s\n", line)
		}
	}
	for _, t := range c.Texts {
		fmt.Fprintf(f.out, "        %s：%s → %s\n", t.Field, quotedOrEmpty(d.Named(t.Field, t.Old)), quotedOrEmpty(d.Named(t.Field, t.New)))
	}
	for _, a := range c.Amounts {
		fmt.Fprintf(f.out, "        %s：%s → %s 元（%s）\n", a.Field, money.Print(a.Old.Yuan()), money.Print(a.New.Yuan()), compare.Signed(a.New.Yuan().Sub(a.Old.Yuan())))
	}
}

// alike puts changes together that follow each other and are the same change of
// texts, such as a project's new name in each of its indicators.
func alike(changes []compare.Change) (groups [][]compare.Change) {
	for i, c := range changes {
		if i > 0 && len(c.Texts) > 0 && c.Amounts == nil && changes[i-1].Amounts == nil &&
			c.Sheet == changes[i-1].Sheet && slices.Equal(c.Texts, changes[i-1].Texts) {
			groups[len(groups)-1] = append(groups[len(groups)-1], c)
			continue
		}
		groups = append(groups, []compare.Change{c})
	}
	return groups
}

// tally says how many changes of each kind there are.
func tally(changes []compare.Change) string {
	var words []string
	for _, k := range []compare.Kind{compare.Added, compare.Removed, compare.Changed} {
		n := 0
		for _, c := range changes {
			if c.Kind == k {
				n++
			}
		}
		if n > 0 {
			words = append(words, fmt.Sprintf("%s %d 条", k, n))
		}
	}
	return strings.Join(words, "，")
}

func quotedOrEmpty(s string) string {
	if s == "" {
		return "（空）"
	}
	return "“" + clippedTo(s, 200) + "”" // a name is shown whole, a paragraph by its beginning
}

// wrapped breaks a text into lines of a width, behind commas where it can.
func wrapped(text string, width int) (lines []string) {
	line := ""
	for _, piece := range strings.SplitAfter(text, "，") {
		if line != "" && textwidth.Of(line+piece) > width {
			lines, line = append(lines, line), ""
		}
		line += piece
		for textwidth.Of(line) > width {
			head := textwidth.Cut(line, width, "")
			lines, line = append(lines, head), line[len(head):]
		}
	}
	return append(lines, line)
}

// balances is the list of the tables that changed, with their totals before and after;
// "" if none of them has a total.
func balances(d *compare.Differences) string {
	w := amountTable(3, 4, 5, 6)
	w.AppendHeader(table.Row{"表", "名称", "原预算（" + d.Unit.Name + "）", "调整数", "调整后", "变动"})
	for _, b := range d.All {
		if !slices.ContainsFunc(d.Tables, func(t compare.TableChange) bool { return t.Table().Form == b.New.Form }) {
			continue
		}
		after := d.Unit.Of(*b.New.Total)
		if b.Old == nil || b.Old.Total == nil {
			w.AppendRow(table.Row{b.New.Sheet, b.New.Name, "没有这张表", "", money.Print(after), ""})
			continue
		}
		before := d.Unit.Of(*b.Old.Total)
		w.AppendRow(table.Row{b.New.Sheet, b.New.Name, money.Print(before), change(before, after), money.Print(after), share(before, after)})
	}
	if w.Length() == 0 {
		return ""
	}
	return w.Render()
}

// change is the difference, nothing where there is none.
func change(before, after decimal.Decimal) string {
	if before.Equal(after) {
		return ""
	}
	return compare.Signed(after.Sub(before))
}

func share(before, after decimal.Decimal) string {
	s, ok := compare.Share(before, after, 4)
	switch {
	case before.Equal(after):
		return ""
	case !ok:
		return "新增"
	}
	return s.Shift(2).StringFixed(2) + "%"
}

// diffCells lists the cells that changed, table by table.
func diffCells(f *face, d *compare.Differences, limit int) {
	left := 0
	w := amountTable(3, 4, 5, 6)
	w.places = []int{1}
	w.AppendHeader(table.Row{"单元格", "哪一项", "原预算", "调整数", "调整后", "变动"})
	var texts []string
	for _, t := range d.Tables {
		switch {
		case t.Old == nil:
			texts = append(texts, "新增的表："+joined(" ", t.New.Sheet, t.New.Name))
		case t.New == nil:
			texts = append(texts, "没有了的表："+joined(" ", t.Old.Sheet, t.Old.Name))
		}
		for _, c := range t.Cells {
			x := c.Cell()
			switch {
			case w.Length()+len(texts) >= limit:
				left++
			case !x.Amount || c.Old.Text != c.New.Text:
				texts = append(texts, fmt.Sprintf("%s%s %s：%s → %s", x.At, c.Gone(), x.Words(), quotedOrEmpty(c.Old.Text), quotedOrEmpty(c.New.Text)))
			default:
				before, after := c.Before(), c.After()
				w.AppendRow(table.Row{x.At.String() + c.Gone(), joined(" · ", x.Row, lastHeader(x.Column)), money.Print(before), change(before, after), money.Print(after), share(before, after)})
			}
		}
	}
	if w.Length() > 0 {
		fmt.Fprintln(f.out, w.Render())
	}
	if len(texts) > 0 {
		fmt.Fprintln(f.out, "文字变动：")
		for _, s := range texts {
			fmt.Fprintln(f.out, "  "+s)
		}
	}
	if left > 0 {
		fmt.Fprintf(f.out, "还有 %d 格没有列出。加 --全部 都列出，或用 -o 写成可以打印的调整对照表\n", left)
	}
}
