package app

import (
	"bytes"
	"os"
	"path/filepath"

	"ysgk/internal/disk"
	"ysgk/internal/pack"
	"ysgk/internal/tables"
	"ysgk/internal/xlsxread"
)

// RenewLists makes the lists again that a pack's folder has beside what its author
// writes, so that none is older than the pack. It names those that changed. A pack
// in one file is as it was built.
func RenewLists(p *pack.Pack, folder string) (renewed []string, err error) {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, nil
	}
	file := filepath.Join(folder, tables.TagsFile)
	old, err := xlsxread.Load(file)
	if os.IsNotExist(err) {
		return nil, nil // not wanted here
	}
	if err != nil {
		return nil, disk.Trouble(file, err)
	}
	list := tables.TagsCSV(p)
	if bytes.Equal(old, list) {
		return nil, nil
	}
	return []string{tables.TagsFile}, disk.Write(file, list)
}
