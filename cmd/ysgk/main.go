// Command ysgk fills the tables of a department's published budget
// (预算公开表) from one input workbook.
package main

import (
	"os"
	"runtime"
	"runtime/debug"

	"ysgk/internal/cli"
)

func main() {
	patient()
	os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr))
}

// patient lets garbage be collected for the first time when 36 MiB are in use, instead
// of again and again from 4 MiB up; most commands end before. From then on it is
// collected as usual.
func patient() {
	usual := debug.SetGCPercent(900) // of 4 MiB
	if usual != 100 {                // somebody has set GOGC
		debug.SetGCPercent(usual)
		return
	}
	runtime.AddCleanup(new([16]byte), func(usual int) { debug.SetGCPercent(usual) }, usual)
}
