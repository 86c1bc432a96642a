package bind

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/layout"
	"ysgk/internal/pattern"
)

// lookedUp is money that a formula of the form finds in another list: =SUMIF(表二!A5:A24,"208",表二!C5:C24). The
// example shows that it is what the view has; a list that grows beyond what the formula looks at leaves some out.
type lookedUp struct {
	sheet, label string
	cell, amount string // as rules name them
	room         decimal.Decimal
}

var (
	// looksUp is in a formula that takes its value from another sheet, or by what stands beside it.
	looksUp = pattern.Of(`(?i)!|LOOKUP\(|INDEX\(|SUMIFS?\(|SUMPRODUCT\(`)
	// keyedTag is the tag of one row of a view, or of its total.
	keyedTag = pattern.Of(`^([^@\[.|{}"]+)(?:\[([^\]{}、"]+)\])?\.([^|{}"]+)`)
)

// lookUps notes the formulas of a column of fixed lines that look money up, by the tags that could stand there. Where
// some line has a tag with a key, fill compares the others by that.
func (b *binder) lookUps(p *pair, block *layout.Block, col int, own map[int]string) {
	unit := cmp.Or(p.form.Unit, b.usual)
	heads := p.form.Heads(col)
	slices.Reverse(heads)
	for row := p.form.Body[0]; row <= p.form.Body[1]; row++ {
		at := layout.At(col, row)
		m := keyedTag.FindStringSubmatch(own[row])
		if m == nil || !looksUp.MatchString(p.form.Cells[at].Expr) || len(heads) == 0 {
			continue
		}
		label := ""
		for c := col - 1; c > 0 && label == ""; c-- {
			if text := p.form.Says(layout.At(c, row)); !layout.AllDigits(text) {
				label = text
			}
		}
		once := 0 // lines of this name
		for r := p.form.Body[0]; r <= p.form.Body[1]; r++ {
			for _, c := range block.Labels {
				if p.form.Says(layout.At(c, r)) == label {
					once++
				}
			}
		}
		if label == "" || once != 1 || strings.ContainsAny(label+strings.Join(heads, ""), `"\/{}`) || !p.form.Addressed(block, col, row, label) {
			continue
		}
		amount := fmt.Sprintf("视图(%q, %q)", m[1], m[3])
		if m[2] != "" {
			amount = fmt.Sprintf("视图(%q, %q, %q)", m[1], m[3], m[2])
		}
		room := decimal.Decimal{}
		if places, rounds := p.form.Rounds(at); rounds {
			room = unit.Yuan(decimal.New(5, int32(-places-1)))
		}
		b.lookedUp = append(b.lookedUp, lookedUp{p.form.Name, label, fmt.Sprintf("格(%q, %q)", label, strings.Join(heads, "/")), amount, room})
	}
}
