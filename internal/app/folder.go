package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Books are the workbooks and documents in a folder that a person would open, by
// name: not the locks of programs that have one open, nor what is being written.
func Books(folder string) (paths []string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	for _, e := range entries {
		name := e.Name()
		if !e.IsDir() && slices.Contains([]string{".xlsx", ".docx"}, strings.ToLower(filepath.Ext(name))) && !strings.HasPrefix(name, "~$") && !strings.HasPrefix(name, ".") {
			paths = append(paths, filepath.Join(folder, name))
		}
	}
	return paths
}
