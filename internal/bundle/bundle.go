package bundle

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"aead.dev/minisign"
	"golang.org/x/text/cases"
)

// The files that Build adds.
const (
	sumsName = "SHA256SUMS"
	signName = "SHA256SUMS.minisig"
	keyName  = "minisign.pub"
)

// Bounds of a bundle.
const (
	MaxSize  = 192 << 20 // of the file
	maxFiles = 300
	maxName  = 200 // bytes
)

// Errors of Open and Build; they are wrapped with the name of the file inside.
var (
	ErrNotBundle = errors.New("not a bundle")
	ErrTooLarge  = errors.New("bundle too large")
	ErrName      = errors.New("name leads out of the bundle or occurs twice")
	ErrChanged   = errors.New("bundle has been changed")
	ErrSignature = errors.New("signature does not fit")
)

// Bundle is an opened bundle whose sums and signature, if any, fit.
type Bundle struct {
	Files   map[string][]byte
	FS      fs.FS               // the same
	Signer  *minisign.PublicKey // nil if the bundle is not signed
	Comment string              // what the signer says of it; signed as well
}

// Build makes a bundle. Without a key it is not signed. The comment, one line,
// is signed too.
func Build(files map[string][]byte, key *minisign.PrivateKey, comment string) ([]byte, error) {
	all := maps.Clone(files)
	for _, own := range []string{sumsName, signName, keyName} {
		if _, taken := all[own]; taken {
			return nil, fmt.Errorf("%w: %s", ErrName, own)
		}
	}
	if key != nil {
		public, err := key.Public().(minisign.PublicKey).MarshalText()
		if err != nil {
			return nil, err
		}
		all[keyName] = public
	}
	all[sumsName] = sums(all)
	if key != nil {
		all[signName] = minisign.SignWithComments(*key, all[sumsName], comment, untrusted)
	}
	return write(all)
}

// untrusted is the part of a signature file that is not signed, and so must
// always be the same.
const untrusted = "ysgk"

// sums lists files as sha256sum does.
func sums(files map[string][]byte) []byte {
	var out bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&out, "%x  %s\n", sha256.Sum256(files[name]), name)
	}
	return out.Bytes()
}

// write makes the archive in its one form.
func write(files map[string][]byte) ([]byte, error) {
	if err := names(slices.Sorted(maps.Keys(files))); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		b := files[name]
		w, err := z.CreateRaw(&zip.FileHeader{
			Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(b),
			CompressedSize64: uint64(len(b)), UncompressedSize64: uint64(len(b)),
		})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(b); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	if out.Len() > MaxSize {
		return nil, ErrTooLarge
	}
	return out.Bytes(), nil
}

// names refuses names that would lead elsewhere, or that some system takes for
// one and the same.
func names(list []string) error {
	if len(list) > maxFiles {
		return ErrTooLarge
	}
	seen := map[string]bool{}
	fold := cases.Fold()
	for _, name := range list {
		folded := fold.String(name)
		if !fs.ValidPath(name) || name == "." || len(name) > maxName || seen[folded] ||
			strings.ContainsAny(name, `\:*?"<>|`) || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return fmt.Errorf("%w: %q", ErrName, path.Base(name))
		}
		seen[folded] = true
	}
	return nil
}

// Open reads a bundle and refuses it whole if one byte is not as Build wrote it.
func Open(data []byte) (*Bundle, error) {
	files, archive, err := read(data)
	if err != nil {
		return nil, err
	}
	if again, err := write(files); err != nil || !bytes.Equal(again, data) {
		return nil, ErrChanged
	}
	listed, sign := files[sumsName], files[signName]
	delete(files, sumsName)
	delete(files, signName)
	if !bytes.Equal(sums(files), listed) {
		return nil, ErrChanged
	}
	b := &Bundle{Files: files, FS: archive}
	key := files[keyName]
	delete(files, keyName)
	if key == nil && sign == nil {
		return b, nil
	}
	return b, b.verify(key, sign, listed)
}

// verify checks the signature with the key that the bundle brings along.
func (b *Bundle) verify(key, sign, listed []byte) error {
	var public minisign.PublicKey
	var s minisign.Signature
	if public.UnmarshalText(key) != nil || s.UnmarshalText(sign) != nil || !minisign.Verify(public, listed, sign) {
		return ErrSignature
	}
	if again, err := s.MarshalText(); err != nil || !bytes.Equal(again, sign) || s.UntrustedComment != untrusted {
		return ErrChanged
	}
	b.Signer, b.Comment = &public, s.TrustedComment
	return nil
}

// read takes an archive apart, within its bounds.
func read(data []byte) (map[string][]byte, fs.FS, error) {
	if len(data) > MaxSize {
		return nil, nil, ErrTooLarge
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, nil, ErrNotBundle
	}
	var list []string
	for _, f := range z.File {
		list = append(list, f.Name)
	}
	if !slices.Contains(list, sumsName) {
		return nil, nil, fmt.Errorf("%w: no list of sums", ErrNotBundle)
	}
	if err := names(list); err != nil {
		return nil, nil, err
	}
	files := map[string][]byte{}
	left := uint64(len(data)) // stored as they are, the files cannot be larger than their archive
	for _, f := range z.File {
		if f.Method != zip.Store || !f.Mode().IsRegular() || f.UncompressedSize64 > left {
			return nil, nil, fmt.Errorf("%w: %q", ErrChanged, f.Name)
		}
		left -= f.UncompressedSize64
		r, err := f.Open()
		if err != nil {
			return nil, nil, fmt.Errorf("%w: %q", ErrChanged, f.Name)
		}
		b, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			return nil, nil, fmt.Errorf("%w: %q", ErrChanged, f.Name)
		}
		files[f.Name] = b
	}
	return files, z, nil
}
