package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/tables"
)

func (f *face) fillCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "fill 录入工作簿.xlsx [选项]",
		Short: "按录入工作簿生成预算公开表",
		Long: `读录入工作簿，生成一本预算公开表。

生成前先核对（同 check）。有错误时列出全部错误和所在单元格，不生成公开表，
只在录入工作簿旁边写一本标出问题的副本“…（标注）.xlsx”。有警告时照样生成，
警告另写在公开表旁边的“…（核对结果）.xlsx”里；和上次完全一样的警告只说一行。
公开表默认写在录入工作簿旁边。原来的公开表如果有人手工改过，先另存一份再替换。

模板包里有 Word 模板的，公开文本（.docx）也一起生成，写在公开表旁边，数出自同一份录入。
只要其中一样的，写 --只要 表格 或 --只要 文本；只要表格的，只供公开文本用的录入不用填，也不核对。

--单位 再给每个单位生成一套：公开表旁边的“单位预算公开”里，一个单位一个文件夹，有它的表和它的项目的
绩效目标表，部门名称那里印单位名称。各单位的表一格一格相加，要等于部门的表，不等的说是哪一格，
什么都不写。不知道是哪个单位的钱不分摊：说是录入的哪一格，怎么办；只属于部门的文字、上年公开数，
各单位的空着，列出来。

--pdf 再把公开文本（没有公开文本的，公开表）转成 PDF，放在它旁边：要装有 LibreOffice，会自己找；
没有装的会说怎样用 Word 或 WPS 转。第一次要一两分钟，五分钟没有转完就结束它。`,
		Example: "  ysgk fill 录入.xlsx\n  ysgk fill 录入.xlsx --只要 文本\n  ysgk fill 录入.xlsx --单位\n  ysgk fill 录入.xlsx --pdf",
		Args:    exactly("录入工作簿"),
		RunE:    func(cmd *cobra.Command, args []string) error { return f.fill(cmd, args[0]) },
	}
	cmd.Flags().StringP("输出", "o", "", "写到哪里，`文件或文件夹`；不写就写在录入工作簿旁边")
	cmd.Flags().Bool("来源", false, "在最后加一张“来源”：用哪个模板包、哪本录入工作簿生成")
	cmd.Flags().String("只要", "", "只生成`表格或文本`；不写就都生成")
	cmd.Flags().Bool("单位", false, "部门的以外，各单位再各生成一套，放在“单位预算公开”文件夹里")
	cmd.Flags().Bool("pdf", false, "再把公开文本转成 PDF（没有公开文本的，转公开表）")
	return cmd
}

func (f *face) fill(cmd *cobra.Command, file string) error {
	start := time.Now()
	p, err := f.pack(cmd)
	if err != nil {
		return err
	}
	want, err := f.only()
	if err != nil {
		return err
	}
	origin, _ := cmd.Flags().GetBool("来源")
	wantPDF, _ := cmd.Flags().GetBool("pdf")
	units, _ := cmd.Flags().GetBool("单位")
	layOut := app.LayOut(p, want)
	stage, done := f.progress(app.StagesOfFill(units, layOut != nil, wantPDF))
	result, findings, err := app.Fill(app.FillRequest{
		Pack: p, Input: file, Output: f.settings.GetString("输出"), Now: start, Only: want, Origin: origin, PDF: wantPDF, Units: units, Stage: stage, LayOut: layOut,
	})
	done()
	if err != nil {
		return err
	}
	if result.Report.Same {
		fmt.Fprintf(f.err, "%s：%s，和上次的一样，都在 %s 里\n", filepath.Base(file), count(findings), filepath.Base(result.Report.File))
	} else {
		printFindings(f.err, filepath.Base(file), findings)
	}
	if findings.HasErrors() {
		for _, n := range wroteMarks(result.Marked) {
			fmt.Fprintln(f.err, n)
		}
		if result.Marked.Err != nil {
			fmt.Fprintln(f.err, "没有写标注副本："+words(result.Marked.Err))
		}
		fmt.Fprintf(f.err, "%s。没有生成公开表；%s\n", count(findings), next(findings))
		return errData
	}
	f.wroteFiles(result.Files)
	for _, u := range result.Units {
		f.wroteFiles(u.Files)
	}
	if len(result.Left) > 0 {
		fmt.Fprintf(f.out, "“%s”里还有这次没有生成的（单位改了名、撤并了，或今年没有预算）：%s。不要用，不要了就删去\n", app.UnitsFolder, strings.Join(result.Left, "、"))
	}
	for _, r := range result.Reworded {
		fmt.Fprintln(f.out, strings.Join(r.Lines(), "\n"))
	}
	if result.Unpaged {
		fmt.Fprintln(f.out, "公开文本的目录还没有页码（没有装 LibreOffice，或它没有排出来）：用 Word 或 WPS 打开，右键点目录，选“更新域”“只更新页码”，再保存。")
	}
	trouble := f.wrotePDFs(result.PDFs)
	for _, n := range wroteReport(result.Report) {
		fmt.Fprintln(f.out, n)
	}
	if result.Report.Err != nil {
		fmt.Fprintln(f.err, "没有写核对结果："+words(result.Report.Err))
	}
	fmt.Fprintln(f.out, totals(result.Tables, p.Unit.Name))
	if len(result.Units) > 0 {
		fmt.Fprintln(f.out, unitTotals(result, p.Unit.Name))
		fmt.Fprintf(f.out, "%d 个单位各一套；各单位的表一格一格相加，都等于部门的表。\n", len(result.Units))
	}
	for _, c := range result.Lacks {
		const few = 3
		more := ""
		if len(c.Names) > few {
			more = "等"
		}
		fmt.Fprintf(f.out, "有 %d 个项目在“%s”表里没有行（%s%s）；要编绩效目标表的，运行：ysgk new %s --补绩效\n", c.Records, c.Sheet, strings.Join(c.Names[:min(few, len(c.Names))], "、"), more, typable(file))
	}
	fmt.Fprintf(f.out, "读入%s；用时 %.1f 秒。\n", rowCounts(result.Read), time.Since(start).Seconds())
	return trouble
}

// wroteFiles tells of the files of one set.
func (f *face) wroteFiles(files []disk.Written) {
	for _, w := range files {
		if w.Kept != "" {
			fmt.Fprintf(f.out, "原来的"+what(w)+"有人改过，已另存为：%s\n", w.Kept)
		}
		fmt.Fprintf(f.out, "已生成：%s\n", w.File)
		switch {
		case w.NoPrevious != nil:
			fmt.Fprintln(f.err, "没有留下上一次生成的："+words(w.NoPrevious))
		case w.Previous != "":
			fmt.Fprintf(f.out, "上一次生成的留在：%s\n", w.Previous)
		}
	}
}

// unitTotals is the list of the units with the totals of the first tables.
func unitTotals(result *app.FillResult, unit string) string {
	const most = 4
	w := amountTable(2, 3, 4, 5)
	header := table.Row{"单位"}
	shown := result.Tables[:min(most, len(result.Tables))]
	for _, t := range shown {
		header = append(header, t.Sheet+"（"+unit+"）")
	}
	w.AppendHeader(header)
	line := func(name string, all []tables.Total) {
		row := table.Row{name}
		for _, t := range shown {
			text := ""
			if i := slices.IndexFunc(all, func(x tables.Total) bool { return x.Sheet == t.Sheet }); i >= 0 {
				text = total(all[i])
			}
			row = append(row, text)
		}
		w.AppendRow(row)
	}
	for _, u := range result.Units {
		line(u.Name, u.Tables)
	}
	line("部门", result.Tables)
	return w.Render()
}

// wrotePDFs tells of the PDF files, and gives the first trouble with them.
func (f *face) wrotePDFs(made []app.PDF) (trouble error) {
	for _, m := range made {
		switch {
		case m.Err != nil:
			trouble = errors.Join(trouble, m.Err)
			continue
		case m.Same:
			fmt.Fprintf(f.out, "PDF 没有变化：%s\n", m.File)
			continue
		case m.Kept != "":
			fmt.Fprintf(f.out, "原来的 PDF 不是 ysgk 做的，已另存为：%s\n", m.Kept)
		}
		fmt.Fprintf(f.out, "已生成：%s\n", m.File)
	}
	return trouble
}

// what a file that was written is to its reader.
func what(w disk.Written) string {
	if strings.EqualFold(filepath.Ext(w.File), ".docx") {
		return "公开文本"
	}
	return "公开表"
}

// next says what to do about errors.
func next(findings finding.List) string {
	if here, _ := findings.In(); here.HasErrors() {
		return "改好后再运行一次。"
	}
	return "录入没有错误，要等财政部门改好模板包。"
}

// rowCounts says how many records there are: 单位 3 行，支出明细 84 行.
func rowCounts(counts []app.Count) string {
	var parts []string
	for _, c := range counts {
		parts = append(parts, fmt.Sprintf("%s %d 行", c.Sheet, c.Records))
	}
	return strings.Join(parts, "，")
}

// totals is the list of tables with their totals, for a glance over.
func totals(tables []tables.Total, unit string) string {
	w := amountTable(3)
	w.AppendHeader(table.Row{"表", "名称", "合计（" + unit + "）"})
	for _, t := range tables {
		name := t.Name
		if t.Pages > 0 {
			name = fmt.Sprintf("%d 张，%s", t.Pages, name)
		}
		w.AppendRow(table.Row{t.Sheet, name, total(t)})
	}
	return w.Render()
}

// total is a table's total as it is printed.
func total(t tables.Total) string {
	switch {
	case t.Empty:
		return "无数据"
	case t.None:
		return ""
	}
	return t.Amount.String()
}
