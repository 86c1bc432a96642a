// Package evidence weighs what the words of a form say against the figures of an example: which
// filter of the items behind it gives a column of a list, a cell of fixed lines, a level of rows.
// A figure that fits by chance is no proof: what figures alone decide is told.
//
// In: a table of the example with what its words mean, and the ledger behind it. Out: columns,
// lists and spots that are bound, or why they are not. Never: the form, or what is written into it.
package evidence
