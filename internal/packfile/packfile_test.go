package packfile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ysgk/internal/bundle"
	"ysgk/internal/packfile"
)

// What such a file is based on would be another pack in another ysgk, and is not signed.
func TestABundleThatIsNotWholeIsRefused(t *testing.T) {
	data, err := bundle.Build(map[string][]byte{"pack.yaml": []byte("模板包: {基于: 自带}\n")}, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "半.ysgk")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	from, err := packfile.Find(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := from.Load(); err == nil || !strings.Contains(err.Error(), "里面还写着“基于”") {
		t.Error(err)
	}
}
