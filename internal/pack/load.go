package pack

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"strings"

	"go.yaml.in/yaml/v3"

	"ysgk/internal/budget"
)

// Bounds of a pack. Those of a real bureau are hundreds of times smaller; what
// is beyond is a mistake or an attack.
const (
	maxManifest = 4 << 20
	maxCodeFile = 16 << 20
	maxTemplate = 64 << 20
	maxCodes    = 200_000 // rows of a code list
	maxFiles    = 100     // templates, and code lists
	maxViews    = 1000
	maxColumns  = 500 // of a view or a sheet
	maxRules    = 5000
)

// Load reads a pack and computes nothing: the files that pack.yaml names, each
// within its bounds, and none outside fsys but the built-in ones. Its error is a
// Refusal.
func Load(fsys fs.FS) (*Pack, error) { return load(fsys, false, false) }

// LoadProven reads a pack that tests have compiled, or what TablesOnly makes of it. That
// it is right without its documents, too, need not be seen again.
func LoadProven(fsys fs.FS, tablesOnly bool) (*Pack, error) { return load(fsys, true, tablesOnly) }

func load(fsys fs.FS, proven, tables bool) (*Pack, error) {
	from := &files{hash: sha256.New(), content: map[string][]byte{}}
	t, found := from.manifest(fsys, "", 0)
	if len(found) > 0 {
		return nil, found
	}
	p := &Pack{Codes: map[string]*budget.CodeList{}, Templates: map[string][]byte{}, Files: from.content, BasedOn: t.base, Proven: proven, tree: t, lines: map[string]map[string]Place{}}
	bare := t.tables()
	if !proven || tables {
		found = t.manifest(&p.Manifest, bare)
	}
	if !tables {
		if whole := t.whole(bare); len(found) == 0 && (proven || whole != bare) {
			p.Manifest = Manifest{}
			found = t.manifest(&p.Manifest, whole)
		}
	}
	if len(found) == 0 {
		found = p.bounds()
	}
	if len(found) > 0 {
		return nil, found
	}
	for _, d := range p.CodeFiles {
		list, more := p.loadCodes(from, d)
		found = append(found, more...)
		p.Codes[d.Name] = list
	}
	templates := func(key string, names []string) {
		for _, name := range names {
			b, _, err := from.read(name, maxTemplate)
			if err != nil {
				found.addf(p.Place(key), "%s文件 %s：%s", key, name, wordsOf(err, "模板包里没有这个文件"))
			}
			p.Templates[name] = b
		}
	}
	templates("模板", p.Template)
	templates("文本", p.Documents)
	if tables {
		p.leaveDocuments()
	}
	if len(found) == 0 {
		found = p.settle()
	}
	if len(found) > 0 {
		return nil, found
	}
	p.Hash = hex.EncodeToString(from.hash.Sum(nil))
	return p, nil
}

// settle checks what the pack says, without what has nothing to do.
func (p *Pack) settle() Refusal {
	p.Idle, p.Lacked, p.Stopped = p.idle(&p.Manifest, p.tree.gone)
	p.Lacked = p.Lacked.Together()
	return p.check().Together()
}

// Whole are the files of a pack that needs no other: of one with a base, pack.yaml
// is written anew with all that the base says.
func (p *Pack) Whole() (map[string][]byte, error) {
	out := maps.Clone(p.Files)
	if p.Identity.Base == "" {
		return out, nil
	}
	text, err := p.written()
	out[manifestName] = text
	return out, err
}

// written is pack.yaml with all that the base says, its short forms written out.
func (p *Pack) written() ([]byte, error) {
	var m Manifest
	if found := p.tree.manifest(&m, p.tree.root); len(found) > 0 {
		return nil, found
	}
	m.idle(&p.Manifest, p.tree.gone) // what 文本用 brings is there too, though not among m's own
	m.Groups, m.Identity.Base = nil, ""
	if p.BasedOn != "" {
		m.Identity.Merged = p.BasedOn
	}
	return yaml.Marshal(&m)
}

// bounds refuses what no bureau needs.
func (p *Pack) bounds() (found Refusal) {
	limit := func(what string, n, most int, at Place) {
		if n > most {
			found.addf(at, "%s有 %d 个，最多 %d 个", what, n, most)
		}
	}
	limit("模板", len(p.Template), maxFiles, p.Place("模板"))
	limit("文本", len(p.Documents), maxFiles, p.Place("文本"))
	limit("码表", len(p.CodeFiles), maxFiles, p.Place("码表"))
	limit("录入表", len(p.Input.Sheets), maxFiles, p.Input.Place("表"))
	limit("视图", len(p.Views), maxViews, p.Place("视图"))
	limit("等式", len(p.Equations), maxRules, p.Place("等式"))
	limit("规则", len(p.Rules), maxRules, p.Place("规则"))
	limit("数", len(p.Numbers), maxRules, p.Place("数"))
	for _, s := range p.Input.Sheets {
		limit("录入表 "+s.Name+" 的列", len(s.Columns), maxColumns, s.Place("列"))
	}
	for _, v := range p.Views {
		limit("视图 "+v.Name+" 的列", len(v.Columns), maxColumns, v.Place("列"))
	}
	return found
}

// Why a file of a pack is not read.
var (
	errTooLarge = errors.New("file is too large")
	errBadName  = errors.New("name leads out of the pack")
	errNoFile   = errors.New("not a regular file")
)

// wordsOf says why a file is not read.
func wordsOf(err error, otherwise string) string {
	switch {
	case errors.Is(err, errTooLarge):
		return "文件太大，不像模板包里的文件"
	case errors.Is(err, errBadName):
		return "只能写模板包里的文件名，不能写 ..、盘符或 \\"
	case errors.Is(err, errNoFile):
		return "这不是普通文件"
	}
	return otherwise
}

// files reads the files of a pack and hashes what it has read: names, sizes and
// contents, in an order that the manifest fixes.
type files struct {
	layers  []layer
	hash    hash.Hash
	content map[string][]byte
}

// layer is where a pack's files are: its own ones, those of its base, and so on.
// What the pack has itself goes before what its base has.
type layer struct {
	fsys   fs.FS
	prefix string // what messages put before names
}

// read reads a whole file of at most so many bytes from the first layer that has it,
// and gives what messages call it.
func (f *files) read(name string, most int64) (b []byte, called string, err error) {
	for _, l := range f.layers {
		b, err = readFile(l.fsys, name, most)
		called = l.prefix + name
		if !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	if err != nil {
		return nil, name, err
	}
	f.note(name, b, false)
	return b, called, nil
}

// note hashes what has been read, and keeps it unless it is only the base's.
func (f *files) note(name string, b []byte, base bool) {
	fmt.Fprintf(f.hash, "%q %d\n", name, len(b))
	f.hash.Write(b)
	if !base {
		f.content[name] = b
	}
}

func readFile(fsys fs.FS, name string, most int64) ([]byte, error) {
	if !fs.ValidPath(name) || strings.ContainsAny(name, `\:`) {
		return nil, errBadName
	}
	st, err := fs.Stat(fsys, name) // before opening: a pipe would wait for ever
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() {
		return nil, errNoFile
	}
	r, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var b bytes.Buffer
	b.Grow(int(min(st.Size(), most)) + bytes.MinRead)
	if _, err := b.ReadFrom(io.LimitReader(r, most+1)); err != nil {
		return nil, err
	}
	if int64(b.Len()) > most {
		return nil, errTooLarge
	}
	return b.Bytes(), nil
}
