package cli

import (
	"os"
	"unsafe"

	"github.com/inconshreveable/mousetrap"
	"golang.org/x/sys/windows"

	"ysgk/internal/launcher"
)

// alert shows a text on the desktop, in a window of its own. Ctrl-C copies it.
func alert(text string) {
	says, err := windows.UTF16PtrFromString(text)
	title, titleErr := windows.UTF16PtrFromString(launcher.Name)
	if err == nil && titleErr == nil {
		_, _ = windows.MessageBox(0, says, title, windows.MB_OK|windows.MB_SETFOREGROUND)
	}
}

// onDesktop says whether Explorer or the start menu started the program. The black
// window that was opened for it is closed.
func onDesktop(_, out, _ *os.File) bool {
	if !mousetrap.StartedByExplorer() && !(anyTerminal(out) && alone()) {
		return false
	}
	// One that cannot be closed only stays in sight.
	_, _, _ = kernel.NewProc("FreeConsole").Call()
	return true
}

var kernel = windows.NewLazySystemDLL("kernel32.dll")

// alone says whether the black window was opened for this program: one that was there
// before belongs to another program, too.
func alone() bool {
	var processes [2]uint32
	n, _, _ := kernel.NewProc("GetConsoleProcessList").Call(uintptr(unsafe.Pointer(&processes[0])), uintptr(len(processes)))
	return n == 1
}
