// Package release says which ysgk this is.
package release

import (
	"regexp"
	"runtime/debug"
	"time"
)

// next is the version that is worked on: what a build is that is not one of a tag.
const next = "0.6.0"

// Version of ysgk, major.minor.patch, from the tag it was built at. Outputs carry it,
// and a pack may demand at least one.
var Version = version(build())

// Aside is how a sheet begins that ysgk adds to the tables, and that is none of them.
const Aside = "这一页由 ysgk 写出，不是公开表的一部分"

var tagged = regexp.MustCompile(`^v(\d+\.\d+\.\d+)$`)

// version is the one of the tag that Go wrote into the program: it writes others for
// commits after a tag, and for a tree with changes.
func version(b *debug.BuildInfo) string {
	if m := tagged.FindStringSubmatch(b.Main.Version); m != nil {
		return m[1]
	}
	return next
}

func build() *debug.BuildInfo {
	if b, ok := debug.ReadBuildInfo(); ok {
		return b
	}
	return &debug.BuildInfo{}
}

// Origin is what a program was built of.
type Origin struct {
	Commit  string    // "" where Go did not see the repository
	Date    time.Time // of the commit
	Changed bool      // with changes that are not in the commit
	Tagged  bool
}

// Built is what this program was built of.
func Built() Origin { return origin(build()) }

func origin(b *debug.BuildInfo) (o Origin) {
	o.Tagged = tagged.MatchString(b.Main.Version)
	for _, s := range b.Settings {
		switch s.Key {
		case "vcs.revision":
			o.Commit = s.Value
		case "vcs.time":
			o.Date, _ = time.Parse(time.RFC3339, s.Value) // zero where it is none
		case "vcs.modified":
			o.Changed = s.Value == "true"
		}
	}
	return o
}
