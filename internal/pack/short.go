package pack

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"ysgk/internal/nearest"
	"ysgk/internal/pattern"
)

// groupKey names a group of columns: in a view, and as the place of the groups.
const groupKey = "列组"

// rootColumn is the column that a view may name without a definition: all of its
// amounts.
const rootColumn = Root

// lengthen writes out the short forms of one file: rows by the levels of a code,
// and rules in one line or with their severity as a key.
func (t *tree) lengthen() {
	for _, part := range t.parts() {
		for _, v := range items(get(part, "视图")) {
			if i := at(v, "行"); i >= 0 {
				v.Content[i+1] = t.rows(v.Content[i+1])
			}
		}
		if rules := get(part, "规则"); rules != nil {
			for i, r := range items(rules) {
				rules.Content[i] = t.rule(r)
			}
		}
	}
}

// levelsOf is 编码(类、款、项).
var levelsOf = pattern.Of(`^([^()（）]+)[(（]([^()（）]+)[)）]$`)

// rows writes out rows by levels: 功能科目编码(类、款) is two of them, 类 by
// 功能科目编码/类 and 款 by 功能科目编码/款.
func (t *tree) rows(n *yaml.Node) *yaml.Node {
	list := items(n)
	if n.Kind == yaml.ScalarNode && !isNull(n) {
		list = []*yaml.Node{n}
	} else if list == nil {
		return n
	}
	out := t.made(n, yaml.SequenceNode)
	for _, item := range list {
		if item.Kind != yaml.ScalarNode {
			out.Content = append(out.Content, item)
			continue
		}
		t.since2(item)
		m := levelsOf.FindStringSubmatch(item.Value)
		if m == nil {
			t.failf(item, "“行”要写成 编码(类、款、项) 这样，或 {层级: 单位, 按: 单位}，现在是“%s”", item.Value)
			continue
		}
		for level := range strings.SplitSeq(m[2], "、") {
			by := t.made(item, yaml.SequenceNode, t.text(item, m[1]+"/"+level))
			out.Content = append(out.Content, t.made(item, yaml.MappingNode, t.text(item, "层级"), t.text(item, level), t.text(item, "按"), by))
		}
	}
	return out
}

// subjects are the keys of a rule that say what it is about.
var subjects = []string{"表", "视图", "公开表", "位置"}

// rule writes out a rule: in one line,
//
//	错误 A301 视图 支出总表：合计 == 基本支出 + 项目支出；表三合计应等于基本支出加项目支出
//
// or with keys, of which the severity has the id (错误: A301), and 表 and 视图 may
// name a column too (支出明细.金额).
func (t *tree) rule(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.ScalarNode {
		return t.line(n)
	}
	if key := lineAsKey(n); key != nil {
		return t.halfWidth(key)
	}
	for _, severity := range Severities {
		i := at(n, severity)
		if i < 0 {
			continue
		}
		t.since2(n)
		key, id := n.Content[i], n.Content[i+1]
		out := t.made(n, yaml.MappingNode, t.text(key, "编号"), id, t.text(key, "级别"), t.text(key, severity))
		for j := 0; j+1 < len(n.Content); j += 2 {
			if j != i {
				out.Content = append(out.Content, t.column(n.Content[j], n.Content[j+1])...)
			}
		}
		return out
	}
	return n
}

// lineAsKey is the head of a rule in one line that a colon of half width and a blank
// have made a key.
func lineAsKey(n *yaml.Node) *yaml.Node {
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		return nil
	}
	if words := strings.Fields(n.Content[0].Value); len(words) > 1 && slices.Contains(Severities, words[0]) {
		return n.Content[0]
	}
	return nil
}

// halfWidth complains about the colon of a rule in one line.
func (t *tree) halfWidth(n *yaml.Node) *yaml.Node {
	t.failf(n, "写在一行里的规则，冒号要用全角的“：”，现在是半角的“:”")
	return t.made(n, yaml.MappingNode)
}

// column takes 支出明细.金额 apart.
func (t *tree) column(key, value *yaml.Node) []*yaml.Node {
	table, column, both := strings.Cut(value.Value, ".")
	if !both || value.Kind != yaml.ScalarNode || key.Value != "表" && key.Value != "视图" {
		return []*yaml.Node{key, value}
	}
	return []*yaml.Node{key, t.text(value, table), t.text(value, "单元格"), t.text(value, column)}
}

// line writes out a rule in one line.
func (t *tree) line(n *yaml.Node) *yaml.Node {
	t.since2(n)
	head, must, ok := strings.Cut(n.Value, "：")
	words := strings.Fields(head)
	if !ok && len(words) > 1 && slices.Contains(Severities, words[0]) && strings.Contains(head, ":") {
		return t.halfWidth(n)
	}
	if !ok || len(words) < 2 || len(words)%2 > 0 || !slices.Contains(Severities, words[0]) {
		t.failf(n, "写在一行里的规则要像“错误 A301 视图 支出总表：合计 == 基本支出 + 项目支出；表三合计应等于基本支出加项目支出”，现在是“%s”", n.Value)
		return t.made(n, yaml.MappingNode)
	}
	out := t.made(n, yaml.MappingNode, t.text(n, "级别"), t.text(n, words[0]), t.text(n, "编号"), t.text(n, words[1]))
	for i := 2; i < len(words); i += 2 {
		if !slices.Contains(subjects, words[i]) {
			t.failf(n, "规则 %s：冒号前面只能写%s和它的名称，现在是“%s”", words[1], strings.Join(subjects, "、"), words[i])
		}
		out.Content = append(out.Content, t.column(t.text(n, words[i]), t.text(n, words[i+1]))...)
	}
	must, message := cutMessage(must)
	if message == "" && !strings.Contains(must, "{") {
		message = "不符合：" + must
	}
	for _, pair := range [][2]string{{"应", must}, {"说明", message}} {
		if pair[1] != "" {
			out.Content = append(out.Content, t.text(n, pair[0]), t.text(n, pair[1]))
		}
	}
	return out
}

// cutMessage cuts an expression at the first ； outside of its texts.
func cutMessage(s string) (must, message string) {
	quoted := false
	for i, r := range s {
		switch {
		case r == '"':
			quoted = !quoted
		case r == '；' && !quoted:
			return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+len("；"):])
		}
	}
	return strings.TrimSpace(s), ""
}

// regroup puts the columns of the groups into the views that name them.
func (t *tree) regroup() {
	groups := get(t.root, groupKey)
	if groups != nil {
		t.since2(groups)
		if groups.Kind != yaml.MappingNode && !isNull(groups) {
			t.failf(groups, "“列组”下面先写列组的名称，如 五项资金:，换一行、多缩进两格再写它的列（- 合计）；名称前面没有“- ”")
			t.noGroups()
			return
		}
	}
	for i := 0; groups != nil && i+1 < len(groups.Content); i += 2 {
		if groups.Content[i+1].Kind == yaml.SequenceNode {
			groups.Content[i+1] = t.made(groups.Content[i+1], yaml.SequenceNode, t.group(groups.Content[i], groups, nil)...)
		}
	}
	for _, part := range t.parts() {
		for _, v := range items(get(part, "视图")) {
			if i := at(v, "列"); i >= 0 {
				v.Content[i+1] = t.columns(v.Content[i+1], groups, nil)
			}
		}
	}
}

// noGroups takes the groups and what names them away, which the one complaint about
// the groups covers.
func (t *tree) noGroups() {
	i := at(t.root, groupKey)
	t.root.Content = slices.Delete(slices.Clone(t.root.Content), i, i+2)
	for _, part := range t.parts() {
		for _, v := range items(get(part, "视图")) {
			if columns := get(v, "列"); columns != nil {
				columns.Content = without(columns.Content, func(c *yaml.Node) bool {
					return c.Kind == yaml.ScalarNode || get(c, groupKey) != nil
				})
			}
		}
	}
}

// columns writes out a list of columns: names of groups give theirs, with what
// else they are filtered by. open are the groups that are being written out.
func (t *tree) columns(n, groups *yaml.Node, open []string) *yaml.Node {
	if n.Kind != yaml.SequenceNode {
		return n
	}
	out := t.made(n, yaml.SequenceNode)
	for _, item := range n.Content {
		name := get(item, groupKey)
		if item.Kind == yaml.ScalarNode {
			name = item
		}
		if name == nil {
			out.Content = append(out.Content, item)
			continue
		}
		t.since2(item)
		for i := 0; i < len(item.Content); i += 2 {
			if k := item.Content[i]; k.Value != groupKey && k.Value != "筛选" {
				t.failf(k, "列组后面只能加“筛选”，不能写“%s”", k.Value)
			}
		}
		for _, c := range t.group(name, groups, open) {
			out.Content = append(out.Content, t.narrowed(c, get(item, "筛选")))
		}
	}
	return out
}

// group are the columns of a group.
func (t *tree) group(name, groups *yaml.Node, open []string) []*yaml.Node {
	if done, ok := t.written[name.Value]; ok {
		return done
	}
	columns := get(groups, name.Value)
	switch {
	case slices.Contains(open, name.Value):
		t.failf(name, "列组 %s 绕回了自己", name.Value)
	case columns != nil:
		out := items(t.columns(columns, groups, append(slices.Clone(open), name.Value)))
		if len(out) > maxColumns {
			t.failf(name, "列组 %s 有 %d 列，最多 %d 列", name.Value, len(out), maxColumns)
			out = nil
		}
		t.written[name.Value] = out
		return out
	case name.Value == rootColumn:
		return []*yaml.Node{t.made(name, yaml.MappingNode, t.text(name, "名称"), t.text(name, rootColumn))}
	default:
		var known []string
		for i := 0; groups != nil && i+1 < len(groups.Content); i += 2 {
			known = append(known, groups.Content[i].Value)
		}
		t.failf(name, "没有列组“%s”%s", name.Value, nearest.Hint(name.Value, known))
	}
	return nil
}

// narrowed is a column with more to be filtered by.
func (t *tree) narrowed(column, filter *yaml.Node) *yaml.Node {
	if filter == nil || column.Kind != yaml.MappingNode {
		return column
	}
	out := t.made(column, yaml.MappingNode, slices.Clone(column.Content)...)
	if i := at(out, "筛选"); i >= 0 {
		out.Content[i+1] = t.merge(filterType, "", out.Content[i+1], filter)
	} else {
		out.Content = append(out.Content, t.text(filter, "筛选"), filter)
	}
	return out
}
