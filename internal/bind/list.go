package bind

import (
	"slices"
	"strings"

	"ysgk/internal/pack"
)

// list is a block whose lines are the records of a view.
type list struct {
	shape   shape
	levels  []string // patterns of the levels, the highest first
	columns []*figures
	lines   []line
	ids     []string
	bare    []bool // levels whose lines show no figures: 某单位 over its projects
}

// bareLevels are the levels of which no line shows a figure, though it heads others that do.
func bareLevels(t *table, b *block, lines []line, levels []string) []bool {
	out := make([]bool, len(levels))
	for level, pattern := range levels[:max(len(levels)-1, 0)] {
		shown, n := false, 0
		for _, l := range lines {
			if l.pattern() == pattern {
				shown = shown || t.figured(l.row, b)
				n++
			}
		}
		out[level] = n > 0 && !shown && pattern != unprinted
	}
	return out
}

// judged are the lines of some ids but for those without figures.
func judged(lines []line, ids, levels []string, bare []bool) []string {
	out := slices.Clone(ids)
	for i, l := range lines {
		if level := slices.Index(levels, l.pattern()); level >= 0 && bare[level] {
			out[i] = ""
		}
	}
	return out
}

// shapeOf finds the levels of a list: one for each pattern of its lines, in the
// order in which they appear, codes from the top. once is a field that is printed once for
// several lines, "" if none is.
func (x *example) shapeOf(lines []line, once string) (s shape, levels []string) {
	s.sources = []string{x.usual}
	for _, l := range lines {
		if p := l.pattern(); p != "" && !slices.Contains(levels, p) {
			levels = append(levels, p)
		}
	}
	slices.SortStableFunc(levels, func(a, b string) int {
		if fieldOf(a) == fieldOf(b) {
			return x.depth(a) - x.depth(b)
		}
		return 0
	})
	levels = wholesFirst(levels)
	above := map[string]bool{}
	var out []string
	for _, p := range levels {
		by := strings.Split(p, "|")
		own := slices.DeleteFunc(slices.Clone(by), func(b string) bool { return above[b] })
		if len(own) == 0 {
			own = by
		}
		for _, b := range by {
			above[b] = true
		}
		own = slices.DeleteFunc(own, func(b string) bool { return x.toldBy(b, own) })
		slices.SortStableFunc(own, func(a, b string) int { return x.rank(a) - x.rank(b) })
		if n := codesOf(own); n > 0 && n < len(own) && !ordered(lines, p, own[:n], own[n:]) && ascending(lines, p, own[0]) {
			// within each code in the order of the items: units below a code that is printed once
			s.rows = append(s.rows, pack.RowDef{Level: x.levelName(own[:n], s.rows), By: own[:n]})
			out, own = append(out, unprinted), own[n:]
		}
		owners := grouped(lines, p, own)
		owner := once
		if owner == "" && (codesOf(own) == 0 || !ascending(lines, p, own[0])) {
			owner = x.standTogether(lines, p, own)
		}
		if i := slices.Index(own, owner); owners == nil && i >= 0 && len(own) > 1 {
			own = append(slices.Delete(slices.Clone(own), i, i+1), owner)
			owners = own[len(own)-1:]
		}
		if owners != nil {
			// printed within each of them, though it has no line of its own
			s.rows = append(s.rows, pack.RowDef{Level: x.levelName(owners, s.rows), By: owners, Order: "录入"})
			out = append(out, unprinted)
			own = own[:len(own)-len(owners)]
		}
		out = append(out, p)
		def := pack.RowDef{Level: x.levelName(own, s.rows), By: own}
		if !strings.Contains(own[0], "/") || (len(own) > 1 || owners != nil) && !ascending(lines, p, own[0]) && !(owners != nil && ordered(lines, p, owners, own)) {
			def.Order = "录入"
		}
		s.rows = append(s.rows, def)
		if table := x.tableWith(fieldOf(own[0])); table != "" {
			s.sources = []string{table}
		}
	}
	return s, out
}

// printedOnce is the field of the names, such as those of units, that a column of labels prints
// once for several lines, "" if none does: lines of one stand together, whatever their order.
func (n *namer) printedOnce(t *table, b *block, lines []line) string {
	for _, col := range b.labels {
		for _, l := range lines {
			if r := t.whole[pos{col, l.row}]; r.Col1 != r.Col2 || r.Row2 <= r.Row1 || len(l.parts) < 2 {
				continue
			}
			for _, p := range ownersOf(l.parts) {
				v, ok := n.value(t.says(pos{col, l.row}), []string{p.by})
				if c := n.p.Input.Sheet(n.p.Intake.Sheet).Column(p.by); ok && v == p && c != nil && c.Kind == pack.Ref {
					return p.by
				}
			}
		}
	}
	return ""
}

// standTogether is the field of a level's names, such as those of units, of which each has all its
// lines in one place, and some more than one; "" if none has.
func (x *example) standTogether(lines []line, pattern string, own []string) string {
	sheet := x.p.Input.Sheet(x.usual)
	for _, by := range own {
		if c := sheet.Column(by); c == nil || c.Kind != pack.Ref {
			continue
		}
		last, seen, several, apart := "", map[string]bool{}, false, false
		for _, l := range lines {
			if l.pattern() != pattern {
				continue
			}
			for _, p := range l.parts {
				if p.by == by {
					several = several || p.value == last
					apart = apart || p.value != last && seen[p.value]
					last, seen[p.value] = p.value, true
				}
			}
		}
		if several && !apart && len(seen) > 1 {
			return by
		}
	}
	return ""
}

// within are some fields by levels: what another sheet lists, such as units, above what belongs to
// one of them.
func (x *example) within(fields []string) [][]string {
	s := x.p.Input.Sheet(x.usual)
	for i, f := range fields {
		if c := s.Column(f); c != nil && c.Kind == pack.Ref && len(fields) > 1 {
			return [][]string{{f}, slices.Delete(slices.Clone(fields), i, i+1)}
		}
	}
	return [][]string{fields}
}

// codesOf is how many fields are codes, which stand before others.
func codesOf(fields []string) int {
	return max(slices.IndexFunc(append(slices.Clone(fields), ""), func(by string) bool { return !strings.Contains(by, "/") }), 0)
}

// toldBy says whether a field comes with another one of some: the kind of a unit, which tells
// no units apart.
func (x *example) toldBy(field string, fields []string) bool {
	s := x.p.Input.Sheet(x.usual)
	return s != nil && slices.ContainsFunc(s.Columns, func(c pack.Column) bool { return slices.Contains(c.Joined, field) && slices.Contains(fields, c.Name) })
}

// apartByUnit keeps the projects of several units apart that are called the same: a table
// without a column of units has a line for each, though no two of the example are.
func (x *example) apartByUnit(s shape) shape {
	const project, unit = "项目名称", "单位"
	t := x.ledger.Tables[x.usual]
	if len(s.sources) != 1 || s.sources[0] != x.usual || t == nil || t.Field(project) < 0 || t.Field(unit) < 0 {
		return s
	}
	at := -1
	for i, r := range s.rows {
		if slices.Contains(r.By, unit) {
			return s
		}
		if r.By[0] == project && r.Order != "" {
			at = i
		}
	}
	owner := map[string]string{}
	for i := range t.Len() {
		name := t.Value(i, project)
		if was, ok := owner[name]; name != "" && ok && was != t.Value(i, unit) {
			return s // the example shows them together, or the figures would not agree
		}
		owner[name] = t.Value(i, unit)
	}
	if at < 0 {
		return s
	}
	s.rows = slices.Clone(s.rows)
	s.rows[at].By = append(slices.Clone(s.rows[at].By), unit)
	return s
}

// unprinted stands for a level of which no line stands for itself: of lines with unit and
// code in the order of the units.
const unprinted = "\x00"

// grouped are those of a level's fields that are no codes, if the lines are in the order of
// their codes within each of several such owners and not over all.
func grouped(lines []line, pattern string, own []string) (owners []string) {
	codes := slices.IndexFunc(own, func(by string) bool { return !strings.Contains(by, "/") })
	if codes < 1 || ascending(lines, pattern, own[0]) {
		return nil
	}
	owners = own[codes:]
	last, code := "", ""
	seen := map[string]bool{}
	several := false // some owner has more than one line
	for _, l := range lines {
		if l.pattern() != pattern {
			continue
		}
		owner := ""
		value := ""
		for _, p := range l.parts {
			switch {
			case slices.Contains(owners, p.by):
				owner += "\x1f" + p.value
			case p.by == own[0]:
				value = p.value
			}
		}
		switch {
		case owner != last && seen[owner], owner == last && value < code:
			return nil
		}
		several = several || owner == last
		seen[owner], last, code = true, owner, value
	}
	if len(seen) < 2 || !several {
		return nil
	}
	return owners
}

// wholesFirst puts the level of a whole before that of its parts, though its lines close
// them: the 小计 of a unit below the lines of the unit.
func wholesFirst(levels []string) []string {
	var out []string
	for _, p := range levels {
		i := slices.IndexFunc(out, func(o string) bool { return partOf(o, p) })
		if i < 0 {
			i = len(out)
		}
		out = slices.Insert(out, i, p)
	}
	return out
}

// partOf says whether lines of a pattern are parts of those of another one, whose
// fields they name too.
func partOf(pattern, whole string) bool {
	own, of := strings.Split(pattern, "|"), strings.Split(whole, "|")
	return len(of) < len(own) && !slices.ContainsFunc(of, func(by string) bool { return !slices.Contains(own, by) })
}

// printed are the levels in the order in which the rows of a record print them: those
// that close their parts after them, the innermost first.
func (l *list) printed() (order []int) {
	first := func(level int) int {
		return slices.IndexFunc(l.lines, func(x line) bool { return x.pattern() == l.levels[level] })
	}
	var closing []int
	for level := range l.levels {
		if l.levels[level] == unprinted {
			continue
		}
		if level+1 < len(l.levels) && first(level) > first(level+1) && (partOf(l.levels[level+1], l.levels[level]) || l.codesBelow(level+1, level)) {
			closing = append([]int{level}, closing...)
		} else {
			order = append(order, level)
		}
	}
	return append(order, closing...)
}

// codesBelow says whether the lines of a level stand for longer codes of the same fields as
// those of another one.
func (l *list) codesBelow(level, above int) bool {
	if l.levels[level] == unprinted {
		return false
	}
	fields := func(level int) (out []string) {
		for _, by := range strings.Split(l.levels[level], "|") {
			out = append(out, fieldOf(by))
		}
		slices.Sort(out)
		return out
	}
	digits := func(level int) int {
		i := slices.IndexFunc(l.lines, func(x line) bool { return x.pattern() == l.levels[level] })
		if i < 0 {
			return 0 // a level that another table lent to one without such lines
		}
		return longest(l.lines[i])
	}
	return slices.Equal(fields(level), fields(above)) && digits(level) > digits(above)
}

// ascending says whether the codes of lines that also stand for something else, such
// as projects, are in their order; records of one parent only can say that they are not.
func ascending(lines []line, pattern, by string) bool {
	last := ""
	digits := 0
	for _, l := range lines {
		if l.pattern() == pattern {
			digits = longest(l)
			break
		}
	}
	for _, l := range lines {
		if !l.total && l.pattern() != pattern && longest(l) > digits && digits > 0 {
			continue // a part of the line above
		}
		if l.total || l.pattern() != pattern {
			last = ""
			continue
		}
		for _, p := range l.parts {
			if p.by == by {
				if p.value < last {
					return false
				}
				last = p.value
			}
		}
	}
	return true
}

// ordered says whether the lines of each of some owners are in the order of all their codes.
func ordered(lines []line, pattern string, owners, codes []string) bool {
	owner, last := "", []string(nil)
	for _, l := range lines {
		if l.pattern() != pattern {
			continue
		}
		own, values := "", []string(nil)
		for _, by := range codes {
			for _, p := range l.parts {
				if p.by == by {
					values = append(values, p.value)
				}
			}
		}
		for _, p := range l.parts {
			if slices.Contains(owners, p.by) {
				own += "\x1f" + p.value
			}
		}
		if own == owner && slices.Compare(values, last) < 0 {
			return false
		}
		owner, last = own, values
	}
	return true
}

// determined are the fields of a table that the rows of a shape determine: every
// record of a row has the same text there, such as the code of a unit.
func (x *example) determined(s shape) (out []string) {
	if len(s.sources) != 1 {
		return nil
	}
	t := x.ledger.Tables[s.sources[0]]
	if t == nil || len(s.rows) == 0 {
		return nil
	}
	for _, field := range t.Fields {
		if x.p.ListOf(field) != "" {
			continue
		}
		seen := map[string]string{}
		fixed := true
		for i := range t.Len() {
			var key []string
			for _, r := range s.rows {
				for _, by := range r.By {
					key = append(key, t.Value(i, fieldOf(by)))
				}
			}
			k, v := strings.Join(key, "\x1f"), t.Value(i, field)
			if was, ok := seen[k]; ok && was != v {
				fixed = false
				break
			}
			seen[k] = v
		}
		if fixed {
			out = append(out, field)
		}
	}
	return out
}

// rank puts codes before other fields of a level.
func (x *example) rank(by string) int {
	if strings.Contains(by, "/") {
		return 0
	}
	return 1
}

// depth is the level of a pattern's first code.
func (x *example) depth(pattern string) int {
	first, _, _ := strings.Cut(pattern, "|")
	field, level := pack.CutField(first)
	if list := x.ledger.Codes[x.p.ListOf(field)]; list != nil {
		return list.Digits(level)
	}
	return 0
}

// levelName names a level by the last part of what tells its rows apart.
func (x *example) levelName(by []string, above []pack.RowDef) string {
	field, level := pack.CutField(by[0])
	name := level
	if name == "" {
		name = strings.TrimSuffix(field, "名称")
	}
	for slices.ContainsFunc(above, func(r pack.RowDef) bool { return r.Level == name }) || name == pack.Root {
		name += "行"
	}
	return name
}

// tableWith is the input table that alone has a field, "" if the usual one has it.
func (x *example) tableWith(field string) string {
	if x.ledger.Tables[x.usual].Field(field) >= 0 {
		return ""
	}
	for name, t := range x.ledger.Tables {
		if s := x.p.Input.Sheet(name); t.Field(field) >= 0 && len(t.Measures) > 0 && (s == nil || s.Past == "") {
			return name
		}
	}
	return ""
}

// lineIDs names each line as the view names its rows; the keys of levels above that
// a line does not repeat are those of the lines before.
func lineIDs(lines []line, s shape, levels []string) []string {
	out := make([]string, len(lines))
	context := map[string]string{}
	total := false
	for i, l := range lines {
		if l.total && len(l.parts) == 0 {
			if !total {
				out[i] = pack.Root
			}
			total = true
			continue
		}
		level := slices.Index(levels, l.pattern())
		if level < 0 {
			continue
		}
		for _, p := range l.parts {
			context[p.by] = p.value
		}
		// of codes cut to several levels the longest says all
		own := map[string]string{}
		for _, p := range l.parts {
			own[fieldOf(p.by)] = p.value
		}
		var kept []string
		for _, r := range s.rows[:level+1] {
			for _, by := range r.By {
				value := context[by]
				if strings.Contains(by, "/") {
					if whole, ok := own[fieldOf(by)]; ok {
						value = whole
					}
				}
				if value != "" && !slices.Contains(kept, value) {
					kept = append(kept, value)
				}
			}
		}
		kept = slices.DeleteFunc(slices.Clone(kept), func(value string) bool { // 501 of 50101, both above a code of another list
			return allDigits(value) && slices.ContainsFunc(kept, func(o string) bool { return o != value && strings.HasPrefix(o, value) })
		})
		slices.Sort(kept)
		out[i] = s.rows[level].Level + "\x1f" + strings.Join(kept, "\x1f")
	}
	return out
}
