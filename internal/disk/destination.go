package disk

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ysgk/internal/finding"
)

// Destination is the file that an output option names: a file, or a folder for
// one of the given name, whose ending the file must have; "" is the folder beside. what
// it is stands in messages.
func Destination(output, beside, name, input, what string) (string, error) {
	file := filepath.Join(output, name)
	ext, want := strings.ToLower(filepath.Ext(output)), strings.ToLower(filepath.Ext(name))
	switch {
	case output == "":
		file = filepath.Join(beside, name)
	case ext == want:
		file = output
	case strings.Contains(files, ext+" ") && ext != "" && !isDir(output):
		return "", &finding.FileError{File: filepath.Base(output), Message: what + "只能写成 " + want + "。请改成 " + want + "，或写一个文件夹"}
	}
	if Same(file, input) {
		return "", &finding.FileError{File: filepath.Base(file), Message: "输出和录入工作簿是同一个文件。请用 -o 另取一个名字"}
	}
	return file, nil
}

// files are endings that mean a file.
const files = ".xlsx .xls .xlsm .xlsb .et .ett .ods .csv .txt .pdf .doc .docx "

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// maxName is the length of a file name in bytes that leaves room for a date
// behind it: Linux allows 255.
const maxName = 180

// FileName replaces the signs that Windows forbids in file names, and cuts
// what is too long for any system.
func FileName(s string) string {
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

// Same says whether two paths name one file.
func Same(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

// CreateAll writes files into a folder and names them in order. If one of them
// is there already, it writes none.
func CreateAll(folder string, files map[string][]byte) ([]string, error) {
	names := slices.Sorted(maps.Keys(files))
	for _, name := range names {
		if Exists(filepath.Join(folder, name)) {
			return nil, &finding.FileError{File: filepath.Join(folder, name), Message: "已经有这个文件，不会覆盖，什么都没有写。请换一个文件夹"}
		}
	}
	made := missing(folder)
	for i, name := range names {
		if err := Create(filepath.Join(folder, name), files[name], 0o644); err != nil {
			for _, done := range names[:i] {
				os.Remove(filepath.Join(folder, done))
			}
			for _, dir := range made {
				os.Remove(dir)
			}
			return nil, err
		}
	}
	return names, nil
}

// missing are the folders of a path that there are not, the innermost first.
func missing(folder string) (out []string) {
	for !Exists(folder) {
		out = append(out, folder)
		up := filepath.Dir(folder)
		if up == folder {
			break
		}
		folder = up
	}
	return out
}

// Create writes a file with a mode; it never replaces one.
func Create(path string, content []byte, mode fs.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return Trouble(path, err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return &finding.FileError{File: filepath.Base(path), Message: "已经有这个文件，不会覆盖。请换一个名字", Err: err}
	}
	if err != nil {
		return Trouble(path, err)
	}
	_, err = f.Write(content)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		os.Remove(path)
		return Trouble(path, err)
	}
	return nil
}
