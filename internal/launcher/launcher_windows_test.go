package launcher

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// Under Wine .ci/wine.sh runs it.
func TestOnWindowsTheEntryStartsTheProgramAndGoesAway(t *testing.T) {
	temporary, err := os.MkdirTemp("", "ysgk")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(temporary) }) // not t.TempDir: Wine 8 lacks the call that removes it
	t.Setenv("AppData", temporary)
	program := filepath.Join(temporary, "预算 工具#%", "ysgk.exe")
	where, err := Install(program)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(where)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"界面", "ysgk.ico"} { // as shortcuts have them, in UTF-16
		var wide []byte
		for _, u := range utf16.Encode([]rune(text)) {
			wide = append(wide, byte(u), byte(u>>8))
		}
		if !bytes.Contains(b, wide) {
			t.Errorf("%s is not in the shortcut", text)
		}
	}
	if !strings.HasPrefix(string(b), "L\x00\x00\x00\x01\x14\x02\x00") {
		t.Error("this is no shortcut")
	}
	if was, err := Uninstall(); !was || err != nil {
		t.Error(was, err)
	}
	if was, err := Uninstall(); was || err != nil {
		t.Error("twice:", was, err)
	}
}
