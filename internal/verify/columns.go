package verify

import (
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/pack"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// Columns that say the same as the template's in another way are read into columns of
// the table's own, whose cells still name the place where they stand: a code in three
// columns 类、款、项, a code and its name in one cell, or one column of codes where
// the template has three.

// ownColumns is where the columns begin that no sheet has.
const ownColumns = 1 << 20

// foreign finds the lost columns that the sheet has in another form; it gives those that
// it has not got.
func (t *table) foreign(v *verifier, lost, rows []int, used map[int]bool) (still []int) {
	for _, c := range lost {
		if n := t.joined(c, rows, used); n > 0 {
			t.cols[c], used[n] = n, true
		} else {
			still = append(still, c)
		}
	}
	t.wholeCodes()
	code, name, pieces := t.codeColumns(v, still)
	found := map[int]bool{}
	switch {
	case len(pieces) > 0:
		free := map[int]bool{}
		for n := range used {
			free[n] = used[n]
		}
		all := t.cutColumns()
		for _, c := range all {
			free[t.cols[c]] = false // 科目编码 over the only column of codes is over the first of three, too
		}
		like := wholeCode
		from := t.holding(free, like)
		if from == 0 {
			like = codeAndName
			if from = t.holding(free, like); from > 0 {
				t.derive(name, func(row int) *cell { return t.sheet.at(from, row).part(like, 2, 0, -1) })
				found[name] = true
			}
		}
		for _, c := range all {
			if cut := t.cut(c).Cut; from > 0 {
				t.derive(c, func(row int) *cell { return t.sheet.at(from, row).part(like, 1, cut.From, cut.To) })
				found[c] = true
			}
		}
	case code > 0:
		if in := t.threeColumns(used); len(in) > 1 {
			t.joinColumns(code, in)
			found[code] = true
			break
		}
		taken := used
		if t.cols[name] > 0 {
			taken = map[int]bool{}
			for n := range used {
				taken[n] = n != t.cols[name]
			}
		}
		if from := t.holding(taken, codeAndName); from > 0 {
			t.derive(code, func(row int) *cell { return t.sheet.at(from, row).part(codeAndName, 1, 0, -1) })
			t.derive(name, func(row int) *cell { return t.sheet.at(from, row).part(codeAndName, 2, 0, -1) })
			found[code], found[name], used[from] = true, true, true
		}
	}
	return slices.DeleteFunc(still, func(c int) bool { return found[c] })
}

var (
	wholeCode   = regexp.MustCompile(`^(\d{3,7})$`)
	codeAndName = regexp.MustCompile(`^[\[(（【]?(\d{3,7})[\])）】\s\-—_、.:：]*([^\d\s].*)$`)
)

// joined is the column whose headers, put together, read like those of a template
// column: 科目 over 编码 is 科目编码.
func (t *table) joined(c int, rows []int, used map[int]bool) int {
	var want []string
	for _, parts := range t.path(c, rows) {
		want = append(want, plain(text(parts)))
	}
	last := want[len(want)-1]
	for n := t.left; n <= min(t.right, t.left+t.width+10); n++ {
		got := t.shown(n)
		if used[n] || len(got) == 0 {
			continue
		}
		if len(got) > 1 && strings.Join(got[len(got)-2:], "") == last || len(want) > 1 && strings.Join(want[len(want)-2:], "") == got[len(got)-1] {
			return n
		}
	}
	return 0
}

// codeColumns are the lost columns that show codes, the one with their names, and those
// that show parts of codes.
func (t *table) codeColumns(v *verifier, lost []int) (code, name int, pieces []int) {
	for _, p := range t.order {
		c := t.cells[p]
		if t.lane(p) == nil || len(c.Parts) != 1 || c.Parts[0].List == "" {
			continue
		}
		view := v.pack.View(c.Parts[0].List)
		away := slices.Contains(lost, p.Col)
		switch {
		case c.Parts[0].Cut.Code != "" && away && !slices.Contains(pieces, p.Col):
			pieces = append(pieces, p.Col)
		case c.Parts[0].Cut.Code == "" && v.coded(view, c.Parts[0].Field) && away && code == 0:
			code = p.Col
		case strings.HasSuffix(c.Parts[0].Field, "名称") && name == 0:
			name = p.Col
		}
	}
	return code, name, pieces
}

// cut is the part of a code that a column of the template shows.
func (f *form) cut(col int) (part tags.Part) {
	for _, p := range f.order {
		if c := f.cells[p]; p.Col == col && len(c.Parts) == 1 && c.Parts[0].Cut.Code != "" {
			return c.Parts[0]
		}
	}
	return part
}

// ownersBeside puts names into one column that the sheet has in two: the unit, merged
// over its rows, beside its projects and their 小计. The template has each of them in a
// row of its own.
func (t *table) ownersBeside(v *verifier, used map[int]bool) {
	for _, b := range t.Bands {
		for _, l := range b.Lanes {
			view := v.pack.View(l.List)
			names, levels := map[int]int{}, map[int]bool{}
			for _, variant := range l.Variants {
				for _, c := range t.rows[variant.Rows[0]].Cells {
					if variant.Level > 0 && l.Has(c.Col) && len(c.Parts) == 1 && naming(view, variant.Level, c.Parts[0].Field) {
						names[c.Col]++
						levels[variant.Level] = true
					}
				}
			}
			if len(names) != 1 || len(levels) < 2 {
				continue
			}
			for c := range names {
				if n := t.headedBy(v, view, levels, t.cols[c], used); n > 0 {
					used[n] = true
					t.inOneColumn(c, n, t.cols[c])
				}
			}
		}
	}
}

// headedBy is the free column before another whose header names an upper level of a view,
// 0 if there is none.
func (t *table) headedBy(v *verifier, view *pack.View, levels map[int]bool, before int, used map[int]bool) int {
	for n := t.left; n < before && before < ownColumns; n++ {
		got := t.shown(n)
		if used[n] || len(got) == 0 || t.reads(n, wholeCode) { // 编码 below 部门预算支出经济科目 names nobody
			continue
		}
		for level := range levels {
			field := fieldOf(view, level)
			if slices.Contains(got, field) || slices.ContainsFunc(v.pack.Words, func(w pack.Word) bool {
				return w.Rows == field && slices.ContainsFunc(w.Written, func(s string) bool { return slices.Contains(got, s) })
			}) {
				return n
			}
		}
	}
	return 0
}

// inOneColumn gives a column of the template the names of one column, and in rows of
// sums those of another.
func (t *table) inOneColumn(c, owners, names int) {
	for row := t.begin; row <= t.end; row++ {
		owner, x := t.sheet.at(owners, row), t.sheet.at(names, row)
		t.unsummed = t.unsummed || owner != nil && x != nil && !slices.Contains(sumsUp, x.plain) && !slices.Contains(sumsUp, owner.plain)
	}
	t.derive(c, func(row int) *cell {
		x := t.sheet.at(names, row)
		if x != nil && !slices.Contains(sumsUp, x.plain) {
			return x
		}
		if owner := t.sheet.covering(owners, row); owner != nil {
			return t.sheet.cellAt(owners, row).saying(owner.text)
		}
		return x
	})
}

// sumsUp is what rows of sums are called whose owner stands beside.
var sumsUp = []string{"小计", "合计", "单位小计", "单位合计", "总计"}

// cutColumns are the columns of the template that show parts of codes.
func (f *form) cutColumns() (all []int) {
	for c := 1; c <= f.width; c++ {
		if f.cut(c).Cut.Code != "" {
			all = append(all, c)
		}
	}
	return all
}

// holding is the first free column most of whose texts read like a pattern, 0 if there
// is none.
func (t *table) holding(used map[int]bool, like *regexp.Regexp) int {
	for n := t.left; n <= min(t.right, t.left+t.width+10); n++ {
		if !used[n] && t.reads(n, like) {
			return n
		}
	}
	return 0
}

// reads says whether most texts of a column read like a pattern.
func (t *table) reads(col int, like *regexp.Regexp) bool {
	all, fit := 0, 0
	for row := t.begin; row <= t.end; row++ {
		if x := t.sheet.at(col, row); x != nil {
			all++
			fit += number((x.kind == xlsxread.Text || like == wholeCode) && like.MatchString(strings.TrimSpace(x.text)))
		}
	}
	return fit > 1 && fit*2 > all
}

// threeColumns are the adjoining columns under 类、款 and 项.
func (t *table) threeColumns(used map[int]bool) (columns []int) {
	levels := []string{"类", "款", "项"}
	for n := t.left; n <= min(t.right, t.left+t.width+10) && len(columns) < len(levels); n++ {
		if got := t.shown(n); !used[n] && len(got) > 0 && got[len(got)-1] == levels[len(columns)] {
			columns = append(columns, n)
		} else if len(columns) > 0 {
			break
		}
	}
	return columns
}

// joinColumns puts the codes of a column together from the columns of their parts; what
// is blank is as above.
func (t *table) joinColumns(code int, from []int) {
	parts := make([]string, len(from))
	t.derive(code, func(row int) *cell {
		last := -1
		for i, n := range from {
			if t.sheet.merged(n, row) != "" {
				last = i
			}
		}
		if last < 0 {
			return nil
		}
		for i, n := range from[:last+1] {
			text := t.sheet.merged(n, row)
			if strings.Trim(text, "0123456789") != "" {
				return t.sheet.at(n, row) // a label such as 合计
			}
			if x := t.sheet.at(n, row); x != nil && x.kind == xlsxread.Number && i > 0 && len(text) == 1 {
				text = "0" + text
			}
			if i > 0 && len(text) > len(parts[0]) && strings.HasPrefix(text, parts[0]) {
				return t.sheet.at(n, row).saying(text) // the whole code in the column of its level
			}
			if text != "" {
				parts[i] = text
			}
		}
		return t.sheet.at(from[last], row).saying(strings.Join(parts[:last+1], ""))
	})
}

// wholeCodes cuts the codes up that stand whole in the columns of their levels, where
// the template has a part in each.
func (t *table) wholeCodes() {
	all := t.cutColumns()
	if len(all) < 2 || slices.ContainsFunc(all, func(c int) bool { return t.cols[c] == 0 }) {
		return
	}
	whole, parts, from := 0, 0, map[int]int{}
	for _, c := range all {
		from[c] = t.cols[c]
		cut := t.cut(c).Cut
		for row := t.begin; row <= t.end && cut.From > 0; row++ {
			if x := t.sheet.at(t.cols[c], row); x != nil && strings.Trim(x.plain, "0123456789") == "" {
				whole += number(len(x.plain) == cut.To)
				parts += number(len(x.plain) == cut.To-cut.From)
			}
		}
	}
	if whole <= parts {
		return
	}
	for _, c := range all {
		cut := t.cut(c).Cut
		t.derive(c, func(row int) *cell {
			var deepest *cell
			for _, o := range all {
				if x := t.sheet.at(from[o], row); x != nil && (deepest == nil || len(x.plain) > len(deepest.plain)) {
					deepest = x
				}
			}
			return deepest.part(wholeCode, 1, cut.From, cut.To)
		})
	}
}

// derive gives a column of the template cells that are made of others.
func (t *table) derive(c int, make func(row int) *cell) {
	t.sheet.own++
	t.cols[c] = ownColumns + t.sheet.own
	for row := t.begin; row <= t.end; row++ {
		if x := make(row); x != nil {
			t.sheet.cells[xlsxedit.Pos{Col: t.cols[c], Row: row}] = x
		}
	}
}

// part is the cell as if it held a part of its text alone; a text that does not read
// like the pattern stays as it is in the first part.
func (c *cell) part(like *regexp.Regexp, group, from, to int) *cell {
	if c == nil {
		return nil
	}
	found := like.FindStringSubmatch(strings.TrimSpace(c.text))
	switch {
	case found == nil && group == 1 && from == 0:
		return c
	case found == nil || to > len(found[group]):
		return nil
	case to < 0:
		to = len(found[group])
	}
	return c.saying(found[group][from:to])
}

// saying is the cell as if it held a text.
func (c *cell) saying(text string) *cell {
	if c == nil {
		return nil
	}
	out := *c
	out.kind, out.text, out.plain = xlsxread.Text, text, plain(text)
	return &out
}
