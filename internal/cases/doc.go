// Package cases tries ysgk from outside, the way a bureau and a department use
// it: with templates, ledgers and formulas that went wrong once, or that an
// accountant may well write. It has tests only; the cases are data.
//
// testdata/faults holds one folder for each fault that was found, with the pack
// and the workbooks that show it; case.json says what is right (case_test.go).
//
// testdata/formulas holds the formulas, one a line, with the place where they
// stand. Each is filled with lists of several lengths and must store what
// LibreOffice computes of the same form written out by hand: the list in its
// rows, the formula stretched by the table in the README. So neither a wrongly
// rewritten formula nor a wrongly computed value goes unseen (formulas_test.go).
package cases
