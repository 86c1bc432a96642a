//go:build unix

package xlsxread

import (
	"errors"
	"os"
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

func TestAFileThatHasMoreThanItsSizeSaysIsRefused(t *testing.T) {
	const endless = "/proc/self/pagemap"
	if st, err := os.Stat(endless); err != nil || st.Size() > 0 {
		t.Skip("there is no such file here")
	}
	if _, err := Load(endless); err == nil { // how it is refused is the system's: some reads of it fail
		t.Error("loaded")
	}
}
