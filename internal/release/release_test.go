package release

import (
	"os"
	"regexp"
	"runtime/debug"
	"testing"
)

func TestTheTagIsTheVersion(t *testing.T) {
	for main, want := range map[string]string{
		"v1.2.30": "1.2.30", "(devel)": next, "": next, "v1.2.3+dirty": next, "v1.2.4-0.20261127120000-0123456789ab": next, "v1.2.3-rc.1": next,
	} {
		b := &debug.BuildInfo{Main: debug.Module{Version: main}}
		if got := version(b); got != want || origin(b).Tagged != (want != next) {
			t.Errorf("%q: %s, tagged %v", main, got, origin(b).Tagged)
		}
	}
}

func TestTheCommitIsTold(t *testing.T) {
	o := origin(&debug.BuildInfo{Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: "0123456789abcdef"}, {Key: "vcs.time", Value: "2026-11-27T06:52:00Z"}, {Key: "vcs.modified", Value: "true"},
	}})
	if o.Commit != "0123456789abcdef" || o.Date.Format("2006-01-02") != "2026-11-27" || !o.Changed {
		t.Errorf("%+v", o)
	}
}

// A version that users meet has its own part in what has changed.
func TestTheChangesBeginWithThisVersion(t *testing.T) {
	changes, err := os.ReadFile("../../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	newest := regexp.MustCompile(`(?m)^## (\d+\.\d+\.\d+)（`).FindSubmatch(changes)
	if newest == nil || string(newest[1]) != next {
		t.Errorf("CHANGELOG.md tells last of %s, the program is %s", newest, next)
	}
}
