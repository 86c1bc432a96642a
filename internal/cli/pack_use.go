package cli

import (
	"fmt"
	"path/filepath"

	"aead.dev/minisign"
	"github.com/spf13/cobra"

	"ysgk/internal/app"
	"ysgk/internal/bundle"
	"ysgk/internal/finding"
	"ysgk/internal/trust"
)

func (f *face) packUse() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "use 文件.ysgk [选项]",
		Short: "选用财政部门发的模板包，以后都用它",
		Long: `检查模板包，抄一份到自己的设置文件夹里；以后 new、check、fill、verify 都用它，直到换一个。

有签名的，记住它的公钥：以后没有签名、或别的密钥签名的模板包都不能用。
--公钥 写明只认哪个公钥，第一次选用时最好写上；财政部门换了密钥时也这样写。
--不用 改回自带的模板包；记住的公钥不变。`,
		Example: "  ysgk pack use 2026预算公开.ysgk --公钥 财政局.pub\n  ysgk pack use --不用",
		Args: func(cmd *cobra.Command, args []string) error {
			if drop, _ := cmd.Flags().GetBool("不用"); drop {
				if len(args) > 0 {
					return usageError("--不用 后面不写模板包")
				}
				return nil
			}
			return exactly("模板包文件")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.load(cmd); err != nil {
				return err
			}
			if drop, _ := cmd.Flags().GetBool("不用"); drop {
				if err := trust.User().Drop(); err != nil {
					return &finding.FileError{File: "模板包.ysgk", Message: "设置文件夹里的模板包删不掉。请检查权限", Err: err}
				}
				fmt.Fprintln(f.out, "已改回自带的模板包。")
				return nil
			}
			key, _ := cmd.Flags().GetString("公钥")
			return f.use(args[0], key)
		},
	}
	cmd.Flags().String("公钥", "", "只认这个`公钥文件`签名的模板包")
	cmd.Flags().Bool("不用", false, "改回自带的模板包")
	return cmd
}

func (f *face) use(path, keyPath string) error {
	var key *minisign.PublicKey
	if keyPath != "" {
		text, err := readKey(keyPath)
		if err != nil {
			return err
		}
		if key, err = bundle.ReadPublic(text); err != nil {
			return &finding.FileError{File: filepath.Base(keyPath), Message: "不是公钥文件。请写财政部门发的 .pub 文件", Err: err}
		}
	}
	chosen, err := app.ChoosePack(trust.User(), path, key)
	if err != nil {
		return err
	}
	fmt.Fprintf(f.out, "已选用%s\n", inUse(chosen.Pack, chosen.From))
	if chosen.New != nil {
		fmt.Fprintf(f.out, "已记住公钥，编号 %s：以后只认它签名的模板包。\n", bundle.KeyID(chosen.New))
		if keyPath == "" {
			fmt.Fprintln(f.out, "请打电话向财政部门核对这个编号。")
		}
	}
	return nil
}
