package bundle_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"testing"

	"ysgk/internal/bundle"
)

var content = map[string][]byte{"pack.yaml": []byte("模板包: 甲\n"), "科目/功能科目.csv": []byte("编码,名称\n201,甲\n"), "空.csv": {}}

func build(t testing.TB, signed bool) []byte {
	t.Helper()
	private, _, err := bundle.NewKeys("")
	if err != nil {
		t.Fatal(err)
	}
	key, err := bundle.ReadPrivate(private, "")
	if err != nil {
		t.Fatal(err)
	}
	if !signed {
		key = nil
	}
	b, err := bundle.Build(content, key, "甲 2026 1.0")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestABundleGivesBackItsFilesAndItsSigner(t *testing.T) {
	for _, signed := range []bool{false, true} {
		b, err := bundle.Open(build(t, signed))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(slices.Sorted(maps.Keys(b.Files)), slices.Sorted(maps.Keys(content))) {
			t.Errorf("files %v", slices.Sorted(maps.Keys(b.Files)))
		}
		for name, want := range content {
			if got, err := fs.ReadFile(b.FS, name); err != nil || !bytes.Equal(got, want) || !bytes.Equal(b.Files[name], want) {
				t.Errorf("%s is %q, %v", name, got, err)
			}
		}
		if (b.Signer != nil) != signed || signed && b.Comment != "甲 2026 1.0" {
			t.Errorf("signer %v, comment %q", b.Signer, b.Comment)
		}
	}
}

// A pack built by one ysgk must open with the next: the bytes are part of the format.
func TestTheBytesOfABundleStayTheSameFromOneVersionToTheNext(t *testing.T) {
	sum := sha256.Sum256(build(t, false))
	if got, want := hex.EncodeToString(sum[:]), "fbc93491854c5eec3a989fae3ff6bfb15b69f4910bdee82a76a1f6d36670da06"; got != want {
		t.Errorf("SHA-256 %s, want %s", got, want)
	}
}

func TestEveryChangedByteIsRefused(t *testing.T) {
	for _, signed := range []bool{false, true} {
		good := build(t, signed)
		for at := range good {
			for _, flip := range []byte{1, 0x80, 0xff} {
				bad := bytes.Clone(good)
				bad[at] ^= flip
				if _, err := bundle.Open(bad); err == nil {
					t.Fatalf("byte %d of %d changed and not seen", at, len(good))
				}
			}
		}
		for _, bad := range [][]byte{nil, good[:len(good)/2], good[1:], append(bytes.Clone(good), 0), append([]byte{0}, good...)} {
			if _, err := bundle.Open(bad); err == nil {
				t.Errorf("%d bytes instead of %d are not refused", len(bad), len(good))
			}
		}
	}
}

func TestASignatureOfOtherContentIsRefused(t *testing.T) {
	first, second := build(t, true), build(t, true) // signatures of other keys may be a byte longer
	one, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	two, err := zip.NewReader(bytes.NewReader(second), int64(len(second)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i, f := range one.File {
		if f.Name == "SHA256SUMS.minisig" {
			f = two.File[i]
		}
		if err := z.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := bundle.Open(out.Bytes()); !errors.Is(err, bundle.ErrSignature) {
		t.Errorf("%v", err)
	}
}

func TestArchivesThatNoBuildMadeAreRefused(t *testing.T) {
	entry := func(name string, method uint16, mode fs.FileMode) zip.FileHeader {
		h := zip.FileHeader{Name: name, Method: method}
		if mode != 0 {
			h.SetMode(mode)
		}
		return h
	}
	many := slices.Repeat([]zip.FileHeader{entry("甲", zip.Store, 0)}, 400)
	for i := range many {
		many[i].Name += hex.EncodeToString([]byte{byte(i >> 8), byte(i)})
	}
	for _, c := range []struct {
		name    string
		entries []zip.FileHeader
		want    error
	}{
		{"empty", nil, bundle.ErrNotBundle},
		{"no sums", []zip.FileHeader{entry("pack.yaml", zip.Store, 0)}, bundle.ErrNotBundle},
		{"a parent folder", []zip.FileHeader{entry("../pack.yaml", zip.Store, 0)}, bundle.ErrName},
		{"an absolute path", []zip.FileHeader{entry("/etc/passwd", zip.Store, 0)}, bundle.ErrName},
		{"a drive", []zip.FileHeader{entry("C:pack.yaml", zip.Store, 0)}, bundle.ErrName},
		{"a backslash", []zip.FileHeader{entry(`甲\pack.yaml`, zip.Store, 0)}, bundle.ErrName},
		{"a folder", []zip.FileHeader{entry("甲/", zip.Store, 0)}, bundle.ErrName},
		{"a name twice", []zip.FileHeader{entry("pack.yaml", zip.Store, 0), entry("pack.yaml", zip.Store, 0)}, bundle.ErrName},
		{"names that differ in case", []zip.FileHeader{entry("pack.yaml", zip.Store, 0), entry("Pack.yaml", zip.Store, 0)}, bundle.ErrName},
		{"a link", []zip.FileHeader{entry("pack.yaml", zip.Store, fs.ModeSymlink|0o777)}, bundle.ErrChanged},
		{"compressed, as a bomb would be", []zip.FileHeader{entry("pack.yaml", zip.Deflate, 0)}, bundle.ErrChanged},
		{"too many", many, bundle.ErrTooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			z := zip.NewWriter(&out)
			if c.want != bundle.ErrNotBundle {
				c.entries = append([]zip.FileHeader{entry("SHA256SUMS", zip.Store, 0)}, c.entries...)
			}
			for i := range c.entries {
				w, err := z.CreateHeader(&c.entries[i])
				if err != nil {
					t.Fatal(err)
				}
				if _, err := w.Write(nil); err != nil {
					t.Fatal(err)
				}
			}
			if err := z.Close(); err != nil {
				t.Fatal(err)
			}
			if _, err := bundle.Open(out.Bytes()); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
}

func TestAPrivateKeyWithAPasswordOpensWithThatPasswordOnly(t *testing.T) {
	private, public, err := bundle.NewKeys("口令")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bundle.ReadPrivate(private, ""); !errors.Is(err, bundle.ErrPassword) {
		t.Errorf("%v", err)
	}
	key, err := bundle.ReadPrivate(private, "口令")
	if err != nil {
		t.Fatal(err)
	}
	pub, err := bundle.ReadPublic(public)
	if err != nil || pub.ID() != key.ID() {
		t.Errorf("%v %v", pub, err)
	}
	if _, err := bundle.ReadPublic([]byte("x")); !errors.Is(err, bundle.ErrKey) {
		t.Errorf("%v", err)
	}
}
