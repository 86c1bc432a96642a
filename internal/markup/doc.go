// Package markup shows findings where people mend them: as a report workbook,
// and as marks in a copy of the workbook that was checked.
//
// In: findings, and the bytes of the checked workbook. Out: a workbook as its
// parts. Never: judging, reading or writing files, or touching anything of the
// checked workbook but the cells that it marks.
//
// A mark is a ground of a colour that nobody else uses, and a comment that
// begins with noteMark; a list of all findings stands on a sheet of its own in
// front. All of it is recognised by what survives Excel, WPS and LibreOffice
// (colour, text), so that marks are replaced, not stacked, when staff go on
// working in the annotated copy and have it checked again: rows may have been
// inserted or sorted since. What colour a cell had before stands in its
// comment, which moves along with it.
package markup
