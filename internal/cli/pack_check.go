package cli

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/lint"
	"ysgk/internal/pack"
	"ysgk/internal/tables"
)

// aboutPack says what the findings of pack check mean for the clerk.
var aboutPack = about{finding.Error: "改好之前不要发出去", finding.Warning: "请逐条看一下", finding.Note: "供参考"}

func (f *face) packCheck() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check [文件夹或文件] [选项]",
		Short: "检查模板包，并用各种样例数据试填",
		Long: `检查模板包，每处写明工作表和单元格，或文件和行，以及怎么办：
不认识的标签和名称，没有用到的视图，不会有明细的筛选，没有上级的编码；
引用不到的公式，把上级和下级加在一起的公式，Excel 2010 和老的 WPS 没有的函数，不常见的字体；
表头、标题说的和标签取的不是一回事，单位（元、万元）不对，合计行、列没有标签，留着的样例行和“XX”，写死的年度。

定义没有错误时，按模板包自己的定义编样例数据试填：空的、只有一条的、只有一种资金或单位性质的、
没有某个视图的数的、很大的录入各一次；--录入 再用真的录入工作簿试。错误值、印不下的数和字、
分到两页的表头都会指出来。装了 LibreOffice 的，再用它重新算一遍。样例数据不写进任何文件。
--范例 是某个部门去年做好的公开表，和一个 --录入 一起写：用这份录入填一遍，和范例逐格比较，
像 pack init 那样列出不同的格。改过标签以后可以再比一次。
文件夹里有标签一览.csv、各格的标签.csv 的，按现在的模板包重写。
退出码：0 没有错误；1 有错误；2 命令写得不对，或文件打不开。`,
		Example: "  ysgk pack check 本市模板包\n  ysgk pack check 本市模板包 --录入 某部门录入.xlsx\n  ysgk pack check 本市模板包 --录入 去年录入.xlsx --范例 去年公开表.xlsx",
		Args:    folderOrFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.load(cmd); err != nil {
				return err
			}
			p, err := f.packAt(args)
			var refused pack.Refusal
			if errors.As(err, &refused) {
				return f.refused(refused)
			}
			if err != nil {
				return err
			}
			files := inputs(cmd)
			example, _ := cmd.Flags().GetString("范例")
			if example != "" && len(files) != 1 {
				return usageError("--范例 要和一个 --录入 一起写：做出它的那本录入工作簿")
			}
			c, err := app.CheckPack(p, files)
			if err != nil {
				return err
			}
			if err := f.renewLists(p, f.named(args)); err != nil {
				return err
			}
			all, _ := cmd.Flags().GetBool("全部")
			err = f.tell(c, p.Unit.Name, f.named(args), all)
			if example == "" || err != nil && !errors.Is(err, errData) {
				return err
			}
			return errors.Join(err, f.against(p, files[0], example))
		},
	}
	inputFlag(cmd, triesFill)
	cmd.Flags().String("范例", "", "再和去年做好的公开表`文件`逐格比较，它的录入写在 --录入 后面")
	cmd.Flags().Bool("全部", false, "列出全部问题，和全部公式怎样随清单伸缩")
	return cmd
}

// against compares what a pack makes of an input workbook with an example.
func (f *face) against(p *pack.Pack, ledger, example string) error {
	made, found, err := app.AgainstExample(p, ledger, example)
	if err != nil {
		return err
	}
	if made == nil {
		printFindings(f.err, filepath.Base(ledger), found)
		fmt.Fprintln(f.err, "没有和范例比较：这份录入填不出来。")
		return errData
	}
	f.tellProofs(made.Proofs, made.Texts)
	for _, e := range made.ToDo() {
		fmt.Fprintf(f.out, "  %s\n", e)
	}
	return nil
}

// renewLists makes the lists of a pack's folder again, and says so.
func (f *face) renewLists(p *pack.Pack, folder string) error {
	renewed, err := app.RenewLists(p, folder)
	if err != nil {
		return err
	}
	for _, name := range renewed {
		fmt.Fprintf(f.out, "已按现在的模板包重写：%s\n", name)
	}
	return nil
}

// triesFill is what 录入 does where a pack is tried.
const triesFill = "再用这本`录入工作簿`试填"

// inputFlag names real input workbooks, and says what for.
func inputFlag(cmd *cobra.Command, does string) {
	cmd.Flags().StringArray("录入", nil, does+"；可以写几次")
}

func inputs(cmd *cobra.Command) []string {
	files, _ := cmd.Flags().GetStringArray("录入") // fails only for a flag that does not exist
	return files
}

// refused lists why a pack cannot even be loaded.
func (f *face) refused(r pack.Refusal) error {
	fmt.Fprintf(f.out, "错误 %d 处（%s）\n", len(r), aboutPack[finding.Error])
	for _, p := range r {
		fmt.Fprintf(f.out, "  %s\n", p)
	}
	fmt.Fprintln(f.out, "\n改好以后再检查一次；模板和样例数据要到那时才检查。")
	return errData
}

// tell shows all that is found in a pack.
func (f *face) tell(c *app.PackReport, unit, folder string, all bool) error {
	rest := "加 --全部 "
	if all {
		rest = ""
	}
	printGroups(f.out, c.Findings, aboutPack, rest)
	f.tellReadings(c, all)
	switch {
	case !c.Tried:
		fmt.Fprintf(f.out, "没有试填：有错误时填不出来。%s。\n", count(c.Findings))
		return errData
	case c.Trial == nil:
		fmt.Fprintf(f.out, "试填过了；“样例数据”有上面的错误，填不出来，所以不列各表的行数和合计，也没有用 LibreOffice 重新算。%s。\n", count(c.Findings))
		return errData
	}
	fmt.Fprintln(f.out, outcome(c.Trial, unit))
	again := "公式都用 LibreOffice 重新算过"
	if !c.Trial.Recalculated {
		again = "没有装 LibreOffice，公式只由本程序算过；请用 Excel 或 WPS 打开一次生成的公开表"
	}
	fmt.Fprintf(f.out, "样例数据试填完（上面是其中一种，共 %d 种录入），%s。\n", c.Trial.Kinds, again)
	if c.Findings.HasErrors() {
		fmt.Fprintf(f.out, "%s。\n", count(c.Findings))
		return errData
	}
	if n := app.LeftToDo(folder); n > 0 {
		fmt.Fprintf(f.out, "没有错误；%s 里还有 %d 条，做完一条删一条，做完了再用 ysgk pack build 做成文件。\n", app.TodoFile, n)
		return nil
	}
	fmt.Fprintln(f.out, "没有错误，可以用 ysgk pack build 做成文件。")
	return nil
}

// fewReadings is how many formulas are shown unless all are asked for.
const fewReadings = 20

// tellReadings shows how the formulas that touch a list are read when it grows, and
// how tables of several sides and blocks of rows are.
func (f *face) tellReadings(c *app.PackReport, all bool) {
	if len(c.Laid) > 0 {
		fmt.Fprintln(f.out, "左右并列和成块的部分怎样理解：")
		for _, line := range c.Laid {
			fmt.Fprintln(f.out, "  "+line)
		}
		fmt.Fprintln(f.out)
	}
	if len(c.Readings) == 0 {
		return
	}
	fmt.Fprintln(f.out, "公式怎样随清单伸缩：")
	for i, r := range c.Readings {
		if i >= fewReadings && !all {
			fmt.Fprintf(f.out, "  另有 %d 个公式，加 --全部 都列出\n", len(c.Readings)-i)
			break
		}
		fmt.Fprintf(f.out, "  %s!%s =%s：%s\n", r.Sheet, r.Cell, r.Formula, r.Words)
	}
	fmt.Fprintln(f.out)
}

// outcome shows how each sheet came out with made-up figures.
func outcome(t *lint.Trial, unit string) string {
	totals := map[string]tables.Total{}
	for _, x := range t.Tables {
		totals[x.Sheet] = x
	}
	w := amountTable(2, 3, 4, 5)
	w.AppendHeader(table.Row{"工作表", "有内容的行", "公式", "有错的格", "合计（" + unit + "）"})
	for _, s := range t.Sheets {
		amount := ""
		if x, ok := totals[s.Name]; ok {
			amount = total(x)
		}
		w.AppendRow(table.Row{s.Name, s.Rows, s.Formulas, s.Faults, amount})
	}
	return w.Render()
}
