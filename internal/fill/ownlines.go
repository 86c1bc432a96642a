package fill

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/money"
	"ysgk/internal/tags"
)

// A form may have formulas of its own in some of its fixed lines, =VLOOKUP("208",表二!A5:C24,3,0) below tags with keys:
// the line is there, and its money. What the formula gives must be what a tag would print.

// ownLine is a line of a form with a formula of its own, in a column of tags with keys.
type ownLine struct {
	site
	part tags.Part // the tag that could stand there
}

// ownLines finds the lines of a sheet with formulas of their own that look money up.
func (c *compiler) ownLines() {
	picks := map[int]tags.Part{}
	for x := range c.sheet.sites() {
		for _, p := range x.parts {
			if p.List != "" && len(p.Keys) > 0 && p.Amount && len(x.parts) == 1 {
				picks[x.Col] = p
			}
		}
	}
	for x := range c.sheet.sites() {
		part, ok := picks[x.Col]
		if !ok || x.formula == nil || !looksUp(x.formula, c.sheet.Name) {
			continue
		}
		names := c.schema.Lists[part.List].Labels
		for col := x.Col - 1; col > 0 && names != nil; col-- {
			label := c.sheet.cellAt(col, x.row.R)
			if label == nil || label.word() == "" {
				continue
			}
			if keys, err := names(label.word(), part.Level); err == nil {
				part.Keys = keys
				c.sheet.owns = append(c.sheet.owns, ownLine{x, part})
			}
			break
		}
	}
}

// lookups are the functions that find a value by what stands beside it.
var lookups = []string{"VLOOKUP", "HLOOKUP", "LOOKUP", "XLOOKUP", "INDEX", "SUMIF", "SUMIFS", "SUMPRODUCT"}

// looksUp says whether a formula takes its value from another sheet or by what stands beside it: one that adds lines
// of its own table gives what these have.
func looksUp(f *formula.Formula, sheet string) bool {
	return slices.ContainsFunc(f.Functions(), func(name string) bool { return slices.Contains(lookups, name) }) ||
		slices.ContainsFunc(f.Operands, func(o formula.Operand) bool { return o.Ref.Sheet != "" && !strings.EqualFold(o.Ref.Sheet, sheet) })
}

// owned says whether a line with a formula of its own is that of a record.
func (s *sheet) owned(list, key string) bool {
	return slices.ContainsFunc(s.owns, func(o ownLine) bool { return o.part.List == list && slices.Contains(o.part.Keys, key) })
}

// OwnLines tells of lines whose own formulas do not give what the data has of them.
func (f *Filled) OwnLines() (found finding.List) {
	half := decimal.New(5, -money.Places-1)
	for _, w := range f.order {
		s := w.out.sheet
		for _, o := range s.owns {
			want := w.values.Of(&o.part, tags.Scope{Record: -1}).Number
			for _, is := range f.Shows(s.Name, o.Col, o.row.R) {
				if is.Sub(want).Abs().GreaterThan(half) {
					found.Errorf("own-formula", o.place(), "请核对这个公式引用的格子；改不了的，把这一格换成标签。",
						"公式 =%s 算出 %s，录入里是 %s", o.formula.Text, money.Print(is), money.Print(want))
				}
			}
		}
	}
	return found
}
