package check

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/checker/nature"
	"github.com/expr-lang/expr/compiler"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/optimizer"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
	"github.com/shopspring/decimal"

	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// maxNodes bounds an expression. Without loops and variables its cost is at
// most the sum of its parts.
const maxNodes = 1000

// rowName is the name by which expressions call a record's sheet row.
const rowName = "行号"

// Rules are the compiled rules of a pack. They may run at the same time over
// different ledgers.
type Rules struct {
	pack    *pack.Pack
	rules   []*rule
	numbers []figure
	spots   map[int][]*Spot
}

// rule is a rule whose expressions are known to be sound. Of a proven pack those about
// finished cells are compiled with the pack, the others when they are first used.
type rule struct {
	def      *pack.Rule
	severity finding.Severity
	when     func() (condition, error) // nil: always
	must     func() (condition, error)
	tested   func() []string // names that when and must use
	says     func() (words, error)
	splits   func() (*sides, error)
	cells    []*Spot // of printed tables, that the expressions name
}

// words are what a rule says where it is broken.
type words struct {
	message, hint message
	told          []string // names that they use
}

// Compile compiles the rules of a pack. Its error speaks Chinese and names, for
// every rule that cannot be understood, its place among the rules and the place
// in the expression.
func Compile(p *pack.Pack) (*Rules, error) {
	out := &Rules{pack: p, spots: map[int][]*Spot{}}
	scopes := map[string]*scope{}
	var errs []error
	var err error
	if out.numbers, err = numbersOf(p); err != nil {
		errs = append(errs, err)
	}
	for i := range p.Rules {
		def := &p.Rules[i]
		key := def.Table + "\x00" + def.View + "\x00" + def.Form
		if scopes[key] == nil {
			scopes[key] = newScope(p, def)
		}
		scopes[key].spots = nil
		r, err := scopes[key].rule(def)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		out.rules = append(out.rules, r)
		r.cells = scopes[key].spots
		out.spots[i] = r.cells
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return out, nil
}

// scope is what the expressions of a rule may name.
type scope struct {
	pack    *pack.Pack
	sources map[string]pack.Schema
	form    string   // the finished table that 格 is about, "" if the rule is about none
	names   []string // all, amounts last
	amounts []string
	numbers []pack.Number  // that 数("…") may name
	env     map[string]any // an example of each name, for the types
	config  *conf.Config   // the language and these names
	view    *pack.View     // of which the rule sees a row, nil if of none
	spots   []*Spot        // that expressions have named so far
	made    map[string]*made
	mu      sync.Mutex // of what is compiled when it is first used
}

// made is an expression that was compiled: what a rule compares, its message says again.
type made struct {
	parts []part
	typ   reflect.Type
	spots []*Spot
}

// newScope gives the names of a record, a view's row, or nothing but functions.
func newScope(p *pack.Pack, def *pack.Rule) *scope {
	s := &scope{pack: p, sources: p.Sources(), numbers: p.Numbers, form: def.Form, made: map[string]*made{}}
	if def.Table != "" {
		t := s.sources[def.Table]
		s.names, s.amounts = t.Fields, append(slices.Clone(t.Measures), rowName)
	} else if v := p.View(def.View); v != nil {
		s.view = v
		s.names = pivot.Fields(p, v)
		for _, c := range v.Columns {
			s.amounts = append(s.amounts, c.Name)
		}
	}
	s.env = map[string]any{runName: (*run)(nil)}
	for _, name := range s.names {
		s.env[name] = ""
	}
	for _, name := range s.amounts {
		s.env[name] = decimal.Decimal{}
		if def.Table != "" && name != rowName {
			s.env[blankOf+name] = false
		}
	}
	s.names = slices.Concat(s.names, s.amounts)
	config := *declared()
	s.config = &config
	s.config.WithEnv(s.env)
	return s
}

func (s *scope) rule(def *pack.Rule) (*rule, error) {
	r := &rule{def: def, severity: finding.Severity(slices.Index(pack.Severities, def.Severity))}
	r.when = sync.OnceValues(func() (condition, error) { return s.demanded(def, "当", def.When) })
	r.must = sync.OnceValues(func() (condition, error) { return s.demanded(def, "应", def.Must) })
	r.splits = sync.OnceValues(func() (*sides, error) { return s.compared(def) })
	r.tested = sync.OnceValue(r.names)
	r.says = sync.OnceValues(func() (words, error) { return s.words(def) })
	if s.late(def) {
		return r, nil
	}
	if _, err := r.when(); err != nil {
		return nil, err
	}
	if _, err := r.must(); err != nil {
		return nil, err
	}
	if _, err := r.splits(); err != nil {
		return nil, err
	}
	_, err := r.says()
	return r, err
}

// late says whether a rule is compiled as far as it is used: most of what rules demand and
// say is not. Cells that a rule names must be found at once.
func (s *scope) late(def *pack.Rule) bool { return s.pack.Proven && def.Form == "" }

// sides are those of a comparison of amounts, nil if must is none or is about records.
func (r *rule) sides() *sides {
	s, _ := r.splits() // a pack of which it fails is refused, or not proven
	return s
}

// compared compiles the sides of what must hold.
func (s *scope) compared(def *pack.Rule) (*sides, error) {
	if def.Table != "" {
		return nil, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	out, err := s.split(def.Must)
	if err != nil {
		return nil, def.Problem("应", err)
	}
	return out, nil
}

// demanded compiles what stands below a key of a rule: when it applies, or what must hold.
func (s *scope) demanded(def *pack.Rule, key, source string) (condition, error) {
	if source == "" && key == "当" {
		return nil, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.late(def) {
		return s.deferred(source), nil
	}
	c, err := s.condition(source)
	if err != nil {
		return nil, def.Problem(key, err)
	}
	return c, nil
}

// deferred is a condition of which each part is compiled when it is first asked for: of
// 部门经济科目编码 == "30108" and 行号 == 首行(…) nothing else where no record has the code.
func (s *scope) deferred(source string) (c condition) {
	for _, one := range joined(source) {
		c = append(c, sync.OnceValues(func() (part, error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			m, err := s.compiled(one, map[string]bool{}, false)
			if err != nil {
				return part{}, err
			}
			return m.parts[0], nil
		}))
	}
	return c
}

// joined takes a condition apart where and joins what it demands, outside of brackets and
// quotes; what something looser holds together stays whole.
func joined(source string) (parts []string) {
	for _, looser := range []string{"or", "|", "?", ";"} {
		if outside(source, looser) >= 0 {
			return []string{source}
		}
	}
	const and = " and "
	for at := outside(source, and); at >= 0; at = outside(source, and) {
		parts = append(parts, strings.TrimSpace(source[:at]))
		source = source[at+len(and):]
	}
	return append(parts, strings.TrimSpace(source))
}

// names are those that decide whether a rule applies and is kept.
func (r *rule) names() (names []string) {
	when, _ := r.when()
	must, _ := r.must()
	for _, made := range slices.Concat(when, must) {
		p, _ := made()
		names = append(names, p.names...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// words compiles what a rule says.
func (s *scope) words(def *pack.Rule) (w words, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	told := map[string]bool{}
	if w.message, err = s.message(def.Message, told); err != nil {
		return w, def.Problem("说明", err)
	}
	if w.hint, err = s.message(def.Hint, told); err != nil {
		return w, def.Problem("怎么办", err)
	}
	w.told = slices.Sorted(maps.Keys(told))
	return w, nil
}

// condition is an expression that is true or false, in the parts that it joins by and. Of most
// records the first one of most rules is false.
type condition []func() (part, error)

type part struct {
	program *vm.Program
	names   []string // that it uses
}

func (c condition) holds(m *vm.VM, env map[string]any) (bool, error) {
	for _, made := range c {
		p, err := made()
		if err != nil {
			return false, err
		}
		if answer, err := m.Run(p.program, env); err != nil || answer != true {
			return false, err
		}
	}
	return true, nil
}

// condition compiles an expression that is true or false.
func (s *scope) condition(source string) (condition, error) {
	m, err := s.compiled(source, map[string]bool{}, true)
	if err != nil {
		return nil, err
	}
	if m.typ == nil || m.typ.Kind() != reflect.Bool {
		return nil, fmt.Errorf("要能判断对错（如 甲 == 乙），现在得到的是%s。原文：%s", typeName(m.typ), source)
	}
	var c condition
	for _, p := range m.parts {
		c = append(c, func() (part, error) { return p, nil })
	}
	return c, nil
}

// compile compiles one expression and adds the names and cells that it uses.
func (s *scope) compile(source string, used map[string]bool) (*vm.Program, error) {
	m, err := s.compiled(source, used, false)
	if err != nil {
		return nil, err
	}
	return m.parts[0].program, nil
}

// compiled compiles an expression, whole or as a condition.
func (s *scope) compiled(source string, used map[string]bool, apart bool) (*made, error) {
	key := source
	if apart {
		key = "\x00" + source
	}
	m := s.made[key]
	if m == nil {
		before := len(s.spots)
		tree, err := s.tree(source)
		if err != nil {
			return nil, err
		}
		m = &made{typ: tree.Node.Type(), spots: slices.Clone(s.spots[before:])}
		nodes := []ast.Node{tree.Node}
		if apart {
			nodes = conjuncts(tree.Node, nil)
		}
		for _, node := range nodes {
			p, err := s.part(&parser.Tree{Node: node, Source: tree.Source})
			if err != nil {
				return nil, inChinese(source, err)
			}
			m.parts = append(m.parts, p)
		}
		s.made[key], s.spots = m, s.spots[:before]
	}
	for _, p := range m.parts {
		for _, name := range p.names {
			used[name] = true
		}
	}
	s.spots = append(s.spots, m.spots...)
	return m, nil
}

// conjuncts appends what an expression demands together.
func conjuncts(n ast.Node, to []ast.Node) []ast.Node {
	if b, ok := n.(*ast.BinaryNode); ok && (b.Operator == "and" || b.Operator == "&&") {
		return conjuncts(b.Right, conjuncts(b.Left, to))
	}
	return append(to, n)
}

// tree understands an expression.
func (s *scope) tree(source string) (*parser.Tree, error) {
	tree, err := parser.ParseWithConfig(source, s.config)
	if err != nil {
		return nil, inChinese(source, err)
	}
	rewrite := &rewriter{scope: s, source: []rune(source)}
	ast.Walk(&tree.Node, rewrite)
	if rewrite.err != nil {
		return nil, inChinese(source, rewrite.err)
	}
	if err := resolve(tree, s.config); err != nil {
		return nil, inChinese(source, err)
	}
	if err := optimizer.Optimize(&tree.Node, s.config); err != nil {
		return nil, inChinese(source, err)
	}
	return tree, nil
}

// part compiles what has been understood.
func (s *scope) part(tree *parser.Tree) (p part, err error) {
	if p.program, err = compiler.Compile(tree, s.config); err != nil {
		return p, err
	}
	guard := &guard{}
	ast.Walk(&tree.Node, guard)
	for name := range guard.names {
		if _, ok := s.env[name]; ok && name != runName {
			p.names = append(p.names, name)
		}
	}
	return p, guard.err
}

// resolve checks the types of an expression and gives the operators to amounts. What
// stands around a replaced operator gets its type only by the next check, so it goes on
// until nothing changes. expr.Compile would check again before every visitor.
func resolve(tree *parser.Tree, config *conf.Config) error {
	for {
		_, err := checker.Check(tree, config)
		operators := &overload{}
		ast.Walk(&tree.Node, operators)
		if !operators.changed {
			return err
		}
		ast.Walk(&tree.Node, forget{})
	}
}

// forget makes the checker look again. It takes the type of a call that an earlier
// pass gave it, without looking at the arguments, which have changed since: the errors
// of earlier passes would be lost, and 求和(…, {项目名称: 无名}) would compile.
type forget struct{}

// Visit implements ast.Visitor.
func (forget) Visit(node *ast.Node) {
	if call, ok := (*node).(*ast.CallNode); ok {
		call.SetNature(nature.Nature{})
	}
}

// guard walks an expression that passed the type checker, and refuses what
// would compare decimals by their bits or leave a type open until it runs.
type guard struct {
	refusal
	names map[string]bool
}

// refusal is the first thing that is wrong with an expression.
type refusal struct{ err error }

func (r *refusal) failf(n ast.Node, format string, args ...any) {
	if r.err == nil {
		r.err = &file.Error{Location: n.Location(), Message: fmt.Sprintf(format, args...)}
	}
}

// Visit implements ast.Visitor.
func (g *guard) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		if g.names == nil {
			g.names = map[string]bool{}
		}
		g.names[n.Value] = true
	case *ast.BinaryNode:
		switch n.Operator {
		case "==", "!=", "in":
			if !plain(n.Left) || n.Operator != "in" && !plain(n.Right) {
				g.failf(n, "“%s”两边不能是%s和%s", n.Operator, typeName(n.Left.Type()), typeName(n.Right.Type()))
			}
		}
	case *ast.ConditionalNode:
		if n.Exp1.Type() != n.Exp2.Type() {
			g.failf(n, "“?”后面的两个结果要同样是文字或同样是数")
		}
	case *ast.CallNode:
		g.lookup(n)
	}
}

// plain says whether a value is a text, or true or false.
func plain(n ast.Node) bool {
	t := n.Type()
	return t != nil && (t.Kind() == reflect.String || t.Kind() == reflect.Bool)
}

// lookup checks the values that are compared with the fields of a table.
func (g *guard) lookup(n *ast.CallNode) {
	if len(n.Arguments) < 2 {
		return
	}
	c, ok := n.Arguments[1].(*ast.ConstantNode)
	if !ok {
		return
	}
	l, ok := c.Value.(*lookup)
	if !ok {
		return
	}
	for i, value := range n.Arguments[2:] {
		want := textType
		if l.keys[i].amount {
			want = amountType
		}
		if value.Type() != want {
			g.failf(value, "列 %s 是%s，不能等于%s", l.keys[i].name, typeName(want), typeName(value.Type()))
		}
	}
}
