package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
)

// Repeated refuses records that the workbook has already, to the last field: the
// same export taken in twice would double the budget.
func (u *Understood) Repeated(def *pack.Sheet, into *budget.Ledger) (out finding.List) {
	have := map[string]int{}
	t := into.Tables[def.Name]
	for i := range t.Len() {
		have[identity(def, t, i)] = t.Row(i)
	}
	const listed = 10
	same, first := 0, 0
	var rows []string // of the export
	news := u.Ledger.Tables[def.Name]
	for i := range news.Len() {
		if row := have[identity(def, news, i)]; row > 0 {
			same++
			if first == 0 {
				first = row
			}
			if at := strconv.Itoa(u.rows[i]); len(rows) < listed && !slices.Contains(rows, at) {
				rows = append(rows, at)
			}
		}
	}
	if same > 0 {
		more := ""
		if len(rows) == listed {
			more = "等"
		}
		out.Errorf("rows-repeated", finding.Place{Sheet: u.Sheet}, "已经导入过的不要再导入；确实是另外的，请在导出的副本里删掉重复的行，导入后自己补上。",
			"有 %d 笔与录入工作簿里已有的完全相同（如“%s”第 %d 行），再导入就重复了；它们在第 %s 行%s", same, def.Name, first, strings.Join(rows, "、"), more)
	}
	return out
}

// identity is what a record says, without notes and what follows from the rest.
func identity(def *pack.Sheet, t *budget.Table, i int) string {
	var parts []string
	for _, c := range def.Columns {
		switch {
		case c.Kind == pack.NameOf || c.Free || c.Mapping != nil || c.Sparse:
		case c.Kind == pack.Amount:
			parts = append(parts, fmt.Sprint(t.Amounts(t.Measure(c.Name))[i]))
		default:
			parts = append(parts, typed.Fold(t.Value(i, c.Name)))
		}
	}
	return strings.Join(parts, "\x00")
}
