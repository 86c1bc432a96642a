package pack

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"

	"go.yaml.in/yaml/v3"

	"ysgk/templates"
)

// storedTags are the tags of the nodes of a stored tree.
var storedTags = []string{"!!map", "!!seq", "!!str", "!!int", "!!float", "!!bool", "!!null"}

// literal marks the value of a node that does not stand in the text as it is.
const literal = 1 << 7

// stored is the tree of the pack.yaml that comes with ysgk, which a test has made: to
// understand its text takes a tenth of the time of filling. Of any other text, were it
// only one letter off, there is none.
func stored(text []byte) *yaml.Node {
	sum := sha256.Sum256(text)
	rest, ok := bytes.CutPrefix(templates.Tree, sum[:])
	if !ok {
		return nil
	}
	next := func() int {
		n, size := binary.Uvarint(rest)
		rest = rest[size:]
		return int(n)
	}
	whole, at, line := string(text), 0, 0
	nodes := make([]yaml.Node, next())
	links := make([]*yaml.Node, len(nodes))
	var read func() *yaml.Node
	read = func() *yaml.Node {
		n := &nodes[0]
		nodes = nodes[1:]
		head := next()
		line += next()
		n.Kind, n.Tag, n.Line, n.Column = yaml.Kind(head>>3&15), storedTags[head&7], line, next()
		size := next()
		switch {
		case n.Kind != yaml.ScalarNode:
			n.Content, links = links[:size:size], links[size:]
			for i := range n.Content {
				n.Content[i] = read()
			}
		case head&literal > 0:
			n.Value, rest = string(rest[:size]), rest[size:]
		default:
			at += next()
			n.Value = whole[at : at+size]
			at += size
		}
		return n
	}
	return read()
}
