package bind

import (
	"slices"
	"strings"

	"ysgk/internal/pack"
)

// either is a choice of two, such as 本年 and 上年结转, of which the example's ledger
// has but one: no figure says whether a table takes the other.
type either struct {
	field, missing string
	sheets         []string // whose words do not say it either
}

// eithers finds the choices of two that a ledger does not show both of.
func (x *example) eithers() (out []*either) {
	s := x.p.Input.Sheet(x.usual)
	t := x.ledger.Tables[x.usual]
	if s == nil || t.Len() == 0 {
		return nil
	}
	for _, c := range s.Columns {
		if c.Kind != pack.Choice || len(c.Choices) != 2 {
			continue
		}
		for _, v := range c.Choices {
			if !slices.Contains(t.Distinct(t.Field(c.Name)), v) {
				out = append(out, &either{field: c.Name, missing: v})
			}
		}
	}
	return out
}

// doubt notes a sheet of which a figure takes a filter that leaves a choice open, or
// has the limit from the pack's own table alone.
func (b *binder) doubt(sheet string, said pack.Filter) {
	for _, e := range b.eithers {
		if _, words := said[e.field]; !words && !slices.Contains(e.sheets, sheet) {
			e.sheets = append(e.sheets, sheet)
		}
	}
}

// tellDoubts tells the sheets of each choice once.
func (b *binder) tellDoubts() {
	for _, e := range b.eithers {
		if len(e.sheets) > 0 {
			b.leave("", pos{}, "范例的录入里没有“%s”的明细，这些表含不含它，从范例看不出来，请按本地的规定核对：%s", e.missing, strings.Join(e.sheets, "、"))
		}
	}
}
