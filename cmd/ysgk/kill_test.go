package main

import (
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/disk"
	"ysgk/internal/office"
	"ysgk/internal/proof"
)

const (
	tables = "表.xlsx"
	text   = "阳泉市司法局2026年预算公开文本.docx"
	list   = "表（核对结果）.xlsx"
)

// previous is where the previous generation of a file is kept.
func previous(file string) string {
	ext := filepath.Ext(file)
	return strings.TrimSuffix(file, ext) + disk.PreviousSuffix + ext
}

// note takes in what a run made in a folder: each file may hold that.
func note(t *testing.T, whole map[string][]string, folder string) {
	t.Helper()
	for _, name := range []string{tables, text, list} {
		content := read(t, filepath.Join(folder, name))
		whole[name] = append(whole[name], content)
		if name != list {
			whole[previous(name)] = append(whole[previous(name)], content)
		}
	}
}

// inputs are two input workbooks whose tables differ.
var inputs = []string{"甲.xlsx", "乙.xlsx"}

// TestAKillAtAnyMomentLeavesWholeFiles kills the program many times: half of them just
// after it began to write one of its files, half at any moment of its run.
func TestAKillAtAnyMomentLeavesWholeFiles(t *testing.T) {
	program := built(t)
	fill := func(ctx context.Context, folder, input string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, program, "fill", input, "-o", tables)
		cmd.Dir = folder
		return cmd
	}
	whole := map[string][]string{} // what each file may hold
	var duration time.Duration
	for _, input := range inputs {
		folder := inputFolder(t)
		start := time.Now()
		if out, err := fill(t.Context(), folder, input).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		duration = max(duration, time.Since(start))
		note(t, whole, folder)
		whole[input] = []string{read(t, filepath.Join(folder, input))}
	}

	folder := inputFolder(t)
	writing := beginnings(t, folder)
	random := rand.New(rand.NewPCG(6, 200))
	killed, left := 0, 0
	for i := range proof.Drawn(20, 120) {
		next := inputs[0] // the one whose tables are not there
		if b, err := os.ReadFile(filepath.Join(folder, tables)); err == nil && string(b) == whole[tables][0] {
			next = inputs[1]
		}
		ctx, kill := context.WithCancel(t.Context())
		cmd := fill(ctx, folder, next)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		if i%2 == 0 {
			for range 1 + random.IntN(5) { // the tables, the document, the previous ones, the list
				select {
				case <-writing:
				case err := <-ended:
					ended <- err
				}
			}
			time.Sleep(time.Duration(random.Int64N(int64(4 * time.Millisecond))))
		} else {
			time.Sleep(time.Duration(random.Int64N(int64(duration))))
		}
		kill()
		if err := <-ended; err != nil {
			killed++
		}
		drain(writing)
		left += judge(t, folder, whole)
		if t.Failed() {
			t.Fatalf("after kill %d", i+1)
		}
	}
	if left == 0 {
		t.Error("no kill came while a file was being written")
	}
	t.Logf("%d runs were killed, %d of them while writing a file", killed, left)

	if out, err := fill(t.Context(), folder, inputs[0]).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range []string{tables, text} {
		if read(t, filepath.Join(folder, name)) != whole[name][0] {
			t.Errorf("a run after all the kills gives another %s", name)
		}
	}
}

// TestAKilledBuildLeavesTheOldPack kills pack build at any moment: the pack is the old
// one or the new one, and one that opens.
func TestAKilledBuildLeavesTheOldPack(t *testing.T) {
	program, folder := built(t), t.TempDir()
	const bundle = "包.ysgk"
	pack := func(text string) {
		if err := os.MkdirAll(filepath.Join(folder, "包"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "包", "pack.yaml"), []byte("模板包:\n  基于: 自带\n  名称: "+text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := func(ctx context.Context, args ...string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, program, args...)
		cmd.Dir, cmd.Env = folder, []string{"HOME=" + folder, office.Place + "="} // a LibreOffice that opens the pack would outlive the kill
		return cmd
	}
	whole := map[string][]string{}
	var duration time.Duration
	for _, name := range inputs {
		pack(name)
		start := time.Now()
		if out, err := run(t.Context(), "pack", "build", "包").CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		duration = max(duration, time.Since(start))
		whole[bundle] = append(whole[bundle], read(t, filepath.Join(folder, bundle)))
	}
	writing := beginnings(t, folder)
	random := rand.New(rand.NewPCG(7, 200))
	left := 0
	for i := range proof.Drawn(2, 16) {
		pack(inputs[i%2])
		ctx, kill := context.WithCancel(t.Context())
		cmd := run(ctx, "pack", "build", "包")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		wait(writing, duration, i, random)
		kill()
		_ = cmd.Wait() // killed, or done before
		drain(writing)
		left += judge(t, folder, whole)
	}
	t.Logf("%d builds were killed while writing", left)
	if out, err := run(t.Context(), "pack", "info", bundle).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestAKilledWatchLeavesWholeFiles kills a watch while it fills what was just saved.
func TestAKilledWatchLeavesWholeFiles(t *testing.T) {
	program, folder := built(t), inputFolder(t)
	whole := map[string][]string{}
	const watched = "录入.xlsx"
	for _, input := range inputs {
		content := read(t, filepath.Join(folder, input))
		whole[input], whole[watched] = []string{content}, append(whole[watched], content)
		save(t, folder, watched, content)
		cmd := exec.Command(program, "fill", watched, "-o", tables)
		cmd.Dir = folder
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		note(t, whole, folder)
	}
	writing := beginnings(t, folder)
	random := rand.New(rand.NewPCG(8, 200))
	left := 0
	for i := range proof.Drawn(2, 16) {
		ctx, kill := context.WithCancel(t.Context())
		cmd := exec.CommandContext(ctx, program, "watch", watched, "-o", tables)
		cmd.Dir = folder
		save(t, folder, watched, whole[watched][i%2])
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		wait(writing, time.Second, i, random)
		kill()
		_ = cmd.Wait()
		drain(writing)
		left += judge(t, folder, whole)
	}
	t.Logf("%d watches were killed while writing", left)
}

// wait is until a temporary file appears, or in every other turn so long at most.
func wait(writing <-chan struct{}, most time.Duration, turn int, random *rand.Rand) {
	if turn%2 == 0 {
		select {
		case <-writing:
		case <-time.After(10 * time.Second):
		}
		time.Sleep(time.Duration(random.Int64N(int64(4 * time.Millisecond))))
		return
	}
	time.Sleep(time.Duration(random.Int64N(int64(most))))
}

func save(t *testing.T, folder, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// built is the program.
func built(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "ysgk")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// judge looks at every file of the folder, and removes temporary ones, which it
// counts.
func judge(t *testing.T, folder string, whole map[string][]string) (temporary int) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		if e.IsDir() {
			continue
		}
		if ours, _ := filepath.Match(".ysgk-*.tmp", e.Name()); ours {
			temporary++
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			continue
		}
		content, known := read(t, path), false
		for _, w := range whole[e.Name()] {
			known = known || content == w
		}
		if !known {
			t.Errorf("%s, of %d bytes, is no whole file that belongs here", e.Name(), len(content))
		}
	}
	return temporary
}

// beginnings tells each time a temporary file appears in the folder.
func beginnings(t *testing.T, folder string) <-chan struct{} {
	t.Helper()
	w, err := fsnotify.NewWatcher()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	if err := w.Add(folder); err != nil {
		t.Fatal(err)
	}
	out := make(chan struct{}, 100)
	go func() {
		for e := range w.Events {
			if e.Has(fsnotify.Create) && strings.HasSuffix(e.Name, ".tmp") {
				out <- struct{}{}
			}
		}
	}()
	return out
}

func drain(c <-chan struct{}) {
	for {
		select {
		case <-c:
		default:
			return
		}
	}
}

// inputFolder is a folder with the two input workbooks.
func inputFolder(t *testing.T) string {
	t.Helper()
	t.Setenv(office.Place, "") // a LibreOffice that lays out the document would outlive the kill
	folder := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", folder+".config") // no pack that somebody chose on this machine
	for i, name := range inputs {
		f, err := excelize.OpenFile("../../samples/阳泉市司法局2026年预算录入.xlsx")
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellValue("支出明细", "K8", 33640.69+float64(i)); err != nil {
			t.Fatal(err)
		}
		if err := f.SaveAs(filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
