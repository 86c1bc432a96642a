// Package pivot builds views: the records of a ledger, filtered and added up
// exactly into rows and columns as a pack declares.
//
// In: a view definition of the pack and the Ledger. Out: a View, whose every
// amount can name the records that made it. Never: cells, formats, rounding.
package pivot
