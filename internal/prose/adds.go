package prose

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
)

// breach is an equation of the document's tables that does not hold.
type breach struct {
	cells []fact // any of which may be wrong
	says  string // what should be equal
	sure  bool   // else parts that make less than the whole may be some of them only
}

// tablesAgree looks whether the tables of the document add up and agree with each other. A
// sum is only expected where the table shows elsewhere that it is one, or where the parts
// are more than the whole. Each breach is told at the cell that explains most of them.
func (j *judge) tablesAgree() {
	own := j.knownOf(nil, j.own)
	breaches := j.contradictions(own)
	byTable := map[string][]fact{}
	for _, x := range own.facts {
		byTable[x.Table] = append(byTable[x.Table], x)
	}
	for _, name := range slices.Sorted(maps.Keys(byTable)) {
		breaches = append(breaches, j.unequal(byTable[name])...)
	}
	more := max(len(breaches)-mostBreaches, 0)
	breaches = breaches[:len(breaches)-more]
	for len(breaches) > 0 {
		worst := mostIn(breaches)
		var said []string
		c := maybeDisagree
		breaches = slices.DeleteFunc(breaches, func(b breach) bool {
			in := holds(b.cells, worst)
			if in && len(said) < 2 && !slices.Contains(said, b.says) {
				said = append(said, b.says)
			}
			if in && b.sure {
				c = disagree
			}
			return in
		})
		i := slices.IndexFunc(j.doc.Tables, func(t *Table) bool { return t.Grid.Name == worst.Place.Sheet })
		t := j.doc.Tables[i]
		j.report(c, t.place(rowOf(worst.Fact)-t.above), "“%s”%s是 %s：%s", worst.Label, headOf(worst), j.inPackUnit(worst.value), strings.Join(said, "；"))
	}
	if more > 0 {
		j.report(disagree, finding.Place{}, "文本里的表另有 %d 处加不起来，或和别的表不一样，没有列出；先改好列出的，再核对一次", more)
	}
}

// mostBreaches is how many are looked at: a table that is wrong throughout says nothing more
// by the next one.
const mostBreaches = 100

// mostIn is the cell that most breaches name, the first of those.
func mostIn(breaches []breach) (best fact) {
	most := 0
	for _, b := range breaches {
		for _, x := range b.cells {
			n := 0
			for _, o := range breaches {
				if holds(o.cells, x) {
					n++
				}
			}
			if n > most {
				best, most = x, n
			}
		}
	}
	return best
}

// contradictions are amounts of one thing that differ between tables.
func (j *judge) contradictions(own *known) (out []breach) {
	for _, id := range slices.Sorted(maps.Keys(own.by)) {
		all := own.by[id]
		at := slices.IndexFunc(all, func(x fact) bool { return x.Table != all[0].Table && !alike(x, all[0]) })
		if at < 0 {
			continue
		}
		cells := all
		for _, x := range all { // the one that differs from the others is wrong
			if same := slices.DeleteFunc(slices.Clone(all), func(y fact) bool { return !alike(x, y) }); len(same)*2 > len(all) {
				cells = slices.DeleteFunc(slices.Clone(all), func(y fact) bool { return alike(x, y) })
				at = slices.IndexFunc(all, func(y fact) bool { return alike(x, y) })
				break
			}
		}
		other := all[at]
		out = append(out, breach{cells, where(other) + "是 " + j.inPackUnit(other.value), true})
	}
	return out
}

// belowCode are sums of a code's own codes.
const belowCode = "项"

// sum is a whole and the cells that may add up to it.
type sum struct {
	whole fact
	parts []fact
	kind  string // sums that a table has alike
}

// unequal are the sums of a table that do not hold though others of their kind do, or
// whose parts are more than the whole.
func (j *judge) unequal(facts []fact) (out []breach) {
	held, broken := map[string]int{}, map[string][]sum{}
	for _, s := range slices.Concat(codeSums(facts), fieldSums(facts, "列", func(x fact) int { return rowOf(x.Fact) }), fieldSums(facts, "行", colOf)) {
		if gap := s.gap(); gap.IsZero() {
			held[s.kind]++
		} else {
			broken[s.kind] = append(broken[s.kind], s)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(broken)) {
		all := broken[kind]
		for _, s := range all {
			if held[kind] >= 3*len(all) || s.gap().Sign() > 0 && held[kind] >= len(all) {
				out = append(out, breach{append([]fact{s.whole}, s.parts...), "各项（" + names(s) + "）相加是 " + j.inPackUnit(s.total()), s.gap().Sign() > 0 || s.kind != belowCode})
			}
		}
	}
	return out
}

func (s sum) total() (out decimal.Decimal) {
	for _, x := range s.parts {
		out = out.Add(x.value)
	}
	return out
}

// gap is by how much the parts are more than the whole, zero if rounding explains it.
func (s sum) gap() decimal.Decimal {
	gap := s.total().Sub(s.whole.value)
	step := s.whole.step
	for _, x := range s.parts {
		step = decimal.Max(step, x.step)
	}
	if gap.Abs().LessThanOrEqual(step.Mul(decimal.NewFromInt(int64(len(s.parts) + 1))).Div(decimal.NewFromInt(2))) {
		return decimal.Zero
	}
	return gap
}

// names are those of a sum's parts, by line or by column.
func names(s sum) string {
	var out []string
	for _, x := range s.parts {
		name := x.Label
		if rowOf(x.Fact) == rowOf(s.whole.Fact) {
			name = strings.Trim(headOf(x), "“”")
		}
		if out = append(out, name); len(out) == 4 && len(s.parts) > 4 {
			return strings.Join(out, "、") + "等"
		}
	}
	return strings.Join(out, "、")
}

// codeSums are the codes of one column and those right below them, and the totals and the
// highest codes. A line of 部门经济科目 may name a 政府经济科目 too, which its class does not.
func codeSums(facts []fact) (out []sum) {
	beside := map[string][]coded{} // by all that limits them but codes
	id := func(x fact, field string) string {
		return fmt.Sprint(colOf(x), field, key(withoutCodes(x.Filter), x.Last))
	}
	fields := map[string]bool{}
	for _, x := range facts {
		for _, field := range codesOf(x) {
			fields[field] = true
			beside[id(x, field)] = append(beside[id(x, field)], coded{x, x.Filter[field][0]})
		}
	}
	for _, all := range beside {
		slices.SortStableFunc(all, func(a, b coded) int { return cmp.Compare(a.code, b.code) })
	}
	for _, w := range facts {
		own := codesOf(w)
		switch {
		case w.value.IsZero() || len(own) > 1:
		case len(own) == 1:
			code := w.Filter[own[0]][0]
			all := beside[id(w, own[0])]
			from, _ := slices.BinarySearchFunc(all, code, func(x coded, code string) int { return cmp.Compare(x.code, code) })
			to := from
			for to < len(all) && strings.HasPrefix(all[to].code, code) {
				to++
			}
			if parts := highest(all[from:to], len(code)); len(parts) > 0 {
				out = append(out, sum{w, parts, belowCode})
			}
		case len(withoutCodes(w.Filter)) == len(w.Filter):
			for _, field := range slices.Sorted(maps.Keys(fields)) {
				if parts := highest(beside[id(w, field)], 0); len(parts) > 0 {
					out = append(out, sum{w, parts, "合计" + field})
				}
			}
		}
	}
	return out
}

// coded is a fact with its code.
type coded struct {
	fact
	code string
}

// highest are those with the shortest codes of more than n digits.
func highest(all []coded, n int) (out []fact) {
	least := 0
	for _, x := range all {
		if size := len(x.code); size > n && (least == 0 || size < least) {
			least = size
		}
	}
	for _, x := range all {
		if len(x.code) == least {
			out = append(out, x.fact)
		}
	}
	return out
}

// fieldSums are the columns of one line, or the lines of one column, that divide another one
// by one field, of which the whole has all values or those of the parts.
func fieldSums(facts []fact, kind string, at func(fact) int) (out []sum) {
	groups := map[string][]fact{} // that differ in one field alone
	id := func(x fact, field string) string {
		return fmt.Sprint(at(x), field, key(without(x.Filter, field), x.Last))
	}
	fields := map[string]bool{}
	for _, x := range facts {
		for field := range x.Filter {
			if !strings.HasSuffix(field, "编码") {
				fields[field] = true
				groups[id(x, field)] = append(groups[id(x, field)], x)
			}
		}
	}
	for _, w := range facts {
		for _, field := range slices.Sorted(maps.Keys(fields)) {
			own := w.Filter[field]
			if len(own) == 1 {
				continue
			}
			parts := slices.DeleteFunc(slices.Clone(groups[id(w, field)]), func(x fact) bool {
				return slices.Equal(x.Filter[field], own) || own != nil && !wider(pack.Filter{field: own}, pack.Filter{field: x.Filter[field]})
			})
			if len(parts) > 1 && apart(parts, field) {
				out = append(out, sum{w, parts, kind + field})
			}
		}
	}
	return out
}

// apart says whether no value of a field is in two of the cells.
func apart(cells []fact, field string) bool {
	seen := map[string]bool{}
	for _, x := range cells {
		for _, v := range x.Filter[field] {
			if seen[v] {
				return false
			}
			seen[v] = true
		}
	}
	return true
}

// codesOf are the fields of codes that limit a fact to one code each.
func codesOf(x fact) (out []string) {
	for field, values := range x.Filter {
		if strings.HasSuffix(field, "编码") && len(values) == 1 {
			out = append(out, field)
		}
	}
	slices.Sort(out)
	return out
}

func withoutCodes(f pack.Filter) pack.Filter {
	out := maps.Clone(f)
	maps.DeleteFunc(out, func(field string, _ []string) bool { return strings.HasSuffix(field, "编码") })
	return out
}

func without(f pack.Filter, field string) pack.Filter {
	out := maps.Clone(f)
	delete(out, field)
	return out
}

func colOf(x fact) int {
	col, _, _ := a1.Parse(x.Place.Cell)
	return col
}
