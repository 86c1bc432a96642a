package check_test

import (
	"os"
	"regexp"
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
