package intake

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
)

// looksTotal says whether a row looks like a sum of others: it says so, its
// code is one above those that amounts are booked at, or it lacks a code.
func (in *reader) looksTotal(l *line) (total, named bool) {
	for _, text := range l.fields {
		if saysSum(text) {
			return true, true
		}
	}
	for _, c := range in.head.columns {
		if c.field == nil || c.field.Of != "" {
			continue
		}
		col := in.sheet.Column(c.field.Name)
		if col.Kind != pack.Code || !col.Required {
			continue
		}
		list := in.Codes[col.Codes]
		code, _, ok := splitCode(l.fields[col.Name])
		if l.fields[col.Name] == "" || ok && list.Has(code) && !list.Leaf(code, col.Level) {
			return true, false
		}
	}
	return false, false
}

// saysSum says whether a text names a sum: 合计, 028001-阳泉市司法局小计.
func saysSum(text string) bool {
	folded := typed.Fold(text)
	return slices.Contains(sums, folded) || strings.HasSuffix(folded, "合计") || strings.HasSuffix(folded, "小计")
}

// proveTotals makes sure that every row which looks like a sum is one: of the
// records with its unit and under its code or, where it says that it is a sum,
// also of all records or of those next to it. A row that is not is reported: to
// leave it out could lose money, to take it could count it twice. A row of zeros
// needs no proof. Each row is looked at once, however many may be sums.
func (in *reader) proveTotals() {
	p := in.prover()
	for i, l := range in.lines {
		at := finding.At(in.grid.name, in.head.columns[0].Col, l.row)
		switch {
		case !l.total || l.bad:
		case len(l.sums) == 0:
			in.out.Warnf("row-text", at, "如果是明细，请补上编码和金额。", "这一行没有编码，也没有金额，没有导入")
		case !l.named && in.zero(l):
			in.out.Warnf("amount-none", at, "需要的话，导入后自己补上。", "这一行没有编码，金额是零，没有导入")
		case in.zero(l), p.like(l), p.below(i), l.named && p.adjoins(i):
			in.totals = append(in.totals, l.row)
		case p.bad && (l.named || p.unread(i)): // it may be the sum of amounts that have been reported
		default:
			in.out.Errorf("total-differs", at, "如果是合计，请核对它和明细；如果是明细，请补上末级编码。", "这一行像合计（%s），但不等于上下的明细、全部明细或同一科目、同一单位的明细相加%s", in.amounts(l), p.apart(l))
		}
	}
}

// apart says by how much a row that is named as the sum of all differs from it, by the
// first column that does: a row with a code or of a unit is the sum of some.
func (p *prover) apart(l *line) string {
	for _, text := range l.fields {
		if !l.named || text != "" && !saysSum(text) {
			return ""
		}
	}
	for k, c := range p.head.columns {
		all, sum := p.totals[len(p.lines)][k], l.sums[c.Col]
		if c.amount == nil || all == sum {
			continue
		}
		more, by := "多", sum-all
		if by < 0 {
			more, by = "少", -by
		}
		return fmt.Sprintf("；“%s”全部明细相加是 %s 元，这一行%s %s 元", c.Header, money.Print(all.Yuan()), more, money.Print(by.Yuan()))
	}
	return ""
}

func (in *reader) zero(l *line) bool {
	for _, fen := range l.sums {
		if fen != 0 {
			return false
		}
	}
	return true
}

// prover knows what the records add up to. Amounts are never negative, so that two
// places between lines with equal running totals have nothing but zeros between.
type prover struct {
	*reader
	running []string        // before each line: what the records above add up to, as a key
	totals  [][]budget.Fen  // the same as amounts
	bounds  map[string]bool // running totals at rows that look like sums and at both ends
	alike   map[string]map[string][]budget.Fen
	next    []int // from each line on: the first record
	bad     bool  // there are records with amounts that could not be read
}

func (in *reader) prover() *prover {
	p := &prover{reader: in, bounds: map[string]bool{}, alike: map[string]map[string][]budget.Fen{}}
	now := make([]budget.Fen, len(in.head.columns))
	for _, l := range in.lines {
		p.note(now)
		if l.total {
			p.bounds[p.running[len(p.running)-1]] = true
			continue
		}
		p.bad = p.bad || l.bad
		for k, fen := range in.vector(l) {
			now[k] += fen
		}
	}
	p.note(now)
	p.next = make([]int, len(in.lines)+1)
	p.next[len(in.lines)] = len(in.lines)
	for i := len(in.lines) - 1; i >= 0; i-- {
		if p.next[i] = i; in.lines[i].total {
			p.next[i] = p.next[i+1]
		}
	}
	p.bounds[p.running[0]], p.bounds[p.running[len(in.lines)]] = true, true
	return p
}

func (p *prover) note(now []budget.Fen) {
	p.totals = append(p.totals, slices.Clone(now))
	p.running = append(p.running, fmt.Sprint(now))
}

// vector are the amounts of a line by column.
func (in *reader) vector(l *line) []budget.Fen {
	out := make([]budget.Fen, len(in.head.columns))
	for k, c := range in.head.columns {
		out[k] = l.sums[c.Col]
	}
	return out
}

// adjoins says whether a row is the sum of all records, or of those next to it, up or
// down to a row that looks like a sum.
func (p *prover) adjoins(i int) bool {
	sum := p.vector(p.lines[i])
	up, down := make([]budget.Fen, len(sum)), make([]budget.Fen, len(sum))
	for k, fen := range sum {
		up[k], down[k] = p.totals[i][k]-fen, p.totals[i][k]+fen
	}
	return p.bounds[fmt.Sprint(up)] || p.bounds[fmt.Sprint(down)] || slices.Equal(sum, p.totals[len(p.lines)])
}

// below says whether a row is the sum of the records below it up to the next with a
// code that is not under its own.
func (p *prover) below(i int) bool {
	sum, said := p.vector(p.lines[i]), p.saidOf(p.lines[i])
	now := make([]budget.Fen, len(sum))
	for k := p.next[i]; k < len(p.lines); k = p.next[k+1] {
		if !p.says(p.lines[k], said) {
			break
		}
		for c, fen := range p.vector(p.lines[k]) {
			if now[c] += fen; now[c] > sum[c] {
				return false
			}
		}
	}
	return slices.Equal(now, sum)
}

// like says whether a row is the sum of the records with all that it says of itself:
// its unit, its code. The records are added up once for all rows that say something
// of the same fields.
func (p *prover) like(l *line) bool {
	said := p.saidOf(l)
	kind, key := "", ""
	for _, s := range said {
		kind += fmt.Sprintf("%s\x00%d\x00", s.field, s.digits)
		key += s.text + "\x00"
	}
	sums := p.alike[kind]
	if sums == nil {
		sums = map[string][]budget.Fen{}
		for _, item := range p.lines {
			if item.total {
				continue
			}
			of := ""
			for _, s := range said {
				of += p.text(s.field, item, s.digits) + "\x00"
			}
			if sums[of] == nil {
				sums[of] = make([]budget.Fen, len(p.head.columns))
			}
			for k, fen := range p.vector(item) {
				sums[of][k] += fen
			}
		}
		p.alike[kind] = sums
	}
	return slices.Equal(sums[key], p.vector(l))
}

// unread says whether an amount could not be read among the records that a row may be
// the sum of.
func (p *prover) unread(i int) bool {
	said := p.saidOf(p.lines[i])
	return slices.ContainsFunc(p.lines, func(l *line) bool { return l.bad && !l.total && p.says(l, said) })
}

// saying is what a row says of a field; of a code so many digits count.
type saying struct {
	field, text string
	digits      int
}

// saidOf is what a sum says of its records, in the order of the fields.
func (in *reader) saidOf(sum *line) (out []saying) {
	for _, name := range slices.Sorted(maps.Keys(sum.fields)) {
		col := in.sheet.Column(name)
		if col == nil || col.Kind == pack.NameOf || saysSum(sum.fields[name]) {
			continue
		}
		s := saying{field: name, digits: -1}
		if col.Kind == pack.Code {
			above, _, _ := splitCode(sum.fields[name])
			s.digits = len(above)
		}
		s.text = in.text(name, sum, s.digits)
		out = append(out, s)
	}
	return out
}

// text is what a line says of a field, of a code so many digits.
func (in *reader) text(field string, l *line, digits int) string {
	if digits < 0 {
		return typed.Fold(l.fields[field])
	}
	code, _, _ := splitCode(l.fields[field])
	return code[:min(digits, len(code))]
}

// says says whether a line has the unit and the other texts of a sum, and codes under
// its codes.
func (in *reader) says(l *line, said []saying) bool {
	return !slices.ContainsFunc(said, func(s saying) bool { return in.text(s.field, l, s.digits) != s.text })
}

func (in *reader) amounts(l *line) string {
	var parts []string
	for _, c := range in.head.columns {
		if fen := l.sums[c.Col]; c.amount != nil && fen != 0 {
			parts = append(parts, c.Header+" "+money.Print(fen.Yuan())+" 元")
		}
	}
	return strings.Join(parts, "，")
}
