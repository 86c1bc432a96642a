//go:build linux

package main

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// commandsOn are the commands that read a workbook, each on x.xlsx.
var commandsOn = []string{
	"fill x.xlsx -o y.xlsx", "check x.xlsx", "check x.xlsx --标注", "verify x.xlsx", "verify 甲.xlsx --录入 x.xlsx", "diff x.xlsx 甲.xlsx", "diff 甲.xlsx x.xlsx",
	"explain x.xlsx 表三!D12", "info x.xlsx", "import x.xlsx", "import x.xlsx 甲.xlsx", "import 甲.xlsx x.xlsx", "new --从 x.xlsx", "pack init 包 --模板 x.xlsx",
}

const (
	seconds   = 5
	megabytes = 512
)

// A small file from anywhere must not take the machine, whatever is done with it.
func TestNoCommandTakesMoreThanItsBoundsForASmallFile(t *testing.T) {
	program := filepath.Join(t.TempDir(), "ysgk")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	sample, err := filepath.Glob("../../samples/*录入.xlsx")
	if err != nil || len(sample) == 0 {
		t.Fatal("no sample", err)
	}
	content, err := os.ReadFile(sample[0])
	if err != nil {
		t.Fatal(err)
	}
	const sheet = "xl/worksheets/sheet4.xml" // 支出明细
	cells, _, ok := strings.Cut(part(t, content, sheet), "</sheetData>")
	if !ok {
		t.Fatal("no cells in " + sheet)
	}
	for name, x := range map[string]struct{ part, head, middle, foot string }{
		"blanks":  {sheet, cells, strings.Repeat(" ", 1000), "</sheetData></worksheet>"},
		"empty":   {sheet, cells, "<row>" + strings.Repeat("<c/>", 198) + "</row>", "</sheetData></worksheet>"},
		"cells":   {sheet, cells, "<row>" + strings.Repeat("<c><v>1</v></c>", 66) + "</row>", "</sheetData></worksheet>"},
		"formats": {"xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>`, strings.Repeat("<xf/>", 200), "</cellXfs></styleSheet>"},
		"texts":   {"xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`, strings.Repeat("<si><t>a</t></si>", 58), "</sst>"},
		"pipe":    {},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			if err := os.WriteFile(filepath.Join(folder, "甲.xlsx"), content, 0o600); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(folder, "x.xlsx")
			if x.part == "" {
				if err := syscall.Mkfifo(file, 0o600); err != nil {
					t.Skip(err)
				}
			} else if err := os.WriteFile(file, swapped(t, content, x.part, x.head, x.middle, x.foot), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, command := range commandsOn {
				bounded(t, program, folder, command)
			}
		})
	}
}

// bounded runs a command, and fails where it takes too much, or does not end.
func bounded(t *testing.T, program, folder, command string) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*seconds*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, strings.Fields(command)...)
	cmd.Dir, cmd.Env = folder, append(os.Environ(), "HOME="+folder, "XDG_CONFIG_HOME="+folder)
	out, _ := cmd.CombinedOutput() // what it refuses is not the point
	took := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok || ctx.Err() != nil || took > seconds*time.Second || usage.Maxrss>>10 > megabytes {
		line, _, _ := strings.Cut(string(out), "\n")
		t.Errorf("%s: %v, %d MB: %s (%v)", command, took, usage.Maxrss>>10, line, ctx.Err())
	}
}

// part is the content of a part of a workbook.
func part(t *testing.T, book []byte, name string) string {
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// swapped is a workbook with 60 MB in place of a part.
func swapped(t *testing.T, book []byte, name, head, middle, foot string) []byte {
	old, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, e := range old.File {
		if e.Name != name {
			if err := z.Copy(e); err != nil {
				t.Fatal(err)
			}
		}
	}
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{head, strings.Repeat(middle, 60_000_000/len(middle)), foot} {
		if _, err := io.WriteString(w, s); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil || out.Len() > 2<<20 {
		t.Fatal(err, out.Len())
	}
	return out.Bytes()
}
