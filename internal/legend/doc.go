// Package legend reads what the sheet of a template says around its cells: the
// headers above an amount, the label of its row, the title, the unit of money.
//
// In: forms of a compiled template. Out: texts and places. Never: judgement of
// what they mean for a pack.
package legend
