package lint

import (
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

// A sum on a condition over the rows of all levels counts nothing twice where the
// condition picks the records of one level. What a code or name written into the
// formula picks, the code list says.

// onConditions are the functions that add up on conditions, and which argument is
// the first range that a condition looks at; of several conditions every second one.
var onConditions = map[string]int{"SUMIF": 0, "AVERAGEIF": 0, "SUMIFS": 1, "AVERAGEIFS": 1}

// adding are functions that add up whatever they are given.
var adding = strings.Fields("SUM SUMPRODUCT SUMSQ SUBTOTAL AGGREGATE DSUM AVERAGE AVERAGEA MEDIAN")

// picksOneLevel says whether the formula in a place adds up only records of one level.
func (l *linter) picksOneLevel(forms []*fill.Form, at finding.Place) bool {
	home := formOf(forms, at.Sheet)
	f := formulaAt(home, at)
	if f == nil || slices.ContainsFunc(f.Functions(), func(name string) bool { return slices.Contains(adding, name) }) {
		return false
	}
	picked := false
	for _, o := range f.Operands {
		first, conditional := onConditions[o.Func]
		alone := first == 0 // SUMIF has one condition
		if !conditional || o.Arg < first || alone && o.Arg > 0 || (o.Arg-first)%2 != 0 {
			continue
		}
		form := home
		if o.Ref.Sheet != "" {
			form = formOf(forms, o.Ref.Sheet)
		}
		if form != nil && l.oneLevel(form, o, conditionBehind(f.Text, o)) {
			picked = true
		} else if alone {
			return false
		}
	}
	return picked
}

func formOf(forms []*fill.Form, sheet string) *fill.Form {
	for _, f := range forms {
		if strings.EqualFold(f.Sheet, sheet) {
			return f
		}
	}
	return nil
}

func formulaAt(form *fill.Form, at finding.Place) *formula.Formula {
	if form == nil {
		return nil
	}
	for r, c := range form.Cells() {
		if finding.At(form.Sheet, c.Col, r.R) == at {
			return c.Formula
		}
	}
	return nil
}

// condition is a text that begins an argument.
var condition = pattern.Of(`^\s*,\s*"([^"]*)"\s*[,)]`)

// conditionBehind is the condition that is written behind a range, "" if it is computed.
func conditionBehind(text string, o formula.Operand) string {
	for rest := text; ; {
		i := strings.Index(rest, o.Ref.String())
		if i < 0 {
			return ""
		}
		rest = rest[i+len(o.Ref.String()):]
		if m := condition.FindStringSubmatch(rest); m != nil {
			return strings.TrimPrefix(m[1], "=")
		}
	}
}

// oneLevel says whether what a condition picks from a column has one level.
func (l *linter) oneLevel(form *fill.Form, o formula.Operand, condition string) bool {
	if condition == "" || strings.ContainsAny(condition, "<>") || o.Ref.Col1 != o.Ref.Col2 {
		return false
	}
	picks, err := regexp.Compile("(?i)^" + wildcards.Replace(regexp.QuoteMeta(condition)) + "$")
	if err != nil {
		return false
	}
	lengths := map[int]bool{}
	for r, c := range form.Cells() {
		if c.Col != o.Ref.Col1 || o.Ref.Row1 > 0 && (r.R < o.Ref.Row1 || r.R > o.Ref.Row2) || len(c.Parts) != 1 || !c.Parts[0].Row {
			continue
		}
		p := c.Parts[0]
		list, field := l.codesOf(p.List), pack.ShortName(p.Field)
		if list == nil || !strings.HasSuffix(field, "编码") && !strings.HasSuffix(field, "名称") {
			return false
		}
		for _, e := range list.Entries() {
			said := e.Code
			if strings.HasSuffix(field, "名称") {
				said = e.Name
			}
			if picks.MatchString(said) {
				lengths[len(e.Code)] = true
			}
		}
	}
	return len(lengths) == 1
}

// wildcards are those of conditions, quoted, as a regular expression writes them.
var wildcards = strings.NewReplacer(`~\*`, `\*`, `~\?`, `\?`, `\*`, `.*`, `\?`, `.`)
