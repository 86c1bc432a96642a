package pack_test

import (
	"testing"

	"ysgk/internal/pack"
)

func TestOnlyAReusedPackKeepsWhatIsMadeOfIt(t *testing.T) {
	n := 0
	count := func() int { n++; return n }
	p := &pack.Pack{}
	if a, b := pack.Once(p, "甲", count), pack.Once(p, "甲", count); a != 1 || b != 2 {
		t.Errorf("not reused: %d, %d", a, b)
	}
	p.Reuse()
	if a, b, c := pack.Once(p, "甲", count), pack.Once(p, "甲", count), pack.Once(p, "乙", count); a != 3 || b != 3 || c != 4 {
		t.Errorf("reused: %d, %d, %d", a, b, c)
	}
}
