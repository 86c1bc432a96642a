package fill

import (
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
	"ysgk/internal/reach"
)

// Reading is how a formula that looks at a list is understood as the list grows,
// for the clerk who wrote it: the table above point (refs.go) in words.
type Reading struct {
	Sheet   string
	Cell    string
	Formula string // without "="
	Words   string
	Warn    bool   // probably something else was meant
	Hint    string // what to write then
}

// Readings are the readings of all formulas that look at a list, in reading order.
func (t *Template) Readings() (out []Reading) {
	for x := range t.formulas() {
		if reading, ok := t.reading(x); ok {
			out = append(out, reading)
		}
	}
	return out
}

// mention is what a formula says of a list in one place: by a reference, a name, a
// table, or an address in text.
type mention struct{ what, words, hint string }

func (t *Template) reading(x site) (Reading, bool) {
	out := Reading{Sheet: x.sheet.Name, Cell: x.place().Cell, Formula: x.formula.Text}
	var all []mention
	for _, o := range x.formula.Operands {
		text, hint := t.operandWords(x, o)
		if col := t.blanked(x.sheet, o); text != "" && hint == "" && col > 0 {
			hint = "这一列的标签有“|合并”或“|印一次”，只有第一格有字，公式看不到下面各条；请改用每行都印的列。"
		}
		all = append(all, mention{o.Ref.String(), text, hint})
	}
	all = append(all, t.nameMentions(x.sheet, x.formula)...)
	all = append(all, t.tableMentions(x)...)
	all = append(all, t.addressMentions(x.sheet, x.formula)...)
	var order []string            // what is said
	refs := map[string][]string{} // and of what
	for _, m := range all {
		if m.words == "" || slices.Contains(refs[m.words], m.what) {
			continue
		}
		if refs[m.words] = append(refs[m.words], m.what); len(refs[m.words]) == 1 {
			order = append(order, m.words)
		}
		if m.hint != "" && !out.Warn {
			out.Warn, out.Hint = true, m.hint
		}
	}
	for i, text := range order {
		order[i] = strings.Join(refs[text], "、") + " " + text
	}
	out.Words = strings.Join(order, "；")
	return out, len(order) > 0
}

// blanked is the column of a range whose equal neighbours become one cell, so that a
// formula sees only the first; 0 if there is none.
func (t *Template) blanked(s *sheet, o formula.Operand) int {
	if s = t.sheetOf(s, o.Ref); s == nil || !formula.TakesRange(o.Func, o.Arg) {
		return 0
	}
	for x := range s.sites() {
		if x.row.band != nil && o.Ref.Has(x.Col, x.row.R) && len(x.parts) == 1 && x.parts[0].Merge {
			return x.Col
		}
	}
	return 0
}

// operandWords says what an operand means, "" if it looks at no list; and what to
// write where probably something else was meant.
func (t *Template) operandWords(x site, o formula.Operand) (words, hint string) {
	on, ref, b := t.sheetOf(x.sheet, o.Ref), o.Ref, x.row.band
	if on != nil && on != x.sheet && on.of != "" {
		switch {
		case !everyCopy(o) && t.owns(x, on.of, -1):
			return "是本条自己的那一张“" + on.Name + "”", ""
		case formula.TakesRange(o.Func, o.Arg):
			return "是每一张“" + on.Name + "”", ""
		}
		return "只取第一张“" + on.Name + "”", "要所有各张的，请写 SUM(" + ref.String() + ")。"
	}
	if on == nil || len(on.bands) == 0 {
		return "", ""
	}
	ranged := formula.TakesRange(o.Func, o.Arg)
	if on == x.sheet && b != nil && ref.Row1 > 0 {
		switch lane, other := b.laneAt(x.Col), b.laneAt(ref.Col1); {
		case lane.block && ref.Row1 >= b.top && ref.Row2 <= b.bottom:
			return t.blockWords(x, ref, ranged)
		case ref.Row2 < b.top-1 || ref.Row1 > b.bottom || lane.list == "" || other.list == "" || lane.followsAt(x.row.R):
		case lane == other:
			return t.insideWords(x, b, ref, ranged)
		case sameRow(x.row, ref):
			return "是" + sideOf(lane, other) + "“" + other.list + "”同一行的格子", ""
		}
	}
	if _, fixed, _, _ := ref.Abs(); ref.Single() && !ranged && !fixed {
		if _, whose := on.printing(ref.Col1, ref.Row1); whose != nil && t.owns(x, whose.list, whose.levelAt(ref.Row1)) {
			return "是" + t.levelWords(whose, ref.Range) + "里的本条", ""
		}
	}
	words, hint = t.outsideWords(on, ref, ranged)
	if slices.Contains(placing, o.Func) { // a sum would be no place
		hint = ""
	}
	return words, hint
}

// placing are functions to which a cell is a place, whatever stands in it.
var placing = []string{"OFFSET", "ROW", "COLUMN", "CELL", "HYPERLINK"}

// outsideWords says what a reference to the rows of a list means to what stands
// outside them.
func (t *Template) outsideWords(on *sheet, ref formula.Ref, ranged bool) (words, hint string) {
	if on == nil || len(on.bands) == 0 {
		return "", ""
	}
	if ref.Row1 == 0 {
		return "是整列", ""
	}
	lists, total := t.listsIn(on, ref.Range)
	switch {
	case len(lists) == 0:
		return "", ""
	case total:
		return "是" + strings.Join(lists, "、"), ""
	case ref.Single() && !ranged:
		return "只取" + lists[0] + "第一条", fmt.Sprintf("要所有各条的，请写 SUM(%s)、MAX(%s) 这样的函数。", ref, ref)
	}
	return "是" + strings.Join(lists, "、") + "全部各条" + on.besides(ref.Range), ""
}

// sameRow says whether a reference looks at the row that it stands in, in whatever
// row of the result that comes to be.
func sameRow(r *row, ref formula.Ref) bool {
	_, start, _, _ := ref.Abs()
	return ref.Row1 == r.R && ref.Row2 == r.R && !start
}

// sideOf says on which side of a list another one stands.
func sideOf(lane, other *lane) string {
	if other.from < lane.from {
		return "左边"
	}
	return "右边"
}

// listsIn names the lists that a range looks at from outside, in reading order; total
// is true where it sees but the rows of their totals.
func (t *Template) listsIn(on *sheet, ref a1.Range) (lists []string, total bool) {
	total = true
	cols := ref
	if cols.Col1 == 0 {
		cols.Col1, cols.Col2 = wholeRow.Col1, wholeRow.Col2
	}
	for _, b := range on.bands {
		if ref.Row2 < b.top || ref.Row1 > b.bottom {
			continue
		}
		if in := b.innerAt(ref.Row1); in != nil && in == b.innerAt(ref.Row2) && !in.laneAt(cols.Col1).fixed() {
			b = in
		}
		for _, lane := range b.over(cols) {
			if lane.closing(ref) {
				continue
			}
			if which := t.levelWords(lane, ref); lane.list != "" {
				total = total && lane.oneRecord(ref)
				if !slices.Contains(lists, which) {
					lists = append(lists, which)
				}
			}
		}
	}
	return lists, total
}

// besides names the rows between and around lists that a range takes in.
func (s *sheet) besides(ref a1.Range) string {
	var rows []string
	for i := range s.rows {
		r := &s.rows[i]
		if r.band == nil && r.R >= ref.Row1 && r.R <= ref.Row2 && slices.ContainsFunc(r.cells, func(x cell) bool {
			return x.filled() && (ref.Col1 == 0 || x.Col >= ref.Col1 && x.Col <= ref.Col2)
		}) {
			rows = append(rows, fmt.Sprint(r.R))
		}
	}
	if len(rows) == 0 {
		return ""
	}
	return "，连同第 " + strings.Join(rows, "、") + " 行"
}

// blockWords says what an operand in a row of a block means that looks at such rows.
func (t *Template) blockWords(x site, ref formula.Ref, ranged bool) (words, hint string) {
	_, start, _, end := ref.Abs()
	b := x.row.band
	in, from, to := b.innerAt(x.row.R), b.innerAt(ref.Row1), b.innerAt(ref.Row2)
	inList := in != nil && !in.laneAt(x.Col).fixed() && in.laneAt(x.Col) == in.laneAt(ref.Col1)
	switch {
	case in == nil && (start || end) && from == nil && to == nil:
		switch {
		case ref.Single() && !ranged:
			return "是第一块的这一格", ""
		case ref.Single() || start && end:
			return "是从第一块到最后一块的这些格子", ""
		case start:
			return "是从第一块到本块的这些格子", ""
		}
		return "是从本块到最后一块的这些格子", ""
	case inList && (ref.Row2 >= in.top && ref.Row1 <= in.bottom || ref.Row1 == in.top-1 && ref.Row2 == ref.Row1 && !start && !end && !x.sheet.computes(ref.Col1, ref.Row1)):
		if words, hint = t.insideWords(x, in, ref, ranged); words != "" && words != "是本条" {
			words += "，只在本块里"
		}
		return words, hint
	case in != nil && in == from && in == to && sameRow(x.row, ref):
		return "是本块里同一行的格子", ""
	case from != nil && from == to && !from.laneAt(ref.Col1).fixed():
		which := t.levelWords(from.laneAt(ref.Col1), ref.Range)
		if ref.Single() && !ranged {
			return "只取本块" + which + "第一条", fmt.Sprintf("要本块各条的，请写 SUM(%s)、MAX(%s) 这样的函数。", ref, ref)
		}
		return "是本块" + which + "全部各条", ""
	}
	return "是本块的格子", ""
}

// oneRecord says whether a range takes in but the row of the total of a lane.
func (l *lane) oneRecord(ref a1.Range) bool {
	total := false
	for _, v := range l.variants {
		if v.rows[len(v.rows)-1] >= ref.Row1 && v.rows[0] <= ref.Row2 {
			if v.level != 0 || l.block {
				return false
			}
			total = true
		}
	}
	return total
}

// closing says whether a range takes in but fixed lines behind the records of a lane.
func (l *lane) closing(ref a1.Range) bool {
	over := func(v variant) bool { return v.rows[len(v.rows)-1] >= ref.Row1 && v.rows[0] <= ref.Row2 }
	return slices.ContainsFunc(l.variants, over) && !slices.ContainsFunc(l.records(), over)
}

// levelWords names the level whose records a range of a lane's rows prints.
func (t *Template) levelWords(lane *lane, ref a1.Range) string {
	levels := t.schema.Lists[lane.list].Levels
	var names []string
	for _, v := range lane.records() {
		if v.level >= 0 && v.rows[len(v.rows)-1] >= ref.Row1 && v.rows[0] <= ref.Row2 {
			names = append(names, levels[v.level])
		}
	}
	if len(names) == 0 {
		return "“" + lane.list + "”"
	}
	return "“" + lane.list + "”的" + strings.Join(names, "、")
}

// insideWords says what an operand in a record's row means.
func (t *Template) insideWords(x site, b *band, ref formula.Ref, ranged bool) (words, hint string) {
	_, start, _, end := ref.Abs()
	lane, top, bottom := b.laneAt(x.Col), b.top, b.bottom
	mine := lane.variantOf(x.row.R)
	in := func(row int) bool { return row >= top && row <= bottom }
	switch {
	case ref.Row1 == ref.Row2 && ref.Row1 == top-1:
		if start && end {
			return "", ""
		}
		return "是上一条（第一条用清单上面那一行）", ""
	case ref.Row1 == ref.Row2 && !start && !end && ref.Row1 == x.row.R:
		if ranged && !ref.Single() && ref.Col1 == ref.Col2 {
			all := a1.ColName(ref.Col1) + "$" + fmt.Sprint(x.row.R)
			return "只是本条", "要全部各条的，请写 " + all + ":" + all + "。"
		}
		return "是本条", ""
	case !start && !end && in(ref.Row1) && in(ref.Row2):
		switch other := lane.variantOf(ref.Row1); {
		case other == mine:
			return "是本条的几行", ""
		case other >= 0 && lane.variants[other].level > lane.variants[mine].level:
			return "是下级" + t.levelWords(lane, ref.Range) + "各条", ""
		}
		if reach.Recurs(ref, x.Col, lane.rowsLike(x.row.R)) && x.sheet.cellAt(x.Col, ref.Row1) == nil {
			return "是上一条（第一条用上面那一行）", ""
		}
		return "是上级" + t.levelWords(lane, ref.Range), ""
	case ref.Single() && lane.variantOf(ref.Row1) == mine && !ranged:
		return "是第一条", ""
	case ref.Single() && ranged, !ref.Single() && start && end && in(ref.Row1) && in(ref.Row2):
		return "是" + t.levelWords(lane, ref.Range) + "全部各条", ""
	case ref.Single():
		return t.otherLevelWords(lane, mine, ref), ""
	}
	return "从" + cornerWords(ref.Row1, start, in, top, "第一条") + "到" + cornerWords(ref.Row2, end, in, top, "最后一条"), ""
}

// otherLevelWords says what a lone cell with $ means on the row of another level:
// the record above, or the first one below.
func (t *Template) otherLevelWords(lane *lane, mine int, ref formula.Ref) string {
	if v := lane.variantOf(ref.Row1); v >= 0 && lane.variants[v].level > lane.variants[mine].level {
		return "是下级" + t.levelWords(lane, ref.Range) + "第一条"
	}
	return "是上级" + t.levelWords(lane, ref.Range)
}

func cornerWords(row int, fixed bool, in func(int) bool, top int, whenFixed string) string {
	switch {
	case in(row) && fixed:
		return whenFixed
	case in(row):
		return "本条"
	case row == top-1 && !fixed:
		return "上一条"
	}
	return fmt.Sprintf("第 %d 行", row)
}
