package proof

import (
	"flag"
	"os"
	"testing"

	_ "pgregory.net/rapid" // for its flag

	"ysgk/internal/office"
)

// Every day a property is tried on fewer cases than rapid draws by itself (100);
// -rapid.checks says another number.
func init() {
	if whole() {
		return
	}
	if err := flag.Set("rapid.checks", "25"); err != nil {
		panic(err)
	}
}

// whole is whether all of it is to be tested: with other programs, and with every
// case that is drawn. .ci/test.sh --全部 says so.
func whole() bool { return os.Getenv("YSGK_ALL") != "" }

// Outside begins a test that has LibreOffice, openpyxl or a browser look at what ysgk made. Every
// day it is left out, and .ci/test.sh counts it as such; with --全部 it runs, and
// fails where the program is missing.
func Outside(t testing.TB) {
	t.Helper()
	if !whole() {
		t.Skip("left to .ci/test.sh --全部: it needs LibreOffice, openpyxl or a browser")
	}
}

// Long begins a test that takes long. Every day it is left out and counted as such.
func Long(t testing.TB) {
	t.Helper()
	if !whole() {
		t.Skip("left to .ci/test.sh --全部: it takes long")
	}
}

// Alone hides LibreOffice from what a test or script runs, but for the whole of the tests:
// ysgk itself uses it where it is installed.
func Alone(t interface{ Setenv(key, value string) }) {
	if !whole() {
		t.Setenv(office.Place, "")
	}
}

// Office is LibreOffice's program for the whole of the tests, "" every day.
func Office() string {
	if !whole() {
		return ""
	}
	return office.Program()
}

// Drawn is how many cases a test draws: few every day, all of them with --全部.
func Drawn(few, all int) int {
	if whole() {
		return all
	}
	return few
}

// Some is what a test takes of a list: every fourth every day, all of it with --全部.
func Some[T any](all []T) (some []T) {
	for i := 0; i < len(all); i += Drawn(4, 1) {
		some = append(some, all[i])
	}
	return some
}
