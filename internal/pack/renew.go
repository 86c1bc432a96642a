package pack

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"ysgk/internal/pattern"
)

// Renew gives a pack.yaml of another year, whose template's sheets are called
// otherwise: sheets maps the names of those that are still there. What speaks of a
// sheet that is gone is out of force: its lines are comments, and rules and equations among
// it are named. All other lines stay as they are, comments too.
//
// words are the headers and labels, by sheet as it is called now, that are written otherwise now: rules
// of a sheet name them.
func Renew(manifest []byte, year string, sheets map[string]string, words map[string]map[string]string) ([]byte, []Retired, error) {
	t, found := parse(manifest, manifestName)
	if len(found) > 0 {
		return nil, nil, found
	}
	input := &Input{}
	if single := get(get(t.root, "录入"), "基本信息表"); single != nil {
		input.Single = single.Value
	}
	r := &renewal{tree: t, lines: strings.Split(string(manifest), "\n"), sheets: sheets, input: []string{input.InfoSheet()}}
	for _, s := range items(get(get(t.root, "录入"), "表")) {
		r.input = append(r.input, nameOf(s, "名称"))
	}
	if y := get(get(t.root, "模板包"), "年度"); y != nil && y.Value != year {
		line := &r.lines[y.Line-1]
		*line = strings.Replace(strings.Replace(*line, `"`+y.Value+`"`, y.Value, 1), y.Value, quote(year), 1)
	}
	for _, table := range items(get(t.root, "公开表")) {
		switch name := get(table, "工作表"); {
		case name == nil || sheets[name.Value] == name.Value:
		case sheets[name.Value] == "":
			r.drop(table)
		default:
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
		if name := get(long, "公开表"); name != nil {
			r.say(rule, words[sheets[name.Value]])
		}
		for _, key := range []string{"公开表", "位置"} {
			name := get(long, key)
			switch {
			case name == nil || slices.Contains(r.input, name.Value) || sheets[name.Value] == name.Value:
			case sheets[name.Value] == "" && key == "公开表":
				r.retire(rule, gone(name.Value))
			default:
				r.sheet(name, key)
			}
		}
	}
	return r.text(), r.retired, nil
}

// gone is why what speaks of sheets is out of force.
func gone(sheets ...string) string { return "今年没有工作表 " + strings.Join(sheets, "、") }

// renames says whether an entry of 等式 names a table that is called otherwise now.
func (r *renewal) renames(entry *yaml.Node) bool {
	for _, key := range []string{"表", "表间"} {
		for _, t := range items(get(entry, key)) {
			if r.sheets[t.Value] != t.Value {
				return true
			}
		}
	}
	return false
}

type renewal struct {
	tree    *tree
	lines   []string
	gone    []int          // indexes of lines that are comments now
	why     map[int]string // by the first of them, where there is more to say
	retired []Retired
	sheets  map[string]string
	input   []string // sheets of the input workbook, which keep their names
}

// equation renames the tables of an entry of 等式, which stands on one line; one
// whose tables are not there is dropped.
func (r *renewal) equation(entry *yaml.Node) {
	for _, key := range []string{"表", "表间"} {
		tables := get(entry, key)
		if tables == nil {
			continue
		}
		var names, lost []string
		for _, t := range items(tables) {
			if to, ok := r.sheets[t.Value]; ok {
				names = append(names, quote(to))
			} else {
				lost = append(lost, t.Value)
			}
		}
		if len(names) == 0 || key == "表间" && len(names) < len(tables.Content) {
			r.retire(entry, gone(lost...))
			return
		}
		line := []rune(r.lines[tables.Line-1])
		_, rest, _ := strings.Cut(string(line[tables.Column-1:]), "]")
		r.lines[tables.Line-1] = string(line[:tables.Column-1]) + "[" + strings.Join(names, ", ") + "]" + rest
	}
}

// sheet renames the sheet that an entry names under a key, or drops its line.
func (r *renewal) sheet(name *yaml.Node, key string) {
	if name == nil || slices.Contains(r.input, name.Value) {
		return
	}
	to, ok := r.sheets[name.Value]
	if !ok {
		r.gone = append(r.gone, name.Line-1)
		return
	}
	line := &r.lines[name.Line-1]
	*line = strings.NewReplacer(key+": "+quote(name.Value), key+": "+quote(to), key+": '"+name.Value+"'", key+": "+quote(to), key+": "+name.Value, key+": "+quote(to), key+" "+name.Value, key+" "+to).Replace(*line)
}

// cellCall is where a rule names a cell by the words around it.
var cellCall = pattern.Of(`格\([^()]*\)`)

// say writes other words for those by which an entry names cells.
func (r *renewal) say(n *yaml.Node, words map[string]string) {
	var pairs []string
	for was, is := range words {
		pairs = append(pairs, `"`+was+`"`, `"`+is+`"`)
	}
	for line := n.Line - 1; line < lastLine(n); line++ {
		r.lines[line] = cellCall.ReplaceAllStringFunc(r.lines[line], strings.NewReplacer(pairs...).Replace)
	}
}

// drop makes the lines of an entry comments.
func (r *renewal) drop(n *yaml.Node) {
	from, to, _ := r.block(n)
	for line := from; line < to; line++ {
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
