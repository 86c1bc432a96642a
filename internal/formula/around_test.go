package formula

import (
	"strings"
	"testing"
)

func TestAReferenceKnowsTheFunctionsAroundIt(t *testing.T) {
	f, err := Parse(`IF(A1>0,-SUM((B1:B2,名)),_xlfn.XLOOKUP("SUM(",C1,(D1+ROUND(E1%,2)))&SUM(名))+F1`)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"IF", "IF SUM", "IF XLOOKUP", "IF XLOOKUP", "IF XLOOKUP ROUND", ""} {
		if got := strings.Join(f.Around()[i], " "); got != want {
			t.Errorf("%s stands in %q, want %q", f.Operands[i].Ref, got, want)
		}
	}
	if got := strings.Join(f.AroundName("名"), " "); got != "IF SUM" {
		t.Errorf("the name stands in %q", got)
	}
}
