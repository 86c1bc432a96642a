package check

import (
	"slices"

	"github.com/expr-lang/expr/vm"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pattern"
)

// TextRule is a rule about the records of a table that looks at some of their texts and at nothing else: what it says
// of values it says of them wherever they stand together.
type TextRule struct {
	Fields   []string
	Severity finding.Severity
	rule     *rule
}

// called are the functions that an expression calls; those of textCalls look at what they are given, and into lists of
// codes.
var (
	called    = pattern.Of(`([\p{Han}A-Za-z]+)\s*\(`)
	textCalls = []string{nameCodes, nameHas, nameBegins, nameColumn, "and", "or", "not", "in"}
)

// OfTexts are the rules about a table that are of its texts alone.
func (rs *Rules) OfTexts(table string) (out []TextRule) {
	fields := rs.pack.Sources()[table].Fields
	for _, r := range rs.rules {
		if r.def.Table != table {
			continue
		}
		others := slices.ContainsFunc(called.FindAllStringSubmatch(r.def.When+" "+r.def.Must, -1), func(m []string) bool { return !slices.Contains(textCalls, m[1]) })
		if names := r.tested(); !others && !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(fields, name) }) {
			out = append(out, TextRule{names, r.severity, r})
		}
	}
	return out
}

// Refused are the records that a rule is broken by.
func (rs *Rules) Refused(of TextRule, l *budget.Ledger) (records []int, err error) {
	from := newTables(l, nil)
	s, err := rs.subject(of.rule, from)
	if err != nil {
		return nil, err
	}
	t := &trial{rule: of.rule, vm: &vm.VM{MemoryBudget: memory}, env: map[string]any{runName: &run{source: from, codes: l.Codes}}, unit: rs.pack.Unit}
	when, err := of.rule.when()
	if err != nil {
		return nil, err
	}
	must, err := of.rule.must()
	if err != nil {
		return nil, err
	}
	applies, holds := t.answers(s, when), t.answers(s, must)
	for i := range s.len() {
		if yes, err := applies(i); err != nil {
			return nil, err
		} else if !yes {
			continue
		}
		if yes, err := holds(i); err != nil {
			return nil, err
		} else if !yes {
			records = append(records, i)
		}
	}
	return records, nil
}
