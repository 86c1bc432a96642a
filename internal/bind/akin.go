package bind

import (
	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/money"
)

// Akin says whether example and ledger can be of one department and year: some
// total of the ledger, all of it or of one fund, stands in the example.
func Akin(r Request) bool {
	_, ok := commonTotal(r)
	return ok
}

// commonTotal is the unit in which a total of the ledger stands in the example.
func commonTotal(r Request) (unit money.Unit, ok bool) {
	sheets, err := layout.Read(r.Example)
	if err != nil {
		return unit, false
	}
	return evidence.NewExample(r.Pack, r.Ledger).TotalUnit(r.Pack.Unit, r.Pack.Units, sheets...)
}
