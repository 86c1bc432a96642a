package pack

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

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
// within its bounds, and none outside fsys. Its error is a Refusal.
func Load(fsys fs.FS) (*Pack, error) {
	from := &files{fsys: fsys, hash: sha256.New()}
	text, err := from.read(manifestName, maxManifest)
	if err != nil {
		return nil, refuse(manifestName, 0, "%s", wordsOf(err, "模板包里没有这个文件"))
	}
	p := &Pack{Codes: map[string]*budget.CodeList{}, Templates: map[string][]byte{}}
	lines, found := readManifest(text, &p.Manifest)
	if len(found) == 0 {
		found = p.bounds(lines)
	}
	if len(found) > 0 {
		return nil, found
	}
	for _, d := range p.CodeFiles {
		list, more := loadCodes(from, d)
		found = append(found, more...)
		p.Codes[d.Name] = list
	}
	for _, name := range p.Template {
		b, err := from.read(name, maxTemplate)
		if err != nil {
			found = append(found, Problem{manifestName, lines.of("模板"), fmt.Sprintf("模板文件 %s：%s", name, wordsOf(err, "模板包里没有这个文件"))})
		}
		p.Templates[name] = b
	}
	if len(found) == 0 {
		found = p.check(lines)
	}
	if len(found) > 0 {
		return nil, found
	}
	p.Hash = hex.EncodeToString(from.hash.Sum(nil))
	return p, nil
}

// bounds refuses what no bureau needs.
func (p *Pack) bounds(l *lines) (found Refusal) {
	limit := func(what string, n, most int, path ...any) {
		if n > most {
			found = append(found, Problem{manifestName, l.of(path...), fmt.Sprintf("%s有 %d 个，最多 %d 个", what, n, most)})
		}
	}
	limit("模板", len(p.Template), maxFiles, "模板")
	limit("码表", len(p.CodeFiles), maxFiles, "码表")
	limit("录入表", len(p.Input.Sheets), maxFiles, "录入", "表")
	limit("视图", len(p.Views), maxViews, "视图")
	limit("等式", len(p.Equations), maxRules, "等式")
	limit("规则", len(p.Rules), maxRules, "规则")
	limit("数", len(p.Numbers), maxRules, "数")
	for i, s := range p.Input.Sheets {
		limit("录入表 "+s.Name+" 的列", len(s.Columns), maxColumns, "录入", "表", i)
	}
	for i, v := range p.Views {
		limit("视图 "+v.Name+" 的列", len(v.Columns), maxColumns, "视图", i)
	}
	return found
}

// Files are the files of the pack, pack.yaml first.
func (p *Pack) Files() []string {
	names := []string{manifestName}
	for _, d := range p.CodeFiles {
		names = append(names, d.File)
	}
	names = append(names, p.Template...)
	slices.Sort(names[1:])
	return slices.Compact(names)
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
	fsys fs.FS
	hash hash.Hash
}

// read reads a whole file of at most so many bytes.
func (f *files) read(name string, most int64) ([]byte, error) {
	if !fs.ValidPath(name) || strings.ContainsAny(name, `\:`) {
		return nil, errBadName
	}
	st, err := fs.Stat(f.fsys, name) // before opening: a pipe would wait for ever
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() {
		return nil, errNoFile
	}
	r, err := f.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > most {
		return nil, errTooLarge
	}
	fmt.Fprintf(f.hash, "%q %d\n", name, len(b))
	f.hash.Write(b)
	return b, nil
}

// loadCodes reads a code list; with problems the list is incomplete.
func loadCodes(from *files, d CodeDef) (*budget.CodeList, Refusal) {
	b, err := from.read(d.File, maxCodeFile)
	if err != nil {
		return nil, refuse(manifestName, 0, "码表 %s 的文件 %s：%s", d.Name, d.File, wordsOf(err, "模板包里没有这个文件"))
	}
	if !utf8.Valid(b) {
		return nil, refuse(d.File, 0, "不是 UTF-8 编码，汉字会读错。请在 Excel 或 WPS 里另存为“CSV UTF-8（逗号分隔）”")
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))).ReadAll() // Excel and WPS save CSV with a BOM
	if err != nil {
		line := 0
		var at *csv.ParseError
		if errors.As(err, &at) {
			line = at.Line
		}
		return nil, refuse(d.File, line, "读不懂。每行的列数要和表头一样，引号要成对")
	}
	if len(rows) == 0 || len(rows[0]) < 2 {
		return nil, refuse(d.File, 0, "至少要有编码和名称两列")
	}
	if len(rows) > maxCodes {
		return nil, refuse(d.File, 0, "有 %d 行，最多 %d 行", len(rows), maxCodes)
	}
	var levels []budget.Level
	for _, l := range d.Levels {
		levels = append(levels, budget.Level{Name: l.Name, Digits: l.Digits})
	}
	list := budget.NewCodeList(d.Name, levels, rows[0])
	var found Refusal
	for i, r := range rows[1:] {
		if list.Has(r[0]) {
			found = append(found, Problem{d.File, i + 2, "编码 " + r[0] + " 重复"})
			continue
		}
		list.Set(r)
	}
	return list, found
}
