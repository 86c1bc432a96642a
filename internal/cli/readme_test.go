package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/cli"
	"ysgk/internal/proof"
)

var inline = regexp.MustCompile("`([^`\n]+)`")

// printed are the commands of README, or the manual: lines of its blocks, and those within
// lines that have more than a name. Names that stand for any are filled in.
func printed(t *testing.T, page string) (out []string) {
	t.Helper()
	text, err := os.ReadFile("../../" + page)
	if err != nil {
		t.Fatal(err)
	}
	any := strings.NewReplacer("--模板包 文件", "--模板包 2026预算公开.ysgk", "文件或文件夹", "公开/", "pack info 文件", "pack info 2026预算公开.ysgk",
		"info 文件", "info 预算公开表.xlsx", "help 命令", "help fill", "[文件或文件夹]", "录入.xlsx", "[", "", "]", "")
	block := false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "```") {
			block = !block
			continue
		}
		calls := []string{strings.Replace(line, "go run ./cmd/ysgk ", "ysgk ", 1)}
		if !block {
			calls = nil
			for _, m := range inline.FindAllStringSubmatch(line, -1) {
				calls = append(calls, m[1])
			}
		}
		for _, call := range calls {
			words := strings.Fields(any.Replace(call))
			if len(words) < 2 || words[0] != "ysgk" || len(words) == 2 && words[1] != "version" || len(words) == 3 && words[1] == "pack" {
				continue
			}
			if call = strings.Join(words[1:], " "); !slices.Contains(out, call) {
				out = append(out, call)
			}
		}
	}
	if len(out) < 20 {
		t.Errorf("only %d commands are found in %s: %q", len(out), page, out)
	}
	return out
}

func TestTheCommandsOfREADMEAndTheManualAreKnown(t *testing.T) {
	for _, call := range append(printed(t, "README.md"), printed(t, "docs/手册.md")...) {
		var out, trouble bytes.Buffer
		args := strings.Fields(call)
		if code := cli.Main(append(args, "--help"), &out, &trouble); code != 0 || !strings.Contains(out.String(), "  ysgk "+args[0]) {
			t.Errorf("ysgk %s: %d %s", call, code, &trouble)
		}
	}
}

var (
	option = regexp.MustCompile("`(--[^` ]+)")
	usage  = regexp.MustCompile(`--[\p{Han}A-Za-z]+`)
)

func TestTheOptionsOfREADMEAreKnown(t *testing.T) {
	known := map[string]bool{}
	collect := func(args ...string) {
		var out bytes.Buffer
		cli.Main(append(args, "--help"), &out, &out)
		for _, name := range usage.FindAllString(out.String(), -1) {
			known[name] = true
		}
	}
	for _, command := range strings.Fields("new import check fill watch batch collect summary verify export explain diff info 界面 version") {
		collect(command)
	}
	for _, command := range strings.Fields("use init update codes check tags build info keygen") {
		collect("pack", command)
	}
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	found := option.FindAllStringSubmatch(string(text), -1)
	if len(found) < 20 {
		t.Errorf("only %d options are found in README", len(found))
	}
	for _, m := range found {
		if !known[m[1]] && m[1] != "--全部" { // it is one of .ci/test.sh as well
			t.Errorf("README tells of %s, which no command has", m[1])
		}
	}
}

// answered are commands that wait for somebody, or for LibreOffice.
var answered = regexp.MustCompile(`^(watch|界面)( |$)|--口令|--pdf`)

// Each command of README is run by somebody who has the files that it names.
func TestTheCommandsOfREADMEDoWhatTheyAreFor(t *testing.T) {
	proof.Long(t)
	proof.Alone(t)
	t.Setenv("YSGK_LIBREOFFICE", "")
	calls, others := printed(t, "README.md"), printed(t, "docs/手册.md") // which is run by its own test
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	desk := t.TempDir()
	run := func(folder, call string) (said string, code int) {
		t.Helper()
		t.Chdir(folder)
		config := filepath.Join(folder, ".config")
		t.Setenv("HOME", folder)
		t.Setenv("XDG_CONFIG_HOME", config)
		t.Setenv("YSGK_PACK", "")
		var out bytes.Buffer
		code = cli.Main(strings.Fields(call), &out, &out)
		return out.String(), code
	}
	copied := func(to, from string) {
		t.Helper()
		b, err := os.ReadFile(from)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(filepath.Join(desk, to)), 0o755)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(desk, to), b, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	made := func(call string) {
		t.Helper()
		if said, code := run(desk, call); code != 0 {
			t.Fatalf("ysgk %s: %d\n%s", call, code, said)
		}
	}
	sketch := func(name, text string) {
		t.Helper()
		b, err := proof.Sketch(text)
		if err == nil {
			err = os.WriteFile(filepath.Join(desk, name), b, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, folder := range []string{"samples", "templates"} {
		if err := os.CopyFS(filepath.Join(desk, folder), os.DirFS(filepath.Join(repo, folder))); err != nil {
			t.Fatal(err)
		}
	}
	sample := filepath.Join(repo, "samples/阳泉市司法局2026年预算录入.xlsx")
	for _, name := range strings.Fields("录入.xlsx 去年录入.xlsx 调整前录入.xlsx 收到的录入/甲.xlsx 文件夹/甲.xlsx 收件/甲.xlsx") {
		copied(name, sample)
	}
	copied("新官方表.xlsx", filepath.Join(repo, "templates/default/预算公开表.xlsx"))
	sketch("导出.xlsx", "明细表\n单位：元\n单位 | 功能科目 | 支出类型 | 部门经济科目 | 政府经济科目 | 项目名称 | 资金来源 | 资金年度 | 金额\n"+
		"阳泉市司法局 | 2040601-行政运行 | 公用经费 | 30201-办公费 | 50201-办公经费 |  | 一般公共预算 | 本年 | 1000\n")
	sketch("要素目录.xlsx", "支出功能分类科目\n编码 | 名称\n201 | 一般公共服务支出\n20101 | 人大事务\n2010101 | 行政运行\n")
	sketch("部门名单.xlsx", "名单\n部门名称\n阳泉市司法局\n")
	if err := os.WriteFile(filepath.Join(desk, "名单.txt"), []byte("阳泉市司法局\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	made("summary 收到的录入 -o 汇总 --名称 某某市")
	made("fill 录入.xlsx --只要 表格 -o 预算公开表.xlsx")
	for _, name := range strings.Fields("旧.xlsx 新.xlsx 去年公开表.xlsx 官方表.xlsx") {
		copied(name, filepath.Join(desk, "预算公开表.xlsx"))
	}
	made("fill 录入.xlsx -o 公开文本")
	for _, name := range strings.Fields("公开文本.docx 旧文本.docx 新文本.docx") {
		copied(name, filepath.Join(desk, "公开文本/阳泉市司法局2026年预算公开文本.docx"))
	}
	made("pack init 本市模板包")
	made("pack keygen 财政局")
	made("pack build 本市模板包 -o 2026预算公开.ysgk --签名 财政局.key")

	for i, call := range calls {
		if answered.MatchString(call) || slices.Contains(others, call) {
			continue
		}
		folder := filepath.Join(t.TempDir(), fmt.Sprint(i))
		if err := os.CopyFS(folder, os.DirFS(desk)); err != nil {
			t.Fatal(err)
		}
		// What a command makes is not there yet.
		gone := map[string]string{"new 录入.xlsx": "录入.xlsx", "new 录入.xlsx --只要 表格": "录入.xlsx", "new 录入.xlsx --项目表": "录入.xlsx"}[call]
		if strings.HasPrefix(call, "pack init ") {
			gone = "本市模板包"
		}
		if gone != "" {
			if err := os.RemoveAll(filepath.Join(folder, gone)); err != nil {
				t.Fatal(err)
			}
		}
		if said, code := run(folder, call); code != 0 {
			t.Errorf("ysgk %s: %d\n%s", call, code, said)
		}
	}
}
