package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"ysgk/internal/budget"
	"ysgk/internal/markup"
	"ysgk/internal/pack"
	"ysgk/internal/parts"
	"ysgk/internal/release"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// The kinds of files that ysgk writes.
const (
	Tables    = "公开表"
	Document  = "公开文本"
	Report    = "核对结果"
	Annotated = "标注副本"
	Items     = "明细表"
	Diff      = "调整对照表"
	Batch     = "批量结果"
	Summary   = "汇总说明"
	Collected = "收件汇总"
)

// Origin says where a workbook that ysgk wrote came from. It stands in the
// document properties, holds no clock time and no person's name, and what does
// not apply is empty.
type Origin struct {
	Kind        string
	Tool        string // version of ysgk
	Pack        string
	PackVersion string
	PackHash    string // Pack.Hash
	Input       string // base name of the input workbook
	InputHash   string // SHA-256 of its bytes, in hex
	InputSays   string // Ledger.Fingerprint: saving a workbook anew changes its bytes, not this
	Unit        string // whose part of the input workbook it shows, "" of the whole
	Department  string // whose budget it is, and of which year
	Year        string
}

// properties are the document properties that hold an origin. Their names do
// not change from one version to the next.
func (o *Origin) properties() []property {
	return []property{
		{"ysgk.类别", &o.Kind}, {"ysgk.工具", &o.Tool},
		{"ysgk.模板包", &o.Pack}, {"ysgk.模板包版本", &o.PackVersion}, {"ysgk.模板包校验", &o.PackHash},
		{"ysgk.录入文件", &o.Input}, {"ysgk.录入校验", &o.InputHash}, {"ysgk.录入内容校验", &o.InputSays}, {"ysgk.单位", &o.Unit},
		{"ysgk.部门", &o.Department}, {"ysgk.年度", &o.Year},
	}
}

type property struct {
	name  string
	value *string
}

// OfTables is the origin of the tables that a pack makes of a ledger.
func OfTables(p *pack.Pack, l *budget.Ledger) Origin {
	o := Origin{
		Kind: Tables, Tool: release.Version,
		Pack: p.Identity.Name, PackVersion: p.Identity.Version, PackHash: p.Hash,
		Input: l.Source.File, InputHash: l.Source.SHA256, InputSays: l.Fingerprint(p.Codes), Unit: l.Source.Unit,
		Year: l.Info[p.Input.YearItem()],
	}
	if len(p.Input.Info) > 0 {
		o.Department = l.Info[p.Input.Info[0].Name]
	}
	return o
}

// Beside is the origin of what is written about an input workbook.
func Beside(kind, input, sha256 string) Origin {
	return Origin{Kind: kind, Tool: release.Version, Input: filepath.Base(input), InputHash: sha256}
}

// Read is the origin that a workbook or a document tells; its Tool is "" if ysgk did
// not write it.
func Read(f *parts.File) (o Origin) {
	for _, p := range o.properties() {
		*p.value = f.Property(p.name)
	}
	return o
}

// sealProperty holds the fingerprint of a workbook as ysgk wrote it.
const sealProperty = "ysgk.校验"

// Put packs a workbook or a document with its origin and the fingerprint by which Untouched
// tells whether somebody has edited it since.
func Put(f *parts.File, o Origin) ([]byte, error) {
	for _, p := range o.properties() {
		if *p.value == "" && p.value == &o.Unit && f.Property(p.name) == "" {
			continue // only sets of one unit have it
		}
		if err := f.SetProperty(p.name, *p.value); err != nil {
			return nil, err
		}
	}
	// The first call makes the part, whose entries elsewhere the fingerprint covers.
	if err := f.SetProperty(sealProperty, ""); err != nil {
		return nil, err
	}
	if err := f.SetProperty(sealProperty, f.Fingerprint()); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, err
	}
	made.Store(sha256.Sum256(b.Bytes()), true)
	return b.Bytes(), nil
}

// made are hashes of the files that Put has made. A program that fills again and again meets
// them each time, and need not unpack them to know that nobody has changed them.
var made sync.Map

// pagesProperty holds the fingerprint of a document before its pages were filled in, and
// those pages.
const pagesProperty = "ysgk.目录页码"

// NotePages keeps the pages of a document's table of contents in it. It is as Put left it
// without them.
func NotePages(f *parts.File, pages string) error {
	return f.SetProperty(pagesProperty, f.Property(sealProperty)+" "+pages)
}

// PagesOf are the pages that NotePages kept in an earlier document, if that one was the
// same but for them, "" else; f is as Put left it.
func PagesOf(f, earlier *parts.File) string {
	if earlier == nil {
		return ""
	}
	of, pages, _ := strings.Cut(earlier.Property(pagesProperty), " ")
	if of != f.Property(sealProperty) {
		return ""
	}
	return pages
}

// paragraphsProperty, with a number behind it, holds the paragraphs of a document in short
// as they were made.
const paragraphsProperty = "ysgk.段落"

// paragraphsLength is how much of them one property holds: Word cuts long ones.
const paragraphsLength = 45

// NoteParagraphs keeps in a document what its paragraphs say in short.
func NoteParagraphs(f *parts.File, prints []uint32) error {
	n := 0
	for some := range slices.Chunk(prints, paragraphsLength) {
		var b []byte
		for _, x := range some {
			b = binary.BigEndian.AppendUint32(b, x)
		}
		n++
		if err := f.SetProperty(paragraphsProperty+strconv.Itoa(n), base64.RawStdEncoding.EncodeToString(b)); err != nil {
			return err
		}
	}
	return nil
}

// ParagraphsOf are what NoteParagraphs kept; nil if that is not whole.
func ParagraphsOf(f *parts.File) (prints []uint32) {
	for n := 1; ; n++ {
		text := f.Property(paragraphsProperty + strconv.Itoa(n))
		if text == "" {
			return prints
		}
		b, err := base64.RawStdEncoding.DecodeString(text)
		if err != nil || len(b)%4 != 0 {
			return nil
		}
		for ; len(b) > 0; b = b[4:] {
			prints = append(prints, binary.BigEndian.Uint32(b))
		}
	}
}

// wordsProperty says that a document has words that somebody gave it.
const wordsProperty = "ysgk.改写"

// NoteWords notes that paragraphs of a document are not as ysgk would have made them.
func NoteWords(f *parts.File) error { return f.SetProperty(wordsProperty, "有") }

// AsMade says whether nobody has changed a document, and it keeps no words of anybody.
func AsMade(f *parts.File) bool { return f.Property(wordsProperty) == "" && Intact(f) }

// Untouched says whether a file is one that ysgk wrote and nobody has
// changed since.
func Untouched(workbook []byte) bool {
	if _, ok := made.Load(sha256.Sum256(workbook)); ok {
		return true
	}
	f, err := parts.Open(workbook)
	return err == nil && Intact(f)
}

func Intact(f *parts.File) bool {
	return f.Property(sealProperty) != "" && f.Property(sealProperty) == f.Fingerprint()
}

func Sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// WithSheet is a sealed workbook with a sheet that tells its origin.
func WithSheet(workbook []byte) ([]byte, error) {
	f, err := xlsxedit.Open(workbook)
	if err != nil {
		return nil, err
	}
	o := Read(f.File)
	err = markup.AppendFacts(f, "来源", release.Aside+"；不需要时可以删掉这张工作表。", []markup.Fact{
		{Name: "生成工具", Text: "ysgk " + o.Tool},
		{Name: "模板包", Text: o.Pack}, {Name: "模板包版本", Text: o.PackVersion}, {Name: "模板包校验值", Text: o.PackHash},
		{Name: "录入工作簿", Text: o.Input}, {Name: "录入校验值", Text: o.InputHash}, {Name: "录入内容校验值", Text: o.InputSays},
	})
	if err != nil {
		return nil, err
	}
	return Put(f.File, o)
}

// SaysTheSame tells whether two workbooks as ysgk wrote them differ at most in
// their origin.
func SaysTheSame(a, b []byte) bool { return sealOf(a) != "" && sealOf(a) == sealOf(b) }

// sealOf is the fingerprint that a file bears, whether or not it still fits; "" if it bears
// none. Nothing else of the file is unpacked.
func sealOf(file []byte) string {
	p, err := xlsxread.OpenPackage(file)
	if err != nil {
		return ""
	}
	f, err := parts.From(p)
	if err != nil {
		return ""
	}
	return f.Property(sealProperty)
}
