// Package release says which ysgk this is.
package release

// Version of ysgk, major.minor.patch. Outputs carry it, and a pack may demand
// at least one.
const Version = "0.6.0"
