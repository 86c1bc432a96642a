// Package prose reads a finished document, whoever wrote it, and judges what its
// sentences say: figures against the tables in it or against the published workbook,
// shares, changes and sums against the sentence's own figures, names, headings.
//
// In: a document, the figures of tables with what they mean (package bind), the pack.
// Out: findings that name the paragraph. Never: a guess; a figure whose words are not
// wholly understood is not accused.
//
// The way of a document: read.go, arrange.go (paragraphs, headings, tables) → sentence.go (a paragraph
// as figures with their words) → facts.go (which figures of tables words may mean) → the
// checks, all of which checks.go lists: amounts.go, change.go, share.go, sums.go,
// counts.go, names.go, tables.go, layout.go, pages.go, charts.go, whose.go, leftover.go. Beside it: locate.go
// (which cell a figure is that somebody asks about), compare.go (two documents).
package prose
