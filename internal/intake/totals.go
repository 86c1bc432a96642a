package intake

import (
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
)

// looksTotal says whether a row looks like a sum of others: it says so, its
// code is one above those that amounts are booked at, or it lacks a code.
func (in *reader) looksTotal(l *line) (total, named bool) {
	for _, text := range l.fields {
		if saysSum(text) {
			return true, true
		}
	}
	for _, c := range in.head.columns {
		if c.field == nil || c.field.Of != "" {
			continue
		}
		col := in.sheet.Column(c.field.Name)
		if col.Kind != pack.Code || !col.Required {
			continue
		}
		list := in.Codes[col.Codes]
		code, _, ok := splitCode(l.fields[col.Name])
		if l.fields[col.Name] == "" || ok && list.Has(code) && !list.Leaf(code, col.Level) {
			return true, false
		}
	}
	return false, false
}

// saysSum says whether a text names a sum: 合计, 028001-阳泉市司法局小计.
func saysSum(text string) bool {
	folded := typed.Fold(text)
	return slices.Contains(sums, folded) || strings.HasSuffix(folded, "合计") || strings.HasSuffix(folded, "小计")
}

// proveTotals makes sure that every row which looks like a sum is one: of the
// records with its unit and under its code or, where it says that it is a sum,
// also of all records or of those next to it. A row that is not is reported: to
// leave it out could lose money, to take it could count it twice.
func (in *reader) proveTotals() {
	var items []*line
	for _, l := range in.lines {
		if !l.total {
			items = append(items, l)
		}
	}
	for i, l := range in.lines {
		if !l.total || l.bad {
			continue
		}
		covered := [][]*line{in.like(l, items), in.below(i)}
		if l.named {
			covered = append(append(append(covered, items), in.spans(i, -1)...), in.spans(i, 1)...)
		}
		if len(l.sums) > 0 && slices.ContainsFunc(covered, func(c []*line) bool { return in.equals(l, c) }) {
			in.totals = append(in.totals, l.row)
			continue
		}
		if slices.ContainsFunc(covered, unread) {
			continue // it may be the sum of amounts that have been reported
		}
		at := finding.At(in.grid.name, in.head.columns[0].Col, l.row)
		if len(l.sums) == 0 {
			in.out.Warnf("row-text", at, "如果是明细，请补上编码和金额。", "这一行没有编码，也没有金额，没有导入")
			continue
		}
		in.out.Errorf("total-differs", at, "如果是合计，请核对它和明细；如果是明细，请补上末级编码。", "这一行像合计（%s），但不等于上下的明细、全部明细或同一科目、同一单位的明细相加", in.amounts(l))
	}
}

// unread says whether an amount of a row could not be read.
func unread(lines []*line) bool {
	return slices.ContainsFunc(lines, func(l *line) bool { return l.bad })
}

// spans are the records next to a row, up or down to the next sum, to the one
// after that, and so on.
func (in *reader) spans(i, step int) (out [][]*line) {
	var run []*line
	for k := i + step; k >= 0 && k < len(in.lines); k += step {
		if !in.lines[k].total {
			run = append(run, in.lines[k])
			continue
		}
		out = append(out, slices.Clone(run))
	}
	return append(out, run)
}

// below are the records below a row up to the next with a code that is not
// under its own, other sums left out.
func (in *reader) below(i int) (out []*line) {
	for _, l := range in.lines[i+1:] {
		if !in.under(in.lines[i], l) {
			break
		}
		if !l.total {
			out = append(out, l)
		}
	}
	return out
}

// like are the records with all that a sum says of itself: its unit, its code.
func (in *reader) like(sum *line, items []*line) (out []*line) {
	for _, l := range items {
		if in.under(sum, l) {
			out = append(out, l)
		}
	}
	return out
}

// under says whether a row has the unit and the other texts of a sum, and codes under
// its codes.
func (in *reader) under(sum, l *line) bool {
	for name, text := range sum.fields {
		col := in.sheet.Column(name)
		if col == nil || col.Kind == pack.NameOf || saysSum(text) {
			continue
		}
		if col.Kind == pack.Code {
			above, _, _ := splitCode(text)
			code, _, _ := splitCode(l.fields[name])
			if !strings.HasPrefix(code, above) {
				return false
			}
		} else if typed.Fold(l.fields[name]) != typed.Fold(text) {
			return false
		}
	}
	return true
}

// equals says whether a row is the sum of records in every amount column.
func (in *reader) equals(sum *line, items []*line) bool {
	if len(items) == 0 || unread(items) {
		return false
	}
	for _, c := range in.head.columns {
		if c.amount == nil {
			continue
		}
		var total budget.Fen
		for _, l := range items {
			total += l.sums[c.Col]
		}
		if total != sum.sums[c.Col] {
			return false
		}
	}
	return true
}

func (in *reader) amounts(l *line) string {
	var parts []string
	for _, c := range in.head.columns {
		if fen := l.sums[c.Col]; c.amount != nil && fen != 0 {
			parts = append(parts, c.Header+" "+money.Print(fen.Yuan())+" 元")
		}
	}
	return strings.Join(parts, "，")
}
