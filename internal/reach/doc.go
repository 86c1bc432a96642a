// Package reach says which rows a reference means that stands in a record's row of
// a template's list, once the list has as many rows as it has records.
//
// In: the reference; the list as it came to stand in rows (Rows), whether these were
// placed (fill) or found again in somebody's workbook (verify).
// Out: stretches of rows.
// Never: sheets, columns, formulas; what looks outside the list is for others to say.
//
// Each corner of a range is read by itself:
//
//	D5, own row               this record
//	D4, row above the list    the previous record; for the first one the row above
//	D6, another level's row   the record's children, or its parent
//	D$4:D4                    down to the previous record
//	D$5:…                     begins at the first record
//	…:D$5                     ends at the last record
//	D$5 alone                 the first record; where a function takes a range, all
package reach
