// Package meaning reads what the words of a form say: which line of a table is which code,
// unit or project, and which items a header or a label limits a figure to. What words mean is
// data of the pack (识词), with the names of its choices, groups and codes.
//
// In: a table, a pack, the names that a ledger has. Out: lines with their parts, and claims,
// which are filters of items. Never: figures, but for those that show which lines are sums.
package meaning
