package window

import (
	"golang.org/x/sys/windows"
)

// OpenOnDesktop shows a file or an address in the program that Windows has for it.
func OpenOnDesktop(target string) error {
	file, err := windows.UTF16PtrFromString(target)
	if err != nil {
		return err
	}
	verb, err := windows.UTF16PtrFromString("open")
	if err != nil {
		return err
	}
	return windows.ShellExecute(0, verb, file, nil, nil, windows.SW_SHOWNORMAL)
}
