// Package formula reads the formulas of a worksheet and computes them: it
// finds the references in them, writes them back with other references and
// everything else as it stood, and gives the value that the formula's cell
// shows in Excel, in exact decimals.
//
// In: formula text without the "=", and a Book to look things up in. Out:
// formula text, values. Never: files, sheets' layout (the caller says where a
// reference goes and what a cell holds), a value that is not surely Excel's:
// where Excel and LibreOffice differ, or a result depends on the clock, the
// locale or another file, the answer is ErrUnsupported.
package formula
