package cli

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// terminal is a terminal that commands write to, and what stands on it.
func terminal(t *testing.T) (in, out *os.File) {
	t.Helper()
	out, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { out.Close() })
	fd := int(out.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	in, err = os.OpenFile(fmt.Sprint("/dev/pts/", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close() })
	return in, out
}

func work(f *face, long time.Duration) {
	stage, done := f.progress([]string{"读录入工作簿", "核对录入", "放好公开表"})
	for _, part := range []string{"读录入工作簿", "核对录入"} {
		if stage != nil {
			stage(part)
		}
	}
	time.Sleep(long)
	done()
}

func TestLongWorkIsShownOnATerminalAndErased(t *testing.T) {
	in, out := terminal(t)
	work(&face{err: in}, patience*3/2)
	fmt.Fprint(in, "完")
	var shown strings.Builder
	for b := make([]byte, 4096); !strings.Contains(shown.String(), "完"); {
		n, err := out.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		shown.Write(b[:n])
	}
	const line = "第 2 步，共 3 步：核对录入（已用 1 秒），还有 放好公开表"
	if got := shown.String(); !strings.HasPrefix(got, "\r"+line) || !strings.HasSuffix(got, "\r"+strings.Repeat(" ", 56)+"\r完") {
		t.Errorf("%q", got)
	}
}

func TestShortWorkShowsNothing(t *testing.T) {
	in, out := terminal(t)
	work(&face{err: in}, 0)
	fmt.Fprint(in, "完")
	b := make([]byte, 4096)
	if n, err := out.Read(b); err != nil || string(b[:n]) != "完" {
		t.Errorf("%q, %v", b[:n], err)
	}
}

func TestWhatIsNoTerminalGetsNoProgress(t *testing.T) {
	var text bytes.Buffer
	work(&face{err: &text}, patience*3/2)
	file, err := os.Create(t.TempDir() + "/错误.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	work(&face{err: file}, patience*3/2)
	if info, err := file.Stat(); err != nil || info.Size() > 0 || text.Len() > 0 {
		t.Errorf("%q, %v, %v", text.String(), info.Size(), err)
	}
}
