package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ysgk/internal/tables"
)

var books = []tables.Book{{Name: "表/甲.xlsx", Content: []byte("新甲")}, {Name: "表/乙.xlsx", Content: []byte("新乙")}, {Name: "丙.xlsx", Content: []byte("新丙")}}

// holds compares the files of a folder with pairs of names and contents.
func holds(t *testing.T, dir string, pairs ...string) {
	t.Helper()
	var got, want []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		got = append(got, filepath.ToSlash(name)+"="+string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(pairs); i += 2 {
		want = append(want, pairs[i]+"="+pairs[i+1])
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("the folder holds %v, want %v", got, want)
	}
}

func TestSeveralWorkbooksAreAllReplacedAndEditedOnesKept(t *testing.T) {
	dir := t.TempDir()
	r := FillRequest{Input: filepath.Join(dir, "录入.xlsx"), Now: time.Date(2026, 1, 20, 9, 30, 0, 0, time.UTC)}
	if err := os.WriteFile(filepath.Join(dir, "丙.xlsx"), []byte("改过"), 0o600); err != nil {
		t.Fatal(err)
	}
	sets, err := writeBooks(setsOf(r, &tables.Output{Books: books}, nil), r.Now)
	if err != nil {
		t.Fatal(err)
	}
	out := sets[0]
	if len(out) != 3 || out[0].Kept != "" || filepath.Base(out[2].Kept) != "丙（改过的，20260120-093000）.xlsx" {
		t.Fatal(out)
	}
	holds(t, dir, "丙.xlsx", "新丙", "丙（改过的，20260120-093000）.xlsx", "改过", "表/乙.xlsx", "新乙", "表/甲.xlsx", "新甲")
}

func TestSeveralWorkbooksNeedAFolderAndNamesOfTheirOwn(t *testing.T) {
	r := FillRequest{Input: "录入.xlsx", Output: "公开表.xlsx"}
	if _, err := destinations(r, books, r.Output, "公开表"); err == nil || !strings.Contains(err.Error(), "请在 -o 后面写一个文件夹") {
		t.Error(err)
	}
	r.Output = ""
	if _, err := destinations(r, append(books, tables.Book{Name: "表/甲.XLSX"}), r.Output, "公开表"); err == nil || !strings.Contains(err.Error(), "有两张表要写成这个文件") {
		t.Error(err)
	}
}
