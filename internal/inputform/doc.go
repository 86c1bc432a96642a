// Package inputform writes the input workbook (录入工作簿), the one .xlsx that
// staff edit: its sheets, drop-downs, limits, comments, running totals and the
// conditional formats that turn an incomplete row red.
//
// In: a pack, whose 录入 section says which sheets and columns there are, and a
// ledger or none. Out: the workbook; equal inputs give equal bytes. Never: the
// sheets of one bureau (they are the pack's), or understanding what staff typed:
// package input does that, and its tests hold the two against each other.
//
// write.go lays a new workbook out, a file for each kind of sheet (guide.go,
// info.go, records.go, codes.go, lists.go); look.go has the styles, validate.go the
// drop-downs and limits, redrows.go the conditional formats. append.go adds records
// to somebody's workbook, of which it changes nothing else.
package inputform
