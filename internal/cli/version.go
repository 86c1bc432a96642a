package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"ysgk/internal/release"
)

func (f *face) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "显示版本和用的模板包，同 --version",
		Example: "  ysgk version",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError("version 后面不用写别的；看一个文件用哪个版本做的，用 ysgk info 文件")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return f.version(cmd) },
	}
}

// version says which program and which pack this is. A pack that cannot be used does
// not keep it from saying which program.
func (f *face) version(cmd *cobra.Command) error {
	fmt.Fprintf(f.out, "ysgk %s%s\n", release.Version, built(release.Built()))
	p, from, err := f.quietPack(cmd)
	switch {
	case err != nil:
		return err
	case from == nil:
		id := p.Identity
		fmt.Fprintf(f.out, "模板包：%s（自带，%s 年，版本 %s）\n", id.Name, id.Year, id.Version)
	default:
		fmt.Fprintln(f.out, inUse(p, from))
	}
	return nil
}

// built says what a program was built of, as far as it knows.
func built(o release.Origin) string {
	if o.Commit == "" {
		return "（自己编译的，没有提交的编号）"
	}
	out := fmt.Sprintf("（%s，提交 %.12s", o.Date.UTC().Format("2006-01-02"), o.Commit)
	switch {
	case o.Changed:
		out += "，另有没有提交的改动"
	case !o.Tagged:
		out += "，不是发布的版本"
	}
	return out + "）"
}
