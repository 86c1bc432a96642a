package cli

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"aead.dev/minisign"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"ysgk/internal/app"
	"ysgk/internal/bundle"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/packfile"
	"ysgk/internal/trust"
)

func (f *face) packBuild() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "build 文件夹 [选项]",
		Short: "把模板包做成一个文件，可以签名",
		Long: `把模板包文件夹做成一个 .ysgk 文件，发给各部门。内容相同，做出的文件一个字节也不差。

先检查（同 pack check）：有错误时列出来，不做文件；警告只说有几处。还有待核对的科目，说有几个；
写 --须核对 的，就不做文件。
文件里有每个文件的 SHA-256；--签名 再用私钥（minisign 格式）签名。改动一个字节就不能用。
只放 pack.yaml 和它写到的文件，另加标签一览.csv 和各格的标签.csv；别的文件不放，会列出来。`,
		Example: "  ysgk pack build 本市模板包 -o 2026预算公开.ysgk\n  ysgk pack build 本市模板包 -o 2026预算公开.ysgk --签名 财政局.key",
		Args:    exactly("模板包文件夹"),
		RunE:    func(cmd *cobra.Command, args []string) error { return f.build(cmd, args[0]) },
	}
	cmd.Flags().StringP("写到", "o", "", "写成哪个`文件`；不写就用文件夹的名字")
	inputFlag(cmd, triesFill)
	cmd.Flags().Bool("须核对", false, "还有待核对的科目就不做成文件")
	cmd.Flags().String("签名", "", "用这个`私钥文件`签名；有口令的会问口令")
	return cmd
}

func (f *face) build(cmd *cobra.Command, folder string) error {
	if err := f.load(cmd); err != nil {
		return err
	}
	file, _ := cmd.Flags().GetString("写到")
	file = cmp.Or(file, filepath.Clean(folder))
	if filepath.Ext(file) != ".ysgk" {
		file += ".ysgk"
	}
	p, from, err := packfile.Open(folder, trust.User())
	if err != nil {
		return err
	}
	if !from.Folder {
		return usageError(filepath.Base(folder) + " 已经是一个文件。请写模板包的文件夹")
	}
	var key *minisign.PrivateKey
	keyFile, _ := cmd.Flags().GetString("签名")
	if keyFile != "" {
		if key, err = f.privateKey(keyFile); err != nil {
			return err
		}
	}
	c, err := app.CheckPack(p, inputs(cmd))
	if err != nil {
		return err
	}
	if c.Findings.HasErrors() {
		printGroups(f.out, with(finding.Error, c.Findings), aboutPack, "运行 ysgk pack check --全部 ")
		fmt.Fprintf(f.out, "%s。没有做成文件；改好后再运行一次，全部问题用 ysgk pack check 看。\n", count(c.Findings))
		return errData
	}
	doubted := app.Doubted(p)
	if must, _ := cmd.Flags().GetBool("须核对"); must && len(doubted) > 0 {
		fmt.Fprintf(f.out, "有 %d 个科目待核对（%s），没有做成文件。用 ysgk pack codes 和官方的科目表核对后再运行一次。\n", len(doubted), some(doubted))
		return errData
	}
	left, err := app.BuildPack(p, folder, file, key)
	if err != nil {
		return err
	}
	if n := count(c.Findings); n != "" {
		fmt.Fprintf(f.out, "检查过：没有错误，%s，用 ysgk pack check 看。\n", n)
	}
	if len(left) > 0 {
		fmt.Fprintf(f.out, "没有放进去（pack.yaml 没有写到）：%s\n", strings.Join(left, "、"))
	}
	if n := app.LeftToDo(folder); n > 0 {
		fmt.Fprintf(f.out, "%s 里还有 %d 条没有删去，请看一下做完了没有。\n", app.TodoFile, n)
	}
	if len(doubted) > 0 {
		fmt.Fprintf(f.out, "有 %d 个科目待核对（%s），还没有和科目文件对过；用 ysgk pack codes 核对。\n", len(doubted), some(doubted))
	}
	signed, trusted := "没有签名", ""
	if key != nil {
		signed = fmt.Sprintf("签名 %016X", key.ID())
		trusted = " --公钥 " + strings.TrimSuffix(filepath.Base(keyFile), ".key") + ".pub"
	}
	fmt.Fprintf(f.out, "已做成：%s（%s）\n部门这样选用：ysgk pack use %s%s\n", file, signed, typable(filepath.Base(file)), trusted)
	return nil
}

// some are the first few of many.
func some(list []string) string {
	if len(list) <= 3 {
		return strings.Join(list, "、")
	}
	return strings.Join(list[:3], "、") + " 等"
}

// with gives the findings of one severity.
func with(severity finding.Severity, all finding.List) (out finding.List) {
	for _, f := range all {
		if f.Severity == severity {
			out = append(out, f)
		}
	}
	return out
}

// privateKey reads a private key and asks for its password if it has one.
func (f *face) privateKey(path string) (*minisign.PrivateKey, error) {
	text, err := readKey(path)
	if err != nil {
		return nil, err
	}
	password := ""
	if minisign.IsEncrypted(text) {
		if password, err = f.ask("私钥的口令："); err != nil {
			return nil, err
		}
	}
	key, err := bundle.ReadPrivate(text, password)
	if err == nil {
		return key, nil
	}
	message := "不是私钥文件。请写 ysgk pack keygen 做的 .key 文件"
	if err == bundle.ErrPassword {
		message = "口令不对，没有签名。请再运行一次"
	}
	return nil, &finding.FileError{File: filepath.Base(path), Message: message, Err: err}
}

// readKey reads the file of a key, which is short.
func readKey(path string) ([]byte, error) {
	st, err := os.Stat(path)
	if err == nil && !st.Mode().IsRegular() {
		err = fs.ErrInvalid // a pipe would wait for ever
	}
	var f *os.File
	if err == nil {
		f, err = os.Open(path)
	}
	if err != nil {
		return nil, &finding.FileError{File: filepath.Base(path), Message: "找不到这个密钥文件，或没有读的权限。请检查路径", Err: err}
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 4096))
	if err != nil {
		return nil, &finding.FileError{File: filepath.Base(path), Message: "读不出来。请检查路径", Err: err}
	}
	return text, nil
}

// ask asks for a line that a terminal does not show; from elsewhere it reads one line.
func (f *face) ask(question string) (string, error) {
	fmt.Fprint(f.err, question)
	defer fmt.Fprintln(f.err)
	if fd := int(os.Stdin.Fd()); term.IsTerminal(fd) {
		b, err := term.ReadPassword(fd)
		return string(b), err
	}
	var line strings.Builder
	for b := make([]byte, 1); ; {
		n, err := os.Stdin.Read(b)
		if n == 0 || b[0] == '\n' || err != nil {
			return strings.TrimRight(line.String(), "\r"), nil
		}
		line.WriteByte(b[0])
	}
}

func (f *face) packKeygen() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keygen 名字 [选项]",
		Short: "做一对签名用的密钥",
		Long: `做一对密钥：“名字.key”是私钥，只留在财政部门，不能给别人；“名字.pub”是公钥，发给各部门。

已有同名文件时不覆盖：丢了原来的私钥，以后的模板包各部门就不认了。`,
		Example: "  ysgk pack keygen 财政局\n  ysgk pack keygen 财政局 --口令",
		Args:    exactly("密钥的名字"),
		RunE:    func(cmd *cobra.Command, args []string) error { return f.keygen(cmd, args[0]) },
	}
	cmd.Flags().Bool("口令", false, "给私钥加口令，签名时要输入（推荐）")
	return cmd
}

func (f *face) keygen(cmd *cobra.Command, name string) error {
	if err := f.load(cmd); err != nil {
		return err
	}
	password := ""
	if wanted, _ := cmd.Flags().GetBool("口令"); wanted {
		var again string
		var err error
		if password, err = f.ask("新口令："); err == nil {
			again, err = f.ask("再输入一次：")
		}
		if err != nil || password == "" || password != again {
			return usageError("口令是空的，或两次输入不一样，没有做密钥。请再运行一次")
		}
	}
	private, public, err := bundle.NewKeys(password)
	if err != nil {
		return err
	}
	key, err := bundle.ReadPublic(public)
	if err != nil {
		return err
	}
	if err := disk.Create(name+".key", private, 0o600); err != nil {
		return err
	}
	if err := disk.Create(name+".pub", public, 0o644); err != nil {
		os.Remove(name + ".key") // a private key alone is of no use
		return err
	}
	fmt.Fprintf(f.out, "已做成一对密钥，编号 %s：\n  %s.key 私钥，自己保管，不要发出去\n  %s.pub 公钥，发给各部门\n", bundle.KeyID(key), name, name)
	return nil
}
