// Package pack loads a template pack (模板包): pack.yaml, the template
// workbooks and the code lists of one bureau and year. All that differs
// between bureaus lives there; the embedded default pack is one of them.
//
// In: an fs.FS (a directory, a zip file, the embedded files). Out: a Pack whose
// definitions have been checked against each other; or a Refusal, whose every
// message names the file and the line that a text editor shows. Never: line
// items, cells.
//
// pack.yaml goes through four steps. It is parsed into nodes that know their
// places (tree.go); its short forms become long ones (short.go); it is laid over
// the pack that it is based on, if any (base.go, merge.go); and only then decoded
// into definitions, strictly (decode.go), and these are checked (check.go).
package pack
