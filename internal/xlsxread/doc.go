// Package xlsxread reads workbooks: the parts of the package and how they refer
// to each other, shared strings, number formats and colours, and the cells of a
// sheet as a stream, with their formulas. Package xlsxedit stands on it; nothing
// else in ysgk takes an .xlsx apart.
//
// It is strict, because a figure that is lost in reading is lost in print: a
// part that is not well-formed, or says something that has no one meaning, is
// refused with the part and the cell named (Fault), never read as less. It is
// bounded, because files come by mail: what a file may unpack to follows from
// its size, and lists end where Excel's do.
//
// In: the bytes of an .xlsx or .xlsm by whichever program saved it. Out: parts,
// rows of cells, merged ranges. Never: writing, or what a cell means.
package xlsxread
