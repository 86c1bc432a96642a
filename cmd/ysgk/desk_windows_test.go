package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/sys/windows"
)

// These run on Windows, and under Wine in CI: .ci/wine.sh. YSGK_PROGRAM names the
// program of a release; without it they build one.

// desk is a folder as people have it.
type desk struct {
	*testing.T
	program, folder string
}

func sit(t *testing.T) *desk {
	t.Helper()
	temporary, err := os.MkdirTemp("", "ysgk")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(temporary) }) // not t.TempDir: Wine 8 lacks the call that removes it
	d := &desk{t, os.Getenv("YSGK_PROGRAM"), filepath.Join(temporary, "预算 公开（2026 年）")}
	if d.program == "" {
		d.program = built(t)
	}
	if err := os.Mkdir(d.folder, 0o755); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("../../samples/阳泉市司法局2026年预算录入.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.file("司法局 录入.xlsx"), b, 0o644); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) file(name string) string { return filepath.Join(d.folder, name) }

func (d *desk) read(name string) []byte {
	d.Helper()
	b, err := os.ReadFile(d.file(name))
	if err != nil {
		d.Fatal(err)
	}
	return b
}

// run runs a command as a script would, and wants an exit code and a text.
func (d *desk) run(code int, want string, args ...string) {
	d.Helper()
	cmd := exec.Command(d.program, args...)
	cmd.Dir = d.folder
	cmd.Env = append(os.Environ(), "APPDATA="+filepath.Dir(d.folder))
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		d.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code || !utf8.Valid(out) || !strings.Contains(string(out), want) {
		d.Fatalf("%q: exit code %d, not %d with %s:\n%s", args, got, code, want, out)
	}
}

const openTables = "阳泉市司法局2026年预算公开表.xlsx"

func TestOnWindowsFromANewWorkbookToTheTables(t *testing.T) {
	d := sit(t)
	d.run(0, `ysgk fill "新 的.xlsx"`, "new", "新 的.xlsx")
	d.run(1, "新 的.xlsx", "check", "新 的.xlsx")
	d.run(0, "警告 9 处", "check", "司法局 录入.xlsx")
	d.run(0, "已生成："+openTables, "fill", "司法局 录入.xlsx")
	d.run(0, openTables, "verify", openTables, "--录入", "司法局 录入.xlsx")
	d.run(0, "29634051.98", "explain", openTables, "表三!C6")
	d.run(0, `已生成：别 处\`+openTables, "fill", "司法局 录入.xlsx", "-o", `别 处\`)
	d.run(2, "没有的.xlsx", "check", "没有的.xlsx")
}

// A spreadsheet lets others read what it has open, another program may not even do that.
func TestOnWindowsAFileThatIsOpenElsewhereIsNamedAndStays(t *testing.T) {
	for _, share := range []uint32{0, windows.FILE_SHARE_READ} {
		d := sit(t)
		hold := func(name string) (release func()) {
			path, err := windows.UTF16PtrFromString(d.file(name))
			if err != nil {
				t.Fatal(err)
			}
			h, err := windows.CreateFile(path, windows.GENERIC_READ, share, nil, windows.OPEN_EXISTING, 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			return func() { windows.CloseHandle(h) }
		}
		release := hold("司法局 录入.xlsx")
		if share == 0 {
			d.run(2, "司法局 录入.xlsx：打不开：可能正被 Excel 或 WPS 占用", "check", "司法局 录入.xlsx")
		} else {
			d.run(0, "警告 9 处", "check", "司法局 录入.xlsx")
		}
		release()
		d.run(0, "已生成", "fill", "司法局 录入.xlsx")
		before := d.read(openTables)

		release = hold(openTables)
		d.run(0, "", "fill", "司法局 录入.xlsx", "-o", "别处.xlsx") // and the others are not hindered
		d.run(2, openTables, "fill", "司法局 录入.xlsx", "--来源")  // other bytes
		release()
		if !bytes.Equal(before, d.read(openTables)) {
			t.Error("the tables are not what they were")
		}
		if left, _ := filepath.Glob(d.file(".ysgk-*")); len(left) > 0 {
			t.Error("left behind:", left)
		}
		d.run(0, "已生成", "fill", "司法局 录入.xlsx", "--来源")
		if bytes.Equal(before, d.read(openTables)) {
			t.Error("the tables were not replaced")
		}
	}
}

// The consoles of Chinese Windows show GBK; ysgk's letters come out right in them, and
// what is written into a file is UTF-8.
func TestOnWindowsAConsoleInGBKIsReadable(t *testing.T) {
	d := sit(t)
	kernel := windows.NewLazySystemDLL("kernel32.dll")
	console, err := windows.Open("CONOUT$", windows.O_RDWR, 0)
	if err != nil {
		if _, _, err := kernel.NewProc("AllocConsole").Call(); !errors.Is(err, windows.Errno(0)) && !errors.Is(err, fs.ErrExist) {
			t.Fatal("no console: ", err)
		}
		if console, err = windows.Open("CONOUT$", windows.O_RDWR, 0); err != nil {
			t.Fatal(err)
		}
	}
	if err := windows.SetConsoleOutputCP(936); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(d.program, "check", "司法局 录入.xlsx", "--静默")
	out := os.NewFile(uintptr(console), "CONOUT$")
	defer out.Close()
	cmd.Dir, cmd.Stdout, cmd.Stderr = d.folder, out, out
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	screen := make([]uint16, 200*80)
	var n uint32
	ok, _, err := kernel.NewProc("ReadConsoleOutputCharacterW").Call(uintptr(console), uintptr(unsafe.Pointer(&screen[0])), uintptr(len(screen)), 0, uintptr(unsafe.Pointer(&n)))
	if ok == 0 {
		t.Fatal(err)
	}
	if text := windows.UTF16ToString(screen[:n]); !strings.Contains(strings.ReplaceAll(text, " ", ""), "警告9处") {
		t.Errorf("the screen shows\n%s", text)
	}
}
