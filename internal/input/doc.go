// Package input reads the input workbook (录入工作簿), the one .xlsx that staff
// edit and that package inputform writes.
//
// In: a pack, whose 录入 section says which sheets, columns and rules there
// are, and the path of a workbook. Out: the ledger that it says and findings
// that each name a cell. Never: the sheets of one bureau (they are the pack's),
// aggregating, or an amount that had to be guessed, converted or rounded.
//
// read.go walks the sheets, one file per kind of sheet (read_*.go); package typed
// understands one cell.
package input
