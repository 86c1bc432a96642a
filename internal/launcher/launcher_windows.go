package launcher

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

//go:embed icon.ico
var icon []byte

// places are where the entry of the start menu and its icon go.
func places() (menu, picture string, err error) {
	config, err := os.UserConfigDir() // %AppData%
	return filepath.Join(config, "Microsoft", "Windows", "Start Menu", "Programs", Name+".lnk"), filepath.Join(config, "ysgk", "ysgk.ico"), err
}

// shortcut makes the entry; what it is made of comes in the environment, so that no path
// is read as part of the script.
const shortcut = `$s = (New-Object -ComObject WScript.Shell).CreateShortcut($env:YSGK_LINK); $s.TargetPath = $env:YSGK_PROGRAM; $s.IconLocation = $env:YSGK_ICON; $s.WorkingDirectory = $env:USERPROFILE; $s.Save()`

// Install puts an entry into the start menu, which starts the program that lies at a path.
func Install(program string) (where string, err error) {
	menu, picture, err := places()
	if err != nil {
		return "", err
	}
	if _, err := put([]entry{{picture, icon}}); err != nil {
		return "", err
	}
	cmd := exec.Command("powershell.exe", "-NoProfile", "-NonInteractive", "-Command", shortcut)
	cmd.Env = append(os.Environ(), "YSGK_LINK="+menu, "YSGK_PROGRAM="+program, "YSGK_ICON="+picture)
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true}
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("make the shortcut: %w: %s", err, out)
	}
	return menu, nil
}

// Uninstall takes the entry away, and says whether there was one.
func Uninstall() (was bool, err error) {
	menu, picture, err := places()
	if err != nil {
		return false, err
	}
	return remove(menu, picture)
}
