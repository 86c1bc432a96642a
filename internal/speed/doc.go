// Package speed measures how long ysgk takes beside bare code that writes the same
// cells, in whole processes that run in turn, so that a ratio holds on any machine:
//
//	go test ./internal/speed -run - -bench . -benchtime 5x
//
// In: the sample, and larger workbooks made of it. Out: ratios of CPU time and memory.
// testdata/ratios.txt keeps the ratios of the last commit that changed them; with
// -kept a ratio that is worse by half is a failure, with -update they are written anew.
// Never: absolute times as a condition.
package speed
