package cases

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ysgk/internal/cli"
	"ysgk/internal/proof"
)

// fault is a case.json: what is run in the folder, and what must come of it.
type fault struct {
	Kind   string    // what went wrong once
	Run    []string  // command lines of ysgk, one after the other
	Expect []outcome // one of these must hold
}

// outcome is what is right; what it does not name is not judged.
type outcome struct {
	Exit     *int                           // of the last command
	Says     []string                       // patterns in what all commands printed
	SaysNot  []string                       `json:"says_not"`
	Cells    map[string]map[string]any      // file → cell → stored value
	NoFile   []string                       `json:"no_file"`
	Readable []string                       // files without a formula that Excel cannot read
	XML      map[string]map[string][]string // file → part → patterns
	Height   map[string]map[string]float64  // file → 表!10-12 → points that these rows have at least together
}

func TestEveryFaultStaysMended(t *testing.T) {
	folders, err := filepath.Glob("testdata/faults/*")
	if err != nil || len(folders) == 0 {
		t.Fatal("no cases", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			var f fault
			decode(t, filepath.Join(folder, "case.json"), &f)
			work := t.TempDir()
			if err := os.CopyFS(work, os.DirFS(folder)); err != nil {
				t.Fatal(err)
			}
			code, said := session(t, work, f.Run)
			var wrong []string
			for _, o := range f.Expect {
				bad := o.judge(t, work, code, said)
				if len(bad) == 0 {
					return
				}
				wrong = append(wrong, strings.Join(bad, "; "))
			}
			t.Errorf("%s:\n%s\nIt said:\n%s", f.Kind, strings.Join(wrong, "\nor "), said)
		})
	}
}

func decode(t *testing.T, file string, into any) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// session runs commands in a folder, for a user who has never used ysgk before.
func session(t *testing.T, folder string, commands []string) (code int, said string) {
	t.Helper()
	t.Chdir(folder)
	proof.Alone(t)
	t.Setenv("HOME", folder)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(folder, ".config"))
	var out bytes.Buffer
	for _, c := range commands {
		code = cli.Main(strings.Fields(c), &out, &out)
	}
	return code, out.String()
}

// judge gives what is wrong with a run.
func (o outcome) judge(t *testing.T, folder string, code int, said string) (wrong []string) {
	bad := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if o.Exit != nil && code != *o.Exit {
		bad("exit code %d, want %d", code, *o.Exit)
	}
	for _, p := range o.Says {
		if !regexp.MustCompile(p).MatchString(said) {
			bad("does not say %s", p)
		}
	}
	for _, p := range o.SaysNot {
		if got := regexp.MustCompile(p).FindString(said); got != "" {
			bad("says %s", got)
		}
	}
	for _, name := range o.NoFile {
		if _, err := os.Stat(filepath.Join(folder, name)); err == nil {
			bad("wrote %s", name)
		}
	}
	books := map[string]*proof.Plain{}
	for name := range o.files() {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			bad("wrote no %s", name)
			continue
		}
		books[name] = proof.ReadPlain(t, filepath.Join(folder, name))
	}
	for name, book := range books {
		for where, want := range o.Cells[name] {
			if got := at(book, where); !same(want, got) {
				bad("%s is %s, want %v", where, shown(got), want)
			}
		}
		for part, patterns := range o.XML[name] {
			for _, p := range patterns {
				if !regexp.MustCompile(p).MatchString(book.Parts[part]) {
					bad("%s lacks %s", part, p)
				}
			}
		}
		for rows, points := range o.Height[name] {
			if got := height(t, book, rows); got < points {
				bad("%s is %.0f points high, needs %.0f", rows, got, points)
			}
		}
		if slices.Contains(o.Readable, name) {
			wrong = append(wrong, unreadable(book)...)
		}
	}
	return wrong
}

// files are those that must be there.
func (o outcome) files() map[string]bool {
	names := map[string]bool{}
	for name := range o.Cells {
		names[name] = true
	}
	for name := range o.XML {
		names[name] = true
	}
	for name := range o.Height {
		names[name] = true
	}
	for _, name := range o.Readable {
		names[name] = true
	}
	return names
}

// noRow stands for the value of a cell whose row is not there.
const noRow = "(no row)"

var address = regexp.MustCompile(`^(.+)!([A-Z]{1,3})(?:(\d+)|@(?:([A-Z]{1,2}):)?(.+?)(?:#(\d+))?)$`)

// at is the stored value of 表!D6, or of 表!D@合计: column D of the row whose
// column A (or another, 表!D@B:合计) reads so; @合计#2 is the second such row. It is
// a float64, string or bool, nil where nothing is stored.
func at(book *proof.Plain, where string) any {
	m := address.FindStringSubmatch(where)
	if m == nil {
		return "(no cell)"
	}
	sheet := book.Sheet(m[1])
	if sheet == nil {
		return "(no sheet)"
	}
	if m[3] != "" {
		return value(sheet.Cells[m[2]+m[3]])
	}
	key, nth := m[4], 1
	if key == "" {
		key = "A"
	}
	if m[6] != "" {
		nth, _ = strconv.Atoi(m[6]) // digits
	}
	for r := 1; r <= sheet.MaxRow; r++ {
		if strings.TrimSpace(sheet.Cells[fmt.Sprint(key, r)].Text) != m[5] {
			continue
		}
		if nth--; nth == 0 {
			return value(sheet.Cells[fmt.Sprint(m[2], r)])
		}
	}
	return noRow
}

// value is a stored value as JSON has it.
func value(c proof.PlainCell) any {
	switch c.Kind {
	case proof.Number:
		x, err := strconv.ParseFloat(c.Text, 64)
		if err != nil {
			return "(no number) " + c.Text
		}
		return x
	case proof.Bool:
		return c.Text == "1"
	case proof.None:
		return nil
	}
	return c.Text
}

// same compares values with their types; an empty text is like no value, and
// the last digits of a number are LibreOffice's, which adds in doubles.
func same(want, got any) bool {
	if want == nil {
		want = ""
	}
	if got == nil {
		got = ""
	}
	x, number := want.(float64)
	if y, ok := got.(float64); ok && number {
		return math.Abs(x-y) <= 1e-9*max(1, math.Abs(x))
	}
	return want == got
}

func shown(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// height is how many points some rows have together.
func height(t *testing.T, book *proof.Plain, where string) (points float64) {
	t.Helper()
	name, rows, _ := strings.Cut(where, "!")
	var from, to int
	sheet := book.Sheet(name)
	if _, err := fmt.Sscanf(rows, "%d-%d", &from, &to); err != nil || sheet == nil {
		t.Fatalf("%s names no rows", where)
	}
	for r := from; r <= to; r++ {
		if h, ok := sheet.Heights[r]; ok {
			points += h
		} else {
			points += sheet.Height
		}
	}
	return points
}
