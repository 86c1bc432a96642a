// Package compare says what changed between two budgets: the records that staff
// typed in, and the cells of the tables that change because of them.
//
// In: two ledgers, or two sets of tables by what their cells mean.
// Out: changes with both values. Never: files, printing.
package compare
