package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
)

// allowed is how much larger than the kept size a program may be, in percent.
const allowed = 10

// watchSizes compares the programs with the sizes that are kept, and shows both.
func watchSizes(kept string, programs map[target]string) error {
	text, err := os.ReadFile(kept)
	if err != nil {
		return err
	}
	var now bytes.Buffer
	for _, t := range targets {
		st, err := os.Stat(programs[t])
		if err != nil {
			return err
		}
		fmt.Fprintf(&now, "%s %d\n", t, st.Size())
	}
	if grown := outgrown(string(text), now.String()); grown != "" {
		return fmt.Errorf("%swhere that is meant, put this into %s:\n%s", grown, kept, &now)
	}
	return nil
}

// outgrown tells the programs that are too large beside the kept list, or not on it.
func outgrown(kept, now string) string {
	was := sizes(kept)
	var out strings.Builder
	for name, size := range sizes(now) {
		if size*100 > was[name]*(100+allowed) {
			fmt.Fprintf(&out, "%s has %d bytes, and had %d\n", name, size, was[name])
		}
	}
	return out.String()
}

// sizes reads a list.
func sizes(list string) map[string]int {
	out := map[string]int{}
	for line := range strings.Lines(list) {
		var name string
		var size int
		if n, _ := fmt.Sscan(line, &name, &size); n == 2 { // anything else is no program
			out[name] = size
		}
	}
	return out
}
