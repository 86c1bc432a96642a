package pack

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Bounds of pack.yaml as a tree; that of the default pack has 3,000 nodes, eight deep.
const (
	maxNodes = 200_000
	maxDepth = 30
)

// tree is pack.yaml as nodes that know where they stand. Short forms become long
// ones, and the base is merged in, before anything is decoded.
type tree struct {
	root  *yaml.Node
	nodes int
	newer *yaml.Node // the first that only format 2 has, nil if none
	found Refusal

	adding  bool                    // what only documents need is being laid over the rest
	base    string                  // name, year and version of the pack that this one is based on
	gone    map[removed]Place       // what packs take out of their bases, and where
	written map[string][]*yaml.Node // groups of columns that are written out
}

// placeOf is where a node stands. What messages call its file is put where the parser
// puts comments, which say nothing here.
func placeOf(n *yaml.Node) Place { return Place{n.FootComment, n.Line} }

func (t *tree) failf(n *yaml.Node, format string, args ...any) {
	t.found.addf(placeOf(n), format, args...)
}

// since2 notes that something is written as only format 2 has it.
func (t *tree) since2(n *yaml.Node) {
	if t.newer == nil {
		t.newer = n
	}
}

// made is a node that stands where another one does.
func (t *tree) made(at *yaml.Node, kind yaml.Kind, content ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: kind, Line: at.Line, FootComment: at.FootComment, Content: content}
}

// text is a made text.
func (t *tree) text(at *yaml.Node, s string) *yaml.Node {
	n := t.made(at, yaml.ScalarNode)
	n.Tag, n.Value = "!!str", s
	return n
}

// get is the value of a key, nil if the node has none.
func get(n *yaml.Node, key string) *yaml.Node {
	if i := at(n, key); i >= 0 {
		return n.Content[i+1]
	}
	return nil
}

// at is the index of a key of a mapping, -1 if it is none or has none.
func at(n *yaml.Node, key string) int {
	for i := 0; n != nil && n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return i
		}
	}
	return -1
}

// parse reads a pack.yaml that messages call by a name.
func parse(text []byte, called string) (*tree, Refusal) {
	root := stored(text)
	if root == nil {
		if at, why := unfit(text); why != "" {
			return nil, refuse(Place{called, lineAt(text, at)}, "%s", why)
		}
		var err error
		if root, err = document(bytes.NewReader(text)); err != nil {
			line := broken(text)
			return nil, refuse(Place{called, line}, "%s", misread(text, line))
		}
	}
	if root == nil || root.Kind != yaml.MappingNode {
		return nil, refuse(Place{called, 0}, "里面没有模板包的定义")
	}
	t := &tree{root: root, gone: map[removed]Place{}}
	t.tame(root, called, 1)
	return t, t.found
}

// unfit finds what a text editor would not show as YAML counts it: other
// encodings, and line breaks that are none to an editor.
func unfit(text []byte) (at int, why string) {
	if at, bad := notUTF8(text); bad {
		return at, "不是 UTF-8 编码，汉字会读错。请用记事本打开，另存为时编码选 UTF-8"
	}
	at = -1
	for _, sign := range []string{"\u0085", "\u2028", "\u2029"} {
		if n := bytes.Index(text, []byte(sign)); n >= 0 && (at < 0 || n < at) {
			at = n
		}
	}
	if at >= 0 {
		return at, "这一行里有看不见的换行符，请删去重打这一行"
	}
	return 0, ""
}

// notUTF8 is where a text stops being UTF-8.
func notUTF8(text []byte) (at int, bad bool) {
	if utf8.Valid(text) {
		return 0, false
	}
	for at < len(text) {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			return at, true
		}
		at += size
	}
	return 0, false
}

var errSecond = errors.New("a second document")

// document is the root of the one document of a text, nil if there is none.
func document(text io.Reader) (*yaml.Node, error) {
	var doc, more yaml.Node
	d := yaml.NewDecoder(text)
	if err := d.Decode(&doc); errors.Is(err, io.EOF) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	if err := d.Decode(&more); err == nil {
		return nil, errSecond
	} else if !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	return doc.Content[0], nil
}

// lineEnds are the offsets behind each line.
func lineEnds(text []byte) (ends []int) {
	for i, c := range text {
		if c == '\n' || c == '\r' && !bytes.HasPrefix(text[i+1:], []byte("\n")) {
			ends = append(ends, i+1)
		}
	}
	if len(ends) == 0 || ends[len(ends)-1] < len(text) {
		ends = append(ends, len(text))
	}
	return ends
}

// lineAt is the line on which an offset stands.
func lineAt(text []byte, offset int) int {
	return 1 + sort.SearchInts(lineEnds(text), offset+1)
}

// broken is the line with which a text stops being YAML, whatever may follow; of
// a bracket or quotation mark that is not closed, the one that opens it if that is
// near. The parser's own line is often that of the surrounding definition, or one
// less.
func broken(text []byte) int {
	ends := lineEnds(text)
	last := failing(text)
	for bad := last; bad > last-100; bad-- {
		if bad == 1 {
			return 1
		}
		if _, err := document(bytes.NewReader(text[:ends[bad-2]])); err == nil {
			return bad
		}
	}
	return last
}

// failing is the line up to which the parser reads before it gives up.
func failing(text []byte) int {
	lines := bytes.SplitAfter(text, []byte("\n"))
	given := 0
	_, _ = document(readerFunc(func(p []byte) (int, error) {
		if given == len(lines) {
			return 0, io.EOF
		}
		n := copy(p, lines[given])
		if lines[given] = lines[given][n:]; len(lines[given]) == 0 {
			given++
		}
		return n, nil
	}))
	return max(1, min(given, len(lineEnds(text))))
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// misread says what is likely wrong with a line.
func misread(text []byte, line int) string {
	ends := append([]int{0}, lineEnds(text)...)
	s := string(text[ends[line-1]:ends[line]])
	trimmed := strings.TrimLeft(s, " \t")
	switch {
	case strings.Contains(s[:len(s)-len(trimmed)], "\t"):
		return "读不懂：行首用了制表符（Tab），请换成空格，和上下各行对齐"
	case strings.HasPrefix(s, "---") || strings.HasPrefix(s, "..."):
		return "读不懂：一个文件里只能写一份，不能用 --- 或 ... 分成几份"
	case strings.Contains(s, "：") && !strings.Contains(s, ":"):
		return "读不懂：冒号是全角的“：”，名称后面要用半角的“:”，再空一格"
	}
	return "读不懂。请看这一行和上一行的冒号后面有没有空格、缩进是否对齐、引号和括号是否成对"
}

// tame notes where each node stands, and refuses what makes a small file large
// when read (references, and trees beyond the bounds) and names that occur twice.
func (t *tree) tame(n *yaml.Node, called string, depth int) {
	n.FootComment = called
	t.nodes++
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		t.failf(n, "不能用 & 和 * 引用别处的内容，请照写一遍；要写这两个符号，请加引号")
	case depth > maxDepth:
		t.failf(n, "一层套一层，超过了 %d 层", maxDepth)
	case t.nodes > maxNodes:
		t.failf(n, "内容太多，超过了 %d 项", maxNodes)
	}
	seen := map[string]int{}
	for i, c := range n.Content {
		if len(t.found) > 0 {
			return
		}
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if line := seen[c.Value]; line > 0 {
				c.FootComment = called
				t.failf(c, "“%s”写了两次，第 %d 行已经写过", c.Value, line)
				return
			}
			seen[c.Value] = c.Line
		}
		t.tame(c, called, depth+1)
	}
}

// items are the items of a list, none if it is no list.
func items(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}

// without is a list without those of its nodes that a test names.
func without(list []*yaml.Node, gone func(*yaml.Node) bool) []*yaml.Node {
	return slices.DeleteFunc(slices.Clone(list), gone)
}
