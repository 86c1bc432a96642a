package check_test

import (
	"testing"

	"ysgk/internal/check"
	"ysgk/internal/pack"
	"ysgk/templates"
)

func defaultPack(t testing.TB) *pack.Pack {
	t.Helper()
	p, err := pack.Load(templates.Default())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheShippedRulesCompile(t *testing.T) {
	if _, err := check.Compile(defaultPack(t)); err != nil {
		t.Error(err)
	}
}
