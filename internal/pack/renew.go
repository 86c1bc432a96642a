package pack

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"ysgk/internal/pattern"
)

// Renew gives a pack.yaml of another year, whose template's sheets are called
// otherwise: sheets maps the names of those that are still there. What speaks of a
// sheet that is gone is out of force: its lines are comments, and rules and equations among
// it are named. All other lines stay as they are, comments too.
//
// Texts that somebody wrote are left alone: where they name a sheet that is called otherwise or gone, named says so.
//
// words are the titles, headers and labels, by sheet as it is called now, that are written otherwise now: rules
// of a sheet name them.
func Renew(manifest []byte, year string, sheets map[string]string, words map[string]map[string]string) (out []byte, retired []Retired, named []Named, err error) {
	t, found := parse(manifest, manifestName)
	if len(found) > 0 {
		return nil, nil, nil, found
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
	r.known = maps.Clone(sheets)
	for _, table := range items(get(t.root, "公开表")) {
		if name := nameOf(table, "工作表"); name != "" && sheets[name] == "" {
			r.known[name] = ""
		}
	}
	for i, line := range r.lines {
		if before, comment, ok := strings.Cut(line, "#"); ok && (strings.Trim(before, " ") == "" || strings.HasSuffix(before, " ") && !strings.ContainsAny(before, `"'`)) {
			r.names(fmt.Sprintf("第 %d 行的注释", i+1), comment)
		}
	}
	for _, table := range items(get(t.root, "公开表")) {
		name := get(table, "工作表")
		if title := get(table, "名称"); name != nil && title != nil && words[sheets[name.Value]][title.Value] != "" {
			r.write(title, "名称", words[sheets[name.Value]][title.Value])
		}
		switch {
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
		about := ""
		if name := get(long, "公开表"); name != nil {
			about = name.Value
		}
		for _, key := range []string{"说明", "怎么办"} {
			if text := get(long, key); text != nil {
				id := get(long, "编号")
				where := "规则"
				if id != nil {
					where += " " + id.Value
				}
				r.names(where, text.Value)
			}
		}
		r.say(rule, about, words)
		for _, key := range []string{"公开表", "位置"} {
			name := get(long, key)
			switch {
			case name == nil || slices.Contains(r.input, name.Value) || sheets[name.Value] == name.Value:
			case sheets[name.Value] == "" && key == "公开表":
				r.retire(rule, gone(name.Value))
			case key == "位置" && !r.table(name.Value): // an input sheet, which may stand in the base
			default:
				r.sheet(name, key)
			}
		}
	}
	return r.text(), r.retired, r.named, nil
}

// table says whether the old pack has a table of this name.
func (r *renewal) table(name string) bool { _, ok := r.known[name]; return ok }

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
	named   []Named
	known   map[string]string // sheets, with those that are gone
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
	r.write(name, key, to)
	if line := &r.lines[name.Line-1]; to != name.Value { // of a rule in one line
		*line = strings.Replace(*line, key+" "+name.Value, key+" "+to, 1)
	}
}

// write puts another text in the place of what an entry says under a key.
func (r *renewal) write(n *yaml.Node, key, to string) {
	line := &r.lines[n.Line-1]
	*line = strings.NewReplacer(key+": "+quote(n.Value), key+": "+quote(to), key+": '"+n.Value+"'", key+": "+quote(to), key+": "+n.Value, key+": "+quote(to)).Replace(*line)
}

// SheetSaid is how the text of a rule names a sheet, so that an update renames it.
func SheetSaid(sheet string) string { return "{" + sheetCall + "(" + quote(sheet) + ")}" }

const (
	sheetCall  = "工作表"
	sheetNamed = `\{` + sheetCall + `\(\s*\\?"([^"\\]*)\\?"\s*\)\}`
)

var (
	// cellCall is where a rule names a cell by the words around it.
	cellCall = pattern.Of(`格\([^()]*\)`)
	// farCell is one of another table than that of the rule.
	farCell = pattern.Of(`^(格\(\s*\\?")([^"\\]*)(\\?"\s*,[^,]*,[^,]*)$`)
	// sheetIn is where a text names a sheet, sheetsIn several of them.
	sheetIn  = pattern.Of(sheetNamed)
	sheetsIn = pattern.Of(sheetNamed + `(?:、` + sheetNamed + `)*`)
)

// say writes the names that sheets have now in an entry, and other words for those by which it names cells; about
// is the sheet of those that it names without one.
func (r *renewal) say(n *yaml.Node, about string, words map[string]map[string]string) {
	for line := n.Line - 1; line < lastLine(n); line++ {
		text := cellCall.ReplaceAllStringFunc(r.lines[line], func(call string) string {
			sheet := about
			if m := farCell.FindStringSubmatch(call); m != nil {
				if sheet = m[2]; r.sheets[sheet] != "" {
					call = m[1] + r.sheets[sheet] + m[3]
				}
			}
			var pairs []string
			for was, is := range words[r.sheets[sheet]] {
				pairs = append(pairs, `"`+was+`"`, `"`+is+`"`)
			}
			return strings.NewReplacer(pairs...).Replace(call)
		})
		r.lines[line] = sheetsIn.ReplaceAllStringFunc(text, func(all string) string {
			var out []string
			for _, one := range sheetIn.FindAllString(all, -1) {
				name := sheetIn.FindStringSubmatch(one)[1]
				if to := r.sheets[name]; to != "" {
					out = append(out, strings.Replace(one, name, to, 1))
				}
			}
			if len(out) == 0 {
				return all // what names nothing that is there is put out of force
			}
			return strings.Join(out, "、")
		})
	}
}

// Named is a text of a pack.yaml that names a sheet as it was called last year.
type Named struct {
	Where   string // 规则 Y01
	Was, Is string // "" of a sheet that is gone
}

// numberEnds is the number at the end of a name such as 表三, which says which sheet it is wherever it stands.
var (
	numberEnds = pattern.Of(`[0-9一二三四五六七八九十]$`)
	braced     = pattern.Of(`\{[^{}]*\}`)
)

// names notes the sheets that a text names that are called otherwise now, but where a call of the language names them.
func (r *renewal) names(where, text string) {
	text = braced.ReplaceAllString(text, "{}")
	names := slices.SortedFunc(maps.Keys(r.known), func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	for _, was := range names {
		if was == "" || strings.Contains(was, "{{") {
			continue
		}
		for from := 0; ; {
			i := strings.Index(text[from:], was)
			if i < 0 {
				break
			}
			before, _ := utf8.DecodeLastRuneInString(text[:from+i])
			after, _ := utf8.DecodeRuneInString(text[from+i+len(was):])
			inWord := func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }
			if numberEnds.MatchString(was) {
				inWord = func(c rune) bool { return numberEnds.MatchString(string(c)) || c == '-' }
			}
			if !inWord(before) && !inWord(after) {
				if x := (Named{where, was, r.known[was]}); x.Is != was && !slices.Contains(r.named, x) {
					r.named = append(r.named, x)
				}
				text = text[:from+i] + "\x00" + text[from+i+len(was):]
				from = from + i + 1
			} else {
				from += i + len(was)
			}
		}
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
