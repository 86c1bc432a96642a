package check

import (
	"slices"
	"testing"

	"ysgk/internal/packfile"
)

// TestConditionsOfTheBuiltInPackAreTakenApartAsTheyAreUnderstood compares the text with the tree.
func TestConditionsOfTheBuiltInPackAreTakenApartAsTheyAreUnderstood(t *testing.T) {
	p, err := packfile.Default()
	if err != nil {
		t.Fatal(err)
	}
	several := 0
	for i := range p.Rules {
		def := &p.Rules[i]
		if def.Form != "" {
			continue
		}
		scope := newScope(p, def)
		understood := func(source string) (parts []string) {
			tree, err := scope.tree(source)
			if err != nil {
				t.Fatal(def.ID, source, err)
			}
			for _, node := range conjuncts(tree.Node, nil) {
				parts = append(parts, node.String())
			}
			return parts
		}
		for _, source := range []string{def.When, def.Must} {
			if source == "" {
				continue
			}
			var got []string
			parts := joined(source)
			for _, one := range parts {
				got = append(got, understood(one)...)
			}
			if want := understood(source); !slices.Equal(got, want) {
				t.Errorf("%s: %q\n is taken apart into %q,\n and means %q", def.ID, source, got, want)
			}
			several += min(len(parts)-1, 1)
		}
	}
	if several == 0 {
		t.Error("no condition has several parts")
	}
	for _, whole := range []string{`甲 == "a and b"`, `甲 and 乙 or 丙`, `甲 ? 乙 and 丙 : 丁`, `(甲 and 乙)`} {
		if got := joined(whole); len(got) != 1 {
			t.Errorf("%s is taken apart into %q", whole, got)
		}
	}
}
