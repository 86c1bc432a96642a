package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/第三方许可.txt anew")

// module is one whose code is in the program, on whatever desktop.
type module struct{ Path, Version, Dir string }

// linked are the modules of the program of every desktop.
func linked(t *testing.T) []module {
	t.Helper()
	found := map[string]module{}
	for _, system := range []string{"linux", "windows"} {
		cmd := exec.Command("go", "list", "-deps", "-json=Module", ".")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system)
		var trouble bytes.Buffer
		cmd.Stderr = &trouble
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, &trouble)
		}
		packages := json.NewDecoder(bytes.NewReader(out))
		for {
			var p struct{ Module *module }
			if err := packages.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			if p.Module != nil && p.Module.Path != "ysgk" {
				found[p.Module.Path] = *p.Module
			}
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b module) int { return strings.Compare(a.Path, b.Path) })
}

var license = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)`)

// terms are all that a folder says about what may be done with its code.
func terms(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, e := range entries {
		if e.IsDir() || !license.MatchString(e.Name()) {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(b), "\r\n", "\n")
		out.WriteString("\n" + strings.Trim(text, "\n") + "\n")
	}
	return out.String()
}

// Who gets the program gets the terms of all whose code is in it, as these want.
func TestTheNoticesAreThoseOfTheModulesInTheProgram(t *testing.T) {
	const file = "../../docs/第三方许可.txt"
	var text strings.Builder
	text.WriteString("ysgk 和编进程序的别人的代码，各按下面的许可提供。\n")
	add := func(name, dir string) {
		said := terms(t, dir)
		if said == "" {
			t.Errorf("%s has no terms: find out by which ones it may be passed on", name)
		}
		fmt.Fprintf(&text, "\n%s\n%s\n%s", strings.Repeat("=", 80), name, said)
	}
	add("ysgk", "../..")
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	add("Go（标准库和运行时）", strings.TrimSpace(string(root)))
	for _, m := range linked(t) {
		add(m.Path+" "+m.Version, m.Dir)
	}
	if *update {
		if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(file)
	if err != nil || string(kept) != text.String() {
		t.Errorf("docs/第三方许可.txt is stale (%v): go test ./cmd/ysgk -run Notices -update", err)
	}
}
