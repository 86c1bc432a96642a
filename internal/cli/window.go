package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/launcher"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/trust"
	"ysgk/internal/window"
)

// windowName is the command that the menu of a desktop starts.
const windowName = "界面"

func (f *face) windowCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   windowName + " [工作簿或文件夹] [选项]",
		Short: "在浏览器里用：看文件夹、核对、生成、看表，不用写命令",
		Long: `打开一个页面，在浏览器里核对、生成、看每个数的来历、比较、选用模板包，不用写命令。
只在这台电脑上，不联网，别的电脑和别的用户看不到。双击程序也是这样打开。

不写就从现在的文件夹看起；写一本工作簿就打开它。已经开着的，另开一页。
关闭浏览器里的页面，过一分钟自己结束；也可以按 Ctrl-C。

--安装 在开始菜单（UOS、麒麟是启动器）里放一个图标，以后点它就打开；程序不要再挪地方。--卸载 去掉它。`,
		Example: "  ysgk 界面\n  ysgk 界面 录入.xlsx\n  ysgk 界面 --安装",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 && !f.clicked {
				return usageError("一次打开一个；文件名里有空格时，请用引号括起来")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.load(cmd); err != nil {
				return err
			}
			install, _ := cmd.Flags().GetBool("安装")
			uninstall, _ := cmd.Flags().GetBool("卸载")
			switch {
			case (install || uninstall) && len(args) > 0, install && uninstall:
				return usageError("--安装、--卸载 只写一个，后面不写别的")
			case install:
				return f.install()
			case uninstall:
				return f.uninstall()
			}
			file := ""
			switch {
			case len(args) == 1:
				file = args[0]
			case len(args) > 1: // dragged onto the icon together: all are in the list of their folder
				file = filepath.Dir(args[0])
			}
			return f.window(cmd.Context(), file)
		},
	}
	cmd.Flags().Bool("安装", false, "在开始菜单（启动器）里放一个图标")
	cmd.Flags().Bool("卸载", false, "去掉开始菜单（启动器）里的图标")
	return cmd
}

// install puts an icon into the menu of the desktop.
func (f *face) install() error {
	program, err := os.Executable()
	if err == nil {
		program, err = filepath.EvalSymlinks(program)
	}
	where := ""
	if err == nil {
		where, err = launcher.Install(program)
	}
	if err != nil {
		return &finding.FileError{File: launcher.Name, Message: "图标放不进开始菜单。请检查权限和磁盘空间", Err: err}
	}
	fmt.Fprintf(f.out, "已在开始菜单（启动器）里放了“%s”：%s\n它打开的是 %s，请不要再挪动；挪动以后再安装一次。\n", launcher.Name, where, program)
	return nil
}

func (f *face) uninstall() error {
	switch was, err := launcher.Uninstall(); {
	case err != nil:
		return &finding.FileError{File: launcher.Name, Message: "开始菜单里的图标去不掉。请检查权限", Err: err}
	case was:
		fmt.Fprintf(f.out, "已去掉开始菜单（启动器）里的“%s”。程序和工作簿都没有动。\n", launcher.Name)
	default:
		fmt.Fprintf(f.out, "开始菜单（启动器）里没有“%s”，不用去掉。\n", launcher.Name)
	}
	return nil
}

// window shows the pages until they are closed.
func (f *face) window(ctx context.Context, file string) error {
	if ctx == nil {
		ctx = context.Background()
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	o := window.Options{
		Config: string(trust.User()), Clicked: f.clicked,
		Open: window.OpenOnDesktop,
		Unseen: func(address string) {
			alert("浏览器没有出来。请装一个浏览器，再双击一次；或者把这个地址复制到浏览器里（只能用一次）：\n" + address)
		},
		Say: func(format string, args ...any) {
			if !f.clicked { // nobody reads it; a desktop's log is no place for an address that lets in
				fmt.Fprintf(f.out, format+"\n", args...)
			}
		},
		Pack: func() (*pack.Pack, *packfile.Source, error) {
			p, from, err := f.openPack()
			if p != nil {
				p.Reuse()
			}
			return p, from, err
		},
	}
	if file == "" {
		folder, err := startFolder()
		if err != nil {
			return err
		}
		o.Folder = folder
		if f.clicked && len(app.Books(folder)) == 0 { // the menu starts it anywhere; the folder of last time is meant
			o.Folder, o.Otherwise = "", folder
		}
	}
	return window.Run(ctx, o, file)
}

// startFolder is where the user is; at a double click that is where the program lies, or
// the home folder if that is a folder for programs.
func startFolder() (string, error) {
	here, err := os.Getwd()
	if err != nil || filepath.Dir(here) == here || strings.Contains(strings.ToLower(here), `\windows\`) {
		return os.UserHomeDir()
	}
	return here, nil
}

// clicked says whether the program was started by a double click, by the menu of the
// desktop, or by files that were dragged onto its icon, and not from a terminal, a script
// or another program that reads what it says.
func clicked(args []string, stdout io.Writer) bool {
	if len(args) > 0 && args[0] == windowName {
		args = args[1:]
	}
	if slices.ContainsFunc(args, func(arg string) bool { return !isFile(arg) }) {
		return false
	}
	out, ok := stdout.(*os.File)
	return ok && onDesktop(os.Stdin, out, os.Stderr)
}

// isFile says whether an argument can only be a file that was dragged, or a folder:
// desktops name them with their whole paths.
func isFile(arg string) bool {
	if slices.Contains([]string{".xlsx", ".docx", ".ysgk"}, strings.ToLower(filepath.Ext(arg))) {
		return true
	}
	_, err := os.Stat(arg)
	return err == nil && filepath.IsAbs(arg)
}

// anyTerminal says whether any of the files is one.
func anyTerminal(files ...*os.File) bool {
	return slices.ContainsFunc(files, func(f *os.File) bool { return term.IsTerminal(int(f.Fd())) })
}
