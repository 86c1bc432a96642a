// Package speed measures how long ysgk takes beside bare code that writes the same
// cells, in whole processes that run in turn, so that a ratio holds on any machine:
//
//	go test ./internal/speed -run - -bench . -skip Large -benchtime 5x
//
// In: the sample, and larger workbooks made of it. Out: ratios, and time and memory by
// part. Those called Large take minutes. testdata/ratios.txt keeps the ratios of the
// commit that changed them last; with -kept a ratio that is worse by half, twice in a
// row, is a failure, with -update they are written anew. Never: a time as a condition.
package speed
