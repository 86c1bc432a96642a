package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ysgk/internal/proof"
)

// files are what the manual takes items and codes from.
const files = `
-- 导出.txt --
明细表
单位：元
单位编码 | 单位名称 | 功能科目编码 | 部门经济分类 | 项目名称 | 资金性质 | 指标金额
028001 | 阳泉市司法局 | 2040601-行政运行 | 30201-办公费 | 公用经费 | 一般公共预算 | 1000
-- 新科目.txt --
科目编码 | 科目名称
2040601 | 行政运行
2040604 | 基层司法业务
`

// Each part of the manual is a session, which begins in an empty folder: its commands
// run, and say what the manual says they say. Comments in it put files there.
func TestTheManualIsTrue(t *testing.T) { follow(t, false) }

// Parts in which packs are made and checked, or documents written, take long.
func TestTheLongPartsOfTheManualAreTrue(t *testing.T) {
	proof.Long(t)
	follow(t, true)
}

var long = regexp.MustCompile(`ysgk pack (build|check)|公开文本.docx`)

// follow runs the parts that take long, or the others.
func follow(t *testing.T, longOnes bool) {
	t.Helper()
	text, err := os.ReadFile("../../docs/手册.md")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	parts, commands := strings.Split(string(text), "\n## ")[1:], 0
	for i, part := range parts {
		script := session(part)
		if long.MatchString(script) != longOnes {
			continue
		}
		commands += strings.Count(script, "ysgk ")
		title, _, _ := strings.Cut(part, "\n")
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%02d%s.txtar", i+1, title)), []byte(script+files), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if commands < 8 {
		t.Errorf("only %d commands are found in the manual", commands)
	}
	play(t, folder)
}

// waits are commands that end when they are told to; of them only the call is tried.
var waits = regexp.MustCompile(`^ysgk (watch|界面)( .*)?$`)

// session is a part of the manual as a script.
func session(part string) string {
	out := []string{"env HOME=$WORK", "env XDG_CONFIG_HOME=$WORK/.config", "env YSGK_LIBREOFFICE=", "env YSGK_ONLY="}
	state, refused := "", ""
	for line := range strings.Lines(part) {
		line = strings.TrimSpace(line)
		switch {
		case line == "<!-- 测试" || line == "```sh" || line == "```text":
			state = line
		case line == "<!-- 有错误 -->":
			refused = "! "
		case line == "-->" || line == "```":
			if state == "```sh" {
				refused = ""
			}
			state = ""
		case state == "<!-- 测试":
			out = append(out, line)
		case state == "```sh" && waits.MatchString(line):
			out = append(out, "ysgk help "+strings.Fields(line)[1])
		case state == "```sh":
			out = append(out, refused+line)
		case state == "```text":
			out = append(out, "stdout '^ *"+strings.ReplaceAll(regexp.QuoteMeta(line), "'", "''")+"$'")
		}
	}
	return strings.Join(out, "\n") + "\n"
}
