package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"aead.dev/minisign"

	"ysgk/internal/bundle"
)

// sumsFile lists the other files of a release, as sha256sum -c reads it.
const sumsFile = "SHA256SUMS"

func sums(folder string) error {
	files, err := os.ReadDir(folder) // sorted by name
	if err != nil {
		return err
	}
	var list bytes.Buffer
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&list, "%x  %s\n", sha256.Sum256(b), f.Name())
	}
	return os.WriteFile(filepath.Join(folder, sumsFile), list.Bytes(), 0o644)
}

// sign signs the sums, as minisign -S would, and says by whom. It tells no time but the
// commit's: the same key gives the same signature.
func sign(from *of, folder, keyFile, password string) (said string, err error) {
	if keyFile == "" {
		return "NOT SIGNED: YSGK_RELEASE_KEY names no private key", nil
	}
	text, err := os.ReadFile(keyFile)
	if err != nil {
		return "", err
	}
	key, err := bundle.ReadPrivate(text, password)
	if err != nil {
		return "", fmt.Errorf("the key in YSGK_RELEASE_KEY, with the password in YSGK_RELEASE_PASSWORD: %w", err)
	}
	list, err := os.ReadFile(filepath.Join(folder, sumsFile))
	if err != nil {
		return "", err
	}
	trusted := fmt.Sprintf("ysgk %s %s %s", from.version, from.date.Format(time.DateOnly), from.commit)
	signature := minisign.SignWithComments(*key, list, trusted, "signature from ysgk")
	if err := os.WriteFile(filepath.Join(folder, sumsFile+".minisig"), signature, 0o644); err != nil {
		return "", err
	}
	return fmt.Sprintf("signed by %016X", key.ID()), nil
}
