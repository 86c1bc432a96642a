package app

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// limitFiles lets no file grow beyond a size while the test runs; the system
// then refuses to write more, as on a full disk.
func limitFiles(t *testing.T, size uint64) {
	t.Helper()
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
			t.Error(err)
		}
	})
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: size, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
}

func TestAFullDiskLeavesTheOldFileAndNothingBeside(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "表.xlsx")
	old, edited := tables(t, "旧"), "手工改过的"
	put(t, file, old)
	limitFiles(t, 64)
	next := tables(t, "新")
	full := func(want string) {
		t.Helper()
		_, err := supersede([]string{file}, [][]byte{next}, noon)
		if err == nil || !strings.Contains(err.Error(), "表.xlsx：磁盘满了，没有写成，原来的文件没有动") {
			t.Errorf("%v", err)
		}
		if d := cmp.Diff(map[string]string{"表.xlsx": want}, folder(t, dir)); d != "" {
			t.Error(d)
		}
	}
	full(string(old))
	if err := os.WriteFile(file, []byte(edited), 0o644); err != nil {
		t.Fatal(err)
	}
	full(edited)
}
