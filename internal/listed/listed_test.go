package listed_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ysgk/internal/listed"
)

// Twenty megabytes of commas would take two gigabytes.
func TestALineOfNothingButColumnsIsRefused(t *testing.T) {
	for columns, refused := range map[int]bool{90_000: false, 200_000: true} {
		path := filepath.Join(t.TempDir(), "名单.csv")
		if err := os.WriteFile(path, []byte("部门名称\n"+strings.Repeat(",", columns)+"\n甲局\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := listed.Sheets(path); (err != nil) != refused || refused && !strings.Contains(err.Error(), "名单.csv：有一行超过 100000 列") {
			t.Errorf("%d columns: %v", columns, err)
		}
	}
}
