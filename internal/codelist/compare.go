package codelist

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/nearest"
	"ysgk/internal/typed"
)

// Changes are what a newer list says otherwise than a list of the pack.
type Changes struct {
	List    string
	Added   []Item
	Renamed []Change
	Moved   []Change // names that another code has now
	Dropped []Item
	Same    int
	Unsaid  []string          // classes of the pack's list that the files say nothing of
	like    map[string]string // of codes that were added: the pack's code of that name, which the files lack
	instead map[string]string // the name that a code has now which Moved tells, "" if it is gone
	divided map[string]Item   // of codes that had none below them: the first that they have now
}

// Change is a code with what it was and is.
type Change struct {
	Code, Name string
	To         Item
}

// another is how little two names may have in common before one seems to mean something else.
const another = 0.4

// Lines say each change in a line.
func (c *Changes) Lines() (out []string) {
	say := func(text string, args ...any) { out = append(out, c.List+"："+fmt.Sprintf(text, args...)) }
	for _, d := range c.Dropped {
		say("今年没有 %s %s", d.Code, d.Name)
	}
	for _, m := range c.Moved {
		say("%s 的编码由 %s 改为 %s%s", m.Name, m.Code, m.To.Code, c.meaning(m.Code))
	}
	for _, m := range c.Renamed {
		doubt := ""
		if m.meansAnother() {
			doubt = "，像是换了意思，请核对"
		}
		say("%s 的名称由“%s”改为“%s”%s", m.Code, m.Name, m.To.Name, doubt)
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

// NotCompared says which classes of the pack's list the files have nothing of: they may be but
// a part, or these classes are gone.
func (c *Changes) NotCompared() string {
	switch n := len(c.Unsaid); {
	case n == 0:
		return ""
	case n > 5:
		return fmt.Sprintf("%s：没有比的有 %d 类（%s 等），文件里一个也没有；文件是全部科目的，这些类今年就没有了", c.List, n, strings.Join(c.Unsaid[:5], "、"))
	default:
		return fmt.Sprintf("%s：没有比的是 %s，文件里一个也没有；文件是全部科目的，这些类今年就没有了", c.List, strings.Join(c.Unsaid, "、"))
	}
}

func (m Change) meansAnother() bool {
	return nearest.Likeness(typed.Fold(m.Name), typed.Fold(m.To.Name)) < another
}

// meaning says what a code means now whose name another one has, nothing if it is gone.
func (c *Changes) meaning(code string) string {
	if name := c.instead[code]; name != "" {
		return fmt.Sprintf("；%s 今年是“%s”", code, name)
	}
	return ""
}

// Fate says what has become of a code, for whoever has used it: it is gone, its name is that
// of another code, or it has another name.
func (c *Changes) Fate(code string) (text string, changed bool) {
	if i := slices.IndexFunc(c.Dropped, func(d Item) bool { return d.Code == code }); i >= 0 {
		return "今年没有", true
	}
	if i := slices.IndexFunc(c.Moved, func(m Change) bool { return m.Code == code }); i >= 0 {
		m := c.Moved[i]
		if c.instead[code] == "" {
			return "今年没有，改成了 " + m.To.Code, true
		}
		return fmt.Sprintf("“%s”今年是 %s%s", m.Name, m.To.Code, c.meaning(code)), true
	}
	if i := slices.IndexFunc(c.Renamed, func(m Change) bool { return m.Code == code }); i >= 0 {
		text = fmt.Sprintf("名称由“%s”改为“%s”", c.Renamed[i].Name, c.Renamed[i].To.Name)
		if c.Renamed[i].meansAnother() {
			text += "，像是换了意思，请核对"
		}
		return text, true
	}
	if first, divided := c.divided[code]; divided {
		return fmt.Sprintf("今年分到了下一级，如 %s %s，要填到那一级", first.Code, first.Name), true
	}
	return "", false
}

// Renamed are the names that codes have now by those that they had: of those that all codes
// of that name have now.
func Renamed(all []*Changes) map[string]string {
	out, twice := map[string]string{}, map[string]bool{}
	for _, c := range all {
		for _, m := range c.Renamed {
			if is, known := out[m.Name]; known && is != m.To.Name {
				twice[m.Name] = true
			}
			out[m.Name] = m.To.Name
		}
	}
	maps.DeleteFunc(out, func(was, _ string) bool { return twice[was] })
	return out
}

// Means says whether a code does not mean any more what it meant.
func (c *Changes) Means(code string) bool {
	_, changed := c.Fate(code)
	i := slices.IndexFunc(c.Renamed, func(m Change) bool { return m.Code == code })
	return !changed || i >= 0 && !c.Renamed[i].meansAnother()
}

// Compare compares a list of the pack with the codes of newer ones. Where these are
// but a part (whole is false), codes of other parts are not dropped: of classes and
// levels that do not occur, or of another value of the column apart.
func Compare(was *budget.CodeList, apart string, now []Item, whole bool) *Changes {
	c := &Changes{List: was.Name, instead: map[string]string{}, divided: map[string]Item{}}
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
	elsewhere := map[string]string{} // classes that the files have by another code, if but a part of the list
	for _, a := range c.Added {
		for _, e := range was.Entries() {
			if _, there := is[e.Code]; !there && len(a.Code) == was.Levels[0].Digits && len(e.Code) == len(a.Code) && typed.Fold(e.Name) == typed.Fold(a.Name) {
				elsewhere[e.Code] = a.Code
			}
		}
	}
	var said []Item // of the pack, what the files would say
	for _, e := range was.Entries() {
		item := Item{Code: e.Code, Name: e.Name}
		_, there := is[e.Code]
		if !there && !whole && !part.has(e.Code) && elsewhere[part.class(e.Code)] == "" {
			if len(e.Code) == was.Levels[0].Digits && !part.hasClass(e.Code) {
				c.Unsaid = append(c.Unsaid, e.Code+" "+e.Name)
			}
			continue
		}
		said = append(said, item)
		if !there {
			c.Dropped = append(c.Dropped, item)
		}
	}
	for _, item := range now {
		if above := parent(item.Code, was.Levels); was.Has(above) && !was.IsParent(above) {
			if _, known := c.divided[above]; !known {
				c.divided[above] = item
			}
		}
	}
	c.move(Follow(said, now, was.Levels), is)
	c.alike(was, is)
	byCode := func(a, b Item) int { return strings.Compare(a.Code, b.Code) }
	slices.SortStableFunc(c.Added, byCode)
	return c
}

// move takes the names that went to another code out of what was dropped, renamed and added.
func (c *Changes) move(to map[string]string, is map[string]Item) {
	moved := func(code, name string) bool {
		now, gone := is[to[code]]
		if gone {
			c.Moved = append(c.Moved, Change{code, name, now})
			c.instead[code] = is[code].Name
		}
		return gone
	}
	c.Dropped = slices.DeleteFunc(c.Dropped, func(d Item) bool { return moved(d.Code, d.Name) })
	c.Renamed = slices.DeleteFunc(c.Renamed, func(m Change) bool { return moved(m.Code, m.Name) })
	c.Added = slices.DeleteFunc(c.Added, func(a Item) bool {
		return slices.ContainsFunc(c.Moved, func(m Change) bool { return m.To.Code == a.Code })
	})
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

// hasClass says whether the files have anything of a class.
func (p *part) hasClass(class string) bool {
	for _, l := range p.list.Levels {
		if p.levels[class+string(rune(l.Digits))] {
			return true
		}
	}
	return false
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
	moved := map[string]Change{} // by the code that has the name now
	gone := map[string]bool{}
	for _, m := range c.Moved {
		moved[m.To.Code], gone[m.Code] = m, is[m.Code].Code == ""
	}
	for _, d := range c.Dropped {
		gone[d.Code] = true
	}
	values := func(code string) []string {
		row := make([]string, len(columns))
		for k := range was.Columns {
			row[k] = was.Attr(code, k)
		}
		return row
	}
	var rows [][]string
	var again []int // of rows
	for _, e := range was.Entries() {
		row, out := values(e.Code), gone[e.Code]
		switch item, there := is[e.Code]; {
		case out && remove:
			continue
		case out:
			row[src] = budget.Unconfirmed + "（" + source + budget.NoMore + "）"
		case there:
			if m, is := moved[e.Code]; is {
				row = values(m.Code) // what belongs to a name goes with it
				row[0] = e.Code
			}
			if typed.Fold(row[1]) != typed.Fold(item.Name) {
				row[1] = item.Name
			}
			if _, is := moved[e.Code]; !is && c.instead[e.Code] != "" { // nothing is known of a meaning that is new
				clear(row[2:])
				again = append(again, len(rows))
			}
			row[src] = source
		}
		rows = append(rows, row)
	}
	for _, i := range again {
		inherit(was, rows, rows[i], columns, apart, is[rows[i][0]], src)
	}
	added := slices.Clone(c.Added)
	for _, m := range c.Moved {
		if !was.Has(m.To.Code) {
			added = append(added, m.To)
		}
	}
	slices.SortStableFunc(added, func(a, b Item) int { return strings.Compare(a.Code, b.Code) })
	for _, item := range added {
		row := make([]string, len(columns))
		if m, is := moved[item.Code]; is {
			row = values(m.Code)
		}
		row[0], row[1] = item.Code, item.Name
		if _, is := moved[item.Code]; !is {
			inherit(was, rows, row, columns, apart, item, src)
		}
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
