package packfile

import (
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"ysgk/internal/bundle"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/trust"
	"ysgk/templates"

	"aead.dev/minisign"
)

// Source says where a pack comes from.
type Source struct {
	Path    string // "" is the built-in pack
	Folder  bool
	Bundle  *bundle.Bundle // of a file
	Content []byte         // of a file
}

// Default loads the built-in pack.
func Default() (*pack.Pack, error) { return pack.LoadProven(templates.Default(), false) }

// DefaultTables loads the built-in pack as it is where nobody wants its documents.
func DefaultTables() (*pack.Pack, error) { return pack.LoadProven(templates.Default(), true) }

// Learnable loads the built-in pack as packs are made of it: its tables, with the columns that only its
// documents need.
func Learnable() (*pack.Pack, error) {
	whole, err := Default()
	if err != nil {
		return nil, err
	}
	return whole.TablesAndColumns()
}

// Open loads the pack in a folder or a file that pack build made. A file
// that the key pinned in pins has not signed is refused; a folder bears no
// signature and is for those who make packs.
func Open(path string, pins trust.Folder) (*pack.Pack, *Source, error) {
	from, err := Find(path)
	if err != nil {
		return nil, nil, err
	}
	if from.Bundle != nil {
		if err := pins.Judge(from.Bundle); err != nil {
			return nil, nil, &finding.FileError{File: filepath.Base(path), Message: err.Error(), Err: err}
		}
	}
	p, err := from.Load()
	return p, from, err
}

// Find finds a pack and checks that it is whole, not who signed it.
func Find(path string) (*Source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, &finding.FileError{File: filepath.Base(path), Message: "找不到这个模板包。请检查路径", Err: err}
	}
	if info.IsDir() {
		return &Source{Path: path, Folder: true}, nil
	}
	data, err := readPack(path, info)
	if err != nil {
		return nil, err
	}
	b, err := bundle.Open(data)
	if err != nil {
		return nil, &finding.FileError{File: filepath.Base(path), Message: bundleWords(err), Err: err}
	}
	return &Source{Path: path, Bundle: b, Content: data}, nil
}

// readPack reads a file, unless it is too large for a pack.
func readPack(path string, info fs.FileInfo) ([]byte, error) {
	trouble := func(message string, err error) error {
		return &finding.FileError{File: filepath.Base(path), Message: message, Err: err}
	}
	if !info.Mode().IsRegular() || info.Size() > bundle.MaxSize {
		return nil, trouble(bundleWords(bundle.ErrTooLarge), nil)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, trouble("打不开。请检查有没有读的权限", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, bundle.MaxSize+1))
	if err != nil {
		return nil, trouble("读到一半出错。请检查磁盘或网络", err)
	}
	return data, nil
}

// Load reads the pack. The files of a folder are looked up within it, wherever
// links in it lead.
func (o *Source) Load() (*pack.Pack, error) {
	var files fs.FS
	if o.Folder {
		root, err := os.OpenRoot(o.Path)
		if err != nil {
			return nil, &finding.FileError{File: filepath.Base(o.Path), Message: "文件夹打不开。请检查有没有读的权限", Err: err}
		}
		defer root.Close()
		files = root.FS()
	} else {
		files = o.Bundle.FS
	}
	p, err := pack.Load(files)
	if err == nil && o.Bundle != nil && p.Identity.Base != "" {
		// What it is based on may be another one here, and is not signed.
		return nil, &finding.FileError{File: filepath.Base(o.Path), Message: "里面还写着“基于”，缺一部分内容，不能用。请向财政部门要用 ysgk pack build 做的文件"}
	}
	if err != nil {
		return nil, &finding.FileError{File: filepath.Base(o.Path), Message: "模板包不能用：\n" + err.Error(), Err: err}
	}
	return p, nil
}

// bundleWords says what is wrong with the file of a pack.
func bundleWords(err error) string {
	const again = "请向财政部门重新要一份"
	switch {
	case errors.Is(err, bundle.ErrTooLarge):
		return "太大，不像模板包。" + again
	case errors.Is(err, bundle.ErrName):
		return "里面有不安全或重复的文件名，不能用。" + again
	case errors.Is(err, bundle.ErrChanged):
		return "内容和做好时不一样：传送时损坏了，或被人改过，不能用。" + again
	case errors.Is(err, bundle.ErrSignature):
		return "签名和内容对不上，不能用。" + again
	}
	return "打不开，不是用 ysgk pack build 做的模板包文件。" + again
}

// Build is the pack in a folder as one file, with extra files in it; key may be
// nil. left names the files of the folder that the pack does not use and so are
// not in it.
func Build(p *pack.Pack, folder string, extra map[string][]byte, key *minisign.PrivateKey) (content []byte, left []string, err error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, nil, &finding.FileError{File: filepath.Base(folder), Message: "文件夹打不开。请检查有没有读的权限", Err: err}
	}
	defer root.Close()
	files, err := p.Whole()
	if err != nil {
		return nil, nil, err
	}
	maps.Copy(files, extra)
	content, err = bundle.Build(files, key, p.Identity.Name+" "+p.Identity.Year+" "+p.Identity.Version)
	if err != nil {
		return nil, nil, &finding.FileError{File: filepath.Base(folder), Message: "做不成一个文件：文件名不能用，或内容太大", Err: err}
	}
	left, err = others(root.FS(), files, p.Identity.Base)
	if err != nil {
		return nil, nil, &finding.FileError{File: filepath.Base(folder), Message: "文件夹读不出来", Err: err}
	}
	return content, left, nil
}

// others are the files of a folder that a pack does not hold, nor the pack that it
// is based on.
func others(files fs.FS, held map[string][]byte, base string) (left []string, err error) {
	err = fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && path == base && d.IsDir() {
			return fs.SkipDir
		}
		if err == nil && !d.IsDir() && held[path] == nil && path != base {
			left = append(left, path)
		}
		return err
	})
	slices.Sort(left)
	return left, err
}
