// Package tagging writes tags into a form: texts for its cells, rows as many as the lists of a table
// have levels, sheets and rows that repeat for each record; and it keeps what is told of the cells.
// Formulas, merged ranges and formats of the form move along.
//
// In: a form and a plan for each of its sheets. Out: a template, and entries by its cells.
// Never: what a tag means.
package tagging
