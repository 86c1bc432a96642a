package app

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"

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
	lists := tables.Lists(p)
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		file := filepath.Join(folder, name)
		old, err := xlsxread.Load(file)
		if os.IsNotExist(err) {
			continue // not wanted here
		}
		if err != nil {
			return nil, disk.Trouble(file, err)
		}
		if bytes.Equal(old, lists[name]) {
			continue
		}
		if err := disk.Write(file, lists[name]); err != nil {
			return nil, err
		}
		renewed = append(renewed, name)
	}
	return renewed, nil
}
