package pack

import (
	"reflect"
	"slices"

	"go.yaml.in/yaml/v3"

	"ysgk/internal/nearest"
)

// removeKey names what a pack takes out of a list of its base: 删去: 表九, or
// 删去: [甲, 乙]; removeAll is all of the list.
const (
	removeKey = "删去"
	removeAll = "全部"
)

// merge gives what a pack says together with what its base says, of values of a
// type. Texts, numbers and plain lists take the base's place. Definitions
// are merged key by key, and a key without a value takes the base's away. Lists of
// named definitions (by is the key of their name) are merged name by name.
func (t *tree) merge(typ reflect.Type, by string, base, over *yaml.Node) *yaml.Node {
	if by != "" && base != nil && typ.Kind() == reflect.Slice && typ.Elem().Kind() == reflect.String {
		base, over = t.listed(base), t.listed(over)
	}
	switch {
	case base == nil || base.Kind != over.Kind:
	case over.Kind == yaml.MappingNode:
		return t.mergeKeys(typ, by, base, over)
	case over.Kind == yaml.SequenceNode && by != "":
		return t.mergeNamed(typ.Elem(), by, base, over)
	}
	return over
}

// listed is a list of the one text that stands for it.
func (t *tree) listed(n *yaml.Node) *yaml.Node {
	if n.Kind != yaml.ScalarNode || isNull(n) {
		return n
	}
	t.since2(n)
	return t.made(n, yaml.SequenceNode, n)
}

func (t *tree) mergeKeys(typ reflect.Type, by string, base, over *yaml.Node) *yaml.Node {
	out := t.made(t.meant(base, over), yaml.MappingNode, slices.Clone(base.Content)...)
	for i := 0; i+1 < len(over.Content); i += 2 {
		key, value := over.Content[i], over.Content[i+1]
		j := at(out, key.Value)
		switch {
		case j < 0:
			out.Content = append(out.Content, key, value)
		case isNull(value):
			out.Content = slices.Delete(out.Content, j, j+2)
		default:
			inner, innerBy := under(typ, by, key.Value)
			out.Content[j], out.Content[j+1] = t.meant(out.Content[j], key), t.merge(inner, innerBy, out.Content[j+1], value)
		}
	}
	return out
}

// meant is where what has been merged stands: where a pack says it, and not what it adds
// for documents.
func (t *tree) meant(base, over *yaml.Node) *yaml.Node {
	if t.adding {
		return base
	}
	return over
}

// under is the type of what stands under a key, and the key of the names of its
// items if it is a list of named definitions.
func under(typ reflect.Type, by, key string) (reflect.Type, string) {
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	switch typ.Kind() {
	case reflect.Map:
		return typ.Elem(), by
	case reflect.Struct:
		if f, ok := fieldOf(typ, key); ok {
			return f.Type, f.Tag.Get("by")
		}
	}
	return reflect.TypeFor[string](), ""
}

// mergeNamed merges lists of named definitions. A new one goes behind the one that
// is written before it, or to the end. Where several share a name, such as the
// rules of one 编号, those of the pack take the place of all those of the base.
func (t *tree) mergeNamed(elem reflect.Type, by string, base, over *yaml.Node) *yaml.Node {
	m := &merged{list: slices.Clone(base.Content), next: len(base.Content), by: by}
	says := &merged{list: over.Content, by: by}
	fresh := map[string]bool{}
	for _, item := range over.Content {
		if gone := get(item, removeKey); gone != nil {
			if len(item.Content) > 2 {
				t.failf(item, "“删去”要单独写一项，同一项里不能再写别的；别的另起一行写“- ”")
			}
			t.remove(m, elem, gone)
			continue
		}
		name := nameOf(item, by)
		same := m.find(name)
		switch {
		case len(same) == 1 && len(says.find(name)) == 1:
			m.next = same[0] + 1
			m.list[same[0]] = t.merge(elem, "", m.list[same[0]], item)
		case len(same) > 0 && !fresh[name]:
			m.drop(name)
			m.next = same[0]
			m.insert(item)
		default:
			m.insert(item)
		}
		fresh[name] = true
	}
	return t.made(t.meant(base, over), yaml.SequenceNode, m.list...)
}

// merged is a list that is being merged.
type merged struct {
	list []*yaml.Node
	next int // where a new item goes
	by   string
}

func (m *merged) find(name string) (at []int) {
	for i, n := range m.list {
		if name != "" && nameOf(n, m.by) == name {
			at = append(at, i)
		}
	}
	return at
}

func (m *merged) drop(name string) {
	m.list = without(m.list, func(n *yaml.Node) bool { return nameOf(n, m.by) == name })
}

func (m *merged) insert(item *yaml.Node) {
	m.list = slices.Insert(m.list, m.next, item)
	m.next++
}

// removed is what a pack takes out of its base: a definition of a type.
type removed struct {
	of   reflect.Type
	name string
}

// remove takes out what a pack names, and notes where it does.
func (t *tree) remove(m *merged, elem reflect.Type, gone *yaml.Node) {
	all := items(gone)
	if gone.Kind == yaml.ScalarNode {
		all = []*yaml.Node{gone}
	}
	for _, n := range all {
		at, before := m.find(n.Value), 0
		switch {
		case n.Value == removeAll:
			for _, x := range m.list {
				t.gone[removed{elem, nameOf(x, m.by)}] = placeOf(n)
			}
			m.list, m.next = nil, 0
		case len(at) == 0:
			known := names(m.list, func(x *yaml.Node) string { return nameOf(x, m.by) })
			t.failf(n, "基于的模板包里没有“%s”，不能删去%s", n.Value, nearest.Hint(n.Value, known))
		default:
			for _, i := range at {
				if i < m.next {
					before++
				}
			}
			t.gone[removed{elem, n.Value}] = placeOf(n)
			m.drop(n.Value)
			m.next -= before
		}
	}
}

// nameOf is the name of an item of a list: the value of a key, or of a text itself;
// a group of columns is called by its name.
func nameOf(n *yaml.Node, by string) string {
	if n.Kind == yaml.ScalarNode {
		return n.Value
	}
	for _, key := range []string{by, groupKey} {
		if v := get(n, key); v != nil {
			return v.Value
		}
	}
	return ""
}
