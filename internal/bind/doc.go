// Package bind learns from an example how a bureau's own forms are filled: from
// the blank form, the tables that a department handed in, and the line items
// behind them, it finds for each cell which items make its figure, and makes a pack.
//
// Words decide and figures confirm. What the texts around a cell say (the label
// of its row, the headers above, the title), nearest first, gives the filter; the
// figures of the whole column must then agree with the items of the example. A
// figure that fits by chance is no proof, so nothing is bound by figures alone
// without being told to the clerk.
//
// It pairs the tables of form and example, which package layout reads, asks
// meaning what their words say and evidence what their figures prove, plans the
// tags that tagging writes, and proves the pack by filling the example's ledger.
//
// In: a pack whose input workbook the items fill, two workbooks, the ledger. Out:
// the form with tags, the definitions that it needs, and what is left to do, by
// sheet and cell. Never: files.
package bind
