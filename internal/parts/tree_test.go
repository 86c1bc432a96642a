package parts_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"ysgk/internal/parts"
)

// etree's own reader says what a tree should hold.
func TestATreeIsWhatStandsInThePart(t *testing.T) {
	files, err := filepath.Glob("../../templates/*/*.???x")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	texts := map[string][]byte{
		"prolog":  []byte("\ufeff<?xml version=\"1.0\"  encoding='UTF-8' standalone=\"yes\"?>\r\n<!-- a -->\n<?x  y?><?z?><a/>\n"),
		"within":  []byte("<w:a xmlns:w='u' xmlns=\"v\" b='1&#10;2&quot;' w:c=\"\"><!-- x --> <b>&lt;1\r\n2&#13;</b><![CDATA[<&]]>t<w:b w:d='&amp;'></w:b><?p q r?>\t</w:a>"),
		"strange": []byte("<x:a xmlns:x=\"u\"><x:b xmlns:x=\"w\" y='é'>甲</x:b></x:a>"),
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parts.Open(content)
		if err != nil {
			t.Fatal(name, err)
		}
		for _, part := range f.Names() {
			if b := f.Part(part); strings.HasPrefix(string(b), "<") {
				texts[name+" "+part] = b
			}
		}
	}
	f := parts.New()
	for name, b := range texts {
		got, err := f.Tree(name, b)
		if err != nil {
			t.Error(err)
			continue
		}
		want := etree.NewDocument()
		want.WriteSettings = got.WriteSettings
		if err := want.ReadFromBytes(b); err != nil {
			t.Fatal(name, err)
		}
		if x, y := written(t, got), written(t, want); !bytes.Equal(x, y) {
			t.Errorf("%s:\n%s\nwant\n%s", name, x, y)
		}
	}
}

func written(t *testing.T, d *etree.Document) []byte {
	t.Helper()
	b, err := d.WriteToBytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}
