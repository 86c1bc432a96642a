// Package seal puts into the properties of a workbook where it came from, and a
// fingerprint by which anybody can tell later whether it was edited since.
//
// In: a workbook and its origin. Out: the same workbook sealed; the origin that
// a sealed one tells. Never: clock times, names of people.
package seal
