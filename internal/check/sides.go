package check

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"ysgk/internal/pack"
)

// sides are the two sides of a rule that compares amounts, such as 甲 + 乙 == 丙.
type sides struct {
	operator string
	programs [2]*vm.Program
	used     [2][]string // names in each
}

// Demand says in words what a comparison demands.
var Demand = map[string]string{"==": "，应等于 ", "<=": "，应不大于 ", "<": "，应小于 ", ">=": "，应不小于 ", ">": "，应大于 "}

// split compiles the sides of a comparison; nil if the condition is none, or one
// of texts.
func (s *scope) split(source string) (*sides, error) {
	tree, err := parser.Parse(source)
	if err != nil {
		return nil, nil // told already
	}
	root, ok := tree.Node.(*ast.BinaryNode)
	if !ok || !slices.Contains([]string{"==", "<=", ">=", "<", ">"}, root.Operator) {
		return nil, nil
	}
	at := outside(source, root.Operator)
	if at < 0 {
		return nil, nil
	}
	out := &sides{operator: root.Operator}
	for i, side := range []string{source[:at], source[at+len(root.Operator):]} {
		used := map[string]bool{}
		if out.programs[i], err = s.compile(side, used); err != nil {
			return nil, err
		}
		if out.programs[i].Node().Type() != amountType {
			return nil, nil
		}
		out.used[i] = slices.SortedFunc(maps.Keys(used), func(a, b string) int { // as they are written
			return cmp.Compare(strings.Index(side, pack.ShortName(a)), strings.Index(side, pack.ShortName(b)))
		})
	}
	return out, nil
}

// outside is where an operator stands outside of brackets and quotes, -1 if
// nowhere.
func outside(source, operator string) int {
	depth, quoted := 0, false
	for i, r := range source {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case strings.ContainsRune("([{", r):
			depth++
		case strings.ContainsRune(")]}", r):
			depth--
		case depth == 0 && strings.HasPrefix(source[i:], operator):
			return i
		}
	}
	return -1
}
