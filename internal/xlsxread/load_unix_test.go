//go:build unix

package xlsxread

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"
)

func TestWhatIsNoFileIsNotWaitedFor(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "录入.xlsx")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{pipe, "/dev/zero"} {
		if _, err := Open(path); !errors.Is(err, ErrNotFile) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
