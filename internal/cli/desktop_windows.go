package cli

import (
	"os"

	"github.com/inconshreveable/mousetrap"
	"golang.org/x/sys/windows"
)

// onDesktop says whether Explorer started the program. The black window that it opened
// for it is closed.
func onDesktop(_, _, _ *os.File) bool {
	if !mousetrap.StartedByExplorer() {
		return false
	}
	// One that cannot be closed only stays in sight.
	_, _, _ = windows.NewLazySystemDLL("kernel32.dll").NewProc("FreeConsole").Call()
	return true
}
