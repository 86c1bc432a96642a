package formula

import (
	"slices"
	"strings"
)

// Around are the functions that each of the Operands stands in, the outermost first.
func (f *Formula) Around() [][]string {
	out := make([][]string, len(f.Operands))
	enclosing(f.root, nil, func(n node, in []string) bool {
		if o, ok := n.(operand); ok && o.index < len(out) && out[o.index] == nil {
			out[o.index] = in
		}
		return false
	})
	return out
}

// AroundName are the functions that a name stands in where it is first used.
func (f *Formula) AroundName(text string) []string {
	functions, _ := enclosing(f.root, nil, func(n node, _ []string) bool {
		x, ok := n.(name)
		return ok && strings.EqualFold(x.text, text)
	})
	return functions
}

// enclosing finds a node in a tree below some functions.
func enclosing(n node, in []string, is func(n node, in []string) bool) (functions []string, found bool) {
	var below []node
	switch n := n.(type) {
	case group:
		below = []node{n.in}
	case prefix:
		below = []node{n.x}
	case postfix:
		below = []node{n.x}
	case infix:
		below = []node{n.a, n.b}
	case call:
		in, below = append(slices.Clip(in), n.name), n.args
	}
	for _, x := range below {
		if functions, found = enclosing(x, in, is); found {
			return functions, true
		}
	}
	return in, is(n, in)
}
