// Package launcher puts the window into the menu of the desktop, and takes it away again.
//
// In: where the program lies. Out: an entry with an icon, of this user alone. Never:
// anything that needs the rights of an administrator, or the program itself.
package launcher

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Name is what the entry is called.
const Name = "预算公开表"

// entry is a file of the desktop's menu.
type entry struct {
	path    string
	content []byte
}

// Entry is the entry of the menu of a Linux desktop: command is the program as the Exec
// line has it, icon the name or the file of its picture.
func Entry(command, icon string) []byte {
	return []byte(`[Desktop Entry]
Type=Application
Version=1.0
Name=` + Name + `
Comment=填一次明细，生成全部预算公开表
Exec=` + command + ` 界面 %f
Icon=` + icon + `
Terminal=false
StartupNotify=false
Categories=Office;Finance;
MimeType=application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;
`)
}

// put writes entries, and names the last one.
func put(entries []entry) (string, error) {
	last := ""
	for _, e := range entries {
		if err := os.MkdirAll(filepath.Dir(e.path), 0o755); err != nil {
			return "", err
		}
		if err := os.WriteFile(e.path, e.content, 0o644); err != nil {
			return "", err
		}
		last = e.path
	}
	return last, nil
}

// remove takes files away, and says whether any of them was there.
func remove(paths ...string) (was bool, err error) {
	for _, p := range paths {
		e := os.Remove(p)
		if errors.Is(e, fs.ErrNotExist) {
			continue
		}
		was = was || e == nil
		err = errors.Join(err, e)
	}
	return was, err
}

// quoted is a path as the Exec line of a desktop entry has it: within quotes, with the
// signs escaped that mean something there (Desktop Entry Specification, The Exec key).
func quoted(path string) string {
	path = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", "$", `\$`).Replace(path)
	path = strings.ReplaceAll(path, `\`, `\\`) // and once more, as every value of the file is
	return `"` + strings.ReplaceAll(path, "%", "%%") + `"`
}
