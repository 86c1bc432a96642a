package pack

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"flag"
	"io/fs"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"ysgk/templates"
)

var update = flag.Bool("update", false, "make the stored tree of the built-in pack anew")

// store writes a tree as stored reads it.
func store(text []byte, root *yaml.Node) []byte {
	count, line, at := 0, 0, 0
	starts := append([]int{0}, lineEnds(text)...)
	var nodes []byte
	put := func(n int) { nodes = binary.AppendUvarint(nodes, uint64(n)) }
	var write func(n *yaml.Node)
	write = func(n *yaml.Node) {
		count++
		head := int(n.Kind)<<3 | slices.Index(storedTags, n.Tag)
		begin := max(at, starts[n.Line-1])
		from := bytes.Index(text[begin:min(begin+1000, len(text))], []byte(n.Value))
		if from < 0 {
			head |= literal
		}
		put(head)
		put(n.Line - line)
		put(n.Column)
		line = n.Line
		if n.Kind != yaml.ScalarNode {
			put(len(n.Content))
			for _, c := range n.Content {
				write(c)
			}
			return
		}
		put(len(n.Value))
		if from < 0 {
			nodes = append(nodes, n.Value...)
			return
		}
		put(begin + from - at)
		at = begin + from + len(n.Value)
	}
	write(root)
	sum := sha256.Sum256(text)
	return append(binary.AppendUvarint(sum[:], uint64(count)), nodes...)
}

// gistOf is what matters of a tree.
func gistOf(n *yaml.Node) (out []any) {
	out = []any{n.Kind, n.Tag, n.Value, n.Line, n.Column}
	for _, c := range n.Content {
		out = append(out, gistOf(c))
	}
	return out
}

func TestTheStoredTreeIsThatOfTheBuiltInPack(t *testing.T) {
	text, err := fs.ReadFile(templates.Default(), manifestName)
	if err != nil {
		t.Fatal(err)
	}
	root, err := document(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("../../templates/default.tree", store(text, root), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	made := stored(text)
	if made == nil {
		t.Fatal("templates/default/pack.yaml has changed: run go test ./internal/pack -run StoredTree -update")
	}
	if diff := cmp.Diff(gistOf(root), gistOf(made)); diff != "" {
		t.Error(diff)
	}
	if stored(append(text, '\n')) != nil {
		t.Error("another text has the same tree")
	}
}
