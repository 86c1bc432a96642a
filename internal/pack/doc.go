// Package pack loads a template pack (模板包): pack.yaml, the template
// workbooks and the code lists of one bureau and year. All that differs
// between bureaus lives there; the embedded default pack is one of them.
//
// In: an fs.FS (a directory, a zip file, the embedded files). Out: a Pack whose
// definitions have been checked against each other. Never: line items, cells.
package pack
