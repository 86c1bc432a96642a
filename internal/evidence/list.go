package evidence

import (
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// List is a block whose lines are the records of a view.
type List struct {
	Shape   Shape
	Levels  []string // patterns of the levels, the highest first
	Columns []*meaning.Column
	Lines   []meaning.Line
	IDs     []string
	Bare    []bool // levels whose lines show no figures: 某单位 over its projects
}

// BareLevels are the levels of which no line shows a figure, though it heads others that do.
func BareLevels(t *layout.Table, b *layout.Block, lines []meaning.Line, levels []string) []bool {
	out := make([]bool, len(levels))
	for level, pattern := range levels[:max(len(levels)-1, 0)] {
		shown, n := false, 0
		for _, l := range lines {
			if l.Pattern() == pattern {
				shown = shown || t.Figured(l.Row, b)
				n++
			}
		}
		out[level] = n > 0 && !shown && pattern != Unprinted
	}
	return out
}

// Amounts are the exact amounts of the columns of a list whose filters are known, by cell of the example.
func (x *Example) Amounts(l *List) map[layout.Pos]budget.Fen {
	var bound []*meaning.Column
	var filters []pack.Filter
	var measures []string
	for _, f := range l.Columns {
		if f.Bound && !f.Blind {
			bound, filters, measures = append(bound, f), append(filters, f.Filter), append(measures, f.Measure)
		}
	}
	made := x.Build(l.Shape, filters, measures)
	out := map[layout.Pos]budget.Fen{}
	for i, line := range l.Lines {
		at, ok := made.ids[l.IDs[i]]
		for c, f := range bound {
			if ok {
				out[layout.At(f.Col, line.Row)] = made.view.Rows[at].Amounts[c]
			}
		}
	}
	return out
}

// Judged are the lines of some ids but for those without figures.
func Judged(lines []meaning.Line, ids, levels []string, bare []bool) []string {
	out := slices.Clone(ids)
	for i, l := range lines {
		if level := slices.Index(levels, l.Pattern()); level >= 0 && bare[level] {
			out[i] = ""
		}
	}
	return out
}

// ShapeOf finds the levels of a list: one for each pattern of its lines, in the
// order in which they appear, codes from the top. once is a field that is printed once for
// several lines, "" if none is.
func (x *Example) ShapeOf(lines []meaning.Line, once string) (s Shape, levels []string) {
	s.Sources = []string{x.Usual}
	for _, l := range lines {
		if p := l.Pattern(); p != "" && !slices.Contains(levels, p) {
			levels = append(levels, p)
		}
	}
	slices.SortStableFunc(levels, func(a, b string) int {
		if meaning.FieldOf(a) == meaning.FieldOf(b) {
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
			s.Rows = append(s.Rows, pack.RowDef{Level: x.LevelName(own[:n], s.Rows), By: own[:n]})
			out, own = append(out, Unprinted), own[n:]
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
			def := pack.RowDef{Level: x.LevelName(owners, s.Rows), By: owners, Order: "录入"}
			if x.inOwnOrder(lines, p, owners[0]) {
				def.Order = ""
			}
			s.Rows = append(s.Rows, def)
			out = append(out, Unprinted)
			own = own[:len(own)-len(owners)]
		}
		out = append(out, p)
		own = x.byOther(lines, p, owners, own)
		def := pack.RowDef{Level: x.LevelName(own, s.Rows), By: own}
		if !strings.Contains(own[0], "/") && !x.inOwnOrder(lines, p, own[0]) || strings.Contains(own[0], "/") && (len(own) > 1 || owners != nil) && !ascending(lines, p, own[0]) && !(owners != nil && ordered(lines, p, owners, own)) {
			def.Order = "录入"
		}
		s.Rows = append(s.Rows, def)
		if table := x.TableWith(meaning.FieldOf(own[0])); table != "" {
			s.Sources = []string{table}
		}
	}
	return s, out
}

// byOther puts the code first by which the lines of a pattern stand, if they are neither in the order of the first one nor in
// that of the items: 部门经济科目, whose lines say a 功能科目 before it.
func (x *Example) byOther(lines []meaning.Line, pattern string, owners, own []string) []string {
	const several = 3 // codes that happen to be in order
	if len(own) < 2 || !strings.Contains(own[0], "/") || sorted(lines, pattern, owners, own[:1]) > 0 || x.entered(lines, pattern) {
		return own
	}
	for i, by := range own[1:] {
		other := append([]string{by}, slices.Delete(slices.Clone(own), i+1, i+2)...)
		if strings.Contains(by, "/") && sorted(lines, pattern, owners, other) > several {
			return other
		}
	}
	return own
}

// sorted counts the different values of the first of some codes, 0 if lines of one owner, or below one line of another
// pattern, are not in the order of all of them.
func sorted(lines []meaning.Line, pattern string, owners, codes []string) int {
	owner, last, seen := "", []string(nil), map[string]bool{}
	for _, l := range lines {
		if l.Pattern() != pattern {
			last = nil
			continue
		}
		own, values := "", make([]string, len(codes))
		for _, p := range l.Parts {
			if i := slices.Index(codes, p.By); i >= 0 {
				values[i] = p.Value
			}
			if slices.Contains(owners, p.By) {
				own += "\x1f" + p.Value
			}
		}
		if own == owner && last != nil && slices.Compare(values, last) < 0 {
			return 0
		}
		owner, last, seen[values[0]] = own, values, true
	}
	return len(seen)
}

// entered says whether the lines of a pattern stand as the first item of each was entered.
func (x *Example) entered(lines []meaning.Line, pattern string) bool {
	items, last := x.Ledger.Tables[x.Usual], -1
	for _, l := range lines {
		if l.Pattern() != pattern {
			last = -1
			continue
		}
		first := 0
		for first < items.Len() && slices.ContainsFunc(l.Parts, func(p meaning.Part) bool {
			f := meaning.FieldOf(p.By)
			return items.Field(f) >= 0 && !strings.HasPrefix(items.Value(first, f), p.Value)
		}) {
			first++
		}
		if first < last {
			return false
		}
		last = first
	}
	return true
}

// inOwnOrder says whether the lines of a pattern stand by a field of few choices in the order of these: 其他运转类
// before 特定目标类, whichever was entered first.
func (x *Example) inOwnOrder(lines []meaning.Line, pattern, by string) bool {
	c := x.Pack.Input.Sheet(x.Usual).Column(by)
	if c == nil || c.Kind != pack.Choice || !slices.IsSorted(c.Choices) { // views order by characters, of which 资金来源 is not
		return false
	}
	last, seen := "", map[string]bool{}
	for _, l := range lines {
		if l.Pattern() != pattern {
			if partOf(pattern, l.Pattern()) {
				last = "" // of the next one above
			}
			continue
		}
		for _, p := range l.Parts {
			if p.By != by {
				continue
			}
			if p.Value < last {
				return false
			}
			last, seen[p.Value] = p.Value, true
		}
	}
	return len(seen) > 1
}

// standTogether is the field of a level's names, such as those of units, of which each has all its
// lines in one place, and some more than one; "" if none has. Classes, such as 项目分类, do so if they stand in
// their own order.
func (x *Example) standTogether(lines []meaning.Line, pattern string, own []string) string {
	sheet := x.Pack.Input.Sheet(x.Usual)
	for _, by := range own {
		c := sheet.Column(by)
		if c == nil || c.Kind != pack.Ref && !x.inOwnOrder(lines, pattern, by) {
			continue
		}
		last, here, seen, several, apart := "", map[string]bool{}, map[string]bool{}, false, false
		for _, l := range lines {
			if l.Pattern() != pattern {
				if partOf(pattern, l.Pattern()) {
					last, here = "", map[string]bool{} // of the next one above
				}
				continue
			}
			for _, p := range l.Parts {
				if p.By == by {
					several = several || p.Value == last
					apart = apart || p.Value != last && here[p.Value]
					last, here[p.Value], seen[p.Value] = p.Value, true, true
				}
			}
		}
		if several && !apart && len(seen) > 1 {
			return by
		}
	}
	return ""
}

// Within are some fields by levels: what another sheet lists, such as units, above what belongs to
// one of them.
func (x *Example) Within(fields []string) [][]string {
	s := x.Pack.Input.Sheet(x.Usual)
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
func (x *Example) toldBy(field string, fields []string) bool {
	s := x.Pack.Input.Sheet(x.Usual)
	return s != nil && slices.ContainsFunc(s.Columns, func(c pack.Column) bool { return slices.Contains(c.Joined, field) && slices.Contains(fields, c.Name) })
}

// ApartByUnit keeps the projects of several units apart that are called the same: a table
// without a column of units has a line for each, though no two of the example are.
func (x *Example) ApartByUnit(s Shape) Shape {
	const project, unit = "项目名称", "单位"
	t := x.Ledger.Tables[x.Usual]
	if len(s.Sources) != 1 || s.Sources[0] != x.Usual || t == nil || t.Field(project) < 0 || t.Field(unit) < 0 {
		return s
	}
	at := -1
	for i, r := range s.Rows {
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
	s.Rows = slices.Clone(s.Rows)
	s.Rows[at].By = append(slices.Clone(s.Rows[at].By), unit)
	return s
}

// Unprinted stands for a level of which no line stands for itself: of lines with unit and
// code in the order of the units.
const Unprinted = "\x00"

// grouped are those of a level's fields that are no codes, if the lines are in the order of
// their codes within each of several such owners and not over all.
func grouped(lines []meaning.Line, pattern string, own []string) (owners []string) {
	codes := slices.IndexFunc(own, func(by string) bool { return !strings.Contains(by, "/") })
	if codes < 1 || ascending(lines, pattern, own[0]) {
		return nil
	}
	owners = own[codes:]
	last, code := "", ""
	seen := map[string]bool{}
	several := false // some owner has more than one line
	for _, l := range lines {
		if l.Pattern() != pattern {
			continue
		}
		owner := ""
		value := ""
		for _, p := range l.Parts {
			switch {
			case slices.Contains(owners, p.By):
				owner += "\x1f" + p.Value
			case p.By == own[0]:
				value = p.Value
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

// Printed are the levels in the order in which the rows of a record print them: those
// that close their parts after them, the innermost first.
func (l *List) Printed() (order []int) {
	first := func(level int) int {
		return slices.IndexFunc(l.Lines, func(x meaning.Line) bool { return x.Pattern() == l.Levels[level] })
	}
	var closing []int
	for level := range l.Levels {
		if l.Levels[level] == Unprinted {
			continue
		}
		if level+1 < len(l.Levels) && first(level) > first(level+1) && (partOf(l.Levels[level+1], l.Levels[level]) || l.codesBelow(level+1, level)) {
			closing = append([]int{level}, closing...)
		} else {
			order = append(order, level)
		}
	}
	return append(order, closing...)
}

// codesBelow says whether the lines of a level stand for longer codes of the same fields as
// those of another one.
func (l *List) codesBelow(level, above int) bool {
	if l.Levels[level] == Unprinted {
		return false
	}
	fields := func(level int) (out []string) {
		for _, by := range strings.Split(l.Levels[level], "|") {
			out = append(out, meaning.FieldOf(by))
		}
		slices.Sort(out)
		return out
	}
	digits := func(level int) int {
		i := slices.IndexFunc(l.Lines, func(x meaning.Line) bool { return x.Pattern() == l.Levels[level] })
		if i < 0 {
			return 0 // a level that another table lent to one without such lines
		}
		return longest(l.Lines[i])
	}
	return slices.Equal(fields(level), fields(above)) && digits(level) > digits(above)
}

// ascending says whether the codes of lines that also stand for something else, such
// as projects, are in their order; records of one parent only can say that they are not.
func ascending(lines []meaning.Line, pattern, by string) bool {
	last := ""
	digits := 0
	for _, l := range lines {
		if l.Pattern() == pattern {
			digits = longest(l)
			break
		}
	}
	for _, l := range lines {
		if !l.Total && l.Pattern() != pattern && longest(l) > digits && digits > 0 {
			continue // a part of the line above
		}
		if l.Total || l.Pattern() != pattern {
			last = ""
			continue
		}
		for _, p := range l.Parts {
			if p.By == by {
				if p.Value < last {
					return false
				}
				last = p.Value
			}
		}
	}
	return true
}

// ordered says whether the lines of each of some owners are in the order of all their codes.
func ordered(lines []meaning.Line, pattern string, owners, codes []string) bool {
	owner, last := "", []string(nil)
	for _, l := range lines {
		if l.Pattern() != pattern {
			continue
		}
		own, values := "", []string(nil)
		for _, by := range codes {
			for _, p := range l.Parts {
				if p.By == by {
					values = append(values, p.Value)
				}
			}
		}
		for _, p := range l.Parts {
			if slices.Contains(owners, p.By) {
				own += "\x1f" + p.Value
			}
		}
		if own == owner && slices.Compare(values, last) < 0 {
			return false
		}
		owner, last = own, values
	}
	return true
}

// Determined are the fields of a table that the rows of a shape determine: every
// record of a row has the same text there, such as the code of a unit.
func (x *Example) Determined(s Shape) (out []string) {
	if len(s.Sources) != 1 {
		return nil
	}
	t := x.Ledger.Tables[s.Sources[0]]
	if t == nil || len(s.Rows) == 0 {
		return nil
	}
	if x.whole[t.Name] == nil {
		if x.whole == nil {
			x.whole = map[string]*budget.Table{}
		}
		x.whole[t.Name] = pivot.Joined(x.Pack, x.Ledger, t, func(string) bool { return true })
	}
	t = x.whole[t.Name]
	for _, field := range t.Fields {
		if x.Pack.ListOf(field) != "" {
			continue
		}
		seen := map[string]string{}
		fixed := true
		for i := range t.Len() {
			var key []string
			for _, r := range s.Rows {
				for _, by := range r.By {
					key = append(key, t.Value(i, meaning.FieldOf(by)))
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
func (x *Example) rank(by string) int {
	if strings.Contains(by, "/") {
		return 0
	}
	return 1
}

// depth is the level of a pattern's first code.
func (x *Example) depth(pattern string) int {
	first, _, _ := strings.Cut(pattern, "|")
	field, level := pack.CutField(first)
	if list := x.Ledger.Codes[x.Pack.ListOf(field)]; list != nil {
		return list.Digits(level)
	}
	return 0
}

// LevelName names a level by the last part of what tells its rows apart.
func (x *Example) LevelName(by []string, above []pack.RowDef) string {
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

// TableWith is the input table that alone has a field, "" if the usual one has it.
func (x *Example) TableWith(field string) string {
	if x.Ledger.Tables[x.Usual].Field(field) >= 0 {
		return ""
	}
	for name, t := range x.Ledger.Tables {
		if s := x.Pack.Input.Sheet(name); t.Field(field) >= 0 && len(t.Measures) > 0 && (s == nil || s.Past == "") {
			return name
		}
	}
	return ""
}

// LineIDs names each line as the view names its rows; the keys of levels above that
// a line does not repeat are those of the lines before.
func LineIDs(lines []meaning.Line, s Shape, levels []string) []string {
	out := make([]string, len(lines))
	context := map[string]string{}
	total := false
	for i, l := range lines {
		if l.Total && len(l.Parts) == 0 {
			if !total {
				out[i] = pack.Root
			}
			total = true
			continue
		}
		level := slices.Index(levels, l.Pattern())
		if level < 0 {
			continue
		}
		for _, p := range l.Parts {
			context[p.By] = p.Value
		}
		// of codes cut to several levels the longest says all
		own := map[string]string{}
		for _, p := range l.Parts {
			own[meaning.FieldOf(p.By)] = p.Value
		}
		var kept []string
		for _, r := range s.Rows[:level+1] {
			for _, by := range r.By {
				value := context[by]
				if strings.Contains(by, "/") {
					if whole, ok := own[meaning.FieldOf(by)]; ok {
						value = whole
					}
				}
				if value != "" && !slices.Contains(kept, value) {
					kept = append(kept, value)
				}
			}
		}
		kept = slices.DeleteFunc(slices.Clone(kept), func(value string) bool { // 501 of 50101, both above a code of another list
			return layout.AllDigits(value) && slices.ContainsFunc(kept, func(o string) bool { return o != value && strings.HasPrefix(o, value) })
		})
		slices.Sort(kept)
		out[i] = s.Rows[level].Level + "\x1f" + strings.Join(kept, "\x1f")
	}
	return out
}

// TotalInOtherWords takes the line above or below all others for the total that no line is called, and
// the one above them though another line is called so, if it stands for nothing else and its figures
// are the sum of the highest lines: 基本支出 above the 经济科目 of a table of 基本支出.
func TotalInOtherWords(t *layout.Table, b *layout.Block, lines []meaning.Line, levels []string, sc layout.Scale) {
	if len(levels) == 0 {
		return
	}
	var rows []int
	for _, l := range lines {
		if l.Pattern() == levels[0] {
			rows = append(rows, l.Row)
		}
	}
	ends := []int{0, len(lines) - 1}
	if slices.ContainsFunc(lines, func(l meaning.Line) bool { return l.Total }) {
		ends = ends[:1] // 一、本年支出 above the classes, 支出总计 below them
	}
	for _, i := range ends {
		if right, shown := meaning.Adds(t, b.Figures, lines[i], rows, sc); right && shown && len(rows) > 1 && len(lines[i].Parts) == 0 && lines[i].Label != "" {
			lines[i].Total = true
			return
		}
	}
}

// DepartmentOnTop takes the line above all others for the total, that names only the department, which one of its units
// is called like: its figures are the sum of all lines, of other units too, and no line of another unit stands so.
func DepartmentOnTop(t *layout.Table, b *layout.Block, lines []meaning.Line, sc layout.Scale) {
	if len(lines) < 3 || lines[0].Total || len(lines[0].Parts) != 1 || lines[0].Coded {
		return
	}
	own := lines[0].Parts[0]
	var rows []int
	others := false // lines of other units
	for _, l := range lines[1:] {
		if l.Total {
			continue
		}
		i := slices.IndexFunc(l.Parts, func(p meaning.Part) bool { return p.By == own.By })
		if i < 0 || len(l.Parts) < 2 {
			return
		}
		others = others || l.Parts[i].Value != own.Value
		rows = append(rows, l.Row)
	}
	if right, shown := meaning.Adds(t, b.Figures, lines[0], rows, sc); others && right && shown {
		lines[0].Total, lines[0].Parts, lines[0].Label = true, nil, own.Value
	}
}

// Says says whether the lines of a level, of all if there is none, have a text in a column of the example.
func (l *List) Says(e *layout.Table, col int, level string) bool {
	return slices.ContainsFunc(l.Lines, func(x meaning.Line) bool {
		return (level == "" || x.Pattern() == level) && e.Says(layout.At(col, x.Row)) != ""
	})
}

// Wholes are the labels of the lines of totals that show the whole.
func (l *List) Wholes(e *layout.Table) (out []string) {
	for i, x := range l.Lines {
		if x.Total && (l.IDs[i] == pack.Root || len(x.Parts) == 0 && l.repeats(e, x)) {
			out = append(out, x.Label)
		}
	}
	return out
}

// repeats says whether a line of totals shows what that of the whole shows.
func (l *List) repeats(e *layout.Table, x meaning.Line) bool {
	i := slices.Index(l.IDs, pack.Root)
	return i >= 0 && !slices.ContainsFunc(l.Columns, func(f *meaning.Column) bool {
		a, _ := e.Cells[layout.At(f.Col, x.Row)].Amount()
		b, _ := e.Cells[layout.At(f.Col, l.Lines[i].Row)].Amount()
		return !a.Equal(b)
	})
}

// Has says whether a column of a list is bound.
func (l *List) Has(col int) bool {
	return slices.ContainsFunc(l.Columns, func(f *meaning.Column) bool { return f.Col == col && f.Bound })
}

// Blind says whether a column shows last year's figures, of which the ledger has none.
func (l *List) Blind(col int) bool {
	return slices.ContainsFunc(l.Columns, func(f *meaning.Column) bool { return f.Col == col && f.Blind })
}
