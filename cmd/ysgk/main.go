// Command ysgk fills the tables of a department's published budget
// (预算公开表) from one input workbook.
package main

import (
	"os"
	"runtime"

	"ysgk/internal/cli"
)

// ballast counts as used memory and is never touched, so the system gives none for it:
// the first garbage is collected when 64 MiB are in use, instead of again and again
// from 4 MiB up. Most commands end before.
var ballast = make([]byte, 32<<20)

func main() {
	code := cli.Main(os.Args[1:], os.Stdout, os.Stderr)
	runtime.KeepAlive(ballast)
	os.Exit(code)
}
