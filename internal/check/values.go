package check

import (
	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
)

// values are those of a table's records as expressions see them, which takes memory for each.
// They are kept from one rule to the next as indexes are.
type values struct {
	*tables
	of      *budget.Table
	texts   [][]any // by field and value, once a rule names the field
	amounts [][]any // by measure and record, likewise
}

func (t *tables) valuesOf(of *budget.Table) *values {
	v := t.values[of]
	if v == nil {
		v = &values{t, of, make([][]any, len(of.Fields)), make([][]any, len(of.Measures))}
		t.values[of] = v
	}
	return v
}

// textsOf are the values of a field.
func (v *values) textsOf(field int) []any {
	if v.texts[field] == nil {
		distinct := v.of.Distinct(field)
		all := make([]any, len(distinct))
		for i, text := range distinct {
			all[i] = text
		}
		v.texts[field] = all
		v.indexed += len(all)
	}
	return v.texts[field]
}

// amount is an amount of a record. Those of very many are not kept.
func (v *values) amount(measure, record int) any {
	fen := v.of.Amounts(measure)[record]
	if v.of.Len() > fewEnough {
		return fen.Yuan()
	}
	all := v.amounts[measure]
	if all == nil {
		all = make([]any, v.of.Len())
		v.amounts[measure] = all
		v.indexed += len(all)
	}
	if all[record] == nil {
		all[record] = fen.Yuan()
	}
	return all[record]
}

// row is the row of a record.
func (v *values) row(record int) any { return v.numbers.whole(v.of.Row(record)) }

// fewEnough is of how many records amounts and numbers of rows are kept.
const fewEnough = 5_000

// wholes are whole numbers as expressions see them: rows and counts are few, and asked for
// again and again.
type wholes []any

func (w *wholes) whole(n int) any {
	if n < 0 || n >= fewEnough {
		return decimal.NewFromInt(int64(n))
	}
	for len(*w) <= n {
		*w = append(*w, nil)
	}
	if (*w)[n] == nil {
		(*w)[n] = decimal.NewFromInt(int64(n))
	}
	return (*w)[n]
}
