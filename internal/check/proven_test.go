package check_test

import (
	"testing"

	"ysgk/internal/check"
	"ysgk/internal/packfile"
)

// What the rules of the built-in pack say is compiled when it is said.
func TestWhatTheBuiltInRulesSayIsCompiled(t *testing.T) {
	p, err := packfile.Default()
	if err != nil {
		t.Fatal(err)
	}
	if !p.Proven {
		t.Error("the built-in pack is compiled as if nobody had proven it")
	}
	p.Proven = false
	if _, err := check.Compile(p); err != nil {
		t.Error(err)
	}
}
