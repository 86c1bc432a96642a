package parts

import (
	"path"
	"slices"
	"strings"
)

// Sweep removes the parts that no relationship leads to, such as the charts of
// a sheet that is gone: nobody sees them, but they go out with the file. Where a
// relationship leads nowhere, somebody spells names as we do not know, and all
// stays as it is.
func (f *File) Sweep() {
	reached := map[string]bool{contentTypes: true}
	if !f.reach("", reached) || f.misspelt() {
		return
	}
	for _, name := range slices.Clone(f.names.All()) {
		if !reached[name] {
			f.Remove(name)
		}
	}
}

const contentTypes = "[Content_Types].xml"

// reach marks what the relationships of a part lead to, and those parts that
// hold them; false if one leads nowhere.
func (f *File) reach(part string, reached map[string]bool) bool {
	if rels := RelsName(part); f.Has(rels) {
		reached[rels] = true
	}
	whole := true
	for _, r := range f.Rels(part) {
		switch {
		case r.External || reached[r.Target]:
		case !f.Has(r.Target):
			whole = false
		default:
			reached[r.Target] = true
			whole = f.reach(r.Target, reached) && whole
		}
	}
	return whole
}

// misspelt says whether relationships are kept under a name that differs from
// that of their part, so that we do not see them.
func (f *File) misspelt() bool {
	return slices.ContainsFunc(f.names.All(), func(name string) bool {
		folder, base := path.Split(name)
		if !strings.HasSuffix(folder, "/_rels/") || !strings.HasSuffix(base, ".rels") {
			return false
		}
		part := strings.TrimSuffix(folder, "_rels/") + strings.TrimSuffix(base, ".rels")
		return !f.Has(part) && f.Has(f.Spelled(part))
	})
}
