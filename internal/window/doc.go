// Package window is the face of ysgk for people without a terminal: pages in the
// browser of the same desk, served on the loopback address until the last one is
// closed.
//
// In: clicks and dropped files. Out: pages, and what the use cases of package app
// write. Never: figures of its own, what any other computer or user may ask, files
// outside the folders that were chosen.
//
// A page is whole HTML made on this side; one small script fetches it again when the
// server says that something is new. Who may ask is decided in one place, guard.go.
package window
