// Package xlsxread reads the cells of a workbook as they are stored: kind, raw
// text, whether a formula made them and how they are displayed. It streams, so
// that a sheet of 100,000 rows is never in memory at once, and it knows what
// excelize's row reader does not tell: TRUE from 1, a date from a number, a
// formula that was never computed from an empty cell.
//
// In: the path of an .xlsx or .xlsm file by whichever program saved it.
// Out: rows of cells, merged ranges. Never: writing, or what a cell means.
package xlsxread
