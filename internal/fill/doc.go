// Package fill lays out workbooks. A template is an ordinary .xlsx workbook
// with tags (package tags) in its cells; Compile reads it once into a plan of
// bands (rows that repeat) and fields, Render fills the plan with data.
//
// In: a template workbook, the Schema and the Data of its tags.
// Out: the filled workbook as bytes, findings with sheet and cell.
// Never: what a tag means, which is for package tags; budgets, of which it takes
// no more than the type of exact amounts.
//
// The way of the data: compile.go (plan), with beside.go (fixed lines beside lists)
// and block.go (records with lists inside them) → layout.go (which record stands in
// which row) → cells.go, refs.go (contents) → calc.go (cached values) → heights.go,
// moves.go (all that depends on rows) → emit.go (XML).
package fill
