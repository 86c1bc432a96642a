// Package verify judges a finished workbook of tables, whoever made it: one
// that ysgk filled, one edited by hand afterwards, one typed into the official
// form, one saved by another program.
//
// In: the file, the pack, its compiled template. Out: findings at sheet and
// cell. Never: the tables themselves. What a cell should hold follows from the
// template (titles, headers, labels, formulas) and from the pack's
// views and rules.
//
// The way of the data: book.go (cells as stored) → match.go (which sheet is
// which table, which column is which), unjudged.go (what is none) → rows.go,
// levels.go (which row is which) → facts.go (which amounts are those of the same
// line items) → figures.go, spots.go (what the pack's rules see), refs.go (what the
// template's formulas read like here) → the checks: cells.go, same.go, sums.go,
// grid.go, codes.go, relate.go, performance.go, sight.go, leftovers.go, compare.go →
// faults.go (which of them are one fault, and where).
package verify
