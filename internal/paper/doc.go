// Package paper reads a sheet of a finished workbook as it is printed: a grid of texts
// with their looks, for those who put it on the pages of a document.
//
// In: a workbook as its parts. Out: the columns, rows and cells of a sheet, texts as
// their number formats show them, the size of the page. Never: budgets, packs, tags;
// changes to the workbook; pictures, shapes and conditional formats.
package paper
