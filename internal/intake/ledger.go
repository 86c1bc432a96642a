package intake

import (
	"cmp"
	"slices"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
)

// understood sums up what was read.
func (in *reader) understood() *Understood {
	u := &Understood{
		Sheet: in.grid.name, First: in.head.first, Last: in.head.last, Columns: in.head.columns,
		Items: len(in.items), Totals: in.totals, Values: in.values, Ledger: in.ledger(),
	}
	by := ""
	if in.sheet.Total != "" {
		by = in.sheet.Total
	}
	for _, r := range in.items {
		u.rows = append(u.rows, r.row)
	}
	for _, r := range in.items {
		sum, ok := u.Total.Add(r.amount)
		if !ok {
			big := slices.MaxFunc(in.items, func(a, b record) int { return cmp.Compare(a.amount, b.amount) })
			in.out.Errorf("total-large", finding.At(in.grid.name, big.col, big.row), "核对金额和单位。", "合计超过一百万亿元，不会是预算金额；最大的一笔是这里的 %s 元", money.Print(big.amount.Yuan()))
			break
		}
		u.Total = sum
		i := slices.IndexFunc(u.Sums, func(s Sum) bool { return s.Value == r.fields[by] })
		if i < 0 {
			i = len(u.Sums)
			u.Sums = append(u.Sums, Sum{Value: r.fields[by]})
		}
		u.Sums[i].Amount += r.amount
	}
	return u
}

// ledger is what an input workbook with the records holds.
func (in *reader) ledger() *budget.Ledger {
	l := &budget.Ledger{Info: map[string]string{}, Tables: map[string]*budget.Table{}, Codes: in.Codes}
	for _, item := range in.Pack.Input.Info {
		l.Info[item.Name] = item.Default
	}
	for name, s := range in.Pack.Sources() {
		l.Tables[name] = budget.NewTable(name, s.Fields, s.Measures)
	}
	for _, c := range in.sheet.Columns {
		if c.Kind == pack.Ref && c.Column == "" {
			for _, r := range in.refs[c.Name] {
				add(l.Tables[c.Sheet], r, 0)
			}
		}
	}
	for _, r := range in.items {
		for _, c := range in.sheet.Columns { // the writer asks whether a code is the mapped one
			for _, joined := range c.Joined {
				r.fields[joined] = in.referred(c.Name, r.fields[c.Name])[joined]
			}
			if c.Kind == pack.NameOf {
				r.fields[c.Name] = in.Codes[in.sheet.Column(c.Of).Codes].NameOf(r.fields[c.Of])
			}
		}
		add(l.Tables[in.sheet.Name], r.fields, r.amount)
	}
	return l
}

func add(t *budget.Table, fields map[string]string, amount budget.Fen) {
	values := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		values[i] = fields[f]
	}
	t.Append(0, values, []budget.Fen{amount})
}

// Lacking names what the input workbook needs of the sheets referred to and the
// export does not say, such as 单位性质, which must not be guessed. Rows that
// another workbook has already, into which the records go, are left out.
func (u *Understood) Lacking(p *pack.Pack, into *budget.Ledger) (out []string) {
	for _, s := range p.Input.Sheets {
		if s.Name == p.Intake.Sheet {
			continue
		}
		for _, c := range s.Columns {
			if c.Required && c.Kind != pack.Amount && lacks(u.Ledger.Tables[s.Name], &s, c.Name, into) {
				out = append(out, s.Name+"的"+c.Name)
			}
		}
	}
	for _, item := range p.Input.Info {
		if item.Required && into == nil && u.Ledger.Info[item.Name] == "" {
			out = append(out, p.Input.InfoSheet()+"的"+item.Name)
		}
	}
	return out
}

func lacks(t *budget.Table, s *pack.Sheet, column string, into *budget.Ledger) bool {
	key := t.Field(s.Columns[0].Name)
	for i := range t.Len() {
		have := into != nil && slices.Contains(into.Tables[s.Name].Distinct(key), t.Text(i, key))
		if !have && t.Value(i, column) == "" {
			return true
		}
	}
	return false
}
