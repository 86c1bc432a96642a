//go:build !windows

package window

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// soon is how long an opener has to fail.
const soon = time.Second

// OpenOnDesktop shows a file or an address in the program that the desktop has for it.
func OpenOnDesktop(target string) error {
	if runtime.GOOS != "darwin" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return errors.New("no desktop")
	}
	for _, opener := range []string{"xdg-open", "gio", "dde-open", "open"} {
		path, err := exec.LookPath(opener)
		if err != nil {
			continue
		}
		args := []string{target}
		if opener == "gio" {
			args = []string{"open", target}
		}
		cmd := exec.Command(path, args...)
		if err := cmd.Start(); err != nil {
			return err
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		select {
		case err := <-ended: // without a program for it xdg-open fails at once
			return err
		case <-time.After(soon): // it may last as long as the program that it started
			return nil
		}
	}
	return errors.New("nothing opens files here")
}
