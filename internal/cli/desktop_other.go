//go:build !windows

package cli

import (
	"os"
	"os/exec"

	"ysgk/internal/launcher"
)

// alert shows a text on the desktop, in a window of its own, with whatever this desktop
// has for that.
func alert(text string) {
	for _, with := range [][]string{
		{"zenity", "--error", "--no-markup", "--title=" + launcher.Name, "--text=" + text},
		{"kdialog", "--title", launcher.Name, "--error", text},
		{"xmessage", launcher.Name + "\n" + text},
		{"notify-send", launcher.Name, text},
	} {
		if path, err := exec.LookPath(with[0]); err == nil && exec.Command(path, with[1:]...).Run() == nil {
			return
		}
	}
}

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
