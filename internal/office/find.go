package office

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// Place is the environment variable that says where LibreOffice's program is; if it says
// nothing, LibreOffice is not used.
const Place = "YSGK_LIBREOFFICE"

// Program is the path of LibreOffice's program, "" if there is none to use. Unless Place
// is set, it is looked for among the programs that can be called by name, then where its
// installers put it.
func Program() string {
	if path, set := os.LookupEnv(Place); set {
		found, err := exec.LookPath(path)
		if err != nil {
			return ""
		}
		return found
	}
	names := []string{"soffice", "libreoffice"}
	if runtime.GOOS == "windows" {
		names = []string{"soffice.com", "soffice.exe"} // the first waits until it is done
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	for _, pattern := range usual() {
		found, err := filepath.Glob(pattern)
		for i := len(found) - 1; err == nil && i >= 0; i-- { // the newest version last
			if info, err := os.Stat(found[i]); err == nil && !info.IsDir() {
				return found[i]
			}
		}
	}
	return ""
}

// usual are the places where LibreOffice is installed without being among the programs
// that can be called by name.
func usual() (out []string) {
	switch runtime.GOOS {
	case "windows":
		for _, name := range []string{"ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA"} {
			if folder := os.Getenv(name); folder != "" {
				out = append(out, filepath.Join(folder, "LibreOffice*", "program", "soffice.com"), filepath.Join(folder, "Programs", "LibreOffice*", "program", "soffice.com"))
			}
		}
		return out
	case "darwin":
		return []string{"/Applications/LibreOffice*.app/Contents/MacOS/soffice"}
	}
	return []string{
		"/opt/libreoffice*/program/soffice", "/opt/apps/*libreoffice*/files/program/soffice", "/usr/lib/libreoffice/program/soffice",
		"/usr/lib64/libreoffice/program/soffice", "/usr/local/lib/libreoffice/program/soffice", "/snap/bin/libreoffice",
	}
}
