// Package verify judges a finished workbook of tables, whoever made it: one
// that ysgk filled, one edited by hand afterwards, one typed into the official
// form, one saved by another program.
//
// In: the file, the pack, its compiled template. Out: findings at sheet and
// cell. Never: the tables themselves. What a cell should hold follows from the
// template (titles, headers, labels, formulas) and from the pack's
// views and rules.
//
// The way of the data: book.go (cells as stored) → match.go, pattern.go (which sheet is
// which table, which column is which), columns.go (columns that
// say the same in another way), unjudged.go (what is none, or cannot be read) → rows.go,
// levels.go (which row is which), misread.go (codes and names written wrong) → facts.go, absent.go (which amounts are those of
// which line items), refs.go (what the template's formulas read like here) → the
// checks. Those of cells: cells.go, same.go, sums.go, grid.go, codes.go,
// serials.go, performance.go, sight.go, leftovers.go, compare.go; all that they find is listed in
// checks.go; edits.go names the cells behind stale sums. Those of amounts: equations.go, items.go (what follows from views, levels
// and formulas), rules.go with figures.go and spots.go (what the pack demands
// besides) → faults.go, witnesses.go (which of them are one fault, and where it is).
package verify
