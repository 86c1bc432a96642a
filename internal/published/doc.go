// Package published reads the figures of finished tables by their words alone: of a workbook or
// of the tables of a document, whoever made them.
//
// In: a pack and the tables. Out: facts, each with what it sums, whose it is and where it stands.
// Never: a ledger.
package published
