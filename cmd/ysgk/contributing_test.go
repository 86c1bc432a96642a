package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	mapRow = regexp.MustCompile("(?m)^\\| `((?:internal|cmd)/[a-z0-9]+)` \\|.*$")
	goFile = regexp.MustCompile("`([a-z0-9_]+\\.go)`(?: 的 `([A-Za-z]+)`)?")
	inRepo = regexp.MustCompile("`((?:internal|cmd|templates|samples|docs|\\.ci)/[^`*… ]+)`")
)

// Who comes new is shown a place for each kind of change; it must be there.
func TestTheMapForContributorsNamesEveryFolderAndWhatIsInIt(t *testing.T) {
	text, err := os.ReadFile("../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, m := range mapRow.FindAllStringSubmatch(string(text), -1) {
		told[m[1]] = true
		for _, f := range goFile.FindAllStringSubmatch(m[0], -1) {
			code, err := os.ReadFile(filepath.Join("../..", m[1], f[1]))
			if err != nil {
				t.Error(err)
			} else if f[2] != "" && !regexp.MustCompile(`(?m)(^(func|type|var|const) |^func \([^)]*\) |^\t)`+f[2]+`\b`).Match(code) {
				t.Errorf("%s/%s has no %s", m[1], f[1], f[2])
			}
		}
	}
	folders, err := filepath.Glob("../../[ic][nm][td]*/*/*.go")
	if err != nil || len(folders) == 0 {
		t.Fatal(err)
	}
	for _, file := range folders {
		if folder := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(file)), "../../"); !told[folder] {
			t.Errorf("CONTRIBUTING.md does not tell of %s", folder)
			told[folder] = true
		}
	}
	for folder := range told {
		if _, err := os.Stat(filepath.Join("../..", folder)); err != nil {
			t.Error(err)
		}
	}
}

func TestEveryFileThatREADMEAndCONTRIBUTINGNameIsThere(t *testing.T) {
	for _, page := range []string{"README.md", "CONTRIBUTING.md", "docs/手册.md", "docs/批量.md"} {
		text, err := os.ReadFile(filepath.Join("../..", page))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range inRepo.FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join("../..", m[1])); err != nil {
				t.Errorf("%s names %s: %v", page, m[1], err)
			}
		}
	}
}
