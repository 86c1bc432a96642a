//go:build unix

package office

import (
	"os/exec"
	"syscall"
)

// apart gives a program a process group of its own, all of which ends with it: what
// LibreOffice starts with is a script.
func apart(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
