// Package typed understands what people type into one cell: amounts, codes,
// dates, choices, texts, in all the forms in which they are meant.
//
// In: a cell. Out: its value, or what is wrong with it in words for the user; the
// reader adds the place. Never: an amount that had to be guessed, or rounded but
// for the noise of a stored number.
package typed
