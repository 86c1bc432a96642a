package check

import (
	"reflect"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
)

// operator is what an operator does with two amounts.
type operator struct {
	sign, name string // + and #加, the function that takes its place
	result     reflect.Type
	declare    expr.Option
}

var overloads = []operator{
	between("+", "#加", amount.Add),
	between("-", "#减", amount.Sub),
	between("*", "#乘", amount.Mul),
	between("/", "#除", amount.Div),
	between("==", "#等", amount.Equal),
	between("!=", "#不等", func(a, b amount) bool { return !a.Equal(b) }),
	between("<", "#小于", amount.LessThan),
	between("<=", "#不大于", amount.LessThanOrEqual),
	between(">", "#大于", amount.GreaterThan),
	between(">=", "#不小于", amount.GreaterThanOrEqual),
}

func between[T any](sign, name string, f func(a, b amount) T) operator {
	declare := function(name, func(p ...any) any { return f(p[0].(amount), p[1].(amount)) }, f)
	return operator{sign, name, reflect.TypeFor[T](), declare}
}

// operators declares them all.
func operators(c *conf.Config) {
	for _, o := range overloads {
		o.declare(c)
	}
}

// overload gives the operators to amounts, all in one walk: expr.Operator takes a
// visitor for each of them.
type overload struct{ changed bool }

// Visit implements ast.Visitor; parts come before the whole.
func (v *overload) Visit(node *ast.Node) {
	n, ok := (*node).(*ast.BinaryNode)
	if !ok || n.Left.Type() != amountType || n.Right.Type() != amountType {
		return
	}
	for _, o := range overloads {
		if o.sign == n.Operator {
			call := &ast.CallNode{Callee: &ast.IdentifierNode{Value: o.name}, Arguments: []ast.Node{n.Left, n.Right}}
			call.SetType(o.result)
			ast.Patch(node, call)
			v.changed = true
			return
		}
	}
}
