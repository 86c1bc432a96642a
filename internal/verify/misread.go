package verify

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/nearest"
	"ysgk/internal/pack"
)

// eachRow visits the rows of lists that are called by something.
func (v *verifier) eachRow(visit func(t *table, view *pack.View, r *record)) {
	for _, t := range v.inOrder() {
		for _, l := range t.lists {
			view := v.pack.View(l.list)
			for _, r := range l.records {
				if r.level > 0 && view.Of == "" {
					visit(t, view, r)
				}
			}
		}
	}
}

// misread finds codes that contradict the name beside them where the name is right: it
// has one code there, which other tables print and this one does not, or another row has
// the code that is written. The row is then
// that of the code, so that its figures are compared with the right ones.
func (v *verifier) misread() {
	printed := map[string]map[*table]int{} // by field and code, how often
	v.eachRow(func(t *table, view *pack.View, r *record) {
		id := fieldOf(view, r.level) + r.code
		if printed[id] == nil {
			printed[id] = map[*table]int{}
		}
		printed[id][t]++
	})
	v.eachRow(func(t *table, view *pack.View, r *record) {
		field := fieldOf(view, r.level)
		list, name := v.pack.Codes[v.pack.ListOf(field)], v.nameCell(view, r)
		if name == nil {
			name = r.texts["名称"]
		}
		if list == nil || name == nil || r.code == "" || plain(list.NameOf(r.code)) == name.plain {
			return
		}
		codes := v.called(view, r.level, name.plain, r.above())
		if len(codes) != 1 {
			return
		}
		mine, theirs := printed[field+r.code], printed[field+codes[0]]
		parted := len(r.kids) > 0 && !slices.ContainsFunc(r.kids, func(k *record) bool { return !strings.HasPrefix(k.code, codes[0]) })
		sized := len(r.code) == len(codes[0]) // or else it is of another level, and the name has told that
		if theirs[t] > 0 || sized && !parted && (len(theirs) == 0 && mine[t] == 1 || mine[t] == 1 && len(mine) > 1) {
			return
		}
		r.named, r.written, r.wrong = name.text, r.code, r.codeCell(codes[0])
		r.code, r.key = codes[0], codes[0]
	})
}

// codeCell is where a record's code stands, of one in several columns the first that
// differs from another code.
func (r *record) codeCell(other string) *cell {
	for from := range len(other) {
		if x := r.pieceAt[from]; x != nil && !strings.HasPrefix(other[from:], x.plain) {
			return x
		}
	}
	return r.shown()
}

// called is a name of a unit or a project in a table.
type called struct {
	table  *table
	at     *cell
	beside bool // of the owner beside a record, of which others have the same
}

// heads says whether it is that of a row of its own.
func (c called) heads() bool { return !c.beside && c.table.Of == "" }

// renamed finds names of units and projects that one table alone has, while the
// others have one that is nearly the same: both are meant to be one.
func (v *verifier) renamed() {
	names := map[string]map[string][]called{} // by field and name
	note := func(field string, by called) {
		if names[field] == nil {
			names[field] = map[string][]called{}
		}
		names[field][by.at.plain] = append(names[field][by.at.plain], by)
	}
	v.eachRow(func(t *table, view *pack.View, r *record) {
		for i, by := range view.Rows[r.level-1].By {
			field, _ := pack.CutField(by)
			x := r.texts[field]
			if x == nil && i == 0 {
				x = r.shown()
			}
			if x != nil && v.pack.ListOf(field) == "" {
				note(field, called{t, x, i > 0})
			}
		}
	})
	for _, t := range v.inOrder() {
		v.matched(t, func(field string, x *cell) { note(field, called{t, x, false}) })
	}
	for field, all := range names {
		heads := slices.DeleteFunc(slices.Sorted(maps.Keys(all)), func(name string) bool { return !slices.ContainsFunc(all[name], called.heads) })
		lacks := map[*table][]string{} // the names of others
		for name, by := range all {
			mine := by[0].table
			if slices.ContainsFunc(by, func(x called) bool { return x.table != mine }) {
				continue
			}
			if _, known := lacks[mine]; !known {
				lacks[mine] = lacking(all, mine)
			}
			if x := by[0]; x.beside && len(by) == 1 {
				v.misspeltBeside(field, x, all, heads)
			}
			for _, other := range lacks[mine] {
				if theirs := all[other]; mistyped(name, other) && rarer(mine, theirs) && !series(all, mine, name, other) {
					v.report(otherName, by[0].at.place(), mine.name, field, by[0].at.text, theirs[0].table.name, theirs[0].at.place(), theirs[0].at.text)
					v.rename(field, name, theirs[0].at.text)
				}
			}
		}
	}
}

// series says whether a table has a second name that is nearly another table's: the
// names are those of a series, not one that is misspelt.
func series(all map[string][]called, mine *table, name, other string) bool {
	for second, by := range all {
		if second != name && mistyped(second, other) && slices.ContainsFunc(by, func(x called) bool { return x.table == mine }) {
			return true
		}
	}
	return false
}

// misspeltBeside tells a name beside a record that is nearly one which stands beside
// others, too, and has a row of its own in another table.
func (v *verifier) misspeltBeside(field string, x called, all map[string][]called, heads []string) {
	for _, other := range heads {
		rows := slices.DeleteFunc(slices.Clone(all[other]), func(o called) bool { return !o.heads() })
		if mistyped(x.at.plain, other) && slices.ContainsFunc(all[other], func(o called) bool { return o.table == x.table }) {
			v.report(otherName, x.at.place(), x.table.name, field, x.at.text, rows[0].table.name, rows[0].at.place(), rows[0].at.text)
			v.rename(field, x.at.plain, rows[0].at.text)
			return
		}
	}
}

// lacking are the names that other tables have and one has not.
func lacking(all map[string][]called, mine *table) (names []string) {
	for name, by := range all {
		if !slices.ContainsFunc(by, func(x called) bool { return x.table == mine }) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// matched visits the names on a sheet of one record by the fields that these are called
// by elsewhere.
func (v *verifier) matched(t *table, visit func(field string, x *cell)) {
	if t.Of == "" {
		return
	}
	source := v.pack.Input.Sheet(v.pack.View(t.Of).Sources[0])
	if source == nil || source.Match == nil {
		return
	}
	for _, p := range t.order {
		c := t.cells[p]
		if len(c.Parts) != 1 || !c.Parts[0].Bound || source.Match.Columns[c.Parts[0].Field] == "" {
			continue
		}
		for _, row := range t.found(p) {
			if x := t.sheet.at(t.cols[p.Col], row); x != nil {
				visit(source.Match.Columns[c.Parts[0].Field], x)
			}
		}
	}
}

// rarer says whether a name that one table alone has is rarer than that of others. Of
// two lists the first is said to be wrong.
func rarer(mine *table, theirs []called) bool {
	first := theirs[0].table
	return slices.ContainsFunc(theirs, func(x called) bool { return x.table != first }) ||
		mine.Of == "" && first.Of == "" && mine.sheet.number < first.sheet.number
}

// alikeNames is how like two names are that may be one.
const alikeNames = 0.75

func mistyped(a, b string) bool {
	tells := func(s string) string { return strings.Map(telling, strings.ReplaceAll(s, "中心", "")) } // 中心 tells no place
	return a != b && nearest.Likeness(a, b) >= alikeNames && tells(a) == tells(b)
}

// telling keeps the signs that tell one of several things of a kind.
func telling(r rune) rune {
	if strings.ContainsRune("0123456789一二三四五六七八九十甲乙丙丁戊己庚辛壬癸东南西北中上下左右男女", r) {
		return r
	}
	return -1
}

// rename takes a name for another one.
func (v *verifier) rename(field, name, other string) {
	v.aliases[field+"\x1f"+name] = strings.TrimSpace(other)
	v.eachRow(func(t *table, view *pack.View, r *record) {
		if fieldOf(view, r.level) == field && plain(r.key) == name {
			r.key = strings.TrimSpace(other)
		}
	})
}

// meant is the name that a text stands for.
func (v *verifier) meant(field, text string) string {
	if other, ok := v.aliases[field+"\x1f"+plain(text)]; ok {
		return other
	}
	return text
}
