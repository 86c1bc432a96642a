package check_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"ysgk/internal/check"
	"ysgk/internal/pack"
)

// The examples are parts of a pack.yaml; those without 模板包 are read on top of the
// built-in pack.
func TestTheExamplesOfTheManualAreRight(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(examples) < 4 {
		t.Fatalf("%d examples", len(examples))
	}
	for _, e := range examples {
		example := e[1]
		if strings.HasPrefix(example, " ") {
			example = "规则:\n" + example
		}
		if !strings.HasPrefix(example, "模板包:") {
			example = "模板包: {基于: 自带}\n" + example
		}
		p, err := pack.Load(fstest.MapFS{"pack.yaml": {Data: []byte(example)}})
		if err == nil {
			_, err = check.Compile(p)
		}
		if err != nil {
			t.Errorf("%v\n%s", err, example)
		}
	}
}

// The names come from the source, since the language keeps them to itself.
func TestTheManualHasEveryFunctionAndNoOther(t *testing.T) {
	source, err := os.ReadFile("functions.go")
	if err != nil {
		t.Fatal(err)
	}
	manual, err := os.ReadFile("../../docs/模板包.md")
	if err != nil {
		t.Fatal(err)
	}
	has, told := map[string]bool{}, map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\tname\w+\s*= "([^#"]+)"`).FindAllStringSubmatch(string(source), -1) {
		has[m[1]] = true
	}
	for _, m := range regexp.MustCompile("(?m)^\\| `(\\p{Han}+)\\(").FindAllStringSubmatch(string(manual), -1) {
		told[m[1]] = true
	}
	if len(has) < 19 || !maps.Equal(has, told) {
		t.Errorf("the code has %v\nthe manual has %v", slices.Sorted(maps.Keys(has)), slices.Sorted(maps.Keys(told)))
	}
}
