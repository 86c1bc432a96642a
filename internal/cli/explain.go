package cli

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/formula"
	"ysgk/internal/money"
	"ysgk/internal/summary"
	"ysgk/internal/textwidth"
	"ysgk/internal/trace"
)

func (f *face) explainCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "explain 预算公开表.xlsx [表名!单元格] [选项]",
		Short: "说明公开表里一个数的来历：算式，和组成它的每条明细",
		Long: `说明公开表里一格的来历：是多少，怎样算出来的，由录入工作簿的哪些格子组成。
明细相加与这个数分毫不差；公开表里的数和录入算出来的不同时，两个数都列出。

可以写单元格，也可以用文字：--表 写工作表名或表名，--行 写编码或名称，--列 写表头。
公开文本（.docx）里的数，照抄句子里的一段连同数，说它是公开表的哪一格、从哪些明细来。
录入工作簿不写时，找公开表旁边生成它的那一本；也可以直接写录入工作簿，看它会生成什么数。
什么文件都不改。退出码：0 说明了；2 命令写得不对，或文件打不开。`,
		Example: "  ysgk explain 预算公开表.xlsx 表三!D12\n  ysgk explain 预算公开表.xlsx --表 支出总表 --行 2040601 --列 基本支出\n  ysgk explain 预算公开表.xlsx 表三!C6 --录入 录入.xlsx -o 明细.xlsx\n  ysgk explain 公开文本.docx 基本支出2538.32万元",
		Args:    explainArgs,
		RunE:    f.explain,
	}
	cmd.Flags().String("录入", "", "录入工作簿，`文件`；不写就找公开表旁边生成它的那一本；汇总的，写各部门录入的文件夹")
	cmd.Flags().String("表", "", "哪张`表`：工作表名、表名或表名的一部分")
	cmd.Flags().String("行", "", "哪一`行`：科目编码、科目名称、单位或项目名称")
	cmd.Flags().String("列", "", "哪一`列`：表头的文字")
	cmd.Flags().Bool("全部", false, "在屏幕上列出全部明细")
	cmd.Flags().StringP("明细", "o", "", "把明细写成一本工作簿，`文件或文件夹`")
	formatFlag(cmd)
	return cmd
}

// explainArgs wants a workbook, and a cell either as an argument or in words.
func explainArgs(cmd *cobra.Command, args []string) error {
	words := slices.ContainsFunc([]string{"表", "行", "列"}, cmd.Flags().Changed)
	switch {
	case len(args) == 0:
		return usageError("请写明公开表和单元格，如：ysgk explain 预算公开表.xlsx 表三!D12")
	case len(args) == 1 && app.IsDocument(args[0]):
		return usageError("公开文本里的数，请照抄句子里的一段，如：ysgk explain 公开文本.docx 基本支出2538.32万元")
	case len(args) == 1 && !words:
		return usageError("请写明单元格，如 表三!D12，或用 --表、--行、--列 说明是哪一格")
	case len(args) > 2:
		return usageError("一次只能说明一格；文件名里有空格时，请用引号括起来")
	case len(args) == 2 && words:
		return usageError("写了单元格就不用再写 --表、--行、--列")
	}
	return nil
}

func (f *face) explain(cmd *cobra.Command, args []string) error {
	p, format, err := f.asked(cmd)
	if err != nil {
		return err
	}
	r := app.ExplainRequest{Pack: p, File: args[0]}
	if len(args) == 2 {
		r.Cell = args[1]
	}
	// These fail only for flags that do not exist.
	r.Input, _ = cmd.Flags().GetString("录入")
	r.Table, _ = cmd.Flags().GetString("表")
	r.Row, _ = cmd.Flags().GetString("行")
	r.Column, _ = cmd.Flags().GetString("列")
	all, _ := cmd.Flags().GetBool("全部")
	output, _ := cmd.Flags().GetString("明细")
	e, err := f.explained(cmd, r)
	if err != nil {
		return err
	}
	return f.answer(format, func() any { return explainDocument(e) }, func() { explainText(f, e, all) }, output, "明细表",
		func() (file, kept string, err error) { return app.WriteItems(e, output, args[0], time.Now()) })
}

// explained asks the input workbook, or for a summary those of all departments in a folder.
func (f *face) explained(cmd *cobra.Command, r app.ExplainRequest) (*app.Explained, error) {
	folder := summarised(r.File, r.Input)
	if folder == "" {
		return app.Explain(r)
	}
	book, err := summary.Trace(cmd.Context(), r.Pack, folder, "")
	if err != nil {
		return nil, err
	}
	return app.ExplainIn(r, book, folder)
}

// summarised is the folder of the departments' input workbooks behind a summary: the one
// given, or that of the name it tells, beside it or one folder up; "" of other files.
func summarised(file, given string) string {
	isFolder := func(path string) bool {
		info, err := os.Stat(path)
		return err == nil && info.IsDir()
	}
	if given != "" {
		if isFolder(given) {
			return given
		}
		return ""
	}
	name := app.OriginOf(file).Input
	if name == "" || strings.EqualFold(filepath.Ext(name), ".xlsx") {
		return ""
	}
	for _, folder := range []string{filepath.Dir(file), filepath.Dir(filepath.Dir(file)), filepath.Join(filepath.Dir(file), "..")} {
		if path := filepath.Join(folder, name); isFolder(path) {
			return path
		}
	}
	return ""
}

// byDepartment lists what departments have of a figure.
func (f *face) byDepartment(items []trace.Item) {
	shares := summary.Shares(items)
	if len(shares) == 0 {
		return
	}
	w := amountTable(2, 3)
	w.AppendHeader(table.Row{"部门", "明细（条）", "金额（元）"})
	for _, s := range shares {
		w.AppendRow(table.Row{s.Owner, s.Items, money.Print(s.Fen.Yuan())})
	}
	fmt.Fprintf(f.out, "来自 %d 个部门：\n%s\n", len(shares), w.Render())
}

// explainText tells a figure's story: what, how much, how computed, of what.
func explainText(f *face, e *app.Explained, all bool) {
	say := func(format string, args ...any) { fmt.Fprintf(f.out, format+"\n", args...) }
	if e.Said != nil {
		say("公开文本%s写的是“%s”，是公开表的 %s：", e.Said.Place, e.Said.Text, e.Said.Cell)
		if !e.Said.Agree {
			say("注意：句子里的数和录入算出来的不同。")
		}
	}
	say("%s  %s", e.Place.Place, joined(" · ", e.Table, e.Row, e.Label.Column))
	switch e.Kind {
	case trace.Heading, trace.Text:
		explainWords(f, e, all)
	case trace.Number:
		say("%s", trace.Unitless(e.Value, e.Shown))
		differs(f, e)
		equation(f, e)
	default:
		say("%s", trace.Says(e.Value, e.Figure))
		differs(f, e)
		equation(f, e)
		behind(f, e, e.Items, e.Yuan.Sub(e.Fixed), all)
	}
	say("依据录入工作簿：%s", e.Input)
}

// differs says plainly that the workbook has something else.
func differs(f *face, e *app.Explained) {
	if e.Filed == nil {
		return
	}
	if e.Filed.Place != e.Place.Place {
		fmt.Fprintf(f.out, "这一格在公开表的 %s（行列和按录入生成的不同）\n", e.Filed.Place)
	}
	if e.Filed.Rounded {
		fmt.Fprintf(f.out, "公开表里写的是 %s，是四舍五入到两位小数的\n", e.Filed.Text)
		return
	}
	if e.Filed.Differs {
		fmt.Fprintf(f.out, "注意：公开表里写的是「%s」，按录入工作簿应是「%s」：公开表手工改过，或录入改后没有重新生成\n", cmp.Or(e.Filed.Text, "空"), trace.Exactly(e.Value))
	}
}

// maxTerms and maxItems are how many lines of each the screen shows.
const (
	maxTerms = 40
	maxItems = 20
)

func equation(f *face, e *app.Explained) {
	if e.Formula == "" {
		return
	}
	fmt.Fprintf(f.out, "算式：%s = %s\n", e.Cell, e.Formula)
	if !e.Adds {
		fmt.Fprintln(f.out, "这个公式不是把各项相加，列不出组成它的明细；它用到的格子是：")
	} else if w := inWords(e); w != "" {
		fmt.Fprintf(f.out, "      %s\n", w)
	}
	w := amountTable(4)
	w.bare, w.places = true, []int{1, 2}
	hidden := 0
	for _, t := range e.Terms {
		if t.Value.Kind == formula.Blank || t.Value.Kind == formula.Number && t.Value.Num.IsZero() {
			hidden++
			continue
		}
		if w.Length() == maxTerms {
			continue
		}
		at, name := t.Place.String(), joined(" · ", t.Row, t.Label.Column)
		if t.Sheet == e.Sheet {
			at = t.Place.Cell
		} else {
			name = joined(" · ", t.Table, name)
		}
		if t.Cell == "" {
			at, name = "", "直接记在本级的"
		}
		sign := "+"
		switch n := t.Times.String(); {
		case !e.Adds:
			sign = ""
		case n == "-1":
			sign = "−"
		case n != "1" && t.Cell != "":
			sign = "×" + n
		}
		w.AppendRow(table.Row{"    " + sign, at, name, trace.Exactly(t.Value)})
	}
	if w.Length() > 0 {
		fmt.Fprintln(f.out, w.Render())
	}
	if n := len(e.Terms) - hidden - w.Length(); n > 0 {
		fmt.Fprintf(f.out, "    还有 %d 格没有列出\n", n)
	}
	if hidden > 0 {
		fmt.Fprintf(f.out, "    另有 %d 格是空的\n", hidden)
	}
}

// maxWords is how many names an equation in words may have.
const maxWords = 6

// inWords says an equation by the names of its terms: those of the columns
// where all stand in the cell's row, those of the rows where all stand in its
// column.
func inWords(e *app.Explained) string {
	if len(e.Terms) == 0 || len(e.Terms) > maxWords {
		return ""
	}
	row, column := []string{}, []string{}
	for _, t := range e.Terms {
		if t.Cell == "" || t.Sheet != e.Sheet || t.Times.String() != "1" {
			return ""
		}
		row, column = append(row, t.Row), append(column, t.Label.Column)
	}
	same := func(names []string, name string) bool {
		return !slices.ContainsFunc(names, func(n string) bool { return n != name })
	}
	switch {
	case same(row, e.Row):
		return lastHeader(e.Label.Column) + " = " + strings.Join(each(column, lastHeader), " + ")
	case same(column, e.Label.Column):
		return e.Row + " = " + strings.Join(row, " + ")
	}
	return ""
}

// lastHeader is the lowest of the headers above a column.
func lastHeader(header string) string {
	words := strings.Fields(header)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

func each(names []string, do func(string) string) (out []string) {
	for _, n := range names {
		out = append(out, do(n))
	}
	return out
}

// behind lists the line items of a figure of some 元.
func behind(f *face, e *app.Explained, items []trace.Item, yuan decimal.Decimal, all bool) {
	if !e.Adds {
		return
	}
	if !e.Fixed.IsZero() {
		fmt.Fprintf(f.out, "其中 %s 元是模板里写定的，不来自明细\n", money.Print(e.Fixed))
	}
	if len(items) == 0 {
		fmt.Fprintln(f.out, "明细：没有一条，所以是 0")
		return
	}
	if !slices.ContainsFunc(items, func(i trace.Item) bool { return !i.Yuan().IsZero() }) { // such as last year's amounts that nobody has
		fmt.Fprintf(f.out, "明细：%d 条，这个金额都空着或是 0，所以是 0\n", len(items))
		return
	}
	verdict := "与这个数相等"
	if sum := trace.Sum(items); !sum.Equal(yuan) {
		verdict = "与这个数不等，请告诉维护人员"
	}
	f.byDepartment(items)
	fmt.Fprintf(f.out, "明细：%d 条，合计 %s 元，%s\n", len(items), money.Print(trace.Sum(items)), verdict)
	for _, g := range e.Book.Groups(items) {
		listItems(f, e.Book, g, all)
	}
}

// listItems prints the items of one sheet; of long lists the largest.
func listItems(f *face, b *trace.Book, g trace.Group, all bool) {
	order := make([]int, len(g.Items))
	for i := range order {
		order[i] = i
	}
	if len(order) > maxItems && !all {
		slices.SortStableFunc(order, func(x, y int) int { return g.Items[y].Yuan().Abs().Cmp(g.Items[x].Yuan().Abs()) })
		order = order[:maxItems]
		slices.Sort(order)
	}
	if len(g.Common) > 0 {
		var words []string
		for _, c := range g.Common {
			words = append(words, c.Name+" "+c.Value)
		}
		fmt.Fprintf(f.out, "这些明细的%s\n", strings.Join(words, "；"))
	}
	w := amountTable(3)
	w.places = []int{1}
	w.AppendHeader(table.Row{"单元格", strings.Join(g.Names, "，"), "金额（元）"})
	for _, i := range order {
		amount := money.Print(g.Items[i].Amount().Yuan())
		if n := g.Items[i].Times; n != 1 {
			amount = fmt.Sprintf("%s × %d", amount, n)
		}
		w.AppendRow(table.Row{b.At(g.Items[i]).String(), joined("，", g.Rows[i]...), amount})
	}
	fmt.Fprintln(f.out, w.Render())
	if len(order) < len(g.Items) {
		rest := trace.Sum(g.Items)
		for _, i := range order {
			rest = rest.Sub(g.Items[i].Yuan())
		}
		fmt.Fprintf(f.out, "只列出金额最大的 %d 条；其余 %d 条合计 %s 元。加 --全部 都列出，或用 -o 写成工作簿\n", len(order), len(g.Items)-len(order), money.Print(rest))
	}
}

// explainWords says what a text is made of.
func explainWords(f *face, e *app.Explained, all bool) {
	what := "这一格是文字"
	if e.Kind == trace.Heading {
		what = "这一格是表头"
	}
	fmt.Fprintf(f.out, "%s：“%s”\n", what, trace.Exactly(e.Value))
	differs(f, e)
	for _, p := range e.Parts {
		switch {
		case p.Amount:
			fmt.Fprintf(f.out, "其中“%s”是 %s，准确数 %s 元\n", p.Text, p.Field, money.Print(p.Yuan))
			behind(f, e, p.Items, p.Yuan, all)
		case p.Item != "":
			fmt.Fprintf(f.out, "其中“%s”来自录入工作簿“%s”的 %s\n", p.Text, e.Book.Pack.Input.InfoSheet(), p.Item)
		case p.Expr != "":
			fmt.Fprintf(f.out, "其中“%s”是 %s，由模板包的算式算出：%s\n", p.Text, p.Tag, p.Expr)
		case p.Tag != "":
			fmt.Fprintf(f.out, "其中“%s”是 %s，由模板包规定\n", p.Text, p.Tag)
		case p.From.Cell != "":
			fmt.Fprintf(f.out, "“%s”来自录入工作簿的 %s\n", clipped(p.Text), p.From)
		case p.Field != "":
			fmt.Fprintf(f.out, "“%s”是 %s，来自模板包或科目表\n", clipped(p.Text), p.Field)
		}
	}
	if !slices.ContainsFunc(e.Parts, func(p trace.Part) bool { return p.Amount || p.Tag != "" || p.Field != "" }) {
		fmt.Fprintln(f.out, "是官方模板上的文字，不来自录入")
	}
}

// clipped is the beginning of a text, in one line.
func clipped(s string) string { return clippedTo(s, 60) }

func clippedTo(s string, width int) string {
	return textwidth.Cut(strings.Join(strings.Fields(s), " "), width, "…")
}

// joined puts a sign between those words that are not empty.
func joined(sign string, words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(s string) bool { return s == "" }), sign)
}
