package formula

import (
	"github.com/shopspring/decimal"

	"ysgk/internal/numfmt"
)

func parseDate(text string) (decimal.Decimal, bool) { return numfmt.ParseDate(text) }

// general writes a number as & joins it.
func general(d decimal.Decimal) (string, error) {
	text, ok := numfmt.Plain(d)
	if !ok {
		return "", ErrUnsupported
	}
	return text, nil
}
