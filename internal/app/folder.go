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

// Unread are the files in a folder that people take for workbooks or documents and that
// cannot be read, by name; not those that were saved in a format of today since.
func Unread(folder string) (names []string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	there := map[string]bool{}
	for _, e := range entries {
		there[strings.ToLower(e.Name())] = true
	}
	for _, e := range entries {
		name, ext := strings.ToLower(e.Name()), filepath.Ext(e.Name())
		hidden := e.IsDir() || strings.HasPrefix(name, "~$") || strings.HasPrefix(name, ".")
		if to := today[strings.ToLower(ext)]; to != "" && !hidden && !there[strings.TrimSuffix(name, strings.ToLower(ext))+to] {
			names = append(names, e.Name())
		}
	}
	return names
}

// today says in which format a file of an old or other one is to be saved.
var today = map[string]string{
	".xls": ".xlsx", ".et": ".xlsx", ".xlsb": ".xlsx", ".xlsm": ".xlsx", ".ods": ".xlsx", ".csv": ".xlsx",
	".doc": ".docx", ".wps": ".docx", ".odt": ".docx",
}

// Advice is what to do about a file that cannot be read, by its name; "" where there is
// none.
func Advice(name string) string {
	ext := strings.ToLower(filepath.Ext(name))
	switch today[ext] {
	case ".xlsx":
		return "是 " + ext + "，读不了。请用 Excel 或 WPS 打开，另存为 .xlsx"
	case ".docx":
		return "是 " + ext + "，读不了。请用 Word 或 WPS 打开，另存为 .docx"
	}
	if ext == ".pdf" {
		return "是 PDF，里面的数读不出来。请用做成它的 .xlsx 或 .docx"
	}
	return ""
}
