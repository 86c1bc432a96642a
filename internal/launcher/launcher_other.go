//go:build !windows

package launcher

import (
	"cmp"
	_ "embed"
	"os"
	"path/filepath"
)

//go:embed icon.svg
var icon []byte

// places are where the entry and its icon go.
func places() (menu, picture string, err error) {
	home, err := os.UserHomeDir()
	data := cmp.Or(os.Getenv("XDG_DATA_HOME"), filepath.Join(home, ".local", "share"))
	return filepath.Join(data, "applications", "ysgk.desktop"), filepath.Join(data, "icons", "hicolor", "scalable", "apps", "ysgk.svg"), err
}

// Install puts an entry into the menu, which starts the program that lies at a path.
func Install(program string) (where string, err error) {
	menu, picture, err := places()
	if err != nil {
		return "", err
	}
	return put([]entry{{picture, icon}, {menu, Entry(quoted(program), picture)}})
}

// Uninstall takes the entry away, and says whether there was one.
func Uninstall() (was bool, err error) {
	menu, picture, err := places()
	if err != nil {
		return false, err
	}
	return remove(menu, picture)
}
