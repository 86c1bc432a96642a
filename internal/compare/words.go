package compare

import (
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/money"
)

// Where says where a changed record stands: 支出明细!K12, and where it stood if that is
// another row.
func (c Change) Where() string {
	at := func(r *Record) string {
		if r.At.Cell != "" {
			return r.At.String()
		}
		return strings.TrimSpace(c.Sheet + " " + r.Name)
	}
	switch {
	case c.New == nil:
		return at(c.Old) + "（旧的一本）"
	case c.Old == nil || at(c.Old) == at(c.New):
		return at(c.New)
	}
	was := at(c.Old)
	if c.Old.At.Sheet == c.New.At.Sheet && c.Old.At.Cell != "" {
		was = c.Old.At.Cell
	}
	return at(c.New) + "（原来在 " + was + "）"
}

// Signed is an amount with its sign.
func Signed(d decimal.Decimal) string {
	if d.IsPositive() {
		return "+" + money.Print(d)
	}
	return money.Print(d)
}
