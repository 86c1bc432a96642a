package opendata

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"ysgk/internal/xlsxread"
)

// Earlier is what an earlier export left in a folder.
type Earlier struct {
	hashes map[string]string // by name, of the tables
	seal   bool              // nobody has changed its description
}

// sealed is the line of a description that holds the fingerprint of the rest.
var sealed = regexp.MustCompile(`"seal": "([0-9a-f]*)"`)

// unsealed is a description without its fingerprint.
func unsealed(b []byte) []byte { return sealed.ReplaceAll(b, []byte(`"seal": ""`)) }

func fingerprint(b []byte) string {
	sum := sha256.Sum256(unsealed(b))
	return hex.EncodeToString(sum[:])
}

// ReadEarlier reads what an earlier export left; nothing if there is none.
func ReadEarlier(folder string) *Earlier {
	e := &Earlier{hashes: map[string]string{}}
	b, err := xlsxread.Load(filepath.Join(folder, Descriptor))
	if err != nil {
		return e
	}
	m := sealed.FindSubmatch(b)
	e.seal = m != nil && string(m[1]) == fingerprint(b)
	var d struct {
		Resources []struct{ Path, Hash string }
	}
	if e.seal && json.Unmarshal(b, &d) == nil {
		for _, r := range d.Resources {
			e.hashes[r.Path] = r.Hash
		}
	}
	return e
}

// Untouched says whether a file is as the earlier export wrote it.
func (e *Earlier) Untouched(name string, old []byte) bool {
	if name == Descriptor {
		return e.seal
	}
	sum := sha256.Sum256(old)
	return e.hashes[name] == "sha256:"+hex.EncodeToString(sum[:])
}

// Left are the tables of the earlier export that are in the folder still and not among
// those that are written now.
func (e *Earlier) Left(folder string, now []File) (names []string) {
	for name := range e.hashes {
		_, err := os.Stat(filepath.Join(folder, name))
		if err == nil && filepath.IsLocal(name) && !slices.ContainsFunc(now, func(f File) bool { return f.Name == name }) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
