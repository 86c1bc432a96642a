package xlsxread

import "testing"

func TestAFileThatHasMoreThanItsSizeSaysIsRefused(t *testing.T) {
	if _, err := Load("/proc/self/pagemap"); err == nil { // of size 0; how it is refused is the system's: some reads of it fail
		t.Error("loaded")
	}
}
