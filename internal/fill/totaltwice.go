package fill

import (
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/pattern"
)

// A range that is meant to be generous, such as D$6:D$100 or D:D, also takes in the
// total below the list: the sum is twice the money. Whoever halves such a sum, or
// takes the total off again, knows it.

// plainSums are the functions that add up all they are given.
var plainSums = []string{"SUM", "SUBTOTAL", "AGGREGATE", "AVERAGE"}

// halves is a formula that halves a sum, as =SUM(D:D)/2.
var halves = pattern.Of(`\)\s*(/\s*2|\*\s*0?\.5|\*\s*50%)([^0-9.]|$)`)

// totalTwice warns of a formula that adds a list and the total of that list together.
func (t *Template) totalTwice(x site, findings *finding.List) {
	if halves.MatchString(x.formula.Text) {
		return
	}
	for _, o := range t.operands(x.sheet, x.formula) {
		within := combiner(o.within)
		if o.on == nil || !slices.Contains(plainSums, within) || o.ref.Row1 == 0 && o.ref.Col1 == 0 {
			continue
		}
		for _, b := range o.on.bands {
			for _, l := range b.lanes {
				col, rows := o.on.added(b, l, o.ref)
				if col == 0 || l.block {
					continue
				}
				total := t.totalOf(o.on, b, l, col, rows, o.ref, within)
				if total == "" || takesOff(x.formula.Text, total) {
					continue
				}
				findings.Warnf("total-added", x.place(),
					"请只引用清单的行，写成 "+within+"("+meantRange(o.ref, col, rows)+")；行数变了，引用跟着变。有意连合计一起加、再除以 2 的，写在同一个公式里。",
					"公式 =%s 把视图 %s 的各条和它们的合计（%s）加在一起，同一笔钱算了两次", x.formula.Text, l.list, total)
				return
			}
		}
	}
}

// added is the first column of a lane whose amounts a reference takes in, and the
// rows of the lane; 0 if it takes in none.
func (s *sheet) added(b *band, l *lane, ref formula.Ref) (col int, rows []int) {
	if l.fixed() {
		return 0, nil
	}
	for _, v := range l.records() {
		for _, r := range v.rows {
			if ref.Row1 == 0 || ref.Row1 <= r && r <= ref.Row2 {
				rows = append(rows, r)
			}
		}
	}
	for _, c := range b.columns(l) {
		if col = s.amountIn(rows, ref, c[0], c[1]); col > 0 {
			return col, rows
		}
	}
	return 0, rows
}

// totalOf is the cell within a reference that shows the total of a lane's column,
// "" if there is none. SUBTOTAL leaves other SUBTOTALs out.
func (t *Template) totalOf(s *sheet, b *band, l *lane, col int, rows []int, ref formula.Ref, within string) string {
	for x := range s.sites() {
		switch {
		case x.row.R >= b.top && x.row.R <= b.bottom && l.variantOf(x.row.R) >= 0 && !l.followsAt(x.row.R):
		case x.Col != col || ref.Row1 > 0 && (x.row.R < ref.Row1 || x.row.R > ref.Row2):
		default:
			if x.formula != nil && t.sums(s, x.formula, col, rows, within) || len(x.parts) == 1 && x.parts[0].List == l.list && x.parts[0].Numeric() && slices.Contains(x.parts[0].Keys, t.schema.Lists[l.list].Levels[0]) {
				return a1.Name(col, x.row.R)
			}
		}
	}
	return ""
}

// sums says whether a formula adds up rows of a column, so that a function around
// it counts them again.
func (t *Template) sums(s *sheet, f *formula.Formula, col int, rows []int, around string) bool {
	for _, o := range t.operands(s, f) {
		within := combiner(o.within)
		if o.on != s || !slices.Contains(plainSums, within) || within == "AVERAGE" {
			continue
		}
		nested := (within == "SUBTOTAL" || within == "AGGREGATE") && (around == "SUBTOTAL" || around == "AGGREGATE")
		if !nested && slices.ContainsFunc(rows, func(r int) bool { return o.ref.Has(col, r) }) {
			return true
		}
	}
	return false
}

// takesOff says whether a formula subtracts a cell.
func takesOff(text, cell string) bool {
	return regexp.MustCompile(`-\s*([^-+*/(),]*!)?` + regexp.QuoteMeta(cell) + `([^0-9]|$)`).MatchString(strings.ReplaceAll(text, "$", ""))
}

// meantRange is a reference cut down to the rows of the list, anchored as it was.
func meantRange(ref formula.Ref, col int, rows []int) string {
	col1, row1, _, row2 := ref.Abs()
	name := a1.ColName(col)
	if col1 {
		name = "$" + name
	}
	corner := func(row int, fixed bool) string {
		sign := ""
		if fixed {
			sign = "$"
		}
		return name + sign + strings.TrimPrefix(a1.Name(col, row), a1.ColName(col))
	}
	out := corner(slices.Min(rows), row1 || ref.Row1 == 0) + ":" + corner(slices.Max(rows), row2 || ref.Row1 == 0)
	if i := strings.LastIndex(ref.String(), "!"); i >= 0 {
		out = ref.String()[:i+1] + out
	}
	return out
}
