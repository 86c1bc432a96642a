package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aead.dev/minisign"
	"github.com/tc-hib/winres"

	"ysgk/internal/bundle"
)

func commit() *of {
	return &of{"1.2.3", "0123456789abcdef", time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)}
}

func TestATagOfAnotherVersionIsRefused(t *testing.T) {
	for tags, want := range map[string]string{"": "1.2.3+20261127.0123456", "v1.2.3": "1.2.3", "v1.2.4": "", "v1.2.3\nv1.2.4": ""} {
		o := commit()
		if err := o.number(tags); (err != nil) != (want == "") || err == nil && o.version != want {
			t.Errorf("%q: %s, %v", tags, o.version, err)
		}
	}
}

func TestAProgramTenPercentLargerIsTold(t *testing.T) {
	for now, want := range map[string]bool{"a 1100\nb 5\n": false, "a 1101\nb 5\n": true, "a 9\nc 1\n": true} {
		if got := outgrown("a 1000\nb 5\n", now); (got != "") != want {
			t.Errorf("%q: %q", now, got)
		}
	}
}

func TestAPackageHoldsItsFilesAsRoots(t *testing.T) {
	files := []file{{"usr/share/x", 0o644, []byte("text")}, {"usr/bin/ysgk", 0o755, []byte("program")}}
	b, err := deb(commit(), "loong64", files)
	if err != nil {
		t.Fatal(err)
	}
	again, err := deb(commit(), "loong64", []file{files[1], files[0]})
	if err != nil || !bytes.Equal(b, again) {
		t.Error("other bytes of the same files:", err)
	}
	parts := map[string][]byte{}
	for rest := bytes.TrimPrefix(b, []byte("!<arch>\n")); len(rest) > 0; {
		size := 0
		for _, digit := range bytes.TrimSpace(rest[48:58]) {
			size = size*10 + int(digit-'0')
		}
		parts[strings.TrimSpace(string(rest[:16]))] = rest[60 : 60+size]
		rest = rest[60+size+size%2:]
	}
	if string(parts["debian-binary"]) != "2.0\n" {
		t.Errorf("%q", parts["debian-binary"])
	}
	if about := read(t, parts["control.tar.gz"]); !strings.Contains(about, "./control -rw-r--r-- Package: ysgk\nVersion: 1.2.3\nArchitecture: loong64\n") ||
		!strings.Contains(about, "a9c449d4fa44e9e5a41c574ae55ce4d9  usr/bin/ysgk\n") {
		t.Error(about)
	}
	if data, want := read(t, parts["data.tar.gz"]), "./ drwxr-xr-x ./usr/ drwxr-xr-x ./usr/bin/ drwxr-xr-x ./usr/bin/ysgk -rwxr-xr-x program./usr/share/ drwxr-xr-x ./usr/share/x -rw-r--r-- text"; data != want {
		t.Error(data)
	}
}

// read is what is in a packed tar: names, modes, contents.
func read(t *testing.T, packed []byte) string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Uid != 0 || h.Uname != "root" || !h.ModTime.Equal(commit().date) {
			t.Errorf("%s: %s, %s", h.Name, h.Uname, h.ModTime)
		}
		out.WriteString(h.Name + " " + h.FileInfo().Mode().String() + " ")
		if _, err := io.Copy(&out, r); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheSumsAreSignedAndEveryFileIsInThem(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"b", "a"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(name+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := sums(folder); err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile(filepath.Join(folder, sumsFile))
	const want = "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7  a\n0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f  b\n"
	if err != nil || string(list) != want {
		t.Fatalf("%s %v", list, err)
	}
	private, public, err := bundle.NewKeys("") // a password takes seconds
	if err != nil {
		t.Fatal(err)
	}
	keyFile := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(keyFile, private, 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := sign(commit(), folder, "", ""); err != nil || !strings.HasPrefix(said, "NOT SIGNED") {
		t.Error(said, err)
	}
	if _, err := os.Stat(filepath.Join(folder, sumsFile+".minisig")); err == nil {
		t.Error("a signature without a key")
	}
	if _, err := sign(commit(), folder, keyFile, ""); err != nil {
		t.Fatal(err)
	}
	signature, err := os.ReadFile(filepath.Join(folder, sumsFile+".minisig"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := bundle.ReadPublic(public)
	if err != nil || !minisign.Verify(*key, list, signature) || minisign.Verify(*key, append(list, 'x'), signature) {
		t.Error("the signature is not that of the sums", err)
	}
}

func TestWindowsGetsTheIconAndTheVersion(t *testing.T) {
	ico, err := os.Open("../../internal/launcher/icon.ico")
	if err != nil {
		t.Fatal(err)
	}
	defer ico.Close()
	set, err := resourcesOf(commit(), ico)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[winres.ID]int{}
	for _, kind := range []winres.ID{winres.RT_ICON, winres.RT_GROUP_ICON, winres.RT_VERSION, winres.RT_MANIFEST} {
		set.WalkType(kind, func(winres.Identifier, uint16, []byte) bool { kinds[kind]++; return true })
	}
	if kinds[winres.RT_ICON] != 4 || kinds[winres.RT_GROUP_ICON] != 1 || kinds[winres.RT_VERSION] == 0 || kinds[winres.RT_MANIFEST] != 1 {
		t.Error(kinds)
	}
	version := set.Get(winres.RT_VERSION, winres.ID(1), 0x804)
	if !bytes.Contains(version, []byte("1\x00.\x002\x00.\x003\x00")) {
		t.Errorf("%q", version)
	}
}
