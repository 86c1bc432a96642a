package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOnlyADesktopOpensTheWindowByItself(t *testing.T) {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	log, err := os.Create(filepath.Join(t.TempDir(), ".xsession-errors"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	keyboard, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer keyboard.Close()
	for _, c := range []struct {
		what         string
		display      string
		in, out, err *os.File
		want         bool
	}{
		{"a file manager", ":0", null, log, log, true},
		{"no screen, as under cron", "", null, log, log, false},
		{"another program reads what it says", ":0", null, w, log, false},
		{"another program tells it something", ":0", r, log, log, false},
		{"a terminal", ":0", keyboard, keyboard, keyboard, false},
		{"a terminal, the output into a file", ":0", keyboard, log, keyboard, false},
	} {
		t.Setenv("DISPLAY", c.display)
		t.Setenv("WAYLAND_DISPLAY", "")
		if got := onDesktop(c.in, c.out, c.err); got != c.want {
			t.Errorf("%s: %v", c.what, got)
		}
	}
	t.Setenv("DISPLAY", ":0")
	folder := t.TempDir()
	for _, args := range [][]string{nil, {"界面"}, {"录入.xlsx"}, {"界面", "/家/录入 1#.xlsx"}, {"文本.docx"}, {folder}, {"甲.xlsx", "乙.xlsx"}, {log.Name()}} {
		if !clicked(args, log) {
			t.Errorf("%q is a click", args)
		}
	}
	if clicked([]string{"fill", "x.xlsx"}, log) || clicked([]string{"界面", "--安装"}, log) || clicked([]string{"help"}, log) {
		t.Error("a command is no click")
	}
}

// Where a click cannot open the window there is no terminal to say why.
func TestWhatWentWrongAfterAClickIsShownOnTheDesktop(t *testing.T) {
	folder := t.TempDir()
	said := filepath.Join(folder, "said")
	if err := os.WriteFile(filepath.Join(folder, "zenity"), []byte("#!/bin/sh\nprintf '%s ' \"$@\" > '"+said+"'\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder)
	t.Setenv("DISPLAY", ":0")
	t.Setenv("HOME", "")
	t.Setenv("XDG_CONFIG_HOME", folder)
	t.Chdir("/") // no folder to begin in, and no home
	log, err := os.Create(filepath.Join(folder, ".xsession-errors"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	if code := Main(nil, log, log); code == exitDone {
		t.Fatal("the window was opened")
	}
	b, err := os.ReadFile(said)
	if err != nil || !strings.Contains(string(b), "预算公开表") || !strings.Contains(string(b), "HOME") {
		t.Errorf("%v %s", err, b)
	}
}
