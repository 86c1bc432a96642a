// Package layout reads how a bureau's workbook is laid out: its sheets, and on each the
// tables, with a title, rows of headers, blocks of columns for labels and figures, lines,
// and notes below them. It looks at where texts stand and at the few words that all such
// tables have (合计, 单位：万元, a year), never at what the money is.
//
// In: a workbook. Out: sheets and tables. Never: definitions of a pack.
package layout
