// Package fill is the template engine. A template is an ordinary .xlsx workbook
// with tags in its cells; Compile reads it once into a plan of bands (rows that
// repeat) and fields, Render fills the plan with data.
//
// In: a template workbook, a Schema of the names that tags may use, Data.
// Out: the filled workbook as bytes, findings with sheet and cell.
// Never: budgets. It knows texts, amounts and lists of records with levels.
//
// The way of the data: tag.go (grammar) → compile.go (plan), with beside.go (fixed
// lines beside lists) and block.go (records with lists inside them) → layout.go
// (which record stands in which row) → cells.go, refs.go (contents) → calc.go
// (cached values) → heights.go, moves.go (all that depends on rows) → emit.go (XML).
package fill
