package codelist

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/typed"
)

// Changes are what a newer list says otherwise than a list of the pack.
type Changes struct {
	List    string
	Added   []Item
	Renamed []Change
	Moved   []Change
	Dropped []Item
	Same    int
	like    map[string]string // of codes that were added: the pack's code of that name, which the files lack
}

// Change is a code with what it was and is.
type Change struct {
	Code, Name string
	To         Item
}

// Lines say each change in a line.
func (c *Changes) Lines() (out []string) {
	say := func(text string, args ...any) { out = append(out, c.List+"："+fmt.Sprintf(text, args...)) }
	for _, d := range c.Dropped {
		say("今年没有 %s %s", d.Code, d.Name)
	}
	for _, m := range c.Moved {
		say("%s 的编码由 %s 改为 %s", m.Name, m.Code, m.To.Code)
	}
	for _, m := range c.Renamed {
		say("%s 的名称由“%s”改为“%s”", m.Code, m.Name, m.To.Name)
	}
	for _, a := range c.Added {
		if other := c.like[a.Code]; other != "" {
			say("今年新增 %s %s；模板包里叫这个名称的是 %s，请核对：文件里没有写它的类、款，编码就会接在上一行后面", a.Code, a.Name, other)
			continue
		}
		say("今年新增 %s %s", a.Code, a.Name)
	}
	return out
}

// Gone are the codes that are not in use any more, dropped or moved, with what to
// write instead if that is known.
func (c *Changes) Gone() map[string]string {
	out := map[string]string{}
	for _, d := range c.Dropped {
		out[d.Code] = ""
	}
	for _, m := range c.Moved {
		out[m.Code] = m.To.Code
	}
	return out
}

// Compare compares a list of the pack with the codes of newer ones. Where these are
// but a part (whole is false), codes of other parts are not dropped: of classes and
// levels that do not occur, or of another value of the column apart.
func Compare(was *budget.CodeList, apart string, now []Item, whole bool) *Changes {
	c := &Changes{List: was.Name}
	is := map[string]Item{}
	part := newPart(was, apart)
	for _, item := range now {
		is[item.Code] = item
		part.note(item)
		name := was.NameOf(item.Code)
		switch {
		case !was.Has(item.Code):
			c.Added = append(c.Added, item)
		case typed.Fold(name) != typed.Fold(item.Name):
			c.Renamed = append(c.Renamed, Change{item.Code, name, item})
		default:
			c.Same++
		}
	}
	for _, e := range was.Entries() {
		if _, there := is[e.Code]; !there && (whole || part.has(e.Code)) {
			c.Dropped = append(c.Dropped, Item{Code: e.Code, Name: e.Name})
		}
	}
	c.move()
	c.alike(was, is)
	byCode := func(a, b Item) int { return strings.Compare(a.Code, b.Code) }
	slices.SortStableFunc(c.Added, byCode)
	return c
}

// move finds codes that were dropped and added under another one: those whose name is
// among neither twice. 行政运行 says nothing.
func (c *Changes) move() {
	count := func(items []Item) map[string]int {
		out := map[string]int{}
		for _, i := range items {
			out[typed.Fold(i.Name)]++
		}
		return out
	}
	dropped, added := count(c.Dropped), count(c.Added)
	once := func(i Item) bool { n := typed.Fold(i.Name); return dropped[n] == 1 && added[n] == 1 }
	for _, d := range c.Dropped {
		k := slices.IndexFunc(c.Added, func(a Item) bool { return len(a.Code) == len(d.Code) && typed.Fold(a.Name) == typed.Fold(d.Name) })
		if once(d) && k >= 0 {
			c.Moved = append(c.Moved, Change{d.Code, d.Name, c.Added[k]})
		}
	}
	for _, m := range c.Moved {
		c.Dropped = slices.DeleteFunc(c.Dropped, func(i Item) bool { return i.Code == m.Code })
		c.Added = slices.DeleteFunc(c.Added, func(i Item) bool { return i.Code == m.To.Code })
	}
}

// alike finds codes that were added under a name that one other code of the pack has, of
// which the files say nothing: where 类, 款 and 项 stand in columns of their own and the row
// of a 类 is left out, the codes below it look like those of the one before.
func (c *Changes) alike(was *budget.CodeList, is map[string]Item) {
	codes := map[string][]string{}
	for _, e := range was.Entries() {
		n := typed.Fold(e.Name)
		codes[n] = append(codes[n], e.Code)
	}
	c.like = map[string]string{}
	for _, a := range c.Added {
		if same := codes[typed.Fold(a.Name)]; len(same) == 1 && len(same[0]) == len(a.Code) {
			if _, there := is[same[0]]; !there {
				c.like[a.Code] = same[0]
			}
		}
	}
}

// part is what of a list a file has: its classes with their levels and, of each, the
// values of the column apart.
type part struct {
	list   *budget.CodeList
	apart  int
	levels map[string]bool // class and length
	values map[string]bool // class and value
}

func newPart(list *budget.CodeList, apart string) *part {
	return &part{list, list.Column(apart), map[string]bool{}, map[string]bool{}}
}

func (p *part) class(code string) string { return code[:min(p.list.Levels[0].Digits, len(code))] }

func (p *part) note(item Item) {
	class := p.class(item.Code)
	p.levels[class+string(rune(len(item.Code)))] = true
	if len(item.Code) == len(class) || !p.list.Has(item.Code) {
		return // a class may stand for several budgets
	}
	for _, v := range p.valuesOf(item.Code) {
		p.values[class+v] = true
	}
}

func (p *part) valuesOf(code string) []string {
	if p.apart < 0 {
		return []string{""}
	}
	return strings.Split(p.list.Attr(code, p.apart), "|")
}

func (p *part) has(code string) bool {
	class := p.class(code)
	return p.levels[class+string(rune(len(code)))] && slices.ContainsFunc(p.valuesOf(code), func(v string) bool { return p.values[class+v] })
}

// Take is the file of a list with the newer codes in it, each with where it is taken
// from. Codes that were dropped stay, in doubt, unless they are to be removed: ledgers
// may use them.
func Take(was *budget.CodeList, apart string, now []Item, c *Changes, source string, remove bool) []byte {
	src := was.Column(budget.SourceColumn)
	columns := slices.Clone(was.Columns)
	if src < 0 {
		src = len(columns)
		columns = append(columns, budget.SourceColumn)
	}
	is := map[string]Item{}
	for _, item := range now {
		is[item.Code] = item
	}
	gone := c.Gone()
	var rows [][]string
	for _, e := range was.Entries() {
		row := slices.Clone(e.Values)
		for len(row) < len(columns) {
			row = append(row, "")
		}
		_, out := gone[e.Code]
		switch item, there := is[e.Code]; {
		case out && remove:
			continue
		case out:
			row[src] = budget.Unconfirmed + "（" + source + "里没有）"
		case there:
			if typed.Fold(row[1]) != typed.Fold(item.Name) {
				row[1] = item.Name
			}
			row[src] = source
		}
		rows = append(rows, row)
	}
	added := slices.Clone(c.Added)
	for _, m := range c.Moved {
		added = append(added, m.To)
	}
	slices.SortStableFunc(added, func(a, b Item) int { return strings.Compare(a.Code, b.Code) })
	for _, item := range added {
		row := make([]string, len(columns))
		row[0], row[1] = item.Code, item.Name
		inherit(was, rows, row, columns, apart, item, src)
		row[src] = source
		at := len(rows)
		for at > 0 && rows[at-1][0] > item.Code {
			at--
		}
		rows = slices.Insert(rows, at, row)
	}
	var b bytes.Buffer
	b.WriteString("\ufeff") // Excel and WPS would read the words wrong without it
	w := csv.NewWriter(&b)
	_ = w.Write(columns)
	_ = w.WriteAll(rows) // into memory
	return b.Bytes()
}

// inherit gives a new code what all codes next to it have in a column, such as
// 经费类型: those under the same code above. A column apart is what the file says, if it
// names one value.
func inherit(was *budget.CodeList, rows [][]string, row, columns []string, apart string, item Item, src int) {
	for k := 2; k < len(columns); k++ {
		if k == src {
			continue
		}
		if columns[k] == apart {
			if v := named(was, k, item.About); v != "" {
				row[k] = v
				continue
			}
		}
		for i := len(was.Levels) - 1; i >= 0; i-- {
			if d := was.Levels[i].Digits; d < len(item.Code) {
				if v, all := same(rows, k, item.Code[:d]); all {
					row[k] = v
					break
				}
			}
		}
	}
}

// named is the one value of a column that a text has in it.
func named(was *budget.CodeList, column int, text string) (value string) {
	text = typed.Fold(text)
	for _, e := range was.Entries() {
		for _, v := range strings.Split(was.Attr(e.Code, column), "|") {
			if v == "" || v == value || !strings.Contains(text, typed.Fold(v)) {
				continue
			}
			if value != "" {
				return ""
			}
			value = v
		}
	}
	return value
}

// same is the value that all codes below one have in a column, but those that have
// codes below themselves and nothing there.
func same(rows [][]string, column int, above string) (value string, all bool) {
	for _, r := range rows {
		if len(r[0]) <= len(above) || !strings.HasPrefix(r[0], above) || r[column] == "" {
			continue
		}
		if all && r[column] != value {
			return "", false
		}
		value, all = r[column], true
	}
	return value, all
}
