package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"ysgk/docs"
	"ysgk/internal/finding"
	"ysgk/internal/textwidth"
	"ysgk/internal/trace"
)

// Exit codes.
const (
	exitDone  = 0
	exitData  = 1 // the data has errors, no tables were written
	exitUsage = 2 // wrong call or file trouble
)

// errData ends a command whose findings have been printed.
var errData = errors.New("data has errors")

// face is what the commands share.
type face struct {
	out, err io.Writer
	settings *viper.Viper
	clicked  bool // started by a double click, not from a terminal
	tables   bool // the command wants no documents, whatever the settings say
}

// Main runs the command line and gives the exit code.
func Main(args []string, stdout, stderr io.Writer) int {
	click := clicked(args, stdout)
	if click && (len(args) == 0 || args[0] != windowName) {
		args = append([]string{windowName}, args...)
	}
	stdout, stderr = shown(stdout), shown(stderr)
	f := &face{out: stdout, err: stderr, settings: newSettings(), clicked: click}
	root := f.root()
	root.SetArgs(typed(args))
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.Execute()
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errData):
		return exitData
	}
	fmt.Fprintln(stderr, "错误："+words(err))
	if click { // nobody reads that
		alert(words(err))
	}
	return exitUsage
}

func (f *face) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "ysgk",
		Short:         "预算公开表填报工具：明细填一次，公开表一次生成",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError(fmt.Sprintf("没有“%s”这个命令。运行 ysgk help 看有哪些命令", args[0]))
			}
			if which, _ := cmd.Flags().GetBool("version"); which {
				return f.version(cmd)
			}
			return cmd.Help()
		},
	}
	root.CompletionOptions.DisableDefaultCmd = true
	cobra.MousetrapHelpText = "" // a double click is for the window
	root.Flags().Bool("version", false, "显示版本和用的模板包")
	cobra.AddTemplateFunc("aligned", aligned)
	cobra.AddTemplateFunc("padded", func(name string, width int) string {
		return name + strings.Repeat(" ", max(0, width-textwidth.Of(name)))
	})
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpTemplate("{{with or .Long .Short}}{{.}}\n\n{{end}}{{.UsageString}}")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return flagError(err) })
	root.SetHelpCommand(&cobra.Command{
		Use:   "help [命令]",
		Short: "显示命令的用法",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && pages[args[0]] != "" {
				_, err := fmt.Fprint(f.out, pages[args[0]])
				return err
			}
			target, _, err := root.Find(args)
			if err != nil || target == root && len(args) > 0 {
				return usageError(fmt.Sprintf("没有“%s”这个命令。运行 ysgk help 看有哪些命令", strings.Join(args, " ")))
			}
			return target.Help()
		},
	})
	root.PersistentFlags().String("模板包", "", "使用的模板包，`文件夹或文件`；不写就用 pack use 选用的，没有选用过的用自带的")
	root.PersistentFlags().BoolP("help", "h", false, "显示用法")
	root.DisableFlagsInUseLine = true
	root.AddCommand(f.newCommand(), f.importCommand(), f.checkCommand(), f.fillCommand(), f.watchCommand(), f.batchCommand(), f.collectCommand(), f.summaryCommand(),
		f.verifyCommand(), f.exportCommand(), f.explainCommand(), f.diffCommand(), f.infoCommand(), f.packCommand(), f.windowCommand(), f.versionCommand())
	for _, c := range root.Commands() {
		c.DisableFlagsInUseLine = true
	}
	return root
}

const usageTemplate = `用法：
  {{if .Runnable}}{{.UseLine}}{{end}}{{if .HasAvailableSubCommands}} <命令>{{end}}
{{if .HasAvailableSubCommands}}
命令：{{range .Commands}}{{if .IsAvailableCommand}}
  {{padded .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasExample}}
例：
{{.Example}}
{{end}}{{if .HasAvailableLocalFlags}}
选项：
{{.LocalFlags.FlagUsages | aligned}}
{{end}}{{if .HasAvailableInheritedFlags}}
通用选项：
{{.InheritedFlags.FlagUsages | aligned}}
{{end}}{{if .HasAvailableSubCommands}}
运行 ysgk help <命令> 看一个命令的详细用法；ysgk help 模板包 看 pack.yaml 的全部写法；ysgk help 许可 看各部分的许可。
{{end}}`

// pages are those of help that are about no command.
var pages = map[string]string{"模板包": docs.Pack, "许可": docs.Terms}

// aligned puts what options do below each other: they were lined up by bytes, of
// which a Chinese character has three and takes the room of two.
func aligned(usages string) string {
	var names, does []string
	most := 0
	for line := range strings.Lines(usages) {
		start := len(line) - len(strings.TrimLeft(line, " "))
		name, what, _ := strings.Cut(line[start:], "   ")
		names, does = append(names, line[:start]+name), append(does, strings.TrimSpace(what))
		most = max(most, textwidth.Of(names[len(names)-1]))
	}
	for i, name := range names {
		names[i] = name + strings.Repeat(" ", most-textwidth.Of(name)+3) + does[i]
	}
	return strings.Join(names, "\n")
}

// typable is the name of a file as it is typed into a command.
func typable(name string) string {
	if strings.ContainsAny(name, " \t&()[]{}<>|;'`~$*?!#^=,+%") {
		return `"` + name + `"`
	}
	return name
}

// usageError is a wrong call, in words for the user.
type usageError string

func (e usageError) Error() string { return string(e) }

// flagError puts the flag parser's complaints into Chinese.
func flagError(err error) error {
	text := err.Error()
	quoted := func(prefix string) (string, bool) {
		if rest, ok := strings.CutPrefix(text, prefix); ok {
			return strings.TrimSpace(rest), true
		}
		return "", false
	}
	if name, ok := quoted("unknown flag: "); ok {
		return usageError("没有 " + name + " 这个选项。加 -h 看有哪些选项")
	}
	if strings.HasPrefix(text, "unknown shorthand flag") {
		return usageError("没有 " + text[strings.LastIndex(text, " ")+1:] + " 这个选项。加 -h 看有哪些选项")
	}
	if name, ok := quoted("flag needs an argument: "); ok {
		return usageError("选项 " + name[strings.LastIndex(name, " ")+1:] + " 后面要写内容")
	}
	return usageError("选项写得不对。加 -h 看用法")
}

// words is an error as the user should read it.
func words(err error) string {
	var file *finding.FileError
	var usage usageError
	var request trace.RequestError
	switch {
	case errors.As(err, &request):
		return request.Error()
	case errors.As(err, &file):
		return file.Error()
	case errors.As(err, &usage):
		return usage.Error()
	}
	return "程序遇到没有料到的情况，没有写任何文件。请把录入工作簿和这句话交给维护人员：" + err.Error()
}

// exactly wants one argument, and says so in Chinese.
func exactly(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			example, _, _ := strings.Cut(strings.TrimSpace(cmd.Example), "\n")
			return usageError("请写明" + what + "，如：" + example)
		}
		if len(args) > 1 {
			return usageError("一次只能处理一个文件；文件名里有空格时，请用引号括起来")
		}
		return nil
	}
}
