// Package tables makes a pack's tables (公开表) of a ledger: it brings views,
// numbers, rules and templates together.
//
// In: a pack and a ledger. Out: filled workbooks, each read back and compared
// with what it should hold; their totals; findings; where every cell comes from;
// or only what would be wrong (a rehearsal). Never: files of the user.
package tables
