package bundle

import (
	"errors"
	"fmt"

	"aead.dev/minisign"
)

// Errors of ReadPrivate.
var (
	ErrPassword = errors.New("private key needs its password")
	ErrKey      = errors.New("not a minisign key")
)

// NewKeys makes a pair of keys as the texts of their files. With a password
// the private one is encrypted.
func NewKeys(password string) (private, public []byte, err error) {
	pub, priv, err := minisign.GenerateKey(nil)
	if err != nil {
		return nil, nil, err
	}
	if public, err = pub.MarshalText(); err != nil {
		return nil, nil, err
	}
	if password == "" {
		private, err = priv.MarshalText()
	} else {
		private, err = minisign.EncryptKey(password, priv)
	}
	return private, public, err
}

// ReadPrivate reads the text of a private key. ErrPassword means that the
// password is wrong, or that one is needed.
func ReadPrivate(text []byte, password string) (*minisign.PrivateKey, error) {
	var key minisign.PrivateKey
	if minisign.IsEncrypted(text) && password == "" {
		return nil, ErrPassword
	}
	if minisign.IsEncrypted(text) {
		key, err := minisign.DecryptKey(password, text)
		if err != nil {
			return nil, ErrPassword
		}
		return &key, nil
	}
	if err := key.UnmarshalText(text); err != nil {
		return nil, ErrKey
	}
	return &key, nil
}

// ReadPublic reads the text of a public key.
func ReadPublic(text []byte) (*minisign.PublicKey, error) {
	var key minisign.PublicKey
	if err := key.UnmarshalText(text); err != nil {
		return nil, ErrKey
	}
	return &key, nil
}

// KeyID is a key's number as people compare it.
func KeyID(key *minisign.PublicKey) string { return fmt.Sprintf("%016X", key.ID()) }
