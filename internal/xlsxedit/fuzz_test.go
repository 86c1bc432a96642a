package xlsxedit

import (
	"strings"
	"testing"

	"ysgk/internal/xlsxread"
)

// What the editor writes into the table of texts is what the reader reads.
func FuzzStrings(f *testing.F) {
	for _, s := range []string{"", " 甲 ", "a\nb\r\n", "<&>\"'", "_x000D_", "_x005F_x000D_", "]]>", "😀"} {
		f.Add(s, "乙")
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		s := NewStrings()
		at := []int{s.Add(one), s.Add(two)}
		read, err := xlsxread.ReadStrings("xl/sharedStrings.xml", s.Part(2), true)
		if err != nil {
			t.Fatal(err)
		}
		for i, text := range []string{one, two} {
			want := strings.Map(func(r rune) rune { // XML cannot hold the others
				if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
					return -1
				}
				return r
			}, text)
			if got := read[at[i]]; got.Text != want || got.Runs != "" {
				t.Errorf("%q came back as %q", text, got)
			}
		}
	})
}
