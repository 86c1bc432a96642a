// Package formula reads the formulas of a worksheet: it finds the references
// in them, writes them back with other references and everything else as it
// stood, and computes them in exact decimals.
//
// In: formula text without the "=". Out: formula text, values. Never: files,
// sheets' layout (the caller says where a reference goes and what a cell holds).
// The text is tokenised by github.com/xuri/efp.
package formula
