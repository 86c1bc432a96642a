// Command ysgk fills the tables of a department's published budget
// (预算公开表) from one input workbook.
package main

import (
	"os"

	"ysgk/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr)) }
