package bind

import (
	"ysgk/internal/money"
	"ysgk/internal/pack"
)

// Akin says whether example and ledger can be of one department and year: some
// total of the ledger, all of it or of one fund, stands in the example.
func Akin(r Request) bool {
	_, ok := commonTotal(r)
	return ok
}

// commonTotal is the unit in which a total of the ledger stands in the example.
func commonTotal(r Request) (unit money.Unit, ok bool) {
	sheets, err := readSheets(r.Example)
	if err != nil {
		return unit, false
	}
	x := newExample(r.Pack, r.Ledger)
	for _, a := range x.additions() {
		if len(a.filter) > 1 {
			break
		}
		total := x.amount(&spot{source: []string{x.usual}, said: claim{filter: pack.Filter{}}}, a)
		if total == 0 {
			continue
		}
		for _, s := range sheets {
			for _, c := range s.cells {
				d, is := c.amount()
				if !is || d.IsZero() {
					continue
				}
				for _, u := range r.Pack.Units.All() {
					if (scale{u, money.Places}).agrees(d, total) && -d.Exponent() > 0 {
						return u, true
					}
				}
			}
		}
	}
	return unit, false
}
