// Package trace says where the figures of the filled tables come from: the
// equation of a cell, and the line items behind it with their cells in the
// input workbook, adding up exactly.
//
// In: a pack, a ledger with its views, the filled template cell by cell.
// Out: the Derivation of any cell. Never: files, printing, guesses.
package trace
