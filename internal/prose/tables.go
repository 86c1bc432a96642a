package prose

import (
	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/published"
)

// sameTables compares the tables of the document with the workbook.
func (j *judge) sameTables() {
	if j.book == nil {
		return
	}
	published, own := j.knownOf(j.book, nil), j.knownOf(nil, j.own)
	for i, t := range j.doc.Tables {
		for _, x := range own.facts {
			id := key(x.Filter, x.Last)
			want := published.by[id]
			if x.Place.Sheet != t.Grid.Name || len(want) == 0 || !holds(own.by[id], x) {
				continue
			}
			same := false
			for _, w := range want {
				same = same || alike(x, w)
			}
			if !same {
				j.report(otherTable, j.doc.Tables[i].place(rowOf(x.Fact)-t.above), "“%s”%s是 %s，公开表是 %s（%s）", x.Label, headOf(x), j.inPackUnit(x.value), j.inPackUnit(want[0].value), where(want[0]))
			}
		}
	}
}

func holds(all []fact, x fact) bool {
	for _, f := range all {
		if f.Place == x.Place {
			return true
		}
	}
	return false
}

// alike says whether two tables show one amount, each in its unit and decimals.
func alike(a, b fact) bool {
	step := decimal.Max(a.step, b.step)
	room := step.Div(decimal.NewFromInt(2))
	if a.step.Equal(b.step) {
		room = decimal.Zero
	}
	return a.value.Sub(b.value).Abs().LessThanOrEqual(room)
}

func rowOf(x published.Fact) int {
	_, row, _ := a1.Parse(x.Place.Cell)
	return row
}
