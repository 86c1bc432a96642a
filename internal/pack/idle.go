package pack

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"ysgk/internal/nearest"
	"ysgk/internal/pattern"
)

// What judges or recognises something has nothing to do where a pack has not got it: a
// rule about a table, a view or a column, an equation, a header of 导入. It does not run,
// what depends on it neither, and it need not be deleted. Where a pack took something out
// of its base that is meant; of a name that nobody defined it may be a slip, so that is
// told louder. What the same file takes out and uses is a mistake, and so is whatever
// gives amounts: views, totals, tags.

// elsewhere finds the first of the texts of a cell on another table.
var elsewhere = pattern.Of(`格\(\s*"([^"]+)"\s*,\s*"[^"]*"\s*,\s*"`)

// quoted are the texts of an expression, words its names.
var (
	quoted = pattern.Of(`"[^"]*"`)
	words  = pattern.Of(`[\p{L}\p{N}_()（）]+`)
	spoken = pattern.Of(`\{[^{}]*\}`)
)

// idler finds what is not there.
type idler struct {
	m    *Manifest
	of   *Manifest // that names are looked up in
	gone map[removed]Place
	lost map[string]lacking // numbers that do not run either, and why

	file   string  // that says what is looked at
	key    string  // under which it says so
	taken  Refusal // of what has been taken out
	lacked Refusal // of what nobody defined
	lacks  lacking
	at     Place // where that has been taken out; none where nobody defined it
}

// idle takes out what has nothing to do, and tells what it is and why: where names
// have been taken out, and of names that nobody defined.
// stopped are the numbers among them, each with what it lacks. Names are looked up in of:
// the same pack, or that pack with what it brings back of 文本用.
func (m *Manifest) idle(of *Manifest, gone map[removed]Place) (taken, lacked Refusal, stopped map[string]string) {
	x := &idler{m: m, of: of, gone: gone, lost: map[string]lacking{}}
	x.past()
	for n := -1; n != len(x.lost); { // numbers name each other
		n = len(x.lost)
		m.Numbers = slices.DeleteFunc(m.Numbers, func(n Number) bool {
			idle := x.stops(n.Origin, "数 "+n.Name, "算式", func() bool { return x.names(n.Expr) })
			if idle {
				x.lost[n.Name] = x.lacks
			}
			return idle
		})
	}
	m.Rules = slices.DeleteFunc(m.Rules, func(r Rule) bool {
		return x.stops(r.Origin, r.Called(), "", func() bool { return x.rule(&r) })
	})
	m.Equations = slices.DeleteFunc(m.Equations, func(e Equation) bool {
		within, between := x.kept(e.Origin, e.Within), x.kept(e.Origin, e.Between)
		return x.stops(e.Origin, "等式 "+e.ID, "表", func() bool {
			return len(within) < len(e.Within) && len(within) == 0 || len(between) < len(e.Between) && len(between) < 2
		})
	})
	for i := range m.Equations {
		e := &m.Equations[i]
		e.Within, e.Between = x.kept(e.Origin, e.Within), x.kept(e.Origin, e.Between)
	}
	m.Roll = slices.DeleteFunc(m.Roll, func(r Remind) bool {
		return x.stops(r.Origin, "转下年提醒", "表", func() bool {
			return x.source(r.Sheet) || x.column(r.Sheet, r.Column) || slices.ContainsFunc(slices.Sorted(maps.Keys(r.When)), func(f string) bool { return x.field(r.Sheet, f) })
		})
	})
	m.Intake.Columns = slices.DeleteFunc(m.Intake.Columns, func(c IntakeColumn) bool {
		return x.stops(c.Origin, "导入的列 "+c.Name, "名称", func() bool { return x.intake(c) })
	})
	m.Intake.Amounts = slices.DeleteFunc(m.Intake.Amounts, func(a IntakeAmount) bool {
		return x.stops(a.Origin, "导入的金额列 "+strings.Join(a.Headers[:min(1, len(a.Headers))], ""), "值", func() bool {
			return x.column(m.Intake.Sheet, a.Field) || x.value(a.Field, a.Value) || slices.ContainsFunc(slices.Sorted(maps.Keys(a.With)), func(f string) bool { return x.field(m.Intake.Sheet, f) || x.value(f, a.With[f]) })
		})
	})
	m.Words = slices.DeleteFunc(m.Words, func(w Word) bool {
		return x.stops(w.Origin, "识词 "+strings.Join(w.Written[:min(1, len(w.Written))], ""), "即", func() bool { return x.means(w, w.Means) })
	})
	for i := range m.Words {
		if w := &m.Words[i]; x.stops(w.Origin, "识词 "+strings.Join(w.Written[:min(1, len(w.Written))], "")+" 的“或”", "或", func() bool { return x.means(*w, w.Or) }) {
			w.Or = nil
		}
	}
	x.summary()
	for i := range m.Input.Sheets {
		x.sheetParts(&m.Input.Sheets[i])
	}
	stopped = map[string]string{}
	for name, l := range x.lost {
		stopped[name] = l.what + " " + l.name
	}
	return x.taken, x.lacked, stopped
}

// past takes out what keeps last year's of something that has been taken out.
func (x *idler) past() {
	gone := func(like any, name string) bool {
		_, gone := x.gone[removed{reflect.TypeOf(like), name}]
		return gone
	}
	x.m.Input.Sheets = slices.DeleteFunc(x.m.Input.Sheets, func(s Sheet) bool {
		return gone(s, s.Past) && x.stops(s.Origin, "录入表 "+s.Name, "上年的", func() bool { return x.source(s.Past) })
	})
	x.m.Views = slices.DeleteFunc(x.m.Views, func(v View) bool {
		return gone(v, v.Past) && x.stops(v.Origin, "视图 "+v.Name, "上年的", func() bool { return x.view(v.Past) })
	})
}

// sheetParts takes out what only follows another sheet's columns.
func (x *idler) sheetParts(s *Sheet) {
	if of := x.of.Input.Sheet(s.Past); of != nil && of != s {
		s.Columns = slices.DeleteFunc(s.Columns, func(c Column) bool {
			return c.Kind != Amount && x.stops(c.Origin, "录入表 "+s.Name+" 的列 "+c.Name, "名称", func() bool { return x.field(of.Name, c.Name) })
		})
	}
	if s.Supply != nil {
		for i, c := range slices.Backward(s.Supply.Columns) {
			if x.stops(s.Supply.Origin, "录入表 "+s.Name+" 的补行", "列", func() bool { return x.column(s.Name, c.Name) }) {
				s.Supply.Columns = slices.Delete(s.Supply.Columns, i, i+1)
			}
		}
	}
}

// means says whether a word of forms means a field or a value that is not there.
func (x *idler) means(w Word, of Filter) bool {
	sheet := cmp.Or(w.Source, x.of.Intake.Sheet)
	for _, field := range slices.Sorted(maps.Keys(of)) {
		if x.field(sheet, field) || slices.ContainsFunc(of[field], func(v string) bool { return x.value(field, v) }) {
			return true
		}
	}
	return false
}

// value says whether a field has choices, and this is none of them.
func (x *idler) value(field, value string) bool {
	field, _ = CutField(field)
	_, has := x.of.Group(field, value)
	if has {
		return false
	}
	return x.isNot(nil, field+"的取值或组", value, func() []string { return x.of.Field(field).Choices }, false)
}

// intake says whether a column of 导入 has no column to go to.
func (x *idler) intake(c IntakeColumn) bool {
	s := x.of.Input.Sheet(x.of.Intake.Sheet)
	if s == nil {
		return false
	}
	if c.Of == "" {
		return x.column(s.Name, c.Name)
	}
	ref := s.Column(c.Of)
	return ref == nil && x.column(s.Name, c.Of) || ref != nil && x.column(ref.Sheet, c.Name)
}

// stops says whether a definition names what is not there, and notes it. key is where
// the definition says it.
func (x *idler) stops(of Origin, about, key string, lacks func() bool) bool {
	x.file, x.key = of.Place().File, key
	if !lacks() {
		return false
	}
	l := x.lacks
	if x.at.File != "" {
		x.taken.addf(x.at, "%s 用到的%s %s 删去了，不再起作用", about, l.what, l.name)
	} else {
		x.lacked = append(x.lacked, Problem{of.Place(x.key), fmt.Sprintf("没有%s %s%s%s 不起作用", l.what, l.name, cmp.Or(l.hint, "，"), about), l, about})
	}
	return true
}

// kept are the tables of some that the pack has.
func (x *idler) kept(of Origin, sheets []string) []string {
	x.file = of.Place().File
	return slices.DeleteFunc(slices.Clone(sheets), x.table)
}

// rule says whether a rule is about something or names something that is not there.
func (x *idler) rule(r *Rule) bool {
	about, column, _ := strings.Cut(r.Table, ".")
	lacks := func(key string, lacks bool) bool {
		if lacks {
			x.key = key
		}
		return lacks
	}
	switch {
	case lacks("视图", x.view(r.View)), lacks("公开表", x.table(r.Form)), lacks("位置", x.pointed(r.Sheet)), lacks("表", x.source(about) || x.column(about, column)):
		return true
	case r.Table != "" && lacks("单元格", x.column(about, r.Cell)), r.Table == "" && r.View == "" && r.Sheet == "" && lacks("单元格", x.item(r.Cell)):
		return true
	}
	says := func(text string) string {
		if len(x.gone) == 0 && !strings.Contains(text, `"`) {
			return "" // nothing that could be not there
		}
		return strings.Join(spoken.FindAllString(text, -1), " ")
	}
	for _, t := range [][2]string{{"当", r.When}, {"应", r.Must}, {"说明", says(r.Message)}, {"怎么办", says(r.Hint)}} {
		if lacks(t[0], x.names(t[1]) || r.Table != "" && x.words(about, t[1])) {
			return true
		}
	}
	return false
}

// words says whether an expression about a sheet's records names a column that has
// been taken out.
func (x *idler) words(sheet, text string) bool {
	if len(x.gone) == 0 { // of a pack without a base, and of most
		return false
	}
	return slices.ContainsFunc(words.FindAllString(quoted.ReplaceAllString(text, " "), -1), func(word string) bool { return x.removedColumn(sheet, word) })
}

// names says whether an expression names what is not there.
func (x *idler) names(text string) bool {
	if !strings.Contains(text, `"`) {
		return false
	}
	if strings.Contains(text, "格") {
		for _, m := range elsewhere.FindAllStringSubmatch(text, -1) {
			if x.table(m[1]) {
				return true
			}
		}
	}
	for function, name := range named(text) {
		lacks := false
		switch function {
		case "视图", "表名":
			lacks = x.view(name)
		case "数":
			lacks = x.number(name)
		case "求和", "中位数", "各行", "首行":
			lacks = x.source(name)
		case "有", "计数": // a table or a view
			lacks = find(x.of.Views, func(v *View) bool { return v.Name == name }) == nil && x.source(name)
		case "基本信息":
			lacks = x.item(name)
		}
		if lacks {
			return true
		}
	}
	return false
}

// named gives the functions of an expression that begin with a text, and the text:
// 视图("总表", …), 数("结余").
func named(text string) iter.Seq2[string, string] {
	return func(yield func(function, name string) bool) {
		for {
			before, after, ok := strings.Cut(text, "(")
			if !ok {
				return
			}
			text = after
			function := before[len(strings.TrimRightFunc(before, func(r rune) bool { return unicode.Is(unicode.Han, r) })):]
			quoted, begins := strings.CutPrefix(strings.TrimLeft(after, " \t\n"), `"`)
			if name, rest, ends := strings.Cut(quoted, `"`); function != "" && begins && ends && name != "" {
				text = rest
				if !yield(function, name) {
					return
				}
			}
		}
	}
}

// isNot says whether something that is named is not there, and notes why.
func (x *idler) isNot(like any, what, name string, known func() []string, has bool) bool {
	if has || name == "" {
		return false
	}
	at, gone := x.gone[removed{reflect.TypeOf(like), name}] // nothing takes out a choice
	if gone && at.File == x.file {
		return false
	}
	x.lacks, x.at = lacking{what: what, name: name, hint: nearest.Hint(name, known())}, at
	return true
}

func (x *idler) number(name string) bool {
	if why, lost := x.lost[name]; lost {
		x.lacks = why
		return true
	}
	known := func() []string { return names(x.of.Numbers, func(n Number) string { return n.Name }) }
	return x.isNot(Number{}, "数", name, known, find(x.of.Numbers, func(n *Number) bool { return n.Name == name }) != nil)
}

func (x *idler) views() []string { return names(x.of.Views, func(v View) string { return v.Name }) }

func (x *idler) view(name string) bool {
	return x.isNot(View{}, "视图", name, x.views, find(x.of.Views, func(v *View) bool { return v.Name == name }) != nil)
}

func (x *idler) tables() []string { return names(x.of.Tables, func(t Table) string { return t.Sheet }) }

func (x *idler) table(sheet string) bool {
	return x.isNot(Table{}, "公开表", sheet, x.tables, find(x.of.Tables, func(t *Table) bool { return t.Sheet == sheet }) != nil)
}

// sources are the tables of records.
func (x *idler) sources() []string {
	out := names(x.of.Input.Sheets, func(s Sheet) string { return s.Name })
	for _, it := range x.of.Input.Info {
		if it.Table != "" {
			out = append(out, it.Table)
		}
	}
	return out
}

func (x *idler) hasSource(name string) bool {
	return x.of.Input.Sheet(name) != nil || find(x.of.Input.Info, func(it *Item) bool { return it.Table == name && name != "" }) != nil
}

func (x *idler) source(name string) bool {
	return x.isNot(Sheet{}, "录入表", name, x.sources, x.hasSource(name))
}

// pointed says whether there is neither a table nor a sheet of the input workbook to
// point at.
func (x *idler) pointed(sheet string) bool {
	known := func() []string { return slices.Concat(x.tables(), x.sources(), []string{x.of.Input.InfoSheet()}) }
	has := find(x.of.Tables, func(t *Table) bool { return t.Sheet == sheet }) != nil || x.hasSource(sheet) || sheet == x.of.Input.InfoSheet()
	if _, input := x.gone[removed{reflect.TypeFor[Sheet](), sheet}]; input {
		return x.isNot(Sheet{}, "录入表", sheet, known, has)
	}
	return x.isNot(Table{}, "公开表", sheet, known, has)
}

func (x *idler) item(name string) bool {
	known := func() []string { return names(x.of.Input.Info, func(it Item) string { return it.Name }) }
	return x.isNot(Item{}, "基本信息的项目", name, known, find(x.of.Input.Info, func(it *Item) bool { return it.Name == name }) != nil)
}

// column says whether a sheet of the input workbook has not got a column, which may be
// named without its unit.
func (x *idler) column(sheet, name string) bool {
	s := x.of.Input.Sheet(sheet)
	if s == nil || name == "" || s.Column(name) != nil || FullName(s.columns(), name) != "" {
		return false
	}
	return x.removedColumn(sheet, name) || x.isNot(Column{}, "列", name, s.columns, false)
}

// field says whether the records of a sheet have not got a field.
func (x *idler) field(sheet, name string) bool {
	s := x.of.Input.Sheet(sheet)
	name, _ = CutField(name)
	if s == nil || slices.ContainsFunc(s.Fields(), func(f string) bool { return strings.EqualFold(f, name) }) {
		return false
	}
	return x.isNot(Column{}, "列", name, s.Fields, false)
}

// removedColumn says whether a column has been taken out that a name means, with its
// unit or without.
func (x *idler) removedColumn(sheet, name string) bool {
	s := x.of.Input.Sheet(sheet)
	if s == nil || name == "" || s.Column(name) != nil || FullName(s.columns(), name) != "" {
		return false
	}
	for key, at := range x.gone {
		if at.File != x.file && key.of == reflect.TypeFor[Column]() && (key.name == name || FullName([]string{key.name}, name) != "") {
			x.lacks, x.at = lacking{what: "列", name: sheet + "." + name}, at
			return true
		}
	}
	return false
}
