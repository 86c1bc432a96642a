// Tally reads what `go test -json` says. It shows each package, what failing tests
// printed, and how many tests ran and how many were left out, so that no test
// that did not run counts as passed. With -all leaving one out is a failure.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
)

type event struct {
	Action, Package, Test, Output string
	ImportPath                    string // of a package that does not build
	Elapsed                       float64
}

func main() {
	all := flag.Bool("all", false, "no test may be left out")
	flag.Parse()
	printed := map[string]*strings.Builder{} // by package and test
	failed, passed := 0, 0
	var left []string
	events := json.NewDecoder(os.Stdin)
	for events.More() {
		var e event
		if err := events.Decode(&e); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		name := e.Package + " " + e.Test
		switch e.Action {
		case "output", "build-output":
			name += e.ImportPath
			if printed[name] == nil {
				printed[name] = &strings.Builder{}
			}
			printed[name].WriteString(e.Output)
		case "fail", "build-fail":
			failed++
			if b := printed[name+e.ImportPath]; b != nil {
				fmt.Printf("FAIL %s\n%s", name+e.ImportPath, b)
			}
		case "skip":
			if e.Test != "" { // a package without tests is no test
				left = append(left, name)
			}
		case "pass":
			if e.Test != "" {
				passed++
			} else {
				fmt.Printf("ok   %s %.1fs\n", e.Package, e.Elapsed)
			}
		}
		if e.Action == "pass" || e.Action == "skip" {
			delete(printed, name)
		}
	}
	for _, name := range left {
		fmt.Println("not run:", name)
	}
	if len(left) > 0 && !*all {
		fmt.Printf("%d tests were NOT run; they need LibreOffice or openpyxl, or take long: .ci/test.sh --全部\n", len(left))
	}
	fmt.Printf("%d passed, %d failed, %d skipped\n", passed, failed, len(left))
	if failed > 0 || passed == 0 || *all && len(left) > 0 {
		os.Exit(1)
	}
}
