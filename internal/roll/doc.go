// Package roll makes next year's ledger of last year's.
//
// In: the pack of the new year, and the ledger of last year's input workbook as
// input.Draft gives it. Out: a ledger for inputform.Write in which units, projects,
// indicators, texts and codes stand as they were, this year's amounts are empty
// and last year's stand where the pack wants them (上年数); and findings that
// name the cells of the new workbook which somebody must look at. Never: an
// amount carried into this year's column, or a record left out.
package roll
