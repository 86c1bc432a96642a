package pack

import (
	"reflect"
	"slices"

	"go.yaml.in/yaml/v3"

	"ysgk/internal/nearest"
)

// The keys of what a pack says of its documents.
const (
	documentsKey = "文本"
	textKey      = "文本用"
	tablesKey    = "表格也用"
	inputKey     = "录入"
	infoKey      = "基本信息"
	viewsKey     = "视图"
	guideKey     = "填写说明"
	sheetsKey    = "表"
	columnsKey   = "列"
)

// parts are the mappings of a pack.yaml that hold views and rules.
func (t *tree) parts() []*yaml.Node {
	if text := get(t.root, textKey); text != nil {
		return []*yaml.Node{t.root, text}
	}
	return []*yaml.Node{t.root}
}

// fitting is what a pack takes of its base: a Word template says what the tables of its own
// pack hold, so one with a workbook of its own and no word of documents makes none.
func (t *tree) fitting(base *yaml.Node) *yaml.Node {
	if get(t.root, "模板") == nil || at(t.root, documentsKey) >= 0 {
		return base
	}
	return t.less(base, documentsKey, "文本输出")
}

// less is a mapping without some keys.
func (t *tree) less(n *yaml.Node, keys ...string) *yaml.Node {
	out := t.made(n, yaml.MappingNode)
	for i := 0; i+1 < len(n.Content); i += 2 {
		if !slices.Contains(keys, n.Content[i].Value) {
			out.Content = append(out.Content, n.Content[i], n.Content[i+1])
		}
	}
	return out
}

// tables is the tree of a pack that makes no documents: with what else is for documents
// there is only what 表格也用 names, and more.
func (t *tree) tables(more ...string) *yaml.Node {
	text := get(t.root, textKey)
	if text == nil || text.Kind != yaml.MappingNode {
		return t.root
	}
	listed := items(get(text, tablesKey))
	wanted := append(names(listed, func(n *yaml.Node) string { return n.Value }), more...)
	if len(wanted) == 0 {
		return t.root
	}
	found := map[string]bool{}
	var all []string
	wants := func(name string) bool {
		is := slices.Contains(wanted, name)
		found[name] = found[name] || is
		all = append(all, name)
		return is
	}
	kept := func(n *yaml.Node) bool { return wants(nameOf(n, "名称")) }
	var sheets []*yaml.Node
	in := get(text, inputKey)
	for _, s := range items(get(in, sheetsKey)) {
		whole := kept(s)
		some := t.picked(s, columnsKey, nil, func(c *yaml.Node) bool { return whole || wants(nameOf(s, "名称")+"."+nameOf(c, "名称")) })
		if whole || len(items(get(some, columnsKey))) > 0 {
			sheets = append(sheets, some)
		}
	}
	part := t.less(text, tablesKey, guideKey, "数", "规则")
	part = t.picked(part, viewsKey, nil, kept)
	if in != nil {
		in = t.less(in, guideKey)
		if list := get(in, sheetsKey); list != nil {
			in = t.picked(in, sheetsKey, t.made(list, yaml.SequenceNode, sheets...), nil)
		}
		part = t.picked(part, inputKey, t.picked(in, infoKey, nil, kept), nil)
	}
	for _, w := range listed {
		if !found[w.Value] {
			t.failf(w, "“%s”的“%s”里写的 %s，在“%s”的录入表、列、基本信息和视图里都没有%s", textKey, tablesKey, w.Value, textKey, nearest.Hint(w.Value, all))
		}
	}
	t.adding = true
	out := t.merge(manifestType, "", t.root, t.apt(part))
	t.adding = false
	return out
}

// whole is the tree of a pack that makes documents: what they need is laid over the rest.
// Of one that makes none it is bare, what the tables have.
func (t *tree) whole(bare *yaml.Node) *yaml.Node {
	text, documents := get(t.root, textKey), get(t.root, documentsKey)
	if text == nil || text.Kind != yaml.MappingNode || documents == nil || isNull(documents) || documents.Kind == yaml.SequenceNode && len(documents.Content) == 0 {
		return bare
	}
	t.adding = true
	out := t.merge(manifestType, "", t.root, t.apt(t.less(text, tablesKey)))
	t.adding = false
	if guide, more := get(get(t.root, inputKey), guideKey), get(get(text, inputKey), guideKey); guide != nil && more != nil {
		in := get(out, inputKey)
		in.Content[at(in, guideKey)+1] = t.made(guide, yaml.SequenceNode, slices.Concat(items(guide), items(more))...)
	}
	return out
}

// apt is what only documents need, without what it adds to sheets of the base that a pack
// has taken out, and views, numbers and rules of which the rest has its own: a bureau knows
// nothing of the names that the document of its base uses.
func (t *tree) apt(text *yaml.Node) *yaml.Node {
	if in := get(text, inputKey); in != nil {
		text = t.picked(text, inputKey, t.picked(in, sheetsKey, nil, func(s *yaml.Node) bool {
			_, gone := t.gone[removed{reflect.TypeFor[Sheet](), nameOf(s, "名称")}]
			return !gone && !t.mislaid(s)
		}), nil)
	}
	for key, by := range map[string]string{"视图": "名称", "数": "名称", "规则": "编号"} {
		own := names(items(get(t.root, key)), func(n *yaml.Node) string { return nameOf(n, by) })
		text = t.picked(text, key, nil, func(n *yaml.Node) bool { return !slices.Contains(own, nameOf(n, by)) })
	}
	return text
}

// mislaid tells of columns for a sheet that has another name among those of everybody: a
// sheet of its own says what it is for.
func (t *tree) mislaid(s *yaml.Node) bool {
	named := func(n *yaml.Node) string { return nameOf(n, "名称") }
	base := names(items(get(get(t.root, inputKey), sheetsKey)), named)
	if slices.Contains(base, named(s)) || get(s, "说明") != nil {
		return false
	}
	t.failf(s, "%s 给录入表 %s 添列，可是“%s”里没有这张表%s；这是另一张表的，请写上它的“说明”", textKey, named(s), inputKey, nearest.Hint(named(s), base))
	return true
}

// picked is a mapping with another value of a key, or with some of the items of its list.
func (t *tree) picked(n *yaml.Node, key string, value *yaml.Node, keep func(*yaml.Node) bool) *yaml.Node {
	i := at(n, key)
	if i < 0 || value == nil && n.Content[i+1].Kind != yaml.SequenceNode {
		return n
	}
	if value == nil {
		list := n.Content[i+1]
		value = t.made(list, yaml.SequenceNode, without(list.Content, func(x *yaml.Node) bool { return !keep(x) })...)
	}
	out := t.made(n, yaml.MappingNode, slices.Clone(n.Content)...)
	out.Content[i+1] = value
	return out
}

// TablesOnly is the pack as it is where nobody wants its documents: without them, and
// without what only they need.
func (p *Pack) TablesOnly() (*Pack, error) {
	if len(p.Documents) == 0 {
		return p, nil
	}
	type made struct {
		*Pack
		error
	}
	m := Once(p, documentsKey, func() made {
		p, err := p.tablesOnly()
		return made{p, err}
	})
	return m.Pack, m.error
}

// leaveDocuments makes a pack one without documents.
func (p *Pack) leaveDocuments() {
	p.Offers = slices.DeleteFunc(p.Offers, func(o Offer) bool { return slices.Contains(p.Documents, o.Template) })
	p.Documents, p.DocOutput = nil, ""
}

// TablesAndColumns is the pack as TablesOnly makes it, with the columns that its documents need of
// the same input sheets, which Lent names: a bureau's own tables may print these.
func (p *Pack) TablesAndColumns() (*Pack, error) {
	bare, err := p.TablesOnly()
	if err != nil {
		return nil, err
	}
	var more []string
	for _, s := range bare.Input.Sheets {
		for _, c := range p.Input.Sheet(s.Name).Columns {
			if s.Column(c.Name) == nil {
				more = append(more, s.Name+"."+c.Name)
			}
		}
	}
	out, err := p.tablesOnly(more...)
	if err == nil {
		out.Lent = more
	}
	return out, err
}

// Returning is the pack without some of the columns that Lent names.
func (p *Pack) Returning(names []string) *Pack {
	if len(names) == 0 {
		return p
	}
	out := *p
	gone := func(name string) bool { return slices.Contains(names, name) }
	out.Lent, out.Input.Sheets = slices.DeleteFunc(slices.Clone(p.Lent), gone), slices.Clone(p.Input.Sheets)
	for i := range out.Input.Sheets {
		s := &out.Input.Sheets[i]
		s.Columns = slices.DeleteFunc(slices.Clone(s.Columns), func(c Column) bool { return gone(s.Name + "." + c.Name) })
	}
	return &out
}

func (p *Pack) tablesOnly(more ...string) (*Pack, error) {
	out := *p
	out.Manifest = Manifest{}
	if found := p.tree.manifest(&out.Manifest, p.tree.tables(more...)); len(found) > 0 {
		return nil, found
	}
	out.leaveDocuments()
	if found := out.settle(); len(found) > 0 {
		return nil, found
	}
	if p.made != nil {
		out.Reuse()
	}
	return &out, nil
}
