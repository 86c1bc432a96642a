package layout

import (
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/money"
)

// Places are the decimals that a figure shows, two at least where it is not whole.
func Places(d decimal.Decimal) int32 {
	_, decimals, _ := strings.Cut(d.String(), ".")
	return int32(max(len(decimals), 2))
}

// Scale is how figures of a table are printed: unit, and the decimals that they have.
type Scale struct {
	Unit   money.Unit
	Places int32
	Own    map[int]money.Unit // of columns whose headers name another unit
	Slack  budget.Fen         // of a rebuilt ledger
	Any    bool               // no amount is known, so that every figure may be it
}

// In is the scale of a column.
func (s Scale) In(col int) Scale {
	if u, ok := s.Own[col]; ok {
		return Scale{Unit: u, Places: money.Places, Slack: s.Slack, Any: s.Any}
	}
	return s
}

// Agrees says whether a printed figure shows an amount.
func (s Scale) Agrees(printed decimal.Decimal, amount budget.Fen) bool {
	half := decimal.New(5, -s.Places-1)
	if amount != 0 && !printed.IsZero() {
		half = half.Add(s.Unit.Of(s.Slack.Yuan()))
	}
	return s.Any || s.Unit.Of(amount.Yuan()).Sub(printed).Abs().LessThanOrEqual(half)
}

// ScaleOf is the unit that a table states, or the pack's, and the decimals of its
// figures: two, unless all of several have fewer, or of a few as their formats say.
func ScaleOf(t *Table, usual money.Unit) Scale {
	s := Scale{Unit: t.Unit, Own: t.Units}
	if s.Unit == (money.Unit{}) {
		s.Unit = usual
	}
	n, formats := 0, int32(0)
	for _, b := range t.Blocks {
		for _, col := range b.Figures {
			for row := t.Body[0]; row <= t.Body[1]; row++ {
				c := t.Cells[Pos{col, row}]
				if d, ok := c.Amount(); ok && !d.IsZero() {
					if n++; c.Places < 0 {
						formats = money.Places
					}
					formats = max(formats, int32(c.Places))
					for s.Places < money.Places && !d.Round(s.Places).Equal(d) {
						s.Places++
					}
				}
			}
		}
	}
	if n < 5 {
		s.Places = max(s.Places, min(formats, money.Places))
	}
	if n == 0 || s.Unit == money.Yuan && s.Places > 0 {
		s.Places = money.Places
	}
	return s
}

// Foots says whether a printed figure shows an amount as the sum of so many printed
// figures, each of them rounded: clerks make tables add up.
func (s Scale) Foots(printed decimal.Decimal, amount budget.Fen, parts int) bool {
	if s.Any || s.Unit.Power == 0 || parts == 0 {
		return s.Any
	}
	slack := decimal.New(5, -s.Places-1).Mul(decimal.NewFromInt(int64(parts + 1)))
	return s.Unit.Of(amount.Yuan()).Sub(printed).Abs().LessThanOrEqual(slack)
}
