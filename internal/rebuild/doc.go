// Package rebuild makes line items from finished tables, where the ledger behind
// them is missing.
//
// Every figure is a sum over the items with some attributes. The table that shows all
// money with the most decimals gives the first items; each other table divides them
// by what it tells besides, as a flow of amounts in 分 from items to its figures,
// which keeps what earlier tables fixed. Where several divisions would do, the one
// taken is a guess, and the item says so. No money is made: an item is part of one
// figure, and figures that find no items are told.
//
// In: a pack, figures with what their words say of them. Out: a ledger, what the
// clerk must know of it. Never: files.
package rebuild
