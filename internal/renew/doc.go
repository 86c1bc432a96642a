// Package renew carries a pack over to the form of another year: the tags and formulas of the old
// template go where headers and labels say the same; what has no place of its own is left to do.
// Its tests stand with those of bind, whose packs it carries over.
//
// In: the old template and the new form. Out: the new template, what moved and what is left to do.
// Never: a place that only position speaks for.
package renew
