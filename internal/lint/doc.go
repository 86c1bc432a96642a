// Package lint looks a pack over for the clerk who makes it: names that no
// definition has, formulas that point into nowhere, what old programs cannot
// show, tables that say something else than their tags take, and how the tables
// come out with the figures of departments of every kind.
//
// In: a loaded pack. Out: findings with sheet and cell, or file and line; a
// line for each sheet that was filled. Never: changes to the pack.
package lint
