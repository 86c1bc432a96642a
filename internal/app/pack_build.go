package app

import (
	"aead.dev/minisign"

	"ysgk/internal/disk"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/tables"
)

// BuildPack makes one file of the pack in a folder; key may be nil. left names
// the files of the folder that the pack does not use and so are not in it.
func BuildPack(p *pack.Pack, folder, file string, key *minisign.PrivateKey) (left []string, err error) {
	content, left, err := packfile.Build(p, folder, tables.Lists(p), key)
	if err != nil {
		return nil, err
	}
	return left, disk.Write(file, content)
}
