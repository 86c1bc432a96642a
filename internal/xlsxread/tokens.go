package xlsxread

import (
	"bytes"
	"errors"
	"io"
	"sync"
)

// Bounds of a part's XML. A cell holds 32,767 characters at most (Excel's limit),
// which is 100 kB, or 700 kB where every one is written as a reference.
const (
	maxToken  = 1 << 20
	maxDepth  = 1000 // elements within each other; a tree is walked by recursion
	maxAttrs  = 200  // of one element, each compared with those before it; Excel writes 30 at most
	tokenRoom = 16 << 10
)

// Kind of a token.
type tokenKind uint8

const (
	startToken tokenKind = iota
	endToken
	textToken
	commentToken
	instructionToken
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

// Comment says whether Text is a comment.
func (t *Token) Comment() bool { return t.kind == commentToken }

// Instruction says whether Text is a processing instruction or the XML declaration.
func (t *Token) Instruction() bool { return t.kind == instructionToken }

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

// Tokens reads the XML of a part, and sees that it is well-formed. What a part need not
// have is refused: a DOCTYPE, from which entities grow, and any encoding but UTF-8.
type Tokens struct {
	r    io.Reader // nil of a part that is in memory
	left []byte    // and what of it has not come into buf
	room []byte    // that buf is in
	buf  []byte    // what has been read and not yet told
	err  error     // why no more comes into it
	sees chars

	token Token
	at    int // bytes read

	open   []byte // names of the open elements, one behind the other
	starts []opened
	spaces spaces
	nodes  int // elements and attributes so far
	closes bool
	rooted bool
	all    bool   // comments, instructions and what stands around the root are told too
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

// rooms are those of parts that have been read.
var rooms = sync.Pool{New: func() any { return new([tokenRoom]byte) }}

// NewTokens begins to read a part in UTF-8; done ends it.
func NewTokens(r io.Reader) *Tokens { return &Tokens{r: r, room: rooms.Get().(*[tokenRoom]byte)[:]} }

// done lets another part have the room. No token holds any more.
func (t *Tokens) done() {
	if len(t.room) == tokenRoom {
		rooms.Put((*[tokenRoom]byte)(t.room))
	}
	t.room, t.buf, t.err = nil, nil, io.ErrClosedPipe
}

// TokensOf begins to read a part that is in memory.
func TokensOf(part []byte) *Tokens { return &Tokens{left: part, buf: part[:0]} }

// more reads on. It ends a token that has no end, before it fills the memory.
func (t *Tokens) more() bool {
	n := len(t.buf)
	if n > maxToken && t.err == nil {
		t.err = tooLarge("有一段文字或标签超过 %d kB", maxToken>>10)
	}
	if t.err != nil {
		return false
	}
	if t.r == nil {
		read := min(len(t.left), tokenRoom)
		if t.buf, t.left = t.buf[:n+read], t.left[read:]; len(t.left) == 0 {
			t.err = io.EOF
		}
	} else {
		if n > len(t.room)/2 {
			t.room = make([]byte, 2*len(t.room))
		}
		copy(t.room, t.buf)
		read := 0
		for read == 0 && t.err == nil {
			read, t.err = t.r.Read(t.room[n:])
		}
		t.buf = t.room[:n+read]
	}
	if bad := t.sees.check(t.buf[n:], t.err != nil); bad != nil {
		t.err = bad
		return false
	}
	return len(t.buf) > n
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
		b, err := t.piece()
		if err != nil {
			return nil, err
		}
		t.token.From = t.at
		t.take(len(b))
		t.token.To = t.at
		told := false
		switch {
		case len(b) == 0:
			if len(t.starts) > 0 || !t.rooted {
				return nil, damaged("内容不完整，后面缺了一段")
			}
			return nil, io.EOF
		case b[0] != '<':
			told, err = t.text(b)
		case b[1] == '/':
			told, err = true, t.end(b)
		case b[1] == '?':
			told, err = t.beside(instructionToken, b[2:len(b)-2]), t.instruction(b)
		case b[1] != '!':
			told, err = true, t.start(b)
		case b[2] == '[':
			told, err = t.cdata(b)
		default:
			if err = comment(b); err == nil {
				told = t.beside(commentToken, b[4:len(b)-3])
			}
		}
		if err != nil {
			return nil, err
		}
		if told {
			return &t.token, nil
		}
	}
}

// take goes behind what has been told.
func (t *Tokens) take(n int) { t.at, t.buf = t.at+n, t.buf[n:] }

// piece is the next tag, with its brackets, or the next text, nothing at the end.
func (t *Tokens) piece() ([]byte, error) {
	for len(t.buf) < 3 && t.more() {
	}
	n, b := -1, t.buf
	switch {
	case len(b) == 0 || b[0] != '<':
		if n = t.behind("<", 0); n > 0 {
			n--
		} else if t.err == io.EOF {
			n = len(t.buf)
		}
	case len(b) < 3:
	case b[1] == '/':
		n = t.behind(">", 2)
	case b[1] == '?':
		n = t.behind("?>", 2)
	case b[1] != '!':
		n = t.startEnd()
	case b[2] == '[':
		n = t.behind("]]>", 3)
	case b[2] == '-':
		n = t.behind("-->", 3)
	case b[2]|0x20 == 'd':
		return nil, damaged("有文档类型声明（DOCTYPE），工作簿里不该有")
	default:
		return nil, damaged("标签写得不对")
	}
	if n < 0 {
		return nil, syntax(t.err)
	}
	return t.buf[:n], nil
}

// behind is where a mark ends, -1 if it does not come.
func (t *Tokens) behind(mark string, from int) int {
	for {
		if i := bytes.Index(t.buf[from:], []byte(mark)); i >= 0 {
			return from + i + len(mark)
		}
		if from = max(from, len(t.buf)-len(mark)+1); !t.more() {
			return -1
		}
	}
}

// startEnd is where a start tag ends: a > in a value is none.
func (t *Tokens) startEnd() int {
	quote := byte(0)
	for from := 1; ; {
		for i, c := range t.buf[from:] {
			switch {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '>':
				return from + i + 1
			case c == '"' || c == '\'':
				quote = c
			}
		}
		if from = len(t.buf); !t.more() {
			return -1
		}
	}
}

// syntax names why a token has no end.
func syntax(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
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
		rest := b
		if t.token.From == 0 {
			rest = bytes.TrimPrefix(b, []byte("\ufeff"))
		}
		if !blank(rest) {
			return false, damaged("开头或末尾有多余的文字")
		}
		t.values = appendLines(t.values[:0], b)
		return t.beside(textToken, t.values), nil
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

// beside gives the token what says nothing of the content, if that is to be told.
func (t *Tokens) beside(kind tokenKind, text []byte) bool {
	if t.all {
		t.token.kind, t.token.Text = kind, text
	}
	return t.all
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
	e, err := TokensOf(content).Next()
	if err != nil {
		return ""
	}
	return string(e.Name)
}

// Walk tells all that stands in a part, and refuses it where it is not well-formed or has
// more than so many elements and attributes: a tree of it would fill the memory.
func Walk(part string, content []byte, most int, visit func(*Token)) (nodes int, err error) {
	t := TokensOf(content)
	t.all = true
	for {
		e, err := t.Next()
		switch {
		case err == io.EOF:
			return t.nodes, nil
		case err != nil:
			return t.nodes, Within(part, err)
		case t.nodes > most:
			return t.nodes, Within(part, tooLarge("里面的元素超过 %d 个", most))
		}
		visit(e)
	}
}
