package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
)

// The formats in which findings are printed.
const (
	formatText = "文字"
	formatJSON = "json"
)

// judged is how a command that judges a file shows its findings.
type judged struct {
	file   string
	about  about
	report string // the report workbook, "" for none
	format string
	quiet  bool
}

// judgedFlags are the options that check and verify have in common.
func judgedFlags(cmd *cobra.Command) {
	cmd.Flags().StringP("报告", "o", "", "把问题写成一本工作簿，`文件或文件夹`")
	formatFlag(cmd)
	cmd.Flags().Bool("静默", false, "只显示各有几处；没有问题时什么都不显示")
}

func formatFlag(cmd *cobra.Command) {
	cmd.Flags().String("格式", "", "屏幕上的`格式`：文字，或 json（给别的程序读）；不写就是文字")
}

// readFormat is the format that a command's flag asks for.
func readFormat(cmd *cobra.Command) (string, error) {
	format, _ := cmd.Flags().GetString("格式") // fails only for a flag that does not exist
	switch format {
	case "":
		return formatText, nil
	case formatText, formatJSON:
		return format, nil
	}
	return "", usageError(fmt.Sprintf("没有“%s”这种格式。--格式 后面写 文字 或 json", format))
}

// asked reads what the commands that answer questions need: the pack and the
// format of the answer.
func (f *face) asked(cmd *cobra.Command) (p *pack.Pack, format string, err error) {
	if format, err = readFormat(cmd); err != nil {
		return nil, "", err
	}
	p, err = f.pack(cmd)
	return p, format, err
}

// answer says what was found out, as text or as a document, and writes it into a
// workbook if output names one.
func (f *face) answer(format string, document func() any, text func(), output, what string, write func() (file, kept string, err error)) error {
	if format != formatJSON {
		text()
	} else if err := writeJSON(f.out, document()); err != nil {
		return err
	}
	if output == "" {
		return nil
	}
	file, kept, err := write()
	if err == nil {
		f.wrote(format, what, file, kept)
	}
	return err
}

// wrote tells of a workbook that was written, and of an edited earlier one that
// was kept. With json the document stands alone on standard output.
func (f *face) wrote(format, what, file, kept string) {
	out := f.out
	if format == formatJSON {
		out = f.err
	}
	if kept != "" {
		fmt.Fprintf(out, "原来的%s有人改过，已另存为：%s\n", what, kept)
	}
	fmt.Fprintf(out, "已写%s：%s\n", what, file)
}

func readJudged(cmd *cobra.Command, file string, about about) (judged, error) {
	flags := cmd.Flags()
	j := judged{file: file, about: about}
	// These fail only for flags that do not exist.
	j.report, _ = flags.GetString("报告")
	j.quiet, _ = flags.GetBool("静默")
	var err error
	if j.format, err = readFormat(cmd); err != nil {
		return j, err
	}
	if j.quiet && j.format == formatJSON {
		return j, usageError("--静默 和 --格式 json 只能写一个")
	}
	return j, nil
}

// show writes the report and prints the findings, with notes on what else was
// written. File trouble, which it is also given, outweighs errors in the data.
func (f *face) show(j judged, findings finding.List, notes []string, trouble error) error {
	if j.report != "" {
		r := app.WriteReport(j.report, j.file, findings, time.Now())
		notes, trouble = append(wroteReport(r), notes...), errors.Join(r.Err, trouble)
	}
	out := f.out
	switch {
	case j.format == formatJSON:
		out = f.err // the document stands alone on standard output
		if err := printJSON(f.out, filepath.Base(j.file), findings); err != nil {
			return err
		}
	case !j.quiet:
		printGroups(out, findings, j.about, "加 -o 报告.xlsx ")
	}
	if !j.quiet {
		for _, n := range notes {
			fmt.Fprintln(out, n)
		}
	}
	if j.format != formatJSON && (!j.quiet || len(findings) > 0) {
		fmt.Fprintln(out, counted(j.file, findings))
	}
	if trouble != nil {
		return trouble
	}
	if findings.HasErrors() {
		return errData
	}
	return nil
}
