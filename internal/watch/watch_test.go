package watch

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/xlsxread"
)

// version is a workbook that differs from those of other numbers.
func version(t *testing.T, n int) []byte {
	t.Helper()
	f := excelize.NewFile()
	for row := range 200 { // large enough to be written in pieces
		if err := f.SetCellValue("Sheet1", fmt.Sprintf("A%d", row+1), fmt.Sprintf("第%d版，第%d行", n, row)); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func hash(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// beside is another file in the folder of a file.
func beside(path, name string) string { return filepath.Join(filepath.Dir(path), name) }

// inPieces writes content over a file that is open, with pauses.
func inPieces(t *testing.T, f *os.File, content []byte) {
	t.Helper()
	for len(content) > 0 {
		n := min(len(content), 1000)
		_, err := f.Write(content[:n])
		must(t, err)
		content = content[n:]
		time.Sleep(time.Millisecond)
	}
}

// The ways in which programs save a workbook.
var ways = map[string]func(t *testing.T, path string, content []byte){
	"Excel": func(t *testing.T, path string, content []byte) {
		lock, fresh, old := beside(path, "~$录入.xlsx"), beside(path, "5A2C0E10"), beside(path, "7B31F5.tmp")
		must(t, os.WriteFile(lock, []byte("张三"), 0o644))
		must(t, os.WriteFile(fresh, content, 0o644))
		must(t, os.Rename(path, old))
		time.Sleep(2 * time.Millisecond) // the workbook is missing
		must(t, os.Rename(fresh, path))
		must(t, os.Remove(old))
		must(t, os.Remove(lock))
	},
	"LibreOffice": func(t *testing.T, path string, content []byte) {
		lock, fresh := beside(path, ".~lock.录入.xlsx#"), beside(path, "lu1234abc.tmp")
		must(t, os.WriteFile(lock, []byte(",,,"), 0o644))
		must(t, os.WriteFile(fresh, content, 0o644))
		must(t, os.Rename(fresh, path))
		must(t, os.Remove(lock))
	},
	"WPS, replacing": func(t *testing.T, path string, content []byte) {
		lock, fresh := beside(path, ".~录入.xlsx"), beside(path, "录入.xlsx.tmp")
		must(t, os.WriteFile(lock, nil, 0o644))
		must(t, os.WriteFile(fresh, content, 0o644))
		must(t, os.Remove(path))
		must(t, os.Rename(fresh, path))
		must(t, os.Remove(lock))
	},
	"WPS, emptying and writing in pieces, twice": func(t *testing.T, path string, content []byte) {
		for range 2 {
			f, err := os.Create(path)
			must(t, err)
			inPieces(t, f, content)
			must(t, f.Close())
		}
	},
	"writing over the old content": func(t *testing.T, path string, content []byte) {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		must(t, err)
		inPieces(t, f, content)
		must(t, f.Truncate(int64(len(content))))
		must(t, f.Close())
	},
}

// quick are times for tests; trouble would be told only after the test's limit.
var quick = Times{Settle: 20 * time.Millisecond, Patience: time.Hour, Poll: 50 * time.Millisecond}

const limit = time.Minute

// told waits for the next event.
func told(t *testing.T, events <-chan Event) Event {
	t.Helper()
	select {
	case e, open := <-events:
		if !open {
			t.Fatal("the watch ended")
		}
		return e
	case <-time.After(limit):
		t.Fatal("nothing was told")
	}
	return Event{}
}

// watched is a file with version 1 and what is told of it, of that already.
func watched(t *testing.T, times Times) (path string, events <-chan Event) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "录入.xlsx")
	must(t, os.WriteFile(path, version(t, 1), 0o644))
	events = File(t.Context(), path, times)
	if e := told(t, events); e.SHA256 != hash(version(t, 1)) {
		t.Fatalf("at the start: %+v", e)
	}
	return path, events
}

func TestEverySaveIsToldOnceAndWholeHoweverAProgramSaves(t *testing.T) {
	for name, save := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path, events := watched(t, quick)
			for n := 2; n < 6; n++ {
				content := version(t, n)
				go save(t, path, content)
				// The next event is that of this save: there is none of half a
				// file, and none more of the save before.
				if e := told(t, events); e.Err != nil || e.SHA256 != hash(content) {
					t.Fatalf("version %d: %+v", n, e)
				}
				settled(t, path, content)
			}
		})
	}
}

// settled waits until a save is done, which may be after it was told.
func settled(t *testing.T, path string, content []byte) {
	t.Helper()
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(time.Millisecond) {
		entries, err := os.ReadDir(filepath.Dir(path))
		must(t, err)
		if b, err := os.ReadFile(path); err == nil && bytes.Equal(b, content) && len(entries) == 1 {
			return
		}
	}
	t.Fatal("the save did not end")
}

func TestSavesAreSeenWithoutNoticesOfTheSystem(t *testing.T) {
	path := filepath.Join(t.TempDir(), "录入.xlsx")
	must(t, os.WriteFile(path, version(t, 1), 0o644))
	events := make(chan Event)
	go run(t.Context(), &looks{path: path, times: quick}, &notices{}, events)
	for n := 1; n < 4; n++ {
		if e := told(t, events); e.SHA256 != hash(version(t, n)) {
			t.Fatalf("version %d: %+v", n, e)
		}
		ways["Excel"](t, path, version(t, n+1))
	}
}

func TestOfManyQuickSavesTheLastIsTold(t *testing.T) {
	path, events := watched(t, quick)
	for n := 2; n < 30; n++ {
		ways["LibreOffice"](t, path, version(t, n))
	}
	for e := told(t, events); e.SHA256 != hash(version(t, 29)); e = told(t, events) {
		if e.Err != nil {
			t.Fatal(e.Err)
		}
	}
}

func TestOtherFilesOfTheFolderAndEqualContentsAreNotTold(t *testing.T) {
	path, events := watched(t, quick)
	for i := range 50 {
		must(t, os.WriteFile(beside(path, fmt.Sprintf(".ysgk-%d.tmp", i)), version(t, 1), 0o644))
		must(t, os.WriteFile(beside(path, "公开表.xlsx"), version(t, i), 0o644))
		ways["Excel"](t, path, version(t, 1))
	}
	ways["Excel"](t, path, version(t, 2))
	if e := told(t, events); e.SHA256 != hash(version(t, 2)) {
		t.Errorf("%+v", e)
	}
}

func TestAFileThatStaysAwayOrBrokenIsToldOnceAndAgainWhenItIsBack(t *testing.T) {
	times := quick
	times.Patience = 100 * time.Millisecond
	path, events := watched(t, times)
	good := version(t, 1)
	for _, c := range []struct {
		spoil func() error
		want  error
	}{
		{func() error { return os.Remove(path) }, fs.ErrNotExist},
		{func() error { return os.WriteFile(path, nil, 0o644) }, xlsxread.ErrEmpty},
		{func() error { return os.WriteFile(path, good[:len(good)/2], 0o644) }, xlsxread.ErrDamaged},
		{func() error { return os.RemoveAll(filepath.Dir(path)) }, fs.ErrNotExist},
	} {
		must(t, c.spoil())
		if e := told(t, events); !errors.Is(e.Err, c.want) {
			t.Fatalf("%+v, want %v", e, c.want)
		}
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, good, 0o644))
		if e := told(t, events); e.SHA256 != hash(good) {
			t.Fatalf("back again: %+v", e)
		}
	}
}

func TestTheWatchEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	path := filepath.Join(t.TempDir(), "录入.xlsx")
	must(t, os.WriteFile(path, version(t, 1), 0o644))
	events := File(ctx, path, quick)
	cancel()
	for range events { // at most the first, then the end
	}
}

func TestAFileIsTakenOnlyWhenItHasStayedTheSameForAWhile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "录入.xlsx")
	l := &looks{path: path, times: Times{Settle: 3 * time.Second, Patience: 9 * time.Second}}
	start := time.Date(2026, 1, 20, 9, 0, 0, 0, time.UTC)
	at := func(second int, want string) {
		t.Helper()
		got := ""
		if e, ok := l.look(start.Add(time.Duration(second) * time.Second)); ok {
			got = "trouble"
			if e.Err == nil {
				got = e.SHA256
			}
		}
		if got != want {
			t.Errorf("second %d: %q, want %q", second, got, want)
		}
	}
	one, two := version(t, 1), version(t, 2)
	must(t, os.WriteFile(path, one, 0o644))
	at(0, "")
	at(2, "")
	at(3, hash(one))
	at(60, "")
	must(t, os.WriteFile(path, two[:500], 0o644))
	at(61, "")
	at(64, "") // half a file
	must(t, os.WriteFile(path, two, 0o644))
	at(65, "")
	l.touch(start.Add(67 * time.Second)) // written again, as a notice says
	at(69, "")
	at(70, hash(two))
	l.touch(start.Add(80 * time.Second)) // the same once more
	at(83, "")
	must(t, os.Remove(path))
	at(90, "")
	at(98, "")
	at(99, "trouble")
	at(120, "")
}

// Parts that were whole at the last save are not unpacked again: those that have been
// damaged since are not they.
func TestAPartThatWasWholeAtTheLastSaveMayBeDamagedNow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "录入.xlsx")
	good := version(t, 1)
	z, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
	must(t, err)
	for _, part := range z.File {
		l := &looks{path: path}
		start := time.Date(2026, 1, 20, 9, 0, 0, 0, time.UTC)
		must(t, os.WriteFile(path, good, 0o644))
		if e, ok := l.look(start); !ok || e.Err != nil {
			t.Fatalf("the good one: %+v %v", e, ok)
		}
		at, err := part.DataOffset()
		must(t, err)
		bad := bytes.Clone(good)
		bad[at+int64(part.CompressedSize64)/2] ^= 0x55
		must(t, os.WriteFile(path, bad, 0o644))
		l.touch(start)
		if e, ok := l.look(start.Add(time.Second)); !ok || !errors.Is(e.Err, xlsxread.ErrDamaged) {
			t.Errorf("%s was damaged: %+v %v", part.Name, e, ok)
		}
	}
}
