package legend

import (
	"regexp"
	"strings"

	"ysgk/internal/fill"
	"ysgk/internal/pack"
	"ysgk/internal/tags"
)

// exponents are the units of money by name: 元 times ten to the exponent.
var exponents = map[string]int32{"元": 0, "千元": 3, "万元": 4, "百万元": 6, "亿元": 8}

// UnitName is the name of a unit of money.
func UnitName(exponent int32) string {
	for name, e := range exponents {
		if e == exponent {
			return name
		}
	}
	return "别的单位"
}

var (
	unitLine  = regexp.MustCompile(`单位[：:]?(?:人民币)?[（(]?(亿元|百万元|万元|千元|元)(?:[)），,、；;。]|$)`)
	unitAlone = regexp.MustCompile(`^[（(]?(亿元|百万元|万元|千元|元)[)）]?$`)
	unitOf    = regexp.MustCompile(`[（(](?:单位[：:]?|人民币)*(亿元|百万元|万元|千元|元)[)）]|(亿元|百万元|万元|千元)$`)
)

// Stated is what a sheet says of the unit of an amount.
type Stated struct {
	Exponent int32
	Words    string // as it says it
	At       Text
}

// Exponent is the unit that a tag prints.
func Exponent(p *pack.Pack, part *tags.Part) int32 {
	if !part.Unit.Own() {
		return part.Unit.Exponent
	}
	return exponents[p.Unit]
}

// Unit is what the sheet says of the unit of the amount in a cell: its headers,
// else its label, else the nearest line above it.
func (g *Grid) Unit(p *pack.Pack, col, row int) (Stated, bool) {
	for _, t := range append(g.Headers(col, row), g.Label(col, row)) {
		if m := unitOf.FindStringSubmatch(t.Says); m != nil {
			return Stated{exponents[m[1]+m[2]], m[1] + m[2], t}, true
		}
	}
	var found Stated
	ok := false
	for _, r := range g.Rows {
		if r.R > row {
			break
		}
		for i := range r.Cells {
			text := filled(p, &r.Cells[i])
			m := unitLine.FindStringSubmatch(text)
			if m == nil && r.R < g.Body {
				m = unitAlone.FindStringSubmatch(text)
			}
			if m != nil && len([]rune(text)) < shortLine {
				found, ok = Stated{exponents[m[1]], m[1], Text{r.Cells[i].Col, r.R, text}}, true
			}
		}
	}
	return found, ok
}

// shortLine is longer than any line that states a unit; sentences are no such lines.
const shortLine = 60

// filled is the text of a cell with the unit of the tables in its place.
func filled(p *pack.Pack, c *fill.FormCell) string {
	var b strings.Builder
	for _, part := range c.Parts {
		switch {
		case part.Scalar == pack.ScalarUnit:
			b.WriteString(p.Unit)
		case !part.Tag():
			b.WriteString(part.Text)
		}
	}
	return strings.Join(strings.Fields(b.String()), "")
}

// Misstated is an amount whose tag prints another unit than the sheet says.
type Misstated struct {
	Col, Row int
	Tag      *tags.Part
	Prints   int32
	Says     Stated
}

// Misstated finds the amounts that are printed in another unit than the sheet says.
func (g *Grid) Misstated(p *pack.Pack) (out []Misstated) {
	for _, r := range g.Rows {
		for i := range r.Cells {
			tag := Amount(&r.Cells[i])
			if tag == nil {
				continue
			}
			if says, ok := g.Unit(p, r.Cells[i].Col, r.R); ok && says.Exponent != Exponent(p, tag) {
				out = append(out, Misstated{r.Cells[i].Col, r.R, tag, Exponent(p, tag), says})
			}
		}
	}
	return out
}

// behind is the unit that a sentence writes behind an amount.
var behind = regexp.MustCompile(`^\s*(亿元|百万元|万元|千元|元)`)

// MisstatedIn finds the amounts within sentences that are printed in another unit
// than the words behind them say.
func (g *Grid) MisstatedIn(p *pack.Pack) (out []Misstated) {
	for _, r := range g.Rows {
		for i := range r.Cells {
			parts := r.Cells[i].Parts
			for n := range len(parts) - 1 {
				m := behind.FindStringSubmatch(parts[n+1].Text)
				if !parts[n].Amount || m == nil || parts[n+1].Tag() {
					continue
				}
				if e := Exponent(p, &parts[n]); e != exponents[m[1]] {
					out = append(out, Misstated{r.Cells[i].Col, r.R, &parts[n], e, Stated{exponents[m[1]], m[1], Text{r.Cells[i].Col, r.R, m[1]}}})
				}
			}
		}
	}
	return out
}
