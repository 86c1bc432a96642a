// Package seal puts into the properties of a workbook or a document where it came
// from, and a fingerprint by which anybody can tell later whether it was edited since.
//
// In: a file and its origin. Out: the same file sealed; the origin that a sealed one
// tells. Never: clock times, names of people.
package seal
