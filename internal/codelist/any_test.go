package codelist_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ysgk/internal/codelist"
	"ysgk/internal/proof"
)

// Whatever a table is like, it is read or refused: each code is of a list, and has a name.
func TestAnyTableIsReadOrRefused(t *testing.T) {
	p := proof.DefaultPack(t)
	words := []string{"", "", " ", "204", "20405", "2040501", "05", "1", "999", "2040501 行政运行", "[204]公共安全支出", "法院", "行政运行", "科目编码", "科目名称", "上级编码", "启用", "停用", "是", "否", "3.5", "204.0", "合计", "一、", "（", "20405-"}
	path := filepath.Join(t.TempDir(), "科目.csv")
	rapid.Check(t, func(t *rapid.T) {
		var lines []string
		for range rapid.IntRange(1, 8).Draw(t, "rows") {
			lines = append(lines, strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 5).Draw(t, "row"), ","))
		}
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		lists, _, _, err := codelist.Read(p, []string{path})
		if err != nil {
			return
		}
		for name, items := range lists {
			for _, i := range items {
				if p.Codes[name] == nil || strings.Trim(i.Code, "0123456789") != "" || strings.TrimSpace(i.Name) == "" {
					t.Fatalf("%s: %q", name, i)
				}
			}
			codelist.Compare(p.Codes[name], "预算类别", items, false).Lines()
		}
	})
}
