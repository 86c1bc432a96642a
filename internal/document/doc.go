// Package document fills Word templates (.docx) with the tags of the language.
//
// In: a package of parts, a Schema, Data. Out: the same package with its paragraphs,
// tables, headers, footers, notes and text boxes filled; findings that name the
// paragraph. Never: budgets, packs, cells; a part that holds no tag is not touched.
//
// The way of a template: text.go (a paragraph as pieces of text) → nodes.go (what the
// paragraphs and rows of a container say: which list they repeat for, what bounds a
// block) → check.go (what is wrong with that, once) and sequence.go with paragraph.go
// (the same nodes filled in place) → unique.go (what must not be there twice).
package document
