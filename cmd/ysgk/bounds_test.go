//go:build linux

package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"ysgk/internal/proof"
)

// commandsOn are the commands that read a workbook, each on x.xlsx.
var commandsOn = []string{
	"fill x.xlsx -o y.xlsx", "check x.xlsx", "check x.xlsx --标注", "verify x.xlsx", "verify 甲.xlsx --录入 x.xlsx", "diff x.xlsx 甲.xlsx", "diff 甲.xlsx x.xlsx",
	"explain x.xlsx 表三!D12", "info x.xlsx", "import x.xlsx", "import x.xlsx 甲.xlsx", "import 甲.xlsx x.xlsx", "new --从 x.xlsx", "pack init 包 --模板 x.xlsx",
	"export x.xlsx -o 数据", "batch . -o 结果", "collect .", "summary . -o 汇总", "pack codes 旧包 x.xlsx",
}

// readers are those of them that take different ways through a workbook; each of the
// others is tried on every third file.
var readers = []string{"check x.xlsx", "verify x.xlsx", "import x.xlsx", "pack init 包 --模板 x.xlsx"}

// formsOn are those that read a bureau's form.
var formsOn = []string{"pack init 包 --模板 x.xlsx", "pack init 包 --模板 x.xlsx --范例 x.xlsx", "pack update 旧包 --模板 x.xlsx", "verify x.xlsx", "export x.xlsx -o 数据", "info x.xlsx"}

const (
	seconds   = 5
	megabytes = 512
)

// yardstick is what a command may take here: as long as it takes to sort some numbers so
// many times, which is the seconds at a desk, and more on a slower machine or one on
// which other tests run.
func yardstick() time.Duration {
	random := rand.New(rand.NewPCG(1, 2))
	numbers := make([]int, 4_000_000)
	for i := range numbers {
		numbers[i] = random.Int()
	}
	start := time.Now()
	slices.Sort(numbers) // some 0.28 s at a desk
	return 18 * time.Since(start)
}

// A small file from anywhere must not take the machine, whatever is done with it.
func TestNoCommandTakesMoreThanItsBoundsForASmallFile(t *testing.T) {
	program := build(t)
	sample, err := filepath.Glob("../../samples/*录入.xlsx")
	if err != nil || len(sample) == 0 {
		t.Fatal("no sample", err)
	}
	content, err := os.ReadFile(sample[0])
	if err != nil {
		t.Fatal(err)
	}
	const sheet, duties, codes = "xl/worksheets/sheet4.xml", "xl/worksheets/sheet8.xml", "xl/worksheets/sheet14.xml" // 支出明细, 职责, 功能科目
	cells, list, lines := rowsOf(t, content, sheet), rowsOf(t, content, codes), rowsOf(t, content, duties)
	const foot = "</sheetData></worksheet>"
	files := map[string]struct{ part, head, middle, foot string }{
		"blanks":     {sheet, cells, strings.Repeat(" ", 1000), foot},
		"empty":      {sheet, cells, "<row>" + strings.Repeat("<c/>", 198) + "</row>", foot},
		"cells":      {sheet, cells, "<row>" + strings.Repeat("<c><v>1</v></c>", 66) + "</row>", foot},
		"columns":    {sheet, cells + strings.Repeat("<row>"+strings.Repeat("<c><v>1</v></c>", 16384)+"</row>", 30), "", foot},
		"attributes": {sheet, strings.Replace(cells, "<sheetData", "<sheetData"+numbered(60_000, ` a%d="1"`), 1), "", foot},
		"orphans":    {codes, list + numbered(60_000, `<row><c><v>9%06d</v></c><c t="inlineStr"><is><t>名</t></is></c></row>`), "", foot},
		"duties":     {duties, lines + numbered(60_000, `<row><c t="inlineStr"><is><t>职责%d</t></is></c></row>`), "", foot},
		"formats":    {"xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>`, strings.Repeat("<xf/>", 200), "</cellXfs></styleSheet>"},
		"texts":      {"xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`, strings.Repeat("<si><t>a</t></si>", 58), "</sst>"},
		"pipe":       {},
	}
	for n, name := range slices.Sorted(maps.Keys(files))[:proof.Drawn(4, len(files))] { // all of them take a minute
		x := files[name]
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			if err := os.WriteFile(filepath.Join(folder, "甲.xlsx"), content, 0o600); err != nil {
				t.Fatal(err)
			}
			bounded(t, program, folder, "pack init 旧包")
			file := filepath.Join(folder, "x.xlsx")
			if x.part == "" {
				if err := syscall.Mkfifo(file, 0o600); err != nil {
					t.Fatal(err)
				}
			} else if err := os.WriteFile(file, swapped(t, content, x.part, x.head, x.middle, x.foot), 0o600); err != nil {
				t.Fatal(err)
			}
			for i, command := range commandsOn {
				if i%3 == n%3 || proof.Drawn(0, 1) > 0 && slices.Contains(readers, command) {
					bounded(t, program, folder, command)
				}
			}
		})
	}
}

// Nor must a bureau's form.
func TestNoCommandTakesMoreThanItsBoundsForASmallForm(t *testing.T) {
	program, folder := build(t), t.TempDir()
	sample, err := filepath.Glob("../../samples/*录入.xlsx")
	if err != nil || len(sample) == 0 {
		t.Fatal("no sample", err)
	}
	input, err := filepath.Abs(sample[0])
	if err != nil {
		t.Fatal(err)
	}
	bounded(t, program, folder, "fill "+input+" -o 公开表.xlsx")
	bounded(t, program, folder, "pack init 旧包")
	content, err := os.ReadFile(filepath.Join(folder, "公开表.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	const sheet = "xl/worksheets/sheet2.xml"
	cells := rowsOf(t, content, sheet)
	for name, row := range map[string]string{
		"empty":   "<row>" + strings.Repeat("<c/>", 198) + "</row>",
		"cells":   "<row>" + strings.Repeat("<c><v>1</v></c>", 66) + "</row>",
		"blanks":  strings.Repeat(" ", 1000),
		"texts":   "<row>" + strings.Repeat(`<c t="inlineStr"><is><t>合计</t></is></c>`, 24) + "</row>",
		"columns": strings.Repeat("<row>"+strings.Repeat("<c><v>1</v></c>", 16384)+"</row>", 30),
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(filepath.Join(folder, "x.xlsx"), swapped(t, content, sheet, cells, row, "</sheetData></worksheet>"), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, command := range formsOn {
				bounded(t, program, folder, command)
			}
		})
	}
}

// build makes the program as users have it.
func build(t *testing.T) string {
	program := filepath.Join(t.TempDir(), "ysgk")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// bounded runs a command, and fails where it takes too much, or does not end. LibreOffice,
// which has bounds of its own, lays nothing out for it.
func bounded(t *testing.T, program, folder, command string) string {
	ctx, cancel := context.WithTimeout(t.Context(), 10*seconds*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, strings.Fields(command)...)
	cmd.Dir, cmd.Env = folder, append(os.Environ(), "HOME="+folder, "XDG_CONFIG_HOME="+folder, "YSGK_LIBREOFFICE=")
	out, _ := cmd.CombinedOutput() // what it refuses is not the point
	took := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok || ctx.Err() != nil || took > seconds*time.Second && took > yardstick() || usage.Maxrss>>10 > megabytes {
		line, _, _ := strings.Cut(string(out), "\n")
		t.Errorf("%s: %v, %d MB: %s (%v)", command, took, usage.Maxrss>>10, line, ctx.Err())
	}
	return string(out)
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

// rowsOf is the part of a sheet up to the end of its rows.
func rowsOf(t *testing.T, book []byte, sheet string) string {
	rows, _, ok := strings.Cut(part(t, book, sheet), "</sheetData>")
	if !ok {
		t.Fatal("no cells in " + sheet)
	}
	return rows
}

// numbered is a text with each of so many numbers.
func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// swapped is a workbook with another text in place of a part: a head, 60 MB of what
// stands in the middle, and a foot. They are written piece by piece, as a child's
// memory is counted from that of its parent.
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
	pieces := append([]string{head}, slices.Repeat([]string{middle}, 60_000_000/max(len(middle), 1000))...)
	for _, s := range append(pieces, foot) {
		if _, err := io.WriteString(w, s); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil || out.Len() > 2<<20 {
		t.Fatal(err, out.Len())
	}
	return out.Bytes()
}

// A pack, too, comes from elsewhere; a word as long as a text may be is wrapped in
// proportion to its length, and a longer text is refused.
func TestALongWordOfAPackTakesNoLongerThanItIs(t *testing.T) {
	program, folder := build(t), t.TempDir()
	bounded(t, program, folder, "pack init 包")
	bounded(t, program, folder, "new x.xlsx")
	file := filepath.Join(folder, "包", "pack.yaml")
	manifest, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for size, refused := range map[int]bool{32_767: false, 1_000_000: true} {
		text := strings.Replace(string(manifest), "空表注: ", "空表注: "+strings.Repeat("a", size-100), 1)
		if text == string(manifest) {
			t.Fatal("no such text in pack.yaml")
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if out := bounded(t, program, folder, "pack check 包"); strings.Contains(out, "个字，最多") != refused {
			t.Errorf("%d: %s", size, out)
		}
	}
}
