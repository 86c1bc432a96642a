package trust

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"aead.dev/minisign"

	"ysgk/internal/bundle"
)

func TestAPackThatCannotBeKeptLeavesNoKeyAndTheOldPack(t *testing.T) {
	signer := func() *minisign.PublicKey {
		key, _, err := minisign.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return &key
	}
	old, next := signer(), signer()
	full := func(t *testing.T, _ Folder) {
		var limit syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit) })
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1000, Max: limit.Max}); err != nil {
			t.Fatal(err)
		}
	}
	taken := func(t *testing.T, f Folder) {
		path := filepath.Join(string(f), packFile)
		os.Remove(path)
		if err := os.MkdirAll(filepath.Join(path, "x"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, trouble := range map[string]func(*testing.T, Folder){"the disk is full": full, "the pack cannot be replaced": taken} {
		for _, before := range []*minisign.PublicKey{nil, old} {
			t.Run(name, func(t *testing.T) {
				f := Folder(t.TempDir())
				if before != nil {
					if err := f.Choose([]byte("old"), &bundle.Bundle{Signer: before}); err != nil {
						t.Fatal(err)
					}
				}
				trouble(t, f)
				if err := f.Choose(make([]byte, 2000), &bundle.Bundle{Signer: next}); err == nil {
					t.Fatal("chosen")
				}
				key, err := f.Key()
				if err != nil || (key == nil) != (before == nil) || key != nil && !key.Equal(*before) {
					t.Errorf("key %v, %v", key, err)
				}
				entries, err := os.ReadDir(string(f))
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range entries {
					if e.Name() != packFile && e.Name() != keyFile {
						t.Error("left behind:", e.Name())
					}
				}
			})
		}
	}
}
