package formula

import "github.com/shopspring/decimal"

func parseDate(string) (decimal.Decimal, bool) { return decimal.Zero, false }
