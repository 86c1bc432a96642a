package divide

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/compare"
	"ysgk/internal/finding"
	"ysgk/internal/trace"
)

// Part is the tables of one unit.
type Part struct {
	Unit string
	Book *trace.Book
}

// shareOf is what a unit has in a cell.
type shareOf struct {
	unit string
	yuan decimal.Decimal
}

// Sums adds up the tables of the units and tells where they do not give the
// department's, at its cells. Cells are the same by what they mean: the place in the
// template and the line. Amounts that add up nothing, such as the greatest of a list, and
// sheets that units do not have are not compared.
func Sums(whole *trace.Book, parts []Part) (found finding.List) {
	shares, forms := map[string][]shareOf{}, map[string]bool{}
	for _, p := range parts {
		for _, t := range compare.FromBook(p.Book) {
			forms[t.Form] = true
			for _, c := range t.Cells {
				if key := cellKey(t, c); c.Amount && !c.Yuan.IsZero() {
					shares[key] = append(shares[key], shareOf{p.Unit, c.Yuan})
				}
			}
		}
	}
	for _, t := range compare.FromBook(whole) {
		if !forms[t.Form] && !(t.Subject != "" && sameTemplates(whole, parts)) {
			continue // the pack has other templates for units
		}
		for _, c := range t.Cells {
			if !c.Amount {
				continue
			}
			key := cellKey(t, c)
			if !total(shares[key]).Equal(c.Yuan) && additive(whole, t, c) {
				found = append(found, differs(t, c, shares[key]))
			}
			delete(shares, key)
		}
	}
	return append(found, beyond(shares, parts, sameTemplates(whole, parts))...)
}

// beyond are the amounts of units in cells that the department does not have.
func beyond(shares map[string][]shareOf, parts []Part, same bool) (found finding.List) {
	if !same {
		return nil
	}
	for _, p := range parts {
		for _, t := range compare.FromBook(p.Book) {
			for _, c := range t.Cells {
				left := shares[cellKey(t, c)]
				if c.Amount && slices.ContainsFunc(left, func(s shareOf) bool { return s.unit == p.Unit }) && additive(p.Book, t, c) {
					found.Errorf("unit-sum", finding.Place{File: p.Unit + "的公开表", Sheet: t.Sheet, Cell: c.At.Cell}, "",
						"单位“%s”的表里有 %s 元（%s），部门的表里没有这一格", p.Unit, c.Yuan, strings.Trim(c.Row+"，"+c.Column, "，"))
				}
			}
		}
	}
	return found
}

// sameTemplates says whether the units are printed with the department's templates.
func sameTemplates(whole *trace.Book, parts []Part) bool {
	names := whole.Pack.Chosen(whole.Ledger.Info)
	return !slices.ContainsFunc(parts, func(p Part) bool { return !slices.Equal(p.Book.Pack.Chosen(p.Book.Ledger.Info), names) })
}

func cellKey(t compare.Table, c compare.Cell) string {
	return t.Form + "\x1d" + t.Subject + "\x1d" + c.Key
}

func total(shares []shareOf) (sum decimal.Decimal) {
	for _, s := range shares {
		sum = sum.Add(s.yuan)
	}
	return sum
}

// additive says whether a cell adds up line items and nothing else.
func additive(b *trace.Book, t compare.Table, c compare.Cell) bool {
	sheet, cell, err := b.Asked(trace.Question{Cell: t.Sheet + "!" + c.At.Cell})
	if err != nil {
		return true
	}
	if cell.List != "" && cell.Formula != "" && len(cell.Slots) == 0 {
		return false // the template's own, of other lines perhaps, such as a running total; what it looks at is compared
	}
	d := b.Derive(sheet, cell)
	return d.Adds && d.Fixed.IsZero()
}

func differs(t compare.Table, c compare.Cell, shares []shareOf) finding.Finding {
	var said []string
	for _, s := range shares {
		said = append(said, fmt.Sprintf("%s %s", s.unit, s.yuan))
	}
	if len(said) == 0 {
		said = []string{"都没有"}
	}
	return finding.Finding{
		Severity: finding.Error, Code: "unit-sum", Place: finding.Place{File: "部门的公开表", Sheet: t.Sheet, Cell: c.At.Cell},
		Message: fmt.Sprintf("各单位的表相加是 %s 元，部门的表是 %s 元（%s，%s；各单位：%s）", total(shares), c.Yuan, c.Row, c.Column, strings.Join(said, "、")),
	}
}
