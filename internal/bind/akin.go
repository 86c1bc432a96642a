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
	return newExample(r.Pack, r.Ledger).totalUnit(r.Pack.Unit, r.Pack.Units, sheets...)
}

// totalUnit is the unit in which a total of the ledger, all of it or of one choice,
// stands in some sheets; the usual unit first.
func (x *example) totalUnit(usual money.Unit, units *money.Units, sheets ...*sheet) (unit money.Unit, ok bool) {
	for _, a := range x.additions() {
		if len(a.filter) > 1 {
			break
		}
		total := x.amount(&spot{source: []string{x.usual}, said: claim{filter: pack.Filter{}}}, a)
		if total == 0 {
			continue
		}
		for _, u := range append([]money.Unit{usual}, units.All()...) {
			sc := scale{unit: u, places: money.Places}
			for _, s := range sheets {
				for _, c := range s.cells {
					if d, is := c.amount(); is && !d.IsZero() && -d.Exponent() > 0 && sc.agrees(d, total) {
						return u, true
					}
				}
			}
		}
	}
	return unit, false
}
