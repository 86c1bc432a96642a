package markup_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/proof"
)

// FuzzMarks: what a finding says stands in the comment of its cell, word for
// word; to mark again changes nothing; and without the marks every cell holds
// what it held.
func FuzzMarks(f *testing.F) {
	plain, err := proof.Sketch("编码|名称|金额\n201|甲|1.5\n^|<|2\n")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(2, 3, "「甲」不是数", "改。", true)
	f.Add(1, 2, "<&>\"'\n】【ysgk 标注", "", false)
	f.Add(16384, 1048576, " ", " \t", true)
	f.Add(1, 3, "\x00￾_x000A_", "=1+1", true)
	before := contents(f, plain)
	f.Fuzz(func(t *testing.T, col, row int, message, hint string, grave bool) {
		if col < 1 || col > a1.MaxCol || row < 1 || row > a1.MaxRow || len(message) > 5000 || len(hint) > 5000 {
			return
		}
		var found finding.List
		at := finding.At("明细", col, row)
		if grave {
			found.Errorf("x", at, hint, "%s", message)
		} else {
			found.Warnf("x", at, hint, "%s", message)
		}
		marked, old := annotated(t, plain, found)
		if old {
			t.Error("marks before there were any")
		}
		first := contents(t, marked)
		if said := first["note of "+at.Cell]; !strings.Contains(letters(said), letters(message)) || !strings.Contains(letters(said), letters(hint)) {
			t.Errorf("%s says %q, not %q %q", at.Cell, said, message, hint)
		}
		again, old := annotated(t, marked, found)
		if !old {
			t.Error("the marks were not recognised")
		}
		if d := cmp.Diff(first, contents(t, again)); d != "" {
			t.Error(d)
		}
		clean, old := annotated(t, again, nil)
		if !old {
			t.Error("the marks were not recognised")
		}
		if d := cmp.Diff(before, contents(t, clean)); d != "" {
			t.Error(d)
		}
	})
}

// letters are those of a text that a file keeps: blanks and control characters
// may be written in another way.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f || r == '\ufffe' || r == '\uffff' || r == '\ufffd' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// contents are what the cells of a workbook hold and its comments say.
func contents(t testing.TB, b []byte) map[string]string {
	t.Helper()
	book, out := proof.PlainOf(t, b), map[string]string{}
	for _, s := range book.Sheets {
		for at, c := range s.Cells {
			out[s.Name+"!"+at] = c.String()
		}
	}
	for name, part := range book.Parts {
		if !strings.HasPrefix(name, "xl/comments") {
			continue
		}
		var notes struct {
			All []struct {
				Cell string   `xml:"ref,attr"`
				Text []string `xml:"text>r>t"`
			} `xml:"commentList>comment"`
		}
		if err := xml.Unmarshal([]byte(part), &notes); err != nil {
			t.Fatal(err)
		}
		for _, n := range notes.All {
			out["note of "+n.Cell] += strings.Join(n.Text, "")
		}
	}
	return out
}
