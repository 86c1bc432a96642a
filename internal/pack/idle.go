package pack

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// A rule about a table, a view or a column that a pack took out of its base has nothing
// to judge. It does not run; what depends on it neither. Names that nobody ever
// defined are mistakes and stay, as does what the same file says of what it takes out.

// named finds what expressions name by a text: 视图("总表", …), 数("结余").
var named = regexp.MustCompile(`([\p{Han}]+)\(\s*"([^"]+)"`)

// quoted are the texts of an expression, words its names.
var (
	quoted = regexp.MustCompile(`"[^"]*"`)
	words  = regexp.MustCompile(`[\p{L}\p{N}_()（）]+`)
	spoken = regexp.MustCompile(`\{[^{}]*\}`)
)

// idler finds what has been taken out.
type idler struct {
	m     *Manifest
	gone  map[removed]Place
	lost  map[string]bool // numbers that do not run either
	file  string          // that says what is looked at
	at    Place           // where what was looked at last has been taken out
	found Refusal
}

// idle takes out rules, numbers and equations of what has been taken out, and tells
// which they are and why.
func (m *Manifest) idle(gone map[removed]Place) Refusal {
	x := &idler{m: m, gone: gone, lost: map[string]bool{}}
	if len(gone) == 0 {
		return nil
	}
	x.past()
	for changed := true; changed; { // numbers name each other
		changed = false
		m.Numbers = slices.DeleteFunc(m.Numbers, func(n Number) bool {
			x.file = n.Place().File
			why := x.names(n.Expr)
			if why == "" {
				return false
			}
			x.found.addf(x.at, "数 %s 用到的%s 删去了，不再有", n.Name, why)
			x.lost[n.Name], changed = true, true
			return true
		})
	}
	m.Rules = slices.DeleteFunc(m.Rules, func(r Rule) bool {
		why := x.rule(&r)
		if why != "" {
			x.found.addf(x.at, "%s用到的%s 删去了，不检查", r.Called(), why)
		}
		return why != ""
	})
	m.Equations = slices.DeleteFunc(m.Equations, func(e Equation) bool {
		x.file = e.Place().File
		within, between := x.kept(e.Within), x.kept(e.Between)
		idle := len(within) < len(e.Within) && len(within) == 0 || len(between) < len(e.Between) && len(between) < 2
		if idle {
			x.found.addf(x.at, "等式 %s用到的公开表 %s 删去了，不检查", e.ID, strings.Join(slices.Concat(e.Within, e.Between), "、"))
		}
		return idle
	})
	for i := range m.Equations {
		e := &m.Equations[i]
		x.file = e.Place().File
		e.Within, e.Between = x.kept(e.Within), x.kept(e.Between)
	}
	return x.found
}

// past takes out what keeps last year's of something that has been taken out.
func (x *idler) past() {
	x.m.Input.Sheets = slices.DeleteFunc(x.m.Input.Sheets, func(s Sheet) bool {
		x.file = s.Place().File
		return x.sheet(s.Past) != ""
	})
	for i := range x.m.Input.Sheets {
		s := &x.m.Input.Sheets[i]
		x.file = s.Place().File
		s.Columns = slices.DeleteFunc(s.Columns, func(c Column) bool { return s.Past != "" && x.column(s.Past, c.Name) != "" })
	}
	x.m.Views = slices.DeleteFunc(x.m.Views, func(v View) bool {
		x.file = v.Place().File
		return x.view(v.Past) != ""
	})
}

// kept are the tables of some that the pack has, or that nobody took out.
func (x *idler) kept(sheets []string) []string {
	return slices.DeleteFunc(slices.Clone(sheets), func(s string) bool { return x.table(s) != "" })
}

// rule says what a rule is about or names that is gone, "" if nothing is.
func (x *idler) rule(r *Rule) string {
	x.file = r.Place().File
	about, column, _ := strings.Cut(r.Table, ".")
	for _, why := range []string{x.view(r.View), x.table(r.Form), x.table(r.Sheet), x.sheet(about), x.sheet(r.Sheet), x.column(about, column), x.column(about, r.Cell)} {
		if why != "" {
			return why
		}
	}
	texts := append([]string{r.When, r.Must}, spoken.FindAllString(r.Message+r.Hint, -1)...)
	for _, text := range texts {
		if why := x.names(text); why != "" {
			return why
		}
		if r.Table == "" {
			continue
		}
		for _, word := range words.FindAllString(quoted.ReplaceAllString(text, " "), -1) {
			if why := x.column(about, word); why != "" {
				return why
			}
		}
	}
	return ""
}

// names says what an expression names that is gone.
func (x *idler) names(text string) string {
	for _, m := range named.FindAllStringSubmatch(text, -1) {
		why := ""
		switch m[1] {
		case "视图", "表名":
			why = x.view(m[2])
		case "数":
			if x.took(Number{}, m[2], slices.ContainsFunc(x.m.Numbers, func(n Number) bool { return n.Name == m[2] })) || x.lost[m[2]] {
				why = "数 " + m[2]
			}
		case "格":
			why = x.table(m[2])
		default:
			why = x.sheet(m[2])
		}
		if why != "" {
			return why
		}
	}
	return ""
}

// took says whether a definition of the type of like has been taken out, and there is none.
func (x *idler) took(like any, name string, has bool) bool {
	at, gone := x.gone[removed{reflect.TypeOf(like), name}]
	if !gone || has || name == "" || at.File == x.file {
		return false
	}
	x.at = at
	return true
}

func (x *idler) view(name string) string {
	if x.took(View{}, name, slices.ContainsFunc(x.m.Views, func(v View) bool { return v.Name == name })) {
		return "视图 " + name
	}
	return ""
}

func (x *idler) table(sheet string) string {
	if x.took(Table{}, sheet, slices.ContainsFunc(x.m.Tables, func(t Table) bool { return t.Sheet == sheet })) {
		return "公开表 " + sheet
	}
	return ""
}

func (x *idler) sheet(name string) string {
	if x.took(Sheet{}, name, x.m.Input.Sheet(name) != nil) {
		return "录入表 " + name
	}
	return ""
}

func (x *idler) column(sheet, name string) string {
	s := x.m.Input.Sheet(sheet)
	if s == nil || name == "" {
		return ""
	}
	for key, at := range x.gone {
		if at.File != x.file && key.of == reflect.TypeFor[Column]() && (key.name == name || FullName([]string{key.name}, name) != "") && FullName(s.columns(), name) == "" && s.Column(name) == nil {
			x.at = at
			return "列 " + sheet + "." + name
		}
	}
	return ""
}
