package budget

import (
	"errors"

	"github.com/shopspring/decimal"
)

// Fen is an exact amount of money in 分, the hundredth of a 元. Input has at
// most two decimals of 元, so every sum of it is a whole number of 分; int64
// holds nine hundred trillion 元, several thousand times the national budget.
type Fen int64

// MaxTotal bounds the sum of all amounts of one table: 100 万亿元. It is far
// above any budget and, because 15 digits of 元 plus two decimals are all that
// a spreadsheet can show, also where Excel would begin to round.
const MaxTotal Fen = 100_0000_0000_0000_00

// Errors of ParseFen.
var (
	ErrDecimals = errors.New("more than two decimals of 元")
	ErrTooLarge = errors.New("amount too large")
)

// ParseFen turns an amount in 元 into 分; it refuses what it would have to round.
func ParseFen(yuan decimal.Decimal) (Fen, error) {
	fen := yuan.Shift(2)
	if !fen.IsInteger() {
		return 0, ErrDecimals
	}
	if fen.Abs().GreaterThan(decimal.NewFromInt(int64(MaxTotal))) {
		return 0, ErrTooLarge
	}
	return Fen(fen.IntPart()), nil
}

// Add is a + b; ok is false where the sum would leave ±MaxTotal.
func (f Fen) Add(b Fen) (sum Fen, ok bool) {
	sum = f + b // both lie within ±MaxTotal, far from the ends of int64
	return sum, -MaxTotal <= sum && sum <= MaxTotal
}

// Yuan is the amount in 元.
func (f Fen) Yuan() decimal.Decimal { return decimal.New(int64(f), -2) }
