package xlsxread

import (
	"bytes"
	"errors"
	"io"

	"github.com/orisano/gosax"
)

// Bounds of a part's XML. A cell holds 32,767 characters at most (Excel's limit),
// which is 100 kB, or 700 kB where every one is written as a reference.
const (
	maxToken  = 1 << 20
	maxDepth  = 1000 // elements within each other; a tree is walked by recursion
	maxAttrs  = 200  // of one element, each compared with those before it; Excel writes 30 at most
	tokenRoom = 16 << 10
	spareRoom = 1 << 10 // that gosax wants free behind what it has read
)

// Kind of a token.
type tokenKind uint8

const (
	startToken tokenKind = iota
	endToken
	textToken
)

// Token is a piece of XML. It holds until the next one is read.
type Token struct {
	kind     tokenKind
	Own      bool   // the element is of the same namespace as the root
	Prefix   string // of an element, "" or x:
	Name     []byte // of an element, without prefix
	Attrs    []Attr
	Text     []byte
	From, To int // bytes of the part; an element without content ends where it starts
}

// Attr is an attribute; Name has its prefix.
type Attr struct {
	Name  []byte
	Value []byte
}

// Is says whether the token is an element of the part's own language.
func (t *Token) Is(name string) bool { return t.Own && string(t.Name) == name }

// Start says whether an element begins.
func (t *Token) Start() bool { return t.kind == startToken }

// End says whether an element ends.
func (t *Token) End() bool { return t.kind == endToken }

// Attr is an attribute without prefix, "" if there is none.
func (t *Token) Attr(name string) string {
	for i := range t.Attrs {
		if string(t.Attrs[i].Name) == name {
			return string(t.Attrs[i].Value)
		}
	}
	return ""
}

// On says whether an attribute is true.
func (t *Token) On(name string) bool { return on(t.Attr(name)) }

func on(value string) bool { return value == "1" || value == "true" }

// Tokens reads the XML of a part. gosax finds where tags and texts end, which is
// what takes encoding/xml its time; that a part is well-formed, what it says and
// which namespace it says it in is seen to here, as gosax does not. What a part
// need not have is refused: a DOCTYPE, from which entities grow, and any encoding
// but UTF-8.
type Tokens struct {
	in    *gosax.Reader
	bound *boundReader
	token Token
	at    int // bytes read

	open   []byte // names of the open elements, one behind the other
	starts []opened
	spaces spaces
	nodes  int // elements and attributes so far
	closes bool
	rooted bool
	values []byte // of the attributes at hand that hold references
	joined []byte // the text at hand
	bytes  []byte // the part, where pieces of it are wanted as they are
}

// opened is an element that has not ended.
type opened struct {
	at     int // where its name begins among the open ones
	local  int // and how long its prefix is there, with the colon
	prefix string
	own    bool
}

// NewTokens begins to read a part in UTF-8.
func NewTokens(r io.Reader) *Tokens {
	room := tokenRoom
	if b, ok := r.(*bytes.Reader); ok { // most are small, and a package has hundreds
		room = min(room, b.Len()+spareRoom)
	}
	bound := &boundReader{r: r, left: maxToken}
	return &Tokens{in: gosax.NewReaderSize(bound, room), bound: bound}
}

// boundReader ends a token that has no end, before it fills the memory.
type boundReader struct {
	r     io.Reader
	chars chars
	left  int
}

func (b *boundReader) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, tooLarge("有一段文字或标签超过 %d kB", maxToken>>10)
	}
	n, err := b.r.Read(p)
	for n == 0 && err == nil && len(p) > 0 { // gosax takes nothing for the end
		n, err = b.r.Read(p)
	}
	b.left -= n
	if bad := b.chars.check(p[:n], err != nil); bad != nil {
		return n, bad
	}
	return n, err
}

// Next is the next start, end or text; io.EOF comes behind the end of the root.
func (t *Tokens) Next() (*Token, error) {
	if t.closes {
		t.closes = false
		t.token.kind, t.token.From, t.token.Attrs = endToken, t.token.To, t.token.Attrs[:0]
		t.shut()
		return &t.token, nil
	}
	for {
		e, err := t.in.Event()
		if err != nil {
			return nil, syntax(err)
		}
		t.bound.left = maxToken
		t.token.From = t.at
		t.at += len(e.Bytes)
		t.token.To = t.at
		told := false
		switch e.Type() {
		case gosax.EventStart:
			told, err = true, t.start(e.Bytes)
		case gosax.EventEnd:
			told, err = true, t.end(e.Bytes)
		case gosax.EventText:
			told, err = t.text(e.Bytes)
		case gosax.EventCData:
			told, err = t.cdata(e.Bytes)
		case gosax.EventComment:
			err = comment(e.Bytes)
		case gosax.EventProcessingInstruction:
			err = t.instruction(e.Bytes)
		case gosax.EventDocType:
			err = damaged("有文档类型声明（DOCTYPE），工作簿里不该有")
		default:
			if len(t.starts) > 0 || !t.rooted {
				return nil, damaged("内容不完整，后面缺了一段")
			}
			return nil, io.EOF
		}
		if err != nil {
			return nil, err
		}
		if told {
			return &t.token, nil
		}
	}
}

// syntax names what gosax reports.
func syntax(err error) error {
	var f *Fault
	switch {
	case errors.As(err, &f):
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return damaged("内容不完整，后面缺了一段")
	}
	return Within("", err)
}

func (t *Tokens) start(b []byte) error {
	inner := b[1 : len(b)-1]
	t.closes = len(inner) > 0 && inner[len(inner)-1] == '/'
	if t.closes {
		inner = inner[:len(inner)-1]
	}
	n := nameEnd(inner)
	if n == 0 || len(t.starts) == 0 && t.rooted {
		return damaged("标签写得不对")
	}
	if len(t.starts) >= maxDepth {
		return tooLarge("一层套一层超过 %d 层", maxDepth)
	}
	t.rooted = true
	t.starts = append(t.starts, opened{at: len(t.open)})
	t.open = append(t.open, inner[:n]...)
	t.token.kind = startToken
	if err := t.attributes(inner[n:]); err != nil {
		return err
	}
	prefix, local, ok := cutName(inner[:n])
	if !ok {
		return damaged("标签写得不对")
	}
	var err error
	t.token.Name = local
	t.token.Prefix, t.token.Own, err = t.spaces.find(prefix)
	last := &t.starts[len(t.starts)-1]
	last.local, last.prefix, last.own = n-len(local), t.token.Prefix, t.token.Own
	return err
}

// cutName cuts x:row in two.
func cutName(name []byte) (prefix, local []byte, ok bool) {
	i := bytes.IndexByte(name, ':')
	if i < 0 {
		return nil, name, true
	}
	return name[:i], name[i+1:], i > 0 && i+1 < len(name) && bytes.IndexByte(name[i+1:], ':') < 0
}

// attributes reads those of a start tag, and the namespaces among them.
func (t *Tokens) attributes(b []byte) error {
	t.token.Attrs, t.values = t.token.Attrs[:0], t.values[:0]
	t.nodes++
	declared := false
	for {
		rest := trimBlank(b)
		if len(rest) == 0 {
			break
		}
		n := nameEnd(rest)
		if n == 0 || len(rest) == len(b) || n > 1 && bytes.Count(rest[:n], []byte{':'}) > 1 {
			return damaged("标签写得不对")
		}
		name := rest[:n]
		rest = trimBlank(rest[n:])
		if len(rest) == 0 || rest[0] != '=' {
			return damaged("标签写得不对")
		}
		rest = trimBlank(rest[1:])
		if len(rest) < 2 || rest[0] != '"' && rest[0] != '\'' {
			return damaged("标签写得不对")
		}
		end, plain := valueEnd(rest)
		if end < 0 {
			return damaged("标签写得不对")
		}
		value := rest[1 : 1+end]
		if !plain {
			var err error
			if value, err = t.value(value); err != nil {
				return err
			}
		}
		if len(t.token.Attrs) == maxAttrs {
			return tooLarge("一个标签里的属性超过 %d 个", maxAttrs)
		}
		for _, a := range t.token.Attrs {
			if bytes.Equal(a.Name, name) {
				return damaged("标签里有两个“%s”", name)
			}
		}
		t.token.Attrs = append(t.token.Attrs, Attr{name, value})
		t.nodes++
		declared = declared || bytes.HasPrefix(name, []byte("xmlns"))
		b = rest[end+2:]
	}
	if declared || len(t.starts) == 1 {
		t.spaces.declare(t.token.Attrs, len(t.starts), t.open)
	}
	return nil
}

// valueEnd is how long the value is that begins with a quotation mark, -1 if it does not
// end; plain says that it is meant as it stands. Most are a few bytes, so they are
// looked at once.
func valueEnd(b []byte) (n int, plain bool) {
	plain = true
	for i, c := range b[1:] {
		switch c {
		case b[0]:
			return i, plain
		case '<':
			return -1, false
		case '&', '\r':
			plain = false
		}
	}
	return -1, false
}

// value undoes the references in an attribute's value.
func (t *Tokens) value(raw []byte) ([]byte, error) {
	from := len(t.values)
	var err error
	t.values, err = appendText(t.values, raw)
	return t.values[from:], err
}

func (t *Tokens) end(b []byte) error {
	name := b[2 : len(b)-1]
	for len(name) > 0 && isBlank(name[len(name)-1]) {
		name = name[:len(name)-1]
	}
	if len(t.starts) == 0 || !bytes.Equal(name, t.open[t.starts[len(t.starts)-1].at:]) {
		return damaged("标签 </%s> 和前面的对不上", name[:min(len(name), 40)])
	}
	last := t.starts[len(t.starts)-1]
	t.token.kind, t.token.Attrs = endToken, t.token.Attrs[:0]
	t.token.Name, t.token.Prefix, t.token.Own = name[last.local:], last.prefix, last.own
	t.shut()
	return nil
}

// shut closes the innermost element.
func (t *Tokens) shut() {
	t.spaces.leave(len(t.starts))
	t.open = t.open[:t.starts[len(t.starts)-1].at]
	t.starts = t.starts[:len(t.starts)-1]
}

// text reads characters between tags; outside the root only blanks may stand.
func (t *Tokens) text(b []byte) (told bool, err error) {
	if len(t.starts) == 0 {
		if t.token.From == 0 {
			b = bytes.TrimPrefix(b, []byte("\ufeff"))
		}
		if !blank(b) {
			return false, damaged("开头或末尾有多余的文字")
		}
		return false, nil
	}
	if bytes.Contains(b, []byte("]]>")) {
		return false, damaged("文字里有 ]]>")
	}
	t.token.kind, t.token.Text = textToken, b
	if bytes.IndexByte(b, '&') >= 0 || bytes.IndexByte(b, '\r') >= 0 {
		t.values, err = appendText(t.values[:0], b)
		t.token.Text = t.values
	}
	return true, err
}

func (t *Tokens) cdata(b []byte) (told bool, err error) {
	const open, shut = "<![CDATA[", "]]>"
	if !bytes.HasPrefix(b, []byte(open)) || len(b) < len(open)+len(shut) || len(t.starts) == 0 {
		return false, damaged("CDATA 写得不对")
	}
	t.token.kind = textToken
	t.values = appendLines(t.values[:0], b[len(open):len(b)-len(shut)])
	t.token.Text = t.values
	return true, nil
}

func comment(b []byte) error {
	if !bytes.HasPrefix(b, []byte("<!--")) || len(b) < 7 || bytes.Contains(b[4:len(b)-3], []byte("--")) || b[len(b)-4] == '-' && len(b) > 7 {
		return damaged("注释写得不对")
	}
	return nil
}

// instruction looks at the XML declaration; others say nothing about cells.
func (t *Tokens) instruction(b []byte) error {
	if n := nameEnd(b[2:]); n == 0 || !bytes.EqualFold(b[2:2+n], []byte("xml")) {
		if n == 0 {
			return damaged("处理指令写得不对")
		}
		return nil
	}
	if t.rooted || t.token.From > 3 { // a byte order mark
		return damaged("XML 声明不在开头")
	}
	if m := version.FindSubmatch(b); m == nil || string(m[2]) != "1.0" {
		return damaged("XML 的版本不是 1.0")
	}
	if m := encoding.FindSubmatch(b); m != nil && !bytes.EqualFold(m[2], []byte("UTF-8")) {
		return damaged("编码是 %s，不是 UTF-8", m[2])
	}
	return nil
}

// Skip goes to the end of the element that was just begun.
func (t *Tokens) Skip() error {
	for depth := len(t.starts); ; {
		if _, err := t.Next(); err != nil {
			return err
		}
		if len(t.starts) < depth {
			return nil
		}
	}
}

// children calls visit for the start of every element at a depth, the root's
// being 0, until the part ends; what visit does not read is skipped.
func (t *Tokens) children(depth int, visit func(*Token) error) error {
	for {
		e, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if e.kind == startToken && len(t.starts) == depth+1 {
			if err := visit(e); err != nil {
				return err
			}
		}
	}
}

// root reads the start of the root.
func (t *Tokens) root(name string) error {
	e, err := t.Next()
	if err == nil && (e.kind != startToken || string(e.Name) != name || !known(t.spaces.root)) {
		err = damaged("里面不是 %s", name)
	}
	return err
}

// finish reads what stands behind the end of the root, where nothing may.
func (t *Tokens) finish() error {
	if _, err := t.Next(); err != io.EOF {
		return err
	}
	return nil
}

// Root is the name of the element that a part consists of, "" if it is not XML.
func Root(content []byte) string {
	e, err := NewTokens(bytes.NewReader(content)).Next()
	if err != nil {
		return ""
	}
	return string(e.Name)
}

// Check reads a part whole, and refuses it where it is not well-formed or has
// more than so many elements and attributes: a tree of it would fill the memory.
func Check(part string, content []byte, most int) (nodes int, err error) {
	t := NewTokens(bytes.NewReader(content))
	for err == nil {
		if t.nodes > most {
			return t.nodes, Within(part, tooLarge("里面的元素超过 %d 个", most))
		}
		_, err = t.Next()
	}
	if err == io.EOF {
		err = nil
	}
	return t.nodes, Within(part, err)
}
