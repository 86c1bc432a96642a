package cli

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// A terminal of GBK shows the words and takes options in GBK; another program gets UTF-8.
func TestATerminalOfGBKShowsGBK(t *testing.T) {
	t.Setenv("LC_ALL", "zh_CN.GBK")
	said, err := simplifiedchinese.GBK.NewEncoder().String("--没有这个选项")
	if err != nil {
		t.Fatal(err)
	}
	in, out := terminal(t)
	if code := Main([]string{"check", said}, in, in); code != exitUsage {
		t.Error(code)
	}
	var got []byte
	for b := make([]byte, 4096); !bytes.Contains(got, []byte("\n")); {
		n, err := out.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, b[:n]...)
	}
	if text, err := simplifiedchinese.GBK.NewDecoder().Bytes(got); err != nil || !strings.Contains(string(text), "错误：没有 --没有这个选项") {
		t.Errorf("%q %v", text, err)
	}
	var piped bytes.Buffer
	Main([]string{"help"}, &piped, &piped)
	if !strings.Contains(piped.String(), "用法") {
		t.Errorf("%q", piped.String())
	}
}
