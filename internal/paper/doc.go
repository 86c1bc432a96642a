// Package paper reads a workbook as it looks: grids of texts with their fonts, borders
// and colours. Whole sheets are for a screen, which names each cell; printed ones for
// the pages of a document, which know only what a printer would put on paper.
//
// In: the bytes of an .xlsx. Out: the columns, rows and cells of its sheets, texts as
// their number formats show them, the size of the page. Never: budgets, packs, tags; a
// number that the workbook does not store; pictures, shapes and conditional formats.
package paper
