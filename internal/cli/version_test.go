package cli

import (
	"testing"
	"time"

	"ysgk/internal/release"
)

func TestTheVersionSaysWhatTheProgramWasBuiltOf(t *testing.T) {
	said := func(change func(*release.Origin)) string {
		o := release.Origin{Commit: "0123456789abcdef0123", Date: time.Date(2026, 11, 27, 23, 30, 0, 0, time.FixedZone("", -3600)), Tagged: true}
		change(&o)
		return built(o)
	}
	for want, change := range map[string]func(*release.Origin){
		"（2026-11-28，提交 0123456789ab）":           func(*release.Origin) {},
		"（2026-11-28，提交 0123456789ab，不是发布的版本）":   func(o *release.Origin) { o.Tagged = false },
		"（2026-11-28，提交 0123456789ab，另有没有提交的改动）": func(o *release.Origin) { o.Tagged, o.Changed = false, true },
		"（自己编译的，没有提交的编号）":                        func(o *release.Origin) { *o = release.Origin{} },
	} {
		if got := said(change); got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
}
