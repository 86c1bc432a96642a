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
	var doc yaml.Node
	if err := yaml.Unmarshal(manifest, &doc); err != nil {
		return nil, err
	}
	r := &retarget{lines: strings.Split(string(manifest), "\n"), sheets: sheets}
	root := doc.Content[0]
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		switch key.Value {
		case "模板":
			r.lines[key.Line-1] = "模板: [" + quote(template) + "]"
			for line := key.Line; line < lastLine(value); line++ {
				r.gone = append(r.gone, line)
			}
		case "金额单位":
			if unit != "" {
				r.lines[key.Line-1] = "金额单位: " + unit
			}
		case "公开表":
			for _, table := range value.Content {
				r.sheet(table, "工作表")
			}
		case "规则":
			for _, rule := range value.Content {
				if r.about(rule) {
					continue // the cells that it names are those of this pack's own tables
				}
				r.sheet(rule, "位置")
			}
		case "录入":
			r.input = append(r.input, inputSheets(value)...)
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

// sheet renames the sheet that an entry names, or drops its line.
func (r *retarget) sheet(entry *yaml.Node, key string) {
	for i := 0; i+1 < len(entry.Content); i += 2 {
		v := entry.Content[i+1]
		if entry.Content[i].Value != key || slices.Contains(r.input, v.Value) {
			continue
		}
		if to, ok := r.sheets[v.Value]; ok {
			line := r.lines[v.Line-1]
			r.lines[v.Line-1] = strings.Replace(line, key+": "+v.Value, key+": "+quote(to), 1)
		} else {
			r.gone = append(r.gone, v.Line-1)
		}
	}
}

// about drops a rule about finished tables, and says whether it is one.
func (r *retarget) about(rule *yaml.Node) bool {
	for i := 0; i+1 < len(rule.Content); i += 2 {
		if rule.Content[i].Value == "公开表" {
			for line := rule.Line - 1; line < lastLine(rule); line++ {
				r.gone = append(r.gone, line)
			}
			return true
		}
	}
	return false
}

// inputSheets are the names of the sheets of the input workbook.
func inputSheets(input *yaml.Node) (names []string) {
	names = append(names, InfoSheet)
	for i := 0; i+1 < len(input.Content); i += 2 {
		if input.Content[i].Value != "表" {
			continue
		}
		for _, sheet := range input.Content[i+1].Content {
			for k := 0; k+1 < len(sheet.Content); k += 2 {
				if sheet.Content[k].Value == "名称" {
					names = append(names, sheet.Content[k+1].Value)
				}
			}
		}
	}
	return names
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
