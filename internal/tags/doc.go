// Package tags is the language in which a template says what is to stand in it:
// 全年支出{{支出总表[合计].合计|1,234.56}}万元. A cell of a workbook, a paragraph of a
// document and the name of a file are all filled with it.
//
// In: a text, a Schema of the names that its tags may use, Data.
// Out: what the tags stand for in a place: texts, numbers with the unit and the
// number format in which they show; findings on what a text says wrong.
// Never: cells, sheets, paragraphs or XML; of budgets only exact amounts. Who lays
// something out asks a Part for which list it repeats, prints it once for each of
// the list's records, and says with a Scope which record it is printing.
//
// The way of a text: tag.go and runs.go (grammar: text → segments) → part.go (names
// resolved: segments → parts), with modifier.go and look.go (what stands
// behind |) → values.go (parts, Data and a Scope → values), with serial.go.
package tags
