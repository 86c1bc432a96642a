// Package trust remembers, in the user's configuration folder, which pack the
// user has chosen and whose signature packs must bear.
//
// In: opened bundles. Out: the chosen bundle's file, or why a bundle is not to
// be used. Never: what is in a pack.
package trust

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"aead.dev/minisign"
	"github.com/natefinch/atomic"

	"ysgk/internal/bundle"
)

// Folder is where choices are kept; "" keeps and knows nothing.
type Folder string

// The files of a Folder.
const (
	packFile = "模板包.ysgk"
	keyFile  = "公钥.pub"
)

// User is the folder of the user who runs ysgk.
func User() Folder {
	config, err := os.UserConfigDir()
	if err != nil {
		return "" // a system account without a home
	}
	return Folder(filepath.Join(config, "ysgk"))
}

// Pack is the file of the chosen pack, "" if there is none.
func (f Folder) Pack() string {
	path := filepath.Join(string(f), packFile)
	if _, err := os.Stat(path); f == "" || err != nil {
		return ""
	}
	return path
}

// Key is the key that packs must be signed with, nil if none is pinned. A key
// that cannot be read is an error: without it nothing may be trusted.
func (f Folder) Key() (*minisign.PublicKey, error) {
	if f == "" {
		return nil, nil
	}
	text, err := os.ReadFile(filepath.Join(string(f), keyFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return bundle.ReadPublic(text)
}

// Refusal says in Chinese why a bundle is not to be used.
type Refusal string

func (r Refusal) Error() string { return string(r) }

// Judge refuses a bundle that the pinned key has not signed.
func (f Folder) Judge(b *bundle.Bundle) error {
	key, err := f.Key()
	if err != nil {
		return Refusal(fmt.Sprintf("记住的公钥读不出来，不能判断是谁签的名。请检查或删去 %s，再用 ysgk pack use 选一次", filepath.Join(string(f), keyFile)))
	}
	if key == nil {
		return nil
	}
	return Signed(b, key)
}

// Signed refuses a bundle that a key has not signed.
func Signed(b *bundle.Bundle, key *minisign.PublicKey) error {
	const change = "财政部门确实换了密钥的，请向他们要新的公钥文件，运行 ysgk pack use 模板包文件 --公钥 公钥文件"
	switch {
	case b.Signer == nil:
		return Refusal(fmt.Sprintf("没有签名，只认密钥 %s 签名的模板包，不能用。%s", bundle.KeyID(key), change))
	case !b.Signer.Equal(*key):
		return Refusal(fmt.Sprintf("是别的密钥（%s）签的名，只认密钥 %s，不能用。%s", bundle.KeyID(b.Signer), bundle.KeyID(key), change))
	}
	return nil
}

// Choose keeps a bundle as the user's pack, and pins its signer if it has one:
// both or neither, where the disk is full or a file cannot be replaced.
func (f Folder) Choose(data []byte, b *bundle.Bundle) error {
	if f == "" {
		return errors.New("no configuration folder")
	}
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return err
	}
	beside, err := f.stage(data)
	if err != nil {
		return err
	}
	defer os.Remove(beside)
	unpin, err := f.pin(b.Signer) // first: a pack must not come without its key
	if err != nil {
		return err
	}
	if err := atomic.ReplaceFile(beside, filepath.Join(string(f), packFile)); err != nil {
		unpin()
		return err
	}
	return nil
}

// stage writes a pack beside its place.
func (f Folder) stage(data []byte) (name string, err error) {
	file, err := os.CreateTemp(string(f), "*.tmp")
	if err != nil {
		return "", err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		os.Remove(file.Name())
	}
	return file.Name(), err
}

// pin writes a key, if there is one; unpin puts back what was there.
func (f Folder) pin(key *minisign.PublicKey) (unpin func(), err error) {
	if key == nil {
		return func() {}, nil
	}
	path := filepath.Join(string(f), keyFile)
	before, err := os.ReadFile(path)
	unpin = func() { os.WriteFile(path, before, 0o600) }
	if errors.Is(err, fs.ErrNotExist) {
		unpin = func() { os.Remove(path) }
	}
	text, err := key.MarshalText()
	if err == nil {
		err = atomic.WriteFile(path, bytes.NewReader(text))
	}
	return unpin, err
}

// Drop forgets the chosen pack; the key stays pinned.
func (f Folder) Drop() error {
	err := os.Remove(filepath.Join(string(f), packFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
