//go:build unix

package office

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// converter puts a program in place of LibreOffice that does what a script says.
func converter(t *testing.T, script string) {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "soffice"), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv(Place, filepath.Join(folder, "soffice"))
}

func document(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "公开 文本.docx")
	if err := os.WriteFile(file, []byte("docx"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// outdir is the shell's way to the folder that the program is to write into.
const outdir = `while [ $# -gt 0 ]; do [ "$1" = --outdir ] && out=$2; last=$1; case $1 in pdf:*) how=$1;; esac; shift; done
`

func TestAPDFIsWhatTheConverterWrote(t *testing.T) {
	converter(t, outdir+`{ printf '%%PDF-1.7 '; cat "$last"; printf ' %s' "$how"; } > "$out/文件.pdf"`)
	got, err := PDF(document(t))
	if err != nil || !bytes.HasPrefix(got, []byte("%PDF-1.7 docx pdf:writer_pdf_Export:")) || !strings.Contains(string(got), `"ExportBookmarks"`) {
		t.Errorf("%s %v", got, err)
	}
}

func TestAConverterThatHangsIsEndedWithAllThatItStarted(t *testing.T) {
	child := filepath.Join(t.TempDir(), "child")
	converter(t, `sleep 600 & echo $! > "`+child+`"; wait`)
	_, err := pdf(document(t), 200*time.Millisecond)
	if !errors.Is(err, ErrHung) {
		t.Fatal(err)
	}
	b, err := os.ReadFile(child)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	for range 100 { // the system needs a moment to clear it away
		if state, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat"); errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) || err == nil && strings.Contains(string(state), ") Z ") {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("what the converter started goes on")
}

func TestAConverterThatFailsOrWritesNothingIsTold(t *testing.T) {
	for script, want := range map[string]string{
		"echo 'source file could not be loaded'; exit 1": "could not be loaded",
		"echo 'Error: no export filter'":                 ErrNothing.Error(),
		outdir + `printf 'not a pdf' > "$out/文件.pdf"`:    ErrNothing.Error(),
	} {
		converter(t, script)
		if got, err := PDF(document(t)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %s %v", script, got, err)
		}
	}
}

func TestALibreOfficeIsFoundByEitherOfItsNames(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "libreoffice"), []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder)
	t.Setenv(Place, "")
	if got := Program(); got != "" {
		t.Error("used though it is said not to:", got)
	}
	if err := os.Unsetenv(Place); err != nil {
		t.Fatal(err)
	}
	if got := Program(); got != filepath.Join(folder, "libreoffice") {
		t.Error(got)
	}
}

// Whatever ysgk lets LibreOffice do, a Ctrl-C ends it with all that it started.
func TestAnInterruptEndsALayout(t *testing.T) {
	begun := filepath.Join(t.TempDir(), "begun")
	converter(t, `echo > "`+begun+`"; sleep 600`)
	go func() {
		for {
			if _, err := os.Stat(begun); err == nil {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		_ = syscall.Kill(os.Getpid(), syscall.SIGINT)
	}()
	if _, err := Links([]byte("docx")); !errors.Is(err, ErrStopped) {
		t.Error(err)
	}
}
