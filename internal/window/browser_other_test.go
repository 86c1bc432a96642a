//go:build !windows

package window

import (
	"os"
	"path/filepath"
	"testing"
)

// On a Linux without a browser, or without a program for workbooks, xdg-open is there
// and fails.
func TestAnOpenerThatFailsIsNoticed(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("PATH", folder+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("DISPLAY", ":0")
	for script, fails := range map[string]bool{"exit 3": true, "exit 0": false, "exec sleep 3": false} {
		if err := os.WriteFile(filepath.Join(folder, "xdg-open"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := OpenOnDesktop("http://127.0.0.1:1/"); (err != nil) != fails {
			t.Errorf("%s: %v", script, err)
		}
	}
}
