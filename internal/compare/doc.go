// Package compare says what changed between two budgets: the records that staff
// typed in, and the cells of the tables that change because of them; and it holds
// a finished workbook beside what its input gives, cell by cell.
//
// In: two ledgers, or two sets of tables by what their cells mean.
// Out: changes with both values, also as sheets to print; the cell of one
// workbook that means the same as one of the other. Never: writing, printing.
package compare
