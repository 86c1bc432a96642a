// Package release says which ysgk this is.
package release

// Version of ysgk, major.minor.patch. Outputs carry it, and a pack may demand
// at least one.
const Version = "0.6.0"

// Aside is how a sheet begins that ysgk adds to the tables, and that is none of them.
const Aside = "这一页由 ysgk 写出，不是公开表的一部分"
