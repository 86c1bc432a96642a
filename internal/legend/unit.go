package legend

import (
	"cmp"
	"strings"

	"ysgk/internal/fill"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/tags"
)

// Stated is what a sheet says of the unit of an amount.
type Stated struct {
	Unit money.Unit
	At   Text
}

// Unit is the unit that a tag prints.
func Unit(p *pack.Pack, part *tags.Part) money.Unit { return cmp.Or(part.Unit, p.Unit) }

// Unit is what the sheet says of the unit of the amount in a cell: its headers,
// else its label, else the nearest line above it.
func (g *Grid) Unit(p *pack.Pack, col, row int) (found Stated, ok bool) {
	for _, t := range append(g.Headers(col, row), g.Label(col, row)) {
		for _, says := range []func(string) (money.Unit, bool){p.Units.Alone, p.Units.Header, p.Units.Trailing} {
			if u, ok := says(t.Says); ok {
				return Stated{u, t}, true
			}
		}
	}
	g.noted.Do(func() { g.note(p) })
	for _, s := range g.notes {
		if s.At.Row > row {
			break
		}
		found, ok = s, true
	}
	return found, ok
}

// note finds the lines that say a unit.
func (g *Grid) note(p *pack.Pack) {
	for _, r := range g.Rows {
		for i := range r.Cells {
			text := filled(p, &r.Cells[i])
			u, says := p.Units.Note(text)
			if !says && r.R < g.Body {
				u, says = p.Units.Alone(text)
			}
			if says && len([]rune(text)) < shortLine {
				g.notes = append(g.notes, Stated{u, Text{r.Cells[i].Col, r.R, text}})
			}
		}
	}
}

// shortLine is longer than any line that states a unit; sentences are no such lines.
const shortLine = 60

// filled is the text of a cell with the unit of the tables in its place.
func filled(p *pack.Pack, c *fill.FormCell) string {
	var b strings.Builder
	for _, part := range c.Parts {
		switch {
		case part.Scalar == pack.ScalarUnit:
			b.WriteString(p.Unit.Name)
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
	Prints   money.Unit
	Says     Stated
}

// Misstated finds the amounts that are printed in another unit than the sheet says.
func (g *Grid) Misstated(p *pack.Pack) (out []Misstated) {
	for r, c := range g.Cells() {
		tag := Amount(c)
		if tag == nil {
			continue
		}
		if says, ok := g.Unit(p, c.Col, r.R); ok && says.Unit != Unit(p, tag) {
			out = append(out, Misstated{c.Col, r.R, tag, Unit(p, tag), says})
		}
	}
	return out
}

// MisstatedIn finds the amounts within sentences that are printed in another unit
// than the words behind them say.
func (g *Grid) MisstatedIn(p *pack.Pack) (out []Misstated) {
	for r, c := range g.Cells() {
		parts := c.Parts
		for n := range len(parts) - 1 {
			says, ok := p.Units.Leading(parts[n+1].Text)
			if !parts[n].Amount || !ok || parts[n+1].Tag() {
				continue
			}
			if prints := Unit(p, &parts[n]); prints != says {
				out = append(out, Misstated{c.Col, r.R, &parts[n], prints, Stated{says, Text{c.Col, r.R, says.Name}}})
			}
		}
	}
	return out
}
