package app

import (
	"path/filepath"

	"aead.dev/minisign"

	"ysgk/internal/bundle"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/trust"
)

// Chosen is a pack that may be used from now on.
type Chosen struct {
	Pack *pack.Pack
	From *packfile.Source
	New  *minisign.PublicKey // the key that is pinned thereby; nil if none is, or it was before
}

// LookAtPack opens the file of a pack and says whether it may be chosen: it is whole, and
// signed by the key given, or else by the one that is pinned. Nothing is kept.
func LookAtPack(folder trust.Folder, path string, key *minisign.PublicKey) (*Chosen, error) {
	from, err := packfile.Find(path)
	if err != nil {
		return nil, err
	}
	if from.Folder {
		return nil, &finding.FileError{File: filepath.Base(path), Message: "是文件夹。请先用 ysgk pack build 做成一个文件；只试用的，在命令后面写 --模板包 " + path}
	}
	before, _ := folder.Key() // one that cannot be read is refused by Judge
	judge := folder.Judge
	if key != nil {
		judge = func(b *bundle.Bundle) error { return trust.Signed(b, key) }
	}
	if err := judge(from.Bundle); err != nil {
		return nil, &finding.FileError{File: filepath.Base(path), Message: err.Error(), Err: err}
	}
	p, err := from.Load()
	if err != nil {
		return nil, err
	}
	out := &Chosen{Pack: p, From: from}
	if s := from.Bundle.Signer; s != nil && (before == nil || !before.Equal(*s)) {
		out.New = s
	}
	return out, nil
}

// ChoosePack keeps a pack as the user's own, and pins the key that signed it.
func ChoosePack(folder trust.Folder, path string, key *minisign.PublicKey) (*Chosen, error) {
	out, err := LookAtPack(folder, path, key)
	if err != nil {
		return nil, err
	}
	if err := folder.Choose(out.From.Content, out.From.Bundle); err != nil {
		return nil, &finding.FileError{File: filepath.Base(path), Message: "写不进自己的设置文件夹。请检查权限和磁盘空间", Err: err}
	}
	return out, nil
}
