package cli

import (
	"cmp"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// Terminals of old Linux desktops show and send GBK: what they show is turned into it,
// and what was typed into them is turned back. Files and other programs always get
// UTF-8, and so do the consoles of Windows, which take letters whatever their code page.

// gbk says whether the locale of the session is one of GBK.
func gbk() bool {
	_, charset, _ := strings.Cut(strings.ToUpper(cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_CTYPE"), os.Getenv("LANG"))), ".")
	return strings.HasPrefix(charset, "GB")
}

// shown is where text goes that is meant for an output.
func shown(to io.Writer) io.Writer {
	out, ok := to.(*os.File)
	if !ok || !gbk() || !term.IsTerminal(int(out.Fd())) {
		return to
	}
	return transform.NewWriter(out, simplifiedchinese.GB18030.NewEncoder())
}

// typed are arguments as they were meant: those in GBK that name no file as they are.
func typed(args []string) []string {
	if !gbk() {
		return args
	}
	out := make([]string, len(args))
	for i, arg := range args {
		out[i] = arg
		if utf8.ValidString(arg) {
			continue
		}
		if _, err := os.Lstat(arg); err == nil {
			continue
		}
		if text, err := simplifiedchinese.GB18030.NewDecoder().String(arg); err == nil {
			out[i] = text
		}
	}
	return out
}
