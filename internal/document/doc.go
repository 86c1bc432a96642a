// Package document fills Word templates (.docx) with the tags of the language.
//
// In: a package of parts, a Schema, Data, sheets as they are printed. Out: the same
// package with its paragraphs, tables, headers, footers, notes and text boxes filled,
// sheets and charts in their places, its table of contents made anew; findings that name
// the paragraph. Never: budgets, packs; a part that holds no tag is not touched.
//
// The way of a template: text.go (a paragraph as pieces of text) → nodes.go (what the
// paragraphs and rows of a container say: which list they repeat for, what bounds a
// block) → check.go (what is wrong with that, once) and sequence.go with paragraph.go
// (the same nodes filled in place) → unique.go (what must not be there twice). On the way
// section.go gives a sheet its own page and table.go writes it with styles.go; behind it
// contents.go makes the lines of the contents, chart.go fills charts, readback.go reads
// all of it again; rewritten.go keeps the words that people gave an earlier document.
package document
