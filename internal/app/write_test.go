package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ysgk/internal/report"
)

func TestWritingReplacesAFileWholeAndLeavesNothingBeside(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "新的", "表.xlsx")
	for _, content := range []string{"一", "二"} {
		if err := write(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(path); err != nil || string(b) != content {
			t.Errorf("%s, %v", b, err)
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("beside the file: %v, %v", entries, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestAFailedWriteLeavesTheOldFileAndSaysWhy(t *testing.T) {
	dir := t.TempDir()
	folder := filepath.Join(dir, "表.xlsx")
	if err := os.MkdirAll(filepath.Join(folder, "里面"), 0o755); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		folder: "这是一个文件夹",
		filepath.Join(dir, strings.Repeat("长", 90)+".xlsx"): "文件名太长",
	} {
		err := write(path, []byte("x"))
		var f *report.FileError
		if !errors.As(err, &f) || !strings.Contains(f.Message, want) {
			t.Errorf("%s: %v, want %s", filepath.Base(path), err, want)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestAnEditedOutputIsKeptUnderADatedNameAndNeverTwiceTheSame(t *testing.T) {
	path := filepath.Join(t.TempDir(), "表.xlsx")
	now := time.Date(2026, 1, 20, 9, 30, 0, 0, time.UTC)
	if name, err := keep(path, []byte("新"), now); name != "" || err != nil {
		t.Errorf("nothing was there, kept %s, %v", name, err)
	}
	for i, want := range []string{"表（改过的，20260120-093000）.xlsx", "表（改过的，20260120-093000-2）.xlsx"} {
		if err := os.WriteFile(path, []byte{byte(i)}, 0o644); err != nil {
			t.Fatal(err)
		}
		name, err := keep(path, []byte("新"), now)
		if err != nil || filepath.Base(name) != want {
			t.Errorf("kept %s, %v, want %s", name, err, want)
		}
		if b, err := os.ReadFile(name); err != nil || b[0] != byte(i) {
			t.Errorf("the copy holds %v, %v", b, err)
		}
	}
	if name, err := keep(path, []byte{1}, now); name != "" || err != nil {
		t.Errorf("the same content was kept as %s, %v", name, err)
	}
}
