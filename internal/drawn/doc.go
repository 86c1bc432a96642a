// Package drawn reads a workbook as it prints: which cells there are, how wide and
// high, what they show, with which letters, lines and colours.
//
// In: the bytes of an .xlsx. Out: sheets as grids of cells that show texts, and the
// looks that they share. Never: what a cell means, or a number that the workbook does
// not store: a formula without a stored result shows none.
package drawn
