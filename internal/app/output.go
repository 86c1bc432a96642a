package app

import (
	"os"
	"path/filepath"
	"strings"

	"ysgk/internal/finding"
)

// destination is the file that an output option names: a file, or a folder for
// one of the given name; "" is the folder beside. what it is stands in messages.
func destination(output, beside, name, input, what string) (string, error) {
	file := filepath.Join(output, name)
	ext := strings.ToLower(filepath.Ext(output))
	switch {
	case output == "":
		file = filepath.Join(beside, name)
	case ext == ".xlsx":
		file = output
	case strings.Contains(notXLSX, ext+" ") && ext != "" && !isDir(output):
		return "", &finding.FileError{File: filepath.Base(output), Message: what + "只能写成 .xlsx。请改成 .xlsx，或写一个文件夹"}
	}
	if same(file, input) {
		return "", &finding.FileError{File: filepath.Base(file), Message: "输出和录入工作簿是同一个文件。请用 -o 另取一个名字"}
	}
	return file, nil
}

// notXLSX are endings that mean a file, but not one that ysgk writes.
const notXLSX = ".xls .xlsm .xlsb .et .ett .ods .csv .txt .pdf .doc .docx "

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// maxName is the length of a file name in bytes that leaves room for a date
// behind it: Linux allows 255.
const maxName = 180

// fileName replaces the signs that Windows forbids in file names, and cuts
// what is too long for any system.
func fileName(s string) string {
	if ext := filepath.Ext(s); len(s) > maxName {
		s = strings.ToValidUTF8(s[:maxName-len(ext)], "") + ext
	}
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`\/:*?"<>|`, r) || r < ' ' {
			return '_'
		}
		return r
	}, s)
	return strings.Trim(s, " .")
}

// same says whether two paths name one file.
func same(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}
