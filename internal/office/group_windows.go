//go:build windows

package office

import (
	"os/exec"
	"strconv"
)

// apart makes the programs that a program started end with it.
func apart(cmd *exec.Cmd) {
	cmd.Cancel = func() error {
		return exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(cmd.Process.Pid)).Run()
	}
}
