package collect

import "testing"

// Bound sets the bounds of archives for a test.
func Bound(t *testing.T, bytes, file int64, entries int) {
	old := most
	t.Cleanup(func() { most = old })
	most = bounds{bytes: bytes, file: file, entries: entries, depth: old.depth}
}
