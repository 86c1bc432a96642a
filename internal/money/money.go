// Package money has the units in which amounts are printed: 元, 千元, 万元, 百万元,
// 亿元 and those that a pack adds.
//
// In: amounts in 元. Out: the same in a unit, exact or as printed; units by the
// names that texts give them. Never: binary floats, and amounts without a unit.
package money

import "github.com/shopspring/decimal"

// Places is how many decimals tables print of an amount, in any unit.
const Places = 2

// Unit is 元 times ten to some power. The zero Unit is none.
type Unit struct {
	Name  string
	Power int32
}

// Yuan is the unit of all that is entered, Wan that of most tables.
var (
	Yuan = Unit{"元", 0}
	Wan  = Unit{"万元", 4}
)

// Of is an amount of 元 in the unit, exact.
func (u Unit) Of(yuan decimal.Decimal) decimal.Decimal { return yuan.Shift(-u.Power) }

// Yuan is an amount of the unit in 元, exact.
func (u Unit) Yuan(amount decimal.Decimal) decimal.Decimal { return amount.Shift(u.Power) }

// Print is an amount of any unit as tables show it, rounded half away from zero.
func Print(amount decimal.Decimal) string { return amount.StringFixed(Places) }

// Figure is an amount with the unit in which it is shown.
type Figure struct {
	Yuan decimal.Decimal
	Unit Unit
}

// Exact is the amount in its unit.
func (f Figure) Exact() decimal.Decimal { return f.Unit.Of(f.Yuan) }

// String is the amount as tables show it.
func (f Figure) String() string { return Print(f.Exact()) }
