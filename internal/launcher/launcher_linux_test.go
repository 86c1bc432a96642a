package launcher

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheEntryStartsTheProgramAndGoesAway(t *testing.T) {
	data := t.TempDir()
	t.Setenv("XDG_DATA_HOME", data)
	where, err := Install(`/opt/预算 工具/$a"b%c/ysgk`)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(where)
	if err != nil {
		t.Fatal(err)
	}
	if want := `Exec="/opt/预算 工具/\\$a\\"b%%c/ysgk" 界面 %f` + "\n"; !strings.Contains(string(b), want) {
		t.Errorf("want %s in\n%s", want, b)
	}
	if _, err := os.Stat(filepath.Join(data, "icons/hicolor/scalable/apps/ysgk.svg")); err != nil {
		t.Error(err)
	}
	if was, err := Uninstall(); !was || err != nil {
		t.Error(was, err)
	}
	if was, err := Uninstall(); was || err != nil {
		t.Error("twice:", was, err)
	}
	left, _ := filepath.Glob(filepath.Join(data, "applications", "*"))
	if len(left) != 0 {
		t.Error(left)
	}
}
