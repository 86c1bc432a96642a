package pack

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Renew gives a pack.yaml of another year, whose template's sheets are called
// otherwise: sheets maps the names of those that are still there. Unlike Retarget it
// keeps the rules about finished tables, which are this pack's own. What speaks of a
// sheet that is gone goes; all other lines stay as they are.
func Renew(manifest []byte, year string, sheets map[string]string) ([]byte, error) {
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
	if y := get(get(t.root, "模板包"), "年度"); y != nil && y.Value != year {
		line := &r.lines[y.Line-1]
		*line = strings.Replace(strings.Replace(*line, `"`+y.Value+`"`, y.Value, 1), y.Value, quote(year), 1)
	}
	for _, table := range items(get(t.root, "公开表")) {
		if name := get(table, "工作表"); name != nil && sheets[name.Value] != name.Value {
			r.sheet(name, "工作表")
		}
	}
	for _, equation := range items(get(t.root, "等式")) {
		if r.renames(equation) {
			r.equation(equation)
		}
	}
	for _, rule := range items(get(t.root, "规则")) {
		long := t.rule(rule)
		for _, key := range []string{"公开表", "位置"} {
			name := get(long, key)
			switch {
			case name == nil || slices.Contains(r.input, name.Value) || sheets[name.Value] == name.Value:
			case sheets[name.Value] == "" && key == "公开表":
				r.drop(rule)
			default:
				r.sheet(name, key)
			}
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

// renames says whether an entry of 等式 names a table that is called otherwise now.
func (r *retarget) renames(entry *yaml.Node) bool {
	for _, key := range []string{"表", "表间"} {
		for _, t := range items(get(entry, key)) {
			if r.sheets[t.Value] != t.Value {
				return true
			}
		}
	}
	return false
}
