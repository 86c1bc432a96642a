package meaning

import (
	"cmp"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

// ShortName is a name as bureaus also write it: without 支出 at its end.
func ShortName(text string) string { return strings.TrimSuffix(UnitName(text), "支出") }

// Line is a row of a block with what its labels name.
type Line struct {
	Row      int
	Label    string // without numbering and brackets
	Beside   string // the other labels, such as 上年结转 beside a fund
	Total    bool
	Within   bool   // a part of the line above it: 其中, 1. under 一、
	Under    string // the line that heads this one and its neighbours, "" if none does
	Heads    []int  // rows of the lines that it heads
	Partly   bool   // the lines that it heads are not all of it: 其中
	Supposed bool   // no figure shows that it heads the lines without a number below it
	Group    int    // the first row of the cell that is merged downward beside it, such as 收入; 0 if none is
	Coded    bool   // a code stands in it, not only a name
	Style    string // how it is counted, "" if it is not
	Parts    []Part
	late     []Part // parts that took the place of others, which stand before them
}

// Same says whether two lines have the same labels.
func (l Line) Same(o Line) bool { return l.Label == o.Label && l.Beside == o.Beside }

// Part is a field and its value, as a level of a view tells rows apart:
// 功能科目编码/款 20406, 单位 某局.
type Part struct{ By, Value string }

// Pattern is the fields that a line's labels name.
func (l Line) Pattern() string {
	var by []string
	for _, p := range l.Parts {
		by = append(by, p.By)
	}
	return strings.Join(by, "|")
}

// Namer finds what texts name: codes, and values of the ledger's fields.
type Namer struct {
	p       *pack.Pack
	source  *budget.Table       // the usual one, for its values
	Fields  []string            // of it, that rows may stand for
	derived []pack.Derived      // of it, that are the first of several fields with a value
	Told    []string            // that come with another one, such as the code of a unit
	choices map[string][]string // of a field, those that the ledger does not use too
	Codes   []coded
	index   map[string][]map[string]string // of fields, see indexed
	names   map[string][]Part              // of codes, by name
	words   *Words
}

// coded is a field with codes.
type coded struct {
	Field string
	list  *budget.CodeList
}

// NewNamer knows the codes of a pack and the names that a ledger has.
func NewNamer(p *pack.Pack, l *budget.Ledger) *Namer {
	n := &Namer{p: p, words: Learn(p, ""), source: l.Tables[p.Intake.Sheet], names: map[string][]Part{}, choices: map[string][]string{}, index: map[string][]map[string]string{}}
	for _, s := range p.Input.Sheets {
		if len(s.Measures()) == 0 {
			continue
		}
		for _, c := range s.Columns {
			if c.Kind == pack.Code && !slices.ContainsFunc(n.Codes, func(x coded) bool { return x.Field == c.Name }) {
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
			case ComesWith(p, f) && len(n.choices[f]) == 0:
				n.Told = append(n.Told, f)
			case p.ListOf(f) == "" && !slices.ContainsFunc(n.derived, func(d pack.Derived) bool { return d.Name == f }) && !strings.HasSuffix(f, "科目名称") && f != "备注":
				n.Fields = append(n.Fields, f)
			}
		}
	}
	return n
}

// ComesWith says whether a field of the usual table comes with a 引用.
func ComesWith(p *pack.Pack, field string) bool {
	s := p.Input.Sheet(p.Intake.Sheet)
	return s != nil && slices.ContainsFunc(s.Columns, func(c pack.Column) bool { return slices.Contains(c.Joined, field) })
}

// Without knows nothing of a field.
func (n *Namer) Without(field string) *Namer {
	out := *n
	out.Fields = slices.DeleteFunc(slices.Clone(n.Fields), func(f string) bool { return f == field })
	return &out
}

func (n *Namer) add(c coded) {
	n.Codes = append(n.Codes, c)
	for _, e := range c.list.Entries() {
		if x, ok := c.part(e.Code); ok {
			n.names[layout.Key(e.Name)] = append(n.names[layout.Key(e.Name)], x)
		}
	}
}

// part is a code as a row of a view: 20406 of 功能科目编码 is 功能科目编码/款.
func (c coded) part(code string) (Part, bool) {
	if !c.list.Has(code) {
		return Part{}, false
	}
	for _, l := range c.list.Levels {
		if l.Digits == len(code) {
			return Part{c.Field + "/" + l.Name, code}, true
		}
	}
	return Part{}, false
}

// code is the part that a code names; the lists of a pack have different codes,
// but for 政府 and 部门 lists, of which the first that has it is taken.
func (n *Namer) code(code string) (Part, bool) {
	for _, c := range n.Codes {
		if x, ok := c.part(code); ok {
			return x, true
		}
	}
	return Part{}, false
}

// nameOf is the name of a code, "" of other parts.
func (n *Namer) nameOf(p Part) string {
	for _, c := range n.Codes {
		if c.Field == FieldOf(p.By) && strings.Contains(p.By, "/") {
			return c.list.NameOf(p.Value)
		}
	}
	return ""
}

// Knows says whether a text names a line.
func (n *Namer) Knows(text string) bool {
	if code, _ := (layout.Cell{Text: text}).Digits(); code != "" {
		_, ok := n.code(code)
		return ok
	}
	if len(n.names[layout.Key(layout.Unnumbered(text))]) > 0 {
		return true
	}
	return slices.ContainsFunc(n.Fields, func(f string) bool {
		return (f == "单位" || f == "项目名称" || f == "部门") && slices.Contains(n.source.Distinct(n.source.Field(f)), text)
	})
}

// Lines reads the rows of a block.
func (n *Namer) Lines(t *layout.Table, b *layout.Block) (out []Line) {
	codes := n.codeColumns(t, b)
	cover, strong := n.coverage(t, b, codes)
	named := n.namedFields(t, b, codes)
	own := n.ownNames(t, b, codes, strong)
	segments := n.segmented(t, codes)
	groups := t.SegmentGroups(codes)
	carried := make([][]string, len(groups))
	idle := t.TotalInAll(b)
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		l := Line{Row: row}
		var found, late []Part
		for i, group := range groups {
			if !segments {
				break
			}
			carried[i] = t.Segments(row, group, carried[i])
			if x, ok := n.code(strings.Join(carried[i], "")); ok && len(carried[i]) > 0 {
				found = append(found, x)
				l.Coded = true
			}
		}
		for _, col := range b.Labels {
			text := t.Says(layout.At(col, row))
			if c := t.Cells[layout.At(col, row)]; c.Numeric {
				text = c.Number.String()
			}
			if text == "" || col == idle || !t.Labels(b, layout.At(col, row)) {
				continue
			}
			code, name := layout.Cell{Text: text}.Digits()
			if whole := n.continued(code, name, out); whole != "" {
				code = whole
			}
			if x, owner := n.Value(text, cover[col]); owner && name != "" && (!n.ofName(code, name) || layout.Tight(x.Value) == layout.Tight(text) && n.fewCoded(t, b, col)) {
				code, name = "", text // 206-某市教育局 is no class 206, nor is 30217公务接待费 among projects a code
			}
			if name != "" && slices.ContainsFunc(codes, func(c int) bool { own, _ := t.Cells[layout.At(c, row)].Digits(); return c > col && own == code }) {
				code, name = "", text // a project 30217公务接待费 before its code
			}
			if m := behindName.FindStringSubmatch(text); code == "" && m != nil {
				if x, ok := n.code(m[2]); ok && layout.Key(ShortName(n.nameOf(x))) == layout.Key(ShortName(m[1])) {
					code, name = m[2], m[1]
				}
			}
			if r := t.Whole[layout.At(col, row)]; r.Row2 > r.Row1 && code == "" && t.NamedBehind(b, layout.At(col, row)) {
				l.Group = r.Row1
				l.Beside += text
			} else if code == "" && l.Label == "" || name != "" && len(code) > 0 {
				l.Label = layout.Unnumbered(text)
			} else if code == "" {
				l.Beside += text
			}
			if whole, ok := n.subtotalOf(text, cover[col], named[col]); ok {
				text = whole
			} else if layout.Totals.MatchString(text) && code == "" {
				l.Total = true
				continue
			}
			if segments && slices.Contains(codes, col) {
				continue
			}
			if x, ok := n.code(code); ok && code != "" && (name != "" || slices.Contains(codes, col)) {
				l.Coded = true
				found = slices.DeleteFunc(found, func(p Part) bool { // the name before the code, though a project is called so too
					return name == "" && !strings.Contains(p.By, "/") && layout.Key(ShortName(p.Value)) == layout.Key(ShortName(n.nameOf(x))) &&
						!slices.ContainsFunc(b.Labels, func(c int) bool { return own[c] && t.Says(layout.At(c, row)) == p.Value })
				})
				if i := slices.IndexFunc(found, func(p Part) bool { return FieldOf(p.By) == FieldOf(x.By) }); i >= 0 {
					if len(x.Value) > len(found[i].Value) {
						found[i] = x
						late = append(late, x) // a name before it, perhaps by chance, named a code above it
					}
				} else {
					found = append(found, x)
				}
				continue
			}
			fields := cover[col]
			switch like := func(alike func(name string) bool) bool {
				return slices.ContainsFunc(found, func(p Part) bool { return alike(ShortName(n.nameOf(p))) })
			}; {
			case l.Coded && len(out) > 0 && slices.ContainsFunc(found, func(p Part) bool { return slices.Contains(out[len(out)-1].Parts, p) && strings.Contains(p.By, "/") }):
				// the line above is the code's own
			case own[col] && len(found) > 0:
				fields = strong[col]
			case like(func(name string) bool { return layout.Key(name) == layout.Key(ShortName(text)) }):
				// the name of the code, if the header does not say that it is another one's
				head := strings.Join(t.Heads(col), "")
				fields = slices.DeleteFunc(slices.Clone(strong[col]), func(f string) bool { return !strings.Contains(head, f) })
			case l.Coded && like(func(name string) bool { return strings.Contains(name, ShortName(text)) }):
				fields = strong[col] // a name that happens to be a project's too
			}
			if i := slices.IndexFunc(found, func(p Part) bool { _, ok := n.below(layout.Unnumbered(text), p); return ok }); i >= 0 && !l.Coded && len(strong[col]) == 0 {
				found[i], _ = n.below(layout.Unnumbered(text), found[i]) // 教育支出, 职业教育, 中等职业教育 in three columns
				continue
			}
			if x, ok := n.Value(text, fields); ok && !slices.ContainsFunc(found, func(p Part) bool { return p.By == x.By }) {
				found = append(found, x)
				continue
			}
			for _, f := range named[col] {
				if slices.ContainsFunc(found, func(p Part) bool { return FieldOf(p.By) == f }) {
					break
				}
				if x, ok := n.named(layout.Unnumbered(text), f, found, out); ok {
					found = append(found, x)
					break
				}
			}
		}
		l.Parts, l.late = found, late
		if l.Label == "" && len(found) == 0 && t.Shows(row, b) {
			// the other side of the row may say that both are totals
			l.Label = t.TotalIn(row)
			l.Total = l.Label != ""
		}
		if l.Label != "" || len(l.Parts) > 0 || l.Total || t.Shows(row, b) || len(b.Labels) == 0 && t.Figured(row, b) {
			out = append(out, l)
		}
	}
	inOneOrder(out)
	n.ownersCodes(t, b, out)
	n.departments(out)
	n.firsts(out)
	n.leaves(out)
	subtotals(out)
	return out
}

// inOneOrder gives lines whose codes stand behind names of codes above them the order in which other lines,
// that have no such names, have the same.
func inOneOrder(lines []Line) {
	plain := map[string]bool{}
	for _, l := range lines {
		if len(l.late) == 0 {
			plain[l.Pattern()] = true
		}
	}
	for i, l := range lines {
		if len(l.late) == 0 || plain[l.Pattern()] {
			continue
		}
		other := Line{Parts: slices.DeleteFunc(slices.Clone(l.Parts), func(p Part) bool { return slices.Contains(l.late, p) })}
		if other.Parts = append(other.Parts, l.late...); plain[other.Pattern()] {
			lines[i].Parts = other.Parts
		}
	}
}

// continued is the code of which a line shows the last two digits and the name, below the code of a
// line before: 05 行政事业单位养老支出 below 208; "" if there is none.
func (n *Namer) continued(digits, name string, before []Line) string {
	if len(digits) != 2 || name == "" {
		return ""
	}
	for i := len(before) - 1; i >= 0; i-- {
		for _, p := range before[i].Parts {
			for _, at := range []int{5, 3} { // 99 其他支出 below 20899 of the same name
				if strings.Contains(p.By, "/") && len(p.Value) >= at && n.ofName(p.Value[:at]+digits, name) {
					return p.Value[:at] + digits
				}
			}
		}
	}
	return ""
}

// fewCoded says whether few of the texts of a column begin with the code of their name.
func (n *Namer) fewCoded(t *layout.Table, b *layout.Block, col int) bool {
	coded, others := 0, 0
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		code, name := t.Cells[layout.At(col, row)].Digits()
		switch {
		case !t.Labels(b, layout.At(col, row)) || t.Says(layout.At(col, row)) == "":
		case code != "" && name != "" && n.ofName(code, name):
			coded++
		default:
			others++
		}
	}
	return 3*coded < others
}

// ofName says whether a code is called so.
func (n *Namer) ofName(code, name string) bool {
	x, ok := n.code(code)
	return ok && layout.Key(ShortName(n.nameOf(x))) == layout.Key(ShortName(name))
}

// ownersCodes takes the code beside the name of a unit or of the department for its own, though it
// is that of a class too (214 of 某市交通运输局), where the names of the codes of most other lines
// stand in the column of its name.
func (n *Namer) ownersCodes(t *layout.Table, b *layout.Block, lines []Line) {
	called := func(l Line, col int) bool {
		text := layout.Key(ShortName(layout.Unnumbered(t.Says(layout.At(col, l.Row)))))
		return slices.ContainsFunc(l.Parts, func(p Part) bool { return text != "" && layout.Key(ShortName(n.nameOf(p))) == text })
	}
	for _, col := range b.Labels {
		var owners []int
		names := 0
		for i, l := range lines {
			own := ownersOf(l.Parts)
			switch {
			case called(l, col):
				names++
			case l.Coded && len(own) == 1 && len(l.Parts) == 2:
				if v, ok := n.Value(t.Says(layout.At(col, l.Row)), []string{own[0].By}); ok && v == own[0] {
					owners = append(owners, i)
				}
			}
		}
		for _, i := range owners {
			if names > len(owners) {
				lines[i].Parts, lines[i].Coded = ownersOf(lines[i].Parts), false
			}
		}
	}
}

// behindName is a name with its code in brackets behind it: 城乡社区支出（212）.
var behindName = pattern.Of(`^(.+)[（(\[【](\d{3,})[）)\]】]$`)

// subtotalOf is the name of a code or of a value of a column's fields before 小计:
// 工资福利支出小计 above the lines of its codes is the line of 工资福利支出.
func (n *Namer) subtotalOf(text string, fields, codes []string) (name string, ok bool) {
	name, ok = strings.CutSuffix(text, "小计")
	if !ok || name == "" {
		return "", false
	}
	if _, ok := n.Value(name, fields); ok {
		return name, true
	}
	return name, slices.ContainsFunc(n.called(layout.Unnumbered(name)), func(p Part) bool { return slices.Contains(codes, FieldOf(p.By)) })
}

// ownNames are the columns of names beside codes that are never those of the codes: though
// one project may be called as its code is.
func (n *Namer) ownNames(t *layout.Table, b *layout.Block, codes []int, strong map[int][]string) map[int]bool {
	out := map[int]bool{}
	groups := t.SegmentGroups(codes)
	segments := n.segmented(t, codes)
	carried := make([][]string, len(groups))
	values, names := map[int]int{}, map[int]int{}
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		var found []Part
		for i, group := range groups {
			carried[i] = t.Segments(row, group, carried[i])
			code := strings.Join(carried[i], "")
			if !segments {
				code, _ = t.Cells[layout.At(group[0], row)].Digits()
			}
			if x, ok := n.code(code); ok && code != "" {
				found = append(found, x)
			}
		}
		for _, col := range b.Labels {
			text := t.Says(layout.At(col, row))
			_, value := n.Value(text, strong[col])
			named := slices.ContainsFunc(found, func(p Part) bool { return layout.Key(ShortName(n.nameOf(p))) == layout.Key(ShortName(text)) })
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
func (n *Namer) leaves(lines []Line) {
	for i, l := range lines {
		if l.Coded || len(l.Parts) == 0 {
			continue
		}
		for k, p := range l.Parts {
			below := func(o Part) bool {
				return FieldOf(o.By) == FieldOf(p.By) && len(o.Value) > len(p.Value)
			}
			heads := i+1 < len(lines) && slices.ContainsFunc(lines[i+1].Parts, func(o Part) bool { return below(o) && strings.HasPrefix(o.Value, p.Value) })
			if heads || !strings.Contains(p.By, "/") {
				continue
			}
			for _, x := range n.called(n.nameOf(p)) {
				if below(x) && strings.HasPrefix(x.Value, p.Value) &&
					slices.ContainsFunc(lines, func(o Line) bool { return slices.ContainsFunc(o.Parts, func(o Part) bool { return o.By == x.By }) }) {
					lines[i].Parts[k] = x
				}
			}
		}
	}
}

// subtotals gives the lines 小计 that close lines of one unit the part that these have
// in common and those before the line above have not.
func subtotals(lines []Line) {
	type group struct {
		total int
		of    Part
	}
	var groups []group
	from := 0
	for i, l := range lines {
		if !l.Total {
			continue
		}
		if of, ok := inCommon(lines[from:i]); ok && len(l.Parts) == 0 && strings.Contains(l.Label, "小计") {
			groups = append(groups, group{i, of})
		}
		from = i + 1
	}
	for _, g := range groups {
		if slices.ContainsFunc(groups, func(o group) bool { return o.of.By == g.of.By && o.of.Value != g.of.Value }) {
			lines[g.total].Parts = []Part{g.of}
		}
	}
}

// inCommon is what all of some lines stand for beside codes and what tells them apart: their unit.
func inCommon(lines []Line) (Part, bool) {
	if len(lines) == 0 {
		return Part{}, false
	}
	for _, p := range lines[0].Parts {
		if !strings.Contains(p.By, "/") && !slices.ContainsFunc(lines, func(l Line) bool { return !slices.Contains(l.Parts, p) || len(l.Parts) < 2 }) {
			return p, true
		}
	}
	return Part{}, false
}

// firsts takes lines that are told apart by one field where it is filled, else by another, for lines
// of the first that is filled: below a 科目 its projects, and 人员经费 and 公用经费, which have none.
func (n *Namer) firsts(lines []Line) {
	for _, d := range n.derived {
		met := map[string]bool{}
		either := true
		for _, l := range lines {
			of := slices.DeleteFunc(slices.Clone(l.Parts), func(p Part) bool { return !slices.Contains(d.First, p.By) })
			either = either && len(of) <= 1
			for _, p := range of {
				met[p.By] = true
				either = either && n.firstOf(d, p)
			}
		}
		for i := range lines {
			for k, p := range lines[i].Parts {
				if either && len(met) > 1 && met[p.By] {
					lines[i].Parts[k].By = d.Name
				}
			}
		}
	}
}

// firstOf says whether all items with a value are those that have it in a derived field.
func (n *Namer) firstOf(d pack.Derived, p Part) bool {
	by, of := n.source.Field(p.By), n.source.Field(d.Name)
	some := false
	for i := range n.source.Len() {
		if n.source.Text(i, by) == p.Value {
			if some = true; n.source.Text(i, of) != p.Value {
				return false
			}
		}
	}
	return some
}

// departments tells the department from the unit of the same name: of two lines
// that say the same, the first is the department.
func (n *Namer) departments(lines []Line) {
	for i := range lines[:max(len(lines)-1, 0)] {
		a, b := lines[i], lines[i+1]
		if len(a.Parts) != 1 || len(b.Parts) != 1 || a.Parts[0] != b.Parts[0] {
			continue
		}
		for _, f := range n.Fields {
			if x, ok := n.Value(layout.Tight(a.Parts[0].Value), []string{f}); ok && f != a.Parts[0].By && len(n.source.Distinct(n.source.Field(f))) == 1 {
				lines[i].Parts = []Part{x}
			}
		}
	}
}

// FieldOf is the field of a level: 功能科目编码 of 功能科目编码/款.
func FieldOf(by string) string {
	field, _, _ := strings.Cut(by, "/")
	return field
}

// named finds the code of a field that has a name, of several one that the items use,
// those of the same unit first: below the code of the line before, or beside it, if there
// is one there; else in the same class; else the highest.
func (n *Namer) named(label, field string, found []Part, before []Line) (best Part, ok bool) {
	codes := slices.DeleteFunc(slices.Clone(n.called(label)), func(x Part) bool { return FieldOf(x.By) != field })
	if len(codes) == 0 {
		return Part{}, false
	}
	last := ""
	owners := ownersOf(found)
	for i := len(before) - 1; i >= 0 && len(owners) == 0; i-- {
		for _, p := range before[i].Parts {
			if last == "" && FieldOf(p.By) == field {
				last = p.Value
			}
		}
		owners = ownersOf(before[i].Parts)
	}
	near := func(code string) int {
		for shared := len(code) - 1; shared >= 3; shared-- {
			if len(last) >= shared && strings.HasPrefix(code, last[:shared]) {
				return shared
			}
		}
		return 0
	}
	for _, prefer := range []func(x Part) bool{
		func(x Part) bool { return n.used(x, owners) },
		func(x Part) bool { return n.used(x, nil) },
		func(x Part) bool { return x.Value > last },
	} {
		if len(codes) > 1 && slices.ContainsFunc(codes, prefer) {
			codes = slices.DeleteFunc(codes, func(x Part) bool { return !prefer(x) })
		}
	}
	for _, x := range codes {
		if !ok || near(x.Value) > near(best.Value) || near(x.Value) == near(best.Value) && len(x.Value) < len(best.Value) {
			best, ok = x, true
		}
	}
	return best, ok
}

// below finds the code below another one that has a name, of several one that the items use.
func (n *Namer) below(label string, above Part) (best Part, ok bool) {
	for _, x := range n.called(label) {
		if FieldOf(x.By) == FieldOf(above.By) && len(x.Value) > len(above.Value) && strings.HasPrefix(x.Value, above.Value) && (!ok || !n.used(best, nil) && n.used(x, nil)) {
			best, ok = x, true
		}
	}
	return best, ok
}

// ownersOf are the parts that are no codes: a unit, a project.
func ownersOf(parts []Part) []Part {
	return slices.DeleteFunc(slices.Clone(parts), func(p Part) bool { return strings.Contains(p.By, "/") })
}

// Uses says whether the items of the example have something in a field.
func (n *Namer) Uses(field string) bool {
	at := n.source.Field(field)
	return at >= 0 && slices.ContainsFunc(n.source.Distinct(at), func(v string) bool { return v != "" })
}

// used says whether items of some owners have a code, or one below it.
func (n *Namer) used(x Part, owners []Part) bool {
	at := n.source.Field(FieldOf(x.By))
	if at < 0 {
		return false
	}
	if len(owners) == 0 {
		return slices.ContainsFunc(n.source.Distinct(at), func(code string) bool { return strings.HasPrefix(code, x.Value) })
	}
	for i := range n.source.Len() {
		if strings.HasPrefix(n.source.Text(i, at), x.Value) && !slices.ContainsFunc(owners, func(o Part) bool { return n.source.Value(i, o.By) != o.Value }) {
			return true
		}
	}
	return false
}

// called are the codes that have a name, also one that leaves out 支出; words that
// limit figures, such as 国有资本经营预算, are no such names.
func (n *Namer) called(label string) []Part {
	label = layout.Key(label)
	if c := n.words.Read(label); len(n.names[label]) > 0 || c.Rest == "" && len(c.Filter) > 0 {
		return n.names[label]
	}
	return n.names[label+"支出"]
}

// namedFields are the fields of whose codes the texts of each column are names, that
// of most texts first. Beside codes, a column of which most texts are no names at all has names
// by chance: 离退休费 among what is paid, which the items do not say.
func (n *Namer) namedFields(t *layout.Table, b *layout.Block, codes []int) map[int][]string {
	out := map[int][]string{}
	for _, col := range b.Labels {
		if slices.Contains(codes, col) {
			continue
		}
		hits := map[string]int{}
		names, others := 0, 0
		for row := t.Body[0]; row <= t.Body[1]; row++ {
			text := t.Says(layout.At(col, row))
			label := layout.Unnumbered(text)
			counted := map[string]bool{}
			for _, x := range n.called(label) {
				if f := FieldOf(x.By); label != "" && !counted[f] {
					counted[f] = true
					hits[f]++
				}
			}
			_, value := n.Value(text, n.Fields)
			switch {
			case text == "" || layout.Totals.MatchString(text):
			case len(counted) > 0 || value:
				names++
			default:
				others++
			}
		}
		if len(codes) > 0 && others > names {
			continue
		}
		head := strings.Join(t.Heads(col), "")
		score := func(field string) int {
			if strings.Contains(head, field[:len("政府")]) {
				return 2*hits[field] + 1
			}
			return 2 * hits[field]
		}
		for _, c := range n.Codes {
			if hits[c.Field] > 0 {
				out[col] = append(out[col], c.Field)
			}
		}
		slices.SortStableFunc(out[col], func(a, b string) int { return score(b) - score(a) })
	}
	return out
}

// writings are how a value may be written, the plainest first.
var writings = []func(string) string{layout.Tight, UnitName, Uncoded, kindName, layout.Unnumbered}

// Value finds the field whose value a text is, among those that a column's texts
// are mostly values of.
func (n *Namer) Value(text string, fields []string) (Part, bool) {
	if text == "" {
		return Part{}, false
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
				return Part{f, v}, true
			}
		}
	}
	return Part{}, false
}

// indexed are the values of a field by each way in which they may be written; "" where
// two are written alike.
func (n *Namer) indexed(field string) []map[string]string {
	if found, ok := n.index[field]; ok {
		return found
	}
	out := make([]map[string]string, len(writings))
	for i, alike := range writings {
		out[i] = map[string]string{}
		for _, v := range n.values(field) {
			written := alike(v)
			if written == "" { // 315001 without its code is no name: all codes would be this one
				continue
			}
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
func (n *Namer) values(field string) []string {
	out := n.source.Distinct(n.source.Field(field))
	for _, c := range n.choices[field] {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// UnitName is the name of a unit without （本级） and the like.
func UnitName(text string) string { return ownLevel.ReplaceAllString(layout.Tight(text), "") }

// Uncoded is a name without the code beside it: [312001]某局, 312001-某局, 某局（312001）.
func Uncoded(text string) string { return CodeBeside.ReplaceAllString(layout.Tight(text), "") }

// kindName is a kind of units: 行政单位 is written for 行政.
func kindName(text string) string { return strings.TrimSuffix(layout.Tight(text), "单位") }

// CodeBeside is a code that stands before or behind a name in its cell.
var CodeBeside = pattern.Of(`^[\[【(]?\d{3,}[\]】)]?[-—_]?|[\[【(]\d{3,}[\]】)]$`)

var ownLevel = pattern.Of(`[(（]?(本级|机关|汇总|本部)[)）]?$`)

// coverage ranks, for each column, the fields of which its texts are values.
//
// strong are those of which most of its texts are.
func (n *Namer) coverage(t *layout.Table, b *layout.Block, codes []int) (out, strong map[int][]string) {
	out, strong = map[int][]string{}, map[int][]string{}
	for _, col := range b.Labels {
		if slices.Contains(codes, col) {
			continue
		}
		hits := map[string]int{}
		texts := 0
		for row := t.Body[0]; row <= t.Body[1]; row++ {
			text := t.Says(layout.At(col, row))
			if text != "" && !layout.Totals.MatchString(text) {
				texts++
			}
			for _, f := range n.Fields {
				if _, ok := n.Value(text, []string{f}); ok && text != "" {
					hits[f]++
				}
			}
		}
		for _, f := range n.Fields {
			if hits[f] > 0 {
				out[col] = append(out[col], f)
			}
			if 2*hits[f] > texts {
				strong[col] = append(strong[col], f)
			}
		}
		head := strings.Join(t.Heads(col), "")
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
func (n *Namer) codeColumns(t *layout.Table, b *layout.Block) (out []int) {
	for _, col := range b.Labels {
		if heads := t.Heads(col); len(heads) > 0 && OwnerHead.MatchString(layout.Key(heads[0])) {
			continue
		}
		pure, other := 0, 0
		for row := t.Body[0]; row <= t.Body[1]; row++ {
			text := layout.Tight(t.Cells[layout.At(col, row)].Text)
			code, name := layout.Cell{Text: text}.Digits()
			switch {
			case text == "" || layout.Totals.MatchString(text) || layout.Placeholder(text):
			case n.source != nil && len(n.Told) > 0 && isValue(n, text):
				other++
			case code != "" && name == "" && (len(code) > 1 || layout.CodeLevel.MatchString(t.Lowest(col))): // 1 for 01
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

// OwnerHead is the header of a column of the codes of units or of the department, which may
// look like codes of a list: 312.
var OwnerHead = pattern.Of(`^(预算|主管)?(单位|部门)+(代码|编码|编号)$`)

// isValue says whether a text is that of a field which comes with another one.
func isValue(n *Namer, text string) bool { _, ok := n.Value(text, n.Told); return ok }

// segmented says whether several columns hold the parts of one code: 204 06 01.
func (n *Namer) segmented(t *layout.Table, codes []int) bool {
	if len(codes) < 2 {
		return false
	}
	whole := 0
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		text := layout.Tight(t.Cells[layout.At(codes[len(codes)-1], row)].Text)
		if _, ok := n.code(text); ok && text != "" {
			whole++
		} else if text != "" && len(text) <= 2 {
			return true
		}
	}
	return whole == 0
}

// PrintedOnce is the field of the names, such as those of units, that a column of labels prints
// once for several lines, "" if none does: lines of one stand together, whatever their order.
func (n *Namer) PrintedOnce(t *layout.Table, b *layout.Block, lines []Line) string {
	for _, col := range b.Labels {
		for _, l := range lines {
			if r := t.Whole[layout.At(col, l.Row)]; r.Col1 != r.Col2 || r.Row2 <= r.Row1 || len(l.Parts) < 2 {
				continue
			}
			for _, p := range ownersOf(l.Parts) {
				v, ok := n.Value(t.Says(layout.At(col, l.Row)), []string{p.By})
				if c := n.p.Input.Sheet(n.p.Intake.Sheet).Column(p.By); ok && v == p && c != nil && c.Kind == pack.Ref {
					return p.By
				}
			}
		}
	}
	return ""
}
