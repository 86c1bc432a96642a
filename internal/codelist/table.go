package codelist

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/listed"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/typed"
)

// Item is a code with its name as a file has it.
type Item struct {
	Code, Name string
	About      string // what the sheet is called and says above its header
}

// Read reads the codes of files, by the pack's list that they belong to. said tells
// what was read, doubts what was not, or may be wrong.
func Read(p *pack.Pack, files []string) (lists map[string][]Item, said, doubts []string, err error) {
	r := &reader{p: p, lists: map[string][]Item{}, seen: map[string]map[string]string{}}
	for _, d := range p.CodeFiles {
		if l := p.Codes[d.Name]; l != nil {
			r.order = append(r.order, l)
		}
	}
	for _, path := range files {
		all, err := listed.Sheets(path)
		if err != nil {
			return nil, nil, nil, err
		}
		r.file = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		before := r.items
		for _, s := range all {
			r.sheet(s)
		}
		if r.items == before {
			return nil, nil, nil, &finding.FileError{File: filepath.Base(path), Message: "没有找到科目。要有编码（2010101，或类、款、项分列）和名称两列"}
		}
	}
	return r.lists, r.said, r.doubts, nil
}

type reader struct {
	p      *pack.Pack
	order  []*budget.CodeList
	lists  map[string][]Item
	seen   map[string]map[string]string // by list: name by code
	file   string
	items  int
	said   []string
	doubts []string
}

// warn says what was not taken, or may be wrong.
func (r *reader) warn(format string, args ...any) {
	r.doubts = append(r.doubts, fmt.Sprintf(format, args...))
}

func (r *reader) say(format string, args ...any) {
	r.said = append(r.said, fmt.Sprintf(format, args...))
}

// group are the columns of a list within a sheet: of the code, in one column or one
// for each level, and of the name. A code and its name may share a column.
type group struct {
	code []int
	name int // -1 for the column of the code
	off  int // the column that says whether a code is in use, -1 if none does
}

var (
	digits   = pattern.Of(`^\d{1,9}(\.0+)?$`)
	together = pattern.Of(`^[\[【(（]?(\d{3,9})[\]】)）]?[\s\-—–－_:：.．、]*(\D.*)$`)
	ordinal  = pattern.Of(`^[一二三四五六七八九十]+、`)
)

// sheet reads the lists of a sheet.
func (r *reader) sheet(s listed.Sheet) {
	stats := r.stats(s)
	groups := stats.groups()
	about := s.Name + " " + r.file
	for _, row := range s.Rows[:stats.first] {
		about += " " + strings.Join(row, " ")
	}
	counts := map[string]int{}
	var strange []string
	for _, g := range groups {
		carried := ""
		for _, row := range s.Rows[stats.first:] {
			code, name := g.read(row, &carried)
			if code == "" || name == "" || g.unused(stats, row) {
				continue
			}
			if list := r.listOf(s.Name, code); list != nil {
				if r.add(list, Item{code, name, about}) {
					counts[list.Name]++
				}
			} else {
				strange = append(strange, code+" "+name)
			}
		}
	}
	for _, l := range r.order {
		if n := counts[l.Name]; n > 0 {
			r.say("读了“%s”：%s %d 个", s.Name, l.Name, n)
		}
	}
	if n := len(strange); n > 0 {
		r.warn("“%s”：%d 个编码不属于模板包的任何码表，没有用：%s%s", s.Name, n, strings.Join(strange[:min(n, 5)], "、"), map[bool]string{true: " 等"}[n > 5])
	}
}

// add keeps the first name of a code.
func (r *reader) add(list *budget.CodeList, item Item) bool {
	known := r.seen[list.Name]
	if known == nil {
		known = map[string]string{}
		r.seen[list.Name] = known
	}
	if was, twice := known[item.Code]; twice {
		if typed.Fold(was) != typed.Fold(item.Name) {
			r.warn("%s %s 在文件里有两个名称“%s”和“%s”，用了前一个，请核对", list.Name, item.Code, was, item.Name)
		}
		return false
	}
	known[item.Code] = item.Name
	r.lists[list.Name] = append(r.lists[list.Name], item)
	r.items++
	return true
}

// listOf is the pack's list that a code belongs to: the one that the sheet or the file
// is named after, or the one with the nearest codes.
func (r *reader) listOf(sheet, code string) (best *budget.CodeList) {
	most := 0
	for _, l := range r.order {
		if !slices.ContainsFunc(l.Levels, func(v budget.Level) bool { return v.Digits == len(code) }) {
			continue
		}
		near := 0
		for _, e := range l.Entries() {
			if len(e.Code) == l.Levels[0].Digits {
				near = max(near, common(e.Code, code))
			}
		}
		if n := typed.Fold(l.Name); near > 0 && (n == typed.Fold(sheet) || n == typed.Fold(r.file)) {
			return l
		}
		if near > most {
			most, best = near, l
		}
	}
	return best
}

func common(a, b string) (n int) {
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// stats are what stands in the columns of a sheet.
type stats struct {
	first   int // the first row with a code
	headers []string
	full    []int // codes of a level's length
	parts   []int // one or two digits, as 款 and 项 have them
	both    []int // code and name
	texts   []int
	longest []int // code
	filled  []int
}

func (r *reader) stats(s listed.Sheet) *stats {
	width := 0
	for _, row := range s.Rows {
		width = max(width, len(row))
	}
	x := &stats{first: len(s.Rows), headers: make([]string, width), full: make([]int, width), parts: make([]int, width), both: make([]int, width), texts: make([]int, width), longest: make([]int, width), filled: make([]int, width)}
	for i, row := range s.Rows {
		codes, words := false, false
		for _, cell := range row {
			cell = typed.Fold(cell)
			codes = codes || r.length(cell) || r.length(codeOf(cell))
			words = words || isName(cell)
		}
		if codes && words {
			x.first = i
			break
		}
	}
	for _, row := range s.Rows[:x.first] {
		for c, cell := range row {
			x.headers[c] += typed.Fold(cell)
		}
	}
	for _, row := range s.Rows[x.first:] {
		for c, cell := range row {
			cell = typed.Fold(cell)
			if cell != "" {
				x.filled[c]++
			}
			switch {
			case r.length(cell):
				x.full[c]++
				x.longest[c] = max(x.longest[c], len(cell))
			case digits.MatchString(cell) && len(cell) <= 2:
				x.parts[c]++
			case r.length(codeOf(cell)):
				x.both[c]++
			case isName(cell):
				x.texts[c]++
			}
		}
	}
	return x
}

// length says whether a text is a code as long as those of a level.
func (r *reader) length(text string) bool {
	text, _, _ = strings.Cut(text, ".")
	return digits.MatchString(text) && slices.ContainsFunc(r.order, func(l *budget.CodeList) bool {
		return slices.ContainsFunc(l.Levels, func(v budget.Level) bool { return v.Digits == len(text) })
	})
}

func codeOf(text string) string {
	if m := together.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// isName says whether a text may be a name: it has letters, and says neither yes nor no.
func isName(text string) bool {
	return strings.IndexFunc(text, unicode.IsLetter) >= 0 && !slices.Contains([]string{"是", "否", "启用", "停用", "有效", "无效"}, text)
}

// groups finds the lists that stand beside each other in a sheet.
func (x *stats) groups() (out []group) {
	left := 0 // the first column that no list before has
	for c := 0; c < len(x.headers); c++ {
		if x.says(c, "上级", "父级", "父编码", "原编码", "旧编码") || x.says(c, "序号") && x.full[c] == 0 {
			continue
		}
		switch {
		case x.full[c] > 0 && 10*x.full[c] >= 8*x.filled[c]: // an amount may look like a code
			g := group{code: []int{c}, name: -2, off: x.status(c)}
			for c+1 < len(x.headers) && x.deeper(g.code[0], c+1) {
				c++
				g.code = append(g.code, c)
			}
			for n := c + 1; n < len(x.headers) && x.full[n] == 0; n++ {
				if x.texts[n] > 0 && !x.says(n, "上级", "父级") && (g.name < 0 || x.says(n, "名称") && !x.says(g.name, "名称")) {
					g.name = n
				}
			}
			for n := g.code[0] - 1; n >= left && g.name < 0; n-- { // names before the codes
				if x.texts[n] > 0 && x.full[n] == 0 && !x.says(n, "上级", "父级") {
					g.name = n
				}
			}
			if g.name >= 0 {
				out = append(out, g)
			}
			left = max(g.name, c) + 1
		case x.both[c] > 0 && x.both[c] >= x.texts[c]:
			out = append(out, group{code: []int{c}, name: -1, off: x.status(c)})
		}
	}
	return out
}

// deeper says whether a column goes on with the codes of another: with the one or two
// digits of the next level below three, or with longer codes.
func (x *stats) deeper(first, c int) bool {
	if x.parts[c]+x.full[c] <= x.texts[c]+x.both[c] || x.says(c, "上级", "父级", "级次", "级别", "层级") {
		return false
	}
	return x.longest[first] == 3 && x.parts[c] >= x.full[c] || x.full[c] > 0 && x.longest[c] > x.longest[c-1]
}

func (x *stats) says(c int, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(x.headers[c], w) })
}

// status is the column to the right that says whether a code is in use.
func (x *stats) status(from int) int {
	for c := from; c < len(x.headers); c++ {
		if x.says(c, "启用", "停用", "状态", "有效", "作废") && x.full[c] == 0 && !x.says(c, "日期", "时间", "年度") {
			return c
		}
	}
	return -1
}

// unused says whether a row says that its code is not in use.
func (g *group) unused(x *stats, row []string) bool {
	if g.off < 0 || g.off >= len(row) {
		return false
	}
	value := typed.Fold(row[g.off])
	if x.says(g.off, "是否停用", "是否作废", "停用标志", "作废标志") {
		return slices.Contains([]string{"是", "1", "Y"}, value)
	}
	return slices.Contains([]string{"否", "0", "N", "停用", "已停用", "作废", "已作废", "禁用", "失效", "无效", "未启用"}, value)
}

// read takes code and name of a row. carried is the code of the row before: where 类,
// 款 and 项 have columns of their own, the upper ones may be written once.
func (g *group) read(row []string, carried *string) (code, name string) {
	cell := func(c int) string {
		if c < 0 || c >= len(row) {
			return ""
		}
		return typed.Fold(row[c])
	}
	if g.name == -1 {
		if g.code[0] >= len(row) {
			return "", ""
		}
		if m := together.FindStringSubmatch(typed.Trim(row[g.code[0]])); m != nil {
			return m[1], clean(m[2])
		}
		return "", ""
	}
	level := 0 // digits of the columns so far
	for k, c := range g.code {
		text, _, _ := strings.Cut(cell(c), ".")
		own := 2
		if k == 0 {
			own = 3
		}
		switch {
		case text == "" || k > 0 && strings.Trim(text, "0") == "":
		case !digits.MatchString(text):
			return "", ""
		case k == 0 || len(text) > 2:
			code = text
		default:
			above := code
			if len(above) < level {
				above = (*carried)[:min(level, len(*carried))]
			}
			if len(above) != level {
				return "", ""
			}
			code = above + strings.Repeat("0", own-len(text)) + text
		}
		level += own
	}
	if code == "" {
		return "", ""
	}
	*carried = code
	for c := g.name; c < len(row); c++ { // names may stand indented in columns of their own
		if text := typed.Trim(row[c]); isName(text) {
			return code, clean(text)
		}
		if c > g.name+3 || c+1 == g.code[0] {
			break
		}
	}
	return code, ""
}

func clean(name string) string { return typed.Trim(ordinal.ReplaceAllString(typed.Trim(name), "")) }
