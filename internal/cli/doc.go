// Package cli is the command line: it turns arguments, settings and results
// into Chinese sentences and exit codes.
//
// Results go to standard output (for check, the problems are the result),
// problems to standard error. Exit codes: 0 done, 1 the data has errors and no
// tables were written, 2 wrong call or file trouble. No Go error is ever shown
// as it is.
package cli
