package crew

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"ysgk/internal/disk"
	"ysgk/internal/finding"
)

// Entry is what lies in a folder or below it.
type Entry struct {
	Name string // below the folder, with slashes
	Path string
	Odd  string // why it is no file that can be opened, in words; "" of a file
	Link bool   // it is a link to a folder, which was not followed
	Err  error  // of a folder that cannot be looked into
}

// Folders says whether work can read one folder and write into another: to is of the
// option what. doing names the command and what it wants behind it.
func Folders(from, to, doing string) error {
	info, err := os.Stat(from)
	if err != nil {
		return unopened(from, err)
	}
	if !info.IsDir() {
		return &finding.FileError{File: filepath.Base(from), Message: "不是文件夹。" + doing}
	}
	if info, err := os.Stat(to); err == nil && !info.IsDir() {
		return &finding.FileError{File: filepath.Base(to), Message: "是文件，不是文件夹。请在 -o 后面写一个文件夹"}
	}
	if disk.Same(from, to) {
		return &finding.FileError{File: filepath.Base(to), Message: "结果不能写进“" + filepath.Base(from) + "”本身。请在 -o 后面写另一个文件夹"}
	}
	return nil
}

// Walk gives what lies below a folder in order of names, without the results if they lie
// there too, and without what Office programs and systems leave: lock files, hidden files.
// Links are followed to files only, as those to folders may lead in circles.
func Walk(from, to string, found func(Entry)) error {
	return filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		name, _ := filepath.Rel(from, path) // it lies below
		at := Entry{Name: filepath.ToSlash(name), Path: path}
		switch {
		case err != nil && path == from:
			return unopened(path, err)
		case err != nil:
			at.Err = unopened(path, err)
			at.Odd = Words(at.Err)
			found(at)
			if e != nil && e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir() && disk.Same(path, to):
			return fs.SkipDir
		case path != from && Left(e.Name()):
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir():
			return nil
		}
		at.Odd, at.Link = odd(path, e)
		found(at)
		return nil
	})
}

// FolderOf is the folder of a workbook's results below that of all: its own name, so that
// two workbooks of one folder do not meet. An ending other than .xlsx is told, as 甲.xls
// and 甲.xlsx may lie side by side; not as an ending, which would make it a file's name.
func FolderOf(file string) string {
	ending := filepath.Ext(file)
	name := strings.TrimSuffix(file, ending)
	if ending == ".xlsx" || ending == "" {
		return name
	}
	return name + "（" + strings.TrimPrefix(ending, ".") + "）"
}

// Left says whether a name is one of those that programs leave: of a lock file (~$), a
// hidden file, or what Windows and macOS keep of a folder.
func Left(name string) bool {
	switch strings.ToLower(name) {
	case "thumbs.db", "desktop.ini", "__macosx":
		return true
	}
	return strings.HasPrefix(name, "~$") || strings.HasPrefix(name, ".")
}

// odd says why what lies in a folder is no file. That a link leads to nothing is said when
// it is opened.
func odd(path string, e fs.DirEntry) (why string, link bool) {
	mode := e.Type()
	if mode&fs.ModeSymlink != 0 {
		info, err := os.Stat(path)
		if err != nil {
			return "", false
		}
		if info.IsDir() {
			return "是通到别处文件夹的链接（快捷方式），没有进去看", true
		}
		mode = info.Mode().Type()
	}
	if !mode.IsRegular() {
		return "是管道、设备或套接字，不是文件", false
	}
	return "", false
}

// unopened says that a folder cannot be looked into.
func unopened(path string, err error) error {
	message := "打不开这个文件夹。请确认磁盘或网络盘可用，有读取的权限"
	if errors.Is(err, fs.ErrNotExist) {
		message = "找不到这个文件夹，请核对名称和所在的位置"
	}
	return &finding.FileError{File: path, Message: message, Err: err}
}
