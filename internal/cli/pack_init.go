package cli

import (
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/bind"
	"ysgk/internal/disk"
)

// learning is how much memory the workbooks of a form may take before garbage is
// swept more often, in bytes.
const learning = 384 << 20

func (f *face) packInit() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init 文件夹 [选项]",
		Short: "写出一套模板包文件，照着改",
		Long: `把自带的模板包写成文件：pack.yaml、预算公开表.xlsx、科目表（CSV）、标签一览.csv 和
各格的标签.csv。

--模板 从本局自己的官方表（.xlsx）开始，把标签写进它的一份副本，pack.yaml 只写和自带的不同的地方。
--范例 和 --录入 是某个部门去年做好的公开表和它的录入工作簿：照它认出每一格取哪些明细，
再用这份录入填一遍，和范例逐格比较。没有范例的，只按表上的文字认。
去年的录入找不到的，不写 --录入：从范例的数重建一份（去年录入（从公开表重建）.xlsx），
备注里写明每笔取自哪几格、哪些是摊的；它和范例一致，只说明表的排法认对了。
官方表、范例、录入都不动；没有把握的不写，都列在待办.txt里。
文件夹里已有的文件一个也不覆盖；有同名的，什么都不写。`,
		Example: "  ysgk pack init 本市模板包\n  ysgk pack init 本市模板包 --模板 官方表.xlsx --范例 去年公开表.xlsx --录入 去年录入.xlsx",
		Args:    exactly("文件夹"),
		RunE: func(cmd *cobra.Command, args []string) error {
			debug.SetMemoryLimit(learning) // the garbage of one step is swept before the next
			if err := f.load(cmd); err != nil {
				return err
			}
			own, _ := cmd.Flags().GetString("模板")
			example, _ := cmd.Flags().GetString("范例")
			ledger, _ := cmd.Flags().GetString("录入")
			switch {
			case example == "" && ledger != "":
				return usageError("还要用 --范例 写明这本录入做出的公开表")
			case own != "" || example != "":
				return f.learn(args[0], app.LearnRequest{Form: own, Example: example, Ledger: ledger})
			}
			files, err := app.StartPack()
			if err != nil {
				return err
			}
			names, err := disk.CreateAll(args[0], files)
			if err != nil {
				return err
			}
			fmt.Fprintf(f.out, "已写到文件夹 %s：%s\n", args[0], strings.Join(names, "、"))
			fmt.Fprintf(f.out, "下一步：改 pack.yaml 开头的名称、地区、年度和作者；用 Excel 或 WPS 改模板；再运行：ysgk pack check %s\n", args[0])
			return nil
		},
	}
	cmd.Flags().String("模板", "", "本局自己的官方表`文件`（.xlsx）；不写就用范例的表样")
	cmd.Flags().String("范例", "", "去年做好的公开表`文件`：照它认出每一格取哪些明细")
	cmd.Flags().String("录入", "", "做出范例的录入工作簿`文件`")
	return cmd
}

// learn writes a pack that is learned from an example, and says how well it makes
// the example again.
func (f *face) learn(folder string, r app.LearnRequest) error {
	files, made, found, err := app.Learn(r)
	if err != nil {
		return err
	}
	if found.HasErrors() {
		printFindings(f.err, filepath.Base(r.Ledger), found)
		fmt.Fprintf(f.err, "%s。没有写模板包；改好录入后再运行一次。\n", count(found))
		return errData
	}
	names, err := disk.CreateAll(folder, files)
	if err != nil {
		return err
	}
	fmt.Fprintf(f.out, "已写到文件夹 %s：%s\n", folder, strings.Join(names, "、"))
	if r.Ledger == "" && r.Example != "" {
		fmt.Fprintf(f.out, "没有录入，%s 是从范例重建的：下面的“相同”只说明表的排法认对了，不证明数对。\n", app.RebuiltFile)
	}
	f.tellProofs(made.Proofs, made.Texts)
	todo := made.ToDo()
	fmt.Fprintf(f.out, "写了 %d 处标签和公式；还有 %d 处要看，都在 %s 里", len(made.Written), len(todo), app.TodoFile)
	for i, e := range todo {
		if i == most {
			fmt.Fprintf(f.out, "\n  ……")
			break
		}
		fmt.Fprintf(f.out, "\n  %s", e)
	}
	fmt.Fprintf(f.out, "\n下一步：改 pack.yaml 开头的名称、地区和作者；做完待办，再运行：ysgk pack check %s\n", folder)
	return nil
}

// tellProofs says how well a pack makes an example again.
func (f *face) tellProofs(proofs []bind.Proof, texts []bind.TextProof) {
	if len(proofs)+len(texts) == 0 {
		return
	}
	fmt.Fprintln(f.out, "用范例的录入填了一遍，和范例逐格比较：")
	if len(proofs) > 0 {
		fmt.Fprintln(f.out, proofTable(proofs))
	}
	for _, p := range texts {
		fmt.Fprintf(f.out, "  %s\n", p)
	}
}

// proofTable is how many figures of each table came out as in the example.
func proofTable(proofs []bind.Proof) string {
	w := amountTable(2, 3)
	w.AppendHeader(table.Row{"表", "相同", "不同"})
	right, wrong := 0, 0
	for _, p := range proofs {
		w.AppendRow(table.Row{p.Sheet, p.Right, p.Wrong()})
		right, wrong = right+p.Right, wrong+p.Wrong()
	}
	w.AppendFooter(table.Row{"合计", right, wrong})
	return w.Render()
}
