package disk

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ysgk/internal/finding"
	"ysgk/internal/seal"
	"ysgk/internal/xlsxedit"
)

func TestWritingReplacesAFileWholeAndLeavesNothingBeside(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "新的", "表.xlsx")
	for _, content := range []string{"一", "二"} {
		if err := Write(path, []byte(content)); err != nil {
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

func TestFoldersAndNamesMayBeLongAndFullWidth(t *testing.T) {
	file := filepath.Join(t.TempDir(), filepath.Join(slices.Repeat([]string{"市财政局（部门预算）２０２６年，全角“名字”"}, 12)...), "预算公开表【定稿】　第１稿.xlsx")
	one, two := tables(t, "一"), tables(t, "二")
	put(t, file, one)
	put(t, file, two)
	if err := os.WriteFile(file, []byte("手工改过的"), 0o644); err != nil {
		t.Fatal(err)
	}
	put(t, file, one)
	want := map[string]string{
		"预算公开表【定稿】　第１稿.xlsx": string(one), "预算公开表【定稿】　第１稿（上一次）.xlsx": string(one),
		"预算公开表【定稿】　第１稿（改过的，20260120-120000）.xlsx": "手工改过的",
	}
	if d := cmp.Diff(want, folder(t, filepath.Dir(file))); d != "" {
		t.Error(d)
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
		err := Write(path, []byte("x"))
		var f *finding.FileError
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

// tables is a sealed workbook that says a text.
func tables(t *testing.T, text string) []byte {
	t.Helper()
	f := xlsxedit.New()
	f.SetPart("text", []byte(text))
	b, err := seal.Put(f.File, seal.Origin{Kind: seal.Tables, Tool: "1"})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// folder gives the contents of the files of a folder by name.
func folder(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(b)
	}
	return out
}

var noon = time.Date(2026, 1, 20, 12, 0, 0, 0, time.UTC)

// put supersedes, and fails the test if that fails.
func put(t *testing.T, file string, book []byte) Written {
	t.Helper()
	out, err := Supersede([]string{file}, [][]byte{book}, noon)
	if err != nil || out[0].NoPrevious != nil {
		t.Fatal(err, out[0].NoPrevious)
	}
	return out[0]
}

func TestThePreviousGenerationIsKeptOnceAndAnEditedOneUnderItsDate(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "表.xlsx")
	one, two, three := tables(t, "一"), tables(t, "二"), tables(t, "三")
	for _, b := range [][]byte{one, one, two, two} {
		put(t, file, b)
	}
	want := map[string]string{"表.xlsx": string(two), "表（上一次）.xlsx": string(one)}
	if d := cmp.Diff(want, folder(t, dir)); d != "" {
		t.Fatal(d)
	}
	// Somebody edits both; both edits survive.
	for name, text := range map[string]string{"表.xlsx": "改过的表", "表（上一次）.xlsx": "改过的上一次"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		want[strings.TrimSuffix(name, ".xlsx")+"（改过的，20260120-120000）.xlsx"] = text
	}
	if out := put(t, file, three); filepath.Base(out.Kept) != "表（改过的，20260120-120000）.xlsx" || out.Previous != "" {
		t.Errorf("%+v", out)
	}
	if out := put(t, file, one); filepath.Base(out.Previous) != "表（上一次）.xlsx" {
		t.Errorf("%+v", out)
	}
	want["表.xlsx"], want["表（上一次）.xlsx"] = string(one), string(three)
	if d := cmp.Diff(want, folder(t, dir)); d != "" {
		t.Error(d)
	}
}

func TestAGenerationThatDiffersOnlyInItsOriginIsNoNewOne(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "表.xlsx")
	put(t, file, tables(t, "一"))
	f := xlsxedit.New()
	f.SetPart("text", []byte("一"))
	again, err := seal.Put(f.File, seal.Origin{Kind: seal.Tables, Tool: "2"})
	if err != nil {
		t.Fatal(err)
	}
	put(t, file, again)
	if d := cmp.Diff(map[string]string{"表.xlsx": string(again)}, folder(t, dir)); d != "" {
		t.Error(d)
	}
}

func TestAReadOnlyFileIsNotReplacedAndALinkLeadsToWhatIs(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "里", "真.xlsx"), filepath.Join(dir, "链接.xlsx")
	if err := Write(real, []byte("旧")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join("里", "真.xlsx"), link); err != nil {
		t.Fatal(err)
	}
	if err := Write(link, []byte("新")); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Lstat(link); err != nil || st.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", st.Mode(), err)
	}
	if err := os.Chmod(real, 0o444); err != nil {
		t.Fatal(err)
	}
	err := Write(link, []byte("更新"))
	if err == nil || !strings.Contains(err.Error(), "真.xlsx：文件设成了只读") {
		t.Errorf("a read-only file: %v", err)
	}
	if d := cmp.Diff(map[string]string{"真.xlsx": "新"}, folder(t, filepath.Dir(real))); d != "" {
		t.Error(d)
	}
}

func TestLeftoversOfKilledRunsGoOnceTheyAreOldAndNothingElseDoes(t *testing.T) {
	dir := t.TempDir()
	old := time.Now().Add(-2 * abandoned)
	for _, name := range []string{".ysgk-1.tmp", ".ysgk-2.tmp", "ysgk-3.tmp", ".ysgk-4.xlsx", ".别的-5.tmp"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if name != ".ysgk-2.tmp" { // perhaps of a run that is still writing
			if err := os.Chtimes(path, old, old); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := Write(filepath.Join(dir, "表.xlsx"), []byte("x")); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"表.xlsx": "x", ".ysgk-2.tmp": "", "ysgk-3.tmp": "", ".ysgk-4.xlsx": "", ".别的-5.tmp": ""}
	if d := cmp.Diff(want, folder(t, dir)); d != "" {
		t.Error(d)
	}
}

func TestManyWritersOfOneFileLeaveOneOfTheirFilesWhole(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "表.xlsx")
	whole := map[string]bool{}
	var wait sync.WaitGroup
	for i := range 8 {
		b := tables(t, strings.Repeat(fmt.Sprint(i), 100_000))
		whole[string(b)] = true
		wait.Go(func() {
			for range 20 {
				if _, err := Supersede([]string{file}, [][]byte{b}, noon); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	for name, content := range folder(t, dir) {
		if !whole[content] {
			t.Errorf("%s is not whole", name)
		}
	}
}

func TestOfSeveralFilesAllAreReplacedOrNone(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	long := strings.Repeat("长", 78) + ".xlsx" // with a date behind it too long for any system
	put(t, at("甲.xlsx"), tables(t, "旧甲"))
	for _, name := range []string{"丙.xlsx", long} {
		if err := os.WriteFile(at(name), []byte("手工改过的"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	before := folder(t, dir)
	files := []string{at("甲.xlsx"), at("乙.xlsx"), at("丙.xlsx"), at(long)}
	books := [][]byte{tables(t, "新甲"), tables(t, "新乙"), tables(t, "新丙"), tables(t, "新长")}
	if _, err := Supersede(files, books, noon); err == nil || !strings.Contains(err.Error(), "文件名太长") {
		t.Errorf("an edited file that cannot be kept was replaced: %v", err)
	}
	if d := cmp.Diff(before, folder(t, dir)); d != "" {
		t.Errorf("after a failure: %s", d)
	}
	if _, err := Supersede(files[:3], books[:3], noon); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"甲.xlsx": string(books[0]), "乙.xlsx": string(books[1]), "丙.xlsx": string(books[2]), long: "手工改过的",
		"甲（上一次）.xlsx": before["甲.xlsx"], "丙（改过的，20260120-120000）.xlsx": "手工改过的",
	}
	if d := cmp.Diff(want, folder(t, dir)); d != "" {
		t.Error(d)
	}
}
