package disk

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// limitFiles lets no file of this process grow beyond a size; the system then
// refuses to write more, as on a full disk.
func limitFiles(t *testing.T, size uint64) {
	t.Helper()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	limit.Cur = size
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
}

// apart runs the test that calls it once more, in a process of its own whose
// limits harm nobody else, and says whether this is that process.
func apart(t *testing.T) bool {
	t.Helper()
	const mark = "YSGK_TEST_APART"
	if os.Getenv(mark) == t.Name() {
		return true
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), mark+"="+t.Name())
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Errorf("%v\n%s", err, out)
	}
	return false
}

func TestAFullDiskLeavesTheOldFileAndNothingBeside(t *testing.T) {
	if !apart(t) {
		return
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "表.xlsx")
	old, edited := tables(t, "旧"), "手工改过的"
	put(t, file, old)
	limitFiles(t, 64)
	next := tables(t, "新")
	full := func(want string) {
		t.Helper()
		_, err := Supersede([]string{file}, [][]byte{next}, noon)
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

// TestAFullDiskLeavesNothingOfSeveralNewFiles writes a folder of files of which the second does not fit.
func TestAFullDiskLeavesNothingOfSeveralNewFiles(t *testing.T) {
	if !apart(t) {
		return
	}
	dir := t.TempDir()
	limitFiles(t, 64)
	files := map[string][]byte{"a.txt": []byte("一"), "b.txt": make([]byte, 100), "c.txt": []byte("三")}
	if _, err := CreateAll(filepath.Join(dir, "县", "包"), files); err == nil || !strings.Contains(err.Error(), "磁盘满了") {
		t.Errorf("%v", err)
	}
	if d := cmp.Diff(map[string]string{}, folder(t, dir)); d != "" {
		t.Error(d)
	}
	if _, err := os.Stat(filepath.Join(dir, "县")); err == nil {
		t.Error("the folder is there")
	}
	delete(files, "b.txt")
	if err := os.Mkdir(filepath.Join(dir, "旧"), 0o755); err != nil {
		t.Fatal(err)
	}
	if names, err := CreateAll(filepath.Join(dir, "旧"), files); err != nil || len(names) != 2 {
		t.Errorf("%v %v", names, err)
	}
}

// TestADiskThatIsFullAtTheDocumentKeepsTheOldTablesToo: tables and document are of one
// input workbook, or none of them is replaced.
func TestADiskThatIsFullAtTheDocumentKeepsTheOldTablesToo(t *testing.T) {
	if !apart(t) {
		return
	}
	dir := t.TempDir()
	table, document := filepath.Join(dir, "表.xlsx"), filepath.Join(dir, "文本.docx")
	old := tables(t, "旧")
	put(t, table, old)
	put(t, document, old)
	next := tables(t, "新")
	long := append(tables(t, "新"), make([]byte, 4096)...)
	limitFiles(t, uint64(len(next)+100))
	for _, order := range [][]string{{table, document}, {document, table}} {
		books := [][]byte{next, next}
		for i, file := range order {
			if file == document {
				books[i] = long
			}
		}
		_, err := Supersede(order, books, noon)
		if err == nil || !strings.Contains(err.Error(), "文本.docx：磁盘满了，没有写成，原来的文件没有动") {
			t.Errorf("%v", err)
		}
		if d := cmp.Diff(map[string]string{"表.xlsx": string(old), "文本.docx": string(old)}, folder(t, dir)); d != "" {
			t.Error(d)
		}
	}
}

func TestAPipeInTheWayIsNotWaitedFor(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "甲.csv"), 0o600); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		_, err := PutAll(dir, []Plain{{Name: "甲.csv", Content: []byte("新")}}, func(string, []byte) bool { return true }, time.Now())
		done <- err
	}()
	select {
	case err := <-done:
		if err == nil {
			t.Error("written over a pipe")
		}
	case <-time.After(10 * time.Second):
		t.Fatal("waited for a pipe")
	}
}
