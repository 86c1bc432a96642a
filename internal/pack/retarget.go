package pack

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Retarget gives a pack.yaml that fills another template, in another unit unless
// that is "", and whose sheets are called otherwise: sheets maps the names of
// those that it has. What speaks of other sheets (公开表, a rule's 位置) goes, and
// so do rules about finished tables. All other lines stay as they are, comments
// too; an entry that goes must stand on lines of its own.
func Retarget(manifest []byte, template, unit string, sheets map[string]string) ([]byte, error) {
	t, found := parse(manifest, manifestName)
	if len(found) > 0 {
		return nil, found
	}
	input := &Input{}
	if single := get(get(t.root, "录入"), "基本信息表"); single != nil {
		input.Single = single.Value
	}
	r := &retarget{lines: strings.Split(string(manifest), "\n"), sheets: sheets, input: []string{input.InfoSheet()}}
	for _, s := range items(get(get(t.root, "录入"), "表")) {
		r.input = append(r.input, nameOf(s, "名称"))
	}
	if i := at(t.root, "模板"); i >= 0 {
		key := t.root.Content[i]
		r.drop(t.root.Content[i+1])
		r.lines[key.Line-1] = "模板: [" + quote(template) + "]"
		r.gone = slices.DeleteFunc(r.gone, func(line int) bool { return line == key.Line-1 })
	}
	if i := at(t.root, "金额单位"); i >= 0 && unit != "" {
		r.lines[t.root.Content[i].Line-1] = "金额单位: " + unit
	}
	for _, table := range items(get(t.root, "公开表")) {
		r.sheet(get(table, "工作表"), "工作表")
	}
	for _, equation := range items(get(t.root, "等式")) {
		r.equation(equation)
	}
	for _, rule := range items(get(t.root, "规则")) {
		if long := t.rule(rule); get(long, "公开表") != nil {
			r.drop(rule) // the cells that it names are those of this pack's own tables
		} else {
			r.sheet(get(long, "位置"), "位置")
		}
	}
	var out []string
	for i, line := range r.lines {
		if !slices.Contains(r.gone, i) {
			out = append(out, line)
		}
	}
	return []byte(strings.Join(out, "\n")), nil
}

type retarget struct {
	lines  []string
	gone   []int // indexes of lines
	sheets map[string]string
	input  []string // sheets of the input workbook, which keep their names
}

// equation renames the tables of an entry of 等式, which stands on one line; one
// whose tables are not there is dropped.
func (r *retarget) equation(entry *yaml.Node) {
	for _, key := range []string{"表", "表间"} {
		tables := get(entry, key)
		if tables == nil {
			continue
		}
		var names []string
		for _, t := range items(tables) {
			if to, ok := r.sheets[t.Value]; ok {
				names = append(names, quote(to))
			}
		}
		if len(names) == 0 || key == "表间" && len(names) < len(tables.Content) {
			r.gone = append(r.gone, entry.Line-1)
			return
		}
		line := []rune(r.lines[tables.Line-1])
		_, rest, _ := strings.Cut(string(line[tables.Column-1:]), "]")
		r.lines[tables.Line-1] = string(line[:tables.Column-1]) + "[" + strings.Join(names, ", ") + "]" + rest
	}
}

// sheet renames the sheet that an entry names under a key, or drops its line.
func (r *retarget) sheet(name *yaml.Node, key string) {
	if name == nil || slices.Contains(r.input, name.Value) {
		return
	}
	to, ok := r.sheets[name.Value]
	if !ok {
		r.gone = append(r.gone, name.Line-1)
		return
	}
	line := &r.lines[name.Line-1]
	*line = strings.NewReplacer(key+": "+name.Value, key+": "+quote(to), key+" "+name.Value, key+" "+to).Replace(*line)
}

// drop drops the lines of an entry.
func (r *retarget) drop(n *yaml.Node) {
	for line := n.Line - 1; line < lastLine(n); line++ {
		r.gone = append(r.gone, line)
	}
}

// lastLine is the last line of a node.
func lastLine(n *yaml.Node) int {
	last := n.Line
	for _, c := range n.Content {
		last = max(last, lastLine(c))
	}
	return last
}

// quote writes a name that could mean something else without quotes.
func quote(s string) string { return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"` }
