package bind

import (
	"cmp"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

// line is a row of a block with what its labels name.
type line struct {
	row      int
	label    string // without numbering and brackets
	beside   string // the other labels, such as 上年结转 beside a fund
	total    bool
	within   bool   // a part of the line above it: 其中, 1. under 一、
	under    string // the line that heads this one and its neighbours, "" if none does
	heads    []int  // rows of the lines that it heads
	partly   bool   // the lines that it heads are not all of it: 其中
	supposed bool   // no figure shows that it heads the lines without a number below it
	group    int    // the first row of the cell that is merged downward beside it, such as 收入; 0 if none is
	coded    bool   // a code stands in it, not only a name
	style    string // how it is counted, "" if it is not
	parts    []part
}

// same says whether two lines have the same labels.
func (l line) same(o line) bool { return l.label == o.label && l.beside == o.beside }

// part is a field and its value, as a level of a view tells rows apart:
// 功能科目编码/款 20406, 单位 某局.
type part struct{ by, value string }

// pattern is the fields that a line's labels name.
func (l line) pattern() string {
	var by []string
	for _, p := range l.parts {
		by = append(by, p.by)
	}
	return strings.Join(by, "|")
}

// namer finds what texts name: codes, and values of the ledger's fields.
type namer struct {
	p       *pack.Pack
	source  *budget.Table       // the usual one, for its values
	fields  []string            // of it, that rows may stand for
	derived []pack.Derived      // of it, that are the first of several fields with a value
	told    []string            // that come with another one, such as the code of a unit
	choices map[string][]string // of a field, those that the ledger does not use too
	codes   []coded
	index   map[string][]map[string]string // of fields, see indexed
	names   map[string][]part              // of codes, by name
	words   *words
}

// coded is a field with codes.
type coded struct {
	field string
	list  *budget.CodeList
}

// newNamer knows the codes of a pack and the names that a ledger has.
func newNamer(p *pack.Pack, l *budget.Ledger) *namer {
	n := &namer{p: p, words: learnWords(p, ""), source: l.Tables[p.Intake.Sheet], names: map[string][]part{}, choices: map[string][]string{}, index: map[string][]map[string]string{}}
	for _, s := range p.Input.Sheets {
		if len(s.Measures()) == 0 {
			continue
		}
		for _, c := range s.Columns {
			if c.Kind == pack.Code && !slices.ContainsFunc(n.codes, func(x coded) bool { return x.field == c.Name }) {
				n.add(coded{c.Name, l.Codes[c.Codes]})
			}
		}
	}
	if n.source != nil {
		for _, d := range p.Input.Sheet(p.Intake.Sheet).Derived {
			if len(d.First) > 0 {
				n.derived = append(n.derived, d)
			}
		}
		for _, f := range n.source.Fields {
			n.choices[f] = choices(p, p.Input.Sheet(p.Intake.Sheet), f)
			switch {
			case comesWith(p, f) && len(n.choices[f]) == 0:
				n.told = append(n.told, f)
			case p.ListOf(f) == "" && !slices.ContainsFunc(n.derived, func(d pack.Derived) bool { return d.Name == f }) && !strings.HasSuffix(f, "科目名称") && f != "备注":
				n.fields = append(n.fields, f)
			}
		}
	}
	return n
}

// comesWith says whether a field of the usual table comes with a 引用.
func comesWith(p *pack.Pack, field string) bool {
	s := p.Input.Sheet(p.Intake.Sheet)
	return s != nil && slices.ContainsFunc(s.Columns, func(c pack.Column) bool { return slices.Contains(c.Joined, field) })
}

// without knows nothing of a field.
func (n *namer) without(field string) *namer {
	out := *n
	out.fields = slices.DeleteFunc(slices.Clone(n.fields), func(f string) bool { return f == field })
	return &out
}

func (n *namer) add(c coded) {
	n.codes = append(n.codes, c)
	for _, e := range c.list.Entries() {
		if x, ok := c.part(e.Code); ok {
			n.names[key(e.Name)] = append(n.names[key(e.Name)], x)
		}
	}
}

// part is a code as a row of a view: 20406 of 功能科目编码 is 功能科目编码/款.
func (c coded) part(code string) (part, bool) {
	if !c.list.Has(code) {
		return part{}, false
	}
	for _, l := range c.list.Levels {
		if l.Digits == len(code) {
			return part{c.field + "/" + l.Name, code}, true
		}
	}
	return part{}, false
}

// code is the part that a code names; the lists of a pack have different codes,
// but for 政府 and 部门 lists, of which the first that has it is taken.
func (n *namer) code(code string) (part, bool) {
	for _, c := range n.codes {
		if x, ok := c.part(code); ok {
			return x, true
		}
	}
	return part{}, false
}

// nameOf is the name of a code, "" of other parts.
func (n *namer) nameOf(p part) string {
	for _, c := range n.codes {
		if c.field == fieldOf(p.by) && strings.Contains(p.by, "/") {
			return c.list.NameOf(p.value)
		}
	}
	return ""
}

// knows says whether a text names a line.
func (n *namer) knows(text string) bool {
	if code, _ := (cell{text: text}).digits(); code != "" {
		_, ok := n.code(code)
		return ok
	}
	if len(n.names[key(unnumbered(text))]) > 0 {
		return true
	}
	return slices.ContainsFunc(n.fields, func(f string) bool {
		return (f == "单位" || f == "项目名称" || f == "部门") && slices.Contains(n.source.Distinct(n.source.Field(f)), text)
	})
}

// lines reads the rows of a block.
func (n *namer) lines(t *table, b *block) (out []line) {
	codes := n.codeColumns(t, b)
	cover, strong := n.coverage(t, b, codes)
	named := n.namedFields(t, b, codes)
	own := n.ownNames(t, b, codes, strong)
	segments := n.segmented(t, codes)
	groups := t.segmentGroups(codes)
	carried := make([][]string, len(groups))
	idle := t.totalInAll(b)
	for row := t.body[0]; row <= t.body[1]; row++ {
		l := line{row: row}
		var found []part
		for i, group := range groups {
			if !segments {
				break
			}
			carried[i] = t.segments(row, group, carried[i])
			if x, ok := n.code(strings.Join(carried[i], "")); ok && len(carried[i]) > 0 {
				found = append(found, x)
				l.coded = true
			}
		}
		for _, col := range b.labels {
			text := t.says(pos{col, row})
			if c := t.cells[pos{col, row}]; c.numeric {
				text = c.number.String()
			}
			if text == "" || col == idle || !t.labels(b, pos{col, row}) {
				continue
			}
			code, name := cell{text: text}.digits()
			if whole := n.continued(code, name, out); whole != "" {
				code = whole
			}
			if _, owner := n.value(text, cover[col]); owner && name != "" && !n.ofName(code, name) {
				code, name = "", text // 206-某市教育局 is no class 206
			}
			if m := behindName.FindStringSubmatch(text); code == "" && m != nil {
				if x, ok := n.code(m[2]); ok && key(shortName(n.nameOf(x))) == key(shortName(m[1])) {
					code, name = m[2], m[1]
				}
			}
			if r := t.whole[pos{col, row}]; r.Row2 > r.Row1 && code == "" && t.namedBehind(b, pos{col, row}) {
				l.group = r.Row1
				l.beside += text
			} else if code == "" && l.label == "" || name != "" && len(code) > 0 {
				l.label = unnumbered(text)
			} else if code == "" {
				l.beside += text
			}
			if whole, ok := n.subtotalOf(text, cover[col], named[col]); ok {
				text = whole
			} else if totals.MatchString(text) && code == "" {
				l.total = true
				continue
			}
			if segments && slices.Contains(codes, col) {
				continue
			}
			if x, ok := n.code(code); ok && code != "" && (name != "" || slices.Contains(codes, col)) {
				l.coded = true
				found = slices.DeleteFunc(found, func(p part) bool { // the name before the code, though a project is called so too
					return name == "" && !strings.Contains(p.by, "/") && key(shortName(p.value)) == key(shortName(n.nameOf(x))) &&
						!slices.ContainsFunc(b.labels, func(c int) bool { return own[c] && t.says(pos{c, row}) == p.value })
				})
				if i := slices.IndexFunc(found, func(p part) bool { return fieldOf(p.by) == fieldOf(x.by) }); i >= 0 {
					if len(x.value) > len(found[i].value) {
						found[i] = x
					}
				} else {
					found = append(found, x)
				}
				continue
			}
			fields := cover[col]
			switch like := func(alike func(name string) bool) bool {
				return slices.ContainsFunc(found, func(p part) bool { return alike(shortName(n.nameOf(p))) })
			}; {
			case l.coded && len(out) > 0 && slices.ContainsFunc(found, func(p part) bool { return slices.Contains(out[len(out)-1].parts, p) && strings.Contains(p.by, "/") }):
				// the line above is the code's own
			case own[col] && len(found) > 0:
				fields = strong[col]
			case like(func(name string) bool { return key(name) == key(shortName(text)) }):
				// the name of the code, if the header does not say that it is another one's
				head := strings.Join(t.heads(col), "")
				fields = slices.DeleteFunc(slices.Clone(strong[col]), func(f string) bool { return !strings.Contains(head, f) })
			case l.coded && like(func(name string) bool { return strings.Contains(name, shortName(text)) }):
				fields = strong[col] // a name that happens to be a project's too
			}
			if i := slices.IndexFunc(found, func(p part) bool { _, ok := n.below(unnumbered(text), p); return ok }); i >= 0 && !l.coded && len(strong[col]) == 0 {
				found[i], _ = n.below(unnumbered(text), found[i]) // 教育支出, 职业教育, 中等职业教育 in three columns
				continue
			}
			if x, ok := n.value(text, fields); ok && !slices.ContainsFunc(found, func(p part) bool { return p.by == x.by }) {
				found = append(found, x)
				continue
			}
			for _, f := range named[col] {
				if slices.ContainsFunc(found, func(p part) bool { return fieldOf(p.by) == f }) {
					break
				}
				if x, ok := n.named(unnumbered(text), f, found, out); ok {
					found = append(found, x)
					break
				}
			}
		}
		l.parts = found
		if l.label == "" && len(found) == 0 && t.shows(row, b) {
			// the other side of the row may say that both are totals
			l.label = t.totalIn(row)
			l.total = l.label != ""
		}
		if l.label != "" || len(l.parts) > 0 || l.total || t.shows(row, b) || len(b.labels) == 0 && t.figured(row, b) {
			out = append(out, l)
		}
	}
	n.ownersCodes(t, b, out)
	n.departments(out)
	n.firsts(out)
	n.leaves(out)
	subtotals(out)
	return out
}

// continued is the code of which a line shows the last two digits and the name, below the code of a
// line before: 05 行政事业单位养老支出 below 208; "" if there is none.
func (n *namer) continued(digits, name string, before []line) string {
	if len(digits) != 2 || name == "" {
		return ""
	}
	for i := len(before) - 1; i >= 0; i-- {
		for _, p := range before[i].parts {
			for _, at := range []int{5, 3} { // 99 其他支出 below 20899 of the same name
				if strings.Contains(p.by, "/") && len(p.value) >= at && n.ofName(p.value[:at]+digits, name) {
					return p.value[:at] + digits
				}
			}
		}
	}
	return ""
}

// ofName says whether a code is called so.
func (n *namer) ofName(code, name string) bool {
	x, ok := n.code(code)
	return ok && key(shortName(n.nameOf(x))) == key(shortName(name))
}

// totalInAll is the column of labels that says 合计 alike in each of several lines, which others
// tell apart: of years, of which each is a line of its own; 0 if none does.
func (t *table) totalInAll(b *block) int {
	for _, col := range b.labels {
		n, alike := 0, true
		for row := t.body[0]; row <= t.body[1]; row++ {
			if !t.figured(row, b) && len(t.texts(row)) == 0 {
				continue
			}
			text := t.says(pos{col, row})
			alike = alike && totals.MatchString(text) && text == t.says(pos{col, t.body[0]}) &&
				slices.ContainsFunc(b.labels, func(c int) bool { return c != col && onlyYear.MatchString(t.says(pos{c, row})) })
			n++
		}
		if alike && n > 1 {
			return col
		}
	}
	return 0
}

// labels says whether a cell shows a label of a block: of one that is merged over several columns
// the first that it has of the block, which is the one whose figures stand behind it.
func (t *table) labels(b *block, at pos) bool {
	r, merged := t.whole[at]
	if !merged || r.Col1 == r.Col2 {
		return true
	}
	for _, o := range t.blocks {
		if slices.Contains(o.labels, r.Col2) {
			return o == b && at.col == max(r.Col1, b.labels[0])
		}
	}
	return at.col == r.Col1
}

// namedBehind says whether another label stands behind one in its row.
func (t *table) namedBehind(b *block, at pos) bool {
	return slices.ContainsFunc(b.labels, func(col int) bool {
		o := pos{col, at.row}
		return col > t.whole[at].Col2 && t.says(o) != "" && t.whole[o].Row1 == t.whole[o].Row2
	})
}

// ownersCodes takes the code beside the name of a unit or of the department for its own, though it
// is that of a class too (214 of 某市交通运输局), where the names of the codes of most other lines
// stand in the column of its name.
func (n *namer) ownersCodes(t *table, b *block, lines []line) {
	called := func(l line, col int) bool {
		text := key(shortName(unnumbered(t.says(pos{col, l.row}))))
		return slices.ContainsFunc(l.parts, func(p part) bool { return text != "" && key(shortName(n.nameOf(p))) == text })
	}
	for _, col := range b.labels {
		var owners []int
		names := 0
		for i, l := range lines {
			own := ownersOf(l.parts)
			switch {
			case called(l, col):
				names++
			case l.coded && len(own) == 1 && len(l.parts) == 2:
				if v, ok := n.value(t.says(pos{col, l.row}), []string{own[0].by}); ok && v == own[0] {
					owners = append(owners, i)
				}
			}
		}
		for _, i := range owners {
			if names > len(owners) {
				lines[i].parts, lines[i].coded = ownersOf(lines[i].parts), false
			}
		}
	}
}

// behindName is a name with its code in brackets behind it: 城乡社区支出（212）.
var behindName = pattern.Of(`^(.+)[（(\[【](\d{3,})[）)\]】]$`)

// subtotalOf is the name of a code or of a value of a column's fields before 小计:
// 工资福利支出小计 above the lines of its codes is the line of 工资福利支出.
func (n *namer) subtotalOf(text string, fields, codes []string) (name string, ok bool) {
	name, ok = strings.CutSuffix(text, "小计")
	if !ok || name == "" {
		return "", false
	}
	if _, ok := n.value(name, fields); ok {
		return name, true
	}
	return name, slices.ContainsFunc(n.called(unnumbered(name)), func(p part) bool { return slices.Contains(codes, fieldOf(p.by)) })
}

// ownNames are the columns of names beside codes that are never those of the codes: though
// one project may be called as its code is.
func (n *namer) ownNames(t *table, b *block, codes []int, strong map[int][]string) map[int]bool {
	out := map[int]bool{}
	groups := t.segmentGroups(codes)
	segments := n.segmented(t, codes)
	carried := make([][]string, len(groups))
	values, names := map[int]int{}, map[int]int{}
	for row := t.body[0]; row <= t.body[1]; row++ {
		var found []part
		for i, group := range groups {
			carried[i] = t.segments(row, group, carried[i])
			code := strings.Join(carried[i], "")
			if !segments {
				code, _ = t.cells[pos{group[0], row}].digits()
			}
			if x, ok := n.code(code); ok && code != "" {
				found = append(found, x)
			}
		}
		for _, col := range b.labels {
			text := t.says(pos{col, row})
			_, value := n.value(text, strong[col])
			named := slices.ContainsFunc(found, func(p part) bool { return key(shortName(n.nameOf(p))) == key(shortName(text)) })
			switch {
			case text == "" || len(found) == 0:
			case named && !value:
				names[col]++
			case value && !named:
				values[col]++
			}
		}
	}
	for col, v := range values {
		out[col] = v > 1 && names[col] == 0
	}
	return out
}

// leaves takes the lines that a name of two levels stands in, and that no line of the
// lower one follows, for the lower one where other lines are of it: 城乡社区环境卫生 is a 款
// and its only 项.
func (n *namer) leaves(lines []line) {
	for i, l := range lines {
		if l.coded || len(l.parts) == 0 {
			continue
		}
		for k, p := range l.parts {
			below := func(o part) bool {
				return fieldOf(o.by) == fieldOf(p.by) && len(o.value) > len(p.value)
			}
			heads := i+1 < len(lines) && slices.ContainsFunc(lines[i+1].parts, func(o part) bool { return below(o) && strings.HasPrefix(o.value, p.value) })
			if heads || !strings.Contains(p.by, "/") {
				continue
			}
			for _, x := range n.called(n.nameOf(p)) {
				if below(x) && strings.HasPrefix(x.value, p.value) &&
					slices.ContainsFunc(lines, func(o line) bool { return slices.ContainsFunc(o.parts, func(o part) bool { return o.by == x.by }) }) {
					lines[i].parts[k] = x
				}
			}
		}
	}
}

// subtotals gives the lines 小计 that close lines of one unit the part that these have
// in common and those before the line above have not.
func subtotals(lines []line) {
	type group struct {
		total int
		of    part
	}
	var groups []group
	from := 0
	for i, l := range lines {
		if !l.total {
			continue
		}
		if of, ok := inCommon(lines[from:i]); ok && len(l.parts) == 0 && strings.Contains(l.label, "小计") {
			groups = append(groups, group{i, of})
		}
		from = i + 1
	}
	for _, g := range groups {
		if slices.ContainsFunc(groups, func(o group) bool { return o.of.by == g.of.by && o.of.value != g.of.value }) {
			lines[g.total].parts = []part{g.of}
		}
	}
}

// inCommon is what all of some lines stand for beside codes and what tells them apart: their unit.
func inCommon(lines []line) (part, bool) {
	if len(lines) == 0 {
		return part{}, false
	}
	for _, p := range lines[0].parts {
		if !strings.Contains(p.by, "/") && !slices.ContainsFunc(lines, func(l line) bool { return !slices.Contains(l.parts, p) || len(l.parts) < 2 }) {
			return p, true
		}
	}
	return part{}, false
}

// totalIn is the text of a row that names a total, "" if none does.
func (t *table) totalIn(row int) string {
	for _, at := range t.texts(row) {
		if text := t.says(at); totals.MatchString(text) {
			return text
		}
	}
	return ""
}

// totalOf is the text of a row that names a total of a block, or of the whole row.
func (t *table) totalOf(b *block, row int) string {
	for _, col := range b.labels {
		if text := t.says(pos{col, row}); totals.MatchString(text) {
			return text
		}
	}
	return t.totalIn(row)
}

// firsts takes lines that are told apart by one field where it is filled, else by another, for lines
// of the first that is filled: below a 科目 its projects, and 人员经费 and 公用经费, which have none.
func (n *namer) firsts(lines []line) {
	for _, d := range n.derived {
		met := map[string]bool{}
		either := true
		for _, l := range lines {
			of := slices.DeleteFunc(slices.Clone(l.parts), func(p part) bool { return !slices.Contains(d.First, p.by) })
			either = either && len(of) <= 1
			for _, p := range of {
				met[p.by] = true
				either = either && n.firstOf(d, p)
			}
		}
		for i := range lines {
			for k, p := range lines[i].parts {
				if either && len(met) > 1 && met[p.by] {
					lines[i].parts[k].by = d.Name
				}
			}
		}
	}
}

// firstOf says whether all items with a value are those that have it in a derived field.
func (n *namer) firstOf(d pack.Derived, p part) bool {
	by, of := n.source.Field(p.by), n.source.Field(d.Name)
	some := false
	for i := range n.source.Len() {
		if n.source.Text(i, by) == p.value {
			if some = true; n.source.Text(i, of) != p.value {
				return false
			}
		}
	}
	return some
}

// departments tells the department from the unit of the same name: of two lines
// that say the same, the first is the department.
func (n *namer) departments(lines []line) {
	for i := range lines[:max(len(lines)-1, 0)] {
		a, b := lines[i], lines[i+1]
		if len(a.parts) != 1 || len(b.parts) != 1 || a.parts[0] != b.parts[0] {
			continue
		}
		for _, f := range n.fields {
			if x, ok := n.value(tight(a.parts[0].value), []string{f}); ok && f != a.parts[0].by && len(n.source.Distinct(n.source.Field(f))) == 1 {
				lines[i].parts = []part{x}
			}
		}
	}
}

// figured says whether a row shows a figure in a block.
func (t *table) figured(row int, b *block) bool {
	return slices.ContainsFunc(b.figures, func(col int) bool { _, ok := t.cells[pos{col, row}].amount(); return ok })
}

// shows says whether a row shows a figure other than zero in a block.
func (t *table) shows(row int, b *block) bool {
	return slices.ContainsFunc(b.figures, func(col int) bool { d, ok := t.cells[pos{col, row}].amount(); return ok && !d.IsZero() })
}

// fieldOf is the field of a level: 功能科目编码 of 功能科目编码/款.
func fieldOf(by string) string {
	field, _, _ := strings.Cut(by, "/")
	return field
}

// named finds the code of a field that has a name, of several one that the items use,
// those of the same unit first: below the code of the line before, or beside it, if there
// is one there; else in the same class; else the highest.
func (n *namer) named(label, field string, found []part, before []line) (best part, ok bool) {
	codes := slices.DeleteFunc(slices.Clone(n.called(label)), func(x part) bool { return fieldOf(x.by) != field })
	if len(codes) == 0 {
		return part{}, false
	}
	last := ""
	owners := ownersOf(found)
	for i := len(before) - 1; i >= 0 && len(owners) == 0; i-- {
		for _, p := range before[i].parts {
			if last == "" && fieldOf(p.by) == field {
				last = p.value
			}
		}
		owners = ownersOf(before[i].parts)
	}
	near := func(code string) int {
		for shared := len(code) - 1; shared >= 3; shared-- {
			if len(last) >= shared && strings.HasPrefix(code, last[:shared]) {
				return shared
			}
		}
		return 0
	}
	for _, prefer := range []func(x part) bool{
		func(x part) bool { return n.used(x, owners) },
		func(x part) bool { return n.used(x, nil) },
		func(x part) bool { return x.value > last },
	} {
		if len(codes) > 1 && slices.ContainsFunc(codes, prefer) {
			codes = slices.DeleteFunc(codes, func(x part) bool { return !prefer(x) })
		}
	}
	for _, x := range codes {
		if !ok || near(x.value) > near(best.value) || near(x.value) == near(best.value) && len(x.value) < len(best.value) {
			best, ok = x, true
		}
	}
	return best, ok
}

// below finds the code below another one that has a name, of several one that the items use.
func (n *namer) below(label string, above part) (best part, ok bool) {
	for _, x := range n.called(label) {
		if fieldOf(x.by) == fieldOf(above.by) && len(x.value) > len(above.value) && strings.HasPrefix(x.value, above.value) && (!ok || !n.used(best, nil) && n.used(x, nil)) {
			best, ok = x, true
		}
	}
	return best, ok
}

// ownersOf are the parts that are no codes: a unit, a project.
func ownersOf(parts []part) []part {
	return slices.DeleteFunc(slices.Clone(parts), func(p part) bool { return strings.Contains(p.by, "/") })
}

// uses says whether the items of the example have something in a field.
func (n *namer) uses(field string) bool {
	at := n.source.Field(field)
	return at >= 0 && slices.ContainsFunc(n.source.Distinct(at), func(v string) bool { return v != "" })
}

// used says whether items of some owners have a code, or one below it.
func (n *namer) used(x part, owners []part) bool {
	at := n.source.Field(fieldOf(x.by))
	if at < 0 {
		return false
	}
	if len(owners) == 0 {
		return slices.ContainsFunc(n.source.Distinct(at), func(code string) bool { return strings.HasPrefix(code, x.value) })
	}
	for i := range n.source.Len() {
		if strings.HasPrefix(n.source.Text(i, at), x.value) && !slices.ContainsFunc(owners, func(o part) bool { return n.source.Value(i, o.by) != o.value }) {
			return true
		}
	}
	return false
}

// called are the codes that have a name, also one that leaves out 支出; words that
// limit figures, such as 国有资本经营预算, are no such names.
func (n *namer) called(label string) []part {
	label = key(label)
	if c := n.words.read(label); len(n.names[label]) > 0 || c.rest == "" && len(c.filter) > 0 {
		return n.names[label]
	}
	return n.names[label+"支出"]
}

// namedFields are the fields of whose codes the texts of each column are names, that
// of most texts first.
func (n *namer) namedFields(t *table, b *block, codes []int) map[int][]string {
	out := map[int][]string{}
	for _, col := range b.labels {
		if slices.Contains(codes, col) {
			continue
		}
		hits := map[string]int{}
		for row := t.body[0]; row <= t.body[1]; row++ {
			label := unnumbered(t.says(pos{col, row}))
			counted := map[string]bool{}
			for _, x := range n.called(label) {
				if f := fieldOf(x.by); label != "" && !counted[f] {
					counted[f] = true
					hits[f]++
				}
			}
		}
		head := strings.Join(t.heads(col), "")
		score := func(field string) int {
			if strings.Contains(head, field[:len("政府")]) {
				return 2*hits[field] + 1
			}
			return 2 * hits[field]
		}
		for _, c := range n.codes {
			if hits[c.field] > 0 {
				out[col] = append(out[col], c.field)
			}
		}
		slices.SortStableFunc(out[col], func(a, b string) int { return score(b) - score(a) })
	}
	return out
}

// writings are how a value may be written, the plainest first.
var writings = []func(string) string{tight, unitName, uncoded, kindName, unnumbered}

// value finds the field whose value a text is, among those that a column's texts
// are mostly values of.
func (n *namer) value(text string, fields []string) (part, bool) {
	if text == "" {
		return part{}, false
	}
	for i, alike := range writings {
		written := ""
		for _, f := range fields {
			index := n.indexed(f)[i]
			if len(index) == 0 {
				continue
			}
			if written == "" {
				written = alike(text)
			}
			if v := index[written]; v != "" {
				return part{f, v}, true
			}
		}
	}
	return part{}, false
}

// indexed are the values of a field by each way in which they may be written; "" where
// two are written alike.
func (n *namer) indexed(field string) []map[string]string {
	if found, ok := n.index[field]; ok {
		return found
	}
	out := make([]map[string]string, len(writings))
	for i, alike := range writings {
		out[i] = map[string]string{}
		for _, v := range n.values(field) {
			written := alike(v)
			if _, twice := out[i][written]; twice {
				v = ""
			}
			out[i][written] = v
		}
	}
	n.index[field] = out
	return out
}

// values are those of a field that the ledger has, and its choices.
func (n *namer) values(field string) []string {
	out := n.source.Distinct(n.source.Field(field))
	for _, c := range n.choices[field] {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// unitName is the name of a unit without （本级） and the like.
func unitName(text string) string { return ownLevel.ReplaceAllString(tight(text), "") }

// uncoded is a name without the code beside it: [312001]某局, 312001-某局, 某局（312001）.
func uncoded(text string) string { return codeBeside.ReplaceAllString(tight(text), "") }

// kindName is a kind of units: 行政单位 is written for 行政.
func kindName(text string) string { return strings.TrimSuffix(tight(text), "单位") }

// codeBeside is a code that stands before or behind a name in its cell.
var codeBeside = pattern.Of(`^[\[【(]?\d{3,}[\]】)]?[-—_]?|[\[【(]\d{3,}[\]】)]$`)

var ownLevel = pattern.Of(`[(（]?(本级|机关|汇总|本部)[)）]?$`)

// coverage ranks, for each column, the fields of which its texts are values.
//
// strong are those of which most of its texts are.
func (n *namer) coverage(t *table, b *block, codes []int) (out, strong map[int][]string) {
	out, strong = map[int][]string{}, map[int][]string{}
	for _, col := range b.labels {
		if slices.Contains(codes, col) {
			continue
		}
		hits := map[string]int{}
		texts := 0
		for row := t.body[0]; row <= t.body[1]; row++ {
			text := t.says(pos{col, row})
			if text != "" && !totals.MatchString(text) {
				texts++
			}
			for _, f := range n.fields {
				if _, ok := n.value(text, []string{f}); ok && text != "" {
					hits[f]++
				}
			}
		}
		for _, f := range n.fields {
			if hits[f] > 0 {
				out[col] = append(out[col], f)
			}
			if 2*hits[f] > texts {
				strong[col] = append(strong[col], f)
			}
		}
		head := strings.Join(t.heads(col), "")
		named := func(f string) int { // 主管部门 of the name that its first unit has too
			if strings.Contains(head, f) {
				return 1
			}
			return 0
		}
		slices.SortStableFunc(out[col], func(a, b string) int {
			return cmp.Or(hits[b]-hits[a], named(b)-named(a))
		})
	}
	return out, strong
}

// codeColumns are the label columns that hold nothing but codes, or parts of them.
func (n *namer) codeColumns(t *table, b *block) (out []int) {
	for _, col := range b.labels {
		if heads := t.heads(col); len(heads) > 0 && ownerHead.MatchString(key(heads[0])) {
			continue
		}
		pure, other := 0, 0
		for row := t.body[0]; row <= t.body[1]; row++ {
			text := tight(t.cells[pos{col, row}].text)
			code, name := cell{text: text}.digits()
			switch {
			case text == "" || totals.MatchString(text) || placeholder(text):
			case n.source != nil && len(n.told) > 0 && isValue(n, text):
				other++
			case code != "" && name == "" && (len(code) > 1 || codeLevel.MatchString(t.lowest(col))): // 1 for 01
				pure++
			default:
				other++
			}
		}
		if pure > other {
			out = append(out, col)
		}
	}
	return out
}

// ownerHead is the header of a column of the codes of units or of the department, which may
// look like codes of a list: 312.
var ownerHead = pattern.Of(`^(预算|主管)?(单位|部门)+(代码|编码|编号)$`)

// isValue says whether a text is that of a field which comes with another one.
func isValue(n *namer, text string) bool { _, ok := n.value(text, n.told); return ok }

// placeholder says whether a text only shows that something stands there: …, XX, 2** for a code.
func placeholder(text string) bool {
	return text != "" && (strings.Trim(text, "….·Xx×*○") == "" || halfCode.MatchString(text))
}

var halfCode = pattern.Of(`^\d{1,5}[XxＸ×*○]{2,}$`)

// segmented says whether several columns hold the parts of one code: 204 06 01.
func (n *namer) segmented(t *table, codes []int) bool {
	if len(codes) < 2 {
		return false
	}
	whole := 0
	for row := t.body[0]; row <= t.body[1]; row++ {
		text := tight(t.cells[pos{codes[len(codes)-1], row}].text)
		if _, ok := n.code(text); ok && text != "" {
			whole++
		} else if text != "" && len(text) <= 2 {
			return true
		}
	}
	return whole == 0
}

// segmentGroups divides code columns by the codes whose parts they hold: a column
// of three digits begins one.
func (t *table) segmentGroups(codes []int) (out [][]int) {
	for i, col := range codes {
		long := 0
		for row := t.body[0]; row <= t.body[1]; row++ {
			if code, _ := t.cells[pos{col, row}].digits(); len(code) >= 3 {
				long++
			} else if code != "" {
				long--
			}
		}
		if i == 0 || long > 0 {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], col)
	}
	return out
}

// segments are the parts of a row's code; what a row leaves blank before its own
// is that of the row above.
func (t *table) segments(row int, codes []int, before []string) []string {
	var out []string
	last := -1
	for i, col := range codes {
		if code, _ := t.cells[pos{col, row}].digits(); code != "" {
			last = i
		}
	}
	for i := 0; i <= last; i++ {
		code, _ := t.cells[pos{codes[i], row}].digits()
		if code == "" && i < len(before) {
			code = before[i]
		}
		if len(code) == 1 && i > 0 {
			code = "0" + code // a number that lost its zero
		}
		out = append(out, code)
	}
	return out
}
