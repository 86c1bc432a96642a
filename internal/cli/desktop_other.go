//go:build !windows

package cli

import "os"

// onDesktop says whether a file manager or a launcher of a desktop started the program:
// there is a screen, no terminal, and nobody at the other end of a pipe.
func onDesktop(in, out, err *os.File) bool {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" || anyTerminal(in, out, err) {
		return false
	}
	piped := func(f *os.File) bool {
		st, err := f.Stat()
		return err == nil && st.Mode()&os.ModeNamedPipe != 0
	}
	return !piped(in) && !piped(out)
}
