package pack

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"ysgk/internal/pattern"
)

// Retired is an entry of a pack.yaml that is out of force: its lines are comments, below one that says why.
type Retired struct {
	Name string // 规则 Y01
	Must string // what it demanded
	Says string // what it would say
	Why  string
}

// Retire puts the rules and equations of a pack.yaml out of force in which a pack that was made of it has problems:
// others work without them, and nothing that somebody wrote is lost.
func Retire(manifest []byte, problems []Problem) ([]byte, []Retired, error) {
	t, found := parse(manifest, manifestName)
	if len(found) > 0 {
		return nil, nil, found
	}
	r := &renewal{tree: t, lines: strings.Split(string(manifest), "\n")}
	for _, key := range []string{"规则", "等式"} {
		for _, entry := range items(get(t.root, key)) {
			from, to, ok := r.block(entry)
			i := slices.IndexFunc(problems, func(p Problem) bool { return p.Own() && from < p.Line && p.Line <= to })
			if ok && i >= 0 {
				why := problems[i].Text
				if _, rest, named := strings.Cut(why, "："); named {
					why = rest
				}
				r.retire(entry, why)
			}
		}
	}
	return r.text(), r.retired, nil
}

// ProblemsIn are the problems of a pack that an error is made of.
func ProblemsIn(err error) (out []Problem) {
	var refused Refusal
	if errors.As(err, &refused) {
		return refused
	}
	for err != nil {
		switch x := err.(type) {
		case Problem:
			return []Problem{x}
		case interface{ Unwrap() []error }:
			for _, one := range x.Unwrap() {
				out = append(out, ProblemsIn(one)...)
			}
			return out
		}
		err = errors.Unwrap(err)
	}
	return nil
}

// block are the lines of an entry of a list, from the first to before the last, as indexes; not ok of one that shares
// a line with others.
func (r *renewal) block(entry *yaml.Node) (from, to int, ok bool) {
	from, last, next := entry.Line-1, lastLine(entry), len(r.lines)+1
	if from > 0 && strings.TrimSpace(r.lines[from-1]) == "-" {
		from--
	}
	var walk func(n *yaml.Node) bool
	walk = func(n *yaml.Node) bool {
		if n == entry {
			return true
		}
		if n.Kind == yaml.ScalarNode && n.Line > from && n.Line <= last {
			return false
		}
		if n.Kind == yaml.ScalarNode && n.Line > last {
			next = min(next, n.Line)
		}
		for _, c := range n.Content {
			if !walk(c) {
				return false
			}
		}
		return true
	}
	if !walk(r.tree.root) {
		return 0, 0, false
	}
	for to = next - 1; to > last; to-- { // what a scalar of several lines says has no node of its own
		if line := strings.TrimSpace(r.lines[to-1]); line != "" && line != "-" && !strings.HasPrefix(line, "#") {
			break
		}
	}
	return from, to, true
}

// retire makes the lines of an entry comments, below one that says why.
func (r *renewal) retire(entry *yaml.Node, why string) {
	from, to, ok := r.block(entry)
	if !ok {
		return
	}
	if r.why == nil {
		r.why = map[int]string{}
	}
	r.why[from] = why
	for line := from; line < to; line++ {
		r.gone = append(r.gone, line)
	}
	long, name := r.tree.rule(entry), "规则 "
	if get(entry, "表") != nil && get(long, "应") == nil || get(entry, "表间") != nil {
		name = "等式 "
	}
	value := func(key string) string {
		if n := get(long, key); n != nil {
			return n.Value
		}
		return ""
	}
	r.retired = append(r.retired, Retired{Name: name + value("编号"), Must: value("应"), Says: value("说明"), Why: why})
}

// text is the file with what was changed; lines that went are comments.
func (r *renewal) text() []byte {
	var out []string
	for i, line := range r.lines {
		body := strings.TrimLeft(line, " ")
		indent := line[:len(line)-len(body)]
		if why := r.why[i]; why != "" {
			out = append(out, indent+"# 更新时停用："+strings.ReplaceAll(why, "\n", " "))
		}
		if slices.Contains(r.gone, i) {
			line = indent + "# " + body
		}
		out = append(out, line)
	}
	return []byte(strings.Join(out, "\n"))
}

// ruleName is how rules are called that are written for the tables of a bureau.
var ruleName = pattern.Of(`Y(\d+)`)

// AddRules writes rules at the end of those of a pack.yaml, each with the next name that is free; the names are ""
// where its rules do not stand in lines of their own.
func AddRules(manifest []byte, rules []func(id string) string) (out []byte, ids []string, err error) {
	t, found := parse(manifest, manifestName)
	if len(found) > 0 {
		return nil, nil, found
	}
	r := &renewal{tree: t, lines: strings.Split(string(manifest), "\n")}
	list, after := get(t.root, "规则"), len(r.lines)
	switch all := items(list); {
	case len(all) > 0:
		_, to, ok := r.block(all[len(all)-1])
		if !ok || list.Style&yaml.FlowStyle != 0 {
			return manifest, make([]string, len(rules)), nil
		}
		after = to
	case at(t.root, "规则") >= 0:
		after = t.root.Content[at(t.root, "规则")].Line
	default:
		for after > 0 && strings.TrimSpace(r.lines[after-1]) == "" {
			after--
		}
	}
	last := 0
	for _, m := range ruleName.FindAllStringSubmatch(string(manifest), -1) {
		if n, err := strconv.Atoi(m[1]); err == nil {
			last = max(last, n)
		}
	}
	var more []string
	if at(t.root, "规则") < 0 {
		more = append(more, "", "规则:")
	}
	for _, rule := range rules {
		last++
		ids = append(ids, fmt.Sprintf("Y%02d", last))
		more = append(more, rule(ids[len(ids)-1]))
	}
	if after == len(r.lines) || strings.TrimSpace(strings.Join(r.lines[after:], "")) == "" {
		more = append(more, "")
	}
	return []byte(strings.Join(slices.Insert(r.lines[:after:after], after, append(more, r.lines[after:]...)...), "\n")), ids, nil
}
