package check

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/pivot"
)

// rewriter turns an expression as a bureau writes it into one that runs exactly
// and fast: number literals become decimals, short names full ones, and calls
// with names of tables, views and lists hold what those names stand for, so
// that a wrong name is an error before any workbook is read.
type rewriter struct {
	refusal
	scope  *scope
	source []rune
}

// number is how a number may be written. Exponents are refused: 1e999999999 is
// short to write and fills the memory as a decimal.
var number = pattern.Of(`^\d{1,18}(\.\d{1,12})?$`)

// Visit implements ast.Visitor; parts come before the whole.
func (w *rewriter) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		w.number(node)
	case *ast.UnaryNode:
		if n.Operator == "-" {
			w.call(node, nameNegative, n.Node)
		} else if n.Operator == "+" {
			w.failf(n, "数的前面不用写“+”")
		}
	case *ast.IdentifierNode:
		w.name(node, n.Value)
	case *ast.CallNode:
		callee, ok := n.Callee.(*ast.IdentifierNode)
		if !ok {
			w.failf(n, "这里不能这样用函数")
			return
		}
		if f := rewrites[callee.Value]; f != nil {
			f(w, node, n)
		}
	case *ast.BinaryNode:
		if slices.Contains([]string{"**", "^", "%", "..", "??"}, n.Operator) {
			w.failf(n, "不能用“%s”", n.Operator)
		}
	case *ast.BoolNode, *ast.StringNode, *ast.ConstantNode, *ast.ConditionalNode,
		*ast.ArrayNode, *ast.MapNode, *ast.PairNode:
	case *ast.MemberNode:
		w.failf(n, "不能用“.”或方括号取一部分；列名里有符号时写成 列(\"…\")")
	default:
		// Loops, variables and slices: no rule needs them, and they would make
		// its cost depend on more than its length.
		w.failf(n, "规则里不能用这种写法")
	}
}

// number takes a literal from its text: the parser has already made it binary.
func (w *rewriter) number(node *ast.Node) {
	at := (*node).Location()
	text := strings.ReplaceAll(string(w.source[at.From:at.To]), "_", "")
	if !number.MatchString(text) {
		w.failf(*node, "数要写成 1234.56 这样")
		return
	}
	ast.Patch(node, &ast.ConstantNode{Value: decimal.RequireFromString(text)})
}

// name replaces a short name by the full one: 金额 is 金额(元).
func (w *rewriter) name(node *ast.Node, name string) {
	if name == "$env" {
		w.failf(*node, "不认识的名称“$env”")
		return
	}
	if full := pack.FullName(w.scope.names, name); full != "" && full != name {
		ast.Patch(node, &ast.IdentifierNode{Value: full})
	}
}

// call puts a call of a function in the place of a node.
func (w *rewriter) call(node *ast.Node, name string, args ...ast.Node) {
	callee := &ast.IdentifierNode{Value: name}
	callee.SetLocation((*node).Location())
	for _, a := range args {
		if a.Location().To == 0 {
			a.SetLocation((*node).Location())
		}
	}
	ast.Patch(node, &ast.CallNode{Callee: callee, Arguments: args})
}

// rewrites are the functions whose names are looked up in the pack.
var rewrites map[string]func(w *rewriter, node *ast.Node, n *ast.CallNode)

func init() { // a plain initialiser would refer to itself
	rewrites = map[string]func(*rewriter, *ast.Node, *ast.CallNode){
		nameColumn:  (*rewriter).column,
		nameSum:     (*rewriter).sum,
		nameMedian:  (*rewriter).sum,
		nameCount:   (*rewriter).records,
		nameAny:     (*rewriter).records,
		nameFirst:   (*rewriter).records,
		nameAll:     (*rewriter).records,
		nameView:    (*rewriter).view,
		nameCodes:   (*rewriter).codes,
		nameSibling: (*rewriter).sibling,
		nameInfo:    (*rewriter).info,
		nameNumber:  (*rewriter).ofPack,
		nameTable:   (*rewriter).tableName,
		nameSheet:   (*rewriter).sheetName,
		nameBelow:   (*rewriter).below,
		nameCell:    (*rewriter).cell,
		nameBlank:   (*rewriter).blank,
	}
}

// text is the argument i of a call, which must be a text in quotes.
func (w *rewriter) text(n *ast.CallNode, i int, what string) (string, bool) {
	if i >= len(n.Arguments) {
		w.failf(n, "%s少写了%s", calleeName(n), what)
		return "", false
	}
	s, ok := n.Arguments[i].(*ast.StringNode)
	if !ok {
		w.failf(n.Arguments[i], "这里要写%s，加英文引号", what)
		return "", false
	}
	return s.Value, true
}

// atMost refuses more arguments than a function has.
func (w *rewriter) atMost(n *ast.CallNode, count int) bool {
	if len(n.Arguments) > count {
		w.failf(n.Arguments[count], "%s多写了一项", calleeName(n))
		return false
	}
	return true
}

func calleeName(n *ast.CallNode) string { return n.Callee.(*ast.IdentifierNode).Value }

// column is 列("名称").
func (w *rewriter) column(node *ast.Node, n *ast.CallNode) {
	name, ok := w.text(n, 0, "列名")
	if !ok || !w.atMost(n, 1) {
		return
	}
	full := pack.FullName(w.scope.names, name)
	if full == "" {
		w.failf(n.Arguments[0], "不认识的名称“%s”", name)
		return
	}
	ast.Patch(node, &ast.IdentifierNode{Value: full})
}

// blank is 没填("金额列") of the record that is judged.
func (w *rewriter) blank(node *ast.Node, n *ast.CallNode) {
	name, ok := w.text(n, 0, "金额列")
	if !ok || !w.atMost(n, 1) {
		return
	}
	full := blankOf + pack.FullName(w.scope.amounts, name)
	if _, ok := w.scope.env[full]; !ok {
		w.failf(n.Arguments[0], "没填 只能用于逐条检查的表的金额列，这里没有“%s”", name)
		return
	}
	ast.Patch(node, &ast.IdentifierNode{Value: full})
}

// sum is 求和 or 中位数(表, 金额列, {…}).
func (w *rewriter) sum(node *ast.Node, n *ast.CallNode) {
	table, ok := w.table(n)
	if !ok {
		return
	}
	name, ok := w.text(n, 1, "金额列")
	if !ok || !w.atMost(n, 3) {
		return
	}
	l := &lookup{table: table, measure: pack.FullName(w.scope.sources[table].Measures, name), middle: calleeName(n) == nameMedian}
	if l.measure == "" {
		w.failf(n.Arguments[1], "表 %s 没有金额列“%s”", table, name)
		return
	}
	w.lookup(node, n, l, 2)
}

// ofViews are the functions that also look at the rows of a view.
var ofViews = map[string]string{nameAny: nameRows, nameCount: nameHowMany}

// records is 计数, 有, 首行 or 各行(表, {…}), or 有 or 计数(视图, {…}).
func (w *rewriter) records(node *ast.Node, n *ast.CallNode) {
	if name, ok := firstText(n); ok && ofViews[calleeName(n)] != "" {
		if _, table := w.scope.sources[name]; (!table || w.levels(n)) && w.scope.pack.View(name) != nil {
			w.rows(node, n, w.scope.pack.View(name))
			return
		}
	}
	if table, ok := w.table(n); ok && w.atMost(n, 2) {
		w.lookup(node, n, &lookup{table: table, each: calleeName(n) == nameAll}, 1)
	}
}

// firstText is the first argument of a call if that is a text.
func firstText(n *ast.CallNode) (string, bool) {
	if len(n.Arguments) == 0 {
		return "", false
	}
	s, ok := n.Arguments[0].(*ast.StringNode)
	if !ok {
		return "", false
	}
	return s.Value, true
}

// levels says whether a call has the condition 层级, which only the rows of views have: a
// view may have the name of its table.
func (w *rewriter) levels(n *ast.CallNode) bool {
	if len(n.Arguments) != 2 {
		return false
	}
	m, ok := n.Arguments[1].(*ast.MapNode)
	return ok && slices.ContainsFunc(m.Pairs, func(p ast.Node) bool {
		key, ok := p.(*ast.PairNode).Key.(*ast.StringNode)
		return ok && key.Value == "层级"
	})
}

// rows is 有 or 计数(视图, {字段: 值, …}) with constant values.
func (w *rewriter) rows(node *ast.Node, n *ast.CallNode, view *pack.View) {
	if !w.atMost(n, 2) {
		return
	}
	r := &rowsOf{view: view.Name}
	if len(n.Arguments) == 2 {
		m, ok := n.Arguments[1].(*ast.MapNode)
		if !ok {
			w.failf(n.Arguments[1], "条件要写成 {列: 值, 列: 值}")
			return
		}
		for _, p := range m.Pairs {
			key, ok := p.(*ast.PairNode).Key.(*ast.StringNode)
			texts, constant := constants(p.(*ast.PairNode).Value)
			if !ok || !constant || !slices.Contains(pivot.Fields(w.scope.pack, view), key.Value) {
				w.failf(p, "视图的条件要写成 {字段: \"值\"} 或 {字段: [\"值\", \"值\"]}，字段是视图 %s 的文字", view.Name)
				return
			}
			r.only = append(r.only, filter{field: key.Value, values: map[string]bool{}})
			for _, t := range texts {
				r.only[len(r.only)-1].values[t] = true
			}
		}
	}
	w.call(node, ofViews[calleeName(n)], &ast.IdentifierNode{Value: runName}, &ast.ConstantNode{Value: r})
}

// table is the first argument of a call: a table of the ledger.
func (w *rewriter) table(n *ast.CallNode) (name string, ok bool) {
	name, ok = w.text(n, 0, "表名")
	if !ok {
		return "", false
	}
	if _, ok = w.scope.sources[name]; !ok {
		w.failf(n.Arguments[0], "没有录入表“%s”", name)
	}
	return name, ok
}

// lookup reads the conditions {字段: 值, …} in argument i. Constant values choose
// the records of the index, the others are looked up in it.
func (w *rewriter) lookup(node *ast.Node, n *ast.CallNode, l *lookup, i int) {
	var values []ast.Node
	if i < len(n.Arguments) {
		m, ok := n.Arguments[i].(*ast.MapNode)
		if !ok {
			w.failf(n.Arguments[i], "条件要写成 {列: 值, 列: 值}")
			return
		}
		for _, pair := range m.Pairs {
			if v := w.condition(l, pair.(*ast.PairNode)); v != nil {
				values = append(values, v)
			}
		}
	}
	w.call(node, calleeName(n), append([]ast.Node{&ast.IdentifierNode{Value: runName}, &ast.ConstantNode{Value: l}}, values...)...)
}

// condition adds one condition to a lookup; its value is nil if it is constant.
func (w *rewriter) condition(l *lookup, pair *ast.PairNode) ast.Node {
	key, ok := pair.Key.(*ast.StringNode)
	if !ok {
		w.failf(pair.Key, "条件要写成 {列: 值, 列: 值}")
		return nil
	}
	schema := w.scope.sources[l.table]
	if full := pack.FullName(schema.Fields, key.Value); full != "" {
		if texts, ok := constants(pair.Value); ok {
			w.chosen(l, full, pair.Value, texts)
			return nil
		}
		l.keys = append(l.keys, column{full, false})
		return pair.Value
	}
	if full := pack.FullName(schema.Measures, key.Value); full != "" {
		l.keys = append(l.keys, column{full, true})
		return pair.Value
	}
	w.failf(pair.Key, "表 %s 没有列“%s”", l.table, key.Value)
	return nil
}

// chosen adds a condition with constant values, groups replaced by theirs.
func (w *rewriter) chosen(l *lookup, field string, at ast.Node, texts []string) {
	f := filter{field: field, values: map[string]bool{}}
	for _, t := range texts {
		values, ok := w.scope.pack.Group(field, t)
		if !ok {
			w.failf(at, "列 %s 没有取值或组“%s”", field, t)
			return
		}
		for _, v := range values {
			f.values[v] = true
		}
	}
	l.filters = append(l.filters, f)
}

// constants are the texts of "甲" or ["甲", "乙"].
func constants(n ast.Node) (texts []string, ok bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return []string{n.Value}, true
	case *ast.ArrayNode:
		for _, e := range n.Nodes {
			s, ok := e.(*ast.StringNode)
			if !ok {
				return nil, false
			}
			texts = append(texts, s.Value)
		}
		return texts, true
	}
	return nil, false
}

// view is 视图(视图, 列) or 视图(视图, 列, 编码).
func (w *rewriter) view(node *ast.Node, n *ast.CallNode) {
	name, ok1 := w.text(n, 0, "视图名")
	column, ok2 := w.text(n, 1, "列名")
	if !ok1 || !ok2 {
		return
	}
	v := w.scope.pack.View(name)
	if v == nil {
		w.failf(n.Arguments[0], "%s", w.scope.pack.NoView(name))
		return
	}
	i := slices.IndexFunc(v.Columns, func(c pack.ViewCol) bool { return c.Name == column })
	if i < 0 {
		w.failf(n.Arguments[1], "视图 %s 没有列“%s”", name, column)
		return
	}
	w.call(node, nameView, append([]ast.Node{&ast.IdentifierNode{Value: runName}, &ast.ConstantNode{Value: &cell{name, i}}}, n.Arguments[2:]...)...)
}

// codes is 码表(码表, 编码) or 码表(码表, 编码, 列).
func (w *rewriter) codes(node *ast.Node, n *ast.CallNode) {
	list, ok := w.list(n)
	if !ok || !w.atMost(n, 3) {
		return
	}
	column := 1 // 名称
	if len(n.Arguments) == 3 {
		text, ok := w.text(n, 2, "码表的列名")
		if !ok {
			return
		}
		if column = list.Column(text); column < 0 {
			w.failf(n.Arguments[2], "码表 %s 没有列“%s”", list.Name, text)
			return
		}
	}
	w.call(node, nameCodes, &ast.IdentifierNode{Value: runName}, &ast.ConstantNode{Value: &attribute{list.Name, column}}, n.Arguments[1])
}

// sibling is 同级(码表, 编码, 名称).
func (w *rewriter) sibling(node *ast.Node, n *ast.CallNode) {
	list, ok := w.list(n)
	if !ok || !w.atMost(n, 3) {
		return
	}
	if len(n.Arguments) < 3 {
		w.failf(n, "%s少写了名称", nameSibling)
		return
	}
	w.call(node, nameSibling, &ast.IdentifierNode{Value: runName}, &ast.ConstantNode{Value: &attribute{list.Name, 0}}, n.Arguments[1], n.Arguments[2])
}

// list is the code list of a call, whose second argument is a code.
func (w *rewriter) list(n *ast.CallNode) (*budget.CodeList, bool) {
	name, ok := w.text(n, 0, "码表名")
	if !ok {
		return nil, false
	}
	list := w.scope.pack.Codes[name]
	switch {
	case list == nil:
		w.failf(n.Arguments[0], "没有码表“%s”", name)
	case len(n.Arguments) < 2:
		w.failf(n, "%s少写了编码", calleeName(n))
	default:
		return list, true
	}
	return nil, false
}

// info is 基本信息(名称).
func (w *rewriter) info(node *ast.Node, n *ast.CallNode) {
	w.named(node, n, nameInfo, "项目名称", "基本信息没有项目“%s”（金额请用 求和）", func(name string) bool {
		return slices.ContainsFunc(w.scope.pack.Input.Info, func(it pack.Item) bool { return it.Name == name && it.Kind != pack.Amount })
	})
}

// ofPack is 数(名称).
func (w *rewriter) ofPack(node *ast.Node, n *ast.CallNode) {
	w.named(node, n, nameNumber, "数的名称", "前面没有叫“%s”的数（一个数只能用写在它前面的）", func(name string) bool {
		return slices.ContainsFunc(w.scope.numbers, func(x pack.Number) bool { return x.Name == name })
	})
}

// named is a function of nothing but a name, which must be known.
func (w *rewriter) named(node *ast.Node, n *ast.CallNode, function, what, unknown string, known func(name string) bool) {
	name, ok := w.text(n, 0, what)
	switch {
	case !ok || !w.atMost(n, 1):
	case !known(name):
		w.failf(n.Arguments[0], unknown, name)
	default:
		w.call(node, function, &ast.IdentifierNode{Value: runName}, &ast.StringNode{Value: name})
	}
}

// tableName is 表名(视图): the sheet whose total the view gives, so that messages call
// tables as the pack does.
func (w *rewriter) tableName(node *ast.Node, n *ast.CallNode) {
	name, ok := w.text(n, 0, "视图")
	if !ok || !w.atMost(n, 1) {
		return
	}
	if w.scope.pack.View(name) == nil {
		w.failf(n.Arguments[0], "%s", w.scope.pack.NoView(name))
		return
	}
	called := "视图“" + name + "”"
	for _, t := range w.scope.pack.Tables {
		if view, _, _ := strings.Cut(t.Total, "."); view == name {
			called = t.Sheet
			break
		}
	}
	ast.Patch(node, &ast.StringNode{Value: called})
}

// sheetName is 工作表(名): the sheet of a table by its own name, so that the text follows when an update of the pack
// calls the sheet otherwise.
func (w *rewriter) sheetName(node *ast.Node, n *ast.CallNode) {
	name, ok := w.text(n, 0, "工作表的名称")
	if !ok || !w.atMost(n, 1) {
		return
	}
	if !slices.ContainsFunc(w.scope.pack.Tables, func(t pack.Table) bool { return t.Sheet == name }) {
		w.failf(n.Arguments[0], "没有公开表“%s”", name)
		return
	}
	ast.Patch(node, &ast.StringNode{Value: name})
}

// below is 下级(列) in a rule for the rows of a view.
func (w *rewriter) below(node *ast.Node, n *ast.CallNode) {
	name, ok := w.text(n, 0, "列名")
	if !ok || !w.atMost(n, 1) {
		return
	}
	i := -1
	if w.scope.view != nil {
		i = slices.IndexFunc(w.scope.view.Columns, func(c pack.ViewCol) bool { return c.Name == name })
	}
	if i < 0 {
		w.failf(n.Arguments[0], "%s要用在有“视图”的规则里，写这个视图的一列；没有列“%s”", nameBelow, name)
		return
	}
	w.call(node, nameBelow, &ast.IdentifierNode{Value: runName}, &ast.ConstantNode{Value: decimal.NewFromInt(int64(i))})
}

// cell is 格(行), 格(行, 列) or 格(表, 行, 列) in a rule about finished tables.
func (w *rewriter) cell(node *ast.Node, n *ast.CallNode) {
	if w.scope.form == "" {
		w.failf(n, "%s只能用在写了“公开表”的规则里", nameCell)
		return
	}
	var texts []string
	for i := range max(1, len(n.Arguments)) {
		text, ok := w.text(n, i, "公开表里的文字")
		if !ok {
			return
		}
		texts = append(texts, text)
	}
	s := &Spot{Sheet: w.scope.form}
	switch len(texts) {
	case 1:
		s.Row = texts[0]
	case 2:
		s.Row, s.Column = texts[0], texts[1]
	case 3:
		s.Sheet, s.Row, s.Column = texts[0], texts[1], texts[2]
	default:
		w.atMost(n, 3)
		return
	}
	if !slices.ContainsFunc(w.scope.pack.Tables, func(t pack.Table) bool { return t.Sheet == s.Sheet }) {
		w.failf(n.Arguments[0], "没有公开表“%s”", s.Sheet)
		return
	}
	w.scope.spots = append(w.scope.spots, s)
	w.call(node, nameCell, &ast.IdentifierNode{Value: runName}, &ast.ConstantNode{Value: s})
}
