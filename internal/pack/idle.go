package pack

import (
	"reflect"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"
)

// How expressions name a view, a table of the ledger, a number, and a finished table.
var (
	callPattern = regexp.MustCompile(`(视图|有|求和|计数|首行|各行|中位数|数)\(\s*["']([^"']+)["']`)
	cellPattern = regexp.MustCompile(`格\(\s*["']([^"']+)["']\s*,\s*["'][^"']*["']\s*,\s*["']`)
)

// nameKeys are the keys by which messages call what is left out.
var nameKeys = map[string]string{"数": "名称", "规则": "编号", "等式": "编号"}

var (
	sheetType  = reflect.TypeFor[Sheet]()
	viewType   = reflect.TypeFor[View]()
	tableType  = reflect.TypeFor[Table]()
	numberType = reflect.TypeFor[Number]()
)

// idle leaves out the base's numbers, rules and equations about what the pack has
// taken out of its base: who takes out a table need not name all that is said of it.
// What the pack says itself stays, and is refused where it names what is not there.
func (t *tree) idle(own string) {
	lost := t.lost()
	for n := -1; n != len(lost); { // a number may stand on another one
		n = len(lost)
		t.leave("数", own, func(item *yaml.Node) bool {
			idle := lost.in(get(item, "算式"))
			if name := get(item, "名称"); idle && name != nil {
				lost[removed{numberType, name.Value}] = true
			}
			return idle
		})
	}
	t.leave("规则", own, lost.rule)
	t.leave("等式", own, func(item *yaml.Node) bool {
		gone := func(n *yaml.Node) bool { return lost[removed{tableType, n.Value}] }
		within := get(item, "表")
		if len(items(within)) > 0 {
			return !slices.ContainsFunc(items(within), func(n *yaml.Node) bool { return !gone(n) })
		}
		return within != nil && gone(within) || slices.ContainsFunc(items(get(item, "表间")), gone)
	})
	for _, item := range items(get(t.root, "等式")) {
		if i := at(item, "表"); i >= 0 && t.files[item] != own && len(items(item.Content[i+1])) > 0 {
			list := item.Content[i+1]
			item.Content[i+1] = t.made(list, yaml.SequenceNode, without(list.Content, func(n *yaml.Node) bool { return lost[removed{tableType, n.Value}] })...)
		}
	}
}

// leave takes items of the base out of a list of the pack.
func (t *tree) leave(key, own string, idle func(*yaml.Node) bool) {
	i := at(t.root, key)
	if i < 0 || t.root.Content[i+1].Kind != yaml.SequenceNode {
		return
	}
	list := t.root.Content[i+1]
	t.root.Content[i+1] = t.made(list, yaml.SequenceNode, without(list.Content, func(n *yaml.Node) bool {
		out := t.files[n] != own && idle(n)
		if out {
			t.idled = append(t.idled, Problem{t.place(n), key + " " + nameOf(n, nameKeys[key])})
		}
		return out
	})...)
}

// Idle are the base's numbers, rules and equations that are left out because the
// pack has taken out what they are about, each where the base says it.
func (p *Pack) Idle() []Problem { return p.tree.idled }

// lost is what packs took out and nobody wrote anew.
type lost map[removed]bool

func (t *tree) lost() lost {
	out := lost{}
	input := get(t.root, "录入")
	for gone := range t.gone {
		var list *yaml.Node
		by := "名称"
		switch gone.of {
		case sheetType:
			list = get(input, "表")
		case viewType:
			list = get(t.root, "视图")
		case numberType:
			list = get(t.root, "数")
		case tableType:
			list, by = get(t.root, "公开表"), "工作表"
		default:
			continue
		}
		if !slices.ContainsFunc(items(list), func(n *yaml.Node) bool { return nameOf(n, by) == gone.name }) {
			out[gone] = true
		}
	}
	return out
}

// rule says whether a rule is about something that is lost, or points at it.
func (l lost) rule(item *yaml.Node) bool {
	about := map[string][]reflect.Type{"表": {sheetType}, "视图": {viewType}, "公开表": {tableType}, "位置": {tableType, sheetType}}
	for key, types := range about {
		if n := get(item, key); n != nil && slices.ContainsFunc(types, func(typ reflect.Type) bool { return l[removed{typ, n.Value}] }) {
			return true
		}
	}
	return slices.ContainsFunc([]string{"当", "应", "说明", "怎么办"}, func(key string) bool { return l.in(get(item, key)) })
}

// in says whether an expression, or a text with expressions, names something lost.
func (l lost) in(n *yaml.Node) bool {
	if n == nil {
		return false
	}
	for _, m := range callPattern.FindAllStringSubmatch(n.Value, -1) {
		types := []reflect.Type{sheetType}
		switch m[1] {
		case "视图":
			types = []reflect.Type{viewType}
		case "有":
			types = []reflect.Type{viewType, sheetType}
		case "数":
			types = []reflect.Type{numberType}
		}
		if slices.ContainsFunc(types, func(typ reflect.Type) bool { return l[removed{typ, m[2]}] }) {
			return true
		}
	}
	for _, m := range cellPattern.FindAllStringSubmatch(n.Value, -1) {
		if l[removed{tableType, m[1]}] {
			return true
		}
	}
	return false
}
