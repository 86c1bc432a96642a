package bundle_test

import (
	"bytes"
	"errors"
	"testing"

	"ysgk/internal/bundle"
)

// FuzzOpen: what opens is what a build of its files writes, to the byte.
func FuzzOpen(f *testing.F) {
	f.Add(build(f, false))
	f.Add(build(f, true))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := bundle.Open(data)
		if err != nil || b.Signer != nil {
			return
		}
		if again, err := bundle.Build(b.Files, nil, ""); err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%v", err)
		}
	})
}

// FuzzBuild: what is built opens with the same files, whatever they hold; with
// one byte changed it does not open.
func FuzzBuild(f *testing.F) {
	f.Add("表.csv", []byte("编码,名称\n"), uint(7), byte(1))
	f.Add("科目/a.xlsx", []byte{}, uint(0), byte(0x80))
	f.Add("SHA256SUMS", []byte("x"), uint(0), byte(1))
	f.Add("../a", []byte("x"), uint(99), byte(1))
	f.Fuzz(func(t *testing.T, name string, content []byte, at uint, change byte) {
		files := map[string][]byte{"pack.yaml": []byte("模板包: 甲\n"), name: content}
		data, err := bundle.Build(files, nil, "")
		if err != nil {
			if !errors.Is(err, bundle.ErrName) {
				t.Errorf("%q: %v", name, err)
			}
			return
		}
		b, err := bundle.Open(data)
		if err != nil || len(b.Files) != len(files) {
			t.Fatalf("%q: %v, %v", name, b, err)
		}
		for n, want := range files {
			if !bytes.Equal(b.Files[n], want) {
				t.Errorf("%q is %q, was %q", n, b.Files[n], want)
			}
		}
		data[at%uint(len(data))] ^= change | 1
		if _, err := bundle.Open(data); err == nil {
			t.Errorf("%q: byte %d of %d was changed, and it opens", name, at%uint(len(data)), len(data))
		}
	})
}
