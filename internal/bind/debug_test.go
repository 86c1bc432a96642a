package bind

import (
	"fmt"
	"os"
	"testing"

	"ysgk/internal/input"
	"ysgk/internal/packfile"
)

func TestDebug(t *testing.T) {
	if os.Getenv("BIND_SHEET") == "" {
		t.Skip()
	}
	p, _ := packfile.Default()
	l, _, err := input.Read(os.Getenv("BIND_LEDGER"), p)
	if err != nil {
		t.Fatal(err)
	}
	n := newNamer(p, l)
	for _, f := range []string{os.Getenv("BIND_FORM"), os.Getenv("BIND_EXAMPLE")} {
		b, _ := os.ReadFile(f)
		ss, err := readSheets(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range ss {
			if s.name != os.Getenv("BIND_SHEET") {
				continue
			}
			tab := findTable(s, p.Units, n.knows)
			if tab == nil {
				fmt.Println("no table")
				continue
			}
			fmt.Println(tab.called, tab.head, tab.body, tab.unit, tab.notes)
			for _, bl := range tab.blocks {
				fmt.Println(*bl)
				lines := n.lines(tab, bl)
				n.nest(tab, bl, lines)
				for _, x := range lines {
					fmt.Printf("  %+v\n", x)
				}
			}
		}
	}
}
