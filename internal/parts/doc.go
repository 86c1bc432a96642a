// Package parts opens what Office programs write, a zip of XML parts that refer to
// each other, and writes it back with every part that nobody changed byte for byte as
// it was. Workbooks and documents stand on it.
//
// In and out: bytes of a file, its parts as bytes or trees, relationships, content
// types, document properties. Never: what a part says.
package parts
